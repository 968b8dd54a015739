// The rows of a table that may be long: pages of it are fetched as they come into view, and anew when records change.

import { useEffect, useRef, useState } from "preact/hooks";
import * as api from "../api.js";
import { attempt } from "../attempt.js";
import type { Shown } from "../store.js";

/** How many rows a page has. */
const PAGE = 100;

/** How many pages are kept. */
const KEPT = 50;

export interface Rows {
  /** How many rows there are; not known before the first answer. */
  total: number | undefined;
  row: (index: number) => api.Row | undefined;
  /** Which revision a row is of. */
  revision: (index: number) => number;
  /** Has rows fetched that aren't there. */
  want: (from: number, to: number) => void;
  /** A row that needn't be in view. */
  fetchRow: (index: number) => Promise<api.Row | undefined>;
}

interface Table {
  /** What the rows are of; other rows are those of another table. */
  of: string;
  total: number | undefined;
  /** Pages by number, with the revision that they are of. */
  pages: Map<number, { revision: number; rows: api.Row[] }>;
  asked: Map<number, number>;
}

export function useRows(shown: Shown, revision: number, language: string): Rows {
  const of = JSON.stringify([shown, language]);
  const table = useRef<Table>({ of, total: undefined, pages: new Map(), asked: new Map() });
  const [, draw] = useState(0);
  if (table.current.of !== of) table.current = { of, total: undefined, pages: new Map(), asked: new Map() };
  const view = useRef({ from: 0, to: 0 });

  const fetchPage = async (page: number): Promise<void> => {
    const now = table.current;
    if (shown.kind === undefined || now.asked.get(page) === revision) return;
    now.asked.set(page, revision);
    const kind = shown.kind;
    const done = await attempt(async () => {
      const { total, rows } = await api.records(kind, { from: page * PAGE, count: PAGE, ...shown });
      // An answer of another table, or older than what is there, is of no use.
      if (table.current !== now || (now.pages.get(page)?.revision ?? -1) > revision) return;
      now.total = total;
      now.pages.delete(page);
      now.pages.set(page, { revision, rows });
      const oldest = now.pages.keys().next().value;
      if (now.pages.size > KEPT && oldest !== undefined) {
        now.pages.delete(oldest);
        now.asked.delete(oldest);
      }
      draw((n) => n + 1);
    });
    if (!done) now.asked.delete(page);
  };

  const want = (from: number, to: number): void => {
    view.current = { from, to };
    const last = Math.max(Math.min(to, (table.current.total ?? to) - 1), from);
    for (let page = Math.floor(from / PAGE); page <= Math.floor(last / PAGE); page++) void fetchPage(page);
  };
  useEffect(() => want(view.current.from, view.current.to), [of, revision]);

  const row = (index: number): api.Row | undefined =>
    table.current.pages.get(Math.floor(index / PAGE))?.rows[index % PAGE];
  return {
    total: table.current.total,
    row,
    revision: (index) => table.current.pages.get(Math.floor(index / PAGE))?.revision ?? -1,
    want,
    fetchRow: async (index) => {
      if (!row(index)) await fetchPage(Math.floor(index / PAGE));
      return row(index);
    },
  };
}
