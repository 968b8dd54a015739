//! Tables of points and bands, held against a reading of the language page that is written here anew.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde::Serialize;

use tieuchi::compile;
use tieuchi::engine::{Options, Value, evaluate};
use tieuchi::exact::Exact;
use tieuchi::program::{FieldId, KindId, Program};
use tieuchi::roster::{Builder, Roster};
use tieuchi::source::Source;

use super::choices::Choices;

const HEAD: &str = "tieuchi 1, en

document \"D\"
  item 1 \"…\" not measured: \"…\"
scale level
  none < \"L0\" < \"L1\" < \"L2\" < \"L3\"
record unit
  id: text key
  f0: yes/no
  f1: yes/no
  n0: count 0 to 3
  n1: count 0 to 3
  half: decimal 0 to 10
  whole: count 0 to 10

";

/// A unit's data; what is missing is none.
#[derive(Debug, Clone, Copy, Serialize)]
struct Unit {
    f0: Option<bool>,
    f1: Option<bool>,
    n0: Option<u8>,
    n1: Option<u8>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    #[serde(flatten)]
    unit: Unit,
}

/// A unit with nothing missing.
type Known = ([bool; 2], [i64; 2]);

impl Unit {
    /// Every way to fill in what is missing.
    fn fillings(&self) -> Vec<Known> {
        let flags = |known: Option<bool>| known.map_or(vec![false, true], |known| vec![known]);
        let numbers = |known: Option<u8>| known.map_or(vec![0, 1, 2, 3], |known| vec![i64::from(known)]);
        let mut all = Vec::new();
        for f0 in flags(self.f0) {
            for f1 in flags(self.f1) {
                for n0 in numbers(self.n0) {
                    all.extend(numbers(self.n1).into_iter().map(|n1| ([f0, f1], [n0, n1])));
                }
            }
        }
        all
    }
}

#[derive(Debug, Clone)]
enum Points {
    Constant(i64),
    When(i64, usize, Option<i64>),
    Times(i64, usize),
    Difference(usize, usize),
}

#[derive(Debug, Clone)]
enum Content {
    Points(Points),
    Lines(Vec<Line>),
}

#[derive(Debug, Clone)]
struct Line {
    role: usize,
    /// Least and most.
    limit: Option<(i64, i64)>,
    content: Content,
}

const ROLES: [&str; 4] = ["", "bonus ", "bonus beyond ", "minus "];

fn lines(choices: &mut Choices, level: usize) -> Vec<Line> {
    (0..1 + choices.below(4)).map(|_| line(choices, level)).collect()
}

fn line(choices: &mut Choices, level: usize) -> Line {
    let limit = match choices.below(4) {
        0 => None,
        1 => Some((-choices.within(0..4), choices.within(0..4))),
        _ => Some((0, choices.within(1..12))),
    };
    let points = |choices: &mut Choices| match choices.below(4) {
        0 => Points::Constant(choices.within(0..9)),
        1 => {
            let otherwise = choices.once_in(2).then(|| choices.within(0..4));
            Points::When(choices.within(1..9), choices.below(2), otherwise)
        }
        2 => Points::Times(choices.within(1..4), choices.below(2)),
        _ => Points::Difference(choices.below(2), choices.below(2)),
    };
    let content = if level < 2 && choices.once_in(3) {
        Content::Lines(lines(choices, level + 1))
    } else {
        Content::Points(points(choices))
    };
    Line { role: choices.below(4), limit, content }
}

fn written(lines: &[Line], within: &str, out: &mut String) {
    for (number, line) in lines.iter().enumerate() {
        let letter = ["a", "b", "c", "d"][number];
        let marker = if within.is_empty() { letter.to_owned() } else { format!("{within}.{}", number + 1) };
        out.push_str(&format!("  {marker}) {}\"{marker}\"", ROLES[line.role]));
        match line.limit {
            None => {}
            Some((0, most)) => out.push_str(&format!(" at most {most}")),
            Some((least, most)) => out.push_str(&format!(" from {least} to {most}")),
        }
        match &line.content {
            Content::Points(points) => out.push_str(&match points {
                Points::Constant(number) => format!(": {number}\n"),
                Points::When(number, flag, None) => format!(": {number} when f{flag}\n"),
                Points::When(number, flag, Some(other)) => format!(": {number} when f{flag}; otherwise {other}\n"),
                Points::Times(number, of) => format!(": {number} * n{of}\n"),
                Points::Difference(one, other) => format!(": n{one} - n{other}\n"),
            }),
            Content::Lines(lines) => {
                out.push('\n');
                written(lines, &marker, out);
            }
        }
    }
}

/// min(most, max(least, P + B − M)) + X.
fn table(lines: &[Line], limit: Option<(i64, i64)>, known: &Known) -> i64 {
    let sum =
        |role: usize| -> i64 { lines.iter().filter(|line| line.role == role).map(|line| value(line, known)).sum() };
    clamped(sum(0) + sum(1) - sum(3), limit) + sum(2)
}

fn clamped(number: i64, limit: Option<(i64, i64)>) -> i64 {
    match limit {
        None => number.max(0),
        Some((least, most)) => number.max(least).min(most),
    }
}

fn value(line: &Line, known @ (flags, numbers): &Known) -> i64 {
    match &line.content {
        Content::Lines(lines) => table(lines, line.limit, known),
        Content::Points(points) => clamped(
            match points {
                Points::Constant(number) => *number,
                Points::When(number, flag, other) => {
                    if flags[*flag] {
                        *number
                    } else {
                        other.unwrap_or(0)
                    }
                }
                Points::Times(number, of) => number * numbers[*of],
                Points::Difference(one, other) => numbers[*one] - numbers[*other],
            },
            line.limit,
        ),
    }
}

fn field(program: &Program, name: &str) -> FieldId {
    let fields = &program.kinds[0].fields;
    FieldId(fields.iter().position(|field| field.name.en.as_deref() == Some(name)).unwrap() as u32)
}

fn roster(program: &Program, rows: impl IntoIterator<Item = impl Serialize>) -> Roster {
    let mut builder = Builder::new(program);
    for row in rows {
        builder.add("unit", &row).unwrap();
    }
    builder.finish().unwrap()
}

fn units() -> impl Strategy<Value = Vec<Unit>> {
    let flag = || prop::option::weighted(0.7, any::<bool>());
    let number = || prop::option::weighted(0.7, 0u8..4);
    let unit = (flag(), flag(), number(), number()).prop_map(|(f0, f1, n0, n1)| Unit { f0, f1, n0, n1 });
    prop::collection::vec(unit, 1..6)
}

proptest! {
    /// A score is the sum of its lines; where something is missing, its interval has the sum of every filling.
    #[test]
    fn scores_are_their_lines(choices in prop::collection::vec(0u32..1000, 0..80), most in 5i64..40, units in units()) {
        let lines = lines(&mut Choices::new(choices), 0);
        let mut rules = format!("{HEAD}score unit.points: at most {most}\n");
        written(&lines, "", &mut rules);
        rules.push_str("define unit.first: line a of points\n");
        let (program, _) = compile(&[Source::new("scores", &rules)]).unwrap_or_else(|found| panic!("{rules}{found:?}"));
        let rows = units.iter().enumerate().map(|(number, unit)| Row { id: number.to_string(), unit: *unit });
        let roster = roster(&program, rows);
        let evaluation = evaluate(&program, &roster, &Options::default()).unwrap();
        for (row, unit) in (0u32..).zip(&units) {
            let fillings = unit.fillings();
            let totals: Vec<i64> = fillings.iter().map(|known| table(&lines, Some((0, most)), known)).collect();
            let firsts: Vec<i64> = fillings.iter().map(|known| value(&lines[0], known)).collect();
            for (name, values) in [("points", totals), ("first", firsts)] {
                let Value::Number(found) = evaluation.value_of(KindId(0), field(&program, name), row) else { panic!() };
                let (least, greatest) = (values.iter().min().unwrap(), values.iter().max().unwrap());
                let holds = found.low.as_ref().is_none_or(|low| *low <= Exact::from(*least))
                    && found.high.as_ref().is_none_or(|high| *high >= Exact::from(*greatest));
                prop_assert!(holds, "{name} of {unit:?}: {found:?}, and it may be {least} to {greatest}\n{rules}");
                if fillings.len() == 1 {
                    prop_assert_eq!(found.known(), Some(&Exact::from(*least)), "{}", &rules);
                }
            }
        }
    }

    /// Bands are refused exactly where some number has none or two of them; else each number has its own.
    #[test]
    fn bands_cover_every_number_once(
        bands in prop::collection::vec((0usize..5, 0i64..=10, 0i64..=10), 1..4),
        whole in any::<bool>(),
        otherwise in prop::bool::weighted(0.2),
        dropped in any::<bool>(),
    ) {
        let name = if whole { "whole" } else { "half" };
        let mut rules = format!("{HEAD}award unit.level: level by {name}\n");
        for (number, (form, a, b)) in bands.iter().enumerate() {
            let (low, high) = (a.min(b), a.max(b));
            let stretch = match form {
                0 => format!("at least {a}"),
                1 => format!("below {a}"),
                2 => format!("above {a}"),
                3 => format!("from {low} to {high}"),
                _ => format!("from {low} to under {high}"),
            };
            rules.push_str(&format!("  \"L{number}\" {stretch}\n"));
        }
        if dropped {
            rules.push_str("  drops one band when f0\n");
        }
        if otherwise {
            rules.push_str("  otherwise none\n");
        }
        // In halves, so that a number stands in every gap.
        let has = |(form, a, b): &(usize, i64, i64), value: i64| {
            let (a, low, high) = (2 * a, 2 * a.min(b), 2 * a.max(b));
            match form {
                0 => value >= a,
                1 => value < a,
                2 => value > a,
                3 => value >= low && value <= high,
                _ => value >= low && value < high,
            }
        };
        let values: Vec<i64> = (0..=20).filter(|value| !whole || value % 2 == 0).collect();
        let having = |value: i64| (0..bands.len()).filter(|band| has(&bands[*band], value)).collect::<Vec<_>>();
        let gap = !otherwise && values.iter().any(|value| having(*value).is_empty());
        let overlap = values.iter().any(|value| having(*value).len() > 1);
        // A stretch that ends where it begins, the end left out, has no number at all.
        let turned = bands.iter().any(|(form, a, b)| *form == 4 && a == b);
        let dead = (0..bands.len()).any(|band| !values.iter().any(|value| has(&bands[band], *value)));
        let program = match compile(&[Source::new("bands", &rules)]) {
            Ok((program, _)) => program,
            Err(found) => {
                let codes: BTreeSet<&str> = found.iter().map(|finding| finding.code()).collect();
                let expected = [(gap, "E0323"), (overlap, "E0324"), (dead, "E0260"), (turned, "E0232")];
                // Of bands that can't be read nothing more is said.
                if turned {
                    prop_assert_eq!(codes, BTreeSet::from(["E0232"]), "{}", rules);
                    return Ok(());
                }
                let expected: BTreeSet<&str> = expected.iter().filter(|(is, _)| *is).map(|(_, code)| *code).collect();
                prop_assert_eq!(codes, expected, "{}", rules);
                return Ok(());
            }
        };
        prop_assert!(!gap && !overlap && !dead, "{rules}");
        #[derive(Serialize)]
        struct Row {
            id: String,
            f0: Option<bool>,
            half: String,
            whole: Option<i64>,
        }
        let flags = [Some(false), Some(true), None];
        let all: Vec<(i64, Option<bool>)> =
            values.iter().flat_map(|value| flags.iter().map(|flag| (*value, *flag))).collect();
        let rows = all.iter().enumerate().map(|(number, (value, f0))| Row {
            id: number.to_string(),
            f0: *f0,
            half: format!("{}.{}", value / 2, 5 * (value % 2)),
            whole: whole.then_some(value / 2),
        });
        let roster = roster(&program, rows);
        let evaluation = evaluate(&program, &roster, &Options::default()).unwrap();
        // Labels by number; `none` is 0, and so is what is left over.
        let given = |value: i64| having(value).first().map_or(0, |band| *band as u32 + 1);
        let labels: BTreeSet<u32> =
            (1..=bands.len() as u32).chain(otherwise.then_some(0)).collect();
        for (row, (value, flag)) in (0u32..).zip(&all) {
            let kept = given(*value);
            let lower = labels.range(..kept).next_back().copied().unwrap_or(kept);
            let expected: BTreeSet<u32> = match (dropped, flag) {
                (false, _) | (true, Some(false)) => BTreeSet::from([kept]),
                (true, Some(true)) => BTreeSet::from([lower]),
                (true, None) => BTreeSet::from([kept, lower]),
            };
            let Value::Labels(_, found) = evaluation.value_of(KindId(0), field(&program, "level"), row) else { panic!() };
            prop_assert_eq!(found.into_iter().collect::<BTreeSet<u32>>(), expected, "{} {:?}\n{}", value, flag, &rules);
        }
    }
}
