//! Connections: how many there may be, and how long one may take to say what it wants.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::BTreeMap;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::ServiceExt as _;

/// A connection that has not sent the head of its next request after so long is closed.
pub const HEAD_TIME: Duration = if cfg!(test) {
    Duration::from_millis(300)
} else {
    Duration::from_secs(30)
};

/// So many connections at once: in all, and from one address of another machine.
#[derive(Debug, Clone, Copy)]
pub struct Most {
    /// From everywhere.
    pub all: u32,
    /// From one address; those of this machine are only counted with all.
    pub each: u32,
}

impl Default for Most {
    fn default() -> Self {
        Most {
            all: 1024,
            each: 128,
        }
    }
}

/// What one connection too many is told.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: 134\r\n\r\n{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,\"detail\":\"too many connections are open; try again in a few seconds\"}";

/// The machine that a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Client(IpAddr);

impl Client {
    /// By its address; of IPv6, whose machines choose their own, by the network.
    pub fn of(address: IpAddr) -> Client {
        let address = address.to_canonical();
        match address {
            IpAddr::V6(six) if !six.is_loopback() => {
                let [a, b, c, d, ..] = six.segments();
                Client(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into())
            }
            other => Client(other),
        }
    }

    /// This machine.
    pub fn here() -> Client {
        Client(Ipv4Addr::LOCALHOST.into())
    }
}

/// Connections that are open.
struct Open {
    all: Arc<Semaphore>,
    by_client: Arc<Mutex<BTreeMap<Client, u32>>>,
    most: Most,
}

/// A connection's place; free again when it goes.
struct Place {
    client: Client,
    by_client: Arc<Mutex<BTreeMap<Client, u32>>>,
    _permit: OwnedSemaphorePermit,
}

impl Open {
    /// A place for one more, where there is one.
    fn place(&self, client: Client) -> Option<Place> {
        let permit = Arc::clone(&self.all).try_acquire_owned().ok()?;
        let mut counts = self
            .by_client
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(client).or_default();
        if *count >= self.most.each && !client.0.is_loopback() {
            return None;
        }
        *count += 1;
        Some(Place {
            client,
            by_client: Arc::clone(&self.by_client),
            _permit: permit,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let counts = self.by_client.lock();
        let mut counts = counts.unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.client);
            }
        }
    }
}

/// Serves until `stop`, then answers what is being asked and ends.
pub async fn serve(listener: TcpListener, app: Router, most: Most, stop: impl Future<Output = ()>) {
    let open = Open {
        all: Arc::new(Semaphore::new(most.all as usize)),
        by_client: Arc::default(),
        most,
    };
    let (stopping, stopped) = watch::channel(false);
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, from)) = accepted else {
            // No more files may be opened, or the other side has gone already.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let client = Client::of(from.ip());
        match open.place(client) {
            Some(place) => {
                tokio::spawn(answer(stream, app.clone(), place, stopped.clone()));
            }
            None => refuse(&stream).await,
        }
    }
    drop(listener);
    let _ = stopping.send(true);
    // All places are free when the last connection has ended.
    let _ = open.all.acquire_many(most.all).await;
}

/// Tells one too many so. What it has sent is taken in first, or closing would cut the answer off.
async fn refuse(stream: &TcpStream) {
    let short = Duration::from_millis(20);
    if tokio::time::timeout(short, stream.readable()).await.is_ok() {
        let _ = stream.try_read(&mut [0; 4096]);
    }
    let _ = stream.try_write(FULL);
}

/// Answers the requests of a connection, one after the other.
async fn answer(stream: TcpStream, app: Router, place: Place, mut stopped: watch::Receiver<bool>) {
    let client = place.client;
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(client);
        app.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    // How a connection ends is its other side's affair.
    tokio::select! {
        _ = connection.as_mut() => {}
        _ = stopped.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
    drop(place);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_one_too_many_is_told_in_full() {
        let text = String::from_utf8(FULL.to_vec()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("Content-Length: {}", body.len())));
        assert!(serde_json::from_str::<serde_json::Value>(body).is_ok());
    }

    #[test]
    fn an_address_is_that_of_a_machine_or_of_its_network() {
        let of = |text: &str| Client::of(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::4"), of("2001:db8:1:3::4"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
        assert_ne!(of("::1"), of("::2"));
    }

    #[test]
    fn one_machine_cannot_take_all_places_and_this_one_can() {
        let open = Open {
            all: Arc::new(Semaphore::new(4)),
            by_client: Arc::default(),
            most: Most { all: 4, each: 2 },
        };
        let other = Client::of("192.0.2.7".parse().unwrap());
        let held: Vec<_> = (0..3).filter_map(|_| open.place(other)).collect();
        assert_eq!(held.len(), 2);
        let here: Vec<_> = (0..3).filter_map(|_| open.place(Client::here())).collect();
        assert_eq!(here.len(), 2, "there are four in all");
        drop(held);
        assert!(open.place(other).is_some());
        drop(here);
        assert_eq!(open.all.available_permits(), 4);
    }
}
