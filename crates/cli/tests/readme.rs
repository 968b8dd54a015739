//! What the README shows is what there is.

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use tieuchi::compile;
use tieuchi::source::Source;

const README: &str = include_str!("../../../README.md");

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The README's blocks of a language.
fn blocks(language: &str) -> Vec<&'static str> {
    let opening = format!("```{language}\n");
    README.split(opening.as_str()).skip(1).filter_map(|behind| behind.split("```").next()).collect()
}

/// The README's rule file.
fn rule_file() -> &'static str {
    blocks("tieuchi").into_iter().find(|block| block.starts_with("tieuchi 1")).expect("it shows a whole rule file")
}

#[test]
fn its_criteria_stand_in_the_packs() {
    let rules: String = ["vi", "en"]
        .map(|language| root().join(format!("rules/cao-bang-2022/campaign.{language}.tieuchi")))
        .map(|path| fs::read_to_string(path).expect("the campaign"))
        .concat();
    let shown: Vec<&str> = blocks("tieuchi").into_iter().filter(|block| !block.starts_with("tieuchi 1")).collect();
    assert_eq!(shown.len(), 2);
    for block in shown {
        assert!(rules.contains(block), "not in the campaign:\n{block}");
    }
}

#[test]
fn its_case_stands_in_the_tests_of_a_pack() {
    let tests = fs::read_to_string(root().join("rules/danh-hieu-2022/tests/titles.vi.tieuchi")).expect("the tests");
    let shown = blocks("tieuchi-test");
    assert_eq!(shown.len(), 1);
    assert!(tests.contains(shown[0]), "not in the tests:\n{}", shown[0]);
}

#[test]
fn its_rule_file_is_sound() {
    let (program, warnings) = compile(&[Source::new("README.md", rule_file())]).expect("sound rules");
    assert_eq!((program.criteria.len(), warnings.len()), (1, 0));
}

#[test]
fn its_outputs_are_what_the_program_prints() {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = rule_file().replace("ít nhất 70%", "70%").replace("tốt\" trở", "tôt\" trở");
    fs::write(folder.path().join("kh-01.tieuchi"), wrong).expect("the wrong file");
    let outputs = blocks("text");
    assert!(outputs.len() >= 3);
    for block in outputs {
        let (command, shown) = block.split_once('\n').expect("a command and what it prints");
        let args: Vec<&str> = command.strip_prefix("$ tieuchi ").expect("a command").split(' ').collect();
        let place = if args.contains(&"kh-01.tieuchi") { folder.path().to_path_buf() } else { root() };
        let output = Command::cargo_bin("tieuchi").expect("the program").current_dir(place).args(&args).output();
        let output = output.expect("it runs");
        let printed = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
        assert!(printed.contains(shown), "{command} doesn't print\n{shown}\nbut\n{printed}");
    }
}
