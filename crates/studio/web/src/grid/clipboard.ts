// A block of cells as spreadsheets put it on the clipboard: tabs between cells, line ends between rows, quotation marks
// around cells that have either.

/** The cells of a block, row by row. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const lineEnd = (): boolean => text[at] === "\n" || text[at] === "\r";
  while (at < text.length) {
    let cell = "";
    if (text[at] === '"' && closes(text, at)) {
      at++;
      while (at < text.length && !(text[at] === '"' && text[at + 1] !== '"')) {
        if (text[at] === '"') at++;
        cell += text[at++];
      }
      at++;
    } else {
      const start = at;
      while (at < text.length && text[at] !== "\t" && !lineEnd()) at++;
      cell = text.slice(start, at);
    }
    row.push(cell);
    if (text[at] === "\t") {
      at++;
      // A cell may follow that is blank.
      if (at === text.length) row.push("");
      continue;
    }
    if (text[at] === "\r" && text[at + 1] === "\n") at++;
    at++;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

/** Whether a quotation mark begins a cell that is in quotation marks: it ends at a tab, a line end or the end. */
function closes(text: string, from: number): boolean {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] !== '"') continue;
    if (text[at + 1] === '"') at++;
    else return at + 1 === text.length || "\t\r\n".includes(text[at + 1] ?? "");
  }
  return false;
}
