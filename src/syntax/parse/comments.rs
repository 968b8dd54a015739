//! Comments: found in the text, hung on the elements of the tree.

use std::ops::Range;

use crate::source::Span;
use crate::syntax::tree::{
    Amount, AwardCase, BandStretch, Body, Clause, Declaration, Derived, Entry, Expr, File, LineContent, Node,
    Quantifier, ScoreLine, TailBody, TrialStep, Trivia,
};

/// A comment in a declaration's text.
pub(super) struct Comment {
    /// Where its `#` stands.
    start: usize,
    text: String,
    /// Whether nothing but blanks stands before it on its line.
    own_line: bool,
}

/// The comments in a stretch that holds nothing else.
pub(super) fn own_lines(text: &str, range: Range<usize>) -> Vec<String> {
    let slice = text.get(range).unwrap_or("");
    slice.lines().filter_map(|line| line.trim_start().strip_prefix('#')).map(|text| text.trim().to_string()).collect()
}

/// The comment behind the text of a line.
pub(super) fn behind(line: &str) -> Vec<String> {
    line.split_once('#').map(|(_, comment)| comment.trim().to_string()).into_iter().collect()
}

/// How much of a node's text, which starts at an offset, says something: without blanks and comments at its end.
pub(super) fn said(text: &str, start: usize, comments: &[Comment]) -> usize {
    let mut said = text.trim_end();
    let mut left = comments.partition_point(|comment| comment.start < start + said.len());
    while let Some(last) = left.checked_sub(1).and_then(|last| comments.get(last)) {
        let Some(before) = last.start.checked_sub(start).and_then(|length| said.get(..length)) else { break };
        if said.get(before.len()..).is_some_and(|comment| comment.contains('\n')) {
            break;
        }
        said = before.trim_end();
        left -= 1;
    }
    said.len()
}

/// All comments of a text, strings and backquotes left out.
pub(super) fn scan(text: &str) -> Vec<Comment> {
    let mut out = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let mut closing: Option<char> = None;
        let mut escaped = false;
        for (offset, letter) in line.char_indices() {
            match closing {
                Some(_) if escaped => escaped = false,
                Some('"') if letter == '\\' => escaped = true,
                Some(end) if letter == end => closing = None,
                Some(_) => {}
                None if letter == '"' => closing = Some('"'),
                None if letter == '“' => closing = Some('”'),
                None if letter == '`' => closing = Some('`'),
                None if letter == '#' => {
                    let own_line = line.get(..offset).is_some_and(|before| before.trim().is_empty());
                    let text = line.get(offset + 1..).unwrap_or("").trim().to_string();
                    out.push(Comment { start: at + offset, text, own_line });
                    break;
                }
                None => {}
            }
        }
        at += line.len();
    }
    out
}

/// Hangs the comments of a declaration's text into it: a comment on a line of
/// its own before the element that follows; one behind text on the element that
/// it stands in; what has no place at the declaration's end.
pub(super) fn attach(declaration: &mut Declaration, before: Vec<String>, comments: Vec<Comment>, base: usize) {
    declaration.trivia.before = before;
    if comments.is_empty() {
        return;
    }
    let mut tail = Vec::new();
    let start = declaration.span;
    let mut places: Vec<(Span, &mut Trivia)> = vec![(start, &mut declaration.trivia)];
    elements(&mut declaration.body, &mut places);
    places.sort_by_key(|(span, _)| span.start);
    for comment in comments {
        let at = (base + comment.start) as u32;
        let next = places.partition_point(|(span, _)| span.start <= at);
        if comment.own_line {
            match places.get_mut(next) {
                Some((_, trivia)) => trivia.before.push(comment.text),
                None => tail.push(comment.text),
            }
        } else if let Some((_, trivia)) = next.checked_sub(1).and_then(|last| places.get_mut(last)) {
            if trivia.after.is_none() {
                trivia.after = Some(comment.text);
            } else {
                trivia.before.push(comment.text);
            }
        }
    }
    declaration.tail = tail;
}

/// The line-level elements of a declaration, with where they start.
fn elements<'t>(body: &'t mut Body, out: &mut Vec<(Span, &'t mut Trivia)>) {
    match body {
        Body::Use(_) | Body::Scale(_) | Body::Parameter(_) | Body::Excuse(_) => {}
        Body::Trial(trial) => {
            for part in &mut trial.parts {
                out.push((part.span, &mut part.trivia));
                match &mut part.step {
                    TrialStep::Records { kind: _, rows } => {
                        out.extend(rows.iter_mut().map(|row| (row.span, &mut row.trivia)));
                    }
                    TrialStep::From(_) | TrialStep::Set(..) | TrialStep::Expect(_) => {}
                }
            }
        }
        Body::Document(document) => {
            out.extend(document.items.iter_mut().map(|item| (item.span, &mut item.trivia)));
        }
        Body::Record(record) => {
            out.extend(record.fields.iter_mut().map(|field| (field.span, &mut field.trivia)));
            out.extend(record.series.iter_mut().map(|series| (series.span, &mut series.trivia)));
        }
        Body::Derive(derive) => match &mut derive.what {
            Derived::Define(expr) => entries(expr, out),
            Derived::Table(table) => out.extend(table.rows.iter_mut().map(|row| (row.span, &mut row.trivia))),
            Derived::Rank(rank) => {
                rank.filter.iter_mut().for_each(|filter| entries(filter, out));
                rank.keys.iter_mut().for_each(|key| entries(&mut key.by, out));
            }
            Derived::Award { cases, .. } => {
                for AwardCase { trivia, when, span, .. } in cases {
                    out.push((*span, trivia));
                    entries(when, out);
                }
            }
            Derived::Bands(bands) => {
                for band in &mut bands.bands {
                    out.push((band.span, &mut band.trivia));
                    match &mut band.stretch {
                        BandStretch::Side(_, end) => entries(end, out),
                        BandStretch::Between { low, high, open: _ } => {
                            entries(low, out);
                            entries(high, out);
                        }
                    }
                    band.drop.iter_mut().for_each(|drop| entries(drop, out));
                }
                bands.drop.iter_mut().for_each(|drop| entries(drop, out));
            }
            Derived::Score(score) => score_lines(&mut score.lines, out),
        },
        Body::Criterion(criterion) => {
            for each in &mut criterion.for_each {
                if let Some(filter) = &mut each.filter {
                    entries(filter, out);
                }
            }
            entries(&mut criterion.condition, out);
        }
        Body::Claim(claim) => claim.says.statements_mut().for_each(|statement| entries(statement, out)),
    }
}

fn score_lines<'t>(lines: &'t mut [ScoreLine], out: &mut Vec<(Span, &'t mut Trivia)>) {
    for ScoreLine { trivia, content, span, .. } in lines {
        out.push((*span, trivia));
        match content {
            LineContent::Points(points) => entries(points, out),
            LineContent::Lines(lines) => score_lines(lines, out),
        }
    }
}

/// The lettered entries in an expression. Its depth is bounded by what the parser let through.
fn entries<'t>(expr: &'t mut Expr, out: &mut Vec<(Span, &'t mut Trivia)>) {
    match &mut expr.node {
        Node::Literal(_) | Node::Path(_) | Node::Meets(_) | Node::MeetsEvery(_) | Node::PeriodEdge(_) => {}
        Node::Judged(..) => {}
        Node::Earlier(..) | Node::HasEarlier(_) | Node::Growth(..) => {}
        Node::Run(inner) | Node::Lasting(inner, ..) => entries(inner, out),
        Node::ScoreLine(..) | Node::EveryLine(..) => {}
        Node::Not(inner) | Node::Negative(inner) | Node::PercentOf(_, inner) => entries(inner, out),
        Node::Rounded(inner, _, _) | Node::Shift(inner, _, _) => entries(inner, out),
        Node::OneOf(inner, _) | Node::Presence(inner, _) | Node::Within(inner, _) | Node::Top(inner, _) => {
            entries(inner, out);
        }
        Node::And(parts) | Node::Or(parts) => parts.iter_mut().for_each(|part| entries(part, out)),
        Node::List(_, list) => {
            for Entry { trivia, content, span } in list {
                out.push((*span, trivia));
                entries(content, out);
            }
        }
        Node::Compare(a, _, b) | Node::Arithmetic(a, _, b) | Node::AtMost(a, b) | Node::AtLeast(a, b) => {
            entries(a, out);
            entries(b, out);
        }
        Node::Elapsed(_, a, b) => {
            entries(a, out);
            entries(b, out);
        }
        Node::Between { value, low, high, .. } => {
            entries(value, out);
            entries(low, out);
            entries(high, out);
        }
        Node::Quantified(sentence) => {
            if let Some(filter) = &mut sentence.population.filter {
                entries(filter, out);
            }
            clause_entries(&mut sentence.head, out);
            for tail in &mut sentence.tails {
                match &mut tail.body {
                    TailBody::One(clause) => clause_entries(clause, out),
                    TailBody::Lettered(list) => {
                        for Entry { trivia, content, span } in list {
                            out.push((*span, trivia));
                            clause_entries(content, out);
                        }
                    }
                }
            }
        }
        Node::Cases(cases, otherwise) => {
            for (value, when) in cases {
                entries(value, out);
                entries(when, out);
            }
            entries(otherwise, out);
        }
        Node::By(_, rows, otherwise) => {
            rows.iter_mut().for_each(|(_, value)| entries(value, out));
            if let Some(otherwise) = otherwise {
                entries(otherwise, out);
            }
        }
        Node::Aggregate(aggregate) => {
            if let Some(value) = &mut aggregate.value {
                entries(value, out);
            }
            if let Some(filter) = &mut aggregate.population.filter {
                entries(filter, out);
            }
        }
    }
}

fn clause_entries<'t>(clause: &'t mut Clause, out: &mut Vec<(Span, &'t mut Trivia)>) {
    match &mut clause.quantifier {
        Quantifier::All | Quantifier::No | Quantifier::BareShare(_) => {}
        Quantifier::Count(_, amount) | Quantifier::Share(_, amount) | Quantifier::Rounded(_, amount, _) => {
            amount_entries(amount, out)
        }
        Quantifier::Between(low, high) => {
            amount_entries(low, out);
            amount_entries(high, out);
        }
    }
    if let Some(property) = &mut clause.property {
        entries(property, out);
    }
}

fn amount_entries<'t>(amount: &'t mut Amount, out: &mut Vec<(Span, &'t mut Trivia)>) {
    match amount {
        Amount::Fixed(_) => {}
        Amount::Depends(expr) => entries(expr, out),
    }
}

/// A comment in a file, and what it is about.
pub(crate) struct Remark {
    /// What it says, without `#` and the blanks around.
    pub text: String,
    /// Where, from its `#` on.
    pub at: Span,
    /// The declaration or the line-level element that it hangs on; none at the end of a file.
    pub about: Option<Span>,
}

/// The comments of a file that say something that is looked for, each with what it hangs on in the tree.
pub(crate) fn remarks(text: &str, file: u32, tree: &File, wanted: impl Fn(&str) -> bool) -> Vec<Remark> {
    let found = scan(text).into_iter().filter(|comment| wanted(&comment.text));
    let remark = |comment: Comment| {
        let at = comment.start as u32;
        let line = text.get(comment.start..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let end = at + line.trim_end().len() as u32;
        let next = tree.declarations.partition_point(|declaration| declaration.span.start <= at);
        let last = next.checked_sub(1).and_then(|last| tree.declarations.get(last));
        let inside = last.filter(|last| at < last.span.end || !comment.own_line || last.tail.contains(&comment.text));
        let about = match inside {
            Some(inside) => Some(element(inside, at, comment.own_line)),
            None => tree.declarations.get(next).map(|declaration| declaration.span),
        };
        Remark { text: comment.text, at: Span { file, start: at, end }, about }
    };
    found.map(remark).collect()
}

/// What a comment inside a declaration hangs on, as [`attach`] says: without an element of its own the declaration.
fn element(declaration: &Declaration, at: u32, own_line: bool) -> Span {
    let mut body = declaration.body.clone();
    let mut places = vec![];
    elements(&mut body, &mut places);
    places.sort_by_key(|(span, _)| span.start);
    let next = places.partition_point(|(span, _)| span.start <= at);
    let place = if own_line { Some(next) } else { next.checked_sub(1) };
    place.and_then(|place| places.get(place)).map_or(declaration.span, |(span, _)| *span)
}

/// A declaration without its comments.
pub(crate) fn bare(declaration: &Declaration) -> Declaration {
    let mut bare = declaration.clone();
    bare.trivia = Trivia::default();
    bare.tail.clear();
    let mut places = Vec::new();
    elements(&mut bare.body, &mut places);
    places.into_iter().for_each(|(_, trivia)| *trivia = Trivia::default());
    bare
}
