//! Lines of an outline, drawn in a page.

use tieuchi_rendering::bar::Bar;
use tieuchi_rendering::outline::Line;

use super::Speech;
use super::page::{Look, Page, run};

const FULL: char = '█';
const MAYBE: char = '▒';
const REST: char = '░';
const MARK: char = '│';

/// How many cells a bar has.
const CELLS: u32 = 30;

impl Speech {
    /// Draws lines with what stands below them.
    pub fn draw(&self, page: &mut Page, indent: usize, lines: &[Line<'_>]) {
        for line in lines {
            if let Some((score, record)) = line.table {
                self.score_table(page, indent, score, record);
                continue;
            }
            let (sign, look) = line.sign.map(|sign| self.verdict(sign)).map_or(("", Look::Plain), |(s, _, l)| (s, l));
            let mut lead = Vec::new();
            if !sign.is_empty() {
                lead.push(run(look, format!("{sign} ")));
            }
            if !line.letter.is_empty() {
                lead.push(run(Look::Plain, line.letter.clone()));
            }
            if !line.label.is_empty() {
                lead.push(run(Look::Label, format!("{}: ", line.label)));
            }
            // Records have a bar that looks like their counts; numbers stand by themselves.
            if let Some(bar) = line.bar.as_ref().filter(|bar| bar.share) {
                let look = line.runs.first().map_or(Look::Plain, |(look, _)| *look);
                lead.extend([run(look, drawn(bar)), run(Look::Plain, "  ")]);
            }
            let hang = if line.part { 5 } else { 2 };
            page.flow(indent, hang, &lead, &line.runs);
            self.draw(page, indent + hang, &line.below);
        }
    }
}

/// A bar's cells: those before the mark, and those behind it.
fn drawn(bar: &Bar) -> String {
    let cells = bar.cells(CELLS);
    let mut drawn = String::new();
    for cell in 0..=CELLS {
        if cells.mark == Some(cell) {
            drawn.push(MARK);
        }
        if cell < CELLS {
            drawn.push(match cell {
                cell if cell < cells.certain => FULL,
                cell if cell < cells.possible => MAYBE,
                _ => REST,
            });
        }
    }
    drawn
}
