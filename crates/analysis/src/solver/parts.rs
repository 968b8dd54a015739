//! A model in parts that have nothing to do with each other, each solved by itself.
//!
//! Contract. Two numbers or choices are in one part if a requirement reads both, directly or through what it is made
//! of. What is least for each part is least for the whole: the objectives are sums. Parts that are alike (a thousand
//! units of the same make) are solved once.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;

use super::decomposition;
use super::model::{Lit, Meaning, Model, Range, Tag, Var};
use super::search::Search;
use super::theory::Budget;
use super::{Assignment, Core, Limit, Linear, Minimum, Sum};

/// The numbers of a part that is searched as it is.
const LARGE: usize = 24;

/// A part: a model of its own, and whose numbers and literals it has.
pub(super) struct Piece {
    pub model: Model,
    pub numbers: Vec<usize>,
    pub literals: Vec<usize>,
}

impl Piece {
    /// What decides what comes of it, with these objectives.
    pub(super) fn make(&self, objectives: &[Linear]) -> Make {
        let model = &self.model;
        let required = self.named().zip(&model.required).map(|(place, (_, lit))| (place, *lit)).collect();
        let objectives = objectives.iter().map(|own| own.terms().collect()).collect();
        (model.ranges.clone(), model.meanings.clone(), model.forms.clone(), required, objectives)
    }

    /// For each requirement: the first one that has its tag, if it has any.
    pub(super) fn named(&self) -> impl Iterator<Item = Option<Tag>> {
        let mut first: BTreeMap<Tag, Tag> = BTreeMap::new();
        let tags = self.model.required.iter().zip(0u32..);
        tags.map(move |((tag, _), place)| tag.map(|tag| *first.entry(tag).or_insert(Tag(place))))
    }

    /// The tag of a requirement, by its place.
    pub(super) fn tag(&self, place: Tag) -> Option<Tag> {
        self.model.required.get(usize::try_from(place.0).ok()?).and_then(|(tag, _)| *tag)
    }
}

/// What of a part decides what comes of it.
pub(super) type Make = (Vec<Range>, Vec<Meaning>, Vec<Sum>, Vec<(Option<Tag>, Lit)>, Vec<Sum>);

/// How often a number is in each form that it is in.
type Column = Vec<(usize, i128)>;

/// Sets that grow together.
pub(super) struct Sets(Vec<usize>);

impl Sets {
    /// The numbers of a model and, behind them, its literals, as far as what is required reads them together, through sums
    /// or not; and which literals are read at all.
    pub(super) fn of(model: &Model, required: impl Iterator<Item = Lit>, sums: bool) -> (Sets, Vec<bool>) {
        let (numbers, literals) = (model.ranges.len(), model.meanings.len());
        let mut sets = Sets((0..numbers + literals).collect());
        let mut seen = vec![false; literals];
        let mut open: Vec<usize> = required.map(Lit::at).collect();
        while let Some(at) = open.pop() {
            if seen.get(at).copied().unwrap_or(true) {
                continue;
            }
            seen.get_mut(at).into_iter().for_each(|seen| *seen = true);
            match model.meanings.get(at) {
                Some(Meaning::AtMost(form, _)) => {
                    let form = model.forms.get(*form).filter(|_| sums).into_iter().flat_map(BTreeMap::keys);
                    form.for_each(|var| sets.join(numbers + at, var.at()));
                }
                Some(Meaning::And(parts)) => {
                    for part in parts {
                        sets.join(numbers + at, numbers + part.at());
                        open.push(part.at());
                    }
                }
                Some(Meaning::True | Meaning::Free) | None => {}
            }
        }
        (sets, seen)
    }

    pub(super) fn find(&mut self, mut at: usize) -> usize {
        while let Some(above) = self.0.get(at).copied().filter(|above| *above != at) {
            // Halves the way for whoever comes next.
            let higher = self.0.get(above).copied().unwrap_or(above);
            if let Some(place) = self.0.get_mut(at) {
                *place = higher;
            }
            at = above;
        }
        at
    }

    pub(super) fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.find(one), self.find(other));
        if let Some(place) = self.0.get_mut(one.max(other)) {
            *place = one.min(other);
        }
    }
}

/// Requirements without a list of requirements at the top.
pub(super) fn leaves(model: &Model) -> Vec<(Option<Tag>, Lit)> {
    let mut leaves = Vec::new();
    for (tag, lit) in &model.required {
        let mut open = vec![*lit];
        while let Some(lit) = open.pop() {
            match model.meanings.get(lit.at()) {
                Some(Meaning::And(parts)) if !lit.is_negated() => open.extend(parts.iter().rev()),
                _ => leaves.push((*tag, lit)),
            }
        }
    }
    leaves
}

/// The parts of a model, in the order of their first number or literal.
pub(super) fn pieces(model: &Model) -> Vec<Piece> {
    let (numbers, literals) = (model.ranges.len(), model.meanings.len());
    let leaves = leaves(model);
    let (mut sets, seen) = Sets::of(model, leaves.iter().map(|(_, lit)| *lit), true);
    let mut place: HashMap<usize, usize> = HashMap::new();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut own = |sets: &mut Sets, pieces: &mut Vec<Piece>, at: usize| {
        *place.entry(sets.find(at)).or_insert_with(|| {
            pieces.push(Piece { model: Model::new(), numbers: Vec::new(), literals: vec![0] });
            pieces.len() - 1
        })
    };
    let mut number_of: Vec<Var> = Vec::with_capacity(numbers);
    for (at, range) in model.ranges.iter().enumerate() {
        let piece = own(&mut sets, &mut pieces, at);
        if let Some(piece) = pieces.get_mut(piece) {
            number_of.push(piece.model.number(*range));
            piece.numbers.push(at);
        }
    }
    let mut literal_of: Vec<Lit> = vec![Lit::TRUE; literals];
    let turned = |of: &[Lit], lit: Lit| {
        let own = of.get(lit.at()).copied().unwrap_or(Lit::TRUE);
        if lit.is_negated() { !own } else { own }
    };
    for (at, meaning) in model.meanings.iter().enumerate().skip(1) {
        if !seen.get(at).copied().unwrap_or(false) {
            continue;
        }
        let piece = own(&mut sets, &mut pieces, numbers + at);
        let Some(piece) = pieces.get_mut(piece) else { continue };
        let lit = match meaning {
            Meaning::True => continue,
            Meaning::Free => piece.model.bool(),
            Meaning::AtMost(form, bound) => {
                let mut sum = Linear::new();
                for (var, times) in model.forms.get(*form).into_iter().flatten() {
                    if let Some(own) = number_of.get(var.at()) {
                        sum.add(*times, *own);
                    }
                }
                piece.model.at_most(&sum, *bound)
            }
            Meaning::And(parts) => {
                let parts: Vec<Lit> = parts.iter().map(|part| turned(&literal_of, *part)).collect();
                piece.model.and(&parts)
            }
        };
        if piece.literals.len() <= lit.at() {
            piece.literals.push(at);
        }
        if let Some(place) = literal_of.get_mut(at) {
            *place = lit;
        }
    }
    for (tag, lit) in leaves {
        let piece = if lit.at() == 0 { Some(0) } else { Some(own(&mut sets, &mut pieces, numbers + lit.at())) };
        if pieces.is_empty() {
            pieces.push(Piece { model: Model::new(), numbers: Vec::new(), literals: vec![0] });
        }
        if let Some(piece) = piece.and_then(|piece| pieces.get_mut(piece)) {
            piece.model.required.push((tag, turned(&literal_of, lit)));
        }
    }
    pieces
}

/// Keeps numbers at their least that do nothing which another one, without an upper bound, doesn't do for less.
fn idle(model: &mut Model, objectives: &[Linear]) {
    let mut columns: Vec<Column> = vec![Vec::new(); model.ranges.len()];
    for (form, terms) in model.forms.iter().enumerate() {
        for (var, times) in terms {
            columns.get_mut(var.at()).into_iter().for_each(|column| column.push((form, *times)));
        }
    }
    // The cheapest number of each column, and what it costs.
    let mut best: HashMap<Column, (Vec<i128>, usize)> = HashMap::new();
    let cost = |at: usize| objectives.iter().map(|objective| objective.times(at)).collect::<Vec<i128>>();
    let open = |model: &Model, at: usize| model.ranges.get(at).is_some_and(|range| range.upper.is_none());
    for (at, column) in columns.iter().enumerate().filter(|(at, _)| open(model, *at)) {
        let cost = cost(at);
        match best.get_mut(column) {
            Some(known) if known.0 <= cost => {}
            Some(known) => *known = (cost, at),
            None => {
                best.insert(column.clone(), (cost, at));
            }
        }
    }
    for (at, column) in columns.iter().enumerate() {
        if let Some((least, other)) = best.get(column)
            && *other != at
            && *least <= cost(at)
            && let Some(range) = model.ranges.get_mut(at)
        {
            range.upper = Some(range.lower);
        }
    }
}

/// A sum as far as it is of a part's numbers.
pub(super) fn restricted(linear: &Linear, piece: &Piece) -> Linear {
    let mut own = Linear::new();
    for (at, number) in (0u32..).zip(&piece.numbers) {
        own.add(linear.times(*number), Var::numbered(at));
    }
    own
}

/// The least of the objectives, part by part.
pub(super) fn minimise(
    model: &Model,
    objectives: &[Linear],
    budget: &Budget,
    by_blocks: bool,
) -> Result<Minimum, Limit> {
    if model.overflow {
        return Err(Limit::Numbers);
    }
    let mut pieces = pieces(model);
    let mut numbers = vec![0i128; model.ranges.len()];
    let mut literals = vec![false; model.meanings.len()];
    let mut known: HashMap<Make, Assignment> = HashMap::new();
    // The first objective of which a part's least isn't known, and what all come to at least.
    let mut open: Option<(usize, Limit)> = None;
    let mut at_least = vec![Some(0i128); objectives.len()];
    for piece in &mut pieces {
        let own: Vec<Linear> = objectives.iter().map(|objective| restricted(objective, piece)).collect();
        idle(&mut piece.model, &own);
        let make = piece.make(&own);
        let found = match known.get(&make) {
            Some(found) => found.clone(),
            None => match minimise_part(&piece.model, &own, budget, by_blocks)? {
                Minimum::Least(found) => {
                    known.insert(make, found.clone());
                    found
                }
                Minimum::AtMost { best, objective, at_least: least, limit } => {
                    if open.is_none_or(|(first, _)| objective < first) {
                        open = Some((objective, limit));
                    }
                    for (at, sum) in at_least.iter_mut().enumerate() {
                        let value = own.get(at).and_then(|own| best.sum(own));
                        let part = if at == objective { Some(least) } else { value.filter(|_| at < objective) };
                        *sum = sum.zip(part).and_then(|(sum, part)| sum.checked_add(part));
                    }
                    take(piece, &best, &mut numbers, &mut literals);
                    continue;
                }
                other @ (Minimum::Impossible(_) | Minimum::Unknown(_)) => return Ok(other),
            },
        };
        for (sum, own) in at_least.iter_mut().zip(&own) {
            *sum = sum.zip(found.sum(own)).and_then(|(sum, part)| sum.checked_add(part));
        }
        take(piece, &found, &mut numbers, &mut literals);
    }
    let chosen = |lit: Lit| literals.get(lit.at()).copied().unwrap_or(false);
    let best = model.checked(numbers, chosen, |_| true).ok_or(Limit::Numbers)?;
    Ok(match open {
        None => Minimum::Least(best),
        Some((objective, limit)) => {
            let own = objectives.get(objective).and_then(|own| own.value(|_| 0));
            let least = at_least.get(objective).copied().flatten().zip(own);
            let at_least = least.and_then(|(sum, own)| sum.checked_add(own)).unwrap_or(i128::MIN);
            Minimum::AtMost { best, objective, at_least, limit }
        }
    })
}

/// The least of one part: from its blocks, where it is large and falls into such, else as it is.
fn minimise_part(model: &Model, objectives: &[Linear], budget: &Budget, by_blocks: bool) -> Result<Minimum, Limit> {
    if by_blocks && model.ranges.len() > LARGE {
        // Should that come to nothing, something is left for the other way.
        let aside = budget.set_aside(budget.left() / 4 * 3);
        let found = decomposition::minimise(model, objectives, budget);
        budget.put_back(aside);
        match found {
            Ok(Some(Minimum::Impossible(core))) if !core.minimal => {
                return Ok(Minimum::Impossible(smaller(model, core, budget)));
            }
            Ok(Some(found @ (Minimum::Least(_) | Minimum::AtMost { .. } | Minimum::Impossible(_)))) => {
                return Ok(found);
            }
            Ok(Some(Minimum::Unknown(_)) | None) | Err(_) => {}
        }
    }
    Search::new(model, budget.clone())?.minimise(objectives)
}

/// Leaves out of what clashes whatever isn't needed: many at once, then fewer, as long as there is work left for it.
pub(super) fn smaller(model: &Model, core: Core, budget: &Budget) -> Core {
    // The last ones first: what is said of the whole comes behind what is said of its parts.
    let mut tags: Vec<Tag> = core.tags.into_iter().rev().collect();
    let mut many = tags.len();
    let minimal = loop {
        many = many.div_ceil(2);
        let (mut at, mut minimal) = (0, true);
        while at < tags.len() && tags.len() > 1 {
            let out = |place: usize| (at..at + many).contains(&place);
            let rest: BTreeSet<Tag> =
                tags.iter().enumerate().filter(|(at, _)| !out(*at)).map(|(_, tag)| *tag).collect();
            match clashes(model, &rest, budget) {
                Ok(Some(fewer)) => tags.retain(|tag| fewer.contains(tag)),
                Ok(None) => at += many,
                Err(_) => {
                    minimal = false;
                    at += many;
                }
            }
        }
        if many <= 1 {
            break minimal;
        }
    };
    tags.sort_unstable();
    Core { tags, minimal }
}

/// Whether the requirements of some tags clash by themselves, and which of them.
fn clashes(model: &Model, tags: &BTreeSet<Tag>, budget: &Budget) -> Result<Option<Vec<Tag>>, Limit> {
    let mut some = model.clone();
    some.required.retain(|(tag, _)| tag.is_none_or(|tag| tags.contains(&tag)));
    for piece in pieces(&some) {
        let found = match decomposition::minimise(&piece.model, &[], budget)? {
            Some(found) => found,
            None => Search::new(&piece.model, budget.clone())?.minimise(&[])?,
        };
        match found {
            Minimum::Impossible(core) => return Ok(Some(core.tags)),
            Minimum::Least(_) | Minimum::AtMost { .. } => {}
            Minimum::Unknown(limit) => return Err(limit),
        }
    }
    Ok(None)
}

/// Puts what came of a part in its places.
pub(super) fn take(piece: &Piece, found: &Assignment, numbers: &mut [i128], literals: &mut [bool]) {
    for (at, number) in (0u32..).zip(&piece.numbers) {
        if let Some(place) = numbers.get_mut(*number) {
            *place = found.number(Var::numbered(at));
        }
    }
    for (at, literal) in (0u32..).zip(&piece.literals) {
        if let Some(place) = literals.get_mut(*literal) {
            *place = found.holds(Lit::numbered(at));
        }
    }
}
