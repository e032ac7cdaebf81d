// A bangtin of its own for a test: the real program on a copy of the example site, with its first administrator and whoever
// else is wanted. It ends with the test.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = process.env.BANGTIN_BIN ?? path.join(process.env.CARGO_TARGET_DIR ?? path.join(root, "target"), "debug/bangtin");
const run = promisify(execFile);

/** What everybody's password is here. */
export const password = "cây đa bến nước";

/**
 * @param {{ site?: string, keep?: boolean, listen?: string }} [options] what is added to bangtin.toml; whether the playlists of
 *   the example stay; where the page listens
 */
export async function daemon({ site = "", keep = true, listen = "127.0.0.1:0" } = {}) {
  const home = await mkdtemp(path.join(tmpdir(), "bangtin-"));
  for (const part of keep ? ["bangtin.toml", "playlists", "fonts"] : ["bangtin.toml", "fonts"])
    await cp(path.join(root, part), path.join(home, part), { recursive: true });
  if (!keep) await mkdir(path.join(home, "playlists"));
  const config = path.join(home, "bangtin.toml");
  const text = await readFile(config, "utf8");
  // Without playlists none can be somebody's default.
  await writeFile(config, `${keep ? text : text.replaceAll(/^default = .*$/gm, "")}\n${site}\n`);
  const env = { ...process.env };
  delete env.BANGTIN_CONFIG;
  delete env.BANGTIN_LANG;
  const child = spawn(program, ["run", "--listen", listen, "--config", "bangtin.toml"], { cwd: home, env, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  child.stderr.on("data", (some) => (log = (log + some).slice(-20_000)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  /** The next line that says this. @param {RegExp} what */
  const said = async (what) => {
    for (;;) {
      const line = await lines.next();
      assert.ok(!line.done, `the program ended: ${log}`);
      const found = what.exec(line.value)?.[1];
      // Who listens everywhere is met here.
      if (found) return found.replace("//0.0.0.0:", "//127.0.0.1:");
    }
  };
  const url = await said(/(https?:\/\/\S+)/);
  const fingerprint = url.startsWith("https:") ? await said(/SHA-256\): (\S+)/) : "";
  const start = await said(/(https?:\/\/\S+)/);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return {
    url,
    /** The link with which the first administrator begins. */
    start,
    /** By what its certificate is known, where it has one: SHA-256, `3A:01:…`. */
    fingerprint,
    home,
    config,
    log: () => log,
    /** Runs a command of the program on this site. */
    command: (/** @type {string[]} */ ...words) => run(program, [...words, "--config", config], { env }),
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}

/**
 * Sends a form as a browser without JavaScript would.
 * @param {string} at
 * @param {Record<string, string>} fields
 * @param {string} [cookie]
 */
export async function send(at, fields, cookie = "") {
  const answer = await fetch(at, {
    method: "POST", redirect: "manual", headers: { cookie }, body: new URLSearchParams(fields),
  });
  const set = answer.headers.getSetCookie().map((line) => line.split(";")[0]);
  return { code: answer.status, cookie: set.find((pair) => pair.startsWith("bangtin=") && pair.length > 8), text: await answer.text() };
}

/** The first administrator; the cookie of their session. @param {{ url: string, start: string }} site */
export async function begin({ start }, login = "lan", name = "Nguyễn Lan") {
  const begun = await send(start, { login, name, password, again: password });
  assert.equal(begun.code, 303, begun.text);
  assert.ok(begun.cookie);
  return begun.cookie;
}

/**
 * Somebody else, signed in; the cookie of their session.
 * @param {{ url: string }} site
 * @param {string} administrator the administrator's cookie
 * @param {string} login
 * @param {string[]} roles
 */
export async function person({ url }, administrator, login, roles, name = login) {
  const grants = roles.map((role) => ({ role, scope: "all" }));
  const answer = await fetch(new URL("api/v1/people", url), {
    method: "POST",
    headers: { cookie: administrator, "content-type": "application/json" },
    body: JSON.stringify({ login, name, grants }),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  const { ticket } = await answer.json();
  await send(new URL(`ticket/${ticket}`, url).href, { password, again: password });
  const signed = await send(new URL("sign-in", url).href, { login, password, to: "/" });
  assert.ok(signed.cookie, signed.text);
  return signed.cookie;
}

/** A cookie as a browser's context takes it. @param {string} url @param {string} cookie */
export const carried = (url, cookie) => {
  const [name, value] = cookie.split("=");
  return { name, value, url };
};
