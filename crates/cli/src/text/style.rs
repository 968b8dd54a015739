//! Colours and lines. Nothing is said by colour alone.

use anstyle::{AnsiColor, Style};
use tieuchi::verdict::Verdict;
use unicode_width::UnicodeWidthChar;

/// The width that texts are wrapped to.
pub const WIDTH: usize = 100;

/// For headings.
pub const STRONG: Style = Style::new().bold();
/// For what is beside the point.
pub const FAINT: Style = Style::new().dimmed();

/// A verdict's colour.
pub fn verdict(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Met => AnsiColor::Green.on_default(),
        Verdict::NotMet => AnsiColor::Red.on_default().bold(),
        Verdict::Undetermined => AnsiColor::Yellow.on_default().bold(),
        Verdict::NotApplicable => Style::new().dimmed(),
    }
}

/// A verdict's sign.
pub fn sign(verdict: Verdict) -> char {
    match verdict {
        Verdict::Met => '✓',
        Verdict::NotMet => '✗',
        Verdict::Undetermined => '?',
        Verdict::NotApplicable => '–',
    }
}

fn width(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

/// Text in lines of at most [`WIDTH`], each behind `indent` blanks; broken between words.
pub fn wrap(text: &str, indent: usize) -> String {
    let mut out = String::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && indent + width(&line) + 1 + width(word) > WIDTH {
            push(&mut out, &line, indent);
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    push(&mut out, &line, indent);
    out
}

fn push(out: &mut String, line: &str, indent: usize) {
    if !line.is_empty() {
        out.push_str(&" ".repeat(indent));
        out.push_str(line);
        out.push('\n');
    }
}
