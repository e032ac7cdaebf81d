// <live-board>: what a board shows now, over a WebSocket of its own, with the words about it.
//
// The server renders everything once; this only replaces words and draws pictures. A picture that is not live is always
// dimmed and said to be old. Whoever else is to know that the line was lost listens to `live-lost`.
// @ts-check

import { coded } from "./coded.js";
import { Face } from "./leds.js";

/** The server says something every second; after this silence (ms) the line is taken for dead. */
const SILENCE = 4000;
/** Parts that are sentences of the program and not words of people. */
const SENTENCES = ["state", "why"];
/** The first and the longest wait before connecting again, in ms. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;
/** A page nobody looks at gives its places back after this long, in ms. */
const HIDDEN = 60000;
/** The server's close code for "too many look on". */
const TRY_LATER = 1013;

const lang = document.documentElement.lang;

/**
 * One board as in /api/status.
 * @typedef {{ id: string, name: string, site: string, place: string, width: number, height: number, pitch_mm: number,
 *   protocol: string, link: string, now_words: string,
 *   state: { code: string, late: boolean, sentence: string },
 *   stages: { code: string, at: string | null, words: string }[],
 *   on_air: null | { text: string, playlist: string, since_words: string, until_words: string | null, why_code: string,
 *     why: string },
 *   next: null | { text: string, at_words: string },
 *   blackout: null | { since_words: string, by: string, reason: string }, notices: Notice[] }} Board
 * @typedef {{ id: number, class: string, class_words: string, text: string, until: string, until_words: string,
 *   by: string, reason: string }} Notice
 */

/** Lines among the stages that say how something is and not when it was. */
const TIMELESS = ["power", "card", "stored", "clock", "wear"];

/** One board of the list. */
export class LiveBoard extends HTMLElement {
  /** @type {Face | null} */ face = null;
  /** @type {WebSocket | null} */ socket = null;
  /** @type {Uint8Array | null} */ latest = null;
  wait = FIRST_WAIT;
  heard = 0;
  timer = 0;
  watchdog = 0;
  /** Whether it is on or near the screen. */
  inView = false;

  connectedCallback() {
    const canvas = this.querySelector("canvas");
    if (!canvas || this.face) return;
    canvas.hidden = false;
    this.face = new Face(canvas, Number(this.dataset.width), Number(this.dataset.height));
    this.face.fit();
    this.say("connecting");
    // In the next frame, because fitting changes the very size that is observed.
    new ResizeObserver(() => requestAnimationFrame(() => this.face?.fit())).observe(this);
    new IntersectionObserver(
      (entries) => {
        this.inView = entries[entries.length - 1].isIntersecting;
        this.wake();
      },
      { rootMargin: "50%" },
    ).observe(this);
  }

  /** Whether somebody can see it. */
  get wanted() {
    return this.inView && !givenUp;
  }

  /** Connects or hangs up, as somebody can see it or not. */
  wake() {
    if (this.wanted && !this.socket) {
      clearTimeout(this.timer);
      this.connect();
    } else if (!this.wanted && this.socket) {
      this.drop();
      this.say("connecting");
    } else if (!this.wanted) {
      clearTimeout(this.timer);
    }
  }

  connect() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/live/${encodeURIComponent(this.dataset.id ?? "")}?lang=${lang}`);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    this.heard = performance.now();
    this.watchdog = window.setInterval(() => {
      if (performance.now() - this.heard > SILENCE) this.lose(socket, "");
    }, 500);
    socket.onmessage = (event) => {
      if (socket !== this.socket) return;
      this.heard = performance.now();
      this.wait = FIRST_WAIT;
      if (typeof event.data === "string") this.tell(JSON.parse(event.data));
      else this.show(new DataView(event.data));
    };
    socket.onclose = (event) => this.lose(socket, event.code === TRY_LATER ? event.reason : "");
  }

  /** Lets go of the socket. */
  drop() {
    const socket = this.socket;
    this.socket = null;
    this.latest = null;
    clearInterval(this.watchdog);
    if (socket) {
      socket.onmessage = socket.onclose = null;
      socket.close();
    }
  }

  /**
   * Says that the picture is not live any more, and tries again later.
   * @param {WebSocket} socket
   * @param {string} refusal the server's words, if it refused
   */
  lose(socket, refusal) {
    if (socket !== this.socket) return;
    this.drop();
    if (refusal) {
      const words = this.querySelector('[data-say="refused"]');
      if (words) words.textContent = refusal;
      this.wait = LONGEST_WAIT;
    }
    this.say(refusal ? "refused" : "lost");
    this.dispatchEvent(new Event("live-lost", { bubbles: true }));
    if (!this.wanted) return;
    // Not all pages at once when the server comes back.
    this.timer = window.setTimeout(() => this.connect(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  /** @param {DataView} picture */
  show(picture) {
    const face = this.face;
    if (!face || picture.byteLength !== 4 + face.width * face.height * 3) return;
    if (picture.getUint16(0) !== face.width || picture.getUint16(2) !== face.height) return;
    this.latest = new Uint8Array(picture.buffer, 4);
    face.fill(this.latest);
    face.soon();
    this.sayWhatItIs();
  }

  /** @param {Board} board */
  tell(board) {
    const air = board.on_air;
    this.dataset.state = board.state.code;
    this.toggleAttribute("data-late", board.state.late);
    this.put("state", board.state.sentence);
    this.put("text", air?.text ?? "");
    this.put("playlist", air?.playlist ?? "");
    this.put("since", air?.since_words ?? "");
    this.put("until", air?.until_words ?? "");
    this.put("why", air?.why ?? "");
    this.put("next", board.next?.text ?? "");
    this.put("next_at", board.next?.at_words ?? "");
    this.put("lost_at", board.now_words);
    for (const { code, at, words } of board.stages) {
      this.put(`stage_${code}`, words);
      this.querySelector(`[data-stage="${code}"]`)?.toggleAttribute("data-none", at === null && !TIMELESS.includes(code));
    }
    this.reveal("nothing", !air);
    const resort = ["WhyLastResort", "WhyUnapproved"].includes(air?.why_code ?? "");
    this.reveal("resort", resort);
    const held = air?.why_code === "WhyTestPattern" || air?.why_code === "WhyIdentify";
    this.reveal("held", held);
    this.reveal("dark", Boolean(air && !air.text && !resort && !held));
    this.reveal("air", Boolean(air));
    this.reveal("playlist", Boolean(air?.playlist));
    this.reveal("until", Boolean(air?.until_words));
    this.reveal("next", Boolean(board.next));
    this.reveal("none", !board.next);
    this.tellOrders(board);
    if (this.latest) this.sayWhatItIs();
  }

  /** @param {Board} board */
  tellOrders({ blackout, notices }) {
    this.reveal("orders", Boolean(blackout || notices.length));
    this.reveal("blackout", Boolean(blackout));
    this.reveal("lit", !blackout);
    this.reveal("notices", notices.length > 0);
    this.put("dark_since", blackout?.since_words ?? "");
    this.put("dark_by", blackout?.by ?? "");
    this.put("dark_reason", blackout?.reason ?? "");
    const list = this.querySelector('[data-list="notices"]');
    const form = document.getElementById("notice");
    if (!list || !(form instanceof HTMLTemplateElement)) return;
    // Of a notice only its end can change. What is there already is not written, and read out, again.
    const shown = [...list.children].map((row) => row instanceof HTMLElement && `${row.dataset.id} ${row.dataset.until}`);
    if (shown.join() === notices.map((notice) => `${notice.id} ${notice.until}`).join()) return;
    list.replaceChildren(...notices.map((notice) => oneNotice(form, notice)));
  }

  /** Live only if frames get out: what is wanted is not yet what is shown. */
  sayWhatItIs() {
    this.say(this.dataset.state === "sent" && !this.hasAttribute("data-late") ? "live" : "unsure");
  }

  /**
   * Writes words where they belong; untouched if they are the same, so that nothing is read out twice.
   * @param {string} name
   * @param {string} words
   */
  put(name, words) {
    const place = this.querySelector(`[data-fill="${name}"]`);
    if (place && SENTENCES.includes(name)) coded(place, words);
    else if (place && place.textContent !== words) place.textContent = words;
  }

  /**
   * @param {string} name
   * @param {boolean} shown
   */
  reveal(name, shown) {
    for (const part of this.querySelectorAll(`[data-show="${name}"]`)) hide(part, !shown);
  }

  /**
   * Says how the picture is to be taken: connecting, live, unsure, lost or refused.
   * @param {string} what
   */
  say(what) {
    if (this.dataset.live === what) return;
    this.dataset.live = what;
    for (const caption of this.querySelectorAll("[data-say]")) {
      hide(caption, caption.getAttribute("data-say") !== what);
    }
  }
}

/**
 * @param {Element} part
 * @param {boolean} hidden
 */
export function hide(part, hidden) {
  if (part instanceof HTMLElement && part.hidden !== hidden) part.hidden = hidden;
}

/**
 * @param {HTMLTemplateElement} form
 * @param {Notice} notice
 */
function oneNotice(form, notice) {
  const item = document.importNode(form.content, true);
  const row = item.querySelector("li");
  if (!row) return item;
  row.dataset.id = `${notice.id}`;
  row.dataset.until = notice.until;
  row.dataset.class = notice.class;
  const words = {
    ".grade": notice.class_words, ".place": `#${notice.id}`, ".words": notice.text,
    '[data-part="until"]': notice.until_words, '[data-part="by"]': notice.by, '[data-part="reason"]': notice.reason,
  };
  for (const [place, text] of Object.entries(words)) {
    const part = row.querySelector(place);
    if (part) part.textContent = text;
  }
  return item;
}

/** @returns {LiveBoard[]} */
export const boards = () => [...document.querySelectorAll("live-board")].filter((board) => board instanceof LiveBoard);

/** Whether the page has been hidden for so long that its places were given back. */
let givenUp = false;
let hiding = 0;
document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (document.hidden) {
    hiding = window.setTimeout(() => {
      givenUp = true;
      boards().forEach((board) => board.wake());
    }, HIDDEN);
  } else {
    givenUp = false;
    boards().forEach((board) => board.wake());
  }
});

customElements.define("live-board", LiveBoard);
