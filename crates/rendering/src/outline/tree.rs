//! Explanations: what was asked, what was read, what came of it.

use tieuchi::engine::Truth;
use tieuchi::exact::Exact;
use tieuchi::report::{
    AwardedReport, CompareReport, Explanation, Lack, ListReport, OrderReport, PresenceAsked, RankedReport, TakenRecord,
    TakenReport, TermReport, TestReport, Value, What,
};
use tieuchi::syntax::words::letters;
use tieuchi::verdict::Verdict;

use super::Line;
use crate::bar::{Bar, Toward};
use crate::look::{Look, Run, run};
use crate::speech::{Speech, prose};

impl Speech {
    /// An explanation that stands by itself.
    pub fn explanation<'r>(&self, explanation: &'r Explanation) -> Vec<Line<'r>> {
        let sign = Verdict::from(explanation.truth);
        let line = match &explanation.what {
            What::Clause(clause) => return self.clause(clause),
            What::List(list) => return self.list(list),
            What::Test(test) => Line::signed(sign, self.test(test)).above(self.definition(explanation.truth, test)),
            What::Compare(compare) => {
                let line = Line::signed(sign, self.compare(compare, explanation.truth));
                Line { bar: compared(compare), ..line.above(self.sides(compare)) }
            }
            What::Presence(_) | What::Meets(_) => Line::signed(sign, self.inline(explanation)),
            What::Not(inner) => {
                let contrary = run(Look::Plain, format!("{} ", self.words.not_this));
                let runs = [vec![contrary], self.inline(inner)].concat();
                Line::signed(sign, runs).above(self.behind(inner))
            }
        };
        vec![line]
    }

    fn list<'r>(&self, list: &'r ListReport) -> Vec<Line<'r>> {
        let mut lines = Vec::new();
        let plain = list.at_least.is_some_and(|low| low as usize == list.parts.len());
        if !plain || self.whole {
            let text = (self.words.list_need)(list.at_least, list.at_most, list.parts.len());
            lines.push(Line::faint(format!("{text}:")));
        }
        for (number, part) in list.parts.iter().enumerate() {
            let sign = part.verdict.unwrap_or_else(|| Verdict::from(part.explanation.truth));
            let letter = letters(self.language).get(number).filter(|_| list.lettered);
            let mut runs = vec![run(Look::Plain, prose(&part.text))];
            let read = self.inline(&part.explanation);
            if !read.is_empty() && (part.explanation.truth != Truth::Yes || self.whole) {
                runs.push(run(Look::Faint, " → "));
                runs.extend(read);
            }
            let letter = letter.map_or_else(String::new, |letter| format!("{letter}) "));
            let line = Line::signed(sign, runs).above(self.behind(&part.explanation));
            lines.push(Line { part: true, letter, ..line });
        }
        lines
    }

    /// What stands below the line of a condition: where there is more to say than fits on it.
    fn behind<'r>(&self, explanation: &'r Explanation) -> Vec<Line<'r>> {
        let told = explanation.truth != Truth::Yes || self.whole;
        match &explanation.what {
            What::Clause(clause) if told => self.clause(clause),
            What::List(list) if told => self.list(list),
            What::Test(test) => self.definition(explanation.truth, test),
            What::Not(inner) => self.behind(inner),
            What::Compare(compare) => self.sides(compare),
            What::Clause(_) | What::List(_) | What::Presence(_) | What::Meets(_) => Vec::new(),
        }
    }

    fn sides<'r>(&self, compare: &CompareReport) -> Vec<Line<'r>> {
        let both = [&compare.left, &compare.right];
        let ranked = both.iter().filter_map(|side| self.ranked(side.ranked.as_deref()));
        ranked.chain(both.iter().filter_map(|side| self.taken(side.taken.as_ref()))).collect()
    }

    fn definition<'r>(&self, truth: Truth, test: &'r TestReport) -> Vec<Line<'r>> {
        let mut lines = Vec::new();
        if let Some(defined) = &test.defined
            && (truth != Truth::Yes || self.whole)
        {
            lines.extend(self.explanation(defined));
        }
        if let Some(awarded) = &test.awarded
            && self.whole
        {
            lines.extend(self.awarded(awarded));
        }
        for score in test.scored.iter().filter(|_| self.whole) {
            lines.extend(score.records.iter().map(|record| Line { table: Some((score, record)), ..Line::default() }));
        }
        lines.extend(self.taken(test.taken.as_ref()));
        lines.extend(self.ranked(test.ranked.as_deref()));
        lines
    }

    /// The cases of an award, up to the one that decided.
    fn awarded<'r>(&self, awarded: &'r AwardedReport) -> Vec<Line<'r>> {
        let case = |case: &'r tieuchi::report::CaseReport| {
            let title = vec![run(Look::Strong, format!("{}:", self.label(&case.label)))];
            Line::signed(Verdict::from(case.explanation.truth), title).above(self.explanation(&case.explanation))
        };
        let mut lines: Vec<Line<'r>> = awarded.cases.iter().map(case).collect();
        if awarded.case.is_none() && awarded.labels.len() == 1 {
            let text = format!("{}: {}", self.words.otherwise, self.alternatives(&awarded.labels));
            lines.push(Line::signed(Verdict::NotApplicable, vec![run(Look::Plain, text)]));
        }
        lines
    }

    /// The records that an aggregate was taken over; only where everything is shown.
    fn taken<'r>(&self, taken: Option<&TakenReport>) -> Option<Line<'r>> {
        let taken = taken.filter(|taken| self.whole && !taken.records.is_empty())?;
        let shown = |record: &TakenRecord| {
            let open = if record.member == Truth::Unknown { "? " } else { "" };
            match &record.value {
                Some(value) => format!("{open}{}: {}", record.id, self.value(value)),
                None => format!("{open}{}", record.id),
            }
        };
        let records: Vec<String> = taken.records.iter().map(shown).collect();
        let label = format!("{} ({})", prose(&taken.text), records.len() as u64 + taken.more);
        Some(Line::labelled(label, vec![run(Look::Plain, self.listed(&records, taken.more))]))
    }

    /// Why a record has its place; only where everything is shown.
    fn ranked<'r>(&self, ranked: Option<&RankedReport>) -> Option<Line<'r>> {
        let ranked = ranked.filter(|_| self.whole)?;
        let values: Vec<String> = ranked.keys.iter().chain(&ranked.decision).map(|value| self.value(value)).collect();
        let mut runs = vec![run(Look::Plain, format!("{} ({})", ranked.id, values.join("; ")))];
        if ranked.ranked == Truth::No {
            runs.push(run(Look::Plain, format!("; {}", self.words.would_be)));
        }
        runs.extend(self.beside(ranked));
        Some(Line::labelled(format!("{} {}", self.words.place, self.range(&ranked.place)), runs))
    }

    /// What was read, where it fits on the line of the condition; empty where it doesn't.
    pub fn inline(&self, explanation: &Explanation) -> Vec<Run> {
        match &explanation.what {
            What::Test(test) => self.test(test),
            What::Compare(compare) => self.compare(compare, explanation.truth),
            What::Presence(presence) => {
                let asked = match presence.asked {
                    PresenceAsked::Missing | PresenceAsked::Known => self.words.missing,
                    PresenceAsked::Present | PresenceAsked::Absent => self.words.absent,
                };
                let negative = matches!(presence.asked, PresenceAsked::Known | PresenceAsked::Present);
                let is = match (explanation.truth, negative) {
                    (Truth::Unknown, _) => self.words.unknown,
                    (Truth::Yes, false) | (Truth::No, true) => asked,
                    (Truth::No, false) | (Truth::Yes, true) => self.words.yes,
                };
                vec![run(Look::Plain, format!("{}: {is}", prose(&presence.field.name)))]
            }
            What::Meets(meets) => {
                let verdict = self.verdict(meets.verdict).1;
                let text = format!("{verdict}, {}", (self.words.by_criterion)(&meets.criterion));
                vec![run(Look::Plain, text), run(Look::Faint, format!(": {}", meets.title))]
            }
            What::Clause(_) | What::List(_) | What::Not(_) => Vec::new(),
        }
    }

    fn test(&self, test: &TestReport) -> Vec<Run> {
        let name = run(Look::Plain, format!("{}: ", prose(&test.field.name)));
        let mut runs = vec![name, run(Look::Strong, self.value(&test.value))];
        runs.extend(self.lack(test.lack.as_ref(), &test.value));
        runs
    }

    /// Both values, and how they stand in truth.
    fn compare(&self, compare: &CompareReport, truth: Truth) -> Vec<Run> {
        let (holds, fails) = match compare.order {
            OrderReport::Is => ("=", "≠"),
            OrderReport::IsNot => ("≠", "="),
            OrderReport::AtLeast => ("≥", "<"),
            OrderReport::AtMost => ("≤", ">"),
            OrderReport::Above => (">", "≤"),
            OrderReport::Below => ("<", "≥"),
        };
        let stands = match truth {
            Truth::Yes => holds,
            Truth::No => fails,
            Truth::Unknown => self.words.against,
        };
        let mut runs = self.side(&compare.left);
        runs.push(run(Look::Plain, format!(" {stands} ")));
        runs.extend(self.side(&compare.right));
        if let Some(value) = &compare.left.value {
            runs.extend(self.lack(compare.lack.as_ref(), value));
        }
        runs
    }

    /// By how much a number misses what is asked.
    fn lack(&self, lack: Option<&Lack>, value: &Value) -> Option<Run> {
        // At the bound itself, the numbers say it.
        let lack = lack.filter(|lack| !lack.by.is_zero())?;
        let by = match value {
            Value::Percent(_) => self.share(&lack.by),
            _ => self.number(&lack.by),
        };
        let said = if lack.rise { self.words.short_by } else { self.words.over_by };
        Some(run(Look::Faint, format!(" ({})", said(&by, lack.beyond))))
    }

    fn side(&self, term: &TermReport) -> Vec<Run> {
        let value =
            term.value.as_ref().map_or_else(|| self.words.unknown.to_owned(), |value: &Value| self.value(value));
        match &term.source {
            Some(source) => vec![run(Look::Plain, format!("{}: ", prose(&source.name))), run(Look::Strong, value)],
            None => vec![run(Look::Strong, value)],
        }
    }
}

/// Two numbers as a bar: the left one, and what is asked of it.
fn compared(compare: &CompareReport) -> Option<Bar> {
    let (low, high) = span(compare.left.value.as_ref()?)?;
    let (asked, most) = span(compare.right.value.as_ref()?)?;
    let toward = match compare.order {
        OrderReport::AtLeast | OrderReport::Above => Toward::Up,
        OrderReport::AtMost | OrderReport::Below => Toward::Down,
        OrderReport::Is => Toward::There,
        OrderReport::IsNot => return None,
    };
    let mark = Some(asked.clone()).filter(|asked| *asked == most)?;
    let whole = high.clone().max(asked);
    if low.is_negative() || mark.is_negative() || whole.is_zero() {
        return None;
    }
    let part = |value: &Exact| value.div(&whole);
    Some(Bar { low: part(&low)?, high: part(&high)?, mark: Some(part(&mark)?), toward, share: false })
}

/// The least and the greatest that a number may be.
fn span(value: &Value) -> Option<(Exact, Exact)> {
    match value {
        Value::Number(number) | Value::Percent(number) => Some((number.clone(), number.clone())),
        Value::Between(range) => Some((range.low.clone()?, range.high.clone()?)),
        Value::Missing | Value::Unknown | Value::Absent | Value::Private | Value::None | Value::YesNo(_) => None,
        Value::Date(_) | Value::Label(_) | Value::OneOf(_) | Value::Text(_) | Value::Record(_) => None,
    }
}
