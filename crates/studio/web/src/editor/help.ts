// What the language server helps with while one writes: completion, the meaning of a name, its declaration, its other
// uses, renaming, layout. Nothing is changed but on command.

import { autocompletion } from "@codemirror/autocomplete";
import {
  findReferencesKeymap,
  formatKeymap,
  hoverTooltips,
  jumpToDefinitionKeymap,
  serverCompletion,
} from "@codemirror/lsp-client";
import { keymap } from "@codemirror/view";
import { rename } from "./rename.js";

/** What may be typed on while suggestions stay: letters with their marks, and texts of several words. */
const typed = /^["“]?[\p{L}\p{M}\p{N}_ ,.-]*$/u;

export const help = [
  serverCompletion({ validFor: typed }),
  // No suggestion is chosen beforehand: Enter breaks the line, and an input method that replaces letters accepts nothing.
  // So nothing has to be kept from keys that come early either.
  autocompletion({ selectOnOpen: false, interactionDelay: 0, maxRenderedOptions: 60, icons: false }),
  hoverTooltips(),
  keymap.of([{ key: "F2", run: rename, preventDefault: true }, ...formatKeymap, ...jumpToDefinitionKeymap, ...findReferencesKeymap]),
];
