//! The printer: from the tree to text, in either language.
//!
//! Contract. What is printed reads back as the same tree, and printing it again
//! gives the same text: there is one canonical form, the preferred spelling of
//! every word, parentheses where the grammar needs them and nowhere else, two
//! blanks of indentation, lines of up to 120 columns. Comments stay with
//! what they stand at. Nothing here fails or looks at spans.

mod claims;
mod clause;
mod declaration;
mod expr;
pub(super) mod layout;
mod literal;
mod periods;
mod ranks;
mod scores;
mod trials;

use crate::source::Language;

use super::translate::{self, Names};
use super::tree::{Clause, Declaration, Expr, File, Quantified, Says, Value};

pub(crate) use scores::line_id;
pub(crate) use trials::{fate, subject};

use expr::{Binding, Follow, Place, Writer};

/// A file's text in its own language, ended by a line end.
pub fn print(file: &File) -> String {
    declaration::file(file)
}

/// A file's text in `language`: built-in words of that language, declared names swapped with their aliases. The list
/// has each name that stays as it is because no alias is declared for it.
pub fn print_in(file: &File, language: Language, names: &Names) -> (String, Vec<String>) {
    let (file, missing) = translate::translate(file, language, names);
    (print(&file), missing)
}

/// A declaration's lines without the comments before and behind it, and without a line end behind the last.
pub(super) fn declaration_alone(declaration: &Declaration, language: Language) -> String {
    declaration::alone(declaration, language)
}

/// An expression on one line, without comments.
pub fn print_expr(expr: &Expr, language: Language) -> String {
    let mut writer = Writer::new(language, true);
    writer.expr(expr, Place::WHOLE);
    writer.page.finish()
}

/// A literal value as a file of a language writes it.
pub(crate) fn print_value(value: &Value, language: Language) -> String {
    literal::value(value, language)
}

/// What a claim or a question says, on one line.
pub fn print_says(says: &Says, language: Language) -> String {
    let mut writer = Writer::new(language, true);
    writer.says(says);
    writer.page.finish()
}

/// The points of a line of a score, on one line.
pub fn print_points(points: &Expr, language: Language) -> String {
    let mut writer = Writer::new(language, true);
    writer.points(points, "");
    writer.page.finish()
}

/// A clause on one line, as it stands behind `of which`.
pub fn print_clause(clause: &Clause, language: Language) -> String {
    let mut writer = Writer::new(language, true);
    writer.clause(clause, Place::WHOLE.part(Binding::Chain, Follow::End));
    writer.page.finish()
}

/// A quantified sentence on one line.
pub fn print_quantified(sentence: &Quantified, language: Language) -> String {
    let mut writer = Writer::new(language, true);
    writer.sentence(sentence, Place::WHOLE);
    writer.page.finish()
}
