//! The least of many blocks that a few sums tie together.
//!
//! Contract. Prices on the sums take the blocks apart: what each costs at least, less what it gives at these prices, is
//! found for each make of block by itself, and together with what the sums need it is no more than the whole costs
//! (Lagrange). The ways that blocks are found to have are mixed at the best prices, rounded to one way for each block, and
//! mended by searching some blocks at a time with all others fixed. Where what is found costs no more than the bound, it is
//! least. Where it does, the whole is searched, with what the prices show of each block said in addition. Blocks of one
//! make are interchangeable, and asked once.

use std::collections::BTreeSet;

use hashbrown::HashMap;
use num_integer::Integer;
use tieuchi::exact::Exact;

use super::model::{Model, Tag};
use super::parts::{Make, restricted};
use super::prices::{Member, Mix, Prices};
use super::search::{Improved, Search};
use super::simplex::Work;
use super::theory::Budget;
use super::tied::{Tied, Way, split};
use super::{Assignment, Core, Limit, Linear, Minimum};

/// The most times that prices are asked of all blocks.
const ROUNDS: usize = 400;

/// The ways that are found at least before prices are made anew.
const FOUND: usize = 8;

/// The most members that come into a mix between two times.
const TURNS: usize = 400;

/// What all blocks together may be off, as a part of 1.
const SPARE: i128 = 16;

/// Blocks of one make.
pub(super) struct Sort<'m> {
    search: Search<'m>,
    /// By their place among the blocks.
    pub members: Vec<usize>,
    pub cost: Linear,
    pub gives: Vec<Linear>,
    pub ways: Vec<Way>,
    /// The requirements, by their place in the model, that kept it from costing less when it was last asked.
    why: BTreeSet<Tag>,
}

/// What prices show: together, and of each sort.
pub(super) struct Shown {
    pub prices: Prices,
    pub low: i128,
    pub least: Vec<i128>,
}

/// Blocks being solved.
pub(super) struct Decomposition<'m> {
    pub model: &'m Model,
    pub tied: &'m Tied,
    pub sorts: Vec<Sort<'m>>,
    /// By block: its sort.
    pub sort_of: Vec<usize>,
    pub objectives: &'m [Linear],
    pub budget: Budget,
    /// What the prices that show most show.
    pub shown: Option<Shown>,
    /// The sort that is asked first.
    next: usize,
}

/// The least of a model that is blocks tied together; none where it isn't, or where that way came to nothing.
pub(super) fn minimise(model: &Model, objectives: &[Linear], budget: &Budget) -> Result<Option<Minimum>, Limit> {
    let Some(tied) = split(model) else { return Ok(None) };
    // Blocks that are made alike, with requirements that are named by their place.
    let mut makes: HashMap<Make, usize> = HashMap::new();
    let (mut models, mut members): (Vec<Model>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
    let mut sort_of = Vec::with_capacity(tied.blocks.len());
    for (at, block) in tied.blocks.iter().enumerate() {
        let costs = objectives.iter().map(|objective| restricted(objective, block));
        let read: Vec<Linear> = costs.chain(tied.gives(block)).collect();
        let sort = *makes.entry(block.make(&read)).or_insert_with(|| {
            let mut model = block.model.clone();
            block.named().zip(&mut model.required).for_each(|(place, (tag, _))| *tag = place);
            models.push(model);
            members.push(Vec::new());
            models.len() - 1
        });
        sort_of.push(sort);
        members.get_mut(sort).into_iter().for_each(|members| members.push(at));
    }
    let mut sorts = Vec::with_capacity(models.len());
    for (model, members) in models.iter().zip(members) {
        let Some(block) = members.first().and_then(|first| tied.blocks.get(*first)) else { continue };
        let cost = objectives.first().map_or_else(Linear::new, |objective| restricted(objective, block));
        let mut search = Search::new(model, budget.clone())?;
        let first = match search.any()? {
            Ok(found) => found,
            Err(core) => {
                let tags = core.tags.iter().filter_map(|tag| block.tag(*tag)).collect::<BTreeSet<Tag>>();
                let core = Core { tags: tags.into_iter().collect(), minimal: core.minimal };
                return Ok(Some(Minimum::Impossible(core)));
            }
        };
        let known = first.sum(&cost).ok_or(Limit::Numbers)?;
        let gives = tied.gives(block);
        gives.iter().try_for_each(|gives| search.count(gives))?;
        let better = search.improve(&cost, known, 0, true)?.found;
        let mut sort = Sort { search, members, cost, gives, ways: Vec::new(), why: BTreeSet::new() };
        sort.add(better.unwrap_or(first))?;
        sorts.push(sort);
    }
    let mut whole =
        Decomposition { model, tied: &tied, sorts, sort_of, objectives, budget: budget.clone(), shown: None, next: 0 };
    whole.solve()
}

impl Sort<'_> {
    fn add(&mut self, found: Assignment) -> Result<(), Limit> {
        let cost = found.sum(&self.cost).ok_or(Limit::Numbers)?;
        let gives = self.gives.iter().map(|gives| found.sum(gives).ok_or(Limit::Numbers));
        self.ways.push(Way { cost, gives: gives.collect::<Result<Vec<i128>, Limit>>()?, found });
        Ok(())
    }

    /// What blocks cost, less what they give at these prices.
    pub(super) fn at(&self, prices: &Prices, costs: bool) -> Linear {
        let mut all = Linear::new();
        all.add_linear(if costs { prices.parts } else { 0 }, &self.cost);
        for (price, gives) in prices.each.iter().zip(&self.gives) {
            all.add_linear(-price, gives);
        }
        all
    }

    /// The cheapest way that is known at these prices, and what it comes to.
    fn cheapest(&self, prices: &Prices, costs: bool) -> (usize, i128) {
        let worth = |way: &Way| {
            let given = prices.each.iter().zip(&way.gives).map(|(price, gives)| price.saturating_mul(*gives));
            let cost = if costs { way.cost.saturating_mul(prices.parts) } else { 0 };
            given.fold(cost, i128::saturating_sub)
        };
        let all = self.ways.iter().map(worth).enumerate();
        all.min_by_key(|(_, worth)| *worth).unwrap_or((0, 0))
    }
}

impl Decomposition<'_> {
    fn solve(&mut self) -> Result<Option<Minimum>, Limit> {
        let (cost, over, chosen) = self.member(vec![0; self.sorts.len()])?;
        let mut mix = Mix::new(cost, &over, chosen);
        if mix.is_short()
            && let Some(core) = self.settle(&mut mix, false)?
        {
            return Ok(Some(Minimum::Impossible(core)));
        }
        self.settle(&mut mix, true)?;
        if mix.is_short() { Ok(None) } else { self.round(&mix).map(Some) }
    }

    /// What needs to be given to each row.
    pub(super) fn needed(&self) -> impl Iterator<Item = i128> {
        self.tied.rows.iter().map(|row| row.least)
    }

    /// A way for each sort as one member of a mix.
    fn member(&self, chosen: Vec<usize>) -> Result<(i128, Vec<i128>, Vec<usize>), Limit> {
        let (mut cost, mut over) = (0i128, self.needed().map(|needed| -needed).collect::<Vec<i128>>());
        for (sort, chosen) in self.sorts.iter().zip(&chosen) {
            let Some(way) = sort.ways.get(*chosen) else { continue };
            let many = i128::try_from(sort.members.len()).unwrap_or(i128::MAX);
            let add = |sum: i128, own: i128| own.checked_mul(many)?.checked_add(sum);
            cost = add(cost, way.cost).ok_or(Limit::Numbers)?;
            for (sum, own) in over.iter_mut().zip(&way.gives) {
                *sum = add(*sum, *own).ok_or(Limit::Numbers)?;
            }
        }
        Ok((cost, over, chosen))
    }

    /// Brings a mix to its best, with ways that blocks are found to have on the way; without `costs` only to where it falls
    /// short of nothing, and what clashes where that can't be.
    fn settle(&mut self, mix: &mut Mix, costs: bool) -> Result<Option<Core>, Limit> {
        let mut fine = if costs { 1 << 16 } else { 1 };
        for _ in 0..ROUNDS {
            let (prices, value) = self.turn(mix, fine, costs)?;
            if !mix.is_short() && !costs {
                break;
            }
            if costs && mix.is_short() && fine < 1 << 60 {
                fine <<= 8;
                continue;
            }
            let prices = Prices::new(&prices);
            // What they show is asked for once nothing better is found at a glance.
            let (mut shown, mut better) = self.ask(prices.clone(), costs, false)?;
            if !better && shown.is_none() {
                (shown, better) = self.ask(prices, costs, true)?;
            }
            match shown {
                Some(shown) if !costs && shown.low > 0 => return Ok(Some(self.clash(&shown.prices))),
                Some(shown) if costs && self.shown.as_ref().is_none_or(|known| known.low < shown.low) => {
                    self.shown = Some(shown);
                }
                _ => {}
            }
            let known = self.shown.as_ref().map(|shown| Exact::decimal(shown.low, 0));
            if !better || known.is_some_and(|known| known >= value) {
                break;
            }
        }
        Ok(None)
    }

    /// What prices show to be impossible.
    fn clash(&self, prices: &Prices) -> Core {
        let rows = self.tied.rows.iter().zip(&prices.each).filter(|(_, price)| **price > 0);
        let mut tags: BTreeSet<Tag> = rows.filter_map(|(row, _)| row.tag).collect();
        for sort in &self.sorts {
            let blocks = sort.members.iter().filter_map(|member| self.tied.blocks.get(*member));
            tags.extend(blocks.flat_map(|block| sort.why.iter().filter_map(|place| block.tag(*place))));
        }
        Core { tags: tags.into_iter().collect(), minimal: false }
    }

    /// The best mix of the ways that are known: its prices, and what it costs.
    fn turn(&self, mix: &mut Mix, fine: i128, costs: bool) -> Result<(Vec<Exact>, Exact), Limit> {
        for _ in 0..TURNS {
            let (prices, value) = mix.prices(fine, costs)?;
            if let Some(spare) = prices.iter().position(Exact::is_negative) {
                if mix.enter(Member::Spare(spare))? {
                    continue;
                }
                return Ok((prices, value));
            }
            self.budget.clone().spend(self.sorts.len() * (prices.len() + 1))?;
            let rounded = Prices::new(&prices);
            let chosen = self.sorts.iter().map(|sort| sort.cheapest(&rounded, costs).0).collect();
            let (cost, over, chosen) = self.member(chosen)?;
            let mut reduced = Exact::decimal(if costs { cost } else { 0 }, 0).sub(&value).ok_or(Limit::Numbers)?;
            for (price, over) in prices.iter().zip(&over) {
                let worth = price.mul(&Exact::decimal(*over, 0)).ok_or(Limit::Numbers)?;
                reduced = reduced.sub(&worth).ok_or(Limit::Numbers)?;
            }
            if !reduced.is_negative() || !mix.enter(Member::Ways { cost, over, chosen })? {
                return Ok((prices, value));
            }
        }
        mix.prices(fine, costs)
    }

    /// What all blocks cost at least at these prices, as far as that is known or asked for `exactly`, and whether new ways
    /// were found; without `costs`, in parts of 1, how much less they give than is needed.
    fn ask(&mut self, prices: Prices, costs: bool, exactly: bool) -> Result<(Option<Shown>, bool), Limit> {
        let (mut least, mut better) = (vec![0; self.sorts.len()], 0);
        let needed = self.needed().zip(&prices.each).map(|(needed, price)| needed.checked_mul(*price));
        let mut all = Some(needed.sum::<Option<i128>>().ok_or(Limit::Numbers)?);
        // What all blocks together may be off is little beside 1.
        let spare = prices.parts / SPARE / i128::try_from(self.sort_of.len()).unwrap_or(1).max(1);
        let many = self.sorts.len();
        for turn in 0..many {
            // Where much is found, the prices are far off, and the others are asked at better ones.
            if !exactly && better > FOUND.max(many / 8) {
                (all, self.next) = (None, (self.next + turn) % many);
                break;
            }
            let at = (self.next + turn) % many;
            let Some(sort) = self.sorts.get_mut(at) else { continue };
            let asked = sort.at(&prices, costs);
            let (_, value) = sort.cheapest(&prices, costs);
            let Improved { found, low, why } = sort.search.improve(&asked, value, spare, exactly)?;
            sort.why = why;
            if let Some(found) = found {
                sort.add(found)?;
                better += 1;
            }
            let many = i128::try_from(sort.members.len()).unwrap_or(i128::MAX);
            all = match all.zip(low) {
                Some((all, low)) => {
                    Some(low.checked_mul(many).and_then(|own| own.checked_add(all)).ok_or(Limit::Numbers)?)
                }
                None => None,
            };
            least.get_mut(at).into_iter().zip(low).for_each(|(place, low)| *place = low);
        }
        // What is paid is whole.
        let low = all.map(|all| if costs { Integer::div_ceil(&all, &prices.parts) } else { all });
        Ok((low.map(|low| Shown { prices, low, least }), better > 0))
    }
}
