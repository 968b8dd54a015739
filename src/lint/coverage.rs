//! How much of a regulation is encoded.

use crate::program::{Cite, Origin, Program};
use crate::source::Source;
use crate::syntax::tree::{Body, File};

/// The items of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The document's number or short name.
    pub document: String,
    /// Its title.
    pub title: Option<String>,
    /// Its items, in the order of the text.
    pub items: Vec<Covered>,
}

/// An item of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// Its number.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Whether it is measured, and by what.
    pub standing: Standing,
}

/// What has become of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The criteria, awards, scores and ranks that cite it.
    Measured(Vec<String>),
    /// Why it isn't measured.
    Waived(String),
    /// Neither: nobody has thought of it.
    Forgotten,
}

impl Coverage {
    /// How many items are measured, waived and forgotten.
    pub fn counts(&self) -> [usize; 3] {
        let count = |which: fn(&Standing) -> bool| self.items.iter().filter(|item| which(&item.standing)).count();
        [
            count(|standing| matches!(standing, Standing::Measured(_))),
            count(|standing| matches!(standing, Standing::Waived(_))),
            count(|standing| matches!(standing, Standing::Forgotten)),
        ]
    }
}

/// The documents of the files for which `own` says so, with what has become of each item. A waived item that is cited
/// all the same counts as measured; the checker warns of it.
pub fn coverage(files: &[(Source, File)], own: impl Fn(u32) -> bool, program: &Program) -> Vec<Coverage> {
    let own: Vec<&str> = (0u32..)
        .zip(files)
        .filter(|(file, _)| own(*file))
        .flat_map(|(_, (_, tree))| &tree.declarations)
        .filter_map(|declaration| {
            let Body::Document(document) = &declaration.body else { return None };
            Some(document.code.text.as_str())
        })
        .collect();
    let citing = citing(program);
    let documents = (0u32..).zip(&program.documents).filter(|(_, document)| own.contains(&document.code.as_str()));
    let items = |number: u32, document: &crate::program::Document| {
        let covered = |(item, declared): (u32, &crate::program::Item)| {
            let is = |cite: &Cite| *cite == Cite { document: number, item };
            let by: Vec<String> =
                citing.iter().filter(|(_, cites)| cites.iter().any(is)).map(|(name, _)| name.clone()).collect();
            let standing = match &declared.waived {
                _ if !by.is_empty() => Standing::Measured(by),
                Some(reason) => Standing::Waived(reason.clone()),
                None => Standing::Forgotten,
            };
            Covered { id: declared.id.clone(), title: declared.title.clone(), standing }
        };
        (0u32..).zip(&document.items).map(covered).collect()
    };
    documents
        .map(|(number, document)| Coverage {
            document: document.code.clone(),
            title: document.title.clone(),
            items: items(number, document),
        })
        .collect()
}

/// What cites items, by name.
fn citing(program: &Program) -> Vec<(String, &[Cite])> {
    let mut found: Vec<(String, &[Cite])> = Vec::new();
    found.extend(program.criteria.iter().map(|criterion| (criterion.id.clone(), criterion.cites.as_slice())));
    let named = |kind: &crate::program::Kind, field: &crate::program::Field| {
        let language = program.language;
        format!("{}.{}", kind.name.shown(language), field.name.shown(language))
    };
    for kind in &program.kinds {
        for field in &kind.fields {
            let cites = match &field.origin {
                Origin::Award { cites, .. } => cites,
                Origin::Rank(rank) => &rank.cites,
                Origin::Key | Origin::Data { .. } | Origin::Define(_) | Origin::Previous { .. } => continue,
            };
            found.push((named(kind, field), cites));
        }
    }
    for score in &program.scores {
        let kind = program.kinds.get(score.kind.at());
        let field = kind.and_then(|kind| Some((kind, kind.fields.get(score.field.at())?)));
        found.extend(field.map(|(kind, field)| (named(kind, field), score.cites.as_slice())));
    }
    found
}
