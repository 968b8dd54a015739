//! What can become another thing when some fields change, and what is asked of records on the way there.
//!
//! Contract. A field, clause, aggregate or criterion *moves* if what it gives may depend on a field that may change,
//! however far away. Whatever doesn't move is what the engine says of the records as they are, and is never encoded.

use std::collections::{BTreeSet, HashSet};
use std::hash::Hash;

use tieuchi::exact::Exact;
use tieuchi::program::{
    AggregateId, ClauseId, Cond, CriterionId, Definition, FieldId, KindId, Origin, Path, Population, Program, Set,
    Term, Ties, Type,
};

/// What moves of a program.
#[derive(Debug)]
pub(super) struct Moving<'p> {
    program: &'p Program,
    /// By kind and field.
    fields: Vec<Vec<bool>>,
    clauses: Vec<bool>,
    aggregates: Vec<bool>,
    criteria: Vec<bool>,
    /// The fields of the data that may change.
    free: BTreeSet<(KindId, FieldId)>,
}

/// What is asked of the records of a kind, by conditions that move.
#[derive(Debug, Default)]
pub(super) struct Asked<'p> {
    /// Conditions that don't move.
    pub conds: Vec<&'p Cond>,
    /// Terms that don't move.
    pub terms: Vec<&'p Term>,
    /// References that are followed to something that moves, or to a group.
    pub ways: BTreeSet<Vec<FieldId>>,
    /// Whether records are told apart one by one: something is counted below each.
    pub each: bool,
    /// Numbers that fields which may change are held against.
    pub points: BTreeSet<(FieldId, Exact)>,
    /// Fields that may change and are computed with.
    pub computed: BTreeSet<FieldId>,
}

/// The kind that a path of references leads to.
pub(super) fn end_of(program: &Program, from: KindId, via: &[FieldId]) -> Option<KindId> {
    via.iter().try_fold(from, |kind, field| match program.kinds.get(kind.at())?.fields.get(field.at())?.ty {
        Type::Reference(to) => Some(to),
        Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => None,
    })
}

/// All of a table with their numbers.
pub(super) fn numbered<I, T>(of: fn(u32) -> I, table: &[T]) -> impl Iterator<Item = (I, &T)> {
    (0u32..).map(of).zip(table)
}

/// Of a table, what is among these.
fn keep<I: Eq + Hash>(own: &mut [bool], of: fn(u32) -> I, among: &HashSet<I>) {
    (0u32..).map(of).zip(own).for_each(|(id, own)| *own &= among.contains(&id));
}

impl<'p> Moving<'p> {
    /// What moves when these fields may change, as far as the goals read it.
    pub(super) fn new(program: &'p Program, free: &BTreeSet<(KindId, FieldId)>, goals: &[CriterionId]) -> Moving<'p> {
        let reach = program.reached(goals);
        let is_read = |(kind, field): &&(KindId, FieldId)| {
            reach.fields.get(kind.at()).and_then(|fields| fields.get(field.at())).copied().unwrap_or(false)
        };
        let mut moving = Moving {
            program,
            fields: program.kinds.iter().map(|kind| vec![false; kind.fields.len()]).collect(),
            clauses: vec![false; program.clauses.len()],
            aggregates: vec![false; program.aggregates.len()],
            criteria: vec![false; program.criteria.len()],
            free: free.iter().filter(is_read).copied().collect(),
        };
        while moving.spread() {}
        for (own, read) in moving.fields.iter_mut().zip(&reach.fields) {
            own.iter_mut().zip(read).for_each(|(own, read)| *own &= *read);
        }
        keep(&mut moving.clauses, ClauseId, &reach.clauses);
        keep(&mut moving.aggregates, AggregateId, &reach.aggregates);
        keep(&mut moving.criteria, CriterionId, &reach.criteria);
        moving
    }

    /// One round: whether anything was found to move that wasn't known to.
    fn spread(&mut self) -> bool {
        let program = self.program;
        let mut spread = false;
        for (id, kind) in numbered(KindId, &program.kinds) {
            for (field, declared) in numbered(FieldId, &kind.fields) {
                let moves = self.free.contains(&(id, field)) || self.origin(id, &declared.origin);
                spread |= moves && set(self.fields.get_mut(id.at()), field.at());
            }
        }
        for (id, clause) in numbered(ClauseId, &program.clauses) {
            let hand = &clause.population.hand;
            let moves = self.population(&clause.population)
                || clause.parts.iter().any(|part| {
                    part.quantifier.terms().any(|term| self.term(term, hand))
                        || part.property.as_ref().is_some_and(|cond| self.cond(cond, &[clause.population.kind]))
                });
            spread |= moves && set(Some(&mut self.clauses), id.at());
        }
        for (id, aggregate) in numbered(AggregateId, &program.aggregates) {
            let value = aggregate.value.as_ref();
            let moves = self.population(&aggregate.population)
                || value.is_some_and(|value| self.term(value, &[aggregate.population.kind]));
            spread |= moves && set(Some(&mut self.aggregates), id.at());
        }
        for (id, criterion) in numbered(CriterionId, &program.criteria) {
            let hand: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
            let mut filters = criterion.for_each.iter().filter_map(|each| Some((each.kind, each.filter.as_ref()?)));
            let moves = filters.any(|(kind, filter)| self.cond(filter, &[kind])) || self.cond(&criterion.cond, &hand);
            spread |= moves && set(Some(&mut self.criteria), id.at());
        }
        spread
    }

    fn origin(&self, kind: KindId, origin: &Origin) -> bool {
        match origin {
            Origin::Key | Origin::Data { .. } | Origin::Previous { .. } => false,
            Origin::Define(Definition::Cond(cond)) => self.cond(cond, &[kind]),
            Origin::Define(Definition::Term(term)) => self.term(term, &[kind]),
            Origin::Award { cases, .. } => cases.iter().any(|case| self.cond(&case.when, &[kind])),
            Origin::Rank(rank) => {
                let decided = match &rank.ties {
                    Ties::Shared => false,
                    Ties::Decided(path) => self.path(path, &[kind]),
                };
                decided
                    || rank.filter.as_ref().is_some_and(|filter| self.cond(filter, &[kind]))
                    || rank.keys.iter().any(|key| match &key.by {
                        Definition::Cond(cond) => self.cond(cond, &[kind]),
                        Definition::Term(term) => self.term(term, &[kind]),
                    })
                    || rank.same.iter().any(|path| self.path(path, &[kind]))
            }
        }
    }

    fn population(&self, population: &Population) -> bool {
        population.filter.as_ref().is_some_and(|filter| self.cond(filter, &[population.kind]))
    }

    /// Whether a field moves.
    pub(super) fn field(&self, kind: KindId, field: FieldId) -> bool {
        self.fields.get(kind.at()).and_then(|fields| fields.get(field.at())).copied().unwrap_or(false)
    }

    /// Whether a field is one of the data that may change.
    pub(super) fn is_free(&self, kind: KindId, field: FieldId) -> bool {
        self.free.contains(&(kind, field))
    }

    /// The fields of a kind that may change.
    pub(super) fn free(&self, kind: KindId) -> Vec<FieldId> {
        self.free.iter().filter(|(of, _)| *of == kind).map(|(_, field)| *field).collect()
    }

    pub(super) fn clause(&self, id: ClauseId) -> bool {
        self.clauses.get(id.at()).copied().unwrap_or(false)
    }

    pub(super) fn aggregate(&self, id: AggregateId) -> bool {
        self.aggregates.get(id.at()).copied().unwrap_or(false)
    }

    pub(super) fn criterion(&self, id: CriterionId) -> bool {
        self.criteria.get(id.at()).copied().unwrap_or(false)
    }

    /// Whether what a path reads moves; references stay where they lead.
    pub(super) fn path(&self, path: &Path, hand: &[KindId]) -> bool {
        let from = hand.get(usize::from(path.hand)).copied();
        from.and_then(|from| end_of(self.program, from, &path.via)).is_some_and(|kind| self.field(kind, path.field))
    }

    pub(super) fn cond(&self, cond: &Cond, hand: &[KindId]) -> bool {
        match cond {
            Cond::Test(test) => self.path(&test.path, hand),
            Cond::Compare(left, _, right) => self.term(left, hand) || self.term(right, hand),
            Cond::Presence(path, _) => self.path(path, hand),
            Cond::Not(inner) => self.cond(inner, hand),
            Cond::List(list) => list.parts.iter().any(|part| self.cond(&part.cond, hand)),
            Cond::Clause(id) => self.clause(*id),
            Cond::Meets(id) => self.criterion(*id),
        }
    }

    pub(super) fn term(&self, term: &Term, hand: &[KindId]) -> bool {
        match term {
            Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) => false,
            Term::Field(path) => self.path(path, hand),
            Term::Add(left, right)
            | Term::Sub(left, right)
            | Term::Mul(left, right)
            | Term::Div(left, right)
            | Term::Min(left, right)
            | Term::Max(left, right)
            | Term::Elapsed(_, left, right) => self.term(left, hand) || self.term(right, hand),
            Term::Rounded(inner, ..) | Term::Shift(inner, ..) => self.term(inner, hand),
            Term::Cases(cases, otherwise) => self.cases(cases, hand) || self.term(otherwise, hand),
            Term::OneOf(cases) => self.cases(cases, hand),
            Term::Aggregate(id) => self.aggregate(*id),
        }
    }

    fn cases(&self, cases: &[(Cond, Term)], hand: &[KindId]) -> bool {
        cases.iter().any(|(cond, term)| self.cond(cond, hand) || self.term(term, hand))
    }

    /// What is asked of the records of each kind.
    pub(super) fn asked(&self) -> Vec<Asked<'p>> {
        let program = self.program;
        let mut all: Vec<Asked<'p>> = program.kinds.iter().map(|_| Asked::default()).collect();
        for (_, clause) in numbered(ClauseId, &program.clauses).filter(|(id, _)| self.clause(*id)) {
            let kind = clause.population.kind;
            self.ask_population(&clause.population, &mut all);
            for part in &clause.parts {
                part.property.iter().for_each(|cond| self.ask(cond, &[kind], &mut all));
                part.quantifier.terms().for_each(|term| {
                    self.ask_term(term, &clause.population.hand, &mut all);
                });
            }
            self.ask_below(&clause.population, &clause.population.hand, &mut all);
        }
        for (_, aggregate) in numbered(AggregateId, &program.aggregates).filter(|(id, _)| self.aggregate(*id)) {
            let kind = aggregate.population.kind;
            self.ask_population(&aggregate.population, &mut all);
            aggregate.value.iter().for_each(|term| self.ask_term(term, &[kind], &mut all));
            self.ask_below(&aggregate.population, &aggregate.population.hand, &mut all);
        }
        for (id, kind) in numbered(KindId, &program.kinds) {
            for (_, declared) in numbered(FieldId, &kind.fields).filter(|(field, _)| self.field(id, *field)) {
                match &declared.origin {
                    Origin::Key | Origin::Data { .. } | Origin::Previous { .. } => {}
                    Origin::Define(Definition::Cond(cond)) => self.ask(cond, &[id], &mut all),
                    Origin::Define(Definition::Term(term)) => self.ask_term(term, &[id], &mut all),
                    Origin::Award { cases, .. } => cases.iter().for_each(|case| self.ask(&case.when, &[id], &mut all)),
                    // Places are taken one by one.
                    Origin::Rank(_) => all.get_mut(id.at()).into_iter().for_each(|asked| asked.each = true),
                }
            }
        }
        for (_, criterion) in numbered(CriterionId, &program.criteria).filter(|(id, _)| self.criterion(*id)) {
            let hand: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
            for each in &criterion.for_each {
                each.filter.iter().for_each(|filter| self.ask(filter, &[each.kind], &mut all));
            }
            self.ask(&criterion.cond, &hand, &mut all);
        }
        all
    }

    fn ask_population(&self, population: &'p Population, all: &mut [Asked<'p>]) {
        population.filter.iter().for_each(|filter| self.ask(filter, &[population.kind], all));
        if let Some(asked) = all.get_mut(population.kind.at()) {
            asked.ways.extend(population.links.iter().map(|link| link.via.clone()));
        }
    }

    /// Records in hand below which something is counted that moves are told apart.
    fn ask_below(&self, population: &Population, hand: &[KindId], all: &mut [Asked<'p>]) {
        for link in &population.links {
            let kind = hand.get(usize::from(link.hand));
            if let Some(asked) = kind.and_then(|kind| all.get_mut(kind.at())) {
                asked.each = true;
            }
        }
    }

    fn ask(&self, cond: &'p Cond, hand: &[KindId], all: &mut [Asked<'p>]) {
        if !self.cond(cond, hand) {
            match hand {
                [] => {}
                [kind] => all.get_mut(kind.at()).into_iter().for_each(|asked| asked.conds.push(cond)),
                // What is asked of two together is asked of each one.
                _ => each_of(hand, all),
            }
            return;
        }
        match cond {
            Cond::Test(test) => {
                self.ask_path(&test.path, hand, false, all);
                if let (Set::Numbers(set), [kind], true) = (&test.set, hand, test.path.via.is_empty())
                    && self.is_free(*kind, test.path.field)
                    && let Some(asked) = all.get_mut(kind.at())
                {
                    asked.points.extend(set.points.iter().map(|point| (test.path.field, point.clone())));
                }
            }
            Cond::Compare(left, _, right) => {
                self.ask_term(left, hand, all);
                self.ask_term(right, hand, all);
            }
            Cond::Presence(path, _) => self.ask_path(path, hand, false, all),
            Cond::Not(inner) => self.ask(inner, hand, all),
            Cond::List(list) => list.parts.iter().for_each(|part| self.ask(&part.cond, hand, all)),
            // What these ask is asked where they stand.
            Cond::Clause(_) | Cond::Meets(_) => {}
        }
    }

    fn ask_path(&self, path: &Path, hand: &[KindId], computed: bool, all: &mut [Asked<'p>]) {
        let Some(from) = hand.get(usize::from(path.hand)).copied() else { return };
        if !path.via.is_empty() {
            if let Some(asked) = all.get_mut(from.at()) {
                asked.ways.insert(path.via.clone());
            }
            // It is somebody's own: whoever leads there means this one record.
            let kind = end_of(self.program, from, &path.via);
            kind.and_then(|kind| all.get_mut(kind.at())).into_iter().for_each(|asked| asked.each = true);
        } else if computed && self.is_free(from, path.field) {
            all.get_mut(from.at()).into_iter().for_each(|asked| {
                asked.computed.insert(path.field);
            });
        }
    }

    fn ask_term(&self, term: &'p Term, hand: &[KindId], all: &mut [Asked<'p>]) {
        if !self.term(term, hand) {
            match hand {
                [] => {}
                [kind] => all.get_mut(kind.at()).into_iter().for_each(|asked| asked.terms.push(term)),
                _ => each_of(hand, all),
            }
            return;
        }
        match term {
            Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) | Term::Aggregate(_) => {}
            Term::Field(path) => self.ask_path(path, hand, true, all),
            Term::Add(left, right)
            | Term::Sub(left, right)
            | Term::Mul(left, right)
            | Term::Div(left, right)
            | Term::Min(left, right)
            | Term::Max(left, right)
            | Term::Elapsed(_, left, right) => {
                self.ask_term(left, hand, all);
                self.ask_term(right, hand, all);
            }
            Term::Rounded(inner, ..) | Term::Shift(inner, ..) => self.ask_term(inner, hand, all),
            Term::Cases(cases, otherwise) => {
                self.ask_cases(cases, hand, all);
                self.ask_term(otherwise, hand, all);
            }
            Term::OneOf(cases) => self.ask_cases(cases, hand, all),
        }
    }

    fn ask_cases(&self, cases: &'p [(Cond, Term)], hand: &[KindId], all: &mut [Asked<'p>]) {
        for (cond, term) in cases {
            self.ask(cond, hand, all);
            self.ask_term(term, hand, all);
        }
    }
}

fn each_of(hand: &[KindId], all: &mut [Asked<'_>]) {
    for kind in hand {
        all.get_mut(kind.at()).into_iter().for_each(|asked| asked.each = true);
    }
}

/// Sets a place in a table; whether it wasn't set.
pub(super) fn set(table: Option<&mut Vec<bool>>, at: usize) -> bool {
    table.and_then(|table| table.get_mut(at)).is_some_and(|place| !std::mem::replace(place, true))
}
