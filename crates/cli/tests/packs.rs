//! The packs of `rules/`: they check without a finding, and both languages are one program.

#[path = "../../../tests/common/program.rs"]
mod same;

use std::path::{Path, PathBuf};

use tieuchi::check::check;
use tieuchi::diagnostic::Finding;
use tieuchi::engine::{Options, evaluate};
use tieuchi::partial::digest;
use tieuchi::program::{CriterionId, Program};
use tieuchi::report::report;
use tieuchi::roster::{Roster, kind_named};
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
    for example in ["met", "not-met", "incomplete"] {
        let (program, roster) = example_of("cao-bang-2022", example);
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

/// A pack's program with the records of an example, which nothing may be said against.
fn example_of(name: &str, example: &str) -> (Program, Roster) {
    let (pack, program) = program(&root().join("rules").join(name), Language::Vi);
    let folder = root().join("examples").join(name).join(example);
    let (roster, warnings) = read_path(&program, &pack.records, &folder)
        .unwrap_or_else(|findings| panic!("{name}, {example}: {}", said(&findings, &[], Language::Vi)));
    assert!(warnings.is_empty(), "{name}, {example}: {}", said(&warnings, &[], Language::Vi));
    (program, roster)
}

/// The criteria of an example that are neither met nor not applicable.
fn open_or_lost(pack: &str, example: &str) -> Vec<(String, Verdict)> {
    let (program, roster) = example_of(pack, example);
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
    assert_eq!(open_or_lost("cao-bang-2022", "met"), []);
    let lost = ["I.2.d.1", "I.5", "I.6", "I.7", "I.8.a", "II.2.a", "II.3.1", "II.3.2"];
    let unlawful = ["XL.3.2", "DH.1", "DH.3.1", "DH.3.2", "CĐ.2", "CĐ.3", "VH.1"];
    assert_eq!(open_or_lost("cao-bang-2022", "not-met"), all(&[&lost[..], &unlawful[..]].concat(), Verdict::NotMet));
    let open = ["I.2.d.1", "I.2.d.2", "I.3.a", "I.5", "I.6", "I.7", "I.8.a", "II.2.a", "II.3.1", "II.3.2"];
    let unsure = ["XL.3.2", "DH.1", "CĐ.1", "CĐ.3", "AN.1"];
    assert_eq!(
        open_or_lost("cao-bang-2022", "incomplete"),
        all(&[&open[..], &unsure[..]].concat(), Verdict::Undetermined)
    );
}

/// What an award or a total of points says of a record, as reports have it: all labels that are possible.
fn awarded(pack: &str, example: &str, award: &str, record: &str) -> Vec<String> {
    let (program, roster) = example_of(pack, example);
    let evaluation = evaluate(&program, &roster, &Options::default()).expect("an evaluation");
    let report = report(&evaluation);
    let found = report.awards.iter().find(|one| format!("{}.{}", one.kind.id, one.field.id) == award);
    let records = &found.expect("an award of the pack").records;
    records.iter().find(|one| one.id == record).expect("a record of the example").labels.clone()
}

#[test]
fn the_examples_of_the_standards_are_what_their_names_say() {
    let standards: [(&str, &[&str], &str, &str, &str); 4] = [
        ("co-quan-van-hoa", &["VH.2", "VH.3", "VH.4"], "unit.cultured", "SO", "Cơ quan đạt chuẩn văn hóa"),
        (
            "an-toan-an-ninh-trat-tu",
            &["AN.1", "AN.2", "AN.3", "AN.4"],
            "unit.secure",
            "SO",
            "An toàn về an ninh, trật tự",
        ),
        (
            "to-chuc-co-so-dang",
            &["TCD.1", "TCD.2", "TCD.3.1", "TCD.3.2"],
            "organisation.standing",
            "DB",
            "Đủ tiêu chuẩn hoàn thành xuất sắc",
        ),
        ("cong-doan", &["CĐ.1", "CĐ.2", "CĐ.3"], "union.rating", "CD", "Vững mạnh"),
    ];
    for (pack, criteria, award, record, label) in standards {
        assert_eq!(open_or_lost(pack, "met"), [], "{pack}");
        assert_eq!(open_or_lost(pack, "not-met"), all(criteria, Verdict::NotMet), "{pack}");
        assert_eq!(open_or_lost(pack, "incomplete"), all(criteria, Verdict::Undetermined), "{pack}");
        assert_eq!(awarded(pack, "met", award, record), [label], "{pack}");
        assert!(!awarded(pack, "not-met", award, record).contains(&label.to_owned()), "{pack}");
        let open = awarded(pack, "incomplete", award, record);
        assert!(open.len() > 1 && open.contains(&label.to_owned()), "{pack}: {open:?}");
    }
    // 90 points are a strong union's; without a condition it stands one band lower.
    assert_eq!(awarded("cong-doan", "not-met", "union.rating", "CD"), ["Khá"]);
    // A division is no agency, and a cell below a committee no grassroots organisation.
    assert_eq!(awarded("co-quan-van-hoa", "met", "unit.cultured", "TC"), [""]);
    assert_eq!(awarded("to-chuc-co-so-dang", "met", "organisation.standing", "CB1"), [""]);
}
