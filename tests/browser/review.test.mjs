// Approving and ordering, as people do it who have no JavaScript, and as those do who have.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, carried, daemon, person, send } from "./daemon.mjs";
import { launch } from "./look.mjs";

/** @type {Awaited<ReturnType<typeof daemon>>} */
let site;
/** @type {import("playwright-core").Browser} */
let browser;
let administrator = "", writer = "", approver = "", operator = "";

const at = (/** @type {string} */ where) => new URL(where, site.url).href;
const get = async (/** @type {string} */ where, cookie = "") => {
  const answer = await fetch(at(where), { headers: { cookie }, redirect: "manual" });
  return { code: answer.status, to: answer.headers.get("location"), text: await answer.text() };
};
const boards = async () => (await (await fetch(at("api/status"))).json()).boards;
const until = async (/** @type {() => Promise<boolean>} */ holds) => {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail("it did not come about");
};
const value = (/** @type {string} */ html, /** @type {string} */ name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";

/** Submits a file of the example as a draft. @param {string} id */
async function submit(id) {
  assert.equal((await send(at(`playlists/${id}/disk/take`), {}, writer)).code, 303);
  const page = (await get(`playlists/${id}/draft`, writer)).text;
  const sent = await send(at(`playlists/${id}/draft/submit`), { revision: value(page, "revision"), note: "Nhờ xem giúp" }, writer);
  assert.equal(sent.code, 303, sent.text);
}

before(async () => {
  site = await daemon({ site: "[approval]\nrequired = true" });
  administrator = await begin(site);
  writer = await person(site, administrator, "minh", ["view", "draft"], "Lê Minh");
  approver = await person(site, administrator, "hoa", ["view", "approve"], "Phạm Hoa");
  operator = await person(site, administrator, "tuan", ["view", "operate"], "Đỗ Tuấn");
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

test("who is not signed in is led there, and who may not is told why", async () => {
  for (const where of ["approvals", "approvals/dich-vu-cong", "emergency"]) {
    const answer = await get(where);
    assert.equal(answer.code, 303, where);
    assert.match(answer.to ?? "", /^\/sign-in\?to=/);
  }
  assert.equal((await get("emergency", writer)).code, 403);
  assert.equal((await get("approvals/khong-co", approver)).code, 404);
  assert.equal((await get("approvals/..%2f..%2fetc", approver)).code, 404);
});

test("without a script every picture is ticked, and only then it is approved and shown", async () => {
  await submit("dich-vu-cong");
  assert.match((await get("approvals", approver)).text, /Nhờ xem giúp/);
  const page = (await get("approvals/dich-vu-cong", approver)).text;
  const revision = value(page, "revision");
  const dots = [...page.matchAll(/name="dots" value="([0-9a-f]{64})"/g)].map((found) => found[1] ?? "");
  assert.ok(dots.length > 0);
  const early = await send(at("approvals/dich-vu-cong/approve"), { revision, note: "Tốt <b>lắm</b>" }, approver);
  assert.equal(early.code, 409);
  assert.match(early.text, /chưa xem hết/);
  assert.ok(early.text.includes("Tốt &#60;b&#62;lắm"), "what was typed stays, and is no markup");
  const own = await send(at("approvals/dich-vu-cong/approve"), { revision, note: "" }, writer);
  assert.equal(own.code, 403);
  const all = new URLSearchParams([["revision", revision], ["note", "Được"], ...dots.map((one) => ["dots", one])]);
  const given = await fetch(at("approvals/dich-vu-cong/approve"), { method: "POST", body: all, headers: { cookie: approver }, redirect: "manual" });
  assert.equal(given.status, 303, await given.text());
  const done = (await get("approvals/dich-vu-cong/done", approver)).text;
  assert.match(done, /href="\/board\/ubnd-cong"/);
  await until(async () => (await boards()).some((/** @type {any} */ board) => board.on_air?.playlist.startsWith("Dịch vụ công")));
});

test("sending back needs a reason, and says it to who wrote", async () => {
  await submit("gio-lam-viec");
  const revision = value((await get("approvals/gio-lam-viec", approver)).text, "revision");
  assert.equal((await send(at("approvals/gio-lam-viec/reject"), { revision, reason: " " }, approver)).code, 400);
  assert.equal((await send(at("approvals/gio-lam-viec/reject"), { revision, reason: "Sai giờ" }, approver)).code, 303);
  assert.match((await get("playlists/gio-lam-viec/draft", writer)).text, /Sai giờ/);
});

test("with a script what was looked at is counted by itself, where nothing moves too", { timeout: 60_000 }, async () => {
  await submit("thuong-truc");
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  await context.addCookies([carried(site.url, approver)]);
  const page = await context.newPage();
  await page.goto(at("approvals/thuong-truc"));
  assert.equal(await page.locator("[data-approve]").isDisabled(), true);
  for (const look of await page.locator("[data-look]").all()) {
    await look.scrollIntoViewIfNeeded();
    await look.locator("xpath=self::*[@data-seen]").waitFor({ timeout: 10_000 });
  }
  await page.getByRole("button", { name: "Duyệt và đưa lên bảng" }).click();
  await page.getByRole("heading", { name: /^Đã duyệt/ }).waitFor();
  await context.close();
});

test("a page that stays open tells what waits and how a board is, and no form on it notices", { timeout: 60_000 }, async () => {
  const leader = await person(site, administrator, "thanh", ["approve", "operate"], "Vũ Thanh");
  const context = await browser.newContext();
  await context.addCookies([carried(site.url, leader)]);
  const page = await context.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  await page.goto(at("board/ubnd-cong"));
  const number = async () => Number(/\((\d+)\)/.exec(await page.locator("[data-waiting]").innerText())?.[1] ?? 0);
  const [before, asOf] = [await number(), await page.locator("#asof").innerText()];
  const reason = page.getByLabel("Lý do");
  await reason.fill("Sửa điện ở cổng");
  await submit("gio-lam-viec");
  await until(async () => (await number()) === before + 1);
  await until(async () => (await page.locator("#asof").innerText()) !== asOf);
  // Longer than one stream lasts.
  await page.waitForTimeout(28_000);
  const sheet = (await get("approvals/gio-lam-viec", approver)).text;
  assert.equal((await send(at("approvals/gio-lam-viec/reject"), { revision: value(sheet, "revision"), reason: "Chưa cần" }, approver)).code, 303);
  await until(async () => (await number()) === before);
  assert.equal(await reason.inputValue(), "Sửa điện ở cổng");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("an emergency takes two presses within a minute, and ends by one", async () => {
  const typed = { template: "bao", text: "Bão số 9", place: "board:hcc-sanh", hours: "2", reason: "Diễn tập" };
  for (const [field, wrong] of [["text", ""], ["hours", "73"], ["hours", ""], ["reason", " "]])
    assert.equal((await send(at("emergency/check"), { ...typed, [field ?? ""]: wrong ?? "" }, operator)).code, 400, field);
  const { place: _, ...nowhere } = typed;
  assert.equal((await send(at("emergency/check"), nowhere, operator)).code, 400);
  const first = await send(at("emergency/check"), typed, operator);
  assert.equal(first.code, 200);
  assert.match(first.text, /emergency\/picture\/film\.json\?board=hcc-sanh/);
  const armed = value(first.text, "armed");
  const [millis, number] = armed.split("-").map(Number);
  const late = await send(at("emergency/order"), { ...typed, armed: `${(millis ?? 0) - 61_000}-${number}` }, operator);
  assert.equal(late.code, 200);
  assert.match(late.text, /quá 60 giây/);
  const text = async () => (await boards()).find((/** @type {any} */ board) => board.id === "hcc-sanh")?.on_air?.text;
  assert.notEqual(await text(), "Bão số 9", "nothing was ordered yet");
  assert.equal((await send(at("emergency/order"), { ...typed, armed }, writer)).code, 403);
  // A double click, and a third one after it.
  const given = await Promise.all([1, 2].map(() => send(at("emergency/order"), { ...typed, armed }, operator)));
  given.push(await send(at("emergency/order"), { ...typed, armed }, operator));
  assert.deepEqual(given.map(({ code }) => code), [303, 303, 303], given[0]?.text);
  await until(async () => (await text()) === "Bão số 9");
  const told = (await get(`emergency/ordered/${armed}`, operator)).text;
  assert.ok(told.includes("Bão số 9") && told.includes("Đã ra lệnh"), told);
  assert.equal((await get(`emergency/ordered/${armed}`, writer)).code, 303, "it is not theirs to read");
  const notices = (await boards()).find((/** @type {any} */ board) => board.id === "hcc-sanh")?.notices;
  assert.equal(notices.length, 1, "it was ordered more than once");
  const page = (await get("emergency", operator)).text;
  const id = value(page, "id");
  assert.match(page, /Đỗ Tuấn \(tuan\)/);
  assert.equal((await send(at("emergency/extend"), { id, hours: "3" }, operator)).code, 303);
  assert.equal((await send(at("emergency/end"), { id, reason: "Xong" }, operator)).code, 303);
  await until(async () => (await text()) !== "Bão số 9");
});

test("a board is made dark and lit again by two presses on its page", async () => {
  assert.ok(!(await get("board/ubnd-cong")).text.includes('id="operate"'), "onlookers have no buttons");
  assert.ok((await get("board/ubnd-cong", operator)).text.includes('id="operate"'));
  for (const [what, dark] of [["dark", true], ["light", false]]) {
    const typed = { what: `${what}`, place: "board:ubnd-cong", reason: "Sửa điện" };
    const first = await send(at("emergency/dark"), typed, operator);
    assert.equal(first.code, 200);
    const second = await send(at("emergency/dark"), { ...typed, armed: value(first.text, "armed") }, operator);
    assert.equal(second.code, 303, second.text);
    await until(async () => ((await boards()).find((/** @type {any} */ board) => board.id === "ubnd-cong")?.blackout !== null) === dark);
  }
});
