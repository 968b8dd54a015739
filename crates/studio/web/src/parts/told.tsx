// A finding: what is the matter, and below it what helps.

import type { Finding } from "../api.js";

export function Told({ finding }: { finding: Finding }) {
  return (
    <>
      {finding.message}
      {finding.help ? <span class="helps">{finding.help}</span> : null}
    </>
  );
}

/** Findings in one line. */
export const inOne = (findings: Finding[]): string =>
  findings
    .flatMap((one) => [one.message, one.help ?? ""])
    .filter((part) => part !== "")
    .map((part) => (/[.?!…]$/u.test(part) ? part : `${part}.`))
    .join(" ");
