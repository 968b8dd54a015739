// What the server says and is told. Every address stands beside the page, below its token; every question carries the
// language in which it wants prose.

export type Language = "vi" | "en";
export type Verdict = "met" | "not_met" | "undetermined" | "not_applicable";

export interface Place {
  path: string;
  /** From 1. */
  line: number;
  column?: number;
}

export interface Finding {
  code: string;
  severity: "error" | "warning" | "note";
  /** Whole, and readable by itself. */
  message: string;
  help?: string;
  place?: Place;
}

export interface File {
  path: string;
  uri: string;
  language: Language | null;
  kind: "rules" | "tests" | "manifest";
  /** The draft, where there is one. */
  text: string;
  /** Of what is on disk. */
  digest: string;
  changed: boolean;
  /** Of another pack, which isn't changed here. */
  read_only: boolean;
}

export type FieldType =
  | "text"
  | "bool"
  | "number"
  | "integer"
  | "count"
  | "percent"
  | "date"
  | "label"
  | "choice"
  | "reference";

export interface Field {
  name: string;
  label: string;
  type: FieldType;
  /** The type in words. */
  says: string;
  key: boolean;
  optional: boolean;
  private: boolean;
  range?: string;
  /** What may stand there, as it is typed. */
  labels?: string[];
  /** The kind that it names a record of. */
  refers_to?: string;
  note?: string;
}

export interface Kind {
  name: string;
  label: string;
  rows: number;
  fields: Field[];
}

export interface State {
  pack: string;
  title: string;
  lang: Language;
  files: File[];
  kinds: Kind[];
  /** What the records were read from. */
  sources: { text: string }[];
  limits: { upload: number };
}

export interface Criterion {
  id: string;
  title: string;
  cites: { document: string; item: string }[];
  verdict: Verdict;
  /** Without the what-if edits, where that differs. */
  was?: Verdict;
  /** By the saved rules, where that differs. */
  was_saved?: Verdict;
  summary: string;
  /** Where it stands, if that is in the pack. */
  place?: Place;
}

export interface Board {
  revision: number;
  /** The rule file that is judged by. */
  rules: string;
  /** Whether the rules have no errors; else the criteria are those of the last rules that had none. */
  sound: boolean;
  errors: number;
  warnings: number;
  overall?: { verdict: Verdict; was?: Verdict; counts: Record<Verdict, number> };
  criteria: Criterion[];
  /** Findings about the records. */
  records: Finding[];
  edits: number;
  /** Files whose draft isn't saved. */
  drafts: string[];
}

export interface Detail {
  id: string;
  html: string;
  people: { kind: string; key: string }[];
}

export interface Cell {
  text: string;
  state: "given" | "missing" | "edited" | "wrong";
  /** The record's own text, where it is edited. */
  was?: string;
  finding?: Finding;
}

export interface Row {
  key: string;
  state: "given" | "added" | "removed";
  /** In the order of the kind's fields. */
  cells: Cell[];
}

export interface Rows {
  total: number;
  from: number;
  rows: Row[];
}

export type Change =
  | { kind: string; key: string; field: string; text: string }
  | { add: true; kind: string; key: string; cells?: Record<string, string> }
  | { remove: true; kind: string; key: string };

export interface Edit {
  n: number;
  kind: string;
  key: string;
  field?: string;
  what: "set" | "add" | "remove";
  before: string;
  after: string;
}

export interface Edited {
  refused: { index: number; findings: Finding[] }[];
  changed: { id: string; before: Verdict; after: Verdict }[];
  edits: Edit[];
  board: Board;
}

export interface Read {
  read: { kind: string; label: string; rows: number }[];
  findings: Finding[];
  /** Whether the records have taken the place of those before. */
  taken: boolean;
  board: Board;
  kinds: Kind[];
}

export interface Coverage {
  documents: {
    code: string;
    title?: string;
    items: Item[];
  }[];
}

export interface Item {
  id: string;
  title: string;
  state: "measured" | "waived" | "forgotten";
  reason?: string;
  by: { id: string; title: string; place: Place }[];
  place: Place;
}

/** What the server refused, with its reasons in words. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`${status}`);
  }

  get findings(): Finding[] {
    const body = this.body as { findings?: Finding[] } | undefined;
    return body?.findings ?? [];
  }
}

/** Until one is chosen, the server speaks its own. */
let spoken: Language | undefined;

/** Sets the language of prose in all that is asked from now on. */
export function speak(language: Language): void {
  spoken = language;
}

/** The address of something beside the page. */
export function address(path: string, query: Record<string, string | number> = {}): string {
  const parameters = new URLSearchParams(spoken === undefined ? {} : { lang: spoken });
  for (const [name, value] of Object.entries(query)) parameters.set(name, String(value));
  return parameters.size > 0 ? `${path}?${parameters}` : path;
}

/** A path of a file, fit for an address. */
function escaped(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

let changing = 0;
let waiting: (() => void)[] = [];

/** Does something once nothing is underway that changes anything: its answer says what is new, too. */
export function whenSettled(act: () => void): void {
  if (changing === 0) act();
  else waiting.push(act);
}

async function ask<T>(url: string, init: RequestInit = {}): Promise<T> {
  const changes = init.method !== undefined;
  if (changes) changing++;
  try {
    const response = await fetch(url, init);
    const text = await response.text();
    let body: unknown;
    try {
      body = text === "" ? undefined : JSON.parse(text);
    } catch {
      body = undefined;
    }
    if (!response.ok) throw new Refusal(response.status, body);
    return body as T;
  } finally {
    if (changes && --changing === 0) {
      const acts = waiting;
      waiting = [];
      // Whoever asked takes its answer first.
      window.setTimeout(() => acts.forEach((act) => whenSettled(act)));
    }
  }
}

function told(method: string, body: unknown): RequestInit {
  return { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

export const state = (): Promise<State> => ask(address("state"));
export const board = (): Promise<Board> => ask(address("board"));
export const coverage = (): Promise<Coverage> => ask(address("coverage"));
export const detail = (id: string, signal?: AbortSignal): Promise<Detail> =>
  ask(address(`criterion/${encodeURIComponent(id)}`), signal ? { signal } : {});

export const draft = (path: string, text: string, signal: AbortSignal): Promise<Board> =>
  ask(address(`draft/${escaped(path)}`), { method: "PUT", body: text, signal });
export const save = (path: string, digest: string): Promise<{ digest: string }> =>
  ask(address(`save/${escaped(path)}`), told("POST", { digest }));
export const create = (path: string): Promise<File> => ask(address("new"), told("POST", { path }));

export function records(
  kind: string,
  window: { from: number; count: number; find: string; only: string[] | undefined },
): Promise<Rows> {
  const { from, count, find, only } = window;
  const path = `records/${encodeURIComponent(kind)}`;
  // An address with all keys might get too long.
  if (only) return ask(address(path), told("POST", { from, count, find, only }));
  return ask(address(path, { from, count, ...(find === "" ? {} : { find }) }));
}

export const edits = (): Promise<{ edits: Edit[] }> => ask(address("edits"));
export const edit = (changes: Change[]): Promise<Edited> => ask(address("edits"), told("POST", { edits: changes }));
export const takeBack = (n?: number): Promise<Edited> =>
  ask(address(n === undefined ? "edits" : `edits/${n}`), { method: "DELETE" });

export const read = (file: Blob, name: string, how: { drop?: boolean; kind?: string }): Promise<Read> =>
  ask(address("data", { name, ...(how.drop ? { drop: 1 } : {}), ...(how.kind ? { kind: how.kind } : {}) }), {
    method: "POST",
    body: file,
  });
export const firstRecords = (): Promise<Board> => ask(address("data"), { method: "DELETE" });
