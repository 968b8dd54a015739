//! Documents, their items and periods, and who cites what.

use std::collections::HashMap;

use crate::date::Date;
use crate::diagnostic::{CheckProblem, PeriodFault, Thing};
use crate::program::{self, Item};
use crate::source::Span;
use crate::syntax::tree::{self, Body, Cite};

use super::{Checker, Role, Sense, next};

/// A document being collected.
pub(super) struct Document<'a> {
    pub result: program::Document,
    file: u32,
    at: Span,
    items: HashMap<&'a str, u32>,
    /// Where each item stands, and whether anything cites it.
    cited: Vec<(Span, bool)>,
}

impl<'a> Checker<'a> {
    /// Collects the documents.
    pub(super) fn documents(&mut self) {
        for (file, declaration) in self.declarations() {
            if let Body::Document(document) = &declaration.body {
                self.document(file, document);
            }
        }
    }

    fn document(&mut self, file: u32, document: &'a tree::Document) {
        let code = &document.code;
        let first = self.document_codes.get(code.text.as_str()).and_then(|first| self.documents.get(*first as usize));
        if let Some(first) = first.map(|first| first.at) {
            let problem = CheckProblem::Twice { thing: Thing::Document, name: code.text.clone() };
            return self.fault_see(problem, code.span, first);
        }
        if let Some(period) = &document.period
            && period.from > period.to
        {
            let (low, high) = (self.date_text(period.from, file), self.date_text(period.to, file));
            self.fault(CheckProblem::TurnedRange { low, high }, period.span);
        }
        let mut entry = Document {
            result: program::Document {
                code: code.text.clone(),
                title: document.title.as_ref().map(|title| title.text.clone()),
                period: document.period.as_ref().map(|period| (period.from, period.to)),
                items: Vec::new(),
            },
            file,
            at: code.span,
            items: HashMap::new(),
            cited: Vec::new(),
        };
        for item in &document.items {
            if let Some(first) = entry.items.get(item.id.text.as_str()).copied() {
                let first = entry.cited.get(first as usize).map_or(Span::NONE, |(at, _)| *at);
                self.twice(Thing::Item, &item.id, first);
                continue;
            }
            let place = program::Cite { document: next(&self.documents), item: next(&entry.result.items) };
            self.mention(item.id.span, Sense::Item(place.document, place.item), Role::Declared);
            entry.items.insert(&item.id.text, place.item);
            self.items.entry(&item.id.text).or_default().push(place);
            entry.cited.push((item.id.span, false));
            entry.result.items.push(Item {
                id: item.id.text.clone(),
                title: item.title.text.clone(),
                waived: item.waived.as_ref().map(|reason| reason.text.clone()),
            });
        }
        self.mention(code.span, Sense::Document(next(&self.documents)), Role::Declared);
        self.document_codes.insert(&code.text, next(&self.documents));
        self.documents.push(entry);
    }

    /// The items cited; finds those that aren't there.
    pub(super) fn cites(&mut self, cites: &'a [Cite], file: u32) -> Vec<program::Cite> {
        cites.iter().filter_map(|cite| self.cite(cite, file)).collect()
    }

    fn cite(&mut self, cite: &'a Cite, file: u32) -> Option<program::Cite> {
        let id = &cite.item;
        let places: Vec<program::Cite> = match &cite.document {
            Some(code) => {
                let Some(place) = self.document_codes.get(code.text.as_str()).copied() else {
                    let known = self.documents.iter().map(|known| known.result.code.as_str());
                    let nearest = self.suggest(&code.text, known);
                    self.fault(CheckProblem::UnknownDocument { code: code.text.clone(), nearest }, code.span);
                    return None;
                };
                self.mention(code.span, Sense::Document(place), Role::Used);
                self.items_named(&id.text, |document, _| document == place)
            }
            // The file's own documents come first, then the main file's, then any.
            None => {
                let own = self.items_named(&id.text, |_, document| document.file == file);
                let main = self.items_named(&id.text, |_, document| document.file == 0);
                let any = self.items_named(&id.text, |_, _| true);
                [own, main, any].into_iter().find(|places| !places.is_empty()).unwrap_or_default()
            }
        };
        match places[..] {
            [place] => {
                self.mention(id.span, Sense::Item(place.document, place.item), Role::Used);
                let document = self.documents.get_mut(place.document as usize)?;
                if let Some((_, cited)) = document.cited.get_mut(place.item as usize) {
                    *cited = true;
                }
                Some(place)
            }
            [] => {
                let document = cite.document.as_ref().map(|code| code.text.clone());
                let among =
                    self.documents.iter().filter(|known| document.as_ref().is_none_or(|d| *d == known.result.code));
                let ids = among.flat_map(|known| known.result.items.iter().map(|item| item.id.as_str()));
                let nearest = self.suggest(&id.text, ids);
                self.fault(CheckProblem::UnknownItem { id: id.text.clone(), document, nearest }, id.span);
                None
            }
            _ => {
                let code = |place: &program::Cite| self.documents.get(place.document as usize);
                let documents = places.iter().filter_map(code).map(|document| document.result.code.clone()).collect();
                self.fault(CheckProblem::AmbiguousItem { id: id.text.clone(), documents }, id.span);
                None
            }
        }
    }

    fn items_named(&self, id: &str, wanted: impl Fn(u32, &Document<'a>) -> bool) -> Vec<program::Cite> {
        let places = self.items.get(id).map_or(&[][..], Vec::as_slice).iter();
        let among = |place: &&program::Cite| {
            self.documents.get(place.document as usize).is_some_and(|document| wanted(place.document, document))
        };
        places.filter(among).copied().collect()
    }

    /// The period: of the file's own document, or else of the main file's, or else of the only one.
    pub(super) fn period(&mut self, file: u32, at: Span) -> Option<(Date, Date)> {
        let among = |wanted: &dyn Fn(&Document<'a>) -> bool| -> Vec<(Date, Date)> {
            self.documents
                .iter()
                .filter(|document| wanted(document))
                .filter_map(|document| document.result.period)
                .collect()
        };
        let own = among(&|document| document.file == file);
        let main = among(&|document| document.file == 0);
        let any = among(&|_| true);
        let found = [own, main, any].into_iter().find(|periods| !periods.is_empty()).unwrap_or_default();
        let fault = match found[..] {
            [period] => return Some(period),
            [] => PeriodFault::None,
            _ => PeriodFault::Several,
        };
        self.fault(CheckProblem::Period(fault), at);
        None
    }

    /// Finds items of the main file's documents that nothing encodes, and waived ones that something cites.
    pub(super) fn coverage(&mut self) {
        let mut found = Vec::new();
        for document in self.documents.iter().filter(|document| document.file == 0) {
            for (item, (at, cited)) in document.result.items.iter().zip(&document.cited) {
                let id = item.id.clone();
                match (item.waived.is_some(), cited) {
                    (false, false) => found.push((CheckProblem::Uncovered { id }, *at)),
                    (true, true) => found.push((CheckProblem::WaivedAndCited { id }, *at)),
                    (false, true) | (true, false) => {}
                }
            }
        }
        for (problem, at) in found {
            self.fault(problem, at);
        }
    }
}
