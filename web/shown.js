// Pictures that a page has drawn elsewhere: each <board-preview data-src> fetches what it plays.
// @ts-check

import { BoardPreview } from "./play.js";

for (const preview of document.querySelectorAll("board-preview[data-src]")) if (preview instanceof BoardPreview) fill(preview);

/** @param {BoardPreview} preview */
async function fill(preview) {
  try {
    const answer = await fetch(preview.dataset.src ?? "");
    if (answer.ok) preview.show(await answer.json());
  } catch {
    // The page says all of it in words too, and what it is for does not wait for pictures.
  }
}
