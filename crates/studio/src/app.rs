//! What the server holds, and the work that is done on it.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::StatusCode;
use serde::Serialize;
use tieuchi::source::Language;
use tokio::sync::{Semaphore, watch};

use crate::board::{Beside, Board};
use crate::cells::Shown;
use crate::overlay::Overlay;
use crate::pack::Shelf;
use crate::said::{Paths, Refusal};
use crate::sources::Sources;
use crate::stage::{Inputs, Known, Stage};

/// How many sockets of the language server there may be.
const SOCKETS: usize = 16;

/// How many who listen for events there may be.
pub const LISTENERS: usize = 32;

/// How many files of records may come in at the same time.
const BODIES: usize = 2;

/// What the server holds; a handle.
#[derive(Debug, Clone)]
pub struct App(Arc<Held>);

#[derive(Debug)]
struct Held {
    /// The language of what is said where the page doesn't say, and of what is typed in cells.
    home: Language,
    shelf: Mutex<Shelf>,
    desk: Mutex<Desk>,
    records: Mutex<Given>,
    /// The number of the latest inputs.
    latest: AtomicU64,
    /// Counts whatever changes.
    revision: AtomicU64,
    /// How often the disk was found changed.
    disk: AtomicU64,
    /// Those who evaluate.
    bench: Arc<Semaphore>,
    /// Whoever wants to be told of the latest waits here, so that it is worked out once.
    turns: [tokio::sync::Mutex<()>; 2],
    places: Places,
    saving: Mutex<()>,
    events: watch::Sender<Event>,
}

/// How many may do at once what takes room.
#[derive(Debug)]
pub struct Places {
    /// Bring a file of records.
    pub bodies: Arc<Semaphore>,
    /// Have a socket.
    pub sockets: Arc<Semaphore>,
    /// Listen for events.
    pub listeners: Arc<Semaphore>,
}

/// What the page shows, in each language that there are rules in, and the edits, which are the same for all.
#[derive(Debug, Default)]
pub struct Desk {
    stages: [Stage; 2],
    /// The edits.
    pub overlay: Overlay,
    boards: HashMap<Language, Arc<Board>>,
}

/// Where records come from, and how often that has changed.
#[derive(Debug)]
struct Given {
    sources: Arc<Sources>,
    data: u64,
}

/// What has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Nothing yet.
    Nothing,
    /// A text.
    Draft,
    /// Edits.
    Edits,
    /// The records.
    Data,
    /// A file was written.
    Saved,
    /// Somebody else has changed a file.
    Disk,
}

/// That something has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Counts changes.
    pub revision: u64,
    /// What.
    pub what: What,
}

/// What the server is told when it starts.
#[derive(Debug)]
pub struct Start {
    /// The pack.
    pub shelf: Shelf,
    /// The language of what is said, if somebody has said one.
    pub language: Option<Language>,
    /// Where records are.
    pub base: Option<PathBuf>,
}

/// Takes a lock; whoever held it when something went wrong left nothing half done that a look could harm.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    /// The stage of the rules in a language, the edits, and how cells are shown.
    pub fn stage(&mut self, rules: Language, home: Language) -> (&mut Stage, &mut Overlay) {
        let [en, vi] = &mut self.stages;
        let stage = rules.pick(en, vi);
        stage.sync(&mut self.overlay, home);
        (stage, &mut self.overlay)
    }
}

/// How cells are shown: numbers, dates and words of the language of the pack.
pub fn shown(stage: &Stage, home: Language) -> Option<Shown<'_>> {
    stage.scene.as_ref().map(|scene| Shown { records: &scene.rules.records, language: home })
}

impl App {
    /// Ready to work; nothing is checked yet.
    pub fn new(start: Start) -> App {
        let Start { shelf, language, base } = start;
        let threads = std::thread::available_parallelism().map_or(2, usize::from).max(2);
        let home = language.or_else(|| shelf.spoken()).unwrap_or_default();
        App(Arc::new(Held {
            home,
            shelf: Mutex::new(shelf),
            desk: Mutex::default(),
            records: Mutex::new(Given { sources: Arc::new(Sources { base, dropped: Vec::new() }), data: 0 }),
            latest: AtomicU64::new(1),
            revision: AtomicU64::new(0),
            disk: AtomicU64::new(0),
            bench: Arc::new(Semaphore::new(threads)),
            turns: Default::default(),
            places: Places {
                bodies: Arc::new(Semaphore::new(BODIES)),
                sockets: Arc::new(Semaphore::new(SOCKETS)),
                listeners: Arc::new(Semaphore::new(LISTENERS)),
            },
            saving: Mutex::new(()),
            events: watch::Sender::new(Event { revision: 0, what: What::Nothing }),
        }))
    }

    /// The language of what is said where the page doesn't say, and of what is typed in cells.
    pub fn home(&self) -> Language {
        self.0.home
    }

    /// How many may do at once what takes room.
    pub fn places(&self) -> &Places {
        &self.0.places
    }

    /// The files.
    pub fn shelf(&self) -> MutexGuard<'_, Shelf> {
        lock(&self.0.shelf)
    }

    /// What the page shows. It may be held while edits settle: not by a thread that answers.
    pub fn desk(&self) -> MutexGuard<'_, Desk> {
        lock(&self.0.desk)
    }

    /// One after the other.
    pub fn saving(&self) -> MutexGuard<'_, ()> {
        lock(&self.0.saving)
    }

    /// Where records come from.
    pub fn sources(&self) -> Arc<Sources> {
        lock(&self.0.records).sources.clone()
    }

    /// Has records come from elsewhere.
    pub fn set_sources(&self, sources: Sources) {
        let mut given = lock(&self.0.records);
        given.sources = Arc::new(sources);
        given.data += 1;
    }

    /// Who wants to hear what changes.
    pub fn events(&self) -> watch::Receiver<Event> {
        self.0.events.subscribe()
    }

    /// The files by the names that they have in findings.
    pub fn paths(&self) -> Paths {
        self.shelf().paths()
    }

    /// Takes note that something has changed: whatever was made before it is of the past.
    pub fn changed(&self, what: What) {
        match what {
            What::Saved | What::Disk => {
                self.0.disk.fetch_add(1, Ordering::SeqCst);
                self.0.latest.fetch_add(1, Ordering::SeqCst);
            }
            What::Draft | What::Data => drop(self.0.latest.fetch_add(1, Ordering::SeqCst)),
            What::Edits | What::Nothing => {}
        }
        self.0.revision.fetch_add(1, Ordering::SeqCst);
    }

    /// Tells every page what has changed, when there is something new to be asked for.
    pub fn tell(&self, what: What) {
        let revision = self.0.revision.load(Ordering::SeqCst);
        self.0.events.send_replace(Event { revision, what });
    }

    /// The rules that are judged by for a language of what is said: those in it, or else the first.
    pub fn rules(&self, language: Language) -> (Language, Option<Language>) {
        let shelf = self.shelf();
        let mains: Vec<Language> =
            shelf.manifest().into_iter().flat_map(|read| read.main).map(|(one, _)| one).collect();
        let found = mains.iter().find(|main| **main == language).or(mains.first()).copied();
        (found.unwrap_or(self.0.home), found)
    }

    /// What is to be worked on, as everything is now.
    fn inputs(&self, language: Language) -> (Language, Inputs) {
        let (rules, asked) = self.rules(language);
        let number = self.0.latest.load(Ordering::SeqCst);
        let disk = self.0.disk.load(Ordering::SeqCst);
        let shelf = self.shelf();
        let records = lock(&self.0.records);
        let inputs = Inputs {
            number,
            given: shelf.given.clone(),
            asked,
            drafts: shelf.drafts(),
            disk,
            data: records.data,
            sources: records.sources.clone(),
            known: Known::default(),
        };
        (rules, inputs)
    }

    /// The board as everything is now. Where something newer comes meanwhile, that is what the next one who asks is told.
    ///
    /// # Errors
    ///
    /// The work broke down, which it must not.
    pub async fn board(&self, language: Language) -> Result<Arc<Board>, Refusal> {
        self.latest(language).await?;
        self.shown_board(language).await
    }

    /// The board of what is on the stage.
    ///
    /// # Errors
    ///
    /// As of [`board`](Self::board).
    pub async fn shown_board(&self, language: Language) -> Result<Arc<Board>, Refusal> {
        let app = self.clone();
        aside(language, move || app.draw(&mut app.desk(), language)).await
    }

    /// Sees to it that what the stage shows is of everything as it is now.
    ///
    /// # Errors
    ///
    /// The work broke down, which it must not.
    pub async fn latest(&self, language: Language) -> Result<(), Refusal> {
        let (rules, _) = self.rules(language);
        let turn = self.0.turns.get(rules as usize);
        let _turn = match turn {
            Some(turn) => Some(turn.lock().await),
            None => None,
        };
        let app = self.clone();
        let number = aside(language, move || app.desk().stage(rules, app.home()).0.number).await?;
        if number < self.0.latest.load(Ordering::SeqCst) { self.evaluate(language).await } else { Ok(()) }
    }

    /// Checks and evaluates everything as it is now, unless it is overtaken.
    ///
    /// # Errors
    ///
    /// As of [`latest`](Self::latest).
    pub async fn evaluate(&self, language: Language) -> Result<(), Refusal> {
        let (rules, mut inputs) = self.inputs(language);
        let Ok(permit) = self.0.bench.clone().acquire_owned().await else { return Ok(()) };
        // While it waited for its turn, something newer may have come.
        if inputs.number < self.0.latest.load(Ordering::SeqCst) {
            return Ok(());
        }
        let app = self.clone();
        aside(language, move || {
            let _permit = permit;
            inputs.known = app.desk().stage(rules, app.home()).0.known();
            let made = inputs.work();
            let mut desk = app.desk();
            let [en, vi] = &mut desk.stages;
            if rules.pick(en, vi).put(made, app.home()) {
                desk.boards.clear();
                app.0.revision.fetch_add(1, Ordering::SeqCst);
            }
        })
        .await
    }

    /// Draws the board of what is on the stage, if it isn't drawn.
    pub fn draw(&self, desk: &mut Desk, language: Language) -> Arc<Board> {
        let revision = self.0.revision.load(Ordering::SeqCst);
        if let Some(board) = desk.boards.get(&language).filter(|board| board.revision == revision) {
            return board.clone();
        }
        let (rules, _) = self.rules(language);
        let (paths, drafts) = {
            let shelf = self.shelf();
            (shelf.paths(), shelf.unsaved())
        };
        let (stage, overlay) = desk.stage(rules, self.home());
        let beside = Beside { revision, overlay, paths: &paths, drafts, language };
        let board = Arc::new(Board::of(stage, beside));
        desk.boards.insert(language, board.clone());
        board
    }
}

/// Does work aside, where it keeps nobody waiting.
///
/// # Errors
///
/// It broke down, which it must not; everything else goes on.
pub async fn aside<T: Send + 'static>(
    language: Language,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work).await.map_err(|_| {
        Refusal::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            language.pick(
                "something went wrong that must not; your texts are kept",
                "đã xảy ra lỗi ngoài dự kiến; nội dung đang soạn vẫn còn",
            ),
        )
    })
}
