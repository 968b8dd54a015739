//! Who shares a place, with whom the order is open, and in what order a rank is listed.

use tieuchi::compile;
use tieuchi::engine::{Hand, Interval, Options, Value, evaluate};
use tieuchi::exact::Exact;
use tieuchi::program::{FieldId, KindId, Path};
use tieuchi::report::{RankReport, report};
use tieuchi::roster::{Builder, Cell, Origin};
use tieuchi::source::Source;

const RULES: &str = r#"tieuchi 1, en

document "D"
  item 1 "one"

record agency, plural agencies
  id: text key
  region: one of "North", "South"
  points: integer 0 to 100
  clean: yes/no
  draw: count
  eligible: yes/no

rank agency.decided: among agencies in the same region where eligible
  by points
  ties decided by draw

rank agency.shared: among agencies in the same region
  by points, then by clean
  ties shared
"#;

const RECORDS: [[&str; 6]; 9] = [
    ["a1", "North", "90", "yes", "1", "yes"],
    ["a2", "North", "90", "yes", "", "yes"],
    ["a3", "North", "90", "no", "", "yes"],
    ["a4", "North", "80", "", "2", "yes"],
    ["a5", "North", "80", "no", "2", "yes"],
    ["a6", "South", "90", "yes", "1", "yes"],
    ["a7", "North", "", "yes", "1", "yes"],
    ["a8", "North", "90", "yes", "1", "no"],
    ["a9", "North", "80", "no", "3", "yes"],
];

fn ranks(records: &[[String; 6]]) -> Vec<RankReport> {
    let (program, _) = compile(&[Source::new("ties", RULES)]).unwrap_or_else(|findings| panic!("{findings:?}"));
    let mut builder = Builder::new(&program);
    let from = Origin::default();
    let header = builder.header(KindId(0), &from, &["id", "region", "points", "clean", "draw", "eligible"]);
    for record in records {
        let cell = |text: &String| if text.is_empty() { Cell::Blank } else { Cell::Text(text.clone().into()) };
        builder.row(&header, &from, record.iter().map(cell));
    }
    let roster = builder.finish().expect("sound records");
    report(&evaluate(&program, &roster, &Options::default()).expect("a small evaluation")).ranks
}

fn few() -> Vec<RankReport> {
    ranks(&RECORDS.map(|record| record.map(str::to_owned)))
}

/// A record, with whom it shares its place, and with whom a decision is missing.
fn ties(rank: &RankReport) -> Vec<(&str, String, String)> {
    let records = rank.records.iter();
    records.map(|record| (&*record.id, record.tied.join(" "), record.undecided_with.join(" "))).collect()
}

#[test]
fn a_decision_parts_those_who_are_equal_where_it_is_known() {
    let ranks = few();
    let [decided, _] = &ranks[..] else { panic!("two ranks") };
    // Group by group, in each by place; who isn't ranked comes last.
    let expected = [
        ("a1", "", "a2 a3"),
        ("a2", "", "a1 a3"),
        ("a3", "", "a1 a2"),
        ("a7", "", ""),
        ("a4", "a5", ""),
        ("a5", "a4", ""),
        ("a9", "", ""),
        ("a8", "", ""),
        ("a6", "", ""),
    ];
    assert_eq!(ties(decided), expected.map(|(id, tied, open)| (id, tied.to_owned(), open.to_owned())));
}

#[test]
fn a_place_is_shared_by_all_who_are_equal_by_every_key() {
    let ranks = few();
    let [_, shared] = &ranks[..] else { panic!("two ranks") };
    let tied = |id: &str| shared.records.iter().find(|record| record.id == id).map(|record| record.tied.join(" "));
    // Of a4 it isn't known whether it is clean, of a7 how many points it has: they share no place for certain.
    let expected = [("a1", "a2 a8"), ("a2", "a1 a8"), ("a3", ""), ("a4", ""), ("a5", "a9"), ("a6", ""), ("a7", "")];
    for (id, with) in expected {
        assert_eq!(tied(id).as_deref(), Some(with), "{id}");
    }
}

#[test]
fn of_many_who_are_equal_some_are_told() {
    let record = |number: usize| {
        ["a", "South", "50", "yes", "7", "yes"]
            .map(str::to_owned)
            .map(|cell| if cell == "a" { format!("b{number:02}") } else { cell })
    };
    let told = |many: usize| {
        let records: Vec<[String; 6]> = (0..many).map(record).collect();
        let ranks = ranks(&records);
        ranks.iter().map(|rank| (rank.records[0].tied.len(), rank.records[0].tied_cut)).collect::<Vec<_>>()
    };
    assert_eq!(told(11), [(10, false), (10, false)]);
    assert_eq!(told(12), [(10, true), (10, true)]);
}

/// A scale of the data may have more labels than an award.
#[test]
fn labels_far_up_a_long_scale_are_ranked() {
    let labels: Vec<String> = (0..70).map(|number| format!("\"s{number}\"")).collect();
    let rules = format!(
        "tieuchi 1, en\nscale step\n  {}\nrecord agency, plural agencies\n  id: text key\n  step: step\n\
         rank agency.first: among agencies\n  by step\n  ties shared\n\
         rank agency.last: among agencies\n  by step lowest first\n  ties shared\n",
        labels.join(" < ")
    );
    let (program, _) = compile(&[Source::new("long", &rules)]).unwrap_or_else(|findings| panic!("{findings:?}"));
    let mut builder = Builder::new(&program);
    let from = Origin::default();
    let header = builder.header(KindId(0), &from, &["id", "step"]);
    for [id, step] in [["a1", "s66"], ["a2", "s63"], ["a3", ""], ["a4", "s10"], ["a5", "s66"]] {
        let step = if step.is_empty() { Cell::Blank } else { Cell::Text(step.into()) };
        builder.row(&header, &from, [Cell::Text(id.into()), step]);
    }
    let roster = builder.finish().expect("sound records");
    let evaluation = evaluate(&program, &roster, &Options::default()).expect("a small evaluation");
    // Whose step is missing may stand at any of the seventy.
    for (field, places) in
        [(2, [(1, 2), (3, 4), (1, 5), (4, 5), (1, 2)]), (3, [(3, 4), (2, 3), (1, 5), (1, 2), (3, 4)])]
    {
        for (row, (low, high)) in (0u32..).zip(places) {
            let path = Path { hand: 0, via: Vec::new(), field: FieldId(field) };
            let end = |number: i64| Some(Exact::from(number));
            let wanted = Value::Number(Interval { low: end(low), high: end(high) });
            assert_eq!(evaluation.value(&path, Hand::one(KindId(0), row)), wanted, "{field} of row {row}");
        }
    }
}
