//! Binding, serving, and stopping.

use super::connections::{self, Most};
use super::{Desk, Rules, routes};
use crate::knowledge::Knowledge;
use crate::output;
use crate::stamp::now;
use anyhow::{Context as _, Result};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use store::desk::{Role, Signature};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

/// A request that takes longer is given up.
const LONGEST: Duration = Duration::from_mins(1);
/// After Ctrl-C, requests that are being answered have so long.
const GRACE: Duration = Duration::from_secs(5);

/// What `annalist serve` was told.
pub struct Setup {
    /// The casebook.
    pub path: PathBuf,
    /// Codebook and gazetteer.
    pub knowledge: Knowledge,
    /// Where to listen.
    pub address: IpAddr,
    /// 0 takes any that is free.
    pub port: u16,
    /// Nothing may be written.
    pub read_only: bool,
    /// Who everybody is where nobody has to sign in.
    pub local_user: String,
}

/// Serves until Ctrl-C.
///
/// # Errors
/// The casebook cannot be opened, or the address is taken.
pub fn run(setup: Setup) -> Result<()> {
    let rules = Rules {
        read_only: setup.read_only,
        open_to_others: !setup.address.is_loopback(),
        local_user: setup.local_user,
    };
    let desk = Arc::new(Desk::open(setup.path, setup.knowledge, rules)?);
    first_admin(&desk)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the server's threads")?;
    let address = SocketAddr::new(setup.address, setup.port);
    let served = runtime.block_on(serve(desk, address));
    runtime.shutdown_timeout(Duration::from_millis(200));
    served
}

async fn serve(desk: Arc<Desk>, address: SocketAddr) -> Result<()> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen at {address}"))?;
    let bound = listener
        .local_addr()
        .context("the listener has no address")?;
    output::print(&format!("http://{bound}/\n"))?;
    output::note("the review desk is open; Ctrl-C closes it");
    let (closing, closed) = tokio::sync::oneshot::channel::<()>();
    let stop = async move {
        stopped().await;
        let _ = closing.send(());
    };
    let serving = connections::serve(listener, app(desk), Most::default(), stop);
    let late = async {
        let _ = closed.await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = serving => {}
        () = late => output::note("some requests were still being answered and were cut off"),
    }
    output::note("the review desk is closed");
    Ok(())
}

/// Everything, ready to be served.
pub fn app(desk: Arc<Desk>) -> axum::Router {
    routes::router(desk)
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(
            axum::http::StatusCode::SERVICE_UNAVAILABLE,
            LONGEST,
        ))
        .layer(CatchPanicLayer::new())
}

/// Ctrl-C, or being told to end.
async fn stopped() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut told) => {
                told.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

/// Where everybody has to sign in and nobody can yet, an admin is made; the password is said once.
fn first_admin(desk: &Desk) -> Result<()> {
    if !desk.rules.open_to_others {
        return Ok(());
    }
    let has_users = desk.read(store::Casebook::has_users);
    if has_users.map_err(|problem| anyhow::anyhow!(problem.detail))? {
        return Ok(());
    }
    if desk.rules.read_only {
        anyhow::bail!(
            "nobody can sign in to this casebook: add somebody with `annalist user add NAME`"
        );
    }
    let password = super::one_time_password()?;
    let hash = super::hashed(&password)?;
    let at = now();
    let signature = Signature {
        by: "annalist",
        at: &at,
    };
    let added = desk.write(|casebook| casebook.add_user("admin", Role::Admin, &hash, signature));
    added.map_err(|problem| anyhow::anyhow!(problem.detail))?;
    output::note(&format!(
        "nobody could sign in, so there is now an admin: name `admin`, password `{password}`; it is not shown again (`annalist user passwd admin` sets another)"
    ));
    Ok(())
}
