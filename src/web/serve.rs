//! The listeners: connections bounded in number, slow ones in time, each answered without delay.

use std::convert::Infallible;
use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore, watch};

/// Open connections, both sites together. A phone keeps up to six; 50 phones fit.
const CONNECTIONS_MAX: u32 = 512;
/// A phone at the edge of the Wi-Fi may need long to say what it wants, an attacker for ever.
const HEADER_TIMEOUT: Duration = Duration::from_secs(30);
/// Bounds the head of a request and what waits for a slow phone, each connection.
const BUFFER_BYTES_MAX: usize = 64 << 10;
/// How long answers under way may take to end once the box stops.
const LAST_ANSWERS: Duration = Duration::from_secs(3);
/// How long a phone that was let in may need to say what it wants, once the box stops.
const FIRST_WORD: Duration = Duration::from_millis(500);
/// What a listener waits after the kernel refused a connection (no file handle left, mostly).
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Accepts connections until `stop` says so; every request is given to `answer`.
pub async fn serve<A, F>(
    listener: TcpListener,
    seats: Arc<Semaphore>,
    mut stop: watch::Receiver<bool>,
    answer: A,
) where
    A: Fn(Request<Body>, IpAddr) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopped(&mut stop) => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(error = %error, "a connection was not accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        // Whoever was let in is not sent away by a stop while there is a seat.
        let seat = tokio::select! {
            biased;
            seat = Arc::clone(&seats).acquire_owned() => seat,
            () = stopped(&mut stop) => break,
        };
        let Ok(seat) = seat else { break };
        // Without this a lone client waits 40 ms for each answer (facts/peers.md, pitfall 6).
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(error = %error, "no TCP_NODELAY");
        }
        let (answer, stop) = (answer.clone(), stop.clone());
        tokio::spawn(async move {
            converse(stream, peer.ip(), stop, answer).await;
            drop(seat);
        });
    }
}

/// Seats for both sites together, one a connection.
pub fn seats() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(CONNECTIONS_MAX as usize))
}

/// After a stop: waits until every connection has given its seat back, but not for ever.
pub async fn last_answers(seats: &Semaphore) {
    let all = seats.acquire_many(CONNECTIONS_MAX);
    if tokio::time::timeout(LAST_ANSWERS, all).await.is_err() {
        tracing::info!("some answers were cut off at the stop");
    }
}

/// Ends when the box stops, or when whoever could stop it is gone.
pub async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

async fn converse<A, F>(stream: TcpStream, peer: IpAddr, mut stop: watch::Receiver<bool>, answer: A)
where
    A: Fn(Request<Body>, IpAddr) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    let asked = Arc::new(Notify::new());
    let asking = Arc::clone(&asked);
    let service = service_fn(move |request: Request<Incoming>| {
        asking.notify_one();
        let answered = answer(request.map(Body::new), peer);
        async move { Ok::<_, Infallible>(answered.await) }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .max_buf_size(BUFFER_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    // Whoever was let in just before the stop is still given the answer they came for.
    let heard = async {
        stopped(&mut stop).await;
        tokio::select! { () = asked.notified() => {}, () = tokio::time::sleep(FIRST_WORD) => {} }
    };
    let early = tokio::select! {
        ended = &mut connection => Some(ended),
        () = heard => None,
    };
    let ended = if let Some(ended) = early {
        ended
    } else {
        connection.as_mut().graceful_shutdown();
        connection.await
    };
    if let Err(error) = ended {
        // Phones leave in the middle of things all day long.
        tracing::trace!(error = %error, "a connection ended early");
    }
}
