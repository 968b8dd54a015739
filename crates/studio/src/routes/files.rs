//! The texts of the pack: typed, saved, begun.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::json as value;

use super::views::FileOf;
use super::{Answer, Asks, Named};
use crate::app::{App, What, aside};
use crate::body::{self, MAX_COMMAND, MAX_TEXT};
use crate::pack;
use crate::said::{Refusal, json};
use crate::save::{self, Unsaved};
use tieuchi::source::Language;

/// Takes what somebody has typed; nothing of it is written.
pub async fn draft(State(app): State<App>, Named(path): Named, asks: Asks, request: Request) -> Answer {
    let language = asks.language;
    let (parts, body) = request.into_parts();
    let bytes = body::read(&parts.headers, body, MAX_TEXT, language).await?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Refusal::new(
            StatusCode::BAD_REQUEST,
            language.pick("it is no text in UTF-8", "nội dung không phải là chữ theo bảng mã UTF-8"),
        )
    })?;
    let text = pack::plain(&text);
    let changed = {
        let mut shelf = app.shelf();
        let leaf = shelf.files.get_mut(&path).ok_or_else(|| Refusal::missing(language))?;
        if leaf.read_only {
            return Err(read_only(language));
        }
        let before = leaf.draft.take();
        leaf.draft = (*leaf.disk.text != *text).then(|| Arc::from(text));
        leaf.draft != before
    };
    if changed {
        app.changed(What::Draft);
        app.evaluate(language).await?;
        app.tell(What::Draft);
    } else {
        app.latest(language).await?;
    }
    Ok(json(&*app.shown_board(language).await?))
}

fn read_only(language: Language) -> Refusal {
    Refusal::new(
        StatusCode::FORBIDDEN,
        language.pick(
            "this file is another pack's: open that pack to change it",
            "tệp này thuộc gói khác: hãy mở gói đó để sửa",
        ),
    )
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Save {
    digest: String,
}

/// Writes what somebody has typed, unless the file is another than they began with.
pub async fn save(State(app): State<App>, Named(path): Named, asks: Asks, request: Request) -> Answer {
    let language = asks.language;
    let (parts, body) = request.into_parts();
    let bytes = body::read(&parts.headers, body, MAX_COMMAND, language).await?;
    let Save { digest } = body::parsed(&bytes, language)?;
    let leaf = app.shelf().files.get(&path).cloned().ok_or_else(|| Refusal::missing(language))?;
    if leaf.read_only {
        return Err(read_only(language));
    }
    let saving = app.clone();
    let saved = aside(language, move || {
        let _turn = saving.saving();
        let root = saving.shelf().root.clone();
        save::save(&root, &leaf, &digest)
    });
    match saved.await? {
        Ok(disk) => {
            let digest = disk.digest.clone();
            if let Some(leaf) = app.shelf().files.get_mut(&path) {
                // What was typed while it was written is a draft of what is there now.
                let text = leaf.text().clone();
                leaf.draft = (text != disk.text).then_some(text);
                leaf.disk = disk;
            }
            app.changed(What::Saved);
            app.tell(What::Saved);
            Ok(json(&value!({ "digest": digest })))
        }
        Err(Unsaved::Changed { disk, draft }) => {
            let mut refusal = Refusal::new(
                StatusCode::CONFLICT,
                language.pick(
                    "the file has been changed by somebody else in the meantime",
                    "tệp đã được người khác sửa trong lúc soạn thảo",
                ),
            );
            refusal.more = Some(
                value!({ "disk": disk.as_ref().map_or("", |disk| &disk.text), "digest": disk.as_ref().map_or("", |disk| &disk.digest), "draft": &*draft }),
            );
            Err(refusal)
        }
        Err(Unsaved::Outside) => Err(Refusal::new(
            StatusCode::FORBIDDEN,
            language
                .pick("the file leads out of the pack, and isn't written", "tệp dẫn ra ngoài gói nên không được ghi"),
        )),
        Err(Unsaved::System(why)) => Err(unwritten(&why, language)),
    }
}

fn unwritten(why: &std::io::Error, language: Language) -> Refusal {
    Refusal::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        language.pick(format!("it can't be written: {why}"), format!("không ghi được: {why}")),
    )
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    path: String,
}

/// Begins a rule file or a file of tests.
pub async fn new(State(app): State<App>, asks: Asks, request: Request) -> Answer {
    let language = asks.language;
    let (parts, body) = request.into_parts();
    let bytes = body::read(&parts.headers, body, MAX_COMMAND, language).await?;
    let New { path } = body::parsed(&bytes, language)?;
    if !pack::may_be_new(&path) || app.shelf().files.len() >= tieuchi_records::MAX_RULE_FILES {
        return Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            language.pick(
                "name a file that ends in .tieuchi, in the folder of the pack or in tests/",
                "hãy đặt tên tệp có đuôi .tieuchi, trong thư mục của gói hoặc trong tests/",
            ),
        ));
    }
    let (making, named) = (app.clone(), path.clone());
    let made = aside(language, move || {
        let _turn = making.saving();
        let root = making.shelf().root.clone();
        let (spoken, _) = making.rules(language);
        save::begin(&root, &named, &format!("tieuchi 1, {}\n", spoken.code()))?;
        making.shelf().look();
        Ok(())
    });
    match made.await? {
        Ok(()) => {}
        Err(Unsaved::System(why)) if why.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(Refusal::new(
                StatusCode::CONFLICT,
                language.pick("there is such a file already", "đã có tệp này"),
            ));
        }
        Err(Unsaved::System(why)) => return Err(unwritten(&why, language)),
        Err(Unsaved::Outside | Unsaved::Changed { .. }) => return Err(Refusal::missing(language)),
    }
    app.changed(What::Saved);
    app.tell(What::Saved);
    let shelf = app.shelf();
    let leaf = shelf.files.get(&path).ok_or_else(|| Refusal::missing(language))?;
    Ok(json(&FileOf::of(&path, leaf)))
}
