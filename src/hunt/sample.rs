//! Samples: small sets of records as plain values.

use crate::date::Date;
use crate::diagnostic::Finding;
use crate::exact::Exact;
use crate::program::{KindId, Origin, Program, Type};
use crate::roster::{Builder, Cell, Origin as Place, Roster};

use super::Ground;

/// What a field of a record holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// Nothing: missing, or absent in an optional reference; so is every field that isn't data.
    Blank,
    /// A text; a key.
    Text(String),
    /// Yes or no.
    YesNo(bool),
    /// A number; 70% is 0.7.
    Number(Exact),
    /// A day.
    Date(Date),
    /// A label by its number in its set.
    Label(u32),
    /// A record of the kind that the field refers to, by its place in its table.
    Record(usize),
}

/// Records that a program's schema allows: for each kind rows, in each row a value for each field.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sample {
    pub(super) tables: Vec<Vec<Vec<Value>>>,
}

impl Sample {
    /// How many records there are in all.
    pub fn len(&self) -> usize {
        self.tables.iter().map(Vec::len).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The records of a kind, each with a value for each field.
    pub fn records(&self, kind: KindId) -> &[Vec<Value>] {
        self.tables.get(kind.at()).map_or(&[], Vec::as_slice)
    }

    /// The same, to be changed; what comes of it may be no sample of its program any more.
    pub fn records_mut(&mut self, kind: KindId) -> Option<&mut Vec<Vec<Value>>> {
        self.tables.get_mut(kind.at())
    }

    /// The key of a record.
    pub fn key(&self, program: &Program, kind: KindId, row: usize) -> &str {
        let key = program.kinds.get(kind.at()).map(|kind| kind.key);
        let value = key.and_then(|key| self.records(kind).get(row)?.get(key.at()));
        if let Some(Value::Text(key)) = value { key } else { "" }
    }

    /// Hands the records to a builder; what is wrong with them it finds.
    pub fn fill(&self, builder: &mut Builder<'_>) {
        let program = builder.program();
        for (kind, declared) in (0u32..).map(KindId).zip(&program.kinds) {
            builder.given(kind);
            for row in self.records(kind) {
                let cells = declared.fields.iter().zip(row).filter_map(|(field, value)| {
                    let data = matches!(field.origin, Origin::Key | Origin::Data { .. });
                    data.then(|| (field.name.canonical(), self.cell(program, field.ty, value)))
                });
                builder.record(kind, &Place::default(), cells);
            }
        }
    }

    fn cell(&self, program: &Program, ty: Type, value: &Value) -> Cell<'static> {
        let text = |text: String| Cell::Text(text.into());
        match (value, ty) {
            (Value::Blank, _) => Cell::Blank,
            (Value::Text(said), _) => text(said.clone()),
            (Value::YesNo(yes), _) => Cell::Bool(*yes),
            (Value::Number(number), _) => Cell::Number(digits(number).into()),
            (Value::Date(day), _) => text(day.to_string()),
            (Value::Label(label), Type::Label(set)) => {
                let labels = program.labels.get(set.at()).map_or(&[][..], |set| set.labels.as_slice());
                match labels.get(*label as usize).map(String::as_str) {
                    Some("") => text("none".to_owned()),
                    Some(label) => text(label.to_owned()),
                    None => Cell::Blank,
                }
            }
            (Value::Record(row), Type::Reference(kind)) => text(self.key(program, kind, *row).to_owned()),
            (Value::Label(_) | Value::Record(_), _) => Cell::Blank,
        }
    }
}

/// A decimal in plain digits; what is none is cut.
fn digits(number: &Exact) -> String {
    let Some((mantissa, scale)) = number.to_decimal() else { return number.to_text(6, '.') };
    let sign = if mantissa < 0 { "-" } else { "" };
    let plain = format!("{:0>width$}", mantissa.unsigned_abs(), width = scale as usize + 1);
    let (whole, part) = plain.split_at(plain.len() - scale as usize);
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

impl Ground {
    /// The roster of a sample.
    ///
    /// # Errors
    ///
    /// What is wrong with the records, where somebody has changed them into what the schema doesn't allow.
    pub fn roster(&self, sample: &Sample) -> Result<Roster, Vec<Finding>> {
        let mut builder = Builder::new(self.program());
        sample.fill(&mut builder);
        builder.finish()
    }
}
