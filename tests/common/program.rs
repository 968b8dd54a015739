//! Two programs, but for what they say to people.

use serde_json::Value;
use tieuchi::program::Program;

/// Entries of a program that are for people, or say where something was written.
const TEXTS: &[&str] = &["language", "files", "title", "waived", "note", "text", "property_text", "place", "marker"];

/// Whether two programs ask the same; else where they first differ.
pub fn same_but_for_texts(one: &Program, other: &Program) -> Result<(), String> {
    let json = |program: &Program| serde_json::to_value(program).expect("a program is plain data");
    same(&json(one), &json(other), "program")
}

fn same(one: &Value, other: &Value, at: &str) -> Result<(), String> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            for key in one.keys().chain(other.keys()).filter(|key| !TEXTS.contains(&key.as_str())) {
                match (one.get(key), other.get(key)) {
                    (Some(one), Some(other)) => same(one, other, &format!("{at}.{key}"))?,
                    _ => return Err(format!("{at}.{key} is in one of them alone")),
                }
            }
            Ok(())
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            (0..).zip(one.iter().zip(other)).try_for_each(|(n, (one, other))| same(one, other, &format!("{at}[{n}]")))
        }
        (one, other) if one == other => Ok(()),
        (one, other) => Err(format!("{at}: {one} and {other}")),
    }
}
