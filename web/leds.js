// Draws pictures as the lamps of a board, on a canvas. It knows nothing of where they come from.
// @ts-check

/** The shades of the face, as seen when no lamp is lit. */
const FACE = "#08090b";
const UNLIT = [24, 26, 30];
/** The most CSS pixels a face takes in height, for boards that stand upright. */
const TALLEST = 480;
/** A lamp's share of the distance from dot to dot. */
const LAMP = 0.86;

/** Draws RGB pictures as lamps on a dark face, each dot a whole number of screen pixels. */
export class Face {
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

/**
 * The width of the room inside an element's padding and border, in CSS pixels.
 * @param {HTMLElement} element
 */
function inside(element) {
  const style = getComputedStyle(element);
  return element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
}
