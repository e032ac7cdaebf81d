// Makes the page live: each board over its own WebSocket, the list of faults by asking every few seconds.
//
// The server renders everything once; this module only replaces words and draws pictures. It holds no sentence of
// its own, keeps nothing, and sends nothing. A picture that is not live is always dimmed and said to be old.
// @ts-check

/** The shades of the face, as seen when no lamp is lit. */
const FACE = "#08090b";
const UNLIT = [24, 26, 30];
/** The most CSS pixels a face takes in height, for boards that stand upright. */
const TALLEST = 480;
/** A lamp's share of the distance from dot to dot. */
const LAMP = 0.86;
/** The server says something every second; after this silence (ms) the line is taken for dead. */
const SILENCE = 4000;
/** The first and the longest wait before connecting again, in ms. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;
/** A page nobody looks at gives its places back after this long, in ms. */
const HIDDEN = 60000;
/** How often faults and the list of boards are asked for, in ms. */
const ASK = 5000;
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
 * @typedef {{ severity: string, rule: string | null, silenced: string | null, file: string | null, line: number | null,
 *   column: number | null, sentence: string, excerpt: string | null }} Fault
 * @typedef {{ title: string, zone: string, now: string, now_words: string,
 *   clock: { code: string, why: string | null }, summary: { code: string, sentence: string }[], boards: Board[],
 *   faults: Fault[], faults_more: string | null, alarms: Alarm[], alarms_more: string | null }} Told
 * @typedef {{ id: string, grade: string, board: string | null, since_words: string, sentence: string, help: string }} Alarm
 */

/** Lines among the stages that say how something is and not when it was. */
const TIMELESS = ["power", "card", "stored", "clock", "wear"];

/** Draws RGB pictures as lamps on a dark face, each dot a whole number of screen pixels. */
class Face {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {number} width in dots
   * @param {number} height in dots
   */
  constructor(canvas, width, height) {
    this.canvas = canvas;
    this.width = width;
    this.height = height;
    this.dots = new ImageData(width, height);
    this.small = document.createElement("canvas");
    this.small.width = width;
    this.small.height = height;
    /** @type {CanvasPattern | null} */
    this.mask = null;
    this.pitch = 0;
    this.asked = false;
    this.fill(null);
  }

  /** Takes the size from the room there is; call when that may have changed. */
  fit() {
    const frame = this.canvas.parentElement;
    const room = frame?.parentElement;
    if (!frame || !room) return;
    const wide = inside(room) - (frame.offsetWidth - inside(frame));
    const ratio = window.devicePixelRatio || 1;
    const high = Math.max(TALLEST * ratio, this.height);
    const pitch = Math.max(1, Math.floor(Math.min((wide * ratio) / this.width, high / this.height)));
    const across = this.width * pitch;
    if (pitch !== this.pitch || this.canvas.width !== across) {
      this.pitch = pitch;
      this.canvas.width = across;
      this.canvas.height = this.height * pitch;
      this.mask = this.stencil(pitch);
    }
    this.canvas.style.width = `${across / ratio}px`;
    this.canvas.style.height = `${(this.height * pitch) / ratio}px`;
    this.paint();
  }

  /**
   * The face with a round hole for each lamp, to lay over the coloured squares; none where dots are too small.
   * @param {number} pitch
   */
  stencil(pitch) {
    if (pitch < 3) return null;
    const tile = document.createElement("canvas");
    tile.width = tile.height = pitch;
    const pen = tile.getContext("2d");
    if (!pen) return null;
    pen.fillStyle = FACE;
    pen.fillRect(0, 0, pitch, pitch);
    pen.globalCompositeOperation = "destination-out";
    pen.beginPath();
    pen.arc(pitch / 2, pitch / 2, (pitch * LAMP) / 2, 0, Math.PI * 2);
    pen.fill();
    return pen.createPattern(tile, "repeat");
  }

  /**
   * Takes over a picture: three bytes a dot, or null for an unlit face.
   * @param {Uint8Array | null} rgb
   */
  fill(rgb) {
    const to = this.dots.data;
    for (let dot = 0, from = 0; dot < to.length; dot += 4, from += 3) {
      const r = rgb ? rgb[from] : 0;
      const g = rgb ? rgb[from + 1] : 0;
      const b = rgb ? rgb[from + 2] : 0;
      const lit = r + g + b > 0;
      to[dot] = lit ? r : UNLIT[0];
      to[dot + 1] = lit ? g : UNLIT[1];
      to[dot + 2] = lit ? b : UNLIT[2];
      to[dot + 3] = 255;
    }
  }

  /** Draws at the next repaint of the screen; pictures in between are skipped. */
  soon() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.paint();
    });
  }

  paint() {
    const pen = this.canvas.getContext("2d", { alpha: false });
    if (!pen || this.pitch === 0) return;
    this.small.getContext("2d")?.putImageData(this.dots, 0, 0);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(this.small, 0, 0, this.canvas.width, this.canvas.height);
    if (this.mask) {
      pen.fillStyle = this.mask;
      pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
    }
  }
}

/** One board of the list. */
class LiveBoard extends HTMLElement {
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
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live/${encodeURIComponent(this.dataset.id ?? "")}?lang=${lang}`);
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
    ask();
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
    const resort = air?.why_code === "WhyLastResort";
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
    if (place && place.textContent !== words) place.textContent = words;
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
 * The width of the room inside an element's padding and border, in CSS pixels.
 * @param {HTMLElement} element
 */
function inside(element) {
  const style = getComputedStyle(element);
  return element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
}

/**
 * @param {Element} part
 * @param {boolean} hidden
 */
function hide(part, hidden) {
  if (part instanceof HTMLElement && part.hidden !== hidden) part.hidden = hidden;
}

/** @returns {LiveBoard[]} */
const boards = () => [...document.querySelectorAll("live-board")].filter((board) => board instanceof LiveBoard);

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
    ask();
  }
});

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
    if (why.textContent !== (told.clock.why ?? "")) why.textContent = told.clock.why;
    hide(clock, told.clock.why === null);
  }
  tellAlarms(told);
  tellFaults(told);
}

let alarmsShown = "";

/** @param {Told} told */
function tellAlarms(told) {
  const news = JSON.stringify([told.alarms, told.alarms_more]);
  const section = document.getElementById("alarms");
  const list = document.getElementById("alarm-list");
  const form = document.getElementById("alarm");
  const more = document.getElementById("alarms-more");
  if (!section || !list || !more || !(form instanceof HTMLTemplateElement) || news === alarmsShown) return;
  alarmsShown = news;
  hide(section, told.alarms.length === 0);
  more.textContent = told.alarms_more ?? "";
  const names = new Map(told.boards.map((board) => [board.id, board.name]));
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
  sentence.textContent = alarm.sentence;
  help.textContent = alarm.help;
  return item;
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
  sentence.textContent = fault.sentence;
  lines.textContent = fault.excerpt;
  lines.hidden = fault.excerpt === null;
  return item;
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

let asking = false;

async function ask() {
  if (document.hidden || asking) return;
  asking = true;
  let answered = false;
  try {
    const answer = await fetch(`/api/status?lang=${lang}`, { signal: AbortSignal.timeout(ASK) });
    if (answer.ok) tellAll(await answer.json());
    answered = answer.ok;
  } catch {
    // Said below: without an answer nothing on the page is known to hold.
  }
  document.body.toggleAttribute("data-lost", !answered);
  asking = false;
}

customElements.define("live-board", LiveBoard);
setInterval(ask, ASK);
ask();
export {};
