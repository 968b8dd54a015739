//! The solver against all assignments of small models, and against models that mean it harm.

use std::rc::Rc;

use proptest::prelude::*;
use tieuchi_analysis::solver::{Assignment, Core, GoOn, Limit, Limits, Linear, Lit, Minimum, Model, Outcome, Tag, Var};

/// What is required of three numbers and two choices.
#[derive(Debug, Clone)]
enum Formula {
    AtMost(Vec<i64>, i64),
    Choice(usize),
    Not(Box<Formula>),
    And(Vec<Formula>),
    Or(Vec<Formula>),
    /// Exactly so many of them hold.
    Exactly(Vec<Formula>, i64),
}

const NUMBERS: usize = 3;
const CHOICES: usize = 2;

fn formula() -> impl Strategy<Value = Formula> {
    let atom = prop_oneof![
        5 => (proptest::collection::vec(-10i64..=10, NUMBERS), -30i64..=30).prop_map(|(terms, most)| Formula::AtMost(terms, most)),
        1 => (0..CHOICES).prop_map(Formula::Choice),
    ];
    atom.prop_recursive(2, 8, 3, |inner| {
        let several = proptest::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            inner.prop_map(|inner| Formula::Not(Box::new(inner))),
            several.clone().prop_map(Formula::And),
            several.clone().prop_map(Formula::Or),
            (several, 0i64..3).prop_map(|(parts, many)| Formula::Exactly(parts, many)),
        ]
    })
}

#[derive(Debug, Clone)]
struct Problem {
    greatest: Vec<i64>,
    requirements: Vec<Formula>,
    objectives: Vec<Vec<i64>>,
}

fn problem() -> impl Strategy<Value = Problem> {
    let greatest = proptest::collection::vec(0i64..6, NUMBERS);
    let requirements = proptest::collection::vec(formula(), 1..6);
    let objectives = proptest::collection::vec(proptest::collection::vec(-5i64..=9, NUMBERS), 1..3);
    (greatest, requirements, objectives).prop_map(|(greatest, requirements, objectives)| Problem {
        greatest,
        requirements,
        objectives,
    })
}

fn sum(terms: &[i64], numbers: &[i64]) -> i64 {
    terms.iter().zip(numbers).map(|(times, number)| times * number).sum()
}

impl Formula {
    fn holds(&self, numbers: &[i64], choices: &[bool]) -> bool {
        match self {
            Formula::AtMost(terms, most) => sum(terms, numbers) <= *most,
            Formula::Choice(at) => choices[*at],
            Formula::Not(inner) => !inner.holds(numbers, choices),
            Formula::And(parts) => parts.iter().all(|part| part.holds(numbers, choices)),
            Formula::Or(parts) => parts.iter().any(|part| part.holds(numbers, choices)),
            Formula::Exactly(parts, many) => {
                parts.iter().filter(|part| part.holds(numbers, choices)).count() as i64 == *many
            }
        }
    }

    fn lit(&self, model: &mut Model, numbers: &[Var], choices: &[Lit]) -> Lit {
        match self {
            Formula::AtMost(terms, most) => model.at_most(&linear(terms, numbers), i128::from(*most)),
            Formula::Choice(at) => choices[*at],
            Formula::Not(inner) => !inner.lit(model, numbers, choices),
            Formula::And(parts) => {
                let parts: Vec<Lit> = parts.iter().map(|part| part.lit(model, numbers, choices)).collect();
                model.and(&parts)
            }
            Formula::Or(parts) => {
                let parts: Vec<Lit> = parts.iter().map(|part| part.lit(model, numbers, choices)).collect();
                model.or(&parts)
            }
            Formula::Exactly(parts, many) => {
                let mut count = Linear::new();
                for part in parts {
                    let lit = part.lit(model, numbers, choices);
                    count.add_linear(1, &model.counted(lit));
                }
                model.equals(&count, i128::from(*many))
            }
        }
    }
}

fn linear(terms: &[i64], numbers: &[Var]) -> Linear {
    terms.iter().zip(numbers).fold(Linear::new(), |all, (times, var)| all.plus(i128::from(*times), *var))
}

/// All ways to meet some of the requirements, by the values of the objectives.
fn all_ways(problem: &Problem, counts: impl Fn(usize) -> bool) -> Vec<Vec<i64>> {
    let mut ways = Vec::new();
    let [a, b, c] = problem.greatest[..] else { unreachable!() };
    for numbers in (0..=a).flat_map(|x| (0..=b).flat_map(move |y| (0..=c).map(move |z| [x, y, z]))) {
        for choices in [[false, false], [false, true], [true, false], [true, true]] {
            let mut requirements = problem.requirements.iter().enumerate();
            if requirements.all(|(at, formula)| !counts(at) || formula.holds(&numbers, &choices)) {
                ways.push(problem.objectives.iter().map(|terms| sum(terms, &numbers)).collect());
            }
        }
    }
    ways
}

fn model(problem: &Problem) -> (Model, Vec<Linear>) {
    let mut model = Model::new();
    let numbers: Vec<Var> = problem.greatest.iter().map(|most| model.int(0, Some(*most))).collect();
    let choices: Vec<Lit> = (0..CHOICES).map(|_| model.bool()).collect();
    for (tag, formula) in (0u32..).zip(&problem.requirements) {
        let lit = formula.lit(&mut model, &numbers, &choices);
        model.require(lit, Tag(tag));
    }
    let objectives = problem.objectives.iter().map(|terms| linear(terms, &numbers)).collect();
    (model, objectives)
}

fn core_clashes(problem: &Problem, core: &Core) -> Result<(), TestCaseError> {
    let without = |left_out: Option<Tag>| {
        all_ways(problem, |at| core.tags.contains(&Tag(at as u32)) && left_out != Some(Tag(at as u32)))
    };
    prop_assert!(without(None).is_empty(), "{core:?} can hold");
    prop_assert!(core.minimal);
    for tag in &core.tags {
        prop_assert!(!without(Some(*tag)).is_empty(), "{tag:?} isn't needed in {core:?}");
    }
    Ok(())
}

fn values(found: &Assignment, objectives: &[Linear]) -> Vec<i64> {
    objectives.iter().map(|objective| i64::try_from(found.sum(objective).unwrap()).unwrap()).collect()
}

proptest! {
    #[test]
    fn agrees_with_all_assignments(problem in problem()) {
        let (model, objectives) = model(&problem);
        let ways = all_ways(&problem, |_| true);
        match model.solve(&Limits::default()) {
            Outcome::Solved(found) => prop_assert!(ways.contains(&values(&found, &objectives))),
            Outcome::Impossible(core) => {
                prop_assert!(ways.is_empty());
                core_clashes(&problem, &core)?;
            }
            Outcome::Unknown(limit) => prop_assert!(false, "{limit:?}"),
        }
        match model.minimise(&objectives, &Limits::default()) {
            Minimum::Least(found) => prop_assert_eq!(ways.iter().min(), Some(&values(&found, &objectives))),
            Minimum::Impossible(core) => {
                prop_assert!(ways.is_empty());
                core_clashes(&problem, &core)?;
            }
            open => prop_assert!(false, "{open:?}"),
        }
    }

    /// However few steps there are, what is said holds.
    #[test]
    fn few_steps_make_no_wrong_answer(problem in problem(), steps in 0u64..20_000) {
        let (model, objectives) = model(&problem);
        let ways = all_ways(&problem, |_| true);
        let limits = Limits { steps };
        match model.minimise(&objectives, &limits) {
            Minimum::Least(found) => prop_assert_eq!(ways.iter().min(), Some(&values(&found, &objectives))),
            Minimum::AtMost { best, objective, at_least, .. } => {
                let found = values(&best, &objectives);
                prop_assert!(ways.contains(&found));
                let least = ways.iter().min().unwrap();
                prop_assert_eq!(&least[..objective], &found[..objective]);
                prop_assert!(i128::from(least[objective]) >= at_least);
            }
            Minimum::Impossible(_) => prop_assert!(ways.is_empty()),
            Minimum::Unknown(limit) => prop_assert_eq!(limit, Limit::Steps),
        }
        prop_assert_eq!(model.minimise(&objectives, &limits), model.minimise(&objectives, &limits));
    }
}

/// Blocks of few makes, and sums over all of them.
#[derive(Debug, Clone)]
struct Tied {
    makes: Vec<Problem>,
    /// By block: its make.
    blocks: Vec<usize>,
    /// What each number of a block counts, and how much of it there has to be.
    rows: Vec<(Vec<i64>, i64)>,
    /// Or: so much of the last one will do, if there is at most so much of the first.
    either: Option<(i64, i64)>,
}

fn tied() -> impl Strategy<Value = Tied> {
    let make = (proptest::collection::vec(0i64..3, NUMBERS), proptest::collection::vec(formula(), 0..3)).prop_flat_map(
        |(greatest, requirements)| {
            proptest::collection::vec(0i64..=4, NUMBERS).prop_map(move |cost| Problem {
                greatest: greatest.clone(),
                requirements: requirements.clone(),
                objectives: vec![cost],
            })
        },
    );
    let row = (proptest::collection::vec(-1i64..=3, NUMBERS), -5i64..=50);
    (
        proptest::collection::vec(make, 1..4),
        proptest::collection::vec(0usize..4, 9..12),
        proptest::collection::vec(row, 1..3),
        proptest::option::of((0i64..=40, 0i64..=40)),
    )
        .prop_map(|(makes, blocks, rows, either)| {
            let blocks = blocks.into_iter().map(|make| make % makes.len()).collect();
            Tied { makes, blocks, rows, either }
        })
}

impl Tied {
    /// The tags of the rows are below those of the blocks.
    fn tag(&self, block: usize, requirement: usize) -> Tag {
        Tag((10 + block * 10 + requirement) as u32)
    }

    fn model(&self) -> (Model, Linear) {
        let mut model = Model::new();
        let mut cost = Linear::new();
        let mut sums: Vec<Linear> = self.rows.iter().map(|_| Linear::new()).collect();
        for (at, make) in self.blocks.iter().enumerate() {
            let make = &self.makes[*make];
            let numbers: Vec<Var> = make.greatest.iter().map(|most| model.int(0, Some(*most))).collect();
            let choices: Vec<Lit> = (0..CHOICES).map(|_| model.bool()).collect();
            for (requirement, formula) in make.requirements.iter().enumerate() {
                let lit = formula.lit(&mut model, &numbers, &choices);
                model.require(lit, self.tag(at, requirement));
            }
            cost.add_linear(1, &linear(&make.objectives[0], &numbers));
            for (sum, (terms, _)) in sums.iter_mut().zip(&self.rows) {
                sum.add_linear(1, &linear(terms, &numbers));
            }
        }
        for (row, (sum, (_, least))) in (0u32..).zip(sums.iter().zip(&self.rows)) {
            let lit = model.at_least(sum, i128::from(*least));
            model.require(lit, Tag(row));
        }
        if let (Some((last, first)), [start, .., end]) = (self.either, sums.as_slice()) {
            let either = [model.at_least(end, last.into()), model.at_most(start, first.into())];
            let lit = model.or(&either);
            model.require(lit, Tag(9));
        }
        (model, cost)
    }

    /// The least cost by trying all ways of each block, and keeping the least of all that come to the same sums.
    fn least(&self, counts: impl Fn(Tag) -> bool) -> Option<i64> {
        let mut all = std::collections::BTreeMap::from([(vec![0i64; self.rows.len()], 0i64)]);
        for (at, make) in self.blocks.iter().enumerate() {
            let make = &self.makes[*make];
            let mut own = std::collections::BTreeMap::new();
            let [a, b, c] = make.greatest[..] else { unreachable!() };
            for numbers in (0..=a).flat_map(|x| (0..=b).flat_map(move |y| (0..=c).map(move |z| [x, y, z]))) {
                let holds = [[false, false], [false, true], [true, false], [true, true]].iter().any(|choices| {
                    let mut requirements = make.requirements.iter().enumerate();
                    requirements
                        .all(|(place, formula)| !counts(self.tag(at, place)) || formula.holds(&numbers, choices))
                });
                if holds {
                    let gives: Vec<i64> = self.rows.iter().map(|(terms, _)| sum(terms, &numbers)).collect();
                    let cost = sum(&make.objectives[0], &numbers);
                    own.entry(gives).and_modify(|least: &mut i64| *least = cost.min(*least)).or_insert(cost);
                }
            }
            let mut next = std::collections::BTreeMap::new();
            for (gives, cost) in &all {
                for (more, extra) in &own {
                    let gives: Vec<i64> = gives.iter().zip(more).map(|(one, two)| one + two).collect();
                    let cost = cost + extra;
                    next.entry(gives).and_modify(|least: &mut i64| *least = cost.min(*least)).or_insert(cost);
                }
            }
            all = next;
        }
        let enough = |gives: &Vec<i64>| {
            let mut rows = (0u32..).zip(gives.iter().zip(&self.rows));
            let either = self.either.is_none_or(|(last, first)| {
                gives.len() < 2 || !counts(Tag(9)) || gives[gives.len() - 1] >= last || gives[0] <= first
            });
            either && rows.all(|(row, (given, (_, least)))| !counts(Tag(row)) || given >= least)
        };
        all.into_iter().filter(|(gives, _)| enough(gives)).map(|(_, cost)| cost).min()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// What falls into blocks but for a few sums agrees with all ways of the blocks.
    #[test]
    fn blocks_that_sums_tie_together(tied in tied()) {
        let (model, cost) = tied.model();
        let least = tied.least(|_| true);
        let limits = Limits { steps: 5_000_000 };
        match model.minimise_by_blocks(std::slice::from_ref(&cost), &limits, &(Rc::new(|| true) as GoOn)) {
            Minimum::Least(found) => prop_assert_eq!(found.sum(&cost), least.map(i128::from)),
            Minimum::AtMost { best, at_least, .. } => {
                let least = least.map(i128::from);
                prop_assert!(best.sum(&cost) >= least && Some(at_least) <= least);
            }
            Minimum::Impossible(core) => {
                prop_assert_eq!(least, None);
                prop_assert_eq!(tied.least(|tag| core.tags.contains(&tag)), None, "{:?} can hold", core);
                for tag in core.tags.iter().filter(|_| core.minimal) {
                    let without = tied.least(|other| other != *tag && core.tags.contains(&other));
                    prop_assert!(without.is_some(), "{:?} isn't needed in {:?}", tag, core);
                }
            }
            Minimum::Unknown(limit) => prop_assert_eq!(limit, Limit::Steps),
        }
    }
}

#[test]
fn who_does_not_go_on_is_told_so() {
    let mut model = Model::new();
    let x = model.int(0, Some(9));
    let lit = model.at_least(&x.into(), 3);
    model.require(lit, Tag(0));
    let stopped: GoOn = Rc::new(|| false);
    assert_eq!(model.minimise_by_blocks(&[x.into()], &Limits::default(), &stopped), Minimum::Unknown(Limit::Time));
}

#[test]
fn shares_without_an_upper_bound() {
    // At least 70% of all excellent, at most 15% of the excellent chosen, at least 1 chosen: 7 excellent, 7 in all.
    let mut model = Model::new();
    let [excellent, others, chosen] = [0; 3].map(|_| model.int(0, None));
    let share = Linear::new().plus(3, excellent).plus(-7, others);
    let quota = Linear::new().plus(20, chosen).plus(-3, excellent);
    let most = Linear::new().plus(1, chosen).plus(-1, excellent);
    for lit in [model.at_least(&share, 0), model.at_most(&quota, 0), model.at_most(&most, 0)] {
        model.always(lit);
    }
    let one = model.at_least(&chosen.into(), 1);
    model.require(one, Tag(1));
    let all = Linear::new().plus(1, excellent).plus(1, others);
    let Minimum::Least(found) = model.minimise(std::slice::from_ref(&all), &Limits::default()) else { panic!() };
    assert_eq!((found.number(excellent), found.number(others), found.number(chosen)), (7, 0, 1));
    // With 6 people nobody can be chosen.
    let six = model.at_most(&all, 6);
    model.require(six, Tag(2));
    let idle = model.at_least(&others.into(), 0);
    model.require(idle, Tag(3));
    let Outcome::Impossible(core) = model.solve(&Limits::default()) else { panic!() };
    assert_eq!(core, Core { tags: vec![Tag(1), Tag(2)], minimal: true });
}

#[test]
fn what_no_fraction_shows_is_found_by_dividing() {
    // 3x = 2y + 1 and 3x = 2y + 2, of any size: parity of x.
    let mut model = Model::new();
    let [x, y, z] = [0; 3].map(|_| model.int(0, Some(1_000_000)));
    let odd = Linear::new().plus(2, y).plus(-1, x);
    let even = Linear::new().plus(2, z).plus(-1, x);
    for (tag, lit) in [(0, model.equals(&odd, -1)), (1, model.equals(&even, 0))] {
        model.require(lit, Tag(tag));
    }
    match model.solve(&Limits { steps: 3_000_000 }) {
        Outcome::Impossible(core) => assert_eq!(core.tags, [Tag(0), Tag(1)]),
        Outcome::Unknown(limit) => assert_eq!(limit, Limit::Steps),
        Outcome::Solved(found) => panic!("{found:?}"),
    }
}

#[test]
fn hostile_models_end() {
    // Coefficients beyond what is kept.
    let mut model = Model::new();
    let x = model.int(0, None);
    let huge = Linear::new().plus(i128::MAX, x);
    let lit = model.at_most(&huge, 3);
    model.require(lit, Tag(0));
    assert_eq!(model.solve(&Limits::default()), Outcome::Unknown(Limit::Numbers));

    // Large coefficients without a common divisor, in many comparisons.
    let mut model = Model::new();
    let vars: Vec<Var> = (0..12).map(|_| model.int(0, None)).collect();
    for row in 0..12i128 {
        let mut sum = Linear::new();
        for (column, var) in (0i128..).zip(&vars) {
            sum.add((1 << 80) + row * row * 7919 + column * 104_729 + row * column * 31, *var);
            sum.add(-((1 << 80) + (row + column) * 15_485_863), *var);
        }
        let lit = model.at_least(&sum, 1 << 60);
        model.require(lit, Tag(0));
    }
    let limits = Limits { steps: 2_000_000 };
    assert_eq!(model.solve(&limits), model.solve(&limits));

    // Nothing keeps it from below.
    let mut model = Model::new();
    let x = model.int(0, None);
    let down = Linear::new().plus(-1, x);
    assert!(matches!(
        model.minimise(&[down], &Limits::default()),
        Minimum::AtMost { limit: Limit::Unbounded, objective: 0, .. }
    ));

    // Many numbers, each a little, a knapsack that nearly fits.
    let mut model = Model::new();
    let mut sum = Linear::new();
    for at in 0..2_000i128 {
        let var = model.int(0, Some(1));
        sum.add(1000 + at * 2, var);
    }
    let lit = model.equals(&sum, 1_234_567);
    model.require(lit, Tag(0));
    assert!(matches!(
        model.solve(&Limits { steps: 20_000_000 }),
        Outcome::Impossible(_) | Outcome::Unknown(Limit::Steps)
    ));
}

#[test]
fn pigeons() {
    // 6 records into 5 places of one each: degenerate, and every way round is the same.
    let mut model = Model::new();
    let places: Vec<Vec<Var>> = (0..6).map(|_| (0..5).map(|_| model.int(0, Some(1))).collect()).collect();
    for (tag, record) in (0u32..).zip(&places) {
        let all = record.iter().fold(Linear::new(), |all, var| all.plus(1, *var));
        let somewhere = model.equals(&all, 1);
        model.require(somewhere, Tag(tag));
    }
    for place in 0..5usize {
        let all = places.iter().fold(Linear::new(), |all, record| all.plus(1, record[place]));
        let alone = model.at_most(&all, 1);
        model.require(alone, Tag(100));
    }
    let Outcome::Impossible(core) = model.solve(&Limits::default()) else { panic!() };
    assert_eq!(core.tags.len(), 7);
    assert!(core.minimal);
}

#[test]
fn nothing_is_asked() {
    let model = Model::new();
    assert!(matches!(model.solve(&Limits::default()), Outcome::Solved(_)));
    let mut model = Model::new();
    model.require(Lit::FALSE, Tag(4));
    assert_eq!(model.solve(&Limits::default()), Outcome::Impossible(Core { tags: vec![Tag(4)], minimal: true }));
    let mut model = Model::new();
    model.always(Lit::FALSE);
    model.require(Lit::TRUE, Tag(4));
    assert_eq!(model.solve(&Limits::default()), Outcome::Impossible(Core { tags: vec![], minimal: true }));
}
