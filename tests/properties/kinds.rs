//! The kinds of records that made programs are about.

use super::programs::{PERSON, POLICY, UNIT, Wanted};
use tieuchi::exact::Exact;
use tieuchi::program::{
    Document, FORMAT, Field, FieldId, Item, Kind, KindId, Labels, LabelsId, Name, NumberKind, Origin, Program, Type,
};
use tieuchi::source::Language;

fn name(en: &str) -> Name {
    Name { en: Some(en.into()), vi: None }
}

pub(super) fn field(en: &str, ty: Type) -> Field {
    let origin = Origin::Data { optional: false, may_be_unknown: false };
    Field { name: name(en), ty, origin, private: false, less_is_better: false, range: None, note: None, place: None }
}

fn key() -> Field {
    Field { origin: Origin::Key, ..field("id", Type::Text) }
}

fn ranged(en: &str, kind: NumberKind, low: i64, high: i64) -> Field {
    Field { range: Some((Exact::from(low), Exact::from(high))), ..field(en, Type::Number(kind)) }
}

fn reference(en: &str, kind: KindId, optional: bool, may_be_unknown: bool) -> Field {
    Field { origin: Origin::Data { optional, may_be_unknown }, ..field(en, Type::Reference(kind)) }
}

/// Units below units, persons in units, policies of persons; no rules yet.
pub(super) fn schema(wanted: Wanted, roots: bool, series: bool) -> Program {
    let set = |scale: &str, none: bool, labels: &[&str]| Labels {
        name: Some(name(scale)),
        ordered: scale != "sort",
        none,
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
    };
    let kind = |en: &str, fields: Vec<Field>| Kind { name: name(en), plural: None, key: FieldId(0), fields };
    let unit = kind(
        "unit",
        vec![
            key(),
            // Without roots that are known, a blank parent is unknown.
            reference("parent", UNIT, roots, !roots),
            field("sort", Type::Label(LabelsId(1))),
            field("effective", Type::YesNo),
            ranged("staff", NumberKind::Integer, -2, 5),
            field("founded", Type::Date),
        ],
    );
    let person = kind(
        "person",
        vec![
            key(),
            reference("unit", UNIT, false, wanted.unplaced),
            reference("former", UNIT, true, false),
            field("rating", Type::Label(LabelsId(2))),
            field("member", Type::YesNo),
            field("violations", Type::Number(NumberKind::Count)),
            ranged("score", NumberKind::Decimal, 0, 4),
            field("born", Type::Date),
            field("nick", Type::Text),
        ],
    );
    let mut policy = kind(
        "policy",
        vec![
            key(),
            reference("owner", PERSON, false, wanted.unplaced),
            reference("board", UNIT, true, false),
            field("planned", Type::Number(NumberKind::Decimal)),
            ranged("spent", NumberKind::Decimal, 0, 3),
            ranged("share", NumberKind::Percent, 0, 1),
        ],
    );
    if series {
        let origin = Origin::Previous { owners: vec![FieldId(1)], period: FieldId(6), months: None };
        policy.fields.push(field("year", Type::Number(NumberKind::Integer)));
        policy.fields.push(Field { origin, ..field("previous", Type::Reference(POLICY)) });
    }
    let item = |id: &str| Item { id: id.into(), title: "an item".into(), waived: None };
    Program {
        format: FORMAT,
        language: Language::En,
        files: vec!["made.tieuchi".into()],
        parameters: Vec::new(),
        documents: vec![Document {
            code: "D".into(),
            title: None,
            period: None,
            items: vec![item("I.1"), item("I.2")],
        }],
        labels: vec![
            set("title", true, &["", "advanced", "excellent"]),
            set("sort", false, &["office", "division"]),
            set("rating", false, &["poor", "fair", "good"]),
        ],
        kinds: vec![unit, person, policy],
        clauses: vec![],
        aggregates: vec![],
        criteria: vec![],
        scores: vec![],
        plan: vec![],
        claims: Default::default(),
    }
}
