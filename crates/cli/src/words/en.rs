//! What the program says in English.

use super::Words;

fn plural<'a>(count: u64, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

/// All of it.
pub const WORDS: Words = Words {
    test_expected: "expected",
    test_actual: "actual",
    tests_counted: |passed, failed| match failed {
        0 => format!("{passed} passed"),
        _ => format!("{passed} passed, {failed} failed"),
    },
    expectations: |n| if n == 1 { "1 expectation".to_owned() } else { format!("{n} expectations") },
    places_covered: |have, all| format!("{have} of {all} places in the rules were seen to hold and to fail"),
    never_seen_to_hold: "never seen to hold",
    never_seen_to_fail: "never seen to fail",
    holds_after_all: "“never holds”, but it does",
    fails_after_all: "“never fails”, but it does",
    no_tests: |rules| format!("there are no tests for {rules}: they stand in the folder tests beside the rules"),
    watching: "Waiting for a change …",
    rules_sound: |criteria, awards, defined, kinds| {
        let count = |n: usize, one: &str, many: &str| format!("{n} {}", plural(n as u64, one, many));
        format!(
            "The rules are sound: {}, {}, {}, {}.",
            count(criteria, "criterion", "criteria"),
            count(awards, "award", "awards"),
            count(defined, "definition", "definitions"),
            count(kinds, "kind of records", "kinds of records"),
        )
    },
    numbers_too: |scores, ranks| {
        let count = |n: usize, one: &str, many: &str| format!("{n} {}", plural(n as u64, one, many));
        format!("Reported for every record: {}, {}.", count(scores, "score", "scores"), count(ranks, "rank", "ranks"))
    },
    rules_only: "No records were given, so nothing was evaluated: add --data with a folder or file of records.",
    cant_read: |path, why| format!("{path} can't be read: {why}"),
    bad_program: |path, why| {
        format!(
            "{path} is refused as a compiled program: {why}; compile the rules again: tieuchi compile RULES --out FILE"
        )
    },
    bad_tallies: |path, why| format!("{path} is refused: {why}"),
    settled: |path| {
        format!(
            "{path} is a compiled program: its parameters are settled; set them when the rules are compiled: tieuchi compile RULES --set NAME=VALUE"
        )
    },
    too_large: |place| format!("a number grows too large to be kept exact{place}: check multiplications there"),
    too_much: "the rules ask for more work on these records than is bounded: look for criteria that are for each of two kinds",
    no_such_criterion: |id, near| match near {
        Some(near) => format!("there is no criterion and no score “{id}”; did you mean “{near}”?"),
        None => format!(
            "there is no criterion and no score “{id}”; name one that the rules declare, such as II.3 or unit.points"
        ),
    },
    no_such_record: |key, id| {
        format!("there is no record “{key}” of a kind that criterion {id} speaks of; check the key in the records")
    },
    no_such_part: |part| format!("there is no part “{part}” in this criterion; leave --part out to see its parts"),
    no_such_code: |code, near| {
        let near = near.map_or_else(String::new, |near| format!("; did you mean “{near}”?"));
        format!("there is no code “{code}”{near} (all codes: tieuchi explain-code --list)")
    },
    not_counted: |key, id| format!("criterion {id} doesn't count “{key}”; leave --record out to see whom it counts"),
    in_base: "counted here",
    not_in_base: "not counted here",
    perhaps_in_base: "perhaps counted here",
    property_holds: "has what is asked",
    property_fails: "hasn't what is asked",
    property_open: "not known whether it has what is asked",
    in_clause: "As to",
    reading: "reading",
    evaluating: "evaluating",
    left: |time| format!("{time} left"),
    decimal: '.',
    old: "Old",
    new: "New",
    nothing_differs: "Nothing differs: both say the same of these records.",
    differs: |criteria, fields| {
        let count = |n: usize, one: &str, many: &str| (n > 0).then(|| format!("{n} {}", plural(n as u64, one, many)));
        let both = [count(criteria, "criterion", "criteria"), count(fields, "derived result", "derived results")];
        let both: Vec<String> = both.into_iter().flatten().collect();
        format!("Different: {}", both.join(", "))
    },
    only_old: "Only in the old one",
    only_new: "Only in the new one",
    read_by_old: "Read by the old rules alone",
    read_by_new: "Read by the new rules alone",
    other_records: "Each is for other records than the other, so only the verdicts over all are compared.",
    nothing_asked: "nothing of the kind is asked",
    not_about: "not about it",
    no_record: "no such record",
    no_line: "no such line",
    no_report: |path| {
        format!(
            "{path} is no saved report (save one: tieuchi check … --format json --out report.json); to compare rules, say on which records: --data"
        )
    },
    bad_report: |path, why| format!("{path} is refused as a report: {why}"),
    other_version: |path, version, ours| {
        format!(
            "{path} is a report of version {version}, and this program compares version {ours}: make both with one release of it"
        )
    },
    nothing_changed: "Nothing has changed: both reports say the same.",
    joined: "Against it now",
    left_it: "Against it no more",
    filled: "No longer open",
    opened: "Open now",
    not_all_named: "A report doesn't name all: there may be more than is named here.",
    wrong: "Wrong",
    right: "Right",
};
