//! What a report says is lacking, done to the records: with so many changes
//! the clause is met, with one fewer it isn't. Where something is unknown, the
//! fillings lack from the least to the most, and some of them just that.

use std::collections::BTreeMap;

use super::choices::{Choices, choices, some};
use super::rosters::{self, At, Cells};
use super::sentences::{Made, sentences};
use super::trials::{Change, Told, Trial, evaluated, key_of, told};
use proptest::prelude::*;
use tieuchi::engine::Truth;
use tieuchi::program::{FieldId, KindId};
use tieuchi::report::{DemandReport, Direction, MissingValue, PartReport, Range, Witness, report};

/// The most choices of who changes, and the most fillings, that are tried of a part.
const WAYS: usize = 6;
const FILLINGS: usize = 24;

/// How often what was done, lest a property holds because nothing was tried.
#[derive(Debug, Default)]
struct Tried(BTreeMap<&'static str, u64>);

impl Tried {
    fn note(&mut self, what: &'static str) {
        *self.0.entry(what).or_insert(0) += 1;
    }
}

/// Ways to choose so many of a number, a few of them.
fn chosen(count: usize, of: usize) -> Vec<Vec<usize>> {
    let all = (0u32..1 << of.min(8)).filter(|set| set.count_ones() as usize == count);
    let list = |set: u32| (0..of).filter(|place| set >> place & 1 == 1).collect();
    all.take(WAYS).map(list).collect()
}

/// Everything known: the shortfall is a number, or it is impossible.
fn settled(trial: &Trial<'_>, part: &PartReport, tried: &mut Tried) -> Result<(), TestCaseError> {
    let Some(lacking) = part.shortfall else {
        let nobody_left = part.counts.left_out > 0 && part.counts.all() == 0;
        prop_assert!(part.truth.is_yes() || nobody_left, "nothing is lacking, and it isn't met: {:?}", part);
        return Ok(());
    };
    let Some(least) = lacking.least else {
        prop_assert!(lacking.impossible.is_some() && lacking.most.is_none(), "{:?}", lacking);
        tried.note("impossible");
        for direction in [Direction::More, Direction::Fewer] {
            let everybody = PartReport { against: everybody(trial, direction), ..part.clone() };
            let ways = trial.changes(&everybody, direction);
            for few in 1..=ways.len() {
                let truth = trial.truth(&ways[..few].concat());
                prop_assert!(!truth.is_yes(), "{:?} is impossible, and {:?} meet it", part, &ways[..few]);
            }
        }
        return Ok(());
    };
    prop_assert!(lacking.most == Some(least) && lacking.impossible.is_none() && least > 0, "{:?}", part);
    let ways = trial.changes(part, lacking.direction);
    let least = least as usize;
    if ways.len() < least {
        tried.note("out of reach");
        return Ok(());
    }
    tried.note(match lacking.direction {
        Direction::More if part.property.is_empty() => "there must be more",
        Direction::More => "more",
        Direction::Fewer | Direction::Either => "fewer",
    });
    for set in chosen(least, ways.len()) {
        let all: Vec<Change> = set.iter().flat_map(|one| ways[*one].clone()).collect();
        prop_assert_eq!(trial.truth(&all), Truth::Yes, "{:?} don't meet {:?}", all, part);
        for without in &set {
            let rest = set.iter().filter(|one| *one != without);
            let fewer: Vec<Change> = rest.flat_map(|one| ways[*one].clone()).collect();
            prop_assert_eq!(trial.truth(&fewer), Truth::No, "fewer are enough: {:?}, {:?}", fewer, part);
        }
    }
    for few in 1..least {
        prop_assert_eq!(trial.truth(&ways[..few].concat()), Truth::No, "{} are enough: {:?}", few, part);
    }
    Ok(())
}

/// All records of the base that have the property, or all that haven't.
fn everybody(trial: &Trial<'_>, direction: Direction) -> Vec<Witness> {
    let standing = if direction == Direction::More { Truth::No } else { Truth::Yes };
    let kind = trial.population();
    let rows = 0..trial.cells.0[kind.at()].len() as u32;
    let inside = rows.filter(|row| trial.marks(&[], *row) == (Truth::Yes, standing));
    let witness =
        |row| Witness { id: key_of(trial.cells, kind, row), member: Truth::Yes, values: vec![], open: vec![] };
    inside.map(witness).collect()
}

/// What filling leaves of a part: how many changes, or none if it is impossible.
fn left(trial: &Trial<'_>, filling: &[Change], tried: &mut Tried) -> Result<Option<Option<u64>>, TestCaseError> {
    let cells = trial.cells.changed(filling);
    let filled = trial.with(&cells);
    let Some(part) = filled.told() else { return Ok(None) };
    if !is_settled(&part) || part.counts.left_out > 0 && part.counts.all() == 0 {
        return Ok(None);
    }
    settled(&filled, &part, tried)?;
    Ok(Some(part.shortfall.map_or(Some(0), |lacking| lacking.least)))
}

fn is_settled(part: &PartReport) -> bool {
    part.counts.maybe() == 0 && part.counts.in_unknown == 0
}

/// Something is unknown: the shortfall is a range over the fillings.
fn open(trial: &Trial<'_>, part: &PartReport, choices: &mut Choices, tried: &mut Tried) -> Result<(), TestCaseError> {
    let Some(lacking) = part.shortfall else {
        prop_assert!(part.truth.is_yes(), "nothing is lacking, and it isn't met: {:?}", part);
        return Ok(());
    };
    prop_assert_eq!(lacking.least == Some(0), part.truth.is_unknown(), "{:?}", part);
    let mut records: BTreeMap<&str, &Witness> = BTreeMap::new();
    records.extend(part.unknown.iter().chain(&part.maybe).map(|one| (one.id.as_str(), one)));
    let (mut cells, mut options) = (Vec::<At>::new(), Vec::new());
    let mut free = true;
    for (id, witness) in records {
        let row = trial.cells.row(trial.population(), id);
        let places: Vec<At> = witness.open.iter().map(|open| place(trial, open)).collect();
        free &= !places.is_empty() && places.iter().all(|place| !cells.contains(place));
        let outcomes = outcomes(trial, row, &places);
        let (member, property) = trial.marks(&[], row);
        let mut possible = Vec::new();
        if member.is_unknown() {
            possible.push((Truth::No, None));
        }
        for truth in [Truth::Yes, Truth::No] {
            if property.is_unknown() || property == truth {
                possible.push((Truth::Yes, Some(truth)));
            }
        }
        free &= possible.iter().all(|outcome| outcomes.iter().any(|(reached, _)| reached == outcome));
        cells.extend(places);
        options.push(outcomes.into_iter().map(|(_, way)| way).collect::<Vec<_>>());
    }
    // A tail of `all` that can't hold together with its head lacks something in every filling where the head holds.
    let joint = evaluated(&trial.made.program, trial.cells, |evaluation| {
        let (_, deciding) = evaluation.judged(trial.clause, trial.number, trial.hand);
        deciding != part.counts
    });
    if joint {
        tried.note("joint");
    }
    let speaks = |filling: &[Change]| !joint || trial.with_number(0).truth(filling).is_yes();
    let within = |found: Option<u64>| match found {
        Some(changes) => {
            lacking.least.is_some_and(|least| least <= changes) && lacking.most.is_none_or(|most| changes <= most)
        }
        None => lacking.most.is_none(),
    };
    let ways: usize = options.iter().map(Vec::len).product();
    if free && ways <= FILLINGS {
        let mut fillings: Vec<Vec<Change>> = vec![Vec::new()];
        for outcomes in &options {
            let with = |before: &Vec<Change>| {
                outcomes.iter().map(|way| before.iter().chain(way).cloned().collect()).collect::<Vec<_>>()
            };
            fillings = fillings.iter().flat_map(with).collect();
        }
        let mut found = Vec::new();
        for filling in &fillings {
            if speaks(filling)
                && let Some(changes) = left(trial, filling, tried)?
            {
                prop_assert!(within(changes), "{:?} leaves {:?}: {:?}", filling, changes, part);
                found.push(changes);
            }
        }
        if found.len() == fillings.len() && !joint {
            tried.note("every filling");
            let most = found.iter().copied().collect::<Option<Vec<u64>>>().and_then(|all| all.into_iter().max());
            prop_assert_eq!(lacking.least, found.iter().flatten().min().copied(), "{:?}", part);
            prop_assert_eq!(lacking.most, most, "{:?}", part);
        }
        return Ok(());
    }
    for _ in 0..3 {
        let mut filling = Vec::new();
        for place in &cells {
            let values = trial.cells.fillings(&trial.made.program, *place);
            if !values.is_empty() {
                filling.push(Change::Set(*place, Some(choices.of(&values).clone())));
            }
        }
        if speaks(&filling)
            && let Some(changes) = left(trial, &filling, tried)?
        {
            tried.note("some filling");
            prop_assert!(within(changes), "{:?} leaves {:?}: {:?}", filling, changes, part);
        }
    }
    Ok(())
}

fn place(trial: &Trial<'_>, open: &MissingValue) -> At {
    let kinds = &trial.made.program.kinds;
    let kind = kinds.iter().position(|kind| kind.name.canonical() == open.kind).expect("a kind");
    let field = kinds[kind].fields.iter().position(|field| field.name.canonical() == open.field).expect("a field");
    let kind = KindId(kind as u32);
    (kind, trial.cells.row(kind, &open.id) as usize, FieldId(field as u32))
}

/// Whether a record is in the base, and if it is, whether it has the property.
type Outcome = (Truth, Option<Truth>);

/// What filling a record's gaps makes of it, one filling for each.
fn outcomes(trial: &Trial<'_>, row: u32, places: &[At]) -> Vec<(Outcome, Vec<Change>)> {
    let mut ways: Vec<Vec<Change>> = vec![Vec::new()];
    for place in places {
        if ways.len() > 20 {
            break;
        }
        let values = trial.cells.fillings(&trial.made.program, *place);
        let with = |before: &Vec<Change>| {
            let set = |value: &String| Change::Set(*place, Some(value.clone()));
            values.iter().map(|value| before.iter().cloned().chain([set(value)]).collect()).collect::<Vec<_>>()
        };
        ways = ways.iter().flat_map(with).collect();
    }
    let mut found: Vec<(Outcome, Vec<Change>)> = Vec::new();
    for way in ways {
        let outcome = match trial.marks(&way, row) {
            (Truth::No, _) => (Truth::No, None),
            (Truth::Yes, property) if !property.is_unknown() => (Truth::Yes, Some(property)),
            _ => continue,
        };
        if found.iter().all(|(known, _)| *known != outcome) {
            found.push((outcome, way));
        }
    }
    found
}

fn threshold_is_known(part: &PartReport) -> bool {
    let known = |range: &Range| range.low.is_some() && range.low == range.high;
    match &part.demand {
        DemandReport::All | DemandReport::No => true,
        DemandReport::Bound(bound) => known(&bound.threshold),
        DemandReport::Between { low, high } => known(low) && known(high),
    }
}

/// Every part that a report tells of, changed and filled.
fn hold(made: &Made, cells: &Cells, choices: &mut Choices, tried: &mut Tried) -> Result<(), TestCaseError> {
    let report = evaluated(&made.program, cells, report);
    for Told { clause, hand, number, part } in told(&report, cells) {
        let trial = Trial { made, cells, clause, hand, number };
        if part.truth.is_yes() {
            prop_assert_eq!(part.shortfall, None, "it is met");
        } else if !threshold_is_known(&part) {
            prop_assert_eq!(part.shortfall, None, "nobody knows how many it takes");
        } else if is_settled(&part) {
            settled(&trial, &part, tried)?;
        } else {
            open(&trial, &part, choices, tried)?;
        }
    }
    Ok(())
}

fn made(list: Vec<u32>, records: Vec<u32>) -> (Made, Cells) {
    let made = sentences(&mut Choices::new(list));
    let cells = rosters::up_to(&mut Choices::new(records), &made.program, [3, 9, 5]);
    (made, cells)
}

proptest! {
    #![proptest_config(some(200))]

    #[test]
    fn a_shortfall_applied_meets_its_clause_and_one_change_less_does_not(
        list in choices(120),
        records in choices(140),
        fillings in choices(40),
    ) {
        let (made, cells) = made(list, records);
        hold(&made, &cells, &mut Choices::new(fillings), &mut Tried::default())?;
    }
}

/// So that the property doesn't hold because nothing is tried.
#[test]
fn all_that_can_be_lacking_is_tried() {
    let mut state = 1u64;
    let mut list = || {
        let next = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u32 % 5040
        };
        (0..140).map(next).collect::<Vec<u32>>()
    };
    let mut tried = Tried::default();
    for _ in 0..60 {
        let (made, cells) = made(list(), list());
        hold(&made, &cells, &mut Choices::new(list()), &mut tried).expect("the property holds");
    }
    for what in ["more", "fewer", "there must be more", "impossible", "every filling", "some filling"] {
        assert!(tried.0.get(what).is_some_and(|often| *often > 4), "{what}: {tried:?}");
    }
    let often = |what| tried.0.get(what).copied().unwrap_or(0);
    assert!(often("out of reach") < often("more") + often("fewer"), "{tried:?}");
}
