// Keeps the page of one board fresh: the board over its socket, what stands around it by asking every few seconds.
//
// The server renders everything once; this only replaces words, and none in a form. It sends nothing.
// @ts-check

import { tellAlarms } from "./alarms.js";
import { keepFresh } from "./fresh.js";
import { hide } from "./live.js";

/**
 * @typedef {{ now: string, now_words: string, fixed: string, percent: number, alarms: import("./alarms.js").Alarm[],
 *   alarms_more: string | null, withheld: { text: string, playlist: string }[] }} Now
 */

const place = document.querySelector("[data-now]");

/** Whether somebody typed something that a new page would lose. */
const typing = () =>
  [...document.querySelectorAll("main input")].some((input) => input instanceof HTMLInputElement && input.value !== input.defaultValue);

/** @param {Now} told @param {HTMLElement} place */
function tell(told, place) {
  if (told.fixed !== place.dataset.fixed && !typing()) {
    location.reload();
    return;
  }
  const asOf = document.getElementById("asof");
  if (asOf instanceof HTMLTimeElement) {
    asOf.dateTime = told.now;
    asOf.textContent = told.now_words;
  }
  const light = document.getElementById("light");
  if (light) light.textContent = `${told.percent}`;
  const name = place.dataset.board ?? "";
  tellAlarms(told, new Map(told.alarms.map((alarm) => [alarm.board ?? "", name])));
  tellWithheld(told);
}

let withheldShown = "";

/** @param {Now} told */
function tellWithheld({ withheld }) {
  const news = JSON.stringify(withheld);
  const section = document.getElementById("held-back");
  const list = document.getElementById("held-back-list");
  if (!section || !list || news === withheldShown) return;
  withheldShown = news;
  hide(section, withheld.length === 0);
  const row = (/** @type {{ text: string, playlist: string }} */ { text, playlist }) => {
    const item = document.createElement("li");
    const words = document.createElement("span");
    const from = document.createElement("em");
    words.className = "words";
    words.lang = from.lang = "vi";
    words.textContent = text;
    from.textContent = playlist;
    item.append(words, " ", from);
    return item;
  };
  list.replaceChildren(...withheld.map(row));
}

if (place instanceof HTMLElement) keepFresh(place.dataset.now ?? "", (told) => tell(told, place));
