//! tieuchi as it is embedded, by its public names alone.

use std::path::Path;
use std::time::Instant;

use tieuchi::engine::{Evaluation, Hand, Options, evaluate};
use tieuchi::program::{ClauseId, Cond, CriterionId, KindId, Program};
use tieuchi::roster::{Builder, Cell, Header, Origin, Roster, kind_named};
use tieuchi::source::Source;
use tieuchi::verdict::Verdict;
use tieuchi_records::{Records, read_path};

use crate::answer::{Answer, VERDICTS};
use crate::synthetic::{
    DISCIPLINES, NO_AMOUNT, NO_DAYS, POSITIONS, PROVINCES, RATINGS, Synthetic, TITLES, label, person_born, person_key,
    person_name, province_key, unit_key,
};
use crate::timing::Timing;

const RULES: &str = include_str!("../rules/ten.en.tieuchi");

/// The ten criteria.
pub fn program() -> Program {
    compiled("ten.en.tieuchi", RULES)
}

/// A rule file's program.
pub fn compiled(name: &str, rules: &str) -> Program {
    match tieuchi::compile(&[Source::new(name, rules)]) {
        Ok((program, _)) => program,
        Err(findings) => panic!("{findings:?}"),
    }
}

/// The columns as a roster.
pub fn roster(program: &Program, made: &Synthetic) -> Roster {
    let mut builder = Builder::new(program);
    let from = Origin::default();
    let header = header(&mut builder, program, "province", &["id"]);
    for row in 0..PROVINCES {
        builder.row(&header, &from, [text(province_key(row))]);
    }
    let header = self::header(&mut builder, program, "unit", &["id", "province", "planned", "disbursed"]);
    for row in 0..made.units() {
        let province = text(province_key(made.province[row] as usize));
        let amounts = [made.planned[row], made.disbursed[row]].map(|money| number(money, NO_AMOUNT));
        let [planned, disbursed] = amounts;
        builder.row(&header, &from, [text(unit_key(row)), province, planned, disbursed]);
    }
    let columns = ["id", "name", "born", "unit", "position", "rating", "title", "discipline", "absent", "trained"];
    let header = self::header(&mut builder, program, "person", &columns);
    for row in 0..made.persons() {
        let (year, month, day) = person_born(row);
        let cells = [
            text(person_key(row)),
            text(person_name(row)),
            text(format!("{year}-{month:02}-{day:02}")),
            text(unit_key(made.unit[row] as usize)),
            labelled(&POSITIONS, made.position[row]),
            labelled(&RATINGS, made.rating[row]),
            labelled(&TITLES, made.title[row]),
            labelled(&DISCIPLINES, made.discipline[row]),
            number(i32::from(made.absent[row]), i32::from(NO_DAYS)),
            yes_no(made.trained[row]),
        ];
        builder.row(&header, &from, cells);
    }
    match builder.finish() {
        Ok(roster) => roster,
        Err(findings) => panic!("{:?}", findings.first()),
    }
}

/// A kind by its name.
pub fn kind(program: &Program, name: &str) -> KindId {
    kind_named(program, name).unwrap_or(KindId(0))
}

/// The columns of a kind.
pub fn header(builder: &mut Builder<'_>, program: &Program, name: &str, columns: &[&str]) -> Header {
    builder.header(kind(program, name), &Origin::default(), columns)
}

/// A text's cell.
pub fn text(text: String) -> Cell<'static> {
    Cell::Text(text.into())
}

/// A label's cell, blank where it is missing.
pub fn labelled(labels: &[&'static str], code: u8) -> Cell<'static> {
    label(labels, code).map_or(Cell::Blank, |label| Cell::Text(label.into()))
}

/// A number's cell, blank where it is missing.
pub fn number(number: i32, missing: i32) -> Cell<'static> {
    if number == missing { Cell::Blank } else { Cell::Number(number.to_string().into()) }
}

/// A cell of yes or no, blank where it is missing.
pub fn yes_no(code: u8) -> Cell<'static> {
    match code {
        0 => Cell::Bool(false),
        1 => Cell::Bool(true),
        _ => Cell::Blank,
    }
}

/// Evaluates over a roster in memory, again and again.
pub fn in_memory(made: &Synthetic, threads: usize, timing: &mut Timing) -> Vec<Answer> {
    let program = program();
    let roster = roster(&program, made);
    let options = Options { threads, ..Options::default() };
    timing.repeat(|| verdicts(&evaluated(&program, &roster, &options)));
    answers(&evaluated(&program, &roster, &options))
}

/// Reads a folder of records and evaluates, once: the time is the whole process's.
pub fn from_files(folder: &Path, threads: usize, timing: &mut Timing) -> Vec<Answer> {
    let program = program();
    let whole = Instant::now();
    let start = whole;
    let roster = match read_path(&program, &Records::default(), folder) {
        Ok((roster, _)) => roster,
        Err(findings) => panic!("{:?}", findings.first()),
    };
    timing.stage("read", start.elapsed());
    let options = Options { threads, ..Options::default() };
    let start = Instant::now();
    let evaluation = evaluated(&program, &roster, &options);
    verdicts(&evaluation);
    timing.stage("evaluate", start.elapsed());
    timing.seconds.push(whole.elapsed().as_secs_f64());
    answers(&evaluation)
}

/// Evaluates once.
pub fn evaluated<'a>(program: &'a Program, roster: &'a Roster, options: &Options) -> Evaluation<'a> {
    match evaluate(program, roster, options) {
        Ok(evaluation) => evaluation,
        Err(error) => panic!("{error}"),
    }
}

/// Every verdict, and how many groups have which.
pub fn verdicts(evaluation: &Evaluation<'_>) -> Vec<(Verdict, [u64; 4])> {
    let criteria = 0..evaluation.program().criteria.len() as u32;
    let verdict = |id| {
        let counts = evaluation.verdict_counts(CriterionId(id)).inside;
        (evaluation.verdict(CriterionId(id)), counts)
    };
    criteria.map(verdict).collect()
}

/// The same with the tallies of all groups in sum.
pub fn answers(evaluation: &Evaluation<'_>) -> Vec<Answer> {
    let program = evaluation.program();
    let answer = |((verdict, groups), criterion): ((Verdict, [u64; 4]), &tieuchi::program::Criterion)| {
        let mut clauses = Vec::new();
        clauses_of(&criterion.cond, &mut clauses);
        let mut counts = Vec::new();
        for clause in clauses {
            let declared = &program.clauses[clause.at()];
            let mut parts = vec![[0; 6]; declared.parts.len()];
            // A clause that no link binds to the record in hand is about the whole roster.
            let each = declared.population.hand.first().filter(|_| !declared.population.links.is_empty());
            let groups = each.map_or(1, |kind| evaluation.roster().len(*kind) as u32);
            let hand = |row| each.map_or(Hand::none(), |kind| Hand::one(*kind, row));
            let tallies = (0..groups).flat_map(|row| evaluation.counts(clause, hand(row)).into_iter().enumerate());
            for (sum, part) in tallies {
                let six = [
                    part.in_holds,
                    part.in_fails,
                    part.in_unknown,
                    part.maybe_holds,
                    part.maybe_fails,
                    part.maybe_unknown,
                ];
                for (total, count) in parts[sum].iter_mut().zip(six) {
                    *total += count;
                }
            }
            counts.append(&mut parts);
        }
        Answer { id: criterion.id.clone(), verdict: VERDICTS[number_of(verdict)], groups, counts }
    };
    verdicts(evaluation).into_iter().zip(&program.criteria).map(answer).collect()
}

fn number_of(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Met => 0,
        Verdict::NotMet => 1,
        Verdict::Undetermined => 2,
        Verdict::NotApplicable => 3,
    }
}

fn clauses_of(cond: &Cond, into: &mut Vec<ClauseId>) {
    match cond {
        Cond::Clause(id) => into.push(*id),
        Cond::Not(inner) => clauses_of(inner, into),
        Cond::List(list) => list.parts.iter().for_each(|part| clauses_of(&part.cond, into)),
        Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) | Cond::Meets(_) => {}
    }
}
