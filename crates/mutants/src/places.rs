//! Where mutants stand in a text, and what is put there so that one of them can be chosen.

use std::collections::HashMap;
use std::ops::Range;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::Error;
use crate::list::{Genre, Mutant, Position};
use crate::text::{Piece, Wrapper};

/// What is to be put around which places. A mutant that no place is found for is written nowhere.
pub fn wrappers(text: &str, mutants: &[&Mutant]) -> Result<Vec<Wrapper>, Error> {
    let tree = syn::parse_file(text)?;
    let mut lines = vec![0];
    lines.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    let mut finder = Finder { text, lines, at: HashMap::new(), wrappers: Vec::new() };
    for mutant in mutants {
        let start = finder.offset(mutant.span.start);
        finder.at.entry((mutant.genre, start)).or_default().push(mutant);
    }
    finder.visit_file(&tree);
    Ok(finder.wrappers)
}

struct Finder<'t, 'm> {
    text: &'t str,
    /// Where lines begin.
    lines: Vec<usize>,
    at: HashMap<(Genre, usize), Vec<&'m Mutant>>,
    wrappers: Vec<Wrapper>,
}

impl<'m> Finder<'_, 'm> {
    fn offset(&self, position: Position) -> usize {
        let line = self.lines.get(position.line - 1).copied().unwrap_or(self.text.len());
        let rest = self.text.get(line..).unwrap_or("");
        line + rest.char_indices().nth(position.column - 1).map_or(rest.len(), |(at, _)| at)
    }

    fn range(&self, node: &impl Spanned) -> Range<usize> {
        let span = node.span();
        let at = |place: proc_macro2::LineColumn| self.offset(Position { line: place.line, column: place.column + 1 });
        at(span.start())..at(span.end())
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }

    fn take(&mut self, genre: Genre, at: usize) -> Vec<&'m Mutant> {
        self.at.remove(&(genre, at)).unwrap_or_default()
    }

    /// `(if on(1) { one } else if on(2) { two } else { as it was })`. What a mutant has stands there as it was written, without
    /// other mutants: only one is ever chosen.
    fn either(&mut self, range: Range<usize>, ways: Vec<(usize, String)>) {
        if ways.is_empty() {
            return;
        }
        let mut before = vec![Piece::Text("(")];
        for (number, text) in ways {
            before.push(Piece::Of(number, format!("if crate::mutant::on({number}) {{ {text} }}")));
            before.push(Piece::Text(" else "));
        }
        before.push(Piece::Text("{ "));
        self.wrappers.push(Wrapper { range, before, after: " })" });
    }

    /// `{ if on(1) { return one; } …`; nothing where the function gives `impl Trait`, which is one type.
    fn body(&mut self, output: &syn::ReturnType, block: &syn::Block) {
        if matches!(output, syn::ReturnType::Type(_, ty) if matches!(**ty, syn::Type::ImplTrait(_))) {
            return;
        }
        let open = self.range(&block.brace_token.span.open());
        let first = block.stmts.first().map(|first| self.range(first).start);
        let until = first.unwrap_or_else(|| self.range(&block.brace_token.span.close()).start);
        // Its mutants begin at its first token, or at its brace.
        let inside = |(genre, at): &(Genre, usize)| *genre == Genre::FnValue && (open.start..=until).contains(at);
        let keys: Vec<(Genre, usize)> = self.at.keys().copied().filter(inside).collect();
        let found: Vec<&Mutant> = keys.into_iter().flat_map(|(genre, at)| self.take(genre, at)).collect();
        let way = |mutant: &&Mutant| {
            let (number, value) = (mutant.number, &mutant.replacement);
            Piece::Of(number, format!(" if crate::mutant::on({number}) {{ return {value}; }}"))
        };
        if !found.is_empty() {
            let before = found.iter().map(way).collect();
            self.wrappers.push(Wrapper { range: open.end..open.end, before, after: "" });
        }
    }
}

impl<'a> Visit<'a> for Finder<'_, '_> {
    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        self.body(&item.sig.output, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'a syn::ImplItemFn) {
        self.body(&item.sig.output, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'a syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.body(&item.sig.output, block);
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_expr_binary(&mut self, expr: &'a syn::ExprBinary) {
        let (whole, op) = (self.range(expr), self.range(&expr.op));
        // In a chain with `let`, no operator but `and` compiles, and no block can stand around it.
        if !binds(&expr.left) && !binds(&expr.right) {
            let mutants = self.take(Genre::BinaryOperator, op.start);
            let (left, right) = (self.slice(whole.start..op.start), self.slice(op.end..whole.end));
            let ways = mutants.iter().map(|one| (one.number, format!("{left}{}{right}", one.replacement))).collect();
            self.either(whole, ways);
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_unary(&mut self, expr: &'a syn::ExprUnary) {
        let (whole, op) = (self.range(expr), self.range(&expr.op));
        let mutants = self.take(Genre::UnaryOperator, op.start);
        let rest = self.slice(op.end..whole.end);
        let ways = mutants.iter().map(|one| (one.number, format!("{}{rest}", one.replacement))).collect();
        self.either(whole, ways);
        visit::visit_expr_unary(self, expr);
    }

    fn visit_expr_struct(&mut self, expr: &'a syn::ExprStruct) {
        let whole = self.range(expr);
        let mut ways = Vec::new();
        for pair in expr.fields.pairs() {
            let field = self.range(pair.value());
            let end = pair.punct().map_or(field.end, |comma| self.range(*comma).end);
            for one in self.take(Genre::StructField, field.start) {
                let (before, behind) = (self.slice(whole.start..field.start), self.slice(end..whole.end));
                ways.push((one.number, format!("{before}{behind}")));
            }
        }
        self.either(whole, ways);
        visit::visit_expr_struct(self, expr);
    }

    /// An arm is deleted by a guard that never holds.
    fn visit_arm(&mut self, arm: &'a syn::Arm) {
        let start = self.range(arm).start;
        let deleted = self.take(Genre::MatchArm, start);
        let mut before: Vec<Piece> = Vec::new();
        for one in &deleted {
            before.push(Piece::Of(one.number, format!("!crate::mutant::on({})", one.number)));
        }
        if let Some((_, guard)) = &arm.guard {
            let range = self.range(&**guard);
            if !before.is_empty() {
                before.push(Piece::Text(" && "));
            }
            let mut after = "";
            if !binds(guard) {
                before.push(Piece::Text("("));
                for one in self.take(Genre::MatchArmGuard, range.start) {
                    let (number, value) = (one.number, &one.replacement);
                    before.push(Piece::Of(number, format!("if crate::mutant::on({number}) {{ {value} }}")));
                    before.push(Piece::Text(" else "));
                }
                before.push(Piece::Text("{ "));
                after = " })";
            }
            if before.iter().any(|piece| matches!(piece, Piece::Of(..))) {
                self.wrappers.push(Wrapper { range, before, after });
            }
        } else if !before.is_empty() {
            let end = self.range(&arm.pat).end;
            before.insert(0, Piece::Text(" if "));
            self.wrappers.push(Wrapper { range: end..end, before, after: "" });
        }
        visit::visit_arm(self, arm);
    }
}

/// Whether it is a chain with a `let`.
fn binds(expr: &syn::Expr) -> bool {
    match expr {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(inner) => binds(&inner.left) || binds(&inner.right),
        _ => false,
    }
}
