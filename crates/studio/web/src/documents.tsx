// The document's items beside the text: which ones criteria are founded on, which are waived, which are forgotten.

import type { Item } from "./api.js";
import { beginCriterion } from "./editor/skeleton.js";
import { goTo, viewOf } from "./editor/views.js";
import { open } from "./files.js";
import { say } from "./live.js";
import { get, set, use, useWords } from "./store.js";

const signs = { measured: "✔", waived: "–", forgotten: "!" };

export function DocumentsPane() {
  const words = useWords();
  const coverage = use((model) => model.coverage);
  const sound = use((model) => model.board?.sound ?? true);
  const items = coverage?.documents.flatMap((document) => document.items) ?? [];
  const count = (state: Item["state"]): number => items.filter((item) => item.state === state).length;
  const several = (coverage?.documents.length ?? 0) > 1;
  return (
    <aside id="documents" class="pane documents" aria-labelledby="documents-title" tabIndex={-1}>
      <div class="pane-head">
        <h2 id="documents-title">{words.documents.title}</h2>
        <span class="grow" />
        <button
          type="button"
          class="small only-wide"
          aria-label={words.documents.hide}
          title={words.documents.hide}
          onClick={() => {
            set({ documentsOpen: false });
            document.getElementById("rules")?.focus();
          }}
        >
          <span aria-hidden="true">«</span>
        </button>
      </div>
      <div class="documents-body">
        {coverage && items.length === 0 ? <p class="hint">{words.documents.none}</p> : null}
        {items.length > 0 ? (
          <p class="hint">{words.documents.count(count("measured"), count("waived"), count("forgotten"))}</p>
        ) : null}
        {coverage && !sound ? <p class="hint">{words.documents.stale}</p> : null}
        {coverage?.documents.map((document) => (
          <div key={document.code}>
            <h3>
              {document.code}
              {document.title ? <small>{document.title}</small> : null}
            </h3>
            <ul class="items">
              {document.items.map((item) => (
                <One key={item.id} item={item} document={several ? document.code : undefined} />
              ))}
            </ul>
          </div>
        ))}
      </div>
    </aside>
  );
}

function One({ item, document }: { item: Item; document: string | undefined }) {
  const words = useWords();
  return (
    <li class={`item ${item.state}`}>
      <button type="button" class="item-name" onClick={() => goTo(item.by[0]?.place ?? item.place)}>
        <span class="item-sign" aria-hidden="true">
          {signs[item.state]}
        </span>
        <span class="item-id">{item.id}</span> <span class="sr">({words.documents.state[item.state]})</span>
        <span class="item-title">{item.title}</span>
      </button>
      {item.state === "waived" ? (
        <p class="item-note">
          {words.documents.state.waived}: {item.reason}
        </p>
      ) : null}
      {item.state === "measured" ? (
        <p class="item-note">
          {item.by.map((one) => (
            <button key={one.id} type="button" class="chip" title={one.title} onClick={() => goTo(one.place)}>
              {one.id}
            </button>
          ))}
        </p>
      ) : null}
      {item.state === "forgotten" ? (
        <p class="item-note">
          <strong>{words.documents.state.forgotten}</strong>{" "}
          <button type="button" class="link" onClick={() => write(item, document)}>
            {words.documents.write}
          </button>
        </p>
      ) : null}
    </li>
  );

  /** Begins a criterion in the rule file that is open, or in the one that is judged by. */
  function write(item: Item, document: string | undefined): void {
    const { files, open: shown, board } = get();
    const here = files.find((file) => file.path === shown && file.kind === "rules");
    const file = here ?? files.find((one) => one.path === (board?.rules ?? item.place.path));
    if (!file) return;
    open(file.path);
    requestAnimationFrame(() => {
      const view = viewOf(file.path);
      if (view) beginCriterion(view, file.language, item, document);
      say(words.documents.written(item.id));
    });
  }
}
