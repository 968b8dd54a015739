// The table of one kind of records: rows in view, the cell that has the focus, and what is done to cells.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Cell, Field, Kind, Row } from "../api.js";
import { notice, say } from "../live.js";
import { inOne, Told } from "../parts/told.js";
import { get, text as words, use, useWords, type RefusedCell, type Shown } from "../store.js";
import { editCells, forgetRefused, redo, undo, type CellEdit } from "../trial.js";
import { cellsOf } from "./clipboard.js";
import { moved, within, type At } from "./move.js";
import type { Rows } from "./rows.js";
import { Writing } from "./writing.js";

/** How high a page of rows may be; browsers draw nothing that is much higher. In pixels. */
const HIGHEST = 8_000_000;

/** Rows that are drawn above and below what is in view. */
const SPARE = 6;

interface Given {
  kind: Kind;
  rows: Rows;
  shown: Shown;
  at: At;
  setAt: (at: At) => void;
  find: () => void;
}

/** How wide a column is, in rem. */
function width(field: Field): number {
  const longest = Math.max(0, ...(field.labels ?? []).map((label) => label.length));
  const least = { text: 12, reference: 8, date: 7.5, label: 9, choice: 9 }[field.type as string] ?? 6.5;
  return Math.min(18, Math.max(least, Math.min(field.label.length, 26) * 0.58 + 1.6, longest * 0.5 + 2.2));
}

export function Grid({ kind, rows, shown, at, setAt, find }: Given) {
  const w = useWords();
  const refused = use((model) => model.refused);
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ top: 0, high: 400, line: 32, head: 48 });
  const takesFocus = useRef(false);
  // What cells were given, until rows come that have it.
  const onTheWay = useRef(new Map<string, { text: string; until: number }>());
  const total = rows.total ?? 0;
  const columns = kind.fields.length;
  const whole = total * seen.line;
  const drawn = Math.min(whole, HIGHEST);
  const body = Math.max(1, seen.high - seen.head);
  // Where a table is too high to be drawn, its rows pass by faster than the bar moves.
  const scale = whole > drawn ? (drawn - body) / (whole - body) : 1;
  const top = seen.top / scale;
  const first = Math.max(0, Math.floor(top / seen.line) - SPARE);
  const last = Math.min(total - 1, Math.ceil((top + body) / seen.line) + SPARE);
  const size = { rows: total, columns, page: Math.max(1, Math.floor(body / seen.line) - 1) };
  const here = within(at, size);

  useLayoutEffect(() => {
    const grid = box.current;
    if (!grid) return;
    const measure = (): void => {
      const line = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) * 2;
      const head = grid.querySelector<HTMLElement>(".grid-head")?.offsetHeight ?? 0;
      setSeen({ top: grid.scrollTop, high: grid.clientHeight, line, head });
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(grid);
    return () => watch.disconnect();
  }, [kind.name]);
  useLayoutEffect(() => {
    if (box.current) box.current.scrollTop = 0;
  }, [kind.name, shown.find, shown.only]);
  useLayoutEffect(() => rows.want(first, Math.max(first, last)), [first, last, rows.total]);
  // The cell that is moved to comes into view.
  useLayoutEffect(() => {
    const grid = box.current;
    if (!grid || !takesFocus.current) return;
    const arrived = grid.querySelector("[data-here]") !== null;
    // A row that is on its way has no cell yet that could have the focus.
    if (!arrived && document.activeElement !== grid) grid.focus({ preventScroll: true });
    takesFocus.current = !arrived;
    const up = here.row * seen.line;
    if (up < top) grid.scrollTop = up * scale;
    else if (up + seen.line > top + body) grid.scrollTop = (up + seen.line - body) * scale;
    const cell = grid.querySelector<HTMLElement>("[data-here]");
    const key = grid.querySelector<HTMLElement>(".grid-head [role=columnheader]");
    if (!cell || !key || here.column === 0) return;
    const [left, right] = [cell.offsetLeft, cell.offsetLeft + cell.offsetWidth];
    if (left - key.offsetWidth < grid.scrollLeft) grid.scrollLeft = left - key.offsetWidth;
    else if (right > grid.scrollLeft + grid.clientWidth) grid.scrollLeft = right - grid.clientWidth;
  });

  const go = (to: At): void => {
    takesFocus.current = true;
    setAt(to);
  };
  const commit = async (cells: CellEdit[]): Promise<void> => {
    for (const cell of cells) onTheWay.current.set(idOf(cell), { text: cell.text, until: Number.POSITIVE_INFINITY });
    const before = get().board?.revision ?? 0;
    const why = await editCells(cells);
    const now = get().board?.revision ?? 0;
    for (const cell of cells) {
      const taken = !why.some((one) => idOf(one) === idOf(cell));
      if (taken && now > before) onTheWay.current.set(idOf(cell), { text: cell.text, until: now });
      else onTheWay.current.delete(idOf(cell));
    }
    const one = why[0];
    // One that is refused says why beside itself.
    if (one && cells.length === 1) say(inOne(one.findings));
    else if (one) notice(w.grid.refused(why.length), true);
  };
  /** Puts a block of cells below and to the right of the cell that has the focus. */
  const paste = async (text: string): Promise<void> => {
    const block = cellsOf(text);
    const cells: CellEdit[] = [];
    let outside = 0;
    for (const [down, line] of block.entries()) {
      const row = here.row + down < total ? await rows.fetchRow(here.row + down) : undefined;
      for (const [over, text] of line.entries()) {
        const column = here.column + over;
        const [field, cell] = [kind.fields[column], row?.cells[column]];
        if (!row || !field || !cell || fixedBecause(field, row)) outside += cell?.text === text ? 0 : 1;
        else if (cell.text !== text) {
          cells.push({ kind: kind.name, key: row.key, field: field.name, before: cell.text, text });
        }
      }
    }
    if (cells.length > 0) await commit(cells);
    if (block.length > 1 || (block[0]?.length ?? 0) > 1) {
      const said = [w.grid.pasted(cells.length), ...(outside > 0 ? [w.grid.outside(outside)] : [])];
      notice(said.join(" "), outside > 0);
    }
  };
  /** Keys that do something other than moving. */
  const command = (event: KeyboardEvent): boolean => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) void undo();
    else if (key === "y" || key === "z") void redo();
    else if (key === "f") find();
    else return false;
    return true;
  };

  const indices = Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n);
  // The row that has the focus is there even when it isn't in view.
  if (total > 0 && (here.row < first || here.row > last)) indices.push(here.row);
  const widths = kind.fields.map(width);
  // Columns grow alike where there is room for more.
  const template = widths.map((one) => `minmax(${one}rem, ${one}fr)`).join(" ");
  const across = `max(100%, ${widths.reduce((sum, one) => sum + one, 0)}rem)`;
  const bubble = spotlight(refused, kind.name);

  return (
    <div
      ref={box}
      class="grid"
      role="grid"
      aria-label={kind.label}
      aria-describedby="grid-how"
      aria-rowcount={total + 1}
      aria-colcount={columns}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        const to = moved(here, event, size);
        if (!to) return;
        event.preventDefault();
        go(to);
      }}
      // Who goes elsewhere meanwhile stays there.
      onBlur={(event) => {
        if (event.target === event.currentTarget && event.relatedTarget !== null) takesFocus.current = false;
      }}
      onScroll={(event) => setSeen({ ...seen, top: event.currentTarget.scrollTop })}
    >
      <div class="grid-head" role="rowgroup" style={{ width: across }}>
        <div class="grid-row" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
          {kind.fields.map((field, column) => (
            <div key={field.name} role="columnheader" aria-colindex={column + 1} title={hint(field)}>
              <span>{field.label}</span>
              <small>{field.says}</small>
            </div>
          ))}
        </div>
      </div>
      <div class="grid-body" role="rowgroup" style={{ height: `${drawn}px`, width: across }}>
        {indices.map((index) => {
          const row = rows.row(index);
          const place = { gridTemplateColumns: template, top: `${index * seen.line - top + seen.top}px` };
          if (!row) {
            return <div key={index} class="grid-row waits" style={place} aria-hidden="true" />;
          }
          return (
            <div
              key={index}
              class={`grid-row ${row.state} ${index % 2 === 1 ? "odd" : ""}`}
              role="row"
              aria-rowindex={index + 2}
              style={place}
            >
              {kind.fields.map((field, column) => cellAt(index, column, row, field))}
            </div>
          );
        })}
      </div>
    </div>
  );

  function cellAt(index: number, column: number, row: Row, field: Field) {
    const cell = row.cells[column] ?? { text: "", state: "missing" };
    const id = { kind: kind.name, key: row.key, field: field.name };
    const bad = refused.find((one) => idOf(one) === idOf(id));
    const coming = onTheWay.current.get(idOf(id));
    if (coming && rows.revision(index) >= coming.until) onTheWay.current.delete(idOf(id));
    const shownText = bad?.text ?? onTheWay.current.get(idOf(id))?.text ?? cell.text;
    const active = index === here.row && column === here.column;
    const findings = bad?.findings ?? (cell.finding ? [cell.finding] : []);
    const wrong = bad !== undefined || cell.state === "wrong";
    const told = wrong && findings.length > 0 && (active || bubble === idOf(id));
    const fixed = fixedBecause(field, row);
    return (
      <div
        key={field.name}
        role={field.key ? "rowheader" : "gridcell"}
        aria-colindex={column + 1}
        {...(cell.state === "edited" ? { title: w.grid.was(cell.was === "" ? w.grid.blank : (cell.was ?? "")) } : {})}
        class={`cell ${wrong ? "wrong" : cell.state} ${number(field) ? "right" : ""}`}
        {...(active ? { "data-here": "" } : {})}
        onMouseDown={(event) => {
          if (active) return;
          event.preventDefault();
          // What is being written elsewhere is done with.
          if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
          go({ row: index, column });
        }}
      >
        {active ? (
          <Writing
            key={idOf(id)}
            at={here}
            size={size}
            field={field}
            row={row}
            cell={cell}
            shown={shownText}
            refused={bad !== undefined}
            fixed={fixed}
            describedBy={told ? "cell-wrong cell-says" : "cell-says"}
            takesFocus={takesFocus.current}
            move={go}
            commit={(text) => void commit([{ ...id, before: cell.text, text }])}
            giveUp={() => forgetRefused(id)}
            paste={(text) => void paste(text)}
            command={command}
          />
        ) : (
          <Resting cell={cell} text={shownText} wrong={wrong} />
        )}
        {told ? (
          <div id="cell-wrong" class={`bubble ${index * seen.line - top < 2.5 * seen.line ? "beside" : ""} ${column * 2 >= columns ? "inward" : ""}`} role="note">
            {findings.map((one, n) => (
              <p key={n}>
                <Told finding={one} />
              </p>
            ))}
          </div>
        ) : null}
      </div>
    );
  }
}

/** A cell that is only looked at. */
function Resting({ cell, text, wrong }: { cell: Cell; text: string; wrong: boolean }) {
  const { grid } = useWords();
  if (wrong) {
    return (
      <span class="cell-text">
        <span aria-hidden="true">✘ </span>
        {text}
      </span>
    );
  }
  if (cell.state === "edited" && cell.was !== undefined) {
    return (
      <span class="cell-text">
        {/* What was and what is now, told apart by more than colour. */}
        <ins>{text === "" ? grid.blank : text}</ins> <del>{cell.was === "" ? grid.blank : cell.was}</del>
      </span>
    );
  }
  return (
    <span class="cell-text">{cell.state === "missing" ? <span class="sr">{grid.missing}</span> : text}</span>
  );
}

const idOf = (cell: { kind: string; key: string; field: string }): string =>
  JSON.stringify([cell.kind, cell.key, cell.field]);

/** Which refused cell says why, if none has the focus: the latest. */
const spotlight = (refused: RefusedCell[], kind: string): string | undefined => {
  const latest = refused.findLast((one) => one.kind === kind);
  return latest && idOf(latest);
};

const number = (field: Field): boolean => ["number", "integer", "count", "percent"].includes(field.type);

/** What a field takes, in words. */
export function hint(field: Field): string {
  const { grid } = words();
  const parts = [
    field.says,
    field.range ?? "",
    field.optional ? grid.optional : "",
    field.private ? grid.private : "",
    field.note ?? "",
  ];
  return parts.filter((part) => part !== "").join("; ");
}

/** Why a cell can't be changed. */
export function fixedBecause(field: Field, row: Row): string | undefined {
  const { grid } = words();
  if (row.state === "removed") return grid.removedFixed;
  return field.key ? grid.keyFixed : undefined;
}
