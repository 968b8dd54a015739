//! Series against what they mean: the record before is looked for among all records, and a run is counted back
//! period by period, in every way to fill what is missing.

use std::collections::BTreeMap;

use super::choices::{Choices, choices, some};
use proptest::prelude::*;
use serde::Serialize;
use tieuchi::engine::{Evaluation, Hand, Interval, Options, Value, evaluate};
use tieuchi::exact::Exact;
use tieuchi::program::{FieldId, KindId, Path, Program};
use tieuchi::report::report;
use tieuchi::roster::{Builder, Cell, Origin, Roster};
use tieuchi::session::Session;
use tieuchi::source::Source;

const RULES: &str = r#"tieuchi 1, en

document "D"
  item 1 "one"

record result
  id: text key
  owner: text
  branch: one of "x", "y"
  year: integer
  good: yes/no
  series of owner, branch by year

define result.run: number of consecutive periods with (good)
define result.full: (1 when good for 2 consecutive periods counted anew; otherwise 0)
define result.before: (1 when good in each of the 2 periods before; otherwise 0)
define result.there: (1 when there is a previous period; otherwise 0)

criterion 1 "Two good years somewhere"
  cites 1
  at least 1 result has good for 2 consecutive periods
"#;

const RESULT: KindId = KindId(0);

/// The reference to the record before stands behind the fields of the data.
const PREVIOUS: FieldId = FieldId(5);

/// Owner, branch, year, good; what is missing is none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    id: usize,
    owner: Option<&'static str>,
    branch: Option<&'static str>,
    year: Option<i64>,
    good: Option<bool>,
}

#[derive(Serialize)]
struct Given {
    id: String,
    owner: Option<&'static str>,
    branch: Option<&'static str>,
    year: Option<i64>,
    good: Option<bool>,
}

impl Row {
    fn given(&self) -> Given {
        let Row { id, owner, branch, year, good } = self.clone();
        Given { id: format!("r{id}"), owner, branch, year, good }
    }
}

fn program() -> Program {
    let rules = RULES.replace("result.before", "result.earlier");
    tieuchi::compile(&[Source::new("rules", &rules)]).map(|(program, _)| program).expect("sound rules")
}

fn row(choices: &mut Choices, id: usize, gaps: usize) -> Row {
    let open = |choices: &mut Choices| gaps > 0 && choices.once_in(gaps);
    Row {
        id,
        owner: (!open(choices)).then(|| *choices.of(&["a", "b"])),
        branch: (!open(choices)).then(|| *choices.of(&["x", "y", "x"])),
        year: (!open(choices)).then(|| choices.within(2019..2024)),
        good: (!open(choices)).then(|| !choices.once_in(4)),
    }
}

fn place(row: &Row) -> Option<(&str, &str, i64)> {
    Some((row.owner?, row.branch?, row.year?))
}

/// Whether no owner has two records of one period.
fn sound(rows: &[Row]) -> bool {
    let mut places: Vec<_> = rows.iter().filter_map(place).collect();
    let all = places.len();
    places.sort_unstable();
    places.dedup();
    places.len() == all
}

fn rows(choices: &mut Choices) -> Vec<Row> {
    let gaps = *choices.of(&[0, 9, 6]);
    let mut rows: Vec<Row> = Vec::new();
    for id in 0..choices.below(8) {
        rows.push(row(choices, id, gaps));
        if !sound(&rows) {
            rows.pop();
        }
    }
    rows
}

fn roster(program: &Program, rows: &[Row]) -> Roster {
    let mut builder = Builder::new(program);
    let header = builder.header(RESULT, &Origin::default(), &["id", "owner", "branch", "year", "good"]);
    for row in rows {
        let text = |text: Option<String>| text.map_or(Cell::Blank, |text| Cell::Text(text.into()));
        let cells = [
            text(Some(format!("r{}", row.id))),
            text(row.owner.map(str::to_owned)),
            text(row.branch.map(str::to_owned)),
            text(row.year.map(|year| year.to_string())),
            text(row.good.map(|good| if good { "yes" } else { "no" }.to_owned())),
        ];
        builder.row(&header, &Origin::default(), cells);
    }
    builder.finish().expect("sound records")
}

/// What each record's fields are: run, full, earlier, there. Nothing is missing.
fn meaning(rows: &[Row]) -> BTreeMap<usize, [i64; 4]> {
    let at = |owner: &str, branch: &str, year: i64| rows.iter().find(|row| place(row) == Some((owner, branch, year)));
    let mut found = BTreeMap::new();
    for row in rows {
        let (owner, branch, year) = place(row).expect("nothing is missing");
        let good = |year: i64| at(owner, branch, year).is_some_and(|row| row.good == Some(true));
        let run = (0..).take_while(|back| good(year - back)).count() as i64;
        let full = run > 0 && run % 2 == 0;
        let earlier = good(year - 1) && good(year - 2);
        let there = at(owner, branch, year - 1).is_some();
        found.insert(row.id, [run, i64::from(full), i64::from(earlier), i64::from(there)]);
    }
    found
}

const FIELDS: [&str; 4] = ["run", "full", "earlier", "there"];

fn said(evaluation: &Evaluation<'_>, at: u32, name: &str) -> Interval {
    let kind = &evaluation.program().kinds[0];
    let field = kind.fields.iter().position(|field| field.name.is(name)).expect("it is defined");
    let path = Path { hand: 0, via: vec![], field: FieldId(field as u32) };
    match evaluation.value(&path, Hand::one(RESULT, at)) {
        Value::Number(interval) => interval,
        other => panic!("a number, not {other:?}"),
    }
}

fn evaluated<'a>(program: &'a Program, roster: &'a Roster) -> Evaluation<'a> {
    evaluate(program, roster, &Options::default()).expect("few records")
}

/// Every way to fill what is missing, as long as there are few.
fn fillings(rows: &[Row]) -> Vec<Vec<Row>> {
    let mut all = vec![rows.to_vec()];
    for at in 0..rows.len() {
        let mut next: Vec<Vec<Row>> = Vec::new();
        for rows in all {
            let row = &rows[at];
            let owners = row.owner.map_or(vec!["a", "b", "c"], |owner| vec![owner]);
            let branches = row.branch.map_or(vec!["x", "y"], |branch| vec![branch]);
            let years = row.year.map_or((2018..=2024).collect(), |year| vec![year]);
            let goods = row.good.map_or(vec![true, false], |good| vec![good]);
            for owner in &owners {
                for branch in &branches {
                    for year in &years {
                        for good in &goods {
                            let mut filled = rows.clone();
                            let id = row.id;
                            let (owner, branch) = (Some(*owner), Some(*branch));
                            filled[at] = Row { id, owner, branch, year: Some(*year), good: Some(*good) };
                            next.push(filled);
                        }
                    }
                }
            }
        }
        all = next;
        if all.len() > 3_000 {
            return Vec::new();
        }
    }
    all.into_iter().filter(|rows| sound(rows)).collect()
}

proptest! {
    #![proptest_config(some(600))]

    #[test]
    fn intervals_hold_what_every_filling_means(list in choices(60)) {
        let program = program();
        let rows = rows(&mut Choices::new(list));
        let roster = roster(&program, &rows);
        let evaluation = evaluated(&program, &roster);
        let complete = rows.iter().all(|row| place(row).is_some() && row.good.is_some());
        for filling in fillings(&rows) {
            let meant = meaning(&filling);
            for (at, row) in (0u32..).zip(&rows) {
                for (name, value) in FIELDS.iter().zip(meant[&row.id]) {
                    let (found, value) = (said(&evaluation, at, name), Exact::from(value));
                    let holds = found.low.as_ref().is_none_or(|low| *low <= value)
                        && found.high.as_ref().is_none_or(|high| value <= *high);
                    prop_assert!(holds, "{} of {:?}: {:?} without {:?} in {:?}", name, row, found, value, filling);
                    if complete {
                        prop_assert_eq!(&found.known().cloned(), &Some(value), "{} of {:?}", name, row);
                    }
                }
            }
        }
    }

    #[test]
    fn the_order_of_records_changes_nothing(list in choices(60), order in choices(12)) {
        let program = program();
        let rows = rows(&mut Choices::new(list));
        let mut other = rows.clone();
        let mut choices = Choices::new(order);
        for at in 0..other.len() {
            let to = at + choices.below(other.len() - at);
            other.swap(at, to);
        }
        let (roster, shuffled) = (roster(&program, &rows), roster(&program, &other));
        let (one, two) = (evaluated(&program, &roster), evaluated(&program, &shuffled));
        for (at, row) in (0u32..).zip(&rows) {
            let there = other.iter().position(|other| other.id == row.id).expect("the same records") as u32;
            for name in FIELDS {
                prop_assert_eq!(said(&one, at, name), said(&two, there, name));
            }
        }
    }

    #[test]
    fn a_session_is_a_fresh_evaluation(list in choices(60), edits in choices(60)) {
        let program = program();
        let mut rows = rows(&mut Choices::new(list));
        let mut session = Session::new(program.clone(), roster(&program, &rows), &Options::default()).expect("sound");
        let mut choices = Choices::new(edits);
        for step in 0..6 {
            let mut next = rows.clone();
            let gaps = *choices.of(&[0, 6]);
            let done = match choices.below(3) {
                0 => {
                    let new = row(&mut choices, 100 + step, gaps);
                    next.push(new.clone());
                    session.insert("result", &new.given()).map(drop)
                }
                1 if !rows.is_empty() => {
                    let at = choices.below(rows.len());
                    let new = row(&mut choices, rows[at].id, gaps);
                    next[at] = new.clone();
                    session.change("result", &format!("r{}", new.id), &new.given()).map(drop)
                }
                _ if !rows.is_empty() => {
                    let gone = next.swap_remove(choices.below(rows.len()));
                    session.remove("result", &format!("r{}", gone.id)).map(drop)
                }
                _ => Ok(()),
            };
            prop_assert_eq!(done.is_ok(), sound(&next), "{:?}", next);
            if done.is_ok() {
                rows = next;
            }
            let roster = roster(&program, &rows);
            let before = |roster: &Roster| {
                (0..rows.len() as u32).map(|at| roster.target(RESULT, PREVIOUS, at)).collect::<Vec<_>>()
            };
            prop_assert_eq!(before(session.roster()), before(&roster), "{:?}", rows);
            prop_assert_eq!(session.report(), report(&evaluated(&program, &roster)), "{:?}", rows);
        }
    }
}
