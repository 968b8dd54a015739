//! Classes of records: two records of a class are the same to some conditions.
//!
//! A condition reads little of a record: a label, a missing value, on which
//! side of a bound a number lies. What each field gives is a small code; the
//! codes of all fields that are read, taken as the digits of one number, are
//! the record's class. There are few classes however many records there are,
//! so that conditions are asked of one record of each class, by the same
//! functions that explain single records, and records are only counted.
//!
//! Nothing here decides anything.

use crate::program::{
    ClauseId, Cond, Criterion, CriterionId, Definition, FieldId, KindId, List, Need, NumberKind, Origin, Part, Path,
    Set, Term, Test, Type,
};
use crate::roster::{ABSENT, Codes, Column, UNKNOWN};

use super::derived::Derived;
use super::evaluation::{Evaluation, Options};
use super::hand::Hand;
use super::numbering::{Coded, NO_ROW, number, sizes};
use super::sides::{Bound, Sides, bounds_of};
use super::states::STATES;
use super::threads;

/// The most classes of one batch of conditions.
pub(super) const MAX_CLASSES: usize = 1 << 16;

/// More classes than these a list may not have of its own: what it says is asked apart, and is one digit.
const MANY_CLASSES: usize = 4_096;

/// The most values of a number that are told apart from each other.
const FEW_VALUES: usize = 64;

/// The most texts that are told apart.
const MAX_TEXTS: usize = 4_096;

/// What some conditions read of a record.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Reads<'p> {
    fields: Vec<FieldRead<'p>>,
    /// Conditions that read more than is coded: their outcome is the code.
    conds: Vec<&'p Cond>,
}

/// A field that is read, and what is told apart of it.
#[derive(Debug, Clone, PartialEq)]
struct FieldRead<'p> {
    via: &'p [FieldId],
    field: FieldId,
    /// What numbers are told apart by.
    bounds: Vec<Bound<'p>>,
    /// Whether a number's value is told apart from all others.
    exact: bool,
    /// Texts that are told apart from all others.
    texts: Vec<&'p str>,
}

/// The classes of all records of a kind.
#[derive(Debug, Clone)]
pub(super) struct Classes {
    /// Of each row.
    pub ids: Vec<u16>,
    /// Those that occur, ascending.
    pub seen: Vec<Class>,
    /// Each digit's weight and how many values it has, in the order of [`Reads`]: fields, then conditions.
    digits: Vec<(u32, u32)>,
}

/// A class that occurs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Class {
    /// Its number.
    pub id: u16,
    /// One of its records: the last.
    pub row: u32,
}

impl<'p> Reads<'p> {
    /// The places of these in a larger set of readings that has them all.
    pub fn within(&self, all: &Reads<'p>) -> Vec<usize> {
        let fields = self.fields.iter().filter_map(|read| all.fields.iter().position(|other| other.is(read)));
        let conds = self.conds.iter().filter_map(|cond| all.conds.iter().position(|other| other == cond));
        fields.chain(conds.map(|at| at + all.fields.len())).collect()
    }

    /// Adds other readings.
    pub fn join(&mut self, other: &Reads<'p>) {
        for read in &other.fields {
            let own = self.field(read.via, read.field);
            own.bound(read.bounds.iter().copied());
            own.exact |= read.exact;
            own.texts.extend(read.texts.iter().copied());
            own.texts.sort_unstable();
            own.texts.dedup();
        }
        other.conds.iter().for_each(|cond| self.cond(cond));
    }

    fn field(&mut self, via: &'p [FieldId], field: FieldId) -> &mut FieldRead<'p> {
        let (bounds, texts) = (Vec::new(), Vec::new());
        let read = FieldRead { via, field, bounds, exact: false, texts };
        let at = self.fields.iter().position(|other| other.is(&read)).unwrap_or_else(|| {
            self.fields.push(read);
            self.fields.len() - 1
        });
        &mut self.fields[at]
    }

    fn cond(&mut self, cond: &'p Cond) {
        if !self.conds.contains(&cond) {
            self.conds.push(cond);
        }
    }
}

impl<'p> FieldRead<'p> {
    fn bound(&mut self, more: impl Iterator<Item = Bound<'p>>) {
        self.bounds.extend(more);
        self.bounds.sort();
        self.bounds.dedup();
    }

    fn is(&self, other: &FieldRead<'_>) -> bool {
        (self.via, self.field) == (other.via, other.field)
    }
}

impl Classes {
    /// How many records each class has, by its number.
    pub fn sizes(&self, options: &Options) -> Vec<u32> {
        let classes = self.seen.last().map_or(0, |class| usize::from(class.id) + 1);
        let parts = threads::run(threads::pieces(self.ids.len(), options), options.threads, |rows| {
            sizes(self.ids.get(rows).unwrap_or(&[]), classes)
        });
        let together = parts.into_iter().reduce(|mut all, part| {
            all.iter_mut().zip(part).for_each(|(all, part)| *all += part);
            all
        });
        together.unwrap_or_default()
    }

    /// A class's digits at some places, as one number.
    pub fn local(&self, places: &[usize]) -> Local {
        let mut size = 1usize;
        let digits = places.iter().filter_map(|place| self.digits.get(*place)).map(|(weight, radix)| {
            let own = size;
            size = size.saturating_mul(*radix as usize);
            (*weight, *radix, own)
        });
        let digits = digits.collect();
        Local { digits, size }
    }
}

/// Some digits of a class.
pub(super) struct Local {
    /// How many numbers they may make.
    pub size: usize,
    digits: Vec<(u32, u32, usize)>,
}

impl Local {
    /// The number that they make.
    pub fn of(&self, class: u16) -> usize {
        let class = u32::from(class);
        self.digits.iter().map(|(weight, radix, own)| (class / weight % radix) as usize * own).sum()
    }
}

impl<'a> Evaluation<'a> {
    /// Adds what a condition reads of a record of a kind, where it is the only one in hand.
    pub(super) fn gather(&self, kind: KindId, cond: &'a Cond, reads: &mut Reads<'a>) {
        match cond {
            Cond::Test(Test { path, set }) => {
                let read = reads.field(&path.via, path.field);
                match set {
                    Set::Numbers(set) => read.bound(bounds_of(set)),
                    Set::Texts(texts, _) => {
                        read.texts.extend(texts.iter().map(String::as_str));
                        read.texts.sort_unstable();
                        read.texts.dedup();
                    }
                    Set::Labels(_) | Set::YesNo(_) => {}
                }
            }
            // Only fields of the data may be missing: their codes say so.
            Cond::Presence(path, _) => {
                reads.field(&path.via, path.field);
            }
            Cond::Compare(left, _, right) => {
                let coded = |term: &'a Term| match term {
                    Term::Label(..) => Some(None),
                    Term::Field(path) => match self.field_at_end(kind, path)?.ty {
                        Type::Label(_) | Type::YesNo => Some(Some(path)),
                        Type::Text | Type::Number(_) | Type::Date | Type::Reference(_) => None,
                    },
                    _ => None,
                };
                match (coded(left), coded(right)) {
                    (Some(left), Some(right)) => {
                        left.into_iter().chain(right).for_each(|path| {
                            reads.field(&path.via, path.field);
                        });
                    }
                    _ => reads.cond(cond),
                }
            }
            Cond::Not(inner) => self.gather(kind, inner, reads),
            Cond::List(list) => {
                let mut own = Reads::default();
                self.gather_parts(kind, list, &mut own);
                // Several lists on one field may decide together what each leaves open: its values stay told apart.
                let one_field = own.fields.len() + own.conds.len() == 1;
                if !one_field && self.spread(kind, &own) > MANY_CLASSES { reads.cond(cond) } else { reads.join(&own) }
            }
            Cond::Clause(id) => {
                if self.clause_is_narrowed(*id) {
                    reads.cond(cond);
                }
            }
            // Of a record in hand a criterion says what its own condition and its `where` say.
            Cond::Meets(id) => {
                if let Some((criterion, filter)) = self.asked_of_one(kind, *id) {
                    filter.into_iter().for_each(|filter| self.gather(kind, filter, reads));
                    self.gather(kind, &criterion.cond, reads);
                }
            }
        }
    }

    /// The parts of a list, and of the lists of the same sort in it: they are told of together.
    fn gather_parts(&self, kind: KindId, list: &'a List, reads: &mut Reads<'a>) {
        for part in &list.parts {
            match &part.cond {
                Cond::List(inner) if inner.need == list.need => self.gather_parts(kind, inner, reads),
                cond => self.gather(kind, cond, reads),
            }
        }
    }

    /// A criterion that is for each record of a kind, and its `where`.
    fn asked_of_one(&self, kind: KindId, id: CriterionId) -> Option<(&'a Criterion, Option<&'a Cond>)> {
        let criterion = self.program.criteria.get(id.at())?;
        match &criterion.for_each[..] {
            [each] if each.kind == kind => Some((criterion, each.filter.as_ref())),
            _ => None,
        }
    }

    /// Adds what the verdict of a criterion reads that is for each record of a kind: more than its truth, since over
    /// nobody a clause has a truth, and a criterion another verdict. None where that may be more than is told apart.
    pub(super) fn gather_criterion(&self, kind: KindId, id: CriterionId, reads: &mut Reads<'a>) -> Option<()> {
        let Some((criterion, filter)) = self.asked_of_one(kind, id) else { return Some(()) };
        filter.into_iter().for_each(|filter| self.gather(kind, filter, reads));
        self.gather_verdict(kind, &criterion.cond, reads)
    }

    fn gather_verdict(&self, kind: KindId, cond: &'a Cond, reads: &mut Reads<'a>) -> Option<()> {
        match cond {
            Cond::List(list) if matches!(list.need, Need::All | Need::Any) && cond.asks_others() => {
                // Verdicts combine part by part; the parts that speak of no others have one truth together as well.
                let (others, plain): (Vec<&Part>, Vec<&Part>) =
                    list.parts.iter().partition(|part| part.cond.asks_others());
                let mut own = Reads::default();
                plain.iter().for_each(|part| self.gather(kind, &part.cond, &mut own));
                if self.spread(kind, &own) > MANY_CLASSES {
                    return None;
                }
                reads.join(&own);
                others.iter().try_for_each(|part| self.gather_verdict(kind, &part.cond, reads))
            }
            // Which of its parts demands somebody is not told by the truth of all of them.
            Cond::Clause(id) => {
                let clause = self.program.clauses.get(id.at())?;
                if clause.parts.len() > 1 && !clause.parts.iter().all(|part| part.quantifier.is_constant()) {
                    return None;
                }
                self.gather(kind, cond, reads);
                Some(())
            }
            Cond::Meets(id) => self.gather_criterion(kind, *id, reads),
            Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) | Cond::Not(_) | Cond::List(_) => {
                self.gather(kind, cond, reads);
                Some(())
            }
        }
    }

    /// What a derived field reads; none if its value is more than a choice between constants.
    pub(super) fn gather_origin(&self, kind: KindId, origin: &'a Origin) -> Option<Reads<'a>> {
        let mut reads = Reads::default();
        match origin {
            Origin::Key | Origin::Data { .. } | Origin::Previous { .. } => {}
            Origin::Define(Definition::Cond(cond)) => self.gather(kind, cond, &mut reads),
            Origin::Define(Definition::Term(term)) => self.gather_choice(kind, term, &mut reads)?,
            Origin::Award { cases, .. } => cases.iter().for_each(|case| self.gather(kind, &case.when, &mut reads)),
            Origin::Rank(_) => return None,
        }
        Some(reads)
    }

    fn gather_choice(&self, kind: KindId, term: &'a Term, reads: &mut Reads<'a>) -> Option<()> {
        match term {
            Term::Number(_) | Term::Date(_) | Term::Label(..) | Term::Text(_) => Some(()),
            Term::Field(path) => match self.field_at_end(kind, path)?.ty {
                Type::Label(_) | Type::YesNo => {
                    reads.field(&path.via, path.field);
                    Some(())
                }
                Type::Number(_) | Type::Date => {
                    let end = self.kind_at_end(kind, &path.via)?;
                    match self.derived(end, path.field)? {
                        Derived::Coded(coded) if coded.values().len() <= FEW_VALUES => {
                            reads.field(&path.via, path.field).exact = true;
                            Some(())
                        }
                        Derived::Coded(_) | Derived::Number(_) => None,
                    }
                }
                Type::Text | Type::Reference(_) => None,
            },
            Term::Add(one, other)
            | Term::Sub(one, other)
            | Term::Mul(one, other)
            | Term::Div(one, other)
            | Term::Min(one, other)
            | Term::Max(one, other) => {
                self.gather_choice(kind, one, reads)?;
                self.gather_choice(kind, other, reads)
            }
            Term::Rounded(inner, ..) => self.gather_choice(kind, inner, reads),
            Term::Cases(cases, otherwise) => {
                for (when, value) in cases {
                    self.gather(kind, when, reads);
                    self.gather_choice(kind, value, reads)?;
                }
                self.gather_choice(kind, otherwise, reads)
            }
            Term::OneOf(cases) => cases.iter().try_for_each(|(when, value)| {
                self.gather(kind, when, reads);
                self.gather_choice(kind, value, reads)
            }),
            Term::Aggregate(_) | Term::Shift(..) | Term::Elapsed(..) => None,
        }
    }

    fn field_at_end(&self, kind: KindId, path: &Path) -> Option<&'a crate::program::Field> {
        self.field(self.kind_at_end(kind, &path.via)?, path.field)
    }

    fn kind_at_end(&self, kind: KindId, via: &[FieldId]) -> Option<KindId> {
        via.iter().try_fold(kind, |kind, step| match self.field(kind, *step)?.ty {
            Type::Reference(next) => Some(next),
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => None,
        })
    }

    /// How many classes some readings may part the records of a kind into.
    pub(super) fn spread(&self, kind: KindId, reads: &Reads<'_>) -> usize {
        let fields = reads.fields.iter().map(|read| {
            let own = self.kind_at_end(kind, read.via).map_or(1, |end| self.radix(end, read));
            own.saturating_add(2 * read.via.len())
        });
        let conds = reads.conds.iter().map(|cond| outcomes(cond) as usize);
        fields.chain(conds).fold(1usize, |all, one| all.saturating_mul(one))
    }

    /// How many codes a field of a kind may have, without the ways to it.
    fn radix(&self, kind: KindId, read: &FieldRead<'_>) -> usize {
        match self.derived(kind, read.field) {
            Some(Derived::Coded(coded)) => {
                let values = coded.values().len();
                return self.sides(kind, read).map_or(values, |sides| sides.radix().min(values));
            }
            Some(Derived::Number(_)) => return self.sides(kind, read).map_or(usize::MAX, |sides| sides.radix()),
            None => {}
        }
        match self.roster.column(kind, read.field) {
            Some(Column::Code { missing, .. }) => *missing as usize + 1,
            Some(Column::Number { .. }) => read.bounds.len() + 2,
            Some(Column::Text(_)) => read.texts.len() + 2,
            Some(Column::Reference(_)) => 3,
            Some(Column::Derived) | None => 1,
        }
    }

    /// By what a field's numbers are told apart; none where each value is from all others, or it has no numbers.
    fn sides<'s, 'p>(&self, kind: KindId, read: &'s FieldRead<'p>) -> Option<Sides<'s, 'p>> {
        let whole = match self.field(kind, read.field)?.ty {
            Type::Number(NumberKind::Count | NumberKind::Integer) | Type::Date => true,
            Type::Number(NumberKind::Decimal | NumberKind::Percent) => false,
            Type::Text | Type::YesNo | Type::Label(_) | Type::Reference(_) => return None,
        };
        (!read.exact).then_some(Sides { bounds: &read.bounds, whole })
    }

    /// Parts the records of a kind into classes; none where there are too many.
    pub(super) fn classify(&self, kind: KindId, reads: &Reads<'a>, options: &Options) -> Option<Classes> {
        if self.spread(kind, reads) > MAX_CLASSES {
            return None;
        }
        let rows = self.roster.len(kind);
        let mut coded: Vec<Coded<'_>> = Vec::with_capacity(reads.fields.len() + reads.conds.len());
        for read in &reads.fields {
            coded.push(self.coded(kind, read.via, read)?);
        }
        for cond in &reads.conds {
            coded.push(Coded::owned(self.outcomes(kind, cond, options), outcomes(cond)));
        }
        let mut size = 1u32;
        let mut digits = Vec::with_capacity(coded.len());
        for one in &coded {
            digits.push((size, one.radix));
            size = size.checked_mul(one.radix).filter(|size| *size as usize <= MAX_CLASSES)?;
        }
        let mut ids = vec![0u16; rows];
        let mut rest = ids.as_mut_slice();
        let mut jobs = Vec::new();
        for piece in threads::pieces(rows, options) {
            let (own, others) = std::mem::take(&mut rest).split_at_mut(piece.len());
            jobs.push((piece.start, own));
            rest = others;
        }
        let parts = threads::run(jobs, options.threads, |(start, ids)| {
            let mut last = vec![NO_ROW; size as usize];
            number(&coded, &digits, start, ids, &mut last);
            last
        });
        let mut last = vec![NO_ROW; size as usize];
        for part in parts {
            last.iter_mut().zip(part).filter(|(_, row)| *row != NO_ROW).for_each(|(last, row)| *last = row);
        }
        let seen = (0u16..=u16::MAX).zip(last).filter(|(_, row)| *row != NO_ROW);
        let seen = seen.map(|(id, row)| Class { id, row }).collect();
        Some(Classes { ids, seen, digits })
    }

    /// The codes of a field of all records of a kind, along references.
    fn coded(&self, kind: KindId, via: &[FieldId], read: &FieldRead<'_>) -> Option<Coded<'_>> {
        let Some((step, rest)) = via.split_first() else { return self.coded_here(kind, read) };
        let Type::Reference(target) = self.field(kind, *step)?.ty else { return None };
        let far = self.coded(target, rest, read)?;
        let Some(Column::Reference(rows)) = self.roster.column(kind, *step) else { return None };
        // Along an unknown reference nothing is known of the field; along none there is nothing. Only presence can tell.
        let (unknown, absent) = (far.radix, far.radix + 1);
        let mut codes = Codes::up_to(absent);
        let of_each = far.whole();
        codes.extend(rows.iter().map(|row| match *row {
            UNKNOWN => unknown,
            ABSENT => absent,
            row => of_each.get(row as usize).unwrap_or(unknown),
        }));
        Some(Coded::owned(codes, absent + 1))
    }

    fn coded_here(&self, kind: KindId, read: &FieldRead<'_>) -> Option<Coded<'_>> {
        match self.derived(kind, read.field) {
            Some(Derived::Coded(coded)) => {
                let values = coded.values().len();
                let few = self.sides(kind, read).filter(|sides| sides.radix() < values);
                let codes = few.and_then(|sides| Some((coded.recoded(&sides)?, sides.radix() as u32)));
                return match codes {
                    Some((codes, radix)) => Some(Coded::owned(codes, radix)),
                    None if values > MAX_CLASSES => None,
                    None => Some(Coded::borrowed(coded.codes(), values as u32)),
                };
            }
            Some(Derived::Number(numbers)) => {
                let sides = self.sides(kind, read)?;
                if sides.radix() > MAX_CLASSES {
                    return None;
                }
                return Some(Coded::owned(sides.codes(numbers)?, sides.radix() as u32));
            }
            None => {}
        }
        match self.roster.column(kind, read.field)? {
            Column::Derived => None,
            Column::Code { codes, missing } => Some(Coded::borrowed(codes, missing + 1)),
            Column::Number { scale, values, known } => {
                // A value is at least a point from its ceiling on, and above it from the next of its floor.
                let reached = read.bounds.iter().map(|(point, above)| {
                    let (at, beyond) = point.scaled(*scale);
                    if *above { beyond } else { at }
                });
                Some(Coded::binned(values, reached.collect(), known.as_ref()))
            }
            Column::Text(texts) => {
                if read.texts.len() > MAX_TEXTS {
                    return None;
                }
                let (other, missing) = (read.texts.len() as u32, read.texts.len() as u32 + 1);
                let mut codes = Codes::up_to(missing);
                codes.extend((0..self.roster.len(kind)).map(|row| match texts.get(row) {
                    None => missing,
                    Some(text) => read.texts.binary_search(&text).map_or(other, |at| at as u32),
                }));
                Some(Coded::owned(codes, missing + 1))
            }
            Column::Reference(rows) => {
                let mut codes = Codes::up_to(2);
                codes.extend(rows.iter().map(|row| match *row {
                    UNKNOWN => 2,
                    ABSENT => 1,
                    _ => 0,
                }));
                Some(Coded::owned(codes, 3))
            }
        }
    }

    /// Whether what a clause says depends on the record in hand.
    fn clause_is_narrowed(&self, id: ClauseId) -> bool {
        self.program.clauses.get(id.at()).is_some_and(|clause| !clause.population.hand.is_empty())
    }

    /// What a list says of all records of a kind, by classes of its own; none where there are too many.
    fn list_outcomes(&self, kind: KindId, cond: &Cond, list: &'a List, options: &Options) -> Option<Codes> {
        let mut reads = Reads::default();
        self.gather_parts(kind, list, &mut reads);
        let classes = self.classify(kind, &reads, options)?;
        let mut of_class = vec![0u8; classes.seen.last().map_or(0, |class| usize::from(class.id) + 1)];
        for class in &classes.seen {
            if let Some(place) = of_class.get_mut(usize::from(class.id)) {
                *place = self.truth(cond, Hand::one(kind, class.row)) as u8;
            }
        }
        let codes = classes.ids.iter().map(|id| of_class.get(usize::from(*id)).copied().unwrap_or(0));
        Some(Codes::U8(codes.collect()))
    }

    /// What a condition says of all records of a kind.
    fn outcomes(&self, kind: KindId, cond: &'a Cond, options: &Options) -> Codes {
        let at_once = match cond {
            Cond::Clause(id) => self.clause_states(*id, kind),
            Cond::Compare(left, order, right) => self
                .compare_all(kind, left, *order, right)
                .or_else(|| self.compare_blocks(kind, (left, *order, right), options)),
            Cond::List(list) => self.list_outcomes(kind, cond, list, options),
            Cond::Test(_) | Cond::Presence(..) | Cond::Not(_) | Cond::Meets(_) => None,
        };
        at_once.unwrap_or_else(|| {
            let mut codes = Codes::up_to(outcomes(cond));
            codes.extend((0..self.roster.len(kind) as u32).map(|row| match cond {
                Cond::Clause(id) => self.clause_state(*id, Hand::one(kind, row)),
                Cond::Test(_)
                | Cond::Compare(..)
                | Cond::Presence(..)
                | Cond::Not(_)
                | Cond::List(_)
                | Cond::Meets(_) => self.truth(cond, Hand::one(kind, row)) as u32,
            }));
            codes
        })
    }
}

/// How many outcomes a condition may have.
fn outcomes(cond: &Cond) -> u32 {
    match cond {
        Cond::Clause(_) => STATES,
        Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) | Cond::Not(_) | Cond::List(_) | Cond::Meets(_) => 3,
    }
}
