//! The cases of the suite that are about files: folders of records and packs.

#[allow(dead_code)]
#[path = "../../../tests/suite_runner/format.rs"]
mod format;
mod unpack;

use std::path::Path;

use tieuchi::diagnostic::{Finding, Problem, Severity};
use unpack::{of_packs, of_records, unpack};

/// Where a finding stands: the file in the folder, then row and column, or line and column of the text.
fn place(finding: &Finding, folder: &Path) -> String {
    let (file, row, column, position) = match &finding.problem {
        Problem::Data(problem) => {
            (&problem.place.file, problem.place.row, problem.place.column.clone(), problem.place.position)
        }
        Problem::Pack(problem) => (&problem.file, None, None, problem.position),
        Problem::Syntax(_) | Problem::Check(_) | Problem::Lint(_) => return String::new(),
    };
    let file = file.as_deref().map(|file| {
        let inside = Path::new(file).strip_prefix(folder).ok();
        inside.map_or(file, |inside| inside.to_str().unwrap_or(file)).to_owned()
    });
    let position = position.map(|at| format!("{}:{}", at.line, at.column));
    let parts = [file, row.map(|row| row.to_string()), column, position];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_case_about_files_finds_what_it_expects() {
    let cases = format::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite"));
    let mut run = 0;
    let mut faults = Vec::new();
    for case in &cases {
        for (language, files) in &case.files {
            let (language, name) = (*language, format!("{}: {} ({language})", case.file, case.name));
            run += 1;
            let folder = unpack(files);
            let found = match folder.path().join("p").exists() {
                true => of_packs(&folder),
                false => of_records(&folder, &case.preludes[&language]),
            };
            for line in &case.expect {
                let rest = line.strip_prefix("finding ").unwrap_or_else(|| panic!("{name}: {line}"));
                let (code, at) = rest.split_once(" at ").unwrap_or((rest, ""));
                let here = |finding: &&Finding| finding.code() == code;
                let stands = |finding: &Finding| format::stands_at(at, &place(finding, folder.path()), language);
                if !found.iter().filter(here).any(stands) {
                    let places: Vec<String> =
                        found.iter().filter(here).map(|finding| place(finding, folder.path())).collect();
                    faults.push(format!("{name}: `{line}` was not found, but {places:?}"));
                }
            }
            for finding in found.iter().filter(|finding| finding.severity() == Severity::Error) {
                if !case.expect.iter().any(|line| line.starts_with(&format!("finding {}", finding.code()))) {
                    let prose = finding.prose(language);
                    faults.push(format!("{name}: found {} ({})", finding.code(), prose.title));
                }
            }
        }
    }
    assert!(run > 0 && faults.is_empty(), "{} faults in {run} cases:\n{}", faults.len(), faults.join("\n"));
}
