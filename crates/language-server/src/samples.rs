//! What the rules being written say of the pack's sample records: the line above each criterion.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use tieuchi::check::{Role, Sense};
use tieuchi::engine::{Options, evaluate};
use tieuchi::program::Program;
use tieuchi::report::{CriterionReport, Explanation, Listing, What, report_listing};
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;
use tieuchi_records::{Records, read_path};

use crate::text::Range;
use crate::workspace::{Analysis, Workspace};

/// Rules to be held against records.
#[derive(Debug, Clone)]
pub struct Job {
    /// The URI of the main rule file.
    pub uri: String,
    /// The rules.
    pub program: Arc<Program>,
    /// How records are written.
    pub records: Records,
    /// Where they are.
    pub samples: Vec<PathBuf>,
}

/// What the rules say: by criterion, a line for each sample.
pub type Judged = BTreeMap<String, Vec<String>>;

/// What a file's pack is to be held against; nothing where rules are unsound or have no sample records.
pub fn job(workspace: &Workspace, uri: &str) -> Option<Job> {
    let (analysis, _) = workspace.file(uri)?;
    let program = analysis.program.clone()?;
    let (folder, manifest) = analysis.manifest.as_ref()?;
    let samples: Vec<PathBuf> =
        manifest.samples.iter().map(|path| folder.join(path)).filter(|path| path.exists()).collect();
    let uri = analysis.uri(0).to_owned();
    (!samples.is_empty()).then(|| Job { uri, program, records: analysis.records.clone(), samples })
}

/// Judges every sample. It may take as long as an evaluation takes: not for the thread that answers.
pub fn judge(job: &Job) -> Judged {
    let mut judged = Judged::new();
    let language = job.program.language;
    for sample in &job.samples {
        let name = sample.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let found = match read_path(&job.program, &job.records, sample) {
            Ok((roster, _)) => match evaluate(&job.program, &roster, &Options::default()) {
                Ok(evaluation) => Ok(report_listing(&evaluation, Listing::Counted)),
                Err(error) => Err(error.say(language)),
            },
            Err(findings) => Err(findings.first().map_or(String::new(), |finding| finding.prose(language).title)),
        };
        match found {
            Ok(report) => {
                for criterion in &report.criteria {
                    judged
                        .entry(criterion.id.clone())
                        .or_default()
                        .push(format!("{name}: {}", line(criterion, language)));
                }
            }
            Err(why) => {
                for criterion in &job.program.criteria {
                    judged.entry(criterion.id.clone()).or_default().push(format!("{name}: {why}"));
                }
            }
        }
    }
    judged
}

/// A verdict with the count that it rests on.
pub fn line(criterion: &CriterionReport, language: Language) -> String {
    let verdict = match criterion.verdict {
        Verdict::Met => language.pick("met", "đạt"),
        Verdict::NotMet => language.pick("not met", "không đạt"),
        Verdict::Undetermined => language.pick("undetermined", "chưa xác định"),
        Verdict::NotApplicable => language.pick("not applicable", "không áp dụng"),
    };
    let of = |part: u64, whole: u64| match language {
        Language::En => format!("{verdict}, {part} of {whole}"),
        Language::Vi => format!("{verdict}, {part} trên {whole}"),
    };
    if let Some(each) = &criterion.for_each {
        let counts = &each.counts;
        return of(counts.met, counts.met + counts.not_met + counts.undetermined + counts.not_applicable);
    }
    match criterion.explanation.as_ref().and_then(counted) {
        Some((part, whole)) => of(part, whole),
        None => verdict.to_owned(),
    }
}

/// How many have the property of the sentence that is the whole requirement, of how many.
fn counted(explanation: &Explanation) -> Option<(u64, u64)> {
    match &explanation.what {
        What::Clause(clause) => {
            let counts = &clause.parts.first()?.counts;
            Some((counts.in_holds, counts.in_holds + counts.in_fails + counts.in_unknown))
        }
        What::List(_) | What::Test(_) | What::Compare(_) | What::Presence(_) | What::Not(_) | What::Meets(_) => None,
    }
}

/// The criteria of a file with what was judged of them.
pub fn lenses(analysis: &Analysis, file: u32, judged: &Judged) -> Vec<(Range, String)> {
    let mut found = Vec::new();
    for mention in
        analysis.index.mentions.iter().filter(|mention| mention.at.file == file && mention.role == Role::Declared)
    {
        let Sense::Criterion(id) = mention.sense else { continue };
        let Some((id, _)) = analysis.index.criteria.get(id.0 as usize) else { continue };
        let range = analysis.text(file).range(mention.at);
        found.extend(judged.get(id).into_iter().flatten().map(|line| (range, line.clone())));
    }
    found
}
