// Where a key goes in the table.

export interface At {
  row: number;
  column: number;
}

interface Size {
  rows: number;
  columns: number;
  /** How many rows are in view. */
  page: number;
}

type Key = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** Where a key goes from a cell while nothing is written in it; nowhere, if the key isn't one that moves. */
export function moved({ row, column }: At, event: Key, size: Size): At | undefined {
  if (event.altKey) return undefined;
  const far = event.ctrlKey || event.metaKey;
  const to = (): At | undefined => {
    switch (event.key) {
      case "ArrowUp":
        return { row: far ? 0 : row - 1, column };
      case "ArrowDown":
        return { row: far ? size.rows - 1 : row + 1, column };
      case "ArrowLeft":
        return { row, column: far ? 0 : column - 1 };
      case "ArrowRight":
        return { row, column: far ? size.columns - 1 : column + 1 };
      case "Home":
        return { row: far ? 0 : row, column: 0 };
      case "End":
        return { row: far ? size.rows - 1 : row, column: size.columns - 1 };
      case "PageUp":
        return { row: row - size.page, column };
      case "PageDown":
        return { row: row + size.page, column };
      default:
        return undefined;
    }
  };
  const at = to();
  return at && within(at, size);
}

/** The cell to the right or to the left; none at the end of a row, where the Tab key leaves the table. */
export function beside({ row, column }: At, back: boolean, columns: number): At | undefined {
  const to = column + (back ? -1 : 1);
  return to < 0 || to >= columns ? undefined : { row, column: to };
}

/** The nearest place in the table. */
export function within({ row, column }: At, size: Pick<Size, "rows" | "columns">): At {
  return {
    row: Math.max(0, Math.min(row, size.rows - 1)),
    column: Math.max(0, Math.min(column, size.columns - 1)),
  };
}
