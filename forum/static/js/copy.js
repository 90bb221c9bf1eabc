/**
 * A button that copies what a field holds; without a script one selects and copies it as ever.
 * @param {HTMLElement} element
 */
export default function copy(element) {
  const field = /** @type {HTMLInputElement | HTMLTextAreaElement | null} */ (
    document.getElementById(element.dataset.copies ?? "")
  );
  const label = element.querySelector(".button-label");
  if (!field || !label || !navigator.clipboard) return;
  element.hidden = false;
  label.setAttribute("role", "status");

  element.querySelector("button")?.addEventListener("click", async (event) => {
    event.preventDefault();
    await navigator.clipboard.writeText(field.value);
    label.textContent = element.dataset.said ?? "";
  });
}
