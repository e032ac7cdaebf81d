// The menu of a page that stays open: how many drafts wait for whoever looks, as it changes. It touches nothing else on the
// page, so no form that is being filled in notices it.
// @ts-check

/** After a refusal, in ms. */
const LATER = 60_000;

const place = document.querySelector("[data-waiting]");
/** @type {EventSource | null} */
let stream = null;
let timer = 0;

/** Listens while somebody can see the page: a browser has few connections to one server. */
function follow() {
  clearTimeout(timer);
  if (document.hidden || !place) {
    stream?.close();
    stream = null;
    return;
  }
  if (stream) return;
  const own = new EventSource("/menu");
  stream = own;
  own.addEventListener("waiting", (event) => {
    const count = Number(event.data);
    place.textContent = count > 0 ? `\u00a0(${count})` : "";
  });
  own.addEventListener("error", () => {
    // Only a refusal closes it; else the browser comes again by itself.
    if (own.readyState !== EventSource.CLOSED || stream !== own) return;
    stream = null;
    timer = window.setTimeout(follow, LATER);
  });
}

document.addEventListener("visibilitychange", follow);
// Before another page takes its place: what is open then would hold up what that page asks for.
window.addEventListener("pagehide", () => {
  stream?.close();
  stream = null;
});
window.addEventListener("pageshow", follow);
