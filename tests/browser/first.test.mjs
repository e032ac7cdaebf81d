// From the first start to a lit board, as people do it: an administrator begins with the printed link and invites an editor and an
// approver; the editor writes a slogan, is warned of a wrong word and mends it with one press; the approver looks at every
// picture and approves; the board shows exactly what `bangtin preview` draws.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { daemon, password } from "./daemon.mjs";
import { launch } from "./look.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof daemon>>} */
let site;

before(async () => {
  browser = await launch();
  // No playlists yet; and only one board, so that what is lit is known.
  site = await daemon({ site: "[approval]\nrequired = true", keep: false });
});

after(async () => {
  await site?.stop();
  await browser?.close();
});

/** A person at a computer of their own. */
async function desk() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return { page, complaints, context };
}

/** Everything the browser complains about, but for files it was refused on purpose. */
const grave = (/** @type {string[]} */ complaints) => complaints.filter((one) => !one.includes("status of 4"));

/** @param {import("playwright-core").Page} administrator */
async function invite(administrator, login, name, role) {
  await administrator.goto(new URL("people", site.url).href);
  const form = administrator.locator("form", { has: administrator.getByRole("button", { name: "Mời", exact: true }) });
  await form.getByLabel("Tên đăng nhập").fill(login);
  await form.getByLabel("Họ và tên").fill(name);
  await form.getByLabel("Được làm gì").first().selectOption(role);
  await form.getByRole("button", { name: "Mời", exact: true }).click();
  const shown = await administrator.locator("main").innerText();
  const link = /https?:\/\/\S+\/ticket\/\S+/.exec(shown)?.[0];
  assert.ok(link, `no link: ${shown}`);
  const guest = await desk();
  await guest.page.goto(link);
  await guest.page.getByLabel("Mật khẩu", { exact: true }).fill(password);
  await guest.page.getByLabel("Nhập lại mật khẩu").fill(password);
  await guest.page.getByRole("button", { name: "Đặt mật khẩu" }).click();
  await guest.page.getByRole("link", { name, exact: true }).waitFor();
  return guest;
}

test("first start to lit board", { timeout: 120_000 }, async () => {
  const administrator = await desk();
  await administrator.page.goto(site.start);
  await administrator.page.getByLabel("Tên đăng nhập").fill("lan");
  await administrator.page.getByLabel("Họ và tên").fill("Nguyễn Lan");
  await administrator.page.getByLabel("Mật khẩu", { exact: true }).fill(password);
  await administrator.page.getByLabel("Nhập lại mật khẩu").fill(password);
  await administrator.page.getByRole("button", { name: "Tạo tài khoản" }).click();
  await administrator.page.getByRole("link", { name: "Nguyễn Lan" }).waitFor();
  const editor = await invite(administrator.page, "minh", "Lê Minh", "draft");
  const approver = await invite(administrator.page, "hoa", "Phạm Hoa", "approve");

  // The editor begins a playlist for all boards of the city.
  const write = editor.page;
  await write.goto(new URL("playlists", site.url).href);
  await write.getByLabel("Tên danh sách").fill("Dịch vụ công");
  await write.getByLabel("Mã", { exact: true }).fill("dich-vu-cong");
  await write.getByRole("button", { name: "Tạo và bắt đầu viết" }).click();
  await write.waitForURL("**/draft/head*");
  await write.getByLabel("thanh-pho").check();
  await write.getByRole("button", { name: "Lưu và về danh sách" }).click();
  await write.waitForURL(/\/draft(\?.*)?$/);
  await write.getByLabel("Nội dung mục mới").fill("Dich vụ công\nmức độ 3, mức độ 4");
  await write.getByRole("button", { name: "Thêm và sửa" }).click();
  await write.waitForURL(/\/items\/\d+/);
  // The pictures on both boards come, and the wrong word is pointed at.
  await write.locator("board-preview, [data-proof-boards] canvas").nth(1).waitFor();
  const fix = write.getByRole("button", { name: 'Viết "Dịch vụ công"' });
  await fix.click();
  await fix.waitFor({ state: "detached" });
  assert.match(await write.locator("textarea[name=text]").inputValue(), /^Dịch vụ công/);
  await write.getByRole("button", { name: "Lưu và về danh sách" }).click();
  await write.waitForURL(/\/draft(\?.*)?$/);
  await write.getByRole("button", { name: "Gửi duyệt" }).click();
  await write.waitForLoadState();

  // Nothing is lit yet, and the editor cannot help that.
  const before = await write.request.get(new URL("api/status", site.url).href);
  assert.ok((await before.json()).boards.every((/** @type {any} */ board) => board.on_air?.why_code === "WhyUnapproved"));
  await write.goto(new URL("approvals/dich-vu-cong", site.url).href);
  assert.equal(await write.locator("[data-approve]").count(), 0);

  // The approver looks at everything to its end.
  const approve = approver.page;
  await approve.goto(new URL("approvals", site.url).href);
  await approve.getByRole("link", { name: /Dịch vụ công/ }).last().click();
  const button = approve.locator("[data-approve]");
  // Nothing was looked at yet.
  await approve.waitForFunction(() => document.querySelector("[data-approve]")?.hasAttribute("disabled"));
  for (const look of await approve.locator("[data-look]").all()) {
    await look.scrollIntoViewIfNeeded();
    await look.locator("xpath=self::*[@data-seen]").waitFor({ timeout: 40_000 });
  }
  await approve.waitForFunction(() => !document.querySelector("[data-approve]")?.hasAttribute("disabled"));
  await button.click();
  await approve.getByRole("heading", { level: 1 }).waitFor();

  // The board shows what preview draws, dot for dot.
  const watch = (await desk()).page;
  await watch.goto(site.url);
  const id = await watch.locator("live-board").first().getAttribute("data-id");
  await watch.waitForFunction(() => document.querySelector("live-board [data-fill=text]")?.textContent?.includes("Dịch vụ công"));
  const picture = path.join(site.home, "preview.png");
  const wanted = async () => {
    await site.command("preview", "--board", id ?? "", "-o", picture);
    const png = [...(await readFile(picture))];
    return watch.evaluate(async (png) => {
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(png)], { type: "image/png" }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const draw = canvas.getContext("2d");
      draw?.drawImage(bitmap, 0, 0);
      const all = draw?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? [];
      const lit = [];
      for (let at = 0; at < all.length; at += 4) lit.push(Math.max(all[at] ?? 0, all[at + 1] ?? 0, all[at + 2] ?? 0) > 60);
      return lit;
    }, png);
  };
  const shown = () =>
    watch.locator("live-board").first().evaluate((board) => {
      const canvas = board.querySelector("canvas");
      if (!(canvas instanceof HTMLCanvasElement) || !(board instanceof HTMLElement)) return [];
      const across = Number(board.dataset.width), down = Number(board.dataset.height), pitch = canvas.width / across;
      const all = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const lit = [];
      for (let y = 0; y < down; y++)
        for (let x = 0; x < across; x++) {
          const at = (Math.floor((y + 0.5) * pitch) * canvas.width + Math.floor((x + 0.5) * pitch)) * 4;
          lit.push(Math.max(all[at] ?? 0, all[at + 1] ?? 0, all[at + 2] ?? 0) > 60);
        }
      return lit;
    });
  await watch.waitForTimeout(1500);
  const [drawn, lit] = [await wanted(), await shown()];
  assert.ok(drawn.filter(Boolean).length > 100, "something is drawn");
  assert.deepEqual(lit, drawn);

  // Everything that happened stands in the log, and the log is whole.
  const { stdout } = await site.command("journal", "verify");
  assert.match(stdout, /\d/);
  for (const somebody of [administrator, editor, approver]) assert.deepEqual(grave(somebody.complaints), []);
});
