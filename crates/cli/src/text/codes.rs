//! Codes explained.

use std::fmt::Write;

use tieuchi::diagnostic::codes::{Explanation, explanations};
use tieuchi::source::Language;

use super::style::{self, STRONG};

/// All codes, a line each.
pub fn list(language: Language) -> String {
    let mut out = String::new();
    for explanation in explanations(language) {
        let first = explanation.means.split_inclusive(". ").next().unwrap_or("").trim();
        let _ = writeln!(out, "{STRONG}{}{STRONG:#}  {first}", explanation.code);
    }
    out
}

/// One code at length.
pub fn one(explanation: &Explanation, language: Language) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{STRONG}{}{STRONG:#}\n", explanation.code);
    out.push_str(&style::wrap(&explanation.means, 0));
    for (title, text) in
        [(language.pick("Wrong:", "Sai:"), &explanation.wrong), (language.pick("Right:", "Đúng:"), &explanation.right)]
    {
        if !text.is_empty() {
            let _ = writeln!(out, "\n{STRONG}{title}{STRONG:#}");
            for line in text.trim_matches('\n').lines() {
                let _ = writeln!(out, "    {line}");
            }
        }
    }
    out
}
