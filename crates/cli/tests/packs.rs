//! The packs of `rules/`: they check without a finding, and both languages are one program.

#[path = "../../../tests/common/program.rs"]
mod same;

use std::path::{Path, PathBuf};

use tieuchi::check::check;
use tieuchi::diagnostic::Finding;
use tieuchi::engine::{Options, evaluate};
use tieuchi::partial::digest;
use tieuchi::program::{CriterionId, Program};
use tieuchi::roster::kind_named;
use tieuchi::source::{Language, Source};
use tieuchi::verdict::Verdict;
use tieuchi_records::{MANIFEST, Manifest, Pack, load_pack, read_path};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every pack of the project.
fn packs() -> Vec<PathBuf> {
    let folders = std::fs::read_dir(root().join("rules")).expect("the rules");
    folders.map(|entry| entry.expect("a pack").path()).collect()
}

/// Findings as one can read them when a test fails.
fn said(findings: &[Finding], sources: &[Source], language: Language) -> String {
    let line = |finding: &Finding| {
        let prose = finding.prose(language);
        let place = sources.get(finding.at.file as usize).map_or_else(String::new, |source| {
            let at = source.position(finding.at.start);
            format!("{}:{}:{}: ", source.name(), at.line, at.column)
        });
        format!("{place}{} {} {}", finding.code(), prose.title, prose.help)
    };
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A pack and its program in a language, which nothing may be said against.
fn program(folder: &Path, language: Language) -> (Pack, Program) {
    let pack = load_pack(folder, Some(language))
        .unwrap_or_else(|refused| panic!("{}", said(&refused.findings, &refused.sources, language)));
    let checked = check(&pack.files);
    let findings = [pack.findings.clone(), checked.findings].concat();
    let sources: Vec<Source> = pack.files.iter().map(|(source, _)| source.clone()).collect();
    assert!(findings.is_empty(), "{}", said(&findings, &sources, language));
    let program = checked.program.expect("no finding, so a program");
    (pack, program)
}

#[test]
fn nothing_is_said_against_them() {
    let packs = packs();
    assert!(packs.len() >= 3);
    for pack in packs {
        program(&pack, Language::Vi);
        program(&pack, Language::En);
    }
}

#[test]
fn both_languages_are_one_program() {
    for pack in packs() {
        let ((_, vi), (_, en)) = (program(&pack, Language::Vi), program(&pack, Language::En));
        same::same_but_for_texts(&vi, &en).unwrap_or_else(|at| panic!("{}: {at}", pack.display()));
        assert_eq!(digest(&vi), digest(&en), "{}", pack.display());
    }
}

#[test]
fn the_example_records_are_read_without_a_word() {
    let (pack, program) = program(&root().join("rules/cao-bang-2022"), Language::Vi);
    for example in ["met", "not-met", "incomplete"] {
        let folder = root().join("examples/cao-bang-2022").join(example);
        let (roster, warnings) = read_path(&program, &pack.records, &folder)
            .unwrap_or_else(|findings| panic!("{example}: {}", said(&findings, &[], Language::Vi)));
        assert!(warnings.is_empty(), "{example}: {}", said(&warnings, &[], Language::Vi));
        let person = kind_named(&program, "cá_nhân").expect("a kind of the campaign");
        assert_eq!(roster.len(person), 42, "{example}");
    }
}

#[test]
fn the_records_of_the_titles_are_read_without_a_word_by_the_law_of_either_year() {
    for year in ["2022", "2024"] {
        let (pack, program) = program(&root().join(format!("rules/danh-hieu-{year}")), Language::Vi);
        let (roster, warnings) = read_path(&program, &pack.records, &root().join("examples/danh-hieu-2024"))
            .unwrap_or_else(|findings| panic!("{year}: {}", said(&findings, &[], Language::Vi)));
        assert!(warnings.is_empty(), "{year}: {}", said(&warnings, &[], Language::Vi));
        assert_eq!(roster.len(kind_named(&program, "cá_nhân").expect("a kind of the law")), 15, "{year}");
    }
}

#[test]
fn the_language_page_shows_a_manifest_that_can_be_read() {
    let page = include_str!("../../../docs/language.md");
    let (_, behind) = page.split_once("```ron\n").expect("the page shows a manifest");
    let (text, _) = behind.split_once("```").expect("the block ends");
    assert!(Manifest::read(MANIFEST, text).is_ok());
}

/// The criteria of an example that are neither met nor not applicable.
fn open_or_lost(example: &str) -> Vec<(String, Verdict)> {
    let (pack, program) = program(&root().join("rules/cao-bang-2022"), Language::Vi);
    let folder = root().join("examples/cao-bang-2022").join(example);
    let (roster, _) = read_path(&program, &pack.records, &folder).expect("sound records");
    let evaluation = evaluate(&program, &roster, &Options::default()).expect("an evaluation");
    let verdicts = (0..).map(CriterionId).map(|id| evaluation.verdict(id));
    let told = program.criteria.iter().map(|criterion| criterion.id.clone()).zip(verdicts);
    told.filter(|(_, verdict)| matches!(verdict, Verdict::NotMet | Verdict::Undetermined)).collect()
}

fn all(ids: &[&str], verdict: Verdict) -> Vec<(String, Verdict)> {
    ids.iter().map(|id| ((*id).to_owned(), verdict)).collect()
}

#[test]
fn the_examples_are_what_their_names_say() {
    assert_eq!(open_or_lost("met"), []);
    let lost = ["I.2.d.1", "I.5", "I.6", "I.7", "I.8.a", "II.2.a", "II.3.1", "II.3.2"];
    let unlawful = ["XL.3.2", "DH.1", "DH.3.1", "DH.3.2"];
    assert_eq!(open_or_lost("not-met"), all(&[&lost[..], &unlawful[..]].concat(), Verdict::NotMet));
    let open = ["I.2.d.1", "I.2.d.2", "I.3.a", "I.5", "I.6", "I.7", "I.8.a", "II.2.a", "II.3.1", "II.3.2"];
    let unsure = ["XL.3.2", "DH.1"];
    assert_eq!(open_or_lost("incomplete"), all(&[&open[..], &unsure[..]].concat(), Verdict::Undetermined));
}
