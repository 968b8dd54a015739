//! The changes of records that a report's words come to: who gets a property or
//! loses it, who comes in, who leaves.

use super::programs::{PARENT, PERSON, UNIT};
use super::rosters::{self, At, Cells, key};
use super::sentences::{Made, number_of};
use tieuchi::engine::{Evaluation, Hand, Options, Truth, evaluate};
use tieuchi::program::{Base, ClauseId, FieldId, KindId, Origin, Program, Type};
use tieuchi::report::{Direction, Explanation, PartReport, Report, What, report};

/// A part of a clause as a report tells it.
#[derive(Debug, Clone)]
pub struct Told {
    pub clause: ClauseId,
    pub hand: Hand,
    pub number: usize,
    pub part: PartReport,
}

/// Every part of every sentence in a report.
pub fn told(report: &Report, cells: &Cells) -> Vec<Told> {
    let mut found = Vec::new();
    for criterion in &report.criteria {
        let whole = criterion.explanation.iter();
        whole.for_each(|explanation| collect(explanation, Hand::none(), &mut found));
        for record in criterion.for_each.iter().flat_map(|each| &each.records) {
            let row = cells.row(UNIT, &record.ids[0]);
            collect(&record.explanation, Hand::one(UNIT, row), &mut found);
        }
    }
    for award in report.awards.iter().filter(|award| award.kind.id == "unit") {
        for record in &award.records {
            let hand = Hand::one(UNIT, cells.row(UNIT, &record.id));
            record.cases.iter().for_each(|case| collect(&case.explanation, hand, &mut found));
        }
    }
    found
}

fn collect(explanation: &Explanation, hand: Hand, found: &mut Vec<Told>) {
    match &explanation.what {
        What::List(list) => list.parts.iter().for_each(|part| collect(&part.explanation, hand, found)),
        What::Clause(clause) => {
            let id = number_of(&clause.text).expect("a clause's text is its number");
            let parts = clause.parts.iter().cloned().enumerate();
            found.extend(parts.map(|(number, part)| Told { clause: id, hand, number, part }));
        }
        What::Test(test) => test.defined.iter().for_each(|defined| collect(defined, hand, found)),
        What::Not(inner) => collect(inner, hand, found),
        What::Compare(_) | What::Presence(_) | What::Meets(_) => {}
    }
}

/// A change of the records.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    Set(At, Option<String>),
    Add(KindId, Vec<Option<String>>),
    Remove(KindId, usize),
}

impl Cells {
    pub fn row(&self, kind: KindId, key: &str) -> u32 {
        let found = self.0[kind.at()].iter().position(|row| row[0].as_deref() == Some(key));
        found.expect("a report names records that there are") as u32
    }

    /// The same with changes made; who is removed goes last, so that rows keep their places until then.
    pub fn changed(&self, changes: &[Change]) -> Cells {
        let mut cells = self.clone();
        let mut gone = Vec::new();
        for change in changes {
            match change {
                Change::Set((kind, row, field), value) => cells.0[kind.at()][*row][field.at()].clone_from(value),
                Change::Add(kind, row) => {
                    let table = &mut cells.0[kind.at()];
                    let mut row = row.clone();
                    row[0] = Some(format!("new{}", table.len()));
                    table.push(row);
                }
                Change::Remove(kind, row) => gone.push((*kind, *row)),
            }
        }
        gone.sort_unstable();
        gone.dedup();
        for (kind, row) in gone.into_iter().rev() {
            cells.0[kind.at()].remove(row);
        }
        cells
    }

    fn refers_to(&self, key: &str) -> bool {
        self.0.iter().flatten().any(|row| row[1..].iter().flatten().any(|cell| cell == key))
    }
}

/// One part of one clause with some records in hand, and the records that it is judged on.
pub struct Trial<'m> {
    pub made: &'m Made,
    pub cells: &'m Cells,
    pub clause: ClauseId,
    pub hand: Hand,
    pub number: usize,
}

/// Asks something of the evaluation of some records.
pub fn evaluated<T>(program: &Program, cells: &Cells, ask: impl FnOnce(&Evaluation<'_>) -> T) -> T {
    let roster = cells.roster(program);
    let evaluation = evaluate(program, &roster, &Options::default()).expect("made programs are small");
    ask(&evaluation)
}

impl Trial<'_> {
    pub fn population(&self) -> KindId {
        self.made.program.clauses[self.clause.at()].population.kind
    }

    /// The same part over other records.
    pub fn with<'c>(&'c self, cells: &'c Cells) -> Trial<'c> {
        Trial { made: self.made, cells, ..*self }
    }

    /// Another part of the same clause.
    pub fn with_number(&self, number: usize) -> Trial<'_> {
        Trial { number, ..*self }
    }

    /// The truth of the part after some changes.
    pub fn truth(&self, changes: &[Change]) -> Truth {
        evaluated(&self.made.program, &self.cells.changed(changes), |evaluation| {
            evaluation.part_truths(self.clause, self.hand)[self.number]
        })
    }

    /// What a record is to the part after some changes.
    pub fn marks(&self, changes: &[Change], row: u32) -> (Truth, Truth) {
        evaluated(&self.made.program, &self.cells.changed(changes), |evaluation| {
            evaluation.marks(self.clause, self.number, self.hand, row)
        })
    }

    /// The part as a report tells it of these records.
    pub fn told(&self) -> Option<PartReport> {
        let report = evaluated(&self.made.program, self.cells, report);
        let here = |told: &Told| (told.clause, told.hand, told.number) == (self.clause, self.hand, self.number);
        told(&report, self.cells).into_iter().find(here).map(|told| told.part)
    }

    /// What a cell may be set to: any value of its type, or blank where that means that there is no reference.
    fn values(&self, kind: KindId, row: usize, id: FieldId) -> Vec<Option<String>> {
        let field = &self.made.program.kinds[kind.at()].fields[id.at()];
        let mut values: Vec<Option<String>> = match field.ty {
            Type::Reference(to) => {
                let most = if (kind, id) == (UNIT, PARENT) { row } else { usize::MAX };
                self.cells.0[to.at()].iter().take(most).map(|row| row[0].clone()).collect()
            }
            _ => rosters::values(&self.made.program, kind, row, id, field, &[]).into_iter().map(Some).collect(),
        };
        if matches!(field.origin, Origin::Data { optional: true, .. }) {
            values.push(None);
        }
        values
    }

    /// Ways to set some fields of some records alike: one field first, then all.
    fn settings(&self, kind: KindId, rows: &[usize], fields: &[FieldId]) -> Vec<Vec<Change>> {
        let all = |field: FieldId| {
            let row = rows.first().copied().unwrap_or(0);
            let set = move |value: Option<String>| {
                rows.iter().map(|row| Change::Set((kind, *row, field), value.clone())).collect::<Vec<_>>()
            };
            self.values(kind, row, field).into_iter().map(set)
        };
        let mut ways: Vec<Vec<Change>> = fields.iter().flat_map(|field| all(*field)).collect();
        if fields.len() > 1 {
            let mut product: Vec<Vec<Change>> = vec![Vec::new()];
            for field in fields {
                if product.len() > 40 {
                    break;
                }
                let each = |before: &Vec<Change>| {
                    all(*field).map(|way| before.iter().cloned().chain(way).collect()).collect::<Vec<_>>()
                };
                product = product.iter().flat_map(each).collect();
            }
            ways.extend(product);
        }
        ways
    }

    /// How to give a record the property, or to take it, its place in the base unchanged.
    fn flip(&self, row: u32, wanted: Truth) -> Option<Vec<Change>> {
        let shape = &self.made.shapes[self.clause.at()];
        let ways = if shape.group.is_empty() {
            self.settings(self.population(), &[row as usize], &shape.parts[self.number])
        } else {
            let unit = Some(key_of(self.cells, UNIT, row));
            let persons = self.cells.0[PERSON.at()].iter().enumerate();
            let of_it: Vec<usize> = persons.filter(|(_, person)| person[1] == unit).map(|(row, _)| row).collect();
            self.settings(PERSON, &of_it, &shape.group)
        };
        ways.into_iter().find(|way| self.marks(way, row) == (Truth::Yes, wanted))
    }

    /// How to bring a record into the base, or out of it.
    fn move_over(&self, row: u32, wanted: Truth) -> Option<Vec<Change>> {
        let (kind, at) = (self.population(), row as usize);
        let key = key_of(self.cells, kind, row);
        if wanted.is_no() && kind != UNIT && !self.cells.refers_to(&key) {
            return Some(vec![Change::Remove(kind, at)]);
        }
        let mut fields = self.chosen_by();
        // A unit that is put elsewhere takes those below along.
        fields.retain(|field| (kind, *field) != (UNIT, PARENT));
        let ways = self.settings(kind, &[at], &fields);
        ways.into_iter().find(|way| self.marks(way, row).0 == wanted)
    }

    /// The fields that decide who is in the part's base.
    fn chosen_by(&self) -> Vec<FieldId> {
        let shape = &self.made.shapes[self.clause.at()];
        let parts = &self.made.program.clauses[self.clause.at()].parts;
        let mut fields = Vec::new();
        let mut base = parts[self.number].base;
        loop {
            let before = match base {
                Base::Population => break,
                Base::Holding(before) => before as usize,
                Base::Rest => 0,
            };
            fields.extend(&shape.parts[before]);
            base = parts[before].base;
        }
        fields.extend(&shape.filter);
        fields
    }

    /// A record of the kind that is in the base as soon as it is there.
    fn newcomer(&self) -> Option<Vec<Change>> {
        let kind = self.population();
        let row = self.cells.0[kind.at()].len();
        let fields = &self.made.program.kinds[kind.at()].fields;
        let first = (0u32..).zip(fields).map(|(id, field)| match field.origin {
            Origin::Key => Some("new".to_owned()),
            Origin::Data { .. } => self.values(kind, row, FieldId(id)).first().cloned().flatten(),
            Origin::Define(_) | Origin::Award { .. } | Origin::Previous { .. } | Origin::Rank(_) => None,
        });
        let record: Vec<Option<String>> = first.collect();
        let settings = self.settings(kind, &[row], &self.chosen_by());
        let records = std::iter::once(record.clone()).chain(settings.into_iter().map(|way| {
            let mut record = record.clone();
            for change in way {
                if let Change::Set((_, _, field), value) = change {
                    record[field.at()] = value;
                }
            }
            record
        }));
        let mut ways = records.map(|record| vec![Change::Add(kind, record)]);
        ways.find(|way| self.sound(way) && self.marks(way, row as u32).0.is_yes())
    }

    /// Whether every reference that there must be is there.
    fn sound(&self, way: &[Change]) -> bool {
        way.iter().all(|change| match change {
            Change::Add(kind, record) => {
                let fields = &self.made.program.kinds[kind.at()].fields;
                fields.iter().zip(record).all(|(field, cell)| {
                    let blank =
                        matches!(field.origin, Origin::Data { optional, may_be_unknown } if optional || may_be_unknown);
                    cell.is_some() || blank || !matches!(field.ty, Type::Reference(_))
                })
            }
            Change::Set(..) | Change::Remove(..) => true,
        })
    }

    /// Changes of one record each that bring the part nearer.
    pub fn changes(&self, part: &PartReport, direction: Direction) -> Vec<Vec<Change>> {
        let bare = self.made.program.clauses[self.clause.at()].parts[self.number].property.is_none();
        let rows = 0..self.cells.0[self.population().at()].len() as u32;
        match (direction, bare) {
            (Direction::More, true) => {
                let outside = rows.filter(|row| self.marks(&[], *row).0.is_no());
                let mut ways: Vec<_> = outside.filter_map(|row| self.move_over(row, Truth::Yes)).collect();
                if part_base(self) == Base::Population
                    && let Some(way) = self.newcomer()
                {
                    ways.extend(vec![way; 4]);
                }
                ways
            }
            (Direction::Fewer, true) => {
                let inside = rows.filter(|row| self.marks(&[], *row).0.is_yes());
                inside.filter_map(|row| self.move_over(row, Truth::No)).collect()
            }
            (_, false) => {
                let wanted = if direction == Direction::More { Truth::Yes } else { Truth::No };
                let kind = self.population();
                let against = part.against.iter().filter(|one| one.member.is_yes());
                against.filter_map(|one| self.flip(self.cells.row(kind, &one.id), wanted)).collect()
            }
            (Direction::Either, true) => Vec::new(),
        }
    }
}

fn part_base(trial: &Trial<'_>) -> Base {
    trial.made.program.clauses[trial.clause.at()].parts[trial.number].base
}

/// A record's key.
pub fn key_of(cells: &Cells, kind: KindId, row: u32) -> String {
    cells.0[kind.at()][row as usize][0].clone().unwrap_or_else(|| key(kind, row as usize))
}
