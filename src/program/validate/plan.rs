//! The plan: everything is computed once, and after all that it reads.

use std::collections::HashMap;

use super::{Invalid, MAX_ENTRIES, Sound, Within, need};
use crate::program::{
    AggregateId, ClauseId, Cond, CriterionId, Definition, FieldId, KindId, Origin, Path, Piece, Population, Program,
    Step, Term, Type,
};

/// What a step computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Node {
    Derive(KindId, FieldId),
    Clause(ClauseId),
    Aggregate(AggregateId),
}

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Computed(Node),
    Criterion(CriterionId),
}

/// One reading.
struct Read {
    source: Source,
    /// Read with a population's record rather than with one in hand.
    inner: bool,
    /// References are followed on the way.
    far: bool,
    /// The one reference that is followed from the record in hand, if it is one.
    along: Option<FieldId>,
}

/// Checks a plan against everything that is to be computed.
pub(super) fn sound(program: &Program) -> Sound {
    let positions = positions(program)?;
    let ready = ready(program, &positions);
    for (position, step) in program.plan.iter().enumerate() {
        let sound = match step {
            Step::Clause(id) => earlier(program, Node::Clause(*id), position, (&positions, &ready)),
            Step::Aggregate(id) => earlier(program, Node::Aggregate(*id), position, (&positions, &ready)),
            Step::Derive(kind, field) => earlier(program, Node::Derive(*kind, *field), position, (&positions, &ready)),
            Step::DeriveUpwards { .. } => upwards(program, step, position, (&positions, &ready)),
            Step::DeriveOnwards { .. } => onwards(program, step, position, (&positions, &ready)),
        };
        sound.within_nth("plan", position)?;
    }
    Ok(())
}

/// What a step computes, the field of an upward step first.
fn computed(step: &Step) -> Vec<Node> {
    match step {
        Step::Clause(id) => vec![Node::Clause(*id)],
        Step::Aggregate(id) => vec![Node::Aggregate(*id)],
        Step::Derive(kind, field) | Step::DeriveOnwards { kind, field, previous: _ } => {
            vec![Node::Derive(*kind, *field)]
        }
        Step::DeriveUpwards { kind, field, parent: _, clauses, aggregates } => {
            let field = std::iter::once(Node::Derive(*kind, *field));
            let clauses = clauses.iter().copied().map(Node::Clause);
            field.chain(clauses).chain(aggregates.iter().copied().map(Node::Aggregate)).collect()
        }
    }
}

/// The step that computes each node; every node has one and no more.
fn positions(program: &Program) -> Sound<HashMap<Node, usize>> {
    need(program.plan.len() <= 4 * MAX_ENTRIES, "too many steps").within("plan")?;
    let mut positions = HashMap::new();
    for (position, step) in program.plan.iter().enumerate() {
        for node in computed(step) {
            let sound = if positions.insert(node, position).is_some() {
                Err(Invalid::new("this is computed twice"))
            } else {
                exists(program, node)
            };
            sound.within_nth("plan", position)?;
        }
    }
    let clauses = (0..program.clauses.len()).map(|index| Node::Clause(ClauseId(index as u32)));
    let aggregates = (0..program.aggregates.len()).map(|index| Node::Aggregate(AggregateId(index as u32)));
    let mut all: Vec<Node> = clauses.chain(aggregates).collect();
    for (kind, entry) in (0u32..).map(KindId).zip(&program.kinds) {
        for (field, entry) in (0u32..).map(FieldId).zip(&entry.fields) {
            if derived(&entry.origin) {
                all.push(Node::Derive(kind, field));
            }
        }
    }
    match all.iter().find(|node| !positions.contains_key(node)) {
        None => Ok(positions),
        Some(node) => Err(Invalid::of("no step computes {}", &[&shown(*node)])).within("plan"),
    }
}

fn exists(program: &Program, node: Node) -> Sound {
    let there = match node {
        Node::Clause(id) => id.at() < program.clauses.len(),
        Node::Aggregate(id) => id.at() < program.aggregates.len(),
        Node::Derive(kind, field) => {
            let found = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()));
            found.is_some_and(|field| derived(&field.origin))
        }
    };
    if there { Ok(()) } else { Err(Invalid::of("{} is to be computed and is not there", &[&shown(node)])) }
}

fn derived(origin: &Origin) -> bool {
    match origin {
        Origin::Key | Origin::Data { .. } | Origin::Previous { .. } => false,
        Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_) => true,
    }
}

fn shown(node: Node) -> String {
    match node {
        Node::Clause(id) => format!("clauses[{}]", id.0),
        Node::Aggregate(id) => format!("aggregates[{}]", id.0),
        Node::Derive(kind, field) => format!("kinds[{}].fields[{}]", kind.0, field.0),
    }
}

type Positions<'a> = (&'a HashMap<Node, usize>, &'a [Option<usize>]);

/// The last step that each criterion waits for; none if it reads data alone.
/// Criteria that ask one another don't go in a circle: their nesting has been measured.
fn ready(program: &Program, positions: &HashMap<Node, usize>) -> Vec<Option<usize>> {
    let count = program.criteria.len();
    let mut ready: Vec<Option<Option<usize>>> = vec![None; count];
    let mut begun = vec![false; count];
    let mut stack: Vec<usize> = (0..count).collect();
    // A criterion is met twice: first to look at those that it asks, then, when these are known, for itself.
    while let Some(here) = stack.last().copied() {
        let known = ready.get(here).is_none_or(Option::is_some);
        let first = begun.get_mut(here).is_some_and(|begun| !std::mem::replace(begun, true));
        if known || !first {
            stack.pop();
        }
        if known {
            continue;
        }
        let mut last: Option<usize> = None;
        for read in reads_of_criterion(program, CriterionId(here as u32)) {
            match read.source {
                Source::Computed(node) => last = last.max(positions.get(&node).copied()),
                Source::Criterion(id) => match ready.get(id.at()).copied().flatten() {
                    Some(found) => last = last.max(found),
                    None if first => stack.push(id.at()),
                    None => {}
                },
            }
        }
        if let (false, Some(entry)) = (first, ready.get_mut(here)) {
            *entry = Some(last);
        }
    }
    ready.into_iter().map(Option::flatten).collect()
}

/// The step that gives what is read; none for data.
fn position(read: &Read, (positions, ready): Positions<'_>) -> Option<usize> {
    match read.source {
        Source::Computed(node) => positions.get(&node).copied(),
        Source::Criterion(id) => ready.get(id.at()).copied().flatten(),
    }
}

/// The stratum of each step of a sound plan: one more than the highest of what it reads. Steps of one
/// stratum don't read each other.
pub(super) fn strata(program: &Program) -> Vec<usize> {
    let Ok(positions) = positions(program) else { return vec![0; program.plan.len()] };
    let ready = ready(program, &positions);
    let mut strata: Vec<usize> = Vec::with_capacity(program.plan.len());
    // The highest stratum of all steps up to each: what a criterion waits for is known by its last step only.
    let mut highest: Vec<usize> = Vec::with_capacity(program.plan.len());
    for (here, step) in program.plan.iter().enumerate() {
        let mut stratum = 0;
        for read in computed(step).into_iter().flat_map(|node| reads(program, node)) {
            let below = match read.source {
                Source::Computed(node) => positions.get(&node).and_then(|there| strata.get(*there)),
                Source::Criterion(id) => ready.get(id.at()).copied().flatten().and_then(|last| highest.get(last)),
            };
            stratum = stratum.max(below.map_or(0, |below| below + 1));
        }
        strata.push(stratum);
        highest.push(highest.get(here.wrapping_sub(1)).map_or(stratum, |before| stratum.max(*before)));
    }
    strata
}

/// When a step can be computed, where the records of a kind come in parts and none stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Before any of these records, as it doesn't ask for them.
    Before,
    /// Of each part: a field of these records, or a tally of them, which adds up.
    Each,
    /// When all parts are tallied.
    After,
}

/// When each step of a sound plan can be computed, where the records of a kind come in parts; none where some step,
/// some criterion or some record asks for them once more after they are tallied.
pub(crate) fn turns(program: &Program, kind: KindId) -> Option<Vec<Turn>> {
    let positions = positions(program).ok()?;
    let ready = ready(program, &positions);
    let populations = program.clauses.iter().map(|clause| &clause.population);
    let populations = populations.chain(program.aggregates.iter().map(|aggregate| &aggregate.population));
    let mut fields = program.kinds.iter().flat_map(|kind| &kind.fields);
    let own = program.kinds.get(kind.at())?;
    let stays = populations.clone().any(|population| population.hand.contains(&kind))
        || fields.any(|field| field.ty == Type::Reference(kind))
        || own.fields.iter().any(|field| matches!(field.origin, Origin::Award { .. } | Origin::Rank(_)))
        || program.criteria.iter().any(|criterion| criterion.for_each.iter().any(|each| each.kind == kind));
    if stays {
        return None;
    }
    let mut turns: Vec<Turn> = Vec::with_capacity(program.plan.len());
    // Whether what each step gives can be asked for before any of these records: a clause's threshold may wait.
    let mut settled: Vec<bool> = Vec::with_capacity(program.plan.len());
    for step in &program.plan {
        let (each, tallied) = match step {
            Step::Derive(of, _) => (*of == kind, false),
            Step::Clause(id) => (program.clauses.get(id.at())?.population.kind == kind, true),
            Step::Aggregate(id) => (program.aggregates.get(id.at())?.population.kind == kind, true),
            Step::DeriveUpwards { kind: of, .. } => (*of == kind, true),
            Step::DeriveOnwards { kind: of, .. } => (*of == kind, false),
        };
        // A tally by parts is known when all of them are there; a field of a record is known with the record.
        let known = |place: usize| match (turns.get(place), program.plan.get(place)) {
            (Some(Turn::Before), _) => settled.get(place).copied().unwrap_or(false),
            (Some(Turn::Each), Some(Step::Derive(..))) => each,
            (Some(Turn::Each | Turn::After) | None, _) => false,
        };
        let asks = |read: &Read| match read.source {
            Source::Computed(node) => positions.get(&node).is_none_or(|place| !known(*place)),
            // What a criterion waits for is known by its last step only.
            Source::Criterion(id) => {
                let last = ready.get(id.at()).copied().flatten();
                last.is_some_and(|last| (0..=last).any(|place| !settled.get(place).is_some_and(|settled| *settled)))
            }
        };
        let all: Vec<Read> = computed(step).into_iter().flat_map(|node| reads(program, node)).collect();
        // What a threshold reads is asked for when the tally is there.
        let turn = match (each, all.iter().any(|read| (read.inner || !tallied) && asks(read))) {
            (true, true) => return None,
            (true, false) => Turn::Each,
            (false, true) => Turn::After,
            (false, false) => Turn::Before,
        };
        let now_settled = turn == Turn::Before && !all.iter().any(asks);
        turns.push(turn);
        settled.push(now_settled);
    }
    Some(turns)
}

fn earlier(program: &Program, node: Node, here: usize, positions: Positions<'_>) -> Sound {
    for read in reads(program, node) {
        need(position(&read, positions).is_none_or(|there| there < here), "it reads what is computed later")?;
    }
    Ok(())
}

/// A field that reads itself strictly downwards along one reference.
fn upwards(program: &Program, step: &Step, here: usize, positions: Positions<'_>) -> Sound {
    let Step::DeriveUpwards { kind, field, parent, .. } = step else { return Ok(()) };
    let above = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(parent.at()));
    let own = above.is_some_and(|above| above.ty == Type::Reference(*kind));
    need(own, "the parent is no reference to the same kind").within("parent")?;
    let origin = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at())).map(|field| &field.origin);
    let ranks = matches!(origin, Some(Origin::Rank(_)));
    need(!ranks, "a rank reads all records and is not computed level by level").within("field")?;
    let itself = Node::Derive(*kind, *field);
    for member in &computed(step) {
        let population = match member {
            Node::Derive(..) => None,
            Node::Clause(id) => program.clauses.get(id.at()).map(|clause| &clause.population),
            Node::Aggregate(id) => program.aggregates.get(id.at()).map(|aggregate| &aggregate.population),
        };
        let below = population.is_none_or(|population| downwards(population, *kind, *parent));
        if !below {
            return Err(Invalid::of("{} is not about the records right below", &[&shown(*member)]));
        }
        for read in reads(program, *member) {
            let Some(there) = position(&read, positions) else { continue };
            need(there <= here, "it reads what is computed later")?;
            if there < here {
                continue;
            }
            // Of what the step itself computes: its own field of records below, and any tally.
            let sound = match read.source {
                Source::Computed(node) if node == itself => read.inner && !read.far,
                Source::Computed(_) => true,
                Source::Criterion(_) => false,
            };
            if !sound {
                return Err(Invalid::of("{} reads what is not yet known of the records below", &[&shown(*member)]));
            }
        }
    }
    Ok(())
}

/// A field that reads itself of the record before, and nothing else that isn't known.
fn onwards(program: &Program, step: &Step, here: usize, positions: Positions<'_>) -> Sound {
    let Step::DeriveOnwards { kind, field, previous } = step else { return Ok(()) };
    let before = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(previous.at()));
    let own = before.is_some_and(|before| matches!(before.origin, Origin::Previous { .. }));
    need(own, "this is no reference to the record before").within("previous")?;
    let itself = Node::Derive(*kind, *field);
    for read in reads(program, itself) {
        let earlier = position(&read, positions).is_none_or(|there| there < here);
        let before = read.source == Source::Computed(itself) && read.along == Some(*previous);
        need(earlier || before, "it reads what is computed later")?;
    }
    Ok(())
}

/// Whether a population lies right below the record in hand, of the same kind.
fn downwards(population: &Population, kind: KindId, parent: FieldId) -> bool {
    let own = population.kind == kind && population.hand == [kind];
    match &population.links[..] {
        [link] => own && link.via == [parent] && link.under.is_none_or(|under| under == parent),
        _ => false,
    }
}

fn reads(program: &Program, node: Node) -> Vec<Read> {
    let mut reads = Reads { program, found: Vec::new() };
    match node {
        Node::Derive(kind, field) => {
            let field = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()));
            match field.map(|field| &field.origin) {
                Some(Origin::Define(Definition::Cond(cond))) => reads.cond(cond, &[kind], false),
                Some(Origin::Define(Definition::Term(term))) => reads.term(term, &[kind], false),
                Some(Origin::Award { cases, .. }) => {
                    cases.iter().for_each(|case| reads.cond(&case.when, &[kind], false));
                }
                Some(Origin::Rank(rank)) => rank.pieces().for_each(|piece| match piece {
                    Piece::Cond(cond) => reads.cond(cond, &[kind], false),
                    Piece::Term(term) => reads.term(term, &[kind], false),
                    Piece::Path(path) => reads.path(path, &[kind], false),
                }),
                Some(Origin::Key | Origin::Data { .. } | Origin::Previous { .. }) | None => {}
            }
        }
        Node::Clause(id) => {
            let Some(clause) = program.clauses.get(id.at()) else { return Vec::new() };
            let inner = [clause.population.kind];
            reads.filter(&clause.population);
            for part in &clause.parts {
                part.quantifier.terms().for_each(|term| reads.term(term, &clause.population.hand, false));
                part.property.iter().for_each(|property| reads.cond(property, &inner, true));
            }
        }
        Node::Aggregate(id) => {
            let Some(aggregate) = program.aggregates.get(id.at()) else { return Vec::new() };
            reads.filter(&aggregate.population);
            aggregate.value.iter().for_each(|value| reads.term(value, &[aggregate.population.kind], true));
        }
    }
    reads.found
}

fn reads_of_criterion(program: &Program, id: CriterionId) -> Vec<Read> {
    let mut reads = Reads { program, found: Vec::new() };
    if let Some(criterion) = program.criteria.get(id.at()) {
        let hand: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
        for each in &criterion.for_each {
            each.filter.iter().for_each(|filter| reads.cond(filter, &[each.kind], false));
        }
        reads.cond(&criterion.cond, &hand, false);
    }
    reads.found
}

/// Collects readings; nesting is bounded.
struct Reads<'p> {
    program: &'p Program,
    found: Vec<Read>,
}

impl Reads<'_> {
    fn filter(&mut self, population: &Population) {
        population.filter.iter().for_each(|filter| self.cond(filter, &[population.kind], true));
    }

    fn computed(&mut self, node: Node, inner: bool) {
        self.found.push(Read { source: Source::Computed(node), inner, far: false, along: None });
    }

    fn path(&mut self, path: &Path, hand: &[KindId], inner: bool) {
        let mut kind = hand.get(usize::from(path.hand)).copied();
        for field in &path.via {
            let field = kind.and_then(|kind| self.program.kinds.get(kind.at())?.fields.get(field.at()));
            kind = match field.map(|field| field.ty) {
                Some(Type::Reference(target)) => Some(target),
                Some(Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_)) | None => None,
            };
        }
        let Some(kind) = kind else { return };
        let field = self.program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(path.field.at()));
        if field.is_some_and(|field| derived(&field.origin)) {
            let source = Source::Computed(Node::Derive(kind, path.field));
            let along = if let [one] = path.via[..] { Some(one) } else { None };
            self.found.push(Read { source, inner, far: !path.via.is_empty(), along });
        }
    }

    fn cond(&mut self, cond: &Cond, hand: &[KindId], inner: bool) {
        match cond {
            Cond::Test(test) => self.path(&test.path, hand, inner),
            Cond::Compare(one, _, other) => {
                self.term(one, hand, inner);
                self.term(other, hand, inner);
            }
            Cond::Presence(path, _) => self.path(path, hand, inner),
            Cond::Not(negated) => self.cond(negated, hand, inner),
            Cond::List(list) => list.parts.iter().for_each(|part| self.cond(&part.cond, hand, inner)),
            Cond::Clause(id) => self.computed(Node::Clause(*id), inner),
            Cond::Meets(id) => self.found.push(Read { source: Source::Criterion(*id), inner, far: false, along: None }),
        }
    }

    fn term(&mut self, term: &Term, hand: &[KindId], inner: bool) {
        match term {
            Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) => {}
            Term::Field(path) => self.path(path, hand, inner),
            Term::Add(one, other)
            | Term::Sub(one, other)
            | Term::Mul(one, other)
            | Term::Div(one, other)
            | Term::Min(one, other)
            | Term::Max(one, other)
            | Term::Elapsed(_, one, other) => {
                self.term(one, hand, inner);
                self.term(other, hand, inner);
            }
            Term::Rounded(value, ..) | Term::Shift(value, ..) => self.term(value, hand, inner),
            Term::Cases(cases, otherwise) => {
                for (when, value) in cases {
                    self.cond(when, hand, inner);
                    self.term(value, hand, inner);
                }
                self.term(otherwise, hand, inner);
            }
            Term::OneOf(cases) => {
                for (cond, term) in cases {
                    self.cond(cond, hand, inner);
                    self.term(term, hand, inner);
                }
            }
            Term::Aggregate(id) => self.computed(Node::Aggregate(*id), inner),
        }
    }
}
