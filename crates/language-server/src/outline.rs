//! What is in a file: its declarations, what folds, and what its names are.

use serde_json::{Value, json};
use tieuchi::check::{Role, Sense};
use tieuchi::source::Span;
use tieuchi::syntax::tree::{Body, Declaration, Derived};

use crate::text::Range;
use crate::workspace::{Analysis, Workspace};

/// Kinds of symbols as the protocol numbers them.
mod symbol {
    pub const FILE: u32 = 1;
    pub const PACKAGE: u32 = 4;
    pub const CLASS: u32 = 5;
    pub const PROPERTY: u32 = 7;
    pub const FIELD: u32 = 8;
    pub const ENUM: u32 = 10;
    pub const FUNCTION: u32 = 12;
    pub const CONSTANT: u32 = 14;
    pub const STRING: u32 = 15;
    pub const ENUM_MEMBER: u32 = 22;
    pub const EVENT: u32 = 24;
}

/// One line of the outline.
#[derive(Debug, Clone)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// What is said of it beside.
    pub detail: String,
    /// The kind, as the protocol numbers them.
    pub kind: u32,
    /// All of it.
    pub whole: Span,
    /// Its name's place.
    pub at: Span,
    /// What is in it.
    pub children: Vec<Symbol>,
}

impl Symbol {
    fn new(name: &str, detail: &str, kind: u32, whole: Span, at: Span) -> Symbol {
        Symbol { name: name.to_owned(), detail: detail.to_owned(), kind, whole, at, children: Vec::new() }
    }

    /// As the protocol has it.
    fn shown(&self, analysis: &Analysis, file: u32) -> Value {
        let text = analysis.text(file);
        let children: Vec<Value> = self.children.iter().map(|child| child.shown(analysis, file)).collect();
        json!({
            "name": if self.name.is_empty() { "…" } else { self.name.as_str() }, "detail": self.detail, "kind": self.kind,
            "range": text.range(self.whole), "selectionRange": text.range(self.at), "children": children,
        })
    }
}

/// The outline of a file.
pub fn symbols(workspace: &Workspace, uri: &str) -> Vec<Value> {
    let Some((analysis, file)) = workspace.file(uri) else { return Vec::new() };
    let Some(tree) = analysis.tree(file) else { return Vec::new() };
    tree.declarations.iter().map(|declaration| one(declaration).shown(&analysis, file)).collect()
}

fn one(declaration: &Declaration) -> Symbol {
    let whole = declaration.span;
    match &declaration.body {
        Body::Use(name) => Symbol::new(&name.text, "", symbol::FILE, whole, name.span),
        Body::Document(document) => {
            let title = document.title.as_ref().map_or("", |title| title.text.as_str());
            let mut found = Symbol::new(&document.code.text, title, symbol::PACKAGE, whole, document.code.span);
            let item = |item: &tieuchi::syntax::tree::Item| {
                Symbol::new(&item.id.text, &item.title.text, symbol::STRING, item.span, item.id.span)
            };
            found.children = document.items.iter().map(item).collect();
            found
        }
        Body::Scale(scale) => {
            let name = &scale.naming.name;
            let mut found = Symbol::new(&name.text, "", symbol::ENUM, whole, name.span);
            let labels = scale.labels.iter();
            found.children =
                labels.map(|label| Symbol::new(&label.text, "", symbol::ENUM_MEMBER, label.span, label.span)).collect();
            found
        }
        Body::Record(record) => {
            let name = &record.naming.name;
            let mut found = Symbol::new(&name.text, "", symbol::CLASS, whole, name.span);
            let field = |field: &tieuchi::syntax::tree::Field| {
                let note = field.note.as_ref().map_or("", |note| note.text.as_str());
                Symbol::new(&field.naming.name.text, note, symbol::FIELD, field.span, field.naming.name.span)
            };
            found.children = record.fields.iter().map(field).collect();
            found
        }
        Body::Derive(derive) => {
            let name = format!("{}.{}", derive.kind.text, derive.naming.name.text);
            let kind = match &derive.what {
                Derived::Define(_) | Derived::Table(_) => symbol::PROPERTY,
                Derived::Award { .. } | Derived::Bands(_) | Derived::Rank(_) | Derived::Score(_) => symbol::FUNCTION,
            };
            Symbol::new(&name, "", kind, whole, derive.naming.name.span)
        }
        Body::Criterion(criterion) => {
            Symbol::new(&criterion.id.text, &criterion.title.text, symbol::EVENT, whole, criterion.id.span)
        }
        Body::Claim(claim) => Symbol::new(&claim.id.text, &claim.title.text, symbol::EVENT, whole, claim.id.span),
        Body::Parameter(parameter) => {
            let name = &parameter.naming.name;
            Symbol::new(&name.text, "", symbol::CONSTANT, whole, name.span)
        }
        Body::Trial(trial) => Symbol::new(&trial.title.text, "", symbol::EVENT, whole, trial.title.span),
        Body::Excuse(excuse) => Symbol::new(&excuse.reason.text, "", symbol::STRING, whole, excuse.reason.span),
    }
}

/// Declarations of all packs whose name has a text in it; letters without their marks are found too.
pub fn workspace_symbols(workspace: &Workspace, query: &str) -> Vec<Value> {
    /// As many as anybody reads.
    const MOST: usize = 500;
    let wanted = tieuchi::diagnostic::fold(query);
    let mut found: Vec<Value> = Vec::new();
    for analysis in workspace.all() {
        for (file, (_, tree)) in (0u32..).zip(&analysis.files) {
            for declaration in &tree.declarations {
                let top = one(declaration);
                let inner = top.children.iter().map(|child| (child, top.name.as_str()));
                for (symbol, container) in std::iter::once((&top, "")).chain(inner) {
                    let text = format!("{} {}", symbol.name, symbol.detail);
                    if !tieuchi::diagnostic::fold(&text).contains(&wanted) {
                        continue;
                    }
                    let (uri, range) = (analysis.uri(file), analysis.text(file).range(symbol.at));
                    let value = json!({
                        "name": symbol.name, "kind": symbol.kind, "containerName": container,
                        "location": { "uri": uri, "range": range },
                    });
                    if !found.contains(&value) {
                        found.push(value);
                    }
                    if found.len() >= MOST {
                        return found;
                    }
                }
            }
        }
    }
    found
}

/// What folds: each declaration of several lines.
pub fn folds(workspace: &Workspace, uri: &str) -> Vec<(u32, u32)> {
    let Some((analysis, file)) = workspace.file(uri) else { return Vec::new() };
    let Some(tree) = analysis.tree(file) else { return Vec::new() };
    let ranges = tree.declarations.iter().map(|declaration| analysis.text(file).range(declaration.span));
    ranges.filter(|range| range.end.line > range.start.line).map(|range| (range.start.line, range.end.line)).collect()
}

/// The types of names in colours, in the order in which they are numbered.
pub const TOKEN_TYPES: &[&str] =
    &["class", "property", "enum", "enumMember", "namespace", "string", "event", "parameter"];

/// The names of a file in colours: five numbers each, as the protocol packs them.
pub fn tokens(workspace: &Workspace, uri: &str) -> Vec<u32> {
    let Some((analysis, file)) = workspace.file(uri) else { return Vec::new() };
    let text = analysis.text(file);
    let mut packed = Vec::new();
    let (mut line, mut column) = (0, 0);
    for mention in analysis.index.mentions.iter().filter(|mention| mention.at.file == file) {
        let Range { start, end } = text.range(mention.at);
        if start.line != end.line || (start.line, start.character) < (line, column) {
            continue;
        }
        let ty = match mention.sense {
            Sense::Kind(_) => 0,
            Sense::Field(..) => 1,
            Sense::Scale(_) => 2,
            Sense::Label(..) => 3,
            Sense::Document(_) => 4,
            Sense::Item(..) => 5,
            Sense::Criterion(_) | Sense::Claim(_) => 6,
            Sense::Parameter(_) => 7,
        };
        let behind = if start.line == line { start.character - column } else { start.character };
        packed.extend([
            start.line - line,
            behind,
            end.character - start.character,
            ty,
            u32::from(mention.role != Role::Used),
        ]);
        (line, column) = (start.line, start.character);
    }
    packed
}
