// A verdict: sign, word and colour.

import type { Verdict } from "../api.js";
import { useWords } from "../store.js";
import { looks, signs } from "../words/index.js";

export function Badge({ verdict }: { verdict: Verdict }) {
  const words = useWords();
  return (
    <span class={`badge ${looks[verdict]}`}>
      <span aria-hidden="true">{signs[verdict]}</span> {words.verdict[verdict]}
    </span>
  );
}
