//! Tables of points: a line a record, or filled in whole.

use tieuchi::report::{ScoreLineReport, ScoreReport, ScoredReport};
use tieuchi_rendering::prose;
use tieuchi_rendering::speech::is_open;
use unicode_width::UnicodeWidthStr;

use super::Speech;
use super::page::{Look, Page, padded, run};

/// How many records' points a report shows.
const SHOWN: usize = 20;

impl Speech {
    /// A table with a line for each record: its total, and the points of the lines at the top.
    pub fn score(&self, page: &mut Page, score: &ScoreReport) {
        self.score_heading(page, score);
        let shown = score.records.get(..SHOWN.min(score.records.len())).unwrap_or_default();
        let totals: Vec<String> = shown.iter().map(|record| self.value(&record.total)).collect();
        let id_wide = shown.iter().map(|record| record.id.width()).max().unwrap_or(0);
        let wide = totals.iter().map(|total| total.width()).max().unwrap_or(0);
        for (record, total) in shown.iter().zip(totals) {
            let look = if is_open(&record.total) { Look::Open } else { Look::Strong };
            let blank = " ".repeat(wide.saturating_sub(total.width()));
            let lead = [run(Look::Plain, format!("{}  {blank}", padded(&record.id, id_wide))), run(look, total)];
            let lines = score.lines.iter().zip(&record.points).filter(|(line, _)| !line.id.contains('.'));
            let points: Vec<String> =
                lines.map(|(line, points)| format!("{}) {}", line.marker, self.points(line, points))).collect();
            let tail = [run(Look::Plain, "   "), run(Look::Faint, points.join(" · "))];
            page.flow(4, id_wide + wide + 5, &[lead.as_slice(), &tail[..1]].concat(), &tail[1..]);
        }
        let more = score.more + (score.records.len() - shown.len()) as u64;
        if more > 0 {
            page.line(4, &[run(Look::Faint, (self.words.and_more)(more))]);
        }
    }

    /// A record's table, filled in as a committee would sign it.
    pub fn score_table(&self, page: &mut Page, indent: usize, score: &ScoreReport, record: &ScoredReport) {
        page.flow(indent, 2, &[run(Look::Strong, format!("{}: ", record.id))], &self.score_title(score));
        let markers = |line: &ScoreLineReport| format!("{}{})", "  ".repeat(depth(line)), line.marker);
        let marker_wide = score.lines.iter().map(|line| markers(line).width()).max().unwrap_or(0);
        let points: Vec<String> =
            score.lines.iter().zip(&record.points).map(|(line, points)| self.points(line, points)).collect();
        let total = self.value(&record.total);
        let wide = points.iter().chain([&total]).map(|points| points.width()).max().unwrap_or(0);
        for ((line, value), points) in score.lines.iter().zip(&record.points).zip(&points) {
            let look = if is_open(value) { Look::Open } else { Look::Strong };
            let blank = " ".repeat(wide.saturating_sub(points.width()));
            let lead = [
                run(Look::Plain, format!("{}  {blank}", padded(&markers(line), marker_wide))),
                run(look, points.clone()),
                run(Look::Plain, "  "),
            ];
            let mut runs = vec![run(Look::Plain, line.title.clone())];
            if let Some(most) = &line.most {
                runs.push(run(Look::Faint, format!(" ({})", (self.words.out_of)(&self.number(most)))));
            }
            if !line.text.is_empty() {
                runs.push(run(Look::Faint, format!(" · {}", prose(&line.text))));
            }
            page.flow(indent + 2, marker_wide + wide + 4, &lead, &runs);
        }
        let look = if is_open(&record.total) { Look::Open } else { Look::Strong };
        let blank = " ".repeat((marker_wide + 2 + wide).saturating_sub(total.width()));
        let most = score.most.as_ref().map_or(String::new(), |most| {
            let most = (self.words.out_of)(&self.number(most));
            format!("  {} ({most})", self.words.score_total)
        });
        page.line(indent + 2, &[run(Look::Plain, blank), run(look, total), run(Look::Plain, most)]);
        self.draw(page, indent + 2, &self.gaps(&record.open, false));
    }

    fn score_heading(&self, page: &mut Page, score: &ScoreReport) {
        page.flow(2, 2, &[], &self.score_title(score));
    }
}

fn depth(line: &ScoreLineReport) -> usize {
    line.id.matches('.').count()
}
