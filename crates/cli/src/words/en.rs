//! What the program says in English.

use tieuchi::report::RoundedReport;

use super::{Changes, Words};

fn plural<'a>(count: u64, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

/// Who must change, behind what it depends on.
fn changes(changes: &Changes, word: &str, one: &str, many: &str) -> String {
    let open = "depending on the missing data, ";
    match changes {
        Changes::Exactly(n) => format!("{n} {word}{}", plural(*n, one, many)),
        Changes::UpTo(n) => format!("{open}up to {n} {word}{}", plural(*n, one, many)),
        Changes::Between(low, high) => format!("{open}from {low} to {high} {word}{many}"),
        Changes::OrMore(n) => format!("{open}{n} {word}{}, or it can't be met at all,", plural(*n, one, many)),
    }
}

/// A property behind `have`: `title is "x"` as `title "x"`.
fn spoken(property: &str) -> String {
    property.replacen(" is \"", " \"", 1)
}

/// All of it.
pub const WORDS: Words = Words {
    met: "Met",
    not_met: "Not met",
    undetermined: "Undetermined",
    not_applicable: "Not applicable",
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
    yes: "yes",
    no: "no",
    none: "none",
    missing: "missing",
    absent: "absent",
    unknown: "not settled",
    private: "private",
    against: "against",
    or: "or",
    half_open: |low, high| match (low, high) {
        (Some(low), _) => format!("at least {low}"),
        (None, Some(high)) => format!("at most {high}"),
        (None, None) => "not settled".into(),
    },
    criteria: |n| format!("{n} {}", plural(n, "criterion", "criteria")),
    needs_all: "all needed",
    needs_none: "none allowed",
    needs_at_least: |n| format!("at least {n} needed"),
    needs_more_than: |n| format!("more than {n} needed"),
    needs_at_most: |n| format!("at most {n} allowed"),
    needs_less_than: |n| format!("less than {n} allowed"),
    needs_exactly: |n| format!("exactly {n} needed"),
    needs_between: |low, high| format!("from {low} to {high} needed"),
    that_is: |n| format!("that is {n}"),
    of_which: "of which",
    of_the_rest: "of the rest",
    failing: "Short of it",
    counted: "Counted",
    open_property: "Not known",
    perhaps_in: "Perhaps to be counted",
    nearest: "Nearest to it",
    to_be_met: "To be met",
    more: |n, one, many, property| {
        let who = changes(n, "more ", one, many);
        let property = spoken(property);
        if property.is_empty() { format!("{who} must be there") } else { format!("{who} must have {property}") }
    },
    fewer: |n, one, many, property| {
        let who = changes(n, "fewer ", one, many);
        let property = spoken(property);
        if property.is_empty() { format!("{who} may be there") } else { format!("{who} may have {property}") }
    },
    either: |n, one, many, property| {
        let who = changes(n, "", one, many);
        format!("{who} must change in: {property}")
    },
    too_few: |many| format!("it can't be: there are too few {many} for the number that is asked for"),
    beyond: "it can't be: more than all, or fewer than none, are asked for",
    indivisible: |many| format!("it can't be: the number of {many} can't be divided into exactly this share"),
    nobody: |many| format!("it can't be: there are no {many} to count"),
    empty: |many| format!("there are no {many} to count"),
    may_be_empty: |many| format!("perhaps there are no {many} to count"),
    left_out: |n| format!("{n} left out for want of data"),
    nothing_left: "nobody is left once those without data are left out",
    missing_fails: "missing counts as failing",
    missing_passes: "missing counts as passing",
    without: "lacks",
    all_with: "all with",
    and_more: |n| format!("and {n} more"),
    list_need: |at_least, at_most, all| match (at_least, at_most) {
        (Some(low), None) if low as usize == all => "all of these".into(),
        (Some(1), None) => "at least one of these".into(),
        (Some(low), None) => format!("at least {low} of these"),
        (None, Some(high)) => format!("at most {high} of these"),
        (Some(low), Some(high)) if low == high => format!("exactly {low} of these"),
        (Some(low), Some(high)) => format!("from {low} to {high} of these"),
        (None, None) => "any of these".into(),
    },
    open: "Data needed",
    of_record: |field, ids| format!("{field} of {ids}"),
    no_value: "Without a value",
    division_by_zero: "a division by 0",
    divided_by: |what| format!("{what} is 0, and something is divided by it"),
    of_nobody: |what| format!("{what}: there is nobody"),
    cites: "Founded on",
    item: "item",
    by_criterion: |id| format!("see criterion {id}"),
    not_this: "the contrary of",
    each_of: |n, one, many| format!("Of {n} {}", plural(n, one, many)),
    perhaps_also: |n| format!("perhaps {n} more"),
    perhaps_about: "it isn't settled whether the criterion is about it",
    requirement: "Requirement",
    where_is: "Rule",
    awards: "Awards by the rules",
    undecided: "not settled",
    ranks: "Ranks by the rules",
    ranked_by: |keys| format!("by {}", keys.join(", then ")),
    lowest_first: "lowest first",
    place: "Place",
    shares_with: "shares it with",
    undecided_with: "no decision is recorded between it and",
    perhaps_ranked: "it isn't settled whether it is ranked",
    would_be: "not ranked: the place that it would take",
    not_ranked: |n| format!("{n} not ranked"),
    scores: "Scores by the rules",
    score_total: "in all",
    short_by: |by, more| format!("short by {}{by}", if more { "more than " } else { "" }),
    over_by: |by, more| format!("over by {}{by}", if more { "more than " } else { "" }),
    out_of: |most| format!("out of {most}"),
    period: |from, to| format!("{from} to {to}"),
    overall: "Overall",
    rounded: |share, how| match how {
        RoundedReport::Down => format!("{share} rounded down"),
        RoundedReport::Up => format!("{share} rounded up"),
        RoundedReport::Nearest => format!("{share} rounded to nearest"),
    },
    parameter: "Parameter",
    instead_of: |default| format!("set, instead of {default}"),
    coverage: "Items of the documents",
    encoded: |n, all| format!("{n} of {all} items are encoded"),
    waived: "not measured",
    without_criterion: "without a criterion",
    rules: "Rules",
    records: "Records",
    only_counted: "Records are counted here, not named.",
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
    no_criteria: "The rules have no criterion: there is nothing to decide.",
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
    otherwise: "no case holds",
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
    only_old: "Only in the old rules",
    only_new: "Only in the new rules",
    read_by_old: "Read by the old rules alone",
    read_by_new: "Read by the new rules alone",
    other_records: "Each is for other records than the other, so only the verdicts over all are compared.",
    nothing_asked: "nothing of the kind is asked",
    not_about: "not about it",
    no_record: "no such record",
    no_line: "no such line",
    wrong: "Wrong",
    right: "Right",
};
