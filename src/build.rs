//! Rules written in Rust: a program without any rule text.
//!
//! Contract. The builder makes the same tree that the parser would, without
//! places, and hands it to the checker: what a rule file may not say, the
//! builder may not either, and findings are the same. Nothing here resolves a
//! name.
//!
//! ```
//! use tieuchi::build::*;
//! use tieuchi::source::Language;
//!
//! let rules = Rules::new(Language::En)
//!     .document(document("Launch 2022").title("Emulation campaign").item("II.2", "Officials' ratings"))
//!     .scale(scale("rating").labels(["Incomplete", "Complete", "Good", "Excellent"]))
//!     .record(record("unit").field(text("id").key()).field(text("name")))
//!     .record(
//!         record("person")
//!             .field(text("id").key())
//!             .field(of("unit", "unit"))
//!             .field(of("rating", "rating"))
//!             .field(count("violations")),
//!     )
//!     .criterion(
//!         criterion("II.2.a", "Everyone does well").cites("II.2").require(
//!             all("person")
//!                 .have(field("rating").at_least("Good"))
//!                 .of_which(at_least_share(percent(70)).have(field("rating").is("Excellent"))),
//!         ),
//!     )
//!     .criterion(
//!         criterion("II.2.b", "Nobody breaks the law")
//!             .cites("II.2")
//!             .for_each("unit")
//!             .require(no("person").in_the("unit").have(field("violations").above(0))),
//!     );
//!
//! let (program, warnings) = rules.check().expect("sound rules");
//! assert_eq!(program.criteria.len(), 2);
//! assert!(warnings.is_empty());
//! ```

mod conditions;
mod declarations;
mod ranks;
mod scores;

pub use conditions::*;
pub use declarations::*;
pub use ranks::*;
pub use scores::*;
