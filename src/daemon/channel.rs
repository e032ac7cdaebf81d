//! Asks a board over its control channel how it is, for as long as the site file wants it, and lets it go at the end.

use crate::alarm::{Channel, Control};
use crate::board::Protocol;
use crate::board::control::wled::{
    self, Expected, INFO_PATH, MAX_ANSWER, Order, STATE_PATH, Unreadable, Watch, kind_of,
};
use crate::clock::Clock;
use crate::link::http::{self, Failure};
use crate::site::{self, AtStop, Board};
use std::net::IpAddr;
use std::time::Duration;
use tokio::net::UdpSocket;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// A board is asked this often: under a stream of frames small controllers answer slowly.
const EVERY: Duration = Duration::from_secs(10);
/// One that is too busy is asked again after this long, so many times before it is left alone for the usual pause.
const BUSY: Duration = Duration::from_secs(1);
const BUSY_TIMES: u32 = 3;
/// How long letting a board go may take: the program is ending.
const FAREWELL: Duration = Duration::from_millis(500);

/// What is needed to ask a board.
pub(super) struct Post {
    control: site::Control,
    protocol: Protocol,
    size: (u16, u16),
    clock: Clock,
    stop: CancellationToken,
}

impl Post {
    /// The post of a board that has a control channel.
    pub(super) fn of(board: &Board, clock: &Clock, stop: &CancellationToken) -> Option<Self> {
        Some(Self {
            control: board.control.clone()?,
            protocol: board.protocol.clone(),
            size: (board.face.width(), board.face.height()),
            clock: clock.clone(),
            stop: stop.clone(),
        })
    }

    /// Asks until it is stopped.
    pub(super) async fn run(self, told: watch::Sender<Option<Control>>) {
        match &self.control {
            site::Control::Wled { host, port } => self.ask_wled(host, *port, told).await,
        }
    }

    async fn ask_wled(&self, host: &str, port: u16, told: watch::Sender<Option<Control>>) {
        let (mut watch, mut control, mut busy) = (Watch::default(), Control::default(), 0);
        loop {
            let answer = tokio::select! {
                answer = http::get(host, port, INFO_PATH, MAX_ANSWER) => answer,
                () = self.stop.cancelled() => return,
            };
            let now = self.clock.mono();
            let read = answer.map(|body| wled::read(&body, now));
            control.channel = match read {
                Ok(Ok(reading)) => {
                    let kind = kind_of(&self.protocol);
                    let expected = Expected { size: self.size, kind, sources: own_addresses(host).await };
                    control.found(watch.judge(&reading, &expected), now);
                    control.reading = Some(reading);
                    Channel::Answers
                }
                Ok(Err(Unreadable::Busy { .. })) | Err(Failure::Busy) => Channel::Busy,
                Ok(Err(Unreadable::TooLong | Unreadable::Strange)) | Err(Failure::Strange) => {
                    Channel::Damaged
                }
                Err(Failure::Silent) => Channel::Silent,
                Err(Failure::Refused) => Channel::Refused,
            };
            busy = if control.channel == Channel::Busy { busy + 1 } else { 0 };
            told.send_replace(Some(control.clone()));
            let pause = if (1..=BUSY_TIMES).contains(&busy) { BUSY } else { EVERY };
            tokio::select! {
                () = self.clock.sleep_until(now + pause) => {}
                () = self.stop.cancelled() => return,
            }
        }
    }
}

/// The addresses from which this machine sends to a host; none if that cannot be found out.
async fn own_addresses(host: &str) -> Vec<IpAddr> {
    let find = async |any: &str| -> std::io::Result<IpAddr> {
        let socket = UdpSocket::bind((any, 0)).await?;
        // Nothing is sent: it only has the kernel choose a way.
        socket.connect((host, wled::PORT)).await?;
        Ok(socket.local_addr()?.ip())
    };
    let mut found = Vec::new();
    for any in ["0.0.0.0", "::"] {
        found.extend(find(any).await.ok());
    }
    found
}

/// Lets a board go after its last frame, so that it does not wait for more; not one that is to keep its frame.
pub(super) async fn release(board: &Board) {
    let Some(site::Control::Wled { host, port }) = &board.control else { return };
    if board.at_stop == AtStop::Keep {
        return;
    }
    let asked = http::post(host, *port, STATE_PATH, Order::Release.body());
    if !matches!(timeout(FAREWELL, asked).await, Ok(Ok(()))) {
        tracing::info!(board = board.id.value, "the board could not be told that no more frames come");
    }
}
