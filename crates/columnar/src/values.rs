//! An array as a column of the builder, without a copy where its type allows.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, Date32Type, Decimal32Type, Decimal64Type, Decimal128Type, Int8Type, Int16Type, Int32Type,
    Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, DictionaryArray, FixedSizeBinaryArray, LargeBinaryArray,
    LargeStringArray, StringArray, StringViewArray, downcast_dictionary_array,
};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow_schema::DataType;
use tieuchi::roster::{Integers, Mask, Reading, TextList, Typed, Values};

use crate::MAX_TEXT;
use crate::written::{Written, is_written, written};

/// What a column of a type is for the builder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Texts, numbers, days: a field of texts takes any of them.
    Plain,
    /// Yes and no.
    YesNo,
    /// Nothing but missing values.
    Missing,
    /// A list or a record in each row.
    Nested,
    /// No field takes it.
    Foreign,
}

/// What a column of a type is.
pub(crate) fn sort(ty: &DataType) -> Sort {
    match ty {
        DataType::Null => Sort::Missing,
        DataType::Boolean => Sort::YesNo,
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 => Sort::Plain,
        DataType::UInt8 | DataType::UInt16 | DataType::UInt32 | DataType::UInt64 => Sort::Plain,
        DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Date32 => Sort::Plain,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Sort::Plain,
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => Sort::Plain,
        DataType::Dictionary(_, values) if !matches!(**values, DataType::Dictionary(..)) => sort(values),
        DataType::Struct(_) | DataType::Map(..) | DataType::Union(..) => Sort::Nested,
        DataType::List(_)
        | DataType::LargeList(_)
        | DataType::FixedSizeList(..)
        | DataType::ListView(_)
        | DataType::LargeListView(_) => Sort::Nested,
        ty if is_written(ty) => Sort::Plain,
        _ => Sort::Foreign,
    }
}

/// Why an array's values can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// Its type, or bytes that are no text.
    Foreign,
    /// A text longer than [`MAX_TEXT`].
    TooLong,
}

/// An array with what had to be made of it.
#[derive(Debug)]
pub(crate) struct Held {
    array: ArrayRef,
    made: Made,
}

#[derive(Debug)]
enum Made {
    Nothing,
    Missing,
    YesNo(BooleanBuffer),
    Decimals(ScalarBuffer<i128>, u32),
    /// The place of each row's text in the dictionary, which is the array.
    Places(ScalarBuffer<i32>, Option<NullBuffer>),
    Written(Written),
}

/// An array whose values are texts.
struct Strings<'a, A>(&'a A);

/// An array whose values are bytes, found to be texts.
struct Bytes<'a, A>(&'a A);

macro_rules! text_lists {
    ($($of:ident of $array:ty: $text:expr;)*) => {$(
        impl TextList for $of<'_, $array> {
            fn text(&self, at: usize) -> &str {
                $text(self.0.value(at))
            }
        }
    )*};
}

text_lists! {
    Strings of StringArray: std::convert::identity;
    Strings of LargeStringArray: std::convert::identity;
    Strings of StringViewArray: std::convert::identity;
    Bytes of BinaryArray: text;
    Bytes of LargeBinaryArray: text;
    Bytes of BinaryViewArray: text;
    Bytes of FixedSizeBinaryArray: text;
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or("")
}

impl Held {
    /// Makes of an array what the builder takes.
    pub(crate) fn new(array: &ArrayRef) -> Result<Held, Unfit> {
        let held = |made| Ok(Held { array: array.clone(), made });
        match array.data_type() {
            DataType::Null => held(Made::Missing),
            DataType::Boolean => held(Made::YesNo(array.as_boolean().values().clone())),
            DataType::Decimal128(_, scale @ 0..) => {
                let values = array.as_primitive::<Decimal128Type>().values().clone();
                held(Made::Decimals(values, u32::from(scale.unsigned_abs())))
            }
            DataType::Decimal64(_, scale @ 0..) => {
                let values = array.as_primitive::<Decimal64Type>().values().iter().map(|value| i128::from(*value));
                held(Made::Decimals(values.collect(), u32::from(scale.unsigned_abs())))
            }
            DataType::Decimal32(_, scale @ 0..) => {
                let values = array.as_primitive::<Decimal32Type>().values().iter().map(|value| i128::from(*value));
                held(Made::Decimals(values.collect(), u32::from(scale.unsigned_abs())))
            }
            DataType::Dictionary(..) => dictionary(array),
            ty if is_text(ty) => readable(array).and_then(|()| held(Made::Nothing)),
            ty if is_written(ty) => written(array).map_or(Err(Unfit::Foreign), |written| held(Made::Written(written))),
            ty if sort(ty) == Sort::Plain => held(Made::Nothing),
            _ => Err(Unfit::Foreign),
        }
    }

    /// The dictionary that the rows' places are of.
    pub(crate) fn dictionary(&self) -> Option<&ArrayRef> {
        matches!(self.made, Made::Places(..)).then_some(&self.array)
    }

    /// Its texts, if it has such.
    pub(crate) fn texts(&self) -> Option<Box<dyn TextList + '_>> {
        Some(match self.array.data_type() {
            DataType::Utf8 => Box::new(Strings(self.array.as_string::<i32>())),
            DataType::LargeUtf8 => Box::new(Strings(self.array.as_string::<i64>())),
            DataType::Utf8View => Box::new(Strings(self.array.as_string_view())),
            DataType::Binary => Box::new(Bytes(self.array.as_binary::<i32>())),
            DataType::LargeBinary => Box::new(Bytes(self.array.as_binary::<i64>())),
            DataType::BinaryView => Box::new(Bytes(self.array.as_binary_view())),
            DataType::FixedSizeBinary(_) => Box::new(Bytes(self.array.as_fixed_size_binary())),
            _ => return None,
        })
    }

    /// The column; none where every value is missing.
    pub(crate) fn typed<'a>(&'a self, texts: Option<&'a dyn TextList>, reading: &'a mut Reading) -> Option<Typed<'a>> {
        let array = &self.array;
        let nulls = match &self.made {
            Made::Places(_, nulls) => nulls.as_ref(),
            Made::Nothing | Made::Missing | Made::YesNo(_) | Made::Decimals(..) | Made::Written(_) => array.nulls(),
        };
        let known = nulls.filter(|nulls| nulls.null_count() > 0).map(|nulls| mask(nulls.inner()));
        let values = match (&self.made, texts) {
            (Made::Missing, _) => return None,
            (Made::YesNo(bits), _) => Values::YesNo(mask(bits)),
            (Made::Decimals(mantissas, places), _) => Values::Decimal { mantissas, places: *places },
            (Made::Written(written), _) => Values::Written { text: &written.text, cells: &written.cells },
            (Made::Places(places, _), Some(list)) => Values::Listed { places, list, reading },
            (Made::Nothing, Some(texts)) => Values::Texts(texts),
            (Made::Nothing | Made::Places(..), _) => match array.data_type() {
                DataType::Int8 => Values::Whole(Integers::I8(array.as_primitive::<Int8Type>().values())),
                DataType::Int16 => Values::Whole(Integers::I16(array.as_primitive::<Int16Type>().values())),
                DataType::Int32 => Values::Whole(Integers::I32(array.as_primitive::<Int32Type>().values())),
                DataType::Int64 => Values::Whole(Integers::I64(array.as_primitive::<Int64Type>().values())),
                DataType::UInt8 => Values::Whole(Integers::U8(array.as_primitive::<UInt8Type>().values())),
                DataType::UInt16 => Values::Whole(Integers::U16(array.as_primitive::<UInt16Type>().values())),
                DataType::UInt32 => Values::Whole(Integers::U32(array.as_primitive::<UInt32Type>().values())),
                DataType::UInt64 => Values::Whole(Integers::U64(array.as_primitive::<UInt64Type>().values())),
                DataType::Date32 => Values::Days(array.as_primitive::<Date32Type>().values()),
                _ => return None,
            },
        };
        Some(Typed { values, known })
    }
}

fn mask(bits: &BooleanBuffer) -> Mask<'_> {
    Mask { bytes: bits.values(), first: bits.offset() }
}

fn is_text(ty: &DataType) -> bool {
    matches!(
        ty,
        DataType::Utf8
            | DataType::LargeUtf8
            | DataType::Utf8View
            | DataType::Binary
            | DataType::LargeBinary
            | DataType::BinaryView
            | DataType::FixedSizeBinary(_)
    )
}

/// Whether all texts of an array are such, and of a length that is taken.
pub(crate) fn readable(array: &ArrayRef) -> Result<(), Unfit> {
    let fits = |length: usize| if length > MAX_TEXT { Err(Unfit::TooLong) } else { Ok(()) };
    let bytes = |bytes: Option<&[u8]>| {
        let Some(bytes) = bytes else { return Ok(()) };
        fits(bytes.len())?;
        std::str::from_utf8(bytes).map(|_| ()).map_err(|_| Unfit::Foreign)
    };
    match array.data_type() {
        DataType::Utf8 => {
            let offsets = array.as_string::<i32>().value_offsets();
            let all = offsets.last().zip(offsets.first()).map_or(0, |(last, first)| last.abs_diff(*first));
            let lengths =
                offsets.windows(2).map(|pair| pair.last().zip(pair.first()).map_or(0, |(b, a)| b.abs_diff(*a)));
            fits(if all as usize > MAX_TEXT { lengths.max().unwrap_or(0) as usize } else { 0 })
        }
        DataType::LargeUtf8 => {
            let texts = array.as_string::<i64>();
            (0..texts.len()).try_for_each(|row| fits(usize::try_from(texts.value_length(row)).unwrap_or(usize::MAX)))
        }
        DataType::Utf8View => array.as_string_view().lengths().try_for_each(|length| fits(length as usize)),
        DataType::Binary => array.as_binary::<i32>().iter().try_for_each(bytes),
        DataType::LargeBinary => array.as_binary::<i64>().iter().try_for_each(bytes),
        DataType::BinaryView => array.as_binary_view().iter().try_for_each(bytes),
        DataType::FixedSizeBinary(_) => array.as_fixed_size_binary().iter().try_for_each(bytes),
        _ => Ok(()),
    }
}

/// A dictionary of texts is kept; of anything else its values are put in their rows.
fn dictionary(array: &ArrayRef) -> Result<Held, Unfit> {
    downcast_dictionary_array! {
        array => of_dictionary(array),
        _ => Err(Unfit::Foreign)
    }
}

fn of_dictionary<K: ArrowDictionaryKeyType>(array: &DictionaryArray<K>) -> Result<Held, Unfit>
where
    K::Native: TryInto<i32>,
{
    let values = array.values();
    // A missing text in the dictionary makes its rows missing.
    if !is_text(values.data_type()) || values.null_count() > 0 {
        let plain = arrow_select::take::take(values, array.keys(), None).map_err(|_| Unfit::Foreign)?;
        return if matches!(plain.data_type(), DataType::Dictionary(..)) {
            Err(Unfit::Foreign)
        } else {
            Held::new(&plain)
        };
    }
    let keys = array.keys();
    let places = if let Some(keys) = (keys as &dyn Array).as_primitive_opt::<Int32Type>() {
        keys.values().clone()
    } else {
        keys.values().iter().map(|key| (*key).try_into().unwrap_or(-1)).collect()
    };
    Ok(Held { array: values.clone(), made: Made::Places(places, keys.nulls().cloned()) })
}
