//! Places among others: as many as there are, there are first places for.

use tieuchi::compile;
use tieuchi::source::Source;
use tieuchi_analysis::ask::Bounds;
use tieuchi_analysis::prove::{Asked, Found, prove};

#[test]
fn whoever_is_alone_is_the_first() {
    // Who is ranked, what is asked, and whether it can be so.
    let cases = [
        ("among agencies in the same bloc", "at least 2 agencies have place in the top 1", true),
        ("among agencies in the same bloc", "at least 1 agency has not (place in the top 1)", true),
        ("among agencies", "(at least 1 agency has not (place in the top 1)) and number of agencies at most 1", false),
        ("among agencies", "(at least 1 agency has not (place in the top 1)) and number of agencies at most 2", true),
        ("among agencies", "(at least 1 agency has not (place in the top 2)) and number of agencies at most 2", false),
        ("among agencies", "(at least 1 agency has not (place is 1)) and number of agencies at most 1", false),
        ("among agencies", "(at least 1 agency has place above 1) and number of agencies at most 1", false),
        ("among agencies", "(at least 1 agency has not (place is 2)) and number of agencies at most 2", true),
        (
            "among agencies where proposed",
            "(at least 1 agency where proposed has not (place in the top 1)) and number of agencies at most 1",
            false,
        ),
        (
            "among agencies where proposed",
            "(at least 1 agency where proposed has not (place in the top 1)) and number of agencies at most 2",
            true,
        ),
        (
            "among agencies in the same bloc",
            "(at least 3 agencies have place in the top 1 and points is 3) and number of blocs at least 2",
            true,
        ),
    ];
    for (among, asked, possible) in cases {
        let text = format!(
            "tieuchi 1, en\n\ndocument \"D\"\n  item 1 \"One\"\n\nrecord bloc\n  id: text key\n\n\
             record agency, plural agencies\n  id: text key\n  bloc: bloc\n  points: count 0 to 10\n  proposed: yes/no\n\n\
             rank agency.place: {among}\n  cites 1\n  by points\n  ties shared\n\n\
             criterion 1 \"One\"\n  cites 1\n  {asked}\n"
        );
        let (program, _) = compile(&[Source::new("rules.tieuchi", &text)]).unwrap_or_else(|found| panic!("{found:?}"));
        let proof = prove(&program, &Asked { rules: true, bounds: Bounds::default(), threads: 1 }, &|| true);
        let [criterion] = proof.criteria.as_slice() else { panic!("one criterion") };
        assert_eq!(
            Found::possible(&criterion.can_be_met),
            Some(possible),
            "{among}: {asked}: {:?}",
            criterion.can_be_met
        );
    }
}
