// A session ends while somebody types: nothing they typed is lost, with and without JavaScript.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, carried, daemon, password, person } from "./daemon.mjs";
import { launch } from "./look.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof daemon>>} */
let site;
let administrator = "";

before(async () => {
  browser = await launch();
  site = await daemon({ keep: false });
  administrator = await begin(site);
});

after(async () => {
  await site?.stop();
  await browser?.close();
});

/** @param {string} cookie @param {string} method @param {string} at @param {unknown} [body] */
async function api(cookie, method, at, body) {
  const answer = await fetch(new URL(`api/v1/${at}`, site.url), {
    method,
    headers: { cookie, "content-type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${at}: ${answer.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";
  test(`what is typed when the session ends is saved after signing in again, ${how} JavaScript`, { timeout: 60_000 }, async () => {
    const login = `minh-${how}`;
    const cookie = await person(site, administrator, login, ["draft"]);
    await api(cookie, "POST", "playlists", { playlist: login, title: "Danh sách" });
    await api(cookie, "POST", `playlists/${login}/draft/items`, { fields: { text: "Một cửa" } });
    const context = await browser.newContext({ javaScriptEnabled });
    await context.addCookies([carried(site.url, cookie)]);
    const page = await context.newPage();
    await page.goto(new URL(`playlists/${login}/draft/items/1`, site.url).href);
    await api(administrator, "POST", `people/${login}/sign-out`, {});
    const words = "Một cửa liên thông, đúng hẹn";
    await page.locator("textarea[name=text]").fill(words);
    if (javaScriptEnabled) await page.waitForTimeout(3500);
    assert.equal(await page.locator("textarea[name=text]").inputValue(), words, "the page takes nothing away");
    await page.getByRole("button", { name: "Lưu và về danh sách" }).click();
    await page.getByLabel("Mật khẩu").fill(password);
    await page.getByLabel("Tên đăng nhập").fill(login);
    await page.getByRole("button", { name: "Đăng nhập" }).click();
    await page.getByRole("button", { name: "Lưu tiếp" }).click();
    await page.waitForURL(/\/draft/);
    const fresh = (await context.cookies()).find((one) => one.name === "bangtin");
    const draft = await api(`bangtin=${fresh?.value}`, "GET", `playlists/${login}/draft`);
    assert.equal(draft.items[0].fields.text, words);
    await context.close();
  });
}
