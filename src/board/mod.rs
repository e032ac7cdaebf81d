//! One controller: what it speaks, how a frame becomes packets for it, and what it shows when packets arrive.
//!
//! [`Session`] is our end of the conversation, [`Receiver`] is the board's end as a program: the built-in virtual board,
//! `bangtin simulate` and the simulation test are made of it. Pure: no sockets, no clocks; bytes go in and come out, time
//! is an argument. Sends nothing but pixels and questions, and over a control channel ([`control`]) brightness and black: no
//! command that a board could keep, restart on or be locked out by exists here. (Luminator signs forget what they are with
//! their power, and are told.)

mod adalight;
mod alfazeta;
mod artnet;
pub mod card;
mod carrier;
mod colorlight;
pub mod control;
mod ddp;
mod dots;
mod flaschen_taschen;
mod hanover;
#[cfg(feature = "experimental")]
mod hd2020;
mod huidu;
mod luminator;
mod mobitec;
pub mod onbon;
mod opc;
mod read_back;
mod receiver;
mod refold;
mod sacn;
mod session;
mod told;
mod tpm2;
mod tpm2_net;
mod universes;
mod wled;
mod xixun;

pub use carrier::Carrier;
pub use receiver::Receiver;
pub use sacn::Sacn;
pub use session::{Session, SessionError};
pub use told::{Told, Trouble};
pub use universes::Fill;

pub use crate::panel::Power;

use crate::panel::{Depth, Panel};
use crate::wire;
use crate::wire::json::Name;
use crate::wire::luminator::Sign;
use crate::wire::onbon::Generation;
use std::time::Duration;

/// What a board speaks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// DDP, UDP 4048: packets of 480 dots, shown when the last one says so.
    Ddp {
        /// Whether packets are numbered. Some boards drop what seems late by its number.
        numbered: bool,
    },
    /// FlaschenTaschen, UDP 1337: pictures at places of a wall, each shown as it arrives.
    FlaschenTaschen {
        /// Column of the wall at which the face begins, 0 to 4095.
        x: u16,
        /// Row of the wall at which the face begins, 0 to 4095.
        y: u16,
        /// Layer 0 (the background) to 15. What is on layers above 0 goes out by itself after 15 s.
        layer: u8,
        /// The largest datagram in bytes, 100 to 65507; see [`Protocol::DATAGRAM`].
        datagram: u16,
    },
    /// Adalight, on a serial line: one whole frame of at most 65,536 dots.
    Adalight {
        /// Whether a WLED at the other end is asked what it shows; of at most 21,845 dots then.
        read_back: bool,
    },
    /// Hanover signs, on a serial line: dots that are lit or not, at most 512 × 32.
    Hanover {
        /// The sign's address, 1 to 15.
        address: u8,
        /// Whether it is asked how it is: flip-dot signs mostly do not answer.
        asks: bool,
    },
    /// AlfaZeta XY5, on a serial line: panels of 28 × 7 dots that are lit or not.
    AlfaZeta {
        /// The addresses of the panels, 0 to 63, row by row from the top left; empty: 0, 1, 2 and so on.
        panels: Vec<u8>,
    },
    /// Luminator signs, on a serial line that carries answers: dots that are lit or not.
    Luminator {
        /// The sign's address.
        address: u16,
        /// What kind of sign it is.
        sign: Sign,
    },
    /// Mobitec signs, on a serial line: dots that are lit or not, at most 253 × 250.
    Mobitec {
        /// The sign's address, 0 to 15.
        address: u8,
    },
    /// OPC, TCP 7890: one message a frame, of at most 21,845 dots.
    Opc {
        /// The channel; 0 is all of them.
        channel: u8,
    },
    /// TPM2, on a serial line: one block a frame, of at most 21,845 dots.
    Tpm2,
    /// TPM2.net, UDP 65506: packets of up to 488 dots, at most 255 of them, shown with the last one.
    Tpm2Net,
    /// WLED's own realtime format, UDP 21324: packets of 489 dots, each shown as it arrives; at most 65,536 dots.
    WledUdp,
    /// Colorlight receiver cards, in Ethernet frames without IP.
    Colorlight {
        /// How bright the cards keep their lamps, 0 to 255.
        light: u8,
        /// The major version of their firmware; `None`: as they say.
        firmware: Option<u8>,
    },
    /// Art-Net 4, UDP 6454: universes of at most 512 channels.
    Artnet {
        /// The first Port-Address, 0 to 32767; those that follow go on counting.
        universe: u16,
        /// How far universes are filled.
        fill: Fill,
        /// Whether every frame ends with the word to show it.
        sync: bool,
    },
    /// sACN (E1.31), UDP 5568: the same with priorities and names.
    Sacn(Sacn),
    /// Onbon BX-5 and BX-6 cards, which keep what they show: TCP 5005, UDP 5007 or a serial line.
    Onbon {
        /// Which family of cards.
        generation: Generation,
        /// The card's address; [`EVERY`](wire::onbon::EVERY) for whichever is there.
        address: u16,
        /// Without it the card takes no orders, if it was given one.
        secret: Option<onbon::Secret>,
        /// What carries it: a header says so.
        over: Carrier,
    },
    /// Huidu cards of full colour in SDK mode, TCP 10001, which keep what they show.
    HuiduSdk2,
    /// Xixun players, TCP 2016 and another port for programmes: cards that keep what they show.
    Xixun {
        /// The port for programmes; 3333.
        push: u16,
    },
    /// Huidu's cards of one or two colours, TCP 6101: a picture in frames that are answered one by one. An experiment.
    #[cfg(feature = "experimental")]
    Hd2020 {
        /// How many planes of bits a picture has: 2, or 3 with blue.
        planes: u8,
    },
}

impl Protocol {
    /// DDP as most boards want it.
    pub const DDP: Self = Self::Ddp { numbered: true };
    /// Adalight that asks nothing.
    pub const ADALIGHT: Self = Self::Adalight { read_back: false };
    /// The FlaschenTaschen datagram that fits one Ethernet packet, in bytes.
    pub const DATAGRAM: u16 = 1472;

    /// The protocol's name.
    #[must_use]
    pub fn name(&self) -> Name {
        match self {
            Self::Ddp { .. } => Name::Ddp,
            Self::FlaschenTaschen { .. } => Name::FlaschenTaschen,
            Self::Adalight { .. } => Name::Adalight,
            Self::Hanover { .. } => Name::Hanover,
            Self::AlfaZeta { .. } => Name::AlfaZeta,
            Self::Luminator { .. } => Name::Luminator,
            Self::Mobitec { .. } => Name::Mobitec,
            Self::Opc { .. } => Name::Opc,
            Self::Tpm2 => Name::Tpm2,
            Self::Tpm2Net => Name::Tpm2Net,
            Self::WledUdp => Name::WledUdp,
            Self::Colorlight { .. } => Name::Colorlight,
            Self::Artnet { .. } => Name::Artnet,
            Self::Sacn(_) => Name::Sacn,
            Self::Onbon { generation: Generation::Five, .. } => Name::OnbonBx5,
            Self::Onbon { generation: Generation::Six, .. } => Name::OnbonBx6,
            Self::Xixun { .. } => Name::Xixun,
            Self::HuiduSdk2 => Name::HuiduSdk2,
            #[cfg(feature = "experimental")]
            Self::Hd2020 { .. } => Name::Hd2020,
        }
    }

    /// The port its boards listen on; `None` for a protocol without ports.
    #[must_use]
    pub fn default_port(&self) -> Option<u16> {
        match self {
            Self::Ddp { .. } => Some(wire::ddp::PORT),
            Self::FlaschenTaschen { .. } => Some(wire::flaschen_taschen::PORT),
            Self::Opc { .. } => Some(wire::opc::PORT),
            Self::Tpm2Net => Some(wire::tpm2_net::PORT),
            Self::WledUdp => Some(wire::wled::PORT),
            Self::Artnet { .. } => Some(wire::artnet::PORT),
            Self::Sacn(_) => Some(wire::sacn::PORT),
            Self::Onbon { over: Carrier::Udp, .. } => Some(wire::onbon::UDP_PORT),
            Self::Onbon { .. } => Some(wire::onbon::PORT),
            Self::Xixun { .. } => Some(wire::xixun::PORT),
            Self::HuiduSdk2 => Some(wire::huidu::PORT),
            #[cfg(feature = "experimental")]
            Self::Hd2020 { .. } => Some(wire::hd2020::PORT),
            Self::Adalight { .. }
            | Self::Tpm2
            | Self::Hanover { .. }
            | Self::AlfaZeta { .. }
            | Self::Luminator { .. }
            | Self::Mobitec { .. }
            | Self::Colorlight { .. } => None,
        }
    }

    /// The second TCP port of its boards, for those that have two.
    #[must_use]
    pub fn second_port(&self) -> Option<u16> {
        match *self {
            Self::Xixun { push } => Some(push),
            _ => None,
        }
    }

    /// What can carry it.
    #[must_use]
    pub fn carriers(&self) -> &'static [Carrier] {
        match self {
            Self::Ddp { .. }
            | Self::FlaschenTaschen { .. }
            | Self::Tpm2Net
            | Self::WledUdp
            | Self::Artnet { .. } => &[Carrier::Udp],
            Self::Sacn(_) => &[Carrier::Udp, Carrier::Multicast],
            Self::Opc { .. } | Self::Xixun { .. } | Self::HuiduSdk2 => &[Carrier::Tcp],
            #[cfg(feature = "experimental")]
            Self::Hd2020 { .. } => &[Carrier::Tcp],
            Self::Adalight { .. }
            | Self::Tpm2
            | Self::Hanover { .. }
            | Self::AlfaZeta { .. }
            | Self::Luminator { .. }
            | Self::Mobitec { .. } => &[Carrier::Serial],
            Self::Colorlight { .. } => &[Carrier::Raw],
            Self::Onbon { .. } => &[Carrier::Tcp, Carrier::Udp, Carrier::Serial],
        }
    }

    /// What it sends for a dot, where it can send only that; `None`: a byte for every lamp, red, green and blue or grey.
    #[must_use]
    pub fn depth(&self) -> Option<Depth> {
        match self {
            Self::Ddp { .. }
            | Self::FlaschenTaschen { .. }
            | Self::Adalight { .. }
            | Self::WledUdp
            | Self::Colorlight { .. }
            | Self::Onbon { .. }
            | Self::Xixun { .. }
            | Self::HuiduSdk2 => Some(Depth::Rgb),
            #[cfg(feature = "experimental")]
            Self::Hd2020 { .. } => Some(Depth::Rgb),
            Self::Opc { .. } | Self::Tpm2 | Self::Tpm2Net | Self::Artnet { .. } | Self::Sacn(_) => None,
            Self::Hanover { .. } | Self::AlfaZeta { .. } | Self::Luminator { .. } | Self::Mobitec { .. } => {
                Some(Depth::One)
            }
        }
    }

    /// Whether its boards are cards that keep what they show: they are looked after by a [`Steward`](card::Steward) and
    /// sent no frames.
    #[must_use]
    pub fn stored(&self) -> bool {
        matches!(self, Self::Onbon { .. } | Self::Xixun { .. } | Self::HuiduSdk2)
    }

    /// Whether anything can move on its boards: nobody has said how on a Xixun player, nor what it does to a Huidu HD2020.
    #[must_use]
    pub fn moves(&self) -> bool {
        !matches!(self, Self::Xixun { .. }) && self.name().word() != Name::EXPERIMENT
    }

    /// Our end of the conversation with such a card; `None` for every protocol of frames.
    ///
    /// # Errors
    /// The card cannot have such a face; see [`SessionError`].
    pub fn driver(&self, panel: &Panel) -> Option<Result<Box<dyn card::Driver>, SessionError>> {
        match self {
            Self::Xixun { .. } => Some(Ok(Box::new(xixun::Driver::new(panel.face())))),
            Self::HuiduSdk2 => Some(Ok(Box::new(huidu::Driver::new(panel.face())))),
            _ => {
                let driver = onbon::Driver::new(onbon::Speech::of(self)?, panel);
                Some(driver.map(|driver| Box::new(driver) as Box<dyn card::Driver>))
            }
        }
    }

    /// The same protocol for a card that was given this secret; `None` if it can be none of its cards.
    #[must_use]
    pub fn with_secret(mut self, text: &str) -> Option<Self> {
        let Self::Onbon { secret, .. } = &mut self else { return None };
        *secret = Some(onbon::Secret::parse(text)?);
        Some(self)
    }

    /// Whether a board with this panel can be driven by it.
    ///
    /// # Errors
    /// It cannot; see [`SessionError`].
    pub fn check(&self, panel: &Panel) -> Result<(), SessionError> {
        match self.driver(panel) {
            Some(driver) => driver.map(drop),
            None => Session::new(self, panel.clone()).map(drop),
        }
    }

    /// Whether several controllers can be one board.
    #[must_use]
    pub fn has_parts(&self) -> bool {
        matches!(self, Self::Ddp { .. } | Self::Artnet { .. } | Self::Sacn(_))
    }

    /// The same protocol as it is spoken over this carrier: sACN to groups where there are any, Onbon with other headers.
    #[must_use]
    pub fn carried_by(mut self, carrier: Carrier) -> Self {
        if let Self::Onbon { over, .. } = &mut self {
            *over = carrier;
        }
        if let Self::Sacn(sacn) = &mut self {
            sacn.groups = carrier == Carrier::Multicast;
        }
        self
    }

    /// How long the line is silent within one frame or after it, because the board needs that.
    #[must_use]
    pub fn pause(&self) -> Duration {
        match *self {
            Self::Colorlight { .. } => colorlight::GAP,
            Self::Hanover { .. } => hanover::PAUSE,
            Self::Luminator { sign, .. } => luminator::pause(sign),
            Self::Mobitec { .. } => mobitec::PAUSE,
            #[cfg(feature = "experimental")]
            Self::Hd2020 { .. } => hd2020::PAUSE,
            _ => Duration::ZERO,
        }
    }

    /// What its boards' answers have in the EtherType field, for a protocol of Ethernet frames.
    #[must_use]
    pub fn reply_ethertype(&self) -> Option<u16> {
        matches!(self, Self::Colorlight { .. }).then_some(wire::colorlight::REPLY_ETHERTYPE)
    }

    /// The bits per second of a serial line that names none.
    #[must_use]
    pub fn default_baud(&self) -> u32 {
        match self {
            Self::Hanover { .. } => wire::hanover::BAUD,
            Self::AlfaZeta { .. } => wire::alfazeta::BAUD,
            Self::Luminator { .. } => wire::luminator::BAUD,
            Self::Mobitec { .. } => wire::mobitec::BAUD,
            Self::Onbon { .. } => wire::onbon::BAUD,
            _ => 115_200,
        }
    }

    /// Whether its boards keep a picture without being sent it again: flip-dot boards even without power, the others as long as
    /// they stay connected.
    #[must_use]
    pub fn latching(&self) -> bool {
        self.depth() == Some(Depth::One) || self.name().word() == Name::EXPERIMENT
    }
}

impl std::fmt::Display for Protocol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.name())
    }
}
