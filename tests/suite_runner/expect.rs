//! Runs a case and compares.

use tieuchi::check::{Settings, compile_with};
use tieuchi::date::Date;
use tieuchi::diagnostic::{Finding, Problem, Severity};
use tieuchi::engine::{
    Counts, EvaluateError, Evaluation, Gap, Hand, Interval, MissingCell, Options, Truth, Value, evaluate,
};
use tieuchi::exact::Exact;
use tieuchi::program::{Clause, ClauseId, Cond, CriterionId, FieldId, KindId, Name, Path, Program};
use tieuchi::report::report;
use tieuchi::roster::{Builder, Cell, Origin, Roster};
use tieuchi::source::{Language, Source};
use tieuchi::verdict::Verdict;

use crate::format::{Case, stands_at};

/// What a case expected and did not get.
pub fn faults(case: &Case, language: Language, rules: &str) -> Vec<String> {
    let source = Source::new(format!("{}.tieuchi", case.file), rules);
    let wanted: Vec<&String> = case.expect.iter().filter(|line| line.starts_with("finding ")).collect();
    let (program, mut found) = match compile_with(std::slice::from_ref(&source), &settings(case)) {
        Ok(compiled) => compiled,
        Err(findings) => return compare_findings(&source, &findings, &wanted, language),
    };
    // What claims read is computed behind the rules, and changes nothing of what they say.
    let (bare, program) = (program.without_claims(), program.with_claims());
    let bare_roster = roster(case, &bare).ok();
    let roster = match roster(case, &program) {
        Ok((roster, warnings)) => {
            found.extend(warnings);
            roster
        }
        Err(findings) => {
            found.extend(findings);
            return compare_findings(&source, &found, &wanted, language);
        }
    };
    let faults = compare_findings(&source, &found, &wanted, language);
    if !faults.is_empty() {
        return faults;
    }
    let evaluation = match evaluate(&program, &roster, &Options::default()) {
        Ok(evaluation) => evaluation,
        Err(EvaluateError::Overflow { .. }) if case.expect.iter().any(|line| line == "overflow") => return Vec::new(),
        Err(error) => return vec![format!("evaluation failed: {error}")],
    };
    let whole = report(&evaluation);
    if !program.claims.is_empty() {
        let Some((roster, _)) = bare_roster else { return vec!["refused without its claims".into()] };
        let without = evaluate(&bare, &roster, &Options::default()).ok().map(|evaluation| report(&evaluation));
        if without.as_ref() != Some(&whole) {
            return vec!["another report without claims".into()];
        }
    }
    for (chunk_rows, threads) in [(1, 2), (2, 3), (63, 4), (64, 5), (65, 8)] {
        let options = Options { chunk_rows, threads, ..Options::default() };
        if evaluate(&program, &roster, &options).ok().map(|cut| report(&cut)).as_ref() != Some(&whole) {
            return vec![format!("another report by {chunk_rows} rows and {threads} threads")];
        }
    }
    let prelude = case.preludes[&language].lines().count() as u32;
    let world = World { program: &program, roster: &roster, evaluation: &evaluation, prelude };
    case.expect
        .iter()
        .filter(|line| !line.starts_with("finding "))
        .filter_map(|line| match world.check(line) {
            Ok(()) => None,
            Err(fault) => Some(format!("`{line}`: {fault}")),
        })
        .collect()
}

fn settings(case: &Case) -> Settings {
    let set = |settings: Settings, line: &String| {
        let (name, value) = line.split_once('=').unwrap_or_else(|| panic!("no setting: {line}"));
        settings.set(name, value)
    };
    case.set.iter().fold(Settings::new(), set)
}

/// Every wanted finding is there at its text; no other error is.
fn compare_findings(source: &Source, found: &[Finding], wanted: &[&String], language: Language) -> Vec<String> {
    let mut faults = Vec::new();
    let mut used = vec![false; found.len()];
    for line in wanted {
        let rest = line.trim_start_matches("finding ");
        let (code, at) = rest.split_once(" at ").unwrap_or((rest, ""));
        let hit = found.iter().enumerate().find(|(number, finding)| {
            !used[*number] && finding.code() == code.trim() && stands_at(at, &text_at(source, finding), language)
        });
        match hit {
            Some((number, _)) => used[number] = true,
            None => faults.push(format!("`{line}` was not found")),
        }
    }
    for (finding, used) in found.iter().zip(used) {
        // A case about something else need not cite, nor encode every item, nor fill every column.
        let aside = matches!(finding.code(), "W0201" | "W0205") || finding.code().starts_with("W04");
        if !used && (finding.severity() == Severity::Error || (!wanted.is_empty() && !aside)) {
            let prose = finding.prose(language);
            faults.push(format!(
                "found {} at `{}`: {} ({})",
                finding.code(),
                text_at(source, finding),
                prose.title,
                prose.help
            ));
        }
    }
    faults
}

/// The text that a finding stands at; for one in the records: table, line and column.
fn text_at(source: &Source, finding: &Finding) -> String {
    match &finding.problem {
        Problem::Data(problem) => {
            let place = &problem.place;
            let table = place.file.as_deref().map(|file| file.trim_end_matches(".csv").to_string());
            let parts = [table, place.row.map(|row| row.to_string()), place.column.clone()];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        _ => source.slice(finding.at).to_string(),
    }
}

fn roster(case: &Case, program: &Program) -> Result<(Roster, Vec<Finding>), Vec<Finding>> {
    let mut builder = Builder::new(program);
    for (name, rows) in &case.records {
        let kind = kind(program, name).unwrap_or_else(|| panic!("no kind {name}"));
        let mut rows = rows.iter();
        let header: &[String] = rows.next().map_or(&[], |row| row.as_slice());
        for (number, row) in rows.enumerate() {
            let origin =
                Origin { file: Some(format!("{name}.csv")), row: Some(number as u64 + 2), ..Origin::default() };
            let cells = header.iter().zip(row).map(|(column, text)| {
                (&**column, if text.is_empty() { Cell::Blank } else { Cell::Text(text.as_str().into()) })
            });
            builder.record(kind, &origin, cells);
        }
    }
    builder.finish_with_warnings()
}

fn kind(program: &Program, name: &str) -> Option<KindId> {
    program.kinds.iter().position(|kind| kind.name.is(name)).map(|at| KindId(at as u32))
}

struct World<'a> {
    program: &'a Program,
    roster: &'a Roster,
    evaluation: &'a Evaluation<'a>,
    /// How many lines the prelude has.
    prelude: u32,
}

impl World<'_> {
    fn check(&self, line: &str) -> Result<(), String> {
        if let Some(verdict) = verdict(line) {
            return same(verdict, self.evaluation.verdict(self.criterion("c")?));
        }
        let (left, right) = line.split_once(':').ok_or("not an expectation")?;
        let right = right.trim();
        let (left, keys) = match left.split_once("of ") {
            Some((left, keys)) => (left.trim(), keys.split_whitespace().collect::<Vec<_>>()),
            None => (left.trim(), Vec::new()),
        };
        let words: Vec<&str> = left.split_whitespace().collect();
        match words.as_slice() {
            [] => {
                let criterion = self.criterion("c")?;
                let got = self.evaluation.verdict_of(criterion, self.hand_for(criterion, &keys)?);
                same(verdict(right), got)
            }
            ["counts"] => self.counts(0, &keys, right),
            ["counts", "part", part] => self.counts(part.parse().map_err(|_| "a part's number")?, &keys, right),
            ["left", "out"] => {
                let (clause, _) = self.clause()?;
                let got = self.evaluation.counts(clause, self.hand(&keys)?)[0].left_out;
                same(right.parse().ok(), Some(got))
            }
            ["clause", number, rest @ ..] => {
                let (id, clause) = self.numbered(number)?;
                let part = match rest {
                    ["part", part] => part.parse().map_err(|_| "a part's number")?,
                    _ => 0,
                };
                let hand = self.in_hand(&clause.population.hand, &keys)?;
                let counts = self.evaluation.counts(id, hand).get(part).copied().ok_or("no such part")?;
                match rest {
                    ["left", "out"] => same(right.parse().ok(), Some(counts.left_out)),
                    _ => same(right.to_string(), six(counts)),
                }
            }
            ["claim", id] => {
                let claim = self.program.claim(id).ok_or("no such claim")?;
                let said = match self.evaluation.says(&claim.says) {
                    Truth::Yes => "holds",
                    Truth::No => "fails",
                    Truth::Unknown => "unknown",
                };
                same(right, said)
            }
            [who @ ("fails" | "holds" | "unknown")] => self.witnesses(who, &keys, right),
            ["needs"] => self.needs("c", &keys, right),
            [id, "needs"] => self.needs(id, &keys, right),
            [field, key] if field.contains('.') => self.field(field, key, right),
            [id] if keys.is_empty() => {
                same(verdict(right).ok_or("a verdict")?, self.evaluation.verdict(self.criterion(id)?))
            }
            [id] => {
                let criterion = self.criterion(id)?;
                same(verdict(right), self.evaluation.verdict_of(criterion, self.hand_for(criterion, &keys)?))
            }
            _ => Err("not an expectation".into()),
        }
    }

    fn criterion(&self, id: &str) -> Result<CriterionId, String> {
        let at = self.program.criteria.iter().position(|criterion| criterion.id == id);
        at.map(|at| CriterionId(at as u32)).ok_or_else(|| format!("no criterion {id}"))
    }

    /// The first clause of criterion `c`, and the kinds in hand.
    fn clause(&self) -> Result<(ClauseId, &Clause), String> {
        let criterion = &self.program.criteria[self.criterion("c")?.at()];
        let id = first_clause(&criterion.cond).ok_or("no clause in c")?;
        Ok((id, &self.program.clauses[id.at()]))
    }

    /// A clause of the case's own rules by its place in their text, from 1.
    fn numbered(&self, number: &str) -> Result<(ClauseId, &Clause), String> {
        let number: usize = number.parse().map_err(|_| "a clause's number")?;
        let mut placed: Vec<_> = (0u32..)
            .zip(&self.program.clauses)
            .filter_map(|(id, clause)| clause.place.map(|place| ((place.line, place.column), ClauseId(id), clause)))
            .filter(|((line, _), ..)| *line > self.prelude)
            .collect();
        placed.sort_by_key(|(place, ..)| *place);
        let found = number.checked_sub(1).and_then(|at| placed.get(at));
        found.map(|(_, id, clause)| (*id, *clause)).ok_or_else(|| format!("no clause {number}"))
    }

    fn hand(&self, keys: &[&str]) -> Result<Hand, String> {
        let (_, clause) = self.clause()?;
        self.in_hand(&clause.population.hand, keys)
    }

    fn hand_for(&self, criterion: CriterionId, keys: &[&str]) -> Result<Hand, String> {
        let kinds: Vec<KindId> = self.program.criteria[criterion.at()].for_each.iter().map(|each| each.kind).collect();
        self.in_hand(&kinds, keys)
    }

    fn in_hand(&self, kinds: &[KindId], keys: &[&str]) -> Result<Hand, String> {
        match (kinds, keys) {
            ([], []) => Ok(Hand::none()),
            ([a], [x]) => Ok(Hand::one(*a, self.row(*a, x)?)),
            ([a, b], [x, y]) => Ok(Hand::two((*a, self.row(*a, x)?), (*b, self.row(*b, y)?))),
            _ => Err(format!("{} records in hand, {} keys", kinds.len(), keys.len())),
        }
    }

    fn row(&self, kind: KindId, key: &str) -> Result<u32, String> {
        let field = self.program.kinds[kind.at()].key;
        (0..self.roster.len(kind) as u32)
            .find(|row| self.roster.text(kind, field, *row) == Some(key))
            .ok_or_else(|| format!("no record {key}"))
    }

    fn counts(&self, part: usize, keys: &[&str], right: &str) -> Result<(), String> {
        let (clause, _) = self.clause()?;
        let c: Counts = self.evaluation.counts(clause, self.hand(keys)?)[part];
        let got = six(c);
        if got == right { Ok(()) } else { Err(format!("got {got}")) }
    }

    fn witnesses(&self, who: &str, keys: &[&str], right: &str) -> Result<(), String> {
        let (id, clause) = self.clause()?;
        let hand = self.hand(keys)?;
        let kind = clause.population.kind;
        let key = self.program.kinds[kind.at()].key;
        let wanted = match who {
            "fails" => Truth::No,
            "holds" => Truth::Yes,
            _ => Truth::Unknown,
        };
        let got: Vec<&str> = (0..self.roster.len(kind) as u32)
            .filter(|row| self.evaluation.marks(id, 0, hand, *row) == (Truth::Yes, wanted))
            .filter_map(|row| self.roster.text(kind, key, row))
            .collect();
        let got = got.join(" ");
        if got == right { Ok(()) } else { Err(format!("got {got}")) }
    }

    /// The missing values that keep a criterion open, in any order.
    fn needs(&self, id: &str, keys: &[&str], right: &str) -> Result<(), String> {
        let criterion = self.criterion(id)?;
        let hand = self.hand_for(criterion, keys)?;
        let gaps = self.evaluation.unknowns(&self.program.criteria[criterion.at()].cond, hand, usize::MAX);
        let of = |gap: &Gap| match gap {
            Gap::Missing(MissingCell { kind, row, field }) => {
                let declared = &self.program.kinds[kind.at()];
                let key = self.roster.text(*kind, declared.key, *row).unwrap_or("");
                Some((key, &declared.fields[field.at()].name))
            }
            Gap::DividedBy(_) | Gap::OfNobody(..) => None,
        };
        let got: Vec<(&str, &Name)> = gaps.iter().filter_map(of).collect();
        let wanted: Vec<(&str, &str)> = right.split_whitespace().filter_map(|cell| cell.split_once('.')).collect();
        let found = |(key, field): &(&str, &str)| got.iter().any(|(own, name)| own == key && name.is(field));
        if wanted.len() == got.len() && wanted.iter().all(found) { Ok(()) } else { Err(format!("got {got:?}")) }
    }

    fn field(&self, path: &str, key: &str, right: &str) -> Result<(), String> {
        let (kind_name, name) = path.split_once('.').ok_or("kind.field")?;
        let kind = kind(self.program, kind_name).ok_or("no such kind")?;
        let fields = &self.program.kinds[kind.at()].fields;
        let at = fields.iter().position(|field| field.name.is(name)).ok_or("no such field")?;
        let path = Path { hand: 0, via: Vec::new(), field: FieldId(at as u32) };
        let got = match self.evaluation.value(&path, Hand::one(kind, self.row(kind, key)?)) {
            Value::Truth(Truth::Yes) => "yes".to_string(),
            Value::Truth(Truth::No) => "no".to_string(),
            Value::Truth(Truth::Unknown) => "unknown".to_string(),
            Value::Labels(set, labels) => labels
                .iter()
                .map(|label| self.program.labels[set.at()].labels[*label as usize].as_str())
                .map(|label| if label.is_empty() { "none".to_string() } else { format!("\"{label}\"") })
                .collect::<Vec<_>>()
                .join(" | "),
            Value::Number(interval) => shown(&interval),
            Value::Date(interval) => match interval.known().and_then(Exact::to_i64).and_then(Date::from_days) {
                Some(day) => day.to_string(),
                None => shown(&interval),
            },
            other => format!("{other:?}"),
        };
        let open = right == "unknown" && got == "[?, ?]";
        if got == right || open { Ok(()) } else { Err(format!("got {got}")) }
    }
}

/// The six counts as they are written.
fn six(c: Counts) -> String {
    [c.in_holds, c.in_fails, c.in_unknown, c.maybe_holds, c.maybe_fails, c.maybe_unknown]
        .map(|n| n.to_string())
        .join(" ")
}

fn shown(interval: &Interval) -> String {
    if let Some(value) = interval.known() {
        return value.to_string();
    }
    let end = |end: &Option<Exact>| end.as_ref().map_or("?".to_string(), ToString::to_string);
    format!("[{}, {}]", end(&interval.low), end(&interval.high))
}

fn same<T: PartialEq + std::fmt::Debug>(wanted: T, got: T) -> Result<(), String> {
    if wanted == got { Ok(()) } else { Err(format!("got {got:?}")) }
}

fn verdict(text: &str) -> Option<Verdict> {
    Some(match text {
        "met" => Verdict::Met,
        "not met" => Verdict::NotMet,
        "undetermined" => Verdict::Undetermined,
        "not applicable" => Verdict::NotApplicable,
        _ => return None,
    })
}

fn first_clause(cond: &Cond) -> Option<ClauseId> {
    match cond {
        Cond::Clause(id) => Some(*id),
        Cond::Not(inner) => first_clause(inner),
        Cond::List(list) => list.parts.iter().find_map(|part| first_clause(&part.cond)),
        Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) | Cond::Meets(_) => None,
    }
}
