// A criterion on the board, and what is behind its verdict.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import * as api from "../api.js";
import { attempt } from "../attempt.js";
import { goTo } from "../editor/views.js";
import { Badge } from "../parts/verdict.js";
import { get, kindOf, set, use, useWords } from "../store.js";

/** How many records are named one by one. */
const NAMED = 24;

interface Given {
  criterion: api.Criterion;
  revision: number;
}

export function Row({ criterion, revision }: Given) {
  const words = useWords();
  const { id, title, verdict, was, was_saved: saved, summary, cites, place } = criterion;
  const unfolded = use((model) => model.unfolded.includes(id));
  const panel = `behind-${id}`;
  const fold = (): void => {
    const others = get().unfolded.filter((one) => one !== id);
    set({ unfolded: unfolded ? others : [...others, id] });
  };
  return (
    <li class="one">
      <h3>
        <button type="button" class="fold" aria-expanded={unfolded} aria-controls={panel} onClick={fold}>
          <span class="fold-sign" aria-hidden="true" />
          <span class="one-id">{id}</span>
          <span class="one-title">{title}</span>
          <Badge verdict={verdict} />
        </button>
      </h3>
      {was ? <p class="turned">{words.board.was(words.verdict[was])}</p> : null}
      {saved && saved !== was ? <p class="turned">{words.board.wasSaved(words.verdict[saved])}</p> : null}
      <p class="one-says">{summary}</p>
      <div id={panel} hidden={!unfolded}>
        {unfolded ? <Behind criterion={criterion} revision={revision} /> : null}
      </div>
      {unfolded ? (
        <p class="one-foot">
          {cites.map(({ document, item }) => `${document}, ${words.board.item} ${item}`).join("; ")}{" "}
          {place ? (
            <button type="button" class="link" onClick={() => goTo(place)}>
              {words.board.toRule}
            </button>
          ) : null}
        </p>
      ) : null}
    </li>
  );
}

/** The picture, who is behind it, what is short and what is missing: as the report draws it. */
function Behind({ criterion: { id }, revision }: Given) {
  const words = useWords();
  const [detail, setDetail] = useState<api.Detail>();
  const language = use((model) => model.language);
  const drawn = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const abort = new AbortController();
    void attempt(async () => setDetail(await api.detail(id, abort.signal)));
    return () => abort.abort();
  }, [id, revision, language]);
  // What is drawn anew keeps the focus where it was.
  const focused = useRef(-1);
  const stops = (): HTMLElement[] => [...(drawn.current?.querySelectorAll<HTMLElement>("[tabindex],a[href]") ?? [])];
  focused.current = stops().findIndex((one) => one === document.activeElement);
  useLayoutEffect(() => {
    if (focused.current >= 0) stops()[focused.current]?.focus();
  }, [detail?.html]);
  if (!detail) return <p class="hint">{words.board.loading}</p>;
  const kinds = [...new Set(detail.people.map((one) => one.kind))];
  return (
    <>
      <div class="behind" ref={drawn} dangerouslySetInnerHTML={{ __html: detail.html }} />
      {kinds.map((kind) => {
        const keys = detail.people.filter((one) => one.kind === kind).map((one) => one.key);
        const label = kindOf(kind)?.label ?? kind;
        return (
          <p key={kind} class="people">
            <button type="button" onClick={() => showOnly(kind, keys)}>
              {words.board.showPeople(label, keys.length)}
            </button>{" "}
            {keys.length > 1
              ? keys.slice(0, NAMED).map((key) => (
                  <button key={key} type="button" class="chip" onClick={() => showOnly(kind, [key])}>
                    {key}
                  </button>
                ))
              : null}
            {keys.length > NAMED ? " …" : null}
          </p>
        );
      })}
    </>
  );
}

/** Shows some records in the table, and goes there. */
function showOnly(kind: string, only: string[]): void {
  set({ shown: { kind, find: "", only }, pane: "records" });
  requestAnimationFrame(() => document.getElementById("records")?.focus());
}
