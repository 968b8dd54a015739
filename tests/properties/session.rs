//! A session of changing records is at any time what a fresh evaluation of the records gives.

use super::choices::{Choices, choices, some};
use super::programs::{self, PARENT, UNIT, Wanted};
use super::rosters::{self, Cells, values};
use super::told::{told, verdicts};
use proptest::prelude::*;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use tieuchi::engine::{Evaluation, Interval, Options, Summation, evaluate};
use tieuchi::program::{Aggregate, FieldId, KindId, Origin, Program, Type};
use tieuchi::report::report;
use tieuchi::roster::{Cell, Roster, Target};
use tieuchi::session::{Edits, Mark, Session, Snapshot};

/// What is done with a record.
#[derive(Debug, Clone)]
enum Op {
    Set(KindId, usize, FieldId, Option<String>),
    Insert(KindId, Vec<Option<String>>),
    Remove(KindId, usize),
}

/// A step, made from choices when it is known what there is.
#[derive(Debug, Clone)]
enum Step {
    Edits(Vec<Op>),
    WhatIf,
    RollBack,
    Keep,
    Restore,
}

impl Op {
    /// Nothing where there is no such record.
    fn done(&self, program: &Program, cells: &mut Cells) -> Option<()> {
        match self {
            Op::Set(kind, row, field, value) => {
                let place = cells.0[kind.at()].get_mut(*row)?.get_mut(field.at())?;
                let before = std::mem::replace(place, value.clone());
                // Whoever refers to a record still does when it has another key.
                if field.at() == 0 && value.is_some() && before != *value {
                    for (rows, declared) in cells.0.iter_mut().zip(&program.kinds) {
                        for (cell, field) in rows.iter_mut().flat_map(|row| row.iter_mut().zip(&declared.fields)) {
                            if field.ty == Type::Reference(*kind) && *cell == before {
                                cell.clone_from(value);
                            }
                        }
                    }
                }
            }
            Op::Insert(kind, record) => cells.0[kind.at()].push(record.clone()),
            Op::Remove(kind, row) => {
                if *row >= cells.0[kind.at()].len() {
                    return None;
                }
                cells.0[kind.at()].swap_remove(*row);
            }
        }
        Some(())
    }
}

/// The records as they should be.
#[derive(Debug, Clone)]
pub struct Records {
    program: Program,
    threads: usize,
    cells: Cells,
    /// The records when each what-if began.
    saved: Vec<Cells>,
    made: usize,
    /// The last step, and whether the records were sound after it.
    sound: bool,
}

impl Records {
    pub fn made(list: Vec<u32>, records: Vec<u32>, threads: usize) -> Records {
        let program = programs::program(&mut Choices::new(list), Wanted::ALL);
        let cells = rosters::cells(&mut Choices::new(records), &program);
        Records { program, threads, cells, saved: Vec::new(), made: 0, sound: true }
    }

    fn after(&self, ops: &[Op]) -> Option<Cells> {
        let mut cells = self.cells.clone();
        for op in ops {
            op.done(&self.program, &mut cells)?;
            // In this order: after each of them the records must be sound.
            cells.checked(&self.program).ok()?;
        }
        let roster = cells.checked(&self.program).ok()?;
        evaluate(&self.program, &roster, &Options::default()).ok()?;
        Some(cells)
    }

    fn op(&self, choices: &mut Choices, made: usize) -> Op {
        let kind = KindId(choices.below(3) as u32);
        let rows = self.cells.0[kind.at()].len();
        let form = choices.below(8);
        if form == 0 && rows > 0 {
            return Op::Remove(kind, choices.below(rows));
        }
        if form <= 2 || rows == 0 {
            let fields = self.program.kinds[kind.at()].fields.len() as u32;
            let key = if choices.once_in(12) { rosters::key(kind, 0) } else { format!("n{}{made}", kind.0) };
            let cells = (0..fields).map(|field| self.value(choices, kind, rows, FieldId(field)));
            let mut record: Vec<Option<String>> = cells.collect();
            record[0] = Some(key);
            return Op::Insert(kind, record);
        }
        let row = choices.below(rows);
        let field = self.field(choices, kind);
        Op::Set(kind, row, field, self.value(choices, kind, row, field))
    }

    /// A field of the data other than the key; now and then the key.
    fn field(&self, choices: &mut Choices, kind: KindId) -> FieldId {
        let fields = (0u32..).zip(&self.program.kinds[kind.at()].fields);
        let data = fields.filter(|(_, field)| matches!(field.origin, Origin::Data { .. }));
        let data: Vec<FieldId> = data.map(|(id, _)| FieldId(id)).collect();
        if choices.once_in(20) { FieldId(0) } else { *choices.of(&data) }
    }

    fn value(&self, choices: &mut Choices, kind: KindId, row: usize, id: FieldId) -> Option<String> {
        let field = &self.program.kinds[kind.at()].fields[id.at()];
        if choices.once_in(5) {
            return None;
        }
        if choices.once_in(25) {
            return Some("99999".to_owned());
        }
        let list = match (&field.origin, field.ty) {
            (Origin::Data { .. }, Type::Reference(to)) => {
                let keys: Vec<String> = self.cells.0[to.at()].iter().filter_map(|row| row[0].clone()).collect();
                // Mostly no circle.
                let below =
                    if (kind, id) == (UNIT, PARENT) && !choices.once_in(6) { row.min(keys.len()) } else { keys.len() };
                keys[..below].to_vec()
            }
            _ => values(&self.program, kind, row, id, field, &[0, 0, 0]),
        };
        if list.is_empty() { None } else { Some(choices.of(&list).clone()) }
    }

    fn step(&self, list: Vec<u32>) -> Step {
        let mut choices = Choices::new(list);
        match choices.below(14) {
            10 => Step::WhatIf,
            11 if !self.saved.is_empty() => Step::RollBack,
            12 if !self.saved.is_empty() => Step::Keep,
            13 => Step::Restore,
            8 | 9 => Step::Edits((0..3).map(|number| self.op(&mut choices, self.made + number)).collect()),
            _ => Step::Edits(vec![self.op(&mut choices, self.made)]),
        }
    }
}

pub struct Machine;

#[derive(Debug, Clone)]
pub struct Choosing(pub Vec<u32>);

impl ReferenceStateMachine for Machine {
    type State = Records;
    type Transition = Choosing;

    fn init_state() -> BoxedStrategy<Records> {
        (choices(200), choices(120), 1..4usize)
            .prop_map(|(list, records, threads)| Records::made(list, records, threads))
            .boxed()
    }

    fn transitions(_: &Records) -> BoxedStrategy<Choosing> {
        choices(40).prop_map(Choosing).boxed()
    }

    fn apply(mut state: Records, Choosing(list): &Choosing) -> Records {
        let step = state.step(list.clone());
        state.made += 3;
        state.sound = true;
        match step {
            Step::Edits(ops) => match state.after(&ops) {
                Some(cells) => state.cells = cells,
                None => state.sound = false,
            },
            Step::WhatIf => state.saved.push(state.cells.clone()),
            Step::RollBack => state.cells = state.saved.pop().expect("there is one"),
            Step::Keep => drop(state.saved.pop()),
            // A session from a snapshot has no what-ifs.
            Step::Restore => state.saved.clear(),
        }
        state
    }
}

pub struct Tested {
    session: Session,
    marks: Vec<Mark>,
    /// The records before the next step, of which it is made.
    records: Records,
    /// Whether a record has got another key since the last what-if might have begun: its verdicts aren't told anew.
    renamed: bool,
}

fn edits(program: &Program, records: &Records, ops: &[Op]) -> Edits {
    let cell = |value: &Option<String>| value.clone().map_or(Cell::Blank, |text| Cell::Text(text.into()));
    // Rows are those of the records as they are when each change is made.
    let mut cells = records.cells.clone();
    let mut edits = Edits::new();
    for op in ops {
        let kind = match op {
            Op::Set(kind, ..) | Op::Insert(kind, _) | Op::Remove(kind, _) => *kind,
        };
        let declared = &program.kinds[kind.at()];
        let name = declared.name.canonical();
        let key = |row: usize| match cells.0[kind.at()].get(row) {
            Some(record) => record[0].clone().unwrap_or_default(),
            None => "nobody".to_owned(),
        };
        match op {
            Op::Set(_, row, field, value) => {
                let column = declared.fields[field.at()].name.canonical();
                edits = edits.cells(name, &key(*row), [(column, cell(value))]);
            }
            Op::Insert(_, record) => {
                let data = declared
                    .fields
                    .iter()
                    .zip(record)
                    .filter(|(field, _)| matches!(field.origin, Origin::Key | Origin::Data { .. }));
                let pairs: Vec<(&str, Cell<'static>)> =
                    data.map(|(field, value)| (field.name.canonical(), cell(value))).collect();
                edits = edits.insert_cells(name, pairs);
            }
            Op::Remove(_, row) => edits = edits.remove(name, &key(*row)),
        }
        if op.done(program, &mut cells).is_none() {
            break;
        }
    }
    edits
}

fn json(evaluation: &Evaluation<'_>) -> String {
    serde_json::to_string_pretty(&report(evaluation)).expect("a report is JSON")
}

impl StateMachineTest for Machine {
    type SystemUnderTest = Tested;
    type Reference = Machine;

    fn init_test(records: &Records) -> Tested {
        let roster = records.cells.roster(&records.program);
        let options = Options { threads: records.threads, ..Options::default() };
        let session = Session::new(records.program.clone(), roster, &options).expect("made programs are small");
        Tested { session, marks: Vec::new(), records: records.clone(), renamed: false }
    }

    fn apply(mut tested: Tested, records: &Records, Choosing(list): Choosing) -> Tested {
        let step = tested.records.step(list);
        let before = verdicts(&tested.session.evaluation());
        match &step {
            Step::Edits(ops) => {
                let edits = edits(&records.program, &tested.records, ops);
                match tested.session.apply(&edits) {
                    Ok(changes) => {
                        assert!(records.sound, "{step:?} was not refused");
                        let renamed = ops.iter().any(|op| matches!(op, Op::Set(_, _, FieldId(0), _)));
                        tested.renamed |= renamed;
                        if !renamed {
                            told(&before, &verdicts(&tested.session.evaluation()), &changes);
                        }
                    }
                    Err(refused) => assert!(!records.sound, "{step:?} was refused: {refused}"),
                }
            }
            Step::WhatIf => tested.marks.push(tested.session.what_if("made")),
            Step::RollBack => {
                let mark = tested.marks.pop().expect("there is one");
                let changes = tested.session.roll_back(mark).expect("it is open");
                if !tested.renamed {
                    told(&before, &verdicts(&tested.session.evaluation()), &changes);
                }
            }
            Step::Keep => tested.session.keep(tested.marks.pop().expect("there is one")).expect("it is open"),
            Step::Restore => {
                let snapshot = tested.session.snapshot().expect("it can be taken");
                let written = serde_json::to_string(&snapshot).expect("JSON");
                let read: Snapshot = serde_json::from_str(&written).expect("read back");
                let options = Options { threads: records.threads, ..Options::default() };
                tested.session = Session::restore(records.program.clone(), &read, &options).expect("it is sound");
                tested.marks.clear();
                tested.renamed = false;
            }
        }
        same(&mut tested, records);
        tested.records = records.clone();
        tested
    }

    fn check_invariants(_: &Tested, _: &Records) {}

    fn teardown(_: Tested, _: Records) {}
}

/// What every cell of the data holds, references by key.
fn contents(program: &Program, roster: &Roster) -> Vec<String> {
    let mut all = Vec::new();
    for (kind, declared) in (0u32..).map(KindId).zip(&program.kinds) {
        for row in 0..roster.len(kind) as u32 {
            for (field, declared) in (0u32..).map(FieldId).zip(&declared.fields) {
                all.push(match declared.ty {
                    Type::Text => format!("{:?}", roster.text(kind, field, row)),
                    Type::YesNo => format!("{:?}", roster.yes_no(kind, field, row)),
                    Type::Number(_) => format!("{:?}", roster.number(kind, field, row)),
                    Type::Date => format!("{:?}", roster.date(kind, field, row)),
                    Type::Label(_) => format!("{:?}", roster.label(kind, field, row)),
                    Type::Reference(to) => match roster.target(kind, field, row) {
                        Target::Row(target) => format!("{:?}", roster.text(to, FieldId(0), target)),
                        target => format!("{target:?}"),
                    },
                });
            }
        }
    }
    all
}

/// What every aggregate comes to in every group. A session keeps of a state only what its aggregate asks for.
fn aggregates(program: &Program, evaluation: &Evaluation<'_>) -> Vec<Vec<Option<Interval>>> {
    let tallies = evaluation.tallies().aggregates;
    let of =
        |(one, groups): (&Aggregate, &Vec<Summation>)| groups.iter().map(|group| group.interval(one.what)).collect();
    program.aggregates.iter().zip(&tallies).map(of).collect()
}

/// After a step: the records, the report, byte for byte, and every number behind it.
fn same(tested: &mut Tested, records: &Records) {
    let roster = records.cells.roster(&records.program);
    let fresh = evaluate(&records.program, &roster, &Options::default()).expect("made programs are small");
    assert_eq!(contents(&records.program, tested.session.roster()), contents(&records.program, &roster));
    let lent = tested.session.evaluation();
    assert_eq!(json(&lent), json(&fresh));
    assert_eq!(lent.tallies().clauses, fresh.tallies().clauses);
    assert_eq!(lent.tallies().joint, fresh.tallies().joint);
    assert_eq!(lent.tallies().criteria, fresh.tallies().criteria);
    assert_eq!(aggregates(&records.program, &lent), aggregates(&records.program, &fresh));
    assert_eq!(verdicts(&lent), verdicts(&fresh));
}

prop_state_machine! {
    #![proptest_config(some(300))]

    #[test]
    fn a_session_is_a_fresh_evaluation(sequential 1..12 => Machine);
}
