//! The command `plan`: the least that must change so that criteria are met together.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use tieuchi::date::Date;
use tieuchi::diagnostic::nearest;
use tieuchi::exact::Exact;
use tieuchi::program::{CriterionId, FieldId, KindId, Labels, Name, Origin, Program, Type};
use tieuchi::roster::{Roster, Target};
use tieuchi::source::Language;
use tieuchi_analysis::plan::{Answer, FieldCost, Given, Refused, Request, plan, unchangeable};
use tieuchi_analysis::solver::{GoOn, Limits};

use crate::args::{self, Lang, ProofFormat};
use crate::commands::{all_threads, failed};
use crate::text::{Page, Speech, plan::render};
use crate::words::plan::{PlanWords, plan_words};
use crate::words::words;
use crate::{Stop, input, output};

/// What a planner asks.
#[derive(Debug, clap::Args)]
pub struct Asked {
    /// A pack (a folder with tieuchi.ron), a rule file, or a compiled program (.ron, .json).
    rules: PathBuf,
    /// The records as they are.
    #[arg(long, value_name = "PATH")]
    data: PathBuf,
    /// The fields that may change, such as rating,title or person.rating.
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', required = true)]
    may_change: Vec<String>,
    /// What a change of a field costs: rating=2, or for each step of a scale title=1/step; both: 1+0.5/step. May stand several times; otherwise 1.
    #[arg(long, value_name = "FIELD=COST", value_parser = args::pair)]
    cost: Vec<(String, String)>,
    /// Records that stay as they are, by their keys.
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    fixed: Vec<String>,
    /// The criteria that are to be met together, such as II.2.a,II.3; all where none is named.
    #[arg(long, value_name = "CRITERIA", value_delimiter = ',')]
    goal: Vec<String>,
    /// How many steps of work may be done; some ten million are a second.
    #[arg(long, value_name = "NUMBER", default_value_t = 1_000_000_000)]
    steps: u64,
    /// Go on for so many seconds at most.
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    time: u64,
    /// The language of rules and plan, where the pack has both.
    #[arg(long, value_enum)]
    lang: Option<Lang>,
    /// What parameters are set to.
    #[command(flatten)]
    given: args::Given,
    /// The form of the plan.
    #[arg(long, value_enum, default_value_t = ProofFormat::Text)]
    format: ProofFormat,
    /// Write all records, as they would be, to this file (.json), to be checked.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Plans, and gives the exit code: 0 the criteria are met, or would be by the plan; 1 they can't be; 2 it isn't known.
pub fn run(asked: &Asked) -> Result<u8, Stop> {
    let loaded = input::rules(&asked.rules, asked.lang.map(Language::from), &asked.given.settings())?;
    let (program, language) = (&loaded.program, asked.lang.map_or(loaded.program.language, Language::from));
    let own = plan_words(language);
    let may_change = fields(program, &asked.may_change, own, language)?;
    let costs = costs(program, asked, &may_change, own, language)?;
    let goals = goals(program, &asked.goal, language)?;
    if let Some(path) = asked.out.as_deref().filter(|path| path.extension().is_none_or(|ending| ending != "json")) {
        return Err(Stop::Say((own.json_only)(&path.display().to_string())));
    }
    let roster = input::records(&loaded, &asked.data)?;
    let fixed = fixed(program, &roster, &asked.fixed, own)?;
    let (limits, options) = (Limits { steps: asked.steps }, all_threads());
    let request = Request { may_change, costs, fixed, goals, limits, options };
    let (begun, most) = (Instant::now(), Duration::from_secs(asked.time));
    let go_on: GoOn = Rc::new(move || begun.elapsed() < most);
    let answer = plan(program, &roster, &request, &go_on).map_err(|refused| match refused {
        Refused::Field(kind, field, why) => {
            Stop::Say((own.unchangeable)(&qualified(program, kind, field, language), why))
        }
        Refused::TooMany(what, limit) => Stop::Say((own.too_many)(what, limit)),
        Refused::Evaluate(error) => failed(error, program, language),
    })?;
    let said = answer.said(program, &roster, language);
    let shown = match asked.format {
        ProofFormat::Text => {
            let mut page = Page::new(output::width(None));
            render(&Speech::new(language, false), own, &mut page, &said);
            page.into_text()
        }
        ProofFormat::Json => {
            let text = serde_json::to_string_pretty(&said).map_err(|error| Stop::Say(error.to_string()))?;
            format!("{text}\n")
        }
    };
    output::write(&shown, None)?;
    if let (Some(path), Answer::Plan(_) | Answer::Met) = (&asked.out, &answer) {
        write_records(program, &roster, &answer, path)?;
    }
    Ok(match answer {
        Answer::Met | Answer::Plan(_) => 0,
        Answer::Impossible { .. } => 1,
        Answer::Undecided(_) => 2,
    })
}

/// `person.rating`, in a language.
fn qualified(program: &Program, kind: KindId, field: FieldId, language: Language) -> String {
    let declared = program.kinds.get(kind.at());
    let own = declared.and_then(|kind| kind.fields.get(field.at()));
    let shown = |name: Option<&Name>| name.map_or("", |name| name.shown(language)).to_owned();
    format!("{}.{}", shown(declared.map(|kind| &kind.name)), shown(own.map(|field| &field.name)))
}

/// The field of a name such as `rating` or `person.rating`, in either language.
fn field(program: &Program, written: &str, own: &PlanWords, language: Language) -> Result<(KindId, FieldId), Stop> {
    let (of, name) = match written.split_once('.') {
        Some((kind, name)) => (Some(kind.trim()), name.trim()),
        None => (None, written.trim()),
    };
    let all = (0u32..).map(KindId).zip(&program.kinds).flat_map(|(id, kind)| {
        let fields = (0u32..).map(FieldId).zip(&kind.fields);
        fields.filter(|(_, field)| field.name.is_spelled()).map(move |(field, declared)| (id, kind, field, declared))
    });
    let fits = all.clone().filter(|(_, kind, _, field)| of.is_none_or(|of| kind.name.is(of)) && field.name.is(name));
    let found: Vec<(KindId, FieldId)> = fits.map(|(kind, _, field, _)| (kind, field)).collect();
    // Of several kinds that have one of this name, those of which it may change are meant.
    let may: Vec<(KindId, FieldId)> =
        found.iter().copied().filter(|(kind, field)| unchangeable(program, *kind, *field).is_none()).collect();
    let several = match (may.as_slice(), found.as_slice()) {
        // One that can't be changed is refused with the reason.
        ([one], _) | ([], [one, ..]) => return Ok(*one),
        (several, _) => several,
    };
    if several.is_empty() {
        let names: Vec<String> = all
            .filter(|(_, _, _, field)| matches!(field.origin, Origin::Data { .. }))
            .flat_map(|(_, _, _, field)| [field.name.en.clone(), field.name.vi.clone()].into_iter().flatten())
            .collect();
        return Err(Stop::Say((own.no_such_field)(written, nearest(name, names.iter().map(String::as_str)))));
    }
    let names: Vec<String> = several.iter().map(|(kind, field)| qualified(program, *kind, *field, language)).collect();
    Err(Stop::Say((own.several_fields)(written, &names.join(", "))))
}

fn fields(
    program: &Program,
    written: &[String],
    own: &PlanWords,
    language: Language,
) -> Result<BTreeSet<(KindId, FieldId)>, Stop> {
    written.iter().map(|name| field(program, name, own, language)).collect()
}

fn costs(
    program: &Program,
    asked: &Asked,
    may_change: &BTreeSet<(KindId, FieldId)>,
    own: &PlanWords,
    language: Language,
) -> Result<BTreeMap<(KindId, FieldId), FieldCost>, Stop> {
    let mut costs = BTreeMap::new();
    for (name, written) in &asked.cost {
        let found = field(program, name, own, language)?;
        if !may_change.contains(&found) {
            return Err(Stop::Say((own.not_among)(name)));
        }
        let cost = cost(written).ok_or_else(|| Stop::Say((own.no_cost)(name, written)))?;
        let declared = program.kinds.get(found.0.at()).and_then(|kind| kind.fields.get(found.1.at()));
        let in_steps = match declared.map(|field| field.ty) {
            Some(Type::Label(id)) => program.labels.get(id.at()).is_some_and(|labels: &Labels| labels.ordered),
            Some(Type::Number(_) | Type::Date) => true,
            _ => false,
        };
        if !cost.step.is_zero() && !in_steps {
            return Err(Stop::Say((own.no_steps)(name)));
        }
        costs.insert(found, cost);
    }
    Ok(costs)
}

/// `2`, `1/step`, `1+0.5/step`, in either language; nothing below 0, and not 0 altogether.
fn cost(written: &str) -> Option<FieldCost> {
    let mut cost = FieldCost { each: Exact::zero(), step: Exact::zero() };
    for part in written.split('+').map(str::trim) {
        let by_step = ["/step", "/bậc"].into_iter().find_map(|ending| part.strip_suffix(ending));
        let number: Exact = by_step.unwrap_or(part).trim().replace(',', ".").parse().ok()?;
        if number.is_negative() || number > Exact::from(1_000_000i64) {
            return None;
        }
        let place = if by_step.is_some() { &mut cost.step } else { &mut cost.each };
        *place = place.add(&number)?;
    }
    (!cost.each.is_zero() || !cost.step.is_zero()).then_some(cost)
}

fn goals(program: &Program, written: &[String], language: Language) -> Result<Vec<CriterionId>, Stop> {
    let find = |id: &String| {
        program.criterion(id).ok_or_else(|| {
            let ids = program.criteria.iter().map(|criterion| criterion.id.as_str());
            Stop::Say((words(language).no_such_criterion)(id, nearest(id, ids)))
        })
    };
    written.iter().map(find).collect()
}

/// The records of any kind with these keys.
fn fixed(
    program: &Program,
    roster: &Roster,
    keys: &[String],
    own: &PlanWords,
) -> Result<BTreeSet<(KindId, u32)>, Stop> {
    let mut wanted: BTreeMap<&str, bool> = keys.iter().map(|key| (key.as_str(), false)).collect();
    let mut found = BTreeSet::new();
    for (id, kind) in (0u32..).map(KindId).zip(&program.kinds) {
        if wanted.is_empty() || kind.fields.get(kind.key.at()).is_none_or(|field| field.private) {
            continue;
        }
        for row in 0..u32::try_from(roster.len(id)).unwrap_or(u32::MAX) {
            if let Some(seen) = roster.text(id, kind.key, row).and_then(|key| wanted.get_mut(key)) {
                *seen = true;
                found.insert((id, row));
            }
        }
    }
    match wanted.iter().find(|(_, seen)| !**seen) {
        Some((key, _)) => Err(Stop::Say((own.no_such_key)(key))),
        None => Ok(found),
    }
}

/// Writes all records with the changes made, as one file of all kinds.
fn write_records(program: &Program, roster: &Roster, answer: &Answer, path: &Path) -> Result<(), Stop> {
    let mut changed: BTreeMap<(KindId, u32, FieldId), &Given> = BTreeMap::new();
    if let Answer::Plan(plan) = answer {
        changed.extend(plan.changes.iter().map(|change| ((change.kind, change.row, change.field), &change.to)));
    }
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut all = String::from("{");
    for (at, (id, kind)) in (0u32..).map(KindId).zip(&program.kinds).enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let _ = write!(all, "{comma}\n  {}: [", quoted(kind.name.canonical()));
        for row in 0..u32::try_from(roster.len(id)).unwrap_or(u32::MAX) {
            let mut cells = Vec::new();
            for (field, declared) in (0u32..).map(FieldId).zip(&kind.fields) {
                if !matches!(declared.origin, Origin::Key | Origin::Data { .. }) {
                    continue;
                }
                let value = match changed.get(&(id, row, field)) {
                    Some(value) => given(program, id, field, value),
                    None => cell(program, roster, id, field, row),
                };
                cells.push(format!("{}: {}", quoted(declared.name.canonical()), value.unwrap_or("null".to_owned())));
            }
            let comma = if row == 0 { "" } else { "," };
            let _ = write!(all, "{comma}\n    {{ {} }}", cells.join(", "));
        }
        all.push_str("\n  ]");
    }
    all.push_str("\n}\n");
    output::write(&all, Some(path))
}

/// A value as JSON has it: numbers by their digits, everything else as it would stand in a table.
fn given(program: &Program, kind: KindId, field: FieldId, value: &Given) -> Option<String> {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match value {
        Given::Missing => None,
        Given::YesNo(value) => Some(value.to_string()),
        Given::Number(value) => Some(value.to_string()),
        Given::Date(days) => Date::from_days(*days).map(|date| quoted(&date.to_string())),
        Given::Label(label) => {
            let Type::Label(id) = program.kinds.get(kind.at())?.fields.get(field.at())?.ty else { return None };
            let label = program.labels.get(id.at())?.labels.get(*label as usize)?;
            Some(quoted(if label.is_empty() { "none" } else { label }))
        }
    }
}

fn cell(program: &Program, roster: &Roster, kind: KindId, field: FieldId, row: u32) -> Option<String> {
    let declared = program.kinds.get(kind.at())?.fields.get(field.at())?;
    let value = match declared.ty {
        Type::Text => return roster.text(kind, field, row).map(|text| serde_json::Value::from(text).to_string()),
        Type::Reference(to) => {
            let Target::Row(row) = roster.target(kind, field, row) else { return None };
            let key = program.kinds.get(to.at())?.key;
            return roster.text(to, key, row).map(|text| serde_json::Value::from(text).to_string());
        }
        Type::YesNo => Given::YesNo(roster.yes_no(kind, field, row)?),
        Type::Number(_) => Given::Number(roster.number(kind, field, row)?),
        Type::Date => Given::Date(roster.date(kind, field, row)?.days()),
        Type::Label(_) => Given::Label(roster.label(kind, field, row)?),
    };
    given(program, kind, field, &value)
}
