//! The checker takes whatever can be read: it gives a sound program or a finding that says why not.

use proptest::prelude::*;
use tieuchi::compile;
use tieuchi::diagnostic::codes::{explanations, prelude};
use tieuchi::diagnostic::{Finding, Severity};
use tieuchi::program::validate;
use tieuchi::source::{Language, Source};

use super::trees;

pub fn texts(language: Language) -> Vec<String> {
    let rules = |text: &&String| !text.is_empty() && !text.starts_with("-- ") && !text.starts_with("tieuchi");
    let examples = explanations(language).iter().flat_map(|one| [&one.right, &one.wrong]);
    examples.filter(rules).map(|text| format!("{}{text}", prelude(language))).collect()
}

/// A text with words (and the blanks behind them) changed for others of it, dropped or doubled.
pub fn mutated(text: &str, changes: &[(u16, u16, u8)]) -> String {
    let mut words: Vec<&str> = text.split_inclusive([' ', '\n']).collect();
    for (at, from, how) in changes {
        let (at, from) = (usize::from(*at) % words.len(), usize::from(*from) % words.len());
        match how % 8 {
            0 => drop(words.remove(at)),
            1 => words.insert(at, words[from]),
            2 => words.swap(at, from),
            _ => words[at] = words[from],
        }
        if words.is_empty() {
            break;
        }
    }
    words.concat()
}

pub fn sensible(findings: &[Finding], source: &Source) {
    for finding in findings {
        let at = finding.at;
        assert!(!at.is_some() || (at.start <= at.end && at.end as usize <= source.text().len()), "{finding:?}");
        for language in [Language::En, Language::Vi] {
            assert!(!finding.prose(language).title.is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn mutated_rules_are_sound_or_refused(
        vietnamese: bool,
        which in 0usize..1000,
        changes in proptest::collection::vec((any::<u16>(), any::<u16>(), any::<u8>()), 1..6),
    ) {
        let language = if vietnamese { Language::Vi } else { Language::En };
        let texts = texts(language);
        let text = mutated(&texts[which % texts.len()], &changes);
        let source = Source::new("rules", &text);
        match compile(std::slice::from_ref(&source)) {
            Ok((program, warnings)) => {
                prop_assert_eq!(validate(&program), Ok(()));
                sensible(&warnings, &source);
            }
            Err(findings) => {
                prop_assert!(findings.iter().any(|finding| finding.severity() == Severity::Error));
                sensible(&findings, &source);
            }
        }
    }

    #[test]
    fn any_tree_is_sound_or_refused(file in trees::files(Language::En)) {
        let source = Source::new("rules", "");
        let checked = tieuchi::check::check(&[(source, file.0)]);
        match checked.program {
            Some(program) => prop_assert_eq!(validate(&program), Ok(())),
            None => prop_assert!(checked.findings.iter().any(|finding| finding.severity() == Severity::Error)),
        }
    }
}
