//! tieuchi: a rule engine in which a regulation's criteria are data.
//!
//! Rule text that reads like the regulation, in English or Vietnamese, is
//! checked into a [`Program`](program::Program); records are read into a
//! [`Roster`](roster::Roster); an evaluation decides every criterion exactly,
//! in three-valued logic with bounds under missing data, and explains it. What
//! rule files mean is said in `docs/language.md` of the repository.
//!
//! Nothing here reads a file, a clock or the environment. Files of records and
//! packs of rules are the business of the crate `tieuchi-records`.
//!
//! # Your own structs as records
//!
//! ```
//! use serde::Serialize;
//! use tieuchi::compile;
//! use tieuchi::engine::{Options, evaluate};
//! use tieuchi::report::report;
//! use tieuchi::roster::Builder;
//! use tieuchi::source::Source;
//! use tieuchi::verdict::Verdict;
//!
//! const RULES: &str = r#"tieuchi 1, en
//!
//! document "School rules 2022"
//!   item 4 "Attendance"
//!
//! record class, plural classes
//!   name: text key
//!
//! record pupil
//!   id: text key
//!   class: class
//!   days_absent: count
//!
//! criterion 4 "In every class nearly everybody attends"
//!   cites 4
//!   for each class:
//!   at least 2/3 of pupils in the class have days_absent at most 10
//! "#;
//!
//! #[derive(Serialize)]
//! struct Class {
//!     name: &'static str,
//! }
//!
//! #[derive(Serialize)]
//! struct Pupil {
//!     id: u32,
//!     class: &'static str,
//!     days_absent: Option<u32>,
//! }
//!
//! let (program, _warnings) = compile(&[Source::new("rules.tieuchi", RULES)]).expect("sound rules");
//!
//! let mut records = Builder::new(&program);
//! records.add("class", &Class { name: "6A" })?;
//! for (id, days_absent) in [(1, Some(0)), (2, Some(12)), (3, None)] {
//!     records.add("pupil", &Pupil { id, class: "6A", days_absent })?;
//! }
//! let roster = records.finish().expect("sound records");
//!
//! // One attends, one doesn't, and of the third nobody knows.
//! let evaluation = evaluate(&program, &roster, &Options::default())?;
//! let criterion = program.criterion("4").expect("it is above");
//! assert_eq!(evaluation.verdict(criterion), Verdict::Undetermined);
//! // The report has the whole of it: counts, bounds, who, what is missing, what is lacking.
//! let report = report(&evaluation);
//! assert_eq!(report.counts.undetermined, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The rooms
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`source`], [`exact`], [`date`] | rule text and places, exact numbers, days |
//! | [`diagnostic`] | findings with stable codes, in both languages |
//! | [`syntax`] | rule text to tree and back, in either language |
//! | [`check`] | tree to program |
//! | [`build`] | rules written in Rust |
//! | [`lint`] | what rules say that may not be meant, with mends |
//! | [`program`] | the program as data: RON, JSON, validation |
//! | [`roster`] | records as typed columns |
//! | [`engine`] | marks and tallies |
//! | [`verdict`] | what they mean for each criterion |
//! | [`report`] | the result as data, with explanations and shortfalls |
//! | [`diff`] | what two programs say of the same records |
//! | [`partial`] | tallies of sources, sent and put together |
//! | [`trial`] | tests of rules, and what they have seen of them |
//! | [`session`] | records that change, and verdicts that follow at once |

pub mod build;
pub mod check;
pub mod date;
pub mod diagnostic;
pub mod diff;
pub mod engine;
pub mod exact;
pub mod hunt;
pub mod lint;
pub mod partial;
pub mod program;
#[cfg(feature = "proptest")]
pub mod proptest;
pub mod report;
pub mod roster;
pub mod session;
pub mod source;
pub mod syntax;
pub mod trial;
pub mod verdict;

pub use check::compile;

/// The samples of the README, run as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
