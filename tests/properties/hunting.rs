//! Samples of generated programs: records that their schemas allow, which the oracle judges as the engine does, and laws that
//! hold of every program.

use proptest::prelude::*;

use tieuchi::engine::{Options, evaluate};
use tieuchi::hunt::{Bounds, Ground, Law, Shrinking};
use tieuchi::program::{Claim, Claims, CriterionId, Fate, Program, Says, Stated, Statement, validate};
use tieuchi::report::report;

use super::choices::{Choices, choices, some};
use super::programs::{self, Wanted};

/// Claims that any program may have: each criterion is met, or isn't.
fn claimed(program: &Program) -> Program {
    let stated = |at: usize| Stated {
        what: Statement::Verdict(CriterionId(at as u32), Fate::Met),
        text: "it is met".to_owned(),
        place: None,
    };
    let claims = (0..program.criteria.len()).map(|at| Claim {
        id: format!("K{at}"),
        title: "x".to_owned(),
        cites: Vec::new(),
        says: Says::Implies(stated(at), stated(0)),
        text: "x".to_owned(),
        place: None,
    });
    Program { claims: Claims { list: claims.collect(), ..Claims::default() }, ..program.clone() }
}

proptest! {
    #![proptest_config(some(48))]

    /// Samples are valid, and stay so while they are made small; claims change nothing of what a report says.
    #[test]
    fn samples_of_any_program_are_valid(numbers in choices(160), seed in any::<u64>(), missing in 0u8..40) {
        let program = programs::program(&mut Choices::new(numbers), Wanted::ALL);
        let program = claimed(&program);
        prop_assert_eq!(validate(&program), Ok(()));
        prop_assert_eq!(Program::from_json(&program.to_json().expect("it is written")).expect("it reads"), program.clone());
        let ground = Ground::of(&program, &Bounds { most: 8, missing });
        for case in 0..3 {
            let sample = ground.sample(seed, case);
            let Ok(roster) = ground.roster(&sample) else { panic!("case {case}: {:?}", ground.roster(&sample)) };
            let bare = program.without_claims();
            if let (Ok(one), Ok(other)) = (
                evaluate(ground.program(), &roster, &Options::default()),
                evaluate(&bare, &roster, &Options::default()),
            ) {
                prop_assert_eq!(report(&one), report(&other));
            }
        }
        let mut shrinking = Shrinking::of(&ground, ground.sample(seed, 9));
        for step in 0..60u64 {
            if let Err(found) = ground.roster(shrinking.current()) {
                panic!("step {step}: {found:?}");
            }
            let going = if (seed >> (step % 60)) & 1 == 0 { shrinking.simplify(&ground) } else { shrinking.complicate(&ground) };
            if !going {
                break;
            }
        }
    }

    /// Neither keys nor order nor what nothing reads decides anything.
    #[test]
    fn laws_hold_of_any_program(numbers in choices(160), seed in any::<u64>()) {
        let program = programs::program(&mut Choices::new(numbers), Wanted::ALL);
        let bounds = Bounds { most: 6, missing: 15 };
        for law in [Law::keys(&program, &bounds), Law::order(&program, &bounds), Law::unread(&program, &bounds)] {
            for case in 0..2 {
                if let Err(broken) = law.check(&law.ground().sample(seed, case)) {
                    panic!("{broken}");
                }
            }
        }
    }
}
