//! Quantified sentences: a bar, counts, who is behind them, what is lacking.

use tieuchi::engine::Truth;
use tieuchi::exact::Exact;
use tieuchi::report::{
    BaseReport, ClauseReport, DemandReport, Direction, Impossible, MissingReport, PartReport, PopulationReport, Range,
    Shortfall, Side,
};

use crate::words::Changes;

use super::Speech;
use super::bar::bar;
use super::page::{Look, Page, Run, run};
use super::values::prose;

impl Speech {
    /// A sentence with all its clauses.
    pub fn clause(&self, page: &mut Page, indent: usize, clause: &ClauseReport) {
        let several = clause.parts.len() > 1;
        for part in &clause.parts {
            if several {
                let (sign, look) = self.truth(part.truth);
                let lead = match part.base {
                    BaseReport::Population => String::new(),
                    BaseReport::OfWhich(_) => format!("{} ", self.words.of_which),
                    BaseReport::OfTheRest => format!("{} ", self.words.of_the_rest),
                };
                page.flow(indent, 2, &[run(look, format!("{sign} "))], &[run(Look::Plain, lead + &prose(&part.text))]);
            }
            self.part(page, indent + if several { 2 } else { 0 }, clause, part);
        }
    }

    fn part(&self, page: &mut Page, indent: usize, clause: &ClauseReport, part: &PartReport) {
        self.summary(page, indent, clause, part);
        if part.truth == Truth::Yes && !self.whole {
            return;
        }
        let holding = part.shortfall.is_some_and(|lacking| lacking.direction == Direction::Fewer)
            || matches!(part.demand, DemandReport::No)
            || matches!(&part.demand, DemandReport::Bound(bound) if matches!(bound.side, Side::AtMost | Side::LessThan));
        let name = if holding { self.words.counted } else { self.words.failing };
        let against = part.against.iter().map(|one| (one.id.as_str(), one.values.as_slice()));
        let (against, common) = self.witnesses(against, &part.reads);
        self.names(page, indent, name, &against, part.against_more, &common);
        let unknown: Vec<String> = part.unknown.iter().map(|one| self.lacking(one)).collect();
        self.names(page, indent, self.words.open_property, &unknown, part.unknown_more, "");
        let maybe: Vec<String> = part.maybe.iter().map(|one| self.lacking(one)).collect();
        self.names(page, indent, self.words.perhaps_in, &maybe, part.maybe_more, "");
        let Some(lacking) = &part.shortfall else { return };
        let sentence = self.shortfall(lacking, clause, part);
        page.flow(
            indent,
            2,
            &[run(Look::Label, format!("{}: ", self.words.to_be_met))],
            &[run(Look::Strong, sentence)],
        );
        // Who is nearest is worth saying where not all are needed.
        if lacking.least.is_some_and(|least| least < part.against.len() as u64 + part.against_more) {
            let closest = part.closest.iter().map(|one| (one.id.as_str(), one.values.as_slice()));
            let (closest, common) = self.witnesses(closest, &part.reads);
            self.names(page, indent, self.words.nearest, &closest, 0, &common);
        }
    }

    /// A line of names behind what they are, if there are any.
    fn names(&self, page: &mut Page, indent: usize, label: &str, names: &[String], more: u64, common: &str) {
        if !names.is_empty() {
            let all = names.len() as u64 + more;
            let lead = run(Look::Label, format!("{label} ({all}): "));
            page.flow(indent, 2, &[lead], &[run(Look::Plain, self.listed(names, more)), run(Look::Plain, common)]);
        }
    }

    /// The bar, the counts and what is needed.
    fn summary(&self, page: &mut Page, indent: usize, clause: &ClauseReport, part: &PartReport) {
        let many = prose(&clause.kind.plural);
        let look = self.truth(part.truth).1;
        if part.population == PopulationReport::Empty {
            let text =
                if part.counts.left_out > 0 { self.words.nothing_left.to_owned() } else { (self.words.empty)(&many) };
            return page.flow(indent, 2, &[], &[run(Look::Faint, text)]);
        }
        let mut lead = Vec::new();
        let threshold = match &part.demand {
            DemandReport::All => Some(Exact::from(1i64)),
            DemandReport::No => Some(Exact::zero()),
            DemandReport::Bound(bound) if bound.share => bound.threshold.low.clone(),
            DemandReport::Bound(_) | DemandReport::Between { .. } => None,
        };
        let counts = &part.counts;
        let mut told = vec![run(look, self.of(counts.holds_low(), counts.holds_high(), counts.inside(), counts.all()))];
        if let (Some(share), Some(threshold)) = (&part.share, &threshold) {
            let drawn = bar(&share.low, &share.high, Some(threshold));
            lead = vec![run(look, drawn), run(Look::Plain, "  ")];
            let shown = if share.low == share.high {
                self.signs(&share.low_shown)
            } else {
                format!("{}–{}", self.signs(&share.low_shown), self.signs(&share.high_shown))
            };
            told.push(run(Look::Plain, format!(" ({shown})")));
        }
        told.push(run(Look::Plain, format!(", {}", self.needs(part))));
        for note in self.notes(part, &many) {
            told.push(run(Look::Faint, format!("; {note}")));
        }
        page.flow(indent, 2, &lead, &told);
    }

    fn notes(&self, part: &PartReport, many: &str) -> Vec<String> {
        let mut notes = Vec::new();
        if part.population == PopulationReport::MayBeEmpty {
            notes.push((self.words.may_be_empty)(many));
        }
        if part.counts.left_out > 0 {
            notes.push((self.words.left_out)(part.counts.left_out));
        }
        match part.missing {
            MissingReport::Failing => notes.push(self.words.missing_fails.to_owned()),
            MissingReport::Passing => notes.push(self.words.missing_passes.to_owned()),
            MissingReport::Unknown | MissingReport::LeftOut => {}
        }
        notes
    }

    /// `38–40/42`.
    fn of(&self, low: u64, high: u64, inside: u64, all: u64) -> String {
        let number = |n: u64| self.number(&Exact::from(n));
        let span = |low: u64, high: u64| {
            if low == high { number(low) } else { format!("{}–{}", number(low), number(high)) }
        };
        format!("{}/{}", span(low, high), span(inside, all))
    }

    /// How many are needed.
    pub fn needs(&self, part: &PartReport) -> String {
        let words = self.words;
        match &part.demand {
            DemandReport::All => words.needs_all.to_owned(),
            DemandReport::No => words.needs_none.to_owned(),
            DemandReport::Between { low, high } => {
                (words.needs_between)(&self.threshold(low, false), &self.threshold(high, false))
            }
            DemandReport::Bound(bound) => {
                let mut shown = self.threshold(&bound.threshold, bound.share);
                if let Some(rounded) = bound.rounded {
                    shown = (words.rounded)(&shown, rounded);
                }
                let (needed, number) = match bound.side {
                    Side::AtLeast => ((words.needs_at_least)(&shown), part.required.and_then(|one| one.at_least)),
                    Side::MoreThan => ((words.needs_more_than)(&shown), None),
                    Side::AtMost => (
                        (words.needs_at_most)(&shown),
                        part.required.map(|one| one.at_most.unwrap_or(part.counts.all())),
                    ),
                    Side::LessThan => ((words.needs_less_than)(&shown), None),
                    Side::Exactly => ((words.needs_exactly)(&shown), part.required.and_then(|one| one.at_least)),
                };
                // A share, or a number that isn't whole, is clearer as people.
                let whole = bound.threshold.low.as_ref().is_some_and(Exact::is_integer);
                match number.filter(|_| bound.share || !whole) {
                    Some(number) => format!("{needed} ({})", (words.that_is)(&self.number(&Exact::from(number)))),
                    None => needed,
                }
            }
        }
    }

    fn threshold(&self, range: &Range, share: bool) -> String {
        let shown = |value: &Exact| if share { self.share(value) } else { self.number(value) };
        match (&range.low, &range.high) {
            (Some(low), Some(high)) if low == high => shown(low),
            (None, None) => "…".to_owned(),
            (low, high) => self.span(low.as_ref().map(shown), high.as_ref().map(shown)),
        }
    }

    /// What must change so that the clause is met.
    pub fn shortfall(&self, lacking: &Shortfall, clause: &ClauseReport, part: &PartReport) -> String {
        let (one, many) = (prose(&clause.kind.name), prose(&clause.kind.plural));
        let why = lacking.impossible.map(|why| match why {
            Impossible::TooFew => (self.words.too_few)(&many),
            Impossible::Beyond => self.words.beyond.to_owned(),
            Impossible::Indivisible => (self.words.indivisible)(&many),
            Impossible::Nobody => (self.words.nobody)(&many),
        });
        let changes = match (lacking.least, lacking.most) {
            (Some(low), Some(high)) if low == high => Changes::Exactly(low),
            (Some(0), Some(high)) => Changes::UpTo(high),
            (Some(low), Some(high)) => Changes::Between(low, high),
            (Some(low), None) if low > 0 => Changes::OrMore(low),
            (Some(_), None) | (None, _) => return why.unwrap_or_default(),
        };
        let say = match lacking.direction {
            Direction::More => self.words.more,
            Direction::Fewer => self.words.fewer,
            Direction::Either => self.words.either,
        };
        say(&changes, &one, &many, &prose(&part.property))
    }
}

/// The runs of a label and a text.
pub fn labelled(label: &str, text: impl Into<String>) -> [Run; 2] {
    [run(Look::Label, format!("{label}: ")), run(Look::Plain, text)]
}
