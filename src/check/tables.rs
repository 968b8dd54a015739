//! Tables: a value for the values of several attributes.
//!
//! A row becomes a test of each attribute that its cells narrow, the rows
//! become cases. Before that they are held against each other on the grid of
//! their boundaries.

use crate::diagnostic::{CheckProblem, TableProblem};
use crate::program::{Cond, Definition, LabelsId, List, Need, NumberKind, Order, Part, Path, Set, Term, Test, Type};
use crate::source::Span;
use crate::syntax::tree::{Cell, Derive, Derived, Fits, Literal, Table, Value};

use super::comparisons::order;
use super::grid::{Axis, Example, Grid, Values};
use super::names::Known;
use super::sets;
use super::sorts::{common_kind, literal_kind};
use super::{Checker, Context};

/// The most rows of a table.
const MAX_ROWS: usize = 1000;

/// The most attributes of a table.
const MAX_ATTRIBUTES: usize = 8;

/// An attribute of a table.
struct Attribute {
    path: Path,
    ty: Type,
    name: String,
}

impl<'a> Checker<'a> {
    /// The type of a table's values; finds values that have none in common.
    pub(super) fn table_type(&mut self, derive: &'a Derive) -> Known {
        let Derived::Table(table) = &derive.what else { return Known::Poisoned };
        let values: Vec<&'a Literal> = table.rows.iter().map(|row| &row.value).chain(&table.otherwise).collect();
        let Some(first) = values.first() else {
            if table.file.is_none() {
                self.fault(CheckProblem::Empty, derive.naming.name.span);
            }
            return Known::Poisoned;
        };
        let sort = |value: &Value| match value {
            Value::Number(number) => Some(Type::Number(literal_kind(number))),
            Value::Percent(_) | Value::Points(_) => Some(Type::Number(NumberKind::Percent)),
            Value::Date(_) => Some(Type::Date),
            Value::Text(_) | Value::None | Value::YesNo(_) => None,
        };
        if values.iter().all(|literal| matches!(literal.value, Value::Text(_) | Value::None)) {
            return self.table_scale(&values);
        }
        let mut ty = sort(&first.value);
        for literal in &values {
            ty = match (ty, sort(&literal.value)) {
                (Some(one), Some(other)) if one == other => Some(one),
                (Some(Type::Number(one)), Some(Type::Number(other)))
                    if one != NumberKind::Percent && other != NumberKind::Percent =>
                {
                    Some(Type::Number(common_kind(one, other)))
                }
                _ => {
                    self.fault(CheckProblem::Table(TableProblem::Values), literal.span);
                    return Known::Poisoned;
                }
            };
        }
        ty.map_or(Known::Poisoned, Known::Is)
    }

    /// The one scale that has all the labels.
    fn table_scale(&mut self, values: &[&Literal]) -> Known {
        let has = |id: usize, literal: &Literal| match &literal.value {
            Value::Text(text) => self.label_places.get(id).is_some_and(|places| places.contains_key(text)),
            _ => self.labels.get(id).is_some_and(|set| set.none),
        };
        let scales = (0..self.labels.len()).filter(|id| self.labels.get(*id).is_some_and(|set| set.ordered));
        let fitting: Vec<usize> = scales.filter(|id| values.iter().all(|literal| has(*id, literal))).collect();
        match fitting[..] {
            [one] => Known::Is(Type::Label(LabelsId(one as u32))),
            _ => {
                let scales = fitting.iter().map(|id| self.labels_name(LabelsId(*id as u32), 0)).collect();
                let at = values.first().map_or(Span::NONE, |literal| literal.span);
                self.fault(CheckProblem::Table(TableProblem::Scale { scales }), at);
                Known::Poisoned
            }
        }
    }

    /// A table as a definition.
    pub(super) fn table(&mut self, derive: &'a Derive, ty: Known, context: &Context) -> Option<Definition> {
        let Derived::Table(table) = &derive.what else { return None };
        let at = derive.naming.name.span;
        let attributes = self.attributes(table, context);
        let Known::Is(ty) = ty else { return None };
        self.few_labels(ty, at, context)?;
        let attributes = attributes?;
        if table.rows.len() > MAX_ROWS {
            self.fault(CheckProblem::Table(TableProblem::TooLarge { most: MAX_ROWS }), at);
            return None;
        }
        let mut cells: Vec<Vec<Option<Set>>> = Vec::new();
        let mut sound = true;
        for row in &table.rows {
            if row.cells.len() != attributes.len() {
                let (wanted, found) = (attributes.len(), row.cells.len());
                self.fault(CheckProblem::Table(TableProblem::Cells { wanted, found }), row.span);
                sound = false;
                continue;
            }
            let read: Vec<Option<Option<Set>>> =
                row.cells.iter().zip(&attributes).map(|(cell, of)| self.cell(cell, of, context)).collect();
            match read.into_iter().collect::<Option<Vec<_>>>() {
                Some(row) => cells.push(row),
                None => sound = false,
            }
        }
        let values: Vec<Option<Term>> =
            table.rows.iter().map(|row| self.table_value(&row.value, ty, context)).collect();
        let otherwise = table.otherwise.as_ref().map(|other| self.table_value(other, ty, context));
        if !sound || !self.sound_rows(table, &attributes, &cells, at, context) {
            return None;
        }
        let values = values.into_iter().collect::<Option<Vec<_>>>()?;
        // A row that fits whatever there is leaves nothing behind it.
        let rest = cells.iter().position(|row| row.iter().all(Option::is_none));
        let conds = table.rows.iter().zip(cells).map(|(row, cells)| self.row_cond(row.span, &attributes, cells));
        let mut cases: Vec<(Cond, Term)> = conds.zip(values).collect();
        if let Some(rest) = rest {
            cases.truncate(rest + 1);
            let (_, last) = cases.pop()?;
            return Some(Definition::Term(if cases.is_empty() { last } else { Term::Cases(cases, Box::new(last)) }));
        }
        Some(Definition::Term(match otherwise {
            Some(otherwise) => Term::Cases(cases, Box::new(otherwise?)),
            None => Term::OneOf(cases),
        }))
    }

    fn attributes(&mut self, table: &'a Table, context: &Context) -> Option<Vec<Attribute>> {
        let mut found: Vec<Option<Attribute>> = Vec::new();
        for written in &table.by {
            let span = written.first().zip(written.last()).map_or(Span::NONE, |(a, b)| a.span.to(b.span));
            let attribute = self.path(written, context).and_then(|(way, ty)| {
                if let Type::Reference(_) = ty {
                    let sort = self.sort_shown(ty, context.file);
                    self.fault(CheckProblem::ByWhat { sort }, span);
                    return None;
                }
                let name = self.path_text(&way.path, &context.hand, context.file);
                if found.iter().flatten().any(|other| other.path == way.path) || found.len() >= MAX_ATTRIBUTES {
                    let problem = TableProblem::Attribute { name, most: MAX_ATTRIBUTES };
                    self.fault(CheckProblem::Table(problem), span);
                    return None;
                }
                Some(Attribute { path: way.path, ty, name })
            });
            found.push(attribute);
        }
        found.into_iter().collect()
    }

    /// The values that fit a cell; `Some(None)` for any.
    fn cell(&mut self, cell: &Cell, of: &Attribute, context: &Context) -> Option<Option<Set>> {
        let mut set = |order: Order, literal: &Literal| self.constant_set(&of.path, of.ty, order, literal, context);
        Some(Some(match &cell.fits {
            Fits::Any => return Some(None),
            Fits::Is(literals) => {
                let found: Vec<Option<Set>> = literals.iter().map(|literal| set(Order::Is, literal)).collect();
                let found = found.into_iter().collect::<Option<Vec<_>>>()?;
                // Both of yes and no are any.
                let both = found.contains(&Set::YesNo(true)) && found.contains(&Set::YesNo(false));
                if both {
                    return Some(None);
                }
                let labels = self.labels_of(of.ty);
                sets::joined(found, |one, other| sets::union(one, other, labels))?
            }
            Fits::Compare(how, end) => set(order(*how), end)?,
            Fits::Between(low, high, open) => {
                let from = set(Order::AtLeast, low);
                let to = set(if *open { Order::Below } else { Order::AtMost }, high);
                sets::intersection(&from?, &to?)
            }
        }))
    }

    fn table_value(&mut self, literal: &'a Literal, ty: Type, context: &Context) -> Option<Term> {
        let scale = match ty {
            Type::Label(labels) => Some(labels),
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Reference(_) => None,
        };
        self.literal(&literal.value, literal.span, context, scale).map(|(term, _)| term)
    }

    /// Holds the rows against each other; finds rows that overlap, are never reached, or leave something out.
    fn sound_rows(
        &mut self,
        table: &Table,
        attributes: &[Attribute],
        cells: &[Vec<Option<Set>>],
        at: Span,
        context: &Context,
    ) -> bool {
        let mut axes = Vec::new();
        for (place, attribute) in attributes.iter().enumerate() {
            let column: Vec<Option<Set>> = cells.iter().map(|row| row.get(place).cloned().flatten()).collect();
            let domain = self.domain(&attribute.path, &context.hand);
            let values = match attribute.ty {
                Type::Label(labels) => {
                    Values::Labels(self.labels.get(labels.at()).map_or(0, |set| set.labels.len() as u32))
                }
                Type::YesNo => Values::YesNo,
                Type::Number(NumberKind::Count | NumberKind::Integer) | Type::Date => Values::Numbers(&domain, true),
                Type::Number(NumberKind::Decimal | NumberKind::Percent) => Values::Numbers(&domain, false),
                Type::Text | Type::Reference(_) => Values::Texts,
            };
            axes.push(Axis::new(&values, &column));
        }
        let mut grid = Grid::new(axes, cells);
        let found = self.held_against(table, attributes, &mut grid, at, context);
        found.unwrap_or_else(|_| {
            self.fault(CheckProblem::Table(TableProblem::TooLarge { most: MAX_ROWS }), at);
            false
        })
    }

    fn held_against(
        &mut self,
        table: &Table,
        attributes: &[Attribute],
        grid: &mut Grid,
        at: Span,
        context: &Context,
    ) -> Result<bool, super::grid::TooMuch> {
        let before = self.findings.len();
        let mut live: Vec<usize> = Vec::new();
        for (number, row) in table.rows.iter().enumerate() {
            if grid.empty(number) {
                self.fault(CheckProblem::Unreachable, row.span);
                continue;
            }
            if table.first {
                if grid.uncovered(&live, Some(number))?.is_none() {
                    self.fault(CheckProblem::Unreachable, row.span);
                }
            } else {
                for earlier in &live {
                    let Some(places) = grid.overlap(*earlier, number)? else { continue };
                    let example = self.example(&places, attributes, grid, context);
                    let see = table.rows.get(*earlier).map_or(Span::NONE, |row| row.span);
                    self.fault_see(CheckProblem::Table(TableProblem::Overlap { example }), row.span, see);
                    break;
                }
            }
            live.push(number);
        }
        let open = grid.uncovered(&live, None)?;
        match (open, &table.otherwise) {
            (Some(places), None) => {
                let example = self.example(&places, attributes, grid, context);
                self.fault(CheckProblem::Table(TableProblem::Gap { example }), at);
            }
            (None, Some(otherwise)) => self.fault(CheckProblem::Unreachable, otherwise.span),
            (Some(_), Some(_)) | (None, None) => {}
        }
        Ok(self.findings.len() == before)
    }

    /// Values of the attributes, as an example: `region "A", population 1,000`.
    fn example(&self, places: &[usize], attributes: &[Attribute], grid: &Grid, context: &Context) -> String {
        let told = places.iter().zip(attributes).zip(&grid.axes).filter_map(|((place, attribute), axis)| {
            let value = match axis.examples.get(*place)? {
                Example::Number(number) => self.number_text(number, attribute.ty, context.file),
                Example::Label(label) => {
                    let set = self.labels_of(attribute.ty)?;
                    let label = set.labels.get(*label as usize)?;
                    if label.is_empty() { self.label_text(label, context.file) } else { format!("“{label}”") }
                }
                Example::YesNo(yes) => self.literal_text(&Value::YesNo(*yes), context.file),
                Example::Text(text) => format!("“{text}”"),
                Example::OtherText => self.language(context.file).pick("another text", "chữ khác").to_owned(),
            };
            Some(format!("{} {value}", attribute.name))
        });
        told.collect::<Vec<_>>().join(", ")
    }

    /// When a row fits: all its cells do.
    fn row_cond(&self, at: Span, attributes: &[Attribute], cells: Vec<Option<Set>>) -> Cond {
        let tests = attributes.iter().zip(cells).filter_map(|(attribute, set)| {
            let cond = Cond::Test(Test { path: attribute.path.clone(), set: set? });
            Some(Part { cond, text: attribute.name.clone(), place: self.place(at) })
        });
        let mut parts: Vec<Part> = tests.collect();
        match (parts.len(), parts.pop()) {
            (1, Some(part)) => part.cond,
            (_, last) => {
                parts.extend(last);
                Cond::List(List { need: Need::All, parts, lettered: false })
            }
        }
    }
}
