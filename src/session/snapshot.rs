//! The records of a session, to be written and read back.

use std::fmt::Write as _;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::engine::Options;
use crate::partial::{Digest, digest};
use crate::program::{FieldId, Kind, KindId, NumberKind, Origin, Program, Type};
use crate::roster::{self, Builder, Cell, Datum, DecimalSign, Roster};

use super::{Refused, Session};

/// The version of snapshots.
pub const FORMAT: u32 = 1;

/// The records of a session as plain data, bound to the rules that they were kept under. Any format of serde writes
/// and reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// [`FORMAT`].
    format: u32,
    /// Of the program.
    program: Digest,
    /// By kind.
    kinds: Vec<Table>,
}

/// The records of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// How many there are.
    records: u64,
    /// By field, as people would write them; nothing for a field that isn't the data's.
    columns: Vec<Option<Vec<Option<String>>>>,
}

impl Session {
    /// The records as they stand, what-ifs included.
    ///
    /// # Errors
    ///
    /// A program that can't be serialised.
    pub fn snapshot(&self) -> Result<Snapshot, Refused> {
        let (program, roster) = (self.program(), self.roster());
        let kinds = (0u32..).map(KindId).zip(&program.kinds);
        let table = |(id, kind): (KindId, &Kind)| {
            let rows = roster.len(id) as u32;
            let column = |(field, _): (FieldId, _)| {
                is_data(kind, field).then(|| (0..rows).map(|row| self.written(id, field, row)).collect())
            };
            Table { records: u64::from(rows), columns: (0u32..).map(FieldId).zip(&kind.fields).map(column).collect() }
        };
        Ok(Snapshot { format: FORMAT, program: digest_of(program)?, kinds: kinds.map(table).collect() })
    }

    /// A session of the records of a snapshot, in the same order. What is read isn't trusted: every record is held
    /// against the rules as one that comes in.
    ///
    /// # Errors
    ///
    /// A snapshot of another version or other rules, a damaged one, whatever is wrong with its records, and as of
    /// [`new`](Self::new).
    pub fn restore(
        program: impl Into<Arc<Program>>,
        snapshot: &Snapshot,
        options: &Options,
    ) -> Result<Session, Refused> {
        let program = program.into();
        let roster = snapshot.roster(&program)?;
        Session::new(program, roster, options)
    }

    /// What a cell holds, as people would write it.
    fn written(&self, kind: KindId, field: FieldId, row: u32) -> Option<String> {
        let declared = self.program().kinds.get(kind.at())?.fields.get(field.at())?;
        match (self.roster().datum(kind, field, row), declared.ty) {
            (Datum::Missing | Datum::Absent, _) => None,
            (Datum::Text(text), _) => Some(text.into()),
            (Datum::Row(target), Type::Reference(to)) => Some(self.key(to, target).to_owned()),
            (Datum::Code(code), Type::Label(set)) => {
                let labels = &self.program().labels.get(set.at())?.labels;
                let label = labels.get(code as usize)?;
                let taken = |word: &&&str| labels.iter().any(|label| label.to_lowercase() == **word);
                let none = NONE.iter().find(|word| !taken(word)).or(NONE.first())?;
                Some(if label.is_empty() { (*none).to_owned() } else { label.clone() })
            }
            (Datum::Code(code), _) => Some(if code == 1 { "yes" } else { "no" }.to_owned()),
            (Datum::Number(days, _), Type::Date) => Some(Date::from_days(i64::try_from(days).ok()?)?.to_string()),
            (Datum::Number(mantissa, scale), Type::Number(NumberKind::Percent)) => {
                match (scale.checked_sub(2), mantissa.checked_mul(10i128.pow(2u32.saturating_sub(scale)))) {
                    (Some(scale), _) => Some(decimal(mantissa, scale) + "%"),
                    (None, Some(mantissa)) => Some(decimal(mantissa, 0) + "%"),
                    (None, None) => Some(decimal(mantissa, scale)),
                }
            }
            (Datum::Number(mantissa, scale), _) => Some(decimal(mantissa, scale)),
            (Datum::Row(_), _) => None,
        }
    }
}

/// Words for the label that is the empty text; one that is no other label of its set is taken.
const NONE: [&str; 3] = ["none", "không có", "không"];

/// A number with a decimal point, and no more digits behind it than it needs.
fn decimal(mantissa: i128, scale: u32) -> String {
    let mut text = String::new();
    if mantissa < 0 {
        text.push('-');
    }
    let digits = format!("{:0>width$}", mantissa.unsigned_abs(), width = scale as usize + 1);
    let (whole, part) = digits.split_at(digits.len() - scale as usize);
    text.push_str(whole);
    let part = part.trim_end_matches('0');
    if !part.is_empty() {
        // Writing to a text can't fail.
        let _ = write!(text, ".{part}");
    }
    text
}

fn is_data(kind: &Kind, field: FieldId) -> bool {
    kind.fields.get(field.at()).is_some_and(|field| matches!(field.origin, Origin::Key | Origin::Data { .. }))
}

fn digest_of(program: &Program) -> Result<Digest, Refused> {
    digest(program).map_err(|why| Refused::Unwritable(why.to_string()))
}

impl Snapshot {
    /// How many records of a kind there are.
    pub fn len(&self, kind: KindId) -> u64 {
        self.kinds.get(kind.at()).map_or(0, |table| table.records)
    }

    /// Whether there is no record at all.
    pub fn is_empty(&self) -> bool {
        self.kinds.iter().all(|table| table.records == 0)
    }

    fn roster(&self, program: &Program) -> Result<Roster, Refused> {
        if self.format != FORMAT {
            return Err(Refused::Format(self.format));
        }
        if self.program != digest_of(program)? {
            return Err(Refused::OtherProgram);
        }
        if self.kinds.len() != program.kinds.len() {
            return Err(Refused::Damaged);
        }
        let mut builder = Builder::new(program);
        let origin = roster::Origin::default();
        for ((id, kind), table) in (0u32..).map(KindId).zip(&program.kinds).zip(&self.kinds) {
            if table.columns.len() != kind.fields.len() {
                return Err(Refused::Damaged);
            }
            let mut names = Vec::new();
            let mut columns = Vec::new();
            for ((field, declared), column) in (0u32..).map(FieldId).zip(&kind.fields).zip(&table.columns) {
                match column {
                    Some(cells) if is_data(kind, field) && cells.len() as u64 == table.records => {
                        names.push(declared.name.canonical());
                        columns.push(cells);
                    }
                    None if !is_data(kind, field) => {}
                    Some(_) | None => return Err(Refused::Damaged),
                }
            }
            // Records without a field would be as many as a number says, with nothing behind it.
            if names.is_empty() && table.records > 0 {
                return Err(Refused::Damaged);
            }
            builder.decimal_sign(id, DecimalSign::Point);
            let header = builder.header(id, &origin, &names);
            for row in 0..table.records {
                let origin = roster::Origin { row: Some(row + 1), ..origin.clone() };
                let cells = columns.iter().map(|cells| match cells.get(row as usize) {
                    Some(Some(text)) => Cell::Text(text.as_str().into()),
                    Some(None) | None => Cell::Blank,
                });
                builder.row(&header, &origin, cells);
            }
        }
        builder.finish().map_err(Refused::Records)
    }
}
