//! Names to addresses, by the system's resolver on tokio's blocking threads: a name server that does not answer holds nobody.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;

/// No name needs more addresses than this.
const MOST_ADDRESSES: usize = 16;

/// A name being resolved.
pub(super) type Resolving = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>>;

/// The addresses of `host` (a name, or an address already) with `port`, at most [`MOST_ADDRESSES`].
pub(super) fn resolve(host: String, port: u16) -> Resolving {
    Box::pin(async move {
        let addresses = tokio::net::lookup_host((host, port)).await?;
        Ok(addresses.take(MOST_ADDRESSES).collect())
    })
}
