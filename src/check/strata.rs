//! The plan: what is computed when, and circles that can't be computed.
//!
//! Derived fields, clauses, aggregates and criteria are the nodes of a graph
//! whose edges lead to what a node reads. Its strongly connected components,
//! those that are read first, are the steps.

use std::collections::{HashMap, VecDeque};

use crate::diagnostic::CheckProblem;
use crate::program::{
    AggregateId, ClauseId, Cond, CriterionId, Definition, FieldId, KindId, Origin, Path, Piece, Population, Quantifier,
    Step, Term,
};
use crate::source::Span;

use super::Checker;

/// What stands in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Node {
    Derive(KindId, FieldId),
    Clause(ClauseId),
    Aggregate(AggregateId),
    Criterion(CriterionId),
}

/// With which record a field is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// One in hand outside a population.
    Outer,
    /// The population's own.
    Inner,
}

/// One reading of a node.
struct Read {
    node: Node,
    reader: Reader,
    /// Whether references are followed on the way.
    far: bool,
    /// The one reference that is followed from the record in hand, if it is one.
    along: Option<FieldId>,
}

impl Checker<'_> {
    /// The steps in order; none where something is computed from itself.
    pub(super) fn plan(&mut self) -> Option<Vec<Step>> {
        let nodes = self.nodes();
        let numbers: HashMap<Node, usize> = nodes.iter().copied().zip(0..).collect();
        let edges: Vec<Vec<usize>> = nodes
            .iter()
            .map(|node| self.reads(*node).iter().filter_map(|read| numbers.get(&read.node)).copied().collect())
            .collect();
        let mut plan = Vec::new();
        let mut sound = true;
        for component in components(&edges) {
            let own = |node: &usize| edges.get(*node).is_some_and(|reads| reads.contains(node));
            if component.len() > 1 || component.iter().any(own) {
                match self.upwards(&component, &nodes).or_else(|| self.onwards(&component, &nodes)) {
                    Some(step) => plan.push(step),
                    None => {
                        self.circle(&component, &nodes, &edges);
                        sound = false;
                    }
                }
                continue;
            }
            plan.extend(component.iter().filter_map(|node| match nodes.get(*node)? {
                Node::Derive(kind, field) => Some(Step::Derive(*kind, *field)),
                Node::Clause(clause) => Some(Step::Clause(*clause)),
                Node::Aggregate(aggregate) => Some(Step::Aggregate(*aggregate)),
                // A criterion is no step: it is asked for as soon as what it reads is there.
                Node::Criterion(_) => None,
            }));
        }
        sound.then_some(plan)
    }

    fn nodes(&self) -> Vec<Node> {
        let mut nodes = Vec::new();
        for (kind, entry) in (0u32..).map(KindId).zip(&self.kinds) {
            for (field, entry) in (0u32..).map(FieldId).zip(&entry.fields) {
                if matches!(entry.origin, Some(Origin::Define(_) | Origin::Award { .. } | Origin::Rank(_))) {
                    nodes.push(Node::Derive(kind, field));
                }
            }
        }
        nodes.extend((0..self.clauses.len() as u32).map(|id| Node::Clause(ClauseId(id))));
        nodes.extend((0..self.aggregates.len() as u32).map(|id| Node::Aggregate(AggregateId(id))));
        nodes.extend((0..self.criteria.len() as u32).map(|id| Node::Criterion(CriterionId(id))));
        nodes
    }

    /// Everything that a node reads.
    fn reads(&self, node: Node) -> Vec<Read> {
        let mut reads = Reads { checker: self, found: Vec::new() };
        match node {
            Node::Derive(kind, field) => match self.field_entry(kind, field).and_then(|field| field.origin.as_ref()) {
                Some(Origin::Define(Definition::Cond(cond))) => reads.cond(cond, &[kind], Reader::Outer),
                Some(Origin::Define(Definition::Term(term))) => reads.term(term, &[kind], Reader::Outer),
                Some(Origin::Award { cases, .. }) => {
                    for case in cases {
                        reads.cond(&case.when, &[kind], Reader::Outer);
                    }
                }
                // A rank reads these of every record of its kind.
                Some(Origin::Rank(rank)) => rank.pieces().for_each(|piece| match piece {
                    Piece::Cond(cond) => reads.cond(cond, &[kind], Reader::Outer),
                    Piece::Term(term) => reads.term(term, &[kind], Reader::Outer),
                    Piece::Path(path) => reads.path(path, &[kind], Reader::Outer),
                }),
                Some(Origin::Key | Origin::Data { .. } | Origin::Previous { .. }) | None => {}
            },
            Node::Clause(id) => {
                let Some(clause) = self.clauses.get(id.at()) else { return Vec::new() };
                reads.population(&clause.population);
                let (hand, inner) = (&clause.population.hand, [clause.population.kind]);
                for part in &clause.parts {
                    match &part.quantifier {
                        Quantifier::All | Quantifier::No => {}
                        Quantifier::Count(_, term) | Quantifier::Share(_, term) | Quantifier::Rounded(_, term, _) => {
                            reads.term(term, hand, Reader::Outer);
                        }
                        Quantifier::Between(low, high) => {
                            reads.term(low, hand, Reader::Outer);
                            reads.term(high, hand, Reader::Outer);
                        }
                    }
                    if let Some(property) = &part.property {
                        reads.cond(property, &inner, Reader::Inner);
                    }
                }
            }
            Node::Aggregate(id) => {
                let Some(aggregate) = self.aggregates.get(id.at()) else { return Vec::new() };
                reads.population(&aggregate.population);
                if let Some(value) = &aggregate.value {
                    reads.term(value, &[aggregate.population.kind], Reader::Inner);
                }
            }
            Node::Criterion(id) => {
                let Some(criterion) = self.criteria.get(id.at()).and_then(|entry| entry.result.as_ref()) else {
                    return Vec::new();
                };
                let hand: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
                for each in &criterion.for_each {
                    if let Some(filter) = &each.filter {
                        reads.cond(filter, &[each.kind], Reader::Outer);
                    }
                }
                reads.cond(&criterion.cond, &hand, Reader::Outer);
            }
        }
        reads.found
    }

    /// A field that reads itself strictly downwards, through one reference of
    /// its kind to itself, and nothing else that goes round.
    fn upwards(&self, component: &[usize], nodes: &[Node]) -> Option<Step> {
        let members: Vec<Node> = component.iter().filter_map(|node| nodes.get(*node)).copied().collect();
        let mut derives = members.iter().filter_map(|node| match node {
            Node::Derive(kind, field) => Some((*kind, *field)),
            Node::Clause(_) | Node::Aggregate(_) | Node::Criterion(_) => None,
        });
        let ((kind, field), None) = (derives.next()?, derives.next()) else { return None };
        if let Some(Origin::Rank(_)) = self.field_entry(kind, field)?.origin {
            return None;
        }
        let mut parent: Option<FieldId> = None;
        let (mut clauses, mut aggregates) = (Vec::new(), Vec::new());
        for member in &members {
            let population = match member {
                Node::Derive(..) => None,
                Node::Clause(id) => {
                    clauses.push(*id);
                    Some(&self.clauses.get(id.at())?.population)
                }
                Node::Aggregate(id) => {
                    aggregates.push(*id);
                    Some(&self.aggregates.get(id.at())?.population)
                }
                Node::Criterion(_) => return None,
            };
            if let Some(population) = population {
                let link = downwards(population, kind)?;
                if parent.is_some_and(|parent| parent != link) {
                    return None;
                }
                parent = Some(link);
            }
            let itself = |read: &Read| read.node == Node::Derive(kind, field);
            if self
                .reads(*member)
                .iter()
                .filter(|read| itself(read))
                .any(|read| read.reader == Reader::Outer || read.far)
            {
                return None;
            }
        }
        clauses.sort();
        aggregates.sort();
        Some(Step::DeriveUpwards { kind, field, parent: parent?, clauses, aggregates })
    }

    /// A field that reads itself of the record before, and of no other.
    fn onwards(&self, component: &[usize], nodes: &[Node]) -> Option<Step> {
        let [only] = component else { return None };
        let Node::Derive(kind, field) = nodes.get(*only).copied()? else { return None };
        let previous = self.kind_entry(kind)?.previous?;
        let reads = self.reads(Node::Derive(kind, field));
        let mut itself = reads.iter().filter(|read| read.node == Node::Derive(kind, field));
        itself.all(|read| read.along == Some(previous) && read.reader == Reader::Outer).then_some(Step::DeriveOnwards {
            kind,
            field,
            previous,
        })
    }

    /// Finds a circle and names it.
    fn circle(&mut self, component: &[usize], nodes: &[Node], edges: &[Vec<usize>]) {
        let named = |node: &usize| matches!(nodes.get(*node), Some(Node::Derive(..) | Node::Criterion(_)));
        let Some(start) = component.iter().copied().filter(named).min() else { return };
        let around = way_round(start, component, edges);
        let at = self.node_place(nodes.get(start));
        let file = at.1;
        let names = around.iter().filter_map(|node| self.node_name(nodes.get(*node)?, file)).collect();
        self.fault(CheckProblem::Cycle { names }, at.0);
    }

    fn node_place(&self, node: Option<&Node>) -> (Span, u32) {
        match node {
            Some(Node::Derive(kind, field)) => {
                self.field_entry(*kind, *field).map_or((Span::NONE, 0), |field| (field.at, field.file))
            }
            Some(Node::Criterion(id)) => {
                self.criteria.get(id.at()).map_or((Span::NONE, 0), |entry| (entry.tree.id.span, entry.file))
            }
            Some(Node::Clause(_) | Node::Aggregate(_)) | None => (Span::NONE, 0),
        }
    }

    fn node_name(&self, node: &Node, file: u32) -> Option<String> {
        match node {
            Node::Derive(kind, field) => {
                Some(format!("{}.{}", self.kind_name(*kind, file), self.field_name(*kind, *field, file)))
            }
            Node::Criterion(id) => self.criteria.get(id.at()).map(|entry| entry.tree.id.text.clone()),
            Node::Clause(_) | Node::Aggregate(_) => None,
        }
    }
}

/// The reference by which a population lies right below the record in hand, of the same kind.
fn downwards(population: &Population, kind: KindId) -> Option<FieldId> {
    let own = population.kind == kind && population.hand == [kind];
    // At every level, it is along the same reference.
    match &population.links[..] {
        [link] if own => {
            if let [parent] = link.via[..] {
                Some(parent)
            } else {
                None
            }
        }
        _ => None,
    }
}

/// The shortest way from a node through its component back to it.
fn way_round(start: usize, component: &[usize], edges: &[Vec<usize>]) -> Vec<usize> {
    let inside: std::collections::HashSet<usize> = component.iter().copied().collect();
    let mut from: HashMap<usize, usize> = HashMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for next in edges.get(node).map_or(&[][..], Vec::as_slice) {
            if *next == start {
                let mut way = vec![start];
                let mut here = node;
                while here != start {
                    way.push(here);
                    let Some(before) = from.get(&here) else { break };
                    here = *before;
                }
                way.push(start);
                way.reverse();
                return way;
            }
            if inside.contains(next) && !from.contains_key(next) {
                from.insert(*next, node);
                queue.push_back(*next);
            }
        }
    }
    vec![start]
}

/// Strongly connected components, each after all that it reads (Tarjan 1972, with a stack of its own).
fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let count = edges.len();
    let mut order: Vec<Option<usize>> = vec![None; count];
    let mut low = vec![0usize; count];
    let mut open = vec![false; count];
    let mut path: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    let mut counter = 0;
    for root in 0..count {
        // Each frame: a node and how many of its edges have been followed.
        let mut frames: Vec<(usize, usize)> = Vec::new();
        if order.get(root).copied().flatten().is_none() {
            frames.push((root, 0));
        }
        while let Some((node, followed)) = frames.pop() {
            if followed == 0 {
                set(&mut order, node, Some(counter));
                set(&mut low, node, counter);
                set(&mut open, node, true);
                path.push(node);
                counter += 1;
            }
            let reads = edges.get(node).map_or(&[][..], Vec::as_slice);
            if let Some(before) = followed.checked_sub(1).and_then(|last| reads.get(last)).copied() {
                // Back from the edge followed last (or it was known already).
                if get(&open, before) {
                    let least = get(&low, node).min(get(&low, before));
                    set(&mut low, node, least);
                }
            }
            if let Some(next) = reads.get(followed).copied() {
                frames.push((node, followed + 1));
                if get(&order, next).is_none() {
                    frames.push((next, 0));
                }
                continue;
            }
            if Some(get(&low, node)) == get(&order, node) {
                let mut component = Vec::new();
                while let Some(member) = path.pop() {
                    set(&mut open, member, false);
                    component.push(member);
                    if member == node {
                        break;
                    }
                }
                component.reverse();
                found.push(component);
            }
        }
    }
    found
}

fn get<T: Copy + Default>(table: &[T], at: usize) -> T {
    table.get(at).copied().unwrap_or_default()
}

fn set<T>(table: &mut [T], at: usize, value: T) {
    if let Some(place) = table.get_mut(at) {
        *place = value;
    }
}

/// Collects readings from conditions and terms; their nesting is bounded.
struct Reads<'c, 'a> {
    checker: &'c Checker<'a>,
    found: Vec<Read>,
}

impl Reads<'_, '_> {
    fn population(&mut self, population: &Population) {
        if let Some(filter) = &population.filter {
            self.cond(filter, &[population.kind], Reader::Inner);
        }
    }

    fn node(&mut self, node: Node, reader: Reader) {
        self.found.push(Read { node, reader, far: false, along: None });
    }

    fn path(&mut self, path: &Path, hand: &[KindId], reader: Reader) {
        if let Some((kind, field)) = self.checker.path_end(path, hand) {
            let along = if let [one] = path.via[..] { Some(one) } else { None };
            self.found.push(Read { node: Node::Derive(kind, field), reader, far: !path.via.is_empty(), along });
        }
    }

    fn cond(&mut self, cond: &Cond, hand: &[KindId], reader: Reader) {
        match cond {
            Cond::Test(test) => self.path(&test.path, hand, reader),
            Cond::Compare(one, _, other) => {
                self.term(one, hand, reader);
                self.term(other, hand, reader);
            }
            Cond::Presence(path, _) => self.path(path, hand, reader),
            Cond::Not(inner) => self.cond(inner, hand, reader),
            Cond::List(list) => {
                for part in &list.parts {
                    self.cond(&part.cond, hand, reader);
                }
            }
            Cond::Clause(id) => self.node(Node::Clause(*id), reader),
            Cond::Meets(id) => self.node(Node::Criterion(*id), reader),
        }
    }

    fn term(&mut self, term: &Term, hand: &[KindId], reader: Reader) {
        match term {
            Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) => {}
            Term::Field(path) => self.path(path, hand, reader),
            Term::Add(one, other)
            | Term::Sub(one, other)
            | Term::Mul(one, other)
            | Term::Div(one, other)
            | Term::Min(one, other)
            | Term::Max(one, other)
            | Term::Elapsed(_, one, other) => {
                self.term(one, hand, reader);
                self.term(other, hand, reader);
            }
            Term::Rounded(inner, ..) | Term::Shift(inner, ..) => self.term(inner, hand, reader),
            Term::Cases(cases, otherwise) => {
                for (when, value) in cases {
                    self.cond(when, hand, reader);
                    self.term(value, hand, reader);
                }
                self.term(otherwise, hand, reader);
            }
            Term::OneOf(cases) => {
                for (cond, term) in cases {
                    self.cond(cond, hand, reader);
                    self.term(term, hand, reader);
                }
            }
            Term::Aggregate(id) => self.node(Node::Aggregate(*id), reader),
        }
    }
}
