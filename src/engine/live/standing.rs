//! What each criterion says of each record, kept.

use std::collections::HashMap;

use crate::program::{Cond, Criterion, CriterionId, KindId};
use crate::roster::Ledger;

use crate::engine::classes::Reads;
use crate::engine::evaluation::Evaluation;
use crate::engine::hand::Hand;
use crate::engine::tally::VerdictCounts;
use crate::engine::truth::Truth;

use super::{Ask, Said, Turn};

/// The code of a record that nothing was said of yet.
const UNASKED: u8 = u8::MAX;

/// How many truths there are.
const TRUTHS: u8 = 3;

/// How many codes: not about it, about it and maybe about it with four verdicts each, times the truths.
const CODES: usize = 9 * TRUTHS as usize;

/// A criterion's records.
#[derive(Debug)]
pub(super) struct Standing {
    kinds: Vec<KindId>,
    /// How many records there are of each kind.
    sizes: [usize; 2],
    /// Whether somebody asks whether the criterion holds of all records.
    asked: bool,
    /// By record, or pair of records, the second running fastest.
    codes: Vec<u8>,
    counts: [u64; CODES],
    /// The counts before the first change since these were last told.
    before: Option<VerdictCounts>,
}

/// What a code says of a record; nothing where the criterion isn't about it.
fn said(code: u8) -> Option<Said> {
    match (code / TRUTHS).checked_sub(1) {
        Some(verdict) if code != UNASKED => Some(Said { maybe: verdict >= 4, verdict: verdict % 4 }),
        Some(_) | None => None,
    }
}

impl Standing {
    pub fn new<'a>(
        evaluation: &Evaluation<'a>,
        id: CriterionId,
        criterion: &'a Criterion,
        asked: bool,
        ask: Ask,
    ) -> Standing {
        let kinds: Vec<KindId> = criterion.for_each.iter().map(|each| each.kind).collect();
        let size = |at: usize| kinds.get(at).map_or(1, |kind| evaluation.roster.len(*kind));
        let mut standing =
            Standing { sizes: [size(0), size(1)], kinds, asked, codes: Vec::new(), counts: [0; CODES], before: None };
        let mut reads = Reads::default();
        let classes = match standing.kinds[..] {
            [kind] => {
                let told = evaluation.gather_criterion(kind, id, &mut reads);
                let classes = told.and_then(|()| evaluation.classify(kind, &reads, evaluation.options()));
                classes.map(|classes| (kind, classes))
            }
            _ => None,
        };
        match classes {
            Some((kind, classes)) => {
                let code = |row: u32| standing.code(evaluation, id, criterion, Hand::one(kind, row), ask);
                let of: HashMap<u16, u8> = classes.seen.iter().map(|class| (class.id, code(class.row))).collect();
                standing.codes = classes.ids.iter().map(|id| of.get(id).copied().unwrap_or(UNASKED)).collect();
            }
            None => {
                let all = standing.sizes[0] * standing.sizes[1];
                standing.codes =
                    (0..all).map(|at| standing.code(evaluation, id, criterion, standing.hand(at), ask)).collect();
            }
        }
        for code in &standing.codes {
            if let Some(count) = standing.counts.get_mut(usize::from(*code)) {
                *count += 1;
            }
        }
        standing
    }

    fn hand(&self, at: usize) -> Hand {
        let width = self.sizes[1].max(1);
        match self.kinds[..] {
            [] => Hand::none(),
            [kind] => Hand::one(kind, at as u32),
            [first, second, ..] => Hand::two((first, (at / width) as u32), (second, (at % width) as u32)),
        }
    }

    fn code(&self, evaluation: &Evaluation<'_>, id: CriterionId, criterion: &Criterion, hand: Hand, ask: Ask) -> u8 {
        let verdict = match evaluation.included(id, hand) {
            Truth::No => {
                // A number of it that grows too large is one of the evaluation all the same.
                evaluation.truth(&criterion.cond, hand);
                0
            }
            Truth::Yes => 1 + ask(evaluation, id, hand),
            Truth::Unknown => 5 + ask(evaluation, id, hand),
        };
        let holds = if self.asked { evaluation.truth(&Cond::Meets(id), hand) } else { Truth::Yes };
        verdict * TRUTHS + holds as u8
    }

    /// The places in which a record stands at a position in hand.
    fn places(&self, position: usize, row: u32) -> impl Iterator<Item = usize> + use<> {
        let (first, second) = (self.sizes[0], self.sizes[1]);
        let row = row as usize;
        let (start, step, count) = if position == 0 { (row * second, 1, second) } else { (row, second, first) };
        (0..count).map(move |number| start + number * step)
    }

    fn put(&mut self, at: usize, code: u8) -> u8 {
        let Some(place) = self.codes.get_mut(at) else { return code };
        let before = std::mem::replace(place, code);
        if before != code {
            if self.before.is_none() {
                self.before = Some(self.verdicts());
            }
            if let Some(count) = self.counts.get_mut(usize::from(before)) {
                *count -= 1;
            }
            if let Some(count) = self.counts.get_mut(usize::from(code)) {
                *count += 1;
            }
        }
        before
    }

    /// Asks again of records at a position in hand, or of all.
    pub fn settle(
        &mut self,
        evaluation: &Evaluation<'_>,
        id: CriterionId,
        ledger: &Ledger,
        (position, rows): (usize, &[u32]),
        ask: Ask,
        turns: &mut Vec<Turn>,
    ) {
        let Some(criterion) = evaluation.program.criteria.get(id.at()) else { return };
        for row in rows {
            for at in self.places(position, *row) {
                let hand = self.hand(at);
                let code = self.code(evaluation, id, criterion, hand, ask);
                let before = self.put(at, code);
                tell(id, ledger, hand, before, code, turns);
            }
        }
    }

    /// A record of a kind is about to go.
    pub fn leave(&mut self, id: CriterionId, ledger: &Ledger, kind: KindId, row: u32, turns: &mut Vec<Turn>) {
        for position in 0..self.kinds.len() {
            if self.kinds.get(position) != Some(&kind) {
                continue;
            }
            for at in self.places(position, row) {
                let before = self.put(at, UNASKED);
                tell(id, ledger, self.hand(at), before, UNASKED, turns);
            }
        }
    }

    /// How many records have which verdict.
    pub fn verdicts(&self) -> VerdictCounts {
        let mut all = VerdictCounts::default();
        for (code, count) in (0u8..).zip(&self.counts) {
            if let Some(Said { maybe, verdict }) = said(code) {
                let counts = if maybe { &mut all.maybe } else { &mut all.inside };
                if let Some(place) = counts.get_mut(usize::from(verdict)) {
                    *place += count;
                }
            }
        }
        all
    }

    /// Whether it holds of all records.
    pub fn holds(&self) -> Truth {
        let some = |truth: Truth| {
            let codes = self.counts.iter().skip(truth as usize).step_by(usize::from(TRUTHS));
            codes.sum::<u64>() > 0
        };
        [Truth::No, Truth::Unknown].into_iter().find(|truth| some(*truth)).unwrap_or(Truth::Yes)
    }

    /// Whether the counts have changed since they were last told.
    pub fn is_changed(&self) -> bool {
        self.before.is_some()
    }

    /// The counts before, if they have changed since they were last told.
    pub fn changed(&mut self) -> Option<VerdictCounts> {
        self.before.take()
    }

    /// Makes room for other numbers of records; whoever was in both stays where it was.
    fn resize(&mut self, kind: KindId, by: isize) {
        let mut sizes = self.sizes;
        for (own, size) in self.kinds.iter().zip(&mut sizes) {
            if *own == kind {
                *size = size.saturating_add_signed(by);
            }
        }
        if sizes == self.sizes {
            return;
        }
        if let [_] = self.kinds[..] {
            self.codes.resize(sizes[0], UNASKED);
        } else {
            let (before, width) = (std::mem::take(&mut self.codes), self.sizes[1]);
            let place = |at: usize| {
                let (row, other) = (at / sizes[1].max(1), at % sizes[1].max(1));
                if other < width { before.get(row * width + other).copied() } else { None }
            };
            self.codes = (0..sizes[0] * sizes[1]).map(|at| place(at).unwrap_or(UNASKED)).collect();
        }
        self.sizes = sizes;
    }

    pub fn push(&mut self, kind: KindId) {
        self.resize(kind, 1);
    }

    pub fn pop(&mut self, kind: KindId) {
        self.resize(kind, -1);
    }

    pub fn swap(&mut self, kind: KindId, one: u32, other: u32) {
        for position in 0..self.kinds.len() {
            if self.kinds.get(position) == Some(&kind) {
                for (first, second) in self.places(position, one).zip(self.places(position, other)) {
                    if first.max(second) < self.codes.len() {
                        self.codes.swap(first, second);
                    }
                }
            }
        }
    }
}

fn tell(criterion: CriterionId, ledger: &Ledger, hand: Hand, before: u8, after: u8, turns: &mut Vec<Turn>) {
    let (before, after) = (said(before), said(after));
    if before != after {
        let keys = hand.records().map(|(kind, row)| ledger.key(kind, row).to_owned()).collect();
        turns.push(Turn { criterion, keys, before, after });
    }
}
