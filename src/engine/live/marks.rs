//! What each record adds to the tally of a clause, so that it can be taken out again.

use std::collections::HashMap;

use crate::program::{Clause, ClauseId};
use crate::roster::Codes;

use crate::engine::classes::Reads;
use crate::engine::evaluation::Evaluation;
use crate::engine::hand::Hand;
use crate::engine::store::{COUNTS, ClauseTally};

use super::places::{Spot, Ties, each_spot};

/// The marks of a clause: the pattern that each record has added to its groups.
#[derive(Debug)]
pub(super) struct Marks {
    /// By row: the number of its pattern. 0 of what adds nothing, and of what was taken out.
    codes: Codes,
    patterns: Vec<Box<[u8]>>,
    numbers: HashMap<Box<[u8]>, u32>,
    pub ties: Ties,
    /// What the clause last said, where it says one thing whatever record is in hand.
    said: Option<u32>,
}

impl Marks {
    /// The marks of all records, by classes where there are few of them; the tally is made from them.
    pub fn new<'a>(evaluation: &mut Evaluation<'a>, id: ClauseId, clause: &'a Clause) -> Marks {
        let kind = clause.population.kind;
        let mut marks = Marks {
            codes: Codes::up_to(0xFF),
            patterns: Vec::new(),
            numbers: HashMap::new(),
            ties: Ties::new(),
            said: None,
        };
        marks.number(&[]);
        let mut reads = Reads::default();
        let properties = clause.parts.iter().filter_map(|part| part.property.as_ref());
        clause.population.filter.iter().chain(properties).for_each(|cond| evaluation.gather(kind, cond, &mut reads));
        match evaluation.classify(kind, &reads, evaluation.options()) {
            Some(classes) => {
                let mut of_class: HashMap<u16, u32> = HashMap::new();
                for class in &classes.seen {
                    of_class.insert(class.id, marks.number(&evaluation.pattern(clause, class.row)));
                }
                marks.codes.widen(marks.patterns.len() as u32);
                marks.codes.extend(classes.ids.iter().map(|id| of_class.get(id).copied().unwrap_or(0)));
            }
            None => {
                for row in 0..evaluation.roster.len(kind) as u32 {
                    let number = marks.number(&evaluation.pattern(clause, row));
                    marks.codes.push(number);
                }
            }
        }
        marks.settle(evaluation, id, clause, &[]);
        marks
    }

    fn number(&mut self, pattern: &[u8]) -> u32 {
        let nothing = pattern.iter().all(|count| *count >= COUNTS);
        let pattern = if nothing { &[] } else { pattern };
        if let Some(number) = self.numbers.get(pattern) {
            return *number;
        }
        let next = self.patterns.len() as u32;
        self.patterns.push(Box::from(pattern));
        self.numbers.insert(Box::from(pattern), next);
        self.codes.widen(next);
        next
    }

    /// Adds the pattern of a record or takes it out.
    fn shift(
        &mut self,
        evaluation: &Evaluation<'_>,
        (id, clause): (ClauseId, &Clause),
        tally: &mut ClauseTally,
        row: u32,
        up: bool,
    ) {
        let code = self.codes.get(row as usize).unwrap_or(0);
        let (Some(pattern), Some(groups)) = (self.patterns.get(code as usize), evaluation.clause_groups.get(id.at()))
        else {
            return;
        };
        if pattern.is_empty() {
            return;
        }
        let ties = &mut self.ties;
        let loose = each_spot(evaluation, &clause.population, groups, row, |spot| {
            for (slot, count) in pattern.iter().enumerate() {
                // 0 to 2 are of those who are in, 3 to 5 of those who may be.
                let maybe = if *count < 3 { *count + 3 } else { *count };
                match spot {
                    Spot::In(group) => tally.shift(group, slot, *count, up),
                    Spot::Maybe(group) => tally.shift(group, slot, maybe, up),
                    Spot::Anywhere => tally.shift_unplaced(slot, maybe, up),
                }
            }
            ties.touch(spot);
        });
        self.ties.count(loose, up);
    }

    /// Takes records out, until they are settled again.
    pub fn lift(&mut self, evaluation: &mut Evaluation<'_>, id: ClauseId, rows: &[u32]) {
        let Some(clause) = evaluation.program.clauses.get(id.at()).filter(|_| !self.ties.full) else { return };
        let Some(mut tally) = evaluation.take_tally(id) else { return };
        for row in rows {
            self.shift(evaluation, (id, clause), &mut tally, *row, false);
            self.codes.set(*row as usize, 0);
        }
        evaluation.put_tally(id, tally);
    }

    /// Takes up what some records are by now. False if what the clause says is the same as before, of whatever record.
    pub fn settle<'a>(
        &mut self,
        evaluation: &mut Evaluation<'a>,
        id: ClauseId,
        clause: &'a Clause,
        rows: &[u32],
    ) -> bool {
        let Some(mut tally) = evaluation.take_tally(id) else { return false };
        for row in rows {
            let number = self.number(&evaluation.pattern(clause, *row));
            if self.codes.get(*row as usize) == Some(number) {
                continue;
            }
            if !self.ties.full {
                self.shift(evaluation, (id, clause), &mut tally, *row, false);
            }
            self.codes.set(*row as usize, number);
            if !self.ties.full {
                self.shift(evaluation, (id, clause), &mut tally, *row, true);
            }
        }
        if self.ties.begin() {
            tally = evaluation.empty_tally(id).unwrap_or(tally);
            for row in 0..self.codes.len() as u32 {
                self.shift(evaluation, (id, clause), &mut tally, row, true);
            }
            self.ties.end();
        }
        evaluation.put_tally(id, tally);
        let one = clause.population.links.is_empty() && clause.parts.iter().all(|part| part.quantifier.is_constant());
        if !one {
            return true;
        }
        let said = Some(evaluation.clause_state(id, Hand::none()));
        std::mem::replace(&mut self.said, said) != said
    }

    pub fn push(&mut self) {
        self.codes.push(0);
    }

    pub fn pop(&mut self) {
        self.codes.truncate(self.codes.len().saturating_sub(1));
    }

    pub fn swap(&mut self, one: u32, other: u32) {
        self.codes.swap(one as usize, other as usize);
    }
}
