//! Records made of counts.

use std::collections::BTreeMap;

use tieuchi::date::Date;
use tieuchi::exact::Exact;
use tieuchi::program::{Field, FieldId, Kind, KindId, NumberKind, Origin, Program, Type};
use tieuchi::roster::{Builder, Cell, Origin as Came, Roster, none_word};

use crate::settle::{Fields, Known};
use crate::world::{Goal, GroupId, Rec, World};

/// All records of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The kind.
    pub kind: KindId,
    /// The fields of the data, in the order of the rules.
    pub fields: Vec<FieldId>,
    /// A text for each field, as data have it.
    pub rows: Vec<Vec<String>>,
}

/// The most records that are made.
pub const MAX_RECORDS: i128 = 20_000;

/// The records that a world with such counts has; none where there would be too many of them.
pub fn tables(world: &World<'_>, count: impl Fn(Rec) -> i128) -> Option<Vec<Table>> {
    let mut made = Making::new(world.program);
    let mut of_group: BTreeMap<GroupId, Vec<usize>> = BTreeMap::new();
    let mut all = 0i128;
    for (group, declared) in (0u32..).map(GroupId).zip(&world.groups) {
        for sort in 0..declared.sorts.len() {
            let rec = Rec { group, sort };
            let many = count(rec);
            all = all.checked_add(many).filter(|all| *all <= MAX_RECORDS)?;
            for _ in 0..many {
                let known = world.sort(rec)?.cell.clone();
                let place = made.add(declared.kind, |field| known.known(field).cloned());
                of_group.entry(group).or_default().push(place);
            }
        }
    }
    // References that matter: those below many alike are dealt out one by one.
    let mut dealt: BTreeMap<(GroupId, KindId), usize> = BTreeMap::new();
    for (group, declared) in (0u32..).map(GroupId).zip(&world.groups) {
        for place in of_group.get(&group).cloned().unwrap_or_default() {
            for (field, goal) in &declared.goals {
                let to = world.leads_to(declared.kind, *field)?;
                let target = match goal {
                    Goal::Absent => continue,
                    Goal::Group(above) => {
                        let others = of_group.get(above)?;
                        let next = dealt.entry((*above, declared.kind)).or_default();
                        *next += 1;
                        *others.get((*next - 1) % others.len().max(1))?
                    }
                    Goal::Elsewhere => {
                        let first = world.of_kind(to).find(|above| {
                            world.goal(*above, *field) == Some(Goal::Absent) && of_group.contains_key(above)
                        })?;
                        *of_group.get(&first)?.first()?
                    }
                };
                made.refer(declared.kind, place, *field, to, target);
            }
        }
    }
    made.complete();
    Some(made.tables())
}

/// Records that are being made: of each kind, a text by field.
#[derive(Debug)]
pub struct Making<'p> {
    program: &'p Program,
    records: BTreeMap<KindId, Vec<BTreeMap<FieldId, String>>>,
}

impl<'p> Making<'p> {
    /// None yet.
    pub fn new(program: &'p Program) -> Making<'p> {
        Making { program, records: BTreeMap::new() }
    }

    /// Adds a record with what is known of its fields, and the plainest value of the others; gives its place.
    pub fn add(&mut self, kind: KindId, known: impl Fn(FieldId) -> Option<Known>) -> usize {
        let Some(declared) = self.program.kinds.get(kind.at()) else { return 0 };
        let program = self.program;
        let records = self.records.entry(kind).or_default();
        let place = records.len();
        let mut record = BTreeMap::new();
        for (id, field) in (0u32..).map(FieldId).zip(&declared.fields) {
            match &field.origin {
                Origin::Key => {
                    record.insert(id, key(declared, place));
                }
                Origin::Data { .. } => {
                    let value = known(id).or_else(|| plain(program, field));
                    record.extend(value.map(|value| (id, written(program, field, &value))));
                }
                Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_) | Origin::Previous { .. } => {}
            }
        }
        records.push(record);
        place
    }

    /// Lets a record refer to another.
    pub fn refer(&mut self, kind: KindId, place: usize, field: FieldId, to: KindId, target: usize) {
        let Some(named) = self.program.kinds.get(to.at()).map(|to| key(to, target)) else { return };
        if let Some(record) = self.records.get_mut(&kind).and_then(|records| records.get_mut(place)) {
            record.insert(field, named);
        }
    }

    /// References that must be there lead to the first record of their kind, which is made where there is none.
    fn complete(&mut self) {
        let program = self.program;
        let mut left: Vec<KindId> = self.records.keys().copied().collect();
        while let Some(kind) = left.pop() {
            let Some(declared) = program.kinds.get(kind.at()) else { continue };
            for (id, field) in (0u32..).map(FieldId).zip(&declared.fields) {
                let (Type::Reference(to), Origin::Data { optional: false, .. }) = (field.ty, &field.origin) else {
                    continue;
                };
                let own = self.records.get(&kind).map_or(0, Vec::len);
                for place in 0..own {
                    let lacks = self.records.get(&kind).and_then(|records| records.get(place));
                    if lacks.is_none_or(|record| record.contains_key(&id)) {
                        continue;
                    }
                    if self.records.get(&to).is_none_or(Vec::is_empty) {
                        self.add(to, |_| None);
                        left.push(to);
                    }
                    self.refer(kind, place, id, to, 0);
                }
            }
        }
    }

    /// The records, kind by kind.
    pub fn tables(self) -> Vec<Table> {
        let program = self.program;
        self.records
            .into_iter()
            .filter(|(_, records)| !records.is_empty())
            .map(|(kind, records)| {
                let fields = program.kinds.get(kind.at()).map_or_else(Vec::new, data_fields);
                let rows = records
                    .into_iter()
                    .map(|record| fields.iter().map(|field| record.get(field).cloned().unwrap_or_default()).collect());
                Table { kind, rows: rows.collect(), fields }
            })
            .collect()
    }
}

/// The fields of a kind that data have.
pub fn data_fields(kind: &Kind) -> Vec<FieldId> {
    let fields = (0u32..).map(FieldId).zip(&kind.fields);
    fields.filter(|(_, field)| matches!(field.origin, Origin::Key | Origin::Data { .. })).map(|(id, _)| id).collect()
}

/// A key: the kind's first letter and a number from 1.
fn key(kind: &Kind, place: usize) -> String {
    let initial = kind.name.canonical().chars().next().unwrap_or('R').to_uppercase().to_string();
    format!("{initial}{}", place + 1)
}

/// The plainest value of a field that nothing asks for.
fn plain(program: &Program, field: &Field) -> Option<Known> {
    Some(match field.ty {
        Type::Text => Known::Text("x".to_owned()),
        Type::YesNo => Known::YesNo(false),
        Type::Label(_) => Known::Label(0),
        Type::Date => {
            let start = program.documents.iter().find_map(|document| document.period).map(|(start, _)| start);
            Known::Date(start.or_else(|| Date::new(2020, 1, 1))?)
        }
        Type::Number(_) => {
            let zero = Exact::zero();
            Known::Number(match &field.range {
                Some((low, high)) if *low > zero || *high < zero => low.clone(),
                Some(_) | None => zero,
            })
        }
        Type::Reference(_) => return None,
    })
}

/// A value as data have it.
fn written(program: &Program, field: &Field, known: &Known) -> String {
    match known {
        Known::Number(value) | Known::Side(value) => {
            if field.ty == Type::Number(NumberKind::Percent) {
                let hundred = value.mul(&Exact::from(100i64));
                return hundred.map_or_else(String::new, |value| format!("{}%", decimal(&value)));
            }
            decimal(value)
        }
        Known::Date(day) | Known::DateSide(day) => day.to_string(),
        Known::Label(label) => {
            let Type::Label(id) = field.ty else { return String::new() };
            let Some(labels) = program.labels.get(id.at()) else { return String::new() };
            match labels.labels.get(*label as usize).map_or("", String::as_str) {
                "" => none_word(labels, program.language).unwrap_or_default().to_owned(),
                text => text.to_owned(),
            }
        }
        Known::YesNo(yes) => {
            let word = if *yes { program.language.pick("yes", "có") } else { program.language.pick("no", "không") };
            word.to_owned()
        }
        Known::Text(text) | Known::OtherText(text) => text.clone(),
        // Written as the key of a record.
        Known::Leads(_) => String::new(),
    }
}

/// A number in plain digits with a point.
fn decimal(value: &Exact) -> String {
    let Some((mantissa, scale)) = value.to_decimal() else { return value.to_string() };
    let digits = format!("{:0>width$}", mantissa.unsigned_abs(), width = scale as usize + 1);
    let (whole, part) = digits.split_at(digits.len() - scale as usize);
    let sign = if mantissa < 0 { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// The roster that tables give.
pub fn roster(program: &Program, tables: &[Table]) -> Option<Roster> {
    let mut builder = Builder::new(program);
    for table in tables {
        let kind = program.kinds.get(table.kind.at())?;
        let names: Vec<&str> = table
            .fields
            .iter()
            .map(|field| kind.fields.get(field.at()).map_or("", |field| field.name.canonical()))
            .collect();
        builder.decimal_sign(table.kind, tieuchi::roster::DecimalSign::Point);
        builder.given(table.kind);
        for row in &table.rows {
            let cells = row.iter().map(|text| if text.is_empty() { Cell::Blank } else { Cell::Text(text.into()) });
            builder.record(table.kind, &Came::default(), names.iter().copied().zip(cells));
        }
    }
    builder.finish().ok()
}
