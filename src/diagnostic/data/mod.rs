//! Problems of records. Their prose stands in `en.rs` and `vi.rs`.

mod en;
mod vi;

use crate::exact::Exact;
use crate::source::{Language, Position};

use super::Prose;

/// Where in the data: as much as is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DataPlace {
    /// The file, as the user named it.
    pub file: Option<String>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// Line (CSV, NDJSON) or place of the record in the file, from 1.
    pub row: Option<u64>,
    /// The column's or field's name as it stands in the data.
    pub column: Option<String>,
    /// The letters of the column in a sheet.
    pub letters: Option<String>,
    /// Line and column of the text, where `row` is not a line (JSON, RON).
    pub position: Option<Position>,
}

impl DataPlace {
    /// In words: `person.csv, row 14, column "rating"`. Empty where nothing is known.
    pub fn shown(&self, language: Language) -> String {
        let mut parts = Vec::new();
        parts.extend(self.file.clone());
        if let Some(sheet) = &self.sheet {
            parts.push(language.pick(format!("sheet “{sheet}”"), format!("trang tính “{sheet}”")));
        }
        match (self.row, self.position) {
            (row, Some(at)) => {
                let (line, column) = (at.line, at.column);
                let record = row.map(|n| language.pick(format!(" (record {n})"), format!(" (bản ghi thứ {n})")));
                let place =
                    language.pick(format!("line {line}, character {column}"), format!("dòng {line}, ký tự {column}"));
                parts.push(format!("{place}{}", record.unwrap_or_default()));
            }
            (Some(row), None) => parts.push(language.pick(format!("row {row}"), format!("dòng {row}"))),
            (None, None) => {}
        }
        let word = language.pick("column", "cột");
        match (&self.letters, &self.column) {
            (Some(letters), Some(column)) => parts.push(format!("{word} {letters} “{column}”")),
            (Some(letters), None) => parts.push(format!("{word} {letters}")),
            (None, Some(column)) => parts.push(format!("{word} “{column}”")),
            (None, None) => {}
        }
        parts.join(", ")
    }
}

/// A name of the program in both languages; the same twice where it has only one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bilingual {
    /// For English prose.
    pub en: String,
    /// For Vietnamese prose.
    pub vi: String,
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Free text or a key.
    Text,
    /// Yes or no.
    YesNo,
    /// A whole number from 0.
    Count,
    /// A whole number.
    Integer,
    /// A decimal.
    Decimal,
    /// A share.
    Percent,
    /// A day.
    Date,
    /// A label of a list.
    Label,
    /// The key of another record.
    Reference,
}

/// The notation of a file of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// Comma-separated values.
    Csv,
    /// JSON.
    Json,
    /// One JSON object a line.
    NdJson,
    /// RON.
    Ron,
    /// Parquet.
    Parquet,
    /// Arrow's file or stream (Feather).
    Arrow,
    /// A workbook of a spreadsheet.
    Workbook,
}

impl Notation {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Notation::Csv => "CSV",
            Notation::Json => "JSON",
            Notation::NdJson => "NDJSON",
            Notation::Ron => "RON",
            Notation::Parquet => "Parquet",
            Notation::Arrow => "Arrow",
            Notation::Workbook => "XLSX",
        }
    }
}

/// Why a file could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It isn't there.
    Missing,
    /// No permission.
    Forbidden,
    /// Anything else.
    Other,
}

/// A problem of the records and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataProblem {
    /// Where.
    pub place: DataPlace,
    /// What.
    pub fault: DataFault,
}

/// What is wrong with records.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DataFault {
    /// A value that the field can't take; with the decimal sign where the file has a stated one.
    NotOfType {
        /// As written.
        value: String,
        /// What the field takes.
        wanted: Wanted,
        /// The file's decimal sign.
        sign: Option<char>,
    },
    /// A label that is not in the field's list.
    UnknownLabel {
        /// As written.
        value: String,
        /// The label that may be meant.
        nearest: Option<String>,
        /// The labels (the first few).
        known: Vec<String>,
    },
    /// `1.234`: grouped thousands or a decimal?
    AmbiguousNumber {
        /// As written.
        value: String,
    },
    /// `31/02/2022`, `12/31/2022`.
    NoSuchDay {
        /// As written.
        value: String,
        /// Whether it would be a day with the month first.
        month_first: bool,
    },
    /// A number outside the field's declared range.
    OutOfRange {
        /// As written.
        value: String,
        /// Least and greatest.
        range: Box<(Exact, Exact)>,
        /// Whether they are shares.
        percent: bool,
    },
    /// More digits than are kept exactly.
    TooManyDigits {
        /// As written.
        value: String,
    },
    /// `70` in a field of shares, without a per cent sign.
    PercentWithoutSign {
        /// As written.
        value: String,
    },
    /// A record without a key.
    MissingKey {
        /// Its kind.
        kind: Bilingual,
    },
    /// A key that another record has.
    DuplicateKey {
        /// The key.
        key: String,
        /// The record that had it first.
        first: Box<DataPlace>,
    },
    /// A period of an owner of which there is a record already.
    DuplicatePeriod {
        /// The kind of the records.
        kind: Bilingual,
        /// The record that was there first.
        first: Box<DataPlace>,
    },
    /// A blank where a reference must be.
    MissingReference {
        /// The kind that it refers to.
        kind: Bilingual,
    },
    /// A reference to a record that isn't there.
    UnknownReference {
        /// The key as written.
        key: String,
        /// The kind that it refers to.
        kind: Bilingual,
        /// The key that may be meant.
        nearest: Option<String>,
    },
    /// Records above each other in a circle.
    Cycle {
        /// Their keys, each under the next, and the last under the first.
        keys: Vec<String>,
    },
    /// A column that is no field.
    UnknownColumn {
        /// The kind.
        kind: Bilingual,
        /// The field that may be meant.
        nearest: Option<Bilingual>,
    },
    /// A column named like an award or a definition.
    DerivedColumn {
        /// Whether it is an award.
        award: bool,
    },
    /// Two columns for one field.
    RepeatedColumn {
        /// The field.
        field: Bilingual,
    },
    /// No column for a key or a required reference.
    MissingColumn {
        /// The kind.
        kind: Bilingual,
        /// The field.
        field: Bilingual,
    },
    /// A list or a record where a single value belongs.
    NestedValue,
    /// More records than can be numbered.
    TooManyRecords {
        /// The limit.
        limit: u64,
    },
    /// A mapped column whose target is no field.
    UnknownTarget {
        /// The kind.
        kind: Bilingual,
        /// The target as written.
        target: String,
        /// The field that may be meant.
        nearest: Option<Bilingual>,
    },
    /// Records of a kind that the rules don't know.
    UnknownKind {
        /// As written.
        name: String,
        /// The kind that may be meant.
        nearest: Option<Bilingual>,
    },
    /// Something else where records belong.
    NotRecords,
    /// Not in the notation that the file's name says.
    Malformed {
        /// The notation.
        notation: Notation,
        /// Whether the file just ends too early.
        ends_early: bool,
    },
    /// Lists within lists beyond the limit.
    TooDeep {
        /// The limit.
        limit: u64,
    },
    /// Not UTF-8.
    NotUtf8 {
        /// What it looks like (Windows-1258, TCVN3), where it can be told.
        looks: Option<&'static str>,
    },
    /// Larger than is read.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// A file that can't be opened.
    Unreadable(Unreadable),
    /// A packed file that doesn't unpack.
    Damaged,
    /// A file that isn't a sound one of the notation that its name says, where nobody can read on (Parquet, workbooks).
    Unsound {
        /// The notation.
        notation: Notation,
    },
    /// A column of values that no field takes, such as durations.
    ForeignType {
        /// The type's name in the file.
        name: String,
    },
    /// An error value of a spreadsheet.
    ErrorCell {
        /// As the spreadsheet shows it: `#N/A`.
        value: String,
    },
    /// A notation that this build doesn't read.
    NotBuiltIn {
        /// The notation.
        notation: Notation,
    },
    /// Two files for a kind.
    TwoFiles {
        /// The kind.
        kind: Bilingual,
        /// The other file.
        other: String,
    },
    /// A folder without a file of records.
    NoRecords {
        /// The kinds that files are looked for.
        kinds: Vec<Bilingual>,
    },
    /// A line with more or fewer cells than the header.
    Ragged {
        /// Its cells.
        cells: u64,
        /// The header's.
        columns: u64,
    },
    /// A column without a name that has values.
    UnnamedColumn {
        /// Its number, from 1.
        number: u64,
    },
    /// A quotation mark that is never closed.
    OpenQuote,
    /// Records of one kind under two names of one file.
    RepeatedKind {
        /// The kind.
        kind: Bilingual,
    },
    /// A file whose name doesn't tell its notation.
    UnknownNotation,
    /// Warning: more problems than are kept.
    More {
        /// How many are not listed.
        left_out: u64,
    },
    /// Warning: no column for a field, so its values are all missing.
    AbsentColumn {
        /// The kind.
        kind: Bilingual,
        /// The field.
        field: Bilingual,
    },
    /// Warning: a label that was read as another spelling of the one in the rules.
    ReadAs {
        /// As written.
        value: String,
        /// As the rules have it.
        label: String,
        /// In how many cells.
        cells: u64,
    },
    /// Warning: no records of a kind were given.
    AbsentKind {
        /// The kind.
        kind: Bilingual,
    },
    /// Warning: a file of the folder that is for no kind.
    UnusedFile,
    /// Warning: a sheet of a workbook that is for no kind.
    UnusedSheet,
}

impl DataProblem {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match &self.fault {
            DataFault::NotOfType { .. } => "E0401",
            DataFault::UnknownLabel { .. } => "E0402",
            DataFault::AmbiguousNumber { .. } => "E0403",
            DataFault::NoSuchDay { .. } => "E0404",
            DataFault::OutOfRange { .. } => "E0405",
            DataFault::TooManyDigits { .. } => "E0406",
            DataFault::PercentWithoutSign { .. } => "E0407",
            DataFault::MissingKey { .. } => "E0408",
            DataFault::DuplicateKey { .. } => "E0409",
            DataFault::MissingReference { .. } => "E0410",
            DataFault::UnknownReference { .. } => "E0411",
            DataFault::Cycle { .. } => "E0412",
            DataFault::UnknownColumn { .. } => "E0413",
            DataFault::DerivedColumn { .. } => "E0414",
            DataFault::RepeatedColumn { .. } => "E0415",
            DataFault::MissingColumn { .. } => "E0416",
            DataFault::NestedValue => "E0417",
            DataFault::TooManyRecords { .. } => "E0418",
            DataFault::UnknownTarget { .. } => "E0419",
            DataFault::UnknownKind { .. } => "E0420",
            DataFault::NotRecords => "E0421",
            DataFault::Malformed { .. } => "E0422",
            DataFault::TooDeep { .. } => "E0423",
            DataFault::NotUtf8 { .. } => "E0424",
            DataFault::TooLarge { .. } => "E0425",
            DataFault::Unreadable(_) => "E0426",
            DataFault::TwoFiles { .. } => "E0427",
            DataFault::NoRecords { .. } => "E0428",
            DataFault::Ragged { .. } => "E0429",
            DataFault::UnnamedColumn { .. } => "E0430",
            DataFault::OpenQuote => "E0431",
            DataFault::RepeatedKind { .. } => "E0432",
            DataFault::UnknownNotation => "E0433",
            DataFault::Damaged => "E0434",
            DataFault::Unsound { .. } => "E0435",
            DataFault::ForeignType { .. } => "E0436",
            DataFault::ErrorCell { .. } => "E0437",
            DataFault::NotBuiltIn { .. } => "E0438",
            DataFault::DuplicatePeriod { .. } => "E0439",
            DataFault::More { .. } => "W0400",
            DataFault::AbsentColumn { .. } => "W0401",
            DataFault::ReadAs { .. } => "W0402",
            DataFault::AbsentKind { .. } => "W0403",
            DataFault::UnusedFile => "W0404",
            DataFault::UnusedSheet => "W0405",
        }
    }

    /// Where in the data.
    pub fn place(&self) -> &DataPlace {
        &self.place
    }

    /// In words. The place is not part of it: see [`DataPlace::shown`].
    pub fn prose(&self, language: Language) -> Prose {
        match language {
            Language::En => en::prose(&self.fault),
            Language::Vi => vi::prose(&self.fault),
        }
    }
}

/// A range's end as a person writes it.
fn number(value: &Exact, percent: bool, separator: char) -> String {
    if percent {
        let hundredfold = value.mul(&Exact::from(100i64)).unwrap_or_else(|| value.clone());
        format!("{}%", hundredfold.to_text(18, separator))
    } else {
        value.to_text(18, separator)
    }
}

/// At most eight labels, quoted, in a row.
fn some(known: &[String]) -> String {
    let shown: Vec<String> = known.iter().take(8).map(|label| format!("“{label}”")).collect();
    let more = if known.len() > 8 { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

/// “A” is under “B”, “B” is under “A”.
fn around(keys: &[String], under: &str) -> String {
    let next = keys.iter().skip(1).chain(keys.first());
    let pairs: Vec<String> = keys.iter().zip(next).map(|(key, above)| format!("“{key}” {under} “{above}”")).collect();
    pairs.join(", ")
}
