//! Asks a board over its control channel how it is, for as long as the site file wants it, and lets it go at the end.

use crate::alarm::{Channel, Control};
use crate::board::Protocol;
use crate::board::control::novastar;
use crate::board::control::wled::{
    self, Expected, INFO_PATH, MAX_ANSWER, Order, STATE_PATH, Unreadable, Watch, kind_of,
};
use crate::clock::Clock;
use crate::link::http::{self, Failure};
use crate::link::{self, Link, LinkError, Load};
use crate::player::Status;
use crate::site::{self, AtStop, Board};
use crate::wire::Packets;
use crate::wire::novastar::BAUD;
use std::net::IpAddr;
use std::sync::Arc;
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
/// What is wished of a card is looked at this often.
const WISH: Duration = Duration::from_secs(1);
/// How long letting a board go may take: the program is ending.
const FAREWELL: Duration = Duration::from_millis(500);

/// What is needed to ask a board.
pub(super) struct Post {
    control: site::Control,
    protocol: Protocol,
    size: (u16, u16),
    /// Whether its hours say how bright it is.
    has_brightness: bool,
    status: watch::Receiver<Arc<Status>>,
    clock: Clock,
    stop: CancellationToken,
}

impl Post {
    /// The post of a board that has a control channel.
    pub(super) fn of(
        board: &Board,
        status: watch::Receiver<Arc<Status>>,
        clock: &Clock,
        stop: &CancellationToken,
    ) -> Option<Self> {
        Some(Self {
            control: board.watched.control.clone()?,
            protocol: board.protocol.clone(),
            size: (board.face.width(), board.face.height()),
            has_brightness: !board.hours.brightness.is_empty(),
            status,
            clock: clock.clone(),
            stop: stop.clone(),
        })
    }

    /// Asks until it is stopped.
    pub(super) async fn run(self, told: watch::Sender<Option<Control>>) {
        match &self.control {
            site::Control::Wled { host, port } => self.ask_wled(host, *port, told).await,
            site::Control::NovastarTcp { host, port } => self.talk(Link::tcp(host, *port), told).await,
            site::Control::NovastarSerial { path } => self.talk(Link::serial(path, BAUD), told).await,
        }
    }

    /// Talks to a Novastar sending card: asks how it is, and has it as bright and as dark as the board is to be.
    async fn talk(&self, mut link: Link, told: watch::Sender<Option<Control>>) {
        let (mut card, mut packets) = (novastar::Control::new(&[]), Packets::default());
        let mut control = Control::default();
        let mut up = false;
        loop {
            let now = self.clock.mono();
            self.wish(&mut card);
            if up && card.due() <= now {
                card.next(now, &mut packets);
                if !packets.is_empty() {
                    let _ = link.send(Load::plain(packets.bytes(), packets.ends()));
                }
            }
            let wake = if up { card.due().min(now + WISH) } else { now + WISH };
            tokio::select! {
                event = link.event() => match event {
                    link::Event::Up => {
                        card.opened();
                        up = true;
                    }
                    link::Event::Down(error) => {
                        (up, control.channel) = (false, fallen(&error));
                    }
                    link::Event::Received(bytes) => card.receive(&bytes, self.clock.mono()),
                },
                () = self.clock.sleep_until(wake) => {}
                () = self.stop.cancelled() => return,
            }
            let heard = card.reading().at > Duration::ZERO;
            if up && (heard || card.trouble().is_some()) {
                control.complains(card.trouble());
                control.reading = heard.then(|| card.reading().clone());
            }
            told.send_if_modified(|known| {
                let news = known.as_ref() != Some(&control);
                if news {
                    *known = Some(control.clone());
                }
                news
            });
        }
    }

    /// What the card is to be like now. Nothing is known before the first frame, and nothing is wished then.
    fn wish(&self, card: &mut novastar::Control) {
        let light = self.status.borrow().light;
        card.want_blank(light.map(|percent| percent == 0));
        // Where the site says nothing of brightness, the card keeps what its installer set.
        let percent = light.filter(|percent| *percent > 0 && self.has_brightness);
        card.want_brightness(percent.map(|percent| (u16::from(percent.min(100)) * 255 / 100) as u8));
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

/// What is known of a channel whose line is down.
fn fallen(error: &LinkError) -> Channel {
    match error {
        LinkError::Refused { .. }
        | LinkError::NoSuchDevice { .. }
        | LinkError::NotAllowed { .. }
        | LinkError::InUse { .. } => Channel::Refused,
        _ => Channel::Silent,
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
    let Some(site::Control::Wled { host, port }) = &board.watched.control else { return };
    if board.at_stop == AtStop::Keep {
        return;
    }
    let asked = http::post(host, *port, STATE_PATH, Order::Release.body());
    if !matches!(timeout(FAREWELL, asked).await, Ok(Ok(()))) {
        tracing::info!(board = board.id.value, "the board could not be told that no more frames come");
    }
}
