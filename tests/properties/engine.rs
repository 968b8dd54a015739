//! The engine against the oracle, and what must hold of every evaluation.

use super::choices::{Choices, choices, some};
use super::oracle::{self, Kleene, Oracle, Range, Record};
use super::programs::{self, Wanted};
use super::rosters::{self, Cells};
use proptest::prelude::*;
use tieuchi::engine::{Evaluation, Hand, Interval, Options, Truth, Value, VerdictCounts, evaluate};
use tieuchi::program::{AggregateId, ClauseId, CriterionId, FieldId, KindId, Origin, Program};
use tieuchi::report::{Listing, Report, report_listing};
use tieuchi::roster::Roster;
use tieuchi::verdict::Verdict;

fn truth(kleene: Kleene) -> Truth {
    match kleene {
        Some(true) => Truth::Yes,
        Some(false) => Truth::No,
        None => Truth::Unknown,
    }
}

fn verdict(verdict: oracle::Verdict) -> Verdict {
    match verdict {
        oracle::Verdict::Met => Verdict::Met,
        oracle::Verdict::NotMet => Verdict::NotMet,
        oracle::Verdict::Undetermined => Verdict::Undetermined,
        oracle::Verdict::NotApplicable => Verdict::NotApplicable,
    }
}

fn interval(range: Range) -> Interval {
    Interval { low: range.low, high: range.high }
}

fn hand(records: &[Record]) -> Hand {
    match records {
        [] => Hand::none(),
        [one] => Hand::one(one.0, one.1),
        [one, other, ..] => Hand::two(*one, *other),
    }
}

/// All ways to have records of these kinds in hand.
fn hands(roster: &Roster, kinds: &[KindId]) -> Vec<Vec<Record>> {
    let mut hands: Vec<Vec<Record>> = vec![Vec::new()];
    for kind in kinds {
        let rows = 0..roster.len(*kind) as u32;
        let with =
            |hand: Vec<Record>| rows.clone().map(move |row| hand.iter().copied().chain([(*kind, row)]).collect());
        hands = hands.into_iter().flat_map(with).collect();
    }
    hands
}

fn made(list: Vec<u32>, records: Vec<u32>, wanted: Wanted) -> (Program, Cells) {
    let program = programs::program(&mut Choices::new(list), wanted);
    let cells = rosters::cells(&mut Choices::new(records), &program);
    (program, cells)
}

pub fn evaluated<'a>(program: &'a Program, roster: &'a Roster) -> Evaluation<'a> {
    evaluate(program, roster, &Options::default()).expect("made programs are small")
}

pub fn verdicts(evaluation: &Evaluation<'_>) -> Vec<Verdict> {
    let criteria = 0..evaluation.program().criteria.len() as u32;
    criteria.map(|id| evaluation.verdict(CriterionId(id))).collect()
}

/// Everything that the engine says, against the oracle.
pub fn agree(program: &Program, roster: &Roster) -> Result<(), TestCaseError> {
    let (engine, oracle) = (evaluated(program, roster), Oracle::new(program, roster));
    for (id, aggregate) in (0u32..).map(AggregateId).zip(&program.aggregates) {
        for records in hands(roster, &aggregate.population.hand) {
            let expected = interval(oracle.aggregate(id, &records));
            prop_assert_eq!(engine.aggregate(id, hand(&records)), expected, "{:?} {:?}: {:#?}", id, records, aggregate);
        }
    }
    for (id, clause) in (0u32..).map(ClauseId).zip(&program.clauses) {
        for records in hands(roster, &clause.population.hand) {
            let seen = oracle.seen(id, &records);
            for (part, (counts, seen)) in engine.counts(id, hand(&records)).iter().zip(&seen).enumerate() {
                let expected = oracle::Counts::of(seen);
                let found = oracle::Counts {
                    inside: [counts.in_holds, counts.in_fails, counts.in_unknown],
                    maybe: [counts.maybe_holds, counts.maybe_fails, counts.maybe_unknown],
                    left_out: counts.left_out,
                };
                prop_assert_eq!(found, expected, "{:?} part {} {:?}: {:#?}", id, part, records, clause);
                for record in seen {
                    let (member, property) = engine.marks(id, part, hand(&records), record.row);
                    let member_here = if record.left_out { Some(false) } else { record.member };
                    prop_assert_eq!(member, truth(member_here), "{:?} part {} {:?}: {:#?}", id, part, record, clause);
                    if !member.is_no() {
                        prop_assert_eq!(property, truth(record.property), "{:?} {:?}: {:#?}", id, record, clause);
                    }
                }
            }
            let expected = truth(oracle.clause(id, &records));
            prop_assert_eq!(engine.clause(id, hand(&records)), expected, "{:?} {:?}: {:#?}", id, records, clause);
        }
    }
    for (kind, declared) in (0u32..).map(KindId).zip(&program.kinds) {
        let ranks = (0u32..).map(FieldId).zip(&declared.fields);
        for (field, declared) in ranks.filter(|(_, field)| matches!(field.origin, Origin::Rank(_))) {
            for row in 0..roster.len(kind) as u32 {
                let expected = Value::Number(interval(oracle.place((kind, row), field)));
                prop_assert_eq!(engine.value_of(kind, field, row), expected, "{:?} {}: {:#?}", kind, row, declared);
            }
        }
    }
    for (id, criterion) in (0u32..).map(CriterionId).zip(&program.criteria) {
        // How many records have which verdict is counted by classes of records, not one by one.
        let mut counted = VerdictCounts::default();
        for records in oracle.hands(id) {
            let about = oracle.about(id, &records);
            let expected = (about != Some(false)).then(|| verdict(oracle.of(id, &records)));
            if let Some(expected) = expected {
                let counts = if about == Some(true) { &mut counted.inside } else { &mut counted.maybe };
                counts[Verdict::ALL.iter().position(|verdict| *verdict == expected).expect("one of all")] += 1;
            }
            prop_assert_eq!(
                engine.verdict_of(id, hand(&records)),
                expected,
                "{:?} {:?}: {:#?}",
                id,
                records,
                criterion
            );
        }
        if !criterion.for_each.is_empty() {
            prop_assert_eq!(engine.verdict_counts(id), counted, "{:?}: {:#?}", id, criterion);
        }
        prop_assert_eq!(engine.verdict(id), verdict(oracle.overall(id)), "{:?}: {:#?}", id, criterion);
    }
    Ok(())
}

proptest! {
    #![proptest_config(some(1500))]

    #[test]
    fn the_engine_says_what_the_oracle_says(list in choices(200), records in choices(120)) {
        let (program, cells) = made(list, records, Wanted::ALL);
        agree(&program, &cells.roster(&program))?;
    }
}

proptest! {
    #![proptest_config(some(400))]

    #[test]
    fn what_is_decided_holds_in_every_filling(list in choices(200), records in choices(120)) {
        let (program, cells) = made(list, records, Wanted::LASTING);
        let roster = cells.roster(&program);
        let decided = verdicts(&evaluated(&program, &roster));
        let gaps = cells.gaps(&program);
        // All fillings of a few gaps, the other gaps staying open.
        let few = &gaps[..gaps.len().min(4)];
        let mut fillings = vec![cells.clone()];
        for gap in few {
            let values = cells.fillings(&program, *gap);
            let filled = |cells: &Cells| values.iter().map(|value| cells.filled(*gap, value)).collect::<Vec<_>>();
            if !values.is_empty() && fillings.len() * values.len() <= 100 {
                fillings = fillings.iter().flat_map(filled).collect();
            }
        }
        for filling in fillings {
            // Not every filling is sound: of a series there is one record a year.
            let Ok(roster) = filling.checked(&program) else { continue };
            for (id, (before, after)) in decided.iter().zip(verdicts(&evaluated(&program, &roster))).enumerate() {
                let lasting = match before {
                    Verdict::Undetermined => true,
                    Verdict::Met | Verdict::NotMet | Verdict::NotApplicable => *before == after,
                };
                prop_assert!(lasting, "criterion {} was {:?} and is {:?}", id, before, after);
            }
        }
    }

    #[test]
    fn rows_may_be_cut_anywhere(list in choices(200), records in choices(120), cuts in prop::collection::vec(0usize..8, 0..4)) {
        let (program, cells) = made(list, records, Wanted::ALL);
        let roster = cells.roster(&program);
        let whole = evaluated(&program, &roster);
        let mut cuts = cuts;
        cuts.sort_unstable();
        let ways = [(1, 1), (2, 2), (3, 3), (63, 4), (64, 5), (65, 6), (0, 7), (0, 8)];
        for (chunk_rows, threads) in ways {
            let cuts = if chunk_rows == 0 { cuts.clone() } else { Vec::new() };
            let cut = evaluate(&program, &roster, &Options { chunk_rows, cuts, threads }).expect("small");
            prop_assert_eq!(whole.tallies(), cut.tallies());
            prop_assert_eq!(verdicts(&whole), verdicts(&cut));
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter(list in choices(200), records in choices(120), order in choices(20)) {
        let (program, cells) = made(list, records, Wanted::ALL);
        let (roster, other) = (cells.roster(&program), cells.shuffled(&mut Choices::new(order)).roster(&program));
        prop_assert_eq!(verdicts(&evaluated(&program, &roster)), verdicts(&evaluated(&program, &other)));
    }

    #[test]
    fn a_changed_program_is_refused_or_evaluated(
        list in choices(200),
        records in choices(120),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8), 1..3),
    ) {
        let (program, cells) = made(list, records, Wanted::ALL);
        let roster = cells.roster(&program);
        for written in [program.to_ron().expect("RON"), program.to_json().expect("JSON")] {
            let mut text = written.clone().into_bytes();
            for (at, byte, how) in &changes {
                let at = at.index(written.len()).min(text.len().saturating_sub(1));
                change(&mut text, at, *byte, *how);
            }
            let text = String::from_utf8_lossy(&text);
            for found in [Program::from_ron(&text), Program::from_json(&text)].into_iter().flatten() {
                // The records may not fit any more; whatever comes of it, there is an answer.
                if let Ok(evaluation) = evaluate(&found, &roster, &Options::default()) {
                    verdicts(&evaluation);
                    evaluation.tallies();
                }
            }
        }
    }
}

/// Damages a text: another byte, another digit, a stretch that goes or comes twice.
pub fn change(text: &mut Vec<u8>, at: usize, byte: u8, how: u8) {
    if at >= text.len() {
        return;
    }
    let end = (at + 1 + usize::from(byte)).min(text.len());
    match how {
        0 => text[at] = byte,
        1 => {
            // The next digit becomes another one: an index or a number that is slightly wrong.
            if let Some(digit) = (at..text.len()).find(|at| text[*at].is_ascii_digit()) {
                text[digit] = b'0' + byte % 10;
            }
        }
        2 => drop(text.drain(at..end)),
        _ => {
            let twice = text[at..end].to_vec();
            text.splice(at..at, twice);
        }
    }
}

proptest! {
    #![proptest_config(some(300))]

    #[test]
    fn lists_have_as_many_records_as_are_counted(list in choices(200), records in choices(120)) {
        let (program, cells) = made(list, records, Wanted::ALL);
        let roster = cells.roster(&program);
        let evaluation = evaluated(&program, &roster);
        let written = |listing: Listing| serde_json::to_string(&report_listing(&evaluation, listing)).expect("data");
        let whole = written(Listing::Named);
        prop_assert!(!whole.contains("more\":") && !whole.contains("open_cut"), "{}", whole);
        // What is listed of a few is a beginning, or the rest of them is counted.
        let cut = report_listing(&evaluation, Listing::UpTo(2));
        let verdicts = |report: &Report| report.criteria.iter().map(|one| one.verdict).collect::<Vec<_>>();
        prop_assert_eq!(verdicts(&cut), verdicts(&report_listing(&evaluation, Listing::Named)));
        for each in cut.criteria.iter().filter_map(|criterion| criterion.for_each.as_ref()) {
            prop_assert_eq!(each.records.len() as u64 + each.more, each.counts.all() + each.maybe.all());
        }
    }
}
