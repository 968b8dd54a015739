// The focus is never lost: where what had it is gone, or can't be used any more, the part that it stood in has it.

let last: HTMLElement | undefined;
let part: HTMLElement | undefined;

function keep(): void {
  const here = document.activeElement;
  if (!last || (here !== null && here !== document.body)) return;
  const gone = !last.isConnected || last.matches(":disabled");
  if (!gone) return;
  last = undefined;
  const place = part?.isConnected ? part : document.querySelector<HTMLElement>(".pane");
  place?.focus({ preventScroll: true });
}

/** Keeps it for as long as the page lives. */
export function keepFocus(): void {
  document.addEventListener("focusin", (event) => {
    if (!(event.target instanceof HTMLElement)) return;
    last = event.target;
    part = event.target.closest<HTMLElement>(".pane") ?? part;
  });
  const watch = new MutationObserver(keep);
  watch.observe(document.body, { subtree: true, childList: true, attributeFilter: ["disabled"] });
}
