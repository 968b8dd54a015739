//! A tree in the other language: declared names swapped with their aliases, and every reference with them.
//!
//! Contract. Titles, labels, notes, comments and identifiers of items stay. A
//! reference is looked up where it stands (a field of the records in hand,
//! innermost first), so that two fields of one name may have different aliases.
//! A kind is spoken of in the plural in English where several are meant.

use std::collections::BTreeMap;

use crate::exact::Exact;
use crate::source::Language;

use super::tree::*;

/// A name in each language, as far as it has one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Pair {
    en: Option<String>,
    vi: Option<String>,
}

impl Pair {
    fn of(naming: &Naming, language: Language) -> Pair {
        let (name, alias) = (Some(naming.name.text.clone()), naming.alias.as_ref().map(|alias| alias.text.clone()));
        match language {
            Language::En => Pair { en: name, vi: alias },
            Language::Vi => Pair { en: alias, vi: name },
        }
    }

    fn get(&self, language: Language) -> Option<&String> {
        language.pick(self.en.as_ref(), self.vi.as_ref())
    }
}

#[derive(Debug, Clone, Default)]
struct KindNames {
    pair: Pair,
    plural: Option<String>,
    fields: Vec<FieldNames>,
}

#[derive(Debug, Clone)]
struct FieldNames {
    pair: Pair,
    /// The type that it names, and the language that the name is in.
    target: Option<(Language, String)>,
}

/// The names that a set of files declares, in both languages.
#[derive(Debug, Clone, Default)]
pub struct Names {
    kinds: Vec<KindNames>,
    scales: Vec<Pair>,
    /// Kinds by every name that they are called by.
    by_name: BTreeMap<(Language, String), usize>,
}

impl Names {
    /// The names that these files declare. Give every file of a pack and of the packs that it uses.
    pub fn gather(files: &[&File]) -> Names {
        let mut names = Names::default();
        for file in files {
            for declaration in &file.declarations {
                match &declaration.body {
                    Body::Record(record) if !record.extends => names.record(record, file.language),
                    Body::Scale(scale) => names.scales.push(Pair::of(&scale.naming, file.language)),
                    Body::Use(_) | Body::Document(_) | Body::Record(_) | Body::Derive(_) | Body::Criterion(_) => {}
                }
            }
        }
        for file in files {
            for declaration in &file.declarations {
                let (kind, fields) = match &declaration.body {
                    Body::Record(record) => {
                        (&record.naming.name, record.fields.iter().map(|field| field_names(field, file)).collect())
                    }
                    Body::Derive(derive) => {
                        let pair = Pair::of(&derive.naming, file.language);
                        (&derive.kind, vec![FieldNames { pair, target: None }])
                    }
                    Body::Use(_) | Body::Document(_) | Body::Scale(_) | Body::Criterion(_) => continue,
                };
                if let Some(kind) = names.kind(&kind.text, file.language).and_then(|at| names.kinds.get_mut(at)) {
                    kind.fields.extend(fields);
                }
            }
        }
        names
    }

    fn record(&mut self, record: &Record, language: Language) {
        let pair = Pair::of(&record.naming, language);
        let plural = record.plural.as_ref().map(|plural| plural.text.clone());
        let plural = plural.or_else(|| pair.en.as_ref().map(|name| format!("{name}s")));
        let called = [(Language::En, pair.en.clone()), (Language::Vi, pair.vi.clone()), (Language::En, plural.clone())];
        for (language, name) in called {
            if let Some(name) = name {
                self.by_name.entry((language, name)).or_insert(self.kinds.len());
            }
        }
        self.kinds.push(KindNames { pair, plural, fields: Vec::new() });
    }

    fn kind(&self, name: &str, language: Language) -> Option<usize> {
        self.by_name.get(&(language, name.to_owned())).copied()
    }

    fn field(&self, kind: usize, name: &str, language: Language) -> Option<&FieldNames> {
        let called = |field: &&FieldNames| field.pair.get(language).is_some_and(|text| text == name);
        self.kinds.get(kind)?.fields.iter().find(called)
    }

    /// A field of that name of any kind.
    fn any_field(&self, name: &str, language: Language) -> Option<&FieldNames> {
        (0..self.kinds.len()).find_map(|kind| self.field(kind, name, language))
    }

    fn scale(&self, name: &str, language: Language) -> Option<&Pair> {
        self.scales.iter().find(|pair| pair.get(language).is_some_and(|text| text == name))
    }
}

fn field_names(field: &Field, file: &File) -> FieldNames {
    let target = if let FieldType::Named(name) = &field.ty { Some((file.language, name.text.clone())) } else { None };
    FieldNames { pair: Pair::of(&field.naming, file.language), target }
}

/// The file in `language`, and the names in it that have no alias and stay as they are.
pub fn translate(file: &File, language: Language, names: &Names) -> (File, Vec<String>) {
    let mut file = file.clone();
    if file.language == language {
        return (file, Vec::new());
    }
    let mut translator = Translator { names, from: file.language, to: language, missing: Vec::new() };
    for declaration in &mut file.declarations {
        translator.declaration(&mut declaration.body);
    }
    file.language = language;
    (file, translator.missing)
}

struct Translator<'a> {
    names: &'a Names,
    from: Language,
    to: Language,
    missing: Vec<String>,
}

/// The kinds of the records in hand, outermost first.
type Hand = Vec<usize>;

fn with(hand: &Hand, kind: Option<usize>) -> Hand {
    hand.iter().copied().chain(kind).collect()
}

impl Translator<'_> {
    fn rename(&mut self, ident: &mut Ident, to: Option<String>) {
        match to {
            Some(text) => ident.text = text,
            None if self.missing.contains(&ident.text) => {}
            None => self.missing.push(ident.text.clone()),
        }
    }

    fn naming(&mut self, naming: &mut Naming) {
        match &mut naming.alias {
            Some(alias) => std::mem::swap(alias, &mut naming.name),
            None => {
                let mut name = naming.name.clone();
                self.rename(&mut name, None);
            }
        }
    }

    fn declaration(&mut self, body: &mut Body) {
        match body {
            Body::Use(_) | Body::Document(_) => {}
            Body::Scale(scale) => self.naming(&mut scale.naming),
            Body::Record(record) => {
                if record.extends {
                    self.kind(&mut record.naming.name, true);
                } else {
                    self.naming(&mut record.naming);
                }
                for field in &mut record.fields {
                    self.naming(&mut field.naming);
                    if let FieldType::Named(name) = &mut field.ty {
                        self.type_name(name);
                    }
                }
            }
            Body::Derive(derive) => {
                let hand = with(&Hand::new(), self.kind(&mut derive.kind, true));
                self.naming(&mut derive.naming);
                match &mut derive.what {
                    Derived::Define(expr) => self.expr(expr, &hand),
                    Derived::Award { scale, cases, cites: _, otherwise: _ } => {
                        self.type_name(scale);
                        for case in cases {
                            self.expr(&mut case.when, &hand);
                        }
                    }
                }
            }
            Body::Criterion(criterion) => {
                let mut hand = Hand::new();
                for each in &mut criterion.for_each {
                    hand.extend(self.kind(&mut each.kind, true));
                    if let Some(filter) = &mut each.filter {
                        self.expr(filter, &hand);
                    }
                }
                self.expr(&mut criterion.condition, &hand);
            }
        }
    }

    /// Renames a kind; says which it is.
    fn kind(&mut self, ident: &mut Ident, one: bool) -> Option<usize> {
        let at = self.names.kind(&ident.text, self.from);
        let kind = at.and_then(|at| self.names.kinds.get(at));
        let to = kind.and_then(|kind| match self.to {
            Language::En if !one => kind.pair.en.as_ref().and(kind.plural.clone()),
            Language::En | Language::Vi => kind.pair.get(self.to).cloned(),
        });
        self.rename(ident, to);
        at
    }

    fn type_name(&mut self, ident: &mut Ident) {
        match self.names.scale(&ident.text, self.from) {
            Some(pair) => self.rename(ident, pair.get(self.to).cloned()),
            None => {
                self.kind(ident, true);
            }
        }
    }

    fn path(&mut self, path: &mut [Ident], hand: &Hand) {
        let names = self.names;
        let mut at: Option<usize> = None;
        for (number, ident) in path.iter_mut().enumerate() {
            let known = if number == 0 {
                hand.iter().rev().find_map(|kind| names.field(*kind, &ident.text, self.from))
            } else {
                at.and_then(|kind| names.field(kind, &ident.text, self.from))
            };
            if known.is_none()
                && number == 0
                && let Some(kind) = names.kind(&ident.text, self.from)
            {
                self.kind(ident, true);
                at = Some(kind);
                continue;
            }
            let field = known.or_else(|| names.any_field(&ident.text, self.from));
            at = field.and_then(|field| field.target.as_ref()).and_then(|(language, name)| names.kind(name, *language));
            self.rename(ident, field.and_then(|field| field.pair.get(self.to).cloned()));
        }
    }

    fn exprs<'b>(&mut self, exprs: impl IntoIterator<Item = &'b mut Expr>, hand: &Hand) {
        for expr in exprs {
            self.expr(expr, hand);
        }
    }

    fn expr(&mut self, expr: &mut Expr, hand: &Hand) {
        match &mut expr.node {
            Node::Literal(_) | Node::Meets(_) | Node::PeriodEdge(_) => {}
            Node::Path(path) => self.path(path, hand),
            Node::Not(inner)
            | Node::OneOf(inner, _)
            | Node::Presence(inner, _)
            | Node::Within(inner, _)
            | Node::Negative(inner)
            | Node::PercentOf(_, inner)
            | Node::Rounded(inner, _, _)
            | Node::Shift(inner, _, _) => self.expr(inner, hand),
            Node::And(parts) | Node::Or(parts) => self.exprs(parts, hand),
            Node::List(_, entries) => self.exprs(entries.iter_mut().map(|entry| &mut entry.content), hand),
            Node::Compare(left, _, right)
            | Node::Arithmetic(left, _, right)
            | Node::AtMost(left, right)
            | Node::AtLeast(left, right)
            | Node::Elapsed(_, left, right) => {
                self.expr(left, hand);
                self.expr(right, hand);
            }
            Node::Between { value, low, high, open: _ } => {
                self.expr(value, hand);
                self.expr(low, hand);
                self.expr(high, hand);
            }
            Node::Quantified(sentence) => self.sentence(sentence, hand),
            Node::Cases(cases, otherwise) => {
                for (value, when) in cases {
                    self.expr(value, hand);
                    self.expr(when, hand);
                }
                self.expr(otherwise, hand);
            }
            Node::By(path, rows, otherwise) => {
                self.path(path, hand);
                self.exprs(rows.iter_mut().map(|(_, value)| value), hand);
                self.exprs(otherwise.as_deref_mut(), hand);
            }
            Node::Aggregate(aggregate) => {
                let inner = self.population(&mut aggregate.population, false, hand);
                self.exprs(&mut aggregate.value, &inner);
            }
        }
    }

    /// Renames a population; gives the records in hand within it.
    fn population(&mut self, population: &mut Population, one: bool, hand: &Hand) -> Hand {
        let inner = with(hand, self.kind(&mut population.kind, one));
        for scope in &mut population.scopes {
            self.kind(&mut scope.kind, true);
            if let Some(via) = &mut scope.via {
                self.path(via, &inner);
            }
        }
        self.exprs(&mut population.filter, &inner);
        inner
    }

    fn sentence(&mut self, sentence: &mut Quantified, hand: &Hand) {
        let one = is_one(&sentence.head.quantifier);
        let inner = self.population(&mut sentence.population, one, hand);
        self.clause(&mut sentence.head, hand, &inner);
        for tail in &mut sentence.tails {
            match &mut tail.body {
                TailBody::One(clause) => self.clause(clause, hand, &inner),
                TailBody::Lettered(entries) => {
                    for entry in entries {
                        self.clause(&mut entry.content, hand, &inner);
                    }
                }
            }
        }
    }

    fn clause(&mut self, clause: &mut Clause, hand: &Hand, inner: &Hand) {
        match &mut clause.quantifier {
            Quantifier::All | Quantifier::No | Quantifier::BareShare(_) => {}
            Quantifier::Count(_, amount) | Quantifier::Share(_, amount) => self.amount(amount, hand),
            Quantifier::Between(low, high) => {
                self.amount(low, hand);
                self.amount(high, hand);
            }
        }
        self.exprs(&mut clause.property, inner);
    }

    fn amount(&mut self, amount: &mut Amount, hand: &Hand) {
        match amount {
            Amount::Fixed(_) => {}
            Amount::Depends(expr) => self.expr(expr, hand),
        }
    }
}

/// Whether the population of a quantifier is spoken of as one.
pub(super) fn is_one(quantifier: &Quantifier) -> bool {
    match quantifier {
        Quantifier::No => true,
        Quantifier::Count(_, Amount::Fixed(number)) => *number == Exact::from(1i64),
        Quantifier::Count(_, Amount::Depends(_))
        | Quantifier::All
        | Quantifier::Between(..)
        | Quantifier::Share(..)
        | Quantifier::BareShare(_) => false,
    }
}
