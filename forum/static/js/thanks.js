/** @typedef {{ action: string, said: boolean, label: string, count: string }} Said what the button says and does now */

/**
 * Says thanks, or takes it back, without leaving the page; whatever goes wrong, the form is sent as it would have been.
 * @param {HTMLElement} element
 */
export default function thanks(element) {
  const form = /** @type {HTMLFormElement} */ (element);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    const said = await send(form);
    if (!said) return form.submit();
    form.removeAttribute("aria-busy");
    show(form, said);
  });
}

/**
 * @param {HTMLFormElement} form
 * @returns {Promise<Said | null>}
 */
async function send(form) {
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {Said} said
 */
function show(form, { action, said, label, count }) {
  form.action = action;
  form.querySelector("button")?.setAttribute("aria-pressed", String(said));
  const words = form.querySelector(".button-label");
  if (words) words.textContent = label;
  const counted = /** @type {HTMLElement | null | undefined} */ (
    form.closest(".post-actions")?.querySelector("[data-thanks]")
  );
  if (!counted) return;
  counted.hidden = !count;
  const number = counted.querySelector("span");
  if (number) number.textContent = count;
}
