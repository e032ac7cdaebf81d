// Shows beside a form how its item looks on its boards and what is wrong with it, while it is written.
//
// A form says `data-proof`; its inputs are named as the keys of playlist files. Beside them stand
//   data-proof-boards     where the boards are shown
//   data-proof-findings   a list of what there is to say; it should be `aria-live="polite"`
//   data-proof-paste      the offer to take over a pasted text: parts `done`, `text`, `take`, `leave`; hidden at first
// It holds no sentence of its own and saves nothing; without it the form works as before. After a change by a fix the
// form's own `input` and `change` events follow, as if somebody had typed.
// @ts-check

import { coded } from "./coded.js";
import { BoardPreview } from "./play.js";

/** How long nothing is typed before the server is asked, and before it is asked again after a failure, in ms. */
const WAIT = 250;
const AGAIN = 2000;

const lang = document.documentElement.lang;

/**
 * @typedef {{ label: string, from?: number, to?: number, with?: string, set?: Record<string, unknown> }} Fix
 * @typedef {{ severity: string, grade: string, code: string, rule: string | null, sentence: string, field: string | null,
 *   position: number | null, length: number | null, fixes: Fix[] }} Finding
 * @typedef {import("./play.js").Film & { ids: string[], names: string[], form?: string, fault: string | null }} Board
 * @typedef {{ boards: Board[], more: string | null, findings: Finding[] }} Answer
 */

/**
 * Keys named `a.b` put into a table `a`; rows named `a.0.b`, `a.1.b` into a list of tables.
 * @param {Record<string, unknown>} flat
 */
function nested(flat) {
  /** @type {Record<string, any>} */
  const item = {};
  for (const [name, value] of Object.entries(flat)) {
    const path = name.split(".");
    const last = path.pop() ?? name;
    let inside = item;
    for (const part of path) inside = inside[part] ??= {};
    inside[last] = value;
  }
  for (const [key, value] of Object.entries(item)) {
    const rows = value && typeof value === "object" && !Array.isArray(value) && Object.keys(value).every((row) => /^\d+$/.test(row));
    if (rows) item[key] = Object.values(value);
  }
  return item;
}

/**
 * The item as the form says it: empty fields are absent, numbers are numbers, fields that may be there several times are
 * lists. A field with `data-json` holds its value as JSON, one with `data-no-key` is none of the item, `data-split` is a list
 * between commas, `data-time-of` the time of the day that the field of that name says, and `data-own-of` what counts where
 * the field of that name says `own`.
 * @param {HTMLFormElement} form
 */
export function collect(form) {
  /** @type {Record<string, unknown>} */
  const item = {};
  /** @type {[string, string][]} */
  const times = [];
  /** @type {[string, string][]} */
  const owns = [];
  for (const field of form.elements) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement)) continue;
    const { name } = field;
    if (!name || field.disabled || field.dataset.noKey !== undefined) continue;
    if (field.dataset.timeOf) {
      if (field.value) times.push([field.dataset.timeOf, field.value]);
    } else if (field.dataset.ownOf) {
      owns.push([field.dataset.ownOf, field.value]);
    } else if (field.dataset.split !== undefined) {
      const parts = field.value.split(",").map((part) => part.trim()).filter(Boolean);
      if (parts.length) item[name] = parts;
    } else if (field.dataset.json !== undefined) {
      try {
        if (field.value.trim()) item[name] = JSON.parse(field.value);
      } catch {
        // What is no JSON yet is as if it were not there; the server says what is wrong when it is saved.
      }
    } else if (field instanceof HTMLSelectElement && field.multiple) {
      const chosen = [...field.selectedOptions].map((option) => option.value);
      if (chosen.length) item[name] = chosen;
    } else if (field instanceof HTMLInputElement && field.type === "checkbox") {
      if (field.dataset.list !== undefined) {
        if (field.checked) item[name] = [...(Array.isArray(item[name]) ? item[name] : []), field.value];
      } else if (field.checked) {
        item[name] = true;
      }
    } else if (field instanceof HTMLInputElement && field.type === "radio") {
      if (field.checked && field.value) item[name] = field.value;
    } else if (field.value !== "") {
      const isNumber = field.dataset.number !== undefined || (field instanceof HTMLInputElement && field.type === "number");
      item[name] = isNumber ? Number(field.value) : field.value;
    }
  }
  for (const [name, time] of times) item[name] = `${item[name] ?? ""}T${time.length === 5 ? `${time}:00` : time}`;
  for (const [name, own] of owns) if (item[name] === "own") item[name] = own;
  return nested(item);
}

/** Where the character of this number begins in the units that scripts count. @param {string} text @param {number} at */
const units = (text, at) => [...text].slice(0, at).join("").length;

class Proof {
  /** @type {Answer | null} */ answer = null;
  /** The text the answer is about. */
  asked = "";
  sent = "";
  timer = 0;
  asking = new AbortController();

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLTextAreaElement} text
   */
  constructor(form, text) {
    this.form = form;
    this.text = text;
    this.boards = document.querySelector("[data-proof-boards]");
    this.findings = document.querySelector("[data-proof-findings]");
    this.offer = document.querySelector("[data-proof-paste]");
    this.marks = this.underlay();
    form.addEventListener("input", () => this.soon(WAIT));
    form.addEventListener("change", () => this.soon(WAIT));
    text.addEventListener("paste", (event) => this.pasted(event));
    this.soon(0);
  }

  /** A copy of the text below it, in which words are underlined; it is for the eye only. */
  underlay() {
    const around = document.createElement("div");
    const marks = document.createElement("div");
    around.className = "proofed";
    marks.className = "marks";
    marks.setAttribute("aria-hidden", "true");
    const focused = document.activeElement === this.text;
    this.text.replaceWith(around);
    around.append(marks, this.text);
    if (focused) this.text.focus();
    this.text.addEventListener("scroll", () => (marks.scrollTop = this.text.scrollTop));
    return marks;
  }

  /** @param {number} wait in ms */
  soon(wait) {
    // Underlines stay where they are only as long as the text does.
    if (this.text.value !== this.asked) this.mark([]);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(), wait);
  }

  async ask() {
    const item = collect(this.form);
    const { playlist, id, boards } = this.form.dataset;
    const wish = JSON.stringify({
      id: id || undefined,
      playlist: playlist ? JSON.parse(playlist) : {},
      item,
      boards: boards ? JSON.parse(boards) : undefined,
    });
    if (wish === this.sent && this.answer) {
      this.mark(this.answer.findings);
      return;
    }
    this.asking.abort();
    this.asking = new AbortController();
    const text = this.text.value;
    this.form.toggleAttribute("data-proofing", true);
    try {
      const answer = await fetch(`/api/v1/preview?lang=${lang}`, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: wish, signal: this.asking.signal,
      });
      if (answer.ok) {
        this.sent = wish;
        this.asked = text;
        this.tell(await answer.json());
      } else if (answer.status === 503 || answer.status === 429) {
        this.soon(AGAIN);
      }
      this.form.toggleAttribute("data-proof-lost", !answer.ok);
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      this.form.toggleAttribute("data-proof-lost", true);
      this.soon(AGAIN);
    }
    this.form.toggleAttribute("data-proofing", false);
  }

  /** @param {Answer} answer */
  tell(answer) {
    const before = this.answer;
    this.answer = answer;
    if (this.text.value === this.asked) this.mark(answer.findings);
    // What is there already is not written, and read out, again.
    if (JSON.stringify(before?.findings) !== JSON.stringify(answer.findings)) {
      const focus = this.findings?.contains(document.activeElement);
      this.findings?.replaceChildren(...answer.findings.map((finding) => this.finding(finding)));
      if (focus) this.text.focus();
    }
    this.tellBoards(answer);
    this.form.dispatchEvent(new CustomEvent("proofed", { detail: answer }));
  }

  /** Boards whose picture is the same play on. @param {Answer} answer */
  tellBoards({ boards, more }) {
    const place = this.boards;
    if (!place) return;
    /** @type {Map<string, HTMLElement>} */
    const known = new Map();
    for (const part of place.children) {
      if (part instanceof HTMLElement && part.dataset.film) known.set(part.dataset.film, part);
    }
    const parts = boards.map((board) => {
      const key = JSON.stringify(board);
      return known.get(key) ?? this.board(board, key);
    });
    const rest = document.createElement("p");
    rest.className = "hint";
    rest.textContent = more;
    const all = more ? [...parts, rest] : parts;
    const same = all.length === place.children.length && all.every((part, at) => part === place.children[at]);
    if (same) return;
    // A part that stays is not moved: that would cut it off.
    all.forEach((part, at) => {
      if (place.children[at] !== part) place.insertBefore(part, place.children[at] ?? null);
    });
    while (place.children.length > all.length) place.lastElementChild?.remove();
    for (const part of parts) {
      const film = boards.find((board) => JSON.stringify(board) === part.dataset.film);
      const preview = part.querySelector("board-preview");
      if (film?.raster && preview instanceof BoardPreview && !preview.film) preview.show(film);
    }
  }

  /**
   * @param {Board} board
   * @param {string} key
   */
  board(board, key) {
    const part = document.createElement("section");
    const name = document.createElement("h3");
    const words = document.createElement("p");
    part.className = "preview";
    part.dataset.film = key;
    part.dataset.ids = board.ids.join(" ");
    name.textContent = board.names.join(", ");
    coded(words, board.fault ?? `${board.width} × ${board.height}: ${board.form}`);
    words.className = board.fault ? "fault" : "hint";
    if (board.fault) {
      part.append(name, words);
      return part;
    }
    const preview = document.createElement("board-preview");
    for (const word of ["play", "pause", "seek"]) preview.dataset[word] = `${this.form.dataset[word] ?? ""}: ${name.textContent}`;
    preview.dataset.label = `${name.textContent}: ${this.text.value}`;
    part.append(name, preview, words);
    return part;
  }

  /** @param {Finding} finding */
  finding(finding) {
    const row = document.createElement("li");
    const grade = document.createElement("strong");
    const sentence = document.createElement("span");
    row.dataset.severity = finding.severity;
    row.dataset.code = finding.code;
    if (finding.field) row.dataset.field = finding.field;
    grade.className = "grade";
    grade.textContent = [finding.grade, finding.rule].filter(Boolean).join(" ");
    sentence.className = "sentence";
    coded(sentence, finding.sentence);
    row.append(grade, " ", sentence);
    for (const fix of finding.fixes) {
      // A key that is to go need not have a field.
      const set = Object.entries(fix.set ?? {}).filter(([, value]) => value !== null);
      if (!set.every(([key]) => this.form.elements.namedItem(key))) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "fix";
      button.textContent = fix.label;
      button.onclick = () => this.mend(fix);
      row.append(" ", button);
    }
    row.onclick = (event) => {
      if (event.target instanceof HTMLButtonElement) return;
      this.point(finding);
    };
    return row;
  }

  /** Selects the words that a finding is about. @param {Finding} finding */
  point({ position, length, field }) {
    if (position !== null && length !== null && this.text.value === this.asked) {
      this.text.focus();
      this.text.setSelectionRange(units(this.asked, position), units(this.asked, position + length));
    } else if (field) {
      const input = this.form.elements.namedItem(field);
      if (input instanceof HTMLElement) input.focus();
    }
  }

  /** @param {Fix} fix */
  mend(fix) {
    if (fix.from !== undefined && fix.to !== undefined) {
      // The answer to what has been typed since says where it is now.
      if (this.text.value !== this.asked) return;
      this.replace(units(this.asked, fix.from), units(this.asked, fix.to), fix.with ?? "");
    }
    for (const [key, value] of Object.entries(fix.set ?? {})) {
      const field = this.form.elements.namedItem(key);
      if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof RadioNodeList)) continue;
      field.value = value === null ? "" : `${value}`;
      if (!(field instanceof RadioNodeList)) field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.soon(0);
  }

  /**
   * Writes into the text so that the browser's own undo takes it back.
   * @param {number} from
   * @param {number} to
   * @param {string} words
   */
  replace(from, to, words) {
    this.text.focus();
    this.text.setSelectionRange(from, to);
    const done = words ? document.execCommand("insertText", false, words) : document.execCommand("delete");
    if (!done) {
      this.text.setRangeText(words, from, to, "end");
      this.text.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  /** Underlines the words of findings. @param {Finding[]} findings */
  mark(findings) {
    const { value } = this.text;
    const letters = [...value];
    /** @type {(Node | string)[]} */
    const parts = [];
    let at = 0;
    const placed = findings.filter((finding) => finding.position !== null && finding.length);
    placed.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
    for (const { position, length, severity } of placed) {
      const from = position ?? 0;
      if (from < at) continue;
      const mark = document.createElement("mark");
      mark.dataset.severity = severity;
      mark.textContent = letters.slice(from, from + (length ?? 0)).join("");
      parts.push(letters.slice(at, from).join(""), mark);
      at = from + (length ?? 0);
    }
    // The line break at the end gives the last line its height, as in the field.
    parts.push(`${letters.slice(at).join("")}\n`);
    this.marks.replaceChildren(...parts);
    this.marks.scrollTop = this.text.scrollTop;
  }

  /** Offers a pasted text as it could be taken over; it has been pasted as it is. @param {ClipboardEvent} event */
  async pasted(event) {
    const raw = event.clipboardData?.getData("text/plain") ?? "";
    const offer = this.offer;
    if (!raw || !(offer instanceof HTMLElement)) return;
    offer.hidden = true;
    const from = this.text.selectionStart;
    const as = raw.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
    const answer = await fetch(`/api/v1/convert?lang=${lang}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text: raw }),
    }).catch(() => null);
    if (!answer?.ok) return;
    /** @type {{ changed: boolean, text: string, done: string[] }} */
    const told = await answer.json();
    if (!told.changed || this.text.value.slice(from, from + as.length) !== as || told.text === as) return;
    /** @param {string} name */
    const part = (name) => offer.querySelector(`[data-part="${name}"]`);
    const [done, text, take, leave] = ["done", "text", "take", "leave"].map(part);
    if (!done || !text || !(take instanceof HTMLButtonElement) || !(leave instanceof HTMLButtonElement)) return;
    done.textContent = told.done.join("; ");
    text.textContent = told.text;
    offer.hidden = false;
    leave.onclick = () => {
      offer.hidden = true;
      this.text.focus();
    };
    take.onclick = () => {
      offer.hidden = true;
      const at = this.text.value.slice(from, from + as.length) === as ? from : this.text.value.indexOf(as);
      if (at >= 0) this.replace(at, at + as.length, told.text);
    };
  }
}

for (const form of document.querySelectorAll("form[data-proof]")) {
  const text = form.querySelector('textarea[name="text"]');
  if (form instanceof HTMLFormElement && text instanceof HTMLTextAreaElement) new Proof(form, text);
}
