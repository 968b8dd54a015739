// An editor for a file: what it can do, and what it tells.

import { closeCompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { forEachDiagnostic, lintGutter, lintKeymap, setDiagnosticsEffect } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { File } from "../api.js";
import { typed } from "../drafts.js";
import { text } from "../store.js";
import { highlighter, tieuchi } from "./colours.js";
import { client } from "./server.js";
import { fromServer, register } from "./views.js";

/** A finding as the list below the editor shows it. */
export interface Shown {
  line: number;
  column: number;
  severity: "error" | "warning" | "note";
  message: string;
  code: string;
  /** What would mend it. */
  mends: { name: string; apply: () => void }[];
}

const nonce = document.querySelector<HTMLMetaElement>('meta[name="nonce"]')?.content ?? "";

/** What depends on the page's language. */
const spoken = new Compartment();

function speaking(path: string): Extension {
  return [
    EditorState.phrases.of(text().phrases),
    EditorView.contentAttributes.of({ "aria-label": text().editor(path) }),
  ];
}

/** Makes the editor of a file. */
export function edit(file: File, found: (findings: Shown[]) => void): EditorView {
  const rules = file.kind !== "manifest";
  const extensions: Extension[] = [
    EditorView.cspNonce.of(nonce),
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    EditorState.tabSize.of(2),
    indentUnit.of("  "),
    EditorView.lineWrapping,
    bracketMatching(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    syntaxHighlighting(highlighter),
    keymap.of([...completionKeymap, ...lintKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
    EditorView.contentAttributes.of({
      tabindex: "0",
      spellcheck: "false",
      autocorrect: "off",
      autocapitalize: "off",
      ...(file.language ? { lang: file.language } : {}),
    }),
    spoken.of(speaking(file.path)),
  ];
  if (rules) {
    extensions.push(
      tieuchi,
      lintGutter(),
      client.plugin(file.uri, "tieuchi"),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !update.transactions.every((one) => one.annotation(fromServer))) {
          typed(file.path, update.state.doc.toString());
        }
        const told = update.transactions.some((one) => one.effects.some((effect) => effect.is(setDiagnosticsEffect)));
        if (told) found(list(update.view));
      }),
      // What is suggested goes when one goes.
      EditorView.domEventHandlers({
        blur: (_event, view) => {
          window.setTimeout(() => {
            if (!view.dom.contains(document.activeElement)) closeCompletion(view);
          });
        },
      }),
    );
  }
  if (!rules || file.read_only) extensions.push(EditorState.readOnly.of(true));
  const view = new EditorView({ state: EditorState.create({ doc: file.text, extensions }) });
  register(file.path, view);
  return view;
}

/** Has an editor speak the page's language. */
export function respeak(view: EditorView, path: string): void {
  view.dispatch({ effects: spoken.reconfigure(speaking(path)) });
}

function list(view: EditorView): Shown[] {
  const found: Shown[] = [];
  const { state } = view;
  forEachDiagnostic(state, (one, from, to) => {
    const line = state.doc.lineAt(from);
    found.push({
      line: line.number,
      column: from - line.from + 1,
      severity: one.severity === "error" ? "error" : one.severity === "warning" ? "warning" : "note",
      message: one.message,
      code: one.source ?? "",
      mends: (one.actions ?? []).map(({ name, apply }) => ({ name, apply: () => apply(view, from, to) })),
    });
  });
  // What keeps the rules from being judged comes first.
  const rank = { error: 0, warning: 1, note: 2 };
  return found.sort((one, other) => rank[one.severity] - rank[other.severity] || one.line - other.line);
}
