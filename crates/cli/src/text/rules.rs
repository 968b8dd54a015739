//! What a program holds, where no records are given.

use std::fmt::Write;

use tieuchi::program::{Origin, Program};
use tieuchi::source::Language;

use super::style::STRONG;

/// A few lines about a sound program.
pub fn summary(program: &Program) -> String {
    let mut out = String::new();
    for document in &program.documents {
        let title = document.title.as_deref().unwrap_or("");
        let _ = writeln!(out, "{STRONG}{}{STRONG:#}  {title}", document.code);
    }
    let fields = || program.kinds.iter().flat_map(|kind| &kind.fields);
    let awards = fields().filter(|field| matches!(field.origin, Origin::Award { .. })).count();
    let defined = fields().filter(|field| matches!(field.origin, Origin::Define(_))).count();
    let (criteria, kinds) = (program.criteria.len(), program.kinds.len());
    let line = match program.language {
        Language::En => format!(
            "The rules are sound: {criteria} criteria, {awards} awards, {defined} definitions, {kinds} kinds of records.\n\
             No records were given: add --data PATH to check them."
        ),
        Language::Vi => format!(
            "Bộ quy tắc đúng: {criteria} tiêu chí, {awards} danh hiệu, {defined} định nghĩa, {kinds} loại bản ghi.\n\
             Chưa có số liệu: thêm --data ĐƯỜNG_DẪN để kiểm tra."
        ),
    };
    let _ = writeln!(out, "{line}");
    out
}
