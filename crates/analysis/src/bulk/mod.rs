//! The world in which records are counted however many there are.
//!
//! Contract. Every complete roster is one of this world, with the counts that it has: so what holds in no way here holds
//! in no roster, of any size. The other direction is not promised: records that are alike have what they need below them
//! when they are taken together. A [`tidy`](Shape::tidy) world is narrower: its trees of units are of two levels, and
//! its records can be made.

mod laws;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use hashbrown::HashMap;
use tieuchi::program::{Cond, Criterion, FieldId, KindId, Origin, Program};

use crate::cells::{Among, Cell, NoCells, Precision, cells};
use crate::encode::{Construct, Encoder};
use crate::fact::{By, ShutOut};
use crate::logic::{Choice, Count, Formula, Linear};
use crate::settle::{Known, Settler};
use crate::slice::{Ask, KindSlice, Slice};
use crate::world::{Atom, Goal, Group, Rec, Sort, World};

/// How large a world may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// The most cells of a kind.
    pub cells: usize,
    /// The most groups.
    pub groups: usize,
    /// The most pairs of a group of units and a group that may lie under it.
    pub pairs: usize,
    /// The most questions about the records below one, to make the whole sharper.
    pub cuts: usize,
}

impl Default for Size {
    fn default() -> Size {
        Size { cells: 4_000, groups: 12_000, pairs: 60_000, cuts: 2_000 }
    }
}

/// Which world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Whether records must be such that they can be made.
    pub tidy: bool,
    /// Whether it is asked what whole numbers below one record come to, so that more is seen to be impossible.
    pub sharp: bool,
    /// Size.
    pub size: Size,
}

/// Why there is no such world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoWorld(pub Construct);

impl From<NoCells> for NoWorld {
    fn from(_: NoCells) -> NoWorld {
        NoWorld(Construct::Cases)
    }
}

/// Makes worlds of what is touched of a program.
pub struct Bulk<'p, 's> {
    program: &'p Program,
    settler: Settler<'p>,
    slice: &'s Slice,
    shut_out: &'s [ShutOut],
    shape: Shape,
    /// Whether there is time.
    go_on: &'s dyn Fn() -> bool,
    /// Cells by kind and by which references lead anywhere.
    cells: HashMap<(KindId, Leading), Rc<[Rc<Cell>]>>,
}

/// Which references lead anywhere.
type Leading = Vec<(FieldId, bool)>;

/// Of some kinds a few sorts in place of all of them.
pub struct Part {
    kinds: BTreeMap<KindId, Vec<Group>>,
}

impl<'p, 's> Bulk<'p, 's> {
    /// Records that are shut out aren't in its worlds.
    pub fn new(
        settler: &Settler<'p>,
        slice: &'s Slice,
        shut_out: &'s [ShutOut],
        shape: Shape,
        go_on: &'s dyn Fn() -> bool,
    ) -> Bulk<'p, 's> {
        let (program, settler) = (settler.program(), settler.clone());
        Bulk { program, settler, slice, shut_out, shape, go_on, cells: HashMap::new() }
    }

    /// The world, or that of a part.
    pub fn world(&mut self, part: Option<&Part>) -> Result<Encoder<'p>, NoWorld> {
        let mut encoder = Encoder::new(World::new(self.program), self.settler.clone());
        encoder.building = true;
        for kind in in_order(self.program, self.slice)? {
            let groups = match part.and_then(|part| part.kinds.get(&kind)) {
                Some(groups) => groups.clone(),
                None => self.groups(&mut encoder, kind)?,
            };
            for mut group in groups {
                group.sorts.iter_mut().for_each(|sort| sort.count = encoder.world.count());
                encoder.world.add(group);
            }
            encoder.fixed = encoder.world.groups.len();
        }
        encoder.building = false;
        encoder.reasons.clear();
        if self.slice.kinds.iter().any(|(kind, touched)| self.is_too_deep(&encoder.world, *kind, touched)) {
            return Err(NoWorld(Construct::Cases));
        }
        laws::structure(&mut encoder, self.slice);
        laws::below(&mut encoder, self.shape);
        Ok(encoder)
    }

    /// Whether there would be too much to count: of every sort of records how many lie under every sort of units.
    fn is_too_deep(&self, world: &World<'p>, kind: KindId, touched: &KindSlice) -> bool {
        let is_tree = touched.references.iter().any(|field| world.leads_to(kind, *field) == Some(kind));
        touched.counted_below && is_tree && world.of_kind(kind).count() * world.groups.len() > self.shape.size.pairs
    }

    /// What holds in a world of which all has been asked.
    pub fn finish(&self, encoder: &mut Encoder<'p>, part: Option<&Part>) {
        laws::finish(encoder, self.shape.tidy);
        if let Some(part) = part {
            narrow(encoder, part);
        }
    }

    /// Parts of the world: of each kind that others are counted below, one sort that nobody is above and one with somebody
    /// above, or two beside each other where records are ranked below them, or one, or none. Those of which the most, or the least, that is asked is so come first. Without such a kind
    /// there are none.
    pub fn parts(&mut self) -> Result<Vec<Part>, NoWorld> {
        let world = World::new(self.program);
        let at_top = |(kind, touched): &(&KindId, &KindSlice)| {
            touched.counted_below
                && touched.references.iter().all(|field| world.leads_to(**kind, *field) == Some(**kind))
        };
        let mut encoder = Encoder::new(World::new(self.program), self.settler.clone());
        encoder.building = true;
        let mut parts: Vec<Part> = Vec::new();
        for (kind, touched) in self.slice.kinds.iter().filter(at_top) {
            let groups = self.groups(&mut encoder, *kind)?;
            let mut groups: Vec<(usize, Group)> =
                groups.into_iter().map(|group| (holding(&mut encoder, touched, &group), group)).collect();
            groups.sort_by_key(|(holding, _)| std::cmp::Reverse(*holding));
            let is_below = |group: &Group| group.goals.iter().any(|(_, goal)| *goal == Goal::Elsewhere);
            let (others, first): (Vec<Group>, Vec<Group>) =
                groups.into_iter().map(|(_, group)| group).partition(is_below);
            let (others, first) = (from_both_ends(others), from_both_ends(first));
            let single = first.iter().map(|one| vec![one.clone()]).take(MAX_PARTS).collect();
            let second = if touched.ranked_below { &first } else { &others };
            let pairs = both(&first, second).map(|(one, other)| vec![one.clone(), other.clone()]).take(MAX_PARTS);
            let mut ways: Vec<Vec<Group>> = in_turn(single, pairs.collect());
            ways.insert(ways.len().min(2), Vec::new());
            let with = |(part, way): (&Part, &Vec<Group>)| {
                let mut kinds = part.kinds.clone();
                kinds.insert(*kind, way.clone());
                Part { kinds }
            };
            parts = if parts.is_empty() { vec![Part { kinds: BTreeMap::new() }] } else { parts };
            parts = both(&parts, &ways).map(with).take(MAX_PARTS).collect();
        }
        Ok(parts)
    }

    /// The groups of a kind, each of one sort, whose counts aren't made yet.
    fn groups(&mut self, encoder: &mut Encoder<'p>, kind: KindId) -> Result<Vec<Group>, NoWorld> {
        let (slice, limit) = (self.slice, self.shape.size.groups);
        let Some(touched) = slice.kinds.get(&kind) else { return Ok(Vec::new()) };
        let shut_out: Vec<&By> = self.shut_out.iter().filter(|out| out.kind == kind).map(|out| &out.by).collect();
        let mut by_leading: BTreeMap<Leading, Vec<Vec<(FieldId, Goal)>>> = BTreeMap::new();
        for goals in goals(encoder, kind, touched) {
            by_leading.entry(leading(&goals)).or_default().push(goals);
        }
        let kept = Kept { kind, touched, shut_out: &shut_out, limit };
        let mut groups = Vec::new();
        for (leading, goals) in by_leading {
            for cell in self.cells(kind, touched, &leading, &shut_out)?.iter() {
                for goals in &goals {
                    for assumed in branches(encoder, &kept, cell, goals)? {
                        let sort = Sort { cell: cell.clone(), count: NO_COUNT, assumed: Rc::new(assumed) };
                        groups.push(Group { kind, goals: goals.clone(), sorts: vec![sort], one: false });
                    }
                }
                if encoder.world.groups.len() + groups.len() > limit || !(self.go_on)() {
                    return Err(NoWorld(Construct::Cases));
                }
            }
        }
        Ok(groups)
    }

    fn cells(
        &mut self,
        kind: KindId,
        touched: &KindSlice,
        leading: &Leading,
        shut_out: &[&By],
    ) -> Result<Rc<[Rc<Cell>]>, NoWorld> {
        if let Some(known) = self.cells.get(&(kind, leading.clone())) {
            return Ok(known.clone());
        }
        let given = leading.iter().map(|(field, leads)| (*field, Known::Leads(*leads))).collect();
        let among = Among {
            given: Cell { fields: given, assumed: Vec::new() },
            shut_out: shut_out.iter().filter_map(|by| failing(self.program, by)).collect(),
        };
        let precision = if self.shape.tidy { Precision::Samples } else { Precision::Sides };
        let found = cells(&self.settler, kind, touched, &among, precision, self.shape.size.cells)?;
        let found: Rc<[Rc<Cell>]> = found.into_iter().map(Rc::new).collect();
        self.cells.insert((kind, leading.clone()), found.clone());
        Ok(found)
    }
}

/// The most parts of a world that are looked at one after the other.
const MAX_PARTS: usize = 100;

/// The most records that are looked for in such a part.
const MAX_NARROW: i128 = 40;

/// Of the sorts of a part there is one record each at most, and few of all: a search among so many comes to an end.
fn narrow(encoder: &mut Encoder<'_>, part: &Part) {
    let single = |count| Formula::at_least(&Linear::constant(1), &Linear::count(count));
    let kinds = part.kinds.keys();
    let singles: Vec<Formula> = kinds.flat_map(|kind| encoder.world.counts_of(*kind)).filter_map(single).collect();
    let all = laws::sum(encoder.world.groups.iter().flat_map(|group| &group.sorts).map(|sort| sort.count));
    let few = all.and_then(|all| Formula::at_least(&Linear::constant(MAX_NARROW), &all));
    encoder.world.rules.extend(singles.into_iter().chain(few));
}

/// Why a tidy world hasn't all rosters, if so: a kind refers to itself, or a number is computed with of which only some
/// values are taken.
pub fn leaves_out(program: &Program, slice: &Slice) -> Option<Construct> {
    let world = World::new(program);
    let to_itself = |kind: KindId, touched: &KindSlice| {
        touched.references.iter().any(|field| world.leads_to(kind, *field) == Some(kind))
    };
    if slice.kinds.iter().any(|(kind, touched)| to_itself(*kind, touched)) {
        return Some(Construct::Levels);
    }
    let computed = slice.kinds.values().any(|touched| touched.fields.values().any(|used| used.computed));
    computed.then_some(Construct::Arithmetic)
}

/// Kinds in an order in which each comes behind those that it refers to.
fn in_order(program: &Program, slice: &Slice) -> Result<Vec<KindId>, NoWorld> {
    let world = World::new(program);
    let mut left: Vec<KindId> = slice.kinds.keys().copied().collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let ready = |kind: &KindId| {
            let touched = slice.kinds.get(kind);
            touched.is_none_or(|touched| {
                touched.references.iter().all(|field| match world.leads_to(*kind, *field) {
                    Some(to) => to == *kind || !left.contains(&to),
                    None => true,
                })
            })
        };
        let Some(place) = left.iter().position(ready) else { return Err(NoWorld(Construct::Circle)) };
        order.push(left.remove(place));
    }
    Ok(order)
}

/// Whether a blank reference means that there is none.
fn is_optional(program: &Program, kind: KindId, field: FieldId) -> bool {
    let field = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()));
    field.is_some_and(|field| match field.origin {
        Origin::Data { optional, .. } => optional,
        Origin::Previous { .. } => true,
        Origin::Key | Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_) => false,
    })
}

/// All ways in which the references that matter may lead somewhere.
fn goals(encoder: &Encoder<'_>, kind: KindId, touched: &KindSlice) -> Vec<Vec<(FieldId, Goal)>> {
    let world = &encoder.world;
    let mut all: Vec<Vec<(FieldId, Goal)>> = vec![Vec::new()];
    for field in &touched.references {
        let Some(to) = world.leads_to(kind, *field) else { continue };
        let mut ways: Vec<Goal> = Vec::new();
        if is_optional(world.program, kind, *field) {
            ways.push(Goal::Absent);
        }
        if to != kind {
            ways.extend(world.of_kind(to).map(Goal::Group));
        } else if !ways.is_empty() {
            // There is a first one, and nobody is above it.
            ways.push(Goal::Elsewhere);
        }
        all = all
            .iter()
            .flat_map(|before| {
                ways.iter().map(|way| before.iter().cloned().chain([(*field, *way)]).collect::<Vec<_>>())
            })
            .collect();
    }
    all
}

/// Which references lead to anything.
fn leading(goals: &[(FieldId, Goal)]) -> Leading {
    goals.iter().map(|(field, goal)| (*field, *goal != Goal::Absent)).collect()
}

/// Conditions that are all so of records only if these are shut out, whatever is below them.
fn failing(program: &Program, by: &By) -> Option<Vec<(Cond, bool)>> {
    match by {
        By::Conds(conds) => Some(conds.clone()),
        By::Verdict(id) => {
            let Criterion { for_each, cond, .. } = program.criteria.get(id.at())?;
            let about = for_each.iter().filter_map(|each| each.filter.clone()).map(|filter| (filter, true));
            Some(about.chain([(cond.clone(), false)]).collect())
        }
    }
}

/// How much of what is asked of a group's records is so.
fn holding(encoder: &mut Encoder<'_>, touched: &KindSlice, group: &Group) -> usize {
    let rec = Rec { group: encoder.world.add(group.clone()), sort: 0 };
    let asks = touched.asks.iter().filter(|(_, hand)| *hand == 0);
    let holding = asks.filter(|(ask, _)| match ask {
        Ask::Cond(cond) => encoder.truth(cond, &[rec]).yes() == Formula::True,
        Ask::Verdict(id) => encoder.record_verdict(*id, &[rec]).met == Formula::True,
        Ask::Term(_) => false,
    });
    let holding = holding.count();
    encoder.world.groups.pop();
    holding
}

/// The first, the last, the second, the last but one, and so on.
fn from_both_ends<T: Clone>(all: Vec<T>) -> Vec<T> {
    let half = all.len().div_ceil(2);
    let last: Vec<T> = all.iter().skip(half).rev().cloned().collect();
    in_turn(all.into_iter().take(half).collect(), last)
}

/// One of each in turn, as long as there are any.
fn in_turn<T>(one: Vec<T>, other: Vec<T>) -> Vec<T> {
    let (mut one, mut other) = (one.into_iter(), other.into_iter());
    let mut all = Vec::new();
    loop {
        let next = [one.next(), other.next()];
        if next.iter().all(Option::is_none) {
            return all;
        }
        all.extend(next.into_iter().flatten());
    }
}

/// All pairs, those first that stand the furthest in front.
fn both<'a, A, B>(one: &'a [A], other: &'a [B]) -> impl Iterator<Item = (&'a A, &'a B)> {
    (0..one.len() + other.len()).flat_map(move |sum| {
        one.iter().enumerate().take(sum + 1).filter_map(move |(at, first)| Some((first, other.get(sum - at)?)))
    })
}

/// Of sorts that aren't counted yet.
const NO_COUNT: Count = Count(u32::MAX);

/// Which records of a kind are kept.
struct Kept<'a> {
    kind: KindId,
    touched: &'a KindSlice,
    shut_out: &'a [&'a By],
    limit: usize,
}

/// All that may hold of the records below one, as far as it decides what is asked.
fn branches(
    encoder: &mut Encoder<'_>,
    kept: &Kept<'_>,
    cell: &Rc<Cell>,
    goals: &[(FieldId, Goal)],
) -> Result<Vec<BTreeMap<Atom, bool>>, NoWorld> {
    let place = encoder.world.groups.len();
    let mut found = Vec::new();
    let mut open: Vec<BTreeMap<Atom, bool>> = vec![BTreeMap::new()];
    while let Some(assumed) = open.pop() {
        let sort = Sort { cell: cell.clone(), count: NO_COUNT, assumed: Rc::new(assumed.clone()) };
        let group = encoder.world.add(Group { kind: kept.kind, goals: goals.to_vec(), sorts: vec![sort], one: false });
        let rec = Rec { group, sort: 0 };
        let out = kept.shut_out.iter().any(|by| is_shut_out(encoder, by, rec));
        encoder.noted.clear();
        let next = if out { None } else { undecided(encoder, kept.touched, rec) };
        encoder.world.groups.truncate(place);
        match next {
            None if out => {}
            None => found.push(assumed),
            Some(atom) => {
                for holds in [false, true] {
                    let mut more = assumed.clone();
                    more.insert(atom.clone(), holds);
                    open.push(more);
                }
            }
        }
        if found.len() + open.len() > kept.limit {
            return Err(NoWorld(Construct::Cases));
        }
    }
    Ok(found)
}

/// Whether a record is shut out for certain.
fn is_shut_out(encoder: &mut Encoder<'_>, by: &By, rec: Rec) -> bool {
    match by {
        By::Conds(conds) => conds.iter().all(|(cond, wanted)| {
            let truth = encoder.truth(cond, &[rec]);
            (if *wanted { truth.yes() } else { truth.no() }) == Formula::True
        }),
        By::Verdict(id) => {
            if encoder.included_one(*id, rec).yes() != Formula::True {
                return false;
            }
            let verdict = encoder.record_verdict(*id, &[rec]);
            verdict.not_met == Formula::True || verdict.undetermined == Formula::True
        }
    }
}

/// The first thing about the records below one that what is asked of it depends on and nothing is assumed of.
fn undecided(encoder: &mut Encoder<'_>, touched: &KindSlice, rec: Rec) -> Option<Atom> {
    for (ask, hand) in &touched.asks {
        if *hand != 0 {
            continue;
        }
        let mut formulas: Vec<Formula> = Vec::new();
        match ask {
            Ask::Cond(cond) => {
                let truth = encoder.truth(cond, &[rec]);
                formulas.extend([truth.yes(), truth.no()]);
            }
            Ask::Term(term) => formulas.extend(encoder.value(term, &[rec]).into_iter().map(|(when, _)| when)),
            Ask::Verdict(id) => {
                let included = encoder.included_one(*id, rec);
                formulas.extend([included.yes(), included.no()]);
                if included.yes() != Formula::False {
                    let verdict = encoder.record_verdict(*id, &[rec]);
                    formulas.extend([verdict.met, verdict.not_met, verdict.undetermined, verdict.not_applicable]);
                }
            }
        }
        let mut read = BTreeSet::new();
        formulas.iter().for_each(|formula| choices(formula, &mut read));
        let noted = std::mem::take(&mut encoder.noted);
        if let Some((atom, _)) = noted.into_iter().find(|(_, choice)| read.contains(choice)) {
            return Some(atom);
        }
    }
    None
}

fn choices(formula: &Formula, into: &mut BTreeSet<Choice>) {
    match formula {
        Formula::True | Formula::False | Formula::AtLeastZero(_) => {}
        Formula::Chosen(choice) => {
            into.insert(*choice);
        }
        Formula::Not(inner) => choices(inner, into),
        Formula::All(parts) | Formula::Any(parts) => parts.iter().for_each(|part| choices(part, into)),
    }
}
