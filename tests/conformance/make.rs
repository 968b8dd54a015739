//! Makes cases: forms and records, one family after the other, the same at every run.

use std::collections::BTreeMap;

use serde_json::Value;

use super::model::{Award, Base, Cond, Criterion, Form, Number, Part, Population, Quantified, Quantifier, Sum, Term};

/// A case without what must come of it.
pub struct Made {
    pub level: u32,
    pub form: Form,
    pub records: Records,
}

pub type Records = BTreeMap<String, Vec<BTreeMap<String, Value>>>;

/// A family of cases: a file.
pub struct Family {
    pub name: &'static str,
    pub title: &'static str,
    pub about: &'static str,
    pub many: u64,
    make: fn(&mut Dice) -> Made,
}

pub const FAMILIES: &[Family] = &[
    Family {
        name: "quantifiers",
        title: "Quantified sentences over all records",
        about: "All, no, counts and ranges of counts, with properties and filters that may be unknown.",
        many: 220,
        make: quantifiers,
    },
    Family {
        name: "shares",
        title: "Shares of records, exact and rounded",
        about: "Per cent and fractions, compared exactly with the base, or rounded to a whole number of records.",
        many: 220,
        make: shares,
    },
    Family {
        name: "tails",
        title: "Of which, of the rest",
        about: "Sentences whose tails narrow to those that the part before selected, or to those that the head did not.",
        many: 200,
        make: tails,
    },
    Family {
        name: "policies",
        title: "What a missing value counts as",
        about: "Counted as failing, as passing, or left out, of the head and of its tails.",
        many: 160,
        make: policies,
    },
    Family {
        name: "empty",
        title: "Over nobody, or perhaps nobody",
        about: "Populations that are empty, may be empty, or are left empty, and what the author says of that.",
        many: 120,
        make: empty,
    },
    Family {
        name: "groups",
        title: "For each unit, of the persons in it and under it",
        about: "Persons whose unit is unknown, units below units, units that a criterion is only perhaps about.",
        many: 160,
        make: groups,
    },
    Family {
        name: "conditions",
        title: "And, or, not, so many of several; verdicts along them",
        about: "Kleene's logic of conditions within properties, and of verdicts along a criterion's outermost and, or.",
        many: 160,
        make: conditions,
    },
    Family {
        name: "numbers",
        title: "Totals, averages, least, greatest, how many",
        about: "Numbers of each unit as intervals over all ways to fill in what is missing.",
        many: 120,
        make: numbers,
    },
    Family {
        name: "awards",
        title: "Labels that are derived",
        about: "The first case that holds; the labels that are possible; awards that read awards of the units below.",
        many: 120,
        make: awards,
    },
];

impl Family {
    pub fn cases(&self) -> impl Iterator<Item = Made> + '_ {
        let seed: u64 = self.name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            // FNV-1a: every family has throws of its own.
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        (0..self.many)
            .map(move |number| (self.make)(&mut Dice(seed.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)))))
    }
}

/// Numbers that look random and are the same at every run: splitmix64.
pub struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % count as u64) as usize
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn of<T: Clone>(&mut self, things: &[T]) -> T {
        things[self.below(things.len())].clone()
    }

    fn text(&mut self, things: &[&str]) -> String {
        things[self.below(things.len())].to_owned()
    }
}

// Records.

/// Units, each below one before it or below none.
fn units(dice: &mut Dice, many: usize) -> Vec<BTreeMap<String, Value>> {
    let gaps = dice.of(&[0, 6, 3]);
    (0..many)
        .map(|number| {
            let mut unit = BTreeMap::from([("id".to_owned(), format!("u{}", number + 1).into())]);
            if number > 0 && !dice.once_in(3) {
                unit.insert("parent".to_owned(), format!("u{}", dice.below(number) + 1).into());
            }
            fill(dice, &mut unit, gaps, "kind", &["office".into(), "division".into()]);
            fill(dice, &mut unit, gaps, "active", &[true.into(), true.into(), false.into()]);
            fill(dice, &mut unit, gaps, "score", &["0".into(), "2.5".into(), "7".into(), "10".into()]);
            unit
        })
        .collect()
}

fn persons(dice: &mut Dice, many: usize, units: usize, unplaced: bool) -> Vec<BTreeMap<String, Value>> {
    let gaps = dice.of(&[0, 8, 4, 2]);
    (0..many)
        .map(|number| {
            let mut person = BTreeMap::from([("id".to_owned(), format!("p{}", number + 1).into())]);
            let nowhere = units == 0 || (unplaced && dice.once_in(5));
            if !nowhere {
                person.insert("unit".to_owned(), format!("u{}", dice.below(units) + 1).into());
            }
            fill(dice, &mut person, gaps, "ok", &[true.into(), true.into(), false.into()]);
            fill(dice, &mut person, gaps, "extra", &[true.into(), false.into()]);
            fill(dice, &mut person, gaps, "grade", &["none".into(), "low".into(), "mid".into(), "high".into()]);
            fill(dice, &mut person, gaps, "times", &["0".into(), "1".into(), "2".into(), "5".into()]);
            fill(dice, &mut person, gaps, "share", &["0".into(), "0.5".into(), "0.75".into(), "1".into()]);
            fill(
                dice,
                &mut person,
                gaps,
                "amount",
                &["-5".into(), "-0.5".into(), "0".into(), "1.25".into(), "5".into()],
            );
            person
        })
        .collect()
}

fn fill(dice: &mut Dice, record: &mut BTreeMap<String, Value>, gaps: usize, field: &str, values: &[Value]) {
    let blank = gaps > 0 && dice.once_in(gaps);
    let value = dice.of(values);
    if !blank {
        record.insert(field.to_owned(), value);
    }
}

fn records(dice: &mut Dice, units_at_most: usize, persons_at_most: usize, unplaced: bool) -> Records {
    let many = dice.below(units_at_most + 1);
    let units = units(dice, many);
    let many = dice.below(persons_at_most + 1);
    let persons = persons(dice, many, units.len(), unplaced);
    BTreeMap::from([("unit".to_owned(), units), ("person".to_owned(), persons)])
}

// Conditions.

/// One test of one field of a person.
fn test(dice: &mut Dice, fields: &mut Vec<&'static str>) -> Cond {
    let field = fields.swap_remove(dice.below(fields.len()));
    let order = |dice: &mut Dice| dice.text(&[">=", "<=", ">", "<", "=", "!="]);
    let compare = |dice: &mut Dice, bounds: &[&str]| {
        let order = order(dice);
        Cond::Compare(Term::Field(field.to_owned()), order, Term::Is(dice.text(bounds)))
    };
    if dice.once_in(8) {
        return if dice.once_in(2) { Cond::Missing(field.to_owned()) } else { Cond::Known(field.to_owned()) };
    }
    match field {
        "grade" => Cond::Label(field.to_owned(), order(dice), dice.text(&["low", "mid", "high", "none"])),
        "kind" => Cond::Label(field.to_owned(), dice.text(&["=", "!="]), dice.text(&["office", "division"])),
        "times" => compare(dice, &["0", "1", "2", "4"]),
        "share" => compare(dice, &["0.5", "0.7", "1"]),
        "amount" => compare(dice, &["-5", "0", "1", "5"]),
        "score" => compare(dice, &["0", "2.5", "10"]),
        _ => Cond::Yes(field.to_owned()),
    }
}

const PERSON: [&str; 6] = ["ok", "extra", "grade", "times", "share", "amount"];
const UNIT: [&str; 3] = ["kind", "active", "score"];

/// A plain test, mostly of a yes/no, so that counts are of every kind.
fn plain(dice: &mut Dice) -> Cond {
    if dice.once_in(2) { Cond::Yes(dice.text(&["ok", "extra"])) } else { test(dice, &mut PERSON.to_vec()) }
}

/// Tests of several fields, no field twice.
fn combined(dice: &mut Dice, fields: &mut Vec<&'static str>, depth: usize) -> Cond {
    if depth == 0 || fields.len() < 2 {
        return test(dice, fields);
    }
    match dice.below(5) {
        0 => test(dice, fields),
        1 => Cond::Not(Box::new(combined(dice, fields, depth - 1))),
        form => {
            let mut parts = vec![combined(dice, fields, depth - 1)];
            while !fields.is_empty() && parts.len() < 3 && !dice.once_in(2) {
                parts.push(combined(dice, fields, depth - 1));
            }
            match (parts.len(), form) {
                (1, _) => parts.swap_remove(0),
                (_, 2 | 3) => Cond::All(parts),
                _ => Cond::Any(parts),
            }
        }
    }
}

// Sentences.

fn everybody(dice: &mut Dice) -> Population {
    let filter = dice.once_in(2).then(|| Box::new(plain(dice)));
    Population { kind: "person".to_owned(), of: None, filter }
}

fn in_the_unit(dice: &mut Dice) -> Population {
    let of = if dice.once_in(4) { "under" } else { "in" };
    Population { of: Some(of.to_owned()), ..everybody(dice) }
}

fn bound(dice: &mut Dice) -> String {
    dice.text(&["at least", "more than", "at most", "less than", "exactly"])
}

fn count(dice: &mut Dice) -> Quantifier {
    match dice.below(6) {
        0 => Quantifier::All,
        1 => Quantifier::No,
        2 => {
            let low = dice.below(3) as u32;
            Quantifier::Between(low, low + 1 + dice.below(3) as u32)
        }
        _ => {
            let bound = bound(dice);
            // Fewer than 0, more than nothing at all: the checker refuses what can't be.
            let least = u32::from(bound != "more than" && bound != "exactly");
            Quantifier::Count(bound, least + dice.below(5) as u32)
        }
    }
}

fn share(dice: &mut Dice) -> Quantifier {
    let share = dice.text(&["1/2", "7/10", "1/3", "2/3", "3/4", "1/5", "3/20", "9/10"]);
    if dice.once_in(4) {
        let bound = dice.text(&["at least", "more than", "at most", "less than"]);
        return Quantifier::Rounded(bound, share, dice.text(&["up", "down", "nearest"]));
    }
    Quantifier::Share(bound(dice), share)
}

fn any(dice: &mut Dice) -> Quantifier {
    if dice.once_in(2) { count(dice) } else { share(dice) }
}

fn head(quantifier: Quantifier, has: Cond) -> Part {
    Part { base: None, quantifier, has: Box::new(has), missing: None }
}

fn policy(dice: &mut Dice) -> Option<String> {
    Some(dice.text(&["fails", "passes", "left_out"]))
}

fn criterion(asks: Cond) -> Criterion {
    Criterion { id: "c".to_owned(), for_each: None, filter: None, asks, if_none: None }
}

fn made(level: u32, criteria: Vec<Criterion>, records: Records) -> Made {
    Made { level, form: Form { criteria, ..Form::default() }, records }
}

fn quantifiers(dice: &mut Dice) -> Made {
    let sentence = Quantified { population: everybody(dice), parts: vec![head(count(dice), plain(dice))] };
    made(1, vec![criterion(Cond::Sentence(sentence))], records(dice, 2, 8, true))
}

fn shares(dice: &mut Dice) -> Made {
    let sentence = Quantified { population: everybody(dice), parts: vec![head(share(dice), plain(dice))] };
    made(1, vec![criterion(Cond::Sentence(sentence))], records(dice, 1, 12, true))
}

/// Up to two tails behind a head.
fn with_tails(dice: &mut Dice, population: Population, policies: bool) -> Quantified {
    let mut parts = vec![head(any(dice), plain(dice))];
    for number in 0..=dice.below(2) {
        let rest = dice.once_in(3);
        // `of which` follows the part before it, or the head where that one is of the rest.
        let before = number;
        let base = if rest { Base::OfTheRest } else { Base::OfWhich(before) };
        parts.push(Part { base: Some(base), ..head(any(dice), plain(dice)) });
    }
    if policies {
        for part in &mut parts {
            part.missing = if dice.once_in(3) { None } else { policy(dice) };
        }
    }
    Quantified { population, parts }
}

fn tails(dice: &mut Dice) -> Made {
    let population = everybody(dice);
    let sentence = with_tails(dice, population, false);
    made(1, vec![criterion(Cond::Sentence(sentence))], records(dice, 1, 9, true))
}

fn policies(dice: &mut Dice) -> Made {
    let population = everybody(dice);
    let mut sentence = with_tails(dice, population, true);
    if dice.once_in(2) {
        sentence.parts.truncate(1);
        sentence.parts[0].missing = policy(dice);
    }
    made(1, vec![criterion(Cond::Sentence(sentence))], records(dice, 1, 8, true))
}

fn empty(dice: &mut Dice) -> Made {
    let population = everybody(dice);
    let mut sentence = with_tails(dice, population, false);
    if !dice.once_in(3) {
        sentence.parts.truncate(1);
    }
    if dice.once_in(4) {
        sentence.parts[0].missing = Some("left_out".to_owned());
    }
    let if_none = dice.once_in(3).then(|| dice.text(&["met", "not met"]));
    made(1, vec![Criterion { if_none, ..criterion(Cond::Sentence(sentence)) }], records(dice, 1, 2, true))
}

fn groups(dice: &mut Dice) -> Made {
    let population = in_the_unit(dice);
    let sentence = if dice.once_in(3) {
        with_tails(dice, population, true)
    } else {
        Quantified { population, parts: vec![head(any(dice), plain(dice))] }
    };
    let filter = dice.once_in(3).then(|| test(dice, &mut UNIT.to_vec()));
    let if_none = dice.once_in(5).then(|| dice.text(&["met", "not met"]));
    let one = Criterion { for_each: Some("unit".to_owned()), filter, if_none, ..criterion(Cond::Sentence(sentence)) };
    made(2, vec![one], records(dice, 4, 8, true))
}

/// A condition of a unit: its own fields, or its persons.
fn of_a_unit(dice: &mut Dice, depth: usize) -> Cond {
    let sentence = |dice: &mut Dice| {
        let population = in_the_unit(dice);
        Cond::Sentence(Quantified { population, parts: vec![head(any(dice), plain(dice))] })
    };
    if depth == 0 {
        return if dice.once_in(2) { sentence(dice) } else { test(dice, &mut UNIT.to_vec()) };
    }
    match dice.below(4) {
        0 => sentence(dice),
        1 => Cond::Not(Box::new(of_a_unit(dice, depth - 1))),
        2 => Cond::All(several(dice, depth - 1)),
        _ => Cond::Any(several(dice, depth - 1)),
    }
}

/// Parts of a list; of the unit's fields each stands in one of them at most.
fn several(dice: &mut Dice, depth: usize) -> Vec<Cond> {
    let mut fields = UNIT.to_vec();
    (0..2 + dice.below(2))
        .map(|_| if dice.once_in(3) { test(dice, &mut fields) } else { of_a_unit_alone(dice, depth) })
        .collect()
}

/// A condition of a unit that reads none of its fields.
fn of_a_unit_alone(dice: &mut Dice, depth: usize) -> Cond {
    let population = in_the_unit(dice);
    let sentence = Cond::Sentence(Quantified { population, parts: vec![head(any(dice), plain(dice))] });
    if depth > 0 && dice.once_in(3) { Cond::Not(Box::new(sentence)) } else { sentence }
}

fn conditions(dice: &mut Dice) -> Made {
    match dice.below(3) {
        // Within the property of a sentence.
        0 => {
            let has = combined(dice, &mut PERSON.to_vec(), 3);
            let population = everybody(dice);
            let sentence = Quantified { population, parts: vec![head(any(dice), has)] };
            made(2, vec![criterion(Cond::Sentence(sentence))], records(dice, 1, 6, true))
        }
        // Of each unit.
        1 => {
            let asks = of_a_unit(dice, 2);
            let one = Criterion { for_each: Some("unit".to_owned()), ..criterion(asks) };
            made(2, vec![one], records(dice, 3, 5, true))
        }
        // So many of several.
        _ => {
            let parts = several(dice, 1);
            let bound = dice.text(&["at least", "at most", "exactly"]);
            let most = parts.len() - usize::from(bound != "at least");
            let asks = Cond::Some(bound, 1 + dice.below(most.max(1)) as u32, parts);
            let one = Criterion { for_each: Some("unit".to_owned()), ..criterion(asks) };
            made(2, vec![one], records(dice, 3, 5, true))
        }
    }
}

/// A number of a unit that reads its persons.
fn of_persons(dice: &mut Dice) -> Term {
    let of = in_the_unit(dice);
    if dice.once_in(4) {
        return Term::NumberOf(of);
    }
    let field = dice.text(&["times", "amount", "amount", "share"]);
    let sum = Sum { field, of, leaving_out_missing: dice.once_in(4) };
    match dice.below(4) {
        0 => Term::Total(sum),
        1 => Term::Average(sum),
        2 => Term::Least(sum),
        _ => Term::Greatest(sum),
    }
}

fn numbers(dice: &mut Dice) -> Made {
    let first = of_persons(dice);
    let is = if dice.once_in(3) {
        let other = if dice.once_in(2) { of_persons(dice) } else { Term::Field("score".to_owned()) };
        let (one, other) = (Box::new(first), Box::new(other));
        match dice.below(3) {
            0 => Term::Add(one, other),
            1 => Term::Subtract(one, other),
            _ => Term::Multiply(one, other),
        }
    } else {
        first
    };
    let number = Number { kind: "unit".to_owned(), field: "sum".to_owned(), is };
    let order = dice.text(&[">=", "<=", ">", "<"]);
    let asks = Cond::Compare(Term::Field("sum".to_owned()), order, Term::Is(dice.text(&["0", "1", "2.5"])));
    let one = Criterion { for_each: Some("unit".to_owned()), ..criterion(asks) };
    let form = Form { numbers: vec![number], criteria: vec![one], ..Form::default() };
    Made { level: 2, form, records: records(dice, 3, 6, true) }
}

fn awards(dice: &mut Dice) -> Made {
    let upwards = dice.once_in(4);
    let labels: &[&str] = if dice.once_in(2) { &["high", "mid"] } else { &["high", "low", "mid"] };
    let mut cases: Vec<(String, Cond)> = labels.iter().map(|label| ((*label).to_owned(), of_a_unit(dice, 1))).collect();
    if upwards {
        // What the units right below were given decides the first case.
        let below = Population { kind: "unit".to_owned(), of: Some("in".to_owned()), filter: None };
        let has = Cond::Label("standing".to_owned(), ">=".to_owned(), dice.text(&["low", "mid"]));
        let sentence = Quantified { population: below, parts: vec![head(any(dice), has)] };
        cases[0].1 = Cond::Sentence(sentence);
    }
    let otherwise = dice.text(&["none", "low"]);
    let award = Award { kind: "unit".to_owned(), field: "standing".to_owned(), cases, otherwise };
    let has = Cond::Label("standing".to_owned(), dice.text(&[">=", "<", "="]), "mid".to_owned());
    let all = Population { kind: "unit".to_owned(), of: None, filter: None };
    let sentence = Quantified { population: all, parts: vec![head(any(dice), has)] };
    let form = Form { awards: vec![award], criteria: vec![criterion(Cond::Sentence(sentence))], ..Form::default() };
    Made { level: if upwards { 3 } else { 2 }, form, records: records(dice, 4, 6, true) }
}
