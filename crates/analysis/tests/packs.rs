//! What is proven of the packs in `rules/`: whether all that they require can be met together, and each of it by itself.

use std::path::Path;

use tieuchi::check::{Settings, check_asking, check_parsed};
use tieuchi::program::{CriterionId, Program};
use tieuchi::source::{Language, Source};
use tieuchi_analysis::ask::{Answer, Bounds, possible};
use tieuchi_analysis::fact::Fact;
use tieuchi_analysis::prove::{Asked, ClaimAnswer, prove};

fn pack(name: &str) -> Program {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules").join(name);
    let pack = tieuchi_records::load_pack(&path, None).expect("a pack");
    check_parsed(&pack.files, pack.findings, &Settings::default()).expect("rules").0
}

fn ids(program: &Program) -> impl Iterator<Item = CriterionId> {
    (0..program.criteria.len() as u32).map(CriterionId)
}

/// That all is met together: by records of which no fewer do, or what of it clashes.
fn together(name: &str) -> Result<(usize, bool), Vec<String>> {
    let program = pack(name);
    let met: Vec<Fact> = ids(&program).map(Fact::met).collect();
    match possible(&program, &met, 1, &Bounds::default()) {
        Answer::Possible(witness) => Ok((witness.len(), witness.smallest)),
        Answer::Impossible { clash, minimal } => {
            assert!(minimal, "{name}");
            Err(clash.into_iter().map(|place| program.criteria[place].id.clone()).collect())
        }
        Answer::Undecided(why) => panic!("{name}: {why:?}"),
    }
}

#[test]
fn titles_can_all_be_met() {
    assert_eq!(together("danh-hieu-2022"), Ok((11, true)));
}

/// Fighters are at most 15% of the advanced: where that is counted in each unit, an excellent one takes a unit with seven;
/// where it is counted in the agency, it doesn't.
#[test]
fn an_excellent_unit_takes_seven_in_one_unit_or_not() {
    let asked = |cap: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/danh-hieu-2022");
        let pack = tieuchi_records::load_pack(&path, Some(Language::En)).expect("a pack");
        let question = format!(
            "is it possible that {cap} is met and at least 1 unit has title \"Tập thể lao động xuất sắc\" \
             and no unit has (at least 7 persons in the unit have title at least \"Lao động tiên tiến\")?"
        );
        let question = Source::new("--ask", &question);
        let (program, _) = check_asking(&pack.files, pack.findings, &question, Language::En, &Settings::default())
            .expect("a question");
        let proof = prove(&program, &Asked { rules: false, bounds: Bounds::default(), threads: 1 }, &|| true);
        proof.claims.last().expect("an answer").answer
    };
    assert_eq!(asked("DH.3.2"), ClaimAnswer::No);
    assert_eq!(asked("DH.3.1"), ClaimAnswer::Yes);
}

/// Whoever is on leave for three months or more isn't rated above completing the tasks; the campaign wants everybody who is
/// rated to be rated better than that. As long as there is somebody whom the first speaks of, not both are met.
#[test]
fn the_campaign_leaves_no_room_for_long_leave() {
    assert_eq!(together("cao-bang-2022"), Err(vec!["II.2.a".to_owned(), "XL.2".to_owned()]));
}

#[test]
fn a_proof_is_the_same_on_however_many_threads() {
    let asked = |threads| Asked { rules: true, bounds: Bounds::default(), threads };
    for name in ["danh-hieu-2024", "to-chuc-co-so-dang"] {
        let program = pack(name);
        let [one, three] = [1, 3].map(|threads| prove(&program, &asked(threads), &|| true));
        assert!(
            one.criteria.iter().any(|criterion| criterion.fails_alone.is_some()) && !one.parts.is_empty(),
            "{name}"
        );
        assert_eq!(one, three, "{name}");
    }
}

#[test]
fn the_standards_that_the_campaign_builds_on_can_all_be_met() {
    assert_eq!(together("cong-doan"), Ok((2, true)));
    assert_eq!(together("to-chuc-co-so-dang"), Ok((3, true)));
}

#[test]
fn every_criterion_of_every_pack_can_be_met_and_can_fail() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let mut asked = 0;
    for entry in std::fs::read_dir(rules).expect("packs") {
        let name = entry.expect("a pack").file_name().into_string().expect("a name");
        let program = pack(&name);
        for id in ids(&program) {
            for fact in [Fact::met(id), Fact::not_met(id)] {
                asked += 1;
                let answer = possible(&program, std::slice::from_ref(&fact), 1, &Bounds::default());
                assert!(matches!(answer, Answer::Possible(_)), "{name} {}: {answer:?}", program.criteria[id.at()].id);
            }
        }
    }
    assert!(asked > 150, "{asked}");
}
