//! A part of a model that falls into blocks but for a few sums over all of them: units, and criteria over all units.
//!
//! Contract. What is required of each block alone stays with it; what is left, comparisons of sums over many blocks, are
//! rows: each sum at least so much. A requirement that is neither is in no block and no row, so that what the blocks and
//! rows show of the least or of impossibility is true of the model, while a solution has to be held against all of it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use hashbrown::HashSet;

use super::model::{Lit, Meaning, Model, Tag, Var};
use super::parts::{Piece, Sets, leaves, pieces, restricted};
use super::{Assignment, Linear};

/// The most sums that may tie blocks together.
const MOST_ROWS: usize = 16;

/// A sum over many blocks, and how much it is at least.
#[derive(Debug)]
pub(super) struct Row {
    pub sum: Linear,
    pub least: i128,
    pub tag: Option<Tag>,
}

/// Blocks and what ties them.
pub(super) struct Tied {
    pub rows: Vec<Row>,
    pub blocks: Vec<Piece>,
}

/// What a model's blocks are, if it has any.
pub(super) fn split(model: &Model) -> Option<Tied> {
    let leaves = leaves(model);
    let wide = wide_forms(model, &leaves)?;
    let inner = inner(model, &wide);
    let is_inner = |lit: &Lit| inner.get(lit.at()).copied().unwrap_or(false);
    let rows: Vec<Row> = leaves.iter().filter_map(|(tag, lit)| row(model, &wide, *tag, *lit)).collect();
    let mut alone = model.clone();
    alone.required = leaves.iter().filter(|(_, lit)| is_inner(lit)).copied().collect();
    let blocks = pieces(&alone);
    (blocks.len() > 1 && !rows.is_empty() && rows.len() <= MOST_ROWS).then_some(Tied { rows, blocks })
}

/// A requirement as a row, if it compares a sum of these forms and nothing else.
fn row(model: &Model, wide: &HashSet<usize>, tag: Option<Tag>, lit: Lit) -> Option<Row> {
    let Some(Meaning::AtMost(form, most)) = model.meanings.get(lit.at()) else { return None };
    let terms = model.forms.get(*form).filter(|_| wide.contains(form))?;
    let times = if lit.is_negated() { 1 } else { -1 };
    let sum = terms.iter().fold(Linear::new(), |sum, (var, own)| sum.plus(times * own, *var));
    Some(Row { sum, least: if lit.is_negated() { most + 1 } else { -most }, tag })
}

/// By literal: whether none of these forms is read for it.
fn inner(model: &Model, wide: &HashSet<usize>) -> Vec<bool> {
    let mut inner: Vec<bool> = Vec::with_capacity(model.meanings.len());
    for meaning in &model.meanings {
        inner.push(match meaning {
            Meaning::True | Meaning::Free => true,
            Meaning::AtMost(form, _) => !wide.contains(form),
            Meaning::And(parts) => parts.iter().all(|part| inner.get(part.at()).copied().unwrap_or(false)),
        });
    }
    inner
}

/// The forms without which a model falls apart. The others are taken in one by one, always the one that makes the smallest
/// block of what it is about; where the next one would make one that is larger than any before by most, blocks end.
fn wide_forms(model: &Model, leaves: &[(Option<Tag>, Lit)]) -> Option<HashSet<usize>> {
    let numbers = model.ranges.len();
    let (mut sets, seen) = Sets::of(model, leaves.iter().map(|(_, lit)| *lit), false);
    let (_, defined) = Sets::of(model, leaves.iter().filter(|(tag, _)| tag.is_none()).map(|(_, lit)| *lit), false);
    // By form: what it is about, and whether it says what numbers mean.
    let mut about: BTreeMap<usize, (bool, Vec<usize>)> = BTreeMap::new();
    for (at, meaning) in model.meanings.iter().enumerate().filter(|(at, _)| seen.get(*at) == Some(&true)) {
        if let Meaning::AtMost(form, _) = meaning {
            let terms = || model.forms.get(*form).into_iter().flat_map(|form| form.keys().map(|var| var.at()));
            let (means, members) = about.entry(*form).or_insert_with(|| (terms().count() == 1, terms().collect()));
            *means |= defined.get(at) == Some(&true);
            members.push(numbers + at);
        }
    }
    let mut sizes: Vec<usize> = (0..numbers + model.meanings.len()).map(|at| usize::from(at < numbers)).collect();
    (0..sizes.len()).for_each(|at| grow(&mut sizes, at, sets.find(at)));
    // What numbers mean belongs together, unless it is most of all there is; then come the smallest blocks.
    let mut waiting: BinaryHeap<Reverse<(bool, usize, usize)>> =
        about.iter().map(|(form, (means, _))| Reverse((!means, 0, *form))).collect();
    let mut order: Vec<(usize, usize)> = Vec::with_capacity(about.len());
    while let Some(Reverse((last, known, form))) = waiting.pop() {
        let members = about.get(&form).map_or(&[][..], |(_, members)| members.as_slice());
        let blocks: BTreeSet<usize> = members.iter().map(|at| sets.find(*at)).collect();
        let size: usize = blocks.iter().filter_map(|block| sizes.get(*block)).sum();
        let last = last || size > numbers / 2;
        if size > known {
            waiting.push(Reverse((last, size, form)));
            continue;
        }
        if last {
            order.push((size, form));
        }
        if let Some(first) = blocks.first() {
            blocks.iter().skip(1).for_each(|block| {
                sets.join(*first, *block);
                grow(&mut sizes, *block, *first);
            });
        }
    }
    let first = order.len().saturating_sub(MOST_ROWS).max(1);
    let steps = order.iter().zip(order.iter().skip(1)).enumerate().skip(first - 1);
    let (at, (before, after)) = steps.max_by_key(|(_, (before, after))| after.0 * 1000 / before.0.max(1))?;
    let ends = after.0 * 2 >= before.0 * 3;
    ends.then(|| order.iter().skip(at + 1).map(|(_, form)| *form).collect())
}

/// A block takes in another.
fn grow(sizes: &mut [usize], from: usize, to: usize) {
    if from != to {
        let more = sizes.get_mut(from).map_or(0, std::mem::take);
        sizes.get_mut(to).into_iter().for_each(|size| *size += more);
    }
}

impl Tied {
    /// What a block gives to each row.
    pub(super) fn gives(&self, block: &Piece) -> Vec<Linear> {
        self.rows.iter().map(|row| restricted(&row.sum, block)).collect()
    }
}

/// The model with all blocks fixed but some, by their places.
pub(super) fn around(model: &Model, blocks: &[Piece], free: &[usize], numbers: &[i128], literals: &[bool]) -> Piece {
    let mut own = Piece { model: Model::new(), numbers: Vec::new(), literals: vec![0] };
    let mut open: Vec<Option<Var>> = vec![None; numbers.len()];
    let mut chosen = vec![true; literals.len()];
    for (place, block) in blocks.iter().enumerate() {
        let is_free = free.contains(&place);
        for at in block.numbers.iter().filter(|_| is_free) {
            if let (Some(place), Some(range)) = (open.get_mut(*at), model.ranges.get(*at)) {
                *place = Some(own.model.number(*range));
                own.numbers.push(*at);
            }
        }
        block.literals.iter().for_each(|at| chosen.get_mut(*at).into_iter().for_each(|place| *place = is_free));
    }
    let mut lits: Vec<Lit> = vec![Lit::TRUE; literals.len()];
    for (at, meaning) in model.meanings.iter().enumerate().skip(1) {
        let lit = match meaning {
            Meaning::True => Lit::TRUE,
            Meaning::Free if chosen.get(at) == Some(&true) => own.model.bool(),
            Meaning::Free => {
                if literals.get(at) == Some(&true) {
                    Lit::TRUE
                } else {
                    Lit::FALSE
                }
            }
            Meaning::AtMost(form, most) => {
                let mut sum = Linear::new();
                for (var, times) in model.forms.get(*form).into_iter().flatten() {
                    match (open.get(var.at()).copied().flatten(), numbers.get(var.at())) {
                        (Some(var), _) => sum.add(*times, var),
                        (None, Some(value)) => sum.add_product(*times, *value),
                        (None, None) => {}
                    }
                }
                own.model.at_most(&sum, *most)
            }
            Meaning::And(parts) => {
                let parts: Vec<Lit> = parts.iter().map(|part| turned(&lits, *part)).collect();
                own.model.and(&parts)
            }
        };
        if own.literals.len() <= lit.at() {
            own.literals.push(at);
        }
        lits.get_mut(at).into_iter().for_each(|place| *place = lit);
    }
    for (_, lit) in &model.required {
        let lit = turned(&lits, *lit);
        if lit != Lit::TRUE {
            own.model.always(lit);
        }
    }
    own
}

fn turned(lits: &[Lit], lit: Lit) -> Lit {
    let own = lits.get(lit.at()).copied().unwrap_or(Lit::TRUE);
    if lit.is_negated() { !own } else { own }
}

/// A way for a block: what it costs and gives to each row.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub cost: i128,
    pub gives: Vec<i128>,
    pub found: Assignment,
}
