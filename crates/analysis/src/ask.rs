//! Whether facts can hold together.
//!
//! Contract. An answer is never wrong. That facts can hold is shown by records of which the engine says so; that they
//! can't is shown over the world of all complete rosters, whatever their size; anything else is not decided, with the
//! reasons. Facts are taken up one after another: those that the records found so far fail come in, until either all
//! hold of some records or those taken up can't.

use std::collections::BTreeSet;

use tieuchi::engine::{Options as EngineOptions, evaluate};
use tieuchi::program::{FieldId, KindId, Program};

use crate::bulk::{self, Shape, Size};
use crate::encode::into::Put;
use crate::encode::{Construct, Encoder, Reason};
use crate::fact::Fact;
use crate::search::search;
use crate::slice::Slicer;
use crate::solver::{Assignment, Core, Limit, Limits, Linear, Minimum, Outcome, Tag};
use crate::witness::{self, Table};

/// How much may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// How large worlds may be.
    pub size: Size,
    /// The solver's steps for each question.
    pub steps: u64,
    /// Rosters that are tried at random where nothing is decided.
    pub tries: u32,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds { size: Size::default(), steps: 30_000_000, tries: 300 }
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
    /// How many rosters were tried at random in vain.
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
    let mut active: BTreeSet<usize> = (0..eager.min(facts.len())).collect();
    loop {
        let chosen: Vec<usize> = active.iter().copied().collect();
        let step = Step { program, facts, chosen: &chosen, bounds };
        match step.taken() {
            Taken::Impossible(core) => {
                let tagged: Vec<usize> =
                    core.tags.iter().filter_map(|tag| chosen.get(tag.0 as usize).copied()).collect();
                return clash(program, facts, &chosen, &tagged, bounds);
            }
            Taken::Open(undecided) => return tried(program, facts, undecided, bounds),
            Taken::Found(witness) => return Answer::Possible(Witness { read: read(program, facts), ..witness }),
            // A few at a time: what the next records don't fail needn't come in.
            Taken::Failing(failing) => active.extend(failing.into_iter().take(MORE)),
        }
    }
}

/// The least of some facts that can't hold: each that isn't needed is left out.
fn clash(program: &Program, facts: &[Fact], chosen: &[usize], tagged: &[usize], bounds: &Bounds) -> Answer {
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
        match (Step { program, facts, chosen: &rest, bounds }).impossible() {
            Some(true) => left = rest,
            Some(false) => {}
            None => minimal = false,
        }
    }
    Answer::Impossible { clash: left, minimal }
}

/// How many facts come in at a time.
const MORE: usize = 4;

/// The fields of the data that facts read.
fn read(program: &Program, facts: &[Fact]) -> BTreeSet<(KindId, FieldId)> {
    let mut slicer = Slicer::new(program);
    if facts.iter().try_for_each(|fact| fact.touch(&mut slicer)).is_err() {
        return BTreeSet::new();
    }
    let slice = slicer.finish();
    let fields = slice.kinds.iter().flat_map(|(kind, touched)| {
        touched.fields.keys().chain(&touched.references).map(|field| (*kind, *field)).collect::<Vec<_>>()
    });
    fields.collect()
}

/// Tries rosters at random where nothing is decided.
fn tried(program: &Program, facts: &[Fact], undecided: Undecided, bounds: &Bounds) -> Answer {
    let shows = |tables: &[Table]| failing(program, tables, facts).is_some_and(|failing| failing.is_empty());
    match search(program, facts, bounds.tries, shows) {
        Some(tables) => Answer::Possible(Witness { tables, smallest: false, read: read(program, facts) }),
        None => Answer::Undecided(Undecided { tried: bounds.tries, ..undecided }),
    }
}

/// What comes of the facts that were taken up.
enum Taken {
    /// Records of which all facts hold.
    Found(Witness),
    /// Records of which these fail, none of which was taken up.
    Failing(Vec<usize>),
    /// The facts that were taken up can't hold.
    Impossible(Core),
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
    put: Put,
    size: Linear,
    /// Whether all rosters are of this world.
    whole: bool,
}

impl Asked<'_> {
    fn tables(&self, assignment: &Assignment) -> Option<Vec<Table>> {
        witness::tables(&self.encoder.world, |rec| {
            let count = self.encoder.world.sort(rec).and_then(|sort| self.put.known_var(sort.count));
            count.map_or(0, |var| assignment.number(var))
        })
    }
}

/// One step: the facts that were taken up.
struct Step<'a> {
    program: &'a Program,
    facts: &'a [Fact],
    chosen: &'a [usize],
    bounds: &'a Bounds,
}

impl<'a> Step<'a> {
    fn asked(&self, tidy: bool) -> Result<Asked<'a>, Reason> {
        let facts: Vec<&Fact> = self.chosen.iter().filter_map(|place| self.facts.get(*place)).collect();
        let mut slicer = Slicer::new(self.program);
        for fact in &facts {
            fact.touch(&mut slicer).map_err(|_| Reason::at(Construct::Cases, None))?;
        }
        let slice = slicer.finish();
        let shape = Shape { tidy, size: self.bounds.size };
        let whole = !tidy || bulk::is_whole(self.program, &slice);
        let shut_out: Vec<_> = facts.iter().flat_map(|fact| fact.shuts_out(self.program)).collect();
        let mut encoder = bulk::bulk(self.program, &slice, &shut_out, shape).map_err(|why| Reason::at(why.0, None))?;
        let formulas: Vec<_> = facts.iter().map(|fact| fact.formula(&mut encoder)).collect();
        bulk::finish(&mut encoder, tidy);
        let mut put = Put::default();
        for rule in encoder.world.rules.clone() {
            put.always(&rule);
        }
        for (tag, formula) in (0u32..).map(Tag).zip(&formulas) {
            put.require(formula, tag);
        }
        let mut size = Linear::new();
        for group in &encoder.world.groups {
            for sort in &group.sorts {
                let var = put.var(sort.count);
                size.add(1, var);
            }
        }
        Ok(Asked { encoder, put, size, whole })
    }

    /// Whether the facts can't hold of any roster; none where that isn't decided.
    fn impossible(&self) -> Option<bool> {
        match self.asked(false).ok()?.put.model.solve(&Limits { steps: self.bounds.steps }) {
            Outcome::Impossible(_) => Some(true),
            Outcome::Solved(_) => Some(false),
            Outcome::Unknown(_) => None,
        }
    }

    /// What records come to: that all facts hold, or which fail; none where one that was taken up fails.
    fn held_against(&self, tables: &[Table]) -> Option<Vec<usize>> {
        let failing = failing(self.program, tables, self.facts)?;
        (!failing.iter().any(|place| self.chosen.contains(place))).then_some(failing)
    }

    fn taken(&self) -> Taken {
        let limits = Limits { steps: self.bounds.steps };
        let mut reasons: BTreeSet<Reason> = BTreeSet::new();
        let mut limit = None;
        let tidy = match self.asked(true) {
            Ok(asked) => Some(asked),
            Err(reason) => {
                reasons.insert(reason);
                None
            }
        };
        // Any records first: as long as they fail what wasn't taken up, there is no need to look for the fewest.
        let mut can_be = None;
        if let Some(asked) = &tidy {
            match asked.put.model.solve(&limits) {
                Outcome::Impossible(core) if asked.whole => return Taken::Impossible(core),
                Outcome::Impossible(_) => can_be = Some(false),
                Outcome::Unknown(reached) => limit = Some(reached),
                Outcome::Solved(assignment) => {
                    can_be = Some(true);
                    let found = asked.tables(&assignment).and_then(|tables| self.held_against(&tables));
                    if let Some(failing) = found.filter(|failing| !failing.is_empty()) {
                        return Taken::Failing(failing);
                    }
                }
            }
        }
        let mut best: Option<(Witness, Option<i128>)> = None;
        if let Some(asked) = tidy.as_ref().filter(|_| can_be != Some(false)) {
            let (assignment, least) = match asked.put.model.minimise(std::slice::from_ref(&asked.size), &limits) {
                Minimum::Least(assignment) => (Some(assignment), true),
                Minimum::AtMost { best, .. } => (Some(best), false),
                Minimum::Impossible(_) => (None, false),
                Minimum::Unknown(reached) => {
                    limit = Some(reached);
                    (None, false)
                }
            };
            if let Some(assignment) = assignment {
                let size = assignment.sum(&asked.size).filter(|_| least);
                let tables = asked.tables(&assignment);
                match tables.as_ref().and_then(|tables| self.held_against(tables)) {
                    Some(failing) if !failing.is_empty() => return Taken::Failing(failing),
                    Some(_) => {
                        let tables = tables.unwrap_or_default();
                        best = Some((Witness { tables, smallest: asked.whole && least, read: BTreeSet::new() }, size));
                    }
                    None => reasons.extend(asked.encoder.reasons.iter().copied()),
                }
            }
        }
        if let Some((witness, _)) = best.take_if(|(witness, size)| witness.smallest || size.is_none()) {
            return Taken::Found(witness);
        }
        // All rosters.
        match self.asked(false) {
            Err(reason) => {
                reasons.insert(reason);
            }
            Ok(asked) => match &mut best {
                Some((witness, size)) => {
                    let least = asked.put.model.minimise(std::slice::from_ref(&asked.size), &limits);
                    if let Minimum::Least(assignment) = least {
                        let all = assignment.sum(&asked.size);
                        witness.smallest = all == *size && all == i128::try_from(witness.len()).ok();
                    }
                }
                None => match asked.put.model.solve(&limits) {
                    Outcome::Impossible(core) => return Taken::Impossible(core),
                    Outcome::Solved(_) => reasons.extend(asked.encoder.reasons.iter().copied()),
                    Outcome::Unknown(reached) => limit = Some(reached),
                },
            },
        }
        match best {
            Some((witness, _)) => Taken::Found(witness),
            None => Taken::Open(Undecided { reasons: reasons.into_iter().collect(), limit, tried: 0 }),
        }
    }
}
