//! The index says of every name what it stands for.

use std::collections::BTreeSet;

use tieuchi::check::{Index, Mention, Role, Sense, Settings, index_parsed};
use tieuchi::source::Source;
use tieuchi::syntax::parse;

const RULES: &str = r#"tieuchi 1, en

document "D"
  period 2022-01-01 to 2022-12-31
  item 1 "a"
  item 2 "b"

scale grade aka mức
  none < "low" < "high"

parameter quota aka chỉ_tiêu: count = 3
parameter spare: count = 5

record unit aka đơn_vị
  id: text key
  kind aka loại: one of "A", "B"

record person aka cá_nhân, plural people
  id: text key
  unit aka đơn_vị: unit
  grade aka mức: grade
  days aka ngày_nghỉ: count

record result
  id: text key
  unit aka đơn_vị: unit
  year: count
  revenue: decimal
  series of unit by year

define person.good aka tốt: grade at least "high" and days at most quota

score unit.points: out of 10
  cites 1
  a) "x" out of 10
    a.1) "y" out of 10: 10 when kind "A"

award unit.level: grade by points
  cites "D" 1
  "high" from 5 to 10
  "low" below 5

rank unit.place: among units by line a.1 of points ties shared

table unit.target by kind: exactly one match
  "A" -> 5
  "B" -> 6

criterion 1 "t"
  cites 1
  for each unit where kind is "A":
  at least 1 person in the unit (unit) has unit.target above 3

criterion 2 "u"
  cites 2
  meets 1 and 100% of people are good and at least 1 result where there is a previous period has growth of revenue in percent above 1%
"#;

fn indexed(text: &str) -> (Source, Index, bool) {
    let source = Source::new("r.tieuchi", text);
    let parsed = parse(&source, 0);
    let (checked, index) = index_parsed(&[(source.clone(), parsed.file)], parsed.findings, &Settings::new());
    let sound = checked.program.is_some();
    (source, index, sound)
}

/// Everything that a mention may be called.
fn names(index: &Index, sense: Sense) -> BTreeSet<String> {
    let both = |name: &tieuchi::program::Name| [&name.en, &name.vi].into_iter().flatten().cloned().collect::<Vec<_>>();
    let names = match sense {
        Sense::Kind(kind) => {
            let kind = &index.kinds[kind.0 as usize];
            both(&kind.name).into_iter().chain(kind.plural.clone()).collect()
        }
        Sense::Field(kind, field) => both(&index.kinds[kind.0 as usize].fields[field.0 as usize].name),
        Sense::Scale(set) => both(index.labels[set.0 as usize].name.as_ref().expect("a scale")),
        Sense::Label(set, number) => vec![format!("\"{}\"", index.labels[set.0 as usize].labels[number as usize])],
        Sense::Document(number) => vec![format!("\"{}\"", index.documents[number as usize].code)],
        Sense::Item(document, item) => vec![index.documents[document as usize].items[item as usize].id.clone()],
        Sense::Criterion(id) => vec![index.criteria[id.0 as usize].0.clone()],
        Sense::Parameter(number) => both(&index.parameters[number as usize].name),
        Sense::Claim(number) => vec![index.claims[number as usize].0.clone()],
    };
    names.into_iter().collect()
}

/// Where a sense is used: the words of the line before it and itself.
fn uses(source: &Source, index: &Index, of: impl Fn(&Mention) -> bool) -> Vec<(u32, String)> {
    let found = index.mentions.iter().filter(|mention| of(mention));
    found.map(|mention| (source.position(mention.at.start).line, source.slice(mention.at).to_owned())).collect()
}

#[test]
fn what_stands_at_a_mention_is_a_name_of_what_it_stands_for() {
    let (source, index, sound) = indexed(RULES);
    assert!(sound);
    assert!(index.mentions.len() > 60, "{}", index.mentions.len());
    for mention in &index.mentions {
        let text = source.slice(mention.at).to_owned();
        assert!(names(&index, mention.sense).contains(&text), "{text}: {mention:?}");
        let declared: Vec<_> = index.of(mention.sense).filter(|one| one.role == Role::Declared).collect();
        // Two lists of the same labels are one; everything else is declared once.
        assert_eq!(declared.len(), 1, "{text}");
        assert_eq!(index.at(0, mention.at.start), Some(mention));
        assert_eq!(index.at(0, mention.at.end).map(|found| found.sense), Some(mention.sense));
    }
}

#[test]
fn every_use_of_a_name_is_there() {
    let (source, index, _) = indexed(RULES);
    let field = |kind: usize, name: &str| {
        let place = index.kinds[kind].fields.iter().position(|field| field.name.is(name)).expect("a field");
        Sense::Field(tieuchi::program::KindId(kind as u32), tieuchi::program::FieldId(place as u32))
    };
    let lines = |sense: Sense| -> Vec<u32> {
        uses(&source, &index, |one| one.sense == sense && one.role == Role::Used)
            .into_iter()
            .map(|(line, _)| line)
            .collect()
    };
    let line = |text: &str| RULES.lines().position(|line| line.contains(text)).expect("a line") as u32 + 1;
    assert_eq!(lines(field(0, "points")), [line("by points"), line("of points ties")]);
    assert_eq!(lines(field(0, "kind")), [line("10 when kind"), line("by kind:"), line("where kind is")]);
    assert_eq!(lines(field(1, "unit")), [line("in the unit (unit)"), line("unit.target above")]);
    assert_eq!(lines(field(2, "revenue")), [line("growth of revenue")]);
    assert_eq!(lines(field(2, "year")), [line("series of")]);
    assert_eq!(lines(field(1, "good")), [line("are good")]);
    let scale = index.labels.iter().position(|labels| labels.name.is_some()).expect("a scale") as u32;
    assert_eq!(
        lines(Sense::Scale(tieuchi::program::LabelsId(scale))),
        [line("grade aka mức: grade"), line("unit.level: grade")]
    );
    assert_eq!(lines(Sense::Parameter(0)), [line("at most quota")]);
    assert_eq!(lines(Sense::Criterion(tieuchi::program::CriterionId(0))), [line("meets 1")]);
    assert_eq!(lines(Sense::Item(0, 0)).len(), 3);
    assert_eq!(lines(Sense::Document(0)), [line("cites \"D\" 1")]);
}

#[test]
fn a_kind_before_a_field_is_a_use_of_it() {
    let more = "criterion 3 \"v\"\n  cites 2\n  for each unit, each result: result.revenue > 0 or unit.kind is \"A\"\n";
    let (source, index, sound) = indexed(&format!("{RULES}{more}"));
    assert!(sound);
    let last = RULES.lines().count() as u32 + 3;
    let on_last: Vec<String> =
        uses(&source, &index, |one| matches!(one.sense, Sense::Kind(_)) && one.role == Role::Used)
            .into_iter()
            .filter_map(|(line, text)| (line == last).then_some(text))
            .collect();
    assert_eq!(on_last, ["unit", "result", "result", "unit"]);
}

#[test]
fn nothing_stands_where_no_name_does() {
    let (_, index, _) = indexed(RULES);
    let scale = RULES.find("scale grade").expect("it is there") as u32;
    assert_eq!((index.at(0, scale + 2), index.at(1, 0)), (None, None));
}

#[test]
fn parameters_have_their_places() {
    let (_, index, _) = indexed(RULES);
    let lines: Vec<Option<u32>> = index.parameters.iter().map(|one| one.place.map(|place| place.line)).collect();
    let line = |text: &str| RULES.lines().position(|line| line.starts_with(text)).map(|line| line as u32 + 1);
    assert_eq!(lines, [line("parameter quota"), line("parameter spare")]);
}

#[test]
fn a_broken_declaration_leaves_the_others_in_the_index() {
    let (_, whole, _) = indexed(RULES);
    let (source, index, sound) = indexed(&RULES.replace("meets 1 and", "meets 1 and and"));
    assert!(!sound);
    assert!(index.mentions.len() > whole.mentions.len() - 12, "{}", index.mentions.len());
    let unit = index.at(0, RULES.find("unit aka").expect("it is there") as u32).expect("a name");
    assert_eq!(source.slice(unit.at), "unit");
    assert_eq!((unit.role, index.declared(unit.sense)), (Role::Declared, Some(unit)));
}
