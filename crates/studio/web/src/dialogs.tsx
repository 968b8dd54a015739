// The page's questions.

import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import type { Field, Finding, Kind } from "./api.js";
import { read as readData } from "./data.js";
import { create, keepMine, takeTheirs } from "./files.js";
import { choosable, useOptions } from "./grid/options.js";
import { Dialog } from "./parts/dialog.js";
import { inOne, Told } from "./parts/told.js";
import { set, use, useWords, type Dialog as Asked } from "./store.js";
import { addRecord, takeAllBack } from "./trial.js";

const close = (): void => set({ dialog: undefined });

export function Dialogs() {
  const asked = use((model) => model.dialog);
  if (!asked) return null;
  switch (asked.what) {
    case "conflict":
      return <Conflict asked={asked} />;
    case "new-file":
      return <NewFile />;
    case "add-record":
      return <AddRecord kind={asked.kind} />;
    case "drop-edits":
      return <DropEdits asked={asked} />;
    case "take-back-all":
      return <TakeBackAll />;
    case "read":
      return <WhatWasRead asked={asked} />;
    case "rename":
      return <Rename asked={asked} />;
    case "keys":
      return <Keys />;
  }
}

function Conflict({ asked }: { asked: Extract<Asked, { what: "conflict" }> }) {
  const { conflict, cancel } = useWords();
  const { path, mine, theirs, digest } = asked;
  return (
    <Dialog title={conflict.title(path)} close={close} wide>
      <p>{conflict.says}</p>
      <div class="both">
        <Version title={conflict.mine} text={mine} other={theirs} />
        <Version title={conflict.theirs} text={theirs} other={mine} />
      </div>
      <p class="answers even">
        <button type="button" onClick={() => void keepMine(path, digest)}>
          {conflict.keepMine}
        </button>
        <button type="button" onClick={() => void takeTheirs(path, theirs, digest)}>
          {conflict.takeTheirs}
        </button>
        <button type="button" onClick={close}>
          {cancel}
        </button>
      </p>
    </Dialog>
  );
}

/** A text with the lines marked that the other hasn't. */
function Version({ title, text, other }: { title: string; text: string; other: string }) {
  const id = useId();
  const lines = text.split("\n");
  const there = new Set(other.split("\n"));
  const first = Math.max(0, lines.findIndex((line) => !there.has(line)) - 3);
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <pre tabIndex={0} aria-labelledby={id}>
        {first > 0 ? "…\n" : ""}
        {lines.slice(first).map((line, number) => {
          const differs = !there.has(line);
          return (
            <span key={number} class={differs ? "differs" : ""}>
              {`${differs ? "▸ " : "  "}${line}\n`}
            </span>
          );
        })}
      </pre>
    </section>
  );
}

interface FormGiven {
  title: string;
  send: () => Promise<void>;
  answer: string;
  children: ComponentChildren;
}

/** A question with fields to fill in, whose answer may be refused. */
function Form({ title, send, answer, children }: FormGiven) {
  const words = useWords();
  return (
    <Dialog title={title} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {children}
        <p class="answers">
          <button type="submit">{answer}</button>
          <button type="button" onClick={close}>
            {words.cancel}
          </button>
        </p>
      </form>
    </Dialog>
  );
}

interface SureGiven {
  title: string;
  says: string;
  answer: string;
  act: () => Promise<void>;
}

/** A question that is answered by doing something, or not. */
function Sure({ title, says, answer, act }: SureGiven) {
  const { cancel } = useWords();
  return (
    <Dialog title={title} close={close}>
      <p>{says}</p>
      <p class="answers">
        <button
          type="button"
          onClick={() => {
            close();
            void act();
          }}
        >
          {answer}
        </button>
        <button type="button" onClick={close}>
          {cancel}
        </button>
      </p>
    </Dialog>
  );
}

/** Why an answer was refused. */
const Why = ({ id, says }: { id: string; says: string }) => (
  <p id={id} class="wrong-says" role="alert">
    {says}
  </p>
);

function NewFile() {
  const words = useWords();
  const language = use((model) => model.language);
  const [path, setPath] = useState(`.${language}.tieuchi`);
  const id = useId();
  const send = async (): Promise<void> => {
    if (await create(path.trim())) close();
  };
  return (
    <Form title={words.newFileTitle} send={send} answer={words.create}>
      <label>
        {words.newFileName}
        <input
          type="text"
          required
          autofocus
          value={path}
          aria-describedby={id}
          onInput={(event) => setPath(event.currentTarget.value)}
        />
      </label>
      <p id={id} class="hint">
        {words.newFileHelp}
      </p>
    </Form>
  );
}

function AddRecord({ kind }: { kind: Kind }) {
  const words = useWords();
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [findings, setFindings] = useState<Finding[]>([]);
  const id = useId();
  // What a record can't be without: its key, and the records that it must name.
  const fields = kind.fields.filter((one) => one.key || (one.type === "reference" && !one.optional));
  const key = (texts[kind.fields.find((one) => one.key)?.name ?? ""] ?? "").trim();
  const send = async (): Promise<void> => {
    const cells = fields.filter((one) => !one.key).map((one) => ({ field: one.name, text: texts[one.name] ?? "" }));
    const why = await addRecord(kind.name, key, cells);
    setFindings(why);
    if (why.length > 0) return;
    set({ dialog: undefined, shown: { kind: kind.name, find: "", only: [key] } });
  };
  return (
    <Form title={words.grid.addTitle(kind.label)} send={send} answer={words.grid.addDo}>
      {fields.map((field, index) => (
        <NewField
          key={field.name}
          field={field}
          first={index === 0}
          text={texts[field.name] ?? ""}
          describedBy={id}
          wrong={findings.length > 0}
          write={(text) => setTexts((before) => ({ ...before, [field.name]: text }))}
        />
      ))}
      <Why id={id} says={inOne(findings)} />
    </Form>
  );
}

interface NewFieldGiven {
  field: Field;
  first: boolean;
  text: string;
  describedBy: string;
  wrong: boolean;
  write: (text: string) => void;
}

/** A field of a new record, with the records that it may name. */
function NewField({ field, first, text, describedBy, wrong, write }: NewFieldGiven) {
  const list = useId();
  const options = useOptions(field, text, choosable(field));
  return (
    <label>
      <span>{field.label}</span>
      <input
        type="text"
        required
        autofocus={first}
        autocomplete="off"
        spellcheck={false}
        value={text}
        aria-invalid={wrong}
        aria-describedby={describedBy}
        {...(choosable(field) ? { list } : {})}
        onInput={(event) => write(event.currentTarget.value)}
      />
      {choosable(field) ? (
        <datalist id={list}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      ) : null}
    </label>
  );
}

function DropEdits({ asked: { file, name, kind, edits } }: { asked: Extract<Asked, { what: "drop-edits" }> }) {
  const { data } = useWords();
  const act = (): Promise<void> => readData(file, name, { drop: true, ...(kind ? { kind } : {}) });
  return <Sure title={data.editsTitle} says={data.editsAsk(edits)} answer={data.editsDrop} act={act} />;
}

function TakeBackAll() {
  const { whatIf } = useWords();
  const edits = use((model) => model.edits.length);
  return <Sure title={whatIf.allTitle} says={whatIf.allAsk(edits)} answer={whatIf.all} act={takeAllBack} />;
}

function WhatWasRead({ asked: { file, name, read } }: { asked: Extract<Asked, { what: "read" }> }) {
  const { data, close: closes } = useWords();
  return (
    <Dialog title={data.title(name)} close={close} wide={read.findings.length > 0}>
      <p>{read.taken ? data.taken : data.notTaken}</p>
      {read.read.length > 0 ? (
        <ul class="read">
          {read.read.map((one) => (
            <li key={one.kind}>
              {one.label}: {data.rows(one.rows)}
            </li>
          ))}
        </ul>
      ) : null}
      {read.findings.length > 0 ? (
        <>
          <h3>{data.findings(read.findings.length)}</h3>
          <ul class="findings" tabIndex={0} aria-label={data.findings(read.findings.length)}>
            {read.findings.map((one, index) => (
              <li key={index} class={one.severity}>
                <span aria-hidden="true">{one.severity === "error" ? "✘" : "⚠"} </span>
                <Told finding={one} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {read.read.length === 0 ? <WhichKind file={file} name={name} /> : null}
      <p class="answers">
        <button type="button" autofocus onClick={close}>
          {closes}
        </button>
      </p>
    </Dialog>
  );
}

/** Asks which kind of records a file has, where its name doesn't say. */
function WhichKind({ file, name }: { file: Blob; name: string }) {
  const { data } = useWords();
  const kinds = use((model) => model.state?.kinds) ?? [];
  const [kind, setKind] = useState(kinds[0]?.name ?? "");
  return (
    <form
      class="which"
      onSubmit={(event) => {
        event.preventDefault();
        close();
        void readData(file, name, { kind });
      }}
    >
      <p>{data.whichKind}</p>
      <label>
        {data.kind}
        <select value={kind} onChange={(event) => setKind(event.currentTarget.value)}>
          {kinds.map((one) => (
            <option key={one.name} value={one.name}>
              {one.label}
            </option>
          ))}
        </select>
      </label>
      <button type="submit">{data.again}</button>
    </form>
  );
}

function Rename({ asked: { name: before, give } }: { asked: Extract<Asked, { what: "rename" }> }) {
  const words = useWords();
  const [name, setName] = useState(before);
  const [why, setWhy] = useState("");
  const id = useId();
  const send = async (): Promise<void> => {
    const refused = await give(name.trim());
    if (refused === undefined) close();
    else setWhy(refused);
  };
  return (
    <Form title={words.rename.title(before)} send={send} answer={words.rename.do}>
      <label>
        {words.rename.name}
        <input
          type="text"
          required
          autofocus
          autocomplete="off"
          spellcheck={false}
          value={name}
          aria-invalid={why !== ""}
          aria-describedby={id}
          onFocus={(event) => event.currentTarget.select()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <Why id={id} says={why} />
    </Form>
  );
}

function Keys() {
  const { keys, close: closes } = useWords();
  return (
    <Dialog title={keys.title} close={close} wide>
      <div class="keys">
        {(["everywhere", "rules", "records"] as const).map((part) => (
          <section key={part}>
            <h3>{keys[part]}</h3>
            <dl>
              {keys.list[part].map(([key, does]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p>
        <a href="licences.txt" target="_blank" rel="noreferrer">
          {keys.licences}
        </a>
      </p>
      <p class="answers">
        <button type="button" autofocus onClick={close}>
          {closes}
        </button>
      </p>
    </Dialog>
  );
}
