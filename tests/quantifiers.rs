//! Quantifiers against their definition: every filling of every small state, and the boundaries of shares.

use tieuchi::engine::{Counts, Interval, Threshold, Truth, attainable, decide};
use tieuchi::exact::{Exact, Rounding};
use tieuchi::program::Bound;

const BOUNDS: [Bound; 5] = [Bound::AtLeast, Bound::MoreThan, Bound::AtMost, Bound::LessThan, Bound::Exactly];

/// A plain quantifier, decided on known numbers with integers alone.
#[derive(Debug, Clone, Copy)]
enum Plain {
    All,
    No,
    Count(Bound, u64),
    Between(u64, u64),
    Share(Bound, u64, u64),
    Rounded(Bound, u64, u64, Rounding),
}

fn side(bound: Bound, left: u64, right: u64) -> bool {
    match bound {
        Bound::AtLeast => left >= right,
        Bound::MoreThan => left > right,
        Bound::AtMost => left <= right,
        Bound::LessThan => left < right,
        Bound::Exactly => left == right,
    }
}

impl Plain {
    /// Whether it holds where `holds` of `base` have the property.
    fn holds(self, holds: u64, base: u64) -> bool {
        match self {
            Plain::All => holds == base,
            Plain::No => holds == 0,
            Plain::Count(bound, k) => side(bound, holds, k),
            Plain::Between(low, high) => (low..=high).contains(&holds),
            Plain::Share(bound, a, b) => side(bound, b * holds, a * base),
            Plain::Rounded(bound, a, b, Rounding::Down) => side(bound, holds, a * base / b),
            Plain::Rounded(bound, a, b, Rounding::Up) => side(bound, holds, (a * base).div_ceil(b)),
            Plain::Rounded(bound, a, b, Rounding::Nearest) => side(bound, holds, (2 * a * base + b) / (2 * b)),
        }
    }

    fn threshold(self) -> Threshold {
        let point = |n: u64| Interval::point(Exact::from(n));
        match self {
            Plain::All => Threshold::All,
            Plain::No => Threshold::No,
            Plain::Count(bound, k) => Threshold::Count(bound, point(k)),
            Plain::Between(low, high) => Threshold::Between(point(low), point(high)),
            Plain::Share(bound, a, b) => {
                let share = Exact::fraction(a as i64, b as i64).expect("a fraction");
                Threshold::Share(bound, Interval::point(share))
            }
            Plain::Rounded(bound, a, b, how) => {
                let share = Exact::fraction(a as i64, b as i64).expect("a fraction");
                Threshold::Rounded(bound, Interval::point(share), how)
            }
        }
    }
}

/// All states of at most `most` records over the six cells.
fn states(most: u64) -> Vec<Counts> {
    let mut out = Vec::new();
    let mut cells = [0u64; 6];
    fill(&mut cells, 0, most, &mut out);
    out
}

fn fill(cells: &mut [u64; 6], at: usize, left: u64, out: &mut Vec<Counts>) {
    if at == cells.len() {
        let [in_holds, in_fails, in_unknown, maybe_holds, maybe_fails, maybe_unknown] = *cells;
        out.push(Counts { in_holds, in_fails, in_unknown, maybe_holds, maybe_fails, maybe_unknown, left_out: 0 });
        return;
    }
    for count in 0..=left {
        cells[at] = count;
        fill(cells, at + 1, left - count, out);
    }
    cells[at] = 0;
}

/// Every (holds, base) that some filling of the unknown memberships and properties gives.
fn fillings(c: &Counts) -> Vec<(u64, u64)> {
    let mut out = Vec::new();
    for in_yes in 0..=c.in_unknown {
        for holders in 0..=c.maybe_holds {
            for failers in 0..=c.maybe_fails {
                for open_in in 0..=c.maybe_unknown {
                    for open_yes in 0..=open_in {
                        let holds = c.in_holds + in_yes + holders + open_yes;
                        let fails = c.in_fails + (c.in_unknown - in_yes) + failers + (open_in - open_yes);
                        out.push((holds, holds + fails));
                    }
                }
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

fn quantifiers() -> Vec<Plain> {
    let mut out = vec![Plain::All, Plain::No];
    for bound in BOUNDS {
        out.extend((0..=7).map(|k| Plain::Count(bound, k)));
        for b in 1..=7u64 {
            out.extend((0..=b).map(|a| Plain::Share(bound, a, b)));
            for how in [Rounding::Down, Rounding::Up, Rounding::Nearest] {
                let sided = (0..=b).filter(|_| bound != Bound::Exactly);
                out.extend(sided.map(|a| Plain::Rounded(bound, a, b, how)));
            }
        }
    }
    for low in 0..=6 {
        out.extend((low..=7).map(|high| Plain::Between(low, high)));
    }
    out
}

#[test]
fn every_small_state_is_decided_as_its_fillings_say() {
    let quantifiers = quantifiers();
    let states = states(6);
    assert_eq!(states.len(), 924);
    let mut checks = 0u64;
    for counts in &states {
        let fillings = fillings(counts);
        for quantifier in &quantifiers {
            let yes = fillings.iter().filter(|(holds, base)| quantifier.holds(*holds, *base)).count();
            let wanted = if yes == fillings.len() {
                Truth::Yes
            } else if yes == 0 {
                Truth::No
            } else {
                Truth::Unknown
            };
            assert_eq!(decide(&quantifier.threshold(), counts), wanted, "{quantifier:?} of {counts:?}");
            checks += 1;
        }
    }
    assert!(checks > 200_000, "{checks}");
}

#[test]
fn attainable_shares_are_the_least_and_greatest_of_the_fillings() {
    for counts in states(6) {
        let shares: Vec<Exact> = fillings(&counts)
            .into_iter()
            .filter(|(_, base)| *base > 0)
            .map(|(holds, base)| Exact::fraction(holds as i64, base as i64).expect("a base"))
            .collect();
        let wanted = shares.iter().min().cloned().zip(shares.iter().max().cloned());
        assert_eq!(attainable(&counts), wanted, "{counts:?}");
    }
}

#[test]
fn a_threshold_between_two_values_is_decided_only_where_both_ends_agree() {
    for counts in states(4) {
        for bound in BOUNDS {
            for low in 0..=4u64 {
                for high in low..=4 {
                    let each: Vec<Truth> =
                        (low..=high).map(|k| decide(&Plain::Count(bound, k).threshold(), &counts)).collect();
                    let range = Interval { low: Some(Exact::from(low)), high: Some(Exact::from(high)) };
                    let got = decide(&Threshold::Count(bound, range), &counts);
                    // Sound: what is said holds for every threshold in the range.
                    if got != Truth::Unknown {
                        assert!(each.iter().all(|truth| *truth == got), "{bound:?} {low}..{high} of {counts:?}");
                    }
                    if bound != Bound::Exactly && each.iter().all(|truth| *truth == Truth::Yes) {
                        assert_eq!(got, Truth::Yes, "{bound:?} {low}..{high} of {counts:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn shares_at_their_boundaries_for_every_whole_percent() {
    for base in 0..=200u64 {
        for percent in 0..=100u64 {
            let boundary = percent * base / 100;
            for holds in boundary.saturating_sub(1)..=(boundary + 2).min(base) {
                let counts = Counts { in_holds: holds, in_fails: base - holds, ..Counts::default() };
                for bound in BOUNDS {
                    let plain = Plain::Share(bound, percent, 100);
                    let wanted = Truth::from(plain.holds(holds, base));
                    assert_eq!(decide(&plain.threshold(), &counts), wanted, "{bound:?} {percent}% of {base}: {holds}");
                }
            }
        }
    }
}
