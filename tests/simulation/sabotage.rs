//! Damage done on purpose between the program and the world, each of which some invariant must notice. An invariant that
//! notices nothing of it is worth nothing.

use bangtin::wire::Packets;

/// One way to be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sabotage {
    None,
    /// New programmes never reach the players.
    KeepProgramme,
    /// A dark picture goes out before every change of items.
    DarkBetween,
    /// One dot of a frame is another on the way.
    FlipDot,
    /// The last packet of a frame is not marked as the last.
    LosePush,
    /// A packet is left out and the numbers go on.
    SkipPacket,
    /// Frames are sent at every step.
    SendAlways,
    /// The player is woken a second and a half late.
    Oversleep,
    /// The player asks to be woken at once, always.
    Spin,
    /// The player's clock goes in steps of a tenth of a second.
    Stutter,
    /// Everything is laid out for half the frames a second.
    Halve,
    /// Frames vanish and count as sent.
    Deafen,
    /// Hours, dates and classes are left out of every plan.
    Undate,
    /// A clock that is doubted is believed.
    Believe,
    /// Faults are not told.
    HideFaults,
    /// The board is left with what is on it, whatever was asked for.
    ForgetLast,
    /// Openings are not told to the player.
    HideOpening,
    /// Frames that did not get out count as sent.
    HideNotSent,
    /// Programmes are made as if nobody asked for approval.
    OpenGate,
}

/// The packets with one of them changed, or left out.
pub(crate) fn changed(packets: &Packets, which: usize, change: impl FnOnce(&mut [u8]) -> bool) -> Packets {
    let mut copy = Packets::default();
    let mut change = Some(change);
    for (index, packet) in packets.iter().enumerate() {
        let mut bytes = packet.to_vec();
        let keep = if index == which { change.take().is_none_or(|change| change(&mut bytes)) } else { true };
        if keep {
            copy.push(bytes.len()).copy_from_slice(&bytes);
        }
    }
    copy
}
