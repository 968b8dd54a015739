//! What the checker finds of a table, and what a table gives, is what trying every value says.

use proptest::prelude::*;

use tieuchi::compile;
use tieuchi::engine::{Interval, Options, Value, evaluate};
use tieuchi::exact::Exact;
use tieuchi::program::KindId;
use tieuchi::roster::{Builder, Cell, Origin};
use tieuchi::source::Source;

const LABELS: [&str; 3] = ["a", "b", "c"];

/// The values of the three attributes: a label, a whole number from 0 to 5, half steps of a decimal from 0 to 5.
type Values = (usize, i64, i64);

fn values() -> impl Iterator<Item = Values> {
    (0..3).flat_map(|label| (0..=5).flat_map(move |count| (0..=10).map(move |half| (label, count, half))))
}

/// A cell of numbers: how it is written, and the ends of what fits it in quarters, both included.
#[derive(Debug, Clone, Copy)]
enum Ends {
    Any,
    Is(i64),
    AtLeast(i64),
    AtMost(i64),
    Above(i64),
    Below(i64),
    Between(i64, i64),
    To(i64, i64),
}

impl Ends {
    fn written(self) -> String {
        match self {
            Ends::Any => "any".to_owned(),
            Ends::Is(n) => n.to_string(),
            Ends::AtLeast(n) => format!("at least {n}"),
            Ends::AtMost(n) => format!("at most {n}"),
            Ends::Above(n) => format!("above {n}"),
            Ends::Below(n) => format!("under {n}"),
            Ends::Between(a, b) => format!("between {a} and {b}"),
            Ends::To(a, b) => format!("from {a} to under {b}"),
        }
    }

    /// Whether so many halves fit.
    fn fits(self, halves: i64) -> bool {
        match self {
            Ends::Any => true,
            Ends::Is(n) => halves == 2 * n,
            Ends::AtLeast(n) => halves >= 2 * n,
            Ends::AtMost(n) => halves <= 2 * n,
            Ends::Above(n) => halves > 2 * n,
            Ends::Below(n) => halves < 2 * n,
            Ends::Between(a, b) => 2 * a <= halves && halves <= 2 * b,
            Ends::To(a, b) => 2 * a <= halves && halves < 2 * b,
        }
    }
}

fn ends() -> impl Strategy<Value = Ends> {
    let n = || 0..=5i64;
    prop_oneof![
        2 => Just(Ends::Any),
        1 => n().prop_map(Ends::Is),
        1 => n().prop_map(Ends::AtLeast),
        1 => n().prop_map(Ends::AtMost),
        1 => n().prop_map(Ends::Above),
        1 => n().prop_map(Ends::Below),
        1 => (n(), n()).prop_map(|(a, b)| Ends::Between(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| Ends::To(a, b)),
    ]
}

#[derive(Debug, Clone)]
struct Row {
    labels: Vec<usize>,
    count: Ends,
    decimal: Ends,
    value: i64,
}

impl Row {
    fn fits(&self, (label, count, half): Values) -> bool {
        (self.labels.is_empty() || self.labels.contains(&label))
            && self.count.fits(2 * count)
            && self.decimal.fits(half)
    }

    fn written(&self) -> String {
        let labels: Vec<String> = self.labels.iter().map(|label| format!("\"{}\"", LABELS[*label])).collect();
        let labels = if labels.is_empty() { "any".to_owned() } else { labels.join(" or ") };
        format!("  {labels}, {}, {} -> {}\n", self.count.written(), self.decimal.written(), self.value)
    }
}

fn row() -> impl Strategy<Value = Row> {
    (prop::sample::subsequence(vec![0, 1, 2], 0..=2), ends(), ends(), 1..=9i64)
        .prop_map(|(labels, count, decimal, value)| Row { labels, count, decimal, value })
}

fn rules(rows: &[Row], first: bool, otherwise: Option<i64>) -> String {
    let mode = if first { "first match" } else { "exactly one match" };
    let rows: String = rows.iter().map(Row::written).collect();
    let otherwise = otherwise.map_or(String::new(), |value| format!("  otherwise {value}\n"));
    format!(
        "tieuchi 1, en\nrecord item\n  id: text key\n  label: one of \"a\", \"b\", \"c\"\n  count_: count 0 to 5\n  \
         half: decimal 0 to 5\ntable item.given by label, count_, half: {mode}\n{rows}{otherwise}"
    )
}

/// The codes that a table deserves.
fn deserved(rows: &[Row], first: bool, otherwise: bool) -> Vec<&'static str> {
    let mut codes = Vec::new();
    let mut live: Vec<&Row> = Vec::new();
    for row in rows {
        let own: Vec<Values> = values().filter(|at| row.fits(*at)).collect();
        if own.is_empty() {
            codes.push("E0260");
            continue;
        }
        let taken = |at: &Values| live.iter().any(|row| row.fits(*at));
        if first && own.iter().all(taken) {
            codes.push("E0260");
        } else if !first && own.iter().any(taken) {
            codes.push("E0345");
        }
        live.push(row);
    }
    let open = values().any(|at| !live.iter().any(|row| row.fits(at)));
    match (open, otherwise) {
        (true, false) => codes.push("E0346"),
        (false, true) => codes.push("E0260"),
        (true, true) | (false, false) => {}
    }
    codes.sort_unstable();
    codes
}

proptest! {
    #[test]
    fn tables_are_found_to_be_what_they_are(
        rows in prop::collection::vec(row(), 1..6), first: bool, otherwise in prop::option::of(1..=9i64),
    ) {
        let text = rules(&rows, first, otherwise);
        let (program, mut found) = match compile(&[Source::new("t", &text)]) {
            Ok((program, warnings)) => (Some(program), warnings),
            Err(findings) => (None, findings),
        };
        found.retain(|finding| finding.code() != "W0201");
        let mut codes: Vec<&str> = found.iter().map(|finding| finding.code()).collect();
        codes.sort_unstable();
        prop_assert_eq!(&codes, &deserved(&rows, first, otherwise.is_some()), "{}", text);
        let Some(program) = program else { return Ok(()) };

        // Every value, and every value but one.
        let known: Vec<[Option<i64>; 3]> = values().map(|(a, b, c)| [Some(a as i64), Some(b), Some(c)]).collect();
        let without = |place: usize| known.iter().step_by(5).map(move |at| {
            let mut at = *at;
            at[place] = None;
            at
        });
        let all: Vec<[Option<i64>; 3]> = known.iter().copied().chain((0..3).flat_map(without)).collect();
        let mut builder = Builder::new(&program);
        for (number, [label, count, half]) in all.iter().enumerate() {
            let text = |text: Option<String>| text.map_or(Cell::Blank, |text| Cell::Text(text.into()));
            let cells = [
                ("id", text(Some(format!("i{number}")))),
                ("label", text(label.map(|label| LABELS[label as usize].to_owned()))),
                ("count_", text(count.map(|count| count.to_string()))),
                ("half", text(half.map(|half| format!("{}.{}", half / 2, 5 * (half % 2))))),
            ];
            builder.record(KindId(0), &Origin::default(), cells);
        }
        let roster = builder.finish().expect("sound records");
        let evaluation = evaluate(&program, &roster, &Options::default()).expect("it ends");
        let field = program.kinds[0].fields.iter().position(|field| field.name.is("given")).expect("the table");
        for (number, at) in (0u32..).zip(&all) {
            let fills = |one: i64, of: Option<i64>| of.is_none_or(|of| of == one);
            let filled = values().filter(|(a, b, c)| fills(*a as i64, at[0]) && fills(*b, at[1]) && fills(*c, at[2]));
            let given: Vec<i64> = filled.filter_map(|at| {
                rows.iter().find(|row| row.fits(at)).map(|row| row.value).or(otherwise)
            }).collect();
            let (low, high) = (*given.iter().min().expect("some"), *given.iter().max().expect("some"));
            let got = evaluation.value_of(KindId(0), tieuchi::program::FieldId(field as u32), number);
            let Value::Number(Interval { low: Some(least), high: Some(most) }) = got else { panic!("{got:?}") };
            // Never less than what the fillings give; and just that where exactly one row fits.
            prop_assert!(least <= Exact::from(low) && Exact::from(high) <= most, "{text} {at:?} {least}–{most}");
            if !first && otherwise.is_none() {
                prop_assert_eq!((least, most), (Exact::from(low), Exact::from(high)), "{} {:?}", text, at);
            }
        }
    }
}
