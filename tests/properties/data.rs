//! Made programs are sound, and are what they were after being written and read.

use super::choices::{Choices, choices, some};
use super::programs::{self, Wanted};
use proptest::prelude::*;
use tieuchi::program::{Program, validate};

proptest! {
    #![proptest_config(some(200))]

    #[test]
    fn made_programs_are_sound_and_survive_being_written(list in choices(200)) {
        let program = programs::program(&mut Choices::new(list), Wanted::ALL);
        prop_assert_eq!(validate(&program), Ok(()));
        prop_assert!(Program::from_ron(&program.to_ron().expect("RON")).expect("read back") == program);
        prop_assert!(Program::from_json(&program.to_json().expect("JSON")).expect("read back") == program);
    }
}
