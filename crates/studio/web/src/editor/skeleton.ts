// A criterion that is begun for an item of the document, at the caret.

import type { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { File, Item } from "../api.js";

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, (sign) => `\\${sign}`)}"`;

/** The text of a criterion that cites an item, up to where its condition is written. */
export function criterionFor(language: File["language"], item: Item, document: string | undefined): string {
  const cited = document === undefined ? item.id : `${quoted(document)} ${item.id}`;
  const [declares, cites] = language === "en" ? ["criterion", "cites"] : ["tiêu chí", "căn cứ"];
  return `${declares} ${item.id} ${quoted(item.title)}\n  ${cites} ${cited}\n  `;
}

/** The end of the declaration around a place: where the next one may begin. */
export function behindDeclaration(state: EditorState, at: number): number {
  const { doc } = state;
  let line = doc.lineAt(at);
  while (line.number < doc.lines && /\S/u.test(line.text)) {
    const next = doc.line(line.number + 1);
    if (/^\S/u.test(next.text)) break;
    line = next;
  }
  // Blank lines between declarations stay behind the new one.
  while (line.number > 1 && !/\S/u.test(line.text)) line = doc.line(line.number - 1);
  return line.to;
}

/** Begins a criterion for an item behind the declaration in which the caret stands. */
export function beginCriterion(view: EditorView, language: File["language"], item: Item, document?: string): void {
  const at = behindDeclaration(view.state, view.state.selection.main.head);
  const text = `${at === 0 ? "" : "\n\n"}${criterionFor(language, item, document)}`;
  const behind = at === view.state.doc.length ? "\n" : "";
  view.dispatch({
    changes: { from: at, insert: text + behind },
    selection: { anchor: at + text.length },
    effects: EditorView.scrollIntoView(at + text.length, { y: "center" }),
    userEvent: "input.criterion",
  });
  view.focus();
}
