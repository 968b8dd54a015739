//! Programs as RON and JSON.
//!
//! What is read is bounded in length and nesting before it is built, is of
//! [`FORMAT`], has no field that this version doesn't know, and has been
//! [validated](super::validate): a damaged or hostile file is refused with a
//! reason. Reading back what was written gives the same program.

use std::thread;

use ron::extensions::Extensions;
use serde::Deserialize;

use crate::source::Language;

use super::validate::nesting;
use super::{FORMAT, Invalid, MAX_DEPTH, Program, validate};

/// The longest serialised program that is read, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

/// The deepest nesting of values. A condition or a number takes up to eight
/// (a case, its list, the parts, a part and so on), and the table
/// that it stands in a few.
const MAX_NESTING: usize = 8 * MAX_DEPTH + 40;

/// The deepest nesting where there is only the caller's stack.
const SHALLOW: usize = 100;

/// A stack for [`MAX_NESTING`], unoptimised builds included.
const STACK: usize = 128 << 20;

/// Why a serialised program is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// Longer than [`MAX_BYTES`].
    #[error("the program is {0} bytes long; at most {MAX_BYTES} are read")]
    TooLong(usize),
    /// Of another version.
    #[error("the program is of format {0}; this version reads format {FORMAT}")]
    Format(u32),
    /// Brackets in brackets in brackets.
    #[error("the program is nested too deep")]
    TooDeep,
    /// Not RON or JSON, or not the fields of a program.
    #[error("line {line}, column {column}: {reason}")]
    Shape {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong there.
        reason: String,
    },
    /// It can't be written down.
    #[error("the program can't be written: {0}")]
    Unwritable(String),
    /// A program that is not sound.
    #[error(transparent)]
    Invalid(#[from] Invalid),
}

impl Unread {
    /// The reason, in a language. What is wrong with the notation is said in English by those who read it.
    pub fn say(&self, language: Language) -> String {
        match (language, self) {
            (Language::En, _) => self.to_string(),
            (Language::Vi, Unread::TooLong(bytes)) => {
                format!("tệp dài {bytes} byte, trong khi chỉ đọc được tối đa {MAX_BYTES} byte")
            }
            (Language::Vi, Unread::Format(format)) => {
                format!("tệp có định dạng {format}, trong khi phiên bản này đọc định dạng {FORMAT}; hãy biên dịch lại")
            }
            (Language::Vi, Unread::TooDeep) => "nội dung lồng nhau quá sâu".to_owned(),
            (Language::Vi, Unread::Shape { line, column, reason }) => {
                format!(
                    "dòng {line}, cột {column}: tệp bị hỏng hoặc không phải là chương trình đã biên dịch ({reason})"
                )
            }
            (Language::Vi, Unread::Unwritable(reason)) => format!("không ghi được chương trình ({reason})"),
            (Language::Vi, Unread::Invalid(why)) => format!("{}: {}", why.at, why.why(language)),
        }
    }
}

/// The version alone, whatever else there is.
#[derive(Deserialize)]
#[serde(rename = "Program")]
struct Version {
    format: u32,
}

impl Program {
    /// Reads a program in RON and validates it.
    pub fn from_ron(text: &str) -> Result<Program, Unread> {
        read(text, |limit| {
            let options = options(limit);
            let found = options.from_str(text).map_err(|error| match error.code {
                ron::Error::ExceededRecursionLimit => Unread::TooDeep,
                code => Unread::Shape {
                    line: error.span.start.line,
                    column: error.span.start.col,
                    reason: code.to_string(),
                },
            });
            (found, options.from_str::<Version>(text).ok())
        })
    }

    /// Reads a program in JSON and validates it.
    pub fn from_json(text: &str) -> Result<Program, Unread> {
        let depth = json_depth(text);
        read(text, |limit| {
            if depth > limit {
                return (Err(Unread::TooDeep), None);
            }
            let found = json(text).map_err(|error| Unread::Shape {
                line: error.line(),
                column: error.column(),
                reason: error.to_string(),
            });
            (found, json::<Version>(text).ok())
        })
    }

    /// The program in RON, a field a line.
    pub fn to_ron(&self) -> Result<String, Unread> {
        nesting::bounded(self)?;
        on_a_deep_stack(|limit| {
            let style = ron::ser::PrettyConfig::new().new_line("\n").indentor("  ");
            let written = options(limit).to_string_pretty(self, style);
            written.map_err(|error| Unread::Unwritable(error.to_string()))
        })
    }

    /// The program in JSON, a field a line.
    pub fn to_json(&self) -> Result<String, Unread> {
        nesting::bounded(self)?;
        on_a_deep_stack(|_| serde_json::to_string_pretty(self).map_err(|error| Unread::Unwritable(error.to_string())))
    }
}

/// Plain RON: what it means depends on no extension.
fn options(limit: usize) -> ron::Options {
    ron::Options::default().with_recursion_limit(limit).without_default_extension(Extensions::all())
}

/// JSON whose depth has been measured.
fn json<'t, T: Deserialize<'t>>(text: &'t str) -> serde_json::Result<T> {
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.disable_recursion_limit();
    let found = T::deserialize(&mut reader)?;
    reader.end().map(|()| found)
}

/// Reads with a parser, which also says the version where there is one.
fn read(
    text: &str,
    parse: impl Fn(usize) -> (Result<Program, Unread>, Option<Version>) + Sync,
) -> Result<Program, Unread> {
    if text.len() > MAX_BYTES {
        return Err(Unread::TooLong(text.len()));
    }
    on_a_deep_stack(|limit| {
        let (found, version) = parse(limit);
        // Another version may have other fields: that it is another one is the better reason.
        if let Some(Version { format }) = version.filter(|version| version.format != FORMAT) {
            return Err(Unread::Format(format));
        }
        let program = found?;
        validate(&program)?;
        Ok(program)
    })
}

/// How deep brackets stand in brackets, strings left out.
fn json_depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    let (mut quoted, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Does deep work where the stack suffices, and tells it how deep it may go:
/// on a thread of its own, or in place where no thread can be started.
fn on_a_deep_stack<T: Send>(work: impl Fn(usize) -> T + Sync) -> T {
    let done = thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || work(MAX_NESTING));
        thread.ok().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    done.unwrap_or_else(|| work(SHALLOW))
}
