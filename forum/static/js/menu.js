/**
 * A <details> that closes like a menu: with Escape, and when one turns elsewhere.
 * @param {HTMLElement} element
 */
export default function menu(element) {
  const details = /** @type {HTMLDetailsElement} */ (element);
  const opener = details.querySelector("summary");

  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    opener?.focus();
  });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !details.contains(event.relatedTarget)) details.open = false;
  });
  document.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Node && !details.contains(event.target)) details.open = false;
  });
}
