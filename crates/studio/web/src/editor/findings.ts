// Findings under the words that they are about, with the mends that the server knows; and the names in their colours,
// which come at the same time.

import { setDiagnostics, type Diagnostic } from "@codemirror/lint";
import type { LSPClient, LSPClientExtension } from "@codemirror/lsp-client";
import { LSPPlugin } from "@codemirror/lsp-client";
import { StateEffect, StateField, type Range, type Text } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { whenComposed } from "./views.js";

/** How long the typing must pause before the server is told, in milliseconds. */
const PAUSE = 150;

/** How long findings wait for their mends, in milliseconds: what is shown twice flickers. */
const PATIENCE = 300;

/** How many findings of a file are asked mends for. */
const MOST = 100;

export interface Position {
  line: number;
  character: number;
}

export interface Span {
  start: Position;
  end: Position;
}

interface Told {
  range: Span;
  severity?: number;
  code?: string;
  message: string;
}

interface Published {
  uri: string;
  version?: number;
  diagnostics: Told[];
}

export interface TextEdit {
  range: Span;
  newText: string;
}

interface Action {
  title: string;
  diagnostics?: Told[];
  edit?: { changes?: Record<string, TextEdit[]> };
}

/** Where a position is in a text; beyond its end there is nothing. */
export function offset(doc: Text, at: Position): number {
  if (at.line >= doc.lines) return doc.length;
  const line = doc.line(at.line + 1);
  return Math.min(line.from + at.character, line.to);
}

const severities = ["error", "error", "warning", "info", "hint"] as const;

/** The finding as the editor shows it. */
function shown(plugin: LSPPlugin, doc: Text, told: Told, actions: Action[]): Diagnostic {
  const at = (position: Position): number => plugin.unsyncedChanges.mapPos(offset(doc, position));
  return {
    from: at(told.range.start),
    to: at(told.range.end),
    severity: severities[told.severity ?? 1] ?? "error",
    message: told.message,
    markClass: "cm-lintMark",
    ...(told.code === undefined ? {} : { source: told.code }),
    actions: actions
      .filter((action) => action.diagnostics?.some((one) => same(one, told)))
      .map((action) => ({ name: action.title, apply: (view: EditorView) => mend(view, action) })),
  };
}

function same(one: Told, other: Told): boolean {
  return one.message === other.message && JSON.stringify(one.range) === JSON.stringify(other.range);
}

/** Makes the changes of a mend in all files that it changes. */
function mend(view: EditorView, action: Action): void {
  const plugin = LSPPlugin.get(view);
  if (!plugin) return;
  plugin.client.sync();
  for (const [uri, edits] of Object.entries(action.edit?.changes ?? {})) {
    const file = plugin.client.workspace.getFile(uri);
    if (!file) continue;
    const doc = file.getView()?.state.doc ?? file.doc;
    const changes = edits.map((edit) => ({
      from: offset(doc, edit.range.start),
      to: offset(doc, edit.range.end),
      insert: edit.newText,
    }));
    plugin.client.workspace.updateFile(uri, { changes, userEvent: "input.mend" });
  }
}

function publish(client: LSPClient, params: Published): boolean {
  const file = client.workspace.getFile(params.uri);
  const view = file?.getView();
  const plugin = view && LSPPlugin.get(view);
  if (!file || !view || !plugin) return true;
  // What is said of an older text is said anew for the latest.
  if (params.version !== undefined && params.version !== file.version) return true;
  const doc = file.doc;
  const show = (actions: Action[]): void =>
    whenComposed(view, () => {
      if (file.doc !== doc) return;
      const found = params.diagnostics.map((told) => shown(plugin, doc, told, actions));
      view.dispatch(setDiagnostics(view.state, found));
    });
  void client.initializing.then(() => colour(client, view, params.uri, () => file.doc === doc));
  const asked = params.diagnostics.slice(0, MOST);
  if (asked.length === 0) {
    show([]);
    return true;
  }
  const all = { start: { line: 0, character: 0 }, end: { line: doc.lines, character: 0 } };
  const late = window.setTimeout(() => show([]), PATIENCE);
  client
    .request<unknown, Action[] | null>("textDocument/codeAction", {
      textDocument: { uri: params.uri },
      range: all,
      context: { diagnostics: asked },
    })
    .catch(() => null)
    .then((actions) => {
      window.clearTimeout(late);
      show(actions ?? []);
    });
  return true;
}

const names = StateEffect.define<DecorationSet>();

const named = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, transaction) {
    for (const effect of transaction.effects) if (effect.is(names)) return effect.value;
    return before.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Asks for the names of a file and what they stand for. */
async function colour(client: LSPClient, view: EditorView, uri: string, latest: () => boolean): Promise<void> {
  const legend = client.serverCapabilities?.semanticTokensProvider?.legend.tokenTypes;
  if (!legend) return;
  const params = { textDocument: { uri } };
  const answer = await client
    .request<typeof params, { data: number[] } | null>("textDocument/semanticTokens/full", params)
    .catch(() => null);
  const plugin = LSPPlugin.get(view);
  if (!answer || !plugin || !latest()) return;
  whenComposed(view, () => {
    if (!latest()) return;
    const doc = plugin.syncedDoc;
    const found: Range<Decoration>[] = [];
    let line = 0;
    let character = 0;
    for (let i = 0; i + 4 < answer.data.length; i += 5) {
      const [below = 0, behind = 0, length = 0, type = 0] = answer.data.slice(i, i + 4);
      line += below;
      character = below > 0 ? behind : character + behind;
      const at = (column: number): number =>
        plugin.unsyncedChanges.mapPos(offset(doc, { line, character: column }));
      const [from, to] = [at(character), at(character + length)];
      if (from < to) found.push(Decoration.mark({ class: `tk-${legend[type] ?? "name"}` }).range(from, to));
    }
    view.dispatch({ effects: names.of(Decoration.set(found, true)) });
  });
}

/** Tells the server what is typed when the typing pauses. */
const sync = ViewPlugin.fromClass(
  class {
    private waiting: number | undefined;

    update(update: ViewUpdate): void {
      if (!update.docChanged) return;
      window.clearTimeout(this.waiting);
      this.waiting = window.setTimeout(() => {
        whenComposed(update.view, () => LSPPlugin.get(update.view)?.client.sync());
      }, PAUSE);
    }

    destroy(): void {
      window.clearTimeout(this.waiting);
    }
  },
);

export const findings: LSPClientExtension = {
  clientCapabilities: {
    textDocument: {
      publishDiagnostics: { versionSupport: true },
      codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
    },
  },
  notificationHandlers: {
    "textDocument/publishDiagnostics": (client, params: Published) => publish(client, params),
  },
  editorExtension: [sync, named],
};
