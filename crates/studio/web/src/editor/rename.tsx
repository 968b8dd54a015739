// Another name for what stands at the caret, in every file of the pack that has it.

import { LSPPlugin } from "@codemirror/lsp-client";
import type { ChangeSpec, Text } from "@codemirror/state";
import type { Command, EditorView } from "@codemirror/view";
import { notice } from "../live.js";
import { get, set, text } from "../store.js";
import { offset, type Span, type TextEdit } from "./findings.js";

/** Asks for the new name of what stands at the caret. */
export const rename: Command = (view) => {
  const plugin = LSPPlugin.get(view);
  if (!plugin) return false;
  plugin.client.sync();
  const at = plugin.toPosition(view.state.selection.main.head);
  const params = { textDocument: { uri: plugin.uri }, position: at };
  void plugin.client
    .request<typeof params, { placeholder: string; range: Span } | null>("textDocument/prepareRename", params)
    .then(
      (found) => {
        if (!found) {
          notice(text().rename.nothing, true);
          return;
        }
        set({ dialog: { what: "rename", name: found.placeholder, give: (name) => give(view, found.range, name) } });
      },
      (error: { message?: string }) => notice(error.message ?? text().failed, true),
    );
  return true;
};

/** Gives the new name: why not, if it isn't given. */
async function give(view: EditorView, range: Span, newName: string): Promise<string | undefined> {
  const plugin = LSPPlugin.get(view);
  if (!plugin) return text().failed;
  plugin.client.sync();
  const params = { textDocument: { uri: plugin.uri }, position: range.start, newName };
  let answer: { changes?: Record<string, TextEdit[]> } | null;
  try {
    answer = await plugin.client.request<typeof params, typeof answer>("textDocument/rename", params);
  } catch (error) {
    return (error as { message?: string }).message ?? text().failed;
  }
  const changes = Object.entries(answer?.changes ?? {});
  // All places get the new name, or none.
  const fixed = changes.flatMap(([uri]) => {
    const file = get().files.find((one) => one.uri === uri);
    return file && !file.read_only && file.kind !== "manifest" ? [] : [file?.path ?? lastOf(uri)];
  });
  if (fixed.length > 0) return text().rename.elsewhere(fixed.join(", "));
  for (const [uri, edits] of changes) {
    const file = plugin.client.workspace.getFile(uri);
    if (file) plugin.client.workspace.updateFile(uri, { changes: specs(file.doc, edits), userEvent: "rename" });
  }
  view.focus();
  return undefined;
}

const specs = (doc: Text, edits: TextEdit[]): ChangeSpec[] =>
  edits.map((edit) => ({ from: offset(doc, edit.range.start), to: offset(doc, edit.range.end), insert: edit.newText }));

const lastOf = (uri: string): string => decodeURIComponent(uri.split("/").slice(-2).join("/"));
