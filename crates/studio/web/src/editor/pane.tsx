// The rules: files in tabs, the editor of the open one, and its findings in a list.

import { useEffect, useRef, useState } from "preact/hooks";
import { formatDocument } from "@codemirror/lsp-client";
import { EditorView } from "@codemirror/view";
import type { File } from "../api.js";
import { open, save } from "../files.js";
import { Tabs, tabId } from "../parts/tabs.js";
import { set, use, useWords } from "../store.js";
import { edit, respeak, type Shown } from "./setup.js";
import { goTo, openView, viewOf } from "./views.js";

const panelId = (path: string): string => `text-of-${path.replaceAll(/[^\p{L}\p{N}]+/gu, "-")}`;

export function RulesPane() {
  const words = useWords();
  const files = use((model) => model.files);
  const path = use((model) => model.open);
  const language = use((model) => model.language);
  const documentsOpen = use((model) => model.documentsOpen);
  const [findings, setFindings] = useState<Record<string, Shown[]>>({});
  const file = files.find((one) => one.path === path);
  const fixed = file === undefined || file.kind === "manifest" || file.read_only;
  // Files of other packs have a tab while they are open.
  const tabs = files.filter((one) => !one.read_only || one.path === path).sort(inOrder(language));
  const others = files.filter((one) => one.read_only);
  useEffect(() => {
    for (const one of files) {
      const view = viewOf(one.path);
      if (view) respeak(view, one.path);
    }
  }, [language]);
  return (
    <section id="rules" class="pane rules" aria-labelledby="rules-title" tabIndex={-1}>
      <div class="pane-head">
        <h2 id="rules-title" class="sr">
          {words.panes.rules}
        </h2>
        <Tabs
          label={words.files}
          name="file"
          tabs={tabs.map((one) => ({ id: one.path, label: <FileLabel file={one} /> }))}
          chosen={path}
          choose={open}
          panel={panelId}
        />
        <button
          type="button"
          class="tab"
          aria-label={words.newFile}
          title={words.newFile}
          onClick={() => set({ dialog: { what: "new-file" } })}
        >
          <span aria-hidden="true">+</span>
        </button>
        {others.length > 0 ? (
          <select
            class="other-files"
            aria-label={`${words.otherFiles} (${words.readOnly})`}
            value=""
            onChange={(event) => open(event.currentTarget.value)}
          >
            <option value="">{words.otherFiles}</option>
            {others.map((one) => (
              <option key={one.path} value={one.path}>
                {one.path.replace(/^(\.\.\/)+/, "")}
              </option>
            ))}
          </select>
        ) : null}
        <span class="grow" />
        {documentsOpen ? null : (
          <button
            type="button"
            class="small only-wide"
            aria-expanded={false}
            aria-controls="documents"
            onClick={() => set({ documentsOpen: true })}
          >
            {words.panes.documents}
            <span class="sr"> ({words.documents.show})</span>
          </button>
        )}
        <button
          type="button"
          class="small"
          disabled={fixed}
          onClick={() => {
            const view = openView();
            if (view) formatDocument(view);
          }}
        >
          {words.format}
        </button>
        <button type="button" class="small main" disabled={!file?.changed} onClick={() => void save(path)}>
          {words.save}
        </button>
      </div>
      <div class="texts">
        {files.map((one) => (
          <Text
            key={one.path}
            file={one}
            hidden={one.path !== path}
            found={(told) => setFindings((before) => ({ ...before, [one.path]: told }))}
          />
        ))}
      </div>
      {path !== undefined ? <Findings path={path} findings={findings[path] ?? []} /> : null}
    </section>
  );
}

/** Rules first, those in the page's language before others; then tests, then the manifest. */
function inOrder(language: string): (one: File, other: File) => number {
  const rank = (file: File): number =>
    ["rules", "tests", "manifest"].indexOf(file.kind) * 2 + (file.language === language ? 0 : 1) + (file.read_only ? 9 : 0);
  return (one, other) => rank(one) - rank(other);
}

function FileLabel({ file }: { file: File }) {
  const words = useWords();
  return (
    <>
      {file.path.replace(/^(\.\.\/)+/, "")}
      {file.kind === "rules" && !file.read_only ? null : (
        <small> {file.kind === "tests" ? words.tests : words.readOnly}</small>
      )}
      {file.changed ? (
        <span class="unsaved">
          <span aria-hidden="true"> ●</span>
          <span class="sr"> ({words.unsaved})</span>
        </span>
      ) : null}
    </>
  );
}

function Text({ file, hidden, found }: { file: File; hidden: boolean; found: (findings: Shown[]) => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // An editor lives for as long as the page, with its history.
    const view = viewOf(file.path) ?? edit(file, found);
    box.current?.append(view.dom);
    // Where the list of findings takes room, the caret stays in view.
    const watch = new ResizeObserver(() => {
      if (view.hasFocus) view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head) });
    });
    watch.observe(view.dom);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (!hidden) viewOf(file.path)?.requestMeasure();
  }, [hidden]);
  return (
    <div
      ref={box}
      id={panelId(file.path)}
      class="text"
      role="tabpanel"
      aria-labelledby={tabId("file", file.path)}
      hidden={hidden}
    />
  );
}

const signs = { error: "✘", warning: "⚠", note: "ℹ" };

function Findings({ path, findings }: { path: string; findings: Shown[] }) {
  const words = useWords();
  if (findings.length === 0) return null;
  return (
    <div class="told" role="region" aria-label={words.findings.title}>
      <ul>
        {findings.map((one, index) => (
          <li key={index} class={one.severity}>
            <button type="button" class="told-one" onClick={() => goTo({ path, line: one.line, column: one.column })}>
              <span aria-hidden="true">{signs[one.severity]} </span>
              <span class="sr">{words.findings[one.severity]}: </span>
              <span class="told-line">{words.findings.line(one.line)}</span> <span class="told-what">{one.message}</span>
            </button>
            {one.mends.map((mend) => (
              <button
                key={mend.name}
                type="button"
                class="mend"
                onClick={() => {
                  mend.apply();
                  openView()?.focus();
                }}
              >
                {mend.name}
              </button>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}
