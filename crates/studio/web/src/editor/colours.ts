// Colours of words. The words are those of the grammar that other editors use, which a test holds against the language's
// own table; none is listed here.

import { StreamLanguage, indentService, type StreamParser, type StringStream } from "@codemirror/language";
import { tags, tagHighlighter, type Tag } from "@lezer/highlight";
import grammar from "../../../../../editors/vscode/syntaxes/tieuchi.tmLanguage.json";

interface Rule {
  pattern: RegExp;
  scope: string;
}

interface Listed {
  name?: string;
  match?: string;
  begin?: string;
  end?: string;
  include?: string;
  patterns?: Listed[];
}

/** A pattern of the grammar that is tried at one place of a line. */
function sticky(source: string): RegExp {
  return new RegExp(source.replaceAll("\\%", "%"), "uy");
}

/** A list of the grammar's rules; a text in quotation marks is one rule here, on its line. */
function rules(listed: Listed[]): Rule[] {
  return listed.flatMap((one): Rule[] => {
    if (one.include !== undefined) return rules(grammar.repository.common.patterns);
    if (one.match !== undefined) return [{ pattern: sticky(one.match), scope: one.name ?? "" }];
    if (one.begin === '"') return [{ pattern: /"(?:[^"\\]|\\.)*(?:"|$)/uy, scope: one.name ?? "" }];
    throw new Error(`a rule of the grammar that isn't understood: ${one.begin}`);
  });
}

const byLanguage = new Map<string, Rule[]>();
const plain: Rule[] = [];
for (const block of grammar.patterns as Listed[]) {
  if (block.include !== undefined) plain.push(...rules([block]));
  // `^…(tieuchi)\s+(1)\s*,\s*(vi)\b` begins a file in Vietnamese.
  const language = /\((vi|en)\)\\b$/.exec(block.begin ?? "")?.[1];
  if (language !== undefined) byLanguage.set(language, rules(block.patterns ?? []));
}

const first = /^\uFEFF?tieuchi\s+1\s*,\s*(vi|en)\b/u;

interface State {
  rules: Rule[];
  begun: boolean;
}

function token(stream: StringStream, state: State): string | null {
  if (!state.begun) {
    state.begun = true;
    const language = first.exec(stream.string)?.[1];
    state.rules = byLanguage.get(language ?? "") ?? plain;
    if (language !== undefined) {
      stream.skipToEnd();
      return "keyword";
    }
  }
  for (const { pattern, scope } of state.rules) {
    pattern.lastIndex = stream.pos;
    const found = pattern.exec(stream.string)?.[0];
    if (found === undefined || found === "") continue;
    stream.pos += found.length;
    return scopes.find(([begins]) => scope.startsWith(begins))?.[1] ?? null;
  }
  // A word that isn't one of the grammar's is passed as a whole: none of them begins in its middle.
  if (!stream.match(/^[\p{L}\p{M}\p{N}_]+/u)) stream.next();
  return null;
}

/** What the grammar calls a scope, the editor's names for it. */
const scopes: [string, string][] = [
  ["keyword.declaration", "declaration"],
  ["keyword.control", "keyword"],
  ["support.type", "type"],
  ["comment.line", "comment"],
  ["string.quoted", "text"],
  ["variable.other", "name"],
  ["constant.numeric", "number"],
  ["markup.list", "marker"],
];

const looks: Record<string, Tag> = {
  declaration: tags.definitionKeyword,
  keyword: tags.keyword,
  type: tags.typeName,
  comment: tags.comment,
  text: tags.string,
  name: tags.variableName,
  number: tags.number,
  marker: tags.list,
};

const parser: StreamParser<State> = {
  name: "tieuchi",
  startState: () => ({ rules: plain, begun: false }),
  copyState: (state) => ({ ...state }),
  token,
  tokenTable: looks,
  languageData: {
    commentTokens: { line: "#" },
    wordChars: "_",
  },
};

/** What belongs to a declaration is moved in from the margin; else a line begins where the one above does. */
const indentation = indentService.of((context, at) => {
  const above = context.lineAt(at, -1);
  return above.from > 0 && /^[^\s#]/u.test(above.text) ? context.unit : null;
});

/** The language of rule files. */
export const tieuchi = [StreamLanguage.define(parser), indentation];

/** Classes of what the language tells apart. */
export const highlighter = tagHighlighter([
  { tag: tags.definitionKeyword, class: "tk-declaration" },
  { tag: tags.keyword, class: "tk-keyword" },
  { tag: tags.typeName, class: "tk-type" },
  { tag: tags.comment, class: "tk-comment" },
  { tag: tags.string, class: "tk-string" },
  { tag: tags.variableName, class: "tk-name" },
  { tag: tags.number, class: "tk-number" },
  { tag: tags.list, class: "tk-marker" },
]);
