//! Record batches to the builder.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Schema};
use tieuchi::diagnostic::{DataFault, DataPlace};
use tieuchi::program::KindId;
use tieuchi::roster::{Builder, Header, Origin, Reading, TextList, Typed, Use};
use tieuchi_decoding::decoding;

use crate::values::{Held, Sort, Unfit, readable, sort};
use crate::{BATCH, MAX_TEXT};

/// The records of a file or a stream while they come in.
pub(crate) struct Table<'b, 'p> {
    pub builder: &'b mut Builder<'p>,
    origin: Origin,
    header: Header,
    columns: Vec<Column>,
    /// The row of the next record.
    next: u64,
}

/// A column of the file.
struct Column {
    name: String,
    ty: DataType,
    /// Whether its values are asked for.
    wanted: bool,
    /// The last dictionary, held so that no other can take its place in memory, and what its texts were read as.
    dictionary: Option<(ArrayRef, Reading)>,
}

impl<'b, 'p> Table<'b, 'p> {
    /// A table of a schema's columns. What is wrong with them is reported, and such columns are not asked for.
    pub fn new(builder: &'b mut Builder<'p>, kind: KindId, name: &str, schema: &Schema) -> Table<'b, 'p> {
        let origin = Origin { file: Some(name.to_owned()), ..Origin::default() };
        let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        let header = builder.header(kind, &origin, &names);
        let mut columns = Vec::with_capacity(names.len());
        for (at, field) in schema.fields().iter().enumerate() {
            let (ty, sort) = (field.data_type().clone(), sort(field.data_type()));
            let used = builder.use_of(&header, at);
            let fault = match sort {
                Sort::Nested => Some(DataFault::NestedValue),
                Sort::Foreign => Some(DataFault::ForeignType { name: type_name(&ty) }),
                Sort::Plain | Sort::YesNo | Sort::Missing => None,
            };
            let wanted = match (used, &fault) {
                (Use::Nothing, _) | (_, Some(_)) => false,
                (Use::AnyText, None) => sort == Sort::YesNo,
                (Use::Values, None) => true,
            };
            if let (Use::AnyText | Use::Values, Some(fault)) = (used, fault) {
                builder.problem(place(&origin, field.name()), fault);
            }
            columns.push(Column { name: field.name().clone(), ty, wanted, dictionary: None });
        }
        Table { builder, origin, header, columns, next: 1 }
    }

    /// Which columns of the file are asked for.
    pub fn wanted(&self) -> impl Iterator<Item = usize> + '_ {
        self.columns.iter().enumerate().filter(|(_, column)| column.wanted).map(|(at, _)| at)
    }

    /// Adds the records of a batch whose columns are those of the file; nothing where the batch contradicts itself.
    pub fn whole(&mut self, batch: &RecordBatch) -> Option<()> {
        let wanted: Vec<usize> = self.wanted().collect();
        let arrays = wanted.iter().filter_map(|at| batch.columns().get(*at).map(|array| (*at, array)));
        let arrays: Vec<(usize, &ArrayRef)> = arrays.collect();
        for start in (0..batch.num_rows()).step_by(BATCH) {
            let count = BATCH.min(batch.num_rows() - start);
            let part: Vec<(usize, ArrayRef)> =
                arrays.iter().map(|(at, array)| (*at, array.slice(start, count))).collect();
            self.add(count, &part)?;
        }
        Some(())
    }

    /// Adds the records of a batch whose columns are `asked`, which were [asked for](Self::wanted); nothing where the batch
    /// contradicts itself.
    pub fn projected(&mut self, asked: &[usize], batch: &RecordBatch) -> Option<()> {
        let wanted = |at: &usize| self.columns.get(*at).is_some_and(|column| column.wanted);
        let arrays = asked.iter().copied().zip(batch.columns().iter().cloned()).filter(|(at, _)| wanted(at));
        let arrays: Vec<(usize, ArrayRef)> = arrays.collect();
        self.add(batch.num_rows(), &arrays)
    }

    fn add(&mut self, count: usize, arrays: &[(usize, ArrayRef)]) -> Option<()> {
        let mut held: Vec<Option<Held>> = self.columns.iter().map(|_| None).collect();
        for (at, array) in arrays {
            let (Some(column), Some(into)) = (self.columns.get_mut(*at), held.get_mut(*at)) else { continue };
            match decoding(|| Held::new(array))? {
                Ok(array) => *into = Some(array),
                Err(unfit) => {
                    let fault = unfit.fault(&column.ty);
                    self.builder.problem(place(&self.origin, &column.name), fault);
                    column.wanted = false;
                }
            }
        }
        for (column, held) in self.columns.iter_mut().zip(&mut held) {
            let Some(dictionary) = held.as_ref().and_then(Held::dictionary) else { continue };
            if column.dictionary.as_ref().is_some_and(|(known, _)| same(known, dictionary)) {
                continue;
            }
            if let Err(unfit) = readable(dictionary) {
                self.builder.problem(place(&self.origin, &column.name), unfit.fault(&column.ty));
                column.wanted = false;
                *held = None;
                continue;
            }
            column.dictionary = Some((dictionary.clone(), Reading::new(dictionary.len())));
        }
        let texts: Vec<Option<Box<dyn TextList + '_>>> =
            held.iter().map(|held| held.as_ref().and_then(Held::texts)).collect();
        let mut unused: Vec<Reading> = held.iter().map(|_| Reading::default()).collect();
        let columns = self.columns.iter_mut().zip(&held).zip(&texts).zip(&mut unused);
        let mut typed: Vec<Option<Typed<'_>>> = columns
            .map(|(((column, held), texts), unused)| {
                let reading = column.dictionary.as_mut().map_or(unused, |(_, reading)| reading);
                held.as_ref()?.typed(texts.as_deref().map(|texts| texts as &dyn TextList), reading)
            })
            .collect();
        self.builder.columns(&self.header, &self.origin, self.next, count, &mut typed);
        self.next += count as u64;
        Some(())
    }
}

impl Unfit {
    fn fault(self, ty: &DataType) -> DataFault {
        match self {
            Unfit::Foreign => DataFault::ForeignType { name: type_name(ty) },
            Unfit::TooLong => DataFault::TooLarge { limit: MAX_TEXT as u64 },
        }
    }
}

/// Whether two arrays are of the same buffers. Both are held, so that the same place in memory is the same text.
fn same(one: &ArrayRef, other: &ArrayRef) -> bool {
    Arc::ptr_eq(one, other) || one.to_data().ptr_eq(&other.to_data())
}

fn place(origin: &Origin, column: &str) -> DataPlace {
    DataPlace { file: origin.file.clone(), column: Some(column.to_owned()), ..DataPlace::default() }
}

/// A type's name as its users call it, without what it is made of.
fn type_name(ty: &DataType) -> String {
    let whole = ty.to_string();
    let name = whole.split(['(', '<']).next().unwrap_or("").trim().to_lowercase();
    match ty {
        DataType::Timestamp(_, Some(zone)) => format!("{name} ({zone})"),
        _ => name,
    }
}
