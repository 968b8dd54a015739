//! Places: every other record is asked whether it comes before, for every end of every value.

use super::range::{End, Range};
use super::{Kleene, Oracle, Record, Value, agreed, and, compare};
use std::cmp::Ordering;
use tieuchi::exact::Exact;
use tieuchi::program::{Definition, FieldId, Order, Rank, RankGives, Ties};

/// A key of a record: the most and the least that counts for it. Nothing is endless.
type Ends = (End, End);

impl Oracle<'_> {
    /// What a ranked field of a record holds.
    pub fn place(&self, record: Record, field: FieldId) -> Range {
        match self.value(record, field) {
            Value::Number(range) => range,
            other => panic!("a place, not {other:?}"),
        }
    }

    pub(super) fn rank(&self, rank: &Rank, record: Record) -> Range {
        let (kind, row) = record;
        let (mut sure, mut maybe) = (0i64, 0i64);
        for other in self.rows(kind).map(|other| (kind, other)) {
            let ranked = rank.filter.as_ref().map_or(Some(true), |filter| self.truth(filter, &[other]));
            let counts = match rank.gives {
                RankGives::Place if other.1 == row => Some(false),
                RankGives::Place => {
                    and([ranked, self.of_one_group(rank, record, other), self.before(rank, other, record)])
                }
                RankGives::Size if other.1 == row => ranked,
                RankGives::Size => and([ranked, self.of_one_group(rank, record, other)]),
            };
            sure += i64::from(counts == Some(true));
            maybe += i64::from(counts != Some(false));
        }
        let first = i64::from(rank.gives == RankGives::Place);
        Range { low: Some(Exact::from(first + sure)), high: Some(Exact::from(first + maybe)) }
    }

    /// Whether two records are of one group.
    fn of_one_group(&self, rank: &Rank, one: Record, other: Record) -> Kleene {
        and(rank.same.iter().map(|path| match (self.read(path, &[one]), self.read(path, &[other])) {
            (Value::YesNo(one), Value::YesNo(other)) => Some(one? == other?),
            (one, other) => compare(&one, Order::Is, &other),
        }))
    }

    /// Whether one record comes before another, whatever is missing of them.
    fn before(&self, rank: &Rank, one: Record, other: Record) -> Kleene {
        let (ones, others) = (self.keys(rank, one), self.keys(rank, other));
        // Of either record each key is at one of its ends.
        let keys = ones.len();
        let ways = (0..1u32 << (2 * keys)).map(|choice| {
            let at = |ends: &Ends, bit: usize| {
                let most = choice >> bit & 1 == 1;
                (if most { ends.0.clone() } else { ends.1.clone() }, most)
            };
            let mut order = Ordering::Equal;
            for (key, (one, other)) in ones.iter().zip(&others).enumerate() {
                let (one, other) = (at(one, key), at(other, keys + key));
                order = order.then(match (one, other) {
                    ((Some(one), _), (Some(other), _)) => one.cmp(&other),
                    ((None, one), (None, other)) => one.cmp(&other),
                    ((None, most), _) => {
                        if most {
                            Ordering::Greater
                        } else {
                            Ordering::Less
                        }
                    }
                    (_, (None, most)) => {
                        if most {
                            Ordering::Less
                        } else {
                            Ordering::Greater
                        }
                    }
                });
            }
            order == Ordering::Greater
        });
        agreed(ways)
    }

    fn keys(&self, rank: &Rank, record: Record) -> Vec<Ends> {
        let whole = |number: u32| Some(Exact::from(i64::from(number)));
        let value = |definition: &Definition| match definition {
            Definition::Cond(cond) => Value::YesNo(self.truth(cond, &[record])),
            Definition::Term(term) => self.term(term, &[record]),
        };
        let ends = |value: Value, lowest: bool| {
            let (high, low) = match value {
                Value::Number(range) | Value::Date(range) => (range.high, range.low),
                Value::Labels(labels) => {
                    let end = |label: Option<&u32>| whole(*label.expect("one label at least"));
                    (end(labels.last()), end(labels.first()))
                }
                Value::YesNo(truth) => (whole(u32::from(truth != Some(false))), whole(u32::from(truth == Some(true)))),
                other => panic!("{other:?} has no order"),
            };
            if lowest { (low.map(|low| low.neg()), high.map(|high| high.neg())) } else { (high, low) }
        };
        let mut keys: Vec<Ends> = rank.keys.iter().map(|key| ends(value(&key.by), key.lowest)).collect();
        if let Ties::Decided(path) = &rank.ties {
            keys.push(ends(self.read(path, &[record]), true));
        }
        keys
    }
}
