//! The table of items and verdicts.

use maud::{Markup, html};
use tieuchi::report::{DocumentReport, ItemReport};

use super::{Sheet, anchor, boxed};
use crate::speech::{derived, is_encoded};

impl Sheet<'_> {
    /// What each item comes to, document by document.
    pub(super) fn items(&self) -> Markup {
        let words = self.speech.words;
        let documents = self.report.documents.iter().filter(|document| !document.items.is_empty());
        html! {
            @if self.report.documents.iter().any(|document| !document.items.is_empty()) {
                section aria-labelledby="items-h" {
                    h2 #items-h { (words.coverage) }
                    @for document in documents { (self.document(document)) }
                }
            }
        }
    }

    fn document(&self, document: &DocumentReport) -> Markup {
        let words = self.speech.words;
        let encoded = document.items.iter().filter(|item| is_encoded(item)).count();
        boxed(
            &document.code,
            html! {
                caption { strong { (document.code) } " · " ((words.encoded)(encoded, document.items.len())) }
                thead { tr {
                    th .words scope="col" { (words.item) }
                    th scope="col" { (words.content) }
                    th scope="col" { (words.verdict) }
                } }
                tbody { @for item in &document.items { tr {
                    th scope="row" { (item.id) }
                    td { (item.title) }
                    td { (self.item(item)) }
                } } }
            },
        )
    }

    fn item(&self, item: &ItemReport) -> Markup {
        let words = self.speech.words;
        let place = |id: &String| self.report.criteria.iter().position(|criterion| criterion.id == *id);
        let criteria: Vec<usize> = item.criteria.iter().filter_map(place).collect();
        html! {
            ul .verdicts {
                @for number in criteria {
                    @if let Some(criterion) = self.report.criteria.get(number) {
                        li { (self.sign(criterion.verdict)) " " a href=(anchor(number)) { (criterion.id) } }
                    }
                }
                @for field in derived(self.report, item) {
                    li { a href={ "#" (field.section) (field.number + 1) } { (field.name) } }
                }
                @if let Some(reason) = &item.waived {
                    li .faint { (words.waived) ": " (reason) }
                } @else if !is_encoded(item) {
                    li .faint { (words.without_criterion) }
                }
            }
        }
    }
}
