/**
 * Takes the reader to what needs another look, in browsers that do not do so by themselves.
 * @param {HTMLElement} summary
 */
export default function focusOn(summary) {
  summary.focus();
}
