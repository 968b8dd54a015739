//! What is wrong with how the program was called.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use tieuchi::source::Language;

/// What is wrong with how the program was called, in a sentence or two.
pub fn usage_fault(error: &clap::Error, language: Language) -> String {
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join(", ")),
        _ => None,
    };
    let argument = text(ContextKind::InvalidArg).unwrap_or_default();
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let command = text(ContextKind::InvalidSubcommand).unwrap_or_default();
    let valid = text(ContextKind::ValidValue);
    let meant = text(ContextKind::SuggestedArg).or_else(|| text(ContextKind::SuggestedSubcommand));
    let (en, vi) = match error.kind() {
        ErrorKind::UnknownArgument => {
            (format!("“{argument}” is not known here"), format!("không có “{argument}” ở đây"))
        }
        ErrorKind::InvalidSubcommand => {
            (format!("there is no command “{command}”"), format!("không có lệnh “{command}”"))
        }
        ErrorKind::MissingRequiredArgument => (format!("{argument} is missing"), format!("thiếu {argument}")),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            ("a command is missing".to_owned(), "thiếu lệnh".to_owned())
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            (format!("{argument} needs a value"), format!("{argument} cần một giá trị"))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            (format!("{argument} doesn't take “{value}”"), format!("{argument} không nhận “{value}”"))
        }
        ErrorKind::ArgumentConflict => {
            (format!("{argument} can't stand here"), format!("{argument} không dùng được ở đây"))
        }
        _ => ("the command can't be understood".to_owned(), "không hiểu được câu lệnh".to_owned()),
    };
    let mut sentence = language.pick(en, vi);
    if let Some(valid) = valid {
        sentence.push_str(&language.pick(format!("; it takes {valid}"), format!("; các giá trị dùng được: {valid}")));
    }
    if let Some(meant) = meant {
        sentence
            .push_str(&language.pick(format!("; did you mean “{meant}”?"), format!("; có phải ý bạn là “{meant}”?")));
    }
    sentence
}
