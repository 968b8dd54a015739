//! A page: styled words that flow into lines.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

pub use tieuchi_rendering::{Look, Run, run};

fn style(look: Look) -> Style {
    let color = |color: AnsiColor| Style::new().fg_color(Some(color.into()));
    match look {
        Look::Plain => Style::new(),
        Look::Strong => Style::new().bold(),
        Look::Faint => Style::new().dimmed(),
        Look::Label => color(AnsiColor::Cyan),
        Look::Good => color(AnsiColor::Green).bold(),
        Look::Bad => color(AnsiColor::Red).bold(),
        Look::Open => color(AnsiColor::Yellow).bold(),
    }
}

/// Text in lines of a bounded width, with colours: whoever writes it takes them out where they aren't wanted.
pub struct Page {
    text: String,
    width: usize,
    /// How the stretch of text that is open looks.
    look: Look,
}

impl Page {
    /// An empty page.
    pub fn new(width: usize) -> Page {
        Page { text: String::new(), width: width.clamp(50, 120), look: Look::Plain }
    }

    /// The text so far.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Puts text; what looks alike stands in one stretch of colour.
    fn put(&mut self, look: Look, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.look != look {
            self.plain();
            self.text.push_str(&style(look).to_string());
            self.look = look;
        }
        self.text.push_str(text);
    }

    /// Ends the stretch of colour.
    fn plain(&mut self) {
        let style = style(self.look);
        self.text.push_str(&format!("{style:#}"));
        self.look = Look::Plain;
    }

    /// Ends the line.
    fn end(&mut self) {
        self.plain();
        self.text.push('\n');
    }

    /// An empty line, once.
    pub fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A line as it is, cut nowhere.
    pub fn line(&mut self, indent: usize, runs: &[Run]) {
        self.text.push_str(&" ".repeat(indent));
        for (look, text) in runs {
            self.put(*look, text);
        }
        self.end();
    }

    /// Runs that flow into lines, broken at spaces, behind a lead that stands as it is.
    /// Lines after the first stand further in by `hang`. A run without spaces at
    /// its ends joins its neighbours.
    pub fn flow(&mut self, indent: usize, hang: usize, lead: &[Run], runs: &[Run]) {
        self.text.push_str(&" ".repeat(indent));
        let mut at = indent;
        for (look, text) in lead {
            self.put(*look, text);
            at += text.width();
        }
        let mut first = true;
        for (spaced, word) in pieces(runs) {
            let wide: usize = word.iter().map(|(_, text)| text.width()).sum();
            let space = usize::from(spaced && !first);
            if !first && at + space + wide > self.width {
                self.end();
                self.text.push_str(&" ".repeat(indent + hang));
                at = indent + hang;
            } else if space == 1 {
                // A blank looks like what goes on, or like nothing.
                let goes_on = word.first().is_some_and(|(look, _)| *look == self.look);
                if !goes_on {
                    self.plain();
                }
                self.text.push(' ');
                at += 1;
            }
            for (look, text) in word {
                self.put(look, &text);
            }
            at += wide;
            first = false;
        }
        self.end();
    }
}

/// Runs as words that can't be broken, each with whether a space stands before it.
fn pieces(runs: &[Run]) -> Vec<(bool, Vec<Run>)> {
    let mut found: Vec<(bool, Vec<Run>)> = Vec::new();
    let mut space = false;
    for (look, text) in runs {
        for (number, word) in text.split(' ').enumerate() {
            space |= number > 0;
            if word.is_empty() {
                continue;
            }
            let piece = (*look, word.to_owned());
            match found.last_mut() {
                Some((_, last)) if !space => last.push(piece),
                _ => found.push((space, vec![piece])),
            }
            space = false;
        }
    }
    found
}

/// A text filled up with spaces to a width.
pub fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}
