//! Values, names and lists in the words of a language.

use tieuchi::date::Date;
use tieuchi::exact::{Exact, Rounding};
use tieuchi::report::{MissingValue, Named, Range, Undefined, Value, Witness, percent};
use tieuchi::source::Language;

use super::Speech;

/// How many places of a number that never ends are shown.
const PLACES: u32 = 3;

/// The most of a list that is shown where the rest is in the data.
pub(super) const SHOWN: usize = 5;

/// Names and rule texts as prose: underscores are spaces, but for what is quoted.
pub fn prose(text: &str) -> String {
    let mut quoted = false;
    let change = |c: char| {
        quoted ^= c == '"';
        if c == '_' && !quoted { ' ' } else { c }
    };
    text.chars().map(change).collect()
}

impl Speech {
    /// A decimal text in the signs of the language.
    pub fn signs(&self, text: &str) -> String {
        match self.language {
            Language::En => text.to_owned(),
            Language::Vi => text.replace('.', ","),
        }
    }

    /// A number with its thousands parted. One that never ends as a decimal is cut behind some places, which three dots
    /// say: it never seems to reach what it doesn't.
    pub fn number(&self, value: &Exact) -> String {
        let text = value.to_string();
        if text.contains('/') {
            let towards_zero = if value.is_negative() { Rounding::Up } else { Rounding::Down };
            return format!("{}…", self.number(&value.rounded(towards_zero, PLACES)));
        }
        let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.len() < 5 {
            return self.signs(&text);
        }
        let parting = self.language.pick(',', '.');
        let mut shown = String::from(sign);
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at) % 3 == 0 {
                shown.push(parting);
            }
            shown.push(digit);
        }
        if !part.is_empty() {
            shown.push(self.language.pick('.', ','));
            shown.push_str(part);
        }
        shown
    }

    /// A share as a percentage, or as the fraction that it is.
    pub fn share(&self, value: &Exact) -> String {
        self.signs(&percent(value, &[value]))
    }

    /// A day.
    pub fn date(&self, date: Date) -> String {
        match self.language {
            Language::En => date.to_string(),
            Language::Vi => format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()),
        }
    }

    /// A number, or between which it lies.
    pub fn range(&self, range: &Range) -> String {
        let end = |end: &Option<Exact>| end.as_ref().map(|value| self.number(value));
        if let (Some(low), true) = (end(&range.low), range.low == range.high) {
            return low;
        }
        self.span(end(&range.low), end(&range.high))
    }

    /// From one to another; an end that isn't there is open.
    pub fn span(&self, low: Option<String>, high: Option<String>) -> String {
        match (low, high) {
            (Some(low), Some(high)) => format!("{low}–{high}"),
            (low, high) => (self.words.half_open)(low.as_deref(), high.as_deref()),
        }
    }

    /// A label; the empty one is `none`.
    pub fn label(&self, label: &str) -> String {
        if label.is_empty() { self.words.none.to_owned() } else { label.to_owned() }
    }

    /// A value.
    pub fn value(&self, value: &Value) -> String {
        let words = self.words;
        match value {
            Value::Missing => words.missing.to_owned(),
            Value::Unknown => words.unknown.to_owned(),
            Value::Absent => words.absent.to_owned(),
            Value::Private => words.private.to_owned(),
            Value::None => words.none.to_owned(),
            Value::YesNo(true) => words.yes.to_owned(),
            Value::YesNo(false) => words.no.to_owned(),
            Value::Number(value) => self.number(value),
            Value::Percent(value) => self.share(value),
            Value::Between(range) => self.range(range),
            Value::Date(date) => self.date(*date),
            Value::Label(label) => label.clone(),
            Value::OneOf(labels) => self.alternatives(labels),
            Value::Text(text) => format!("“{text}”"),
            Value::Record(id) => id.clone(),
        }
    }

    /// Labels one of which it is.
    pub fn alternatives(&self, labels: &[String]) -> String {
        let labels: Vec<String> = labels.iter().map(|label| self.label(label)).collect();
        labels.join(&format!(" {} ", self.words.or))
    }

    /// Records with the values that were read of them, and behind them what all
    /// have alike; values that go without saying are left out.
    pub fn witnesses<'w>(
        &self,
        all: impl Iterator<Item = (&'w str, &'w [Value])>,
        reads: &[Named],
    ) -> (Vec<String>, String) {
        let told = |values: &[Value]| {
            let each = values.iter().zip(reads);
            let telling = each.filter(|(value, _)| !matches!(value, Value::YesNo(_)) || reads.len() > 1);
            let told: Vec<String> =
                telling.map(|(value, field)| format!("{}: {}", prose(&field.name), self.value(value))).collect();
            told.join("; ")
        };
        let all: Vec<(&str, String)> = all.map(|(id, values)| (id, told(values))).collect();
        let common = all.first().map(|(_, told)| told.clone()).unwrap_or_default();
        if all.len() > 1 && all.iter().all(|(_, told)| *told == common) {
            let ids = all.iter().map(|(id, _)| (*id).to_owned()).collect();
            let common = if common.is_empty() { common } else { format!(" ({} {common})", self.words.all_with) };
            return (ids, common);
        }
        let shown =
            |(id, told): &(&str, String)| if told.is_empty() { (*id).to_owned() } else { format!("{id} ({told})") };
        (all.iter().map(shown).collect(), String::new())
    }

    /// A record with what is missing of its own.
    pub fn lacking(&self, witness: &Witness) -> String {
        let own = |value: &&MissingValue| value.id == witness.id && value.undefined.is_none();
        let lacks: Vec<String> = witness.open.iter().filter(own).map(|value| prose(&value.name)).collect();
        if lacks.is_empty() {
            return witness.id.clone();
        }
        format!("{} ({} {})", witness.id, self.words.without, self.listed(&lacks, 0))
    }

    /// A list, cut after the first few unless all are asked for.
    ///
    /// `more` are those that aren't in the list.
    pub fn listed(&self, all: &[String], more: u64) -> String {
        let limit = self.limit();
        let mut shown = all.iter().take(limit).cloned().collect::<Vec<_>>().join(", ");
        let more = more + all.len().saturating_sub(limit) as u64;
        if more > 0 {
            shown.push(' ');
            shown.push_str(&(self.words.and_more)(more));
        }
        shown
    }

    /// What keeps something open, with what leads to it: the data that are needed, gathered by field (`rating of P1, P2;
    /// title of P3`), and numbers that have no value whatever is filled in.
    pub fn open(&self, open: &[MissingValue], cut: bool) -> Vec<(String, String)> {
        type Told<'o> = (&'o str, &'o str, Option<&'o Undefined>);
        let mut fields: Vec<(Told<'_>, Vec<String>)> = Vec::new();
        for value in open {
            let key = (value.kind.as_str(), value.name.as_str(), value.undefined.as_ref());
            match fields.iter_mut().find(|(known, _)| *known == key) {
                Some((_, ids)) => ids.push(value.id.clone()),
                None => fields.push((key, vec![value.id.clone()])),
            }
        }
        let of_all = |undefined: bool| {
            let own = fields.iter().filter(|((_, _, why), _)| why.is_some() == undefined);
            let told: Vec<String> = own.map(|((kind, name, why), ids)| self.gap(kind, name, *why, ids)).collect();
            let count = open.iter().filter(|value| value.undefined.is_some() == undefined).count();
            (count, told.join("; "))
        };
        let mut lines = Vec::new();
        for (undefined, label) in [(false, self.words.open), (true, self.words.no_value)] {
            let (count, mut told) = of_all(undefined);
            if count == 0 {
                continue;
            }
            // What is cut off is whatever comes last.
            let more = cut && open.last().is_some_and(|last| last.undefined.is_some() == undefined);
            if more {
                told.push_str("; …");
            }
            lines.push((format!("{label} ({count}{})", if more { "+" } else { "" }), told));
        }
        lines
    }

    fn gap(&self, kind: &str, name: &str, undefined: Option<&Undefined>, ids: &[String]) -> String {
        let of = |what: &str| {
            if kind.is_empty() { what.to_owned() } else { (self.words.of_record)(what, &self.listed(ids, 0)) }
        };
        match undefined {
            None => of(&prose(name)),
            Some(Undefined::DividedByZero) if name.is_empty() => of(self.words.division_by_zero),
            Some(Undefined::DividedByZero) => (self.words.divided_by)(&of(&prose(name))),
            Some(Undefined::OfNobody) => (self.words.of_nobody)(&of(&prose(name))),
        }
    }
}
