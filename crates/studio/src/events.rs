//! What has changed, told to every page that listens.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use tokio::sync::mpsc;

use crate::app::{App, What, aside};
use crate::body::Pieces;
use crate::routes::{Answer, Asks};
use crate::said::{Refusal, typed};

/// How often something is said though nothing has changed, so that who has gone is noticed.
const BEAT: Duration = Duration::from_secs(15);

/// How often the disk is looked at while somebody listens.
const LOOK: Duration = Duration::from_secs(2);

/// A stream of events: each says the revision and what has changed.
pub async fn listen(State(app): State<App>, asks: Asks) -> Answer {
    let language = asks.language;
    let places = app.places().listeners.clone();
    let place = places.try_acquire_owned().map_err(|_| Refusal::crowded(language))?;
    let (sender, pieces) = mpsc::channel(4);
    let mut events = app.events();
    tokio::spawn(async move {
        let _place = place;
        loop {
            let piece = tokio::select! {
                () = sender.closed() => return,
                heard = tokio::time::timeout(BEAT, events.changed()) => match heard {
                    Ok(Ok(())) => {
                        let event = *events.borrow_and_update();
                        format!("data: {}\n\n", serde_json::to_string(&event).unwrap_or_default())
                    }
                    Ok(Err(_)) => return,
                    Err(_) => ": \n\n".to_owned(),
                },
            };
            if sender.send(Bytes::from(piece)).await.is_err() {
                return;
            }
        }
    });
    Ok(typed("text/event-stream", Body::new(Pieces(pieces))))
}

/// Looks at the disk now and then, for what others have changed there.
pub async fn look_about(app: App) {
    loop {
        tokio::time::sleep(LOOK).await;
        if app.places().listeners.available_permits() == crate::app::LISTENERS {
            continue;
        }
        let looking = app.clone();
        let found = aside(app.home(), move || {
            let mut shelf = looking.shelf();
            shelf.has_moved() && shelf.look()
        });
        if found.await.unwrap_or(false) {
            app.changed(What::Disk);
            app.tell(What::Disk);
        }
    }
}
