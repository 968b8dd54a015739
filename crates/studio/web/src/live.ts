// What is said to those who don't see the page, sparingly; and the notices that all see.

import type { Board } from "./api.js";
import { get, set, text } from "./store.js";

/** How many changed verdicts are said one by one. */
const MOST = 3;

/** How long typing must have paused before a change is said, in milliseconds. */
const PAUSE = 1200;

/** How long a notice stays, in milliseconds. */
const STAYS = 8000;

let settled: Board | undefined;
let waiting: number | undefined;
let hiding: number | undefined;

/** Says a sentence now. */
export function say(sentence: string): void {
  // The same sentence once more is said once more.
  set({ said: get().said === sentence ? `${sentence}\u00a0` : sentence });
}

/** Shows a sentence for a while, and says it. */
export function notice(sentence: string, bad = false): void {
  window.clearTimeout(hiding);
  set({ notice: { text: sentence, bad } });
  say(sentence);
  if (!bad) hiding = window.setTimeout(() => set({ notice: undefined }), STAYS);
}

/** Says what has changed since the last time, once the typing pauses. */
export function followBoard(board: Board): void {
  if (!settled) {
    settled = board;
    return;
  }
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => {
    const before = settled;
    settled = board;
    const sentence = before ? difference(before, board) : "";
    if (sentence !== "") say(sentence);
  }, PAUSE);
}

/** What is different between two boards, in words. */
function difference(before: Board, after: Board): string {
  const { board: words, verdict } = text();
  if (before.sound !== after.sound && !after.sound) return words.nowStale(after.errors);
  const parts: string[] = [];
  if (before.sound !== after.sound) parts.push(words.nowSound);
  const old = new Map(before.criteria.map((one) => [one.id, one.verdict]));
  const turned = after.criteria.filter((one) => old.has(one.id) && old.get(one.id) !== one.verdict);
  for (const one of turned.slice(0, MOST)) {
    parts.push(words.turned(one.id, verdict[old.get(one.id) ?? one.verdict], verdict[one.verdict]));
  }
  if (turned.length > MOST) parts.push(words.turnedMore(turned.length - MOST));
  if (before.overall?.verdict !== after.overall?.verdict && after.overall) {
    parts.push(words.overallNow(verdict[after.overall.verdict]));
  }
  return parts.join(" ");
}
