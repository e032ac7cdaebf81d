// Looks at the page of a running bangtin (BANGTIN_URL) with a real browser, as an editor would.
//
//   BANGTIN_URL=http://127.0.0.1:8080/ node --test page.test.mjs
//
// It needs at least one board, lit, with words on air.
import assert from "node:assert/strict";
import net from "node:net";
import { after, before, test } from "node:test";
import { launch, open as look } from "./look.mjs";

const address = new URL(process.env.BANGTIN_URL ?? "http://127.0.0.1:8080/");
const SOON = 15_000;
/** @type {import("playwright-core").Browser} */
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

const open = (options = {}, at = address.href) => look(browser, at, options);

const firstBoard = (page) => page.locator("live-board").first();
const becomes = (page, state) =>
  page.waitForFunction(
    (state) => document.querySelector("live-board")?.getAttribute("data-live") === state, state, { timeout: SOON });

/** The canvas as it is, and its colours at the middle of every dot. */
const dots = (page) =>
  firstBoard(page).evaluate((board) => {
    const canvas = board.querySelector("canvas");
    const across = Number(board.dataset.width), down = Number(board.dataset.height);
    const pitch = canvas.width / across;
    // One reading of the whole canvas: the browser warns of many.
    const all = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const at = (x, y) => [...all.subarray((y * canvas.width + x) * 4, (y * canvas.width + x) * 4 + 3)];
    const middles = [];
    for (let y = 0; y < down; y++)
      for (let x = 0; x < across; x++)
        middles.push(at(Math.floor((x + 0.5) * pitch), Math.floor((y + 0.5) * pitch)));
    const corner = at(0, 0);
    const shown = canvas.getBoundingClientRect();
    return { pitch, rows: canvas.height / down, middles, corner, cssPitch: shown.width / across };
  });

const isLit = ([r, g, b]) => Math.max(r, g, b) > 60;

for (const [name, options] of Object.entries({
  desk: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true },
  "odd zoom": { viewport: { width: 1000, height: 700 }, deviceScaleFactor: 1.25 },
})) {
  test(`lit dots are drawn on whole screen pixels: ${name}`, async () => {
    const { page, context, complaints } = await open(options);
    await becomes(page, "live");
    await page.waitForTimeout(500);
    const seen = await dots(page);
    assert.ok(Number.isInteger(seen.pitch) && seen.pitch >= 1 && seen.rows === seen.pitch, `pitch ${seen.pitch}`);
    const ratio = await page.evaluate(() => devicePixelRatio);
    assert.ok(Math.abs(seen.cssPitch * ratio - seen.pitch) < 0.01, "the canvas is scaled by the browser");
    assert.ok(seen.middles.some(isLit), "no dot is lit");
    assert.ok(seen.middles.some((dot) => !isLit(dot)), "every dot is lit");
    if (seen.pitch >= 4) assert.ok(Math.max(...seen.corner) < 40, "dots are not round");
    const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.ok(!wider, "the page is wider than the screen");
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test("a dot has exactly the colour that was sent", async () => {
  const { page, context } = await open();
  await becomes(page, "live");
  const id = await firstBoard(page).getAttribute("data-id");
  // A second socket of our own says which colours are sent, from before the canvas is read until after it: items
  // change while this looks, and the canvas may show no colour but those.
  await page.evaluate(
    (id) =>
      new Promise((resolve) => {
        const sent = new Set();
        Object.assign(window, { sent });
        const socket = new WebSocket(`ws://${location.host}/live/${id}`);
        socket.binaryType = "arraybuffer";
        socket.onmessage = (event) => {
          if (typeof event.data === "string") return;
          const rgb = new Uint8Array(event.data, 4);
          for (let at = 0; at < rgb.length; at += 3)
            if (rgb[at] + rgb[at + 1] + rgb[at + 2]) sent.add(`${rgb.subarray(at, at + 3)}`);
          resolve(undefined);
        };
      }),
    id,
  );
  // What the canvas had before the socket was open is drawn over by the time of a second look.
  let seen = new Set();
  // A line that scrolls in begins with a dark board.
  for (let look = 0; look < 20 && seen.size === 0; look++) {
    await page.waitForTimeout(300);
    seen = new Set((await dots(page)).middles.filter(isLit).map((dot) => `${dot}`));
  }
  await page.waitForTimeout(300);
  const sent = await page.evaluate(() => [.../** @type {any} */ (window).sent]);
  assert.ok(seen.size > 0, "no dot is lit");
  for (const colour of seen) assert.ok(sent.includes(colour), `${colour} is not among ${sent.join(" ")}`);
  await context.close();
});

test("what is on air is said in words, with playlist, time and reason, and how far it got", async () => {
  const { page, context, complaints } = await open();
  await becomes(page, "live");
  const board = firstBoard(page);
  assert.notEqual((await board.locator(".now").innerText()).replace(/^.*\n/, "").trim(), "");
  assert.match(await board.locator('[data-fill="since"]').innerText(), /^\d\d:\d\d:\d\d/);
  assert.notEqual(await board.locator('[data-fill="why"]').innerText(), "");
  assert.match(await board.locator('[data-fill="state"]').innerText(), /^đã gửi, .+ trước$/i);
  assert.equal(await board.locator(".now").getAttribute("aria-live"), "polite");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("faults in files are listed as the status has them, and nothing is said if there are none", async () => {
  const { page, context, complaints } = await open();
  await becomes(page, "live");
  const told = await (await context.request.get(new URL("/api/status", address).href)).json();
  const rows = page.locator("#fault-list > li");
  assert.equal(await rows.count(), told.faults.length);
  assert.equal(await page.locator("#faults").isVisible(), told.faults.length > 0);
  for (const [at, fault] of told.faults.entries()) {
    const words = await rows.nth(at).innerText();
    assert.ok(words.includes(fault.sentence.replaceAll("`", "")), words);
    if (fault.file) assert.ok(words.includes(fault.file) && words.includes(`${fault.line}`), words);
    if (fault.excerpt) assert.equal(await rows.nth(at).locator("pre").textContent(), fault.excerpt);
  }
  assert.deepEqual(complaints, []);
  await context.close();
});

test("the language is switched by a link and remembered", async () => {
  const { page, context, complaints } = await open();
  assert.equal(await page.locator("html").getAttribute("lang"), "vi");
  await page.getByRole("link", { name: "English" }).click();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.goto(address.href);
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await becomes(page, "live");
  // Words that come over the socket are in the same language.
  await page.waitForTimeout(1500);
  assert.match(await firstBoard(page).locator('[data-fill="state"]').innerText(), /^sent, .+ ago$/i);
  await page.getByRole("link", { name: "Tiếng Việt" }).click();
  assert.equal(await page.locator("html").getAttribute("lang"), "vi");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("everything can be reached with the keyboard, the way past the bar first", async () => {
  const { page, context } = await open();
  await page.keyboard.press("Tab");
  const first = page.locator(":focus");
  assert.equal(await first.getAttribute("href"), "#main");
  const box = await first.boundingBox();
  assert.ok(box && box.x >= 0, "the link is not seen when it has the focus");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(":focus").getAttribute("id"), "main");
  await context.close();
});

test("without JavaScript the page is complete and shows a still picture", async () => {
  const { page, context } = await open({ javaScriptEnabled: false });
  const board = firstBoard(page);
  assert.notEqual(await board.locator(".now .words").first().innerText(), "");
  const picture = board.locator("img");
  await picture.waitFor({ state: "visible" });
  const box = await picture.boundingBox();
  const [wide, high] = [await picture.getAttribute("width"), await picture.getAttribute("height")].map(Number);
  assert.ok(box && box.width > wide && Math.abs(box.width / box.height - wide / high) < 0.05);
  assert.equal(await board.locator("canvas").isVisible(), false);
  const src = await picture.getAttribute("src");
  const still = await context.request.get(new URL(src ?? "", address).href);
  assert.equal(still.headers()["content-type"], "image/png");
  await context.close();
});

for (const [name, options] of Object.entries({
  desk: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 360, height: 780 }, deviceScaleFactor: 2, isMobile: true },
})) {
  test(`the plan of a board is reached from it, drawn, and told in words: ${name}`, async () => {
    const { page, context, complaints } = await open(options);
    await page.getByRole("link", { name: "Lịch phát và lý do" }).first().click();
    await page.waitForURL(/\/board\/[^/]+\/plan$/);
    const picture = page.getByRole("img", { name: /^Lịch phát: / });
    assert.equal(await picture.locator("text.day").count(), 7);
    assert.match((await picture.locator("text.day").first().textContent()) ?? "", /^(T[2-7]|CN) \d\d\/\d\d\/\d{4} · Hôm nay$/);
    const wide = (await picture.boundingBox())?.width ?? 0;
    // Every moment of every day has a bar, and the present a mark inside of the picture.
    const covered = await picture.evaluate((svg) => {
      const rows = new Map();
      for (const bar of svg.querySelectorAll("svg")) {
        const box = bar.getBoundingClientRect();
        const row = Math.round(bar.y.baseVal.value);
        rows.set(row, (rows.get(row) ?? 0) + box.width);
      }
      return [...rows.values()];
    });
    assert.equal(covered.length, 7);
    for (const row of covered) assert.ok(row > wide * 0.99, `${row} of ${wide}`);
    const mark = await picture.locator("line.now").last().boundingBox();
    const box = await picture.boundingBox();
    assert.ok(mark && box && mark.x >= box.x - 2 && mark.x <= box.x + box.width + 2);
    // The style sheet reached the picture: kinds have their colours, grounds and patterns.
    const ground = await picture.locator("svg .ground").first().evaluate((rect) => getComputedStyle(rect).fill);
    assert.notEqual(ground, "rgb(0, 0, 0)");
    const words = page.getByRole("table");
    assert.ok((await words.getByRole("row").count()) >= 2, "the table says nothing");
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page is too wide");
    assert.equal(await page.locator(".items [data-on]").count(), 1);
    await words.getByRole("link").first().click();
    await page.waitForURL(/\?from=\d{4}-\d\d-\d\d&at=.*#why$/);
    assert.equal(await page.locator("#why-title").innerText(), "Vì sao hiện dòng này?");
    await page.getByRole("link", { name: "English" }).click();
    assert.equal(await page.locator("#why-title").innerText(), "Why would it show this?");
    await page.getByRole("link", { name: "Week after" }).click();
    assert.equal(await page.locator("line.now").count(), 1, "only that of the legend");
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test("a lost connection is said, the face dimmed, and found again by itself", async () => {
  const line = await cable();
  const { page, context } = await open({}, line.href);
  await becomes(page, "live");
  await line.cut();
  await becomes(page, "lost");
  const board = firstBoard(page);
  assert.match(await board.locator('[data-say="lost"]').innerText(), /Mất kết nối với máy chủ.* \d\d:\d\d:\d\d/);
  const look = await board.locator("canvas").evaluate((canvas) => getComputedStyle(canvas).opacity);
  assert.ok(Number(look) < 0.5, "the old picture looks as if it were live");
  assert.equal(await board.locator('[data-say="live"]').isVisible(), false);
  // How far the last frame got is not known any more, neither here nor in the head of the page.
  assert.match(await board.locator(".state").innerText(), /^không rõ/i);
  await page.locator("#summary").waitFor({ state: "hidden", timeout: SOON });
  await line.mend();
  await becomes(page, "live");
  assert.equal(await board.locator('[data-say="lost"]').isVisible(), false);
  assert.match(await board.locator(".state").innerText(), /^đã gửi/i);
  await page.locator("#summary").waitFor({ state: "visible", timeout: SOON });
  await context.close();
  await line.cut();
});

test("a line that is silent without being cut is noticed too", async () => {
  const line = await cable();
  const { page, context } = await open({}, line.href);
  await becomes(page, "live");
  line.hush();
  await becomes(page, "lost");
  await context.close();
  await line.cut();
});

/** A cable to the server that can be cut: a relay which names the server as it wants to be named. */
async function cable() {
  let sockets = new Set();
  let silent = false;
  let port = 0;
  const relay = net.createServer((near) => {
    const far = net.connect(Number(address.port || 80), address.hostname);
    for (const end of [near, far]) {
      sockets.add(end);
      end.on("error", () => end.destroy());
      end.on("close", () => (near.destroy(), far.destroy()));
    }
    near.on("data", (bytes) => {
      const text = bytes.toString("latin1").replaceAll(`127.0.0.1:${port}`, address.host);
      far.write(Buffer.from(text, "latin1"));
    });
    far.on("data", (bytes) => silent || near.write(bytes));
  });
  const mend = () => new Promise((done) => relay.listen(port, "127.0.0.1", () => done(undefined)));
  await mend();
  port = /** @type {net.AddressInfo} */ (relay.address()).port;
  const cut = () =>
    new Promise((done) => {
      relay.close(() => done(undefined));
      for (const end of sockets) end.destroy();
      sockets = new Set();
    });
  return { href: `http://127.0.0.1:${port}/`, cut, mend, hush: () => (silent = true) };
}
