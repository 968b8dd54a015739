// The cell that has the focus: a field of text in which one moves on or writes.
//
// It is a field of text from the start, its content selected, so that whatever types into it replaces what is there: keys,
// an input method that composes, and one that deletes and types anew. Nothing is corrected or chosen before Enter or Tab.

import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Cell, Field, Row } from "../api.js";
import { useWords } from "../store.js";
import { beside, moved, type At } from "./move.js";
import { choosable, Options, useOptions } from "./options.js";

interface Given {
  at: At;
  size: { rows: number; columns: number; page: number };
  field: Field;
  row: Row;
  cell: Cell;
  /** What the cell shows: a text that was refused, or is on its way, goes before the record's. */
  shown: string;
  refused: boolean;
  /** Why it can't be changed. */
  fixed: string | undefined;
  describedBy: string;
  /** Whether it takes the focus when it is drawn. */
  takesFocus: boolean;
  move: (at: At) => void;
  commit: (text: string) => void;
  giveUp: () => void;
  paste: (text: string) => void;
  command: (event: KeyboardEvent) => boolean;
}

export function Writing(given: Given) {
  const { at, size, field, row, shown, refused, fixed, describedBy, takesFocus } = given;
  const words = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [written, show] = useState<string | undefined>(undefined);
  // What is written now, also for an event that comes before the cell is drawn anew.
  const now = useRef<string | undefined>(undefined);
  const setWritten = (text: string | undefined): void => {
    now.current = text;
    show(text);
  };
  const [open, setOpen] = useState(false);
  const [lit, setLit] = useState(-1);
  const list = useId();
  const writes = written !== undefined;
  const chooses = choosable(field) && fixed === undefined;
  // What stands there already narrows nothing.
  const options = useOptions(field, written === shown ? undefined : written, open);
  const box = open ? input.current?.getBoundingClientRect() : undefined;

  useLayoutEffect(() => {
    if (!input.current) return;
    if (takesFocus && document.activeElement !== input.current) input.current.focus({ preventScroll: true });
  }, [takesFocus, at.row, at.column]);
  useLayoutEffect(() => {
    if (writes || !input.current) return;
    input.current.value = shown;
    if (document.activeElement === input.current) input.current.select();
  }, [shown, writes]);

  const stop = (): void => {
    setWritten(undefined);
    setOpen(false);
    setLit(-1);
  };
  const begin = (): void => {
    if (fixed !== undefined) return;
    setWritten(input.current?.value ?? "");
    if (chooses) setOpen(true);
    const end = input.current?.value.length ?? 0;
    input.current?.setSelectionRange(end, end);
  };
  /** Ends writing: the option that is lit, or what is written. */
  const finish = (chosen?: string): void => {
    const text = chosen ?? (open && lit >= 0 ? options[lit] : undefined) ?? now.current;
    stop();
    if (text !== undefined && (text !== shown || refused)) given.commit(text);
  };

  const key = (event: KeyboardEvent): void => {
    // Keys that an input method works with are its own.
    if (event.isComposing || event.keyCode === 229) return;
    const go = (to: At | undefined): void => {
      if (!to) return;
      event.preventDefault();
      given.move(to);
    };
    if (event.key === "Tab" && !event.ctrlKey && !event.altKey) {
      finish();
      go(beside(at, event.shiftKey, size.columns));
    } else if (writes) {
      writingKey(event, go);
    } else if (event.key === "Enter" || event.key === "F2" || (event.altKey && event.key === "ArrowDown")) {
      event.preventDefault();
      begin();
    } else if (event.key === "Delete" && fixed === undefined) {
      event.preventDefault();
      if (shown !== "") given.commit("");
    } else if (event.key === "Escape" && refused) {
      event.preventDefault();
      given.giveUp();
    } else if (given.command(event)) {
      event.preventDefault();
    } else {
      go(moved(at, event, size));
    }
  };
  const writingKey = (event: KeyboardEvent, go: (to: At | undefined) => void): void => {
    if (event.key === "Escape") {
      event.preventDefault();
      stop();
      if (input.current) input.current.value = shown;
      if (refused) given.giveUp();
    } else if (event.key === "Enter") {
      event.preventDefault();
      finish();
      go(moved(at, { ...plain, key: event.shiftKey ? "ArrowUp" : "ArrowDown" }, size));
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (chooses && !open) setOpen(true);
      else if (chooses) {
        // From what stands there, while nothing else was written.
        const from = lit >= 0 || now.current !== shown ? lit : options.indexOf(shown);
        setLit(Math.max(-1, Math.min(from + step, options.length - 1)));
      }
      else {
        finish();
        go(moved(at, { ...plain, key: event.key }, size));
      }
    }
  };

  return (
    <>
      <input
        ref={input}
        class={writes ? "writes" : "moves"}
        type="text"
        autocomplete="off"
        spellcheck={false}
        readOnly={fixed !== undefined}
        tabIndex={0}
        aria-label={words.grid.cell(field.label, row.key)}
        aria-describedby={describedBy}
        {...(refused ? { "aria-invalid": "true" as const } : {})}
        {...(chooses
          ? {
              role: "combobox" as const,
              "aria-expanded": open && options.length > 0,
              "aria-controls": list,
              "aria-autocomplete": "list" as const,
              ...(lit >= 0 ? { "aria-activedescendant": `${list}-${lit}` } : {}),
            }
          : {})}
        onKeyDown={key}
        onInput={(event) => {
          setWritten(event.currentTarget.value);
          setLit(-1);
          if (chooses) setOpen(true);
        }}
        onFocus={(event) => {
          if (!writes) event.currentTarget.select();
        }}
        onBlur={() => {
          if (now.current !== undefined) finish(now.current);
        }}
        // A click into the cell keeps all of it selected, until one writes.
        onMouseUp={(event) => {
          if (writes) return;
          event.preventDefault();
          event.currentTarget.select();
        }}
        onDblClick={begin}
        onPaste={(event) => {
          const text = event.clipboardData?.getData("text/plain") ?? "";
          if (writes && !/[\t\n\r]/.test(text)) return;
          event.preventDefault();
          stop();
          given.paste(text);
        }}
      />
      {chooses && !writes ? (
        <button
          type="button"
          class="chooser"
          tabIndex={-1}
          aria-label={words.grid.choose}
          onMouseDown={(event) => {
            event.preventDefault();
            input.current?.focus({ preventScroll: true });
            begin();
          }}
        >
          <span aria-hidden="true">▾</span>
        </button>
      ) : null}
      {open && box && options.length > 0 ? (
        <Options
          id={list}
          label={field.label}
          options={options}
          lit={lit}
          at={box}
          choose={(option) => finish(option)}
        />
      ) : null}
    </>
  );
}

const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
