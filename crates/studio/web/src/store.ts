// The state of the page: one object, replaced as a whole where something changes, and those who look at a part of it.

import { useLayoutEffect, useState } from "preact/hooks";
import type { Board, Coverage, Edit, File, Finding, Kind, Language, Read, State } from "./api.js";
import { words, type Words } from "./words/index.js";

/** What asks for an answer before anything else. */
export type Dialog =
  | { what: "conflict"; path: string; mine: string; theirs: string; digest: string }
  | { what: "new-file" }
  | { what: "add-record"; kind: Kind }
  | { what: "drop-edits"; file: Blob; name: string; kind: string | undefined; edits: number }
  | { what: "take-back-all" }
  | { what: "read"; file: Blob; name: string; read: Read }
  | { what: "rename"; name: string; give: (name: string) => Promise<string | undefined> }
  | { what: "keys" };

/** A text that a cell was given and that isn't one of its type. */
export interface RefusedCell {
  kind: string;
  key: string;
  field: string;
  text: string;
  findings: Finding[];
}

/** What was done at once, and is undone at once: texts of cells, before and after. */
export interface Step {
  cells: { kind: string; key: string; field: string; before: string; after: string }[];
  records: { kind: string; key: string; what: "add" | "remove"; cells: { field: string; text: string }[] }[];
}

/** Which records the table shows. */
export interface Shown {
  kind: string | undefined;
  find: string;
  only: string[] | undefined;
}

export type Pane = "rules" | "documents" | "board" | "records";

export interface Model {
  language: Language;
  state: State | undefined;
  files: File[];
  /** The path of the open file. */
  open: string | undefined;
  board: Board | undefined;
  coverage: Coverage | undefined;
  edits: Edit[];
  shown: Shown;
  refused: RefusedCell[];
  done: Step[];
  undone: Step[];
  /** Criteria whose picture is open. */
  unfolded: string[];
  dialog: Dialog | undefined;
  /** What the live region says. */
  said: string;
  /** A line that is seen for a while. */
  notice: { text: string; bad: boolean } | undefined;
  busy: string | undefined;
  lost: boolean;
  pane: Pane;
  documentsOpen: boolean;
}

let model: Model = {
  language: "vi",
  state: undefined,
  files: [],
  open: undefined,
  board: undefined,
  coverage: undefined,
  edits: [],
  shown: { kind: undefined, find: "", only: undefined },
  refused: [],
  done: [],
  undone: [],
  unfolded: [],
  dialog: undefined,
  said: "",
  notice: undefined,
  busy: undefined,
  lost: false,
  pane: "rules",
  documentsOpen: true,
};

const lookers = new Set<() => void>();

export const get = (): Readonly<Model> => model;

export function set(change: Partial<Model>): void {
  model = { ...model, ...change };
  for (const look of [...lookers]) look();
}

/** A part of the state; whoever shows it is drawn anew when it is another. */
export function use<T>(part: (model: Readonly<Model>) => T): T {
  const [seen, see] = useState(() => ({ value: part(model) }));
  const now = part(model);
  useLayoutEffect(() => {
    const look = (): void => {
      const value = part(model);
      see((before) => (Object.is(before.value, value) ? before : { value }));
    };
    lookers.add(look);
    look();
    return () => {
      lookers.delete(look);
    };
  }, []);
  return Object.is(seen.value, now) ? seen.value : now;
}

/** The texts in the page's language. */
export const useWords = (): Words => words[use((model) => model.language)];
export const text = (): Words => words[model.language];

/** The kind of records with a name. */
export const kindOf = (name: string | undefined): Kind | undefined =>
  model.state?.kinds.find((kind) => kind.name === name);
