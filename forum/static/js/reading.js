/** Reports how far the posts came into view, so that the reader can go on there; without it, a whole page counts. */

/** Between two reports: nobody reads faster than that. */
const PAUSE = 2_000;

/** @param {HTMLElement} list */
export default function reading(list) {
  let furthest = 0;
  let reported = 0;
  let timer = 0;

  const observer = new IntersectionObserver(note, { rootMargin: "0px 0px -15% 0px" });

  /** @param {IntersectionObserverEntry[]} entries */
  function note(entries) {
    if (document.visibilityState !== "visible") return; // fetched ahead, or in a tab behind
    for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
      observer.unobserve(target);
      furthest = Math.max(furthest, target.closest("li")?.value ?? 0);
    }
    if (furthest > reported && !timer) timer = setTimeout(report, PAUSE);
  }

  function report() {
    clearTimeout(timer);
    timer = 0;
    if (furthest <= reported) return;
    const token = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=csrf_token]"));
    const said = new URLSearchParams({ number: String(furthest), csrf_token: token?.value ?? "" });
    if (navigator.sendBeacon(list.dataset.report ?? "", said)) reported = furthest;
  }

  function look() {
    observer.disconnect();
    if (document.visibilityState === "visible") list.querySelectorAll(".post-by").forEach((by) => observer.observe(by));
    else report();
  }

  document.addEventListener("visibilitychange", look);
  look();
}
