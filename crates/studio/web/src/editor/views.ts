// The editors of the files, by path: one for each file that has been open, kept with its history of changes.

import { Annotation } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { Place } from "../api.js";
import { get, set } from "../store.js";

const views = new Map<string, EditorView>();

/** Marks a change that came from the server, and so isn't sent to it. */
export const fromServer = Annotation.define<boolean>();

export const register = (path: string, view: EditorView): unknown => views.set(path, view);
export const viewOf = (path: string | undefined): EditorView | undefined => views.get(path ?? "");

/** Puts another text into a file's editor, with as little change as there is. */
export function replaceText(path: string, text: string): void {
  const view = views.get(path);
  if (!view) return;
  const before = view.state.doc.toString();
  if (before === text) return;
  let start = 0;
  while (start < before.length && start < text.length && before[start] === text[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < text.length - start &&
    before[before.length - 1 - end] === text[text.length - 1 - end]
  ) {
    end++;
  }
  view.dispatch({
    changes: { from: start, to: before.length - end, insert: text.slice(start, text.length - end) },
    annotations: fromServer.of(true),
  });
}

/** Opens a file at a place, with the caret there. */
export function goTo(place: Place): void {
  const view = views.get(place.path);
  if (!view) return;
  set({ open: place.path, pane: "rules" });
  // What is hidden can't be scrolled: the page is drawn first.
  requestAnimationFrame(() => {
    const line = view.state.doc.line(Math.min(Math.max(place.line, 1), view.state.doc.lines));
    const at = Math.min(line.from + Math.max((place.column ?? 1) - 1, 0), line.to);
    view.focus();
    view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
  });
}

/** The editor of the open file. */
export const openView = (): EditorView | undefined => viewOf(get().open);

/** Does something to an editor once nothing is being composed in it: an input method isn't disturbed. */
export function whenComposed(view: EditorView, act: () => void): void {
  if (!view.composing) {
    act();
    return;
  }
  view.contentDOM.addEventListener("compositionend", () => window.setTimeout(() => whenComposed(view, act)), {
    once: true,
  });
}
