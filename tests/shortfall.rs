//! Shortfalls against their definition: every state of a few records, every filling, every number of changes.

use tieuchi::engine::Counts;
use tieuchi::exact::{Exact, Rounding};
use tieuchi::program::Bound;
use tieuchi::report::{Demand, Impossible, percent, shortfall};

const MOST: u64 = 4;

/// All states of up to [`MOST`] records.
fn states() -> Vec<Counts> {
    let mut found = Vec::new();
    let mut six = [0u64; 6];
    loop {
        if six.iter().sum::<u64>() <= MOST {
            let [in_holds, in_fails, in_unknown, maybe_holds, maybe_fails, maybe_unknown] = six;
            found.push(Counts { in_holds, in_fails, in_unknown, maybe_holds, maybe_fails, maybe_unknown, left_out: 0 });
        }
        let Some(place) = six.iter().position(|n| *n < MOST) else { break };
        six[place] += 1;
        six[..place].fill(0);
    }
    found
}

/// How many hold and fail, in every filling.
fn fillings(c: &Counts) -> Vec<(u64, u64)> {
    let mut found = Vec::new();
    for yes in 0..=c.in_unknown {
        for holds in 0..=c.maybe_holds {
            for fails in 0..=c.maybe_fails {
                for unknown_in in 0..=c.maybe_unknown {
                    for unknown_yes in 0..=unknown_in {
                        found.push((
                            c.in_holds + yes + holds + unknown_yes,
                            c.in_fails + c.in_unknown - yes + fails + unknown_in - unknown_yes,
                        ));
                    }
                }
            }
        }
    }
    found
}

/// Whether a clause is met when all is known: the plain meaning of its words.
fn met(demand: &Demand, holds: u64, base: u64) -> bool {
    let h = Exact::from(holds);
    let side = |bound: Bound, value: &Exact, mark: &Exact| match bound {
        Bound::AtLeast => value >= mark,
        Bound::MoreThan => value > mark,
        Bound::AtMost => value <= mark,
        Bound::LessThan => value < mark,
        Bound::Exactly => value == mark,
    };
    match demand {
        Demand::All => holds == base,
        Demand::No => holds == 0,
        Demand::Count(bound, k) => side(*bound, &h, k),
        Demand::Between(j, k) => &h >= j && &h <= k,
        Demand::Share(bound, share) => side(*bound, &h, &share.mul(&Exact::from(base)).unwrap()),
        Demand::Rounded(bound, share, how) => {
            side(*bound, &h, &share.mul(&Exact::from(base)).unwrap().rounded(*how, 0))
        }
    }
}

/// The least number of changes that meets a clause: tried one by one.
fn least_changes(demand: &Demand, holds: u64, base: u64) -> Option<u64> {
    (0..=base).filter(|changed| met(demand, *changed, base)).map(|changed| changed.abs_diff(holds)).min()
}

fn demands() -> Vec<Demand> {
    let bounds = [Bound::AtLeast, Bound::MoreThan, Bound::AtMost, Bound::LessThan, Bound::Exactly];
    let mut all = vec![Demand::All, Demand::No];
    for bound in bounds {
        for (n, d) in [(-1, 1), (0, 1), (1, 2), (1, 1), (2, 1), (12, 5), (3, 1), (4, 1), (5, 1)] {
            all.push(Demand::Count(bound, Exact::fraction(n, d).unwrap()));
        }
        for (n, d) in [(-1, 10), (0, 1), (1, 4), (1, 3), (1, 2), (7, 10), (3, 4), (1, 1), (11, 10)] {
            all.push(Demand::Share(bound, Exact::fraction(n, d).unwrap()));
            for how in [Rounding::Down, Rounding::Up, Rounding::Nearest] {
                if bound != Bound::Exactly && (0..=d).contains(&n) {
                    all.push(Demand::Rounded(bound, Exact::fraction(n, d).unwrap(), how));
                }
            }
        }
    }
    for (j, k) in [(0, 0), (0, 2), (1, 2), (2, 3), (3, 1), (4, 5), (5, 6)] {
        all.push(Demand::Between(Exact::from(j as i64), Exact::from(k as i64)));
    }
    all
}

#[test]
fn a_shortfall_is_the_least_change_over_all_fillings() {
    let (states, mut checked) = (states(), 0);
    for demand in demands() {
        for counts in &states {
            let each: Vec<Option<u64>> =
                fillings(counts).iter().map(|(h, f)| least_changes(&demand, *h, h + f)).collect();
            let least = each.iter().flatten().min().copied();
            let most = each.iter().copied().collect::<Option<Vec<u64>>>().and_then(|all| all.into_iter().max());
            let found = shortfall(counts, &demand);
            let (got_least, got_most) = found.map_or((Some(0), Some(0)), |found| (found.least, found.most));
            assert_eq!((got_least, got_most), (least, most), "{demand:?} {counts:?} {found:?}");
            if let Some(found) = found {
                assert_eq!(found.impossible.is_some(), most.is_none(), "{demand:?} {counts:?} {found:?}");
            }
            checked += 1;
        }
    }
    assert!(checked > 20_000, "{checked}");
}

#[test]
fn an_exact_share_of_many_is_found_among_few_bases() {
    let numbers = [0u64, 3, 7, 10];
    let mut checked = 0;
    for code in 0..numbers.len().pow(6) {
        let number = |place: u32| numbers[code / numbers.len().pow(place) % numbers.len()];
        let counts = Counts {
            in_holds: number(0),
            in_fails: number(1),
            in_unknown: number(2),
            maybe_holds: number(3),
            maybe_fails: number(4),
            maybe_unknown: number(5),
            left_out: 0,
        };
        for (n, d) in [(1, 2), (1, 3), (3, 4), (7, 10)] {
            let (mut least, mut most, mut possible) = (None, 0, true);
            for holds in counts.holds_low()..=counts.holds_high() {
                for fails in counts.fails_low()..=counts.fails_high() {
                    let base = holds + fails;
                    if !(counts.inside()..=counts.all()).contains(&base) {
                        continue;
                    }
                    if n * base % d != 0 {
                        possible = false;
                        continue;
                    }
                    let changes = (n * base / d).abs_diff(holds);
                    (least, most) = (Some(least.map_or(changes, |least: u64| least.min(changes))), most.max(changes));
                }
            }
            let share = Exact::fraction(n as i64, d as i64).unwrap();
            let found = shortfall(&counts, &Demand::Share(Bound::Exactly, share));
            let got = found.map_or((Some(0), Some(0)), |found| (found.least, found.most));
            assert_eq!(got, (least, possible.then_some(most)), "{n}/{d} {counts:?} {found:?}");
            checked += 1;
        }
    }
    assert_eq!(checked, 4 * 4096);
    // Nothing is gone through one by one.
    let many = u64::from(u32::MAX) << 13;
    let counts = Counts { in_unknown: many, maybe_unknown: many, ..Counts::default() };
    let half = Demand::Share(Bound::Exactly, Exact::fraction(1, 2).unwrap());
    assert_eq!(shortfall(&counts, &half).map(|found| (found.least, found.most)), Some((Some(0), None)));
}

#[test]
fn what_is_impossible_says_why() {
    let two = Counts { in_fails: 2, ..Counts::default() };
    let third = Exact::fraction(1, 3).unwrap();
    for (demand, why) in [
        (Demand::Count(Bound::AtLeast, Exact::from(3i64)), Impossible::TooFew),
        (Demand::Count(Bound::LessThan, Exact::zero()), Impossible::Beyond),
        (Demand::Share(Bound::Exactly, third.clone()), Impossible::Indivisible),
        (Demand::Share(Bound::MoreThan, Exact::from(1i64)), Impossible::Beyond),
    ] {
        let found = shortfall(&two, &demand).unwrap();
        assert_eq!((found.least, found.impossible), (None, Some(why)), "{demand:?}");
    }
    let nobody = shortfall(&Counts::default(), &Demand::Share(Bound::MoreThan, third)).unwrap();
    assert_eq!(nobody.impossible, Some(Impossible::Nobody));
}

#[test]
fn a_share_never_prints_as_a_threshold_that_it_is_not() {
    let mark = |n, d| Exact::fraction(n, d).unwrap();
    let shown = |n, d, threshold: &Exact| percent(&mark(n, d), &[threshold]);
    let seventy = mark(7, 10);
    assert_eq!(shown(6999, 10000, &seventy), "69.99%");
    assert_eq!(shown(69_999_999, 100_000_000, &seventy), "69.999999%");
    assert_eq!(shown(70_000_001, 100_000_000, &seventy), "70.000001%");
    assert_eq!(shown(7, 10, &seventy), "70%");
    assert_eq!(shown(2, 3, &seventy), "66.7%");
    assert_eq!(shown(1, 3, &mark(1, 3)), "1/3");
    assert_eq!(shown(1, 8, &mark(1, 3)), "12.5%");
    assert_eq!(percent(&mark(99_999, 100_000), &[]), "99.999%");
    assert_eq!(percent(&mark(1, 100_000), &[]), "0.001%");
    assert_eq!(percent(&mark(1, 1), &[]), "100%");
    assert_eq!(percent(&mark(0, 1), &[]), "0%");
}
