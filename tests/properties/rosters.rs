//! Rosters made up for a program's schema, with gaps.

use super::choices::Choices;
use super::programs::{PARENT, UNIT};
use tieuchi::diagnostic::Finding;
use tieuchi::exact::Exact;
use tieuchi::program::{Field, FieldId, KindId, NumberKind, Origin, Program, Type};
use tieuchi::roster::{self, Builder, Cell, Roster};

/// Cells as they would stand in a file: kind, row, field. Derived fields stay blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells(pub Vec<Vec<Vec<Option<String>>>>);

/// A place in the cells.
pub type At = (KindId, usize, FieldId);

/// Makes records.
pub fn cells(choices: &mut Choices, program: &Program) -> Cells {
    up_to(choices, program, [4, 6, 4])
}

/// Makes records, of each kind up to so many.
pub fn up_to(choices: &mut Choices, program: &Program, most: [usize; 3]) -> Cells {
    let counts: Vec<usize> = most.iter().map(|most| choices.below(most + 1)).collect();
    let gaps = *choices.of(&[0, 8, 4, 2]);
    let mut tables = Vec::new();
    for (kind, entry) in (0u32..).map(KindId).zip(&program.kinds) {
        let mut rows = Vec::new();
        for row in 0..counts[kind.at()] {
            let cell = |(id, field): (u32, &Field)| {
                let blank = gaps > 0 && choices.once_in(gaps);
                let values = values(program, kind, row, FieldId(id), field, &counts);
                let required =
                    field.origin == Origin::Key || (matches!(field.ty, Type::Reference(_)) && !may_be_blank(field));
                if values.is_empty() || (blank && !required) { None } else { Some(choices.of(&values).clone()) }
            };
            rows.push((0u32..).zip(&entry.fields).map(cell).collect());
        }
        tables.push(rows);
    }
    Cells(tables).repaired(program)
}

/// Nobody writes down which record is the one before.
fn may_be_blank(field: &Field) -> bool {
    let open = matches!(field.origin, Origin::Data { optional, may_be_unknown } if optional || may_be_unknown);
    open || matches!(field.origin, Origin::Previous { .. })
}

/// Whether a record stands for an owner's period that another record stands for.
fn stands_twice(fields: &[Field], record: &[Option<String>], other: &[Option<String>]) -> bool {
    fields.iter().any(|field| match &field.origin {
        Origin::Previous { owners, period, .. } => owners.iter().chain([period]).all(|field| {
            let cell = |of: &[Option<String>]| of.get(field.at()).cloned().flatten();
            cell(record).is_some() && cell(record) == cell(other)
        }),
        Origin::Key | Origin::Data { .. } | Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_) => false,
    })
}

/// What a cell may hold: keys for a reference, a few values of any other type.
pub fn values(
    program: &Program,
    kind: KindId,
    row: usize,
    id: FieldId,
    field: &Field,
    counts: &[usize],
) -> Vec<String> {
    let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    match (&field.origin, field.ty) {
        (Origin::Define(_) | Origin::Award { .. } | Origin::Previous { .. } | Origin::Rank(_), _) => Vec::new(),
        (Origin::Key, _) => vec![key(kind, row)],
        (_, Type::Text) => texts(&["a", "b", "c"]),
        (_, Type::YesNo) => texts(&["yes", "no"]),
        (_, Type::Date) => texts(&["2022-02-28", "2021-08-31", "2022-12-31", "2020-02-29"]),
        (_, Type::Label(set)) => {
            let set = &program.labels[set.at()];
            set.labels.iter().map(|label| if label.is_empty() { "none".to_owned() } else { label.clone() }).collect()
        }
        (_, Type::Number(NumberKind::Percent)) => texts(&["0.5", "0", "1", "0.75"]),
        (_, Type::Number(kind)) => {
            let mut list = vec!["1", "0", "3"];
            if field.name.canonical() == "year" {
                list.push("2");
            }
            let widest = (Exact::from(-9i64), Exact::from(9i64));
            let (low, high) = field.range.clone().unwrap_or(widest);
            if kind != NumberKind::Count {
                list.push("-2");
            }
            if kind == NumberKind::Decimal {
                list.extend(["0.5", "2.5"]);
            }
            list.retain(|text| (&low..=&high).contains(&&text.parse::<Exact>().expect("a number")));
            texts(&list)
        }
        // Units lie below units of lower number: no circle.
        (_, Type::Reference(to)) => {
            let below = if (kind, id) == (UNIT, PARENT) { row } else { counts[to.at()] };
            (0..below).map(|row| key(to, row)).collect()
        }
    }
}

/// The key of a record as it was made.
pub fn key(kind: KindId, row: usize) -> String {
    format!("{}{row}", ["u", "p", "q"][kind.at()])
}

impl Cells {
    /// Without records that lack a reference they must have.
    fn repaired(mut self, program: &Program) -> Cells {
        loop {
            let missing = |fields: &[Field], row: &[Option<String>]| {
                fields.iter().zip(row).any(|(field, cell)| {
                    cell.is_none() && matches!(field.ty, Type::Reference(_)) && !may_be_blank(field)
                })
            };
            let before: usize = self.0.iter().map(Vec::len).sum();
            for (table, kind) in self.0.iter_mut().zip(&program.kinds) {
                table.retain(|row| !missing(&kind.fields, row));
                let mut kept: Vec<Vec<Option<String>>> = Vec::new();
                for row in table.drain(..) {
                    if !kept.iter().any(|other| stands_twice(&kind.fields, &row, other)) {
                        kept.push(row);
                    }
                }
                *table = kept;
            }
            let keys: Vec<Vec<Option<String>>> =
                self.0.iter().map(|table| table.iter().map(|row| row[0].clone()).collect()).collect();
            for (table, kind) in self.0.iter_mut().zip(&program.kinds) {
                for (at, field) in kind.fields.iter().enumerate() {
                    let Type::Reference(to) = field.ty else { continue };
                    for row in table.iter_mut() {
                        if row[at].is_some() && !keys[to.at()].contains(&row[at]) {
                            row[at] = None;
                        }
                    }
                }
            }
            if self.0.iter().map(Vec::len).sum::<usize>() == before {
                return self;
            }
        }
    }

    /// Through the builder, as from a file.
    pub fn roster(&self, program: &Program) -> Roster {
        self.checked(program).expect("made records are sound")
    }

    /// The same of records that may not be sound.
    pub fn checked(&self, program: &Program) -> Result<Roster, Vec<Finding>> {
        let mut builder = Builder::new(program);
        for ((kind, entry), rows) in (0u32..).map(KindId).zip(&program.kinds).zip(&self.0) {
            let data = |field: &Field| matches!(field.origin, Origin::Key | Origin::Data { .. });
            let names: Vec<&str> =
                entry.fields.iter().map(|field| if data(field) { field.name.canonical() } else { "" }).collect();
            let header = builder.header(kind, &roster::Origin::default(), &names);
            for row in rows {
                let cells = row.iter().map(|cell| match cell {
                    Some(text) => Cell::Text(text.as_str().into()),
                    None => Cell::Blank,
                });
                builder.row(&header, &roster::Origin::default(), cells);
            }
        }
        builder.finish()
    }

    /// Cells that are missing and could be filled.
    pub fn gaps(&self, program: &Program) -> Vec<At> {
        let mut found = Vec::new();
        for ((kind, entry), rows) in (0u32..).map(KindId).zip(&program.kinds).zip(&self.0) {
            for (number, row) in rows.iter().enumerate() {
                for ((id, field), cell) in (0u32..).zip(&entry.fields).zip(row) {
                    let fillable = match (&field.origin, field.ty) {
                        (Origin::Data { may_be_unknown, .. }, Type::Reference(_)) => *may_be_unknown,
                        (Origin::Data { .. }, _) => true,
                        (
                            Origin::Key
                            | Origin::Define(_)
                            | Origin::Award { .. }
                            | Origin::Previous { .. }
                            | Origin::Rank(_),
                            _,
                        ) => false,
                    };
                    if fillable && cell.is_none() {
                        found.push((kind, number, FieldId(id)));
                    }
                }
            }
        }
        found
    }

    /// What a gap may be filled with.
    pub fn fillings(&self, program: &Program, (kind, row, id): At) -> Vec<String> {
        let field = &program.kinds[kind.at()].fields[id.at()];
        match field.ty {
            // A unit is put below one that stands before it: no circle.
            Type::Reference(to) => {
                let most = if (kind, id) == (UNIT, PARENT) { row } else { usize::MAX };
                self.0[to.at()].iter().take(most).filter_map(|row| row[0].clone()).collect()
            }
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => {
                values(program, kind, row, id, field, &[])
            }
        }
    }

    /// The same with a gap filled.
    pub fn filled(&self, (kind, row, id): At, value: &str) -> Cells {
        let mut cells = self.clone();
        cells.0[kind.at()][row][id.at()] = Some(value.to_owned());
        cells
    }

    /// The same records in another order.
    pub fn shuffled(&self, choices: &mut Choices) -> Cells {
        let mut cells = self.clone();
        for table in &mut cells.0 {
            for at in 0..table.len() {
                let other = at + choices.below(table.len() - at);
                table.swap(at, other);
            }
        }
        cells
    }
}
