//! The fast readers against the plainest ones: the same roster, or the same findings.

mod people;

use csv::ReaderBuilder;
use people::{PERSON, UNIT, program};
use proptest::prelude::*;
use tieuchi::diagnostic::{DataFault, DataPlace, Finding};
use tieuchi::program::Program;
use tieuchi::roster::{Builder, Cell, Origin, Roster};
use tieuchi_records::{read_csv, read_ndjson};

type Outcome = Result<(Roster, Vec<Finding>), Vec<Finding>>;

fn read(program: &Program, read: impl FnOnce(&mut Builder<'_>)) -> Outcome {
    let mut builder = Builder::new(program);
    read_csv(&mut builder, UNIT, "unit.csv", b"id\nU000001\nU000002\nU7\nX\n".as_slice());
    read(&mut builder);
    builder.finish_with_warnings()
}

fn is_blank(cell: &str) -> bool {
    cell.chars().all(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
}

/// Row by row, cell by cell; lines as the files below have them, without quoted line breaks.
fn plainest_csv(builder: &mut Builder<'_>, name: &str, text: &str) {
    builder.given(PERSON);
    let place = |row| DataPlace { file: Some(name.to_owned()), row: Some(row), ..DataPlace::default() };
    let mut header = None;
    let mut told = Vec::new();
    for (row, line) in (1u64..).zip(text.split('\n')) {
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(line.as_bytes());
        let Some(record) = reader.records().next().map(|record| record.expect("a text of one line")) else { continue };
        if record.iter().all(is_blank) {
            continue;
        }
        let origin = Origin { file: Some(name.to_owned()), row: Some(row), position: None };
        let Some((columns, header)) = &header else {
            let mut names: Vec<&str> = record.iter().map(str::trim).collect();
            while names.last().is_some_and(|name| name.is_empty()) {
                names.pop();
            }
            let columns: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            header = Some((columns, builder.header(PERSON, &origin, &names)));
            continue;
        };
        let used = record.iter().enumerate().filter(|(_, cell)| !is_blank(cell)).map(|(at, _)| at + 1).max();
        if record.len() < columns.len() || used.is_some_and(|used| used > columns.len()) {
            let fault = DataFault::Ragged { cells: record.len() as u64, columns: columns.len() as u64 };
            builder.problem(place(row), fault);
        }
        for (at, (column, cell)) in columns.iter().zip(&record).enumerate() {
            if column.is_empty() && !is_blank(cell) && !told.contains(&at) {
                told.push(at);
                builder.problem(place(row), DataFault::UnnamedColumn { number: at as u64 + 1 });
            }
        }
        let cell = |cell: &'_ str| if is_blank(cell) { Cell::Blank } else { Cell::Text(cell.to_owned().into()) };
        builder.row(header, &origin, record.iter().map(cell));
    }
}

/// Cells of each column, good ones many times.
fn cells() -> [Vec<&'static str>; 8] {
    [
        vec!["Nguyễn Văn A", "B", "", " C ", "Tra\u{302}\u{300}n", "x\u{a0}", "\"D, E\""],
        vec!["U000001", "U000002", "U000001", "U7", "U000001", "X", "", "U000003"],
        vec!["Hoàn thành", "Hoàn thành", "Hoàn thành xuất sắc nhiệm vụ", "", "Hoà nhập", "hoàn thành", "Tốt"],
        vec!["0", "1", "12", "366", "", " 7 ", "007", "367", "-1", "1.5", "x"],
        vec![
            "0",
            "125",
            "1.5",
            "-2.25",
            "",
            "1000000000000",
            "0.000001",
            "1.234",
            "999999999999999999999999999999999999",
        ],
        vec!["0", "1", "0.5", "75%", "12.5%", "", "3", "100 %"],
        vec!["2000-02-29", "31/12/1999", "1/2/2003", "", "2001-02-29", "0000-01-01", "12/31/2000", "2000-01-01T00:00"],
        vec!["yes", "no", "có", "Không", "TRUE", "", "maybe", "\"yes\""],
    ]
}

const COLUMNS: [&str; 9] = ["id", "name", "unit", "rating", "days", "income", "share", "born", "member"];

/// Rows of choices among the cells of each column; mostly the first of them.
fn rows(most: usize) -> impl Strategy<Value = Vec<Vec<usize>>> {
    let choice = prop_oneof![30 => 0usize..3, 1 => 0usize..12];
    prop::collection::vec(prop::collection::vec(choice, 9), 0..most)
}

fn key(row: usize, choice: usize) -> String {
    match choice {
        0..=2 => format!("P{row:04}"),
        3 => format!("P{}", row + 99_000),
        4 => format!("Q-{row}"),
        5 => "P0001".to_owned(),
        6 => String::new(),
        _ => format!("{row}/{choice}"),
    }
}

fn table(rows: &[Vec<usize>]) -> String {
    let cells = cells();
    let mut text = COLUMNS.join(",") + "\n";
    for (row, choices) in rows.iter().enumerate() {
        text += &key(row, choices[0]);
        for (cells, choice) in cells.iter().zip(&choices[1..]) {
            text.push(',');
            text += cells[choice % cells.len()];
        }
        text.push('\n');
    }
    text
}

fn objects(rows: &[Vec<usize>]) -> String {
    let cells = cells();
    let mut text = String::new();
    for (row, choices) in rows.iter().enumerate() {
        text += &format!("{{\"id\":\"{}\"", key(row, choices[0]));
        for ((column, cells), choice) in COLUMNS[1..].iter().zip(&cells).zip(&choices[1..]) {
            let cell = cells[choice % cells.len()].replace('"', "");
            let number = matches!(*column, "days" | "income") && serde_json::from_str::<f64>(&cell).is_ok();
            match cell.as_str() {
                "" if choice % 2 == 0 => {}
                "" => text += &format!(",\"{column}\":null"),
                "TRUE" => text += &format!(", \"{column}\": true"),
                cell if number => text += &format!(",\"{column}\":{cell}"),
                cell => text += &format!(",\"{column}\":\"{cell}\""),
            }
        }
        text += "}\n";
    }
    text
}

fn edited(text: String, edits: &[(prop::sample::Index, char, u8)]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for (at, letter, how) in edits {
        let at = at.index(letters.len());
        match how {
            0 => letters[at] = *letter,
            1 => letters.insert(at, *letter),
            _ => drop(letters.remove(at)),
        }
    }
    letters.into_iter().collect()
}

fn edits(letters: &'static str) -> impl Strategy<Value = Vec<(prop::sample::Index, char, u8)>> {
    let letter = prop::sample::select(letters.chars().collect::<Vec<_>>());
    prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec((any::<prop::sample::Index>(), letter, 0u8..3), 1..4)]
}

fn same(fast: &Outcome, plainest: &Outcome, text: &str) -> Result<(), TestCaseError> {
    match (fast, plainest) {
        (Ok((fast, warned)), Ok((plainest, warnings))) => {
            prop_assert_eq!(fast, plainest, "{}", text);
            prop_assert_eq!(warned, warnings, "{}", text);
        }
        (fast, plainest) => prop_assert_eq!(fast.as_ref().err(), plainest.as_ref().err(), "{}", text),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn csv(rows in rows(40), edits in edits(",,, \u{a0}xU70\u{300}\t-%")) {
        let program = program();
        let text = edited(table(&rows), &edits);
        // The plainest way knows no quoted line breaks, and an edit may have taken a quotation mark away.
        prop_assume!(text.split('\n').all(|line| line.matches('"').count().is_multiple_of(2)));
        let fast = read(&program, |builder| read_csv(builder, PERSON, "person.csv", text.as_bytes()));
        let plainest = read(&program, |builder| plainest_csv(builder, "person.csv", &text));
        same(&fast, &plainest, &text)?;
    }

    /// Rows with more cells than columns, or fewer, between blank ones.
    #[test]
    fn uneven_csv(
        rows in rows(30),
        ends in prop::collection::vec(prop_oneof![12 => 0usize..3, 1 => 3usize..9], 31),
        beyond in 0usize..3,
        line_end in prop::sample::select(vec!["\n", "\r\n"]),
        last in any::<bool>(),
    ) {
        let program = program();
        let mut text = String::new();
        for (row, (line, end)) in table(&rows).lines().zip(&ends).enumerate() {
            text += line;
            // A spreadsheet writes as many cells as its widest row has.
            text += &",".repeat(beyond);
            text += match end {
                3 => ",",
                4 => ", ,\u{a0}",
                5 => ",x",
                6 => "\n",
                7 => "\n ,, ,",
                8 if row > 0 => "\n,x",
                _ => "",
            };
            text.push('\n');
        }
        if last {
            text.truncate(text.trim_end_matches('\n').len());
        }
        let text = text.replace('\n', line_end);
        let fast = read(&program, |builder| read_csv(builder, PERSON, "person.csv", text.as_bytes()));
        let plainest = read(&program, |builder| plainest_csv(builder, "person.csv", &text));
        same(&fast, &plainest, &text)?;
    }

    #[test]
    fn ndjson(rows in rows(30), edits in edits("{}:,\"\\ x0n[\t\u{300}")) {
        let program = program();
        let text = if rows.is_empty() { String::new() } else { edited(objects(&rows), &edits) };
        let by = |text: &str| read(&program, |builder| read_ndjson(builder, PERSON, "person.ndjson", text.as_bytes()));
        same(&by(&text), &by(&carefully(&text)), &text)?;
    }
}

/// The same lines, none of which is taken apart the fast way since there is a return before it.
fn carefully(lines: &str) -> String {
    lines.split('\n').map(|line| format!("\r{line}")).collect::<Vec<_>>().join("\n")
}

#[test]
fn long_files_are_the_same_in_blocks() {
    // Several blocks of the reader, some with quotation marks, some with what needs a closer look.
    let program = program();
    let rows: Vec<Vec<usize>> = (0..30_000usize)
        .map(|row| {
            (0..9).map(|column| if row % 7_001 == 7_000 { (row + column) % 6 } else { (row + column) % 3 }).collect()
        })
        .collect();
    for text in
        [table(&rows), table(&rows).replace("\nP001", "\n\nP001"), table(&rows[..20_000]).replace(",B,", ",\"B\",")]
    {
        let fast = read(&program, |builder| read_csv(builder, PERSON, "person.csv", text.as_bytes()));
        let plainest = read(&program, |builder| plainest_csv(builder, "person.csv", &text));
        assert_eq!(fast.is_ok(), plainest.is_ok());
        assert!(fast == plainest);
        let returns = text.replace('\n', "\r\n");
        assert!(read(&program, |builder| read_csv(builder, PERSON, "person.csv", returns.as_bytes())) == plainest);
    }
    let by = |text: &str| read(&program, |builder| read_ndjson(builder, PERSON, "person.ndjson", text.as_bytes()));
    let text = objects(&rows);
    assert!(by(&text) == by(&carefully(&text)));
    let sound = objects(&rows[..7_000]);
    assert!(by(&sound).is_ok() && by(&sound) == by(&carefully(&sound)));
}
