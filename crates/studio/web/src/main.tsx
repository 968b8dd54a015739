// The page.

import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import * as api from "./api.js";
import { attempt } from "./attempt.js";
import { BoardPane } from "./board/board.js";
import { takeBoard } from "./board/take.js";
import { read } from "./data.js";
import { Dialogs } from "./dialogs.js";
import { DocumentsPane } from "./documents.js";
import { RulesPane } from "./editor/pane.js";
import { connect } from "./editor/server.js";
import { save } from "./files.js";
import { catchUp, follow } from "./follow.js";
import { RecordsPane } from "./grid/pane.js";
import { Header } from "./header.js";
import { keepFocus } from "./parts/focus.js";
import { Splitter } from "./parts/splitter.js";
import { get, set, use, useWords, type Pane } from "./store.js";
import { WhatIfPane } from "./whatif.js";
import "./styles/app.css";

const panes: Pane[] = ["rules", "documents", "board", "records"];

/** The parts that F6 goes round, in their order on the page. */
const round = ["documents", "rules", "board", "records", "what-if"];

function Page() {
  const words = useWords();
  const language = use((model) => model.language);
  const pane = use((model) => model.pane);
  const documentsOpen = use((model) => model.documentsOpen);
  const title = use((model) => model.state?.title);
  const unsaved = use((model) => model.files.some((file) => file.changed));
  const [across, setAcross] = useState(64);
  const [down, setDown] = useState(63);
  const [aside, setAside] = useState(28);
  const [edits, setEdits] = useState(28);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    document.title = `${unsaved ? "● " : ""}${title ?? "tieuchi"} · tieuchi`;
  }, [title, unsaved]);
  const sizes = { "--across": `${across}%`, "--down": `${down}%`, "--aside": `${aside}%`, "--edits": `${edits}%` };
  return (
    <>
      <nav class="skips" aria-label={words.skip.title}>
        <a href="#rules">{words.skip.rules}</a>
        <a href="#board">{words.skip.board}</a>
        <a href="#records">{words.skip.records}</a>
      </nav>
      <Header />
      <nav class="chooser-bar" aria-label={words.panes.choose}>
        {panes.map((one) => (
          <button
            key={one}
            type="button"
            class="tab"
            {...(one === pane ? { "aria-current": "true" as const } : {})}
            onClick={() => set({ pane: one })}
          >
            {words.panes[one]}
          </button>
        ))}
      </nav>
      <main class={`work ${documentsOpen ? "" : "no-documents"}`} data-pane={pane} style={sizes}>
        <div class="upper" id="upper">
          <div class="writing" id="writing">
            <DocumentsPane />
            <Splitter
              label={words.panes.aside}
              upright
              at={aside}
              least={15}
              most={50}
              controls="documents"
              move={setAside}
            />
            <RulesPane />
          </div>
          <Splitter
            label={words.panes.columns}
            upright
            at={across}
            least={30}
            most={80}
            controls="writing"
            move={setAcross}
          />
          <BoardPane />
        </div>
        <Splitter label={words.panes.rows} upright={false} at={down} least={20} most={85} controls="upper" move={setDown} />
        <div class="lower">
          <RecordsPane />
          <Splitter
            label={words.panes.whatIf}
            upright
            at={edits}
            least={15}
            most={50}
            fromEnd
            controls="what-if"
            move={setEdits}
          />
          <WhatIfPane />
        </div>
      </main>
      <Drop />
      <Live />
      <Dialogs />
      <Patterns />
    </>
  );
}

/** A spreadsheet that is dragged over the page may be dropped anywhere. */
function Drop() {
  const words = useWords();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const files = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    const drag = (event: DragEvent): void => {
      if (!files(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!files(event)) return;
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file) void read(file, file.name);
    };
    window.addEventListener("dragover", drag);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", drag);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, []);
  if (!over) return null;
  return (
    <div class="drop">
      <p>
        {words.data.drop}
        <small>{words.data.dropSays}</small>
      </p>
    </div>
  );
}

/** What is said, and what all see for a while. */
function Live() {
  const words = useWords();
  const said = use((model) => model.said);
  const notice = use((model) => model.notice);
  const lost = use((model) => model.lost);
  const busy = use((model) => model.busy);
  return (
    <>
      <div class="sr" role="status" aria-live="polite">
        {said}
      </div>
      {lost ? (
        <p class="notice bad" role="alert">
          {words.lost}
        </p>
      ) : busy !== undefined ? (
        <p class="notice">{busy}</p>
      ) : notice ? (
        <p class={`notice ${notice.bad ? "bad" : ""}`}>
          {notice.bad ? <span aria-hidden="true">✘ </span> : null}
          {notice.text}{" "}
          <button type="button" class="link" onClick={() => set({ notice: undefined })}>
            {words.close}
          </button>
        </p>
      ) : null}
    </>
  );
}

/** The patterns of the pictures, which tell by more than colour. */
function Patterns() {
  return (
    <svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        <pattern id="slanted" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="ground" width="6" height="6" />
          <line class="stroke" x1="0" y1="0" x2="0" y2="6" />
        </pattern>
        <pattern id="crossed" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
          <rect class="ground" width="6" height="6" />
          <line class="stroke" x1="0" y1="0" x2="0" y2="6" />
        </pattern>
        <pattern id="dotted" width="6" height="6" patternUnits="userSpaceOnUse">
          <rect class="ground" width="6" height="6" />
          <circle class="dot" cx="3" cy="3" r="1.4" />
        </pattern>
      </defs>
    </svg>
  );
}

window.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
    event.preventDefault();
    if (!get().dialog) void save(get().open);
  }
  if (event.key === "F6" && !get().dialog) {
    event.preventDefault();
    goRound(event.shiftKey);
  }
});

/** Goes to the next part of the page, or to the one before. */
function goRound(back: boolean): void {
  const here = document.activeElement ?? document.body;
  const parts = round.flatMap((id) => document.getElementById(id) ?? []).filter((part) => part.checkVisibility());
  const before = (part: HTMLElement): boolean =>
    (part.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const inside = parts.findIndex((part) => part.contains(here));
  const last = parts.findLastIndex(before);
  const to = inside >= 0 ? inside + (back ? -1 : 1) : back ? last : last + 1;
  const next = parts[(to + parts.length) % parts.length];
  // A part is entered where its work is done.
  const work = next?.querySelector<HTMLElement>(".text:not([hidden]) .cm-content, [data-here] input");
  (work ?? next)?.focus();
}

window.addEventListener("beforeunload", (event) => {
  if (get().files.some((file) => file.changed)) event.preventDefault();
});

async function begin(): Promise<void> {
  const state = await api.state();
  const language = (sessionStorage.getItem("language") as api.Language | null) ?? state.lang;
  api.speak(language);
  const open = state.files.find((file) => file.kind === "rules" && file.language === language) ?? state.files[0];
  set({
    language,
    state,
    files: state.files,
    open: open?.path,
    shown: { kind: state.kinds[0]?.name, find: "", only: undefined },
  });
  connect();
  takeBoard(await api.board());
  await catchUp();
  const judged = get().board?.rules;
  if (judged !== undefined && get().files.some((file) => file.path === judged)) set({ open: judged });
  follow();
}

const page = document.getElementById("page");
if (page) {
  keepFocus();
  render(<Page />, page);
  void attempt(begin);
}
