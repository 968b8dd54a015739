//! What is proven of rules, against all small rosters.
//!
//! Rules are made up over units and persons with three grades; every roster of up to four persons in up to two units is
//! evaluated. What some of them show must be found possible, with no more records than the smallest of them; what is
//! found impossible none of them may show; and the engine and the oracle say the same of every witness.

#[path = "../../../tests/properties/choices.rs"]
#[allow(dead_code)]
mod choices;
#[path = "../../../tests/properties/oracle/mod.rs"]
#[allow(dead_code, unused_imports)]
mod oracle;
#[allow(dead_code)]
mod small;

use choices::Choices;
use small::asked::{hold_against, hold_alone};
use small::chosen;
use small::ground::{Effort, Tally};
use small::rules::Rules;
use tieuchi::compile;
use tieuchi::program::CriterionId;
use tieuchi::source::Source;
use tieuchi_analysis::ask::{Answer, Bounds, possible};
use tieuchi_analysis::bulk::Size;
use tieuchi_analysis::encode::{Construct, Reason};
use tieuchi_analysis::fact::Fact;

/// What came of programs that follow from so many seeds; `SEED` and `WORLDS` take others.
fn tried(many: u64, hold: impl Fn(&mut Choices, &mut Tally)) -> Tally {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse().ok());
    let (first, many) = (number("SEED").unwrap_or(1), number("WORLDS").unwrap_or(many));
    let mut tally = Tally::default();
    for seed in first..first + many {
        if std::env::var_os("SHOW").is_some() {
            println!("seed {seed}");
        }
        hold(&mut chosen(seed), &mut tally);
    }
    println!("{tally:?}");
    tally
}

fn effort(trees: bool) -> Effort {
    Effort { most: 4, trees, bounds: Bounds::default() }
}

/// Of two rules there is more to tell apart in trees, and what a question may take is less.
fn effort_of_two(trees: bool) -> Effort {
    let small = Bounds { size: Size { cells: 100, groups: 200, pairs: 2_000, cuts: 50 }, steps: 2_000_000, tries: 100 };
    Effort { bounds: if trees { small } else { Bounds::default() }, ..effort(trees) }
}

/// How much was asked, and that no more than one in so many questions is undecided.
fn decided(tally: &Tally, one_in: usize) {
    let (asked, undecided) = (tally.asked(), tally.undecided);
    assert!(undecided * one_in <= asked, "{undecided} of {asked} are undecided");
}

#[test]
fn rules_agree_with_all_small_rosters() {
    let tally = tried(12, |choices, tally| {
        let rules = Rules::made(choices, false).claiming(choices, 4);
        hold_alone(&rules, false, &effort(false), tally);
    });
    decided(&tally, 20);
    assert!(tally.asked() > 100 && tally.impossible > 10);
    assert!(tally.smallest * 10 >= tally.possible * 9, "{tally:?}");
}

#[test]
fn rules_agree_where_units_lie_below_units() {
    let tally = tried(10, |choices, tally| {
        let rules = Rules::made(choices, true).claiming(choices, 4);
        hold_alone(&rules, false, &effort(true), tally);
    });
    decided(&tally, 4);
    assert!(tally.asked() > 80 && tally.impossible > 5);
}

#[test]
fn two_rules_agree_with_all_small_rosters() {
    for (trees, many) in [(false, 6), (true, 4)] {
        let tally = tried(many, |choices, tally| {
            let rules = Rules::made(choices, trees);
            let other = rules.varied(choices, trees);
            hold_against(&rules, &other, &effort_of_two(trees), tally);
        });
        decided(&tally, 4);
    }
}

/// More than half of the units have units below them: three in a row show it, and no trees of two levels do.
#[test]
fn what_only_deeper_trees_show_is_undecided_for_that_reason() {
    let text = "tieuchi 1, en\n\nrecord unit\n  id: text key\n  parent: unit, optional\n\n\
                criterion 1 \"Deep\"\n  more than 50% of units have ((number of units in the unit) at least 1)\n";
    let (program, _) = compile(&[Source::new("rules.tieuchi", text)]).expect("rules");
    let met = [Fact::met(CriterionId(0))];
    match possible(&program, &met, 1, &Bounds { tries: 0, ..Bounds::default() }) {
        Answer::Undecided(why) => assert_eq!(why.reasons, [Reason::at(Construct::Levels, None)]),
        other => panic!("{other:?}"),
    }
    assert!(matches!(possible(&program, &met, 1, &Bounds::default()), Answer::Possible(_)));
}
