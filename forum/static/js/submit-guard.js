/** A form is sent once: a second click while it is on its way does nothing. */

/** After this long we no longer believe that the first one is still on its way. */
const PATIENCE = 15_000;

/** @param {HTMLElement} element */
export default function submitGuard(element) {
  const form = /** @type {HTMLFormElement} */ (element);
  /** @type {() => void} */
  let release = () => {};

  form.addEventListener("submit", (event) => {
    if (form.hasAttribute("aria-busy")) return event.preventDefault();
    form.setAttribute("aria-busy", "true");
    release = hold(form, event.submitter);
    setTimeout(release, PATIENCE);
  });
  window.addEventListener("pageshow", () => release());
}

/**
 * Shows that the form is being sent; the answer undoes it. The button stays enabled: its value is still to be sent.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} button
 */
function hold(form, button) {
  const label = button?.querySelector(".button-label") ?? null;
  const words = label?.textContent ?? "";
  if (label && button?.dataset.sending) label.textContent = button.dataset.sending;
  button?.setAttribute("aria-disabled", "true");

  return () => {
    form.removeAttribute("aria-busy");
    button?.removeAttribute("aria-disabled");
    if (label) label.textContent = words;
  };
}
