//! A page on the local machine for authors of rules: an editor, records and verdicts side by side.
//!
//! [`Studio::open`] takes a pack and listens; [`Studio::serve`] answers the page until it is told to stop. What the page asks
//! stands in `docs/studio.md`. The page itself is built from `web/` and built in.
//!
//! Nothing reaches a file but what somebody saves by a command: rule files of the pack, whole or not at all. Whoever has the
//! address has the token in it; nobody else is answered.

mod app;
mod assets;
mod board;
mod body;
mod cells;
mod events;
#[cfg(feature = "spreadsheets")]
mod export;
mod grid;
mod guard;
mod overlay;
mod pack;
mod routes;
mod rules;
mod said;
mod save;
mod server;
mod socket;
mod sources;
mod stage;

use std::future::Future;
use std::io;
use std::path::PathBuf;

use tieuchi::source::Language;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use crate::app::{App, Start};
use crate::guard::Guard;
use crate::pack::Shelf;

/// The stack of threads that check and evaluate.
const STACK: usize = 16 << 20;

/// What a studio is told.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The pack: a folder with a manifest, a manifest, or a rule file.
    pub pack: PathBuf,
    /// The records: a file or a folder. Without them those are taken that the manifest names as samples, if there are.
    pub data: Option<PathBuf>,
    /// The language of what is said.
    pub language: Option<Language>,
    /// The port; 0 is any that is free.
    pub port: u16,
}

/// A studio that listens.
#[derive(Debug)]
pub struct Studio {
    runtime: Runtime,
    listener: TcpListener,
    guard: Guard,
    app: App,
}

impl Studio {
    /// Opens a pack and listens on the local machine.
    ///
    /// # Errors
    ///
    /// The pack isn't there, or the port can't be had.
    pub fn open(config: Config) -> io::Result<Studio> {
        let shelf = Shelf::open(&config.pack, config.language)?;
        let base = config.data.or_else(|| sample(&shelf));
        let app = App::new(Start { shelf, language: config.language, base });
        let runtime = Builder::new_multi_thread().worker_threads(2).thread_stack_size(STACK).enable_all().build()?;
        let (listener, address) = runtime.block_on(server::listen(config.port))?;
        Ok(Studio { runtime, listener, guard: Guard::new(address)?, app })
    }

    /// The address of the page, with the token: it is a secret.
    pub fn address(&self) -> String {
        self.guard.address()
    }

    /// Done when somebody stops the program from its terminal, from now on, whenever it is awaited.
    pub fn interrupted(&self) -> impl Future<Output = ()> + use<> {
        let mut stopped = Box::pin(async {
            if tokio::signal::ctrl_c().await.is_err() {
                // Nobody can stop it so: it is stopped otherwise.
                std::future::pending::<()>().await;
            }
        });
        // The terminal is listened to once this has been asked for the first time.
        let already = self.runtime.block_on(async {
            tokio::select! {
                biased;
                () = &mut stopped => true,
                () = std::future::ready(()) => false,
            }
        });
        async move {
            if !already {
                stopped.await;
            }
        }
    }

    /// Answers the page until `stop` is done.
    pub fn serve(self, stop: impl Future<Output = ()>) {
        let Studio { runtime, listener, guard, app } = self;
        let router = routes::router(app.clone(), guard);
        runtime.block_on(async move {
            tokio::select! {
                () = server::serve(listener, router) => {}
                () = events::look_about(app) => {}
                () = stop => {}
            }
        });
        // What is being worked on has nobody left to tell.
        runtime.shutdown_background();
    }
}

/// The first of the sample records that the manifest names.
fn sample(shelf: &Shelf) -> Option<PathBuf> {
    let manifest = shelf.manifest()?;
    let paths = manifest.samples.iter().map(|path| shelf.root.join(path));
    paths.filter(|path| path.exists()).find_map(|path| path.canonicalize().ok())
}

/// Opens the page in the browser, through a file that nobody else can read: what a browser is started with is seen by
/// everybody on the machine, and the address has the token in it.
///
/// # Errors
///
/// There is no browser, or no place for the file.
pub fn show(address: &str) -> io::Result<tempfile::TempPath> {
    use std::io::Write;
    let mut file = tempfile::Builder::new().prefix("tieuchi-").suffix(".html").tempfile()?;
    let page = format!(
        "<!doctype html><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\">\
         <meta http-equiv=\"refresh\" content=\"0; url={address}\"><a href=\"{address}\">tieuchi studio</a>\n"
    );
    file.write_all(page.as_bytes())?;
    file.flush()?;
    let path = file.into_temp_path();
    open::that_detached(&path)?;
    Ok(path)
}
