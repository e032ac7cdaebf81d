// The list of alarms, on the page of all boards and on that of one.
// @ts-check

import { coded } from "./coded.js";
import { hide } from "./live.js";

/** @typedef {{ id: string, grade: string, board: string | null, since_words: string, sentence: string, help: string }} Alarm */

let alarmsShown = "";

/**
 * Lists the alarms, if they are others than before.
 * @param {{ alarms: Alarm[], alarms_more: string | null }} told
 * @param {Map<string, string>} names of the boards
 */
export function tellAlarms(told, names) {
  const news = JSON.stringify([told.alarms, told.alarms_more]);
  const section = document.getElementById("alarms");
  const list = document.getElementById("alarm-list");
  const form = document.getElementById("alarm");
  const more = document.getElementById("alarms-more");
  if (!section || !list || !more || !(form instanceof HTMLTemplateElement) || news === alarmsShown) return;
  alarmsShown = news;
  hide(section, told.alarms.length === 0);
  more.textContent = told.alarms_more ?? "";
  list.replaceChildren(...told.alarms.map((alarm) => oneAlarm(form, alarm, names)));
}

/**
 * @param {HTMLTemplateElement} form
 * @param {Alarm} alarm
 * @param {Map<string, string>} names of the boards
 */
function oneAlarm(form, alarm, names) {
  const item = document.importNode(form.content, true);
  const row = item.querySelector("li");
  const grade = item.querySelector("strong");
  const place = item.querySelector("span");
  const sentence = item.querySelector(".sentence");
  const help = item.querySelector(".hint");
  if (!row || !grade || !place || !sentence || !help) return item;
  row.dataset.severity = alarm.grade;
  grade.textContent = `${grade.dataset[alarm.grade]} ${alarm.id}`;
  const where = alarm.board === null ? place.dataset.site : (names.get(alarm.board) ?? alarm.board);
  place.textContent = `${where}, ${place.dataset.since} ${alarm.since_words}`;
  coded(sentence, alarm.sentence);
  coded(help, alarm.help);
  return item;
}
