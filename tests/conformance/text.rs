//! The form in English, as an author would write it; Vietnamese is a translation of that.

use super::model::{Award, Base, Cond, Criterion, Form, Number, Part, Population, Quantified, Quantifier, Sum, Term};

pub fn rules(form: &Form) -> String {
    let awards = form.awards.iter().map(award);
    let numbers = form.numbers.iter().map(number);
    awards.chain(numbers).chain(form.criteria.iter().map(criterion)).collect::<Vec<_>>().join("\n")
}

/// What a derived field is called in Vietnamese.
fn alias(field: &str) -> String {
    format!("{field}_vi")
}

fn award(Award { kind, field, cases, otherwise }: &Award) -> String {
    let cases: String =
        cases.iter().map(|(label, when)| format!("  {} when {}\n", quoted(label), cond(when))).collect();
    format!("award {kind}.{field} aka {}: grade\n  cites 2\n{cases}  otherwise {}\n", alias(field), quoted(otherwise))
}

fn number(Number { kind, field, is }: &Number) -> String {
    format!("define {kind}.{field} aka {}: {}\n", alias(field), term(is))
}

fn criterion(Criterion { id, for_each, filter, asks, if_none }: &Criterion) -> String {
    let each = for_each.as_ref().map_or_else(String::new, |kind| {
        let filter = filter.as_ref().map_or_else(String::new, |filter| format!(" where {}", cond(filter)));
        format!("  for each {kind}{filter}:\n")
    });
    let if_none = if_none.as_ref().map_or_else(String::new, |verdict| format!("  if there are none: {verdict}\n"));
    let asks = match asks {
        Cond::Some(bound, k, parts) => lettered(&format!("{bound} {k} of"), parts),
        Cond::Sentence(sentence) => quantified(sentence),
        Cond::All(parts) => parts.iter().map(operand).collect::<Vec<_>>().join("\n    and "),
        Cond::Any(parts) => parts.iter().map(operand).collect::<Vec<_>>().join("\n    or "),
        other => cond(other),
    };
    format!("criterion {id} \"A case\"\n  cites 1\n{each}  {asks}\n{if_none}")
}

fn lettered(head: &str, parts: &[Cond]) -> String {
    let parts = parts.iter().zip('a'..).map(|(part, letter)| format!("\n    {letter}) {}", operand(part)));
    head.to_owned() + &parts.collect::<String>()
}

fn quoted(label: &str) -> String {
    if label == "none" { label.to_owned() } else { format!("\"{label}\"") }
}

/// In parentheses where it is more than a word or a comparison.
fn operand(inner: &Cond) -> String {
    match inner {
        Cond::Yes(_) | Cond::Label(..) | Cond::Compare(..) | Cond::Missing(_) | Cond::Known(_) => cond(inner),
        Cond::Not(_) | Cond::All(_) | Cond::Any(_) | Cond::Some(..) | Cond::Sentence(_) => format!("({})", cond(inner)),
    }
}

fn cond(of: &Cond) -> String {
    match of {
        Cond::Yes(field) => field.clone(),
        Cond::Label(field, order, label) => {
            let order = match order.as_str() {
                "=" => "is",
                "!=" => "is not",
                ">=" => "at least",
                "<=" => "at most",
                ">" => "above",
                "<" => "below",
                other => unreachable!("{other}"),
            };
            format!("{field} {order} {}", quoted(label))
        }
        Cond::Compare(one, order, other) => format!("{} {order} {}", factor(one), factor(other)),
        Cond::Missing(field) => format!("{field} is missing"),
        Cond::Known(field) => format!("{field} is known"),
        Cond::Not(inner) => format!("not {}", operand(inner)),
        Cond::All(parts) => parts.iter().map(operand).collect::<Vec<_>>().join(" and "),
        Cond::Any(parts) => parts.iter().map(operand).collect::<Vec<_>>().join(" or "),
        Cond::Some(bound, k, parts) => lettered(&format!("{bound} {k} of"), parts),
        Cond::Sentence(sentence) => quantified(sentence),
    }
}

fn factor(of: &Term) -> String {
    match of {
        Term::Is(number) => number.clone(),
        Term::Field(field) => field.clone(),
        other => format!("({})", term(other)),
    }
}

fn term(of: &Term) -> String {
    let two = |one: &Term, sign: &str, other: &Term| format!("{} {sign} {}", factor(one), factor(other));
    let sum = |what: &str, Sum { field, of, leaving_out_missing }: &Sum| {
        let leaving = if *leaving_out_missing { " leaving out missing" } else { "" };
        format!("{what} {field} of {}{leaving}", population(of, true))
    };
    match of {
        Term::Is(_) | Term::Field(_) => factor(of),
        Term::Add(one, other) => two(one, "+", other),
        Term::Subtract(one, other) => two(one, "-", other),
        Term::Multiply(one, other) => two(one, "*", other),
        Term::NumberOf(of) => format!("number of {}", population(of, true)),
        Term::Total(of) => sum("total", of),
        Term::Average(of) => sum("average", of),
        Term::Least(of) => sum("least", of),
        Term::Greatest(of) => sum("greatest", of),
    }
}

fn population(Population { kind, of, filter }: &Population, plural: bool) -> String {
    let ending = if plural { "s" } else { "" };
    let scope = of.as_ref().map_or_else(String::new, |of| format!(" {of} the unit"));
    let filter = filter.as_ref().map_or_else(String::new, |filter| format!(" where {}", operand(filter)));
    format!("{kind}{ending}{scope}{filter}")
}

fn quantified(Quantified { population: of, parts }: &Quantified) -> String {
    let (head, tails) = parts.split_first().expect("a sentence has a head");
    let (words, plural) = quantifier(&head.quantifier);
    let of = population(of, plural);
    let verb = if plural { "have" } else { "has" };
    let mut text = format!("{words} {of} {verb} {}", property(head));
    for tail in tails {
        let base = match tail.base {
            Some(Base::OfWhich(_)) | None => "of which",
            Some(Base::OfTheRest) => "of the rest",
        };
        let words = match &tail.quantifier {
            Quantifier::All => "all".to_owned(),
            Quantifier::No => "none".to_owned(),
            other => quantifier(other).0.trim_end_matches(" of").to_owned(),
        };
        text += &format!(", {base} {words} have {}", property(tail));
    }
    text
}

fn property(part: &Part) -> String {
    let policy = match part.missing.as_deref() {
        Some("fails") => " counting missing as failing",
        Some("passes") => " counting missing as passing",
        Some("left_out") => " leaving out missing",
        _ => "",
    };
    format!("{}{policy}", operand(&part.has))
}

/// Its words, and whether a plural follows.
fn quantifier(of: &Quantifier) -> (String, bool) {
    let side = |side: &str, count: bool| if side == "less than" && count { "fewer than" } else { side }.to_owned();
    match of {
        Quantifier::All => ("100% of".to_owned(), true),
        Quantifier::No => ("no".to_owned(), false),
        Quantifier::Count(bound, k) => (format!("{} {k}", side(bound, true)), *k != 1),
        Quantifier::Between(low, high) => (format!("between {low} and {high}"), true),
        Quantifier::Share(bound, share) => (format!("{} {} of", side(bound, false), percent(share)), true),
        Quantifier::Rounded(bound, share, how) => {
            let how = if how == "nearest" { "to nearest" } else { how };
            (format!("{} {} rounded {how} of", side(bound, false), percent(share)), true)
        }
    }
}

/// As per cent where that is a whole number, else as the fraction.
fn percent(share: &str) -> String {
    let (over, under) = share.split_once('/').map_or((share, "1"), |parts| parts);
    let (over, under): (u32, u32) = (over.parse().expect("a number"), under.parse().expect("a number"));
    if (over * 100).is_multiple_of(under) { format!("{}%", over * 100 / under) } else { share.to_owned() }
}
