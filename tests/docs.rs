//! Every sample of the language page, run.
//!
//! A block marked `tieuchi` is a whole file; one marked `tieuchi en` or
//! `tieuchi vi` continues the page's first file in that language. An English
//! block right before a Vietnamese one must give the same program. A block
//! that names a code besides must be refused with that code alone.

#[path = "common/program.rs"]
mod same;

use same::same_but_for_texts;
use tieuchi::check::compile;
use tieuchi::program::Program;
use tieuchi::source::{Language, Source};

const PAGE: &str = include_str!("../docs/language.md");

/// A fenced block.
struct Sample {
    line: usize,
    language: Language,
    /// Whether it continues the page's first file.
    continues: bool,
    /// The code that it must be refused with.
    refused: Option<String>,
    text: String,
}

fn samples() -> Vec<Sample> {
    let mut found: Vec<Sample> = Vec::new();
    let mut open = false;
    for (number, line) in (1..).zip(PAGE.lines()) {
        if let Some(info) = line.strip_prefix("```") {
            if !open && info.split(' ').next() == Some("tieuchi") {
                let mut words = info.split(' ').skip(1);
                let language = words.next();
                found.push(Sample {
                    line: number,
                    language: if language == Some("vi") { Language::Vi } else { Language::En },
                    continues: language.is_some(),
                    refused: words.next().map(str::to_owned),
                    text: String::new(),
                });
                open = true;
            } else {
                open = false;
            }
        } else if let (true, Some(sample)) = (open, found.last_mut()) {
            sample.text.push_str(line);
            sample.text.push('\n');
        }
    }
    for sample in &mut found {
        if sample.text.starts_with("tieuchi 1, vi") {
            sample.language = Language::Vi;
        }
    }
    found
}

/// The page's first file in each language.
fn first_page(language: Language) -> String {
    samples()
        .into_iter()
        .find(|sample| !sample.continues && sample.language == language)
        .expect("the page begins with a whole file in each language")
        .text
}

/// The program of a sample, or the codes of its findings.
fn run(sample: &Sample) -> Result<Program, Vec<&'static str>> {
    let text = if sample.continues { first_page(sample.language) + "\n" + &sample.text } else { sample.text.clone() };
    let source = Source::new(format!("language.md, line {}", sample.line), &text);
    let findings = match compile(std::slice::from_ref(&source)) {
        Ok((program, warnings)) if warnings.is_empty() => return Ok(program),
        Ok((_, findings)) | Err(findings) => findings,
    };
    if sample.refused.is_none() {
        for finding in &findings {
            let prose = finding.prose(sample.language);
            let at = source.position(finding.at.start);
            eprintln!("{} {}:{}: {} ({})", source.name(), at.line, at.column, prose.title, prose.help);
        }
    }
    Err(findings.iter().map(|finding| finding.code()).collect())
}

#[test]
fn every_sample_says_what_the_page_says_it_does() {
    let samples = samples();
    assert!(samples.len() >= 20, "only {} samples were found", samples.len());
    let mut wrong = Vec::new();
    for sample in &samples {
        match (run(sample), &sample.refused) {
            (Ok(_), None) => {}
            (Ok(_), Some(code)) => wrong.push(format!("line {}: not refused with {code}", sample.line)),
            (Err(codes), Some(code)) if codes.iter().all(|found| found == code) => {}
            (Err(codes), _) => wrong.push(format!("line {}: refused with {codes:?}", sample.line)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn both_languages_say_the_same() {
    let samples = samples();
    let mut pairs = 0;
    for pair in samples.windows(2) {
        let [english, vietnamese] = pair else { continue };
        if (english.language, vietnamese.language) != (Language::En, Language::Vi) {
            continue;
        }
        let (Ok(one), Ok(other)) = (run(english), run(vietnamese)) else {
            panic!("the samples of lines {} and {} don't both check", english.line, vietnamese.line)
        };
        same_but_for_texts(&one, &other)
            .unwrap_or_else(|at| panic!("the samples of lines {} and {} differ: {at}", english.line, vietnamese.line));
        pairs += 1;
    }
    assert!(pairs >= 8, "only {pairs} pairs were found");
}
