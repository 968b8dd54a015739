// What the page itself says. Sentences about rules and records come from the server, in the same language.

import type { Language, Verdict } from "../api.js";
import { en } from "./en.js";
import { vi } from "./vi.js";

/** The texts of one language; whatever one has, the other must have. */
export type Words = typeof vi;

export const words: Record<Language, Words> = { vi, en };

/** Signs beside the words, so that colour says nothing alone; those of the reports. */
export const signs: Record<Verdict, string> = { met: "✔", not_met: "✘", undetermined: "?", not_applicable: "–" };

/** Classes of the reports' style. */
export const looks: Record<Verdict, string> = {
  met: "met",
  not_met: "not-met",
  undetermined: "open",
  not_applicable: "none",
};
