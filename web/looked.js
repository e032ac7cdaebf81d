// The page of approval: plays every picture, and tells the server which of them somebody looked at to the end.
//
// Without it the same page has pictures that stand still and a box to tick at each. What counts is what the server keeps;
// it lets nothing be approved that was not seen.
// @ts-check

import { BoardPreview } from "./play.js";

/** @typedef {import("./play.js").Film & { dots: string }} Film */

/** So far below the screen pictures are fetched already. */
const AHEAD = "600px";

const form = document.querySelector("form[data-review]");
if (form instanceof HTMLFormElement) review(form);

/** @param {HTMLFormElement} form */
function review(form) {
  const looks = [...form.querySelectorAll("[data-look]")].filter((look) => look instanceof HTMLElement);
  const approve = form.querySelector("[data-approve]");
  const unseen = () => looks.filter((look) => !("seen" in look.dataset));

  form.querySelectorAll("[data-tick]").forEach((tick) => tick.setAttribute("hidden", ""));
  const settle = () => {
    const left = new Set(unseen().map((look) => look.dataset.dots)).size;
    const words = left === 0 ? form.dataset.none : left === 1 ? form.dataset.one : form.dataset.many?.replace("#", `${left}`);
    form.querySelectorAll("[data-left]").forEach((place) => (place.textContent = words ?? ""));
    if (approve instanceof HTMLButtonElement && "required" in form.dataset) approve.disabled = left > 0;
  };

  /** @param {HTMLElement} look @param {string} words */
  const mark = (look, words) => {
    const place = look.querySelector("[data-mark]");
    if (place) place.textContent = words;
  };

  /** @param {string} dots */
  const saw = async (dots) => {
    const same = unseen().filter((look) => look.dataset.dots === dots);
    if (same.length === 0) return;
    try {
      const body = new URLSearchParams({ dots });
      const answer = await fetch(form.dataset.seen ?? "", { method: "POST", body, headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(`${answer.status}`);
    } catch {
      same.forEach((look) => mark(look, form.dataset.lost ?? ""));
      return;
    }
    for (const look of same) {
      look.dataset.seen = "";
      const box = look.querySelector("input");
      if (box) box.checked = true;
      mark(look, form.dataset.seenWords ?? "");
    }
    settle();
  };

  /** @param {Element} look */
  const load = async (look) => {
    const preview = look.querySelector("board-preview");
    if (!(preview instanceof BoardPreview) || !(look instanceof HTMLElement)) return;
    try {
      const answer = await fetch(preview.dataset.src ?? "");
      if (!answer.ok) throw new Error(`${answer.status}`);
      /** @type {Film} */
      const film = await answer.json();
      // What is said to be seen is what was shown here, whatever the page said before.
      preview.addEventListener("played-to-end", () => saw(film.dots));
      preview.show(film);
    } catch {
      mark(look, form.dataset.failed ?? "");
    }
  };

  const coming = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((entry) => entry.isIntersecting)) {
      coming.unobserve(entry.target);
      load(entry.target);
    }
  }, { rootMargin: AHEAD });
  looks.forEach((look) => coming.observe(look));
  settle();
}
