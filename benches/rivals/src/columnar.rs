//! The synthetic roster as Parquet: zstd, dictionaries, labels as plain strings.

use std::error::Error;
use std::fs::{File, create_dir_all};
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Int32Array, RecordBatch, StringArray, UInt8Array};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use crate::files::{amount, days, yes_no};
use crate::synthetic::{
    DISCIPLINES, POSITIONS, PROVINCES, RATINGS, Synthetic, TITLES, label, person_born, person_key, person_name,
    province_key, unit_key,
};

/// Rows of a row group: enough of them for several threads.
const GROUP: usize = 1 << 17;

fn texts(values: impl Iterator<Item = String>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(values))
}

fn labels(of: &[&'static str], codes: &[u8]) -> ArrayRef {
    Arc::new(codes.iter().map(|code| label(of, *code)).collect::<StringArray>())
}

fn amounts(money: &[i32]) -> ArrayRef {
    Arc::new(money.iter().map(|money| amount(*money)).collect::<Int32Array>())
}

/// A file for each kind.
pub fn parquet(made: &Synthetic, folder: &Path) -> Result<(), Box<dyn Error>> {
    create_dir_all(folder)?;
    let provinces = vec![("id", texts((0..PROVINCES).map(province_key)))];
    write(folder, "province", [provinces].into_iter())?;
    let units = vec![
        ("id", texts((0..made.units()).map(unit_key))),
        ("province", texts(made.province.iter().map(|province| province_key(*province as usize)))),
        ("planned", amounts(&made.planned)),
        ("disbursed", amounts(&made.disbursed)),
    ];
    write(folder, "unit", [units].into_iter())?;
    let starts = (0..made.persons()).step_by(GROUP);
    write(folder, "person", starts.map(|start| persons(made, start, (start + GROUP).min(made.persons()))))
}

fn persons(made: &Synthetic, start: usize, end: usize) -> Vec<(&'static str, ArrayRef)> {
    let born = |row| {
        let (year, month, day) = person_born(row);
        format!("{year}-{month:02}-{day:02}")
    };
    let absent = made.absent[start..end].iter().map(|number| days(*number)).collect::<UInt8Array>();
    let trained = made.trained[start..end].iter().map(|code| yes_no(*code)).collect::<BooleanArray>();
    vec![
        ("id", texts((start..end).map(person_key))),
        ("name", texts((start..end).map(person_name))),
        ("born", texts((start..end).map(born))),
        ("unit", texts(made.unit[start..end].iter().map(|unit| unit_key(*unit as usize)))),
        ("position", labels(&POSITIONS, &made.position[start..end])),
        ("rating", labels(&RATINGS, &made.rating[start..end])),
        ("title", labels(&TITLES, &made.title[start..end])),
        ("discipline", labels(&DISCIPLINES, &made.discipline[start..end])),
        ("absent", Arc::new(absent)),
        ("trained", Arc::new(trained)),
    ]
}

fn write(
    folder: &Path,
    name: &str,
    groups: impl Iterator<Item = Vec<(&'static str, ArrayRef)>>,
) -> Result<(), Box<dyn Error>> {
    let mut writer: Option<ArrowWriter<File>> = None;
    for columns in groups {
        // A column without a missing value in this part may have one in the next.
        let batch =
            RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))?;
        let writer = match &mut writer {
            Some(writer) => writer,
            none => {
                let zstd = Compression::ZSTD(ZstdLevel::try_new(3)?);
                let properties =
                    WriterProperties::builder().set_compression(zstd).set_max_row_group_row_count(Some(GROUP));
                let file = File::create(folder.join(name).with_extension("parquet"))?;
                none.insert(ArrowWriter::try_new(file, batch.schema(), Some(properties.build()))?)
            }
        };
        writer.write(&batch)?;
    }
    if let Some(writer) = writer {
        writer.close()?;
    }
    Ok(())
}
