//! Tests of rules: their tables stand in columns.

use unicode_segmentation::UnicodeSegmentation;

use crate::source::Language;
use crate::syntax::tree::{
    Aside, Excuse, Expect, Fate, Ident, Keys, Place, Spot, Subject, Trial, TrialCell, TrialRow, TrialStep,
};
use crate::syntax::words::Word;

use super::expr::Writer;
use super::{line_id, literal};

impl Writer {
    pub(super) fn trial(&mut self, trial: &Trial) {
        self.say(Word::Trial);
        self.page.word(&literal::quoted(&trial.title));
        self.page.indent();
        for part in &trial.parts {
            self.element(&part.trivia);
            match &part.step {
                TrialStep::From(path) => {
                    self.say(Word::Records);
                    self.say(Word::TableFile);
                    self.page.word(&literal::quoted(path));
                }
                TrialStep::Records { kind, rows } => {
                    self.say(Word::Records);
                    self.name(kind);
                    self.page.indent();
                    self.rows(rows);
                    self.page.outdent();
                }
                TrialStep::Set(name, value) => {
                    self.say(Word::Set);
                    self.name(name);
                    self.page.word("=");
                    self.page.word(&literal::value(&value.value, self.language));
                }
                TrialStep::Expect(expect) => self.expect(expect),
            }
        }
    }

    fn rows(&mut self, rows: &[TrialRow]) {
        let texts: Vec<Vec<String>> = rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect();
        let wide = |text: &String| text.graphemes(true).count();
        let columns = texts.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| texts.iter().filter_map(|row| row.get(column)).map(wide).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for (row, texts) in rows.iter().zip(&texts) {
            self.element(&row.trivia);
            let mut line = "|".to_owned();
            for (text, width) in texts.iter().zip(&widths) {
                line.push(' ');
                line.push_str(text);
                line.extend(std::iter::repeat_n(' ', width - wide(text)));
                line.push_str(" |");
            }
            self.page.word(&line);
        }
    }

    fn expect(&mut self, expect: &Expect) {
        self.say(Word::Expect);
        self.page.word(&subject(&expect.subject, self.language));
        if !expect.of.is_empty() {
            self.say(Word::Of);
            self.keys(&expect.of);
        }
        self.page.glued(":");
        for (number, outcome) in expect.outcomes.iter().enumerate() {
            if number > 0 {
                self.page.glued(";");
            }
            self.fate(&outcome.fate);
        }
    }

    fn fate(&mut self, fate: &Fate) {
        match fate {
            Fate::Met => self.say(Word::Met),
            Fate::NotMet => self.say(Word::NotMet),
            Fate::Undetermined => self.say(Word::Undetermined),
            Fate::NotApplicable => self.say(Word::NotApplicable),
            Fate::FailsFor(keys) => {
                self.say(Word::FailsFor);
                self.keys(keys);
            }
            Fate::UnknownFor(keys) => {
                self.say(Word::UnknownFor);
                self.keys(keys);
            }
            Fate::ShortBy(number) => {
                self.say(Word::ShortBy);
                self.page.word(&number.to_string());
            }
            Fate::Tally(holds, base) => self.page.word(&format!("{holds}/{base}")),
            Fate::Unknown => self.say(Word::Unknown),
            Fate::Value(fits) => self.cell(fits),
        }
    }

    fn keys(&mut self, keys: &[Keys]) {
        let text: Vec<String> = keys.iter().map(shown_keys).collect();
        self.page.word(&text.join(", "));
    }

    pub(super) fn excuse(&mut self, excuse: &Excuse) {
        self.say(if excuse.fails { Word::NeverFails } else { Word::NeverHolds });
        self.page.word(&subject(&excuse.subject, self.language));
        self.page.glued(":");
        self.page.word(&literal::quoted(&excuse.reason));
        self.page.indent();
    }
}

/// A cell as it is written: in quotes where it stood so, or where it would read as something else.
fn cell(cell: &TrialCell) -> String {
    if cell.quoted { literal::quote(&cell.text) } else { cell.text.clone() }
}

/// What an expectation is about, in a line.
pub(crate) fn subject(subject: &Subject, language: Language) -> String {
    let mut text = place(&subject.place, language);
    let (word, number) = match subject.aside {
        None => return text,
        Some(Aside::Where(number)) => (Word::Where, number),
        Some(Aside::When(number)) => (Word::When, number),
    };
    text.push(' ');
    text.push_str(word.text(language));
    if number > 0 {
        text.push_str(&format!(" {}", number + 1));
    }
    text
}

fn place(place: &Place, language: Language) -> String {
    match place {
        Place::Line(line_place, path, spot) => {
            let (line, of) = (Word::Line.text(language), Word::Of.text(language));
            let spot = spot.as_ref().map_or_else(String::new, |spot| format!(" {}", self::spot(spot, language)));
            format!("{line} {} {of} {}{spot}", line_id(line_place, language), literal::path(path, language))
        }
        Place::Named { id, case, spot } => {
            let mut text = id.text.clone();
            if let Some(label) = case {
                text.push(' ');
                text.push_str(&literal::value(&label.value, language));
            }
            if let Some(spot) = spot {
                text.push(' ');
                text.push_str(&self::spot(spot, language));
            }
            text
        }
    }
}

/// `b.1`.
fn spot(spot: &Spot, language: Language) -> String {
    if spot.lettered {
        return line_id(&spot.places, language);
    }
    spot.places.iter().map(|place| (place + 1).to_string()).collect::<Vec<_>>().join(".")
}

fn shown_keys(keys: &Keys) -> String {
    match &keys.last {
        None => key(&keys.first),
        Some(last) => format!("{} … {}", key(&keys.first), key(last)),
    }
}

/// A key as it stands, in quotes where it isn't like an identifier.
fn key(ident: &Ident) -> String {
    let part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_');
    let plain = ident.text.split(['.', '-']).all(part);
    if plain { ident.text.clone() } else { literal::quote(&ident.text) }
}

/// What is expected, in a line.
pub(crate) fn fate(fate: &Fate, language: Language) -> String {
    let mut writer = Writer::new(language, true);
    writer.fate(fate);
    writer.page.finish()
}
