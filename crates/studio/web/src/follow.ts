// What others do: another tab, the disk. The server tells that something is new, and it is asked what.

import * as api from "./api.js";
import { attempt } from "./attempt.js";
import { refreshRules, takeBoard } from "./board/take.js";
import { isUnderway, sendAll } from "./drafts.js";
import { tellSaved } from "./editor/server.js";
import { replaceText } from "./editor/views.js";
import { notice } from "./live.js";
import { get, set, text } from "./store.js";

interface Told {
  revision: number;
  what: "draft" | "edits" | "data" | "saved" | "disk";
}

/** Follows the server's news for as long as the page lives. */
export function follow(): void {
  const source = new EventSource(api.address("events"));
  source.onopen = () => {
    if (!get().lost) return;
    set({ lost: false });
    notice(text().back);
    sendAll();
    void attempt(catchUp);
  };
  source.onerror = () => set({ lost: true });
  source.onmessage = (event: MessageEvent<string>) => {
    const told = JSON.parse(event.data) as Told;
    api.whenSettled(() => {
      const shown = get().board;
      if (told.what !== "disk" && shown && told.revision <= shown.revision) return;
      void attempt(catchUp);
      if (told.what === "disk" && shown) tellSaved(shown.rules);
    });
  };
}

let asked = 0;

/** Asks for everything that may be other than it is shown. */
export async function catchUp(): Promise<void> {
  const mine = ++asked;
  const before = get().edits;
  const [state, board, { edits }] = await Promise.all([api.state(), api.board(), api.edits()]);
  if (mine !== asked) return;
  for (const file of state.files) {
    const here = get().files.find((one) => one.path === file.path);
    // What is being typed here counts more than what comes from elsewhere.
    if (!here || isUnderway(file.path)) continue;
    if (here.text !== file.text) replaceText(file.path, file.text);
    // A draft is held against what was on disk when it was begun.
    const digest = file.changed ? here.digest : file.digest;
    const files = get().files.map((one) => (one.path === file.path ? { ...one, text: file.text, digest } : one));
    set({ files });
  }
  // What was edited here meanwhile is newer.
  if (get().edits === before) set({ edits });
  takeBoard(board);
  await refreshRules();
}
