//! The server: connections on the local machine, bounded in number and in patience.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// The most connections at once.
const CONNECTIONS: usize = 128;

/// How long the head of a request may take.
const HEAD: Duration = Duration::from_secs(10);

/// The longest head.
const MAX_HEAD: usize = 64 << 10;

/// The most lines of a head.
const MAX_HEADERS: usize = 64;

/// Listens on the local machine alone; port 0 is any that is free.
///
/// # Errors
///
/// The port is taken, or the system forbids it.
pub async fn listen(port: u16) -> std::io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Serves whoever connects, for ever.
pub async fn serve(listener: TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files, say: others may close some.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        // Without it answers are late, and nothing worse.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let _place = place;
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD)
                .max_buf_size(MAX_HEAD)
                .max_headers(MAX_HEADERS)
                .serve_connection(TokioIo::new(stream), service)
                .with_upgrades();
            // Whoever breaks off, or speaks another protocol, is gone.
            let _ = connection.await;
        });
    }
}
