//! Parquet and Arrow against the plainest way: the same roster, or the same findings; and files that are not sound.
#![cfg(feature = "columnar")]

mod people;

use std::sync::Arc;

use arrow_array::types::{Int8Type, Int32Type, UInt16Type};
use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Date64Array, Decimal64Array, Decimal128Array, Decimal256Array,
    DictionaryArray, Float32Array, Float64Array, Int8Array, Int16Array, Int32Array, Int64Array, LargeStringArray,
    NullArray, RecordBatch, RecordBatchIterator, StringArray, StringViewArray, Time32SecondArray,
    TimestampMicrosecondArray, TimestampSecondArray, UInt8Array, UInt64Array,
};
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
use parquet::arrow::ArrowWriter;
use parquet::basic::{BrotliLevel, Compression, GzipLevel, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use people::{PERSON, UNIT, program};
use proptest::prelude::*;
use tieuchi::diagnostic::Finding;
use tieuchi::program::Program;
use tieuchi::roster::{Builder, Cell, Origin, Roster};
use tieuchi_columnar::{read_arrow, read_batches, read_parquet};
use tieuchi_records::read_csv;

const COLUMNS: [&str; 9] = ["id", "name", "unit", "rating", "days", "income", "share", "born", "member"];

type Outcome = Result<(Roster, Vec<Finding>), Vec<Finding>>;

fn outcome(program: &Program, frugal: bool, read: impl FnOnce(&mut Builder<'_>)) -> Outcome {
    let builder = Builder::new(program);
    let mut builder = if frugal { builder.only_what_is_read() } else { builder };
    read_csv(&mut builder, UNIT, "unit.csv", b"id\nU000001\nU000002\nU7\nX\n".as_slice());
    read(&mut builder);
    builder.finish_with_warnings()
}

/// A value as a file without types has it.
type Plain = Option<Cell<'static>>;

fn texts(values: &[&str]) -> Vec<Plain> {
    values.iter().map(|text| Some(Cell::Text((*text).to_owned().into()))).collect()
}

fn numbers(values: &[impl ToString]) -> Vec<Plain> {
    values.iter().map(|number| Some(Cell::Number(number.to_string().into()))).collect()
}

/// Values of a column as an array of all of them, with what they are in a file without types.
type Pool = (ArrayRef, Vec<Plain>);

fn dictionary<K: arrow_array::types::ArrowDictionaryKeyType>(values: &[&str]) -> ArrayRef {
    Arc::new(values.iter().copied().collect::<DictionaryArray<K>>())
}

/// The ways to keep texts.
fn of_texts(values: &[&'static str]) -> Vec<Pool> {
    let arrays: [ArrayRef; 7] = [
        Arc::new(StringArray::from(values.to_vec())),
        Arc::new(LargeStringArray::from(values.to_vec())),
        Arc::new(StringViewArray::from(values.to_vec())),
        Arc::new(BinaryArray::from_iter_values(values.iter().map(|text| text.as_bytes()))),
        dictionary::<Int32Type>(values),
        dictionary::<Int8Type>(values),
        dictionary::<UInt16Type>(values),
    ];
    arrays.into_iter().map(|array| (array, texts(values))).collect()
}

/// Columns of each field in every type that it may come in; good values first.
fn pools() -> Vec<Vec<Pool>> {
    let mut all: Vec<Vec<Pool>> = vec![
        of_texts(&[]),
        of_texts(&["Nguyễn Văn A", "B", "C", "", " C ", "Tra\u{302}\u{300}n", "x\u{a0}"]),
        of_texts(&["U000001", "U000002", "U7", "X", "", "U000003"]),
        of_texts(&["Hoàn thành", "Hoàn thành xuất sắc nhiệm vụ", "Hòa nhập", "", "Hoà nhập", "hoàn thành", "Tốt"]),
        of_texts(&["0", "1", "12", "366", "", " 7 ", "007", "367", "-1", "1.5", "x"]),
        of_texts(&["0", "125", "1.5", "-2.25", "", "1000000000000", "0.000001", "1.234"]),
        of_texts(&["0", "1", "0.5", "75%", "12.5%", "", "3", "100 %"]),
        of_texts(&["2000-02-29", "31/12/1999", "1/2/2003", "", "2001-02-29", "0000-01-01", "2000-01-01T00:00"]),
        of_texts(&["yes", "no", "có", "", "Không", "TRUE", "maybe"]),
    ];
    let small: [i8; 5] = [0, 1, 12, 100, -1];
    let wide: [i64; 6] = [0, 1, 366, 367, -1, i64::MAX];
    let integers: Vec<Pool> = vec![
        (Arc::new(Int8Array::from(small.to_vec())), numbers(&small)),
        (Arc::new(Int16Array::from(small.map(i16::from).to_vec())), numbers(&small)),
        (Arc::new(UInt8Array::from(vec![0, 1, 255])), numbers(&[0, 1, 255])),
        (Arc::new(UInt64Array::from(vec![0, 366, u64::MAX])), numbers(&[0, 366, u64::MAX])),
        (Arc::new(Int32Array::from(vec![0, 300, 400])), numbers(&[0, 300, 400])),
        (Arc::new(Int64Array::from(wide.to_vec())), numbers(&wide)),
    ];
    let decimals = Decimal128Array::from(vec![100, 0, 150, 1, -225, 36_700]).with_precision_and_scale(12, 2).unwrap();
    let long =
        Decimal128Array::from(vec![0, 10i128.pow(20), 10i128.pow(37), 5]).with_precision_and_scale(38, 1).unwrap();
    let narrow = Decimal64Array::from(vec![0, 12_500, -1]).with_precision_and_scale(18, 3).unwrap();
    let widest = Decimal256Array::from_iter_values([0, 120, -5].map(arrow_buffer::i256::from_i128));
    let widest = widest.with_precision_and_scale(50, 2).unwrap();
    let reals: Vec<Pool> = vec![
        (Arc::new(decimals), numbers(&["1.00", "0.00", "1.50", "0.01", "-2.25", "367.00"])),
        (Arc::new(long), numbers(&["0.0", "10000000000000000000.0", "1000000000000000000000000000000000000.0", "0.5"])),
        (Arc::new(narrow), numbers(&["0.000", "12.500", "-0.001"])),
        (Arc::new(widest), numbers(&["0.00", "1.20", "-0.05"])),
        (
            Arc::new(Float64Array::from(vec![0.0, 1.0, 0.5, 0.1 + 0.2, 1e300, f64::NAN, -7.25])),
            numbers(&["0", "1", "0.5", "0.30000000000000004", &1e300f64.to_string(), "NaN", "-7.25"]),
        ),
        (Arc::new(Float32Array::from(vec![0.0, 1.0, 0.1])), numbers(&["0", "1", "0.1"])),
    ];
    let days: Vec<Pool> = vec![
        (Arc::new(Date32Array::from(vec![0, 19_357, -719_162])), texts(&["1970-01-01", "2022-12-31", "0001-01-01"])),
        (
            Arc::new(Date64Array::from(vec![0, 86_400_000, 1])),
            texts(&["1970-01-01", "1970-01-02", "1970-01-01T00:00:00.001"]),
        ),
        (Arc::new(TimestampSecondArray::from(vec![0, 86_399])), texts(&["1970-01-01", "1970-01-01T23:59:59"])),
        (
            Arc::new(TimestampMicrosecondArray::from(vec![-25_200_000_000, 0]).with_timezone("+07:00")),
            texts(&["1970-01-01", "1970-01-01T07:00:00"]),
        ),
    ];
    let both = vec![Some(Cell::Bool(true)), Some(Cell::Bool(false))];
    let yes_no: Pool = (Arc::new(BooleanArray::from(vec![true, false])), both);
    all[0].push((Arc::new(Int64Array::from(vec![0])), vec![]));
    for field in [1, 4, 5, 6] {
        all[field].extend(integers.clone());
    }
    for field in [4, 5, 6] {
        all[field].extend(reals.clone());
    }
    all[7].extend(days.clone());
    // Where they seldom belong.
    all[1].extend([yes_no.clone(), days[0].clone(), reals[0].clone()]);
    all[2].push(integers[3].clone());
    all[3].push(yes_no.clone());
    all[7].push(integers[4].clone());
    all[8].extend([yes_no, integers[0].clone()]);
    all
}

/// What is chosen: the type of each column, and of each row and column a value of it, or none.
#[derive(Debug, Clone)]
struct Choice {
    types: Vec<usize>,
    rows: Vec<Vec<Option<usize>>>,
    /// Rows of a batch, of a row group, of a page.
    sizes: [usize; 3],
    form: usize,
    frugal: bool,
}

fn choice() -> impl Strategy<Value = Choice> {
    let value = prop_oneof![1 => Just(None), 30 => (0usize..2).prop_map(Some), 2 => (0usize..12).prop_map(Some)];
    // Bad values are rare enough that many a file has none.
    let calm = prop_oneof![1 => Just(None), 9 => (0usize..2).prop_map(Some)];
    let rows = prop_oneof![
        prop::collection::vec(prop::collection::vec(value, 9), 0..90),
        prop::collection::vec(prop::collection::vec(calm, 9), 0..200).prop_map(|mut rows| {
            // Every person has a unit.
            rows.iter_mut().for_each(|row| row[2] = row[2].or(Some(0)));
            rows
        }),
    ];
    (prop::collection::vec(0usize..20, 9), rows, [1usize..80, 1usize..80, 1usize..30], 0usize..12, any::<bool>())
        .prop_map(|(types, rows, sizes, form, frugal)| Choice { types, rows, sizes, form, frugal })
}

/// A key of its own for nearly every row.
fn key(row: usize, choice: Option<usize>) -> Option<String> {
    match choice {
        Some(11) => None,
        Some(10) => Some("P000001".to_owned()),
        Some(9) => Some(format!("khác {row}")),
        _ => Some(format!("P{row:06}")),
    }
}

/// The columns, and the same rows without types.
fn columns(choice: &Choice, pools: &[Vec<Pool>]) -> (Vec<ArrayRef>, Vec<Vec<Cell<'static>>>) {
    let mut plain = vec![Vec::with_capacity(9); choice.rows.len()];
    let mut arrays: Vec<ArrayRef> = Vec::new();
    for (at, pools) in pools.iter().enumerate() {
        let form = choice.types[at] % pools.len();
        if at == 0 {
            let keys: Vec<Option<String>> =
                (0..).zip(&choice.rows).map(|(row, choices)| key(row, choices[0])).collect();
            let texts: Vec<Option<&str>> = keys.iter().map(Option::as_deref).collect();
            let numbers = form == pools.len() - 1;
            arrays.push(match form {
                _ if numbers => Arc::new((0..texts.len() as i64).map(Some).collect::<Int64Array>()),
                0 => Arc::new(StringArray::from(texts.clone())),
                1 => Arc::new(LargeStringArray::from(texts.clone())),
                2 => Arc::new(StringViewArray::from(texts.clone())),
                3 => Arc::new(texts.iter().map(|text| text.map(str::as_bytes)).collect::<BinaryArray>()),
                _ => Arc::new(texts.iter().copied().collect::<DictionaryArray<Int32Type>>()),
            });
            for (row, (cells, text)) in plain.iter_mut().zip(&texts).enumerate() {
                let text = text.map_or(Cell::Blank, |text| Cell::Text(text.to_owned().into()));
                cells.push(if numbers { Cell::Number(row.to_string().into()) } else { text });
            }
            continue;
        }
        let (pool, values) = &pools[form];
        let taken: Vec<Option<usize>> =
            choice.rows.iter().map(|choices| choices[at].map(|one| one % values.len())).collect();
        let places: UInt64Array = taken.iter().map(|one| one.map(|one| one as u64)).collect();
        arrays.push(arrow_select::take::take(pool, &places, None).unwrap());
        for (cells, one) in plain.iter_mut().zip(&taken) {
            cells.push(one.and_then(|one| values[one].clone()).unwrap_or(Cell::Blank));
        }
    }
    (arrays, plain)
}

fn parquet(batches: &[RecordBatch], choice: &Choice) -> Vec<u8> {
    let packing = [
        Compression::ZSTD(ZstdLevel::default()),
        Compression::SNAPPY,
        Compression::UNCOMPRESSED,
        Compression::GZIP(GzipLevel::default()),
        Compression::LZ4_RAW,
        Compression::BROTLI(BrotliLevel::default()),
    ];
    let [_, group, page] = choice.sizes;
    let properties = WriterProperties::builder()
        .set_compression(packing[choice.form % packing.len()])
        .set_max_row_group_row_count(Some(group))
        .set_data_page_row_count_limit(page)
        .set_write_batch_size(page)
        .set_dictionary_enabled(!choice.form.is_multiple_of(3))
        // Small enough that some columns have too many texts for a dictionary.
        .set_dictionary_page_size_limit(if choice.form.is_multiple_of(2) { 64 } else { 1 << 20 })
        .set_statistics_enabled(if choice.form.is_multiple_of(5) {
            EnabledStatistics::Page
        } else {
            EnabledStatistics::Chunk
        })
        .set_writer_version(if choice.form % 4 < 2 { WriterVersion::PARQUET_1_0 } else { WriterVersion::PARQUET_2_0 });
    let mut writer = ArrowWriter::try_new(Vec::new(), batches[0].schema(), Some(properties.build())).unwrap();
    batches.iter().for_each(|batch| writer.write(batch).unwrap());
    writer.into_inner().unwrap()
}

fn arrow(batches: &[RecordBatch], choice: &Choice, file: bool) -> Vec<u8> {
    let packing = [None, Some(CompressionType::LZ4_FRAME), Some(CompressionType::ZSTD)][choice.form % 3];
    let options = IpcWriteOptions::default().try_with_compression(packing).unwrap();
    let schema = batches[0].schema();
    if file {
        let mut writer = FileWriter::try_new_with_options(Vec::new(), &schema, options).unwrap();
        batches.iter().for_each(|batch| writer.write(batch).unwrap());
        writer.into_inner().unwrap()
    } else {
        let mut writer = StreamWriter::try_new_with_options(Vec::new(), &schema, options).unwrap();
        batches.iter().for_each(|batch| writer.write(batch).unwrap());
        writer.into_inner().unwrap()
    }
}

fn batches(arrays: &[ArrayRef], size: usize) -> Vec<RecordBatch> {
    let named = COLUMNS.into_iter().zip(arrays.iter().cloned()).map(|(name, array)| (name, array, true));
    let whole = RecordBatch::try_from_iter_with_nullable(named).unwrap();
    let starts = (0..whole.num_rows().max(1)).step_by(size);
    starts.map(|start| whole.slice(start, size.min(whole.num_rows() - start))).collect()
}

fn agrees(expected: &Outcome, found: &Outcome, what: &str) -> Result<(), TestCaseError> {
    match (expected, found) {
        (Ok((roster, warnings)), Ok((own, told))) => {
            prop_assert!(roster == own, "{what}: another roster");
            prop_assert_eq!(warnings, told, "{}", what);
        }
        (Err(expected), Err(found)) => prop_assert_eq!(expected, found, "{}", what),
        (Ok(_), Err(found)) => prop_assert!(false, "{what}: found {found:?}"),
        (Err(expected), Ok(_)) => prop_assert!(false, "{what}: did not find {expected:?}"),
    }
    Ok(())
}

/// Compares them all.
fn compare(choice: &Choice) -> Result<(), TestCaseError> {
    let (program, pools) = (program(), pools());
    let (arrays, plain) = columns(choice, &pools);
    let expected = outcome(&program, choice.frugal, |builder| {
        builder.given(PERSON);
        let from = |row| Origin { file: Some("person".to_owned()), row, position: None };
        let header = builder.header(PERSON, &from(None), &COLUMNS);
        for (row, cells) in (1..).zip(plain) {
            builder.row(&header, &from(Some(row)), cells);
        }
    });
    let parts = batches(&arrays, choice.sizes[0]);
    let passed = Default::default();
    let found = outcome(&program, choice.frugal, |builder| {
        let reader = RecordBatchIterator::new(parts.iter().cloned().map(Ok), parts[0].schema());
        read_batches(builder, PERSON, "person", reader).unwrap();
    });
    agrees(&expected, &found, "batches")?;
    for file in [false, true] {
        let bytes = arrow(&parts, choice, file);
        let found = outcome(&program, choice.frugal, |builder| {
            read_arrow(builder, PERSON, "person", bytes.as_slice(), &passed)
        });
        agrees(&expected, &found, if file { "Arrow file" } else { "Arrow stream" })?;
    }
    let bytes = parquet(&parts, choice);
    let found = outcome(&program, choice.frugal, |builder| read_parquet(builder, PERSON, "person", bytes, &passed));
    agrees(&expected, &found, "Parquet")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_way_reads_the_same(choice in choice()) {
        compare(&choice)?;
    }
}

fn sound() -> Choice {
    let row = |row: usize| {
        vec![Some(row % 2), Some(0), Some(row % 2), Some(row % 2), Some(1), Some(1), Some(0), Some(0), Some(0)]
    };
    Choice { types: vec![0; 9], rows: (0..500).map(row).collect(), sizes: [90, 200, 64], form: 1, frugal: false }
}

#[test]
fn every_type_of_every_field_reads_the_same() {
    for (field, pools) in pools().iter().enumerate() {
        for ty in 0..pools.len() {
            for value in 0..3 {
                let mut choice = sound();
                choice.types[field] = ty;
                choice.rows.truncate(40);
                choice.rows.iter_mut().skip(7).step_by(11).for_each(|row| row[field] = Some(value + 1));
                choice.form = ty + value;
                compare(&choice).unwrap_or_else(|error| panic!("{} as {ty}: {error}", COLUMNS[field]));
            }
        }
    }
}

fn codes(found: &Outcome) -> Vec<(String, Option<String>)> {
    let findings = found.as_ref().map_or_else(Clone::clone, |(_, warnings)| warnings.clone());
    let column = |finding: &Finding| match &finding.problem {
        tieuchi::diagnostic::Problem::Data(problem) => problem.place.column.clone(),
        _ => None,
    };
    findings.iter().map(|finding| (finding.code().to_owned(), column(finding))).collect()
}

/// What is found in a file of persons with one more column.
fn with_column(name: &str, array: ArrayRef) -> Vec<(String, Option<String>)> {
    let program = program();
    let mut arrays: Vec<(&str, ArrayRef, bool)> = vec![
        ("id", Arc::new(StringArray::from(vec!["A", "B"])), true),
        ("unit", Arc::new(StringArray::from(vec!["X"; 2])), true),
    ];
    arrays.push((name, array, true));
    let batch = RecordBatch::try_from_iter_with_nullable(arrays).unwrap();
    let bytes = parquet(std::slice::from_ref(&batch), &sound());
    let from_parquet =
        outcome(&program, true, |builder| read_parquet(builder, PERSON, "p", bytes, &Default::default()));
    let from_batches = outcome(&program, true, |builder| {
        let reader = RecordBatchIterator::new([Ok(batch.clone())], batch.schema());
        read_batches(builder, PERSON, "p", reader).unwrap();
    });
    assert_eq!(codes(&from_parquet), codes(&from_batches), "{name}");
    codes(&from_parquet).into_iter().filter(|(code, _)| code.starts_with('E')).collect()
}

#[test]
fn types_that_no_field_takes_are_told_once() {
    let lists: ArrayRef =
        Arc::new(arrow_array::ListArray::from_iter_primitive::<Int32Type, _, _>([Some(vec![Some(1)]), None]));
    let one = |code: &str, column: &str| vec![(code.to_owned(), Some(column.to_owned()))];
    assert_eq!(with_column("days", lists.clone()), one("E0417", "days"));
    assert_eq!(with_column("name", lists.clone()), one("E0417", "name"));
    assert_eq!(with_column("note", lists), one("E0413", "note"));
    assert_eq!(with_column("days", Arc::new(Time32SecondArray::from(vec![1, 2]))), one("E0436", "days"));
    assert_eq!(with_column("rating", Arc::new(BinaryArray::from_vec(vec![b"\xff", b"x"]))), one("E0436", "rating"));
    let zoned = TimestampSecondArray::from(vec![0, 0]).with_timezone("Asia/Ho_Chi_Minh");
    let batch = RecordBatch::try_from_iter([("born", Arc::new(zoned) as ArrayRef)]).unwrap();
    let found = outcome(&program(), true, |builder| {
        read_batches(builder, PERSON, "p", RecordBatchIterator::new([Ok(batch.clone())], batch.schema())).unwrap();
    });
    assert!(codes(&found).contains(&("E0436".to_owned(), Some("born".to_owned()))));
    assert_eq!(with_column("days", Arc::new(NullArray::new(2))), vec![]);
}

#[test]
fn texts_of_a_dictionary_that_nobody_has_change_nothing() {
    let listed = |values: &[&str]| -> ArrayRef {
        let texts: ArrayRef = Arc::new(StringArray::from(values.to_vec()));
        Arc::new(DictionaryArray::<Int32Type>::try_new(Int32Array::from(vec![0, 1, 0]), texts).unwrap())
    };
    let columns: [(&str, ArrayRef); 4] = [
        ("id", Arc::new(StringArray::from(vec!["A", "B", "C"]))),
        ("unit", listed(&["X", "U7", "nowhere"])),
        ("rating", listed(&["Hoàn thành", "Hòa nhập", "hoàn thành", "Tốt"])),
        ("days", listed(&["1", "2", "300", "none"])),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let program = program();
    let found = outcome(&program, false, |builder| {
        let reader = RecordBatchIterator::new([Ok(batch.clone()), Ok(batch.slice(0, 0))], batch.schema());
        read_batches(builder, PERSON, "person", reader).unwrap();
    });
    let csv = "id,unit,rating,days\nA,X,Hoàn thành,1\nB,U7,Hòa nhập,2\nC,X,Hoàn thành,1\n";
    let expected = outcome(&program, false, |builder| read_csv(builder, PERSON, "person", csv.as_bytes()));
    agrees(&expected, &found, "a dictionary with more").unwrap();
    assert!(found.is_ok());
}

#[test]
fn a_small_file_of_very_many_records_is_refused() {
    let columns: [(&str, ArrayRef, bool); 1] = [("id", Arc::new(NullArray::new(20_000_000)), true)];
    let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
    let bytes = arrow(std::slice::from_ref(&batch), &sound(), false);
    assert!(bytes.len() < 1_000);
    let found =
        outcome(&program(), true, |builder| read_arrow(builder, PERSON, "p", bytes.as_slice(), &Default::default()));
    assert_eq!(codes(&found).first().map(|(code, _)| code.as_str()), Some("E0418"));
    let mut lengths = Vec::new();
    // A page that says that it unpacks to two thousand million bytes.
    let (_, mut bytes) = files(0).into_iter().next().unwrap();
    let header = [0x15, 0x00, 0x15].as_slice();
    for at in (0..bytes.len() - 8).filter(|at| bytes[*at..].starts_with(header)).collect::<Vec<_>>() {
        lengths.push(at);
        bytes[at + 3..at + 8].copy_from_slice(&[0xfe, 0xff, 0xff, 0xff, 0x0f]);
    }
    assert!(!lengths.is_empty());
    let found = broken(bytes, "parquet").unwrap_err();
    assert!(found.iter().any(|one| one.code() == "E0435"), "{found:?}");
}

/// Every outcome of a broken file is a roster or findings, of which a broken file has one.
fn broken(bytes: Vec<u8>, file: &str) -> Outcome {
    outcome(&program(), false, |builder| match file {
        "parquet" => read_parquet(builder, PERSON, "person", bytes, &Default::default()),
        _ => read_arrow(builder, PERSON, "person", bytes.as_slice(), &Default::default()),
    })
}

fn files(form: usize) -> [(&'static str, Vec<u8>); 3] {
    let choice = Choice { form, ..sound() };
    let (arrays, _) = columns(&choice, &pools());
    let parts = batches(&arrays, 200);
    [
        ("parquet", parquet(&parts, &choice)),
        ("file", arrow(&parts, &choice, true)),
        ("stream", arrow(&parts, &choice, false)),
    ]
}

#[test]
fn files_cut_short_are_one_finding() {
    for (name, bytes) in files(1) {
        let whole = broken(bytes.clone(), name).expect("a sound file");
        assert_eq!(whole.0.len(PERSON), 500, "{name}");
        for part in 0..40 {
            let cut = bytes.len() * part / 40;
            match broken(bytes[..cut].to_vec(), name) {
                Err(found) => assert!(found.iter().any(|one| one.code() == "E0435"), "{name} {cut}: {found:?}"),
                // A stream may end behind any of its batches.
                Ok((roster, _)) => assert!(name == "stream" && roster.len(PERSON).is_multiple_of(100), "{name} {cut}"),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn changed_files_never_panic(form in 0usize..12, which in 0usize..3, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), early in any::<bool>()) {
        let (name, mut bytes) = files(form)[which].clone();
        let length = bytes.len();
        // The end of a Parquet file and the start of an Arrow file are what says how to read the rest.
        let span = if early { length.min(1_200) } else { length };
        for (at, byte) in changes {
            let at = at.index(span);
            let at = if name == "parquet" { length - 1 - at } else { at };
            bytes[at] ^= byte;
        }
        let _ = broken(bytes, name);
    }
}
