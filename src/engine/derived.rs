//! Columns of derived fields.

use std::collections::HashMap;

use crate::roster::Codes;

use super::numbers::Numbers;
use super::read::Cell;
use super::sides::Sides;
use super::truth::Truth;

/// A derived field of all records of a kind.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Derived {
    /// Values of which there are few: each once, and its number for each record.
    Coded(Coded),
    /// Numbers, dates as days, that may be different for each record.
    Number(Numbers),
}

/// Values, each once, and which one each record has.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Coded {
    codes: Codes,
    values: Vec<Cell>,
    numbers: HashMap<Cell, u32>,
}

impl Coded {
    /// The same value for so many records.
    pub fn all(value: Cell, rows: usize) -> Coded {
        let mut codes = Codes::up_to(0);
        codes.extend(std::iter::repeat_n(0, rows));
        Coded { codes, numbers: HashMap::from([(value.clone(), 0)]), values: vec![value] }
    }

    /// The value of each class, by the classes of all records.
    pub fn of_classes(ids: &[u16], values: impl Iterator<Item = (u16, Cell)>) -> Coded {
        let mut coded = Coded { codes: Codes::up_to(0), values: Vec::new(), numbers: HashMap::new() };
        let mut of_class: Vec<u32> = Vec::new();
        for (class, value) in values {
            let number = coded.number(value);
            if of_class.len() <= usize::from(class) {
                of_class.resize(usize::from(class) + 1, 0);
            }
            of_class[usize::from(class)] = number;
        }
        coded.codes = Codes::up_to((coded.values.len() as u32).saturating_sub(1));
        coded.codes.extend(ids.iter().map(|class| of_class.get(usize::from(*class)).copied().unwrap_or(0)));
        coded
    }

    fn number(&mut self, value: Cell) -> u32 {
        let next = self.values.len() as u32;
        *self.numbers.entry(value).or_insert_with_key(|value| {
            self.values.push(value.clone());
            next
        })
    }

    /// Which value each record has.
    pub fn codes(&self) -> &Codes {
        &self.codes
    }

    /// The values, each once.
    pub fn values(&self) -> &[Cell] {
        &self.values
    }

    /// The codes of what each record's number is told apart by; none where that can't be told of one.
    pub fn recoded(&self, sides: &Sides<'_, '_>) -> Option<Codes> {
        let of_value = self.values.iter().map(|value| match value {
            Cell::Number(interval) => sides.code(interval),
            Cell::Truth(_) | Cell::Labels(_) => None,
        });
        let of_value: Vec<u32> = of_value.collect::<Option<_>>()?;
        let mut codes = Codes::up_to(sides.radix() as u32);
        codes.extend(
            (0..self.codes.len())
                .map(|row| self.codes.get(row).and_then(|code| of_value.get(code as usize)).copied().unwrap_or(0)),
        );
        Some(codes)
    }

    /// Gives a record a value.
    pub fn set(&mut self, row: u32, value: Cell) {
        let number = self.number(value);
        self.codes.widen(number);
        self.codes.set(row as usize, number);
    }

    /// The value of a record.
    pub fn get(&self, row: u32) -> Option<&Cell> {
        self.values.get(self.codes.get(row as usize)? as usize)
    }
}

impl Derived {
    /// The value of a record.
    pub fn get(&self, row: u32) -> Option<Cell> {
        match self {
            Derived::Coded(coded) => coded.get(row).cloned(),
            Derived::Number(column) => column.get(row).map(Cell::Number),
        }
    }

    /// One more record, of which nothing is known yet.
    pub fn push(&mut self) {
        match self {
            Derived::Number(column) => column.push(),
            Derived::Coded(coded) => {
                // Any value will do until its own is computed.
                if coded.values.is_empty() {
                    coded.number(Cell::Truth(Truth::Unknown));
                }
                coded.codes.push(0);
            }
        }
    }

    /// One record less.
    pub fn pop(&mut self) {
        match self {
            Derived::Number(column) => column.pop(),
            Derived::Coded(coded) => coded.codes.truncate(coded.codes.len().saturating_sub(1)),
        }
    }

    /// Exchanges two records.
    pub fn swap(&mut self, one: u32, other: u32) {
        match self {
            Derived::Number(column) => column.swap(one, other),
            Derived::Coded(coded) => coded.codes.swap(one as usize, other as usize),
        }
    }

    /// Puts a record's value in.
    pub fn set(&mut self, row: u32, cell: Cell) {
        match (self, cell) {
            (Derived::Coded(coded), cell) => coded.set(row, cell),
            (Derived::Number(column), Cell::Number(value)) => column.set(row, value),
            (Derived::Number(_), Cell::Truth(_) | Cell::Labels(_)) => {}
        }
    }
}
