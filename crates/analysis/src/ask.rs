//! Whether facts can hold together.
//!
//! Contract. An answer is never wrong. That facts can hold is shown by records of which the engine says so; that they
//! can't is shown over the world of all complete rosters, whatever their size; anything else is not decided, with the
//! reasons. Facts are taken up one after another: those that the records found so far fail come in, until either all
//! hold of some records or those taken up can't.

use std::collections::{BTreeSet, HashSet};

use tieuchi::engine::{Options as EngineOptions, evaluate};
use tieuchi::program::{FieldId, KindId, Program};

use crate::bulk::{self, Shape, Size};
use crate::encode::into::Put;
use crate::encode::{Construct, Encoder, Reason};
use crate::fact::Fact;
use crate::logic::{Count, Formula};
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
        Bounds { size: Size::default(), steps: 20_000_000, tries: 300 }
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
    facts: Vec<Formula>,
    /// Parts of the world that are looked at one after the other, by the counts that are 0 in each; one, of the whole.
    parts: Vec<HashSet<Count>>,
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
    fn model(&self, none: &HashSet<Count>) -> Model {
        // What the rules leave nothing of isn't there to be counted.
        let mut none = none.clone();
        let mut rules: Vec<Formula> = self.encoder.world.rules.iter().map(|rule| rule.without(&none)).collect();
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
        Model { put, size }
    }

    /// The model of all of it.
    fn whole_model(&self) -> Model {
        self.model(&HashSet::new())
    }

    fn tables(&self, model: &Model, assignment: &Assignment) -> Option<Vec<Table>> {
        witness::tables(&self.encoder.world, |rec| {
            let count = self.encoder.world.sort(rec).and_then(|sort| model.put.known_var(sort.count));
            count.map_or(0, |var| assignment.number(var))
        })
    }
}

impl Model {
    fn solve(&self, limits: &Limits) -> Outcome {
        self.put.model.solve(limits)
    }

    fn minimise(&self, limits: &Limits) -> Minimum {
        self.put.model.minimise(std::slice::from_ref(&self.size), limits)
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
    fn asked(&self, world: Which) -> Result<Asked<'a>, Reason> {
        let tidy = world != Which::All;
        let facts: Vec<&Fact> = self.chosen.iter().filter_map(|place| self.facts.get(*place)).collect();
        let mut slicer = Slicer::new(self.program);
        for fact in &facts {
            fact.touch(&mut slicer).map_err(|_| Reason::at(Construct::Cases, None))?;
        }
        let slice = slicer.finish();
        let shape = Shape { tidy, size: self.bounds.size };
        let leaves_out = bulk::leaves_out(self.program, &slice);
        let whole = !tidy || (world == Which::Tidy && leaves_out.is_none());
        let shut_out: Vec<_> = facts.iter().flat_map(|fact| fact.shuts_out(self.program)).collect();
        let mut encoder = bulk::bulk(self.program, &slice, &shut_out, shape).map_err(|why| Reason::at(why.0, None))?;
        let facts: Vec<Formula> = facts.iter().map(|fact| fact.formula(&mut encoder)).collect();
        bulk::finish(&mut encoder, tidy);
        let parts = match world {
            Which::Narrow => bulk::narrow(&mut encoder, &slice),
            Which::Tidy | Which::All => vec![HashSet::new()],
        };
        Ok(Asked { encoder, facts, parts, whole, leaves_out })
    }

    /// Whether the facts can't hold of any roster; none where that isn't decided.
    fn impossible(&self) -> Option<bool> {
        match self.asked(Which::All).ok()?.whole_model().solve(&Limits { steps: self.bounds.steps }) {
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

    /// Records of which the facts hold, as few as are found; whether there are none in this world; what is left open.
    fn made(&self, world: Which, seen: &mut Seen) -> Made {
        let limits = Limits { steps: self.bounds.steps };
        let asked = match self.asked(world) {
            Ok(asked) => asked,
            Err(reason) => {
                seen.reasons.insert(reason);
                return Made::Nothing;
            }
        };
        // Any records first: as long as they fail what wasn't taken up, there is no need to look for the fewest.
        let mut models = Vec::new();
        for part in &asked.parts {
            let model = asked.model(part);
            match model.solve(&limits) {
                Outcome::Impossible(core) if asked.whole => return Made::Impossible(core),
                Outcome::Impossible(_) => {}
                Outcome::Unknown(reached) => seen.limit = Some(reached),
                Outcome::Solved(assignment) => {
                    let found = asked.tables(&model, &assignment).and_then(|tables| self.held_against(&tables));
                    if let Some(failing) = found.filter(|failing| !failing.is_empty()) {
                        return Made::Failing(failing);
                    }
                    models.push(model);
                }
            }
        }
        let mut best: Option<Witness> = None;
        for model in models {
            let (assignment, least) = match model.minimise(&limits) {
                Minimum::Least(assignment) => (assignment, true),
                Minimum::AtMost { best, .. } => (best, false),
                Minimum::Impossible(_) => continue,
                Minimum::Unknown(reached) => {
                    seen.limit = Some(reached);
                    continue;
                }
            };
            let tables = asked.tables(&model, &assignment);
            match tables.as_ref().and_then(|tables| self.held_against(tables)) {
                Some(failing) if !failing.is_empty() => return Made::Failing(failing),
                Some(_) => {
                    let tables = tables.unwrap_or_default();
                    let witness = Witness { tables, smallest: asked.whole && least, read: BTreeSet::new() };
                    if best.as_ref().is_none_or(|best| witness.len() < best.len()) {
                        best = Some(witness);
                    }
                }
                None => seen.reasons.extend(asked.encoder.reasons.iter().copied()),
            }
        }
        best.map_or(Made::Nothing, Made::Found)
    }

    fn taken(&self) -> Taken {
        let limits = Limits { steps: self.bounds.steps };
        let mut seen = Seen::default();
        let mut best: Option<Witness> = None;
        for world in [Which::Narrow, Which::Tidy] {
            match self.made(world, &mut seen) {
                Made::Failing(failing) => return Taken::Failing(failing),
                Made::Impossible(core) => return Taken::Impossible(core),
                Made::Found(witness) => {
                    best = Some(witness);
                    break;
                }
                Made::Nothing => {}
            }
        }
        if let Some(witness) = best.take_if(|witness| witness.smallest) {
            return Taken::Found(witness);
        }
        let asked = match self.asked(Which::All) {
            Ok(asked) => asked,
            Err(reason) => {
                seen.reasons.insert(reason);
                return best.map_or_else(|| Taken::Open(seen.undecided()), Taken::Found);
            }
        };
        let Some(mut witness) = best else {
            match asked.whole_model().solve(&limits) {
                Outcome::Impossible(core) => return Taken::Impossible(core),
                Outcome::Solved(_) => seen.reasons.extend(asked.encoder.reasons.iter().copied()),
                Outcome::Unknown(reached) => seen.limit = Some(reached),
            }
            if seen.reasons.is_empty() && seen.limit.is_none() {
                seen.reasons.extend(asked.leaves_out.map(|construct| Reason::at(construct, None)));
            }
            return Taken::Open(seen.undecided());
        };
        let size = |witness: &Witness| i128::try_from(witness.len()).ok();
        let model = asked.whole_model();
        let Minimum::Least(assignment) = model.minimise(&limits) else { return Taken::Found(witness) };
        let all = assignment.sum(&model.size);
        // Where fewer might do, they are looked for in the wider world.
        if all != size(&witness)
            && let Made::Found(fewer) = self.made(Which::Tidy, &mut seen)
            && fewer.len() < witness.len()
        {
            witness = fewer;
        }
        witness.smallest |= all == size(&witness);
        Taken::Found(witness)
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
