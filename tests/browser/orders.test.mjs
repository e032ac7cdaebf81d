// Gives orders to a daemon of its own, on a copy of the example site, and looks at its page with a real browser.
//
//   node --test orders.test.mjs
//
// It needs the program to be built. SCREENSHOTS names a folder for pictures of what was seen.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import readline from "node:readline";
import { after, before, beforeEach, test } from "node:test";
import { promisify } from "node:util";
import { launch, open } from "./look.mjs";

const ROOT = path.resolve(import.meta.dirname, "../..");
const PROGRAM = path.resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target", "debug/bangtin");
const { BANGTIN_CONFIG: _, ...ENV } = { ...process.env, BANGTIN_LANG: "vi" };
const SOON = { timeout: 15_000 };
const DESK = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 360, height: 780 }, deviceScaleFactor: 2, isMobile: true };

/** @type {import("playwright-core").Browser} */
let browser;
let folder = "";
let address = "";
let daemon;

before(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "bangtin-orders-"));
  for (const part of ["bangtin.toml", "playlists", "fonts"])
    await fs.cp(path.join(ROOT, part), path.join(folder, part), { recursive: true });
  daemon = spawn(PROGRAM, ["run", "--listen", "127.0.0.1:0"], { cwd: folder, env: ENV, stdio: ["ignore", "pipe", "ignore"] });
  for await (const line of readline.createInterface(daemon.stdout)) {
    address = line.match(/http:\/\/\S+/)?.[0] ?? "";
    if (address) break;
  }
  assert.notEqual(address, "", "the daemon said no address");
  browser = await launch();
});

after(async () => {
  await browser?.close();
  if (daemon && daemon.exitCode === null) {
    const ended = new Promise((done) => daemon.once("exit", done));
    daemon.kill("SIGTERM");
    await ended;
  }
  if (folder) await fs.rm(folder, { recursive: true });
});

/** What an order printed; findings that do not stop it are fine. */
const order = (...words) => promisify(execFile)(PROGRAM, words, { cwd: folder, env: ENV }).catch((error) => {
  assert.equal(error.code, 1, error.stderr);
  return error;
});

const notice = (text, kind, why) =>
  order("notice", text, "--board", "hcc-sanh", "--class", kind, "--for", "2h", "--by", "Trần Thị Lan", "--reason", why);

const told = async (lang = "vi") => {
  const status = await (await fetch(new URL(`/api/status?lang=${lang}`, address))).json();
  return status.boards.find((board) => board.id === "hcc-sanh");
};

/** As if nothing had been ordered. */
beforeEach(async () => {
  const { blackout, notices } = await told();
  if (blackout) await order("resume", "--board", "hcc-sanh", "--reason", "thử xong");
  for (const { id } of notices) await order("notice", "end", `${id}`, "--reason", "thử xong");
});

const hall = (page) => page.locator('live-board[data-id="hcc-sanh"]');
const gate = (page) => page.locator('live-board[data-id="ubnd-cong"]');
const tooWide = (page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

async function picture(page, name) {
  const to = process.env.SCREENSHOTS;
  if (to) await page.screenshot({ path: path.join(to, `${name}.png`), fullPage: true });
}

for (const [name, options] of Object.entries({ desk: DESK, phone: PHONE })) {
  test(`a blackout comes on the page by itself, says how it ends, and goes with it: ${name}`, async () => {
    const { page, context, complaints } = await open(browser, address, options);
    const orders = hall(page).locator(".orders");
    assert.equal(await orders.isVisible(), false);
    await order("blackout", "--board", "hcc-sanh", "--by", "Nguyễn Văn An", "--reason", "nội dung lạ trên bảng");
    const dark = hall(page).locator(".blackout");
    await dark.waitFor({ state: "visible", ...SOON });
    const words = await dark.innerText();
    for (const part of ["Bảng đang tắt theo lệnh", "Nguyễn Văn An", "nội dung lạ trên bảng", "bangtin resume --board hcc-sanh"])
      assert.ok(words.includes(part), `${part} is not in ${words}`);
    assert.match(words, /\d\d:\d\d:\d\d, \d\d\/\d\d\/\d{4}/);
    // A dark board shows nothing, and is not said to show the frame of last resort.
    await hall(page).locator('[data-show="dark"]').waitFor({ state: "visible", ...SOON });
    assert.equal(await hall(page).locator('[data-show="resort"]').isVisible(), false);
    assert.match(await hall(page).locator('[data-fill="why"]').innerText(), /tắt theo lệnh của Nguyễn Văn An/);
    assert.equal(await gate(page).locator(".orders").isVisible(), false, "another board is said to be dark");
    assert.equal(await tooWide(page), false, "the page is wider than the screen");
    await picture(page, `blackout-${name}`);
    await order("resume", "--board", "hcc-sanh", "--reason", "đã kiểm tra");
    await orders.waitFor({ state: "hidden", ...SOON });
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test(`notices come, are told apart in words, change and go by themselves: ${name}`, async () => {
    const { page, context, complaints } = await open(browser, address, options);
    await notice("Tạm ngừng tiếp dân đến 10 giờ", "override", "mất điện");
    await notice("Mời rời khỏi tòa nhà", "emergency", "báo cháy");
    const rows = hall(page).locator(".notices li");
    await rows.nth(1).waitFor({ state: "visible", ...SOON });
    const board = await told();
    assert.equal(await rows.count(), 2);
    for (const [at, { id, text, until_words }] of board.notices.entries()) {
      const words = await rows.nth(at).innerText();
      for (const part of [`#${id}`, text, until_words, "Trần Thị Lan"]) assert.ok(words.includes(part), `${part} is not in ${words}`);
    }
    const all = await hall(page).locator(".notices").innerText();
    for (const part of ["Thay chương trình", "Khẩn cấp", "mất điện", "báo cháy"]) assert.ok(all.includes(part), all);
    // The first words of the board are still its own: those of notices do not get in their way.
    assert.match(await hall(page).locator('[data-fill="since"]').innerText(), /^\d\d:\d\d:\d\d/);
    assert.equal(await tooWide(page), false, "the page is wider than the screen");
    await picture(page, `notices-${name}`);

    const urgent = board.notices.find((notice) => notice.class === "emergency");
    await order("notice", "extend", `${urgent.id}`, "--for", "5h");
    await page.waitForFunction(
      ([id, was]) => {
        const row = document.querySelector(`live-board[data-id="hcc-sanh"] .notices li[data-id="${id}"]`);
        return row instanceof HTMLElement && row.dataset.until !== was && !row.innerText.includes("undefined");
      }, [`${urgent.id}`, urgent.until], SOON);
    await order("blackout", "--board", "hcc-sanh", "--reason", "sửa điện");
    await hall(page).locator(".notices .hint").waitFor({ state: "visible", ...SOON });
    await picture(page, `both-${name}`);
    for (const { id } of board.notices) await order("notice", "end", `${id}`, "--reason", "xong");
    await hall(page).locator(".notices").waitFor({ state: "hidden", ...SOON });
    assert.ok(await hall(page).locator(".blackout").isVisible());
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test("what is on the page already is not written again, so that it is not read out twice", async () => {
  await notice("Tạm ngừng tiếp dân đến 10 giờ", "override", "mất điện");
  const { page, context } = await open(browser, address, DESK);
  await page.waitForFunction(() => document.querySelector("live-board")?.getAttribute("data-live") === "live", null, SOON);
  const row = hall(page).locator(".notices li");
  await row.evaluate((row) => row.setAttribute("data-mark", "1"));
  await page.waitForTimeout(2500);
  assert.equal(await row.getAttribute("data-mark"), "1");
  await context.close();
});

test("without JavaScript the orders stand on the page, in English too", async () => {
  await notice("Mời rời khỏi tòa nhà", "emergency", "báo cháy");
  await order("blackout", "--board", "hcc-sanh", "--by", "Nguyễn Văn An", "--reason", "sửa điện");
  const { page, context } = await open(browser, new URL("/?lang=en", address).href, { ...DESK, javaScriptEnabled: false });
  const words = await hall(page).locator(".orders").innerText();
  for (const part of ["Dark by order", "Nguyễn Văn An", "sửa điện", "bangtin resume --board hcc-sanh", "Emergency",
    "Mời rời khỏi tòa nhà", "báo cháy"]) assert.ok(words.includes(part), `${part} is not in ${words}`);
  assert.match(await hall(page).locator(".now").innerText(), /Nothing is shown/);
  assert.equal(await gate(page).locator(".orders").isVisible(), false);
  await picture(page, "still-desk");
  await context.close();
});

test("while the clock is in doubt its line names the zone", async () => {
  const { page, context } = await open(browser, address, DESK);
  const { clock } = await (await fetch(new URL("/api/status", address))).json();
  const line = page.locator("#clock");
  assert.equal(await line.isVisible(), clock.code !== "trusted");
  assert.match((await line.textContent()) ?? "", /múi giờ Asia\/Ho_Chi_Minh/);
  await context.close();
});
