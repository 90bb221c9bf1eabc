/**
 * The feature loader: looks at what the page holds and fetches only the behaviours that it needs. Every page works
 * without any of them.
 */

/** @type {Record<string, () => Promise<{ default: (element: HTMLElement) => void }>>} */
const behaviours = {
  "error-summary": () => import("./error-summary.js"),
  menu: () => import("./menu.js"),
  "submit-guard": () => import("./submit-guard.js"),
};

/** @type {Record<string, () => Promise<unknown>>} */
const elements = {
  "relative-time": () => import("../vendor/relative-time-element.js"),
};

for (const [name, load] of Object.entries(behaviours)) {
  const places = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[data-uses~="${name}"]`));
  if (places.length) load().then((behaviour) => places.forEach((place) => behaviour.default(place)));
}

for (const [tag, load] of Object.entries(elements)) {
  if (document.querySelector(tag)) load();
}
