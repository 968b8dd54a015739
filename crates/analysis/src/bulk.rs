//! The world in which records are counted however many there are.
//!
//! Contract. Every complete roster is one of this world, with the counts that it has: so what holds in no way here holds
//! in no roster, of any size. The other direction is not promised: records that are alike have what they need below them
//! when they are taken together. A [`tidy`](Shape::tidy) world is narrower: its trees of units are of two levels, and
//! its records can be made.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::rc::Rc;

use tieuchi::program::{FieldId, KindId, Origin, Program};

use crate::cells::{Cell, NoCells, Precision, cells};
use crate::encode::into::Put;
use crate::encode::{Construct, Encoder};
use crate::fact::{By, ShutOut};
use crate::logic::{Choice, Count, Formula, Linear};
use crate::slice::{Ask, KindSlice, Slice};
use crate::solver::{Limits, Minimum, Outcome};
use crate::world::{Atom, Goal, Group, GroupId, Rec, Sort, World};

/// How large a world may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// The most cells of a kind.
    pub cells: usize,
    /// The most groups.
    pub groups: usize,
    /// The most questions about the records below one, to make the whole sharper.
    pub cuts: usize,
}

impl Default for Size {
    fn default() -> Size {
        Size { cells: 4_000, groups: 12_000, cuts: 2_000 }
    }
}

/// Which world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Whether records must be such that they can be made.
    pub tidy: bool,
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

/// Builds it.
///
/// Records that are shut out aren't in it.
pub fn bulk<'p>(
    program: &'p Program,
    slice: &Slice,
    shut_out: &[ShutOut],
    shape: Shape,
) -> Result<Encoder<'p>, NoWorld> {
    let order = in_order(program, slice)?;
    let mut encoder = Encoder::new(World::new(program));
    encoder.building = true;
    for kind in order {
        let Some(touched) = slice.kinds.get(&kind) else { continue };
        let precision = if shape.tidy { Precision::Samples } else { Precision::Sides };
        let cells = cells(program, kind, touched, precision, shape.size.cells)?;
        let goals = goals(&encoder, kind, touched);
        let shut_out: Vec<&By> = shut_out.iter().filter(|out| out.kind == kind).map(|out| &out.by).collect();
        let kept = Kept { kind, touched, shut_out: &shut_out, limit: shape.size.groups };
        for cell in cells {
            let cell = Rc::new(cell);
            for goals in &goals {
                for assumed in branches(&mut encoder, &kept, &cell, goals)? {
                    let count = encoder.world.count();
                    let sort = Sort { cell: cell.clone(), count, assumed: Rc::new(assumed) };
                    encoder.world.add(Group { kind, goals: goals.clone(), sorts: vec![sort], one: false });
                    if encoder.world.groups.len() > shape.size.groups {
                        return Err(NoWorld(Construct::Cases));
                    }
                }
            }
        }
    }
    encoder.building = false;
    encoder.reasons.clear();
    structure(&mut encoder, slice);
    below(&mut encoder, shape);
    Ok(encoder)
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
    let count = Count(u32::MAX);
    let place = encoder.world.groups.len();
    let mut found = Vec::new();
    let mut open: Vec<BTreeMap<Atom, bool>> = vec![BTreeMap::new()];
    while let Some(assumed) = open.pop() {
        let sort = Sort { cell: cell.clone(), count, assumed: Rc::new(assumed.clone()) };
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

fn sum(counts: impl IntoIterator<Item = Count>) -> Option<Linear> {
    let mut sum = Linear::default();
    counts.into_iter().try_for_each(|count| sum.add(count, 1))?;
    Some(sum)
}

/// That nobody is below somebody who isn't there, and that whatever must be referred to is there.
fn structure(encoder: &mut Encoder<'_>, slice: &Slice) {
    let mut below: BTreeMap<GroupId, Vec<Count>> = BTreeMap::new();
    for group in &encoder.world.groups {
        for (_, goal) in &group.goals {
            if let Goal::Group(to) = goal {
                below.entry(*to).or_default().extend(group.sorts.iter().map(|sort| sort.count));
            }
        }
    }
    for (above, counts) in below {
        let own = encoder.world.recs_of(above);
        none_without(encoder, own, counts);
    }
    for (kind, touched) in &slice.kinds {
        let fields = encoder.program.kinds.get(kind.at()).map_or(0, |kind| kind.fields.len() as u32);
        for field in (0..fields).map(FieldId).filter(|field| !touched.references.contains(field)) {
            let Some(to) = encoder.world.leads_to(*kind, field) else { continue };
            if !is_optional(encoder.program, *kind, field) && to != *kind {
                let (own, others) = (encoder.world.counts_of(*kind), encoder.world.counts_of(to));
                none_without(encoder, others, own);
            }
        }
        let own_kind = |field: &&FieldId| encoder.world.leads_to(*kind, **field) == Some(*kind);
        let own_kind: Vec<FieldId> = touched.references.iter().filter(own_kind).copied().collect();
        for field in own_kind {
            let with = |goal: Goal| {
                let groups = encoder.world.groups.iter().filter(|group| group.kind == *kind);
                let groups = groups.filter(|group| group.goals.contains(&(field, goal)));
                groups.flat_map(|group| group.sorts.iter().map(|sort| sort.count)).collect::<Vec<_>>()
            };
            let (first, others) = (with(Goal::Absent), with(Goal::Elsewhere));
            none_without(encoder, first, others);
        }
    }
}

/// Where there are none of some, there are none of others.
fn none_without(encoder: &mut Encoder<'_>, some: Vec<Count>, others: Vec<Count>) {
    let rule = sum(some)
        .zip(sum(others))
        .and_then(|(some, others)| Some(Formula::some(&some)?.or(Formula::some(&others)?.negated())));
    encoder.world.rules.extend(rule);
}

/// What is assumed of the records below each of many holds of all of them together, and what follows for whole numbers.
fn below(encoder: &mut Encoder<'_>, shape: Shape) {
    let mut cuts = shape.size.cuts;
    for at in 0..encoder.world.groups.len() {
        let rec = Rec { group: GroupId(at as u32), sort: 0 };
        let Some(sort) = encoder.world.sort(rec).filter(|sort| !sort.assumed.is_empty()) else { continue };
        let (many, assumed) = (sort.count, sort.assumed.clone());
        let mut lines: Vec<Linear> = Vec::new();
        let mut forms: Vec<Linear> = Vec::new();
        for (atom, holds) in assumed.iter() {
            let Some(line) = encoder.line_of(atom, rec) else { continue };
            let line = if *holds { Some(line) } else { line.combine(-1, &Linear::constant(1), -1) };
            lines.extend(line);
            // Counts alone are whole by themselves; shares are what rounding matters to.
            if encoder.is_share(atom) {
                forms.extend(encoder.forms_of(atom, rec));
            }
        }
        sharpen(&mut lines, forms, &mut cuts);
        for line in &lines {
            encoder.world.rules.extend(line.of_many(many).map(Formula::at_least_zero));
        }
        encoder.lines.extend(lines.into_iter().map(|line| (rec.group, line)));
    }
}

/// Adds what whole numbers below one record come to at least and at most.
fn sharpen(lines: &mut Vec<Linear>, mut forms: Vec<Linear>, cuts: &mut usize) {
    let limits = Limits { steps: 200_000 };
    if lines.is_empty() || *cuts == 0 {
        return;
    }
    *cuts -= 1;
    let mut one = Put::default();
    for line in lines.iter() {
        one.always(&Formula::at_least_zero(line.clone()));
    }
    if let Outcome::Impossible(_) = one.model.solve(&limits) {
        // There is no such record: 0 is at least 1 for each.
        lines.push(Linear::constant(-1));
        return;
    }
    if lines.len() < 2 {
        return;
    }
    forms.sort_by(|a, b| a.terms.cmp(&b.terms));
    forms.dedup();
    for form in forms.into_iter().filter(|form| !form.terms.is_empty() && form.constant == 0) {
        for sign in [1i128, -1] {
            if *cuts == 0 {
                return;
            }
            *cuts -= 1;
            let Some(goal) = form.times(sign) else { continue };
            let goal = one.linear(&goal);
            let Minimum::Least(least) = one.model.minimise(std::slice::from_ref(&goal), &limits) else { continue };
            // sign · form is at least so much.
            let line = least.sum(&goal).and_then(|least| form.times(sign)?.minus(&Linear::constant(least)));
            lines.extend(line);
        }
    }
}

/// What holds of the records that lie under others, once all is asked.
pub fn finish(encoder: &mut Encoder<'_>, tidy: bool) {
    moving_together(encoder);
    under(encoder, tidy);
    led(encoder, tidy);
    if !tidy {
        return;
    }
    // Of two levels: one first unit with all others below it, or none below any.
    let mut kinds: BTreeMap<(KindId, FieldId), (Vec<Count>, Vec<Count>)> = BTreeMap::new();
    for group in &encoder.world.groups {
        for (field, goal) in &group.goals {
            if encoder.world.leads_to(group.kind, *field) == Some(group.kind) {
                let (first, others) = kinds.entry((group.kind, *field)).or_default();
                let counts = group.sorts.iter().map(|sort| sort.count);
                if *goal == Goal::Absent { first.extend(counts) } else { others.extend(counts) }
            }
        }
    }
    for (first, others) in kinds.into_values() {
        let rule = sum(first).zip(sum(others)).and_then(|(first, others)| {
            let single = Formula::at_least(&Linear::constant(1), &first)?;
            Some(single.or(Formula::some(&others)?.negated()))
        });
        encoder.world.rules.extend(rule);
    }
}

/// Whoever is in a unit lies under another with the whole of it: what holds for each unit of a sort holds of those of them
/// that lie under one.
fn moving_together(encoder: &mut Encoder<'_>) {
    let asked: BTreeSet<(FieldId, GroupId)> = encoder.extra.keys().map(|(field, hand, _)| (*field, *hand)).collect();
    for (field, hand) in asked {
        let Some(kind) = encoder.world.group(hand).map(|group| group.kind) else { continue };
        let below: BTreeMap<Count, (GroupId, Count)> = encoder
            .extra
            .iter()
            .filter(|((own, above, _), _)| *own == field && *above == hand)
            .filter_map(|((_, _, rec), extra)| {
                let (unit, sort) = (unit_of(encoder, rec.group, kind)?, encoder.world.sort(*rec)?);
                (unit != rec.group).then_some((sort.count, (unit, *extra)))
            })
            .collect();
        for (unit, line) in encoder.lines.clone() {
            let moved: Option<Vec<(Count, i128)>> = line
                .terms
                .iter()
                .map(|(count, times)| match below.get(count) {
                    Some((of, extra)) if *of == unit => Some((*extra, *times)),
                    _ => None,
                })
                .collect();
            let Some(moved) = moved.filter(|moved| !moved.is_empty()) else { continue };
            let units = encoder.under(field, hand, Rec { group: unit, sort: 0 });
            let rule = (|| {
                let mut rule = Linear::default();
                moved.iter().try_for_each(|(count, times)| rule.add(*count, *times))?;
                rule.add(units, line.constant)?;
                Some(Formula::at_least_zero(rule))
            })();
            encoder.world.rules.extend(rule);
        }
        // Nobody of a sort of units is under it without one of these units.
        for (unit, extra) in below.into_values().collect::<Vec<_>>() {
            let units = encoder.under(field, hand, Rec { group: unit, sort: 0 });
            none_without(encoder, vec![units], vec![extra]);
        }
    }
}

/// The most parts of a world that are looked at one after the other.
const MAX_PARTS: usize = 600;

/// The most records that are looked for in such a part.
const MAX_NARROW: i128 = 40;

/// Parts of a world: of one kind that others are counted below, one sort that nobody is above and one with somebody above or
/// none, one record of each. Gives the counts that are 0 in each part.
pub fn narrow(encoder: &mut Encoder<'_>, slice: &Slice) -> Vec<HashSet<Count>> {
    let world = &encoder.world;
    let at_top = |kind: &KindId| {
        slice.kinds.get(kind).is_some_and(|touched| {
            touched.counted_below && touched.references.iter().all(|field| world.leads_to(*kind, *field) == Some(*kind))
        })
    };
    let Some(kind) = slice.kinds.keys().filter(|kind| at_top(kind)).max_by_key(|kind| world.of_kind(**kind).count())
    else {
        return vec![HashSet::new()];
    };
    let is_below = |group: &GroupId| {
        world.group(*group).is_some_and(|group| group.goals.iter().any(|(_, goal)| *goal == Goal::Elsewhere))
    };
    let (others, first): (Vec<GroupId>, Vec<GroupId>) = world.of_kind(*kind).partition(is_below);
    let mut chosen: Vec<Vec<GroupId>> = vec![Vec::new()];
    chosen.extend(first.iter().map(|group| vec![*group]));
    chosen.extend(first.iter().flat_map(|one| others.iter().map(move |other| vec![*one, *other])));
    chosen.truncate(MAX_PARTS);
    let parts = chosen.iter().map(|chosen| none_but(encoder, *kind, chosen)).collect();
    let limits: Vec<Formula> = encoder
        .world
        .counts_of(*kind)
        .into_iter()
        .filter_map(|count| Formula::at_least(&Linear::constant(1), &Linear::count(count)))
        .collect();
    encoder.world.rules.extend(limits);
    // Few records: a search among so many comes to an end.
    let all = sum(encoder.world.groups.iter().flat_map(|group| &group.sorts).map(|sort| sort.count));
    let few = all.and_then(|all| Formula::at_least(&Linear::constant(MAX_NARROW), &all));
    encoder.world.rules.extend(few);
    parts
}

/// The counts that are 0 where there are none of a kind but some groups.
fn none_but(encoder: &Encoder<'_>, kind: KindId, chosen: &[GroupId]) -> HashSet<Count> {
    let world = &encoder.world;
    let mut gone: HashSet<GroupId> = world.of_kind(kind).filter(|group| !chosen.contains(group)).collect();
    // Groups come behind those that they refer to.
    for (id, group) in (0u32..).map(GroupId).zip(&world.groups) {
        if group.goals.iter().any(|(_, goal)| matches!(goal, Goal::Group(to) if gone.contains(to))) {
            gone.insert(id);
        }
    }
    let own = gone.iter().flat_map(|group| world.recs_of(*group));
    let extra = encoder.extra.iter().filter(|((_, hand, rec), _)| gone.contains(hand) || gone.contains(&rec.group));
    let direct = encoder.direct.iter().filter(|((_, hand, group), _)| gone.contains(hand) || gone.contains(group));
    own.chain(extra.map(|(_, count)| *count)).chain(direct.map(|(_, count)| *count)).collect()
}

fn under(encoder: &mut Encoder<'_>, tidy: bool) {
    let asked: BTreeSet<(FieldId, Rec)> = encoder.extra.keys().map(|(field, _, rec)| (*field, *rec)).collect();
    for (field, rec) in asked {
        let Some(hand) =
            encoder.extra.keys().find(|(own, _, of)| *own == field && *of == rec).map(|(_, hand, _)| *hand)
        else {
            continue;
        };
        let Some(kind) = encoder.world.group(hand).map(|group| group.kind) else { continue };
        let Some(own) = encoder.world.sort(rec).map(|sort| sort.count) else { continue };
        let is_first = |encoder: &Encoder<'_>, group| encoder.world.goal(group, field) == Some(Goal::Absent);
        // The unit that the record itself is in, or is.
        let unit = unit_of(encoder, rec.group, kind);
        let at_top = unit.is_some_and(|unit| is_first(encoder, unit));
        let above: Vec<GroupId> = encoder.world.of_kind(kind).collect();
        let mut firsts = Vec::new();
        for hand in above {
            let first = is_first(encoder, hand);
            let known = encoder.extra.get(&(field, hand, rec)).copied();
            let count = match known {
                Some(count) => count,
                None if first && !at_top => encoder.under(field, hand, rec),
                None => continue,
            };
            if first {
                firsts.push(count);
            }
            let none = sum([count]).and_then(|count| count.times(-1)).map(Formula::at_least_zero);
            if at_top || (tidy && !first) {
                encoder.world.rules.extend(none);
                continue;
            }
            none_without(encoder, vec![own], vec![count]);
            let there = encoder.world.recs_of(hand);
            none_without(encoder, there, vec![count]);
        }
        if !at_top {
            // Whoever isn't in a first unit is under one, and under no two.
            equal(encoder, firsts, own);
        }
    }
}

/// The group of a kind that records of a group belong to.
fn unit_of(encoder: &Encoder<'_>, group: GroupId, kind: KindId) -> Option<GroupId> {
    let found = encoder.world.group(group)?;
    if found.kind == kind {
        return Some(group);
    }
    found.goals.iter().find_map(|(_, goal)| match goal {
        Goal::Group(next) => unit_of(encoder, *next, kind),
        Goal::Absent | Goal::Elsewhere => None,
    })
}

fn equal(encoder: &mut Encoder<'_>, parts: Vec<Count>, whole: Count) {
    let rule = sum(parts).and_then(|parts| {
        let whole = Linear::count(whole);
        Some(Formula::at_least(&parts, &whole)?.and(Formula::at_least(&whole, &parts)?))
    });
    encoder.world.rules.extend(rule);
}

fn led(encoder: &mut Encoder<'_>, tidy: bool) {
    let asked: BTreeSet<(FieldId, GroupId)> = encoder.direct.keys().map(|(field, _, group)| (*field, *group)).collect();
    for (field, group) in asked {
        let Some(kind) = encoder.world.group(group).map(|group| group.kind) else { continue };
        let Some(own) = encoder.world.recs_of(group).first().copied() else { continue };
        let above: Vec<GroupId> = encoder.world.of_kind(kind).collect();
        let mut all = Vec::new();
        for hand in above {
            let count = encoder.led(field, hand, group);
            let first = encoder.world.goal(hand, field) == Some(Goal::Absent);
            if tidy && !first {
                let none = sum([count]).and_then(|count| count.times(-1)).map(Formula::at_least_zero);
                encoder.world.rules.extend(none);
            }
            let there = encoder.world.recs_of(hand);
            none_without(encoder, there, vec![count]);
            all.push(count);
        }
        equal(encoder, all, own);
    }
}
