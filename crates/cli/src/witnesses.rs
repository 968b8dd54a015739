//! The records behind the verdicts, written to a file one by one.

use std::borrow::Cow;
use std::io::{BufWriter, Error, ErrorKind, Write};
use std::path::Path;

use serde::Serialize;
use tieuchi::engine::Evaluation;
use tieuchi::report::{Behind, Standing, behind};
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;
use tieuchi_rendering::words::words;

use crate::{Stop, output};

/// One line of the file.
#[derive(Serialize)]
struct Line<'a> {
    criterion: &'a str,
    each: Cow<'a, str>,
    verdict: &'a str,
    part: &'a str,
    kind: &'a str,
    key: &'a str,
    standing: &'a str,
}

/// The column names of a table.
fn headings(language: Language) -> [&'static str; 7] {
    match language {
        Language::En => ["criterion", "for", "verdict", "clause", "kind", "key", "standing"],
        Language::Vi => ["tiêu chí", "xét cho", "kết quả", "điều kiện", "loại bản ghi", "mã", "tình trạng"],
    }
}

fn standing(standing: Standing, language: Language) -> &'static str {
    match standing {
        Standing::Against => language.pick("against", "trái điều kiện"),
        Standing::Unknown => language.pick("unknown", "chưa rõ"),
        Standing::MayCount => language.pick("may count", "chưa rõ có được tính"),
    }
}

/// A text that no spreadsheet takes for a formula: one that begins like a formula has an apostrophe before it
/// (OWASP, CSV Injection).
fn neutral(text: &str) -> Cow<'_, str> {
    match text.as_bytes().first() {
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r') => Cow::Owned(format!("'{text}")),
        _ => Cow::Borrowed(text),
    }
}

/// How the file is written.
enum Sheet<W: Write> {
    Table(Box<csv::Writer<W>>),
    Lines(W),
}

impl<W: Write> Sheet<W> {
    fn write(&mut self, line: &Line<'_>) -> Result<(), Error> {
        match self {
            Sheet::Table(table) => {
                let cells = [line.criterion, &line.each, line.verdict, line.part, line.kind, line.key, line.standing];
                table.write_record(cells.map(|cell| neutral(cell).into_owned())).map_err(Error::other)
            }
            Sheet::Lines(lines) => {
                serde_json::to_writer(&mut *lines, line)?;
                lines.write_all(b"\n")
            }
        }
    }

    fn finish(self) -> Result<(), Error> {
        match self {
            Sheet::Table(mut table) => table.flush(),
            Sheet::Lines(mut lines) => lines.flush(),
        }
    }
}

/// Writes the records behind all verdicts that aren't “met”: a table in `.csv`, JSON objects in `.ndjson`.
///
/// The file is there when all of it is: it is written beside and put in its place at the end.
pub fn write(evaluation: &Evaluation<'_>, language: Language, path: &Path) -> Result<(), Stop> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("").to_lowercase();
    let table = match ending.as_str() {
        "csv" => true,
        "ndjson" | "jsonl" => false,
        _ => {
            let what = language.pick(
                "--witnesses writes .csv or .ndjson: give the file such a name",
                "--witnesses chỉ ghi tệp .csv hoặc .ndjson: hãy đặt tên tệp như vậy",
            );
            return Err(Stop::Say(what.to_owned()));
        }
    };
    let unwritten = |error: Error| Stop::Unwritten(Some(path.to_owned()), error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if path.is_dir() {
        return Err(unwritten(Error::from(ErrorKind::IsADirectory)));
    }
    let file = output::beside(folder).map_err(unwritten)?;
    fill(evaluation, language, table, BufWriter::new(file.as_file())).map_err(unwritten)?;
    file.persist(path).map_err(|error| unwritten(error.error))?;
    Ok(())
}

fn fill(evaluation: &Evaluation<'_>, language: Language, table: bool, mut to: impl Write) -> Result<(), Error> {
    let mut sheet = if table {
        // A byte-order mark, by which spreadsheets know UTF-8.
        to.write_all("\u{feff}".as_bytes())?;
        let mut table = csv::Writer::from_writer(to);
        table.write_record(headings(language)).map_err(Error::other)?;
        Sheet::Table(Box::new(table))
    } else {
        Sheet::Lines(to)
    };
    let program = evaluation.program();
    // Programs read the lines: what they compare is the same in both languages.
    let said = if table { language } else { Language::En };
    let words = words(said);
    let verdict = |verdict: Verdict| match verdict {
        Verdict::Met => words.met,
        Verdict::NotMet => words.not_met,
        Verdict::Undetermined => words.undetermined,
        Verdict::NotApplicable => words.not_applicable,
    };
    behind(evaluation, |one: &Behind<'_>| {
        let kind = one.kind.and_then(|kind| program.kinds.get(kind.at()));
        sheet.write(&Line {
            criterion: one.criterion,
            each: match one.each {
                [only] => Cow::Borrowed(only),
                several => Cow::Owned(several.join(" / ")),
            },
            verdict: verdict(one.verdict),
            part: one.part,
            kind: kind.map_or("", |kind| kind.name.shown(language)),
            key: one.id,
            standing: standing(one.standing, said),
        })
    })?;
    sheet.finish()
}

#[cfg(test)]
mod tests {
    use super::neutral;

    #[test]
    fn formulas_are_texts() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(neutral(text), format!("'{text}"));
        }
        for text in ["", "P1", "'=1", "1-1", "Nguyễn"] {
            assert_eq!(neutral(text), text);
        }
    }
}
