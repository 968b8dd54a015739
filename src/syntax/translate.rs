//! A tree in the other language: declared names swapped with their aliases, and every reference with them.
//!
//! Contract. Titles, labels, notes, comments and identifiers of items stay. A
//! name has one alias wherever it is declared, which the checker sees to. A kind
//! is spoken of in the plural in English where several are meant.

use std::collections::BTreeMap;

use crate::exact::Exact;
use crate::source::Language;

use super::tree::*;

/// The names that a set of files declares, in both languages.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// What a name is called in the other language, by the language that it is in.
    aliases: BTreeMap<(Language, String), String>,
    /// The English plural of a kind by each of its names.
    plurals: BTreeMap<(Language, String), String>,
    /// The English name of a kind by its plural.
    singulars: BTreeMap<String, String>,
}

impl Names {
    /// The names that these files declare. Give every file of a pack and of the packs that it uses.
    pub fn gather(files: &[&File]) -> Names {
        let mut names = Names::default();
        for file in files {
            for declaration in &file.declarations {
                match &declaration.body {
                    Body::Record(record) => {
                        names.naming(&record.naming, file.language);
                        names.plural(record, file.language);
                        record.fields.iter().for_each(|field| names.naming(&field.naming, file.language));
                    }
                    Body::Scale(scale) => names.naming(&scale.naming, file.language),
                    Body::Derive(derive) => names.naming(&derive.naming, file.language),
                    Body::Parameter(parameter) => names.naming(&parameter.naming, file.language),
                    Body::Use(_)
                    | Body::Document(_)
                    | Body::Criterion(_)
                    | Body::Claim(_)
                    | Body::Trial(_)
                    | Body::Excuse(_) => {}
                }
            }
        }
        names
    }

    /// What a name of a file in `language` is called in the other one.
    pub(crate) fn alias(&self, language: Language, name: &str) -> Option<&str> {
        self.aliases.get(&(language, name.to_owned())).map(String::as_str)
    }

    fn naming(&mut self, naming: &Naming, language: Language) {
        if let Some(alias) = &naming.alias {
            let (name, alias) = (naming.name.text.clone(), alias.text.clone());
            self.aliases.insert((language, name.clone()), alias.clone());
            self.aliases.insert((other(language), alias), name);
        }
    }

    fn plural(&mut self, record: &Record, language: Language) {
        let (name, alias) = (Some(&record.naming.name), record.naming.alias.as_ref());
        let (en, vi) = language.pick((name, alias), (alias, name));
        // A kind without an English name has no plural either.
        if let (Some(en), false) = (en, record.extends) {
            let plural = record.plural.as_ref().map_or_else(|| format!("{}s", en.text), |plural| plural.text.clone());
            self.singulars.insert(plural.clone(), en.text.clone());
            self.plurals.insert((Language::En, en.text.clone()), plural.clone());
            if let Some(vi) = vi {
                self.plurals.insert((Language::Vi, vi.text.clone()), plural);
            }
        }
    }
}

fn other(language: Language) -> Language {
    language.pick(Language::Vi, Language::En)
}

/// The file in `language`, and the names in it that have no alias and stay as they are.
pub fn translate(file: &File, language: Language, names: &Names) -> (File, Vec<String>) {
    let (file, missing) = translated(file, language, names);
    (file, missing.into_iter().map(|ident| ident.text).collect())
}

/// The file in `language`, and the names in it that have no alias: where they are declared, or else where they stand first.
pub(super) fn translated(file: &File, language: Language, names: &Names) -> (File, Vec<Ident>) {
    let mut file = file.clone();
    if file.language == language {
        return (file, Vec::new());
    }
    let mut translator = Translator { names, from: file.language, missing: Vec::new() };
    for declaration in &mut file.declarations {
        translator.declaration(&mut declaration.body);
    }
    file.language = language;
    (file, translator.missing)
}

/// An expression of a file in `from` in the other language.
pub(crate) fn translate_expr(expr: &Expr, from: Language, names: &Names) -> Expr {
    let mut expr = expr.clone();
    Translator { names, from, missing: Vec::new() }.expr(&mut expr);
    expr
}

struct Translator<'a> {
    names: &'a Names,
    from: Language,
    missing: Vec<Ident>,
}

impl Translator<'_> {
    fn name(&mut self, ident: &mut Ident) {
        match self.names.aliases.get(&(self.from, ident.text.clone())) {
            Some(alias) => ident.text.clone_from(alias),
            None if self.missing.contains(ident) => {}
            None => self.missing.push(ident.clone()),
        }
    }

    /// The name of a kind where it speaks of one or of several records.
    fn kind(&mut self, ident: &mut Ident, one: bool) {
        if self.from == Language::En
            && let Some(singular) = self.names.singulars.get(&ident.text)
        {
            ident.text.clone_from(singular);
        }
        let plural = self.names.plurals.get(&(self.from, ident.text.clone()));
        self.name(ident);
        if let (Language::Vi, false, Some(plural)) = (self.from, one, plural) {
            ident.text.clone_from(plural);
        }
    }

    fn naming(&mut self, naming: &mut Naming) {
        match &mut naming.alias {
            Some(alias) => std::mem::swap(alias, &mut naming.name),
            None => {
                self.name(&mut naming.name);
                let declared = self.missing.iter_mut().find(|missing| **missing == naming.name);
                declared.into_iter().for_each(|missing| missing.span = naming.name.span);
            }
        }
    }

    fn path(&mut self, path: &mut [Ident]) {
        path.iter_mut().for_each(|ident| self.name(ident));
    }

    fn declaration(&mut self, body: &mut Body) {
        match body {
            Body::Use(_) | Body::Document(_) => {}
            Body::Scale(scale) => self.naming(&mut scale.naming),
            Body::Parameter(parameter) => self.naming(&mut parameter.naming),
            Body::Trial(trial) => trial.parts.iter_mut().for_each(|part| self.trial(&mut part.step)),
            Body::Excuse(excuse) => self.subject(&mut excuse.subject),
            Body::Record(record) => {
                self.naming(&mut record.naming);
                for field in &mut record.fields {
                    self.naming(&mut field.naming);
                    if let FieldType::Named(name) = &mut field.ty {
                        self.name(name);
                    }
                }
                if let Some(series) = &mut record.series {
                    self.path(&mut series.owners);
                    self.name(&mut series.period);
                }
            }
            Body::Derive(derive) => {
                self.name(&mut derive.kind);
                self.naming(&mut derive.naming);
                match &mut derive.what {
                    Derived::Define(expr) => self.expr(expr),
                    Derived::Table(table) => table.by.iter_mut().for_each(|path| self.path(path)),
                    Derived::Rank(rank) => self.rank(rank),
                    Derived::Award { scale, cases, cites: _, otherwise: _ } => {
                        self.name(scale);
                        for case in cases {
                            self.expr(&mut case.when);
                        }
                    }
                    Derived::Bands(bands) => {
                        self.name(&mut bands.scale);
                        self.path(&mut bands.by);
                        self.exprs(&mut bands.drop);
                        for band in &mut bands.bands {
                            self.exprs(&mut band.drop);
                            match &mut band.stretch {
                                BandStretch::Side(_, end) => self.expr(end),
                                BandStretch::Between { low, high, open: _ } => self.exprs([low, high]),
                            }
                        }
                    }
                    Derived::Score(score) => self.score_lines(&mut score.lines),
                }
            }
            Body::Claim(claim) => self.exprs(claim.says.statements_mut()),
            Body::Criterion(criterion) => {
                for each in &mut criterion.for_each {
                    self.name(&mut each.kind);
                    self.exprs(&mut each.filter);
                }
                self.expr(&mut criterion.condition);
            }
        }
    }

    fn trial(&mut self, step: &mut TrialStep) {
        match step {
            TrialStep::From(_) => {}
            TrialStep::Set(name, _) => self.name(name),
            TrialStep::Expect(expect) => self.subject(&mut expect.subject),
            TrialStep::Records { kind, rows } => {
                self.name(kind);
                // A column may also bear a name that the manifest knows.
                for cell in rows.iter_mut().take(1).flat_map(|row| &mut row.cells) {
                    if let Some(alias) = self.names.alias(self.from, &cell.text) {
                        cell.text = alias.to_owned();
                    }
                }
            }
        }
    }

    fn subject(&mut self, subject: &mut Subject) {
        match &mut subject.place {
            Place::Line(_, path, _) => self.path(path),
            // A criterion's identifier is no name.
            Place::Named { id, .. } => {
                let both = id.text.split_once('.').and_then(|(kind, field)| {
                    Some((self.names.alias(self.from, kind)?, self.names.alias(self.from, field)?))
                });
                if let Some((kind, field)) = both {
                    id.text = format!("{kind}.{field}");
                }
            }
        }
    }

    fn score_lines(&mut self, lines: &mut [ScoreLine]) {
        for line in lines {
            match &mut line.content {
                LineContent::Points(points) => self.expr(points),
                LineContent::Lines(lines) => self.score_lines(lines),
            }
        }
    }

    fn rank(&mut self, rank: &mut Rank) {
        self.kind(&mut rank.among, false);
        rank.same.iter_mut().for_each(|path| self.path(path));
        self.exprs(&mut rank.filter);
        self.exprs(rank.keys.iter_mut().map(|key| &mut key.by));
        match &mut rank.ties {
            None | Some(Ties::Shared) => {}
            Some(Ties::Decided(field)) => self.name(field),
        }
    }

    fn exprs<'b>(&mut self, exprs: impl IntoIterator<Item = &'b mut Expr>) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn expr(&mut self, expr: &mut Expr) {
        match &mut expr.node {
            Node::Literal(_) | Node::Meets(_) | Node::MeetsEvery(_) | Node::Judged(..) => {}
            Node::PeriodEdge(_) | Node::HasEarlier(_) => {}
            Node::Path(path)
            | Node::Earlier(path, _)
            | Node::Growth(path, _)
            | Node::ScoreLine(_, path)
            | Node::EveryLine(path, ..) => self.path(path),
            Node::Not(inner)
            | Node::OneOf(inner, _)
            | Node::Presence(inner, _)
            | Node::Within(inner, _)
            | Node::Top(inner, _)
            | Node::Negative(inner)
            | Node::PercentOf(_, inner)
            | Node::Rounded(inner, _, _)
            | Node::Shift(inner, _, _)
            | Node::Run(inner)
            | Node::Lasting(inner, _, _) => self.expr(inner),
            Node::And(parts) | Node::Or(parts) => self.exprs(parts),
            Node::List(_, entries) => self.exprs(entries.iter_mut().map(|entry| &mut entry.content)),
            Node::Compare(left, _, right)
            | Node::Arithmetic(left, _, right)
            | Node::AtMost(left, right)
            | Node::AtLeast(left, right)
            | Node::Elapsed(_, left, right) => {
                self.expr(left);
                self.expr(right);
            }
            Node::Between { value, low, high, open: _ } => {
                self.expr(value);
                self.expr(low);
                self.expr(high);
            }
            Node::Quantified(sentence) => self.sentence(sentence),
            Node::Cases(cases, otherwise) => {
                for (value, when) in cases {
                    self.expr(value);
                    self.expr(when);
                }
                self.expr(otherwise);
            }
            Node::By(path, rows, otherwise) => {
                self.path(path);
                self.exprs(rows.iter_mut().map(|(_, value)| value));
                self.exprs(otherwise.as_deref_mut());
            }
            Node::Aggregate(aggregate) => {
                self.population(&mut aggregate.population, false);
                self.exprs(&mut aggregate.value);
            }
        }
    }

    fn population(&mut self, population: &mut Population, one: bool) {
        self.kind(&mut population.kind, one);
        for scope in &mut population.scopes {
            self.name(&mut scope.kind);
            if let Some(via) = &mut scope.via {
                self.path(via);
            }
        }
        self.exprs(&mut population.filter);
    }

    fn sentence(&mut self, sentence: &mut Quantified) {
        let one = is_one(&sentence.head.quantifier);
        self.population(&mut sentence.population, one);
        self.clause(&mut sentence.head);
        for tail in &mut sentence.tails {
            match &mut tail.body {
                TailBody::One(clause) => self.clause(clause),
                TailBody::Lettered(entries) => {
                    for entry in entries {
                        self.clause(&mut entry.content);
                    }
                }
            }
        }
    }

    fn clause(&mut self, clause: &mut Clause) {
        match &mut clause.quantifier {
            Quantifier::All | Quantifier::No | Quantifier::BareShare(_) => {}
            Quantifier::Count(_, amount) | Quantifier::Share(_, amount) | Quantifier::Rounded(_, amount, _) => {
                self.amount(amount)
            }
            Quantifier::Between(low, high) => {
                self.amount(low);
                self.amount(high);
            }
        }
        self.exprs(&mut clause.property);
    }

    fn amount(&mut self, amount: &mut Amount) {
        match amount {
            Amount::Fixed(_) => {}
            Amount::Depends(expr) => self.expr(expr),
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
        | Quantifier::Rounded(..)
        | Quantifier::BareShare(_) => false,
    }
}
