// Every page by itself: no grave fault for people who cannot see or use a mouse (axe), nothing wider than a small phone, in both
// languages, light and dark; and a picture of each for the documentation.
//
//   BANGTIN_PICTURES=1 node --test pages.test.mjs     also writes docs/pages/*.png
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { begin, carried, daemon, person } from "./daemon.mjs";
import { complaintsOf, launch } from "./look.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pictures = fileURLToPath(new URL("../../docs/pages", import.meta.url));

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof daemon>>} */
let site;
/** Cookies of the sessions by what their people do. @type {Record<string, string>} */
const who = {};

before(async () => {
  browser = await launch();
  site = await daemon({ site: "[approval]\nrequired = true" });
  who.administrator = await begin(site);
  who.editor = await person(site, who.administrator, "minh", ["draft"], "Lê Minh");
  who.approver = await person(site, who.administrator, "hoa", ["approve"], "Phạm Hoa");
  who.operator = await person(site, who.administrator, "an", ["operate"], "Trần An");
  // One list that is lit, one that waits, one that is being written.
  await made("thuong-truc-moi", "Một cửa tận tâm\nĐúng hẹn", "approve");
  await made("dich-vu-cong-moi", "Nộp hồ sơ trực tuyến\nnhanh chóng, thuận tiện", "submit");
  await made("dang-viet", "Dich vụ công trực tuyến", "write");
});

after(async () => {
  await site?.stop();
  await browser?.close();
});

/** Asks the API as somebody. @param {string} somebody @param {string} method @param {string} at @param {unknown} [body] */
async function api(somebody, method, at, body) {
  const answer = await fetch(new URL(`api/v1/${at}`, site.url), {
    method,
    headers: { cookie: who[somebody] ?? "", "content-type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${at}: ${answer.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}

/** @param {string} id @param {string} text @param {"write" | "submit" | "approve"} until */
async function made(id, text, until) {
  const at = `playlists/${id}`;
  await api("editor", "POST", "playlists", { playlist: id, title: "Dịch vụ công" });
  const fields = { title: "Dịch vụ công", groups: ["thanh-pho"] };
  await api("editor", "PUT", `${at}/draft/head`, { revision: 1, base: { title: "Dịch vụ công" }, fields });
  await api("editor", "POST", `${at}/draft/items`, { fields: { text } });
  if (until === "write") return;
  const { revision } = await api("editor", "GET", `${at}/draft`);
  const submitted = await api("editor", "POST", `${at}/draft/submit`, { revision });
  if (until === "submit") return;
  const { seals } = await api("approver", "GET", `${at}/draft/seals`);
  for (const dots of new Set(seals.map((/** @type {{ dots: string }} */ seal) => seal.dots)))
    await api("approver", "POST", `${at}/draft/seen`, { dots });
  await api("approver", "POST", `${at}/draft/approve`, { revision: submitted.revision });
}

const PAGES = [
  ["boards", "", "operator"],
  ["board", "board/ubnd-cong", "operator"],
  ["plan", "board/ubnd-cong/plan", "editor"],
  ["sign-in", "sign-in", null],
  ["account", "account", "editor"],
  ["people", "people", "administrator"],
  ["person", "people/minh", "administrator"],
  ["log", "log", "administrator"],
  ["playlists", "playlists", "editor"],
  ["playlist", "playlists/thuong-truc-moi", "editor"],
  ["versions", "playlists/thuong-truc-moi/history", "editor"],
  ["disk", "playlists/cai-cach-hanh-chinh/disk", "editor"],
  ["draft", "playlists/dang-viet/draft", "editor"],
  ["head", "playlists/dang-viet/draft/head", "editor"],
  ["item", "playlists/dang-viet/draft/items/1", "editor"],
  ["text", "playlists/dang-viet/draft/text", "editor"],
  ["approvals", "approvals", "approver"],
  ["review", "approvals/dich-vu-cong-moi", "approver"],
  ["emergency", "emergency", "operator"],
];

for (const [name, at, somebody] of PAGES) {
  test(`page: ${name}`, { timeout: 60_000 }, async () => {
    for (const [form, options] of Object.entries({
      desk: { viewport: { width: 1280, height: 900 }, colorScheme: "light" },
      phone: { viewport: { width: 360, height: 740 }, colorScheme: "dark", isMobile: true },
    })) {
      const context = await browser.newContext(/** @type {any} */ (options));
      if (somebody) await context.addCookies([carried(site.url, who[somebody] ?? "")]);
      const page = await context.newPage();
      const complaints = complaintsOf(page);
      const answer = await page.goto(new URL(`${at}${at?.includes("?") ? "&" : "?"}lang=${form === "desk" ? "vi" : "en"}`, site.url).href);
      assert.equal(answer?.status(), 200);
      await page.waitForTimeout(900);
      const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok((widths[0] ?? 0) <= (widths[1] ?? 0), `${form}: ${widths}`);
      await page.evaluate(axe);
      const found = await page.evaluate(() =>
        // @ts-expect-error axe is put there by the line above
        axe.run(document, { resultTypes: ["violations"] }));
      const grave = found.violations
        .filter((/** @type {any} */ fault) => ["serious", "critical"].includes(fault.impact))
        .map((/** @type {any} */ fault) => `${fault.id}: ${fault.nodes.map((/** @type {any} */ node) => node.target.join(" ")).join(", ")}`);
      assert.deepEqual(grave, [], `${form}`);
      assert.deepEqual(complaints, [], form);
      if (process.env.BANGTIN_PICTURES && form === "desk") {
        await mkdir(pictures, { recursive: true });
        await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
      }
      if (process.env.BANGTIN_SHOTS)
        await page.screenshot({ path: path.join(process.env.BANGTIN_SHOTS, `${name}-${form}.png`), fullPage: true });
      await context.close();
    }
  });
}
