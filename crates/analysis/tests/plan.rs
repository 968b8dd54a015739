//! Plans against all ways to change small rosters.

#[path = "../../../tests/properties/choices.rs"]
#[allow(dead_code)]
mod choices;
#[path = "../../../tests/properties/oracle/mod.rs"]
#[allow(dead_code, unused_imports)]
mod oracle;
#[allow(dead_code)]
mod small;

use choices::{Choices, choices, some};
use proptest::prelude::*;
use small::plans::{CRITERIA, Case, Field, Free, Person, World, hold, program};
use tieuchi_analysis::solver::Limits;

#[test]
fn all_that_may_be_required_can_be_read() {
    program(&(0..CRITERIA.len()).collect::<Vec<usize>>());
}

/// A share below something, of nobody.
#[test]
fn fewer_than_a_third_of_nobody() {
    let person = Person { unit: 0, rating: Some(0), holds: Some(false), points: Some(0) };
    let world = World { units: vec![Some(false); 2], people: vec![person] };
    let below = CRITERIA.iter().position(|text| text.contains("less than 1/3")).expect("it is there");
    hold(&Case { world, criteria: vec![below], free: vec![Free::of(Field::Rating)], fixed: None }, Limits::default());
}

/// A share below something that holds for nobody but by speaking of nobody: what else is required isn't part of the clash.
#[test]
fn a_clash_names_only_what_is_needed() {
    let person = Person { unit: 0, rating: Some(2), holds: Some(true), points: Some(0) };
    let world = World { units: vec![Some(false); 2], people: vec![person] };
    let at = |text: &str| CRITERIA.iter().position(|own| own.starts_with(text)).expect("it is there");
    let criteria = vec![at("less than 50% of people where holds"), at("more than 50% of people where rating at least")];
    let free = vec![Free::of(Field::Holds), Free::of(Field::Effective)];
    hold(&Case { world, criteria, free, fixed: None }, Limits::default());
}

proptest! {
    #![proptest_config(some(128))]

    #[test]
    fn plans_are_least(numbers in choices(40)) {
        hold(&Case::made(&mut Choices::new(numbers), 4, false), Limits::default());
    }

    #[test]
    fn plans_of_rosters_with_gaps_hold(numbers in choices(60)) {
        hold(&Case::made(&mut Choices::new(numbers), 3, true), Limits::default());
    }
}
