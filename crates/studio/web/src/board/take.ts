// Boards as they come: an older one than is shown is dropped, and what hangs on the rules is asked for anew.

import * as api from "../api.js";
import { followBoard } from "../live.js";
import { get, set } from "../store.js";

let asked = 0;

/** Takes a board, if it isn't older than the one that is shown. */
export function takeBoard(board: api.Board): void {
  const shown = get().board;
  if (shown && board.revision < shown.revision) return;
  const drafts = new Set(board.drafts);
  const files = get().files.map((file) =>
    file.changed === drafts.has(file.path) ? file : { ...file, changed: drafts.has(file.path) },
  );
  set({ board, files });
  followBoard(board);
}

/** Asks for what the rules say of documents and kinds; the latest question counts. */
export async function refreshRules(): Promise<void> {
  const mine = ++asked;
  const [coverage, state] = await Promise.all([api.coverage(), api.state()]);
  if (mine !== asked) return;
  set({ coverage });
  takeState(state);
}

/** Takes kinds and files; the texts that are being written stay. */
export function takeState(state: api.State): void {
  const { files: before, shown } = get();
  const files = state.files.map((file) => {
    const here = before.find((one) => one.path === file.path);
    return here ? { ...file, text: here.text, digest: here.digest } : file;
  });
  const kind = state.kinds.some((one) => one.name === shown.kind) ? shown.kind : state.kinds[0]?.name;
  set({ state, files, ...(kind === shown.kind ? {} : { shown: { kind, find: "", only: undefined } }) });
}
