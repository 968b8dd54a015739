//! The commands.

use std::path::Path;

use tieuchi::diagnostic::codes;
use tieuchi::engine::{Options, evaluate};
use tieuchi::report::{self, Report};
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;

use crate::args::{Args, Command, DataFormat, ReportFormat};
use crate::{Stop, input, output, text};

/// Runs a command and gives the exit code.
pub fn run(args: &Args) -> Result<u8, Stop> {
    match &args.command {
        Command::Check { rules, data, lang, format, out } => {
            let loaded = input::rules(rules, lang.map(Language::from))?;
            match data {
                None => rules_only(&loaded, out.as_deref()),
                Some(data) => check(&loaded, data, *format, out.as_deref()),
            }
        }
        Command::Explain { rules, criterion, data, record, lang } => {
            let loaded = input::rules(rules, lang.map(Language::from))?;
            explain(&loaded, criterion, data, record.as_deref())
        }
        Command::Compile { rules, lang, format, out } => {
            let loaded = input::rules(rules, lang.map(Language::from))?;
            let written = match format {
                DataFormat::Ron => loaded.program.to_ron(),
                DataFormat::Json => loaded.program.to_json(),
            };
            let mut written = written.map_err(|error| Stop::Say(error.to_string()))?;
            if !written.ends_with('\n') {
                written.push('\n');
            }
            output::write(&written, out.as_deref())?;
            Ok(0)
        }
        Command::ExplainCode { code, list, lang } => {
            let language = Language::from(*lang);
            match code {
                Some(code) if !list => explain_code(code, language),
                _ => {
                    output::write(&text::codes::list(language), None)?;
                    Ok(0)
                }
            }
        }
        Command::Schema => {
            let schema = schemars::schema_for!(Report);
            let text = serde_json::to_string_pretty(&schema).map_err(|error| Stop::Say(error.to_string()))?;
            output::write(&format!("{text}\n"), None)?;
            Ok(0)
        }
    }
}

fn rules_only(loaded: &input::Loaded, out: Option<&Path>) -> Result<u8, Stop> {
    output::write(&text::rules::summary(&loaded.program), out)?;
    Ok(0)
}

fn report(loaded: &input::Loaded, data: &Path) -> Result<Report, Stop> {
    let roster = input::records(loaded, data)?;
    let evaluation =
        evaluate(&loaded.program, &roster, &Options::default()).map_err(|error| Stop::Say(error.to_string()))?;
    Ok(report::report(&evaluation))
}

fn check(loaded: &input::Loaded, data: &Path, format: ReportFormat, out: Option<&Path>) -> Result<u8, Stop> {
    let report = report(loaded, data)?;
    let rendered = match format {
        ReportFormat::Text => text::report::render(&report),
        ReportFormat::Json => {
            let text = serde_json::to_string_pretty(&report).map_err(|error| Stop::Say(error.to_string()))?;
            format!("{text}\n")
        }
        ReportFormat::Ron => {
            let pretty = ron::ser::PrettyConfig::default();
            let text = ron::ser::to_string_pretty(&report, pretty).map_err(|error| Stop::Say(error.to_string()))?;
            format!("{text}\n")
        }
    };
    output::write(&rendered, out)?;
    Ok(exit_code(report.verdict))
}

/// 0 all met or not applicable, 1 some not met, 2 none not met but some undetermined.
fn exit_code(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Met | Verdict::NotApplicable => 0,
        Verdict::NotMet => 1,
        Verdict::Undetermined => 2,
    }
}

fn explain(loaded: &input::Loaded, id: &str, data: &Path, record: Option<&str>) -> Result<u8, Stop> {
    let language = loaded.program.language;
    let Some(number) = loaded.program.criteria.iter().position(|criterion| criterion.id == id) else {
        let ids = loaded.program.criteria.iter().map(|criterion| criterion.id.as_str());
        let hint = tieuchi::diagnostic::nearest(id, ids).map(str::to_string);
        return Err(Stop::Say(text::words::no_criterion(language, id, hint.as_deref())));
    };
    let report = report(loaded, data)?;
    let Some(criterion) = report.criteria.get(number) else { return Err(Stop::Said) };
    match text::explain::render(criterion, language, record) {
        Some(rendered) => {
            output::write(&rendered, None)?;
            Ok(exit_code(criterion.verdict))
        }
        None => Err(Stop::Say(text::words::no_record(language, record.unwrap_or(""), id))),
    }
}

fn explain_code(code: &str, language: Language) -> Result<u8, Stop> {
    let Some(explanation) = codes::explain(code, language) else {
        let known = codes::explanations(language).iter().map(|explanation| explanation.code.as_str());
        let hint = tieuchi::diagnostic::nearest(code, known).map(str::to_string);
        return Err(Stop::Say(text::words::no_code(language, code, hint.as_deref())));
    };
    output::write(&text::codes::one(explanation, language), None)?;
    Ok(0)
}
