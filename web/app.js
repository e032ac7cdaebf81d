// Keeps the page of all boards fresh: the boards over their sockets, alarms and faults by asking every few seconds.
//
// The server renders everything once; this module only replaces words. It holds no sentence of its own, keeps nothing,
// and sends nothing.
// @ts-check

import { tellAlarms } from "./alarms.js";
import { coded } from "./coded.js";
import { keepFresh } from "./fresh.js";
import { boards, hide } from "./live.js";


/**
 * @typedef {import("./live.js").Board} Board
 * @typedef {{ severity: string, rule: string | null, silenced: string | null, file: string | null, line: number | null,
 *   column: number | null, sentence: string, excerpt: string | null }} Fault
 * @typedef {{ title: string, zone: string, now: string, now_words: string,
 *   clock: { code: string, why: string | null }, summary: { code: string, sentence: string }[], boards: Board[],
 *   faults: Fault[], faults_more: string | null, faults_title: string, faults_hint: string, alarms: Alarm[], alarms_more: string | null }} Told
 * @typedef {import("./alarms.js").Alarm} Alarm
 */

/** What only a new page can show, as it was when this one was opened. */
let fixedFirst = "";

/**
 * The title, the zone and everything of the boards that does not change while they run.
 * @param {Told} told
 */
function fixedParts(told) {
  const boards = told.boards.map((board) => [
    board.id, board.name, board.site, board.place, board.width, board.height, board.pitch_mm, board.protocol, board.link,
  ]);
  return JSON.stringify([told.title, told.zone, boards]);
}

/** @param {Told} told */
function tellAll(told) {
  const shown = boards();
  const fixed = fixedParts(told);
  const ids = shown.map((board) => board.dataset.id).join();
  if (told.boards.map((board) => board.id).join() !== ids || (fixedFirst && fixed !== fixedFirst)) {
    location.reload();
    return;
  }
  fixedFirst = fixed;
  told.boards.forEach((board, at) => {
    if (!shown[at].socket) shown[at].tell(board);
  });
  const summary = document.getElementById("summary");
  const parts = told.summary.map((part) => {
    const item = document.createElement("li");
    item.dataset.code = part.code;
    item.textContent = part.sentence;
    return item;
  });
  if (summary) summary.replaceChildren(...parts);
  const asOf = document.getElementById("asof");
  if (asOf instanceof HTMLTimeElement) {
    asOf.dateTime = told.now;
    asOf.textContent = told.now_words;
  }
  const clock = document.getElementById("clock");
  const why = document.getElementById("clock-why");
  if (clock && why) {
    clock.dataset.code = told.clock.code;
    coded(why, told.clock.why ?? "");
    hide(clock, told.clock.why === null);
  }
  tellAlarms(told, new Map(told.boards.map((board) => [board.id, board.name])));
  tellFaults(told);
  const light = document.getElementById("all-light");
  // Of the boards that whoever looks can light again.
  if (light) hide(light, !document.querySelector('.turn [value="light"]:not([hidden])'));
}

let faultsShown = "";

/** @param {Told} told */
function tellFaults(told) {
  const news = JSON.stringify(told.faults);
  const section = document.getElementById("faults");
  const list = document.getElementById("fault-list");
  const form = document.getElementById("fault");
  const more = document.getElementById("faults-more");
  if (!section || !list || !more || !(form instanceof HTMLTemplateElement) || news === faultsShown) return;
  faultsShown = news;
  const listed = told.faults.filter((fault) => fault.silenced === null);
  hide(section, listed.length === 0);
  more.textContent = told.faults_more ?? "";
  section.dataset.grave = listed.some((fault) => fault.severity === "error") ? "error" : "warning";
  const [title, hint] = [document.getElementById("faults-title"), document.getElementById("faults-hint")];
  if (title && listed.length) title.textContent = told.faults_title;
  if (hint && listed.length) hint.textContent = told.faults_hint;
  list.replaceChildren(...listed.map((fault) => oneFault(form, fault)));
}

/**
 * @param {HTMLTemplateElement} form
 * @param {Fault} fault
 */
function oneFault(form, fault) {
  const item = document.importNode(form.content, true);
  const row = item.querySelector("li");
  const grade = item.querySelector("strong");
  const place = item.querySelector("span");
  const sentence = item.querySelector(".sentence");
  const lines = item.querySelector("pre");
  if (!row || !grade || !place || !sentence || !lines) return item;
  row.dataset.severity = fault.severity;
  grade.textContent = [grade.dataset[fault.severity], fault.rule].filter(Boolean).join(" ");
  if (fault.file !== null) {
    const file = document.createElement("code");
    file.textContent = fault.file;
    place.append(file);
    if (fault.line !== null) place.append(`, ${place.dataset.line} ${fault.line}`);
    if (fault.column !== null) place.append(`, ${place.dataset.column} ${fault.column}`);
  }
  coded(sentence, fault.sentence);
  lines.textContent = fault.excerpt;
  lines.hidden = fault.excerpt === null;
  return item;
}

keepFresh("/api/status", tellAll);
