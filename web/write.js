// Saves a form while somebody writes, and never writes over what they typed.
//
// A form says `data-write`. Its fields `revision` and `base` say what it showed; what the server answers goes into these
// two and nowhere else. What could not be saved is kept on this computer and offered again when the page is next opened.
// One that says `data-not-saved` holds what the server did not take. A form that says `data-by-hand` is saved by its buttons alone; half a file is none.
// Without this script the form's buttons save as well.
// @ts-check

/** How long nothing is typed before it is saved, and before it is tried again after a failure, in ms. */
const WAIT = 2000;
const AGAIN = 5000;

/** So many letters of what was kept are shown before it is taken up again. */
const LONG = 400;

/** What is typed, but for what is carried along. @param {HTMLFormElement} form */
const typed = (form) =>
  [...new FormData(form)]
    .filter(([name]) => name !== "revision" && name !== "base" && name !== "do")
    .map(([name, value]) => /** @type {[string, string]} */ ([name, `${value}`]));

/** The same as one text, empty fields left out. @param {[string, string][]} pairs */
const sameness = (pairs) => JSON.stringify(pairs.filter(([, value]) => value !== ""));

class Writing {
  timer = 0;
  busy = false;
  /** What the server will not take as it is; it is not sent again until it was changed. */
  stuck = "";
  /** What was typed when it was last looked at. */
  heard = "";
  /** Whether the form is being sent by a button. */
  leaving = false;

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.status = /** @type {HTMLElement | null} */ (form.querySelector("[data-status]"));
    this.merge = /** @type {HTMLElement | null} */ (form.querySelector("[data-merge]"));
    this.place = `bangtin:${location.pathname}`;
    const shown = sameness(typed(form));
    this.saved = form.dataset.notSaved === undefined ? shown : "";
    this.offer(shown);
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", () => {
      clearTimeout(this.timer);
      this.leaving = true;
    });
    addEventListener("beforeunload", (event) => {
      if (!this.leaving && this.isDirty()) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.isDirty() && this.form.dataset.byHand === undefined) this.save();
    });
    this.rows();
    this.rules();
  }

  isDirty() {
    return sameness(typed(this.form)) !== this.saved;
  }

  changed() {
    // Leaving a field says again what was typed in it. Words that came and went then would move the buttons away from
    // under a finger that is just pressing one.
    const what = sameness(typed(this.form));
    if (what === this.heard) return;
    this.heard = what;
    if (!this.isDirty()) return;
    this.keep();
    if (this.merge?.hidden !== false) this.say(this.form.dataset.unsaved ?? "");
    this.soon(WAIT);
  }

  /** @param {number} wait in ms */
  soon(wait) {
    if (this.form.dataset.byHand !== undefined) return;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), wait);
  }

  /** @param {string} words @param {boolean} [bad] */
  say(words, bad = false) {
    if (!this.status) return;
    this.status.textContent = words;
    this.status.toggleAttribute("data-bad", bad);
  }

  /** @param {string} name */
  field(name) {
    return /** @type {HTMLInputElement} */ (this.form.elements.namedItem(name));
  }

  async save() {
    if (this.busy) return this.soon(WAIT);
    const pairs = typed(this.form);
    const what = sameness(pairs);
    if (what === this.saved || what === this.stuck) return;
    this.busy = true;
    const { saving, saved, lost, refused, expired, conflict, joined } = this.form.dataset;
    this.say(saving ?? "");
    const body = new URLSearchParams(pairs);
    body.set("revision", this.field("revision").value);
    body.set("base", this.field("base").value);
    try {
      const answer = await fetch(this.form.action, { method: "POST", headers: { Accept: "application/json" }, body, keepalive: true });
      const told = await answer.json().catch(() => null);
      if (answer.ok && told) {
        this.field("revision").value = told.revision;
        this.field("base").value = JSON.stringify(told.base);
        this.saved = what;
        this.merge?.toggleAttribute("hidden", true);
        this.say(told.joined ? joined ?? "" : saved ?? "");
        if (!this.isDirty()) localStorage.removeItem(this.place);
      } else if (answer.status === 409) {
        // Only a person can say what is to become of it.
        this.stuck = what;
        this.merge?.toggleAttribute("hidden", false);
        this.say(told?.code === "DraftMoved" ? conflict ?? "" : `${refused} ${told?.sentence ?? ""}`, true);
        if (told?.code !== "DraftMoved") this.merge?.toggleAttribute("hidden", true);
      } else if (answer.status === 401) {
        this.stuck = what;
        this.say(expired ?? "", true);
      } else if (answer.status >= 400 && answer.status < 500 && answer.status !== 429 && answer.status !== 408) {
        this.stuck = what;
        this.say(`${refused} ${told?.sentence ?? ""}`, true);
      } else {
        this.say(lost ?? "", true);
        this.soon(AGAIN);
      }
    } catch {
      this.say(lost ?? "", true);
      this.soon(AGAIN);
    }
    this.busy = false;
    if (sameness(typed(this.form)) !== what) this.soon(WAIT);
  }

  /** Keeps what is typed on this computer until it is saved. */
  keep() {
    try {
      localStorage.setItem(this.place, JSON.stringify(typed(this.form)));
    } catch {
      // Without room for it, saving is all there is.
    }
  }

  /** Offers what was kept when the page was last left, unless it is what the form shows. @param {string} shown */
  offer(shown) {
    const box = document.querySelector("[data-kept]");
    const kept = localStorage.getItem(this.place);
    if (!(box instanceof HTMLElement) || !kept) return;
    /** @type {[string, string][]} */
    let pairs = [];
    try {
      pairs = JSON.parse(kept);
    } catch {
      pairs = [];
    }
    if (!Array.isArray(pairs) || sameness(pairs) === shown) {
      if (this.saved === shown) localStorage.removeItem(this.place);
      return;
    }
    /** @param {string} name */
    const part = (name) => /** @type {HTMLElement} */ (box.querySelector(`[data-part="${name}"]`));
    const words = pairs.find(([name]) => name === "text" || name === "title")?.[1] ?? "";
    part("text").textContent = words.length > LONG ? `${words.slice(0, LONG)}…` : words;
    box.hidden = false;
    part("take").onclick = () => {
      box.hidden = true;
      this.fill(pairs);
    };
    part("drop").onclick = () => {
      box.hidden = true;
      localStorage.removeItem(this.place);
    };
  }

  /** @param {[string, string][]} pairs */
  fill(pairs) {
    const rows = new Set(pairs.map(([name]) => name.match(/^windows\.(\d+)\./)?.[1]).filter(Boolean));
    for (const row of rows) if (!this.form.querySelector(`[name="windows.${row}.from"]`)) this.addRow(`${row}`);
    for (const field of this.form.elements) {
      if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement)) continue;
      if (!field.name || field.name === "revision" || field.name === "base") continue;
      const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
    }
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Rows of windows are added and taken away here, without the server. */
  rows() {
    this.form.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (button?.hasAttribute("data-add")) {
        event.preventDefault();
        const numbers = [...this.form.querySelectorAll("[data-window] [name]")].map((field) => Number(field.getAttribute("name")?.split(".")[1]));
        const row = this.addRow(`${Math.max(-1, ...numbers.filter(Number.isInteger)) + 1}`);
        row?.querySelector("input")?.focus();
      } else if (button?.hasAttribute("data-remove")) {
        event.preventDefault();
        button.closest("[data-window]")?.remove();
        /** @type {HTMLElement | null} */ (this.form.querySelector("[data-add]"))?.focus();
      } else {
        return;
      }
      this.form.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  /** @param {string} number */
  addRow(number) {
    const template = this.form.querySelector("[data-windows] template");
    const list = this.form.querySelector("[data-windows] ol");
    if (!(template instanceof HTMLTemplateElement) || !list) return null;
    const row = /** @type {DocumentFragment} */ (template.content.cloneNode(true)).firstElementChild;
    for (const field of row?.querySelectorAll("[name]") ?? []) field.setAttribute("name", (field.getAttribute("name") ?? "").replace(".N.", `.${number}.`));
    if (row) list.append(row);
    return row;
  }

  /** What stood at a field goes when it is right. @param {{ field: string | null, severity: string }[]} findings */
  mended(findings) {
    const wrong = new Set(findings.filter(({ severity }) => severity === "error").map(({ field }) => field));
    for (const list of this.form.querySelectorAll("ul.wrong")) {
      const key = list.id.replace(/^f-|-wrong$/g, "").split("-")[0] ?? "";
      if (wrong.has(key)) continue;
      list.remove();
      for (const field of this.form.querySelectorAll(`[aria-invalid][name="${key}"]`)) field.removeAttribute("aria-invalid");
    }
  }

  /** A reason can be given for every finding that is shown and may be passed over. */
  rules() {
    this.form.addEventListener("proofed", (event) => this.mended(/** @type {CustomEvent} */ (event).detail.findings));
    const place = this.form.querySelector("[data-silences]");
    if (!(place instanceof HTMLElement)) return;
    /** @type {Record<string, string>} */
    const allowed = JSON.parse(place.dataset.rules ?? "{}");
    this.form.addEventListener("proofed", (event) => {
      /** @type {{ findings: { rule: string | null }[] }} */
      const { findings } = /** @type {CustomEvent} */ (event).detail;
      for (const { rule } of findings) {
        if (!rule || !allowed[rule] || document.getElementById(`f-silence-${rule}`)) continue;
        const row = document.createElement("li");
        const label = document.createElement("label");
        const input = document.createElement("input");
        row.className = "row";
        input.id = label.htmlFor = `f-silence-${rule}`;
        label.textContent = allowed[rule] ?? rule;
        input.name = `silence.${rule}`;
        input.maxLength = 200;
        row.append(label, input);
        place.querySelector("ul")?.append(row);
      }
    });
  }
}

for (const form of document.querySelectorAll("form[data-write]")) if (form instanceof HTMLFormElement) new Writing(form);
