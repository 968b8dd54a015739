//! The text format of the suite's files; see `tests/suite/README.md`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tieuchi::diagnostic::codes::in_full;
use tieuchi::source::{Language, Source};
use tieuchi::syntax::parse;
use tieuchi::syntax::print::print_in;
use tieuchi::syntax::translate::Names;

/// One case: rules in one or both languages, records, expectations.
#[derive(Debug, Default, Clone)]
pub struct Case {
    pub file: String,
    pub name: String,
    pub rules: BTreeMap<Language, String>,
    pub preludes: BTreeMap<Language, String>,
    /// Kind name to header and rows.
    pub records: Vec<(String, Vec<Vec<String>>)>,
    /// Files of a folder of records or of packs, each behind a line `-- its name`.
    pub files: BTreeMap<Language, String>,
    /// What parameters are set to, `quota=20%`.
    pub set: Vec<String>,
    pub expect: Vec<String>,
}

/// All cases of all files of the folder, in order of file name.
pub fn load(folder: &Path) -> Vec<Case> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the suite's folder")
        .map(|entry| entry.expect("a folder entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "suite"))
        .collect();
    files.sort();
    let shared = prelude(folder, "prelude");
    files.iter().flat_map(|path| read(path, &shared)).collect()
}

/// The prelude of a name, in both languages.
fn prelude(folder: &Path, name: &str) -> BTreeMap<Language, String> {
    let text = |language| fs::read_to_string(folder.join(format!("{name}.{language}.tieuchi"))).expect("a prelude");
    [Language::En, Language::Vi].into_iter().map(|language| (language, text(language))).collect()
}

fn read(path: &Path, shared: &BTreeMap<Language, String>) -> Vec<Case> {
    let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
    let text = fs::read_to_string(path).expect("a readable suite file");
    let mut preludes = shared.clone();
    let mut cases: Vec<Case> = Vec::new();
    // Tables before the first case are for every case that has none of that kind.
    let mut common: Vec<(String, Vec<Vec<String>>)> = Vec::new();
    let mut section = String::new();
    for (number, line) in text.lines().enumerate() {
        if let Some(title) = line.strip_prefix("=== ") {
            cases.push(Case { file: name.clone(), name: title.trim().into(), ..Case::default() });
            section.clear();
            continue;
        }
        if let Some(heads) = line.strip_prefix("--- ") {
            section = heads.trim().to_string();
            if let Some(name) = section.strip_prefix("prelude from ") {
                preludes = prelude(path.parent().expect("a folder"), name);
                section.clear();
            } else if let Some(language) = section.strip_prefix("prelude ") {
                preludes.insert(language.parse().expect("en or vi"), String::new());
            } else if cases.is_empty() {
                common.push((section.clone(), Vec::new()));
            } else if let (Some((language, name)), Some(case)) = (file(&section), cases.last_mut()) {
                *case.files.entry(language).or_default() += &format!("-- {name}\n");
            } else if let (Some(case), false) = (cases.last_mut(), matches!(&*section, "en" | "vi" | "set" | "expect"))
            {
                case.records.push((section.clone(), Vec::new()));
            }
            continue;
        }
        if let Some(language) = section.strip_prefix("prelude ") {
            let prelude = preludes.get_mut(&language.parse().expect("en or vi")).expect("just put in");
            prelude.push_str(line);
            prelude.push('\n');
            continue;
        }
        let Some(case) = cases.last_mut() else {
            if let (Some((_, table)), false) = (common.last_mut(), line.trim().is_empty() || section.is_empty()) {
                rows(line, table);
            }
            continue;
        };
        if let Some((language, _)) = file(&section) {
            *case.files.entry(language).or_default() += &format!("{line}\n");
            continue;
        }
        match &*section {
            "" => assert!(line.is_empty() || line.starts_with('#'), "{name}:{}: text outside a section", number + 1),
            "en" | "vi" => {
                let rules = case.rules.entry(section.parse().expect("en or vi")).or_default();
                rules.push_str(line);
                rules.push('\n');
            }
            "set" if !line.trim().is_empty() => case.set.push(line.trim().to_string()),
            "expect" | "set" if line.trim().is_empty() => {}
            "expect" => case.expect.push(line.trim().to_string()),
            _ if line.trim().is_empty() => {}
            _ => rows(line, &mut case.records.last_mut().expect("a table was begun").1),
        }
    }
    for case in &mut cases {
        // A blank line before the next case is none of the last file.
        case.files.values_mut().for_each(|files| files.truncate(files.trim_end().len()));
        case.files.values_mut().for_each(|files| files.push('\n'));
        case.preludes.clone_from(&preludes);
        let missing = common.iter().filter(|(kind, _)| !case.records.iter().any(|(own, _)| own == kind));
        let missing: Vec<_> = missing.cloned().collect();
        case.records.splice(0..0, missing);
    }
    cases
}

/// The language and the name of a section `--- file en person.csv`.
fn file(section: &str) -> Option<(Language, &str)> {
    let (language, name) = section.strip_prefix("file ")?.split_once(' ')?;
    Some((language.parse().expect("en or vi"), name))
}

/// `3 * p@,u1,yes` is three rows; `@` counts the rows of the table so far.
fn rows(line: &str, table: &mut Vec<Vec<String>>) {
    let (times, cells) = match line.split_once(" * ") {
        Some((times, cells)) if times.trim().parse::<usize>().is_ok() => {
            (times.trim().parse().expect("checked"), cells)
        }
        _ => (1, line),
    };
    for _ in 0..times {
        let number = table.len().to_string();
        table.push(cells.split(',').map(|cell| cell.trim().replace('@', &number)).collect());
    }
}

/// The whole rule file of a case in a language: prelude, then its rules, wrapped in a criterion where they declare nothing.
pub fn rule_text(case: &Case, language: Language) -> Option<String> {
    let rules = String::from_utf8(in_full(case.rules.get(&language)?)).expect("rules are text");
    // A case about the first line itself brings its own.
    if rules.starts_with("tieuchi") || rules.starts_with("alone\n") {
        return Some(rules.trim_start_matches("alone\n").to_owned());
    }
    let words: &[&str] = match language {
        Language::En => &[
            "criterion",
            "claim",
            "question",
            "award",
            "define",
            "record",
            "extend",
            "scale",
            "document",
            "use",
            "score",
            "rank",
            "parameter",
            "table",
            "test",
        ],
        Language::Vi => &[
            "tiêu chí",
            "khẳng định",
            "câu hỏi",
            "xét tặng",
            "định nghĩa",
            "bản ghi",
            "bổ sung",
            "thang",
            "văn bản",
            "dùng",
            "chấm điểm",
            "tham số",
            "bảng",
            "xếp hạng",
            "tình huống",
        ],
    };
    let declares = rules.lines().any(|line| words.iter().any(|word| line.starts_with(&format!("{word} "))));
    let prelude = &case.preludes[&language];
    Some(if declares {
        format!("{prelude}\n{rules}")
    } else {
        let head = language.pick("criterion c \"c\"\n  cites 1", "tiêu chí c \"c\"\n  căn cứ 1");
        let body: String = rules.lines().map(|line| format!("  {line}\n")).collect();
        format!("{prelude}\n{head}\n{body}")
    })
}

/// Whether a finding that was expected with `expected`, such as `"x"` or `"x" / "chữ x"`, stands at this text.
pub fn stands_at(expected: &str, found: &str, language: Language) -> bool {
    let at = match expected.split_once("\" / \"") {
        Some((en, vi)) => language.pick(en.strip_prefix('"').unwrap_or(en), vi.strip_suffix('"').unwrap_or(vi)),
        None => expected.strip_prefix('"').and_then(|at| at.strip_suffix('"')).unwrap_or(expected),
    };
    // Of a longer text the beginning is enough.
    at.is_empty() || found == at || at.strip_suffix('…').is_some_and(|start| found.starts_with(start))
}

/// The rules printed in the other language, if nothing is to be found in them.
pub fn translated(case: &Case, rules: &str) -> Option<(Language, String)> {
    if case.expect.iter().any(|line| line.starts_with("finding ")) {
        return None;
    }
    let file = parse(&Source::new("case", rules), 0).file;
    let other = file.language.pick(Language::Vi, Language::En);
    Some((other, print_in(&file, other, &Names::gather(&[&file])).0))
}
