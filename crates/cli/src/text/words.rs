//! What the program says, in both languages.

use std::collections::HashMap;

use tieuchi::engine::Truth;
use tieuchi::report::{
    Direction, Impossible, MissingValue, OrderReport, PresenceAsked, Shortfall, Side, Totals, Value,
};
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;

/// No criterion of this name.
pub fn no_criterion(language: Language, id: &str, hint: Option<&str>) -> String {
    let ask =
        hint.map_or(String::new(), |hint| language.pick(format!(" Did you mean {hint}?"), format!(" Có phải {hint}?")));
    language.pick(format!("there is no criterion {id}.{ask}"), format!("không có tiêu chí {id}.{ask}"))
}

/// No record of this key.
pub fn no_record(language: Language, key: &str, id: &str) -> String {
    language.pick(
        format!("criterion {id} says nothing of a record {key}: check the key, and that the criterion is about it."),
        format!("tiêu chí {id} không nói gì về bản ghi {key}: hãy kiểm tra mã và đối tượng của tiêu chí."),
    )
}

/// No such code.
pub fn no_code(language: Language, code: &str, hint: Option<&str>) -> String {
    let ask =
        hint.map_or(String::new(), |hint| language.pick(format!(" Did you mean {hint}?"), format!(" Có phải {hint}?")));
    language.pick(
        format!("there is no code {code}.{ask} `tieuchi explain-code --list` lists all."),
        format!("không có mã {code}.{ask} `tieuchi explain-code --list --lang vi` liệt kê tất cả."),
    )
}

/// A verdict in a word or two.
pub fn verdict(language: Language, verdict: Verdict) -> &'static str {
    let (en, vi) = match verdict {
        Verdict::Met => ("met", "đạt"),
        Verdict::NotMet => ("not met", "không đạt"),
        Verdict::Undetermined => ("undetermined", "chưa xác định"),
        Verdict::NotApplicable => ("not applicable", "không áp dụng"),
    };
    language.pick(en, vi)
}

/// A truth in a word.
pub fn truth(language: Language, truth: Truth) -> &'static str {
    let (en, vi) = match truth {
        Truth::Yes => ("yes", "có"),
        Truth::No => ("no", "không"),
        Truth::Unknown => ("unknown", "chưa rõ"),
    };
    language.pick(en, vi)
}

/// How many of each verdict; those that don't occur are left out.
pub fn totals(language: Language, totals: &Totals) -> String {
    let parts: Vec<String> = [
        (totals.met, Verdict::Met),
        (totals.not_met, Verdict::NotMet),
        (totals.undetermined, Verdict::Undetermined),
        (totals.not_applicable, Verdict::NotApplicable),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{count} {}", verdict(language, what)))
    .collect();
    if parts.is_empty() { language.pick("none", "không có").to_string() } else { parts.join(", ") }
}

/// A number's text in the language's form.
pub fn number(language: Language, text: &str) -> String {
    match language {
        Language::En => text.to_string(),
        Language::Vi => text.replace('.', ","),
    }
}

/// A date in the language's form.
fn date(language: Language, text: &str) -> String {
    let parts: Vec<&str> = text.split('-').collect();
    match (language, parts.as_slice()) {
        (Language::Vi, [year, month, day]) => format!("{day}/{month}/{year}"),
        _ => text.to_string(),
    }
}

/// A period of days.
pub fn period(language: Language, first: &str, last: &str) -> String {
    format!("{} – {}", date(language, first), date(language, last))
}

fn label(language: Language, label: &str) -> String {
    if label.is_empty() { language.pick("none", "không có").to_string() } else { format!("“{label}”") }
}

/// A label for a table.
pub fn award(language: Language, label: &str) -> String {
    if label.is_empty() { language.pick("none", "không có").to_string() } else { label.to_string() }
}

/// A value as it was read.
pub fn value(language: Language, value: &Value) -> String {
    match value {
        Value::Missing => language.pick("missing", "còn thiếu").to_string(),
        Value::Unknown => language.pick("not known yet", "chưa xác định").to_string(),
        Value::Absent => language.pick("absent", "để trống").to_string(),
        Value::Private => language.pick("(private)", "(riêng tư)").to_string(),
        Value::None => label(language, ""),
        Value::YesNo(yes) => truth(language, Truth::from(*yes)).to_string(),
        Value::Number(number_) => number(language, &number_.to_string()),
        Value::Percent(share) => number(language, &tieuchi::report::percent(share, &[])),
        Value::Between(range) => {
            let end = |end: &Option<tieuchi::exact::Exact>| {
                end.as_ref().map_or("…".to_string(), |end| number(language, &end.to_string()))
            };
            let (low, high) = (end(&range.low), end(&range.high));
            language.pick(format!("between {low} and {high}"), format!("từ {low} đến {high}"))
        }
        Value::Date(day) => date(language, &day.to_string()),
        Value::Label(text) => label(language, text),
        Value::OneOf(labels) => {
            let labels: Vec<String> = labels.iter().map(|text| label(language, text)).collect();
            labels.join(language.pick(" or ", " hoặc "))
        }
        Value::Text(text) => format!("“{text}”"),
        Value::Record(key) => key.clone(),
    }
}

/// A demand's side and threshold: `at least 70%`.
pub fn side(language: Language, side: Side, threshold: &str) -> String {
    let (en, vi) = match side {
        Side::AtLeast => ("at least", "ít nhất"),
        Side::MoreThan => ("more than", "trên"),
        Side::AtMost => ("at most", "không quá"),
        Side::LessThan => ("less than", "dưới"),
        Side::Exactly => ("exactly", "đúng"),
    };
    format!("{} {}", language.pick(en, vi), number(language, threshold))
}

/// How two values must stand.
pub fn order(order: OrderReport) -> &'static str {
    match order {
        OrderReport::Is => "=",
        OrderReport::IsNot => "≠",
        OrderReport::AtLeast => "≥",
        OrderReport::AtMost => "≤",
        OrderReport::Above => ">",
        OrderReport::Below => "<",
    }
}

/// What is asked of a field's presence.
pub fn presence(language: Language, asked: PresenceAsked) -> &'static str {
    let (en, vi) = match asked {
        PresenceAsked::Missing => ("is missing", "chưa rõ"),
        PresenceAsked::Known => ("is known", "đã rõ"),
        PresenceAsked::Present => ("is present", "có tồn tại"),
        PresenceAsked::Absent => ("is absent", "không tồn tại"),
    };
    language.pick(en, vi)
}

/// What is lacking, in the author's terms.
pub fn shortfall(language: Language, shortfall: &Shortfall, kind: &str, property: &str) -> String {
    if let (None, Some(why)) = (shortfall.least, shortfall.impossible) {
        return impossible(language, why).to_string();
    }
    let least = shortfall.least.unwrap_or(0);
    let count = match shortfall.most {
        Some(most) if most != least => language.pick(format!("{least} to {most}"), format!("{least} đến {most}")),
        Some(_) => least.to_string(),
        None => language.pick(format!("at least {least}"), format!("ít nhất {least}")),
    };
    let of = |en: &str, vi: &str| {
        if property.is_empty() {
            language.pick(format!("{count} {en}"), format!("{vi} {count} {kind}"))
        } else {
            language.pick(format!("{count} {en} must have: {property}"), format!("{vi} {count} {kind} có: {property}"))
        }
    };
    let mut said = match shortfall.direction {
        Direction::More => of("more", "cần thêm"),
        Direction::Fewer => of("fewer", "cần bớt"),
        Direction::Either => of("more or fewer", "cần thêm hoặc bớt"),
    };
    if let Some(why) = shortfall.impossible {
        said.push_str("; ");
        said.push_str(language.pick("in some cases: ", "có trường hợp: "));
        said.push_str(impossible(language, why));
    }
    said
}

fn impossible(language: Language, why: Impossible) -> &'static str {
    let (en, vi) = match why {
        Impossible::TooFew => ("there are fewer records than the number demanded", "số bản ghi ít hơn số phải đạt"),
        Impossible::Beyond => ("no number of records can give that", "không có số lượng nào đáp ứng được"),
        Impossible::Indivisible => {
            ("no whole number of records gives exactly that share", "không có số nguyên nào cho đúng tỷ lệ đó")
        }
        Impossible::Nobody => ("there is nobody, and some are demanded", "không có ai, trong khi phải có"),
    };
    language.pick(en, vi)
}

/// A list of keys: the first few, and how many in all.
pub fn keys<'a>(language: Language, keys: impl ExactSizeIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 5;
    let all = keys.len();
    let first: Vec<&str> = keys.take(SHOWN).collect();
    let listed = first.join(", ");
    if all > SHOWN {
        language.pick(format!("{listed}, … ({all} in all)"), format!("{listed}, … (tất cả {all})"))
    } else {
        listed
    }
}

/// Missing values, the first few, each once: `P3 (rating, title)`.
pub fn open(language: Language, open: &[MissingValue]) -> String {
    let mut records: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut places: HashMap<(&str, &str), usize> = HashMap::new();
    for missing in open {
        let place = *places.entry((&missing.kind, &missing.id)).or_insert_with(|| {
            records.push((&missing.id, Vec::new()));
            records.len() - 1
        });
        if let Some((_, fields)) = records.get_mut(place)
            && !fields.contains(&missing.name.as_str())
        {
            fields.push(&missing.name);
        }
    }
    let shown: Vec<String> = records.iter().map(|(id, fields)| format!("{id} ({})", fields.join(", "))).collect();
    keys(language, shown.iter().map(String::as_str))
}
