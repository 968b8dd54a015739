//! English prose of the checker's findings.

use super::super::Prose;
use super::{CheckProblem, KeyFault, PeriodFault, PresenceFault, RankTopFault, SeriesFault, Sort, Thing, listed};

fn thing(thing: Thing) -> &'static str {
    match thing {
        Thing::Scale => "scale",
        Thing::Record => "record",
        Thing::Field => "field",
        Thing::Criterion => "criterion",
        Thing::Document => "document",
        Thing::Item => "item",
        Thing::Label => "label",
        Thing::Parameter => "parameter",
        Thing::Claim => "claim or question",
    }
}

fn sort(sort: &Sort) -> String {
    match sort {
        Sort::Condition => "a condition".to_owned(),
        Sort::Number => "a number".to_owned(),
        Sort::Percent => "a percentage".to_owned(),
        Sort::Text => "a text".to_owned(),
        Sort::Date => "a date".to_owned(),
        Sort::Label(scale) => format!("a label of `{scale}`"),
        Sort::YesNo => "a yes or no".to_owned(),
        Sort::Reference(kind) => format!("a reference to `{kind}`"),
        Sort::Verdict => "the verdict of a criterion".to_owned(),
    }
}

fn names(names: &[String]) -> String {
    listed(names, "`", "`")
}

/// Labels in quotation marks; the empty one is `none`.
fn labels(names: &[String]) -> String {
    listed(names, "“", "”").replace("“”", "`none`")
}

/// "Did you mean …?", or what there is instead.
fn meant(nearest: &Option<String>, otherwise: String) -> String {
    match nearest {
        Some(name) => format!("Did you mean `{name}`?"),
        None => otherwise,
    }
}

fn known(what: &str, list: String) -> String {
    if list.is_empty() { String::new() } else { format!("{what}: {list}.") }
}

/// `above 90 and below 91`
fn stretch(stretch: &super::Stretch) -> String {
    let low =
        stretch.low.as_ref().map(|(low, within)| if *within { format!("from {low}") } else { format!("above {low}") });
    let high = stretch
        .high
        .as_ref()
        .map(|(high, within)| if *within { format!("up to {high}") } else { format!("below {high}") });
    match (low, high, stretch.low == stretch.high) {
        (Some(_), Some(_), true) => stretch.low.as_ref().map_or(String::new(), |(point, _)| point.clone()),
        (Some(low), Some(high), _) => format!("{low} and {high}"),
        (Some(one), None, _) | (None, Some(one), _) => one,
        (None, None, _) => "all numbers".to_owned(),
    }
}

pub(super) fn prose(problem: &CheckProblem) -> Prose {
    match problem {
        CheckProblem::UnknownField { name, kind, nearest, known: fields } => Prose::new(
            format!("`{kind}` has no field `{name}`"),
            "not a field",
            meant(nearest, known(&format!("Fields of `{kind}`"), names(fields))),
        ),
        CheckProblem::UnknownType { name, nearest } => Prose::new(
            format!("`{name}` is neither a scale nor a record"),
            "unknown type",
            meant(nearest, "Declare a scale or a record of this name, or write one of: text, yes/no, count, integer, decimal, percent, date, one of …".to_owned()),
        ),
        CheckProblem::UnknownKind { name, nearest, known: kinds } => Prose::new(
            format!("there is no record `{name}`"),
            "unknown record",
            meant(nearest, known("Records", names(kinds))),
        ),
        CheckProblem::UnknownLabel { label, scale, nearest, known: all } => Prose::new(
            format!("“{label}” is no label of `{scale}`"),
            "unknown label",
            match nearest {
                Some(name) => format!("Did you mean “{name}”?"),
                None => known("Its labels", labels(all)),
            },
        ),
        CheckProblem::ForeignLabel { label, scale, other, known: all } => Prose::new(
            format!("“{label}” is a label of `{other}`, but `{scale}` is compared here"),
            format!("a label of `{other}`"),
            known(&format!("Labels of `{scale}`"), labels(all)),
        ),
        CheckProblem::NoNone { scale: Some(scale) } => Prose::new(
            format!("`{scale}` has no `none`"),
            "no such label",
            format!("Write one of its labels, or begin `{scale}` with `none`."),
        ),
        CheckProblem::NoNone { scale: None } => Prose::new(
            "it can't be told of which scale this `none` is",
            "none of what?",
            "Compare it with a field that is a scale or a `one of`.",
        ),
        CheckProblem::UnknownCriterion { id, nearest } => Prose::new(
            format!("there is no criterion {id}"),
            "unknown criterion",
            meant(nearest, "Write the number of a criterion of these files.".to_owned()),
        ),
        CheckProblem::UnknownDocument { code, nearest } => Prose::new(
            format!("there is no document “{code}”"),
            "unknown document",
            match nearest {
                Some(code) => format!("Did you mean “{code}”?"),
                None => "Declare it with `document`, or leave the document out.".to_owned(),
            },
        ),
        CheckProblem::UnknownItem { id, document, nearest } => Prose::new(
            match document {
                Some(document) => format!("document “{document}” has no item {id}"),
                None => format!("no document has an item {id}"),
            },
            "unknown item",
            meant(nearest, "Add the item to the document, or cite one that it has.".to_owned()),
        ),
        CheckProblem::AmbiguousItem { id, documents } => Prose::new(
            format!("several documents have an item {id}"),
            "which one?",
            format!("Say which document: one of {}, before the item.", labels(documents)),
        ),
        CheckProblem::Twice { thing: what, name } => Prose::new(
            format!("the {} `{name}` is declared a second time", thing(*what)),
            "again",
            "Remove one of the two, or give it another name.",
        ),
        CheckProblem::AliasConflict { name, alias, other } => Prose::new(
            format!("`{name}` is also called `{other}` elsewhere, and `{alias}` here"),
            "another alias",
            "A name has one alias in the other language, the same everywhere. Write the same one, or use another name.",
        ),
        CheckProblem::AmbiguousField { name, kinds } => Prose::new(
            format!("`{name}` is a field of {}", names(kinds)),
            "of which one?",
            format!("Write the record before it: {}.", names(&kinds.iter().map(|kind| format!("{kind}.{name}")).collect::<Vec<_>>())),
        ),
        CheckProblem::OuterField { name, outer, inner } => Prose::new(
            format!("`{name}` is a field of `{outer}`, but this part speaks of each `{inner}`"),
            format!("a field of `{outer}`"),
            "Write it as a condition of its own, for example as two letters of `all of a) … b) …`.",
        ),
        CheckProblem::NothingInHand { name, kind } => Prose::new(
            format!("`{name}` of which record? No record is in hand here"),
            "a field of what?",
            match kind {
                Some(kind) => format!("Say which records it is about, such as `100% of {kind}s have {name} …`, or begin with `for each {kind}:`."),
                None => "Say which records it is about, such as `100% of … have …`, or begin with `for each …:`.".to_owned(),
            },
        ),
        CheckProblem::NotReference { name, sort: found } => Prose::new(
            format!("`{name}` is {}, so nothing can follow it after a point", sort(found)),
            "not a reference",
            "Only a field that refers to a record can be followed by a field of that record.",
        ),
        CheckProblem::Unguarded { path } => Prose::new(
            format!("`{path}` may be absent"),
            "may be absent",
            format!("Say first that it is there: `{path} is present and …`, or in the population `where {path} is present`."),
        ),
        CheckProblem::NotCondition { sort: found } => Prose::new(
            format!("this is {}, but a condition is needed here", sort(found)),
            "not a condition",
            match found {
                Sort::Label(_) => "Compare it, such as `… at least \"…\"` or `… is \"…\"`.",
                Sort::Number | Sort::Percent | Sort::Date => "Compare it, such as `… at least …` or `… below …`.",
                Sort::Text | Sort::Reference(_) | Sort::YesNo | Sort::Condition => "Compare it with something, such as `… is …`.",
                Sort::Verdict => "Write `meets` and the criterion; only claims and questions name verdicts.",
            },
        ),
        CheckProblem::BareLiteral => Prose::new(
            "a value by itself is no condition",
            "compared with what?",
            "Write what is compared with it, such as `title is \"…\"` or `violations is 0`.",
        ),
        CheckProblem::NotValue { wanted: Some(wanted), found } => Prose::new(
            format!("this is {}, but {} is needed here", sort(found), sort(wanted)),
            format!("not {}", sort(wanted)),
            match found {
                Sort::Condition => "To count records, write `number of … where …`.",
                Sort::Date => "To move a date, write `10 days after …`; to measure time, `days from … to …`.",
                Sort::Number | Sort::Percent | Sort::Text | Sort::Label(_) | Sort::YesNo => "",
                Sort::Reference(_) | Sort::Verdict => "",
            },
        ),
        CheckProblem::NotValue { wanted: None, found } => Prose::new(
            format!("this is {}, but a value to compare is needed here", sort(found)),
            "not a value",
            "A condition stands alone: join it to others with `and` or `or`, or write `not` before it.",
        ),
        CheckProblem::Incomparable { left, right } => Prose::new(
            format!("{} can't be compared with {}", sort(left), sort(right)),
            "these don't compare",
            if (left, right) == (&Sort::YesNo, &Sort::YesNo) {
                "Write out both ways: `(a and b) or (not a and not b)`."
            } else {
                "Compare values of the same sort; labels compare only within one scale."
            },
        ),
        CheckProblem::NoOrder { sort: found } => Prose::new(
            format!("{} has no higher and lower", sort(found)),
            "no order",
            match found {
                Sort::Label(list) => format!("Write `is` or `is one of`, or declare `{list}` as a scale, lowest label first."),
                Sort::YesNo | Sort::Condition | Sort::Verdict => "Write the field by itself, or `not` and the field.".to_owned(),
                Sort::Number | Sort::Percent | Sort::Text | Sort::Date | Sort::Reference(_) => "Write `is` or `is not`.".to_owned(),
            },
        ),
        CheckProblem::ConstantComparison => Prose::new(
            "both sides are constants, so this doesn't depend on any record",
            "always the same",
            "Compare a field with the constant.",
        ),
        CheckProblem::PlainForPercent { number } => Prose::new(
            format!("a percentage is compared with the plain number {number}"),
            "a percentage is needed",
            format!("Write {number}% if that is meant."),
        ),
        CheckProblem::PercentForCount { percent } => Prose::new(
            format!("a whole number is compared with {percent}%"),
            "a plain number is needed",
            format!("Write {percent} if a number is meant, or `{percent}% of …` for a part of something."),
        ),
        CheckProblem::PointsOrPart { percent } => Prose::new(
            format!("{percent} points, or {percent}% of it?"),
            "which is meant?",
            format!("Write `{percent} points` to add or take percentage points, or `{percent}% of …` for a part of the figure."),
        ),
        CheckProblem::PointsForNumber { sort: found } => Prose::new(
            format!("percentage points go with percentages, and this is {}", sort(found)),
            "points of what?",
            "Write a plain number, or `…% of …`.",
        ),
        CheckProblem::Presence { name, fault } => {
            let (title, help) = match fault {
                PresenceFault::NeverMissing => (
                    format!("`{name}` is never missing"),
                    "A blank there is refused when the data is read, unless the field says `may be unknown`.",
                ),
                PresenceFault::Optional => (
                    format!("`{name}` is optional: a blank means that there is none, for certain"),
                    "Write `is absent` or `is present`.",
                ),
                PresenceFault::Derived => (
                    format!("`{name}` is computed, so it isn't missing from the data"),
                    "Ask this of the fields that it is computed from.",
                ),
                PresenceFault::NotOptional => (
                    format!("`{name}` is not an optional reference"),
                    "Write `is missing` or `is known`; only an optional reference is present or absent.",
                ),
                PresenceFault::NotField => {
                    ("only a field can be missing or present".to_owned(), "Write the field's name before it.")
                }
            };
            Prose::new(title, "", help)
        }
        CheckProblem::ReferenceText { name, instead } => Prose::new(
            format!("`{name}` refers to a record, and is compared with a text"),
            "a reference",
            format!("Compare the record's key: `{instead}`."),
        ),
        CheckProblem::TurnedRange { low, high } => Prose::new(
            format!("from {low} to {high} there is nothing"),
            "turned around",
            format!("Write the lower end first: {high}, then {low}."),
        ),
        CheckProblem::Period(fault) => match fault {
            PeriodFault::None => Prose::new(
                "no document says its period",
                "which period?",
                "Write `period … to …` in the document, or the two dates here.",
            ),
            PeriodFault::Several => Prose::new(
                "several documents say a period",
                "which period?",
                "Write the two dates here.",
            ),
            PeriodFault::TwoYears => Prose::new(
                "the period lies in more than one year",
                "a quarter of which year?",
                "Write the year: `in quarter 1 of 2022`.",
            ),
            PeriodFault::Quarter => {
                Prose::new("there is no such quarter", "no such quarter", "A year has the quarters 1 to 4.")
            }
        },
        CheckProblem::DivisionByZero => {
            Prose::new("this divides by 0", "0", "Nothing can be divided by 0.")
        }
        CheckProblem::TooDeep => Prose::new(
            "this is nested too deeply",
            "too deep",
            "Give a part of it a name with `define` and use the name here.",
        ),
        CheckProblem::ConditionalCases => Prose::new(
            "cases with `when` give values, not conditions",
            "a condition",
            "Write `(… and …) or (not … and …)`.",
        ),
        CheckProblem::Empty => Prose::new(
            "nothing stands here",
            "nothing",
            "A list needs at least one part, and a criterion says what it requires.",
        ),
        CheckProblem::BareShare { percent } => Prose::new(
            format!("at least {percent}%, at most {percent}% or exactly {percent}%?"),
            "which is meant?",
            format!("Write `at least {percent}% of`, `at most {percent}% of` or `exactly {percent}% of`."),
        ),
        CheckProblem::Impossible { threshold } => Prose::new(
            format!("nothing can reach {threshold}"),
            "can never hold",
            "A share lies between 0% and 100%, a number of records is 0 or more, and of a list no more can hold than it has parts.",
        ),
        CheckProblem::Trivial { threshold } => Prose::new(
            format!("{threshold} holds whatever the records say"),
            "always holds",
            "Write the threshold that is meant, or leave the sentence out.",
        ),
        CheckProblem::NotWhole { number } => Prose::new(
            format!("{number} is no number of records"),
            "not a whole number",
            "Write a whole number, or a share such as `at least 50% of`.",
        ),
        CheckProblem::NoProperty => Prose::new(
            "this says of whom, but not what",
            "have what?",
            "Write what they must have, such as `have rating at least \"…\"`.",
        ),
        CheckProblem::AmbiguousTail => Prose::new(
            "of which of the letters before it?",
            "of which?",
            "After lettered parts the base isn't clear. Make it one more letter, or a sentence of its own.",
        ),
        CheckProblem::KindNotInHand { kind, hand } => Prose::new(
            format!("no `{kind}` is in hand here"),
            "which one?",
            if hand.is_empty() {
                format!("Leave it out to speak of all records, or begin the criterion with `for each {kind}:`.")
            } else {
                format!("In hand here: {}.", names(hand))
            },
        ),
        CheckProblem::NoLink { kind, to, longer } => Prose::new(
            format!("no field of `{kind}` refers to a `{to}`"),
            "how does it belong there?",
            if longer.is_empty() {
                format!("Add a field to `{kind}` that refers to `{to}`.")
            } else {
                format!("Say the way in parentheses: {}.", names(&longer.iter().map(|path| format!("({path})")).collect::<Vec<_>>()))
            },
        ),
        CheckProblem::SeveralLinks { kind, to, fields } => Prose::new(
            format!("several fields of `{kind}` refer to a `{to}`"),
            "by which of them?",
            format!("Say which in parentheses: {}.", names(&fields.iter().map(|path| format!("({path})")).collect::<Vec<_>>())),
        ),
        CheckProblem::WrongLink { path, to } => Prose::new(
            format!("`{path}` doesn't lead to a `{to}`"),
            "leads elsewhere",
            format!("Write fields that refer from record to record, the last one to `{to}`."),
        ),
        CheckProblem::NoParent { kind } => Prose::new(
            format!("`{kind}` has no field that refers to the `{kind}` above it"),
            "nothing lies under it",
            format!("Write `in`, or add a field such as `parent: {kind}, optional` to `{kind}`."),
        ),
        CheckProblem::SeveralParents { kind, fields } => Prose::new(
            format!("several fields of `{kind}` refer to a `{kind}`: {}", names(fields)),
            "under by which of them?",
            "It can't be told which of them leads upwards. Keep one of them a reference, or use `in` with the field in parentheses.",
        ),
        CheckProblem::NoRest => Prose::new(
            "there is no rest: the sentence before it speaks of all",
            "the rest of what?",
            "`of the rest` needs a property before it, which some have and the rest have not.",
        ),
        CheckProblem::Unreachable => Prose::new(
            "this case can never be reached",
            "never reached",
            "The cases before it already take everything. Put it before them, or remove it.",
        ),
        CheckProblem::ByIncomplete { labels: left } => Prose::new(
            if left.is_empty() {
                "this list of values needs an `otherwise`".to_owned()
            } else {
                format!("{} left out", labels(left))
            },
            "what else?",
            "Add rows for what is left out, or `otherwise …` at the end.",
        ),
        CheckProblem::ByTwice { label } => Prose::new(
            format!("“{label}” stands here a second time"),
            "again",
            "Keep one row for each value.",
        ),
        CheckProblem::ByWhat { sort: found } => Prose::new(
            format!("`by` goes over labels, texts, yes/no or numbers, and this is {}", sort(found)),
            "by what?",
            "Write a field with labels, or cases such as `(60 when …; otherwise 85)`.",
        ),
        CheckProblem::NoOtherwise => Prose::new(
            "this award doesn't say what is given otherwise",
            "otherwise what?",
            "Add `otherwise none` or `otherwise \"…\"` at its end.",
        ),
        CheckProblem::TooManyLabels { scale, count, most } => Prose::new(
            format!("`{scale}` has {count} labels, and an award, a definition or a table can have {most} at most"),
            "too many labels",
            "Use fewer labels here.",
        ),
        CheckProblem::Cycle { names: around } => Prose::new(
            format!("these need each other in a circle: {}", around.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" → ")),
            "part of a circle",
            "Break the circle. A definition may only ask its own value of the records directly below it, by the one field that leads to the record above.",
        ),
        CheckProblem::MeetsWhat { id, kinds } => Prose::new(
            format!("criterion {id} is for each of {}, and no such record is in hand here", names(kinds)),
            "met by whom?",
            "Use it where such a record is in hand, such as `100% of … meet …`, or in a criterion for the whole.",
        ),
        CheckProblem::Key { kind, fault } => {
            let (title, help) = match fault {
                KeyFault::None => (
                    format!("`{kind}` has no key"),
                    "Mark the field that tells its records apart: `id: text key`.",
                ),
                KeyFault::Two => (format!("`{kind}` has a second key"), "Keep one key."),
                KeyFault::Private => (
                    format!("the key of `{kind}` is private"),
                    "Reports name records by their key. Use another field as the key, or don't make it private.",
                ),
                KeyFault::NotText => (format!("the key of `{kind}` is no text"), "Write `text key`."),
                KeyFault::Extended => (
                    format!("a key is added to `{kind}` from outside"),
                    "The key stands where the record is declared.",
                ),
            };
            Prose::new(title, "", help)
        }
        CheckProblem::OnlyReference { name } => Prose::new(
            format!("`{name}` is no reference, so it can't be optional or `may be unknown`"),
            "not a reference",
            "Leave the word out: any other field may be blank, and is then missing.",
        ),
        CheckProblem::FewLabels { name } => Prose::new(
            format!("`{name}` needs at least two labels"),
            "too few labels",
            "Add a label, or `none` as the first.",
        ),
        CheckProblem::RangeWithoutNumber { name } => Prose::new(
            format!("`{name}` is no number, so it has no range"),
            "not a number",
            "Leave the range out, or make the field a count, integer, decimal or percent.",
        ),
        CheckProblem::SameKindTwice { kind } => Prose::new(
            format!("`{kind}` stands twice behind `for each`"),
            "again",
            "A criterion is for each record of one kind, or for each pair of two different kinds.",
        ),
        CheckProblem::TooManyKinds => Prose::new(
            "a criterion is for each of one kind or two, not more",
            "too many",
            "Keep two of them.",
        ),
        CheckProblem::DefineWhat { sort: found } => Prose::new(
            format!("this definition gives {}", sort(found)),
            "neither condition nor number",
            "A definition gives a condition, a number, a date or a field's label. For a label of your own use `award`.",
        ),
        CheckProblem::ExtendNaming => Prose::new(
            "`extend` takes the record's name alone",
            "not here",
            "The alias and the plural stand where the record is declared.",
        ),
        CheckProblem::AwardWhat { name } => Prose::new(
            format!("`{name}` is no scale"),
            "not a scale",
            "An award gives a label of a scale. Declare one: `scale … none < \"…\" < \"…\"`.",
        ),
        CheckProblem::NoSeries { kind } => Prose::new(
            match kind {
                Some(kind) => format!("`{kind}` is no series, so it has no earlier periods"),
                None => "no record of a series is in hand here".to_owned(),
            },
            "earlier periods of what?",
            match kind {
                Some(kind) => format!("Say in `record {kind}` whose records they are and of which period: `series of … by …`."),
                None => "Say which records it is about, such as `100% of … have …`, or begin with `for each …:`.".to_owned(),
            },
        ),
        CheckProblem::Series { name, fault } => {
            let (title, help) = match fault {
                SeriesFault::Twice => (
                    format!("`{name}` is a series already"),
                    "Keep one `series of … by …`.".to_owned(),
                ),
                SeriesFault::SameField => (format!("`{name}` stands twice"), "Name each field once.".to_owned()),
                SeriesFault::Owner => (
                    format!("`{name}` doesn't say whose a record is"),
                    "Behind `series of` stands a reference, a label or a text of the data, other than the key.".to_owned(),
                ),
                SeriesFault::ManyOwners { most } => (
                    format!("the series `{name}` is of too many fields"),
                    format!("Name {most} at most."),
                ),
                SeriesFault::Period => (
                    format!("`{name}` is no period"),
                    "Behind `by` stands a count, an integer or a date of the data.".to_owned(),
                ),
                SeriesFault::NoStep => (
                    format!("how long is a period of `{name}`?"),
                    "Say it behind the date: `every 1 month`, `every 3 months`, `every 1 year`.".to_owned(),
                ),
                SeriesFault::Step => (
                    format!("a period of `{name}` can't be so long"),
                    "It has 1, 2, 3, 4 or 6 months, or is 1 year.".to_owned(),
                ),
                SeriesFault::StepOfNumber => (
                    format!("`{name}` is a number, whose periods follow one another"),
                    "Leave `every …` out: the period before is the number less 1.".to_owned(),
                ),
            };
            Prose::new(title, "", help)
        }
        CheckProblem::GrowthHow => Prose::new(
            "growth in percent, or in points?",
            "which?",
            "Write `in percent` behind it for the growth by the value before, or `in points` for the difference of two percentages.",
        ),
        CheckProblem::GrowthPoints => Prose::new(
            "points are for percentages, and this is no percentage",
            "not a percentage",
            "Write `in percent`, or subtract: `revenue - (the previous revenue)`.",
        ),
        CheckProblem::Periods { most } => Prose::new(
            "so many periods can't be asked for",
            "how many?",
            if *most == u32::MAX { "Write 1 or more.".to_owned() } else { format!("Write a number from 1 to {most}.") },
        ),
        CheckProblem::NoPrevious { periods: 1 } => Prose::new(
            "there may be no previous period",
            "may be absent",
            "Say first that there is one: `there is a previous period and …`.",
        ),
        CheckProblem::NoPrevious { periods } => Prose::new(
            format!("there may not be {periods} previous periods"),
            "may be absent",
            format!("Say first that there are: `there are {periods} previous periods and …`."),
        ),
        CheckProblem::RankTies => Prose::new(
            "this rank doesn't say what comes of ties",
            "and those who are equal?",
            "Write `ties shared` if they share a place, or `ties decided by …` with a number that the data record.",
        ),
        CheckProblem::RankBy { sort: found } => Prose::new(
            format!("nothing can be ranked by {}", sort(found)),
            "no order",
            "Rank by a number, a date, a label of a scale, or yes and no.",
        ),
        CheckProblem::RankByNothing => Prose::new(
            "this rank doesn't say what it goes by",
            "by what?",
            "Write `by …`, and behind it `, then by …` for those who are equal.",
        ),
        CheckProblem::RankSame { sort: found } => Prose::new(
            format!("{} makes no groups", sort(found)),
            "no group",
            "Records are ranked within the same reference, label, whole number or day, or the same yes or no.",
        ),
        CheckProblem::RankDecision { name } => Prose::new(
            format!("`{name}` can't decide ties: it is no number of the data"),
            "not recorded",
            "Declare a number field in which the decision is recorded, 1 for the first, or write `ties shared`.",
        ),
        CheckProblem::RankAmong { kind, among } => Prose::new(
            format!("`{kind}` is ranked among `{among}`"),
            "another kind",
            format!("Records are ranked among their own kind: write `among` and `{kind}`, or its plural."),
        ),
        CheckProblem::RankTop(fault) => match fault {
            RankTopFault::NoRank => Prose::new(
                "only a rank has a top",
                "not a rank",
                "Write a field before `in the top` that is declared with `rank`.",
            ),
            RankTopFault::Nobody => {
                Prose::new("nobody is in the top 0", "nobody", "Write how many there are: `in the top 3`, `in the top 20%`.")
            }
            RankTopFault::TooMany => {
                Prose::new("a share of more than 100% is everybody", "above 100%", "Write a share of at most 100%.")
            }
        },
        CheckProblem::ScoreSum { stated, sum, bonus } => Prose::new(
            match bonus {
                None => format!("the lines add up to {sum}, not to {stated}"),
                Some(bonus) => format!("the lines add up to {sum}, with bonuses to {bonus}, not to {stated}"),
            },
            format!("out of {stated}?"),
            "Correct a maximum, or write `at most` instead of `out of` where the sum is merely cut off.",
        ),
        CheckProblem::LineWithoutMost { title } => Prose::new(
            format!("line “{title}” says no maximum"),
            "out of how many?",
            "Write `out of …` behind its title.",
        ),
        CheckProblem::NoScoreLine { line, name, known: lines } if lines.is_empty() => Prose::new(
            format!("`{name}` is no score, so it has no lines"),
            if line.is_empty() { "not a score".to_owned() } else { format!("no line {line}") },
            "Lines are those of a `score …` declaration.",
        ),
        CheckProblem::NoScoreLine { line, name, known: lines } => Prose::new(
            format!("`{name}` has no line {line}"),
            "no such line",
            known("Its lines", names(lines)),
        ),
        CheckProblem::BandGap { numbers } => Prose::new(
            format!("no band has {}", stretch(numbers)),
            "a gap",
            "Let the bands meet, as in `from 70 to under 90` and `at least 90`, or end with `otherwise …`.",
        ),
        CheckProblem::BandOverlap { numbers } => Prose::new(
            format!("two bands have {}", stretch(numbers)),
            "has it as well",
            "Let one of them end with `to under …` or `below …`.",
        ),
        CheckProblem::BandEnd => Prose::new(
            "the end of a band is not a fixed number",
            "not fixed",
            "Bands have fixed ends. For others write cases: `\"…\" when points at least …`.",
        ),
        CheckProblem::PointsOfCondition => Prose::new(
            "a line gives points, and this is a condition",
            "how many points?",
            "Say how many it gives: `20 when …`.",
        ),
        CheckProblem::ScoreLimit { given, most, over: true } => Prose::new(
            format!("this gives {given} and the line's maximum is {most}"),
            format!("never more than {most}"),
            "Correct one of them.",
        ),
        CheckProblem::ScoreLimit { given, most, over: false } => Prose::new(
            format!("the line's maximum is {most}, and this gives {given} at most"),
            format!("never {most}"),
            "Correct one of them.",
        ),
        CheckProblem::NoCites { id } => Prose::new(
            format!("criterion {id} cites nothing"),
            "no `cites`",
            "Say which item of the document it encodes: `cites …`.",
        ),
        CheckProblem::Settled { name, always } => Prose::new(
            format!("this {} holds, whatever `{name}` is", if *always { "always" } else { "never" }),
            if *always { "always" } else { "never" },
            format!("Look at the range or the labels that `{name}` is declared with."),
        ),
        CheckProblem::Untied { kind, hand } => Prose::new(
            format!("this speaks of every `{kind}` there is, not only of those of the `{hand}`"),
            "all of them?",
            format!("Write `in the {hand}` behind it if only those are meant."),
        ),
        CheckProblem::IdleTail => Prose::new(
            "when the sentence before it is met, this speaks of nobody",
            "of nobody",
            "Look at the sentence before it: after `all` there is no rest, after `no` there is none of which to speak.",
        ),
        CheckProblem::Uncovered { id } => Prose::new(
            format!("no criterion encodes item {id}"),
            "not encoded",
            "Write a criterion that cites it, or `not measured: \"…\"` with the reason.",
        ),
        CheckProblem::WaivedAndCited { id } => Prose::new(
            format!("item {id} is not measured, and yet it is cited"),
            "cited",
            "Remove `not measured`, or the cite.",
        ),
        CheckProblem::Setting(problem) => problem.en(),
        CheckProblem::Trial(problem) => problem.en(),
        CheckProblem::Table(problem) => problem.en(),
    }
}
