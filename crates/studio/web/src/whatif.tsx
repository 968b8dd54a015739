// The what-if edits, all of them in a list, each with what stood there before, to be taken back one by one or all at once.

import { useRef } from "preact/hooks";
import type { Edit } from "./api.js";
import { kindOf, set, use, useWords } from "./store.js";
import { redo, takeBack, undo } from "./trial.js";

export function WhatIfPane() {
  const words = useWords();
  const edits = use((model) => model.edits);
  const list = useRef<HTMLUListElement>(null);
  /** Takes an edit back; the next one has the focus then. */
  const takeBackAt = async (index: number, edit: Edit): Promise<void> => {
    await takeBack(edit);
    const buttons = list.current?.querySelectorAll<HTMLElement>("li > button") ?? [];
    (buttons[Math.min(index, buttons.length - 1)] ?? document.getElementById("what-if"))?.focus();
  };
  const done = use((model) => model.done.length > 0);
  const undone = use((model) => model.undone.length > 0);
  return (
    <section id="what-if" class="pane what-if" aria-labelledby="what-if-title" tabIndex={-1}>
      <div class="pane-head">
        <h2 id="what-if-title">
          {words.whatIf.title} <small>{edits.length}</small>
        </h2>
        <span class="grow" />
        <button type="button" class="small" disabled={!done} onClick={() => void undo()}>
          {words.whatIf.undo}
        </button>
        <button type="button" class="small" disabled={!undone} onClick={() => void redo()}>
          {words.whatIf.redo}
        </button>
        {edits.length > 0 ? (
          <button type="button" class="small" onClick={() => set({ dialog: { what: "take-back-all" } })}>
            {words.whatIf.all}
          </button>
        ) : null}
      </div>
      {edits.length === 0 ? <p class="hint">{words.whatIf.none}</p> : <p class="hint">{words.whatIf.says}</p>}
      <ul class="edits" ref={list}>
        {edits.map((edit, index) => (
          <One key={edit.n} edit={edit} takeBack={() => void takeBackAt(index, edit)} />
        ))}
      </ul>
    </section>
  );
}

function One({ edit, takeBack }: { edit: Edit; takeBack: () => void }) {
  const words = useWords();
  const kind = use((model) => model.state?.kinds.find((one) => one.name === edit.kind));
  const field = kind?.fields.find((one) => one.name === edit.field);
  const blank = (text: string): string => (text === "" ? words.grid.blank : text);
  const what =
    edit.what === "set"
      ? `${edit.key}, ${field?.label ?? edit.field}: ${words.whatIf.change(blank(edit.before), blank(edit.after))}`
      : `${edit.key}: ${edit.what === "add" ? words.whatIf.added : words.whatIf.removed}`;
  return (
    <li>
      <span class="edit-what">
        <button type="button" class="link" onClick={() => show(edit)}>
          {edit.key}
        </button>{" "}
        {edit.what === "set" ? (
          <>
            {field?.label ?? edit.field}: <del>{blank(edit.before)}</del> <span aria-hidden="true">→</span>{" "}
            <ins>{blank(edit.after)}</ins>
          </>
        ) : edit.what === "add" ? (
          words.whatIf.added
        ) : (
          words.whatIf.removed
        )}{" "}
        <small>({kind?.label ?? edit.kind})</small>
      </span>
      <button type="button" class="small" aria-label={words.whatIf.takeBack(what)} onClick={takeBack}>
        {words.whatIf.takeBackShort}
      </button>
    </li>
  );
}

function show(edit: Edit): void {
  if (kindOf(edit.kind)) set({ shown: { kind: edit.kind, find: "", only: [edit.key] }, pane: "records" });
}
