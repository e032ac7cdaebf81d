// What a board shows at any minute of a day: moves a slider, asks the server, shows its picture and its words.
// @ts-check

import { coded } from "./coded.js";

const WAIT = 120;
const lang = document.documentElement.lang;

/**
 * As /api/v1/boards/{id}/at has it.
 * @typedef {{ at: string, at_words: string, past: boolean, text: string, playlist: string, since_words: string,
 *   until_words: string | null, why: string, percent: number, picture: string }} Told
 */

/** @param {HTMLElement} card */
function attach(card) {
  const slider = card.querySelector('input[type="range"]');
  const field = card.querySelector('input[type="datetime-local"]');
  const row = card.querySelector("[data-slide]");
  const picture = card.querySelector("img");
  const link = card.querySelector("[data-explain]");
  if (!(slider instanceof HTMLInputElement) || !(field instanceof HTMLInputElement)) return;
  if (!(row instanceof HTMLElement) || !picture || !(link instanceof HTMLAnchorElement)) return;
  row.hidden = false;
  let timer = 0;
  let asking = new AbortController();

  const clock = () => `${two(Number(slider.value) / 60)}:${two(Number(slider.value) % 60)}`;
  const say = () => {
    slider.setAttribute("aria-valuetext", clock());
    const words = row.querySelector("output");
    if (words) words.value = clock();
  };

  const ask = async () => {
    asking.abort();
    asking = new AbortController();
    try {
      const at = encodeURIComponent(field.value);
      const answer = await fetch(`/api/v1/boards/${encodeURIComponent(card.dataset.board ?? "")}/at?at=${at}&lang=${lang}`, {
        signal: asking.signal,
      });
      if (answer.ok) tell(await answer.json());
      card.toggleAttribute("data-unknown", !answer.ok);
    } catch (error) {
      // A newer question took its place, or nobody answers: then the old answer is not shown as if it were this one's.
      if (!(error instanceof DOMException && error.name === "AbortError")) card.setAttribute("data-unknown", "");
    }
  };

  /** @param {Told} told */
  const tell = (told) => {
    picture.src = told.picture;
    const query = new URLSearchParams(location.search);
    query.set("at", told.at);
    link.href = `?${query}#why`;
    put(card, "moment", told.at_words);
    put(card, "text", told.text);
    put(card, "why", told.why);
    put(card, "since", told.since_words);
    put(card, "until", told.until_words ?? "–");
    put(card, "percent", `${told.percent} %`);
    reveal(card, "none", told.text === "");
    reveal(card, "past", told.past);
  };

  const later = () => {
    clearTimeout(timer);
    timer = window.setTimeout(ask, WAIT);
  };
  slider.addEventListener("input", () => {
    field.value = `${field.value.slice(0, 10)}T${clock()}`;
    say();
    later();
  });
  field.addEventListener("input", () => {
    if (!field.value) return;
    slider.value = `${Number(field.value.slice(11, 13)) * 60 + Number(field.value.slice(14, 16))}`;
    say();
    later();
  });
  say();
}

/**
 * @param {HTMLElement} card
 * @param {string} name
 * @param {boolean} shown
 */
function reveal(card, name, shown) {
  const part = card.querySelector(`[data-show="${name}"]`);
  if (part instanceof HTMLElement) part.hidden = !shown;
}

/** @param {number} value */
const two = (value) => `${Math.floor(value)}`.padStart(2, "0");

/**
 * @param {HTMLElement} card
 * @param {string} name
 * @param {string} words
 */
function put(card, name, words) {
  const place = card.querySelector(`[data-fill="${name}"]`);
  if (place && name === "why") coded(place, words);
  else if (place && place.textContent !== words) place.textContent = words;
}

for (const card of document.querySelectorAll("[data-then]")) if (card instanceof HTMLElement) attach(card);
export {};
