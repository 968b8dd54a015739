//! Declarations: from nodes of the parse to the tree.

use crate::date::Date;
use crate::diagnostic::{Finding, SyntaxProblem};
use crate::exact::Exact;
use crate::source::{Language, Span};
use crate::syntax::grammar::{Kind, Node};
use crate::syntax::tree::{
    AwardCase, Body, Cell, Cite, Comparison, Criterion, Declaration, Derive, Derived, Document, Field, FieldType, Fits,
    ForEach, Ident, Item, Literal, Naming, Parameter, Period, Quoted, Record, Scale, SettingType, Table, TableRow,
    Trivia, Value,
};

use super::comments::{self, Comment};
use super::expr::Within;
use super::{MAX_LABEL, MAX_TREE, token};

/// Builds the tree of one declaration. `None` on the way means a finding was made, or will be.
pub(super) struct Build<'f> {
    pub language: Language,
    pub file: u32,
    /// Where the declaration's text starts in the file.
    pub base: usize,
    /// The comments in the declaration's text.
    pub comments: Vec<Comment>,
    /// How deep in the tree the expression being built stands.
    pub depth: usize,
    pub findings: &'f mut Vec<Finding>,
}

impl Build<'_> {
    pub(super) fn span(&self, node: &Node<'_>) -> Span {
        // The grammar reads blanks and comments before it sees that nothing more belongs to a node.
        let length = comments::said(node.text, node.start, &self.comments);
        let start = (self.base + node.start) as u32;
        Span { file: self.file, start, end: start + length as u32 }
    }

    pub(super) fn finding(&mut self, problem: SyntaxProblem, at: Span) {
        self.findings.push(Finding::new(problem, at));
    }

    /// Builds what stands so many expressions further down, as long as the tree may go that deep.
    pub(super) fn down<T>(
        &mut self,
        levels: usize,
        at: &Node<'_>,
        build: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        if self.depth + levels > MAX_TREE {
            self.finding(SyntaxProblem::TooDeep { limit: MAX_TREE }, self.span(at));
            return None;
        }
        self.depth += levels;
        let built = build(self);
        self.depth -= levels;
        built
    }

    /// A name without its backquotes.
    pub(super) fn name(&mut self, node: &Node<'_>) -> Ident {
        self.ident(node)
    }

    pub(super) fn ident(&mut self, node: &Node<'_>) -> Ident {
        let text = node.text.trim_matches('`').to_string();
        let span = self.span(node);
        if text.chars().count() > MAX_LABEL {
            self.finding(SyntaxProblem::TooLong { limit: MAX_LABEL }, span);
        }
        Ident { text, span }
    }

    pub(super) fn text(&mut self, node: &Node<'_>) -> Option<String> {
        let text = token::unquote(node.text);
        if text.chars().count() > MAX_LABEL {
            self.finding(SyntaxProblem::TooLong { limit: MAX_LABEL }, self.span(node));
            return None;
        }
        if text.trim().is_empty() {
            self.finding(SyntaxProblem::EmptyText, self.span(node));
            return None;
        }
        Some(text)
    }

    pub(super) fn quoted(&mut self, node: &Node<'_>) -> Option<Quoted> {
        Some(Quoted { text: self.text(node)?, span: self.span(node) })
    }

    pub(super) fn number(&mut self, node: &Node<'_>) -> Option<Exact> {
        match token::number(node.text.trim(), self.language) {
            Ok(number) => Some(number),
            Err(problem) => {
                self.finding(problem, self.span(node));
                None
            }
        }
    }

    /// `70%` as 0.7.
    pub(super) fn percent(&mut self, node: &Node<'_>) -> Option<Exact> {
        self.number(node.child(Kind::Number)?)?.div(&Exact::from(100i64))
    }

    pub(super) fn date(&mut self, node: &Node<'_>) -> Option<Date> {
        match token::date(node.text.trim(), self.language) {
            Ok(date) => Some(date),
            Err(problem) => {
                self.finding(problem, self.span(node));
                None
            }
        }
    }

    pub(super) fn naming(&mut self, node: &Node<'_>) -> Option<Naming> {
        let mut names = node.all(Kind::Name);
        let name = self.name(names.next()?);
        let alias = names.next().map(|alias| self.name(alias));
        Some(Naming { name, alias })
    }

    /// The declaration of a parse.
    pub(super) fn declaration(&mut self, node: &Node<'_>) -> Option<Declaration> {
        let node = node.first()?;
        let span = self.span(node);
        let body = match node.kind {
            Kind::Use => Body::Use(self.quoted(node.child(Kind::String)?)?),
            Kind::Document => Body::Document(self.document(node)?),
            Kind::Scale => Body::Scale(self.scale(node)?),
            Kind::Record => Body::Record(self.record(node)?),
            Kind::Define => Body::Derive(self.define(node)?),
            Kind::Award => Body::Derive(self.award(node)?),
            Kind::Rank => Body::Derive(self.rank(node)?),
            Kind::Score => Body::Derive(self.score(node)?),
            Kind::Table => Body::Derive(self.table(node)?),
            Kind::Parameter => Body::Parameter(self.parameter(node)?),
            Kind::Trial => Body::Trial(self.trial(node)?),
            Kind::Never => Body::Excuse(self.excuse(node)?),
            Kind::Claim | Kind::Question => Body::Claim(self.claim(node)?),
            _ => Body::Criterion(self.criterion(node)?),
        };
        Some(Declaration { trivia: Trivia::default(), tail: Vec::new(), span, body })
    }

    fn document(&mut self, node: &Node<'_>) -> Option<Document> {
        let code = self.quoted(node.child(Kind::String)?)?;
        let mut document = Document { code, title: None, period: None, items: Vec::new() };
        for part in &node.children {
            match part.kind {
                Kind::DocTitle => {
                    let title = self.quoted(part.child(Kind::String)?);
                    self.once(document.title.is_some(), part);
                    document.title = title;
                }
                Kind::DocPeriod => {
                    let mut dates = part.all(Kind::Date);
                    let (from, to) = (dates.next()?, dates.next()?);
                    self.once(document.period.is_some(), part);
                    if let (Some(from), Some(to)) = (self.date(from), self.date(to)) {
                        document.period = Some(Period { from, to, span: self.span(part) });
                    }
                }
                Kind::Item => {
                    let mut strings = part.all(Kind::String);
                    let id = self.ident(part.child(Kind::Id)?);
                    let (title, waived) = (strings.next()?, strings.next());
                    let title = self.quoted(title);
                    let waived = waived.map(|reason| self.quoted(reason));
                    if let (Some(title), Some(waived)) = (title, waived.map_or(Some(None), |reason| reason.map(Some))) {
                        let span = self.span(part);
                        document.items.push(Item { trivia: Trivia::default(), id, title, waived, span });
                    }
                }
                _ => {}
            }
        }
        Some(document)
    }

    /// A part that may stand once only.
    fn once(&mut self, already: bool, node: &Node<'_>) {
        if already {
            self.finding(SyntaxProblem::Twice, self.span(node));
        }
    }

    fn scale(&mut self, node: &Node<'_>) -> Option<Scale> {
        let naming = self.naming(node.child(Kind::Naming)?)?;
        let labels = node.all(Kind::String).map(|label| self.quoted(label)).collect::<Option<Vec<_>>>()?;
        Some(Scale { naming, none: node.has(Kind::None), labels })
    }

    fn record(&mut self, node: &Node<'_>) -> Option<Record> {
        let naming = self.naming(node.child(Kind::Naming)?)?;
        let plural = node.child(Kind::Name).map(|plural| self.name(plural));
        let extends = node.has(Kind::Extends);
        let fields = node.all(Kind::Field).map(|field| self.field(field)).collect::<Vec<_>>();
        let fields = fields.into_iter().flatten().collect();
        let series = match node.child(Kind::Series) {
            None => None,
            Some(series) => Some(self.series(series)?),
        };
        Some(Record { extends, naming, plural, fields, series })
    }

    fn field(&mut self, node: &Node<'_>) -> Option<Field> {
        let naming = self.naming(node.child(Kind::Naming)?)?;
        let ty = node.child(Kind::FieldType)?.first()?;
        let ty = match ty.kind {
            Kind::TText => FieldType::Text,
            Kind::TYesNo => FieldType::YesNo,
            Kind::TCount => FieldType::Count,
            Kind::TInteger => FieldType::Integer,
            Kind::TDecimal => FieldType::Decimal,
            Kind::TPercent => FieldType::Percent,
            Kind::TDate => FieldType::Date,
            Kind::TOneOf => {
                let labels = ty.all(Kind::String).map(|label| self.quoted(label)).collect::<Option<Vec<_>>>()?;
                FieldType::OneOf(ty.has(Kind::None), labels)
            }
            _ => FieldType::Named(self.name(ty)),
        };
        let range = match node.child(Kind::Range) {
            None => None,
            Some(range) => {
                let mut ends = range.all(Kind::Signed);
                let (low, high) = (ends.next()?, ends.next()?);
                Some((self.signed(low)?, self.signed(high)?))
            }
        };
        let note = match node.child(Kind::String) {
            None => None,
            Some(note) => Some(self.quoted(note)?),
        };
        Some(Field {
            trivia: Trivia::default(),
            naming,
            ty,
            range,
            key: node.has(Kind::Key),
            optional: node.has(Kind::Optional),
            may_be_unknown: node.has(Kind::MayBeUnknown),
            private: node.has(Kind::Private),
            less_is_better: node.has(Kind::LessBetter),
            note,
            span: self.span(node),
        })
    }

    pub(super) fn signed(&mut self, node: &Node<'_>) -> Option<Exact> {
        let value = match node.child(Kind::Percent) {
            Some(percent) => self.percent(percent)?,
            None => self.number(node.child(Kind::Number)?)?,
        };
        Some(if node.has(Kind::Minus) { value.neg() } else { value })
    }

    fn define(&mut self, node: &Node<'_>) -> Option<Derive> {
        let kind = self.name(node.child(Kind::Name)?);
        let naming = self.naming(node.child(Kind::Naming)?)?;
        let body = node.child(Kind::Body)?;
        let first = self.expr(body.child(Kind::Expr)?, &Within::default())?;
        let what = Derived::Define(self.cases(first, body)?);
        Some(Derive { kind, naming, what })
    }

    fn award(&mut self, node: &Node<'_>) -> Option<Derive> {
        let mut names = node.all(Kind::Name);
        let (kind, scale) = (names.next()?, names.next()?);
        let (kind, scale) = (self.name(kind), self.name(scale));
        let naming = self.naming(node.child(Kind::Naming)?)?;
        let otherwise = match node.child(Kind::AwardElse) {
            None => None,
            Some(other) => Some(self.label(other.child(Kind::Label)?)?),
        };
        if let Some(bands) = node.child(Kind::Bands) {
            let what = Derived::Bands(self.bands(scale, bands, otherwise)?);
            return Some(Derive { kind, naming, what });
        }
        let cites = self.cites(node)?;
        let mut cases = Vec::new();
        for case in node.all(Kind::AwardCase) {
            let label = self.label(case.child(Kind::Label)?)?;
            let when = self.expr(case.child(Kind::Expr)?, &Within::default())?;
            cases.push(AwardCase { trivia: Trivia::default(), label, when, span: self.span(case) });
        }
        Some(Derive { kind, naming, what: Derived::Award { scale, cites, cases, otherwise } })
    }

    pub(super) fn cites(&mut self, node: &Node<'_>) -> Option<Vec<Cite>> {
        let Some(cites) = node.child(Kind::Cites) else { return Some(Vec::new()) };
        let mut out = Vec::new();
        for cite in cites.all(Kind::Cite) {
            out.push(self.cite(cite)?);
        }
        Some(out)
    }

    pub(super) fn cite(&mut self, node: &Node<'_>) -> Option<Cite> {
        let document = match node.child(Kind::String) {
            None => None,
            Some(code) => Some(self.quoted(code)?),
        };
        Some(Cite { document, item: self.ident(node.child(Kind::Id)?) })
    }

    fn criterion(&mut self, node: &Node<'_>) -> Option<Criterion> {
        let id = self.ident(node.child(Kind::Id)?);
        let title = self.quoted(node.child(Kind::String)?)?;
        let cites = self.cites(node)?;
        let mut for_each = Vec::new();
        if let Some(head) = node.child(Kind::ForEach) {
            for each in head.all(Kind::Each) {
                let kind = self.name(each.child(Kind::Name)?);
                let filter = self.filter(each)?;
                for_each.push(ForEach { kind, filter });
            }
        }
        let condition = self.expr(node.child(Kind::Expr)?, &Within::default())?;
        let if_none = node.child(Kind::IfNone).map(|answer| answer.has(Kind::Met));
        Some(Criterion { id, title, cites, for_each, condition, if_none })
    }

    fn parameter(&mut self, node: &Node<'_>) -> Option<Parameter> {
        let naming = self.naming(node.child(Kind::Naming)?)?;
        let ty = match node.child(Kind::SettingType)?.first()?.kind {
            Kind::TCount => SettingType::Count,
            Kind::TInteger => SettingType::Integer,
            Kind::TPercent => SettingType::Percent,
            Kind::TDate => SettingType::Date,
            _ => SettingType::Decimal,
        };
        let range = match node.child(Kind::SettingRange) {
            None => None,
            Some(range) => {
                let mut ends = range.all(Kind::Setting);
                let (low, high) = (ends.next()?, ends.next()?);
                Some((self.setting(low)?, self.setting(high)?))
            }
        };
        let default = self.setting(node.child(Kind::Setting)?)?;
        let note = match node.child(Kind::String) {
            None => None,
            Some(note) => Some(self.quoted(note)?),
        };
        Some(Parameter { naming, ty, range, default, note })
    }

    pub(super) fn setting(&mut self, node: &Node<'_>) -> Option<Literal> {
        let value = match node.child(Kind::Date) {
            Some(date) => Value::Date(self.date(date)?),
            None => {
                let signed = node.child(Kind::Signed)?;
                let number = self.signed(signed)?;
                if signed.has(Kind::Percent) { Value::Percent(number) } else { Value::Number(number) }
            }
        };
        Some(Literal { value, span: self.span(node) })
    }

    fn table(&mut self, node: &Node<'_>) -> Option<Derive> {
        let kind = self.name(node.child(Kind::Name)?);
        let naming = self.naming(node.child(Kind::Naming)?)?;
        let by = node.all(Kind::Path).map(|path| self.path(path)).collect();
        let file = match node.child(Kind::String) {
            None => None,
            Some(file) => Some(self.quoted(file)?),
        };
        let mut rows = Vec::new();
        for row in node.all(Kind::TableRow) {
            let cells = row.all(Kind::TableCell).map(|cell| self.cell(cell)).collect::<Option<Vec<_>>>()?;
            let value = self.constant(row.child(Kind::Constant)?)?;
            rows.push(TableRow { trivia: Trivia::default(), cells, value, span: self.span(row) });
        }
        let otherwise = match node.child(Kind::TableElse) {
            None => None,
            Some(other) => Some(self.constant(other.child(Kind::Constant)?)?),
        };
        let first = node.has(Kind::FirstMatch);
        Some(Derive { kind, naming, what: Derived::Table(Table { by, first, file, rows, otherwise }) })
    }

    pub(super) fn cell(&mut self, node: &Node<'_>) -> Option<Cell> {
        let span = self.span(node);
        let what = node.first()?;
        let ends = what.all(Kind::Setting).map(|end| self.setting(end)).collect::<Option<Vec<_>>>()?;
        let mut ends = ends.into_iter();
        let fits = match what.kind {
            Kind::CellAny => Fits::Any,
            Kind::CellAtLeast => Fits::Compare(Comparison::AtLeast, ends.next()?),
            Kind::CellAtMost => Fits::Compare(Comparison::AtMost, ends.next()?),
            Kind::CellAbove => Fits::Compare(Comparison::Above, ends.next()?),
            Kind::CellBelow => Fits::Compare(Comparison::Below, ends.next()?),
            Kind::CellFrom => Fits::Between(ends.next()?, ends.next()?, what.has(Kind::OpenEnd)),
            _ => Fits::Is(what.all(Kind::Constant).map(|one| self.constant(one)).collect::<Option<Vec<_>>>()?),
        };
        Some(Cell { fits, span })
    }

    pub(super) fn constant(&mut self, node: &Node<'_>) -> Option<Literal> {
        let span = self.span(node);
        let what = node.first()?;
        let value = match what.kind {
            Kind::Setting => return self.setting(what),
            Kind::String => Value::Text(self.text(what)?),
            Kind::Yes => Value::YesNo(true),
            Kind::No => Value::YesNo(false),
            _ => Value::None,
        };
        Some(Literal { value, span })
    }
}
