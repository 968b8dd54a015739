//! A table on a sheet: its head stays in sight, its rows can be filtered, it prints as wide as the page.

use rust_xlsxwriter::{ExcelDateTime, Format, Url, Workbook, Worksheet, XlsxError};
use tieuchi::exact::Exact;
use tieuchi::report::Value;
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;

use super::Phrases;
use crate::style::{self, DAY, LAST_ROW, height};
use crate::words::{day, signs, yes_no};

/// The digits that a spreadsheet keeps of a number.
const DIGITS: usize = 15;

/// The most links of a sheet.
const MAX_LINKS: u32 = 60_000;

/// The widest column, and the narrowest.
const WIDTHS: (usize, usize) = (7, 40);

/// The first year whose days a spreadsheet counts as everybody does: its 1900 has a day too many.
const FIRST_YEAR: i16 = 1901;

/// What goes into a cell.
#[derive(Debug, Clone)]
pub(crate) enum Out {
    Blank,
    Text(String),
    Number(f64, String),
    Day(u16, u8, u8),
    /// A verdict, and how it is said.
    Verdict(Verdict, String),
    /// A text that leads to a sheet.
    Link(String, String),
}

impl Out {
    pub fn text(text: impl Into<String>) -> Out {
        Out::Text(text.into())
    }

    pub fn count(count: u64) -> Out {
        // As many records as this nobody has.
        Out::Number(count as f64, "0".to_owned())
    }

    /// A number as a number where a spreadsheet keeps all its digits, or as the text that it is.
    pub fn exact(value: &Exact, percent: bool, language: Language) -> Out {
        let text = value.to_string();
        let kept = text.bytes().filter(u8::is_ascii_digit).count() <= DIGITS && !text.contains('/');
        let places = text.split_once('.').map_or(0, |(_, places)| places.len());
        match text.parse::<f64>() {
            Ok(number) if kept && percent => {
                // All places are shown: what is under a bound never looks like it.
                let places = "0".repeat(places.saturating_sub(2));
                let point = if places.is_empty() { "" } else { "." };
                Out::Number(number, format!("0{point}{places}%"))
            }
            Ok(number) if kept => Out::Number(number, "General".to_owned()),
            Ok(_) | Err(_) => Out::Text(signs(&text, language)),
        }
    }

    /// A value of a record.
    pub fn value(value: &Value, phrases: &dyn Phrases, language: Language) -> Out {
        match value {
            Value::Number(number) => match Out::exact(number, false, language) {
                // A fraction is easier to place beside its first digits.
                Out::Text(text) if text.contains('/') => Out::Text(format!("{} ({text})", phrases.value(value))),
                other => other,
            },
            Value::Percent(number) => Out::exact(number, true, language),
            Value::Date(date) => {
                match (u16::try_from(date.year()), u8::try_from(date.month()), u8::try_from(date.day())) {
                    (Ok(year), Ok(month), Ok(number)) if date.year() >= FIRST_YEAR => Out::Day(year, month, number),
                    _ => Out::Text(day(*date, language)),
                }
            }
            Value::YesNo(yes) => Out::text(yes_no(*yes, language)),
            Value::Label(text) | Value::Text(text) | Value::Record(text) => Out::Text(text.clone()),
            Value::Missing
            | Value::Unknown
            | Value::Absent
            | Value::Private
            | Value::None
            | Value::Between(_)
            | Value::OneOf(_) => Out::Text(phrases.value(value)),
        }
    }

    /// How many letters it shows, roughly.
    fn wide(&self) -> usize {
        match self {
            Out::Blank => 0,
            Out::Text(text) | Out::Verdict(_, text) | Out::Link(_, text) => {
                text.lines().map(|line| line.chars().count()).max().unwrap_or(0)
            }
            Out::Number(number, _) => number.to_string().len() + 1,
            Out::Day(..) => 10,
        }
    }
}

/// A text that no spreadsheet takes for a formula, in a CSV file that is saved of the sheet neither.
pub(crate) fn neutral(text: &str) -> String {
    let begins = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    style::cell(&if begins { format!("'{text}") } else { text.to_owned() })
}

/// A table while it is written.
pub(crate) struct Table {
    rows: Vec<Vec<Out>>,
    heads: Vec<String>,
    top: Vec<(String, String)>,
}

impl Table {
    pub fn new(heads: impl IntoIterator<Item = impl Into<String>>) -> Table {
        Table { rows: Vec::new(), heads: heads.into_iter().map(Into::into).collect(), top: Vec::new() }
    }

    /// A line above the table.
    pub fn above(&mut self, label: &str, text: impl Into<String>) {
        self.top.push((label.to_owned(), text.into()));
    }

    pub fn row(&mut self, cells: Vec<Out>) {
        self.rows.push(cells);
    }

    /// Writes it to a new sheet.
    pub fn write(self, book: &mut Workbook, name: &str, phrases: &dyn Phrases) -> Result<(), XlsxError> {
        let Table { rows, heads, top } = self;
        let sheet = book.add_worksheet();
        sheet.set_name(name)?;
        let last = u16::try_from(heads.len()).unwrap_or(u16::MAX).saturating_sub(1);
        let widths: Vec<usize> = (0..heads.len())
            .map(|at| {
                let cells = rows.iter().filter_map(|row| row.get(at)).map(Out::wide).max().unwrap_or(0);
                let head = heads.get(at).map_or(0, |head| head.chars().count().min(16));
                cells.max(head).clamp(WIDTHS.0, WIDTHS.1) + 2
            })
            .collect();
        let formats = Formats::default();
        for (at, width) in (0u16..).zip(&widths) {
            sheet.set_column_width(at, *width as f64)?;
        }
        let mut at = 0;
        let page: usize = widths.iter().sum();
        for (label, text) in &top {
            sheet.write_string_with_format(at, 0, label, &formats.label)?;
            if last > 1 {
                sheet.merge_range(at, 1, at, last, &neutral(text), &formats.wrapped)?;
            } else {
                sheet.write_string_with_format(at, 1, neutral(text), &formats.wrapped)?;
            }
            let room = page.saturating_sub(widths.first().copied().unwrap_or(0)).max(20);
            sheet.set_row_height(at, height(text.chars().count().div_ceil(room)))?;
            at += 1;
        }
        at += u32::from(!top.is_empty());
        let head = at;
        for (column, text) in (0u16..).zip(&heads) {
            sheet.write_string_with_format(head, column, neutral(text), &formats.head)?;
        }
        let lines = heads.iter().zip(&widths).map(|(head, width)| head.chars().count().div_ceil(*width)).max();
        sheet.set_row_height(head, height(lines.unwrap_or(1)))?;
        // A row is left to say what doesn't fit.
        let room = (LAST_ROW - head - 1) as usize;
        let more = rows.len().saturating_sub(room);
        for row in rows.iter().take(room) {
            at += 1;
            let mut lines = 1;
            for (column, (cell, width)) in (0u16..).zip(row.iter().zip(&widths)) {
                formats.cell(sheet, (at, column), cell, at - head <= MAX_LINKS)?;
                lines = lines.max(cell.wide().div_ceil(*width));
            }
            if lines > 1 {
                sheet.set_row_height(at, height(lines))?;
            }
        }
        if more > 0 {
            at += 1;
            sheet.write_string_with_format(at, 0, phrases.and_more(more as u64), &formats.label)?;
        }
        sheet.autofilter(head, 0, at.max(head + 1), last)?;
        sheet.set_freeze_panes(head + 1, 0)?;
        style::printed(sheet, page > 90, Some(head))
    }
}

/// The formats of cells, made once.
struct Formats {
    label: Format,
    wrapped: Format,
    head: Format,
    value: Format,
    link: Format,
    good: Format,
    bad: Format,
    open: Format,
}

impl Default for Formats {
    fn default() -> Formats {
        Formats {
            label: style::label(),
            wrapped: style::wrapped(),
            head: style::head(),
            value: style::value(),
            link: style::link(),
            good: style::good(),
            bad: style::bad(),
            open: style::open(),
        }
    }
}

impl Formats {
    fn cell(&self, sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Out, links: bool) -> Result<(), XlsxError> {
        match cell {
            Out::Blank => sheet.write_blank(row, column, &self.wrapped)?,
            Out::Link(to, text) if links => {
                let link = Url::new(format!("internal:'{}'!A1", to.replace('\'', "''"))).set_text(neutral(text));
                sheet.write_url_with_format(row, column, link, &self.link)?
            }
            Out::Text(text) | Out::Link(_, text) => {
                sheet.write_string_with_format(row, column, neutral(text), &self.wrapped)?
            }
            Out::Number(number, format) => {
                sheet.write_number_with_format(row, column, *number, &self.value.clone().set_num_format(format))?
            }
            Out::Day(year, month, day) => {
                let date = ExcelDateTime::from_ymd(*year, *month, *day)?;
                sheet.write_datetime_with_format(row, column, &date, &self.value.clone().set_num_format(DAY))?
            }
            Out::Verdict(verdict, text) => {
                let format = match verdict {
                    Verdict::Met => &self.good,
                    Verdict::NotMet => &self.bad,
                    Verdict::Undetermined => &self.open,
                    Verdict::NotApplicable => &self.wrapped,
                };
                sheet.write_string_with_format(row, column, text, format)?
            }
        };
        Ok(())
    }
}
