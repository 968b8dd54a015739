//! One cell to one value, by the field's type.

use std::borrow::Cow;

use super::Cell;
use super::names::{LabelFound, LabelIndex, nearest};
use super::number::{self, Decimal, DecimalSign, NotNumber};
use super::problems::quote;
use super::text::{self, NotDay};
use crate::date::Date;
use crate::diagnostic::{DataFault, Wanted};
use crate::exact::{Exact, MAX_DIGITS};
use crate::program::{Field, Labels, NumberKind, Origin as FieldOrigin, Program, Type};

/// The largest share that is believed without a % sign, in tenths: 1.5 is 150%.
const MAX_BARE_SHARE_TENTHS: i64 = 15;

/// What a cell says.
pub(super) enum Value<'a> {
    Missing,
    Text(Cow<'a, str>),
    YesNo(bool),
    Number(Decimal),
    Date(Date),
    /// A label, and whether it was written otherwise than in the rules.
    Label(u32, bool),
    /// The key of another record.
    Key(Cow<'a, str>),
}

/// What reading needs to know beside the cell.
pub(super) struct Reading<'p> {
    pub program: &'p Program,
    pub labels: &'p [LabelIndex],
    pub sign: Option<DecimalSign>,
    /// Whether problems are only counted by now, and their details of no use.
    pub only_counting: bool,
}

/// Reads a cell as a value of a field.
pub(super) fn read<'a>(reading: &Reading<'_>, field: &Field, cell: &'a Cell<'_>) -> Result<Value<'a>, DataFault> {
    let (written, plain) = match cell {
        Cell::Blank => return Ok(Value::Missing),
        Cell::Nested => return Err(DataFault::NestedValue),
        Cell::Error(shown) => return Err(DataFault::ErrorCell { value: quote(shown) }),
        Cell::Bool(value) => {
            return if field.ty == Type::YesNo && field.origin != FieldOrigin::Key {
                Ok(Value::YesNo(*value))
            } else {
                Err(not_of_type(if *value { "true" } else { "false" }, wanted(field), None))
            };
        }
        Cell::Text(written) => (text::tidy(written), false),
        Cell::Number(written) => (Cow::Borrowed(written.as_ref()), true),
    };
    if written.is_empty() {
        return Ok(Value::Missing);
    }
    let ty = if field.origin == FieldOrigin::Key { Type::Text } else { field.ty };
    match ty {
        Type::Text => Ok(Value::Text(written)),
        Type::Reference(_) => Ok(Value::Key(written)),
        Type::YesNo => match text::yes_no(&written) {
            Some(value) if !plain => Ok(Value::YesNo(value)),
            Some(_) | None => Err(not_of_type(&written, Wanted::YesNo, None)),
        },
        Type::Date => match text::day(&written) {
            Ok(day) => Ok(Value::Date(day)),
            Err(NotDay::Shape) => Err(not_of_type(&written, Wanted::Date, None)),
            Err(NotDay::Nowhere(month_first)) => Err(DataFault::NoSuchDay { value: quote(&written), month_first }),
        },
        Type::Label(id) => {
            let found = reading.labels.get(id.at()).map_or(LabelFound::No, |index| index.find(&written));
            match found {
                LabelFound::Exact(number) => Ok(Value::Label(number, false)),
                LabelFound::Folded(number) => Ok(Value::Label(number, true)),
                LabelFound::No => {
                    let labels = reading.program.labels.get(id.at()).filter(|_| !reading.only_counting);
                    Err(unknown_label(&written, labels))
                }
            }
        }
        Type::Number(kind) => {
            let sign = if plain { Some(DecimalSign::Point) } else { reading.sign };
            let number = decimal(&written, plain, kind, field, sign)?;
            in_range(number, kind, field, &written)?;
            Ok(Value::Number(number))
        }
    }
}

fn wanted(field: &Field) -> Wanted {
    match (&field.origin, field.ty) {
        (FieldOrigin::Key, _) | (_, Type::Text) => Wanted::Text,
        (_, Type::YesNo) => Wanted::YesNo,
        (_, Type::Number(kind)) => wanted_number(kind),
        (_, Type::Date) => Wanted::Date,
        (_, Type::Label(_)) => Wanted::Label,
        (_, Type::Reference(_)) => Wanted::Reference,
    }
}

fn wanted_number(kind: NumberKind) -> Wanted {
    match kind {
        NumberKind::Count => Wanted::Count,
        NumberKind::Integer => Wanted::Integer,
        NumberKind::Decimal => Wanted::Decimal,
        NumberKind::Percent => Wanted::Percent,
    }
}

fn not_of_type(value: &str, wanted: Wanted, sign: Option<DecimalSign>) -> DataFault {
    DataFault::NotOfType { value: quote(value), wanted, sign: sign.map(DecimalSign::sign) }
}

fn unknown_label(value: &str, labels: Option<&Labels>) -> DataFault {
    let known: Vec<String> =
        labels.map(|set| set.labels.iter().filter(|label| !label.is_empty()).cloned().collect()).unwrap_or_default();
    let near = nearest(value, known.iter().map(String::as_str));
    DataFault::UnknownLabel { value: quote(value), nearest: near.map(str::to_owned), known }
}

fn decimal(
    written: &str,
    plain: bool,
    kind: NumberKind,
    field: &Field,
    sign: Option<DecimalSign>,
) -> Result<Decimal, DataFault> {
    let fault = |why: NotNumber| match why {
        NotNumber::Shape => not_of_type(written, wanted_number(kind), if plain { None } else { sign }),
        NotNumber::Ambiguous => DataFault::AmbiguousNumber { value: quote(written) },
        NotNumber::TooLong => DataFault::TooManyDigits { value: quote(written) },
    };
    let number = |text: &str| if plain { number::plain(text) } else { number::written(text, sign) }.map_err(fault);
    match kind {
        NumberKind::Decimal => number(written),
        NumberKind::Count | NumberKind::Integer => {
            let value = number(written)?;
            let whole = value.scale == 0 && (kind == NumberKind::Integer || value.mantissa >= 0);
            if whole { Ok(value) } else { Err(fault(NotNumber::Shape)) }
        }
        NumberKind::Percent => match written.strip_suffix('%') {
            Some(rest) => hundredth(number(rest.trim_end())?).ok_or_else(|| fault(NotNumber::TooLong)),
            None => {
                let value = number(written)?;
                let bare = Exact::fraction(MAX_BARE_SHARE_TENTHS, 10).unwrap_or_else(Exact::zero);
                let declared = field.range.as_ref().map(|(_, greatest)| greatest);
                let most = declared.filter(|greatest| **greatest > bare).unwrap_or(&bare);
                if magnitude(value) <= *most {
                    Ok(value)
                } else {
                    Err(DataFault::PercentWithoutSign { value: quote(written) })
                }
            }
        },
    }
}

/// Whether a field of numbers takes a plain number as it is.
pub(super) fn takes_number(field: &Field, written: &str) -> bool {
    let Type::Number(kind) = field.ty else { return false };
    let sign = Some(DecimalSign::Point);
    decimal(written, true, kind, field, sign).is_ok_and(|number| in_range(number, kind, field, written).is_ok())
}

fn magnitude(number: Decimal) -> Exact {
    let value = Exact::decimal(number.mantissa, number.scale);
    if value.is_negative() { value.neg() } else { value }
}

/// A hundredth, with the least scale.
fn hundredth(number: Decimal) -> Option<Decimal> {
    let Decimal { mut mantissa, mut scale } = number;
    if mantissa == 0 {
        return Some(number);
    }
    scale += 2;
    while scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    (scale <= MAX_DIGITS as u32).then_some(Decimal { mantissa, scale })
}

fn in_range(number: Decimal, kind: NumberKind, field: &Field, written: &str) -> Result<(), DataFault> {
    let Some(range) = &field.range else { return Ok(()) };
    let value = Exact::decimal(number.mantissa, number.scale);
    if value >= range.0 && value <= range.1 {
        return Ok(());
    }
    let percent = kind == NumberKind::Percent;
    Err(DataFault::OutOfRange { value: quote(written), range: Box::new(range.clone()), percent })
}
