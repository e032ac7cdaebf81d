// Writes sentences into a page: what they quote of files and commands between backticks becomes <code>.
// @ts-check

/**
 * A backtick without its fellow stays one.
 * @param {Element} place
 * @param {string} sentence
 */
export function coded(place, sentence) {
  const parts = sentence.split("`");
  const whole = parts.length % 2 === 1 ? parts : [...parts.slice(0, -2), parts.slice(-2).join("`")];
  const pieces = whole.map((part, at) => {
    if (at % 2 === 0) return part;
    const code = document.createElement("code");
    code.textContent = part;
    return code;
  });
  // Untouched if it is the same, so that nothing is read out twice.
  if (place.textContent !== whole.join("")) place.replaceChildren(...pieces);
}
