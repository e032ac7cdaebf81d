// The page opened for other machines: with a certificate that the program made, as it is met the first time. Whoever comes
// without TLS is led to the page with it, and no cookie ever leaves without.
import assert from "node:assert/strict";
import { connect } from "node:tls";
import { after, before, test } from "node:test";
import { daemon, password } from "./daemon.mjs";
import { complaintsOf, launch } from "./look.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof daemon>>} */
let site;

before(async () => {
  browser = await launch();
  site = await daemon({ keep: false, listen: "0.0.0.0:0" });
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

test("by a certificate that the program made people sign in and save, and the cookie is for TLS alone", { timeout: 90_000 }, async () => {
  assert.match(site.url, /^https:/);
  const port = Number(new URL(site.url).port);
  const shown = await new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.end();
    });
    socket.once("error", reject);
  });
  assert.equal(shown, site.fingerprint, "what is printed at the start is what browsers show");

  const stranger = await browser.newContext();
  const warned = await (await stranger.newPage()).goto(site.url).catch((error) => `${error}`);
  assert.match(`${warned}`, /ERR_CERT_AUTHORITY_INVALID/, "nobody vouches for it, and browsers say so");
  await stranger.close();

  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = complaintsOf(page);
  await page.goto(site.start);
  await page.getByLabel("Tên đăng nhập").fill("lan");
  await page.getByLabel("Họ và tên").fill("Nguyễn Lan");
  await page.getByLabel("Mật khẩu", { exact: true }).fill(password);
  await page.getByLabel("Nhập lại mật khẩu").fill(password);
  await page.getByRole("button", { name: "Tạo tài khoản" }).click();
  await page.getByRole("link", { name: "Nguyễn Lan" }).waitFor();
  const session = async () => (await context.cookies()).find((one) => one.name === "bangtin");
  const cookie = await session();
  assert.deepEqual([cookie?.secure, cookie?.httpOnly, cookie?.sameSite], [true, true, "Lax"]);

  // Signed out and in again by the form.
  await context.clearCookies();
  await page.goto(new URL("playlists", site.url).href);
  await page.getByLabel("Tên đăng nhập").fill("lan");
  await page.getByLabel("Mật khẩu").fill(password);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await page.waitForURL(/^https:.*\/playlists/);
  assert.equal((await session())?.secure, true);

  // Nobody draws up right now: the first one may, and gives themselves the right to write.
  const given = await page.evaluate(async () => {
    const answer = await fetch("/api/v1/people/lan", {
      method: "PUT", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name: "Nguyễn Lan", grants: ["administer", "draft"].map((role) => ({ role, scope: "all" })) }),
    });
    return `${answer.status} ${await answer.text()}`;
  });
  assert.match(given, /^20/, given);
  await page.goto(new URL("playlists", site.url).href);
  await page.getByLabel("Tên danh sách").fill("Chào");
  await page.getByLabel("Mã", { exact: true }).fill("chao");
  await page.getByRole("button", { name: "Tạo và bắt đầu viết" }).click();
  await page.goto(new URL("playlists/chao/draft", site.url).href);
  await page.fill("#add-text", "Kính chào");
  await page.getByRole("button", { name: "Thêm và sửa" }).click();
  await page.waitForURL(/items\/1/);
  await page.fill("textarea[name=text]", "Kính chào quý khách");
  await page.waitForFunction(() => document.querySelector("[data-status]")?.textContent === "Đã lưu");
  await page.reload();
  assert.equal(await page.inputValue("textarea[name=text]"), "Kính chào quý khách");

  // Boards are shown live, by TLS too.
  await page.goto(site.url);
  await page.waitForSelector("[data-live=live]");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("who comes without TLS is led to the same page with it, and a form is not taken on that way", { timeout: 60_000 }, async () => {
  const plain = new URL(site.url);
  plain.protocol = "http:";
  const led = await fetch(new URL("sign-in?to=%2Fplaylists", plain), { redirect: "manual" });
  assert.equal(led.status, 307);
  assert.equal(led.headers.get("location"), new URL("sign-in?to=%2Fplaylists", site.url).href);
  assert.deepEqual(led.headers.getSetCookie(), []);
  const form = await fetch(new URL("sign-in", plain), {
    method: "POST", redirect: "manual", body: new URLSearchParams({ login: "lan", password }),
  });
  assert.equal(form.status, 400);
  assert.match(await form.text(), /chỉ mở bằng HTTPS/);
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(plain.href);
  assert.equal(page.url(), site.url);
  await context.close();
});
