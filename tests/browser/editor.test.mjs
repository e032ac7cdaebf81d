// Writes playlists in a real browser, on a daemon of its own: saving while typing, two people at once, order, undo.
//
//   node --test editor.test.mjs
//
// It needs the program to be built.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, carried, daemon, person, send } from "./daemon.mjs";
import { complaintsOf, launch } from "./look.mjs";

const SOON = { timeout: 15_000 };
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof daemon>>} */
let site;
/** @type {Record<string, string>} */
const cookies = {};

before(async () => {
  site = await daemon();
  const administrator = await begin(site);
  cookies.minh = await person(site, administrator, "minh", ["draft"], "Trần Minh");
  cookies.hoa = await person(site, administrator, "hoa", ["draft"], "Lê Hoa");
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

const at = (path) => new URL(path, site.url).href;

/** Somebody's browser. What it complains about must be nothing but what is `allowed`. */
async function desk(who, options = {}, allowed = /^$/) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.addCookies([carried(site.url, cookies[who])]);
  const page = await context.newPage();
  page.setDefaultTimeout(SOON.timeout);
  const complaints = complaintsOf(page, allowed);
  return { page, context, complaints };
}

/** A new playlist with these items; the address of its draft. */
async function list(id, ...texts) {
  const made = await send(at("playlists"), { id, title: `Thử ${id}` }, cookies.minh);
  assert.equal(made.code, 303, made.text);
  for (const text of texts) await send(at(`playlists/${id}/draft/add`), { text }, cookies.minh);
  return `playlists/${id}/draft`;
}

const status = (page, words) => page.waitForFunction((words) => document.querySelector("[data-status]")?.textContent?.includes(words), words, SOON);
const texts = (page) => page.locator(".paper .words").allTextContents();

test("what is typed is saved by itself, shown on every board, and is there after a reload", async () => {
  const draft = await list("tu-luu", "Một cửa");
  const { page, context, complaints } = await desk("minh");
  await page.goto(at(`${draft}/head`));
  await page.getByLabel("thanh-pho").check();
  await status(page, "Đã lưu");
  await page.goto(at(`${draft}/items/1`));
  await page.waitForSelector(".preview board-preview");
  assert.equal(await page.locator(".preview").count(), 2, "both boards");
  await page.fill("textarea[name=text]", "Một cửa tận tâm , đúng hẹn");
  await page.getByRole("button", { name: "Xóa khoảng trắng thừa" }).click();
  await status(page, "Đã lưu");
  await page.reload();
  assert.equal(await page.inputValue("textarea[name=text]"), "Một cửa tận tâm, đúng hẹn");
  assert.ok(await page.locator("[data-kept]").isHidden(), "nothing was left unsaved");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("words that are to be looked at again are underlined where they stand", async () => {
  const draft = await list("gach-chan", "Dich vụ công trực tuyến");
  const { page, context, complaints } = await desk("minh");
  await page.goto(at(`${draft}/items/1`));
  await page.waitForSelector(".marks mark");
  const [marks, field] = await page.evaluate(() =>
    [".marks", "textarea[name=text]"].map((part) => {
      const style = getComputedStyle(/** @type {Element} */ (document.querySelector(part)));
      return [style.fontFamily, style.fontSize, style.lineHeight, style.letterSpacing, style.paddingLeft, style.paddingTop, style.width];
    }));
  assert.deepEqual(marks, field, "both are set alike, so that lines and letters are in the same places");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a colour that has no name is chosen, told of where a board lacks it, and saved", async () => {
  const draft = await list("mau-khac", "Một cửa");
  const { page, context, complaints } = await desk("minh");
  await page.goto(at(`${draft}/head`));
  await page.getByLabel("thanh-pho").check();
  await status(page, "Đã lưu");
  await page.goto(at(`${draft}/items/1`));
  const exact = page.getByLabel("Màu khác", { exact: true });
  assert.ok(await exact.isHidden(), "only where it is wanted");
  await page.getByLabel("Màu chữ").selectOption("own");
  await exact.fill("#0aff10");
  // The board at the gate has all colours, the one in the hall has red lamps.
  await page.locator("[data-proof-findings] [data-code=NoSuchColour]", { hasText: "#0aff10" }).waitFor();
  assert.equal(await page.locator(".preview board-preview").count(), 1);
  await status(page, "Đã lưu");
  await page.reload();
  assert.deepEqual([await page.getByLabel("Màu chữ").inputValue(), await exact.inputValue()], ["own", "#0aff10"]);
  await page.getByLabel("Màu chữ").selectOption("red");
  await status(page, "Đã lưu");
  await page.reload();
  assert.equal(await page.getByLabel("Màu chữ").inputValue(), "red");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("of a file written by hand a fault leads to its line, and nothing typed is left without a question", async () => {
  const draft = await list("tep-toml", "Một cửa");
  const { page, context } = await desk("minh", {}, /400/);
  await page.goto(at(draft));
  await page.getByRole("link", { name: "Sửa tệp TOML" }).click();
  const field = page.getByLabel("Nội dung tệp");
  const before = await field.inputValue();
  await field.fill(`# Phòng Văn hóa\n${before}colour = "red\n`);
  await status(page, "Chưa lưu");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByRole("alert").filter({ hasText: "vẫn còn nguyên" }).waitFor();
  await page.locator("a[data-line]").last().click();
  const marked = await field.evaluate((/** @type {HTMLTextAreaElement} */ text) => {
    const line = text.value.slice(0, text.selectionStart).split("\n").length;
    return [document.activeElement === text, text.value.split("\n")[line - 1]];
  });
  assert.deepEqual(marked, [true, 'colour = "red']);
  let asked = 0;
  page.on("dialog", (dialog) => {
    asked += 1;
    return dialog.dismiss();
  });
  await page.getByRole("link", { name: "Bản nháp" }).click({ noWaitAfter: true });
  await page.waitForTimeout(500);
  assert.equal(asked, 1, "what was refused is not taken for saved");
  await field.fill(`# Phòng Văn hóa\n${before}colour = "red"\n`);
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByText("Đã lưu.").waitFor();
  assert.equal(await field.inputValue(), `# Phòng Văn hóa\n${before}colour = "red"\n`);
  assert.ok(await page.locator("[data-kept]").isHidden());
  await context.close();
});

test("hours that are added while writing are previewed, saved and taken away again", async () => {
  const draft = await list("khung-gio", "Một cửa");
  const { page, context, complaints } = await desk("minh");
  await page.goto(at(`${draft}/items/1`));
  await page.locator("summary", { hasText: "Thời gian phát" }).click();
  await page.getByRole("button", { name: "Thêm khung giờ" }).click();
  await page.fill("[name='windows.0.from']", "07:00");
  await page.fill("[name='windows.0.to']", "25:99");
  await page.locator("[data-proof-findings] [data-field=windows]").waitFor();
  await page.fill("[name='windows.0.to']", "11:30");
  await page.locator("[data-proof-findings] [data-field=windows]").waitFor({ state: "detached" });
  await page.fill("[name=expires_at]", "2027-01-31");
  await page.fill("[name='expires_at.time']", "17:30");
  await status(page, "Đã lưu");
  await page.reload();
  assert.equal(await page.inputValue("[name='windows.0.to']"), "11:30");
  assert.equal(await page.inputValue("[name='expires_at.time']"), "17:30");
  await page.getByRole("button", { name: "Xóa khung giờ" }).click();
  await status(page, "Đã lưu");
  await page.reload();
  assert.equal(await page.locator("ol [name='windows.0.to']").count(), 0);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("what could not be saved is kept on the computer, offered after a reload, and taken up again", async () => {
  const draft = await list("mat-mang", "Một cửa");
  const { page, context } = await desk("minh", {}, /./);
  await page.goto(at(`${draft}/items/1`));
  await page.waitForSelector("[data-status]", { state: "attached" });
  await page.route("**/items/1", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await page.fill("textarea[name=text]", "Những lời chưa kịp lưu");
  await status(page, "Chưa lưu được");
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  const kept = page.locator("[data-kept]");
  await kept.waitFor();
  assert.match((await kept.textContent()) ?? "", /Những lời chưa kịp lưu/);
  assert.equal(await page.inputValue("textarea[name=text]"), "Một cửa", "nothing is put there by itself");
  await page.unroute("**/items/1");
  await page.getByRole("button", { name: "Lấy lại" }).click();
  await status(page, "Đã lưu");
  await page.reload();
  assert.equal(await page.inputValue("textarea[name=text]"), "Những lời chưa kịp lưu");
  await context.close();
});

test("two who write the same item are told so, and no word of either is lost", async () => {
  const draft = await list("hai-nguoi", "Kính chào");
  const minh = await desk("minh");
  const hoa = await desk("hoa", {}, /409/);
  await minh.page.goto(at(`${draft}/items/1`));
  await hoa.page.goto(at(`${draft}/items/1`));
  await minh.page.fill("textarea[name=text]", "Kính chào quý khách");
  await status(minh.page, "Đã lưu");
  assert.equal(await hoa.page.inputValue("textarea[name=text]"), "Kính chào", "nothing touches an open form");
  await hoa.page.fill("textarea[name=text]", "Xin chào bà con");
  await status(hoa.page, "Người khác vừa sửa");
  assert.equal(await hoa.page.inputValue("textarea[name=text]"), "Xin chào bà con");
  await hoa.page.getByRole("button", { name: "Xem và gộp hai bản" }).click();
  await hoa.page.getByRole("heading", { name: "Gộp hai bản sửa" }).waitFor();
  const both = (await hoa.page.locator(".choice").textContent()) ?? "";
  assert.ok(both.includes("Kính chào quý khách") && both.includes("Xin chào bà con"), both);
  await hoa.page.fill("textarea[name='own.text']", "Kính chào quý khách và bà con");
  await hoa.page.getByRole("button", { name: "Lưu phần đã chọn" }).click();
  await hoa.page.waitForURL(/said=merged/);
  await minh.page.reload();
  assert.equal(await minh.page.inputValue("textarea[name=text]"), "Kính chào quý khách và bà con");
  // What is changed in other places of the item goes together without a question.
  await hoa.page.goto(at(`${draft}/items/1`));
  await minh.page.selectOption("[name=colour]", "red");
  await status(minh.page, "Đã lưu");
  await hoa.page.fill("[name=hold]", "12");
  await status(hoa.page, "cùng với thay đổi của người khác");
  await hoa.page.fill("[name=hold]", "13");
  await status(hoa.page, "Đã lưu");
  await hoa.page.waitForTimeout(3000);
  await hoa.page.reload();
  assert.deepEqual([await hoa.page.inputValue("[name=hold]"), await hoa.page.inputValue("[name=colour]")], ["13", "red"]);
  assert.deepEqual([minh.complaints, hoa.complaints], [[], []]);
  await minh.context.close();
  await hoa.context.close();
});

test("items are put in order by the keyboard and by dragging, and all of it is undone and done again", async () => {
  const draft = await list("thu-tu", "A một", "B hai", "C ba");
  const { page, context, complaints } = await desk("minh", { viewport: { width: 1280, height: 1600 } });
  await page.goto(at(draft));
  await page.locator("[data-uid='3'] [data-up]").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/said=moved/);
  assert.deepEqual(await texts(page), ["A một", "C ba", "B hai"]);
  await page.evaluate(() => scrollTo(0, 0));
  const grip = await page.locator("[data-uid='1'] [data-grip]").boundingBox();
  const last = await page.locator("[data-uid='2']").boundingBox();
  assert.ok(grip && last);
  await page.mouse.move(grip.x + 8, grip.y + 8);
  await page.mouse.down();
  await page.mouse.move(grip.x + 8, last.y + last.height - 4, { steps: 12 });
  const settled = page.waitForEvent("load");
  await page.mouse.up();
  await settled;
  assert.deepEqual(await texts(page), ["C ba", "B hai", "A một"]);
  await page.getByRole("button", { name: "Hoàn tác" }).click();
  await page.waitForURL(/said=undone/);
  assert.deepEqual(await texts(page), ["A một", "C ba", "B hai"]);
  await page.getByRole("button", { name: "Làm lại" }).click();
  await page.waitForURL(/said=redone/);
  assert.deepEqual(await texts(page), ["C ba", "B hai", "A một"]);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("pages of writing fit a phone and need no script", async () => {
  const draft = await list("dien-thoai", "Một cửa tận tâm, đúng hẹn, hướng dẫn tận tình cho mọi người dân");
  const { page, context, complaints } = await desk("minh", { viewport: { width: 360, height: 780 }, javaScriptEnabled: true });
  for (const path of ["playlists", "playlists/dich-vu-cong", "playlists/dich-vu-cong/history", draft, `${draft}/head`, `${draft}/items/1`]) {
    await page.goto(at(path));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 360, `${path} is ${wide} wide`);
    assert.equal(await page.locator("h1").count(), 1, path);
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((field) =>
        !(field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement) ||
        !(field.labels?.length || field.getAttribute("aria-label"))).map((field) => field.outerHTML));
    assert.deepEqual(nameless, [], `${path}: fields without a label`);
  }
  assert.deepEqual(complaints, []);
  await context.close();
  const plain = await desk("minh", { javaScriptEnabled: false });
  await plain.page.goto(at(`${draft}/items/1`));
  await plain.page.fill("textarea[name=text]", "Viết không cần script");
  await plain.page.getByRole("button", { name: "Lưu", exact: true }).click();
  await plain.page.getByText("Đã lưu.").waitFor();
  assert.equal(await plain.page.inputValue("textarea[name=text]"), "Viết không cần script");
  await plain.context.close();
});
