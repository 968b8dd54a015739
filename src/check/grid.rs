//! Which values fit which rows of a table.
//!
//! Each attribute is cut where its cells begin and end, into places: boundary
//! points and the open gaps between them, labels, yes and no. A row is then a box
//! of places, and whether rows overlap, leave something out or are never reached
//! is a question about boxes. Work is counted and bounded.

use std::collections::HashSet;

use crate::exact::Exact;
use crate::program::{NumberSet, Set};

/// The most steps of one table's checks.
const MAX_STEPS: usize = 2_000_000;

/// The values of an attribute, cut into places that no cell tells apart further.
pub(super) struct Axis {
    /// A value of each place, as an example; none for a text that no row names.
    pub examples: Vec<Example>,
}

/// A value of a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Example {
    Number(Exact),
    Label(u32),
    YesNo(bool),
    Text(String),
    OtherText,
}

/// Too much work to tell.
pub(super) struct TooMuch;

/// What the values of an attribute are.
pub(super) enum Values<'s> {
    /// So many labels.
    Labels(u32),
    YesNo,
    /// Numbers of a domain, maybe whole ones only.
    Numbers(&'s NumberSet, bool),
    Texts,
}

impl Axis {
    /// Cuts the values where the cells begin and end.
    pub fn new(values: &Values<'_>, cells: &[Option<Set>]) -> Axis {
        let examples = match values {
            Values::Labels(count) => (0..*count).map(Example::Label).collect(),
            Values::YesNo => vec![Example::YesNo(true), Example::YesNo(false)],
            Values::Texts => {
                let named = cells.iter().flatten().flat_map(|set| match set {
                    Set::Texts(texts, _) => texts.as_slice(),
                    Set::Numbers(_) | Set::Labels(_) | Set::YesNo(_) => &[],
                });
                let mut seen = HashSet::new();
                let mut texts: Vec<Example> =
                    named.filter(|text| seen.insert(*text)).cloned().map(Example::Text).collect();
                texts.push(Example::OtherText);
                texts
            }
            Values::Numbers(domain, whole) => numbers(domain, *whole, cells),
        };
        Axis { examples }
    }

    /// Whether the value of each place fits a cell; none is any.
    pub fn fit(&self, cell: Option<&Set>) -> Vec<bool> {
        self.examples.iter().map(|example| cell.is_none_or(|set| has(set, example))).collect()
    }
}

fn has(set: &Set, example: &Example) -> bool {
    match (set, example) {
        (Set::Numbers(set), Example::Number(number)) => number_in(set, number),
        (Set::Labels(labels), Example::Label(label)) => labels.contains(label),
        (Set::YesNo(yes), Example::YesNo(own)) => yes == own,
        (Set::Texts(texts, negated), Example::Text(text)) => texts.contains(text) != *negated,
        (Set::Texts(_, negated), Example::OtherText) => *negated,
        (
            Set::Numbers(_) | Set::Labels(_) | Set::YesNo(_) | Set::Texts(..),
            Example::Number(_) | Example::Label(_) | Example::YesNo(_) | Example::Text(_) | Example::OtherText,
        ) => false,
    }
}

fn number_in(set: &NumberSet, number: &Exact) -> bool {
    let place = set.points.partition_point(|point| point < number);
    match set.points.get(place) {
        Some(point) if point == number => set.at.get(place).copied().unwrap_or(false),
        _ => set.gaps.get(place).copied().unwrap_or(false),
    }
}

/// Points and gaps between them that the domain has, each with a value in it.
fn numbers(domain: &NumberSet, whole: bool, cells: &[Option<Set>]) -> Vec<Example> {
    let mut points: Vec<&Exact> = domain.points.iter().collect();
    for set in cells.iter().flatten() {
        if let Set::Numbers(set) = set {
            points.extend(&set.points);
        }
    }
    points.sort();
    points.dedup();
    let one = Exact::from(1i64);
    let mut found = Vec::new();
    let mut add = |number: Option<Exact>| {
        let Some(number) = number else { return };
        if (!whole || number.is_integer()) && number_in(domain, &number) {
            found.push(Example::Number(number));
        }
    };
    let floor = |number: &Exact| Exact::from(number.floor());
    let mut before: Option<&Exact> = None;
    for point in &points {
        let between = match before {
            // Whatever lies below, a whole number if there is one.
            None => floor(point).sub(&one),
            Some(low) => floor(low)
                .add(&one)
                .filter(|next| next < point)
                .or_else(|| low.add(point).and_then(|sum| sum.div(&Exact::from(2i64)))),
        };
        add(between);
        add(Some((*point).clone()));
        before = Some(point);
    }
    let last = before.map_or(Some(Exact::zero()), |last| floor(last).add(&one));
    add(last);
    found
}

/// The rows of a table as boxes: for each row and attribute which places fit.
pub(super) struct Grid {
    pub axes: Vec<Axis>,
    /// By row, then attribute.
    pub rows: Vec<Vec<Vec<bool>>>,
    steps: usize,
}

impl Grid {
    pub fn new(axes: Vec<Axis>, cells: &[Vec<Option<Set>>]) -> Grid {
        let fit = |row: &Vec<Option<Set>>| axes.iter().zip(row).map(|(axis, cell)| axis.fit(cell.as_ref())).collect();
        let rows = cells.iter().map(fit).collect();
        Grid { axes, rows, steps: 0 }
    }

    /// Whether nothing fits a row.
    pub fn empty(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|row| row.iter().any(|cell| !cell.contains(&true)))
    }

    /// The places that fit two rows, if any do: one for each attribute.
    pub fn overlap(&mut self, one: usize, other: usize) -> Result<Option<Vec<usize>>, TooMuch> {
        let (Some(a), Some(b)) = (self.rows.get(one), self.rows.get(other)) else { return Ok(None) };
        let mut places = Vec::new();
        for (a, b) in a.iter().zip(b) {
            self.steps += a.len();
            match a.iter().zip(b).position(|(a, b)| *a && *b) {
                Some(place) => places.push(place),
                None => {
                    places.clear();
                    break;
                }
            }
        }
        if self.steps > MAX_STEPS {
            return Err(TooMuch);
        }
        Ok(Some(places).filter(|places| !places.is_empty()))
    }

    /// Places of which no row of `rows` has all; within a row's own box if `inside` is one.
    pub fn uncovered(&mut self, rows: &[usize], inside: Option<usize>) -> Result<Option<Vec<usize>>, TooMuch> {
        let mut found = Vec::new();
        let mut steps = self.steps;
        let open = self.search(0, rows, inside, &mut found, &mut steps);
        self.steps = steps;
        Ok(if open? { Some(found) } else { None })
    }

    /// Goes from attribute to attribute: places with the same rows left are looked at once.
    fn search(
        &self,
        axis: usize,
        rows: &[usize],
        inside: Option<usize>,
        found: &mut Vec<usize>,
        steps: &mut usize,
    ) -> Result<bool, TooMuch> {
        let Some(places) = self.axes.get(axis).map(|axis| axis.examples.len()) else { return Ok(rows.is_empty()) };
        let fits = |row: usize, place: usize| {
            self.rows.get(row).and_then(|row| row.get(axis)?.get(place)).copied().unwrap_or(false)
        };
        let mut seen: HashSet<Vec<usize>> = HashSet::new();
        for place in (0..places).filter(|place| inside.is_none_or(|row| fits(row, *place))) {
            *steps += 1 + rows.len();
            if *steps > MAX_STEPS {
                return Err(TooMuch);
            }
            let left: Vec<usize> = rows.iter().copied().filter(|row| fits(*row, place)).collect();
            if !seen.insert(left.clone()) {
                continue;
            }
            found.push(place);
            if self.search(axis + 1, &left, inside, found, steps)? {
                return Ok(true);
            }
            found.pop();
        }
        Ok(false)
    }
}
