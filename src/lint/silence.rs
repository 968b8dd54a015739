//! Comments that silence a lint: `lint: allow L0005, L0010 "reason"`.

use crate::diagnostic::Finding;
use crate::source::{Source, Span};
use crate::syntax::remarks;

use super::{Edit, Fix, Found, Hit, Outcome, Rules, idle_allow, rule};

/// How such a comment begins, in either language.
const MARK: &str = "lint:";
const ALLOW: [&str; 2] = ["allow", "bỏ qua"];

/// What was silenced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silenced {
    /// What was found.
    pub finding: Finding,
    /// Why it may stay, as the comment says.
    pub reason: String,
}

/// A comment that silences.
struct Allow {
    codes: Vec<String>,
    reason: String,
    at: Span,
    about: Option<Span>,
    /// Which of the codes have silenced something.
    used: Vec<bool>,
}

/// Parts what was found into what is silenced and what is left, in the order of the files.
pub(super) fn silence(rules: &Rules<'_>, hits: Vec<Hit>) -> Outcome {
    let mut left = Found::default();
    let mut allows = Vec::new();
    for (file, source, tree) in rules.own_files() {
        if !source.text().contains(MARK) {
            continue;
        }
        for remark in remarks(source.text(), file, tree, |text| text.starts_with(MARK)) {
            match read(&remark.text) {
                Some((codes, reason)) => {
                    let used = vec![false; codes.len()];
                    allows.push(Allow { codes, reason, at: remark.at, about: remark.about, used });
                }
                None => left.add(
                    idle_allow::RULE.code,
                    remark.at,
                    ["this comment silences nothing", "", "Write `# lint: allow L0005 \"the reason\"`."],
                    ["lời chú này không bỏ qua gì", "", "Hãy viết `# lint: bỏ qua L0005 \"lý do\"`."],
                ),
            }
        }
    }
    let mut silenced = Vec::new();
    for hit in hits {
        let (code, at) = (hit.finding.code(), hit.finding.at);
        let covers = |allow: &Allow| {
            allow.about.is_some_and(|about| within(at, about) || within(about, at) && at.end > about.start)
        };
        let allow = allows.iter_mut().filter(|allow| covers(allow)).find_map(|allow| {
            let place = allow.codes.iter().position(|known| known.eq_ignore_ascii_case(code))?;
            Some((place, allow))
        });
        match allow {
            Some((place, allow)) => {
                if let Some(used) = allow.used.get_mut(place) {
                    *used = true;
                }
                silenced.push(Silenced { finding: hit.finding, reason: allow.reason.clone() });
            }
            None => left.hits.push(hit),
        }
    }
    for allow in &allows {
        for code in allow.codes.iter().zip(&allow.used).filter(|(_, used)| !**used).map(|(code, _)| code) {
            let unknown = rule(code).is_none() && !code.starts_with(['W', 'w']);
            let (en, vi) = if unknown {
                (format!("there is no lint {code}"), format!("không có mã {code}"))
            } else {
                (format!("{code} isn't found here"), format!("ở đây không có gì về {code}"))
            };
            left.add(
                idle_allow::RULE.code,
                allow.at,
                [&en, "silences nothing", "Take the comment out, or let it stand where the lint is found."],
                [&vi, "không bỏ qua gì", "Hãy bỏ lời chú này, hoặc đặt đúng chỗ có lời nhắc."],
            );
            if !unknown && allow.used.iter().all(|used| !used) {
                left.mend(rules.files.get(allow.at.file as usize).map(|(source, _)| taken_out(source, allow.at)));
            }
        }
    }
    let place = |finding: &Finding| (finding.at.file, finding.at.start, finding.at.end, finding.code());
    left.hits.sort_by(|one, other| place(&one.finding).cmp(&place(&other.finding)));
    silenced.sort_by(|one, other| place(&one.finding).cmp(&place(&other.finding)));
    Outcome { hits: left.hits, silenced }
}

fn within(inner: Span, outer: Span) -> bool {
    inner.file == outer.file && outer.start <= inner.start && inner.end <= outer.end
}

/// The codes and the reason that a comment gives.
fn read(text: &str) -> Option<(Vec<String>, String)> {
    let rest = text.strip_prefix(MARK)?.trim_start();
    let rest = ALLOW.iter().find_map(|word| rest.strip_prefix(word))?;
    let (codes, reason) = rest.split_once(['"', '“'])?;
    let reason = reason.trim_end().strip_suffix(['"', '”'])?.trim();
    let codes: Vec<String> = codes.split([',', ' ']).filter(|code| !code.is_empty()).map(str::to_owned).collect();
    (!codes.is_empty() && !reason.is_empty()).then(|| (codes, reason.to_owned()))
}

/// Takes a comment out, and its line if nothing else stands there.
fn taken_out(source: &Source, at: Span) -> Fix {
    let text = source.text();
    let before = text.get(..at.start as usize).unwrap_or("");
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    let alone = before.len() == blanks || before.get(..before.len() - blanks).is_some_and(|rest| rest.ends_with('\n'));
    let end = if alone && text.get(at.end as usize..).is_some_and(|rest| rest.starts_with('\n')) {
        at.end + 1
    } else {
        at.end
    };
    let at = Span { start: at.start - blanks as u32, end, ..at };
    Fix {
        en: "take the comment out".to_owned(),
        vi: "bỏ lời chú".to_owned(),
        edits: vec![Edit { at, text: String::new() }],
    }
}
