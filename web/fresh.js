// Keeps what stands on a page fresh: asks the server every few seconds, while somebody sees the page. It sends nothing.
// @ts-check

/** How often is asked, and how long an answer may take, in ms. */
const ASK = 5000;

/**
 * Asks now, whenever a board's socket is lost or the page is seen again, and every few seconds.
 * @param {string} address of the JSON
 * @param {(told: any) => void} tell writes the answer into the page
 */
export function keepFresh(address, tell) {
  let asking = false;

  async function ask() {
    if (document.hidden || asking) return;
    asking = true;
    let answered = false;
    try {
      const answer = await fetch(`${address}?lang=${document.documentElement.lang}`, { signal: AbortSignal.timeout(ASK) });
      if (answer.ok) tell(await answer.json());
      answered = answer.ok;
    } catch {
      // Said below: without an answer nothing on the page is known to hold.
    }
    document.body.toggleAttribute("data-lost", !answered);
    asking = false;
  }

  document.addEventListener("visibilitychange", () => void ask());
  document.addEventListener("live-lost", () => void ask());
  setInterval(ask, ASK);
  ask();
}
