// The verdict board: the whole, each criterion, and what is behind it.

import { useState } from "preact/hooks";
import type { Board, Verdict } from "../api.js";
import { open } from "../files.js";
import { Told } from "../parts/told.js";
import { Badge } from "../parts/verdict.js";
import { use, useWords } from "../store.js";
import { looks, signs } from "../words/index.js";
import { Row } from "./row.js";

const verdicts: Verdict[] = ["met", "not_met", "undetermined", "not_applicable"];

type Filter = Verdict | "all" | "changed";

export function BoardPane() {
  const words = useWords();
  const board = use((model) => model.board);
  return (
    <section id="board" class="pane board" aria-labelledby="board-title" tabIndex={-1}>
      <div class="pane-head">
        <h2 id="board-title">{words.board.title}</h2>
      </div>
      {board ? <Judged board={board} /> : <p class="hint">{words.board.loading}</p>}
    </section>
  );
}

function Judged({ board }: { board: Board }) {
  const words = useWords();
  const [filter, setFilter] = useState<Filter>("all");
  const never = !board.sound && board.criteria.length === 0;
  const shown = board.criteria.filter(
    (one) =>
      filter === "all" ||
      (filter === "changed" ? one.was !== undefined || one.was_saved !== undefined : one.verdict === filter),
  );
  return (
    <div class={board.sound ? "board-body" : "board-body stale"}>
      <State board={board} never={never} />
      {board.overall && !never ? <Overall board={board} overall={board.overall} /> : null}
      {board.criteria.length > 1 ? (
        <label class="board-filter">
          {words.board.show}
          <select value={filter} onChange={(event) => setFilter(event.currentTarget.value as Filter)}>
            <option value="all">{words.board.all}</option>
            <option value="changed">{words.board.changed}</option>
            {verdicts.map((verdict) => (
              <option key={verdict} value={verdict}>
                {words.verdict[verdict]}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {board.sound && board.criteria.length === 0 ? <p class="hint">{words.board.none}</p> : null}
      {board.criteria.length > 0 && shown.length === 0 ? <p class="hint">{words.board.nothingHere}</p> : null}
      <ul class="criteria">
        {shown.map((one) => (
          <Row key={one.id} criterion={one} revision={board.revision} />
        ))}
      </ul>
      <RecordFindings board={board} />
      <p class="hint by">{words.board.by(board.rules)}</p>
    </div>
  );
}

/** Whether the verdicts are those of what is written. */
function State({ board, never }: { board: Board; never: boolean }) {
  const words = useWords();
  const file = use((model) => model.files.find((one) => one.path === model.open));
  const other = use((model) => {
    const here = model.files.find((one) => one.path === model.open);
    const judged = model.files.find((one) => one.path === board.rules);
    return here?.kind === "rules" && judged !== undefined && here.language !== judged.language;
  });
  return (
    <>
      {board.sound ? null : (
        <p class="banner">
          <span aria-hidden="true">⚠ </span>
          {never ? words.board.never(board.errors) : words.board.stale(board.errors)}
        </p>
      )}
      {other && file ? (
        <p class="banner calm">
          {words.board.otherRules(board.rules)}{" "}
          <button type="button" class="link" onClick={() => open(board.rules)}>
            {words.board.openRules}
          </button>
        </p>
      ) : null}
    </>
  );
}

function Overall({ board, overall }: { board: Board; overall: NonNullable<Board["overall"]> }) {
  const words = useWords();
  return (
    <div class="whole">
      <p>
        <span class="whole-word">{words.board.overall}</span> <Badge verdict={overall.verdict} />
        {overall.was ? <span class="turned">{words.board.was(words.verdict[overall.was])}</span> : null}
      </p>
      <ul class="counts">
        {verdicts
          .filter((verdict) => (overall.counts[verdict] ?? 0) > 0)
          .map((verdict) => (
            <li key={verdict}>
              <span aria-hidden="true">{signs[verdict]}</span> {words.verdict[verdict]}: {overall.counts[verdict]}
            </li>
          ))}
      </ul>
      {board.criteria.length > 0 ? <Strip counts={overall.counts} /> : null}
    </div>
  );
}

/** The criteria side by side, by verdict; the words stand above. */
function Strip({ counts }: { counts: Record<Verdict, number> }) {
  const all = verdicts.reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0);
  let from = 0;
  return (
    <svg class="strip" viewBox="0 0 600 14" preserveAspectRatio="none" aria-hidden="true">
      {verdicts.map((verdict) => {
        const wide = ((counts[verdict] ?? 0) * 600) / Math.max(all, 1);
        const at = from;
        from += wide;
        return wide > 0 ? <rect key={verdict} class={`piece ${looks[verdict]}`} x={at} y={1} width={wide} height={12} /> : null;
      })}
    </svg>
  );
}

function RecordFindings({ board }: { board: Board }) {
  const words = useWords();
  if (board.records.length === 0) return null;
  return (
    <details class="about-records">
      <summary>{words.board.findings(board.records.length)}</summary>
      <ul>
        {board.records.map((one, index) => (
          <li key={index}>
            <Told finding={one} />
          </li>
        ))}
      </ul>
    </details>
  );
}
