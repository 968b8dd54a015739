//! The command line's arguments.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use tieuchi::check::Settings;
use tieuchi::source::Language;

/// Criteria of regulations, checked against records: exactly, and with reasons.
#[derive(Debug, Parser)]
#[command(
    name = "tieuchi",
    version,
    after_help = "Exit codes: 0 all met or not applicable; 1 some not met; 2 none not met but some undetermined; 3 bad rules, data or usage. Of diff: 0 nothing differs; 1 something does; 3 as above. Of lint: 0 nothing denied is found; 1 something is; 3 as above. Of hunt: 0 no claim is refuted; 1 some are; 2 none is, but some were never put to the test; 3 as above. Of prove: 0 all is as an author hopes; 1 something isn't; 2 something is not decided; 3 as above. Of plan: 0 the criteria are met, or would be by the plan; 1 no plan would do; 2 it isn't known; 3 as above."
)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Whether to colour the output; NO_COLOR is honoured.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check rules, and records against them.
    Check {
        /// A pack (a folder with tieuchi.ron), a rule file, or a compiled program (.ron, .json).
        rules: PathBuf,
        /// The records: a folder with a file per kind, or one file. Without it the rules alone are checked.
        #[arg(long, value_name = "PATH")]
        data: Option<PathBuf>,
        /// The language of rules and report, where the pack has both.
        #[arg(long, value_enum)]
        lang: Option<Lang>,
        /// What parameters are set to.
        #[command(flatten)]
        given: Given,
        /// The form of the report.
        #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
        format: ReportFormat,
        /// Count records in the report, name none.
        #[arg(long)]
        no_names: bool,
        /// Name at most so many records in each list of the report, and count the rest.
        #[arg(long, value_name = "NUMBER", default_value_t = 1_000, conflicts_with = "no_names")]
        names: usize,
        /// Write every record behind a verdict that isn't “met” to this file (.csv, .ndjson), however many there are.
        #[arg(long, value_name = "FILE", requires = "data")]
        witnesses: Option<PathBuf>,
        /// Write the report to this file.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Tally the records of one source, to be sent and merged: counts alone, no record.
    Tally {
        /// A pack, a rule file, or a compiled program.
        rules: PathBuf,
        /// The records.
        #[arg(long, value_name = "PATH")]
        data: PathBuf,
        /// The name of the source, such as “Cao Bằng”.
        #[arg(long, value_name = "NAME")]
        source: String,
        /// A file with a secret that all sources share: whoever hasn't got it can't test the tallies for a key.
        #[arg(long, value_name = "FILE")]
        secret: Option<PathBuf>,
        /// The language of the rules, where the pack has both.
        #[arg(long, value_enum)]
        lang: Option<Lang>,
        /// What parameters are set to.
        #[command(flatten)]
        given: Given,
        /// The form.
        #[arg(long, value_enum, default_value_t = DataFormat::Ron)]
        format: DataFormat,
        /// Write it to this file.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Put the tallies of several sources together: the report of all their records.
    Merge {
        /// A pack, a rule file, or a compiled program.
        rules: PathBuf,
        /// Files that tally or merge wrote (.ron, .json).
        #[arg(required = true, value_name = "FILES")]
        files: Vec<PathBuf>,
        /// The language of rules and report, where the pack has both.
        #[arg(long, value_enum)]
        lang: Option<Lang>,
        /// What parameters are set to.
        #[command(flatten)]
        given: Given,
        /// The form of the report.
        #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
        format: ReportFormat,
        /// Write the merged tallies to this file (.ron, .json), to be merged again.
        #[arg(long, value_name = "FILE")]
        save: Option<PathBuf>,
        /// Write the report to this file.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Compare what two rules say of the same records, or two saved reports: what is different, for whom, and why.
    Diff {
        /// A pack, a rule file, or a compiled program: the old rules; without --data, a saved report (.json, .ron): the old one.
        old: PathBuf,
        /// The new rules, or the new report.
        new: PathBuf,
        /// The records, which each rules read by their own manifest. Without it two saved reports are compared.
        #[arg(long, value_name = "PATH")]
        data: Option<PathBuf>,
        /// Set a parameter of the old rules, such as quota=20%; may stand several times.
        #[arg(long, value_name = "NAME=VALUE", value_parser = pair, requires = "data")]
        set_old: Vec<(String, String)>,
        /// Set a parameter of the new rules.
        #[arg(long, value_name = "NAME=VALUE", value_parser = pair, requires = "data")]
        set_new: Vec<(String, String)>,
        /// The language of rules and comparison, where a pack has both.
        #[arg(long, value_enum)]
        lang: Option<Lang>,
        /// The form of the comparison.
        #[arg(long, value_enum, default_value_t = ComparisonFormat::Text)]
        format: ComparisonFormat,
        /// Name at most so many records in each list, and count the rest.
        #[arg(long, value_name = "NUMBER", default_value_t = 1_000)]
        names: usize,
        /// Write the comparison to this file.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Explain one criterion: the whole tree with the values read; or a score: its tables, filled in.
    Explain {
        /// A pack, a rule file, or a compiled program.
        rules: PathBuf,
        /// The criterion's identifier, such as II.3, or a score, such as unit.points.
        criterion: String,
        /// The records.
        #[arg(long, value_name = "PATH")]
        data: PathBuf,
        /// Only this record, by its key.
        #[arg(long, value_name = "KEY")]
        record: Option<String>,
        /// Only this lettered part, such as b.
        #[arg(long, value_name = "LETTER", conflicts_with = "record")]
        part: Option<String>,
        /// The language of rules and report.
        #[arg(long, value_enum)]
        lang: Option<Lang>,
        /// What parameters are set to.
        #[command(flatten)]
        given: Given,
    },
    /// Run the tests of rules: records in small tables, and what is expected of them.
    Test {
        /// A pack or a rule file; its tests stand in the folder tests beside it.
        rules: PathBuf,
        /// Only these files of tests.
        #[arg(value_name = "FILES")]
        test_files: Vec<PathBuf>,
        /// The language of the rules, where the pack has both.
        #[arg(long, value_enum)]
        lang: Option<Lang>,
        /// Show what no test has seen to hold, or to fail, and exit with 1 if there is anything.
        #[arg(long)]
        coverage: bool,
        /// The form of what comes of the tests.
        #[arg(long, value_enum, default_value_t = TestFormat::Text)]
        format: TestFormat,
        /// Run the tests again whenever a file changes.
        #[arg(long, conflicts_with = "out")]
        watch: bool,
        /// Write it to this file.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Look for what rules say that may not be meant, and for items of the regulation that nothing measures.
    Lint {
        /// Packs (folders with tieuchi.ron) or rule files.
        #[arg(required = true, value_name = "RULES")]
        packs: Vec<PathBuf>,
        /// Make the mends that are sure, in the rule files.
        #[arg(long)]
        fix: bool,
        /// Show nothing but how much of the regulation is measured.
        #[arg(long, conflicts_with = "fix")]
        coverage_only: bool,
        /// Leave out what has this code, or all; may stand several times.
        #[arg(long, value_name = "CODE")]
        allow: Vec<String>,
        /// Let the rules fail by this code, or all; may stand several times.
        #[arg(long, value_name = "CODE")]
        deny: Vec<String>,
        /// The language of the rules, where a pack has both.
        #[arg(long, value_enum)]
        lang: Option<Lang>,
        /// The form of what is found.
        #[arg(long, value_enum, default_value_t = LintFormat::Text)]
        format: LintFormat,
        /// Write it to this file.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Hunt for records that refute what is claimed of rules, and for answers to questions about them.
    Hunt {
        /// A pack, a rule file, or a compiled program.
        rules: PathBuf,
        /// Only this claim or question; may stand several times.
        #[arg(long, value_name = "ID", conflicts_with = "ask")]
        only: Vec<String>,
        /// Hunt for the answer to this question alone, such as "does II.3 imply II.4?".
        #[arg(long, value_name = "QUESTION")]
        ask: Option<String>,
        /// How many cases are tried of each claim.
        #[arg(long, value_name = "NUMBER", default_value_t = tieuchi::hunt::CASES)]
        cases: u32,
        /// Where the chances come from: the same seed gives the same cases.
        #[arg(long, value_name = "NUMBER", default_value_t = 0)]
        seed: u64,
        /// How many records of a kind a case has at most.
        #[arg(long, value_name = "NUMBER", default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=1_000))]
        most: u32,
        /// How many values in a hundred are missing.
        #[arg(long, value_name = "PERCENT", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=100))]
        missing: u8,
        /// Stop after so many seconds, however many cases that is.
        #[arg(long, value_name = "SECONDS")]
        time: Option<u64>,
        /// Write what is found into the tests beside the rules, each in a file of its own.
        #[arg(long)]
        keep: bool,
        /// The language of rules and report, where the pack has both.
        #[arg(long, value_enum)]
        lang: Option<Lang>,
        /// What parameters are set to.
        #[command(flatten)]
        given: Given,
        /// The form of what is found.
        #[arg(long, value_enum, default_value_t = HuntFormat::Text)]
        format: HuntFormat,
        /// Write it to this file.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Find the least that must change in the records so that criteria are met together, or show that nothing would do.
    Plan(crate::planning::Asked),
    /// Find out what rules mean, whatever the records: whether criteria can be met, together and each; what follows from what; what authors claim and ask.
    Prove {
        /// A pack, a rule file, or a compiled program.
        rules: PathBuf,
        /// Whether whatever keeps these rules keeps those too: else the smallest records that don't.
        #[arg(long, value_name = "RULES", conflicts_with_all = ["equivalent", "ask", "claims"])]
        implies: Option<PathBuf>,
        /// Whether both rules are kept by the same records.
        #[arg(long, value_name = "RULES", conflicts_with_all = ["ask", "claims"])]
        equivalent: Option<PathBuf>,
        /// A question, such as “is it possible that II.3 is met and II.2.a is not met?”; may stand several times.
        #[arg(long, value_name = "QUESTION")]
        ask: Vec<String>,
        /// Look at nothing but the claims and questions of the rules.
        #[arg(long, conflicts_with = "ask")]
        claims: bool,
        /// The language of rules and answers, where the pack has both.
        #[arg(long, value_enum)]
        lang: Option<Lang>,
        /// What parameters are set to.
        #[command(flatten)]
        given: Given,
        /// How much may be done.
        #[command(flatten)]
        bounds: ProofBounds,
        /// The form.
        #[arg(long, value_enum, default_value_t = ProofFormat::Text)]
        format: ProofFormat,
        /// Write the records that were found into this folder: CSV files that check --data takes, and a file of tests.
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
    },
    /// Turn rules into a program as data, which runs without any rule text.
    Compile {
        /// A pack or a rule file.
        rules: PathBuf,
        /// The language, where the pack has both.
        #[arg(long, value_enum)]
        lang: Option<Lang>,
        /// What parameters are set to.
        #[command(flatten)]
        given: Given,
        /// The form.
        #[arg(long, value_enum, default_value_t = DataFormat::Ron)]
        format: DataFormat,
        /// Write it to this file.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Write a workbook (.xlsx) to be filled in with the records that rules read.
    Template {
        /// A pack, a rule file, or a compiled program.
        rules: PathBuf,
        /// The workbook to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Carry over what is filled in in this workbook, to the columns as they are now; nothing of it is dropped.
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
        /// Write over a file that is there.
        #[arg(long)]
        force: bool,
        /// The language of sheets, columns and notes, where the pack has both.
        #[arg(long, value_enum)]
        lang: Option<Lang>,
    },
    /// Tell more about a finding's code, with a wrong and a right example.
    ExplainCode {
        /// The code, such as E0123.
        #[arg(required_unless_present = "list")]
        code: Option<String>,
        /// List all codes.
        #[arg(long)]
        list: bool,
        /// The language.
        #[arg(long, value_enum, default_value_t = Lang::En)]
        lang: Lang,
    },
    /// Serve an editor over standard input and output, by the Language Server Protocol.
    #[cfg(feature = "lsp")]
    Lsp {
        /// Standard input and output, which is the only way; editors say it.
        #[arg(long)]
        stdio: bool,
    },
    /// Open a page on this machine to write rules in, with records and verdicts beside them; nothing leaves the machine.
    #[cfg(feature = "studio")]
    Studio {
        /// A pack (a folder with tieuchi.ron) or a rule file.
        #[arg(value_name = "PACK")]
        pack: PathBuf,
        /// The records: a folder with a file per kind, or one file. Without it, the first sample that the manifest names.
        #[arg(long, value_name = "PATH")]
        data: Option<PathBuf>,
        /// The language of the page, where the pack has both.
        #[arg(long, value_enum)]
        lang: Option<Lang>,
        /// The port of the page's address; 0 is any that is free.
        #[arg(long, value_name = "NUMBER", default_value_t = 0)]
        port: u16,
        /// Print the address alone; open no browser.
        #[arg(long)]
        no_open: bool,
    },
    /// Lay rule files out in their one layout; words, texts and comments stay.
    Fmt {
        /// Rule files, packs (all their rule files), or - for standard input.
        #[arg(required = true, value_name = "FILES")]
        paths: Vec<PathBuf>,
        /// Write nothing; show what would change, and exit with 1 if anything would.
        #[arg(long)]
        check: bool,
        /// Write nothing; show what would change.
        #[arg(long = "diff", conflicts_with = "check")]
        show: bool,
        /// Translate one rule file instead: words, and names that have an alias; to standard output.
        #[arg(long, value_enum, value_name = "LANGUAGE", conflicts_with_all = ["check", "show"])]
        to: Option<Lang>,
        /// Write the translation to this file.
        #[arg(long, value_name = "FILE", requires = "to")]
        out: Option<PathBuf>,
        /// The language of what is said.
        #[arg(long, value_enum)]
        lang: Option<Lang>,
    },
    /// Begin a pack of rules: a manifest, rules with comments, records to try them on, and what to do next.
    New {
        /// The folder, which isn't there yet or is empty.
        folder: PathBuf,
        /// The language of the rules.
        #[arg(long, value_enum)]
        lang: Option<Lang>,
    },
    /// Print the completions of a shell.
    Completions {
        /// The shell.
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write one for each command.
    Man {
        /// Write the pages of all commands into this folder.
        #[arg(long = "out", value_name = "FOLDER")]
        pages: Option<PathBuf>,
        /// The language.
        #[arg(long, value_enum)]
        lang: Option<Lang>,
    },
    /// Print the JSON Schema of reports.
    Schema {
        /// Of what diff gives instead.
        #[arg(long)]
        diff: bool,
        /// Of what test gives instead.
        #[arg(long, conflicts_with = "diff")]
        test: bool,
    },
}

/// How much may be done to find something out. Within the time, the same bounds give the same answers everywhere.
#[derive(Debug, clap::Args)]
pub struct ProofBounds {
    /// The steps for each question; some ten million are a second.
    #[arg(long, value_name = "NUMBER", default_value_t = 20_000_000)]
    pub steps: u64,
    /// How many cases of a record are told apart at most.
    #[arg(long, value_name = "NUMBER", default_value_t = 4_000)]
    pub cells: usize,
    /// How many rosters are tried where something is not decided.
    #[arg(long, value_name = "NUMBER", default_value_t = 2_000)]
    pub tries: u32,
    /// Begin no further question after so many seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    pub time: u64,
}

/// The form of what is found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProofFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// What the parameters of the rules are set to.
#[derive(Debug, clap::Args)]
pub struct Given {
    /// Set a parameter of the rules, such as quota=20%; may stand several times.
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    pub set: Vec<(String, String)>,
}

impl Given {
    /// As the checker takes them.
    pub fn settings(&self) -> Settings {
        settings(&self.set)
    }
}

/// Pairs of names and values as the checker takes them.
pub fn settings(pairs: &[(String, String)]) -> Settings {
    pairs.iter().fold(Settings::new(), |settings, (name, value)| settings.set(name, value))
}

/// `quota=20%` in its two parts.
pub fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("NAME=VALUE")?;
    let (name, value) = (name.trim(), value.trim());
    if name.is_empty() || value.is_empty() {
        Err("NAME=VALUE".to_owned())
    } else {
        Ok((name.to_owned(), value.to_owned()))
    }
}

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English.
    En,
    /// Vietnamese.
    Vi,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Language {
        match lang {
            Lang::En => Language::En,
            Lang::Vi => Language::Vi,
        }
    }
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people.
    Text,
    /// For programs; see `tieuchi schema`.
    Json,
    /// For Rust programs.
    Ron,
    /// One web page: to show, to print, to read on a phone.
    Html,
    /// Markdown: for minutes and chats.
    Md,
    /// JUnit's XML: for what shows the results of tests.
    Junit,
    /// A workbook of a spreadsheet; it needs --out.
    Xlsx,
}

/// The form of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ComparisonFormat {
    /// For people.
    Text,
    /// For programs; see `tieuchi schema --diff`.
    Json,
    /// For Rust programs.
    Ron,
}

/// The form of what lint finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LintFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For code hosts and editors: SARIF 2.1.0.
    Sarif,
}

/// The form of what a hunt finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HuntFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// The form of what comes of tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    /// For people.
    Text,
    /// For programs; see `tieuchi schema --test`.
    Json,
    /// For what shows tests of any kind.
    Junit,
}

/// The form of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DataFormat {
    /// RON.
    Ron,
    /// JSON.
    Json,
}

/// Whether to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// Makes it hold for the whole program.
    pub fn apply(self) {
        match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}
