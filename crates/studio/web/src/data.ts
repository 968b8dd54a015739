// Records from a file that was dropped or chosen.

import * as api from "./api.js";
import { attempt } from "./attempt.js";
import { refreshRules, takeBoard } from "./board/take.js";
import { notice } from "./live.js";
import { get, set, text } from "./store.js";

/** Reads records from a file, unless what-if edits would be lost that nobody has given up. */
export async function read(file: Blob, name: string, how: { drop?: boolean; kind?: string } = {}): Promise<void> {
  const limit = get().state?.limits.upload ?? Number.POSITIVE_INFINITY;
  if (file.size > limit) {
    notice(text().data.tooLarge(Math.floor(limit / 1024 / 1024)), true);
    return;
  }
  set({ busy: text().data.reading(name) });
  await attempt(async () => {
    try {
      const read = await api.read(file, name, how);
      if (read.taken) {
        const { state, shown } = get();
        const kind = read.read[0]?.kind ?? shown.kind;
        set({ edits: [], done: [], undone: [], refused: [], shown: { kind, find: "", only: undefined } });
        if (state) set({ state: { ...state, kinds: read.kinds } });
        takeBoard(read.board);
        await refreshRules();
      }
      set({ dialog: { what: "read", file, name, read } });
    } catch (error) {
      const body = error instanceof api.Refusal && error.status === 409 ? error.body : undefined;
      const edits = (body as { edits?: number } | undefined)?.edits;
      if (edits === undefined) throw error;
      set({ dialog: { what: "drop-edits", file, name, kind: how.kind, edits } });
    }
  });
  set({ busy: undefined });
}

/** Goes back to the records that were there at first. */
export async function readFirst(): Promise<void> {
  await attempt(async () => {
    takeBoard(await api.firstRecords());
    set({ done: [], undone: [], refused: [], edits: (await api.edits()).edits });
    await refreshRules();
    notice(text().data.firstDone);
  });
}
