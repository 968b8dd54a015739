//! Quantified sentences: a bar, counts, who is behind them, what is lacking.

use tieuchi::engine::Truth;
use tieuchi::exact::Exact;
use tieuchi::report::{
    BaseReport, ClauseReport, DemandReport, Direction, Impossible, MissingReport, PartReport, PopulationReport, Range,
    Shortfall, Side,
};
use tieuchi::verdict::Verdict;

use super::Line;
use crate::bar::{Bar, Toward};
use crate::look::{Look, run};
use crate::speech::{Speech, prose};
use crate::words::Changes;

impl Speech {
    /// A sentence with all its clauses.
    pub fn clause<'r>(&self, clause: &ClauseReport) -> Vec<Line<'r>> {
        if let [only] = clause.parts.as_slice() {
            return self.part(clause, only);
        }
        let part = |part: &PartReport| {
            let lead = match part.base {
                BaseReport::Population => String::new(),
                BaseReport::OfWhich(_) => format!("{} ", self.words.of_which),
                BaseReport::OfTheRest => format!("{} ", self.words.of_the_rest),
            };
            let runs = vec![run(Look::Plain, lead + &prose(&part.text))];
            Line::signed(Verdict::from(part.truth), runs).above(self.part(clause, part))
        };
        clause.parts.iter().map(part).collect()
    }

    fn part<'r>(&self, clause: &ClauseReport, part: &PartReport) -> Vec<Line<'r>> {
        let mut lines = vec![self.summary(clause, part)];
        if part.truth == Truth::Yes && !self.whole {
            return lines;
        }
        let holding = part.shortfall.is_some_and(|lacking| lacking.direction == Direction::Fewer)
            || matches!(part.demand, DemandReport::No)
            || matches!(&part.demand, DemandReport::Bound(bound) if matches!(bound.side, Side::AtMost | Side::LessThan));
        let name = if holding { self.words.counted } else { self.words.failing };
        let against = part.against.iter().map(|one| (one.id.as_str(), one.values.as_slice()));
        let (against, common) = self.witnesses(against, &part.reads);
        lines.extend(self.names(name, &against, part.against_more, &common));
        let unknown: Vec<String> = part.unknown.iter().map(|one| self.lacking(one)).collect();
        lines.extend(self.names(self.words.open_property, &unknown, part.unknown_more, ""));
        let maybe: Vec<String> = part.maybe.iter().map(|one| self.lacking(one)).collect();
        lines.extend(self.names(self.words.perhaps_in, &maybe, part.maybe_more, ""));
        let Some(lacking) = &part.shortfall else { return lines };
        let sentence = self.shortfall(lacking, clause, part);
        lines.push(Line::labelled(self.words.to_be_met, vec![run(Look::Strong, sentence)]));
        // Who is nearest is worth saying where not all are needed.
        if lacking.least.is_some_and(|least| least < part.against.len() as u64 + part.against_more) {
            let closest = part.closest.iter().map(|one| (one.id.as_str(), one.values.as_slice()));
            let (closest, common) = self.witnesses(closest, &part.reads);
            lines.extend(self.names(self.words.nearest, &closest, 0, &common));
        }
        lines
    }

    /// A line of names behind what they are, if there are any.
    fn names<'r>(&self, label: &str, names: &[String], more: u64, common: &str) -> Option<Line<'r>> {
        let all = names.len() as u64 + more;
        let runs = || vec![run(Look::Plain, self.listed(names, more)), run(Look::Plain, common)];
        (!names.is_empty()).then(|| Line::labelled(format!("{label} ({all})"), runs()))
    }

    /// The bar, the counts and what is needed.
    fn summary<'r>(&self, clause: &ClauseReport, part: &PartReport) -> Line<'r> {
        let many = prose(&clause.kind.plural);
        let look = self.truth(part.truth).1;
        if part.population == PopulationReport::Empty {
            return Line::faint(if part.counts.left_out > 0 {
                self.words.nothing_left.to_owned()
            } else {
                (self.words.empty)(&many)
            });
        }
        let bar = bar(part);
        let counts = &part.counts;
        let mut told = vec![run(look, self.of(counts.holds_low(), counts.holds_high(), counts.inside(), counts.all()))];
        if let (Some(share), Some(true)) = (&part.share, bar.as_ref().map(|bar| bar.share)) {
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
        Line { bar, ..Line::said(told) }
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
    pub fn of(&self, low: u64, high: u64, inside: u64, all: u64) -> String {
        let number = |n: u64| self.number(&Exact::from(n));
        let span = |low: u64, high: u64| {
            if low == high { number(low) } else { format!("{}–{}", number(low), number(high)) }
        };
        format!("{}/{}", span(low, high), span(inside, all))
    }

    fn needs(&self, part: &PartReport) -> String {
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
    fn shortfall(&self, lacking: &Shortfall, clause: &ClauseReport, part: &PartReport) -> String {
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

/// A clause as a bar: of shares where one is asked for, else of records.
fn bar(part: &PartReport) -> Option<Bar> {
    let (threshold, toward) = match &part.demand {
        DemandReport::All => (Some(Exact::from(1i64)), Toward::Up),
        DemandReport::No => (Some(Exact::zero()), Toward::Down),
        DemandReport::Bound(bound) => {
            let toward = match bound.side {
                Side::AtLeast | Side::MoreThan => Toward::Up,
                Side::AtMost | Side::LessThan => Toward::Down,
                Side::Exactly => Toward::There,
            };
            if !bound.share {
                return counted(part, &bound.threshold, toward);
            }
            // A rounded share is so many of the base, which is what the bar must reach.
            let number = part.required.filter(|_| bound.rounded.is_some());
            let number = number.and_then(|one| if toward == Toward::Down { one.at_most } else { one.at_least });
            let rounded = number.and_then(|number| Exact::from(number).div(&Exact::from(part.counts.all())));
            (rounded.or_else(|| bound.threshold.low.clone()), toward)
        }
        DemandReport::Between { .. } => return None,
    };
    let (share, mark) = (part.share.as_ref()?, Some(threshold?));
    Some(Bar { low: share.low.clone(), high: share.high.clone(), mark, toward, share: true })
}

/// So many records against so many.
fn counted(part: &PartReport, threshold: &Range, toward: Toward) -> Option<Bar> {
    let asked = threshold.low.clone().filter(|low| threshold.high.as_ref() == Some(low) && !low.is_negative())?;
    let whole = Exact::from(part.counts.all()).max(asked.clone());
    let of_whole = |value: Exact| value.div(&whole);
    let (low, high) = (part.counts.holds_low(), part.counts.holds_high());
    let (low, high) = (of_whole(Exact::from(low))?, of_whole(Exact::from(high))?);
    Some(Bar { low, high, mark: Some(of_whole(asked)?), toward, share: false })
}
