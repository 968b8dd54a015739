//! Parquet files.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::basic::Encoding;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, PageIndexPolicy, RowGroupMetaData};
use parquet::file::reader::{ChunkReader, Length};
use tieuchi::diagnostic::{DataFault, DataPlace, Notation};
use tieuchi::program::KindId;
use tieuchi::roster::{Builder, MAX_RECORDS};
use tieuchi_decoding::decoding;

use crate::batches::Table;
use crate::guard::{Guarded, Source};
use crate::{BATCH, FEW_RECORDS, MOST_PER_BYTE, Passed};

/// Reads a Parquet file as records of a kind; the file is called `name` in findings, and its records are numbered from 1.
///
/// A column's name is a field's in either language. Row groups are read one after the other, some thousand records at a
/// time: memory is that of the records and of a page of each column. A file that isn't sound is one finding, and
/// nothing of it stays.
///
/// `file` is a [`File`](std::fs::File) or a whole file in memory; `passed` counts the packed bytes that were read.
pub fn read_parquet(builder: &mut Builder<'_>, kind: KindId, name: &str, file: impl Source, passed: &Passed) {
    builder.given(kind);
    let before = builder.len(kind);
    let file = Arc::new(Guarded { file: file.chunks(), passed: passed.clone() });
    let fault = match read(builder, kind, name, &file) {
        Ok(None) => return,
        Ok(Some(fault)) => fault,
        Err(_) => DataFault::Unsound { notation: Notation::Parquet },
    };
    let place = DataPlace { file: Some(name.to_owned()), ..DataPlace::default() };
    builder.give_up(kind, before, name, place, fault);
}

/// A file that several row groups are read from, one after the other.
struct Shared<R>(Arc<Guarded<R>>);

impl<R: ChunkReader> Length for Shared<R> {
    fn len(&self) -> u64 {
        self.0.len()
    }
}

impl<R: ChunkReader> ChunkReader for Shared<R> {
    type T = R::T;

    fn get_read(&self, start: u64) -> Result<R::T> {
        self.0.get_read(start)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<bytes::Bytes> {
        self.0.get_bytes(start, length)
    }
}

fn read<R: ChunkReader + 'static>(
    builder: &mut Builder<'_>,
    kind: KindId,
    name: &str,
    file: &Arc<Guarded<R>>,
) -> Result<Option<DataFault>> {
    // The footer is read from the file itself: its length is no page's.
    let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Skip);
    let whole = decode(|| ArrowReaderMetadata::load(&Footer(file.clone()), options.clone()))??;
    let metadata = whole.metadata();
    let most = FEW_RECORDS.max(file.len().saturating_mul(MOST_PER_BYTE)).min(MAX_RECORDS);
    let mut groups = metadata.row_groups().iter().map(RowGroupMetaData::num_rows);
    let records = groups.try_fold(0u64, |sum, rows| sum.checked_add(u64::try_from(rows).ok()?));
    if records.is_none_or(|records| records > most) {
        return Ok(Some(DataFault::TooManyRecords { limit: most }));
    }
    let mut table = Table::new(builder, kind, name, whole.schema());
    for (number, group) in (0..).zip(metadata.row_groups()) {
        let asked: Vec<usize> = table.wanted().collect();
        let mut reader = decode(|| {
            let suited = suited(&whole, group);
            let chosen = ArrowReaderMetadata::try_new(metadata.clone(), options.clone().with_schema(suited));
            let chosen = chosen.unwrap_or_else(|_| whole.clone());
            let mask = ProjectionMask::roots(chosen.parquet_schema(), asked.iter().copied());
            ParquetRecordBatchReaderBuilder::new_with_metadata(Shared(file.clone()), chosen)
                .with_row_groups(vec![number])
                .with_projection(mask)
                .with_batch_size(BATCH)
                .build()
        })??;
        let mut rows = 0;
        while let Some(batch) = decode(|| reader.next())? {
            let batch = batch?;
            rows += batch.num_rows() as i64;
            if batch.num_rows() > 0 && table.projected(&asked, &batch).is_none() {
                return Ok(Some(DataFault::Unsound { notation: Notation::Parquet }));
            }
        }
        if rows != group.num_rows() {
            return Ok(Some(DataFault::Unsound { notation: Notation::Parquet }));
        }
    }
    Ok(None)
}

fn decode<T>(run: impl FnOnce() -> T) -> Result<T> {
    decoding(run).ok_or_else(|| ParquetError::General("the file contradicts itself".to_owned()))
}

/// The file as its footer is read.
struct Footer<R>(Arc<Guarded<R>>);

impl<R: ChunkReader> Length for Footer<R> {
    fn len(&self) -> u64 {
        self.0.len()
    }
}

impl<R: ChunkReader> ChunkReader for Footer<R> {
    type T = R::T;

    fn get_read(&self, start: u64) -> Result<R::T> {
        self.0.file.get_read(start)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<bytes::Bytes> {
        self.0.get_bytes(start, length)
    }
}

/// The file's columns as a row group is best read: texts by a dictionary where the group keeps them so, or else where
/// they stand.
fn suited(whole: &ArrowReaderMetadata, group: &RowGroupMetaData) -> SchemaRef {
    let described = whole.metadata().file_metadata().schema_descr();
    let mut chunks: Vec<Option<&ColumnChunkMetaData>> = vec![None; whole.schema().fields().len()];
    for (leaf, chunk) in group.columns().iter().enumerate().take(described.num_columns()) {
        if let Some(place) = chunks.get_mut(described.get_column_root_idx(leaf)) {
            *place = Some(chunk);
        }
    }
    let field = |(field, chunk): (&Arc<Field>, &Option<&ColumnChunkMetaData>)| {
        let (listed, plain) = match field.data_type() {
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => (DataType::Utf8, DataType::Utf8View),
            DataType::Dictionary(_, values)
                if matches!(**values, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View) =>
            {
                (DataType::Utf8, DataType::Utf8View)
            }
            _ => return field.clone(),
        };
        let ty = if chunk.is_some_and(is_listed) {
            DataType::Dictionary(Box::new(DataType::Int32), Box::new(listed))
        } else {
            plain
        };
        Arc::new(field.as_ref().clone().with_data_type(ty))
    };
    let fields: Vec<Arc<Field>> = whole.schema().fields().iter().zip(&chunks).map(field).collect();
    Arc::new(Schema::new_with_metadata(fields, whole.schema().metadata().clone()))
}

/// Whether a column of a row group keeps all its values in a dictionary, as far as the footer tells.
fn is_listed(chunk: &ColumnChunkMetaData) -> bool {
    let by_dictionary = |encoding: &Encoding| matches!(encoding, Encoding::PLAIN_DICTIONARY | Encoding::RLE_DICTIONARY);
    match chunk.page_encoding_stats_mask() {
        Some(encodings) => encodings.encodings().all(|encoding| by_dictionary(&encoding)),
        None => chunk.encodings().any(|encoding| by_dictionary(&encoding)),
    }
}
