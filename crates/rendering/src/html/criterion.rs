//! A criterion on the page: its verdict, a picture, the sentence of the rule, and what is behind it.

use maud::{Markup, html};
use tieuchi::report::{CriterionReport, ListReport, What};
use tieuchi::verdict::Verdict;

use super::{Pen, class};
use crate::look::Look;
use crate::look::run;
use crate::outline::Line;
use crate::speech::prose;

impl Pen {
    /// A criterion with all that is behind its verdict.
    pub(super) fn criterion(&self, number: usize, criterion: &CriterionReport) -> Markup {
        let words = self.speech.words;
        let id = format!("c{}", number + 1);
        let foot = self.speech.foot(criterion);
        html! {
            article #(id) .{ "criterion " (class(criterion.verdict)) } aria-labelledby={ (id) "-h" } {
                h3 #{ (id) "-h" } { span .id { (criterion.id) } " " (criterion.title) }
                p { (self.badge(criterion.verdict)) }
                (self.picture(criterion))
                p .rule { span .label { (words.requirement) ":" } " " q { (prose(&criterion.text)) } }
                (self.lines(&self.speech.grounds(criterion)))
                @if !foot.is_empty() { p .foot .faint { (foot) } }
            }
        }
    }

    /// The whole of a criterion as a picture: its records, or its parts. What is a bar stands with its line.
    fn picture(&self, criterion: &CriterionReport) -> Markup {
        if let Some(each) = &criterion.for_each {
            return html! { @if each.counts.all() > 1 { (self.strip(&each.counts)) } };
        }
        match criterion.explanation.as_ref().map(|explanation| &explanation.what) {
            Some(What::List(list)) => self.parts(list),
            Some(What::Test(_) | What::Presence(_) | What::Not(_) | What::Meets(_)) => {
                let mut one = tieuchi::report::Totals::default();
                *match criterion.verdict {
                    Verdict::Met => &mut one.met,
                    Verdict::NotMet => &mut one.not_met,
                    Verdict::Undetermined => &mut one.undetermined,
                    Verdict::NotApplicable => &mut one.not_applicable,
                } = 1;
                self.strip(&one)
            }
            Some(What::Clause(_) | What::Compare(_)) | None => html! {},
        }
    }

    fn parts(&self, list: &ListReport) -> Markup {
        let totals = tieuchi::report::Totals {
            met: u64::from(list.holds),
            not_met: u64::from(list.fails),
            undetermined: u64::from(list.unknown),
            not_applicable: 0,
        };
        self.strip(&totals)
    }

    /// Lines as lists in lists.
    pub(super) fn lines(&self, lines: &[Line<'_>]) -> Markup {
        html! { @if !lines.is_empty() { ul .lines { @for line in lines { li { (self.line(line)) } } } } }
    }

    fn line(&self, line: &Line<'_>) -> Markup {
        html! {
            @if let Some((score, record)) = line.table { (self.filled_in(score, record)) } @else {
                @if let Some(bar) = &line.bar { (self.bar(bar, line)) }
                @if let Some(sign) = line.sign { (self.sign(sign)) " " }
                (line.letter)
                @if !line.label.is_empty() { (self.runs(&[run(Look::Label, format!("{}: ", line.label))])) }
                (self.runs(&line.runs))
                (self.lines(&line.below))
            }
        }
    }
}
