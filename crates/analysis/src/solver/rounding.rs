//! From a mix of ways to one way for each block, and whether that is least.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use tieuchi::exact::Exact;

use super::decomposition::Decomposition;
use super::model::{Lit, Var};
use super::parts::{Piece, restricted, take};
use super::prices::Mix;
use super::search::{Least, Search};
use super::tied::around;
use super::{Assignment, Limit, Linear, Minimum};

/// How many blocks are searched together, the others fixed.
const TOGETHER: [usize; 3] = [4, 8, 12];

/// How often some blocks are searched together.
const TIMES: usize = 60;

/// Steps that a search of some blocks may take.
const SOME: u64 = 3_000_000;

/// The most numbers of a model that is searched as a whole once all else is done.
const WHOLE: usize = 5_000;

/// Something for each block.
#[derive(Debug, Clone)]
struct State {
    numbers: Vec<i128>,
    literals: Vec<bool>,
    /// What all blocks cost.
    cost: i128,
}

impl Decomposition<'_> {
    /// One way for each block, as near as can be to a mix and to what is shown to be the least.
    pub(super) fn round(&mut self, mix: &Mix) -> Result<Minimum, Limit> {
        let low = self.shown.as_ref().map_or(i128::MIN, |shown| shown.low);
        let (mut chosen, order) = self.spread(mix)?;
        let mut best: Option<State> = None;
        let mixed = self.state(&chosen)?;
        if self.checked(&mixed).is_some() {
            best = Some(mixed.clone());
        }
        // What costs no more than is shown, from the mix.
        if self.shown.is_some() && best.as_ref().is_none_or(|best| best.cost > low) {
            let found = self.mended(&mixed, &order, Some(low), TIMES / 4)?;
            best = found.or(best);
        }
        // Enough for certain, and then for less.
        if best.is_none() && self.enough(&mut chosen)? {
            best = Some(self.state(&chosen)?).filter(|state| self.checked(state).is_some());
        }
        if best.is_none() {
            best = self.mended(&mixed, &order, None, TIMES / 4)?;
        }
        for _ in 0..TIMES {
            let Some(state) = best.as_ref().filter(|state| state.cost > low) else { break };
            match self.mended(state, &order, Some(state.cost - 1), TIMES)? {
                Some(better) => best = Some(better),
                None => break,
            }
        }
        self.prove(best, low)
    }

    /// A way for each block so that what is given comes near to the mix as one goes along the blocks; and the blocks in the
    /// order in which they are looked at again.
    fn spread(&self, mix: &Mix) -> Result<(Vec<usize>, Vec<usize>), Limit> {
        let mut shares: Vec<BTreeMap<usize, Exact>> = vec![BTreeMap::new(); self.sorts.len()];
        for (chosen, share) in mix.shares().filter(|(_, share)| !share.is_zero()) {
            for (own, way) in shares.iter_mut().zip(chosen) {
                let all = own.entry(*way).or_insert_with(Exact::zero);
                *all = all.add(share).ok_or(Limit::Numbers)?;
            }
        }
        let mut chosen = vec![0usize; self.sort_of.len()];
        let (mut split, mut whole) = (Vec::new(), Vec::new());
        let mut off = vec![Exact::zero(); self.tied.rows.len()];
        for (sort, shares) in self.sorts.iter().zip(&shares) {
            let ways: Vec<(usize, &[i128])> =
                shares.keys().filter_map(|way| Some((*way, sort.ways.get(*way)?.gives.as_slice()))).collect();
            if let [(way, _)] = ways.as_slice() {
                sort.members.iter().for_each(|at| chosen.get_mut(*at).into_iter().for_each(|place| *place = *way));
                whole.push((sort.ways.len(), &sort.members));
                continue;
            }
            let mut due = vec![Exact::zero(); off.len()];
            let mut far = vec![Exact::from(1i64); off.len()];
            for ((_, gives), share) in ways.iter().zip(shares.values()) {
                for ((due, far), give) in due.iter_mut().zip(&mut far).zip(*gives) {
                    let give = Exact::decimal(*give, 0);
                    *due = give.mul(share).and_then(|part| due.add(&part)).ok_or(Limit::Numbers)?;
                    let size = if give.is_negative() { give.neg() } else { give };
                    *far = size.max(far.clone());
                }
            }
            for member in &sort.members {
                let mut nearest: Option<(Exact, usize, Vec<Exact>)> = None;
                for (way, gives) in &ways {
                    let (mut apart, mut next) = (Exact::zero(), Vec::with_capacity(off.len()));
                    for (((off, due), far), give) in off.iter().zip(&due).zip(&far).zip(*gives) {
                        let own =
                            Exact::decimal(*give, 0).sub(due).and_then(|own| own.add(off)).ok_or(Limit::Numbers)?;
                        let size = if own.is_negative() { own.neg() } else { own.clone() };
                        apart = size.div(far).and_then(|size| size.add(&apart)).ok_or(Limit::Numbers)?;
                        next.push(own);
                    }
                    if nearest.as_ref().is_none_or(|(least, ..)| apart < *least) {
                        nearest = Some((apart, *way, next));
                    }
                }
                let Some((_, way, next)) = nearest else { continue };
                off = next;
                chosen.get_mut(*member).into_iter().for_each(|place| *place = way);
                split.push(*member);
            }
        }
        // The last ones first, then those of which most ways are known.
        whole.sort_by_key(|(ways, _)| std::cmp::Reverse(*ways));
        split.reverse();
        split.extend(whole.into_iter().flat_map(|(_, members)| members.iter().copied()));
        Ok((chosen, split))
    }

    /// Other ways for some blocks until enough is given; whether it is.
    fn enough(&self, chosen: &mut [usize]) -> Result<bool, Limit> {
        let mut off: Vec<i128> = self.needed().map(|needed| -needed).collect();
        let ways = |block: usize| self.sort_of.get(block).and_then(|sort| self.sorts.get(*sort)).map(|sort| &sort.ways);
        for (block, way) in chosen.iter().enumerate() {
            let Some(way) = ways(block).and_then(|ways| ways.get(*way)) else { continue };
            off.iter_mut().zip(&way.gives).for_each(|(off, give)| *off = off.saturating_add(*give));
        }
        let none = Vec::new();
        let prices = self.shown.as_ref().map_or(&none, |shown| &shown.prices.each);
        let short = |off: &[i128]| {
            let weighed = off.iter().enumerate().map(|(row, off)| {
                let price = prices.get(row).copied().unwrap_or(1).max(1);
                off.min(&0).saturating_mul(price)
            });
            weighed.fold(0i128, i128::saturating_sub)
        };
        for _ in 0..2 * chosen.len() + 100 {
            let now = short(&off);
            if now == 0 {
                return Ok(true);
            }
            let mut best: Option<(Exact, usize, usize, Vec<i128>)> = None;
            for (block, own) in chosen.iter().enumerate() {
                let Some(ways) = ways(block) else { continue };
                let Some(from) = ways.get(*own) else { continue };
                for (at, way) in ways.iter().enumerate().filter(|(at, _)| at != own) {
                    let gives = way.gives.iter().zip(&from.gives).map(|(to, from)| to - from);
                    let then: Vec<i128> = off.iter().zip(gives).map(|(off, give)| off.saturating_add(give)).collect();
                    let gain = now.saturating_sub(short(&then));
                    if gain > 0 {
                        let gain = Exact::decimal(gain, 0).div(&Exact::decimal((way.cost - from.cost).max(1), 0));
                        let gain = gain.ok_or(Limit::Numbers)?;
                        if best.as_ref().is_none_or(|(most, ..)| gain > *most) {
                            best = Some((gain, block, at, then));
                        }
                    }
                }
            }
            let Some((_, block, way, then)) = best else { return Ok(false) };
            off = then;
            chosen.get_mut(block).into_iter().for_each(|place| *place = way);
        }
        Ok(false)
    }

    /// Ways of all blocks put together.
    fn state(&self, chosen: &[usize]) -> Result<State, Limit> {
        let numbers = vec![0; self.model.ranges.len()];
        let mut state = State { numbers, literals: vec![false; self.model.meanings.len()], cost: 0 };
        for ((block, sort), way) in self.tied.blocks.iter().zip(&self.sort_of).zip(chosen) {
            let Some(way) = self.sorts.get(*sort).and_then(|sort| sort.ways.get(*way)) else { continue };
            take(block, &way.found, &mut state.numbers, &mut state.literals);
            state.cost = state.cost.checked_add(way.cost).ok_or(Limit::Numbers)?;
        }
        Ok(state)
    }

    fn checked(&self, state: &State) -> Option<Assignment> {
        let chosen = |lit: Lit| state.literals.get(lit.at()).copied().unwrap_or(false);
        self.model.checked(state.numbers.clone(), chosen, |_| true)
    }

    /// What some blocks, with all others as they are, can do so that all holds and costs no more than `most`.
    fn mended(
        &mut self,
        state: &State,
        order: &[usize],
        most: Option<i128>,
        times: usize,
    ) -> Result<Option<State>, Limit> {
        let mut done = 0usize;
        for together in TOGETHER {
            for free in order.chunks(together) {
                if done >= times {
                    return Ok(None);
                }
                done += 1;
                if let Some(better) = self.mend(state, free, most)? {
                    return Ok(Some(better));
                }
            }
        }
        Ok(None)
    }

    fn mend(&mut self, state: &State, free: &[usize], most: Option<i128>) -> Result<Option<State>, Limit> {
        let mut piece = around(self.model, &self.tied.blocks, free, &state.numbers, &state.literals);
        let own: Vec<Linear> = self.objectives.iter().map(|objective| restricted(objective, &piece)).collect();
        let cost = own.first().cloned().unwrap_or_default();
        let before =
            cost.value(|var| piece.numbers.get(var.at()).and_then(|at| state.numbers.get(*at)).copied().unwrap_or(0));
        let fixed = before.and_then(|before| state.cost.checked_sub(before)).ok_or(Limit::Numbers)?;
        if let Some(most) = most {
            let most = piece.model.at_most(&cost, most.saturating_sub(fixed));
            piece.model.always(most);
        }
        for block in free {
            if let Some((sum, least)) = self.said(*block) {
                let said = piece.model.at_least(&restricted(&sum, &piece), least);
                piece.model.always(said);
            }
        }
        if let Some(shown) = self.shown.as_ref() {
            let least = piece.model.at_least(&cost, shown.low.saturating_sub(fixed));
            piece.model.always(least);
        }
        let aside = self.budget.set_aside(SOME);
        let found = Search::new(&piece.model, self.budget.clone()).and_then(|search| search.minimise(&own));
        self.budget.put_back(aside);
        let found = match found {
            Ok(Minimum::Least(found) | Minimum::AtMost { best: found, .. }) => found,
            Ok(Minimum::Impossible(_) | Minimum::Unknown(_)) => return Ok(None),
            Err(_) if self.budget.left() > 0 => return Ok(None),
            Err(limit) => return Err(limit),
        };
        let mut better = state.clone();
        take(&piece, &found, &mut better.numbers, &mut better.literals);
        better.cost = found.sum(&cost).and_then(|cost| cost.checked_add(fixed)).ok_or(Limit::Numbers)?;
        Ok(self.checked(&better).map(|_| better))
    }

    /// What is shown of a block by itself: a sum of the model's numbers, and its least value.
    fn said(&self, block: usize) -> Option<(Linear, i128)> {
        let shown = self.shown.as_ref()?;
        let at = self.sort_of.get(block)?;
        let (sort, least) = (self.sorts.get(*at)?, shown.least.get(*at)?);
        let numbers = &self.tied.blocks.get(block)?.numbers;
        let mut sum = Linear::new();
        for (var, times) in sort.at(&shown.prices, true).terms() {
            sum.add(times, Var::numbered(u32::try_from(*numbers.get(var.at())?).ok()?));
        }
        Some((sum, *least))
    }

    /// Shows that what was found is least, or finds what is.
    fn prove(&mut self, best: Option<State>, low: i128) -> Result<Minimum, Limit> {
        let best = best.and_then(|state| Some((self.checked(&state)?, state.cost)));
        if let Some((found, cost)) = &best
            && *cost <= low
        {
            return Ok(self.least(found.clone()));
        }
        if self.model.ranges.len() > WHOLE {
            return Ok(match best {
                Some((best, _)) => Minimum::AtMost { best, objective: 0, at_least: low, limit: self.budget.limit() },
                None => Minimum::Unknown(self.budget.limit()),
            });
        }
        let mut model = self.model.clone();
        for block in 0..self.tied.blocks.len() {
            if let Some((sum, least)) = self.said(block) {
                let said = model.at_least(&sum, least);
                model.always(said);
            }
        }
        let Some(cost) = self.objectives.first() else {
            return Search::new(&model, self.budget.clone())?.minimise(&[]);
        };
        let least = model.at_least(cost, low);
        model.always(least);
        let mut search = Search::new(&model, self.budget.clone())?;
        let Some((best, _)) = best else {
            return Ok(match search.minimise(self.objectives)? {
                // What blocks were shown to be has no name of its own.
                Minimum::Impossible(mut core) => {
                    core.tags = self.model.required.iter().filter_map(|(tag, _)| *tag).collect();
                    core.tags.sort_unstable();
                    core.tags.dedup();
                    core.minimal = false;
                    Minimum::Impossible(core)
                }
                found => found,
            });
        };
        let again = |found: &Assignment| {
            let chosen = |lit: Lit| found.holds(lit);
            self.model.checked(found.numbers.clone(), chosen, |_| true).ok_or(Limit::Numbers)
        };
        Ok(match search.least_of(cost, best)? {
            Least::Known(found, _) => self.least(again(&found)?),
            Least::Open { best, at_least, limit } => {
                Minimum::AtMost { best: again(&best)?, objective: 0, at_least: at_least.max(low), limit }
            }
        })
    }

    /// What costs least, each block as the further objectives would have it at that.
    fn least(&mut self, found: Assignment) -> Minimum {
        let objectives = self.objectives;
        if objectives.len() < 2 {
            return Minimum::Least(found);
        }
        let mut state = State { numbers: found.numbers.clone(), literals: found.literals.clone(), cost: 0 };
        let mut known: HashMap<(usize, Vec<i128>), Option<Assignment>> = HashMap::new();
        for (block, sort) in self.tied.blocks.iter().zip(self.sort_of.clone()) {
            let numbers: Vec<i128> = block.numbers.iter().filter_map(|at| found.numbers.get(*at)).copied().collect();
            let better = known.entry((sort, numbers.clone())).or_insert_with(|| self.best_of(sort, block, &numbers));
            if let Some(better) = better {
                take(block, better, &mut state.numbers, &mut state.literals);
            }
        }
        let best = self.checked(&state).unwrap_or(found);
        Minimum::AtMost { best, objective: 1, at_least: i128::MIN, limit: Limit::Steps }
    }

    /// A block that costs and gives as it does, as the further objectives would have it.
    fn best_of(&self, sort: usize, block: &Piece, numbers: &[i128]) -> Option<Assignment> {
        let sort = self.sorts.get(sort)?;
        let value = |linear: &Linear| linear.value(|var| numbers.get(var.at()).copied().unwrap_or(0));
        let mut model = block.model.clone();
        model.required.iter_mut().for_each(|(tag, _)| *tag = None);
        let most = model.at_most(&sort.cost, value(&sort.cost)?);
        model.always(most);
        for gives in &sort.gives {
            let least = model.at_least(gives, value(gives)?);
            model.always(least);
        }
        let own: Vec<Linear> = self.objectives.iter().skip(1).map(|objective| restricted(objective, block)).collect();
        let aside = self.budget.set_aside(SOME / 10);
        let found = Search::new(&model, self.budget.clone()).and_then(|search| search.minimise(&own));
        self.budget.put_back(aside);
        match found {
            Ok(Minimum::Least(found) | Minimum::AtMost { best: found, .. }) => Some(found),
            Ok(Minimum::Impossible(_) | Minimum::Unknown(_)) | Err(_) => None,
        }
    }
}
