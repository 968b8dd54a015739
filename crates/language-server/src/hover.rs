//! What a name or a word means, as a card beside it.

use tieuchi::check::Sense;
use tieuchi::source::{Language, Span};
use tieuchi::syntax::tree::{Body, Cite, Declaration, Derived, Naming};
use tieuchi::syntax::words::Word;

use crate::text::{Position, Range};
use crate::tokens::{Sort, Token, tokens};
use crate::words::{meaning, other};
use crate::workspace::{Analysis, Spot, Workspace};

/// The most lines of a declaration that a card shows.
const MOST_LINES: usize = 24;

/// The card of what stands at a place, in Markdown, and the stretch that it is about.
pub fn hover(workspace: &Workspace, uri: &str, position: Position) -> Option<(String, Range)> {
    let spot = workspace.spot(uri, position)?;
    if let Some(mention) = spot.mention() {
        let card = card(&spot.analysis, mention.sense, spot.language())?;
        return Some((card, spot.text().range(mention.at)));
    }
    keyword(&spot)
}

/// What a name stands for.
pub fn card(analysis: &Analysis, sense: Sense, language: Language) -> Option<String> {
    let index = &analysis.index;
    let mut lines: Vec<String> = Vec::new();
    match sense {
        Sense::Label(set, number) => {
            let labels = index.labels.get(set.0 as usize)?;
            let label = labels.labels.get(number as usize)?;
            let owner = labels.name.as_ref().map_or(String::new(), |name| format!(" · `{}`", name.shown(language)));
            lines.push(format!("**“{label}”**{owner}"));
            let all = labels.labels.iter().enumerate().map(|(place, one)| {
                let shown = if one.is_empty() { language.pick("none", "không có").to_owned() } else { one.clone() };
                if place == number as usize { format!("**{shown}**") } else { shown }
            });
            lines.push(all.collect::<Vec<_>>().join(if labels.ordered { " < " } else { ", " }));
            if labels.ordered {
                let (place, of) =
                    (number as usize + 1 - usize::from(labels.none), labels.labels.len() - usize::from(labels.none));
                lines.push(match language {
                    Language::En => format!("{place} of {of}, lowest first"),
                    Language::Vi => format!("bậc {place} trong {of}, tính từ thấp nhất"),
                });
            }
        }
        Sense::Document(number) => {
            let document = index.documents.get(number as usize)?;
            lines.push(format!("**{}**", document.code));
            lines.extend(document.title.clone());
            if let Some((from, to)) = document.period {
                lines.push(format!("{from} – {to}"));
            }
        }
        Sense::Item(document, item) => {
            let document = index.documents.get(document as usize)?;
            let item = document.items.get(item as usize)?;
            lines.push(format!("**{} {}** · {}", language.pick("Item", "Mục"), item.id, item.title));
            lines.push(
                document
                    .title
                    .as_ref()
                    .map_or_else(|| document.code.clone(), |title| format!("{}: {title}", document.code)),
            );
            if let Some(reason) = &item.waived {
                lines.push(format!("{}: {reason}", language.pick("Not measured", "Không đo")));
            }
        }
        Sense::Kind(_)
        | Sense::Field(..)
        | Sense::Scale(_)
        | Sense::Criterion(_)
        | Sense::Parameter(_)
        | Sense::Claim(_) => {
            let declared = index.declared(sense)?.at;
            let (whole, naming, cites) = declaration_of(analysis, declared)?;
            if let Sense::Criterion(id) = sense {
                let (id, title) = index.criteria.get(id.0 as usize)?;
                lines.push(format!("**{} {id}** · {title}", language.pick("Criterion", "Tiêu chí")));
            } else if let Sense::Claim(number) = sense {
                let (id, title) = index.claims.get(number as usize)?;
                lines.push(format!("**{id}** · {title}"));
            } else if let Sense::Field(kind, field) = sense {
                let kind = index.kinds.get(kind.0 as usize)?;
                let field = kind.fields.get(field.0 as usize)?;
                lines.push(format!("**{}.{}**", kind.name.shown(language), field.name.shown(language)));
            }
            lines.push(format!("```tieuchi\n{}\n```", excerpt(analysis, whole)));
            if let Some(alias) =
                naming.and_then(|naming| naming.alias.as_ref().map(|alias| (&naming.name.text, &alias.text)))
            {
                lines.push(format!("`{}` ⇄ `{}`", alias.0, alias.1));
            }
            lines.extend(cites.iter().filter_map(|cite| cited(analysis, cite, language)));
            let at = analysis.text(declared.file).source().position(declared.start);
            let file = analysis.uri(declared.file).rsplit('/').next().unwrap_or("").to_owned();
            lines.push(format!("{} {file}:{}", language.pick("Declared in", "Khai báo tại"), at.line));
        }
    }
    Some(lines.join("\n\n"))
}

/// All of what a declared name names, its naming, and what that is founded on.
fn declaration_of(analysis: &Analysis, declared: Span) -> Option<(Span, Option<&Naming>, Vec<&Cite>)> {
    let tree = analysis.tree(declared.file)?;
    let holds = |span: Span| span.start <= declared.start && declared.end <= span.end;
    let declaration: &Declaration = tree.declarations.iter().find(|declaration| holds(declaration.span))?;
    let mut whole = declaration.span;
    let (naming, cites): (Option<&Naming>, Vec<&Cite>) = match &declaration.body {
        Body::Record(record) => match record.fields.iter().find(|field| holds(field.span)) {
            Some(field) => {
                whole = field.span;
                (Some(&field.naming), Vec::new())
            }
            None => (Some(&record.naming), Vec::new()),
        },
        Body::Scale(scale) => (Some(&scale.naming), Vec::new()),
        Body::Parameter(parameter) => (Some(&parameter.naming), Vec::new()),
        Body::Criterion(criterion) => (None, criterion.cites.iter().collect()),
        Body::Claim(claim) => (None, claim.cites.iter().collect()),
        Body::Derive(derive) => {
            let cites = match &derive.what {
                Derived::Award { cites, .. } => cites.iter().collect(),
                Derived::Rank(rank) => rank.cites.iter().collect(),
                Derived::Bands(bands) => bands.cites.iter().collect(),
                Derived::Score(score) => score.cites.iter().collect(),
                Derived::Define(_) | Derived::Table(_) => Vec::new(),
            };
            (Some(&derive.naming), cites)
        }
        Body::Use(_) | Body::Document(_) | Body::Trial(_) | Body::Excuse(_) => (None, Vec::new()),
    };
    Some((whole, naming, cites))
}

/// A declaration as its author wrote it.
fn excerpt(analysis: &Analysis, whole: Span) -> String {
    let text = analysis.text(whole.file).source().slice(whole);
    let mut lines: Vec<&str> = text.lines().take(MOST_LINES + 1).collect();
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        lines.push("…");
    }
    lines.join("\n")
}

/// An item that is cited, with its title.
fn cited(analysis: &Analysis, cite: &Cite, language: Language) -> Option<String> {
    let mention = analysis.index.at(cite.item.span.file, cite.item.span.start)?;
    let Sense::Item(document, item) = mention.sense else { return None };
    let document = analysis.index.documents.get(document as usize)?;
    let item = document.items.get(item as usize)?;
    Some(format!(
        "{}: {}, {} {} · {}",
        language.pick("Founded on", "Căn cứ"),
        document.code,
        language.pick("item", "mục"),
        item.id,
        item.title
    ))
}

/// What a built-in word at a place means, with its twin in the other language.
fn keyword(spot: &Spot) -> Option<(String, Range)> {
    let (text, language) = (spot.text().source().text(), spot.language());
    let at = spot.offset as usize;
    let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let end = text.get(at..)?.find('\n').map_or(text.len(), |length| at + length);
    let line = tokens(text, start, end);
    let here = line.iter().position(|token| token.start <= at && at <= token.end() && token.sort == Sort::Word)?;
    let mut best: Option<(usize, Word, Span)> = None;
    for word in Word::ALL {
        for spelling in word.spellings(language) {
            // Words that stand around an operand are told by either part.
            for part in spelling.split('…').map(str::trim).filter(|part| !part.is_empty()) {
                let count = part.split(' ').count();
                for first in here.saturating_sub(count - 1)..=here {
                    let Some(span) = spelled(&line, first, part, spot.file) else { continue };
                    // The longest wins, then the one that a sentence explains.
                    let weight = count * 2 + usize::from(meaning(*word, language).is_some());
                    if best.as_ref().is_none_or(|(known, _, _)| weight > *known) {
                        best = Some((weight, *word, span));
                    }
                }
            }
        }
    }
    let (_, word, span) = best?;
    let twin = word.text(other(language));
    let mut lines = vec![format!("**{}** ⇄ *{twin}*", word.text(language))];
    lines.extend(meaning(word, language).map(str::to_owned));
    Some((lines.join("\n\n"), spot.text().range(span)))
}

/// Where a phrase stands whose first word is the token of that number.
fn spelled(line: &[Token<'_>], first: usize, phrase: &str, file: u32) -> Option<Span> {
    let words: Vec<&str> = phrase.split(' ').collect();
    let found = line.get(first..first + words.len())?;
    let same = found.iter().zip(&words).all(|(token, word)| token.text == *word && token.sort == Sort::Word);
    let (one, last) = (found.first()?, found.last()?);
    same.then(|| Span { file, start: one.start as u32, end: last.end() as u32 })
}
