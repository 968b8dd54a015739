//! What the page asks, and what it has done.

mod data;
mod edits;
mod files;
mod views;

use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{Response, StatusCode};
use axum::routing::{delete, get, post, put};
use tieuchi::source::Language;

use crate::app::App;
use crate::guard::{self, Guard};
use crate::said::Refusal;
use crate::{assets, events, socket};

/// What comes of a request.
pub type Answer = Result<Response<Body>, Refusal>;

/// What stands behind the question mark, and the language that it says.
#[derive(Debug)]
pub struct Asks {
    /// Names and values.
    pairs: Vec<(String, String)>,
    /// The language of what is said.
    pub language: Language,
}

impl Asks {
    /// The value of a name.
    pub fn of(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// All values of a name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.pairs.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.of(name)?.parse().ok()
    }

    /// Whether something is said.
    pub fn says(&self, name: &str) -> bool {
        self.of(name).is_some_and(|value| value == "1")
    }
}

impl FromRequestParts<App> for Asks {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Asks, Refusal> {
        let query = parts.uri.query().unwrap_or("");
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let said = pairs.iter().find(|(name, _)| name == "lang").and_then(|(_, value)| value.parse().ok());
        Ok(Asks { language: said.unwrap_or(app.home()), pairs })
    }
}

/// What stands behind a slash, decoded. What doesn't decode is nothing that there is.
pub struct Named(pub String);

impl FromRequestParts<App> for Named {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Named, Refusal> {
        let found = Path::<(String, String)>::from_request_parts(parts, app).await;
        found.map(|Path((_, name))| Named(name)).map_err(|_| Refusal::missing(app.home()))
    }
}

/// Everything that is answered, behind the guard.
pub fn router(app: App, guard: Guard) -> Router {
    let page = Router::new()
        .route("/{file}", get(asset))
        .route("/state", get(views::state))
        .route("/board", get(views::board))
        .route("/criterion/{id}", get(views::criterion))
        .route("/coverage", get(views::coverage))
        .route("/report.html", get(views::report))
        .route("/records/{kind}", get(data::records).post(data::records_of))
        .route("/data", post(data::dropped).delete(data::as_at_first))
        .route("/export.xlsx", get(data::export))
        .route("/edits", get(edits::all).post(edits::make).delete(edits::take_all_back))
        .route("/edits/{n}", delete(edits::take_back))
        .route("/draft/{*path}", put(files::draft))
        .route("/save/{*path}", post(files::save))
        .route("/new", post(files::new))
        .route("/events", get(events::listen))
        .route("/lsp", get(socket::open));
    Router::new()
        .route("/{token}/", get(self::page))
        .nest("/{token}", page)
        .fallback(|| async { StatusCode::NOT_FOUND })
        .with_state(app)
        .layer(axum::middleware::from_fn_with_state(guard, guard::watch))
}

async fn page() -> Answer {
    assets::page().map_err(|error| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))
}

async fn asset(Named(name): Named) -> Answer {
    assets::file(&name).ok_or_else(|| Refusal::missing(Language::En))
}
