//! Explanations: what was asked, what was read, what came of it.

use tieuchi::engine::Truth;
use tieuchi::report::{
    AwardedReport, CompareReport, Explanation, Lack, ListReport, OrderReport, PresenceAsked, TakenRecord, TakenReport,
    TermReport, TestReport, Value, What,
};
use tieuchi::syntax::words::letters;

use super::Speech;
use super::page::{Look, Page, Run, run};
use super::values::prose;

impl Speech {
    /// An explanation that stands by itself.
    pub fn explanation(&self, page: &mut Page, indent: usize, explanation: &Explanation) {
        match &explanation.what {
            What::Clause(clause) => self.clause(page, indent, clause),
            What::List(list) => self.list(page, indent, list),
            What::Test(test) => {
                let (sign, look) = self.truth(explanation.truth);
                page.flow(indent, 2, &[run(look, format!("{sign} "))], &self.test(test));
                self.definition(page, indent + 2, explanation.truth, test);
            }
            What::Compare(compare) => {
                let (sign, look) = self.truth(explanation.truth);
                page.flow(indent, 2, &[run(look, format!("{sign} "))], &self.compare(compare, explanation.truth));
                self.sides(page, indent + 2, compare);
            }
            What::Presence(_) | What::Meets(_) => {
                let (sign, look) = self.truth(explanation.truth);
                page.flow(indent, 2, &[run(look, format!("{sign} "))], &self.inline(explanation));
            }
            What::Not(inner) => {
                let (sign, look) = self.truth(explanation.truth);
                let runs = [run(Look::Plain, format!("{} ", self.words.not_this))];
                page.flow(indent, 2, &[run(look, format!("{sign} "))], &[runs.to_vec(), self.inline(inner)].concat());
                self.behind(page, indent + 2, inner);
            }
        }
    }

    fn list(&self, page: &mut Page, indent: usize, list: &ListReport) {
        let plain = list.at_least.is_some_and(|low| low as usize == list.parts.len());
        if !plain || self.whole {
            let text = (self.words.list_need)(list.at_least, list.at_most, list.parts.len());
            page.flow(indent, 2, &[], &[run(Look::Faint, format!("{text}:"))]);
        }
        for (number, part) in list.parts.iter().enumerate() {
            let verdict = part.verdict.map(|verdict| self.verdict(verdict)).map(|(sign, _, look)| (sign, look));
            let (sign, look) = verdict.unwrap_or_else(|| self.truth(part.explanation.truth));
            let letter = letters(self.language).get(number).filter(|_| list.lettered);
            let letter = letter.map_or_else(String::new, |letter| format!("{letter}) "));
            let mut runs = vec![run(Look::Plain, prose(&part.text))];
            let read = self.inline(&part.explanation);
            if !read.is_empty() && (part.explanation.truth != Truth::Yes || self.whole) {
                runs.push(run(Look::Faint, " → "));
                runs.extend(read);
            }
            let lead = [run(look, format!("{sign} ")), run(Look::Plain, letter)];
            page.flow(indent, 5, &lead, &runs);
            self.behind(page, indent + 5, &part.explanation);
        }
    }

    /// What stands below the line of a condition: where there is more to say than fits on it.
    fn behind(&self, page: &mut Page, indent: usize, explanation: &Explanation) {
        let told = explanation.truth != Truth::Yes || self.whole;
        match &explanation.what {
            What::Clause(clause) if told => self.clause(page, indent, clause),
            What::List(list) if told => self.list(page, indent, list),
            What::Test(test) => self.definition(page, indent, explanation.truth, test),
            What::Not(inner) => self.behind(page, indent, inner),
            What::Compare(compare) => self.sides(page, indent, compare),
            What::Clause(_) | What::List(_) | What::Presence(_) | What::Meets(_) => {}
        }
    }

    fn sides(&self, page: &mut Page, indent: usize, compare: &CompareReport) {
        for side in [&compare.left, &compare.right] {
            self.ranked(page, indent, side.ranked.as_deref());
        }
        self.taken(page, indent, compare.left.taken.as_ref());
        self.taken(page, indent, compare.right.taken.as_ref());
    }

    fn definition(&self, page: &mut Page, indent: usize, truth: Truth, test: &TestReport) {
        if let Some(defined) = &test.defined
            && (truth != Truth::Yes || self.whole)
        {
            self.explanation(page, indent, defined);
        }
        if let Some(awarded) = &test.awarded
            && self.whole
        {
            self.awarded(page, indent, awarded);
        }
        for score in test.scored.iter().filter(|_| self.whole) {
            score.records.iter().for_each(|record| self.score_table(page, indent, score, record));
        }
        self.taken(page, indent, test.taken.as_ref());
        self.ranked(page, indent, test.ranked.as_deref());
    }

    /// The cases of an award, up to the one that decided.
    fn awarded(&self, page: &mut Page, indent: usize, awarded: &AwardedReport) {
        for case in &awarded.cases {
            let (sign, look) = self.truth(case.explanation.truth);
            let lead = run(look, format!("{sign} "));
            page.flow(indent, 2, &[lead], &[run(Look::Strong, format!("{}:", self.label(&case.label)))]);
            self.explanation(page, indent + 2, &case.explanation);
        }
        if awarded.case.is_none() && awarded.labels.len() == 1 {
            let text = format!("{}: {}", self.words.otherwise, self.alternatives(&awarded.labels));
            page.flow(indent, 2, &[run(Look::Faint, "– ")], &[run(Look::Plain, text)]);
        }
    }

    /// The records that an aggregate was taken over; only where everything is shown.
    fn taken(&self, page: &mut Page, indent: usize, taken: Option<&TakenReport>) {
        let Some(taken) = taken.filter(|taken| self.whole && !taken.records.is_empty()) else { return };
        let shown = |record: &TakenRecord| {
            let open = if record.member == Truth::Unknown { "? " } else { "" };
            match &record.value {
                Some(value) => format!("{open}{}: {}", record.id, self.value(value)),
                None => format!("{open}{}", record.id),
            }
        };
        let records: Vec<String> = taken.records.iter().map(shown).collect();
        let label = prose(&taken.text);
        let lead = run(Look::Label, format!("{label} ({}): ", records.len() as u64 + taken.more));
        page.flow(indent, 2, &[lead], &[run(Look::Plain, self.listed(&records, taken.more))]);
    }

    /// What was read, where it fits on the line of the condition; empty where it doesn't.
    pub(super) fn inline(&self, explanation: &Explanation) -> Vec<Run> {
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
        let said = self.lacks(lack, value)?;
        Some(run(Look::Faint, format!(" ({said})")))
    }

    /// The same, in words.
    pub fn lacks(&self, lack: Option<&Lack>, value: &Value) -> Option<String> {
        // At the bound itself, the numbers say it.
        let lack = lack.filter(|lack| !lack.by.is_zero())?;
        let by = match value {
            Value::Percent(_) => self.share(&lack.by),
            _ => self.number(&lack.by),
        };
        let said = if lack.rise { self.words.short_by } else { self.words.over_by };
        Some(said(&by, lack.beyond))
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
