//! What one more of each sum is worth that ties parts together.
//!
//! Contract. Ways of all parts at once are mixed, in fractions that come to 1, so that the mix gives as much of each sum as
//! is needed, at the least cost; what it falls short of costs a fine. The prices are what the mix would save if one less
//! were needed (Dantzig and Wolfe's decomposition, by the revised simplex on exact fractions). They are proposals: a bound
//! follows from any prices that aren't below 0, and is computed from them alone.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;
use tieuchi::exact::{Exact, Rounding};

use super::Limit;
use super::simplex::kept;

/// The most parts of 1 in which prices are kept; longer ones are rounded, which costs some of the bound.
const MOST_PARTS: i128 = 1 << 24;

/// What is mixed.
#[derive(Debug, Clone)]
pub(super) enum Member {
    /// A way for each make.
    Ways {
        /// What they cost.
        cost: i128,
        /// By sum: what they give, less what is needed.
        over: Vec<i128>,
        /// By make.
        chosen: Vec<usize>,
    },
    /// More of a sum than is needed.
    Spare(usize),
    /// Less of it.
    Short(usize),
}

/// Prices in parts of 1, none below 0.
#[derive(Debug, Clone)]
pub(super) struct Prices {
    pub parts: i128,
    pub each: Vec<i128>,
}

/// A mix: as many members as there are sums, and one.
#[derive(Debug)]
pub(super) struct Mix {
    members: Vec<Member>,
    /// Of the members' columns; the last column is how much of each is mixed.
    inverse: Vec<Vec<Exact>>,
}

impl Mix {
    /// One way alone.
    pub(super) fn new(cost: i128, over: &[i128], chosen: Vec<usize>) -> Mix {
        let many = over.len();
        let unit = |at: usize| (0..=many).map(|own| Exact::from(i64::from(own == at))).collect::<Vec<Exact>>();
        let (mut members, mut inverse) = (Vec::new(), Vec::new());
        for (at, over) in over.iter().enumerate() {
            let short = *over < 0;
            let mut row = unit(at);
            row.get_mut(at).into_iter().filter(|_| !short).for_each(|own| *own = own.neg());
            row.pop();
            row.push(Exact::decimal(over.abs(), 0));
            inverse.push(row);
            members.push(if short { Member::Short(at) } else { Member::Spare(at) });
        }
        inverse.push(unit(many));
        members.push(Member::Ways { cost, over: over.to_vec(), chosen });
        Mix { members, inverse }
    }

    /// The ways in the mix, and how much of each.
    pub(super) fn shares(&self) -> impl Iterator<Item = (&[usize], &Exact)> {
        self.members.iter().zip(&self.inverse).filter_map(|(member, row)| match member {
            Member::Ways { chosen, .. } => Some((chosen.as_slice(), row.last()?)),
            Member::Spare(_) | Member::Short(_) => None,
        })
    }

    /// Whether it falls short of anything.
    pub(super) fn is_short(&self) -> bool {
        let mut members = self.members.iter().zip(&self.inverse);
        members
            .any(|(member, row)| matches!(member, Member::Short(_)) && row.last().is_some_and(|many| !many.is_zero()))
    }

    /// What one more of each sum is worth, and what the mix costs; `costs`: whether ways cost anything.
    pub(super) fn prices(&self, fine: i128, costs: bool) -> Result<(Vec<Exact>, Exact), Limit> {
        let mut all = vec![Exact::zero(); self.members.len()];
        for (member, row) in self.members.iter().zip(&self.inverse) {
            let cost = match member {
                Member::Ways { cost, .. } if costs => Exact::decimal(*cost, 0),
                Member::Ways { .. } | Member::Spare(_) => continue,
                Member::Short(_) => Exact::decimal(fine, 0),
            };
            for (sum, own) in all.iter_mut().zip(row) {
                *sum = kept(sum.add(&kept(own.mul(&cost))?))?;
            }
        }
        let whole = all.pop().unwrap_or_else(Exact::zero);
        Ok((all, whole))
    }

    /// Takes a member in, and the one out that is used up first; whether that changes anything.
    pub(super) fn enter(&mut self, member: Member) -> Result<bool, Limit> {
        let many = self.members.len() - 1;
        let column: Vec<Exact> = match &member {
            Member::Ways { over, .. } => over.iter().chain([&1]).map(|own| Exact::decimal(*own, 0)).collect(),
            Member::Spare(at) | Member::Short(at) => {
                let sign = if matches!(member, Member::Spare(_)) { -1i64 } else { 1 };
                (0..=many).map(|own| Exact::from(if own == *at { sign } else { 0 })).collect()
            }
        };
        let mut moves: Vec<Exact> = Vec::with_capacity(many + 1);
        for row in &self.inverse {
            let mut sum = Exact::zero();
            for (one, other) in row.iter().zip(&column).filter(|(one, other)| !one.is_zero() && !other.is_zero()) {
                sum = kept(sum.add(&kept(one.mul(other))?))?;
            }
            moves.push(sum);
        }
        let mut first: Option<(Exact, usize)> = None;
        for (at, (row, moved)) in self.inverse.iter().zip(&moves).enumerate() {
            if moved.is_negative() || moved.is_zero() {
                continue;
            }
            let lasts = kept(row.last().unwrap_or(moved).div(moved))?;
            if first.as_ref().is_none_or(|(least, _)| lasts < *least) {
                first = Some((lasts, at));
            }
        }
        let Some((_, place)) = first else { return Ok(false) };
        let Some(pivot) = moves.get(place).cloned() else { return Ok(false) };
        let mut own = self.inverse.get(place).cloned().unwrap_or_default();
        for value in &mut own {
            *value = kept(value.div(&pivot))?;
        }
        for (at, (row, moved)) in self.inverse.iter_mut().zip(&moves).enumerate() {
            if at == place || moved.is_zero() {
                continue;
            }
            for (value, own) in row.iter_mut().zip(&own).filter(|(_, own)| !own.is_zero()) {
                *value = kept(value.sub(&kept(own.mul(moved))?))?;
            }
        }
        if let (Some(row), Some(old)) = (self.inverse.get_mut(place), self.members.get_mut(place)) {
            (*row, *old) = (own, member);
        }
        Ok(true)
    }
}

impl Prices {
    /// Prices that aren't below 0, rounded where they are long.
    pub(super) fn new(prices: &[Exact]) -> Prices {
        let all = prices.iter().fold(BigInt::from(1), |all, price| all.lcm(&price.denominator()));
        let parts = all.to_i128().filter(|parts| *parts <= MOST_PARTS).unwrap_or(MOST_PARTS);
        let scaled = |price: &Exact| {
            let scaled = price.mul(&Exact::decimal(parts, 0))?.rounded(Rounding::Nearest, 0);
            scaled.to_i64().map(|scaled| i128::from(scaled.max(0)))
        };
        Prices { parts, each: prices.iter().map(|price| scaled(price).unwrap_or(0)).collect() }
    }
}
