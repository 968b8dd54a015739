//! Whether facts can hold together.
//!
//! Contract. An answer is never wrong. That facts can hold is shown by records of which the engine says so; that they
//! can't is shown over the world of all complete rosters, whatever their size; anything else is not decided, with the
//! reasons. Facts are taken up one after another: those that the records found so far fail come in, until either all
//! hold of some records or those taken up can't. One question has so many steps; what is over when records are found goes
//! into whether fewer would do.

use std::cell::Cell;
use std::collections::BTreeSet;

use hashbrown::HashSet;
use tieuchi::engine::{Options as EngineOptions, evaluate};
use tieuchi::hunt;
use tieuchi::program::{FieldId, KindId, Program};

use crate::bulk::{self, Bulk, NoWorld, Part, Shape, Size};
use crate::encode::into::Put;
use crate::encode::{Construct, Encoder, Reason};
use crate::fact::Fact;
use crate::logic::{Count, Formula};
use crate::search::search;
use crate::settle::Settler;
use crate::slice::Slicer;
use crate::solver::{Assignment, Core, Limit, Linear, Minimum, Outcome, Tag};
use crate::witness::{self, Table};

/// How much may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// How large worlds may be.
    pub size: Size,
    /// The solver's steps for each question, and as many again to leave out of what clashes whatever isn't needed.
    pub steps: u64,
    /// Rosters that are tried where nothing is decided.
    pub tries: u32,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds { size: Size::default(), steps: 20_000_000, tries: hunt::CASES }
    }
}

/// Records that show that something can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// The records.
    pub tables: Vec<Table>,
    /// Whether no roster of fewer records shows it.
    pub smallest: bool,
    /// The fields that what was asked reads.
    pub read: BTreeSet<(KindId, FieldId)>,
}

impl Witness {
    /// How many records there are.
    pub fn len(&self) -> usize {
        self.tables.iter().map(|table| table.rows.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Why something is not decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// What was left open, and where.
    pub reasons: Vec<Reason>,
    /// A bound that was reached.
    pub limit: Option<Limit>,
    /// How many rosters were tried in vain.
    pub tried: u32,
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// They can hold together.
    Possible(Witness),
    /// They can't: already these of them, by number, can't, and without any one of these the others can.
    Impossible {
        /// The facts.
        clash: Vec<usize>,
        /// Whether each of these is needed.
        minimal: bool,
    },
    /// Not decided.
    Undecided(Undecided),
}

/// Whether facts can hold together, beginning with the first `eager` of them.
pub fn possible(program: &Program, facts: &[Fact], eager: usize, bounds: &Bounds) -> Answer {
    possible_while(&Settler::new(program), facts, eager, bounds, &|| true)
}

/// The same, where `go_on` is asked now and then: once it says no, what isn't decided stays so, by [`Limit::Time`].
pub fn possible_while(
    settler: &Settler<'_>,
    facts: &[Fact],
    eager: usize,
    bounds: &Bounds,
    go_on: &dyn Fn() -> bool,
) -> Answer {
    let mut active: BTreeSet<usize> = (0..eager.min(facts.len())).collect();
    let purse = Purse::new(bounds.steps);
    // Records of which all hold, while fewer are looked for.
    let mut best: Option<Witness> = None;
    let found = loop {
        let chosen: Vec<usize> = active.iter().copied().collect();
        let step = Step { settler, facts, chosen: &chosen, eager, size: bounds.size, purse: &purse, go_on };
        match step.taken(best.take()) {
            Taken::Impossible(core) => {
                let tagged: Vec<usize> =
                    core.tags.iter().filter_map(|tag| chosen.get(tag.0 as usize).copied()).collect();
                let purse = Purse::new(bounds.steps);
                return clash(&Step { purse: &purse, ..step }, &tagged);
            }
            Taken::Clashing(few) => {
                let purse = Purse::new(bounds.steps);
                return clash(&Step { purse: &purse, chosen: &few, ..step }, &few);
            }
            Taken::Open(undecided) => return tried(settler, facts, undecided, bounds, go_on),
            Taken::Found(witness) => break witness,
            // Those that read the least: what the next records don't fail needn't come in, and what can't be is seen
            // in the smallest world where it can't.
            Taken::Failing(failing, found) => {
                let read: Vec<usize> = failing.iter().map(|place| breadth(settler, facts.get(*place))).collect();
                let least = read.iter().min().copied();
                let come = failing.iter().zip(&read).filter(|(_, read)| Some(**read) == least);
                active.extend(come.map(|(place, _)| *place));
                best = found;
            }
        }
    };
    Answer::Possible(Witness { read: read(settler, facts), ..found })
}

/// How many kinds a fact reads, and how many references.
fn breadth(settler: &Settler<'_>, fact: Option<&Fact>) -> usize {
    let mut slicer = Slicer::new(settler);
    match fact.map(|fact| fact.touch(&mut slicer)) {
        Some(Ok(())) => slicer.finish().kinds.values().map(|touched| 1 + touched.references.len()).sum(),
        Some(Err(_)) | None => usize::MAX,
    }
}

/// The steps that are left for a question.
#[derive(Debug)]
struct Purse(Cell<u64>);

impl Purse {
    fn new(steps: u64) -> Purse {
        Purse(Cell::new(steps))
    }

    /// Does something that may take one in so many of the steps that are left.
    fn share<T>(&self, of: u64, work: impl FnOnce() -> T) -> T {
        self.spend(self.0.get() / of, work)
    }

    /// Does something that leaves one in so many of the steps.
    fn leaving<T>(&self, of: u64, work: impl FnOnce() -> T) -> T {
        self.spend(self.0.get() - self.0.get() / of, work)
    }

    fn spend<T>(&self, part: u64, work: impl FnOnce() -> T) -> T {
        let all = self.0.get();
        self.0.set(part);
        let done = work();
        self.0.set(all - part + self.0.get());
        done
    }
}

/// The least of some facts that can't hold: each that isn't needed is left out.
fn clash(step: &Step<'_>, tagged: &[usize]) -> Answer {
    let (program, Step { facts, chosen, .. }) = (step.program(), *step);
    let shuts_out = |place: &usize| facts.get(*place).is_some_and(|fact| !fact.shuts_out(program).is_empty());
    // What the solver needed, and what was seen to before it was asked.
    let mut left: Vec<usize> =
        chosen.iter().copied().filter(|place| tagged.contains(place) || shuts_out(place)).collect();
    let mut minimal = true;
    for place in left.clone() {
        if left.len() == 1 {
            break;
        }
        let rest: Vec<usize> = left.iter().copied().filter(|other| *other != place).collect();
        match (Step { chosen: &rest, ..*step }).impossible() {
            Some(true) => left = rest,
            Some(false) => {}
            None => minimal = false,
        }
    }
    Answer::Impossible { clash: left, minimal }
}

/// A part of a world takes one in so many of the steps that are left.
const PARTS: u64 = 8;

/// Once records were found, fewer are looked for in so many more parts.
const MORE_PARTS: usize = 20;

/// Looking for fewer records, or that no fewer do, takes one in so many of the steps that are left.
const FEWER: u64 = 4;

/// The fields of the data that facts read, and the keys of the records that they speak of.
fn read(settler: &Settler<'_>, facts: &[Fact]) -> BTreeSet<(KindId, FieldId)> {
    let program = settler.program();
    let mut slicer = Slicer::new(settler);
    if facts.iter().try_for_each(|fact| fact.touch(&mut slicer)).and_then(|()| slicer.open_too()).is_err() {
        return BTreeSet::new();
    }
    let slice = slicer.finish();
    let fields = slice.kinds.iter().flat_map(|(kind, touched)| {
        let key = program.kinds.get(kind.at()).map(|kind| kind.key);
        touched.fields.keys().chain(&touched.references).chain(&key).map(|field| (*kind, *field)).collect::<Vec<_>>()
    });
    fields.collect()
}

/// Tries rosters where nothing is decided.
fn tried(
    settler: &Settler<'_>,
    facts: &[Fact],
    undecided: Undecided,
    bounds: &Bounds,
    go_on: &dyn Fn() -> bool,
) -> Answer {
    let program = settler.program();
    let shows = |tables: &[Table]| failing(program, tables, facts).is_some_and(|failing| failing.is_empty());
    let read = read(settler, facts);
    match search(program, &read, bounds.tries, |tables| go_on() && shows(tables)) {
        Some(tables) => {
            // Of one record it is known whether there are fewer: there may be none.
            let records: usize = tables.iter().map(|table| table.rows.len()).sum();
            let smallest = records == 0 || (records == 1 && !shows(&[]));
            Answer::Possible(Witness { tables, smallest, read })
        }
        None if go_on() => Answer::Undecided(Undecided { tried: bounds.tries, ..undecided }),
        None => Answer::Undecided(Undecided { limit: Some(Limit::Time), ..undecided }),
    }
}

/// What comes of the facts that were taken up.
enum Taken {
    /// Records of which all facts hold.
    Found(Witness),
    /// Records of which these fail, none of which was taken up; and records of which all hold, if some were found before.
    Failing(Vec<usize>, Option<Witness>),
    /// The facts that were taken up can't hold.
    Impossible(Core),
    /// These of them can't.
    Clashing(Vec<usize>),
    /// Not decided.
    Open(Undecided),
}

/// Which of some facts fail of records; none where they aren't records.
fn failing(program: &Program, tables: &[Table], facts: &[Fact]) -> Option<Vec<usize>> {
    let roster = witness::roster(program, tables)?;
    let evaluation = evaluate(program, &roster, &EngineOptions::default()).ok()?;
    let records = |kind| u32::try_from(roster.len(kind)).unwrap_or(u32::MAX);
    let fails = |(_, fact): &(usize, &Fact)| !fact.holds(&evaluation, records);
    Some(facts.iter().enumerate().filter(fails).map(|(place, _)| place).collect())
}

/// A world with facts required of it.
struct Asked<'p> {
    encoder: Encoder<'p>,
    facts: Vec<Formula>,
    /// Whether all rosters are of this world.
    whole: bool,
    /// Why some are of no tidy world, if so.
    leaves_out: Option<Construct>,
}

/// The model of a part of a world.
struct Model {
    put: Put,
    size: Linear,
}

impl Asked<'_> {
    /// The model; of fewer records than so many.
    fn model(&self, fewer_than: Option<usize>) -> Model {
        // What the rules leave nothing of isn't there to be counted.
        let mut none: HashSet<Count> = HashSet::new();
        let mut rules: Vec<Formula> = self.encoder.world.rules.clone();
        loop {
            let before = none.len();
            rules.iter().for_each(|rule| rule.nothing_of(&mut none));
            if none.len() == before {
                break;
            }
            rules = rules.iter().map(|rule| rule.without(&none)).filter(|rule| *rule != Formula::True).collect();
        }
        let mut put = Put::without(none.clone());
        for rule in &rules {
            put.always(rule);
        }
        for (tag, formula) in (0u32..).map(Tag).zip(&self.facts) {
            put.require(formula, tag);
        }
        let mut size = Linear::new();
        let sorts = self.encoder.world.groups.iter().flat_map(|group| &group.sorts);
        for count in sorts.map(|sort| sort.count).filter(|count| !none.contains(count)) {
            let var = put.var(count);
            size.add(1, var);
        }
        if let Some(most) = fewer_than.and_then(|size| i128::try_from(size).ok()) {
            let few = put.model.at_most(&size, most - 1);
            put.model.always(few);
        }
        Model { put, size }
    }

    fn tables(&self, model: &Model, assignment: &Assignment) -> Option<Vec<Table>> {
        witness::tables(&self.encoder.world, |rec| {
            let count = self.encoder.world.sort(rec).and_then(|sort| model.put.known_var(sort.count));
            count.map_or(0, |var| assignment.number(var))
        })
    }
}

impl Model {
    fn solve(&self, purse: &Purse) -> Outcome {
        self.put.model.solve_with(&purse.0)
    }

    fn minimise(&self, purse: &Purse) -> Minimum {
        self.put.model.minimise_with(std::slice::from_ref(&self.size), &purse.0)
    }
}

/// One step: the facts that were taken up.
#[derive(Clone, Copy)]
struct Step<'a> {
    settler: &'a Settler<'a>,
    facts: &'a [Fact],
    chosen: &'a [usize],
    /// So many facts were taken up from the beginning.
    eager: usize,
    size: Size,
    purse: &'a Purse,
    go_on: &'a dyn Fn() -> bool,
}

impl<'a> Step<'a> {
    fn program(&self) -> &'a Program {
        self.settler.program()
    }

    fn chosen(&self) -> impl Iterator<Item = &'a Fact> {
        let facts = self.facts;
        self.chosen.iter().filter_map(|place| facts.get(*place))
    }

    /// Calls with what is asked of a world, or of each part of it in turn, until there is something to say.
    fn each<T>(&self, which: Which, mut call: impl FnMut(&Asked<'a>) -> Option<T>) -> Result<Option<T>, Reason> {
        let tidy = which != Which::All;
        let mut slicer = Slicer::new(self.settler);
        for fact in self.chosen() {
            fact.touch(&mut slicer).map_err(|_| Reason::at(Construct::Cases, None))?;
        }
        let slice = slicer.finish();
        let leaves_out = bulk::leaves_out(self.program(), &slice);
        let whole = !tidy || (which == Which::Tidy && leaves_out.is_none());
        let shut_out: Vec<_> = self.chosen().flat_map(|fact| fact.shuts_out(self.program())).collect();
        let mut bulk =
            Bulk::new(self.settler, &slice, &shut_out, Shape { tidy, sharp: whole, size: self.size }, self.go_on);
        let no_world = |why: NoWorld| Reason::at(why.0, None);
        let mut parts: Vec<Option<Part>> = Vec::new();
        if which == Which::Narrow {
            parts.extend(bulk.parts().map_err(no_world)?.into_iter().map(Some));
        }
        if parts.is_empty() {
            parts.push(None);
        }
        for part in &parts {
            let mut encoder = bulk.world(part.as_ref()).map_err(no_world)?;
            let facts: Vec<Formula> = self.chosen().map(|fact| fact.formula(&mut encoder)).collect();
            bulk.finish(&mut encoder, part.as_ref());
            if let Some(found) = call(&Asked { encoder, facts, whole, leaves_out }) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// What all rosters come to; of fewer records than so many.
    fn asked_of_all(&self, fewer_than: Option<usize>) -> Result<(Outcome, BTreeSet<Reason>), Reason> {
        let solved = |asked: &Asked<'a>| {
            let outcome = asked.model(fewer_than).solve(self.purse);
            let mut left_open = asked.encoder.reasons.clone();
            left_open.extend(asked.encoder.world.assumes());
            if left_open.is_empty() {
                left_open.extend(asked.leaves_out.map(|construct| Reason::at(construct, None)));
            }
            Some((outcome, left_open))
        };
        Ok(self.each(Which::All, solved)?.unwrap_or((Outcome::Unknown(Limit::Steps), BTreeSet::new())))
    }

    /// Whether the facts can't hold of any roster; none where that isn't decided.
    fn impossible(&self) -> Option<bool> {
        if !(self.go_on)() {
            return None;
        }
        match self.asked_of_all(None).ok()?.0 {
            Outcome::Impossible(_) => Some(true),
            Outcome::Solved(_) => Some(false),
            Outcome::Unknown(_) => None,
        }
    }

    /// What records come to: that all facts hold, or which fail; none where one that was taken up fails.
    fn held_against(&self, tables: &[Table]) -> Option<Vec<usize>> {
        let failing = failing(self.program(), tables, self.facts)?;
        (!failing.iter().any(|place| self.chosen.contains(place))).then_some(failing)
    }

    /// Records of which the facts hold, as few as are found and fewer than so many; or that there are none in this world.
    fn made(&self, world: Which, fewer_than: Option<usize>, seen: &mut Seen) -> Made {
        let mut best: Option<Witness> = None;
        let mut more = MORE_PARTS;
        let said = self.each(world, |asked| {
            if best.is_some() {
                let Some(left) = more.checked_sub(1) else { return Some(Made::Nothing) };
                more = left;
            }
            let fewer_than = best.as_ref().map(Witness::len).or(fewer_than);
            // A part that is hard leaves steps for the others.
            let of = if world == Which::Narrow { PARTS } else { 1 };
            let made = self.purse.share(of, || self.made_of(asked, fewer_than, seen));
            match made {
                Made::Found(witness) => {
                    best = Some(witness);
                    None
                }
                Made::Nothing if seen.limit == Some(Limit::Time) => Some(Made::Nothing),
                Made::Nothing => None,
                Made::Failing(_) | Made::Impossible(_) => Some(made),
            }
        });
        match (said, best) {
            (Ok(Some(said @ (Made::Failing(_) | Made::Impossible(_)))), _) => said,
            (_, Some(best)) => Made::Found(best),
            (Ok(_), None) => Made::Nothing,
            (Err(reason), None) => {
                seen.reasons.insert(reason);
                Made::Nothing
            }
        }
    }

    /// The same of one part of a world.
    fn made_of(&self, asked: &Asked<'_>, fewer_than: Option<usize>, seen: &mut Seen) -> Made {
        if !(self.go_on)() {
            seen.limit = Some(Limit::Time);
            return Made::Nothing;
        }
        let model = asked.model(fewer_than);
        // Any records first: as long as they fail what wasn't taken up, there is no need to look for the fewest.
        let found = match model.solve(self.purse) {
            Outcome::Impossible(core) if asked.whole => return Made::Impossible(core),
            Outcome::Impossible(_) => return Made::Nothing,
            Outcome::Unknown(reached) => {
                seen.limit = Some(reached);
                return Made::Nothing;
            }
            Outcome::Solved(assignment) => assignment,
        };
        if let Made::Failing(failing) = self.witness(asked, &model, &found, false, seen) {
            return Made::Failing(failing);
        }
        let (fewest, least) = match self.purse.share(FEWER, || model.minimise(self.purse)) {
            Minimum::Least(fewest) => (fewest, true),
            Minimum::AtMost { best, .. } => (best, false),
            Minimum::Impossible(_) | Minimum::Unknown(_) => (found, false),
        };
        self.witness(asked, &model, &fewest, asked.whole && least, seen)
    }

    /// The records that a model gives, held against the facts.
    fn witness(&self, asked: &Asked<'_>, model: &Model, found: &Assignment, smallest: bool, seen: &mut Seen) -> Made {
        let tables = asked.tables(model, found).unwrap_or_default();
        match self.held_against(&tables) {
            Some(failing) if !failing.is_empty() => Made::Failing(failing),
            Some(_) => Made::Found(Witness { tables, smallest, read: BTreeSet::new() }),
            None => {
                seen.reasons.extend(asked.encoder.reasons.iter().copied());
                Made::Nothing
            }
        }
    }

    /// What comes of the facts that were taken up; where records of which all facts hold are known already, of fewer.
    fn taken(&self, known: Option<Witness>) -> Taken {
        let mut seen = Seen::default();
        let mut best = known;
        for world in [Which::Narrow, Which::Tidy] {
            if best.is_some() {
                break;
            }
            // However hard it is, steps are left for the rest.
            match self.purse.leaving(4, || self.made(world, None, &mut seen)) {
                Made::Failing(failing) => return Taken::Failing(failing, None),
                Made::Impossible(core) => return Taken::Impossible(core),
                Made::Found(witness) => best = Some(witness),
                Made::Nothing => {}
            }
        }
        if let Some(witness) = best.take_if(|witness| witness.smallest) {
            return Taken::Found(witness);
        }
        if !(self.go_on)() {
            seen.limit = Some(Limit::Time);
            return best.map_or_else(|| Taken::Open(seen.undecided()), Taken::Found);
        }
        match best {
            Some(found) => self.fewest(found, &mut seen),
            None if let Some(few) = self.one_clashes() => Taken::Clashing(few),
            None => match self.asked_of_all(None) {
                Ok((Outcome::Impossible(core), _)) => Taken::Impossible(core),
                Ok((Outcome::Solved(_), reasons)) => Taken::Open(seen.because(reasons)),
                Ok((Outcome::Unknown(reached), _)) => {
                    seen.limit = Some(reached);
                    Taken::Open(seen.undecided())
                }
                Err(reason) => Taken::Open(seen.because([reason])),
            },
        }
    }

    /// Whether one fact by itself clashes with those that were taken up from the beginning: in a world of few facts this is
    /// seen, where that of all is too large.
    fn one_clashes(&self) -> Option<Vec<usize>> {
        let (first, others) = self.chosen.split_at_checked(self.eager).filter(|(_, others)| others.len() > 1)?;
        self.purse.share(2, || {
            others.iter().map(|other| [first, &[*other]].concat()).find(|few| {
                let few = Step { chosen: few, ..*self };
                few.impossible() == Some(true)
            })
        })
    }

    /// Fewer records than some that were found, or that no fewer would do.
    fn fewest(&self, found: Witness, seen: &mut Seen) -> Taken {
        let none_of_fewer = |than: usize| {
            let asked = self.purse.share(FEWER, || self.asked_of_all(Some(than)));
            matches!(asked, Ok((Outcome::Impossible(_), _)))
        };
        if none_of_fewer(found.len()) {
            return Taken::Found(Witness { smallest: true, ..found });
        }
        match self.purse.share(FEWER, || self.made(Which::Tidy, Some(found.len()), seen)) {
            Made::Found(fewer) => {
                let smallest = fewer.smallest || none_of_fewer(fewer.len());
                Taken::Found(Witness { smallest, ..fewer })
            }
            // They would be fewer, but for what wasn't taken up.
            Made::Failing(failing) => Taken::Failing(failing, Some(found)),
            Made::Impossible(_) => Taken::Found(Witness { smallest: true, ..found }),
            Made::Nothing => Taken::Found(found),
        }
    }
}

/// Which rosters are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    /// Of units and the like there is one sort at the top and one below it, and one of each.
    Narrow,
    /// Those that can be made at once.
    Tidy,
    /// All.
    All,
}

/// What was looked at and didn't help.
#[derive(Debug, Default)]
struct Seen {
    reasons: BTreeSet<Reason>,
    limit: Option<Limit>,
}

impl Seen {
    fn because(mut self, reasons: impl IntoIterator<Item = Reason>) -> Undecided {
        self.reasons.extend(reasons);
        self.undecided()
    }

    fn undecided(self) -> Undecided {
        Undecided { reasons: self.reasons.into_iter().collect(), limit: self.limit, tried: 0 }
    }
}

/// What comes of looking for records in a world.
enum Made {
    Found(Witness),
    Failing(Vec<usize>),
    Impossible(Core),
    Nothing,
}
