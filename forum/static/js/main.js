/**
 * The feature loader: looks at what the page holds and fetches only the behaviours that it needs. Every page works
 * without any of them.
 */

/** Where each behaviour belongs, and the module that brings it: its default export takes one element. */
/** @type {Record<string, () => Promise<{ default: (element: HTMLElement) => void }>>} */
const behaviours = {
  "[data-uses~=error-summary]": () => import("./error-summary.js"),
  "[data-uses~=menu]": () => import("./menu.js"),
  "[data-uses~=reading]": () => import("./reading.js"),
  "[data-uses~=copy]": () => import("./copy.js"),
  "[data-uses~=thanks]": () => import("./thanks.js"),
  "[data-uses~=submit-guard]": () => import("./submit-guard.js"),
};

/** Elements that define themselves once their module is there. */
/** @type {Record<string, () => Promise<unknown>>} */
const elements = {
  "relative-time": () => import("../vendor/relative-time-element.js"),
};

for (const [place, load] of Object.entries(behaviours)) {
  const found = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(place));
  if (found.length) load().then((behaviour) => found.forEach((element) => behaviour.default(element)));
}

for (const [tag, load] of Object.entries(elements)) {
  if (document.querySelector(tag)) load();
}
