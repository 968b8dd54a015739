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
    // Of several the nearest stands last.
    let nearest = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.last().cloned(),
        _ => text(kind),
    };
    let meant = nearest(ContextKind::SuggestedArg).or_else(|| nearest(ContextKind::SuggestedSubcommand));
    let (en, vi) = match error.kind() {
        ErrorKind::UnknownArgument if meant.is_none() => {
            (format!("“{argument}” is not known here; leave it out"), format!("không có “{argument}” ở đây; hãy bỏ đi"))
        }
        ErrorKind::UnknownArgument => {
            (format!("“{argument}” is not known here"), format!("không có “{argument}” ở đây"))
        }
        ErrorKind::InvalidSubcommand => {
            (format!("there is no command “{command}”"), format!("không có lệnh “{command}”"))
        }
        ErrorKind::MissingRequiredArgument => {
            (format!("{argument} is missing; add it"), format!("thiếu {argument}; hãy bổ sung"))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => (
            "a command is missing; name one, such as check".to_owned(),
            "thiếu lệnh; hãy nêu một lệnh, chẳng hạn check".to_owned(),
        ),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            (format!("{argument} needs a value"), format!("{argument} cần một giá trị"))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => (
            format!("{argument} doesn't take “{value}”{}", shape(argument.as_str(), Language::En)),
            format!("{argument} không nhận “{value}”{}", shape(argument.as_str(), Language::Vi)),
        ),
        ErrorKind::ArgumentConflict => match text(ContextKind::PriorArg) {
            Some(other) if other != argument => (
                format!("{argument} can't stand beside {other}; leave one of the two out"),
                format!("{argument} không dùng được cùng với {other}; hãy bỏ một trong hai"),
            ),
            _ => (
                format!("{argument} may stand once; keep one"),
                format!("{argument} chỉ dùng một lần; hãy giữ lại một"),
            ),
        },
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

/// How the value of an argument is written, where no list of values says so.
fn shape(argument: &str, language: Language) -> &'static str {
    if argument.contains("NAME=VALUE") {
        language.pick(
            "; write it as NAME=VALUE, such as quota=20%",
            "; hãy viết theo dạng TÊN=GIÁ_TRỊ, chẳng hạn chỉ_tiêu=20%",
        )
    } else if argument.contains("NUMBER") {
        language.pick("; write a whole number", "; hãy viết một số nguyên")
    } else {
        ""
    }
}
