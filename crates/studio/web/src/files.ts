// Files of the pack: which one is open, and how its draft comes to disk.

import * as api from "./api.js";
import { attempt } from "./attempt.js";
import { takeState } from "./board/take.js";
import { flush, typed } from "./drafts.js";
import { tellSaved } from "./editor/server.js";
import { replaceText } from "./editor/views.js";
import { notice } from "./live.js";
import { get, set, text } from "./store.js";

/** Opens a file of the pack. */
export function open(path: string): void {
  if (get().files.some((file) => file.path === path)) set({ open: path, pane: "rules" });
}

const known = (path: string | undefined): api.File | undefined => get().files.find((file) => file.path === path);

function note(path: string, change: Partial<api.File>): void {
  set({ files: get().files.map((file) => (file.path === path ? { ...file, ...change } : file)) });
}

/** Writes the draft of a file to disk, unless the file has changed there. */
export async function save(path: string | undefined): Promise<void> {
  const file = known(path);
  if (!file || file.kind === "manifest" || file.read_only) return;
  if (!file.changed) {
    notice(text().nothingToSave);
    return;
  }
  if (!(await flush(file.path))) return;
  await write(file.path, file.digest);
}

async function write(path: string, digest: string): Promise<void> {
  await attempt(async () => {
    try {
      const saved = await api.save(path, digest);
      note(path, { digest: saved.digest, changed: false });
      tellSaved(path);
      notice(text().saved(path));
    } catch (error) {
      const body = error instanceof api.Refusal && error.status === 409 ? error.body : undefined;
      const both = body as { disk?: string; draft?: string; digest?: string } | undefined;
      if (both?.disk === undefined || both.digest === undefined) throw error;
      const mine = known(path)?.text ?? both.draft ?? "";
      set({ dialog: { what: "conflict", path, mine, theirs: both.disk, digest: both.digest } });
    }
  });
}

/** Ends a conflict: what is written here goes over what is on disk, whose digest says what was seen of it. */
export async function keepMine(path: string, digest: string): Promise<void> {
  set({ dialog: undefined });
  await write(path, digest);
}

/** Ends a conflict: what is on disk goes over what is written here. */
export async function takeTheirs(path: string, theirs: string, digest: string): Promise<void> {
  set({ dialog: undefined });
  replaceText(path, theirs);
  note(path, { digest });
  typed(path, theirs);
  if (await flush(path)) note(path, { changed: get().board?.drafts.includes(path) ?? false });
}

/** Makes a file in the pack and opens it. */
export async function create(path: string): Promise<boolean> {
  return attempt(async () => {
    const file = await api.create(path);
    takeState(await api.state());
    open(file.path);
  });
}
