//! What each thing that is computed reads, found once from the program alone.
//!
//! A thing is asked of records in hand. A field that it reads is reached from
//! one of these along references; so when the field of some record changes, it
//! has to be asked again of those from which the references lead there. Of a
//! clause or an aggregate it reads the group that a record in hand stands for.

use std::collections::HashSet;

use crate::program::{
    AggregateId, ClauseId, Cond, CriterionId, Definition, FieldId, KindId, Origin, Path, Piece, Population, Program,
    Step, Term, Type,
};

/// References to follow: the kind and the field of each.
pub(super) type Way = Box<[(KindId, FieldId)]>;

/// Something that is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    Derive(KindId, FieldId),
    Clause(ClauseId),
    Aggregate(AggregateId),
    /// A step of the plan that computes a field level by level, with clauses and aggregates.
    Upwards(usize),
    Criterion(CriterionId),
}

/// Something that is computed, and the kinds of records that are in hand while it is.
#[derive(Debug)]
pub(super) struct Node {
    pub work: Work,
    pub kinds: Vec<KindId>,
}

/// A field is read by a node.
#[derive(Debug)]
pub(super) struct Reader {
    pub node: usize,
    /// Which record in hand the way starts from.
    pub position: usize,
    pub via: Way,
}

/// A group is read by a node.
#[derive(Debug)]
pub(super) struct GroupReader {
    pub node: usize,
    /// Which record in hand the first dimension of the groups is; none where there is one group.
    pub position: Option<usize>,
}

/// A reference leads records of a population to their groups.
#[derive(Debug)]
pub(super) struct Leader {
    pub node: usize,
    /// From the population's record to the one that has the reference, or, with `under`, to one at or below it.
    pub via: Way,
    /// The reference is the one to the parent: records further down have their groups along it too.
    pub under: bool,
}

/// What reads what.
#[derive(Debug, Default)]
pub(super) struct Web {
    /// In an order in which each comes after all that it reads.
    pub nodes: Vec<Node>,
    fields: Vec<Vec<Vec<Reader>>>,
    leaders: Vec<Vec<Vec<Leader>>>,
    clauses: Vec<Vec<GroupReader>>,
    aggregates: Vec<Vec<GroupReader>>,
    /// Nodes that ask a criterion about all its records.
    criteria: Vec<Vec<usize>>,
    /// Nodes with a record of a kind in hand, and which one it is.
    of_kind: Vec<Vec<(usize, usize)>>,
    /// Steps that compute a field level by level, and the reference to who stands above.
    upwards: Vec<(usize, KindId, FieldId)>,
    /// Ranks: the nodes that compute one, and the kind.
    ranks: Vec<(usize, KindId)>,
}

/// What a node reads.
#[derive(Debug, PartialEq)]
enum Found {
    Field {
        position: usize,
        via: Vec<(KindId, FieldId)>,
        kind: KindId,
        field: FieldId,
    },
    Clause(ClauseId, Option<usize>),
    Aggregate(AggregateId, Option<usize>),
    /// A criterion about all its records.
    All(CriterionId),
}

impl Web {
    pub fn new(program: &Program) -> Web {
        let per_field = || program.kinds.iter().map(|kind| kind.fields.len());
        let mut web = Web {
            nodes: Vec::new(),
            fields: per_field().map(|fields| (0..fields).map(|_| Vec::new()).collect()).collect(),
            leaders: per_field().map(|fields| (0..fields).map(|_| Vec::new()).collect()).collect(),
            clauses: program.clauses.iter().map(|_| Vec::new()).collect(),
            aggregates: program.aggregates.iter().map(|_| Vec::new()).collect(),
            criteria: program.criteria.iter().map(|_| Vec::new()).collect(),
            of_kind: program.kinds.iter().map(|_| Vec::new()).collect(),
            upwards: Vec::new(),
            ranks: Vec::new(),
        };
        let mut placed = vec![false; program.criteria.len()];
        for (place, step) in program.plan.iter().enumerate() {
            let work = match step {
                Step::Clause(id) => Work::Clause(*id),
                Step::Aggregate(id) => Work::Aggregate(*id),
                Step::Derive(kind, field) | Step::DeriveOnwards { kind, field, .. } => Work::Derive(*kind, *field),
                Step::DeriveUpwards { .. } => Work::Upwards(place),
            };
            web.add(program, work, &mut placed);
        }
        for id in (0..program.criteria.len() as u32).map(CriterionId) {
            web.criterion(program, id, &mut placed);
        }
        web
    }

    /// The nodes that read a field.
    pub fn readers(&self, kind: KindId, field: FieldId) -> &[Reader] {
        self.fields.get(kind.at()).and_then(|fields| fields.get(field.at())).map_or(&[], Vec::as_slice)
    }

    /// The populations whose groups hang on a reference.
    pub fn leaders(&self, kind: KindId, field: FieldId) -> &[Leader] {
        self.leaders.get(kind.at()).and_then(|fields| fields.get(field.at())).map_or(&[], Vec::as_slice)
    }

    pub fn of_clause(&self, id: ClauseId) -> &[GroupReader] {
        self.clauses.get(id.at()).map_or(&[], Vec::as_slice)
    }

    pub fn of_aggregate(&self, id: AggregateId) -> &[GroupReader] {
        self.aggregates.get(id.at()).map_or(&[], Vec::as_slice)
    }

    /// The nodes that ask a criterion about all its records.
    pub fn of_criterion(&self, id: CriterionId) -> &[usize] {
        self.criteria.get(id.at()).map_or(&[], Vec::as_slice)
    }

    pub fn of_kind(&self, kind: KindId) -> &[(usize, usize)] {
        self.of_kind.get(kind.at()).map_or(&[], Vec::as_slice)
    }

    /// The steps that compute a field level by level for a kind, and the references that they go along.
    pub fn upwards(&self, kind: KindId) -> impl Iterator<Item = (usize, FieldId)> {
        let own = self.upwards.iter().filter(move |(_, of, _)| *of == kind);
        own.map(|(node, _, parent)| (*node, *parent))
    }

    /// The nodes that rank the records of a kind.
    pub fn ranks(&self, kind: KindId) -> impl Iterator<Item = usize> {
        self.ranks.iter().filter(move |(_, of)| *of == kind).map(|(node, _)| *node)
    }

    /// A criterion is placed where it is first asked about all its records, or else at the end.
    fn criterion(&mut self, program: &Program, id: CriterionId, placed: &mut Vec<bool>) {
        if placed.get_mut(id.at()).is_some_and(|placed| !std::mem::replace(placed, true)) {
            self.add(program, Work::Criterion(id), placed);
        }
    }

    fn add(&mut self, program: &Program, work: Work, placed: &mut Vec<bool>) {
        let (kinds, found) = reads(program, work);
        for read in &found {
            if let Found::All(id) = read {
                self.criterion(program, *id, placed);
            }
        }
        let node = self.nodes.len();
        for read in found {
            match read {
                Found::Field { position, via, kind, field } => {
                    if let Some(readers) = self.fields.get_mut(kind.at()).and_then(|all| all.get_mut(field.at())) {
                        readers.push(Reader { node, position, via: via.into() });
                    }
                }
                Found::Clause(id, position) => {
                    if let Some(readers) = self.clauses.get_mut(id.at()) {
                        readers.push(GroupReader { node, position });
                    }
                }
                Found::Aggregate(id, position) => {
                    if let Some(readers) = self.aggregates.get_mut(id.at()) {
                        readers.push(GroupReader { node, position });
                    }
                }
                Found::All(id) => {
                    if let Some(readers) = self.criteria.get_mut(id.at()) {
                        readers.push(node);
                    }
                }
            }
        }
        let population = match work {
            Work::Clause(id) => program.clauses.get(id.at()).map(|clause| &clause.population),
            Work::Aggregate(id) => program.aggregates.get(id.at()).map(|aggregate| &aggregate.population),
            Work::Derive(..) | Work::Upwards(_) | Work::Criterion(_) => None,
        };
        population.into_iter().for_each(|population| self.lead(program, node, population));
        for (position, kind) in kinds.iter().enumerate() {
            if let Some(nodes) = self.of_kind.get_mut(kind.at()) {
                nodes.push((node, position));
            }
        }
        if let Work::Upwards(place) = work
            && let Some(Step::DeriveUpwards { kind, parent, .. }) = program.plan.get(place)
        {
            self.upwards.push((node, *kind, *parent));
        }
        if let Work::Derive(kind, field) = work
            && let Some(declared) = program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at()))
            && matches!(declared.origin, Origin::Rank(_))
        {
            self.ranks.push((node, kind));
        }
        self.nodes.push(Node { work, kinds });
    }

    fn lead(&mut self, program: &Program, node: usize, population: &Population) {
        for link in &population.links {
            let (way, end) = follow(program, population.kind, &link.via);
            let under = end.zip(link.under).map(|(kind, parent)| (way.len(), kind, parent, true));
            let steps = way.iter().enumerate().map(|(at, (kind, field))| (at, *kind, *field, false));
            for (at, kind, field, under) in steps.chain(under) {
                let via = way.get(..at).unwrap_or_default().into();
                if let Some(leaders) = self.leaders.get_mut(kind.at()).and_then(|all| all.get_mut(field.at())) {
                    leaders.push(Leader { node, via, under });
                }
            }
        }
    }
}

/// Each reference on a way with its kind, and the kind at the end.
fn follow(program: &Program, from: KindId, via: &[FieldId]) -> (Vec<(KindId, FieldId)>, Option<KindId>) {
    let mut way = Vec::with_capacity(via.len());
    let mut at = Some(from);
    for step in via {
        let Some(kind) = at else { break };
        way.push((kind, *step));
        at = match program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(step.at())).map(|field| field.ty) {
            Some(Type::Reference(next)) => Some(next),
            Some(Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_)) | None => None,
        };
    }
    (way, at)
}

/// The kinds in hand of a node, and all that it reads, each once.
fn reads(program: &Program, work: Work) -> (Vec<KindId>, Vec<Found>) {
    let mut gather = Gather { program, found: Vec::new(), asked: HashSet::new() };
    let kinds = match work {
        Work::Derive(kind, field) => {
            gather.origin(kind, field);
            vec![kind]
        }
        Work::Clause(id) => {
            gather.inside_clause(id);
            program.clauses.get(id.at()).map(|clause| clause.population.kind).into_iter().collect()
        }
        Work::Aggregate(id) => {
            gather.inside_aggregate(id);
            program.aggregates.get(id.at()).map(|aggregate| aggregate.population.kind).into_iter().collect()
        }
        Work::Upwards(place) => match program.plan.get(place) {
            Some(Step::DeriveUpwards { kind, field, clauses, aggregates, .. }) => {
                gather.origin(*kind, *field);
                clauses.iter().for_each(|id| gather.inside_clause(*id));
                aggregates.iter().for_each(|id| gather.inside_aggregate(*id));
                // What it computes itself is no reason to compute it again.
                gather.found.retain(|read| match read {
                    Found::Field { kind: of, field: own, .. } => (of, own) != (kind, field),
                    Found::Clause(id, _) => !clauses.contains(id),
                    Found::Aggregate(id, _) => !aggregates.contains(id),
                    Found::All(_) => true,
                });
                vec![*kind]
            }
            Some(Step::Clause(_) | Step::Aggregate(_) | Step::Derive(..) | Step::DeriveOnwards { .. }) | None => {
                Vec::new()
            }
        },
        Work::Criterion(id) => {
            let criterion = program.criteria.get(id.at());
            let kinds: Vec<KindId> =
                criterion.iter().flat_map(|criterion| &criterion.for_each).map(|each| each.kind).collect();
            let own: Vec<usize> = (0..kinds.len()).collect();
            gather.inside_criterion(id, Standpoint { kinds: &kinds, positions: &own });
            kinds
        }
    };
    (kinds, gather.found)
}

/// From where something is read: the kinds in hand there, and which records in hand of the node they are.
#[derive(Clone, Copy)]
struct Standpoint<'s> {
    kinds: &'s [KindId],
    positions: &'s [usize],
}

struct Gather<'p> {
    program: &'p Program,
    found: Vec<Found>,
    asked: HashSet<(CriterionId, Vec<usize>)>,
}

impl Gather<'_> {
    fn note(&mut self, read: Found) {
        if !self.found.contains(&read) {
            self.found.push(read);
        }
    }

    fn origin(&mut self, kind: KindId, field: FieldId) {
        let at = Standpoint { kinds: &[kind], positions: &[0] };
        match self.program.kinds.get(kind.at()).and_then(|kind| kind.fields.get(field.at())).map(|field| &field.origin)
        {
            Some(Origin::Define(Definition::Cond(cond))) => self.cond(cond, at),
            Some(Origin::Define(Definition::Term(term))) => self.term(term, at),
            Some(Origin::Award { cases, .. }) => cases.iter().for_each(|case| self.cond(&case.when, at)),
            Some(Origin::Rank(rank)) => rank.pieces().for_each(|piece| match piece {
                Piece::Cond(cond) => self.cond(cond, at),
                Piece::Term(term) => self.term(term, at),
                Piece::Path(path) => self.path(path, at),
            }),
            Some(Origin::Key | Origin::Data { .. } | Origin::Previous { .. }) | None => {}
        }
    }

    fn inside_clause(&mut self, id: ClauseId) {
        let Some(clause) = self.program.clauses.get(id.at()) else { return };
        let at = Standpoint { kinds: &[clause.population.kind], positions: &[0] };
        clause.population.filter.iter().for_each(|filter| self.cond(filter, at));
        clause.parts.iter().filter_map(|part| part.property.as_ref()).for_each(|property| self.cond(property, at));
    }

    fn inside_aggregate(&mut self, id: AggregateId) {
        let Some(aggregate) = self.program.aggregates.get(id.at()) else { return };
        let at = Standpoint { kinds: &[aggregate.population.kind], positions: &[0] };
        aggregate.population.filter.iter().for_each(|filter| self.cond(filter, at));
        aggregate.value.iter().for_each(|value| self.term(value, at));
    }

    fn inside_criterion(&mut self, id: CriterionId, at: Standpoint<'_>) {
        let Some(criterion) = self.program.criteria.get(id.at()) else { return };
        if !self.asked.insert((id, at.positions.to_vec())) {
            return;
        }
        for (own, each) in criterion.for_each.iter().enumerate() {
            if let (Some(filter), Some(position)) = (&each.filter, at.positions.get(own)) {
                self.cond(filter, Standpoint { kinds: &[each.kind], positions: &[*position] });
            }
        }
        self.cond(&criterion.cond, at);
    }

    fn path(&mut self, path: &Path, at: Standpoint<'_>) {
        let own = usize::from(path.hand);
        let (Some(kind), Some(position)) = (at.kinds.get(own), at.positions.get(own).copied()) else { return };
        let (way, end) = follow(self.program, *kind, &path.via);
        for (number, (kind, field)) in way.iter().enumerate() {
            let via = way.get(..number).unwrap_or_default().to_vec();
            self.note(Found::Field { position, via, kind: *kind, field: *field });
        }
        if let Some(kind) = end {
            self.note(Found::Field { position, via: way, kind, field: path.field });
        }
    }

    /// Which record in hand of the node the groups of a population are, by their first dimension.
    fn group(population: &Population, at: Standpoint<'_>) -> Option<usize> {
        let first = population.links.iter().map(|link| usize::from(link.hand)).min()?;
        at.positions.get(first).copied()
    }

    fn cond(&mut self, cond: &Cond, at: Standpoint<'_>) {
        match cond {
            Cond::Test(test) => self.path(&test.path, at),
            Cond::Compare(left, _, right) => {
                self.term(left, at);
                self.term(right, at);
            }
            Cond::Presence(path, _) => self.path(path, at),
            Cond::Not(inner) => self.cond(inner, at),
            Cond::List(list) => list.parts.iter().for_each(|part| self.cond(&part.cond, at)),
            Cond::Clause(id) => {
                let Some(clause) = self.program.clauses.get(id.at()) else { return };
                self.note(Found::Clause(*id, Self::group(&clause.population, at)));
                for part in &clause.parts {
                    part.quantifier.terms().for_each(|term| self.term(term, at));
                }
            }
            Cond::Meets(id) => {
                let Some(criterion) = self.program.criteria.get(id.at()) else { return };
                // As `asked_of` finds the records in hand that a criterion is for each of.
                let own = criterion.for_each.iter().map(|each| at.kinds.iter().position(|kind| *kind == each.kind));
                match own.collect::<Option<Vec<usize>>>() {
                    Some(own) => {
                        let kinds: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
                        let positions: Vec<usize> =
                            own.iter().filter_map(|own| at.positions.get(*own).copied()).collect();
                        self.inside_criterion(*id, Standpoint { kinds: &kinds, positions: &positions });
                    }
                    None => self.note(Found::All(*id)),
                }
            }
        }
    }

    fn term(&mut self, term: &Term, at: Standpoint<'_>) {
        match term {
            Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) => {}
            Term::Field(path) => self.path(path, at),
            Term::Add(one, other)
            | Term::Sub(one, other)
            | Term::Mul(one, other)
            | Term::Div(one, other)
            | Term::Min(one, other)
            | Term::Max(one, other)
            | Term::Elapsed(_, one, other) => {
                self.term(one, at);
                self.term(other, at);
            }
            Term::Rounded(value, ..) | Term::Shift(value, ..) => self.term(value, at),
            Term::Cases(cases, otherwise) => {
                for (when, value) in cases {
                    self.cond(when, at);
                    self.term(value, at);
                }
                self.term(otherwise, at);
            }
            Term::OneOf(cases) => {
                for (when, value) in cases {
                    self.cond(when, at);
                    self.term(value, at);
                }
            }
            Term::Aggregate(id) => {
                let Some(aggregate) = self.program.aggregates.get(id.at()) else { return };
                self.note(Found::Aggregate(*id, Self::group(&aggregate.population, at)));
            }
        }
    }
}
