// <board-preview>: plays an item as a board would, from its raster and the course by which windows are cut from it.
//
// The server drew the raster with the hand that lights the boards; this only cuts and shows. It plays only where it can be
// seen. Whoever must know that somebody saw all of it listens to `played-to-end`: it comes after an item was played from
// its beginning to its end without a jump, or stood whole on the screen for a moment where nothing moves.
// @ts-check

import { Face } from "./leds.js";

/**
 * @typedef {{ kind: "pages", count: number, height: number, hold_ms: number } |
 *   { kind: "pass", axis: string, positions: number, stride: number, speed: number, passes: number }} Course
 * @typedef {{ width: number, height: number, colour?: string, dots: string }} Raster
 * @typedef {{ width: number, height: number, seconds: number, raster: Raster, course: Course }} Film
 */

/** How much of it must be on the screen to be seen, and how long what stands still must be there, in ms. */
const SEEN = 0.25;
const GLANCE = 1000;

const FORMS = { play: "▶", pause: "❚❚" };

/** @param {Raster} raster */
export function unpack(raster) {
  const packed = Uint8Array.from(atob(raster.dots), (letter) => letter.charCodeAt(0));
  if (!raster.colour) return packed;
  const colour = [0, 2, 4].map((at) => parseInt(raster.colour?.slice(at, at + 2) ?? "0", 16));
  const rgb = new Uint8Array(raster.width * raster.height * 3);
  for (let dot = 0; dot < raster.width * raster.height; dot += 1) {
    if ((packed[dot >> 3] >> (7 - (dot & 7))) & 1) rgb.set(colour, dot * 3);
  }
  return rgb;
}

/**
 * Where the window stands on the raster so many milliseconds after the item began.
 * @param {Course} course
 * @param {number} elapsed
 */
export function cut(course, elapsed) {
  if (course.kind === "pages") {
    const page = Math.min(Math.floor(elapsed / course.hold_ms), course.count - 1);
    return { x: 0, y: page * course.height };
  }
  const steps = Math.ceil(course.positions / course.stride);
  const step = Math.min(Math.floor((elapsed * course.speed) / (1000 * course.stride)), steps * course.passes - 1);
  const at = (step % steps) * course.stride;
  return course.axis === "right" ? { x: at, y: 0 } : { x: 0, y: at };
}

/**
 * The dots of a window.
 * @param {Film} film
 * @param {Uint8Array} rgb of the raster
 * @param {{ x: number, y: number }} at
 */
export function window_of(film, rgb, at) {
  const x = Math.min(at.x, film.raster.width - film.width);
  const y = Math.min(at.y, film.raster.height - film.height);
  const shown = new Uint8Array(film.width * film.height * 3);
  for (let row = 0; row < film.height; row += 1) {
    const from = ((y + row) * film.raster.width + x) * 3;
    shown.set(rgb.subarray(from, from + film.width * 3), row * film.width * 3);
  }
  return shown;
}

/** How many windows show all of it side by side: each page, or each width or height that passes. @param {Film} film */
export function stills(film) {
  const { course } = film;
  if (course.kind === "pages") {
    return Array.from({ length: course.count }, (_, page) => ({ x: 0, y: page * course.height }));
  }
  const across = course.axis === "right";
  const step = across ? film.width : film.height;
  const count = Math.min(Math.ceil(course.positions / step), 40);
  return Array.from({ length: count }, (_, at) => (across ? { x: at * step, y: 0 } : { x: 0, y: at * step }));
}

export class BoardPreview extends HTMLElement {
  /** @type {Film | null} */ film = null;
  /** @type {Uint8Array} */ rgb = new Uint8Array();
  /** @type {Face[]} */ faces = [];
  /** @type {HTMLButtonElement | null} */ button = null;
  /** @type {HTMLInputElement | null} */ slider = null;
  elapsed = 0;
  began = 0;
  playing = false;
  ended = false;
  /** Whether it is on the screen, and whether it is to play as soon as it is. */
  inView = false;
  waiting = false;
  /** Whether nothing moves: one page, or all of it side by side. */
  still = false;
  /** Whether it has been played from the beginning without a jump. */
  whole = false;
  glance = 0;
  seeing = new IntersectionObserver((entries) => this.look(entries[entries.length - 1].isIntersecting), { threshold: SEEN });
  watching = new ResizeObserver(() => requestAnimationFrame(() => this.faces.forEach((face) => face.fit())));

  connectedCallback() {
    this.watching.observe(this);
    this.seeing.observe(this);
  }

  disconnectedCallback() {
    this.watching.disconnect();
    this.seeing.disconnect();
    clearTimeout(this.glance);
    this.playing = false;
  }

  /** @param {boolean} inView */
  look(inView) {
    this.inView = inView;
    clearTimeout(this.glance);
    if (!inView && this.playing) {
      this.pause();
      this.waiting = true;
    } else if (inView && this.film && this.still) {
      this.glance = window.setTimeout(() => this.finish(), GLANCE);
    } else if (inView && this.waiting) {
      this.play();
    }
  }

  /**
   * Shows another item from its beginning. Its controls take their names from `data-play`, `data-pause` and `data-seek`.
   * @param {Film} film
   */
  show(film) {
    this.film = film;
    this.rgb = unpack(film.raster);
    this.elapsed = 0;
    this.ended = false;
    this.playing = false;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const one = film.course.kind === "pages" && film.course.count === 1;
    this.still = calm || one;
    this.build(film, calm && !one ? stills(film) : [{ x: 0, y: 0 }]);
    if (!this.still) this.controls(film);
    this.waiting = !this.still;
    this.look(this.inView);
  }

  /**
   * @param {Film} film
   * @param {{ x: number, y: number }[]} windows
   */
  build(film, windows) {
    const frames = windows.map(() => {
      const room = document.createElement("div");
      const bezel = document.createElement("div");
      const canvas = document.createElement("canvas");
      bezel.className = "bezel";
      bezel.append(canvas);
      room.append(bezel);
      return { room, canvas };
    });
    const label = this.dataset.label ?? "";
    const wall = document.createElement("div");
    wall.className = "frames";
    wall.setAttribute("role", "img");
    wall.setAttribute("aria-label", label);
    wall.append(...frames.map(({ room }) => room));
    this.replaceChildren(wall);
    this.faces = frames.map(({ canvas }) => new Face(canvas, film.width, film.height));
    this.faces.forEach((face, at) => {
      face.fill(window_of(film, this.rgb, windows[at]));
      face.fit();
    });
    this.button = this.slider = null;
  }

  /** @param {Film} film */
  controls(film) {
    const bar = document.createElement("div");
    bar.className = "controls";
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.onclick = () => {
      this.waiting = false;
      if (this.playing) this.pause();
      else this.play();
    };
    this.slider = document.createElement("input");
    this.slider.type = "range";
    this.slider.min = "0";
    this.slider.max = `${film.seconds}`;
    this.slider.step = "0.1";
    // A slider that is told no value stands in its middle, or at its end.
    this.slider.value = "0";
    this.slider.setAttribute("aria-label", this.dataset.seek ?? "");
    this.slider.oninput = () => {
      this.pause();
      this.whole = false;
      this.seek(Number(this.slider?.value) * 1000);
    };
    bar.append(this.button, this.slider);
    this.append(bar);
    this.name();
  }

  play() {
    if (!this.film || this.playing) return;
    if (this.elapsed >= this.film.seconds * 1000) this.elapsed = 0;
    if (this.elapsed === 0) this.whole = true;
    this.playing = true;
    this.waiting = false;
    this.began = performance.now() - this.elapsed;
    this.name();
    const film = this.film;
    /** @param {number} now */
    const step = (now) => {
      if (!this.playing || this.film !== film) return;
      this.seek(Math.max(0, now - this.began));
      if (this.elapsed < film.seconds * 1000) {
        requestAnimationFrame(step);
      } else {
        this.pause();
        if (this.whole) this.finish();
      }
    };
    requestAnimationFrame(step);
  }

  pause() {
    this.playing = false;
    this.name();
  }

  /**
   * Shows a moment.
   * @param {number} elapsed in ms since the item began
   */
  seek(elapsed) {
    if (!this.film) return;
    this.elapsed = Math.min(elapsed, this.film.seconds * 1000);
    this.faces[0].fill(window_of(this.film, this.rgb, cut(this.film.course, this.elapsed)));
    this.faces[0].paint();
    if (this.slider) this.slider.value = `${this.elapsed / 1000}`;
  }

  /** Says once that all of it was played. */
  finish() {
    if (this.ended) return;
    this.ended = true;
    this.dispatchEvent(new Event("played-to-end", { bubbles: true }));
  }

  name() {
    if (!this.button) return;
    this.button.textContent = this.playing ? FORMS.pause : FORMS.play;
    this.button.setAttribute("aria-label", (this.playing ? this.dataset.pause : this.dataset.play) ?? "");
  }
}

customElements.define("board-preview", BoardPreview);
