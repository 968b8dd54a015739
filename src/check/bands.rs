//! Bands: a label for each stretch of a number, together all of it and nothing twice.

use crate::diagnostic::{CheckProblem, Sort, Stretch};
use crate::exact::Exact;
use crate::program::{
    AwardCase, Cond, LabelsId, List, Need, NumberKind, NumberSet, Order, Origin, Part, Path, Set, Term, Test, Type,
};
use crate::source::Span;
use crate::syntax::tree::{Band, BandStretch, Bands, Comparison, Expr, Node, Value};

use super::names::Known;
use super::sets;
use super::{Checker, Context};

/// A stretch without a boundary in it: a point, or the gap between two.
struct Atom {
    low: Option<Exact>,
    high: Option<Exact>,
    /// The bands that have it.
    bands: Vec<usize>,
}

impl Atom {
    fn is_point(&self) -> bool {
        self.low.is_some() && self.low == self.high
    }
}

/// Neighbouring atoms of one label: from which number it is given, and whether that number is in.
struct Piece {
    /// A band by its place, or what is left over.
    band: Option<usize>,
    low: Option<(Exact, bool)>,
}

/// What a stretch of numbers is given.
struct Given {
    label: u32,
    drop: Option<Cond>,
    at: Span,
}

impl<'a> Checker<'a> {
    /// An award by bands, as an award by cases: the highest numbers first, each case from a number on.
    pub(super) fn bands(&mut self, bands: &'a Bands, at: Span, ty: Known, context: &Context) -> Option<Origin> {
        let cites = self.cites(&bands.cites, context.file);
        let found = self.path(&bands.by, context);
        let scale = match ty {
            Known::Is(Type::Label(scale)) => Some(scale),
            Known::Is(_) | Known::Pending | Known::Poisoned => None,
        };
        let drop = bands.drop.as_ref().map(|drop| self.cond(drop, context));
        let mut stretches = Vec::new();
        let mut given: Vec<Option<Given>> = Vec::new();
        for band in &bands.bands {
            stretches.push(self.stretch(band, context));
            given.push(scale.and_then(|scale| self.given(band, drop.as_ref(), scale, context)));
        }
        let otherwise = bands.otherwise.as_ref().map(|label| self.award_label(label, scale?, context.file));
        let (found, ty) = found?;
        let whole = match ty {
            Type::Number(NumberKind::Count | NumberKind::Integer) => true,
            Type::Number(NumberKind::Decimal | NumberKind::Percent) => false,
            Type::Text | Type::YesNo | Type::Date | Type::Label(_) | Type::Reference(_) => {
                let found = self.sort_shown(ty, context.file);
                self.not_value(Some(Sort::Number), found, bands.by.last()?.span);
                return None;
            }
        };
        let stretches = stretches.into_iter().collect::<Option<Vec<NumberSet>>>()?;
        let atoms = atoms(&self.domain(&found.path, &context.hand), &stretches, whole);
        if !self.contiguous(&atoms, bands, at, ty, context) {
            return None;
        }
        let given = given.into_iter().collect::<Option<Vec<Given>>>()?;
        let otherwise = match otherwise {
            Some(label) => Some(Given { label: label?, drop: drop.clone().flatten(), at }),
            None => None,
        };
        let mut pieces = pieces(&atoms);
        pieces.reverse();
        let mut cases = Vec::new();
        let labels: Vec<u32> = given.iter().chain(&otherwise).map(|given| given.label).collect();
        let of = |piece: &Piece| piece.band.map_or(otherwise.as_ref(), |band| given.get(band));
        for piece in &pieces {
            let given = of(piece)?;
            let from = piece.low.as_ref().map(|low| from(&found.path, low));
            let place = self.place(given.at);
            let lower = labels.iter().filter(|label| **label < given.label).max();
            if let (Some(drop), Some(lower)) = (&given.drop, lower) {
                let stays = self.stays(from.clone(), drop, &piece.low, bands, context);
                cases.push(AwardCase { label: given.label, when: stays, place });
                cases.push(AwardCase { label: *lower, when: from.unwrap_or_else(always), place });
            } else {
                cases.push(AwardCase { label: given.label, when: from.unwrap_or_else(always), place });
            }
        }
        // The last case is what remains.
        let last = cases.pop()?;
        Some(Origin::Award { cases, otherwise: last.label, cites })
    }

    fn given(
        &mut self,
        band: &'a Band,
        drop: Option<&Option<Cond>>,
        scale: LabelsId,
        context: &Context,
    ) -> Option<Given> {
        let label = self.award_label(&band.label, scale, context.file);
        let own = band.drop.as_ref().map(|drop| self.cond(drop, context));
        let drop = match (own, drop) {
            (None, None) => None,
            (Some(one), None) => Some(one?),
            (None, Some(all)) => Some(all.clone()?),
            (Some(one), Some(all)) => {
                let part = |cond, expr: Option<&Expr>| {
                    let text = expr.map_or(String::new(), |expr| self.printed(expr, context.file));
                    Part { cond, text, place: self.place(band.span) }
                };
                let parts = vec![part(one?, band.drop.as_ref()), part(all.clone()?, None)];
                Some(Cond::List(List { need: Need::Any, parts, lettered: false }))
            }
        };
        Some(Given { label: label?, drop, at: band.span })
    }

    /// The condition to keep a band: its number, and not what drops it.
    fn stays(
        &self,
        from: Option<Cond>,
        drop: &Cond,
        low: &Option<(Exact, bool)>,
        bands: &Bands,
        context: &Context,
    ) -> Cond {
        let kept = Cond::Not(Box::new(drop.clone()));
        let (Some(from), Some((low, included))) = (from, low) else { return kept };
        let span = bands.by.last().map_or(Span::NONE, |name| name.span);
        let order = if *included { Comparison::AtLeast } else { Comparison::Above };
        let expr = |node| Box::new(Expr { node, span });
        let (left, right) = (Node::Path(bands.by.clone()), Node::Literal(Value::Number(low.clone())));
        let text = self.printed(&Expr { node: Node::Compare(expr(left), order, expr(right)), span }, context.file);
        let lost = bands.drop.as_ref().map_or(String::new(), |drop| {
            let node = Node::Not(Box::new(drop.clone()));
            self.printed(&Expr { node, span }, context.file)
        });
        let parts = vec![Part { cond: from, text, place: None }, Part { cond: kept, text: lost, place: None }];
        Cond::List(List { need: Need::All, parts, lettered: false })
    }

    /// The numbers of a band.
    fn stretch(&mut self, band: &'a Band, context: &Context) -> Option<NumberSet> {
        match &band.stretch {
            BandStretch::Side(side, end) => {
                let order = match side {
                    Comparison::AtLeast | Comparison::Is | Comparison::IsNot => Order::AtLeast,
                    Comparison::AtMost => Order::AtMost,
                    Comparison::Above => Order::Above,
                    Comparison::Below => Order::Below,
                };
                Some(sets::half_line(order, self.band_end(end, context)?))
            }
            BandStretch::Between { low, high, open } => {
                let (from, to) = (self.band_end(low, context), self.band_end(high, context));
                let (from, to) = (from?, to?);
                if from > to || (*open && from == to) {
                    let (low, high) = (self.plain_text(&from, context.file), self.plain_text(&to, context.file));
                    self.fault(CheckProblem::TurnedRange { low, high }, band.span);
                    return None;
                }
                let above = sets::half_line(Order::AtLeast, from);
                let below = sets::half_line(if *open { Order::Below } else { Order::AtMost }, to);
                match sets::intersection(&Set::Numbers(above), &Set::Numbers(below)) {
                    Set::Numbers(set) => Some(set),
                    Set::Labels(_) | Set::Texts(..) | Set::YesNo(_) => None,
                }
            }
        }
    }

    /// An end of a band, which is a constant.
    fn band_end(&mut self, end: &'a Expr, context: &Context) -> Option<Exact> {
        let (term, _) = self.number(end, context)?;
        if let Term::Number(number) = term {
            return Some(number);
        }
        self.fault(CheckProblem::BandEnd, end.span);
        None
    }

    /// Finds numbers that no band has, such as two have, and bands of no number that there may be.
    fn contiguous(&mut self, atoms: &[Atom], bands: &Bands, at: Span, ty: Type, context: &Context) -> bool {
        let mut sound = true;
        for (number, band) in bands.bands.iter().enumerate() {
            if !atoms.iter().any(|atom| atom.bands.contains(&number)) {
                self.fault(CheckProblem::Unreachable, band.span);
                sound = false;
            }
        }
        let mut rest = atoms;
        while let Some((first, _)) = rest.split_first() {
            let same = rest.iter().take_while(|atom| atom.bands == first.bands).count();
            let (stretch, behind) = rest.split_at(same);
            rest = behind;
            let found = match &first.bands[..] {
                [] if bands.otherwise.is_none() => {
                    Some((CheckProblem::BandGap { numbers: self.numbers(stretch, ty, context) }, at, None))
                }
                [] | [_] => None,
                [one, other, ..] => {
                    let span = |band: &usize| bands.bands.get(*band).map_or(at, |band| band.span);
                    let numbers = self.numbers(stretch, ty, context);
                    Some((CheckProblem::BandOverlap { numbers }, span(other), Some(span(one))))
                }
            };
            if let Some((problem, at, see)) = found {
                sound = false;
                match see {
                    Some(see) => self.fault_see(problem, at, see),
                    None => self.fault(problem, at),
                }
            }
        }
        sound
    }

    fn numbers(&self, atoms: &[Atom], ty: Type, context: &Context) -> Stretch {
        let end = |end: Option<&Exact>, point: bool| end.map(|end| (self.number_text(end, ty, context.file), point));
        let (first, last) = (atoms.first(), atoms.last());
        Stretch {
            low: first.and_then(|atom| end(atom.low.as_ref(), atom.is_point())),
            high: last.and_then(|atom| end(atom.high.as_ref(), atom.is_point())),
        }
    }
}

/// The domain cut at every end of a band. Where only whole numbers count, what holds none is left out.
fn atoms(domain: &NumberSet, bands: &[NumberSet], whole: bool) -> Vec<Atom> {
    let mut points: Vec<&Exact> = bands.iter().chain([domain]).flat_map(|set| &set.points).collect();
    points.sort();
    points.dedup();
    let mut atoms = Vec::new();
    let mut low: Option<&Exact> = None;
    for high in points.into_iter().map(Some).chain([None]) {
        let holds = !whole || low.zip(high).is_none_or(|(low, high)| has_whole_between(low, high));
        let within = |set: &NumberSet| sets::has_gap(set, low);
        if holds && within(domain) {
            atoms.push(atom((low, high), bands, within));
        }
        if let Some(point) = high {
            let at = |set: &NumberSet| sets::has_point(set, point);
            if (!whole || point.is_integer()) && at(domain) {
                atoms.push(atom((Some(point), Some(point)), bands, at));
            }
        }
        low = high;
    }
    atoms
}

fn atom((low, high): (Option<&Exact>, Option<&Exact>), bands: &[NumberSet], has: impl Fn(&NumberSet) -> bool) -> Atom {
    let bands = bands.iter().enumerate().filter(|(_, set)| has(set)).map(|(place, _)| place).collect();
    Atom { low: low.cloned(), high: high.cloned(), bands }
}

fn has_whole_between(low: &Exact, high: &Exact) -> bool {
    let next = low.rounded(crate::exact::Rounding::Down, 0).add(&Exact::from(1i64));
    next.is_none_or(|next| next < *high)
}

/// Neighbouring atoms of the same band, lowest first.
fn pieces(atoms: &[Atom]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for atom in atoms {
        let band = atom.bands.first().copied();
        if pieces.last().is_some_and(|last| last.band == band) {
            continue;
        }
        let low = atom.low.clone().map(|low| (low, atom.is_point()));
        // The lowest piece is what all others leave.
        pieces.push(Piece { band, low: low.filter(|_| !pieces.is_empty()) });
    }
    pieces
}

/// From a number on.
fn from(path: &Path, (low, included): &(Exact, bool)) -> Cond {
    let order = if *included { Order::AtLeast } else { Order::Above };
    Cond::Test(Test { path: path.clone(), set: Set::Numbers(sets::half_line(order, low.clone())) })
}

/// What holds of every record.
fn always() -> Cond {
    Cond::List(List { need: Need::All, parts: Vec::new(), lettered: false })
}
