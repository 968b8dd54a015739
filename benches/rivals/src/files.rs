//! The synthetic roster as files.

use std::fs::{File, create_dir_all};
use std::io::{BufWriter, Result, Write};
use std::path::Path;

use crate::synthetic::{
    DISCIPLINES, NO_AMOUNT, NO_DAYS, POSITIONS, PROVINCES, RATINGS, Synthetic, TITLES, label, person_born, person_key,
    person_name, province_key, unit_key,
};

/// A file to write in a folder, which is made.
pub fn file(folder: &Path, name: &str) -> Result<BufWriter<File>> {
    create_dir_all(folder)?;
    Ok(BufWriter::with_capacity(1 << 20, File::create(folder.join(name))?))
}

/// A value, none where it is missing.
pub fn amount(money: i32) -> Option<i32> {
    (money != NO_AMOUNT).then_some(money)
}

/// A value, none where it is missing.
pub fn days(days: u8) -> Option<u8> {
    (days != NO_DAYS).then_some(days)
}

/// A value, none where it is missing.
pub fn yes_no(code: u8) -> Option<bool> {
    (code < 2).then_some(code == 1)
}

/// A value as text; empty where it is missing.
pub fn or_blank(value: Option<impl ToString>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}

/// A value as JSON without quotes; `null` where it is missing.
fn or_null(value: Option<impl ToString>) -> String {
    value.map_or("null".to_owned(), |value| value.to_string())
}

/// A label as JSON; `null` where it is missing. No label has a letter that JSON escapes.
fn quoted(value: Option<&str>) -> String {
    value.map_or("null".to_owned(), |value| format!("\"{value}\""))
}

/// A file for each kind, comma-separated, blank where a value is missing.
pub fn csv(made: &Synthetic, folder: &Path) -> Result<()> {
    let mut out = file(folder, "province.csv")?;
    writeln!(out, "id")?;
    for row in 0..PROVINCES {
        writeln!(out, "{}", province_key(row))?;
    }
    out.flush()?;
    let mut out = file(folder, "unit.csv")?;
    writeln!(out, "id,province,planned,disbursed")?;
    for row in 0..made.units() {
        let (planned, disbursed) = (or_blank(amount(made.planned[row])), or_blank(amount(made.disbursed[row])));
        writeln!(out, "{},{},{planned},{disbursed}", unit_key(row), province_key(made.province[row].into()))?;
    }
    out.flush()?;
    let mut out = file(folder, "person.csv")?;
    writeln!(out, "id,name,born,unit,position,rating,title,discipline,absent,trained")?;
    for row in 0..made.persons() {
        let (year, month, day) = person_born(row);
        writeln!(
            out,
            "{},{},{year}-{month:02}-{day:02},{},{},{},{},{},{},{}",
            person_key(row),
            person_name(row),
            unit_key(made.unit[row] as usize),
            label(&POSITIONS, made.position[row]).unwrap_or(""),
            label(&RATINGS, made.rating[row]).unwrap_or(""),
            label(&TITLES, made.title[row]).unwrap_or(""),
            label(&DISCIPLINES, made.discipline[row]).unwrap_or(""),
            or_blank(days(made.absent[row])),
            or_blank(yes_no(made.trained[row])),
        )?;
    }
    out.flush()
}

/// A file for each kind, an object a line, `null` where a value is missing.
pub fn ndjson(made: &Synthetic, folder: &Path) -> Result<()> {
    let mut out = file(folder, "province.ndjson")?;
    for row in 0..PROVINCES {
        writeln!(out, "{{\"id\":\"{}\"}}", province_key(row))?;
    }
    out.flush()?;
    let mut out = file(folder, "unit.ndjson")?;
    for row in 0..made.units() {
        writeln!(
            out,
            "{{\"id\":\"{}\",\"province\":\"{}\",\"planned\":{},\"disbursed\":{}}}",
            unit_key(row),
            province_key(made.province[row].into()),
            or_null(amount(made.planned[row])),
            or_null(amount(made.disbursed[row])),
        )?;
    }
    out.flush()?;
    let mut out = file(folder, "person.ndjson")?;
    for row in 0..made.persons() {
        let (year, month, day) = person_born(row);
        writeln!(
            out,
            "{{\"id\":\"{}\",\"name\":\"{}\",\"born\":\"{year}-{month:02}-{day:02}\",\"unit\":\"{}\",\"position\":{},\
             \"rating\":{},\"title\":{},\"discipline\":{},\"absent\":{},\"trained\":{}}}",
            person_key(row),
            person_name(row),
            unit_key(made.unit[row] as usize),
            quoted(label(&POSITIONS, made.position[row])),
            quoted(label(&RATINGS, made.rating[row])),
            quoted(label(&TITLES, made.title[row])),
            quoted(label(&DISCIPLINES, made.discipline[row])),
            or_null(days(made.absent[row])),
            or_null(yes_no(made.trained[row])),
        )?;
    }
    out.flush()
}
