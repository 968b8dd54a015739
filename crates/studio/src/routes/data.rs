//! Records: shown page by page, brought in by files, taken out as a workbook.

use std::collections::HashSet;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::json as value;
use tieuchi::source::Language;

use super::{Answer, Asks, Named, views};
use crate::app::{App, What, aside};
use crate::board::Board;
use crate::body::{self, MAX_COMMAND, MAX_DATA};
use crate::cells::Shown;
use crate::grid::{Asked, KindOf, MOST, Sheet};
use crate::said::{Refusal, Said, json, said, typed};
use crate::sources::{Dropped, Sources};

/// The longest name that a file may have, in letters.
const MAX_NAME: usize = 200;

/// A page of the records of a kind.
pub async fn records(State(app): State<App>, Named(kind): Named, asks: Asks) -> Answer {
    let only: HashSet<String> = asks.all("only").map(str::to_owned).collect();
    let asked = Asked {
        from: asks.number("from").unwrap_or(0),
        count: asks.number("count").unwrap_or(MOST),
        find: asks.of("find").unwrap_or("").to_owned(),
        only: (!only.is_empty()).then_some(only),
    };
    page(app, kind, asked, asks.language).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    #[serde(default)]
    from: usize,
    #[serde(default)]
    count: Option<usize>,
    #[serde(default)]
    find: String,
    #[serde(default)]
    only: Option<Vec<String>>,
}

/// The same, where there are many keys.
pub async fn records_of(State(app): State<App>, Named(kind): Named, asks: Asks, request: Request) -> Answer {
    let language = asks.language;
    let (parts, body) = request.into_parts();
    let bytes = body::read(&parts.headers, body, MAX_COMMAND, language).await?;
    let Wanted { from, count, find, only }: Wanted = body::parsed(&bytes, language)?;
    let only = only.map(|keys| keys.into_iter().collect());
    page(app, kind, Asked { from, count: count.unwrap_or(MOST), find, only }, language).await
}

async fn page(app: App, kind: String, asked: Asked, language: Language) -> Answer {
    app.latest(language).await?;
    let found = aside(language, move || {
        let (rules, _) = app.rules(language);
        let mut desk = app.desk();
        let (stage, overlay) = desk.stage(rules, app.home());
        let scene = stage.scene.as_ref()?;
        let shown = Shown { records: &scene.rules.records, language: app.home() };
        Sheet { scene, overlay, shown, language }.page(&kind, &asked).map(|page| json(&page))
    });
    found.await?.ok_or_else(|| Refusal::missing(language))
}

#[derive(Serialize)]
struct Read<'a> {
    read: Vec<Given>,
    findings: Vec<Said>,
    taken: bool,
    board: &'a Board,
    kinds: Vec<KindOf>,
}

#[derive(Serialize)]
struct Given {
    kind: String,
    label: String,
    rows: usize,
}

/// Takes a file of records in the place of all records of its kinds; one with errors changes nothing.
pub async fn dropped(State(app): State<App>, asks: Asks, request: Request) -> Answer {
    let language = asks.language;
    let name = file_name(asks.of("name").unwrap_or(""));
    if name.is_empty() {
        return Err(Refusal::new(
            StatusCode::BAD_REQUEST,
            language.pick("the file needs a name, by which it is known what it is", "tệp phải có tên để biết loại tệp"),
        ));
    }
    let (drop, keep) = (asks.says("drop"), asks.says("keep"));
    let asking = app.clone();
    let edits = aside(language, move || asking.desk().overlay.edits.len()).await?;
    if edits > 0 && !drop && !keep {
        let mut refusal = Refusal::new(
            StatusCode::CONFLICT,
            language.pick(
                format!("there are {edits} what-if edits: take them back first, or keep them"),
                format!("đang có {edits} chỉnh sửa giả định: hãy hủy hoặc giữ lại trước"),
            ),
        );
        refusal.more = Some(value!({ "edits": edits }));
        return Err(refusal);
    }
    let bodies = app.places().bodies.clone();
    let Ok(_place) = bodies.try_acquire() else { return Err(busy(language)) };
    let (parts, body) = request.into_parts();
    let bytes = body::read(&parts.headers, body, MAX_DATA, language).await?;
    let kind = asks.of("kind").map(str::to_owned);
    let file = Dropped { name, kind, bytes: bytes.into() };
    app.latest(language).await?;
    let reading = app.clone();
    let (read, findings, taken) = aside(language, move || take(&reading, file, drop, language)).await??;
    let board = app.board(language).await?;
    if taken {
        app.tell(What::Data);
    }
    aside(language, move || {
        let kinds = views::kinds(&app, language);
        json(&Read { read, findings, taken, board: &board, kinds })
    })
    .await
}

type Taken = (Vec<Given>, Vec<Said>, bool);

fn take(app: &App, file: Dropped, drop: bool, language: Language) -> Result<Taken, Refusal> {
    let (rules, _) = app.rules(language);
    let (program, records) = {
        let mut desk = app.desk();
        let (stage, _) = desk.stage(rules, app.home());
        let Some(scene) = &stage.scene else {
            return Err(Refusal::new(
                StatusCode::CONFLICT,
                language.pick(
                    "there are no sound rules yet, so that nobody knows how to read records",
                    "quy tắc chưa hợp lệ nên chưa đọc được hồ sơ",
                ),
            ));
        };
        (scene.program.clone(), scene.rules.records.clone())
    };
    let sources = app.sources().with(file.clone());
    let kinds = file.kinds(&program, &records);
    let (roster, findings, taken) = match sources.read(&program, &records) {
        Ok((roster, warnings)) => (Some(roster), warnings, true),
        Err(findings) => (None, findings, false),
    };
    let given = kinds.into_iter().filter_map(|(id, rows)| {
        let kind = program.kinds.get(id.at())?;
        let rows = roster.as_ref().map_or(rows, |roster| roster.len(id));
        let label = tieuchi_rendering::prose(kind.name.shown(language));
        Some(Given { kind: kind.name.canonical().to_owned(), label, rows })
    });
    let given = given.collect();
    let findings = said(&findings, &[], &app.paths(), language);
    if taken {
        if drop {
            app.desk().overlay.forget();
        }
        app.set_sources(sources);
        app.changed(What::Data);
    }
    Ok((given, findings, taken))
}

/// Forgets what was dropped: the records are those of the start.
pub async fn as_at_first(State(app): State<App>, asks: Asks) -> Answer {
    let language = asks.language;
    let base = app.sources().base.clone();
    app.set_sources(Sources { base, dropped: Vec::new() });
    app.changed(What::Data);
    let board = app.board(language).await?;
    app.tell(What::Data);
    Ok(json(&*board))
}

/// A file's own name: no folder, nothing that is no text.
fn file_name(said: &str) -> String {
    let last = said.rsplit(['/', '\\']).next().unwrap_or("");
    last.chars().filter(|letter| !letter.is_control()).take(MAX_NAME).collect::<String>().trim().to_owned()
}

fn busy(language: Language) -> Refusal {
    Refusal::new(
        StatusCode::SERVICE_UNAVAILABLE,
        language.pick("another file is being read: wait for it", "đang đọc tệp khác: hãy chờ"),
    )
}

/// The records with the edits as a workbook.
#[cfg(feature = "spreadsheets")]
pub async fn export(State(app): State<App>, asks: Asks) -> Answer {
    let language = asks.language;
    app.latest(language).await?;
    let written = aside(language, move || {
        let (rules, _) = app.rules(language);
        let mut desk = app.desk();
        let (stage, _) = desk.stage(rules, app.home());
        let scene = stage.scene.as_ref()?;
        Some(crate::export::workbook(scene, language))
    });
    let bytes = written.await?.ok_or_else(|| Refusal::missing(language))?;
    let bytes = bytes.map_err(|why| Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, why))?;
    let mut response = typed("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes);
    let named = HeaderValue::from_static("attachment; filename=\"records.xlsx\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, named);
    Ok(response)
}

/// Workbooks aren't built in.
#[cfg(not(feature = "spreadsheets"))]
pub async fn export(asks: Asks) -> Answer {
    let _ = (typed, HeaderValue::from_static, header::CONTENT_DISPOSITION);
    Err(Refusal::missing(asks.language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_own_name_alone() {
        for (said, name) in [
            ("a.csv", "a.csv"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\nhân viên.xlsx", "nhân viên.xlsx"),
            ("a\u{0}b\n.csv", "ab.csv"),
            ("/", ""),
            ("", ""),
        ] {
            assert_eq!(file_name(said), name);
        }
        assert_eq!(file_name(&"x".repeat(5_000)).len(), MAX_NAME);
    }
}
