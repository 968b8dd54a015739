//! Laws that whoever embeds rules wants to hold of them: what can be asked of any sample.

use std::collections::BTreeSet;
use std::fmt;

use crate::exact::Exact;
use crate::program::{Claim, CriterionId, FieldId, KindId, Program, Says, Type, fields_read};
use crate::report::report;
use crate::verdict::Verdict;

use super::ground::{Blank, Ground};
use super::sample::{Sample, Value};
use super::{Bounds, Unjudged};

/// A law about a program, to be held against samples of its ground.
#[derive(Debug, Clone)]
pub struct Law {
    ground: Ground,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Claim(Box<Claim>),
    Monotone { kind: KindId, field: FieldId, criterion: CriterionId },
    Keys,
    Order,
    Unread,
    NeverBoth(CriterionId, CriterionId),
}

/// What a sample says against a law, in English: it is for whoever programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken(String);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Broken {}

/// A name that the program doesn't have, or a field that has no higher and lower.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unknown(String);

impl Law {
    /// A claim or question of the rules: of what is stated of all records, that no sample refutes it; of what is asked to
    /// be possible, that no sample is an example.
    ///
    /// # Errors
    ///
    /// There is no claim of this identifier.
    pub fn claim(program: &Program, id: &str, bounds: &Bounds) -> Result<Law, Unknown> {
        let claim = program.claim(id).cloned().ok_or_else(|| Unknown(format!("there is no claim {id}")))?;
        let ground = Ground::of(program, bounds).for_claim(&claim.says);
        Ok(Law { ground, what: What::Claim(Box::new(claim)) })
    }

    /// Raising a field of any one record (`person.rating`), by whatever is its next higher value, never turns a criterion
    /// from met into not met.
    ///
    /// # Errors
    ///
    /// No such field or criterion; a field without higher and lower.
    pub fn monotone(program: &Program, field: &str, criterion: &str, bounds: &Bounds) -> Result<Law, Unknown> {
        let (kind, id) = field_named(program, field)?;
        let ground = Ground::of(program, bounds);
        let ordered = match ground.slot(kind.at(), id.at()).map(|slot| slot.ty) {
            Some(Type::Number(_) | Type::Date | Type::YesNo) => true,
            Some(Type::Label(set)) => program.labels.get(set.at()).is_some_and(|set| set.ordered),
            Some(Type::Text | Type::Reference(_)) | None => false,
        };
        if !ordered {
            return Err(Unknown(format!("{field} has no higher and lower, or isn't recorded")));
        }
        let criterion = criterion_named(program, criterion)?;
        Ok(Law { ground, what: What::Monotone { kind, field: id, criterion } })
    }

    /// Other keys of the records give the same verdicts.
    pub fn keys(program: &Program, bounds: &Bounds) -> Law {
        Law { ground: Ground::of(program, bounds), what: What::Keys }
    }

    /// The records in another order give the same verdicts.
    pub fn order(program: &Program, bounds: &Bounds) -> Law {
        Law { ground: Ground::of(program, bounds), what: What::Order }
    }

    /// Other values of fields that nothing reads give the same verdicts.
    pub fn unread(program: &Program, bounds: &Bounds) -> Law {
        Law { ground: Ground::of(program, bounds), what: What::Unread }
    }

    /// Where one criterion is met, so is another.
    ///
    /// # Errors
    ///
    /// No such criterion.
    pub fn implies(program: &Program, one: &str, other: &str, bounds: &Bounds) -> Result<Law, Unknown> {
        use crate::program::{Fate, Stated, Statement};
        let met = |id: &str| {
            let what = Statement::Verdict(criterion_named(program, id)?, Fate::Met);
            Ok(Stated { what, text: format!("{id} is met"), place: None })
        };
        let says = Says::Implies(met(one)?, met(other)?);
        let text = format!("does {one} imply {other}?");
        let claim = Claim { id: text.clone(), title: text.clone(), cites: Vec::new(), says, text, place: None };
        let ground = Ground::of(program, bounds).for_claim(&claim.says);
        Ok(Law { ground, what: What::Claim(Box::new(claim)) })
    }

    /// Two criteria are never both met.
    ///
    /// # Errors
    ///
    /// No such criterion.
    pub fn never_both(program: &Program, one: &str, other: &str, bounds: &Bounds) -> Result<Law, Unknown> {
        let what = What::NeverBoth(criterion_named(program, one)?, criterion_named(program, other)?);
        Ok(Law { ground: Ground::of(program, bounds), what })
    }

    /// The ground that its samples grow on.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// Holds a sample against the law.
    ///
    /// # Errors
    ///
    /// What the sample says against it. What the engine gives up on says nothing.
    pub fn check(&self, sample: &Sample) -> Result<(), Broken> {
        let program = self.ground.program();
        match &self.what {
            What::Claim(claim) => {
                if self.ground.judge(sample, |evaluation| evaluation.settles(&claim.says)).unwrap_or(false) {
                    return Err(Broken(format!("{} ({}) is settled by these records", claim.id, claim.text)));
                }
            }
            What::NeverBoth(one, other) => {
                let both = self.ground.judge(sample, |evaluation| {
                    evaluation.verdict(*one) == Verdict::Met && evaluation.verdict(*other) == Verdict::Met
                });
                if both.unwrap_or(false) {
                    return Err(Broken(format!(
                        "{} and {} are both met",
                        id_of(program, *one),
                        id_of(program, *other)
                    )));
                }
            }
            What::Monotone { kind, field, criterion } => return self.monotone_in(sample, *kind, *field, *criterion),
            What::Keys => return self.same(sample, &self.rekeyed(sample), "other keys"),
            What::Order => return self.same(sample, &self.turned(sample), "another order of the records"),
            What::Unread => {
                return self.same(sample, &self.unread_changed(sample), "other values of fields that nothing reads");
            }
        }
        Ok(())
    }

    fn monotone_in(&self, sample: &Sample, kind: KindId, field: FieldId, criterion: CriterionId) -> Result<(), Broken> {
        let verdict = |sample: &Sample| self.ground.judge(sample, |evaluation| evaluation.verdict(criterion));
        if verdict(sample) != Ok(Verdict::Met) {
            return Ok(());
        }
        let program = self.ground.program();
        for row in 0..sample.records(kind).len() {
            for higher in self.higher(sample, kind, field, row) {
                let mut raised = sample.clone();
                let place = raised.records_mut(kind).and_then(|rows| rows.get_mut(row)?.get_mut(field.at()));
                place.into_iter().for_each(|value| *value = higher.clone());
                if verdict(&raised) == Ok(Verdict::NotMet) {
                    let (key, id) = (sample.key(program, kind, row), id_of(program, criterion));
                    return Err(Broken(format!("{id} is met, and no more once {key} has {higher:?} in its place")));
                }
            }
        }
        Ok(())
    }

    /// The values that stand above one in the order of its field, among those that matter.
    fn higher(&self, sample: &Sample, kind: KindId, field: FieldId, row: usize) -> Vec<Value> {
        let now = sample.records(kind).get(row).and_then(|row| row.get(field.at()));
        let (Some(now), Some(slot)) = (now, self.ground.slot(kind.at(), field.at())) else { return Vec::new() };
        let above = |value: &Value| match (value, now) {
            (Value::Number(value), Value::Number(now)) => value > now,
            (Value::Date(value), Value::Date(now)) => value > now,
            (Value::Label(value), Value::Label(now)) => value > now,
            (Value::YesNo(value), Value::YesNo(now)) => *value && !*now,
            _ => false,
        };
        let mut found: Vec<Value> = slot.edges.iter().filter(|value| above(value)).cloned().collect();
        if let Value::Number(number) = now {
            let next =
                number.add(&Exact::from(1i64)).filter(|next| slot.range.as_ref().is_none_or(|(_, high)| next <= high));
            found.extend(next.map(Value::Number));
        }
        found
    }

    fn same(&self, sample: &Sample, changed: &Sample, how: &str) -> Result<(), Broken> {
        let verdicts = |sample: &Sample| -> Result<Vec<Verdict>, Unjudged> {
            self.ground.judge(sample, |evaluation| report(evaluation).criteria.iter().map(|one| one.verdict).collect())
        };
        match (verdicts(sample), verdicts(changed)) {
            (Ok(one), Ok(other)) if one != other => {
                Err(Broken(format!("{how} give other verdicts: {one:?}, then {other:?}")))
            }
            (Ok(_), Err(Unjudged::Records(found))) => {
                Err(Broken(format!("{how} are refused: {} findings", found.len())))
            }
            _ => Ok(()),
        }
    }

    fn rekeyed(&self, sample: &Sample) -> Sample {
        let mut changed = sample.clone();
        for (plot, rows) in self.ground.plots.iter().zip(&mut changed.tables) {
            let count = rows.len();
            for (at, row) in rows.iter_mut().enumerate() {
                let key = Value::Text(format!("k{}", count - at));
                row.get_mut(plot.key.at()).into_iter().for_each(|place| *place = key.clone());
            }
        }
        changed
    }

    fn turned(&self, sample: &Sample) -> Sample {
        let counts: Vec<usize> = sample.tables.iter().map(Vec::len).collect();
        let mut changed = sample.clone();
        for (plot, rows) in self.ground.plots.iter().zip(&mut changed.tables) {
            for (field, slot) in plot.slots.iter().enumerate() {
                let Some(to) = slot.as_ref().and_then(super::ground::target) else { continue };
                let count = counts.get(to.at()).copied().unwrap_or(0);
                for value in rows.iter_mut().filter_map(|row| row.get_mut(field)) {
                    if let Value::Record(row) = value {
                        *row = count.saturating_sub(*row + 1);
                    }
                }
            }
            rows.reverse();
        }
        changed
    }

    fn unread_changed(&self, sample: &Sample) -> Sample {
        let read = fields_read(self.ground.program());
        let mut changed = sample.clone();
        for ((plot, rows), read) in self.ground.plots.iter().zip(&mut changed.tables).zip(&read) {
            let own: BTreeSet<usize> = plot
                .series
                .iter()
                .flat_map(|one| one.owners.iter().chain([&one.period]))
                .map(|field| field.at())
                .collect();
            for (field, slot) in plot.slots.iter().enumerate() {
                let Some(slot) = slot.as_ref().filter(|_| read.get(field) == Some(&false) && !own.contains(&field))
                else {
                    continue;
                };
                if super::ground::target(slot).is_some() {
                    continue;
                }
                for (at, value) in rows.iter_mut().filter_map(|row| row.get_mut(field)).enumerate() {
                    let other = slot.edges.get(at % slot.edges.len().max(1)).cloned();
                    let blank = slot.blank == Blank::Missing && at % 3 == 0;
                    *value = if blank { Value::Blank } else { other.unwrap_or_else(|| value.clone()) };
                }
            }
        }
        changed
    }
}

fn id_of(program: &Program, id: CriterionId) -> &str {
    program.criteria.get(id.at()).map_or("", |criterion| criterion.id.as_str())
}

fn criterion_named(program: &Program, id: &str) -> Result<CriterionId, Unknown> {
    program.criterion(id).ok_or_else(|| Unknown(format!("there is no criterion {id}")))
}

fn field_named(program: &Program, text: &str) -> Result<(KindId, FieldId), Unknown> {
    let found = text.split_once('.').and_then(|(kind, field)| {
        let (id, declared) = (0u32..).map(KindId).zip(&program.kinds).find(|(_, one)| one.name.is(kind))?;
        let (own, _) = (0u32..).map(FieldId).zip(&declared.fields).find(|(_, one)| one.name.is(field))?;
        Some((id, own))
    });
    found.ok_or_else(|| Unknown(format!("there is no field {text}")))
}
