//! The checker: from trees to a program.
//!
//! Contract. [`check`] takes rule files that belong together, in the order in
//! which they were resolved (the main file first), and gives a [`Program`] or
//! findings, all of them in one go. The declarations of all files share one
//! namespace, and every name works in either of its languages. What can't be
//! understood is poisoned silently for whatever uses it: one mistake is one
//! finding. Nothing here reads a file or evaluates a record.
//!
//! The order of work: names (`names`), documents and criteria, types of
//! definitions (`sorts`), every expression (`conditions`, `values`,
//! `populations`), and the plan (`strata`).

mod bands;
mod cascade;
mod cases;
mod claims;
mod comparisons;
mod conditions;
mod criteria;
mod derives;
mod documents;
mod filled;
mod grid;
mod guards;
mod index;
mod names;
mod parameters;
mod paths;
mod populations;
mod ranks;
mod scores;
mod sentences;
mod series;
mod sets;
mod sorts;
mod strata;
mod tables;
mod texts;
mod thresholds;
mod values;
mod weigh;

pub use index::{Index, IndexedField, IndexedKind, Mention, Role, Sense};
pub use parameters::Settings;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet};

use unicode_segmentation::UnicodeSegmentation;

use crate::diagnostic::{CheckProblem, Finding, Severity, nearest};
use crate::program::{
    self, Aggregate, AggregateId, Clause, ClauseId, CriterionId, FieldId, KindId, Labels, LabelsId, MAX_DEPTH, Place,
    Program,
};
use crate::source::{Language, Source, Span};
use crate::syntax::translate::Names;
use crate::syntax::{self, tree};

/// How many findings come with a suggestion.
const MAX_SUGGESTED: usize = 100;

/// How many of the known names a finding has; one more than its prose shows.
const MAX_KNOWN: usize = 9;

/// From how many bytes on a line is long.
const LONG_LINE: usize = 1000;

/// What the checker gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The program; none if a finding is an error.
    pub program: Option<Program>,
    /// All findings, in the order of the files and of their text.
    pub findings: Vec<Finding>,
}

/// Checks rule files that belong together: the first is the main one, the
/// others are what it uses. Spans of the trees number the files as they stand here.
pub fn check(files: &[(Source, tree::File)]) -> Checked {
    check_with(files, &Settings::new())
}

/// The same with parameters set.
pub fn check_with(files: &[(Source, tree::File)], settings: &Settings) -> Checked {
    run(files, settings, false).0
}

/// Checks; with `indexed`, says also what every name stands for.
fn run(files: &[(Source, tree::File)], settings: &Settings, indexed: bool) -> (Checked, Index) {
    let mut parameters = parameters::settle(files, settings);
    let mut settled = std::mem::take(&mut parameters.findings);
    let filled = filled::filled(files, &mut settled);
    let files = filled.as_ref();
    let mut checker = Checker::new(files, &parameters);
    checker.findings = settled;
    if indexed {
        checker.record_mentions();
    }
    checker.declare();
    checker.documents();
    checker.declare_criteria();
    checker.settle_definitions();
    checker.ranks();
    checker.derives();
    checker.criteria();
    let plan = checker.plan();
    // Where the rules can't be computed, what they are said to do can't be asked.
    let claims = plan.as_ref().map_or_else(Default::default, |plan| checker.claims(plan));
    checker.coverage();
    let index = if indexed { checker.index() } else { Index::default() };
    let mut findings = std::mem::take(&mut checker.findings);
    findings.sort_by_key(|finding| (finding.at.file, finding.at.start, finding.at.end));
    let sound = findings.iter().all(|finding| finding.severity() == Severity::Warning);
    let program = plan.filter(|_| sound).and_then(|plan| checker.program(plan, claims));
    debug_assert!(program.is_some() || !sound, "a program is refused with a finding");
    debug_assert_eq!(program.as_ref().map_or(Ok(()), crate::program::validate), Ok(()), "what is checked is sound");
    (Checked { program, findings }, index)
}

/// Parses and checks rule files that belong together, the main one first: the
/// program with its warnings, or all findings of all files.
pub fn compile(sources: &[Source]) -> Result<(Program, Vec<Finding>), Vec<Finding>> {
    compile_with(sources, &Settings::new())
}

/// The same with parameters set.
///
/// ```
/// use tieuchi::check::{Settings, compile_with};
/// use tieuchi::source::Source;
///
/// let rules = r#"tieuchi 1, en
/// document "Plan"
///   item 1 "Ratings"
/// record person
///   id: text key
///   good: yes/no
/// parameter quota aka chỉ_tiêu: percent 0% to 100% = 15%
/// criterion 1 "Few are excellent"
///   cites 1
///   at most (quota) of persons are good
/// "#;
/// let settings = Settings::new().set("chỉ_tiêu", "20%");
/// let (program, _) = compile_with(&[Source::new("plan", rules)], &settings).expect("sound rules");
/// assert!(program.parameters[0].is_set());
///
/// let settings = Settings::new().set("quota", "120%");
/// let findings = compile_with(&[Source::new("plan", rules)], &settings).expect_err("out of range");
/// assert_eq!(findings[0].code(), "E0342");
/// ```
pub fn compile_with(sources: &[Source], settings: &Settings) -> Result<(Program, Vec<Finding>), Vec<Finding>> {
    let mut findings = Vec::new();
    let mut files = Vec::new();
    for (number, source) in (0u32..).zip(sources) {
        // Rows of tables are read where a table says so.
        if source.name().ends_with(filled::TABLE_ENDING) {
            files.push((source.clone(), tree::File::nothing()));
            continue;
        }
        let parsed = syntax::parse(source, number);
        findings.extend(parsed.findings);
        files.push((source.clone(), parsed.file));
    }
    check_parsed(&files, findings, settings)
}

/// Checks rule files of which some declarations may not have been read: `findings` are the parser's.
/// The program with all warnings, or all findings but for those that only follow from what could not be read.
pub fn check_parsed(
    files: &[(Source, tree::File)],
    findings: Vec<Finding>,
    settings: &Settings,
) -> Result<(Program, Vec<Finding>), Vec<Finding>> {
    let (checked, _) = parsed(files, findings, settings, false);
    match checked.program {
        Some(program) => Ok((program, checked.findings)),
        None => Err(checked.findings),
    }
}

/// Checks rule files and a question that stands by itself, such as `does II.3 imply II.4?` or `always: II.3 is met`: it is
/// the last of the program's claims, under the name of its source. It is read in `language`, or else in the other one.
///
/// # Errors
///
/// All findings; what is wrong with the question stands in the file of number `files.len()`, which is `question`.
///
/// ```
/// use tieuchi::check::{Settings, check_asking};
/// use tieuchi::program::Says;
/// use tieuchi::source::{Language, Source};
/// use tieuchi::syntax::parse;
///
/// let rules = Source::new("plan", r#"tieuchi 1, en
/// document "Plan"
///   item 1 "Ratings"
/// record person
///   id: text key
///   score: decimal 0 to 100
/// criterion 1.a "All are good"
///   cites 1
///   100% of persons have score at least 80
/// criterion 1.b "Most are good"
///   cites 1
///   at least 50% of persons have score at least 80
/// "#);
/// let files = [(rules.clone(), parse(&rules, 0).file)];
/// let question = Source::new("--ask", "does 1.a imply 1.b?");
/// let (program, _) = check_asking(&files, Vec::new(), &question, Language::Vi, &Settings::new()).expect("a question");
/// let asked = program.claims.list.last().expect("the question");
/// assert!(matches!(asked.says, Says::Implies(..)));
/// ```
pub fn check_asking(
    files: &[(Source, tree::File)],
    mut findings: Vec<Finding>,
    question: &Source,
    language: Language,
    settings: &Settings,
) -> Result<(Program, Vec<Finding>), Vec<Finding>> {
    let number = next(files);
    let other = language.pick(Language::Vi, Language::En);
    let (says, language) = match syntax::claim(question, number, language) {
        Ok(says) => (says, language),
        // What is wrong is said in the language that was asked for.
        Err(wrong) => match syntax::claim(question, number, other) {
            Ok(says) => (says, other),
            Err(_) => {
                findings.extend(wrong);
                return Err(findings);
            }
        },
    };
    let span = Span { file: number, start: 0, end: question.text().len() as u32 };
    let name = |text: &str| tree::Quoted { text: text.to_owned(), span };
    let id = tree::Ident { text: question.name().to_owned(), span };
    let claim = tree::Claim { id, title: name(question.text().trim()), cites: Vec::new(), says };
    let body = tree::Body::Claim(claim);
    let declaration = tree::Declaration { trivia: tree::Trivia::default(), tail: Vec::new(), span, body };
    let mut files = files.to_vec();
    let asked = tree::File { language, declarations: vec![declaration], ..tree::File::nothing() };
    files.push((question.clone(), asked));
    check_parsed(&files, findings, settings)
}

/// As [`check_parsed`], and what every name stands for, as far as it could be understood.
pub fn index_parsed(files: &[(Source, tree::File)], findings: Vec<Finding>, settings: &Settings) -> (Checked, Index) {
    parsed(files, findings, settings, true)
}

fn parsed(
    files: &[(Source, tree::File)],
    mut findings: Vec<Finding>,
    settings: &Settings,
    indexed: bool,
) -> (Checked, Index) {
    let read = findings.iter().all(|finding| finding.severity() == Severity::Warning);
    let sources: Vec<Source> = files.iter().map(|(source, _)| source.clone()).collect();
    let unread = cascade::unread(&sources, &findings);
    let (checked, index) = run(files, settings, indexed);
    findings.extend(checked.findings.into_iter().filter(|finding| !cascade::follows(finding, &sources, &unread)));
    findings.sort_by_key(|finding| (finding.at.file, finding.at.start, finding.at.end));
    (Checked { program: checked.program.filter(|_| read), findings }, index)
}

/// Everything known so far.
struct Checker<'a> {
    files: &'a [(Source, tree::File)],
    findings: Vec<Finding>,
    /// English to Vietnamese and back, of every name that has both.
    aliases: [HashMap<&'a str, (&'a str, Span)>; 2],
    labels: Vec<Labels>,
    /// The number of each label of a set.
    label_places: Vec<HashMap<String, u32>>,
    /// The scale or field that a set of labels belongs to, for prose.
    owners: Vec<crate::program::Name>,
    /// Lists of labels that are known: with `none` or without, and the labels.
    lists: HashMap<(bool, Vec<String>), LabelsId>,
    kinds: Vec<names::Kind<'a>>,
    /// Scales and kinds by either name, with where they are declared.
    types: HashMap<String, (names::TypeName, Span)>,
    /// Kinds by plural.
    plurals: HashMap<String, KindId>,
    documents: Vec<documents::Document<'a>>,
    /// Documents by code.
    document_codes: HashMap<&'a str, u32>,
    /// Items of all documents by number.
    items: HashMap<&'a str, Vec<program::Cite>>,
    criteria: Vec<criteria::Entry<'a>>,
    scores: Vec<program::Score>,
    criterion_ids: HashMap<&'a str, CriterionId>,
    /// Claims and questions: identifier and title.
    claim_ids: Vec<(String, String)>,
    clauses: Vec<Clause>,
    aggregates: Vec<Aggregate>,
    /// Where the letters of long lines stand: by file and start of the line.
    long_lines: RefCell<HashMap<(u32, usize), Vec<usize>>>,
    /// The names in both languages, once a text is needed in the other one.
    names: OnceCell<Names>,
    /// Definitions whose types are being settled.
    settling: HashSet<(KindId, FieldId)>,
    parameters: &'a parameters::Parameters,
    /// What names stand for, by file and place; none where nobody asks.
    mentions: Option<RefCell<BTreeMap<(u32, u32), Mention>>>,
    /// The criterion that is being read, by its place.
    reading: Option<usize>,
    /// The criteria that ask whether every criterion is met, and whether all of them are known.
    asking_every: HashSet<usize>,
    every_known: bool,
    /// Ranks that have been looked at.
    ranked: HashSet<(KindId, FieldId)>,
}

/// What an expression is read with.
#[derive(Debug, Clone, Default)]
struct Context {
    /// The file that it stands in.
    file: u32,
    /// The kinds in hand.
    hand: Vec<KindId>,
    /// The kinds in hand further out, which can't be read here.
    outer: Vec<KindId>,
    /// Optional references known to be there: which record in hand, and the references to follow.
    present: Vec<(u8, Vec<FieldId>)>,
    /// How deep it is nested.
    depth: usize,
}

impl Context {
    fn new(file: u32, hand: Vec<KindId>) -> Context {
        Context { file, hand, ..Context::default() }
    }

    /// The same, nested deeper by so many levels.
    fn deeper(&self, levels: usize) -> Context {
        Context { depth: self.depth + levels, ..self.clone() }
    }
}

/// A number for the next entry of a table.
fn next<T>(table: &[T]) -> u32 {
    u32::try_from(table.len()).unwrap_or(u32::MAX)
}

impl<'a> Checker<'a> {
    fn new(files: &'a [(Source, tree::File)], parameters: &'a parameters::Parameters) -> Checker<'a> {
        Checker {
            files,
            findings: Vec::new(),
            aliases: [HashMap::new(), HashMap::new()],
            labels: Vec::new(),
            label_places: Vec::new(),
            owners: Vec::new(),
            lists: HashMap::new(),
            kinds: Vec::new(),
            types: HashMap::new(),
            plurals: HashMap::new(),
            documents: Vec::new(),
            document_codes: HashMap::new(),
            items: HashMap::new(),
            criteria: Vec::new(),
            scores: Vec::new(),
            criterion_ids: HashMap::new(),
            claim_ids: Vec::new(),
            clauses: Vec::new(),
            aggregates: Vec::new(),
            long_lines: RefCell::new(HashMap::new()),
            names: OnceCell::new(),
            settling: HashSet::new(),
            parameters,
            mentions: None,
            reading: None,
            asking_every: HashSet::new(),
            every_known: false,
            ranked: HashSet::new(),
        }
    }

    /// Every declaration with the number of its file.
    fn declarations(&self) -> impl Iterator<Item = (u32, &'a tree::Declaration)> + use<'a> {
        let files = self.files;
        (0u32..).zip(files).flat_map(|(file, (_, tree))| tree.declarations.iter().map(move |one| (file, one)))
    }

    fn language(&self, file: u32) -> Language {
        self.files.get(file as usize).map_or(Language::En, |(_, tree)| tree.language)
    }

    fn place(&self, span: Span) -> Option<Place> {
        let (source, _) = self.files.get(span.file as usize)?;
        let before = source.text().get(..span.start as usize)?;
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        if before.len() - start < LONG_LINE {
            let position = source.position(span.start);
            return Some(Place { file: span.file, line: position.line, column: position.column });
        }
        // On a long line the letters are counted once, not for each place on it.
        let mut lines = self.long_lines.borrow_mut();
        let letters = lines.entry((span.file, start)).or_insert_with(|| {
            let line = source.text().get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
            line.grapheme_indices(true).map(|(at, _)| start + at).collect()
        });
        let column = letters.partition_point(|at| *at < before.len()) as u32 + 1;
        Some(Place { file: span.file, line: source.position(start as u32).line, column })
    }

    fn fault(&mut self, problem: CheckProblem, at: Span) {
        self.findings.push(Finding::new(problem, at));
    }

    fn fault_see(&mut self, problem: CheckProblem, at: Span, see: Span) {
        self.findings.push(Finding::new(problem, at).see(see));
    }

    /// The known name nearest to one that isn't; for the first findings alone, since each look-up goes over all names.
    fn suggest<'n>(&self, wanted: &str, known: impl IntoIterator<Item = &'n str>) -> Option<String> {
        if self.findings.len() >= MAX_SUGGESTED {
            return None;
        }
        nearest(wanted, known).map(str::to_owned)
    }

    /// Whether the nesting is too deep, which is then found.
    fn too_deep(&mut self, context: &Context, at: Span) -> bool {
        let deep = context.depth >= MAX_DEPTH;
        if deep {
            self.fault(CheckProblem::TooDeep, at);
        }
        deep
    }

    fn add_clause(&mut self, clause: Clause) -> ClauseId {
        self.clauses.push(clause);
        ClauseId(next(&self.clauses) - 1)
    }

    fn add_aggregate(&mut self, aggregate: Aggregate) -> AggregateId {
        self.aggregates.push(aggregate);
        AggregateId(next(&self.aggregates) - 1)
    }

    fn program(self, plan: Vec<crate::program::Step>, claims: program::Claims) -> Option<Program> {
        let main = self.language(0);
        let parameters = self.program_parameters();
        let files = self.files.iter().map(|(source, _)| source.name().to_owned()).collect();
        let kinds = self.kinds.into_iter().map(names::Kind::finish).collect::<Option<Vec<_>>>()?;
        let criteria = self.criteria.into_iter().map(|entry| entry.result).collect::<Option<Vec<_>>>()?;
        Some(Program {
            format: crate::program::FORMAT,
            language: main,
            files,
            parameters,
            documents: self.documents.into_iter().map(|document| document.result).collect(),
            labels: self.labels,
            kinds,
            clauses: self.clauses,
            aggregates: self.aggregates,
            criteria,
            scores: self.scores,
            plan,
            claims,
        })
    }
}
