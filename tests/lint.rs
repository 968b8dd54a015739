//! Lints: each one's examples in both languages, comments that silence, mends, coverage, and the page.

use tieuchi::check::check;
use tieuchi::lint::{Level, Outcome, RULES, Standing, coverage, lint, mend, page, prelude};
use tieuchi::program::Program;
use tieuchi::source::{Language, Source};
use tieuchi::syntax::tree::File;
use tieuchi::syntax::{parse, print, translate::Names};

const BOTH: [Language; 2] = [Language::En, Language::Vi];

/// Rules that are sound, looked through.
struct Linted {
    files: Vec<(Source, File)>,
    program: Program,
    outcome: Outcome,
}

fn linted(text: &str) -> Linted {
    let source = Source::new("rules", text);
    let parsed = parse(&source, 0);
    assert!(parsed.findings.is_empty(), "{:?}\n{text}", parsed.findings);
    let files = vec![(source, parsed.file)];
    let checked = check(&files);
    let program = checked.program.unwrap_or_else(|| panic!("{:?}\n{text}", checked.findings));
    let outcome = lint(&files, |_| true, &program, &checked.findings);
    Linted { files, program, outcome }
}

impl Linted {
    /// Codes, and the texts that they stand at.
    fn found(&self) -> Vec<(&'static str, &str)> {
        let one = |hit: &tieuchi::lint::Hit| (hit.finding.code(), self.files[0].0.slice(hit.finding.at));
        self.outcome.hits.iter().map(one).collect()
    }
}

fn behind_prelude(language: Language, text: &str) -> String {
    format!("{}{text}", prelude(language))
}

#[test]
fn the_prelude_is_clean() {
    for language in BOTH {
        assert_eq!(linted(prelude(language)).found(), []);
    }
}

#[test]
fn every_wrong_example_gives_its_lint_at_the_mark_and_every_right_one_none() {
    let mut wrong = Vec::new();
    for rule in RULES {
        for language in BOTH {
            let text = rule.text(language);
            let marked = behind_prelude(language, text.wrong);
            let (before, rest) = marked.split_once('«').expect("a mark");
            let (at, after) = rest.split_once('»').expect("its end");
            let bad = linted(&format!("{before}{at}{after}"));
            if bad.found() != [(rule.code, at)] {
                wrong.push(format!("{} ({language}): {:?} and not {at:?}", rule.code, bad.found()));
            }
            for hit in &bad.outcome.hits {
                assert_eq!(hit.finding.at.start as usize, before.len(), "{}", rule.code);
                assert!(hit.fix.is_none() || rule.mends, "{}", rule.code);
                for shown in BOTH {
                    let prose = hit.finding.prose(shown);
                    assert!(!prose.title.is_empty() && !prose.help.is_empty() && !prose.title.ends_with('.'));
                }
            }
            let good = linted(&behind_prelude(language, text.right));
            if !good.found().is_empty() {
                wrong.push(format!("{} right ({language}): {:?}", rule.code, good.found()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn codes_run_in_order_and_names_are_unique() {
    for (number, rule) in (1..).zip(RULES) {
        assert_eq!(rule.code, format!("L{number:04}"));
        assert!(RULES.iter().filter(|other| other.name == rule.name).count() == 1, "{}", rule.name);
    }
}

#[test]
fn the_page_of_lints_is_made_from_them() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/lints.md");
    if std::env::var_os("TIEUCHI_WRITE").is_some() {
        std::fs::write(file, page()).expect("the page can be written");
    }
    let written = std::fs::read_to_string(file).expect("the page is there");
    assert!(written == page(), "docs/lints.md is another: TIEUCHI_WRITE=1 cargo test --test lint writes it");
}

const EXACT: &str = "criterion 1.a \"A part\"\n  cites 1\n  exactly 15% of persons have rating \"Excellent\"\n";

#[test]
fn comments_silence_in_either_language_and_outlast_printing_and_translation() {
    for allow in ["# lint: allow L0011 \"so says the decree\"", "# lint: bỏ qua l0011 “so says the decree”"] {
        let text = behind_prelude(Language::En, &format!("{allow}\n{EXACT}"));
        let found = linted(&text);
        assert_eq!(found.found(), []);
        let [silenced] = &found.outcome.silenced[..] else { panic!("one is silenced") };
        assert_eq!((silenced.finding.code(), silenced.reason.as_str()), ("L0011", "so says the decree"));
        let again = linted(&print::print(&found.files[0].1));
        assert_eq!((again.found(), again.outcome.silenced.len()), (vec![], 1));
        let names = Names::gather(&[&found.files[0].1]);
        let (vietnamese, _) = print::print_in(&found.files[0].1, Language::Vi, &names);
        let translated = linted(&vietnamese);
        assert_eq!((translated.found(), translated.outcome.silenced.len()), (vec![], 1));
    }
}

#[test]
fn a_comment_silences_the_element_that_it_hangs_on_and_no_other() {
    let fields = "extend person\n  # lint: allow L0005 \"for the file\"\n  absences: count\n  delays: count\n  thefts: count # lint: allow L0005 \"too\"\n";
    let found = linted(&behind_prelude(Language::En, fields));
    assert_eq!(found.found(), [("L0005", "delays")]);
    assert_eq!(found.outcome.silenced.len(), 2);
}

#[test]
fn a_comment_without_a_reason_or_with_an_unknown_code_is_told() {
    for (allow, left) in [
        ("# lint: allow L0011", vec!["L0017", "L0011"]),
        ("# lint: allow L0011 \"\"", vec!["L0017", "L0011"]),
        ("# lint: allow \"why\"", vec!["L0017", "L0011"]),
        ("# lint: allow L0011, L9999 \"why\"", vec!["L0017"]),
        ("# lint: forbid L0011 \"why\"", vec!["L0017", "L0011"]),
    ] {
        let found = linted(&behind_prelude(Language::En, &format!("{allow}\n{EXACT}")));
        assert_eq!(found.found().iter().map(|(code, _)| *code).collect::<Vec<_>>(), left, "{allow}");
    }
}

/// Mends until nothing is left to mend.
fn mended(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..10 {
        let found = linted(&text);
        let fixes = found.outcome.hits.iter().filter_map(|hit| hit.fix.as_ref());
        match mend(&found.files, fixes) {
            Some(done) => text = done.texts[0].1.clone(),
            None => return text,
        }
    }
    panic!("mending comes to no end");
}

#[test]
fn mends_take_out_what_is_unused_and_nothing_else() {
    let text = behind_prelude(
        Language::En,
        "scale old\n  \"a\" < \"b\"\n\n# Why it is here.\ndefine person.told: certified\n\ndefine person.left: certified\n\n\
         parameter quota: percent = 15%\n\n# lint: allow L0011 \"no more\"\ncriterion 1.a \"A part\"\n  cites 1\n  \
         # Why so.\n  at most 15% of persons have rating \"Excellent\"\n",
    );
    let result = mended(&text);
    let kept = behind_prelude(
        Language::En,
        "# Why it is here.\ndefine person.told: certified\n\ncriterion 1.a \"A part\"\n  cites 1\n  \
         # Why so.\n  at most 15% of persons have rating \"Excellent\"\n",
    );
    assert_eq!(result, kept);
    assert_eq!(linted(&result).found(), [("L0001", "told")], "one with a comment is left to its author");
    assert_eq!(mended(&result), result);
}

#[test]
fn mending_what_is_read_is_refused() {
    let found = linted(&behind_prelude(Language::En, "define person.left: certified\n"));
    let mut fix = found.outcome.hits[0].fix.clone().expect("a mend");
    // Half of a declaration doesn't read; the scale of a field is needed.
    let whole = fix.edits[0].at;
    fix.edits[0].at.end -= 5;
    assert_eq!(mend(&found.files, [&fix]), None);
    let scale = found.files[0].1.declarations[1].span;
    fix.edits[0].at = tieuchi::source::Span { start: scale.start, end: scale.end, ..whole };
    assert_eq!(mend(&found.files, [&fix]), None);
}

#[test]
fn coverage_tells_measured_waived_and_forgotten_items() {
    let text = prelude(Language::En).replace(
        "item 2 \"Discipline\"",
        "item 2 \"Discipline\"\n  item 3 \"Calls\" not measured: \"no level\"\n  item 4 \"Study\"",
    );
    let found = linted(&text);
    assert_eq!(found.found(), [("W0205", "4")], "a forgotten item is found once");
    let all = coverage(&found.files, |_| true, &found.program);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].counts(), [2, 1, 1]);
    assert_eq!(all[0].items[0].standing, Standing::Measured(vec!["1".to_owned()]));
    assert_eq!(all[0].items[2].standing, Standing::Waived("no level".to_owned()));
    assert_eq!(coverage(&found.files, |_| false, &found.program), []);
}

#[test]
fn files_of_other_packs_are_left_alone() {
    let found = linted(&behind_prelude(Language::En, "define person.left: certified\n"));
    let other = lint(&found.files, |_| false, &found.program, &[]);
    assert!(other.hits.is_empty());
}

#[test]
fn levels_of_lints_and_of_warnings() {
    assert_eq!(tieuchi::lint::level("L0001"), Level::Warn);
    assert_eq!(tieuchi::lint::level("L0008"), Level::Deny);
    assert_eq!(tieuchi::lint::level("W0205"), Level::Deny);
}
