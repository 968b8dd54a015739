// Texts on their way to the server: what is typed is sent when the typing pauses, the latest only.

import * as api from "./api.js";
import { attempt } from "./attempt.js";
import { refreshRules, takeBoard } from "./board/take.js";
import { get, set } from "./store.js";

/** How long the typing must pause, in milliseconds. */
const PAUSE = 200;

interface Underway {
  text: string;
  timer: number | undefined;
  sending: Promise<boolean> | undefined;
  abort: AbortController;
}

const underway = new Map<string, Underway>();

/** Notes a text that was typed. */
export function typed(path: string, text: string): void {
  const before = underway.get(path);
  window.clearTimeout(before?.timer);
  before?.abort.abort();
  const now: Underway = { text, timer: undefined, sending: undefined, abort: new AbortController() };
  now.timer = window.setTimeout(() => void send(path, now), PAUSE);
  underway.set(path, now);
  set({ files: get().files.map((file) => (file.path === path ? { ...file, text, changed: true } : file)) });
}

/** Whether a text is on its way. */
export const isUnderway = (path: string): boolean => underway.has(path);

/** Sends what waits, and ends when the server has it: whether it has. */
export async function flush(path: string): Promise<boolean> {
  const now = underway.get(path);
  if (!now) return true;
  window.clearTimeout(now.timer);
  return now.sending ?? send(path, now);
}

function send(path: string, now: Underway): Promise<boolean> {
  now.timer = undefined;
  now.sending = attempt(async () => {
    const board = await api.draft(path, now.text, now.abort.signal);
    if (underway.get(path) === now) underway.delete(path);
    takeBoard(board);
    if (board.sound) await refreshRules();
  });
  return now.sending;
}

/** Sends every text anew, to a server that has forgotten them. */
export function sendAll(): void {
  for (const file of get().files) {
    if (file.changed) typed(file.path, file.text);
  }
}
