//! What a condition asks once something is known of the record in hand.
//!
//! Contract. [`Settler::inlined`] puts definitions and awards of the record in hand where they are read, so that what is
//! left reads the data, other records and nothing else; [`substituted`] puts known values of the record's fields in and
//! folds whatever that decides. Both give conditions that say the same in every case, in Kleene's logic, as the one that
//! they were given. Places and texts of lists are dropped, so that conditions that say the same are equal more often.

use std::cell::RefCell;
use std::rc::Rc;

use hashbrown::HashMap;
use tieuchi::date::Date;
use tieuchi::exact::Exact;
use tieuchi::program::{
    Calendar, Cond, Definition, FieldId, KindId, List, Need, NumberSet, Order, Origin, Part, Path, Presence, Program,
    Set, Term, Test, Type,
};

/// The most nodes that a condition may have once definitions stand in it.
pub const MAX_NODES: usize = 20_000;

/// What is known of a field of a record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Known {
    /// A number.
    Number(Exact),
    /// A number of which it is only known on which side of the bounds that conditions name it lies: this is one such.
    Side(Exact),
    /// A day.
    Date(Date),
    /// A day, of which no more is known than of [`Known::Side`].
    DateSide(Date),
    /// A label.
    Label(u32),
    /// Yes or no.
    YesNo(bool),
    /// A text.
    Text(String),
    /// Of a reference: whether it leads to anything.
    Leads(bool),
    /// A text of which it is only known that it is none of those that conditions name: this is one such.
    OtherText(String),
}

/// A condition that always holds.
pub fn always() -> Cond {
    Cond::List(List { need: Need::All, parts: Vec::new(), lettered: false })
}

/// A condition that never holds.
pub fn never() -> Cond {
    Cond::List(List { need: Need::Any, parts: Vec::new(), lettered: false })
}

/// Whether a condition is one that always or never holds.
pub fn decided(cond: &Cond) -> Option<bool> {
    match cond {
        Cond::List(List { need, parts, .. }) if parts.is_empty() => match need {
            Need::All | Need::AtMost(_) => Some(true),
            Need::Any => Some(false),
            Need::AtLeast(k) => Some(*k == 0),
            Need::Exactly(k) => Some(*k == 0),
        },
        _ => None,
    }
}

fn truth(yes: bool) -> Cond {
    if yes { always() } else { never() }
}

fn part(cond: Cond) -> Part {
    Part { cond, text: String::new(), place: None }
}

fn list(need: Need, conds: Vec<Cond>) -> Cond {
    let (mut yes, mut rest) = (0u32, Vec::new());
    for cond in conds {
        match decided(&cond) {
            Some(true) => yes += 1,
            Some(false) => {}
            None => rest.push(cond),
        }
    }
    let (left, all) = (rest.len() as u32, |rest: Vec<Cond>, need| {
        Cond::List(List { need, parts: rest.into_iter().map(part).collect(), lettered: false })
    });
    let exactly = |k: u32, rest: Vec<Cond>| match k.checked_sub(yes) {
        None => never(),
        Some(k) if k > left => never(),
        Some(_) if left == 0 => always(),
        Some(k) => all(rest, Need::Exactly(k)),
    };
    match need {
        Need::Any if yes > 0 => always(),
        Need::AtLeast(k) if k <= yes => always(),
        Need::AtLeast(k) if k - yes > left => never(),
        Need::AtLeast(k) => all(rest, Need::AtLeast(k - yes)),
        Need::AtMost(k) if k < yes => never(),
        Need::AtMost(k) if left <= k - yes => always(),
        Need::AtMost(k) => all(rest, Need::AtMost(k - yes)),
        Need::Exactly(k) => exactly(k, rest),
        Need::All | Need::Any => match (left, rest.pop()) {
            (1, Some(one)) => one,
            (_, Some(last)) => {
                rest.push(last);
                all(rest, need)
            }
            (_, None) => truth(need == Need::All),
        },
    }
}

/// As [`list`] of all, where none may have been dropped as failing.
fn all_of(conds: Vec<Cond>) -> Cond {
    if conds.iter().any(|cond| decided(cond) == Some(false)) { never() } else { list(Need::All, conds) }
}

fn any_of(conds: Vec<Cond>) -> Cond {
    list(Need::Any, conds)
}

fn not(cond: Cond) -> Cond {
    match decided(&cond) {
        Some(yes) => truth(!yes),
        None => match cond {
            Cond::Not(inner) => *inner,
            other => Cond::Not(Box::new(other)),
        },
    }
}

/// If one condition holds then another, else a third: yes as well where both say yes, whatever is known of the first.
fn either(when: Cond, then: Cond, otherwise: Cond) -> Cond {
    if then == otherwise {
        return then;
    }
    any_of(vec![
        all_of(vec![when.clone(), then.clone()]),
        all_of(vec![not(when), otherwise.clone()]),
        all_of(vec![then, otherwise]),
    ])
}

/// That a number lies in a set.
fn within(term: &Term, set: &NumberSet) -> Cond {
    // The points and the gaps between them, in order; a run of those that are in is an interval.
    let ask = |order, bound: &Exact| Cond::Compare(term.clone(), order, Term::Number(bound.clone()));
    let (mut runs, mut start): (Vec<Cond>, Option<Option<Cond>>) = (Vec::new(), None);
    let close = |start: Option<Option<Cond>>, end: Option<Cond>, runs: &mut Vec<Cond>| {
        if let Some(low) = start {
            runs.push(all_of(low.into_iter().chain(end).collect()));
        }
    };
    for (place, gap) in set.gaps.iter().enumerate() {
        let below = place.checked_sub(1).and_then(|before| set.points.get(before));
        match (gap, &start, below) {
            (true, None, below) => start = Some(below.map(|below| ask(Order::Above, below))),
            (false, Some(_), Some(below)) => close(start.take(), Some(ask(Order::AtMost, below)), &mut runs),
            _ => {}
        }
        let Some((point, at)) = set.points.get(place).zip(set.at.get(place)) else { continue };
        match (at, &start) {
            (true, None) => start = Some(Some(ask(Order::AtLeast, point))),
            (false, Some(_)) => close(start.take(), Some(ask(Order::Below, point)), &mut runs),
            _ => {}
        }
    }
    close(start, None, &mut runs);
    any_of(runs)
}

/// A comparison of numbers by what they are chosen from: a bound of the smaller of two is one of both, and whichever case
/// holds, its number is compared.
fn split(one: &Term, order: Order, other: &Term, left: &mut usize) -> Result<Cond, TooLong> {
    *left = left.checked_sub(1).ok_or(TooLong)?;
    let plain = Cond::Compare(one.clone(), order, other.clone());
    if !(is_choice(one) || is_choice(other)) || gives_labels(one) || gives_labels(other) {
        return Ok(plain);
    }
    let (flipped, larger) = match order {
        Order::Is => {
            let bounds = [split(one, Order::AtLeast, other, left)?, split(one, Order::AtMost, other, left)?];
            return Ok(all_of(bounds.to_vec()));
        }
        Order::IsNot => return Ok(not(split(one, Order::Is, other, left)?)),
        Order::AtLeast => (Order::AtMost, true),
        Order::Above => (Order::Below, true),
        Order::AtMost => (Order::AtLeast, false),
        Order::Below => (Order::Above, false),
    };
    Ok(match one {
        Term::Min(a, b) | Term::Max(a, b) => {
            let parts = vec![split(a, order, other, left)?, split(b, order, other, left)?];
            if matches!(one, Term::Min(..)) == larger { all_of(parts) } else { any_of(parts) }
        }
        Term::Cases(cases, otherwise) => {
            let mut whole = split(otherwise, order, other, left)?;
            for (when, value) in cases.iter().rev() {
                *left = left.checked_sub(nodes(&whole) + nodes(when)).ok_or(TooLong)?;
                whole = either(when.clone(), split(value, order, other, left)?, whole);
            }
            whole
        }
        _ if is_choice(other) => split(other, flipped, one, left)?,
        _ => plain,
    })
}

/// Whether a number is chosen from others.
fn is_choice(term: &Term) -> bool {
    matches!(term, Term::Min(..) | Term::Max(..) | Term::Cases(..))
}

/// Whether a term gives labels or texts.
fn gives_labels(term: &Term) -> bool {
    match term {
        Term::Label(..) | Term::Text(_) => true,
        Term::Cases(_, otherwise) => gives_labels(otherwise),
        Term::OneOf(cases) => cases.last().is_some_and(|(_, last)| gives_labels(last)),
        Term::Number(_)
        | Term::Date(_)
        | Term::Field(_)
        | Term::Add(..)
        | Term::Sub(..)
        | Term::Mul(..)
        | Term::Div(..)
        | Term::Min(..)
        | Term::Max(..)
        | Term::Rounded(..)
        | Term::Aggregate(_)
        | Term::Shift(..)
        | Term::Elapsed(..) => false,
    }
}

/// Puts definitions where they are read; its copies keep together what came of that.
#[derive(Debug, Clone)]
pub struct Settler<'p> {
    program: &'p Program,
    inlined: Rc<RefCell<Inlined>>,
}

/// By the kinds in hand: what came of conditions and terms, as long as there is room for more nodes.
#[derive(Debug)]
struct Inlined {
    conds: HashMap<Vec<KindId>, HashMap<Cond, Rc<Cond>>>,
    terms: HashMap<Vec<KindId>, HashMap<Term, Rc<Term>>>,
    room: usize,
}

/// The most nodes that are kept.
const MAX_KEPT: usize = 2_000_000;

impl Inlined {
    /// Takes room for so many nodes, if there is any left.
    fn has_room(&mut self, nodes: usize) -> bool {
        let left = self.room.checked_sub(nodes);
        self.room = left.unwrap_or(self.room);
        left.is_some()
    }
}

/// A condition grew past [`MAX_NODES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong;

impl<'p> Settler<'p> {
    /// Of a program.
    pub fn new(program: &'p Program) -> Settler<'p> {
        let inlined = Inlined { conds: HashMap::new(), terms: HashMap::new(), room: MAX_KEPT };
        Settler { program, inlined: Rc::new(RefCell::new(inlined)) }
    }

    /// The program.
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// A condition with the definitions of the records in hand put in.
    pub fn inlined(&self, cond: &Cond, hand: &[KindId]) -> Result<Rc<Cond>, TooLong> {
        if let Some(known) = self.inlined.borrow().conds.get(hand).and_then(|of| of.get(cond)) {
            return Ok(known.clone());
        }
        let mut left = MAX_NODES;
        let found = Rc::new(self.cond(cond, hand, &mut left)?);
        let mut kept = self.inlined.borrow_mut();
        if kept.has_room(MAX_NODES - left) {
            kept.conds.entry(hand.to_vec()).or_default().insert(cond.clone(), found.clone());
        }
        Ok(found)
    }

    /// A term likewise.
    pub fn inlined_term(&self, term: &Term, hand: &[KindId]) -> Result<Rc<Term>, TooLong> {
        if let Some(known) = self.inlined.borrow().terms.get(hand).and_then(|of| of.get(term)) {
            return Ok(known.clone());
        }
        let mut left = MAX_NODES;
        let found = Rc::new(self.term(term, hand, &mut left)?);
        let mut kept = self.inlined.borrow_mut();
        if kept.has_room(MAX_NODES - left) {
            kept.terms.entry(hand.to_vec()).or_default().insert(term.clone(), found.clone());
        }
        Ok(found)
    }

    /// How a field of the first record in hand is derived. Of the second nothing is put in: what its definitions ask of
    /// others they ask with it alone in hand.
    fn origin(&self, path: &Path, hand: &[KindId]) -> Option<(KindId, &'p Origin)> {
        own(path, 0)?;
        let kind = *hand.first()?;
        let field = self.program.kinds.get(kind.at())?.fields.get(path.field.at())?;
        Some((kind, &field.origin))
    }

    fn cond(&self, cond: &Cond, hand: &[KindId], left: &mut usize) -> Result<Cond, TooLong> {
        *left = left.checked_sub(1).ok_or(TooLong)?;
        Ok(match cond {
            Cond::Test(Test { path, set }) => match self.origin(path, hand) {
                Some((kind, origin)) => self.tested(kind, origin, path, set, left)?,
                None => cond.clone(),
            },
            Cond::Compare(one, order, other) => {
                split(&self.term(one, hand, left)?, *order, &self.term(other, hand, left)?, left)?
            }
            Cond::Not(inner) => not(self.cond(inner, hand, left)?),
            Cond::List(asked) => {
                let parts = asked.parts.iter().map(|part| self.cond(&part.cond, hand, left));
                let parts = parts.collect::<Result<Vec<_>, _>>()?;
                if asked.need == Need::All { all_of(parts) } else { list(asked.need, parts) }
            }
            Cond::Meets(id) => match self.program.criteria.get(id.at()) {
                Some(criterion)
                    if hand.len() == 1 && criterion.for_each.iter().map(|each| each.kind).eq(hand.to_vec()) =>
                {
                    let excused = criterion.for_each.iter().filter_map(|each| each.filter.as_ref());
                    let mut ways =
                        excused.map(|filter| Ok(not(self.cond(filter, hand, left)?))).collect::<Result<Vec<_>, _>>()?;
                    ways.push(self.cond(&criterion.cond, hand, left)?);
                    any_of(ways)
                }
                _ => cond.clone(),
            },
            Cond::Presence(..) | Cond::Clause(_) => cond.clone(),
        })
    }

    /// A field's origin against a set.
    fn tested(&self, kind: KindId, origin: &Origin, path: &Path, set: &Set, left: &mut usize) -> Result<Cond, TooLong> {
        Ok(match (origin, set) {
            (Origin::Define(Definition::Cond(inner)), Set::YesNo(wanted)) => {
                let inner = self.cond(inner, &[kind], left)?;
                if *wanted { inner } else { not(inner) }
            }
            (Origin::Define(Definition::Term(term)), Set::Numbers(numbers)) => {
                let asked = within(&self.term(term, &[kind], left)?, numbers);
                self.cond(&asked, &[kind], left)?
            }
            (Origin::Define(Definition::Term(Term::Cases(cases, otherwise))), Set::Labels(labels)) => {
                let last = self.labelled(otherwise, kind, labels, left)?;
                let mut whole = last;
                for (when, label) in cases.iter().rev() {
                    let label = self.labelled(label, kind, labels, left)?;
                    whole = either(self.cond(when, &[kind], left)?, label, whole);
                }
                whole
            }
            (Origin::Award { cases, otherwise, .. }, Set::Labels(labels)) => {
                let mut whole = truth(labels.contains(otherwise));
                for case in cases.iter().rev() {
                    *left = left.checked_sub(nodes(&whole)).ok_or(TooLong)?;
                    whole = either(self.cond(&case.when, &[kind], left)?, truth(labels.contains(&case.label)), whole);
                }
                whole
            }
            _ => Cond::Test(Test { path: path.clone(), set: set.clone() }),
        })
    }

    /// Whether a term that gives a label gives one of some.
    fn labelled(&self, term: &Term, kind: KindId, labels: &[u32], left: &mut usize) -> Result<Cond, TooLong> {
        let own = |path: &Path| Cond::Test(Test { path: path.clone(), set: Set::Labels(labels.to_vec()) });
        Ok(match term {
            Term::Label(_, label) => truth(labels.contains(label)),
            Term::Field(path) => self.cond(&own(path), &[kind], left)?,
            Term::Cases(cases, otherwise) => {
                let mut whole = self.labelled(otherwise, kind, labels, left)?;
                for (when, label) in cases.iter().rev() {
                    *left = left.checked_sub(nodes(&whole)).ok_or(TooLong)?;
                    let label = self.labelled(label, kind, labels, left)?;
                    whole = either(self.cond(when, &[kind], left)?, label, whole);
                }
                whole
            }
            // Nothing else gives a label; what it would be is left open.
            other => Cond::Compare(other.clone(), Order::Is, other.clone()),
        })
    }

    fn term(&self, term: &Term, hand: &[KindId], left: &mut usize) -> Result<Term, TooLong> {
        *left = left.checked_sub(1).ok_or(TooLong)?;
        if let Term::Field(path) = term
            && let Some((kind, origin)) = self.origin(path, hand)
        {
            return Ok(match origin {
                Origin::Define(Definition::Term(inner)) => self.term(inner, &[kind], left)?,
                Origin::Award { cases, otherwise, .. } => {
                    let Some(Type::Label(set)) = self.ty(kind, path.field) else { return Ok(term.clone()) };
                    let cases = cases
                        .iter()
                        .map(|case| Ok((self.cond(&case.when, &[kind], left)?, Term::Label(set, case.label))));
                    let cases = cases.collect::<Result<Vec<_>, _>>()?;
                    Term::Cases(cases, Box::new(Term::Label(set, *otherwise)))
                }
                Origin::Key
                | Origin::Data { .. }
                | Origin::Previous { .. }
                | Origin::Rank(_)
                | Origin::Define(Definition::Cond(_)) => term.clone(),
            });
        }
        let mut inner = |term: &Term| self.term(term, hand, left).map(Box::new);
        Ok(match term {
            Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) | Term::Field(_) | Term::Aggregate(_) => {
                term.clone()
            }
            Term::Add(a, b) => Term::Add(inner(a)?, inner(b)?),
            Term::Sub(a, b) => Term::Sub(inner(a)?, inner(b)?),
            Term::Mul(a, b) => Term::Mul(inner(a)?, inner(b)?),
            Term::Div(a, b) => Term::Div(inner(a)?, inner(b)?),
            Term::Min(a, b) => Term::Min(inner(a)?, inner(b)?),
            Term::Max(a, b) => Term::Max(inner(a)?, inner(b)?),
            Term::Elapsed(unit, a, b) => Term::Elapsed(*unit, inner(a)?, inner(b)?),
            Term::Rounded(a, how, places) => Term::Rounded(inner(a)?, *how, *places),
            Term::Shift(a, amount, unit) => Term::Shift(inner(a)?, *amount, *unit),
            Term::Cases(cases, otherwise) => {
                Term::Cases(self.cases(cases, hand, left)?, Box::new(self.term(otherwise, hand, left)?))
            }
            Term::OneOf(cases) => Term::OneOf(self.cases(cases, hand, left)?),
        })
    }

    fn cases(&self, cases: &[(Cond, Term)], hand: &[KindId], left: &mut usize) -> Result<Vec<(Cond, Term)>, TooLong> {
        cases.iter().map(|(when, value)| Ok((self.cond(when, hand, left)?, self.term(value, hand, left)?))).collect()
    }

    fn ty(&self, kind: KindId, field: FieldId) -> Option<Type> {
        Some(self.program.kinds.get(kind.at())?.fields.get(field.at())?.ty)
    }
}

/// How many conditions a condition consists of, as far as that matters for its size.
fn nodes(cond: &Cond) -> usize {
    match cond {
        Cond::Not(inner) => 1 + nodes(inner),
        Cond::List(list) => 1 + list.parts.iter().map(|part| nodes(&part.cond)).sum::<usize>(),
        Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) | Cond::Clause(_) | Cond::Meets(_) => 1,
    }
}

/// Fields of a record in hand of which something is known.
pub trait Fields {
    /// What is known of a field.
    fn known(&self, field: FieldId) -> Option<&Known>;
    /// Whether a comparison holds that knowing the fields doesn't decide.
    fn assumed(&self, comparison: &Cond) -> Option<bool>;
}

/// A condition with what is known of the record at a position in hand put in.
pub fn substituted(cond: &Cond, hand: u8, fields: &impl Fields) -> Cond {
    match cond {
        Cond::Test(Test { path, set }) => match own(path, hand).and_then(|field| fields.known(field)) {
            Some(known) => is_in(known, set).map_or_else(|| cond.clone(), truth),
            None => cond.clone(),
        },
        Cond::Compare(one, order, other) => {
            if let Some(yes) = step(one, *order, other, hand, fields) {
                return truth(yes);
            }
            let (one, other) = (substituted_term(one, hand, fields), substituted_term(other, hand, fields));
            match compared(&one, *order, &other) {
                Some(yes) => truth(yes),
                None => {
                    let left = Cond::Compare(one, *order, other);
                    fields.assumed(&left).map_or(left, truth)
                }
            }
        }
        // Rosters are asked for that are complete.
        Cond::Presence(path, Presence::Known) if own(path, hand).is_some_and(|field| fields.known(field).is_some()) => {
            always()
        }
        Cond::Presence(path, Presence::Missing)
            if own(path, hand).is_some_and(|field| fields.known(field).is_some()) =>
        {
            never()
        }
        Cond::Presence(path, presence @ (Presence::Present | Presence::Absent)) => {
            match own(path, hand).and_then(|field| fields.known(field)) {
                Some(Known::Leads(leads)) => truth(*leads == (*presence == Presence::Present)),
                _ => cond.clone(),
            }
        }
        Cond::Presence(..) | Cond::Clause(_) | Cond::Meets(_) => cond.clone(),
        Cond::Not(inner) => not(substituted(inner, hand, fields)),
        Cond::List(asked) => {
            let parts = asked.parts.iter().map(|part| substituted(&part.cond, hand, fields)).collect();
            if asked.need == Need::All { all_of(parts) } else { list(asked.need, parts) }
        }
    }
}

/// The field of the record at a position in hand that a path reads.
pub fn own(path: &Path, hand: u8) -> Option<FieldId> {
    (path.hand == hand && path.via.is_empty()).then_some(path.field)
}

fn is_in(known: &Known, set: &Set) -> Option<bool> {
    Some(match (known, set) {
        (Known::Number(value) | Known::Side(value), Set::Numbers(set)) => set.contains(value),
        (Known::Date(day) | Known::DateSide(day), Set::Numbers(set)) => set.contains(&Exact::from(day.days())),
        (Known::Label(label), Set::Labels(labels)) => labels.contains(label),
        (Known::YesNo(yes), Set::YesNo(wanted)) => yes == wanted,
        (Known::Text(text) | Known::OtherText(text), Set::Texts(texts, but)) => texts.contains(text) != *but,
        _ => return None,
    })
}

/// A comparison that turns once as one field grows, at a bound that the field's values are told apart by.
fn step(one: &Term, order: Order, other: &Term, hand: u8, fields: &impl Fields) -> Option<bool> {
    let (term, _) = stepped(one, other, hand)?;
    let field = single_field(term, hand)?;
    let exactly = |wanted: FieldId| match fields.known(wanted).filter(|_| wanted == field)? {
        Known::Side(value) => Some(Known::Number(value.clone())),
        Known::DateSide(day) => Some(Known::Date(*day)),
        known => Some(known.clone()),
    };
    let known = exactly(field)?;
    let exact = One { field, known };
    compared(&substituted_term(one, hand, &exact), order, &substituted_term(other, hand, &exact))
}

/// Of a comparison the side that grows or shrinks with one field, and the constant that it is held against.
pub fn stepped<'t>(one: &'t Term, other: &'t Term, hand: u8) -> Option<(&'t Term, &'t Term)> {
    let constant = |term: &Term| matches!(term, Term::Number(_) | Term::Date(_));
    match (one, other) {
        (term, bound) if constant(bound) && is_monotone(term, hand) => Some((term, bound)),
        (bound, term) if constant(bound) && is_monotone(term, hand) => Some((term, bound)),
        _ => None,
    }
}

/// The one field of the record in hand that a term reads.
pub fn single_field(term: &Term, hand: u8) -> Option<FieldId> {
    match term {
        Term::Field(path) => own(path, hand),
        Term::Add(a, b) | Term::Sub(a, b) | Term::Mul(a, b) | Term::Div(a, b) | Term::Elapsed(_, a, b) => {
            single_field(a, hand).or_else(|| single_field(b, hand))
        }
        Term::Shift(a, ..) => single_field(a, hand),
        Term::Rounded(..)
        | Term::Number(_)
        | Term::Date(_)
        | Term::Label(..)
        | Term::Text(_)
        | Term::Min(..)
        | Term::Max(..)
        | Term::Cases(..)
        | Term::OneOf(_)
        | Term::Aggregate(_) => None,
    }
}

/// Whether a term reads one field of the record in hand, and never goes back as that grows.
fn is_monotone(term: &Term, hand: u8) -> bool {
    let constant = |term: &Term| matches!(term, Term::Number(_) | Term::Date(_));
    match term {
        Term::Field(path) => own(path, hand).is_some(),
        Term::Add(a, b) | Term::Sub(a, b) | Term::Mul(a, b) | Term::Elapsed(_, a, b) => {
            (constant(a) && is_monotone(b, hand)) || (constant(b) && is_monotone(a, hand))
        }
        Term::Div(a, b) => constant(b) && is_monotone(a, hand),
        Term::Shift(a, ..) => is_monotone(a, hand),
        Term::Rounded(..)
        | Term::Number(_)
        | Term::Date(_)
        | Term::Label(..)
        | Term::Text(_)
        | Term::Min(..)
        | Term::Max(..)
        | Term::Cases(..)
        | Term::OneOf(_)
        | Term::Aggregate(_) => false,
    }
}

struct One {
    field: FieldId,
    known: Known,
}

impl Fields for One {
    fn known(&self, field: FieldId) -> Option<&Known> {
        (field == self.field).then_some(&self.known)
    }

    fn assumed(&self, _: &Cond) -> Option<bool> {
        None
    }
}

/// A term with what is known put in.
pub fn substituted_term(term: &Term, hand: u8, fields: &impl Fields) -> Term {
    let inner = |term: &Term| substituted_term(term, hand, fields);
    match term {
        Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) | Term::Aggregate(_) => term.clone(),
        Term::Field(path) => match own(path, hand).and_then(|field| fields.known(field)) {
            Some(Known::Number(value)) => Term::Number(value.clone()),
            Some(Known::Date(day)) => Term::Date(*day),
            Some(Known::Text(text)) => Term::Text(text.clone()),
            // Compared with labels alone, by number: of which set they are was checked.
            Some(Known::Label(label)) => Term::Label(tieuchi::program::LabelsId(0), *label),
            Some(Known::Side(_) | Known::DateSide(_) | Known::OtherText(_) | Known::YesNo(_) | Known::Leads(_))
            | None => term.clone(),
        },
        Term::Add(a, b) => folded(inner(a), inner(b), Exact::add, Term::Add),
        Term::Sub(a, b) => folded(inner(a), inner(b), Exact::sub, Term::Sub),
        Term::Mul(a, b) => folded(inner(a), inner(b), Exact::mul, Term::Mul),
        Term::Div(a, b) => folded(inner(a), inner(b), Exact::div, Term::Div),
        Term::Min(a, b) => chosen(inner(a), inner(b), Order::AtMost, Term::Min),
        Term::Max(a, b) => chosen(inner(a), inner(b), Order::AtLeast, Term::Max),
        Term::Rounded(a, how, places) => match inner(a) {
            Term::Number(value) => Term::Number(value.rounded(*how, *places)),
            other => Term::Rounded(Box::new(other), *how, *places),
        },
        Term::Shift(a, amount, unit) => {
            let a = inner(a);
            let moved = match &a {
                Term::Date(day) => shifted(*day, *amount, *unit),
                _ => None,
            };
            moved.map_or_else(|| Term::Shift(Box::new(a), *amount, *unit), Term::Date)
        }
        Term::Elapsed(unit, from, to) => match (inner(from), inner(to)) {
            (Term::Date(from), Term::Date(to)) => Term::Number(Exact::from(match unit {
                Calendar::Days => to.days() - from.days(),
                Calendar::Months => from.months_to(to),
                Calendar::Years => from.months_to(to) / 12,
            })),
            (from, to) => Term::Elapsed(*unit, Box::new(from), Box::new(to)),
        },
        Term::Cases(cases, otherwise) => {
            let mut kept = Vec::new();
            for (when, value) in cases {
                let when = substituted(when, hand, fields);
                match decided(&when) {
                    Some(false) => {}
                    Some(true) if kept.is_empty() => return inner(value),
                    Some(true) => return Term::Cases(kept, Box::new(inner(value))),
                    None => kept.push((when, inner(value))),
                }
            }
            if kept.is_empty() { inner(otherwise) } else { Term::Cases(kept, Box::new(inner(otherwise))) }
        }
        Term::OneOf(cases) => {
            let mut kept = Vec::new();
            for (when, value) in cases {
                let when = substituted(when, hand, fields);
                match decided(&when) {
                    Some(false) => {}
                    Some(true) if kept.is_empty() => return inner(value),
                    Some(true) => return Term::Cases(kept, Box::new(inner(value))),
                    None => kept.push((when, inner(value))),
                }
            }
            match (kept.len(), kept.pop()) {
                (1, Some((_, one))) => one,
                (_, Some(last)) => {
                    kept.push(last);
                    Term::OneOf(kept)
                }
                (_, None) => cases.last().map_or_else(|| term.clone(), |(_, value)| inner(value)),
            }
        }
    }
}

fn shifted(day: Date, amount: i64, unit: Calendar) -> Option<Date> {
    match unit {
        Calendar::Days => day.plus_days(amount),
        Calendar::Months => day.plus_months(amount),
        Calendar::Years => day.plus_months(amount.checked_mul(12)?),
    }
}

fn folded(
    one: Term,
    other: Term,
    by: impl Fn(&Exact, &Exact) -> Option<Exact>,
    whole: impl Fn(Box<Term>, Box<Term>) -> Term,
) -> Term {
    let result = match (&one, &other) {
        (Term::Number(a), Term::Number(b)) => by(a, b),
        _ => None,
    };
    result.map_or_else(|| whole(Box::new(one), Box::new(other)), Term::Number)
}

fn chosen(one: Term, other: Term, order: Order, whole: impl Fn(Box<Term>, Box<Term>) -> Term) -> Term {
    match compared(&one, order, &other) {
        Some(true) => one,
        Some(false) => other,
        None => whole(Box::new(one), Box::new(other)),
    }
}

/// Whether two terms stand in an order, if both are known.
pub fn compared(one: &Term, order: Order, other: &Term) -> Option<bool> {
    let ordering = match (one, other) {
        (Term::Number(a), Term::Number(b)) => a.cmp(b),
        (Term::Date(a), Term::Date(b)) => a.days().cmp(&b.days()),
        (Term::Date(a), Term::Number(b)) => Exact::from(a.days()).cmp(b),
        (Term::Number(a), Term::Date(b)) => a.cmp(&Exact::from(b.days())),
        (Term::Label(_, a), Term::Label(_, b)) => a.cmp(b),
        (Term::Text(a), Term::Text(b)) => match order {
            Order::Is | Order::IsNot => a.cmp(b),
            Order::AtLeast | Order::AtMost | Order::Above | Order::Below => return None,
        },
        _ => return None,
    };
    Some(match order {
        Order::Is => ordering.is_eq(),
        Order::IsNot => ordering.is_ne(),
        Order::AtLeast => ordering.is_ge(),
        Order::AtMost => ordering.is_le(),
        Order::Above => ordering.is_gt(),
        Order::Below => ordering.is_lt(),
    })
}
