//! Exact numbers against fractions of integers of any size: the short ways, which two machine words allow, give what the
//! long way gives; and what is read and written.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Pow, Signed, Zero};
use proptest::prelude::*;

use tieuchi::exact::{Exact, MAX_BITS, NotExact, Rounding};

/// Integers about which something changes: the ends of machine words, powers of ten, and longer ones.
fn integer() -> impl Strategy<Value = BigInt> {
    let power = |base: u32, highest: u32| (0..=highest).prop_map(move |power| BigInt::from(base).pow(power));
    let size = prop_oneof![
        (0..12u64).prop_map(BigInt::from),
        any::<u32>().prop_map(BigInt::from),
        any::<u64>().prop_map(BigInt::from),
        power(2, 140),
        power(10, 40),
        (any::<u128>(), any::<u128>()).prop_map(|(one, two)| BigInt::from(one) * two),
    ];
    (size, -1..=1i32, any::<bool>()).prop_map(|(size, beside, negative)| {
        let number = size + beside;
        if negative { -number } else { number }
    })
}

fn fraction() -> impl Strategy<Value = BigRational> {
    let ends = (any::<bool>(), any::<bool>()).prop_map(|(low, whole)| {
        let end = BigInt::from(if low { i64::MIN } else { i64::MAX });
        BigRational::new(end, BigInt::from(if whole { 1 } else { 10 }))
    });
    let any = (integer(), integer()).prop_filter_map("a denominator", |(numerator, denominator)| {
        (!denominator.is_zero()).then(|| BigRational::new(numerator, denominator))
    });
    prop_oneof![9 => any, 1 => ends]
}

fn exact(value: &BigRational) -> Exact {
    format!("{}/{}", value.numer(), value.denom()).parse().expect("a fraction")
}

fn long_way(value: &Exact) -> BigRational {
    let long = BigRational::new_raw(value.numerator(), value.denominator());
    assert_eq!(long, long.reduced(), "in lowest terms");
    long
}

/// What arithmetic may give.
fn bounded(value: BigRational) -> Option<BigRational> {
    (value.numer().bits() <= MAX_BITS && value.denom().bits() <= MAX_BITS).then_some(value)
}

fn rounded(value: &BigRational, how: Rounding, places: u32) -> BigRational {
    let unit = BigInt::from(10).pow(places);
    let (numerator, denominator) = (value.numer() * &unit, value.denom());
    let whole = match how {
        Rounding::Down => numerator.div_floor(denominator),
        Rounding::Up => -(-numerator).div_floor(denominator),
        Rounding::Nearest => {
            numerator.signum() * (numerator.abs() * 2u32 + denominator).div_floor(&(denominator * 2u32))
        }
    };
    BigRational::new(whole, unit)
}

/// Cut towards zero, without zeros at the end.
fn text(value: &BigRational, places: usize) -> String {
    let scaled = (value.numer().abs() * BigInt::from(10).pow(places as u32)).div_floor(value.denom());
    let sign = if value.is_negative() && !scaled.is_zero() { "-" } else { "" };
    let digits = format!("{:0>width$}", scaled.to_string(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    let part = part.trim_end_matches('0');
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole},{part}") }
}

proptest! {
    #[test]
    fn arithmetic_is_that_of_fractions(one in fraction(), two in fraction()) {
        let (a, b) = (exact(&one), exact(&two));
        prop_assert_eq!(long_way(&a), one.clone());
        prop_assert_eq!(a.add(&b).as_ref().map(long_way), bounded(&one + &two));
        prop_assert_eq!(a.sub(&b).as_ref().map(long_way), bounded(&one - &two));
        prop_assert_eq!(a.mul(&b).as_ref().map(long_way), bounded(&one * &two));
        let quotient = if two.is_zero() { None } else { bounded(&one / &two) };
        prop_assert_eq!(a.div(&b).as_ref().map(long_way), quotient);
        prop_assert_eq!(long_way(&a.neg()), -one.clone());
        prop_assert_eq!(a.cmp(&b), one.cmp(&two));
        prop_assert_eq!(a == b, one == two);
    }

    /// Of one denominator, and of one number, there are shorter ways still.
    #[test]
    fn so_it_is_where_denominators_are_shared(one in any::<i64>(), two in any::<i64>(), denominator in 1..=12i64) {
        let of = |numerator: i64| BigRational::new(numerator.into(), denominator.into());
        let (a, b) = (Exact::fraction(one, denominator), Exact::fraction(two, denominator));
        let (a, b) = (a.expect("a denominator"), b.expect("a denominator"));
        prop_assert_eq!(a.add(&b).as_ref().map(long_way), Some(of(one) + of(two)));
        prop_assert_eq!(a.sub(&a), Some(Exact::zero()));
        prop_assert_eq!(a.cmp(&b), one.cmp(&two));
        prop_assert_eq!(Exact::fraction(one, -denominator), Some(a.neg()));
        prop_assert_eq!(Exact::fraction(one, 0), None);
    }

    #[test]
    fn what_is_asked_of_a_number(value in fraction(), places in 0..20u32) {
        let number = exact(&value);
        prop_assert_eq!(number.is_integer(), value.is_integer());
        prop_assert_eq!(number.is_negative(), value.is_negative());
        prop_assert_eq!(number.is_zero(), value.is_zero());
        prop_assert_eq!(number.floor(), value.numer().div_floor(value.denom()));
        prop_assert_eq!(number.ceil(), -(-value.numer()).div_floor(value.denom()));
        prop_assert_eq!(number.to_i64(), value.is_integer().then(|| i64::try_from(value.numer()).ok()).flatten());
        for how in [Rounding::Down, Rounding::Up, Rounding::Nearest] {
            prop_assert_eq!(long_way(&number.rounded(how, places)), rounded(&value, how, places));
        }
        prop_assert_eq!(number.to_text(places as usize, ','), text(&value, places as usize));
    }

    /// What is written reads as the same number, and as a decimal where it is a short one.
    #[test]
    fn numbers_read_as_they_are_written(value in fraction(), mantissa in any::<i128>(), scale in 0..=24u32) {
        let number = exact(&value);
        prop_assert_eq!(number.to_string().parse(), Ok(number.clone()));
        prop_assert_eq!(number.to_string().contains('/'), number.to_decimal().is_none() && !value.is_integer());

        let decimal = Exact::decimal(mantissa, scale);
        let wanted = BigRational::new(mantissa.into(), BigInt::from(10).pow(scale));
        prop_assert_eq!(long_way(&decimal), wanted.clone());
        // With the fewest places.
        let fewest = (0..=18u32).find(|places| (&wanted * BigInt::from(10).pow(*places)).is_integer());
        let found = decimal.to_decimal();
        prop_assert_eq!(found.map(|(_, places)| places), fewest);
        if let Some((mantissa, places)) = found {
            prop_assert_eq!(Exact::decimal(mantissa, places), decimal);
        }
    }
}

#[test]
fn numbers_of_machine_words_are_read_at_their_ends() {
    for number in [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX] {
        assert_eq!(Exact::from(number).to_i64(), Some(number));
        assert_eq!(Exact::from(number).neg().neg(), Exact::from(number));
        assert_eq!(Exact::from(number).neg().numerator(), -BigInt::from(number));
    }
    assert_eq!(Exact::from(u64::MAX).numerator(), BigInt::from(u64::MAX));
    assert_eq!(Exact::from(u64::MAX).to_i64(), None);
}

#[test]
fn arithmetic_ends_where_numbers_are_too_long() {
    let power = |bits: u32| Exact::from(BigInt::from(2).pow(bits));
    let (most, least) = (power(1023), Exact::from(1i64).div(&power(1023)).expect("it fits"));
    assert!(power(1022).mul(&Exact::from(2i64)).is_some());
    assert_eq!(most.mul(&Exact::from(2i64)), None);
    assert_eq!(most.add(&most), None);
    assert_eq!(least.div(&Exact::from(2i64)), None);
    assert_eq!(most.sub(&most), Some(Exact::zero()));
}

#[test]
fn what_is_no_number_is_told_from_what_is_too_long() {
    for text in [
        "", "-", "--1", "+1", ".5", "1.", "1.2.3", "1,5", "1e5", "a", "1a", "1.a", "1/", "/2", "1/0", "1/2/3", "٣",
        " 1",
    ] {
        assert_eq!(text.parse::<Exact>(), Err(NotExact::Shape), "{text:?}");
    }
    for (text, wanted) in
        [("12", "12"), ("-3.50", "-3.5"), ("2/3", "2/3"), ("-4/-6", "2/3"), ("1.5/0.5", "3"), ("007", "7")]
    {
        assert_eq!(text.parse::<Exact>().map(|number| number.to_string()).as_deref(), Ok(wanted), "{text}");
    }
    // Results are read back from programs, and have up to so many digits.
    let digits = MAX_BITS as usize / 3;
    let longest = "9".repeat(digits);
    assert_eq!(longest.parse::<Exact>().map(|number| number.to_string()), Ok(longest.clone()));
    let (whole, part) = longest.split_at(digits - 5);
    assert!(format!("{whole}.{part}").parse::<Exact>().is_ok());
    for text in [format!("{longest}9"), format!("{longest}.9"), format!("1.{longest}"), format!("{whole}.{part}9")] {
        assert_eq!(text.parse::<Exact>(), Err(NotExact::TooLong), "{} digits", text.len());
    }
}
