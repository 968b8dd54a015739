//! Cells: records of a kind that nothing asked of them can tell apart, one record for each.
//!
//! A field's values fall into classes by the bounds that they are held against. Records are built up field by field;
//! after each, those of which all that is asked comes to the same are one. What is left in the end is what conditions
//! can tell apart, however many fields there are.

use std::rc::Rc;

use hashbrown::HashMap;
use num_bigint::BigInt;
use tieuchi::date::Date;
use tieuchi::exact::{Exact, Rounding};
use tieuchi::program::{Cond, FieldId, KindId, List, Need, NumberKind, Part, Program, Term, Type};

use crate::settle::{Fields, Known, Settler, decided, own, substituted, substituted_term};
use crate::slice::{Ask, DAYS, KindSlice, Use};

/// Records that nothing tells apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// What is known of each field that matters, ascending.
    pub fields: Vec<(FieldId, Known)>,
    /// Comparisons that the sides of fields don't decide, printed, and whether they hold.
    pub assumed: Vec<(String, bool)>,
}

impl Fields for Cell {
    fn known(&self, field: FieldId) -> Option<&Known> {
        let at = self.fields.binary_search_by_key(&field, |(field, _)| *field).ok()?;
        self.fields.get(at).map(|(_, known)| known)
    }

    fn assumed(&self, comparison: &Cond) -> Option<bool> {
        if self.assumed.is_empty() {
            return None;
        }
        let wanted = format!("{comparison:?}");
        self.assumed.iter().find(|(printed, _)| *printed == wanted).map(|(_, holds)| *holds)
    }
}

/// How closely numbers that are computed with are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// On which side of bounds they lie: all records are covered, and what is computed is left open.
    Sides,
    /// By their values: some records are covered, and everything about them is known.
    Samples,
}

/// Why there are no cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCells {
    /// There would be more than so many.
    TooMany(usize),
    /// What is asked is too long.
    TooLong,
}

/// The most comparisons of one record that its fields' sides leave open.
const MAX_ASSUMED: usize = 6;

/// The most values of a number that are all taken where it is computed with.
const MAX_VALUES: i64 = 16;

/// Which records of a kind there are cells of.
#[derive(Debug, Default)]
pub struct Among {
    /// References of which it is known whether they lead anywhere.
    pub given: Cell,
    /// Records of which all conditions of one of these are so aren't there.
    pub shut_out: Vec<Vec<(Cond, bool)>>,
}

/// The cells of a kind, the plainest first.
pub fn cells(
    settler: &Settler<'_>,
    kind: KindId,
    slice: &KindSlice,
    among: &Among,
    precision: Precision,
    limit: usize,
) -> Result<Vec<Cell>, NoCells> {
    let program = settler.program();
    let mut asked = Interned::default();
    let mut start = Vec::new();
    for (ask, hand) in &slice.asks {
        // A condition that is asked with others in hand reads this record at its position.
        let own: &[KindId] = &[kind];
        let hand_of = if *hand == 0 { own } else { &[] };
        let inlined = |cond: &Cond| settler.inlined(cond, hand_of).map_err(|_| NoCells::TooLong);
        match ask {
            Ask::Cond(cond) => start.push(asked.of(*hand, Asked::Cond(inlined(cond)?))),
            Ask::Term(term) => {
                let term = settler.inlined_term(term, hand_of).map_err(|_| NoCells::TooLong)?;
                start.push(asked.of(*hand, Asked::Term(term)));
            }
            Ask::Verdict(id) => {
                let criterion = program.criteria.get(id.at());
                let conds = criterion.into_iter().flat_map(|criterion| {
                    criterion.for_each.iter().filter_map(|each| each.filter.as_ref()).chain([&criterion.cond])
                });
                // Verdicts go along the parts of a condition: what each comes to matters.
                for cond in conds.flat_map(along) {
                    start.push(asked.of(*hand, Asked::Cond(inlined(cond)?)));
                }
            }
        }
    }
    // By which of what is asked records are shut out.
    let mut shut_out: Vec<Vec<(usize, bool)>> = Vec::new();
    for conds in &among.shut_out {
        let mut places = Vec::new();
        for (cond, wanted) in conds {
            places.push((start.len(), *wanted));
            start.push(asked.of(0, Asked::Cond(settler.inlined(cond, &[kind]).map_err(|_| NoCells::TooLong)?)));
        }
        shut_out.push(places);
    }
    let start: Vec<u32> = start.into_iter().map(|ask| asked.substituted(ask, &among.given)).collect();
    let mut states: Vec<(Vec<u32>, Cell)> = vec![(start, Cell::default())];
    for (field, used) in in_order(slice, &asked) {
        let classes = classes(program, kind, field, used, precision);
        let mut memo: HashMap<(u32, usize), u32> = HashMap::new();
        let mut next: Vec<(Vec<u32>, Cell)> = Vec::new();
        let mut seen: HashMap<Vec<u32>, ()> = HashMap::new();
        for (class, known) in classes.iter().enumerate() {
            let one = Cell { fields: vec![(field, known.clone())], assumed: Vec::new() };
            for (state, cell) in &states {
                let after: Vec<u32> = state
                    .iter()
                    .map(|ask| *memo.entry((*ask, class)).or_insert_with(|| asked.substituted(*ask, &one)))
                    .collect();
                if !asked.all_so(&shut_out, &after) && seen.insert(after.clone(), ()).is_none() {
                    let mut cell = cell.clone();
                    cell.fields.push((field, known.clone()));
                    next.push((after, cell));
                }
            }
            if next.len() > limit {
                return Err(NoCells::TooMany(limit));
            }
        }
        states = next;
    }
    let mut found = Vec::new();
    for (state, mut cell) in states {
        cell.fields.sort_by_key(|(field, _)| *field);
        let mut open = Vec::new();
        state.iter().for_each(|ask| asked.open(*ask, &cell, &mut open));
        open.sort();
        open.dedup();
        if open.len() > MAX_ASSUMED {
            return Err(NoCells::TooMany(1 << MAX_ASSUMED));
        }
        for signs in 0..1u32 << open.len() {
            let assumed = open.iter().enumerate().map(|(place, printed)| (printed.clone(), signs >> place & 1 == 1));
            found.push(Cell { fields: cell.fields.clone(), assumed: assumed.collect() });
        }
    }
    if found.len() > limit {
        return Err(NoCells::TooMany(limit));
    }
    Ok(found)
}

/// The parts of a condition that a verdict goes along.
fn along(cond: &Cond) -> Vec<&Cond> {
    match cond {
        Cond::List(List { need: Need::All | Need::Any, parts, .. }) => {
            parts.iter().flat_map(|part| along(&part.cond)).collect()
        }
        Cond::List(_)
        | Cond::Test(_)
        | Cond::Compare(..)
        | Cond::Presence(..)
        | Cond::Not(_)
        | Cond::Clause(_)
        | Cond::Meets(_) => vec![cond],
    }
}

/// Fields in an order in which what is asked of few of them is settled early.
fn in_order<'s>(slice: &'s KindSlice, asked: &Interned) -> Vec<(FieldId, &'s Use)> {
    let reads: Vec<Vec<FieldId>> = asked.all.iter().map(|(hand, ask)| fields_of(ask, *hand)).collect();
    let mut left: Vec<(FieldId, &Use)> = slice.fields.iter().map(|(field, used)| (*field, used)).collect();
    let mut order: Vec<(FieldId, &Use)> = Vec::new();
    while !left.is_empty() {
        // The ask of which the fewest fields are left.
        let rest =
            |fields: &Vec<FieldId>| fields.iter().filter(|field| left.iter().any(|(own, _)| own == *field)).count();
        let next = reads.iter().filter(|fields| rest(fields) > 0).min_by_key(|fields| rest(fields));
        let (now, later): (Vec<_>, Vec<_>) =
            left.iter().partition(|(field, _)| next.is_none_or(|fields| fields.contains(field)));
        order.extend(now);
        left = later;
    }
    order
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Asked {
    Cond(Rc<Cond>),
    Term(Rc<Term>),
}

/// What is asked, each thing once.
#[derive(Debug, Default)]
struct Interned {
    all: Vec<(u8, Asked)>,
    places: HashMap<(u8, Asked), u32>,
}

impl Interned {
    fn of(&mut self, hand: u8, ask: Asked) -> u32 {
        let next = self.all.len() as u32;
        let place = *self.places.entry((hand, ask.clone())).or_insert(next);
        if place == next {
            self.all.push((hand, ask));
        }
        place
    }

    fn substituted(&mut self, ask: u32, fields: &Cell) -> u32 {
        let Some((hand, before)) = self.all.get(ask as usize) else { return ask };
        let (hand, after) = match before {
            Asked::Cond(cond) => (*hand, Asked::Cond(Rc::new(substituted(cond, *hand, fields)))),
            Asked::Term(term) => (*hand, Asked::Term(Rc::new(substituted_term(term, *hand, fields)))),
        };
        self.of(hand, after)
    }

    /// Whether all of one of some lists of conditions, by their places in a state, are decided so.
    fn all_so(&self, lists: &[Vec<(usize, bool)>], state: &[u32]) -> bool {
        let is_so = |(place, wanted): &(usize, bool)| {
            let ask = state.get(*place).and_then(|ask| self.all.get(*ask as usize));
            matches!(ask, Some((_, Asked::Cond(cond))) if decided(cond) == Some(*wanted))
        };
        lists.iter().any(|list| list.iter().all(is_so))
    }

    /// Comparisons that are left and read nothing but fields of which only sides are known.
    fn open(&self, ask: u32, cell: &Cell, into: &mut Vec<String>) {
        match self.all.get(ask as usize) {
            Some((hand, Asked::Cond(cond))) => open_of(cond, *hand, cell, into),
            Some((hand, Asked::Term(term))) => open_of_term(term, *hand, cell, into),
            None => {}
        }
    }
}

fn open_of(cond: &Cond, hand: u8, cell: &Cell, into: &mut Vec<String>) {
    match cond {
        Cond::Compare(one, _, other) => {
            if reads_sides(one, hand, cell) || reads_sides(other, hand, cell) {
                into.push(format!("{cond:?}"));
            }
            open_of_term(one, hand, cell, into);
            open_of_term(other, hand, cell, into);
        }
        Cond::Not(inner) => open_of(inner, hand, cell, into),
        Cond::List(List { parts, .. }) => parts.iter().for_each(|Part { cond, .. }| open_of(cond, hand, cell, into)),
        Cond::Test(_) | Cond::Presence(..) | Cond::Clause(_) | Cond::Meets(_) => {}
    }
}

fn open_of_term(term: &Term, hand: u8, cell: &Cell, into: &mut Vec<String>) {
    each_term(term, &mut |inner| {
        if let Term::Cases(cases, _) | Term::OneOf(cases) = inner {
            cases.iter().for_each(|(when, _)| open_of(when, hand, cell, into));
        }
    });
}

fn reads_sides(term: &Term, hand: u8, cell: &Cell) -> bool {
    let mut found = false;
    each_term(term, &mut |inner| {
        if let Term::Field(path) = inner
            && let Some(field) = own(path, hand)
        {
            found |= matches!(cell.known(field), Some(Known::Side(_) | Known::DateSide(_) | Known::OtherText(_)));
        }
    });
    found
}

/// Calls with a term and all within it.
pub(crate) fn each_term(term: &Term, call: &mut impl FnMut(&Term)) {
    call(term);
    match term {
        Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) | Term::Field(_) | Term::Aggregate(_) => {}
        Term::Add(a, b)
        | Term::Sub(a, b)
        | Term::Mul(a, b)
        | Term::Div(a, b)
        | Term::Min(a, b)
        | Term::Max(a, b)
        | Term::Elapsed(_, a, b) => {
            each_term(a, call);
            each_term(b, call);
        }
        Term::Rounded(a, ..) | Term::Shift(a, ..) => each_term(a, call),
        Term::Cases(cases, otherwise) => {
            cases.iter().for_each(|(_, value)| each_term(value, call));
            each_term(otherwise, call);
        }
        Term::OneOf(cases) => cases.iter().for_each(|(_, value)| each_term(value, call)),
    }
}

/// The fields of the record at a position in hand that something reads.
fn fields_of(ask: &Asked, hand: u8) -> Vec<FieldId> {
    let mut found = Vec::new();
    match ask {
        Asked::Cond(cond) => fields_of_cond(cond, hand, &mut found),
        Asked::Term(term) => fields_of_term(term, hand, &mut found),
    }
    found.sort();
    found.dedup();
    found
}

fn fields_of_cond(cond: &Cond, hand: u8, into: &mut Vec<FieldId>) {
    match cond {
        Cond::Test(test) => into.extend(own(&test.path, hand)),
        Cond::Presence(path, _) => into.extend(own(path, hand)),
        Cond::Compare(one, _, other) => {
            fields_of_term(one, hand, into);
            fields_of_term(other, hand, into);
        }
        Cond::Not(inner) => fields_of_cond(inner, hand, into),
        Cond::List(list) => list.parts.iter().for_each(|part| fields_of_cond(&part.cond, hand, into)),
        Cond::Clause(_) | Cond::Meets(_) => {}
    }
}

fn fields_of_term(term: &Term, hand: u8, into: &mut Vec<FieldId>) {
    let mut conds = Vec::new();
    each_term(term, &mut |inner| match inner {
        Term::Field(path) => into.extend(own(path, hand)),
        Term::Cases(cases, _) | Term::OneOf(cases) => conds.extend(cases.iter().map(|(when, _)| when.clone())),
        _ => {}
    });
    conds.iter().for_each(|cond| fields_of_cond(cond, hand, into));
}

/// The classes of a field's values, the plainest first.
fn classes(program: &Program, kind: KindId, field: FieldId, used: &Use, precision: Precision) -> Vec<Known> {
    let Some(declared) = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at())) else {
        return Vec::new();
    };
    match declared.ty {
        Type::YesNo => vec![Known::YesNo(false), Known::YesNo(true)],
        Type::Label(id) => {
            let all = program.labels.get(id.at()).map_or(0, |labels| labels.labels.len());
            (0..all as u32).map(Known::Label).collect()
        }
        Type::Text => {
            // Texts that are held against one another may be two that nobody names, the same or not.
            let others = if used.computed && precision == Precision::Samples { 2 } else { 1 };
            let other = (0..).map(|n| if n == 0 { "x".to_string() } else { format!("x{n}") });
            let other = other.filter(|text| !used.texts.contains(text)).take(others);
            let some = if used.computed && precision == Precision::Sides { Known::OtherText } else { Known::Text };
            other.map(some).chain(used.texts.iter().cloned().map(Known::Text)).collect()
        }
        Type::Number(number) => {
            let least = Exact::zero();
            let (low, high) = match &declared.range {
                Some((low, high)) => (Some(low.clone()), Some(high.clone())),
                None => (None, None),
            };
            let low = if number == NumberKind::Count {
                Some(match low {
                    Some(low) => low.max(least),
                    None => least,
                })
            } else {
                low
            };
            let domain = Domain { low, high, whole: matches!(number, NumberKind::Count | NumberKind::Integer) };
            domain.classes(used, precision, Known::Number, Known::Side)
        }
        Type::Date => {
            let domain = Domain { low: Some(Exact::from(DAYS.0)), high: Some(Exact::from(DAYS.1)), whole: true };
            let day = |value: Exact| value.to_i64().and_then(Date::from_days);
            let exactly = |value: Exact| day(value).map_or(Known::YesNo(false), Known::Date);
            let side = |value: Exact| day(value).map_or(Known::YesNo(false), Known::DateSide);
            domain.classes(used, precision, exactly, side)
        }
        Type::Reference(_) => Vec::new(),
    }
}

/// Which numbers a field may hold.
struct Domain {
    low: Option<Exact>,
    high: Option<Exact>,
    whole: bool,
}

impl Domain {
    fn classes(
        &self,
        used: &Use,
        precision: Precision,
        exactly: impl Fn(Exact) -> Known,
        side: impl Fn(Exact) -> Known,
    ) -> Vec<Known> {
        if used.computed
            && self.whole
            && let (Some(low), Some(high)) = (self.low.as_ref().and_then(whole), self.high.as_ref().and_then(whole))
            && high.saturating_sub(low) < MAX_VALUES
        {
            return (low..=high).map(|value| exactly(Exact::from(value))).collect();
        }
        let points: Vec<&Exact> = used.points.iter().filter(|point| self.has(point)).collect();
        // The gap below the first bound, each bound and the gap above it.
        let mut found: Vec<(Exact, bool)> = Vec::new();
        let mut ends: Vec<Option<&Exact>> = vec![self.low.as_ref()];
        let bounds: Vec<&Exact> = used.points.iter().collect();
        found.extend(self.between(None, bounds.first().copied()).map(|value| (value, false)));
        for (place, point) in bounds.iter().enumerate() {
            if points.contains(point) {
                found.push(((*point).clone(), true));
            }
            found.extend(self.between(Some(point), bounds.get(place + 1).copied()).map(|value| (value, false)));
        }
        if !used.computed {
            return found.into_iter().map(|(value, _)| exactly(value)).collect();
        }
        if precision == Precision::Sides {
            return found.into_iter().map(|(value, point)| if point { exactly(value) } else { side(value) }).collect();
        }
        ends.push(self.high.as_ref());
        let ends = ends.into_iter().flatten().cloned();
        let small = [0i64, 1, 2, 5, 10].into_iter().map(Exact::from);
        let mut samples: Vec<Exact> = found.into_iter().map(|(value, _)| value).collect();
        for value in ends.chain(small).filter(|value| self.has(value)) {
            if !samples.contains(&value) {
                samples.push(value);
            }
        }
        samples.into_iter().map(exactly).collect()
    }

    fn has(&self, value: &Exact) -> bool {
        self.low.as_ref().is_none_or(|low| low <= value)
            && self.high.as_ref().is_none_or(|high| value <= high)
            && (if self.whole { value.is_integer() } else { value.to_decimal().is_some() })
    }

    /// A number strictly between two, or beyond one, as plain as there is.
    fn between(&self, above: Option<&Exact>, below: Option<&Exact>) -> Option<Exact> {
        let one = Exact::from(1i64);
        let fits = |value: &Exact| {
            self.has(value) && above.is_none_or(|above| above < value) && below.is_none_or(|below| value < below)
        };
        let mut tries = vec![Exact::zero()];
        for end in [above, self.low.as_ref()].into_iter().flatten() {
            tries.extend([Exact::from(end.ceil()), Exact::from(end.floor() + BigInt::from(1))]);
        }
        for end in [below, self.high.as_ref()].into_iter().flatten() {
            tries.extend([Exact::from(end.floor()), Exact::from(end.ceil() - BigInt::from(1))]);
        }
        tries.extend(self.low.iter().chain(&self.high).cloned());
        if let Some(found) = tries.into_iter().find(|value| fits(value)) {
            return Some(found);
        }
        // No whole number lies between: the first decimal that does.
        let (low, high) = (above.or(self.low.as_ref())?, below.or(self.high.as_ref())?);
        if self.whole || low >= high {
            return None;
        }
        let middle = low.add(high)?.div(&one.add(&one)?)?;
        (0..34).map(|places| middle.rounded(Rounding::Nearest, places)).find(|value| fits(value))
    }
}

fn whole(value: &Exact) -> Option<i64> {
    value.is_integer().then(|| value.to_i64()).flatten()
}
