// A criterion that is begun for an item of the document, at the caret.

import { snippet } from "@codemirror/autocomplete";
import type { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { File, Item } from "../api.js";

/** Braces and backslashes mean something in a snippet; a text has them plain. */
const plain = (text: string): string => text.replaceAll(/[\\{}]/g, (sign) => `\\${sign}`);

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, (sign) => `\\${sign}`)}"`;

/** The text of a criterion that cites an item; what is to be written is a place to fill in. */
export function criterionFor(language: File["language"], item: Item, document: string | undefined): string {
  const cited = document === undefined ? item.id : `${quoted(document)} ${item.id}`;
  const [declares, cites] = language === "en" ? ["criterion", "cites"] : ["tiêu chí", "căn cứ"];
  return `${declares} ${plain(item.id)} ${plain(quoted(item.title))}\n  ${cites} ${plain(cited)}\n  \${}`;
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
  const before = at === 0 ? "" : "\n\n";
  const behind = at === view.state.doc.length ? "\n" : "";
  snippet(`${before}${criterionFor(language, item, document)}${behind}`)(view, null, at, at);
  view.focus();
  view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head, { y: "center" }) });
}
