// Text from elsewhere, pasted into the field of an item as an office PC has it on its clipboard: from Word, and written for
// fonts of before Unicode. What is odd about it is named beside the field, one press mends it, and that is what is saved.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, carried, daemon, person } from "./daemon.mjs";
import { complaintsOf, launch } from "./look.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof daemon>>} */
let site;
let cookie = "";

before(async () => {
  browser = await launch();
  site = await daemon({ keep: false });
  cookie = await person(site, await begin(site), "minh", ["draft"], "Trần Minh");
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

/** @param {string} method @param {string} at @param {unknown} [body] */
async function api(method, at, body) {
  const answer = await fetch(new URL(`api/v1/${at}`, site.url), {
    method, headers: { cookie, "content-type": "application/json" }, body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${at}: ${answer.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}

/** An item that says "x", open in a browser. @param {string} id */
async function desk(id) {
  await api("POST", "playlists", { playlist: id, title: "Danh sách" });
  await api("POST", `playlists/${id}/draft/items`, { fields: { text: "x" } });
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  await context.addCookies([carried(site.url, cookie)]);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = complaintsOf(page);
  await page.goto(new URL(`playlists/${id}/draft/items/1`, site.url).href);
  await page.waitForSelector(".proofed textarea[name=text]");
  return { page, context, complaints };
}

/**
 * Puts this on the clipboard, as word processors do in two forms at once, and pastes it in place of what is there.
 * @param {import("playwright-core").Page} page @param {string} plain @param {string} html
 */
async function paste(page, plain, html) {
  await page.evaluate(async ([plain, html]) => {
    const form = (kind, text) => [kind, new Blob([text], { type: kind })];
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries([form("text/plain", plain), form("text/html", html)]))]);
  }, [plain, html]);
  await page.locator("textarea[name=text]").focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Control+V");
}

const saved = (page) => page.waitForFunction(() => document.querySelector("[data-status]")?.textContent === "Đã lưu");
const stored = async (id) => (await api("GET", `playlists/${id}/draft`)).items[0].fields.text;

const CASES = [
  {
    id: "tu-word",
    // Quotes of a word processor, no-break and doubled spaces, a letter with its marks apart, soft hyphens, and the break of
    // a line that is none of a paragraph.
    plain: "„Một cửa»,\u00a0\u00a0tâ\u0323n ta\u0302m\u000bđú\u00adng hẹn  \r\n",
    html: "<p class=MsoNormal><b>„Một cửa»</b>,&nbsp;&nbsp;tâ\u0323n ta\u0302m<br>đú&shy;ng hẹn</p>",
    wanted: "“Một cửa”, tận tâm\nđúng hẹn",
    named: [/Unicode dựng sẵn/, /khoảng trắng/],
  },
  {
    id: "tu-tcvn3",
    plain: "DÞch vô c«ng trùc tuyÕn",
    html: "<p><font face='.VnTime'>DÞch vô c«ng trùc tuyÕn</font></p>",
    wanted: "Dịch vụ công trực tuyến",
    named: [/TCVN3/],
  },
  {
    id: "tu-vni",
    plain: "Noäp hoà sô tröïc tuyeán",
    html: "<p><font face='VNI-Times'>Noäp hoà sô tröïc tuyeán</font></p>",
    wanted: "Nộp hồ sơ trực tuyến",
    named: [/VNI/],
  },
];

for (const { id, plain, html, wanted, named } of CASES) {
  test(`what is pasted ${id} is offered as it should be, mended by one press, and saved so`, { timeout: 60_000 }, async () => {
    const { page, context, complaints } = await desk(id);
    await paste(page, plain, html);
    const offer = page.getByRole("region", { name: "Nội dung vừa dán có thể viết gọn lại" });
    await offer.waitFor();
    const said = await offer.innerText();
    for (const words of named) assert.match(said, words);
    assert.ok(said.includes(wanted), said);
    const before = await page.inputValue("textarea[name=text]");
    assert.equal(before, plain.replaceAll("\r\n", "\n"), "nothing is changed before anybody says so, and no markup comes along");
    await offer.getByRole("button", { name: "Dùng bản đã chuyển" }).click();
    assert.equal(await page.inputValue("textarea[name=text]"), wanted);
    assert.ok(await offer.isHidden());
    await saved(page);
    assert.equal(await stored(id), wanted);
    // The browser's own undo takes it back.
    await page.keyboard.press("Control+Z");
    assert.equal(await page.inputValue("textarea[name=text]"), before);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test("a pasted text stays as it is for whoever wants it so, and one that is right is no matter", { timeout: 60_000 }, async () => {
  const { page, context, complaints } = await desk("giu-nguyen");
  const offer = page.getByRole("region", { name: "Nội dung vừa dán có thể viết gọn lại" });
  await paste(page, "Kính chào quý khách", "<p>Kính chào quý khách</p>");
  await saved(page);
  assert.ok(await offer.isHidden());
  await paste(page, "Kính\u00a0\u00a0chào", "<p>Kính&nbsp;&nbsp;chào</p>");
  await offer.waitFor();
  await offer.getByRole("button", { name: "Giữ nguyên" }).click();
  assert.ok(await offer.isHidden());
  assert.equal(await page.inputValue("textarea[name=text]"), "Kính\u00a0\u00a0chào");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("old letters pasted where a new item is begun are mended on the page of that item", { timeout: 60_000 }, async () => {
  const { page, context } = await desk("muc-moi");
  await page.goto(new URL("playlists/muc-moi/draft", site.url).href);
  await page.fill("#add-text", "DÞch vô c«ng trùc tuyÕn");
  await page.getByRole("button", { name: "Thêm và sửa" }).click();
  await page.waitForURL(/items\/2/);
  await page.locator("[data-code=LegacyDraft] button.fix").click();
  assert.equal(await page.inputValue("textarea[name=text]"), "Dịch vụ công trực tuyến");
  await saved(page);
  const { items } = await api("GET", "playlists/muc-moi/draft");
  assert.equal(items[1].fields.text, "Dịch vụ công trực tuyến");
  await context.close();
});
