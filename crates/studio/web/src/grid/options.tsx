// What may stand in a cell: labels, or records that it may name.

import { useEffect, useState } from "preact/hooks";
import * as api from "../api.js";
import type { Field } from "../api.js";

/** How many records are offered. */
const OFFERED = 50;

/** Letters without their marks, so that one finds without an input method. */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll("đ", "d")
    .replaceAll("Đ", "D")
    .toLocaleLowerCase("vi");
}

/** Whether a field has something to choose from. */
export const choosable = (field: Field): boolean => (field.labels?.length ?? 0) > 0 || field.refers_to !== undefined;

/** What is offered for what is written; everything, while nothing was written yet. */
export function useOptions(field: Field, written: string | undefined, open: boolean): string[] {
  const [keys, setKeys] = useState<string[]>([]);
  const { labels, refers_to: kind } = field;
  useEffect(() => {
    if (!open || kind === undefined || labels) return;
    let latest = true;
    const find = written ?? "";
    void api.records(kind, { from: 0, count: OFFERED, find, only: undefined }).then(
      ({ rows }) => {
        if (latest) setKeys(rows.filter((row) => row.state !== "removed").map((row) => row.key));
      },
      () => undefined,
    );
    return () => {
      latest = false;
    };
  }, [open, kind, written]);
  if (!labels) return keys;
  const wanted = fold(written ?? "");
  return labels.filter((label) => fold(label).includes(wanted));
}

/** Shows a list above everything else, wherever its cell stands. */
const rise = (list: HTMLElement | null): void => list?.showPopover();

interface Given {
  id: string;
  label: string;
  options: string[];
  /** Which one is lit; none before an arrow key. */
  lit: number;
  /** The cell beside which the list stands. */
  at: DOMRect;
  choose: (option: string) => void;
}

export function Options({ id, label, options, lit, at, choose }: Given) {
  const below = window.innerHeight - at.bottom;
  const up = below < 180 && at.top > below;
  const place = {
    left: `${Math.min(at.left, Math.max(0, window.innerWidth - 260))}px`,
    minWidth: `${Math.min(at.width, window.innerWidth - 16)}px`,
    maxHeight: `${Math.max(96, Math.min(320, (up ? at.top : below) - 12))}px`,
    ...(up ? { bottom: `${window.innerHeight - at.top}px`, top: "auto" } : { top: `${at.bottom}px`, bottom: "auto" }),
  };
  return (
    <ul
      class="options"
      role="listbox"
      id={id}
      aria-label={label}
      style={place}
      popover="manual"
      ref={rise}
      // The cell keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
    >
      {options.map((option, index) => (
        <li
          key={option}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === lit}
          ref={(line: HTMLElement | null) => {
            if (line && index === lit) line.scrollIntoView({ block: "nearest" });
          }}
          onClick={() => choose(option)}
        >
          {option}
        </li>
      ))}
    </ul>
  );
}
