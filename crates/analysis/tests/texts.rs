//! Texts that are held against one another: what nobody names may be the same or not.

use tieuchi::compile;
use tieuchi::source::Source;
use tieuchi_analysis::ask::Bounds;
use tieuchi_analysis::prove::{Asked, Found, prove};

#[test]
fn texts_may_be_the_same_and_may_differ() {
    // What is asked of somebody, whether it can be so, and whether that is found out.
    let cases = [
        ("alias is name", true, true),
        ("alias is not name", true, true),
        ("chief.name is name", true, true),
        ("chief.name is not name", true, true),
        (r#"alias is name and name is "A""#, true, false),
        (r#"alias is not name and name is "A""#, true, true),
        (r#"alias is name and name is "A" and alias is not "A""#, false, false),
        (r#"alias is not name and name is "A" and alias is "A""#, false, true),
    ];
    for (cond, possible, decided) in cases {
        let text = format!(
            "tieuchi 1, en\n\ndocument \"D\"\n  item 1 \"One\"\n\nrecord chief\n  id: text key\n  name: text\n\n\
             record person\n  id: text key\n  chief: chief\n  name: text\n  alias: text\n\n\
             criterion 1 \"One\"\n  cites 1\n  at least 1 person has {cond}\n"
        );
        let (program, _) = compile(&[Source::new("rules.tieuchi", &text)]).unwrap_or_else(|found| panic!("{found:?}"));
        let proof = prove(&program, &Asked { rules: true, bounds: Bounds::default(), threads: 1 }, &|| true);
        let [criterion] = proof.criteria.as_slice() else { panic!("one criterion") };
        let found = Found::possible(&criterion.can_be_met);
        assert!(found == Some(possible) || (found.is_none() && !decided), "{cond}: {found:?}");
        assert_eq!(Found::possible(&criterion.can_fail), Some(true), "{cond}");
    }
}
