//! All small rosters, and records as data have them.

use tieuchi::program::Program;
use tieuchi::roster::{Builder, Cell, Origin, Roster, kind_named};
use tieuchi_analysis::prove::Records;

/// The most units of a small roster.
pub const UNITS: usize = 2;

const GRADES: [&str; 3] = ["low", "mid", "high"];

/// Every roster of up to so many persons in up to two units, up to what things are called, those with few records first;
/// with trees the second unit may lie below the first.
pub fn all(most: usize, trees: bool) -> Vec<[Records; 2]> {
    let flat: [&[&str]; 6] = [&[], &["no"], &["yes"], &["no", "no"], &["no", "yes"], &["yes", "yes"]];
    let below: [&[&str]; 4] = [&["no", "no"], &["no", "yes"], &["yes", "no"], &["yes", "yes"]];
    let flat = flat.into_iter().map(|units| (units, ""));
    let below = below.into_iter().filter(|_| trees).map(|units| (units, "U1"));
    let mut found = Vec::new();
    for (good, above) in flat.chain(below) {
        let units: Vec<Vec<String>> = (0..)
            .zip(good)
            .map(|(n, good)| {
                vec![format!("U{}", n + 1), (if n == 1 { above } else { "" }).to_owned(), (*good).to_owned()]
            })
            .collect();
        for cells in multisets(units.len() * GRADES.len(), most) {
            let person = |(n, cell): (usize, &usize)| {
                let (unit, grade) = (cell / GRADES.len(), GRADES[cell % GRADES.len()]);
                vec![format!("P{}", n + 1), format!("U{}", unit + 1), grade.to_owned()]
            };
            let persons = cells.iter().enumerate().map(person).collect();
            let units = table("unit", &["id", "parent", "good"], units.clone());
            found.push([units, table("person", &["id", "unit", "grade"], persons)]);
        }
    }
    found.sort_by_key(|records| size(records));
    found
}

/// How many records there are.
pub fn size(records: &[Records]) -> usize {
    records.iter().map(|table| table.rows.len()).sum()
}

/// Whether records are among all small ones.
pub fn is_small(records: &[Records], most: usize) -> bool {
    records.iter().all(|table| table.rows.len() <= if table.kind == "unit" { UNITS } else { most })
}

/// All ways to take up to so many things of some sorts.
fn multisets(sorts: usize, most: usize) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    let mut last = all.clone();
    for _ in 0..most {
        let longer = |before: &Vec<usize>| {
            let before = before.clone();
            (before.last().copied().unwrap_or(0)..sorts)
                .map(move |sort| before.iter().copied().chain([sort]).collect::<Vec<_>>())
        };
        last = last.iter().flat_map(longer).collect();
        all.extend(last.iter().cloned());
    }
    all
}

/// Records of a kind.
pub fn table(kind: &str, fields: &[&str], rows: Vec<Vec<String>>) -> Records {
    let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
    Records { kind: kind.to_owned(), read: vec![true; fields.len()], fields, rows }
}

/// What data with these records are to a program.
pub fn roster(program: &Program, records: &[Records]) -> Roster {
    let mut builder = Builder::new(program);
    for table in records {
        let kind = kind_named(program, &table.kind).expect("a kind of the rules");
        builder.given(kind);
        for row in &table.rows {
            let cells = row.iter().map(|text| if text.is_empty() { Cell::Blank } else { Cell::Text(text.into()) });
            builder.record(kind, &Origin::default(), table.fields.iter().map(String::as_str).zip(cells));
        }
    }
    builder.finish().expect("sound records")
}
