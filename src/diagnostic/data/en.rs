//! Problems of records in English.

use super::{DataFault, Notation, Prose, Unreadable, Wanted, around, number, some};
use crate::source::Language;

fn wanted(wanted: Wanted, sign: Option<char>) -> String {
    let text = match wanted {
        Wanted::Text => "Write a text here.",
        Wanted::YesNo => "Write yes or no (or có, không, true, false).",
        Wanted::Count => "Write a whole number from 0, in digits only.",
        Wanted::Integer => "Write a whole number, in digits only.",
        Wanted::Decimal => "Write a number, in digits only.",
        Wanted::Percent => "Write a percentage, such as 70%.",
        Wanted::Date => "Write a date as 31/12/2022 (day first) or 2022-12-31.",
        Wanted::Label => "Write one of the field's labels as a text.",
        Wanted::Reference => "Write the key of a record as a text.",
    };
    match (sign, wanted) {
        (Some(sign), Wanted::Count | Wanted::Integer | Wanted::Decimal | Wanted::Percent) => {
            format!(
                "{text} The decimal sign of this file is “{sign}”; if it should be the other one, say so in the pack's tieuchi.ron."
            )
        }
        _ => text.to_owned(),
    }
}

fn kind_of_value(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Text => "a text",
        Wanted::YesNo => "yes or no",
        Wanted::Count => "a whole number from 0",
        Wanted::Integer => "a whole number",
        Wanted::Decimal => "a number",
        Wanted::Percent => "a percentage",
        Wanted::Date => "a date",
        Wanted::Label => "a label",
        Wanted::Reference => "a key",
    }
}

fn mean(nearest: Option<&str>) -> String {
    nearest.map(|name| format!("Did you mean “{name}”? ")).unwrap_or_default()
}

pub(super) fn prose(fault: &DataFault) -> Prose {
    let (title, help) = match fault {
        DataFault::NotOfType { value, wanted: what, sign } => {
            (format!("“{value}” is not {}", kind_of_value(*what)), wanted(*what, *sign))
        }
        DataFault::UnknownLabel { value, nearest, known } => (
            format!("“{value}” is not a label of this field"),
            format!("{}The labels are {}.", mean(nearest.as_deref()), some(known)),
        ),
        DataFault::AmbiguousNumber { value } => (
            format!("“{value}” can be read in two ways: a decimal, or thousands"),
            "Write the number without a thousands sign, or state the file's decimal sign in the pack's tieuchi.ron."
                .to_owned(),
        ),
        DataFault::NoSuchDay { value, month_first } => (
            format!("“{value}” is not a day of the calendar"),
            if *month_first {
                "It looks as if the month stands first. Write the day first, as 31/12/2022, or write 2022-12-31."
                    .to_owned()
            } else {
                "Check the day, the month and the year.".to_owned()
            },
        ),
        DataFault::OutOfRange { value, range, percent } => (
            format!(
                "“{value}” is outside the range from {} to {}",
                number(&range.0, *percent, '.'),
                number(&range.1, *percent, '.')
            ),
            "Correct the value, or the range in the rule file.".to_owned(),
        ),
        DataFault::TooManyDigits { value } => (
            format!("“{value}” has too many digits"),
            "A number, written with as many decimal places as the longest number of its column, may have 36 digits: round it."
                .to_owned(),
        ),
        DataFault::PercentWithoutSign { value } => (
            format!("“{value}” stands in a field of percentages without a % sign"),
            format!("Write {value}% if that is meant. A number without the sign is read as a fraction: 0.7 is 70%."),
        ),
        DataFault::MissingKey { kind } => (
            format!("this {} has no key", kind.en),
            "Fill in the key: it is how other records and the report name this record.".to_owned(),
        ),
        DataFault::DuplicateKey { key, first } => (
            format!("the key “{key}” is there twice"),
            match first.shown(Language::En) {
                place if place.is_empty() => "Give each record a key of its own.".to_owned(),
                place => format!("It is first at {place}. Give each record a key of its own."),
            },
        ),
        DataFault::DuplicatePeriod { kind, first } => (
            format!("there is a {} of the same owner and the same period already", kind.en),
            match first.shown(Language::En) {
                place if place.is_empty() => "Keep one record for each owner and period.".to_owned(),
                place => format!("It is at {place}. Keep one record for each owner and period."),
            },
        ),
        DataFault::MissingReference { kind } => (
            format!("the {} is not filled in", kind.en),
            format!(
                "Write the key of a {}. If a blank is right here, declare the field “optional” or “may be unknown” in the rule file.",
                kind.en
            ),
        ),
        DataFault::UnknownReference { key, kind, nearest } => (
            format!("there is no {} with the key “{key}”", kind.en),
            format!("{}Correct the key, or add that {}.", mean(nearest.as_deref()), kind.en),
        ),
        DataFault::Cycle { keys } => (
            "these records stand above each other in a circle".to_owned(),
            format!("{}. Correct one of them.", around(keys, "is under")),
        ),
        DataFault::UnknownColumn { kind, nearest } => (
            format!("a {} has no such field", kind.en),
            format!(
                "{}Rename the column, or leave it out, or map or ignore it in the pack's tieuchi.ron.",
                mean(nearest.as_ref().map(|name| name.en.as_str()))
            ),
        ),
        DataFault::DerivedColumn { award } => (
            if *award {
                "this column is named like an award of the rules".to_owned()
            } else {
                "this column is named like a definition of the rules".to_owned()
            },
            "Its values are worked out by the rules and can't be given as data. Leave the column out or rename it."
                .to_owned(),
        ),
        DataFault::RepeatedColumn { field } => (
            format!("the field “{}” is there twice", field.en),
            "Keep one column for each field.".to_owned(),
        ),
        DataFault::MissingColumn { kind, field } => (
            format!("there is no column for “{}” of {}", field.en, kind.en),
            "Every record needs a value in it. Add the column, or map one to it in the pack's tieuchi.ron.".to_owned(),
        ),
        DataFault::NestedValue => (
            "there is a list or a record where a single value belongs".to_owned(),
            "Write a text, a number, true or false. Records of another kind stand in a list of their own.".to_owned(),
        ),
        DataFault::TooManyRecords { limit } => {
            (format!("there are more than {limit} records of a kind"), "Split the data.".to_owned())
        }
        DataFault::UnknownTarget { kind, target, nearest } => (
            format!("the column is mapped to “{target}”, which is no field of {}", kind.en),
            format!(
                "{}Correct the mapping in the pack's tieuchi.ron.",
                mean(nearest.as_ref().map(|name| name.en.as_str()))
            ),
        ),
        DataFault::UnknownKind { name, nearest } => (
            format!("the rules know no records named “{name}”"),
            format!(
                "{}Use the name of a record of the rule file.",
                mean(nearest.as_ref().map(|name| name.en.as_str()))
            ),
        ),
        DataFault::NotRecords => (
            "there is something other than records here".to_owned(),
            "Write a list of records, each with its fields by name, or one such list for each kind of record under the kind's name.".to_owned(),
        ),
        DataFault::Malformed { notation, ends_early: false } => (
            format!("from here on this can't be read as {}", notation.name()),
            "Look for a missing comma, quotation mark or bracket just before this place.".to_owned(),
        ),
        DataFault::Malformed { notation, ends_early: true } => (
            format!("the file ends in the middle of its {}", notation.name()),
            "Add the closing bracket or quotation mark that is missing, or copy the file again if it was cut off.".to_owned(),
        ),
        DataFault::TooDeep { limit } => {
            (format!("values are nested more than {limit} deep"), "Records are flat: write each as a list of fields, and records of another kind in a list of their own.".to_owned())
        }
        DataFault::NotUtf8 { looks } => (
            match looks {
                Some(name) => format!("the file is not in UTF-8; it looks like {name}"),
                None => "the file is not in UTF-8".to_owned(),
            },
            match looks {
                Some("TCVN3") => "Convert the text to Unicode first (Unikey's tool does it), then save it as “CSV UTF-8”.".to_owned(),
                _ => "In the spreadsheet choose Save as, “CSV UTF-8”; in a text editor choose the encoding UTF-8.".to_owned(),
            },
        ),
        DataFault::TooLarge { limit } => {
            (
                format!("the file, or a line of it, is longer than {limit} bytes"),
                "Put each record on a line of its own, or split the file.".to_owned(),
            )
        }
        DataFault::Unreadable(why) => match why {
            Unreadable::Missing => ("there is no such file or folder".to_owned(), "Check the path.".to_owned()),
            Unreadable::Forbidden => {
                ("the file may not be read".to_owned(), "Give yourself permission to read it.".to_owned())
            }
            Unreadable::Other => ("the file can't be read".to_owned(), "Check that it is a file and that its disk is there.".to_owned()),
        },
        DataFault::Damaged => (
            "the packed file is damaged, or isn't packed as its name says".to_owned(),
            "Pack it or copy it again; a file that isn't packed must not end in .gz or .zst.".to_owned(),
        ),
        DataFault::Unsound { notation } => (
            format!("the file is damaged, or isn't a {} file as its name says", notation.name()),
            match notation {
                Notation::Workbook => "Open it in the spreadsheet and save it again, without a password.".to_owned(),
                _ => "Copy it again, or have the program that wrote it write it anew.".to_owned(),
            },
        ),
        DataFault::ForeignType { name } => (
            format!("no field takes values of the type {name}"),
            "Write the column as text, numbers, days or yes and no; or have it passed over in the pack's tieuchi.ron.".to_owned(),
        ),
        DataFault::ErrorCell { value } => (
            format!("the cell shows the error {value}"),
            "Mend the formula in the spreadsheet and save it again, or leave the cell blank.".to_owned(),
        ),
        DataFault::NotBuiltIn { notation } => (
            format!("this build of the program doesn't read {} files", notation.name()),
            match notation {
                Notation::Workbook => "Save it as CSV, or build the program with the feature spreadsheets.".to_owned(),
                _ => "Save it as CSV, or build the program with the feature columnar.".to_owned(),
            },
        ),
        DataFault::TwoFiles { kind, other } => (
            format!("two files hold the records “{}”", kind.en),
            format!("The other one is {other}. Keep one, or list both in the pack's tieuchi.ron."),
        ),
        DataFault::NoRecords { kinds } => (
            "there is no file of records in this folder".to_owned(),
            format!(
                "Name each file by its records, such as {}, with the ending csv, json, ndjson, ron, xlsx or parquet.",
                some(&kinds.iter().map(|kind| kind.en.clone()).collect::<Vec<_>>())
            ),
        ),
        DataFault::Ragged { cells, columns } => (
            format!("this row has {cells} cells, but the header has {columns} columns"),
            "Look for a separator too many or too few; a text that contains the separator stands in quotation marks."
                .to_owned(),
        ),
        DataFault::UnnamedColumn { number } => (
            format!("column {number} has values but no name"),
            "Write the field's name in the header, or empty the column.".to_owned(),
        ),
        DataFault::OpenQuote => (
            "a quotation mark opens here and is never closed".to_owned(),
            "Close it; a quotation mark inside such a text is written twice.".to_owned(),
        ),
        DataFault::RepeatedKind { kind } => (
            format!("the records “{}” stand in this file twice", kind.en),
            "Put them in one list.".to_owned(),
        ),
        DataFault::UnknownNotation => (
            "the file's name doesn't say how its records are written".to_owned(),
            "Save it with the ending csv, json, ndjson, ron, xlsx or parquet.".to_owned(),
        ),
        DataFault::More { left_out } => {
            (
                format!("{left_out} more problems of the records are not listed"),
                "Correct those that are listed, and run it again.".to_owned(),
            )
        }
        DataFault::AbsentColumn { kind, field } => (
            format!("no column for “{}” of {}: all its values count as missing", field.en, kind.en),
            "Add the column if there are values.".to_owned(),
        ),
        DataFault::ReadAs { value, label, cells } => (
            format!(
                "“{value}” was read as the label “{label}” ({cells} {})",
                if *cells == 1 { "cell" } else { "cells" }
            ),
            "They differ in the place of the tone mark, in capitals or in blanks only. Write it as the rule file does."
                .to_owned(),
        ),
        DataFault::AbsentKind { kind } => (
            format!("no records “{}” were given: what the rules say of them speaks of nobody", kind.en),
            "Add the file; an empty one with a header says that there are none.".to_owned(),
        ),
        DataFault::UnusedSheet => (
            "this sheet was not read: its name is no kind of record".to_owned(),
            "If it holds records, name it by their kind.".to_owned(),
        ),
        DataFault::UnusedFile => (
            "this file was not read: its name is no kind of record, or it is not a csv, json, ndjson, ron, xlsx or parquet file".to_owned(),
            "If it holds records, save it under such a name, or list it in the pack's tieuchi.ron.".to_owned(),
        ),
    };
    Prose::new(title, "", help.trim_end())
}
