//! What-if edits.

use std::collections::BTreeMap;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tieuchi::program::{Origin, Program};
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;

use super::{Answer, Asks, Named};
use crate::app::{App, Desk, What, aside};
use crate::board::Board;
use crate::body::{self, MAX_COMMAND};
use crate::cells::{self, Shown};
use crate::overlay::{Edit, MOST, Wish};
use crate::said::{Refusal, Said, json, refused, sentence};
use crate::stage::Scene;

/// What the page wants changed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    kind: String,
    key: String,
    #[serde(default)]
    field: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    add: bool,
    #[serde(default)]
    remove: bool,
    /// Of a new record.
    #[serde(default)]
    cells: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Block {
    edits: Vec<Wanted>,
}

#[derive(Serialize)]
struct Edits<'a> {
    edits: &'a [Edit],
}

#[derive(Serialize)]
struct Edited<'a> {
    refused: Vec<Bad>,
    changed: Vec<Turn>,
    edits: &'a [Edit],
    board: &'a Board,
}

#[derive(Serialize)]
struct Bad {
    index: usize,
    findings: Vec<Said>,
}

/// A criterion of which something else is said now.
#[derive(Serialize)]
struct Turn {
    id: String,
    before: Verdict,
    after: Verdict,
}

/// All edits.
pub async fn all(State(app): State<App>, asks: Asks) -> Answer {
    let language = asks.language;
    aside(language, move || {
        let (rules, _) = app.rules(language);
        let mut desk = app.desk();
        let (_, overlay) = desk.stage(rules, app.home());
        json(&Edits { edits: &overlay.edits })
    })
    .await
}

/// Makes edits: each that can be made.
pub async fn make(State(app): State<App>, asks: Asks, request: Request) -> Answer {
    let language = asks.language;
    let (parts, body) = request.into_parts();
    let bytes = body::read(&parts.headers, body, MAX_COMMAND, language).await?;
    let block: Block = body::parsed(&bytes, language)?;
    app.latest(language).await?;
    aside(language, move || {
        changing(&app, language, |desk| {
            let (rules, _) = app.rules(language);
            let (stage, overlay) = desk.stage(rules, app.home());
            let Some(Scene { session, rules, edited, program, .. }) = &mut stage.scene else {
                return Err(Refusal::new(
                    StatusCode::CONFLICT,
                    language.pick(
                        "there are no sound rules yet, so that nobody knows what a record is",
                        "quy tắc chưa hợp lệ nên chưa xác định được các loại bản ghi",
                    ),
                ));
            };
            let shown = Shown { records: &rules.records, language: app.home() };
            let mut bad: Vec<Bad> = Vec::new();
            let mut wishes = Vec::new();
            let mut places = Vec::new();
            let room = MOST.saturating_sub(overlay.edits.len());
            for (index, wanted) in block.edits.into_iter().enumerate() {
                let wish = if wishes.len() < room { wish(program, wanted, language) } else { Err(full(language)) };
                match wish {
                    Ok(wish) => {
                        wishes.push(wish);
                        places.push(index);
                    }
                    Err(why) => bad.push(Bad { index, findings: vec![sentence("error", why)] }),
                }
            }
            match overlay.wish(session, edited, shown, &wishes) {
                Ok(refusals) => {
                    for (at, why) in refusals {
                        let index = places.get(at).copied().unwrap_or(at);
                        bad.push(Bad { index, findings: refused(&why, language) });
                    }
                }
                Err(why) => {
                    bad.extend(places.iter().map(|index| Bad { index: *index, findings: refused(&why, language) }));
                }
            }
            bad.sort_by_key(|bad| bad.index);
            Ok(bad)
        })
    })
    .await?
}

/// Takes one edit back.
pub async fn take_back(State(app): State<App>, Named(number): Named, asks: Asks) -> Answer {
    let language = asks.language;
    let Ok(number) = number.parse::<u64>() else { return Err(Refusal::missing(language)) };
    app.latest(language).await?;
    aside(language, move || leave_out(&app, language, |edit| edit.n == number)).await?
}

/// Takes all edits back.
pub async fn take_all_back(State(app): State<App>, asks: Asks) -> Answer {
    let language = asks.language;
    app.latest(language).await?;
    aside(language, move || leave_out(&app, language, |_| true)).await?
}

fn leave_out(app: &App, language: Language, which: impl Fn(&Edit) -> bool) -> Answer {
    changing(app, language, |desk| {
        let (rules, _) = app.rules(language);
        let (stage, overlay) = desk.stage(rules, app.home());
        let numbers: Vec<u64> = overlay.edits.iter().filter(|edit| which(edit)).map(|edit| edit.n).collect();
        let Some(Scene { session, rules, edited, .. }) = &mut stage.scene else {
            overlay.leave_out(&numbers);
            return Ok(Vec::new());
        };
        let shown = Shown { records: &rules.records, language: app.home() };
        overlay.take_back(session, edited, shown, &numbers).map_err(|why| Refusal {
            status: StatusCode::CONFLICT,
            findings: refused(&why, language),
            more: None,
        })?;
        Ok(Vec::new())
    })
}

/// Changes edits, and says what is said otherwise now.
fn changing(app: &App, language: Language, change: impl FnOnce(&mut Desk) -> Result<Vec<Bad>, Refusal>) -> Answer {
    let mut desk = app.desk();
    let before = app.draw(&mut desk, language);
    let refused = change(&mut desk)?;
    app.changed(What::Edits);
    let board = app.draw(&mut desk, language);
    app.tell(What::Edits);
    let changed = before.criteria.iter().zip(&board.criteria).filter(|(one, other)| one.verdict != other.verdict);
    let changed = changed.map(|(one, other)| Turn { id: one.id.clone(), before: one.verdict, after: other.verdict });
    Ok(json(&Edited { refused, changed: changed.collect(), edits: &desk.overlay.edits, board: &board }))
}

/// What is wanted, in the names of the program; or why nobody can want it.
fn wish(program: &Program, wanted: Wanted, language: Language) -> Result<Wish, String> {
    let Wanted { kind, key, field, text, add, remove, cells } = wanted;
    let unknown = || language.pick(format!("there are no records “{kind}”"), format!("không có loại bản ghi “{kind}”"));
    let (_, declared) = cells::kind(program, &kind).ok_or_else(unknown)?;
    let own = |name: &str| match cells::field(declared, name) {
        Some((_, field)) if field.origin == Origin::Key => Err(language
            .pick(
                "a record is known by its key: remove it and add another one",
                "mã là định danh của bản ghi: hãy xóa bản ghi này rồi thêm bản ghi khác",
            )
            .to_owned()),
        Some((_, field)) if matches!(field.origin, Origin::Data { .. }) => Ok(field.name.canonical().to_owned()),
        Some(_) | None => Err(language.pick(format!("there is no cell “{name}”"), format!("không có ô “{name}”"))),
    };
    let record = (declared.name.canonical().to_owned(), key);
    match (add, remove, field, text) {
        (true, false, None, None) => {
            if record.1.trim().is_empty() {
                return Err(language.pick("a record needs a key", "bản ghi phải có mã").to_owned());
            }
            let record = (record.0, record.1.trim().to_owned());
            let cells = cells.into_iter().map(|(name, text)| Ok((own(&name)?, text))).collect::<Result<_, String>>()?;
            Ok(Wish::Add { record, cells })
        }
        (false, true, None, None) => Ok(Wish::Remove { record }),
        (false, false, Some(field), text) => {
            Ok(Wish::Set { record, field: own(&field)?, text: text.unwrap_or_default() })
        }
        _ => Err(language
            .pick(
                "an edit says a text for a cell, or that a record is added or removed",
                "mỗi chỉnh sửa phải nêu nội dung của một ô, hoặc thêm hay xóa một bản ghi",
            )
            .to_owned()),
    }
}

fn full(language: Language) -> String {
    language.pick(
        format!("there are {MOST} what-if edits already: take some back first"),
        format!("đã có {MOST} chỉnh sửa giả định: hãy hủy bớt trước"),
    )
}
