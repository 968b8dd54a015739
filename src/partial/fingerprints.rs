//! Fingerprints of records: enough to see that two sources share some, and no record.
//!
//! A fingerprint is the first 64 bits of SHA-256 over a salt and a key. The
//! salt is the program's digest, and a secret where the sources agreed on one:
//! without a secret, whoever can guess a key can test whether it is there.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::program::{Field, FieldId, Kind, KindId, Origin, Program, Type};
use crate::roster::{Roster, Target};

use super::divide::{looked_up, referred_to};
use super::refused::Refused;

/// How many fingerprints of a kind are kept whose records others refer to: all, up to this many.
pub const REFERRED: usize = 1 << 18;

/// How many fingerprints of a kind are kept that nothing refers to: the smallest ones.
pub const SAMPLE: usize = 1_024;

/// SHA-256 of something, in hexadecimal digits where it is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> String {
        digest.to_string()
    }
}

impl TryFrom<String> for Digest {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Digest, &'static str> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Err("a digest is 64 hexadecimal digits");
        }
        for (place, byte) in bytes.iter_mut().enumerate() {
            let digits = text.get(2 * place..2 * place + 2).unwrap_or("");
            *byte = u8::from_str_radix(digits, 16).map_err(|_| "a digest is 64 hexadecimal digits")?;
        }
        Ok(Digest(bytes))
    }
}

/// Entries of a program that are for people, or say where something was written: none decides anything.
const TEXTS: [&str; 10] =
    ["language", "files", "title", "waived", "note", "text", "property_text", "place", "marker", "claims"];

/// The digest of what a program asks: titles and places don't count, so that a rule file and its twin in the other
/// language have the same.
///
/// # Errors
///
/// A program that can't be serialised.
pub fn digest(program: &Program) -> Result<Digest, Refused> {
    let text = program.to_json().map_err(|error| Refused::Unwritable(error.to_string()))?;
    let mut hash = Sha256::new();
    hash.update(b"tieuchi program\n");
    lines(&text).for_each(|line| {
        hash.update(line.as_bytes());
        hash.update(b"\n");
    });
    Ok(Digest(hash.finalize().into()))
}

/// The lines of a program in JSON, a field a line, without those that are for people.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut skipped: Option<usize> = None;
    text.lines().filter(move |line| {
        let indent = line.len() - line.trim_start().len();
        if let Some(depth) = skipped {
            // What is skipped ends where its indentation comes back, with the line of its closing bracket.
            if indent <= depth {
                skipped = None;
            }
            return false;
        }
        let name = line.trim_start().strip_prefix('"').and_then(|rest| rest.split_once("\":"));
        let skip = name.is_some_and(|(name, _)| TEXTS.contains(&name));
        if skip && line.ends_with(['{', '[']) {
            skipped = Some(indent);
        }
        !skip
    })
}

/// What fingerprints are salted with.
#[derive(Clone, PartialEq, Eq)]
pub struct Salt {
    bytes: [u8; 32],
    secret: bool,
}

impl Salt {
    /// The salt of a program, and of a secret.
    pub fn new(program: &Digest, secret: Option<&[u8]>) -> Salt {
        let mut hash = Sha256::new();
        hash.update(b"tieuchi salt\n");
        hash.update(program.0);
        hash.update(secret.unwrap_or_default());
        Salt { bytes: hash.finalize().into(), secret: secret.is_some() }
    }

    /// Something that is the same for the same secret and doesn't tell it; none where there is no secret.
    pub fn check(&self) -> Option<Digest> {
        self.secret.then(|| Digest(self.hash(b"check").finalize().into()))
    }

    fn hash(&self, what: &[u8]) -> Sha256 {
        let mut hash = Sha256::new();
        hash.update(self.bytes);
        hash.update((what.len() as u64).to_le_bytes());
        hash.update(what);
        hash
    }
}

fn short(hash: Sha256) -> u64 {
    let [a, b, c, d, e, f, g, h, ..]: [u8; 32] = hash.finalize().into();
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// Fingerprints of the records of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KindMarks {
    /// How many records there are.
    pub records: u64,
    /// The smallest fingerprints of keys, ascending.
    pub keys: Vec<u64>,
    /// Of a table that is only looked up: the fingerprints of the whole records, in the order of the keys.
    pub contents: Vec<u64>,
}

/// How many fingerprints of a kind may be kept.
pub(super) fn limits(program: &Program) -> Vec<usize> {
    let both = looked_up(program).into_iter().zip(referred_to(program));
    let limit = |(looked_up, referred)| match (looked_up, referred) {
        (_, true) => REFERRED,
        (false, false) => SAMPLE,
        // Neither counted nor looked up: nothing depends on them.
        (true, false) => 0,
    };
    both.map(limit).collect()
}

/// The fingerprints of all kinds, and the digest of all records that aren't only looked up; none where there are no
/// such records.
pub(super) fn marks(program: &Program, roster: &Roster, salt: &Salt) -> (Vec<KindMarks>, Option<Digest>) {
    let (looked_up, limits) = (looked_up(program), limits(program));
    let mut all = salt.hash(b"data");
    let mut some = false;
    let mut found = Vec::new();
    for (id, kind) in (0u32..).map(KindId).zip(&program.kinds) {
        let rows = u32::try_from(roster.len(id)).unwrap_or(u32::MAX);
        let only = looked_up.get(id.at()).copied().unwrap_or(false);
        let limit = limits.get(id.at()).copied().unwrap_or(0);
        let mut marks = KindMarks { records: u64::from(rows), ..KindMarks::default() };
        let private = |field: &Field| field.private && is_data(field);
        let keys_private = kind.fields.get(kind.key.at()).is_none_or(|key| key.private);
        if limit > 0 && (salt.secret || !keys_private) {
            marks.keys = smallest((0..rows).map(|row| key(roster, id, kind, row, salt)), limit);
        }
        if only && limit > 0 && (salt.secret || !kind.fields.iter().any(private)) {
            let mut both: Vec<(u64, u64)> = (0..rows)
                .map(|row| {
                    let mut hash = salt.hash(b"record");
                    record(program, roster, id, kind, row, &mut hash);
                    (key(roster, id, kind, row, salt), short(hash))
                })
                .collect();
            both.sort_unstable();
            both.dedup_by_key(|(key, _)| *key);
            both.truncate(marks.keys.len());
            marks.contents = both.into_iter().map(|(_, content)| content).collect();
        }
        if !only {
            some |= rows > 0;
            all.update(rows.to_le_bytes());
            (0..rows).for_each(|row| record(program, roster, id, kind, row, &mut all));
        }
        found.push(marks);
    }
    (found, some.then(|| Digest(all.finalize().into())))
}

/// The smallest of many numbers, ascending, each once.
fn smallest(numbers: impl Iterator<Item = u64>, limit: usize) -> Vec<u64> {
    let mut kept: Vec<u64> = Vec::new();
    let tidy = |kept: &mut Vec<u64>| {
        kept.sort_unstable();
        kept.dedup();
        kept.truncate(limit);
    };
    for number in numbers {
        kept.push(number);
        if kept.len() >= 2 * limit + 64 {
            tidy(&mut kept);
        }
    }
    tidy(&mut kept);
    kept
}

fn key(roster: &Roster, id: KindId, kind: &Kind, row: u32, salt: &Salt) -> u64 {
    let mut hash = salt.hash(b"key");
    hash.update(id.0.to_le_bytes());
    hash.update(roster.text(id, kind.key, row).unwrap_or_default());
    short(hash)
}

fn is_data(field: &Field) -> bool {
    matches!(field.origin, Origin::Key | Origin::Data { .. })
}

/// Adds all values of a record, each so that no two records add the same.
fn record(program: &Program, roster: &Roster, id: KindId, kind: &Kind, row: u32, hash: &mut Sha256) {
    let mut bytes: Vec<u8> = Vec::with_capacity(128);
    let mut add = |value: Option<&[u8]>| {
        let length = value.map_or(u64::MAX, |value| value.len() as u64);
        bytes.extend(length.to_le_bytes());
        bytes.extend(value.unwrap_or_default());
    };
    for (field, declared) in (0u32..).map(FieldId).zip(&kind.fields).filter(|(_, field)| is_data(field)) {
        match declared.ty {
            Type::Text => add(roster.text(id, field, row).map(str::as_bytes)),
            Type::YesNo => match roster.yes_no(id, field, row) {
                None => add(None),
                Some(yes) => add(Some(&[u8::from(yes)])),
            },
            Type::Number(_) => match roster.number(id, field, row) {
                None => add(None),
                Some(number) => match number.small() {
                    Some((numerator, denominator)) => {
                        add(Some(&numerator.to_le_bytes()));
                        add(Some(&denominator.to_le_bytes()));
                    }
                    None => add(Some(number.to_string().as_bytes())),
                },
            },
            Type::Date => match roster.date(id, field, row) {
                None => add(None),
                Some(date) => add(Some(&date.days().to_le_bytes())),
            },
            Type::Label(_) => match roster.label(id, field, row) {
                None => add(None),
                Some(label) => add(Some(&label.to_le_bytes())),
            },
            Type::Reference(to) => match roster.target(id, field, row) {
                Target::Row(row) => {
                    let key = program.kinds.get(to.at()).map(|kind| kind.key);
                    add(key.and_then(|key| roster.text(to, key, row)).map(str::as_bytes));
                }
                Target::Absent => add(Some(&[])),
                Target::Unknown => add(None),
            },
        }
    }
    hash.update(&bytes);
}
