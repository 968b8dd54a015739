//! Lint takes whatever the checker passes: its places fit the text, and a mend leaves everything else as it was.

use proptest::prelude::*;
use tieuchi::check::check;
use tieuchi::lint::{RULES, lint, mend, prelude};
use tieuchi::program::Program;
use tieuchi::source::{Language, Source};
use tieuchi::syntax::parse;

use super::checking::{mutated, sensible, texts};
use super::trees;

/// What a program asks and gives.
fn asks(program: &Program) -> Vec<String> {
    let criteria =
        program.criteria.iter().map(|one| format!("{} {} {:?} {:?}", one.id, one.text, one.cites, one.if_none));
    let awards = program.kinds.iter().flat_map(|kind| &kind.fields).filter_map(|field| match &field.origin {
        tieuchi::program::Origin::Award { .. } | tieuchi::program::Origin::Rank(_) => Some(format!("{:?}", field.name)),
        _ => None,
    });
    criteria.chain(awards).collect()
}

/// Looks a text through, if it is sound, and makes its mends until there are none.
pub fn looked_through(text: &str) -> Result<(), TestCaseError> {
    let mut text = text.to_owned();
    for _ in 0..8 {
        let source = Source::new("rules", &text);
        let parsed = parse(&source, 0);
        let files = [(source.clone(), parsed.file)];
        let checked = check(&files);
        let (true, Some(program)) = (parsed.findings.is_empty(), checked.program) else { return Ok(()) };
        let found = lint(&files, |_| true, &program, &checked.findings);
        let findings: Vec<_> = found.hits.iter().map(|hit| hit.finding.clone()).collect();
        sensible(&findings, &source);
        let Some(done) = mend(&files, found.hits.iter().filter_map(|hit| hit.fix.as_ref())) else { return Ok(()) };
        let after = Source::new("rules", &done.texts[0].1);
        let again = parse(&after, 0);
        prop_assert!(again.findings.is_empty());
        let mended = check(&[(after, again.file)]).program.expect("a mend leaves rules sound");
        prop_assert_eq!(asks(&program), asks(&mended));
        text = done.texts[0].1.clone();
    }
    prop_assert!(false, "mending comes to no end");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn mutated_rules_are_looked_through(
        vietnamese: bool,
        which in 0usize..1000,
        changes in proptest::collection::vec((any::<u16>(), any::<u16>(), any::<u8>()), 0..4),
    ) {
        let language = if vietnamese { Language::Vi } else { Language::En };
        let mut all = texts(language);
        let examples = RULES.iter().flat_map(|rule| [rule.text(language).wrong, rule.text(language).right]);
        all.extend(examples.map(|text| format!("{}{}", prelude(language), text.replace(['«', '»'], ""))));
        looked_through(&mutated(&all[which % all.len()], &changes))?;
    }

    #[test]
    fn any_tree_that_is_sound_is_looked_through(file in trees::files(Language::En)) {
        let files = [(Source::new("rules", ""), file.0)];
        let checked = check(&files);
        if let Some(program) = checked.program {
            lint(&files, |_| true, &program, &checked.findings);
        }
    }
}
