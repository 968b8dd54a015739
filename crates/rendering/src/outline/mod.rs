//! A report's explanations as lines, each with what stands below it: what all renderings draw.

mod clause;
mod criterion;
mod tree;

use tieuchi::report::{ScoreReport, ScoredReport};
use tieuchi::verdict::Verdict;

use crate::bar::Bar;
use crate::look::{Look, Run, run};

/// A line.
#[derive(Debug, Default)]
pub struct Line<'r> {
    /// What is said of what stands on it.
    pub sign: Option<Verdict>,
    /// Whether it is a part of a list.
    pub part: bool,
    /// Its letter there; empty where there are none.
    pub letter: String,
    /// The name of the line.
    pub label: String,
    /// A bar.
    pub bar: Option<Bar>,
    /// What it says.
    pub runs: Vec<Run>,
    /// A table of points that stands here instead.
    pub table: Option<(&'r ScoreReport, &'r ScoredReport)>,
    /// What stands below it.
    pub below: Vec<Line<'r>>,
}

impl<'r> Line<'r> {
    /// A line that says something.
    pub fn said(runs: Vec<Run>) -> Line<'r> {
        Line { runs, ..Line::default() }
    }

    /// A line of which something is said.
    pub fn signed(sign: Verdict, runs: Vec<Run>) -> Line<'r> {
        Line { sign: Some(sign), runs, ..Line::default() }
    }

    /// A line with a name.
    pub fn labelled(label: impl Into<String>, runs: Vec<Run>) -> Line<'r> {
        Line { label: label.into(), runs, ..Line::default() }
    }

    /// A line that stands back.
    pub fn faint(text: impl Into<String>) -> Line<'r> {
        Line::said(vec![run(Look::Faint, text)])
    }

    /// With what stands below it.
    pub fn above(self, below: Vec<Line<'r>>) -> Line<'r> {
        Line { below, ..self }
    }
}
