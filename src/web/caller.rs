//! Who asks, as far as the network says: the address at the other end of the connection.
//!
//! No header is believed for it (`X-Forwarded-For` is anybody's word). Behind a proxy everybody has the proxy's address.

use super::door::Door;
use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::Extensions;
use axum::http::request::Parts;
use axum::serve::IncomingStream;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr};

/// The address of whoever asks; IPv4 also where it came mapped into IPv6. An extractor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Caller(pub(super) IpAddr);

impl Caller {
    /// Of a request that came over no connection, which only tests make: nobody's address.
    const NOBODY: Self = Self(IpAddr::V6(Ipv6Addr::UNSPECIFIED));

    /// Who made a request with these extensions.
    pub(super) fn of(extensions: &Extensions) -> Self {
        extensions.get::<ConnectInfo<Self>>().map_or(Self::NOBODY, |ConnectInfo(caller)| *caller)
    }
}

impl Connected<IncomingStream<'_, Door>> for Caller {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        Self(stream.remote_addr().ip().to_canonical())
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions))
    }
}
