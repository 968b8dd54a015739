//! Records from the embedding program's own types, by serde.
//!
//! A record is a struct (or a map with text keys) whose fields are single
//! values. Integers stay exact; a float is taken by its shortest decimal text,
//! so that `0.1` is a tenth; a day is whatever serialises as `2022-12-31`; an
//! enum's bare variant is its name.

use std::borrow::Cow;
use std::fmt::Display;

use serde::Serialize;
use serde::ser::{self, Impossible, Serializer};

use super::{Builder, Cell, Origin, kind_named};

/// Why a value is no record. Bad values of a record's fields are findings of [`Builder::finish`] instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IngestError {
    /// The program has no kind of records of this name.
    #[error("the program has no records named “{0}”")]
    UnknownKind(String),
    /// Neither a struct nor a map with text keys.
    #[error("a record must be a struct or a map with text keys")]
    NotARecord,
    /// A field that is itself a list, a struct or an enum with content.
    #[error("the field “{0}” is not a single value")]
    Nested(String),
    /// What the type's own serialisation reports.
    #[error("{0}")]
    Custom(String),
}

impl ser::Error for IngestError {
    fn custom<T: Display>(what: T) -> IngestError {
        IngestError::Custom(what.to_string())
    }
}

impl Builder<'_> {
    /// Adds a record of the kind named `kind` (in either language, or by its
    /// plural) from a value of the caller's own type.
    ///
    /// ```
    /// use serde::Serialize;
    /// use tieuchi::program::Program;
    /// use tieuchi::roster::{Builder, IngestError};
    ///
    /// #[derive(Serialize)]
    /// enum Region {
    ///     North,
    ///     South,
    /// }
    ///
    /// #[derive(Serialize)]
    /// struct School {
    ///     id: u32,
    ///     region: Region,
    ///     pupils: u32,
    ///     pass_rate: Option<f64>,
    /// }
    ///
    /// fn roster(program: &Program, schools: &[School]) -> Result<tieuchi::roster::Roster, Box<dyn std::error::Error>> {
    ///     let mut builder = Builder::new(program);
    ///     for school in schools {
    ///         builder.add("school", school)?;
    ///     }
    ///     builder.finish().map_err(|findings| format!("{} problems, first {}", findings.len(), findings[0]).into())
    /// }
    /// # let program: Program = ron::from_str(r#"(
    /// #     format: 1, language: en, files: [], documents: [], clauses: [], aggregates: [], criteria: [], plan: [],
    /// #     labels: [(name: None, ordered: false, none: false, labels: ["North", "South"])],
    /// #     kinds: [(name: (en: Some("school")), plural: None, key: 0, fields: [
    /// #         (name: (en: Some("id")), ty: Text, origin: Key,
    /// #          private: false, range: None, note: None, place: None),
    /// #         (name: (en: Some("region")), ty: Label(0), origin: Data(optional: false, may_be_unknown: false),
    /// #          private: false, range: None, note: None, place: None),
    /// #         (name: (en: Some("pupils")), ty: Number(Count), origin: Data(optional: false, may_be_unknown: false),
    /// #          private: false, range: None, note: None, place: None),
    /// #         (name: (en: Some("pass_rate")), ty: Number(Percent), origin: Data(optional: false, may_be_unknown: false),
    /// #          private: false, range: None, note: None, place: None),
    /// #     ])],
    /// # )"#).unwrap();
    /// # let schools = [
    /// #     School { id: 1, region: Region::North, pupils: 250, pass_rate: Some(0.985) },
    /// #     School { id: 2, region: Region::South, pupils: 90, pass_rate: None },
    /// # ];
    /// # let school = tieuchi::roster::kind_named(&program, "school").unwrap();
    /// # let roster = roster(&program, &schools).unwrap();
    /// # assert_eq!(roster.len(school), 2);
    /// # assert_eq!(roster.number(school, tieuchi::program::FieldId(3), 0).unwrap().to_string(), "0.985");
    /// # assert_eq!(roster.number(school, tieuchi::program::FieldId(3), 1), None);
    /// ```
    ///
    /// # Errors
    ///
    /// An [`IngestError`] if the kind is unknown or the value isn't a flat
    /// record; then nothing was added. What is wrong with its values comes
    /// out of [`finish`](Builder::finish).
    pub fn add<T: Serialize + ?Sized>(&mut self, kind: &str, record: &T) -> Result<(), IngestError> {
        let id = kind_named(self.program, kind).ok_or_else(|| IngestError::UnknownKind(kind.to_owned()))?;
        let cells = record.serialize(Record)?;
        let row = self.tables.get(id.at()).map_or(0, |table| u64::from(table.rows)) + 1;
        let origin = Origin { row: Some(row), ..Origin::default() };
        self.record(id, &origin, cells.iter().map(|(name, cell)| (name.as_ref(), cell.clone())));
        Ok(())
    }
}

/// The cells of a record, or of some fields of one, by the names of the fields.
pub(crate) fn cells_of<T: Serialize + ?Sized>(record: &T) -> Result<FieldCells, IngestError> {
    record.serialize(Record)
}

/// The cell of a single value.
pub(crate) fn cell_of<T: Serialize + ?Sized>(field: &str, value: &T) -> Result<Cell<'static>, IngestError> {
    value.serialize(Single { field })
}

pub(crate) type FieldCells = Vec<(Cow<'static, str>, Cell<'static>)>;

/// Takes a struct or a map apart.
struct Record;

/// Takes one value of a field.
struct Single<'a> {
    field: &'a str,
}

impl Single<'_> {
    fn nested<T>(&self) -> Result<T, IngestError> {
        Err(IngestError::Nested(self.field.to_owned()))
    }
}

/// A struct or map on its way.
#[derive(Default)]
struct Fields {
    cells: FieldCells,
    key: Option<String>,
}

impl Fields {
    fn push<T: Serialize + ?Sized>(&mut self, name: Cow<'static, str>, value: &T) -> Result<(), IngestError> {
        let cell = value.serialize(Single { field: &name })?;
        self.cells.push((name, cell));
        Ok(())
    }
}

impl ser::SerializeStruct for Fields {
    type Ok = FieldCells;
    type Error = IngestError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), IngestError> {
        self.push(Cow::Borrowed(name), value)
    }

    fn end(self) -> Result<FieldCells, IngestError> {
        Ok(self.cells)
    }
}

impl ser::SerializeMap for Fields {
    type Ok = FieldCells;
    type Error = IngestError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), IngestError> {
        match key.serialize(Single { field: "" })? {
            Cell::Text(name) => {
                self.key = Some(name.into_owned());
                Ok(())
            }
            Cell::Blank | Cell::Number(_) | Cell::Bool(_) | Cell::Nested | Cell::Error(_) => {
                Err(IngestError::NotARecord)
            }
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), IngestError> {
        let name = self.key.take().ok_or(IngestError::NotARecord)?;
        self.push(Cow::Owned(name), value)
    }

    fn end(self) -> Result<FieldCells, IngestError> {
        Ok(self.cells)
    }
}

/// Methods of a serializer that all answer alike.
macro_rules! answer {
    ($answer:expr; $($method:ident($($ty:ty),*))*) => {$(
        fn $method(self $(, _: $ty)*) -> Result<Self::Ok, IngestError> {
            $answer(self)
        }
    )*};
}

/// Methods of a serializer that begin something it doesn't take.
macro_rules! refuse {
    ($answer:expr; $($method:ident($($ty:ty),*) -> $gives:ident)*) => {$(
        fn $method(self $(, _: $ty)*) -> Result<Self::$gives, IngestError> {
            $answer(self)
        }
    )*};
}

fn no_record<S, T>(_: S) -> Result<T, IngestError> {
    Err(IngestError::NotARecord)
}

impl Serializer for Record {
    type Ok = FieldCells;
    type Error = IngestError;
    type SerializeSeq = Impossible<FieldCells, IngestError>;
    type SerializeTuple = Impossible<FieldCells, IngestError>;
    type SerializeTupleStruct = Impossible<FieldCells, IngestError>;
    type SerializeTupleVariant = Impossible<FieldCells, IngestError>;
    type SerializeMap = Fields;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Impossible<FieldCells, IngestError>;

    answer! { no_record;
        serialize_bool(bool) serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64) serialize_f32(f32)
        serialize_f64(f64) serialize_char(char) serialize_str(&str) serialize_bytes(&[u8]) serialize_none()
        serialize_unit() serialize_unit_struct(&'static str) serialize_unit_variant(&'static str, u32, &'static str)
    }

    refuse! { no_record;
        serialize_seq(Option<usize>) -> SerializeSeq
        serialize_tuple(usize) -> SerializeTuple
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<FieldCells, IngestError> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<FieldCells, IngestError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<FieldCells, IngestError> {
        no_record(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Fields, IngestError> {
        Ok(Fields::default())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields, IngestError> {
        Ok(Fields::default())
    }
}

/// Methods that give a number by its shortest decimal text.
macro_rules! numbers {
    ($($method:ident($ty:ty))*) => {$(
        fn $method(self, value: $ty) -> Result<Cell<'static>, IngestError> {
            Ok(Cell::Number(Cow::Owned(value.to_string())))
        }
    )*};
}

impl Serializer for Single<'_> {
    type Ok = Cell<'static>;
    type Error = IngestError;
    type SerializeSeq = Impossible<Cell<'static>, IngestError>;
    type SerializeTuple = Impossible<Cell<'static>, IngestError>;
    type SerializeTupleStruct = Impossible<Cell<'static>, IngestError>;
    type SerializeTupleVariant = Impossible<Cell<'static>, IngestError>;
    type SerializeMap = Impossible<Cell<'static>, IngestError>;
    type SerializeStruct = Impossible<Cell<'static>, IngestError>;
    type SerializeStructVariant = Impossible<Cell<'static>, IngestError>;

    numbers! {
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64) serialize_i128(i128)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64) serialize_u128(u128)
        serialize_f32(f32) serialize_f64(f64)
    }

    refuse! { |single: Self| single.nested();
        serialize_seq(Option<usize>) -> SerializeSeq
        serialize_tuple(usize) -> SerializeTuple
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant
        serialize_map(Option<usize>) -> SerializeMap
        serialize_struct(&'static str, usize) -> SerializeStruct
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant
        serialize_bytes(&[u8]) -> Ok
    }

    answer! { |_: Self| Ok(Cell::Blank);
        serialize_none() serialize_unit() serialize_unit_struct(&'static str)
    }

    fn serialize_bool(self, value: bool) -> Result<Cell<'static>, IngestError> {
        Ok(Cell::Bool(value))
    }

    fn serialize_char(self, value: char) -> Result<Cell<'static>, IngestError> {
        Ok(Cell::Text(Cow::Owned(value.to_string())))
    }

    fn serialize_str(self, value: &str) -> Result<Cell<'static>, IngestError> {
        Ok(Cell::Text(Cow::Owned(value.to_owned())))
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Cell<'static>, IngestError> {
        Ok(Cell::Text(Cow::Borrowed(variant)))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Cell<'static>, IngestError> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Cell<'static>, IngestError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Cell<'static>, IngestError> {
        self.nested()
    }
}
