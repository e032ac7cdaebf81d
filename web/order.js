// Puts the items of a draft in another order by dragging. Buttons do the same without this script.
// @ts-check

const list = document.querySelector("[data-order]");
const told = document.querySelector("[data-moved]");

/** @returns {HTMLElement[]} */
const papers = () => [...(list?.children ?? [])].filter((paper) => paper instanceof HTMLElement);

/** Tells the server where an item stands now, and looks at the page again: numbers and buttons of all items changed.
 * @param {HTMLElement} paper */
async function settle(paper) {
  const to = papers().indexOf(paper);
  const { order } = /** @type {HTMLElement} */ (list).dataset;
  const { uid } = paper.dataset;
  const answer = await fetch(`${order}/items/${uid}/move`, {
    method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ to: `${to}` }),
  }).catch(() => null);
  if (told instanceof HTMLElement) {
    const sentence = answer && !answer.ok ? (await answer.json().catch(() => null))?.sentence : null;
    told.textContent = sentence ?? `${paper.querySelector(".words")?.textContent ?? ""}: ${told.dataset.words} ${to + 1}`;
  }
  if (!answer?.ok) {
    setTimeout(() => location.reload(), 3000);
    return;
  }
  history.replaceState(null, "", `${order}?said=moved#item-${uid}`);
  location.reload();
}

/** @param {PointerEvent} event */
function hold(event) {
  const grip = event.target instanceof Element ? event.target.closest("[data-grip]") : null;
  const paper = grip?.closest("[data-uid]");
  if (!(grip instanceof HTMLElement) || !(paper instanceof HTMLElement) || event.button !== 0) return;
  event.preventDefault();
  const began = papers().indexOf(paper);
  grip.setPointerCapture(event.pointerId);
  paper.toggleAttribute("data-held", true);
  /** @param {PointerEvent} moved */
  const follow = (moved) => {
    // The others are moved around the one that is held: taken out of the page it would be let go.
    const middle = (/** @type {Element} */ other) => {
      const { top, height } = other.getBoundingClientRect();
      return top + height / 2;
    };
    for (let next = paper.nextElementSibling; next && moved.clientY > middle(next); next = paper.nextElementSibling) list?.insertBefore(next, paper);
    for (let before = paper.previousElementSibling; before && moved.clientY < middle(before); before = paper.previousElementSibling) list?.insertBefore(before, paper.nextElementSibling);
    const edge = 60;
    if (moved.clientY < edge) scrollBy(0, -20);
    if (moved.clientY > innerHeight - edge) scrollBy(0, 20);
  };
  const drop = () => {
    grip.removeEventListener("pointermove", follow);
    grip.removeEventListener("pointerup", drop);
    grip.removeEventListener("pointercancel", drop);
    paper.toggleAttribute("data-held", false);
    if (papers().indexOf(paper) !== began) settle(paper);
  };
  grip.addEventListener("pointermove", follow);
  grip.addEventListener("pointerup", drop);
  grip.addEventListener("pointercancel", drop);
}

list?.addEventListener("pointerdown", (event) => hold(/** @type {PointerEvent} */ (event)));
