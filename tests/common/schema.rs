//! A small schema with every type of field, built without any rule text.
#![allow(dead_code)]

use tieuchi::exact::Exact;
use tieuchi::program::{
    AwardCase, Cond, Definition, FORMAT, Field, FieldId, Kind, KindId, Labels, LabelsId, List, Name, Need, NumberKind,
    Origin, Program, Type,
};
use tieuchi::source::Language;

/// Kinds.
pub const UNIT: KindId = KindId(0);
/// Kinds.
pub const PERSON: KindId = KindId(1);

fn name(en: &str, vi: &str) -> Name {
    Name { en: Some(en.into()), vi: Some(vi.into()) }
}

fn field(en: &str, vi: &str, ty: Type) -> Field {
    let origin = Origin::Data { optional: false, may_be_unknown: false };
    Field {
        name: name(en, vi),
        ty,
        origin,
        private: false,
        less_is_better: false,
        range: None,
        note: None,
        place: None,
    }
}

fn always() -> Cond {
    Cond::List(List { need: Need::All, parts: Vec::new(), lettered: false })
}

/// Units under units, and persons with a field of each type.
pub fn program() -> Program {
    let labels = vec![
        Labels {
            name: Some(name("rating", "xếp_loại")),
            ordered: true,
            none: true,
            labels: ["", "Hoàn thành", "Hoàn thành tốt", "Hòa bình"].map(String::from).into(),
        },
        Labels { name: None, ordered: false, none: false, labels: ["phòng", "cơ quan"].map(String::from).into() },
    ];
    let key = |en, vi| Field { origin: Origin::Key, ..field(en, vi, Type::Text) };
    let number = |en, vi, kind| field(en, vi, Type::Number(kind));
    let unit = Kind {
        name: name("unit", "đơn_vị"),
        plural: None,
        key: FieldId(0),
        fields: vec![
            key("id", "mã"),
            field("kind", "loại", Type::Label(LabelsId(1))),
            Field {
                origin: Origin::Data { optional: true, may_be_unknown: false },
                ..field("parent", "cấp_trên", Type::Reference(UNIT))
            },
            Field {
                origin: Origin::Award {
                    cases: vec![AwardCase { label: 1, when: always(), place: None }],
                    otherwise: 0,
                    cites: vec![],
                },
                ..field("title", "danh_hiệu", Type::Label(LabelsId(0)))
            },
        ],
    };
    let person = Kind {
        name: name("person", "cá_nhân"),
        plural: Some("people".into()),
        key: FieldId(0),
        fields: vec![
            key("id", "mã"),
            field("full_name", "họ_tên", Type::Text),
            field("unit", "đơn_vị", Type::Reference(UNIT)),
            Field {
                origin: Origin::Data { optional: false, may_be_unknown: true },
                ..field("second_unit", "đơn_vị_phụ", Type::Reference(UNIT))
            },
            field("rating", "xếp_loại", Type::Label(LabelsId(0))),
            field("member", "đảng_viên", Type::YesNo),
            number("violations", "số_vi_phạm", NumberKind::Count),
            number("balance", "chênh_lệch", NumberKind::Integer),
            number("income", "thu_nhập", NumberKind::Decimal),
            Field {
                range: Some((Exact::zero(), Exact::from(100i64))), ..number("score", "điểm", NumberKind::Decimal)
            },
            number("share", "tỷ_lệ", NumberKind::Percent),
            field("born", "ngày_sinh", Type::Date),
            Field { origin: Origin::Define(Definition::Cond(always())), ..field("hard", "khó", Type::YesNo) },
        ],
    };
    Program {
        format: FORMAT,
        language: Language::Vi,
        files: vec![],
        parameters: Vec::new(),
        documents: vec![],
        labels,
        kinds: vec![unit, person],
        clauses: vec![],
        aggregates: vec![],
        criteria: vec![],
        scores: vec![],
        plan: vec![],
        claims: Default::default(),
    }
}
