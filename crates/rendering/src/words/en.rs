//! What renderings say in English.

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
    no_criteria: "The rules have no criterion: there is nothing to decide.",
    otherwise: "no case holds",
    report: "Report",
    skip: "Skip to the verdicts",
    content: "What it is about",
    criterion: "Criterion",
    verdict: "Verdict",
    one_by_one: "The criteria one by one",
    by_record: |one| format!("Verdicts by {one}"),
    label: "Result",
    number: "Number",
    who: "Who",
    line: "Line",
    most: "At most",
    points: "Points",
    notes: "Notes",
    total: "In all",
    not_about: "not about it",
    not_listed: "not listed",
    some_not_listed: "Not every record is listed here; the line “In all” counts all of them.",
    legend: "How to read the bars",
    certain: "certain by the records",
    attainable: "possible, depending on the missing data",
    asked: "what is asked; the flag points to the side that is met",
    asked_side: "needed",
    as_a_whole: "as a whole",
};
