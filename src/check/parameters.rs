//! Parameters: constants with a name, which whoever runs the rules may set.
//!
//! They are settled before anything else is understood. From then on a name
//! that stands alone and is a parameter's is the number or day that it was set
//! to, as if the author had written that: an impossible threshold is found with
//! the value that is really there, and nothing behind the checker knows of them.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{CheckProblem, Finding, SettingProblem, SettingSort, Thing, nearest};
use crate::program::{self, Constant, Name, NumberKind, Type};
use crate::source::{Language, Source, Span};
use crate::syntax::tree::{self, Body, Expr, Literal, Node, SettingType, Value};
use crate::syntax::{Unsettled, setting};

use super::{Checker, MAX_KNOWN};

/// What the parameters of rules are set to.
///
/// A parameter is called by its name in either language. A value is written as in a rule file of either language:
/// `20%`, `7.5` or `7,5`, `2022-12-31` or `31/12/2022`. What could be read in two ways is refused.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    values: Vec<(String, String)>,
}

impl Settings {
    /// Every parameter is what its author says.
    pub fn new() -> Settings {
        Settings::default()
    }

    /// Sets a parameter.
    pub fn set(mut self, name: impl Into<String>, value: impl Into<String>) -> Settings {
        self.values.push((name.into().nfc().collect(), value.into()));
        self
    }

    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

/// The parameters of all files, settled.
#[derive(Default)]
pub(super) struct Parameters {
    /// What stands for each name.
    nodes: HashMap<String, Node>,
    /// The number of each name's parameter.
    places: HashMap<String, u32>,
    /// In the order of the text; the place stands beside each.
    made: Vec<(program::Parameter, Span)>,
    pub findings: Vec<Finding>,
}

impl Parameters {
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.nodes.keys().map(String::as_str)
    }

    /// The number of a parameter.
    pub(super) fn place(&self, name: &str) -> Option<u32> {
        self.places.get(name).copied()
    }
}

/// Settles the parameters of all files.
pub(super) fn settle(files: &[(Source, tree::File)], settings: &Settings) -> Parameters {
    let mut parameters = Parameters::default();
    let fields = fields(files);
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for (_, file) in files {
        for declaration in &file.declarations {
            let Body::Parameter(tree) = &declaration.body else { continue };
            let naming = &tree.naming;
            let both = || [Some(&naming.name), naming.alias.as_ref()].into_iter().flatten();
            if let Some(first) = both().find_map(|name| by_name.get(&name.text)) {
                let see = parameters.made.get(*first).map_or(Span::NONE, |(_, at)| *at);
                let problem = CheckProblem::Twice { thing: Thing::Parameter, name: naming.name.text.clone() };
                parameters.findings.push(Finding::new(problem, naming.name.span).see(see));
                continue;
            }
            if let Some((name, see)) = both().find_map(|name| Some((name, *fields.get(name.text.as_str())?))) {
                let problem = SettingProblem::Clash { name: name.text.clone() };
                parameters.findings.push(Finding::new(CheckProblem::Setting(problem), name.span).see(see));
                continue;
            }
            let Some(made) = parameters.declared(tree, file.language) else { continue };
            let place = parameters.made.len();
            by_name.extend(both().map(|name| (name.text.clone(), place)));
            parameters.made.push((made, naming.name.span));
        }
    }
    parameters.set(settings, &by_name, files);
    for (name, place) in by_name {
        if let Some((parameter, _)) = parameters.made.get(place) {
            parameters.places.insert(name.clone(), u32::try_from(place).unwrap_or(u32::MAX));
            parameters.nodes.insert(name, Node::Literal(value(&parameter.value, parameter.ty)));
        }
    }
    parameters
}

/// Every field's names, with where they are declared.
fn fields(files: &[(Source, tree::File)]) -> HashMap<&str, Span> {
    let mut names: HashMap<&str, Span> = HashMap::new();
    for declaration in files.iter().flat_map(|(_, file)| &file.declarations) {
        let namings: Vec<&tree::Naming> = match &declaration.body {
            Body::Record(record) => record.fields.iter().map(|field| &field.naming).collect(),
            Body::Derive(derive) => vec![&derive.naming],
            Body::Use(_)
            | Body::Document(_)
            | Body::Scale(_)
            | Body::Criterion(_)
            | Body::Claim(_)
            | Body::Parameter(_)
            | Body::Trial(_)
            | Body::Excuse(_) => continue,
        };
        for naming in namings {
            for name in [Some(&naming.name), naming.alias.as_ref()].into_iter().flatten() {
                names.entry(&name.text).or_insert(name.span);
            }
        }
    }
    names
}

impl Parameters {
    fn fault(&mut self, problem: SettingProblem, at: Span) {
        self.findings.push(Finding::new(CheckProblem::Setting(problem), at));
    }

    /// A parameter as its author declares it.
    fn declared(&mut self, tree: &tree::Parameter, language: Language) -> Option<program::Parameter> {
        let name = &tree.naming.name;
        let ty = type_of(tree.ty);
        let default = self.constant(&tree.default, ty, &name.text, language)?;
        let mut range = None;
        if let Some((low, high)) = &tree.range {
            let from = self.constant(low, ty, &name.text, language);
            let to = self.constant(high, ty, &name.text, language);
            let (from, to) = (from?, to?);
            if from > to {
                let (low_text, high_text) = (shown(&from, ty, language), shown(&to, ty, language));
                let problem = CheckProblem::TurnedRange { low: low_text, high: high_text };
                self.findings.push(Finding::new(problem, low.span.to(high.span)));
                return None;
            }
            range = Some((from, to));
        }
        let alias = tree.naming.alias.as_ref().map(|alias| alias.text.clone());
        let own = Some(name.text.clone());
        let (en, vi) = language.pick((own.clone(), alias.clone()), (alias, own));
        let value = default.clone();
        let note = tree.note.as_ref().map(|note| note.text.clone());
        let made = program::Parameter { name: Name { en, vi }, ty, range, default, value, note, place: None };
        self.within(&made, &made.default, language, tree.default.span)?;
        Some(made)
    }

    /// A value of the type that is needed.
    fn constant(&mut self, literal: &Literal, ty: Type, name: &str, language: Language) -> Option<Constant> {
        let found = match &literal.value {
            Value::Number(number) => Constant::Number(number.clone()),
            Value::Percent(share) | Value::Points(share) => Constant::Number(share.clone()),
            Value::Date(date) => Constant::Date(*date),
            Value::Text(_) | Value::None | Value::YesNo(_) => return None,
        };
        if fits(&literal.value, ty) {
            return Some(found);
        }
        let value = written(&literal.value, language);
        let problem = SettingProblem::Value { name: name.to_owned(), value, wanted: wanted(ty), ambiguous: false };
        self.fault(problem, literal.span);
        None
    }

    /// Finds a value out of the parameter's range.
    fn within(&mut self, of: &program::Parameter, value: &Constant, language: Language, at: Span) -> Option<()> {
        let Some((low, high)) = &of.range else { return Some(()) };
        if low <= value && value <= high {
            return Some(());
        }
        let name = of.name.shown(language).to_owned();
        let text = |constant: &Constant| shown(constant, of.ty, language);
        self.fault(SettingProblem::Range { name, value: text(value), low: text(low), high: text(high) }, at);
        None
    }

    /// Sets what is to be set; findings stand where the parameter is declared.
    fn set(&mut self, settings: &Settings, by_name: &HashMap<String, usize>, files: &[(Source, tree::File)]) {
        let language = |at: Span| files.get(at.file as usize).map_or(Language::En, |(_, file)| file.language);
        let main = files.first().map_or(Language::En, |(_, file)| file.language);
        let mut taken = vec![false; self.made.len()];
        for (name, text) in &settings.values {
            let place = by_name.get(name).copied();
            let Some((parameter, at)) = place.and_then(|place| self.made.get(place)).cloned() else {
                let names = self.made.iter().map(|(parameter, _)| parameter.name.shown(main).to_owned());
                let known = names.take(MAX_KNOWN).collect();
                let nearest = nearest(name, by_name.keys().map(String::as_str)).map(str::to_owned);
                self.fault(SettingProblem::Unknown { name: name.clone(), nearest, known }, Span::NONE);
                continue;
            };
            if let Some(taken) = place.and_then(|place| taken.get_mut(place))
                && std::mem::replace(taken, true)
            {
                self.fault(SettingProblem::Twice { name: name.clone() }, at);
                continue;
            }
            let of = parameter.ty;
            let refused = |ambiguous| SettingProblem::Value {
                name: name.clone(),
                value: text.clone(),
                wanted: wanted(of),
                ambiguous,
            };
            let found = match setting(text) {
                Ok(value) if fits(&value, of) => value,
                Ok(_) | Err(Unsettled::Unread) => {
                    self.fault(refused(false), at);
                    continue;
                }
                Err(Unsettled::Ambiguous) => {
                    self.fault(refused(true), at);
                    continue;
                }
            };
            let span = Span::NONE;
            let Some(value) = self.constant(&Literal { value: found, span }, of, name, language(at)) else { continue };
            if self.within(&parameter, &value, language(at), at).is_some()
                && let Some((parameter, _)) = place.and_then(|place| self.made.get_mut(place))
            {
                parameter.value = value;
            }
        }
    }
}

impl<'a> Checker<'a> {
    /// What an expression says, a parameter's name being its value.
    pub(super) fn said<'e>(&self, expr: &'e Expr) -> &'e Node
    where
        'a: 'e,
    {
        match &expr.node {
            Node::Path(path) => match path.as_slice() {
                [name] => match self.parameters.nodes.get(&name.text) {
                    Some(node) => {
                        let place = self.parameters.place(&name.text).unwrap_or(u32::MAX);
                        self.mention(name.span, super::Sense::Parameter(place), super::Role::Used);
                        node
                    }
                    None => &expr.node,
                },
                _ => &expr.node,
            },
            node => node,
        }
    }

    /// The parameters of the program, with their places.
    pub(super) fn program_parameters(&self) -> Vec<program::Parameter> {
        let placed = |(parameter, at): &(program::Parameter, Span)| program::Parameter {
            place: self.place(*at),
            ..parameter.clone()
        };
        self.parameters.made.iter().map(placed).collect()
    }
}

fn type_of(ty: SettingType) -> Type {
    match ty {
        SettingType::Count => Type::Number(NumberKind::Count),
        SettingType::Integer => Type::Number(NumberKind::Integer),
        SettingType::Decimal => Type::Number(NumberKind::Decimal),
        SettingType::Percent => Type::Number(NumberKind::Percent),
        SettingType::Date => Type::Date,
    }
}

fn fits(value: &Value, ty: Type) -> bool {
    match (value, ty) {
        (Value::Number(number), Type::Number(NumberKind::Count)) => number.is_integer() && !number.is_negative(),
        (Value::Number(number), Type::Number(NumberKind::Integer)) => number.is_integer(),
        (Value::Number(_), Type::Number(NumberKind::Decimal))
        | (Value::Percent(_), Type::Number(NumberKind::Percent))
        | (Value::Date(_), Type::Date) => true,
        (
            Value::Number(_)
            | Value::Percent(_)
            | Value::Points(_)
            | Value::Date(_)
            | Value::Text(_)
            | Value::None
            | Value::YesNo(_),
            _,
        ) => false,
    }
}

/// The literal that a parameter's value is.
fn value(constant: &Constant, ty: Type) -> Value {
    match (constant, ty) {
        (Constant::Number(share), Type::Number(NumberKind::Percent)) => Value::Percent(share.clone()),
        (Constant::Number(number), _) => Value::Number(number.clone()),
        (Constant::Date(date), _) => Value::Date(*date),
    }
}

fn wanted(ty: Type) -> SettingSort {
    match ty {
        Type::Number(NumberKind::Count) => SettingSort::Count,
        Type::Number(NumberKind::Integer) => SettingSort::Integer,
        Type::Number(NumberKind::Percent) => SettingSort::Percent,
        Type::Date => SettingSort::Date,
        Type::Number(NumberKind::Decimal) | Type::Text | Type::YesNo | Type::Label(_) | Type::Reference(_) => {
            SettingSort::Number
        }
    }
}

fn shown(constant: &Constant, ty: Type, language: Language) -> String {
    written(&value(constant, ty), language)
}

fn written(value: &Value, language: Language) -> String {
    crate::syntax::print::print_expr(&Expr { node: Node::Literal(value.clone()), span: Span::NONE }, language)
}
