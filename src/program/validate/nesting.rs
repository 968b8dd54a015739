//! How deep conditions and numbers nest, measured without recursion.
//!
//! A clause, an aggregate or a criterion that is referred to counts as if it
//! stood in the place of the reference, so that whoever walks a sentence with
//! all that it contains needs no limit of his own.

use super::{Invalid, MAX_EXPANDED, Sound, Within, claims, need};
use crate::program::{Cond, Definition, MAX_DEPTH, Origin, Piece, Program, Quantifier, Term};

/// What can be referred to, and derived fields, which can't from inside a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    Clause(usize),
    Aggregate(usize),
    Criterion(usize),
}

/// A condition or a term still to be looked at.
enum Open<'p> {
    Cond(&'p Cond),
    Term(&'p Term),
}

/// Depth and number of conditions and terms.
#[derive(Debug, Clone, Copy, Default)]
struct Extent {
    depth: usize,
    count: usize,
}

/// What stands in one node itself, and which others it refers to at which depth.
#[derive(Default)]
struct Own {
    extent: Extent,
    refers: Vec<(Node, usize)>,
}

/// Refuses a program whose nesting is too deep, or that refers to itself in a circle.
pub(in crate::program) fn bounded(program: &Program) -> Sound {
    // What claims read goes on where the program's own ends.
    let clauses = program.clauses.len() + program.claims.clauses.len();
    let aggregates = program.aggregates.len() + program.claims.aggregates.len();
    let nodes = (0..clauses)
        .map(Node::Clause)
        .chain((0..aggregates).map(Node::Aggregate))
        .chain((0..program.criteria.len()).map(Node::Criterion));
    let mut known = Known {
        clauses: vec![State::New; clauses],
        aggregates: vec![State::New; aggregates],
        criteria: vec![State::New; program.criteria.len()],
    };
    for node in nodes {
        settle(program, node, &mut known)?;
    }
    for (kind_index, kind) in program.kinds.iter().enumerate() {
        for (index, field) in kind.fields.iter().enumerate() {
            let sound = derived(&field.origin, &known);
            sound.within_nth("fields", index).within_nth("kinds", kind_index)?;
        }
    }
    for (index, (_, field)) in program.claims.fields.iter().enumerate() {
        derived(&field.origin, &known).within_nth("fields", index).within("claims")?;
    }
    for (index, claim) in program.claims.list.iter().enumerate() {
        let sound = claims::conditions(claim).and_then(|found| {
            found.into_iter().try_for_each(|(depth, cond)| {
                let own = measure(vec![Open::Cond(cond)])?;
                let extent = expanded(&own, &known)?;
                need(depth + extent.depth <= MAX_DEPTH, "the nesting is too deep")
            })
        });
        sound.within_nth("list", index).within("claims")?;
    }
    Ok(())
}

/// Measures what a field is derived from.
fn derived(origin: &Origin, known: &Known) -> Sound {
    let own = match origin {
        Origin::Key | Origin::Data { .. } | Origin::Previous { .. } => return Ok(()),
        Origin::Define(Definition::Cond(cond)) => measure(vec![Open::Cond(cond)]),
        Origin::Define(Definition::Term(term)) => measure(vec![Open::Term(term)]),
        Origin::Award { cases, .. } => measure(cases.iter().map(|case| Open::Cond(&case.when)).collect()),
        Origin::Rank(rank) => {
            let open = rank.pieces().filter_map(|piece| match piece {
                Piece::Cond(cond) => Some(Open::Cond(cond)),
                Piece::Term(term) => Some(Open::Term(term)),
                Piece::Path(_) => None,
            });
            measure(open.collect())
        }
    };
    own.and_then(|own| expanded(&own, known).map(drop))
}

/// How far a node has been measured.
#[derive(Debug, Clone, Copy)]
enum State {
    New,
    Open,
    Done(Extent),
}

struct Known {
    clauses: Vec<State>,
    aggregates: Vec<State>,
    criteria: Vec<State>,
}

impl Known {
    /// None: there is no such node, which is found elsewhere.
    fn state(&mut self, node: Node) -> Option<&mut State> {
        match node {
            Node::Clause(index) => self.clauses.get_mut(index),
            Node::Aggregate(index) => self.aggregates.get_mut(index),
            Node::Criterion(index) => self.criteria.get_mut(index),
        }
    }

    fn done(&self, node: Node) -> Extent {
        let state = match node {
            Node::Clause(index) => self.clauses.get(index),
            Node::Aggregate(index) => self.aggregates.get(index),
            Node::Criterion(index) => self.criteria.get(index),
        };
        match state {
            Some(State::Done(extent)) => *extent,
            Some(State::New | State::Open) | None => Extent::default(),
        }
    }
}

/// Measures a node after all that it refers to.
fn settle(program: &Program, root: Node, known: &mut Known) -> Sound {
    // Each frame: a node, what stands in it, and how many of its references have been followed.
    let mut frames: Vec<(Node, Own, usize)> = Vec::new();
    let mut next = Some(root);
    loop {
        if let Some(node) = next.take() {
            match known.state(node) {
                Some(state @ State::New) => {
                    *state = State::Open;
                    let own = measure(parts(program, node)).map_err(|fault| located(node, fault))?;
                    frames.push((node, own, 0));
                }
                Some(State::Open) => {
                    return Err(located(node, Invalid::new("it contains itself")));
                }
                Some(State::Done(_)) | None => {}
            }
        }
        let Some((node, own, followed)) = frames.last_mut() else { return Ok(()) };
        if let Some((reference, _)) = own.refers.get(*followed) {
            *followed += 1;
            next = Some(*reference);
            continue;
        }
        let (node, extent) = (*node, expanded(own, known).map_err(|fault| located(*node, fault))?);
        if let Some(state) = known.state(node) {
            *state = State::Done(extent);
        }
        frames.pop();
    }
}

fn located(node: Node, fault: Invalid) -> Invalid {
    let (place, index) = match node {
        Node::Clause(index) => ("clauses", index),
        Node::Aggregate(index) => ("aggregates", index),
        Node::Criterion(index) => ("criteria", index),
    };
    Invalid { at: format!("{place}[{index}]"), ..fault }
}

/// The extent of a node with all that it refers to in place.
fn expanded(own: &Own, known: &Known) -> Sound<Extent> {
    let mut extent = own.extent;
    for (reference, depth) in &own.refers {
        let inner = known.done(*reference);
        extent.depth = extent.depth.max(depth + inner.depth);
        extent.count = extent.count.saturating_add(inner.count);
    }
    need(extent.depth <= MAX_DEPTH, "the nesting is too deep")?;
    need(extent.count <= MAX_EXPANDED, "it comes to too many conditions")?;
    Ok(extent)
}

/// The entry of a table that goes on in another one.
fn behind<'p, T>(own: &'p [T], more: &'p [T], index: usize) -> Option<&'p T> {
    own.get(index).or_else(|| more.get(index.checked_sub(own.len())?))
}

/// The conditions and terms that stand in a node.
fn parts(program: &Program, node: Node) -> Vec<Open<'_>> {
    let mut open = Vec::new();
    match node {
        Node::Clause(index) => {
            let Some(clause) = behind(&program.clauses, &program.claims.clauses, index) else { return open };
            open.extend(clause.population.filter.iter().map(Open::Cond));
            for part in &clause.parts {
                open.extend(part.property.iter().map(Open::Cond));
                match &part.quantifier {
                    Quantifier::All | Quantifier::No => {}
                    Quantifier::Count(_, term) | Quantifier::Share(_, term) | Quantifier::Rounded(_, term, _) => {
                        open.push(Open::Term(term))
                    }
                    Quantifier::Between(low, high) => open.extend([Open::Term(low), Open::Term(high)]),
                }
            }
        }
        Node::Aggregate(index) => {
            let Some(aggregate) = behind(&program.aggregates, &program.claims.aggregates, index) else { return open };
            open.extend(aggregate.population.filter.iter().map(Open::Cond));
            open.extend(aggregate.value.iter().map(Open::Term));
        }
        Node::Criterion(index) => {
            let Some(criterion) = program.criteria.get(index) else { return open };
            open.extend(criterion.for_each.iter().filter_map(|each| each.filter.as_ref()).map(Open::Cond));
            open.push(Open::Cond(&criterion.cond));
        }
    }
    open
}

fn measure(roots: Vec<Open<'_>>) -> Sound<Own> {
    let mut own = Own::default();
    let mut open: Vec<(Open<'_>, usize)> = roots.into_iter().map(|root| (root, 1)).collect();
    while let Some((this, depth)) = open.pop() {
        own.extent.count += 1;
        own.extent.depth = own.extent.depth.max(depth);
        need(depth <= MAX_DEPTH, "the nesting is too deep")?;
        need(own.extent.count <= MAX_EXPANDED, "it comes to too many conditions")?;
        let below = depth + 1;
        match this {
            Open::Cond(cond) => match cond {
                Cond::Test(_) | Cond::Presence(..) => {}
                Cond::Compare(one, _, other) => open.extend([(Open::Term(one), below), (Open::Term(other), below)]),
                Cond::Not(inner) => open.push((Open::Cond(inner), below)),
                Cond::List(list) => open.extend(list.parts.iter().map(|part| (Open::Cond(&part.cond), below))),
                Cond::Clause(id) => own.refers.push((Node::Clause(id.at()), depth)),
                Cond::Meets(id) => own.refers.push((Node::Criterion(id.at()), depth)),
            },
            Open::Term(term) => match term {
                Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) | Term::Field(_) => {}
                Term::Add(one, other)
                | Term::Sub(one, other)
                | Term::Mul(one, other)
                | Term::Div(one, other)
                | Term::Min(one, other)
                | Term::Max(one, other)
                | Term::Elapsed(_, one, other) => open.extend([(Open::Term(one), below), (Open::Term(other), below)]),
                Term::Rounded(inner, ..) | Term::Shift(inner, ..) => open.push((Open::Term(inner), below)),
                Term::Cases(cases, otherwise) => {
                    open.push((Open::Term(otherwise), below));
                    for (when, value) in cases {
                        open.extend([(Open::Cond(when), below), (Open::Term(value), below)]);
                    }
                }
                Term::OneOf(cases) => {
                    for (when, value) in cases {
                        open.extend([(Open::Cond(when), below), (Open::Term(value), below)]);
                    }
                }
                Term::Aggregate(id) => own.refers.push((Node::Aggregate(id.at()), depth)),
            },
        }
    }
    Ok(own)
}
