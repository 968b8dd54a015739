// The records: kinds, finding, adding and removing, the table, and what the cell in focus is about.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Kind } from "../api.js";
import { readFirst } from "../data.js";
import { Tabs } from "../parts/tabs.js";
import { get, set, use, useWords } from "../store.js";
import { forgetRefused, removeRecord, restoreRecord } from "../trial.js";
import { fixedBecause, Grid, hint } from "./grid.js";
import { within, type At } from "./move.js";
import { useRows } from "./rows.js";

/** How long typing into the search must pause, in milliseconds. */
const PAUSE = 200;

export function RecordsPane() {
  const words = useWords();
  const kinds = use((model) => model.state?.kinds);
  const kind = use((model) => model.state?.kinds.find((one) => one.name === model.shown.kind));
  return (
    <section id="records" class="pane records" aria-labelledby="records-title" tabIndex={-1}>
      <div class="pane-head">
        <h2 id="records-title">{words.grid.title}</h2>
        {kinds && kinds.length > 0 ? (
          <Tabs
            label={words.grid.kinds}
            name="kind"
            tabs={kinds.map((one) => ({ id: one.name, label: <KindLabel kind={one} /> }))}
            chosen={kind?.name}
            choose={(name) => set({ shown: { kind: name, find: "", only: undefined } })}
            panel={() => "records-table"}
          />
        ) : null}
      </div>
      {kinds && kinds.length === 0 ? <p class="hint">{words.grid.noKinds}</p> : null}
      {kind ? <Table key={kind.name} kind={kind} /> : null}
    </section>
  );
}

function KindLabel({ kind }: { kind: Kind }) {
  const edited = use((model) => model.edits.filter((edit) => edit.kind === kind.name).length);
  return (
    <>
      {kind.label} <small>{kind.rows}</small>
      {edited > 0 ? <span class="edited-count"> ✎{edited}</span> : null}
    </>
  );
}

function Table({ kind }: { kind: Kind }) {
  const words = useWords();
  const shown = use((model) => model.shown);
  const language = use((model) => model.language);
  const revision = use((model) => model.board?.revision ?? 0);
  const refused = use((model) => model.refused.filter((one) => one.kind === kind.name).length);
  const rows = useRows(shown, revision, language);
  const [at, setAt] = useState<At>({ row: 0, column: 0 });
  const search = useRef<HTMLInputElement>(null);
  const waiting = useRef<number | undefined>(undefined);
  const total = rows.total;
  const here = within(at, { rows: total ?? 0, columns: kind.fields.length });
  const row = rows.row(here.row);
  const field = kind.fields[here.column];
  const cell = row?.cells[here.column];
  useEffect(() => setAt((before) => ({ row: 0, column: before.column })), [shown.find, shown.only]);

  const find = (wanted: string): void => {
    window.clearTimeout(waiting.current);
    waiting.current = window.setTimeout(() => set({ shown: { ...get().shown, find: wanted } }), PAUSE);
  };
  const remove = (): void => {
    if (!row) return;
    if (row.state === "removed") {
      void restoreRecord(kind.name, row.key);
      return;
    }
    const edited = row.cells.flatMap((one, n) => {
      const name = kind.fields[n]?.name;
      return name !== undefined && one.state === "edited" ? [{ field: name, text: one.text }] : [];
    });
    void removeRecord(kind.name, row.key, edited);
  };
  const says: string[] = [];
  if (field && row) {
    says.push(words.grid.cell(field.label, row.key), hint(field));
    if (cell?.state === "edited") says.push(words.grid.was(cell.was === "" ? words.grid.blank : (cell.was ?? "")));
    if (row.state !== "given") says.push(words.grid[row.state]);
    const fixed = fixedBecause(field, row);
    if (fixed !== undefined) says.push(fixed);
  }

  return (
    <div id="records-table" class="table" role="tabpanel" aria-label={kind.label}>
      <div class="toolbar">
        <label class="find">
          <span>{words.grid.find}</span>
          <input
            ref={search}
            type="search"
            aria-label={words.grid.findIn(kind.label)}
            onInput={(event) => find(event.currentTarget.value)}
          />
        </label>
        <span class="tally" role="status">
          {total === undefined
            ? ""
            : shown.find !== "" || shown.only
              ? words.grid.found(total, kind.rows)
              : words.grid.rows(total)}
        </span>
        {shown.only ? (
          <span class="only">
            {words.grid.only(shown.only.length)}{" "}
            <button type="button" class="link" onClick={() => set({ shown: { ...shown, only: undefined } })}>
              {words.grid.showAll}
            </button>
          </span>
        ) : null}
        {refused > 0 ? (
          <span class="refused">
            ✘ {words.grid.refused(refused)}{" "}
            <button type="button" class="link" onClick={() => forgetRefused()}>
              {words.grid.refusedDrop}
            </button>
          </span>
        ) : null}
        <span class="grow" />
        <Sources />
        <button type="button" onClick={() => set({ dialog: { what: "add-record", kind } })}>
          {words.grid.add}
        </button>
        <button type="button" disabled={!row} onClick={remove}>
          {row?.state === "removed" ? words.grid.restore : words.grid.remove}
        </button>
      </div>
      {total === 0 ? (
        <p class="hint">{shown.find === "" && !shown.only ? words.grid.empty : words.grid.nothingFound}</p>
      ) : (
        <Grid kind={kind} rows={rows} shown={shown} at={at} setAt={setAt} find={() => search.current?.focus()} />
      )}
      <p id="grid-how" class="sr">
        {words.grid.instructions}
      </p>
      <p id="cell-says" class="says">
        {says.join(" · ")}
      </p>
    </div>
  );
}

/** What the records were read from, and the way back to the first ones. */
function Sources() {
  const words = useWords();
  const sources = use((model) => model.state?.sources);
  if (!sources || sources.length === 0) return null;
  return (
    <span class="tally">
      {words.data.sources(sources.map((one) => one.text).join(", "))}{" "}
      {sources.length > 1 ? (
        <button type="button" class="link" onClick={() => void readFirst()}>
          {words.data.first}
        </button>
      ) : null}
    </span>
  );
}
