//! Who is behind a verdict, row by row.

use std::collections::HashSet;

use tieuchi::engine::Truth;
use tieuchi::report::{
    ClauseReport, CompareReport, CriterionReport, Explanation, MissingValue, PartReport, TermReport, Value, What,
    Witness,
};
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;

use super::Phrases;
use super::table::Out;

/// A row of who is behind a verdict.
pub(crate) struct Row {
    pub each: String,
    pub record: String,
    pub standing: &'static str,
    pub condition: String,
    /// What was read, by the names of the fields.
    pub values: Vec<(String, Out)>,
    pub needed: String,
    pub missing: String,
}

/// The rows that stand on one sheet.
pub(crate) struct Group {
    pub name: String,
    pub criteria: Vec<String>,
    pub rows: Vec<(usize, Row)>,
}

impl Group {
    pub fn new(criterion: &str, rows: Vec<Row>) -> Group {
        Group {
            name: criterion.to_owned(),
            criteria: vec![criterion.to_owned()],
            rows: rows.into_iter().map(|row| (0, row)).collect(),
        }
    }

    /// Adds the rows of another criterion.
    pub fn add(&mut self, criterion: &str, rows: Vec<Row>, language: Language) {
        self.name = language.pick("Others", "Tiêu chí khác").to_owned();
        let at = self.criteria.len();
        self.criteria.push(criterion.to_owned());
        self.rows.extend(rows.into_iter().map(|row| (at, row)));
    }
}

/// What is found of a criterion.
pub(crate) struct Found<'a> {
    phrases: &'a dyn Phrases,
    language: Language,
    id: &'a str,
    pub rows: Vec<Row>,
    /// Rows of the sheet of conditions.
    pub conditions: Vec<Vec<Out>>,
}

impl<'a> Found<'a> {
    pub fn new(phrases: &'a dyn Phrases, language: Language, criterion: &'a CriterionReport) -> Found<'a> {
        Found { phrases, language, id: &criterion.id, rows: Vec::new(), conditions: Vec::new() }
    }

    pub fn criterion(&mut self, criterion: &CriterionReport) {
        if let Some(explanation) = &criterion.explanation {
            self.walk(explanation, &criterion.text, "", Truth::Yes, true);
        }
        let Some(each) = &criterion.for_each else { return };
        for record in &each.records {
            let ids = record.ids.join(" × ");
            let stands = matches!(record.verdict, Verdict::NotMet | Verdict::Undetermined);
            let before = self.rows.len();
            self.walk(&record.explanation, &criterion.text, &ids, Truth::Yes, stands);
            if stands && (self.rows.len() == before || record.included == Truth::Unknown) {
                let missing = self.phrases.missing(&record.open, record.open_cut);
                let row = self.row(&ids, &ids, &criterion.text, record.explanation.truth, Truth::Yes);
                self.rows.push(Row { missing, ..row });
            }
        }
        if each.more > 0 {
            self.more(each.more, "", "");
        }
    }

    fn pick(&self, en: &'static str, vi: &'static str) -> &'static str {
        self.language.pick(en, vi)
    }

    fn row(&self, each: &str, record: &str, condition: &str, truth: Truth, wanted: Truth) -> Row {
        let against = truth != Truth::Unknown && truth != wanted;
        let standing =
            if against { self.pick("against", "trái điều kiện") } else { self.pick("unknown", "chưa rõ") };
        Row {
            each: each.to_owned(),
            record: record.to_owned(),
            standing,
            condition: condition.to_owned(),
            values: Vec::new(),
            needed: String::new(),
            missing: String::new(),
        }
    }

    fn more(&mut self, more: u64, each: &str, condition: &str) {
        let row = self.row(each, &self.phrases.and_more(more), condition, Truth::Unknown, Truth::Yes);
        self.rows.push(Row { standing: "", ..row });
    }

    /// Goes through a condition; `behind`: with rows of who keeps it from being what is wanted.
    fn walk(&mut self, explanation: &Explanation, text: &str, each: &str, wanted: Truth, behind: bool) {
        let behind = behind && explanation.truth != wanted;
        let contrary = if wanted == Truth::Yes { Truth::No } else { Truth::Yes };
        let value = |value: &Value| Out::value(value, self.phrases, self.language);
        let (values, needed) = match &explanation.what {
            What::List(list) => {
                // Where few may hold, those that do are behind it.
                let wanted = if list.at_least.is_none() && list.at_most.is_some() { contrary } else { wanted };
                for part in &list.parts {
                    self.walk(&part.explanation, &part.text, each, wanted, behind);
                }
                return;
            }
            What::Not(inner) => return self.walk(inner, text, each, contrary, behind),
            What::Clause(clause) => {
                return clause.parts.iter().for_each(|part| self.part(clause, part, each, wanted, behind));
            }
            What::Test(test) => {
                let needed = self.phrases.lacks(test.lack.as_ref(), &test.value);
                (vec![(shown(&test.field.name), value(&test.value))], needed)
            }
            What::Compare(compare) => self.compared(compare),
            What::Presence(presence) => (vec![(shown(&presence.field.name), Out::Blank)], String::new()),
            What::Meets(meets) => {
                let said = Out::Verdict(meets.verdict, self.phrases.verdict(meets.verdict).to_owned());
                (vec![(meets.criterion.clone(), said)], String::new())
            }
        };
        if behind {
            let row = self.row(each, each, text, explanation.truth, wanted);
            self.rows.push(Row { values, needed, ..row });
        }
    }

    fn compared(&self, compare: &CompareReport) -> (Vec<(String, Out)>, String) {
        let side = |term: &TermReport, otherwise: &str| {
            let name = term.source.as_ref().map_or_else(|| otherwise.to_owned(), |source| shown(&source.name));
            term.value.as_ref().map(|value| (name, Out::value(value, self.phrases, self.language)))
        };
        let left = side(&compare.left, self.pick("Value", "Giá trị"));
        let right = side(&compare.right, self.pick("Compared with", "So với"));
        let value = compare.left.value.as_ref().unwrap_or(&Value::Unknown);
        let needed = self.phrases.lacks(compare.lack.as_ref(), value);
        (left.into_iter().chain(right).collect(), needed)
    }

    fn part(&mut self, clause: &ClauseReport, part: &PartReport, each: &str, wanted: Truth, behind: bool) {
        let needed = self.phrases.to_be_met(clause, part);
        let counts = &part.counts;
        let share = part.share.as_ref().map(|share| {
            if share.low == share.high {
                return Out::exact(&share.low, true, self.language);
            }
            let shown = format!("{}–{}", share.low_shown, share.high_shown);
            Out::Text(crate::words::signs(&shown, self.language))
        });
        let truth = match part.truth {
            Truth::Yes => self.pick("yes", "có"),
            Truth::No => self.pick("no", "không"),
            Truth::Unknown => self.pick("unknown", "chưa rõ"),
        };
        self.conditions.push(vec![
            Out::text(self.id),
            Out::text(each),
            Out::text(shown(&part.text)),
            Out::text(truth),
            Out::count(counts.holds_low()),
            Out::count(counts.holds_high()),
            Out::count(counts.inside()),
            Out::count(counts.all()),
            share.unwrap_or(Out::Blank),
            Out::Text(self.phrases.needed(part)),
            Out::Text(needed.clone()),
        ]);
        if !behind || part.truth == wanted {
            return;
        }
        let before = self.rows.len();
        let text = shown(&part.text);
        if wanted == Truth::Yes {
            self.witnesses(part, (&part.against, part.against_more), Truth::No, each, &needed);
            self.witnesses(part, (&part.unknown, part.unknown_more), Truth::Unknown, each, &needed);
            // Who is told already isn't told twice.
            let known: HashSet<&str> = part.unknown.iter().map(|one| one.id.as_str()).collect();
            let maybe = part.maybe.iter().filter(|one| !known.contains(one.id.as_str()));
            let maybe: Vec<Witness> = maybe.cloned().collect();
            self.witnesses(part, (&maybe, part.maybe_more), Truth::Unknown, each, &needed);
        }
        if self.rows.len() == before {
            let row = self.row(each, each, &text, part.truth, wanted);
            self.rows.push(Row { needed, ..row });
        }
    }

    fn witnesses(&mut self, part: &PartReport, (all, more): (&[Witness], u64), truth: Truth, each: &str, needed: &str) {
        let text = shown(&part.text);
        for witness in all {
            let values = part
                .reads
                .iter()
                .zip(&witness.values)
                .map(|(field, value)| (shown(&field.name), Out::value(value, self.phrases, self.language)));
            let values = values.collect();
            let missing = self.missing(&witness.open);
            let mut row = self.row(each, &witness.id, &text, truth, Truth::Yes);
            if witness.member == Truth::Unknown {
                row.standing = self.pick("may count", "chưa rõ có được tính");
            }
            self.rows.push(Row { values, missing, needed: needed.to_owned(), ..row });
        }
        if more > 0 {
            self.more(more, each, &text);
        }
    }

    fn missing(&self, open: &[MissingValue]) -> String {
        if open.is_empty() { String::new() } else { self.phrases.missing(open, false) }
    }
}

/// A rule's text as prose: underscores are blanks, but for what is quoted.
pub(crate) fn shown(text: &str) -> String {
    let mut quoted = false;
    let mut letter = |c: char| {
        quoted ^= c == '"';
        if c == '_' && !quoted { ' ' } else { c }
    };
    text.chars().map(&mut letter).collect()
}
