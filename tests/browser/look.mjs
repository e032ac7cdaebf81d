// A real browser, and what it complains about. The browser is Debian's (CHROMIUM names another).
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });

/**
 * Notes everything the browser complains about on a page from now on, but for what is allowed.
 * @param {import("playwright-core").Page} page @param {RegExp} [allowed]
 */
export function complaintsOf(page, allowed) {
  /** @type {string[]} */
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !allowed?.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
}

/** Opens a page in a fresh profile and notes everything the browser complains about. */
export async function open(browser, at, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  const answer = await page.goto(at);
  assert.equal(answer?.status(), 200);
  return { page, context, complaints };
}
