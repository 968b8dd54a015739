//! The general simplex on exact fractions: whether sums of numbers can keep to bounds that come and go.
//!
//! Contract. Every form is a column whose value is kept equal to what its numbers come to; columns without a row of
//! their own (not basic) are always within their bounds. [`Simplex::check`] brings the others within theirs, or names
//! bounds that can't be kept together. It always ends: of those out of bounds the first is taken, and of those that may
//! give way the one that stands in the fewest rows; after some turns, the first as well (Bland). A clash is added up anew from the forms as they were given before it is named, so that
//! nothing that went wrong in the tableau could make an impossibility of what is possible. After a [`Limit`] a tableau
//! is of no more use.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use tieuchi::exact::Exact;

use super::Limit;

/// Work that may still be done.
pub(super) trait Work {
    /// Takes so many steps off.
    fn spend(&mut self, steps: usize) -> Result<(), Limit>;
}

/// A bound, and what to name if it clashes.
#[derive(Debug, Clone)]
pub(super) struct Bound<R> {
    pub at: Exact,
    pub why: R,
}

/// Below or above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Lower,
    Upper,
}

impl Side {
    fn other(self) -> Side {
        match self {
            Side::Lower => Side::Upper,
            Side::Upper => Side::Lower,
        }
    }

    /// Whether a value is beyond a bound on this side.
    fn beyond(self, value: &Exact, bound: &Exact) -> bool {
        match self {
            Side::Lower => value < bound,
            Side::Upper => value > bound,
        }
    }
}

#[derive(Debug)]
struct Column<R> {
    value: Exact,
    lower: Option<Bound<R>>,
    upper: Option<Bound<R>>,
    /// Where it stands on the left.
    row: Option<usize>,
    /// In how many rows it stands on the right.
    uses: usize,
    /// What it is, in the numbers that were given first; of these, itself.
    form: Terms,
}

impl<R> Column<R> {
    fn bound(&self, side: Side) -> Option<&Bound<R>> {
        match side {
            Side::Lower => self.lower.as_ref(),
            Side::Upper => self.upper.as_ref(),
        }
    }

    fn slot(&mut self, side: Side) -> &mut Option<Bound<R>> {
        match side {
            Side::Lower => &mut self.lower,
            Side::Upper => &mut self.upper,
        }
    }
}

/// Columns with their coefficients, ascending, none 0.
type Terms = Vec<(usize, Exact)>;

/// The column on the left is the sum on the right, in columns that are on no left.
#[derive(Debug)]
struct Row {
    basic: usize,
    terms: Terms,
}

/// What a bound was before.
#[derive(Debug)]
struct Undo<R> {
    column: usize,
    side: Side,
    before: Option<Bound<R>>,
}

/// Bounds that can't be kept together.
pub(super) type Clash<R> = Vec<R>;

/// The turns in which what enters is chosen so that rows stay short.
const THRIFTY: usize = 500;

/// A tableau.
#[derive(Debug)]
pub(super) struct Simplex<R> {
    columns: Vec<Column<R>>,
    rows: Vec<Row>,
    undo: Vec<Undo<R>>,
    levels: Vec<usize>,
}

impl<R: Clone> Simplex<R> {
    pub(super) fn new() -> Simplex<R> {
        Simplex { columns: Vec::new(), rows: Vec::new(), undo: Vec::new(), levels: Vec::new() }
    }

    /// A number of its own; its column.
    pub(super) fn number(&mut self) -> usize {
        let at = self.columns.len();
        let form = vec![(at, Exact::from(1i64))];
        self.columns.push(Column { value: Exact::zero(), lower: None, upper: None, row: None, uses: 0, form });
        at
    }

    /// A column for a sum of numbers.
    pub(super) fn form(&mut self, terms: &[(usize, Exact)], work: &mut impl Work) -> Result<usize, Limit> {
        let at = self.columns.len();
        let (mut value, mut sum) = (Exact::zero(), BTreeMap::new());
        for (number, times) in terms {
            let Some(column) = self.columns.get(*number) else { continue };
            value = kept(kept(column.value.mul(times))?.add(&value))?;
            match column.row.and_then(|row| self.rows.get(row)) {
                None => add(&mut sum, *number, times)?,
                Some(row) => {
                    work.spend(row.terms.len())?;
                    for (inner, coefficient) in &row.terms {
                        add(&mut sum, *inner, &kept(coefficient.mul(times))?)?;
                    }
                }
            }
        }
        let row = Some(self.rows.len());
        self.columns.push(Column { value, lower: None, upper: None, row, uses: 0, form: terms.to_vec() });
        let terms: Terms = sum.into_iter().collect();
        self.recount(&[], &terms);
        self.rows.push(Row { basic: at, terms });
        Ok(at)
    }

    /// What a column comes to.
    pub(super) fn value(&self, column: usize) -> Option<&Exact> {
        self.columns.get(column).map(|column| &column.value)
    }

    /// How many columns there are.
    pub(super) fn columns(&self) -> usize {
        self.columns.len()
    }

    /// A column's bounds.
    pub(super) fn bounds(&self, column: usize) -> (Option<&Exact>, Option<&Exact>) {
        let bound = |side: Side| self.columns.get(column).and_then(|column| column.bound(side)).map(|bound| &bound.at);
        (bound(Side::Lower), bound(Side::Upper))
    }

    /// What a column is, in numbers.
    pub(super) fn terms(&self, column: usize) -> &[(usize, Exact)] {
        self.columns.get(column).map_or(&[], |column| column.form.as_slice())
    }

    /// Remembers the bounds as they are.
    pub(super) fn push(&mut self) {
        self.levels.push(self.undo.len());
    }

    /// Takes the bounds back to what they were so many [`push`](Self::push)es ago.
    pub(super) fn pop(&mut self, levels: usize) {
        let keep = self.levels.len().saturating_sub(levels);
        let Some(to) = self.levels.get(keep).copied() else { return };
        self.levels.truncate(keep);
        for undo in self.undo.drain(to.min(self.undo.len())..).rev() {
            if let Some(column) = self.columns.get_mut(undo.column) {
                *column.slot(undo.side) = undo.before;
            }
        }
    }

    /// Sets a bound, if it says more than the one that is there.
    pub(super) fn bound(
        &mut self,
        at: usize,
        side: Side,
        bound: Bound<R>,
        work: &mut impl Work,
    ) -> Result<Option<Clash<R>>, Limit> {
        let Some(column) = self.columns.get_mut(at) else { return Ok(None) };
        if column.bound(side).is_some_and(|now| !side.other().beyond(&bound.at, &now.at)) {
            return Ok(None);
        }
        if let Some(against) = column.bound(side.other()).filter(|other| side.other().beyond(&bound.at, &other.at)) {
            return Ok(Some(vec![bound.why, against.why.clone()]));
        }
        let move_to = (column.row.is_none() && side.beyond(&column.value, &bound.at)).then(|| bound.at.clone());
        let before = column.slot(side).replace(bound);
        self.undo.push(Undo { column: at, side, before });
        if let Some(value) = move_to {
            self.set(at, value, work)?;
        }
        Ok(None)
    }

    /// Gives a column that is on no left another value.
    fn set(&mut self, at: usize, value: Exact, work: &mut impl Work) -> Result<(), Limit> {
        let Some(column) = self.columns.get_mut(at) else { return Ok(()) };
        let moved = kept(value.sub(&column.value))?;
        column.value = value;
        self.shift_rows(at, &moved, None, work)
    }

    /// What is on the left follows a column on the right.
    fn shift_rows(&mut self, at: usize, moved: &Exact, but: Option<usize>, work: &mut impl Work) -> Result<(), Limit> {
        work.spend(self.rows.len())?;
        for (_, row) in (0..).zip(&self.rows).filter(|(place, _)| Some(*place) != but) {
            if let Some(times) = coefficient(&row.terms, at)
                && let Some(basic) = self.columns.get_mut(row.basic)
            {
                basic.value = kept(basic.value.add(&kept(times.mul(moved))?))?;
            }
        }
        Ok(())
    }

    /// Brings everything within its bounds, or says which bounds clash.
    pub(super) fn check(&mut self, work: &mut impl Work) -> Result<Option<Clash<R>>, Limit> {
        for turn in 0usize.. {
            work.spend(self.rows.len() + 1)?;
            let Some((place, side, target)) = self.first_beyond() else { return Ok(None) };
            let Some(row) = self.rows.get(place) else { return Ok(None) };
            work.spend(row.terms.len())?;
            // The left rises if something with a coefficient above 0 rises, or one below 0 falls.
            let gives_way = |(at, times): &&(usize, Exact)| {
                let towards = if times.is_negative() { side } else { side.other() };
                self.columns.get(*at).is_some_and(|column| {
                    column.bound(towards).is_none_or(|bound| towards.other().beyond(&column.value, &bound.at))
                })
            };
            let mut candidates = row.terms.iter().filter(gives_way);
            let uses = |(at, _): &&(usize, Exact)| self.columns.get(*at).map_or(0, |column| column.uses);
            let entering = if turn < THRIFTY { candidates.min_by_key(uses) } else { candidates.next() };
            match entering.cloned() {
                Some((entering, times)) => self.pivot(place, entering, &times, target, work)?,
                None => return self.clash(row, side, work).map(Some),
            }
        }
        Ok(None)
    }

    /// A row has other terms now.
    fn recount(&mut self, before: &[(usize, Exact)], now: &[(usize, Exact)]) {
        for (at, _) in before {
            self.columns.get_mut(*at).into_iter().for_each(|column| column.uses = column.uses.saturating_sub(1));
        }
        for (at, _) in now {
            self.columns.get_mut(*at).into_iter().for_each(|column| column.uses += 1);
        }
    }

    /// The first column on a left that is out of its bounds, with its row and the bound.
    fn first_beyond(&self) -> Option<(usize, Side, Exact)> {
        let beyond = |(place, row): (usize, &Row)| {
            let column = self.columns.get(row.basic)?;
            [Side::Lower, Side::Upper].into_iter().find_map(|side| {
                let bound = column.bound(side).filter(|bound| side.beyond(&column.value, &bound.at))?;
                Some((row.basic, place, side, bound.at.clone()))
            })
        };
        let first = self.rows.iter().enumerate().filter_map(beyond).min_by_key(|(basic, ..)| *basic);
        first.map(|(_, place, side, bound)| (place, side, bound))
    }

    /// The left of a row takes a value and goes to the right; `entering`, with its coefficient there, comes to the left.
    fn pivot(
        &mut self,
        place: usize,
        entering: usize,
        times: &Exact,
        value: Exact,
        work: &mut impl Work,
    ) -> Result<(), Limit> {
        let Some(row) = self.rows.get_mut(place) else { return Ok(()) };
        let leaving = row.basic;
        let (Some(left), Some(right)) = (self.columns.get(leaving), self.columns.get(entering)) else { return Ok(()) };
        let moved = kept(kept(value.sub(&left.value))?.div(times))?;
        let entered = kept(right.value.add(&moved))?;
        // leaving = times · entering + rest, so entering = 1/times · leaving - 1/times · rest.
        let turned = kept(Exact::from(-1i64).div(times))?;
        let mut terms: Terms = Vec::with_capacity(row.terms.len());
        for (at, coefficient) in &row.terms {
            if *at != entering {
                terms.push((*at, kept(coefficient.mul(&turned))?));
            }
        }
        let before = terms.partition_point(|(at, _)| *at < leaving);
        terms.insert(before, (leaving, turned.neg()));
        let mut rows: Vec<(usize, Terms)> = Vec::new();
        for (other, row) in self.rows.iter().enumerate().filter(|(other, _)| *other != place) {
            if let Some(coefficient) = coefficient(&row.terms, entering) {
                work.spend(row.terms.len() + terms.len())?;
                rows.push((other, substitute(&row.terms, entering, coefficient, &terms)?));
            }
        }
        self.shift_rows(entering, &moved, Some(place), work)?;
        rows.push((place, terms));
        for (other, terms) in rows {
            let Some(row) = self.rows.get_mut(other) else { continue };
            let before = std::mem::replace(&mut row.terms, terms.clone());
            if other == place {
                row.basic = entering;
            }
            self.recount(&before, &terms);
        }
        if let Some(column) = self.columns.get_mut(leaving) {
            (column.value, column.row) = (value, None);
        }
        if let Some(column) = self.columns.get_mut(entering) {
            (column.value, column.row) = (entered, Some(place));
        }
        Ok(())
    }

    /// The bounds that keep a row's left from its bound: together they come to 0 < 0.
    fn clash(&self, row: &Row, side: Side, work: &mut impl Work) -> Result<Clash<R>, Limit> {
        let minus = Exact::from(-1i64);
        let mut why = Vec::with_capacity(row.terms.len() + 1);
        let (mut left, mut right, mut forms) = (Exact::zero(), Exact::zero(), BTreeMap::new());
        for (at, times) in std::iter::once((row.basic, &minus)).chain(row.terms.iter().map(|(at, times)| (*at, times)))
        {
            let column = self.columns.get(at).ok_or(Limit::Numbers)?;
            let on = match (at == row.basic, times.is_negative()) {
                (true, _) => side,
                (false, true) => side,
                (false, false) => side.other(),
            };
            let bound = column.bound(on).ok_or(Limit::Numbers)?;
            why.push(bound.why.clone());
            let product = kept(bound.at.mul(times))?;
            let sum = if at == row.basic { &mut left } else { &mut right };
            *sum = kept(sum.add(&product))?;
            work.spend(column.form.len())?;
            for (number, coefficient) in &column.form {
                add(&mut forms, *number, &kept(coefficient.mul(times))?)?;
            }
        }
        // What stands on the right comes to at most `right` (at least, for an upper bound), and to what is left.
        let apart = kept(right.add(&left))?;
        let clashes = match side {
            Side::Lower => apart.is_negative(),
            Side::Upper => apart.cmp(&Exact::zero()) == Ordering::Greater,
        };
        // It can't be otherwise; if it were, nothing would be claimed.
        if forms.is_empty() && clashes { Ok(why) } else { Err(Limit::Numbers) }
    }
}

/// What arithmetic gave, or that it became too long.
pub(super) fn kept(value: Option<Exact>) -> Result<Exact, Limit> {
    value.ok_or(Limit::Numbers)
}

fn coefficient(terms: &Terms, at: usize) -> Option<&Exact> {
    let place = terms.binary_search_by_key(&at, |(at, _)| *at).ok()?;
    terms.get(place).map(|(_, times)| times)
}

/// Adds to a sum, in which nothing is 0.
fn add(sum: &mut BTreeMap<usize, Exact>, at: usize, times: &Exact) -> Result<(), Limit> {
    let all = match sum.get(&at) {
        Some(now) => kept(now.add(times))?,
        None => times.clone(),
    };
    if all.is_zero() {
        sum.remove(&at);
    } else {
        sum.insert(at, all);
    }
    Ok(())
}

/// `terms` with `times · by` in place of `times · at`.
fn substitute(terms: &Terms, at: usize, times: &Exact, by: &Terms) -> Result<Terms, Limit> {
    let mut all: Terms = Vec::with_capacity(terms.len() + by.len());
    let (mut old, mut new) = (terms.iter().filter(|(other, _)| *other != at).peekable(), by.iter().peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return Ok(all),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((one, _)), Some((two, _))) => one.cmp(two),
        };
        let kept_one = if order.is_le() { old.next() } else { None };
        let added = if order.is_ge() { new.next() } else { None };
        let added =
            added.map(|(at, coefficient)| kept(coefficient.mul(times)).map(|product| (*at, product))).transpose()?;
        match (kept_one, added) {
            (Some((at, one)), Some((_, two))) => {
                let sum = kept(one.add(&two))?;
                if !sum.is_zero() {
                    all.push((*at, sum));
                }
            }
            (Some(one), None) => all.push(one.clone()),
            (None, Some(two)) => all.push(two),
            (None, None) => {}
        }
    }
}
