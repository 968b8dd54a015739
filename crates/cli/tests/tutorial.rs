//! The tutorials, step by step in a folder of their own, and the book that they begin.
//!
//! What a fenced block is for stands behind its language: `file=` writes a file, `append=` goes on at its end, a `diff`
//! with `file=` replaces lines that stand there once, and `console` runs its command, whose output (a line `…` for
//! lines left out) and exit code (`exit=`, or else 0) must be those shown.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

const VIETNAMESE: &str = include_str!("../../../docs/tutorial.vi.md");
const ENGLISH: &str = include_str!("../../../docs/tutorial.en.md");
const SUMMARY: &str = include_str!("../../../docs/SUMMARY.md");

/// A fenced block: its language, what stands behind that, its text, each line ended.
struct Block<'a> {
    language: &'a str,
    task: Option<(&'a str, &'a str)>,
    text: &'a str,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let fenced = page.split("\n```").skip(1).step_by(2);
    let read = |block| {
        let (info, text) = str::split_once(block, '\n').expect("a block has lines");
        let (language, task) = info.split_once(' ').unwrap_or((info, ""));
        Block { language, task: task.split_once('='), text }
    };
    fenced.map(read).collect()
}

/// The lines of a `diff` that have a sign, without it.
fn signed(text: &str, sign: char) -> String {
    text.lines().filter_map(|line| line.strip_prefix(sign)).map(|line| format!("{line}\n")).collect()
}

/// Whether the lines are those shown, where `…` stands for any.
fn matches(printed: &[&str], shown: &[&str]) -> bool {
    match (printed, shown) {
        ([], []) => true,
        (_, ["…", rest @ ..]) => (0..=printed.len()).any(|skipped| matches(&printed[skipped..], rest)),
        ([line, printed @ ..], [same, shown @ ..]) => line == same && matches(printed, shown),
        ([], [_, ..]) | ([_, ..], []) => false,
    }
}

/// What a command prints to a terminal, in the order in which it prints it, and its exit code.
fn run(folder: &Path, command: &str, locale: &str) -> (String, Option<i32>) {
    let page = tempfile::NamedTempFile::new().expect("a file");
    let screen = || Stdio::from(File::options().append(true).open(page.path()).expect("the file"));
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_tieuchi"))
        .current_dir(folder)
        .args(command.split(' '))
        .env("LC_ALL", locale)
        .env_remove("COLUMNS")
        .stdin(Stdio::null())
        .stdout(screen())
        .stderr(screen())
        .status();
    (fs::read_to_string(page.path()).expect("UTF-8"), status.expect("it runs").code())
}

/// Takes the steps of a page; how many commands it ran.
fn follow(page: &str, locale: &str, folder: &Path) -> usize {
    let mut ran = 0;
    for Block { language, task, text } in blocks(page) {
        if language == "console" {
            let (command, shown) = text.split_once('\n').unwrap_or((text, ""));
            let (printed, code) = run(folder, command.strip_prefix("$ tieuchi ").expect("a command"), locale);
            let (lines, expected): (Vec<_>, Vec<_>) = (printed.trim_end().lines().collect(), shown.lines().collect());
            assert!(matches(&lines, &expected), "{command} doesn't print\n{shown}\nbut\n{printed}");
            let exit = task.map_or(0, |(_, code)| code.parse().expect("an exit code"));
            assert_eq!(code, Some(exit), "{command}");
            ran += 1;
            continue;
        }
        let (verb, name) = task.expect("what the block is for");
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        match (language, verb) {
            ("diff", "file") => {
                let (old, new) = (signed(text, '-'), signed(text, '+'));
                let before = fs::read_to_string(&path).expect("the file to mend");
                assert_eq!(before.matches(old.as_str()).count(), 1, "stands once in {name}:\n{old}");
                fs::write(&path, before.replace(&old, &new)).expect("it is written");
            }
            (_, "file") => fs::write(&path, text.to_owned() + "\n").expect("it is written"),
            (_, "append") => {
                let mut file = File::options().append(true).open(&path).expect("the file to go on with");
                file.write_all((text.to_owned() + "\n").as_bytes()).expect("it is written");
            }
            (_, other) => panic!("{other} is no task"),
        }
    }
    ran
}

/// Takes all steps of a page, the last of which writes a web page that shows a criterion.
fn follow_to_the_report(page: &str, locale: &str, report: &str, criterion: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(follow(page, locale, folder.path()) >= 10);
    let written = fs::read_to_string(folder.path().join(report)).expect("the report");
    assert!(written.contains(criterion));
}

#[test]
fn the_vietnamese_tutorial_does_what_it_says() {
    follow_to_the_report(VIETNAMESE, "vi_VN.UTF-8", "bao-cao.html", "Không ai vi phạm pháp luật");
}

#[test]
fn the_english_tutorial_does_what_it_says() {
    follow_to_the_report(ENGLISH, "C.UTF-8", "report.html", "Nobody breaks the law");
}

#[test]
fn both_tutorials_take_the_same_steps() {
    let steps = |page| -> Vec<(String, Option<String>)> {
        let verb = |block: Block<'_>| {
            let what =
                block.task.map(|(verb, name)| if verb == "exit" { format!("{verb} {name}") } else { verb.to_owned() });
            (block.language.to_owned(), what)
        };
        blocks(page).into_iter().map(verb).collect()
    };
    assert_eq!(steps(VIETNAMESE), steps(ENGLISH));
}

#[test]
fn lines_left_out_are_only_where_it_is_said() {
    assert!(matches(&["a", "b", "c"], &["a", "…", "c"]));
    assert!(matches(&["a", "b"], &["…", "b", "…"]));
    assert!(!matches(&["a", "b", "c"], &["a", "c"]));
    assert!(!matches(&["a", "b", "c"], &["…", "b"]));
    assert!(!matches(&["a"], &["a", "b"]));
}

#[test]
fn the_book_has_every_page_once() {
    let docs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let entries = fs::read_dir(docs).expect("the pages").map(|entry| entry.expect("a page").file_name());
    let mut there: Vec<String> = entries.map(|name| name.into_string().expect("UTF-8")).collect();
    there.retain(|name| name.ends_with(".md") && name != "SUMMARY.md");
    there.sort();
    let links = SUMMARY.lines().filter(|line| line.starts_with("- ["));
    let link = |line: &'static str| line.split_once("](").and_then(|(_, link)| link.strip_suffix(')')).expect("a link");
    let mut shown: Vec<&str> = links.map(link).collect();
    shown.sort_unstable();
    assert_eq!(shown, there);
}

/// The anchor of a heading, as it is made of its words.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().to_lowercase();
    kept.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn what_the_pages_link_to_is_in_the_book() {
    let docs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let page = |name: &str| fs::read_to_string(docs.join(name)).expect("a page");
    let (mut links, mut anchors) = (0, 0);
    for entry in fs::read_dir(&docs).expect("the pages").map(|entry| entry.expect("a page")) {
        let name = entry.file_name().into_string().expect("UTF-8");
        if !name.ends_with(".md") {
            continue;
        }
        let text = page(&name);
        // What stands in code links nowhere.
        let prose: String = text.split("```").step_by(2).collect();
        for link in prose.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link) {
            if link.starts_with("https://") {
                continue;
            }
            let (file, part) = link.split_once('#').map_or((link, None), |(file, part)| (file, Some(part)));
            let file = if file.is_empty() { name.as_str() } else { file };
            assert!(!file.contains('/') && docs.join(file).is_file(), "{name} links to {link}, which the book hasn't");
            links += 1;
            if let Some(part) = part {
                let headings = page(file);
                let known = headings.lines().filter(|line| line.starts_with('#')).any(|line| anchor(line) == part);
                assert!(known, "{name} links to {link}, and there is no such heading");
                anchors += 1;
            }
        }
    }
    assert!(links >= 30 && anchors >= 3, "{links} {anchors}");
}
