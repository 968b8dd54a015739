//! The command `prove`: what rules mean, whatever the records.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tieuchi::check::{Settings, check_asking};
use tieuchi::program::Program;
use tieuchi::roster::DecimalSign;
use tieuchi::source::{Language, Source};
use tieuchi::verdict::Verdict;
use tieuchi_analysis::ask::Bounds;
use tieuchi_analysis::join::{Apart, join};
use tieuchi_analysis::prove::{Asked, ClaimAnswer, Found, Judged, Proof, Records, implies, prove};
use tieuchi_records::Records as Manifest;

use crate::args::{ProofBounds, ProofFormat};
use crate::commands::{all_threads, as_json, in_page};
use crate::input::Loaded;
use crate::text::Speech;
use crate::text::proof::{self, Comparison};
use crate::{Stop, findings, input, output};

/// What is to be found out, and how that is told.
pub struct Request<'a> {
    /// A pack, a rule file or a compiled program.
    pub rules: &'a Path,
    /// Other rules that the first are held against, and whether in both directions.
    pub other: Option<(&'a Path, bool)>,
    /// Questions beside those of the rules.
    pub questions: &'a [String],
    /// Whether claims and questions alone are looked at.
    pub claims_only: bool,
    /// The language of the rules.
    pub lang: Option<Language>,
    /// What parameters are set to.
    pub settings: Settings,
    /// In which form.
    pub format: ProofFormat,
    /// Where the records that were found are written to.
    pub out: Option<&'a Path>,
    /// How much may be done.
    pub bounds: &'a ProofBounds,
}

impl ProofBounds {
    fn bounds(&self) -> Bounds {
        let mut bounds = Bounds { steps: self.steps, tries: self.tries, ..Bounds::default() };
        bounds.size.cells = self.cells;
        bounds
    }

    /// Whether there is time, from now on.
    fn go_on(&self) -> impl Fn() -> bool + use<> {
        let (begun, most) = (Instant::now(), Duration::from_secs(self.time));
        move || begun.elapsed() < most
    }
}

/// Finds out, tells, and gives the exit code: 0 all is as an author hopes; 1 something isn't; 2 nothing isn't, but
/// something is not decided.
pub fn run(request: &Request<'_>) -> Result<u8, Stop> {
    match request.other {
        Some((other, both)) => compare(request, other, both),
        None => alone(request),
    }
}

fn alone(request: &Request<'_>) -> Result<u8, Stop> {
    let loaded = input::rules(request.rules, request.lang, &request.settings)?;
    let language = request.lang.unwrap_or(loaded.program.language);
    let bounds = request.bounds.bounds();
    let (go_on, threads) = (request.bounds.go_on(), all_threads().threads);
    let mut proof = if request.questions.is_empty() {
        prove(&loaded.program, &Asked { rules: !request.claims_only, bounds, threads }, &go_on)
    } else {
        let mut whole: Option<Proof> = None;
        for question in request.questions {
            let mut program = asking(request, question, language)?;
            // What the rules claim and ask themselves isn't asked for here.
            let claims = &mut program.claims.list;
            claims.drain(..claims.len().saturating_sub(1));
            let mut proof = prove(&program, &Asked { rules: false, bounds, threads }, &go_on);
            match &mut whole {
                Some(whole) => whole.claims.append(&mut proof.claims),
                None => whole = Some(proof),
            }
        }
        whole.ok_or(Stop::Said)?
    };
    proof.language = language;
    let shown = match &proof.together {
        Some(found @ Found::Possible { .. }) => Some(found),
        _ => proof.claims.iter().flat_map(|claim| &claim.found).find(|found| found.size().is_some()),
    };
    let heading = request.rules.display().to_string();
    let text = match request.format {
        ProofFormat::Text => in_page(None, |page| proof::render(&Speech::new(language, false), page, &proof, &heading)),
        ProofFormat::Json => as_json(&proof)?,
    };
    if let Some(folder) = request.out {
        write(folder, &loaded, shown)?;
    }
    output::write(&text, None)?;
    Ok(proof.exit_code())
}

/// The program with a question.
fn asking(request: &Request<'_>, question: &str, language: Language) -> Result<Program, Stop> {
    let pack = input::pack(request.rules, request.lang)?;
    let mut sources: Vec<Source> = pack.files.iter().map(|(source, _)| source.clone()).collect();
    let question = Source::new("--ask", question);
    match check_asking(&pack.files, pack.findings, &question, language, &request.settings) {
        Ok((program, _)) => Ok(program),
        Err(found) => {
            sources.push(question);
            output::findings(&findings::render(&sources, &found, language));
            Err(Stop::Said)
        }
    }
}

fn compare(request: &Request<'_>, other: &Path, both: bool) -> Result<u8, Stop> {
    let first = input::rules(request.rules, request.lang, &request.settings)?;
    let second = input::rules(other, request.lang, &request.settings)?;
    let language = request.lang.unwrap_or(first.program.language);
    let joint = join(&first.program, &second.program).map_err(|apart| Stop::Say(say(&apart, language)))?;
    let bounds = request.bounds.bounds();
    let go_on = request.bounds.go_on();
    let mut found = vec![implies(&joint.program, &joint.first, &joint.second, bounds, &go_on)];
    if both {
        found.push(implies(&joint.program, &joint.second, &joint.first, bounds, &go_on));
    }
    let possible: Vec<Option<bool>> = found.iter().map(Found::possible).collect();
    let answer = if possible.contains(&Some(true)) {
        ClaimAnswer::No
    } else if possible.contains(&None) {
        ClaimAnswer::Undecided
    } else {
        ClaimAnswer::Yes
    };
    let shown = |path: &Path| path.display().to_string();
    let comparison = Comparison { first: shown(request.rules), second: shown(other), equivalent: both, answer, found };
    let text = match request.format {
        ProofFormat::Text => in_page(None, |page| proof::compared(&Speech::new(language, false), page, &comparison)),
        ProofFormat::Json => as_json(&comparison)?,
    };
    if let Some(folder) = request.out {
        write(folder, &first, comparison.found.iter().find(|found| found.size().is_some()))?;
    }
    output::write(&text, None)?;
    Ok(match answer {
        ClaimAnswer::Yes => 0,
        ClaimAnswer::No => 1,
        ClaimAnswer::Undecided => 2,
    })
}

fn say(apart: &Apart, language: Language) -> String {
    match (apart, language) {
        (Apart::Field { kind, field }, Language::En) => {
            format!("the rules don't speak of the same records: {kind}.{field} is of another type in each")
        }
        (Apart::Field { kind, field }, Language::Vi) => {
            format!("hai bộ quy tắc không cùng nói về một loại hồ sơ: {kind}.{field} ở mỗi bên có một kiểu khác nhau")
        }
        (Apart::Derived { kind, field }, Language::En) => {
            format!("the rules don't speak of the same records: {kind}.{field} is data in one and derived in the other")
        }
        (Apart::Derived { kind, field }, Language::Vi) => format!(
            "hai bộ quy tắc không cùng nói về một loại hồ sơ: {kind}.{field} là số liệu ở bên này nhưng là kết quả suy ra ở bên kia"
        ),
        (Apart::Large, Language::En) => "the rules are too large to be held against each other".to_owned(),
        (Apart::Large, Language::Vi) => "hai bộ quy tắc quá lớn để so với nhau".to_owned(),
    }
}

/// Writes records into a folder: a CSV file for each kind, which `check --data` takes, and a file of tests.
fn write(folder: &Path, loaded: &Loaded, found: Option<&Found>) -> Result<(), Stop> {
    let Some(Found::Possible { records, verdicts, .. }) = found else { return Ok(()) };
    let unwritten = |path: PathBuf| move |error: std::io::Error| Stop::Unwritten(Some(path), error);
    fs::create_dir_all(folder).map_err(unwritten(folder.to_owned()))?;
    for kind in &loaded.program.kinds {
        let name = kind.name.shown(loaded.program.language);
        let path = folder.join(format!("{name}.csv"));
        let made = records.iter().find(|table| table.kind == name);
        let fields = tieuchi_analysis::witness::data_fields(kind);
        let names: Vec<&str> = fields
            .iter()
            .filter_map(|field| kind.fields.get(field.at()))
            .map(|field| field.name.shown(loaded.program.language))
            .collect();
        let mut table = csv::Writer::from_writer(Vec::new());
        let io = |error: csv::Error| std::io::Error::other(error);
        table.write_record(&names).map_err(io).map_err(unwritten(path.clone()))?;
        for row in made.into_iter().flat_map(|table| &table.rows) {
            let cells = row.iter().map(|cell| signed(cell, &loaded.records, kind.name.canonical()));
            table.write_record(cells).map_err(io).map_err(unwritten(path.clone()))?;
        }
        let bytes = table.into_inner().map_err(|error| std::io::Error::other(error.to_string()));
        fs::write(&path, bytes.map_err(unwritten(path.clone()))?).map_err(unwritten(path.clone()))?;
    }
    let path = folder.join("witness.tieuchi");
    fs::write(&path, trial(&loaded.program, records, verdicts)).map_err(unwritten(path.clone()))
}

/// A number with the decimal sign that the pack's manifest states.
fn signed(cell: &str, manifest: &Manifest, kind: &str) -> String {
    let comma = manifest
        .kinds
        .iter()
        .any(|(name, options)| name == kind && matches!(options.decimal, Some(DecimalSign::Comma)));
    if comma && is_decimal(cell) { cell.replace('.', ",") } else { cell.to_owned() }
}

/// The records as a case of a file of tests.
fn trial(program: &Program, records: &[Records], verdicts: &[Judged]) -> String {
    let language = program.language;
    let mut text = format!("tieuchi 1, {}\n\n", language.pick("en", "vi"));
    text += language.pick("test \"Found by prove\"\n", "tình huống \"Do lệnh prove tìm ra\"\n");
    for table in records {
        text += &format!("  {} {}\n", language.pick("records", "hồ sơ"), table.kind);
        let widths: Vec<usize> = (0..table.fields.len())
            .map(|place| {
                let cells = table.rows.iter().filter_map(|row| row.get(place)).chain(table.fields.get(place));
                cells.map(|cell| unicode_width::UnicodeWidthStr::width(cell.as_str())).max().unwrap_or(0)
            })
            .collect();
        let sign = |cell: &String| {
            if is_decimal(cell) && language == Language::Vi { cell.replace('.', ",") } else { cell.clone() }
        };
        for row in std::iter::once(&table.fields).chain(&table.rows) {
            let cells = row.iter().map(sign).zip(&widths).map(|(cell, width)| {
                let blank = width.saturating_sub(unicode_width::UnicodeWidthStr::width(cell.as_str()));
                format!(" {cell}{} |", " ".repeat(blank))
            });
            text += &format!("    |{}\n", cells.collect::<String>());
        }
    }
    let own = |said: &&Judged| program.criteria.iter().any(|criterion| criterion.id == said.id);
    for Judged { id, verdict } in verdicts.iter().filter(own) {
        let said = match verdict {
            Verdict::Met => language.pick("met", "đạt"),
            Verdict::NotMet => language.pick("not met", "không đạt"),
            Verdict::Undetermined => language.pick("undetermined", "chưa xác định"),
            Verdict::NotApplicable => language.pick("not applicable", "không áp dụng"),
        };
        text += &format!("  {} {id}: {said}\n", language.pick("expect", "kết quả"));
    }
    text
}

/// Whether a cell has a number with decimals.
fn is_decimal(cell: &str) -> bool {
    let number = cell.trim_end_matches('%').trim_start_matches('-');
    number.contains('.') && number.chars().all(|sign| sign.is_ascii_digit() || sign == '.')
}
