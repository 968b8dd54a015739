// The head of the page: which pack, records in and out, and the language.

import { useRef } from "preact/hooks";
import * as api from "./api.js";
import { attempt } from "./attempt.js";
import { read } from "./data.js";
import { catchUp } from "./follow.js";
import { set, use, useWords } from "./store.js";

const languages: [api.Language, string, string][] = [
  ["vi", "VI", "Tiếng Việt"],
  ["en", "EN", "English"],
];

export function Header() {
  const words = useWords();
  const state = use((model) => model.state);
  const language = use((model) => model.language);
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <header class="head">
      <h1>
        <img src="icon.svg" alt="" width="24" height="24" />
        <span class="head-title">{state?.title || state?.pack || "tieuchi"}</span>
        {state?.title ? <small>{state.pack}</small> : null}
      </h1>
      <div class="languages" role="group" aria-label={words.language}>
        {languages.map(([code, short, name]) => (
          <button
            key={code}
            type="button"
            aria-pressed={code === language}
            aria-label={`${short}, ${name}`}
            lang={code}
            title={name}
            onClick={() => choose(code)}
          >
            {short}
          </button>
        ))}
      </div>
      <div class="head-actions">
        <input
          ref={chooser}
          type="file"
          hidden
          tabIndex={-1}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void read(file, file.name);
            // The same file may be read again.
            event.currentTarget.value = "";
          }}
        />
        <button type="button" onClick={() => chooser.current?.click()}>
          {words.data.open}
        </button>
        <a class="button" href={api.address("export.xlsx")} download title={words.data.exportSays}>
          {words.data.export}
        </a>
        <a class="button" href={api.address("report.html")} target="_blank" rel="noreferrer">
          {words.data.report}
        </a>
        <button type="button" onClick={() => set({ dialog: { what: "keys" } })}>
          {words.help}
        </button>
      </div>
    </header>
  );
}

/** Has everything said in another language. */
function choose(language: api.Language): void {
  api.speak(language);
  sessionStorage.setItem("language", language);
  set({ language });
  void attempt(catchUp);
}
