//! How expressions, numbers and labels are shown: in the program's texts and in findings.

use crate::date::Date;
use crate::diagnostic::Sort;
use crate::exact::Exact;
use crate::program::{KindId, LabelsId, NumberKind, Path, Type};
use crate::source::Language;
use crate::syntax::print::print_expr;
use crate::syntax::tree::{Expr, Value};

use super::Checker;

/// The longest text of a condition that a program keeps, in letters.
const MAX_TEXT: usize = 2000;

impl Checker<'_> {
    /// An expression as its author would write it, in one line.
    pub(super) fn printed(&self, expr: &Expr, file: u32) -> String {
        cut(print_expr(expr, self.language(file)))
    }

    /// A number as an author of the file's language writes it.
    pub(super) fn number_text(&self, number: &Exact, ty: Type, file: u32) -> String {
        match ty {
            Type::Number(NumberKind::Percent) => format!("{}%", self.percent_text(number, file)),
            Type::Date => {
                let date = number.to_i64().and_then(Date::from_days);
                date.map_or(String::new(), |date| self.date_text(date, file))
            }
            Type::Number(NumberKind::Count | NumberKind::Integer | NumberKind::Decimal)
            | Type::Text
            | Type::YesNo
            | Type::Label(_)
            | Type::Reference(_) => self.plain_text(number, file),
        }
    }

    /// A number as an author of the file's language writes it.
    pub(super) fn plain_text(&self, number: &Exact, file: u32) -> String {
        match self.language(file) {
            Language::En => number.to_string(),
            Language::Vi => number.to_string().replace('.', ","),
        }
    }

    /// A share as a percentage without its sign.
    pub(super) fn percent_text(&self, share: &Exact, file: u32) -> String {
        share.mul(&Exact::from(100i64)).map_or(String::new(), |percent| self.plain_text(&percent, file))
    }

    /// The name of a scale, or of the field that declares a list.
    pub(super) fn labels_name(&self, labels: LabelsId, file: u32) -> String {
        let language = self.language(file);
        self.owners.get(labels.at()).map_or(String::new(), |name| name.shown(language).to_owned())
    }

    /// A label as shown; `none` in the file's language.
    pub(super) fn label_text(&self, label: &str, file: u32) -> String {
        if label.is_empty() { self.language(file).pick("none", "không có").to_owned() } else { label.to_owned() }
    }

    /// All labels of a set; `none` is the empty one.
    pub(super) fn label_texts(&self, labels: LabelsId) -> Vec<String> {
        self.labels.get(labels.at()).map_or(Vec::new(), |set| set.labels.clone())
    }

    /// A literal as its author wrote it.
    pub(super) fn literal_text(&self, value: &Value, file: u32) -> String {
        match value {
            Value::Number(number) => self.plain_text(number, file),
            Value::Percent(share) => format!("{}%", self.percent_text(share, file)),
            Value::Points(share) => self.percent_text(share, file),
            Value::Date(date) => self.date_text(*date, file),
            Value::Text(text) => text.clone(),
            Value::None => self.label_text("", file),
            Value::YesNo(yes) => {
                let (en, vi) = if *yes { ("yes", "có") } else { ("no", "không") };
                self.language(file).pick(en, vi).to_owned()
            }
        }
    }

    /// A day as written in the file's language.
    pub(super) fn date_text(&self, date: Date, file: u32) -> String {
        match self.language(file) {
            Language::En => date.to_string(),
            Language::Vi => format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()),
        }
    }

    /// A path as written in the file's language.
    pub(super) fn path_text(&self, path: &Path, hand: &[KindId], file: u32) -> String {
        let mut steps = Vec::new();
        let mut kind = hand.get(usize::from(path.hand)).copied();
        for field in path.via.iter().chain([&path.field]) {
            let Some(of) = kind else { break };
            steps.push(self.field_name(of, *field, file));
            kind = self.target(of, *field);
        }
        steps.join(".")
    }

    /// A type in the words of a finding.
    pub(super) fn sort_shown(&self, ty: Type, file: u32) -> Sort {
        match ty {
            Type::Text => Sort::Text,
            Type::YesNo => Sort::YesNo,
            Type::Number(NumberKind::Percent) => Sort::Percent,
            Type::Number(NumberKind::Count | NumberKind::Integer | NumberKind::Decimal) => Sort::Number,
            Type::Date => Sort::Date,
            Type::Label(labels) => Sort::Label(self.labels_name(labels, file)),
            Type::Reference(kind) => Sort::Reference(self.kind_name(kind, file)),
        }
    }
}

/// A text of the program, cut where nobody would read on: what holds long parts would hold each of them again.
pub(super) fn cut(mut text: String) -> String {
    if let Some((at, _)) = text.char_indices().nth(MAX_TEXT) {
        text.truncate(at);
        text.push('…');
    }
    text
}
