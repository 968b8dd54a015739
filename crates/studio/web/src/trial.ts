// What-if edits: they go to the server one step at a time, and a step is undone by the texts that stood there before.

import * as api from "./api.js";
import { attempt } from "./attempt.js";
import { takeBoard } from "./board/take.js";
import { notice, say } from "./live.js";
import { inOne } from "./parts/told.js";
import { get, set, text, type RefusedCell, type Step } from "./store.js";

/** How many steps can be undone. */
const STEPS = 500;

export interface CellEdit {
  kind: string;
  key: string;
  field: string;
  before: string;
  text: string;
}

const sameCell = (a: { kind: string; key: string; field: string }, b: typeof a): boolean =>
  a.kind === b.kind && a.key === b.key && a.field === b.field;

function take(edited: api.Edited): void {
  set({ edits: edited.edits });
  takeBoard(edited.board);
}

/** Gives cells their texts, as one step; the cells that were refused. */
export async function editCells(cells: CellEdit[]): Promise<RefusedCell[]> {
  let refused: RefusedCell[] = [];
  await attempt(async () => {
    const edited = await api.edit(cells.map(({ kind, key, field, text }) => ({ kind, key, field, text })));
    const why = new Map(edited.refused.map((one) => [one.index, one.findings]));
    refused = cells.flatMap((cell, index) => {
      const findings = why.get(index);
      return findings ? [{ kind: cell.kind, key: cell.key, field: cell.field, text: cell.text, findings }] : [];
    });
    const taken = cells.filter((_, index) => !why.has(index));
    const others = get().refused.filter((old) => !cells.some((cell) => sameCell(old, cell)));
    set({ refused: [...others, ...refused] });
    if (taken.length > 0) {
      remember({ cells: taken.map(({ text: after, ...cell }) => ({ ...cell, after })), records: [] });
    }
    take(edited);
  });
  return refused;
}

/** Forgets texts that were refused. */
export function forgetRefused(cell?: { kind: string; key: string; field: string }): void {
  set({ refused: cell ? get().refused.filter((one) => !sameCell(one, cell)) : [] });
}

/** Adds a record with some of its cells: the findings if it was refused. */
export async function addRecord(kind: string, key: string, cells: { field: string; text: string }[]): Promise<api.Finding[]> {
  let findings: api.Finding[] = [];
  await attempt(async () => {
    const edited = await api.edit([adding(kind, key, cells)]);
    findings = edited.refused.flatMap((one) => one.findings);
    if (findings.length === 0) remember({ cells: [], records: [{ kind, key, what: "add", cells }] });
    take(edited);
  });
  return findings;
}

const adding = (kind: string, key: string, cells: { field: string; text: string }[]): api.Change => ({
  add: true,
  kind,
  key,
  cells: Object.fromEntries(cells.map(({ field, text }) => [field, text])),
});

/** Removes a record; what it had stands in `cells`, for undoing. */
export async function removeRecord(kind: string, key: string, cells: { field: string; text: string }[]): Promise<void> {
  await attempt(async () => {
    const edited = await api.edit([{ remove: true, kind, key }]);
    const why = edited.refused.flatMap((one) => one.findings);
    if (why.length > 0) notice(inOne(why), true);
    else remember({ cells: [], records: [{ kind, key, what: "remove", cells }] });
    take(edited);
  });
}

/** Brings a removed record back. */
export async function restoreRecord(kind: string, key: string): Promise<void> {
  await attempt(async () => {
    const edited = await api.edit([{ add: true, kind, key }]);
    remember({ cells: [], records: [{ kind, key, what: "add", cells: [] }] });
    take(edited);
  });
}

function remember(step: Step): void {
  set({ done: [...get().done, step].slice(-STEPS), undone: [] });
}

/** The changes that make a step undone, or done again. */
function changes(step: Step, back: boolean): api.Change[] {
  const cells = step.cells.map(({ kind, key, field, before, after }) => ({
    kind,
    key,
    field,
    text: back ? before : after,
  }));
  const records = step.records.flatMap(({ kind, key, what, cells }): api.Change[] => {
    if ((what === "remove") !== back) return [{ remove: true, kind, key }];
    // One that was new is added with what it had; one that was removed comes back, and what was edited in it.
    if (what === "add") return [adding(kind, key, cells)];
    return [{ add: true, kind, key }, ...cells.map(({ field, text }) => ({ kind, key, field, text }))];
  });
  return [...records, ...cells];
}

async function repeat(back: boolean): Promise<void> {
  const { done, undone } = get();
  const step = (back ? done : undone).at(-1);
  if (!step) return;
  await attempt(async () => {
    take(await api.edit(changes(step, back)));
    set(
      back
        ? { done: done.slice(0, -1), undone: [...undone, step] }
        : { done: [...done, step], undone: undone.slice(0, -1) },
    );
    say(back ? text().whatIf.undone : text().whatIf.redone);
  });
}

export const undo = (): Promise<void> => repeat(true);
export const redo = (): Promise<void> => repeat(false);

/** Takes one edit back, wherever it stands in the list; that is a step by itself. */
export async function takeBack(edit: api.Edit): Promise<void> {
  await attempt(async () => {
    take(await api.takeBack(edit.n));
    if (edit.what === "set" && edit.field !== undefined) {
      const { kind, key, field, before, after } = edit;
      remember({ cells: [{ kind, key, field, before: after, after: before }], records: [] });
    } else {
      // What an added record had isn't known any more.
      set({ done: [], undone: [] });
    }
  });
}

/** Takes all edits back. */
export async function takeAllBack(): Promise<void> {
  await attempt(async () => {
    take(await api.takeBack());
    set({ done: [], undone: [], refused: [] });
  });
}
