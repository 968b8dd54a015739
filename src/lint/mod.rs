//! Lint: what rules say that their author may not have meant.
//!
//! Contract. Lint reads trees together with the program that they were checked
//! into; it decides nothing and changes nothing. Each lint is one file with its
//! prose, its meaning and its examples in both languages, and one line in
//! [`RULES`]. What the checker warns of already isn't said again. A comment
//! `lint: allow L0005 "reason"` (`lint: bỏ qua L0005 "lý do"`) silences one
//! lint at what the comment hangs on in the tree. Where there is one sure mend,
//! a finding has it as edits of the text.

mod bad_direction;
mod better_shut_out;
mod coverage;
mod exact_share;
mod fix;
mod hidden_gaps;
mod idle_allow;
mod idle_award;
mod idle_claim;
mod inverted;
mod misplaced_id;
mod names;
mod narrow_base;
mod page;
mod repeated_part;
mod same_condition;
mod same_title;
mod silence;
mod unread_field;
mod unstated_rounding;
mod unused_definition;
mod unused_parameter;
mod unused_record;
mod unused_scale;
mod unused_series;
mod walk;

use crate::diagnostic::codes::Explanation;
use crate::diagnostic::{Finding, LintProblem, Prose};
use crate::program::Program;
use crate::source::{Language, Source, Span};
use crate::syntax::tree::File;

pub use coverage::{Coverage, Covered, Standing, coverage};
pub use fix::{Edit, Fix, Mended, mend};
pub use page::page;
pub use silence::Silenced;

use names::Names;

/// What comes of a lint that is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It is shown, and rules pass all the same.
    Warn,
    /// Rules don't pass.
    Deny,
}

/// What a lint is, in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// In a few words.
    pub title: &'static str,
    /// What it means and what to do, in a few sentences.
    pub means: &'static str,
    /// Declarations that it finds, behind the [`prelude`]; `«` and `»` mark the place.
    pub wrong: &'static str,
    /// The same done right.
    pub right: &'static str,
}

/// A lint.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its code, such as `L0005`.
    pub code: &'static str,
    /// Its name, such as `unread-field`.
    pub name: &'static str,
    /// What comes of it, unless whoever runs it says otherwise.
    pub level: Level,
    /// Whether it may come with a mend.
    pub mends: bool,
    /// In English.
    pub en: Text,
    /// In Vietnamese.
    pub vi: Text,
    find: fn(&Rules<'_>, &mut Found),
}

impl Rule {
    /// What it is.
    pub fn text(&self, language: Language) -> &Text {
        language.pick(&self.en, &self.vi)
    }

    /// For `explain-code`.
    pub fn explanation(&self, language: Language) -> Explanation {
        let text = self.text(language);
        Explanation {
            code: self.code.to_owned(),
            means: format!("{}. {}", text.title, text.means),
            wrong: text.wrong.replace(['«', '»'], ""),
            right: text.right.to_owned(),
            alone: false,
            test: false,
            rust: false,
        }
    }
}

/// All lints, in the order of their codes.
pub const RULES: &[Rule] = &[
    unused_definition::RULE,
    unused_scale::RULE,
    unused_record::RULE,
    unused_parameter::RULE,
    unread_field::RULE,
    unused_series::RULE,
    idle_award::RULE,
    inverted::RULE,
    narrow_base::RULE,
    unstated_rounding::RULE,
    exact_share::RULE,
    hidden_gaps::RULE,
    same_condition::RULE,
    same_title::RULE,
    misplaced_id::RULE,
    repeated_part::RULE,
    idle_allow::RULE,
    bad_direction::RULE,
    better_shut_out::RULE,
    idle_claim::RULE,
];

/// The lint of a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code.eq_ignore_ascii_case(code))
}

/// The level of a code: of a lint as it says, of a warning of the checker [`Level::Deny`], since none of them is meant.
pub fn level(code: &str) -> Level {
    rule(code).map_or(Level::Deny, |rule| rule.level)
}

/// The declarations that examples stand behind.
pub fn prelude(language: Language) -> &'static str {
    language.pick(include_str!("prelude.en.tieuchi"), include_str!("prelude.vi.tieuchi"))
}

/// What lint finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What is left to look at, in the order of the files and of their text.
    pub hits: Vec<Hit>,
    /// What was silenced by a comment, with the reason.
    pub silenced: Vec<Silenced>,
}

/// One finding of lint or warning of the checker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What and where.
    pub finding: Finding,
    /// The one sure mend, if there is one.
    pub fix: Option<Fix>,
}

/// Looks through the files for which `own` says so: those of a pack itself and not of the packs that it uses. `files` and
/// `warnings` are what `program` was checked from and with; the warnings of the checker stand among what is found.
///
/// ```
/// use tieuchi::{check, lint, source::Source, syntax};
///
/// let text = lint::prelude(tieuchi::source::Language::En).to_owned() + "define person.good: rating \"Good\"\n";
/// let source = Source::new("rules", &text);
/// let parsed = syntax::parse(&source, 0);
/// let files = [(source, parsed.file)];
/// let checked = check::check(&files);
/// let program = checked.program.expect("sound rules");
/// let found = lint::lint(&files, |_| true, &program, &checked.findings);
/// assert_eq!(found.hits[0].finding.code(), "L0001");
/// ```
pub fn lint(files: &[(Source, File)], own: impl Fn(u32) -> bool, program: &Program, warnings: &[Finding]) -> Outcome {
    let rules =
        Rules { files, own: (0u32..).zip(files).map(|(file, _)| own(file)).collect(), names: Names::new(program) };
    let mut found = Found::default();
    for warning in warnings.iter().filter(|warning| rules.is_own(warning.at.file)) {
        found.hits.push(Hit { finding: warning.clone(), fix: None });
    }
    RULES.iter().for_each(|rule| (rule.find)(&rules, &mut found));
    silence::silence(&rules, found.hits)
}

/// What lints read.
pub(crate) struct Rules<'a> {
    files: &'a [(Source, File)],
    own: Vec<bool>,
    names: Names<'a>,
}

impl<'a> Rules<'a> {
    fn is_own(&self, file: u32) -> bool {
        self.own.get(file as usize).copied().unwrap_or(false)
    }

    fn program(&self) -> &'a Program {
        self.names.program
    }

    /// The files that are looked at, with their numbers.
    fn own_files(&self) -> impl Iterator<Item = (u32, &'a Source, &'a File)> {
        (0u32..)
            .zip(self.files)
            .filter(|(number, _)| self.is_own(*number))
            .map(|(number, (source, tree))| (number, source, tree))
    }

    /// The declarations that are looked at, with the numbers of their files.
    fn declarations(&self) -> impl Iterator<Item = (u32, &'a crate::syntax::tree::Declaration)> {
        self.own_files().flat_map(|(number, _, tree)| tree.declarations.iter().map(move |one| (number, one)))
    }

    fn language(&self, file: u32) -> Language {
        self.files.get(file as usize).map_or(Language::En, |(_, tree)| tree.language)
    }
}

/// What has been found so far.
#[derive(Default)]
pub(crate) struct Found {
    hits: Vec<Hit>,
}

impl Found {
    /// Something at a place: title, words under the caret and help in each language.
    fn add(&mut self, code: &'static str, at: Span, en: [&str; 3], vi: [&str; 3]) {
        self.see(code, at, None, en, vi);
    }

    /// The same with another place that matters.
    fn see(&mut self, code: &'static str, at: Span, see: Option<Span>, en: [&str; 3], vi: [&str; 3]) {
        let prose = |[title, label, help]: [&str; 3]| Prose::new(title, label, help);
        let finding = Finding::new(LintProblem { code, en: prose(en), vi: prose(vi) }, at);
        self.hits.push(Hit { finding: Finding { see, ..finding }, fix: None });
    }

    /// The mend of what was found last.
    fn mend(&mut self, fix: Option<Fix>) {
        if let Some(last) = self.hits.last_mut() {
            last.fix = fix;
        }
    }
}
