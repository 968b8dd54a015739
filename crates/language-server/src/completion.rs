//! What may be written at a place, in text that is half written.
//!
//! The declaration being typed seldom reads, so its words before the cursor are looked at instead of a tree; what they
//! may name comes from what the checker could understand of the rest.

use serde_json::{Value, json};
use tieuchi::check::{Index, Sense};
use tieuchi::diagnostic::fold;
use tieuchi::program::{CriterionId, KindId, LabelsId, Name, Type};
use tieuchi::source::{Language, Span};
use tieuchi::syntax::words::{Word, is_reserved};

mod trial;

use crate::names::quoted;
use crate::snippets::snippet;
use crate::text::{Position, Range};
use crate::tokens::{Sort, Token, declaration_start, in_word, tokens};
use crate::words::{TOP, meaning, other};
use crate::workspace::{Spot, Workspace};

/// How many proposals are made at most.
const MOST: usize = 1_000;

/// Kinds of proposals as the protocol numbers them.
mod item {
    pub const FIELD: u32 = 5;
    pub const CLASS: u32 = 7;
    pub const ENUM: u32 = 13;
    pub const KEYWORD: u32 = 14;
    pub const SNIPPET: u32 = 15;
    pub const FILE: u32 = 17;
    pub const REFERENCE: u32 = 18;
    pub const ENUM_MEMBER: u32 = 20;
    pub const CONSTANT: u32 = 21;
}

/// The types of fields and what stands behind them.
const TYPES: &[Word] = &[
    Word::Text,
    Word::YesNo,
    Word::Count,
    Word::Integer,
    Word::Decimal,
    Word::Percent,
    Word::Date,
    Word::OneOfType,
    Word::Key,
    Word::Optional,
    Word::MayBeUnknown,
    Word::Private,
];

/// Words that stand between a field and its label.
const COMPARING: [&[&str]; 2] = [
    &[
        "at", "least", "most", "is", "not", "one", "of", "above", "below", "more", "less", "than", "between", "and",
        "from", "to", "under", "or",
    ],
    &[
        "từ", "trở", "lên", "xuống", "là", "một", "trong", "không", "phải", "khác", "trên", "dưới", "hơn", "ít",
        "nhất", "nhiều", "quá", "đến", "hoặc",
    ],
];

/// What may be written at a place.
pub fn completion(workspace: &Workspace, uri: &str, position: Position, snippets: bool) -> Vec<Value> {
    let Some(spot) = workspace.spot(uri, position) else { return Vec::new() };
    let mut proposals = Proposals { spot: &spot, snippets, items: Vec::new() };
    proposals.gather();
    proposals.items.truncate(MOST);
    proposals.items
}

struct Proposals<'s> {
    spot: &'s Spot,
    snippets: bool,
    items: Vec<Value>,
}

impl Proposals<'_> {
    fn text(&self) -> &str {
        self.spot.text().source().text()
    }

    fn index(&self) -> &Index {
        &self.spot.analysis.index
    }

    fn language(&self) -> Language {
        self.spot.language()
    }

    /// The editor's stretch between two offsets.
    fn range(&self, start: usize, end: usize) -> Range {
        self.spot.text().range(Span { file: self.spot.file, start: start as u32, end: end as u32 })
    }

    fn push(&mut self, label: &str, new: &str, (kind, order): (u32, u32), detail: &str, range: Range) {
        self.items.push(json!({
            "label": label, "kind": kind, "detail": detail, "sortText": format!("{order}{label}"), "filterText": new,
            "textEdit": { "range": range, "newText": new },
        }));
    }

    fn gather(&mut self) {
        let at = self.spot.offset as usize;
        let text = self.text().to_owned();
        let start = declaration_start(&text, at);
        let before = tokens(&text, start, at);
        let last = before.last().copied();
        if last.is_some_and(|token| token.sort == Sort::Comment && token.end() == at) {
            return;
        }
        if self.edition(&text, at) {
            return;
        }
        if self.spot.analysis.is_test(self.spot.file) {
            return self.in_test(&text, start);
        }
        if let Some(open) = last.filter(|token| token.sort == Sort::Text(false)) {
            return self.in_text(&text, open.start, &before);
        }
        let word =
            text.get(..at).and_then(|before| before.char_indices().rev().take_while(|(_, c)| in_word(*c)).last());
        let word = word.map_or(at, |(start, _)| start);
        let said: Vec<Token<'_>> =
            before.iter().filter(|token| token.start < word && token.sort != Sort::Comment).copied().collect();
        let line = text.get(..word).map_or(0, |before| before.rfind('\n').map_or(0, |end| end + 1));
        let margin = phrase_start(&text, line, at) == line
            && text.get(line..at).is_some_and(|line| !line.starts_with([' ', '\t']));
        let begins = |rest: &str| !rest.contains(['"', ':']) && top_prefix(rest, self.language());
        if margin && (said.is_empty() || text.get(line..word).is_some_and(begins)) {
            return self.declarations(line, at);
        }
        let here = self.range(word, at);
        let dotted = text.get(..word).and_then(|before| before.strip_suffix(['.', '-']));
        if let Some(wanted) = self.ids(&said, &text, word, at) {
            return wanted;
        }
        if said.last().is_some_and(|token| token.text == "." && token.end() == word) && dotted.is_some() {
            return self.behind_point(&said, here);
        }
        if let Some(set) = self.label_set(&said, start, &text) {
            return self.labels(set, here);
        }
        if self.in_record(&text, start) {
            return self.in_declared_record(&said, &text, (word, at), here);
        }
        if self.heads(&text, start, &said) {
            return self.kinds(here, false);
        }
        self.expression(&said, &text, (word, at), here);
    }

    /// The first line, if that is where it stands.
    fn edition(&mut self, text: &str, at: usize) -> bool {
        let before = text.get(..at).unwrap_or("");
        let first = !before.contains('\n') && ("tieuchi".starts_with(before) || before.starts_with("tieuchi"));
        if first {
            let range = self.range(0, at);
            for (language, of) in [("vi", "tiếng Việt"), ("en", "English")] {
                let line = format!("tieuchi 1, {language}");
                self.push(&line, &line, (item::KEYWORD, 0), of, range);
            }
        }
        first
    }

    // ---- texts ----

    fn in_text(&mut self, text: &str, open: usize, before: &[Token<'_>]) {
        let at = self.spot.offset as usize;
        let rest = text.get(at..).unwrap_or("");
        let line = rest.split('\n').next().unwrap_or("");
        let end = line.find(['"', '”']).map_or(at, |length| {
            at + length + line.get(length..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
        });
        let range = self.range(open, end);
        let said: Vec<Token<'_>> = before.iter().take(before.len().saturating_sub(1)).copied().collect();
        let begins = |word: Word| {
            word.spellings(self.language())
                .iter()
                .any(|one| said.last().is_some_and(|token| one.rsplit(' ').next() == Some(token.text)))
        };
        if begins(Word::Use) && said.len() <= 1 {
            return self.packs(range);
        }
        if begins(Word::Cites) {
            let codes: Vec<(String, String)> = self
                .index()
                .documents
                .iter()
                .map(|document| (document.code.clone(), document.title.clone().unwrap_or_default()))
                .collect();
            for (code, title) in codes {
                self.push(&code, &quoted(&code), (item::REFERENCE, 0), &title, range);
            }
            return;
        }
        let start = declaration_start(text, at);
        let set = self.label_set(&said, start, text);
        if let Some(set) = set {
            self.labels(set, range);
        }
    }

    fn packs(&mut self, range: Range) {
        let Some((folder, manifest)) = &self.spot.analysis.manifest else { return };
        let mut names: Vec<String> = manifest.packs.iter().map(|(name, _)| name.clone()).collect();
        let entries = std::fs::read_dir(folder).into_iter().flatten().take(1_000).filter_map(Result::ok);
        names.extend(
            entries
                .map(|entry| entry.file_name().to_string_lossy().into_owned())
                .filter(|name| name.ends_with(".tieuchi")),
        );
        names.sort();
        for name in names {
            self.push(&name, &quoted(&name), (item::FILE, 0), "", range);
        }
    }

    fn labels(&mut self, set: LabelsId, range: Range) {
        let Some(labels) = self.index().labels.get(set.0 as usize).cloned() else { return };
        let language = self.language();
        let owner = labels.name.as_ref().map_or(String::new(), |name| name.shown(language).to_owned());
        for (place, label) in labels.labels.iter().enumerate() {
            let (shown, new) = if label.is_empty() {
                (Word::None.text(language).to_owned(), Word::None.text(language).to_owned())
            } else {
                (label.clone(), quoted(label))
            };
            self.items.push(json!({
                "label": shown, "kind": item::ENUM_MEMBER, "detail": owner, "sortText": format!("{place:04}"),
                "filterText": new, "textEdit": { "range": range, "newText": new },
            }));
        }
    }

    /// The set of labels that the words before ask for: of the field that is compared, or of the award's scale at the
    /// beginning of a case.
    fn label_set(&self, said: &[Token<'_>], start: usize, text: &str) -> Option<LabelsId> {
        let comparing = self.language().pick(COMPARING[0], COMPARING[1]);
        let mut place = said.len();
        while let Some(before) = place.checked_sub(1) {
            let token = said.get(before)?;
            let passed = match token.sort {
                Sort::Text(_) => true,
                Sort::Sign => [",", "<", ">", "=", "!"].contains(&token.text),
                Sort::Word => comparing.contains(&token.text),
                Sort::Comment => true,
            };
            if !passed {
                break;
            }
            place = before;
        }
        let compared = said.get(..place)?;
        let between = said.get(place..)?;
        let goes_on =
            between.last().is_some_and(|last| [",", "<", "or", "and", "to", "hoặc", "và", "đến"].contains(&last.text));
        if between.iter().any(|token| token.sort == Sort::Text(true)) && !goes_on {
            return None;
        }
        let last = compared.last();
        if let Some(last) = last.filter(|last| last.sort == Sort::Word)
            && (!between.is_empty() || self.open_text(text))
            && let Some(Type::Label(set)) = self.field_type(last, compared)
        {
            return Some(set);
        }
        // `by region: "…"`.
        if last.is_some_and(|last| [":", ";"].contains(&last.text))
            && let Some(by) = self.by_field(compared)
        {
            return Some(by);
        }
        let begins = between.is_empty()
            && self.open_text(text)
            && last.is_some_and(|last| last.sort != Sort::Word || last.end() > start);
        begins.then(|| self.award_scale(said)).flatten()
    }

    /// Whether a text is being written.
    fn open_text(&self, text: &str) -> bool {
        let at = self.spot.offset as usize;
        let line = text.get(..at).map_or("", |before| before.rsplit('\n').next().unwrap_or(""));
        tokens(line, 0, line.len()).last().is_some_and(|token| token.sort == Sort::Text(false))
    }

    /// The labels of the field behind `by`.
    fn by_field(&self, said: &[Token<'_>]) -> Option<LabelsId> {
        let by = Word::By.text(self.language());
        let place = said.iter().rposition(|token| token.text == by)?;
        match self.field_type(said.get(place + 1)?, said.get(..place + 2)?)? {
            Type::Label(set) => Some(set),
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Reference(_) => None,
        }
    }

    /// The scale of the award that is being written: the first name behind its colon.
    fn award_scale(&self, said: &[Token<'_>]) -> Option<LabelsId> {
        let award = Word::Award.text(self.language()).split(' ').next();
        if said.first().map(|token| token.text) != award {
            return None;
        }
        let colon = said.iter().position(|token| token.text == ":")?;
        let named = said.get(colon + 1)?;
        self.scale(named.text)
    }

    fn scale(&self, name: &str) -> Option<LabelsId> {
        let named = |labels: &tieuchi::program::Labels| labels.name.as_ref().is_some_and(|own| own.is(name));
        self.index().labels.iter().position(named).map(|place| LabelsId(place as u32))
    }

    // ---- what is in hand ----

    fn kind(&self, name: &str) -> Option<KindId> {
        let is = |kind: &tieuchi::check::IndexedKind| kind.name.is(name) || kind.plural.as_deref() == Some(name);
        self.index().kinds.iter().position(is).map(|place| KindId(place as u32))
    }

    /// The kinds that the words before speak of, the last first.
    fn in_hand(&self, said: &[Token<'_>]) -> Vec<KindId> {
        let mut found = Vec::new();
        for token in said.iter().rev().filter(|token| token.sort == Sort::Word) {
            if let Some(kind) = self.kind(token.text.trim_matches('`'))
                && !found.contains(&kind)
            {
                found.push(kind);
            }
        }
        found
    }

    fn field(&self, kind: KindId, name: &str) -> Option<Type> {
        let kind = self.index().kinds.get(kind.0 as usize)?;
        kind.fields.iter().find(|field| field.name.is(name))?.ty
    }

    /// The type of a field whose name is the last of the words.
    fn field_type(&self, name: &Token<'_>, said: &[Token<'_>]) -> Option<Type> {
        let before = said.get(..said.len().saturating_sub(1))?;
        if before.last().is_some_and(|token| token.text == ".")
            && let Some(of) = self.led_to(before)
        {
            return self.field(of, name.text);
        }
        let in_hand = self.in_hand(before).into_iter().find_map(|kind| self.field(kind, name.text));
        in_hand.or_else(|| (0..self.index().kinds.len()).find_map(|kind| self.field(KindId(kind as u32), name.text)))
    }

    /// The kind that stands before the point at the end of the words: by its own name, or by a reference to it.
    fn led_to(&self, said: &[Token<'_>]) -> Option<KindId> {
        let (_, before) = said.split_last()?;
        let name = before.last()?;
        match self.field_type(name, before) {
            Some(Type::Reference(kind)) => Some(kind),
            Some(Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_)) | None => {
                self.kind(name.text)
            }
        }
    }

    fn behind_point(&mut self, said: &[Token<'_>], range: Range) {
        if let Some(kind) = self.led_to(said) {
            self.fields(kind, 0, range);
        }
    }

    // ---- names ----

    fn shown(&self, name: &Name) -> (String, String) {
        let language = self.language();
        let shown = name.shown(language).to_owned();
        let twin = name.shown(other(language)).to_owned();
        (if is_reserved(language, &shown) { format!("`{shown}`") } else { shown }, twin)
    }

    fn fields(&mut self, kind: KindId, order: u32, range: Range) {
        let Some(kind) = self.index().kinds.get(kind.0 as usize).cloned() else { return };
        let of = kind.name.shown(self.language()).to_owned();
        for field in kind.fields.iter().filter(|field| field.name.is_spelled()) {
            let (name, twin) = self.shown(&field.name);
            self.push(&name, &name, (item::FIELD, order), &format!("{of} · {twin}"), range);
        }
    }

    fn kinds(&mut self, range: Range, plurals: bool) {
        for kind in self.index().kinds.clone() {
            let (name, twin) = self.shown(&kind.name);
            self.push(&name, &name, (item::CLASS, 2), &twin, range);
            if let Some(plural) = kind.plural.filter(|_| plurals && self.language() == Language::En) {
                self.push(&plural, &plural, (item::CLASS, 2), &name, range);
            }
        }
    }

    /// Items behind `cites`, criteria behind `meets`: whether that is where it stands.
    fn ids(&mut self, said: &[Token<'_>], text: &str, word: usize, at: usize) -> Option<()> {
        let language = self.language();
        let ids = |place: usize| {
            said.get(place..).unwrap_or_default().iter().all(|token| {
                token.sort == Sort::Text(true) || token.sort == Sort::Word || [".", "-", ","].contains(&token.text)
            })
        };
        let behind = |of: Word| -> Option<usize> {
            let phrases = of.spellings(language).iter().map(|spelling| spelling.split(' ').collect::<Vec<_>>());
            phrases
                .filter_map(|phrase| {
                    let end = said
                        .windows(phrase.len())
                        .rposition(|found| found.iter().zip(&phrase).all(|(token, word)| token.text == *word))?;
                    Some(end + phrase.len())
                })
                .max()
        };
        let range = self.range(id_start(text, at).min(word), at);
        let same_line = |place: usize| {
            let from = said.get(place - 1).map_or(0, Token::end);
            !text.get(from..at).unwrap_or("").contains('\n')
        };
        if let Some(place) = behind(Word::Cites).filter(|place| ids(*place) && same_line(*place)) {
            let document = said
                .get(place..)?
                .iter()
                .rev()
                .find(|token| token.sort == Sort::Text(true))
                .map(|token| token.inner().to_owned());
            for found in self.index().documents.clone() {
                if document.as_ref().is_some_and(|code| *code != found.code) {
                    continue;
                }
                for one in found.items {
                    self.push(
                        &one.id,
                        &one.id,
                        (item::REFERENCE, 0),
                        &format!("{} · {}", found.code, one.title),
                        range,
                    );
                }
            }
            return Some(());
        }
        if behind(Word::Meets).is_some_and(|place| ids(place) && same_line(place) && said.len() - place < 8) {
            let own = declaration_start(text, at) as u32;
            for (number, (id, title)) in (0u32..).zip(self.index().criteria.clone()) {
                // The criterion being written isn't one that it can ask for.
                let declared = self.index().declared(Sense::Criterion(CriterionId(number)));
                if declared.is_some_and(|one| one.at.file == self.spot.file && (own..at as u32).contains(&one.at.start))
                {
                    continue;
                }
                self.push(&id, &id, (item::REFERENCE, 0), &title, range);
            }
            return Some(());
        }
        None
    }

    // ---- declarations ----

    fn declarations(&mut self, line: usize, at: usize) {
        let language = self.language();
        let range = self.range(line, at);
        for word in TOP {
            let keyword = word.text(language);
            let detail = meaning(*word, language).unwrap_or("");
            match snippet(*word, language).filter(|_| self.snippets) {
                Some(snippet) => self.items.push(json!({
                    "label": keyword, "kind": item::SNIPPET, "detail": detail, "filterText": keyword, "insertTextFormat": 2,
                    "textEdit": { "range": range, "newText": snippet },
                })),
                None => self.push(keyword, keyword, (item::KEYWORD, 0), detail, range),
            }
        }
    }

    fn in_record(&self, text: &str, start: usize) -> bool {
        let line = text.get(start..).unwrap_or("");
        [Word::Record, Word::Extend].iter().any(|word| line.starts_with(word.text(self.language())))
    }

    fn in_declared_record(&mut self, said: &[Token<'_>], text: &str, (word, at): (usize, usize), range: Range) {
        let line = text.get(..word).map_or("", |before| before.rsplit('\n').next().unwrap_or(""));
        let extend = Word::Extend.text(self.language());
        let head = extend.split(' ').count();
        if said.len() == head && said.first().map(|token| token.text) == extend.split(' ').next() {
            return self.kinds(range, false);
        }
        if line.contains(':') {
            self.keywords(TYPES, text, at);
            self.kinds(range, false);
            for labels in self.index().labels.clone() {
                if let Some(name) = labels.name {
                    let (name, twin) = self.shown(&name);
                    self.push(&name, &name, (item::ENUM, 1), &twin, range);
                }
            }
        } else {
            self.keywords(&[Word::Alias, Word::Plural, Word::Series], text, at);
        }
    }

    /// Whether the kind that a definition is of comes next.
    fn heads(&self, text: &str, start: usize, said: &[Token<'_>]) -> bool {
        let line = text.get(start..).unwrap_or("");
        let of = [Word::Define, Word::Award, Word::Score, Word::Rank, Word::Table];
        of.iter().any(|word| {
            let keyword = word.text(self.language());
            line.starts_with(keyword) && said.len() == keyword.split(' ').count()
        })
    }

    fn expression(&mut self, said: &[Token<'_>], text: &str, (_, at): (usize, usize), range: Range) {
        for (order, kind) in self.in_hand(said).into_iter().enumerate() {
            self.fields(kind, u32::from(order > 0), range);
        }
        self.kinds(range, true);
        for parameter in self.index().parameters.clone() {
            let (name, twin) = self.shown(&parameter.name);
            self.push(&name, &name, (item::CONSTANT, 2), &twin, range);
        }
        let begins = |word: &Word| said.first().map(|token| token.text) == word.text(self.language()).split(' ').next();
        if [Word::Claim, Word::Question].iter().any(begins) {
            let range = self.range(id_start(text, at), at);
            for (id, title) in self.index().criteria.clone() {
                self.push(&id, &id, (item::REFERENCE, 1), &title, range);
            }
        }
        if said.first().map(|token| token.text) == Word::Award.text(self.language()).split(' ').next() {
            for labels in self.index().labels.clone() {
                if let Some(name) = labels.name {
                    let (name, twin) = self.shown(&name);
                    self.push(&name, &name, (item::ENUM, 2), &twin, range);
                }
            }
        }
        let words: Vec<Word> = Word::ALL.iter().filter(|word| !TOP.contains(word)).copied().collect();
        self.keywords(&words, text, at);
    }

    /// Built-in words; of a phrase whose first words stand there already, these are replaced too.
    fn keywords(&mut self, words: &[Word], text: &str, at: usize) {
        let language = self.language();
        let line = text.get(..at).map_or(0, |before| before.rfind('\n').map_or(0, |end| end + 1));
        let mut known: Vec<&str> = Vec::new();
        for word in words {
            for part in word.text(language).split('…').map(str::trim) {
                if !part.chars().any(char::is_alphabetic) || known.contains(&part) {
                    continue;
                }
                known.push(part);
                let start = begun(text, line, at, part);
                let range = self.range(start, at);
                let detail = meaning(*word, language).unwrap_or_else(|| word.text(other(language)));
                self.push(part, part, (item::KEYWORD, 3), detail, range);
            }
        }
    }
}

/// Where the identifier begins that ends at a place.
fn id_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or("").char_indices().rev();
    before.take_while(|(_, c)| in_word(*c) || ".-".contains(*c)).last().map_or(at, |(start, _)| start)
}

/// Where the words that begin a phrase begin, if they stand right before a place; else where the word does.
fn begun(text: &str, line: usize, at: usize, phrase: &str) -> usize {
    let before = text.get(line..at).unwrap_or("");
    let folded = fold(phrase);
    let starts =
        tokens(before, 0, before.len()).into_iter().filter(|token| token.sort == Sort::Word).map(|token| token.start);
    let word =
        before.char_indices().rev().take_while(|(_, c)| in_word(*c)).last().map_or(before.len(), |(start, _)| start);
    let fits = |start: &usize| {
        let said = fold(before.get(*start..).unwrap_or(""));
        !said.is_empty() && folded.starts_with(&said)
    };
    line + starts.filter(|start| *start < word).find(fits).unwrap_or(word)
}

/// Where the words before a place begin that stand at the margin.
fn phrase_start(text: &str, line: usize, at: usize) -> usize {
    let before = text.get(line..at).unwrap_or("");
    if before.chars().all(|c| in_word(c) || c == ' ') { line } else { at }
}

/// Whether a line is the beginning of a declaration's keyword.
fn top_prefix(line: &str, language: Language) -> bool {
    TOP.iter().any(|word| fold(word.text(language)).starts_with(&fold(line)))
}
