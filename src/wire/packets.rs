//! What is to be sent, in order: packets in one buffer that is filled again for every frame.

/// Packets of one frame, back to back in one allocation. Cleared and filled again, it allocates only while it grows.
#[derive(Clone, Debug, Default)]
pub struct Packets {
    /// As long as the longest frame so far: the packets, and after them what is left of longer frames.
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// From which packet on they go to which of the board's destinations; before the first one, to destination 0.
    turns: Vec<(usize, u16)>,
    /// From this packet on nothing may leave before all packets before it have left.
    held: Option<usize>,
}

impl Packets {
    /// Forgets all packets and keeps the memory.
    pub fn clear(&mut self) {
        self.ends.clear();
        self.turns.clear();
        self.held = None;
    }

    /// Sends the packets that follow to this one of the board's destinations; 0, the board's own link, until it is said.
    pub fn turn_to(&mut self, destination: u16) {
        let now = self.turns.last().map_or(0, |turn| turn.1);
        if now != destination {
            self.turns.push((self.ends.len(), destination));
        }
    }

    /// Lets the packets that follow leave only when all before them have left, whatever their destination: what they say
    /// ("show it now") is about those.
    pub fn hold(&mut self) {
        self.held = Some(self.ends.len());
    }

    /// Where the destination changes: the number of the packet and its destination, in rising order.
    #[must_use]
    pub fn turns(&self) -> &[(usize, u16)] {
        &self.turns
    }

    /// The number of the first packet that has to wait for those before it.
    #[must_use]
    pub fn held(&self) -> Option<usize> {
        self.held
    }

    /// Appends one packet of `len` bytes and gives it to be filled, every byte of it: zeroing a frame that is written
    /// over at once took a quarter of the time of making it, so there may be anything in it.
    pub fn push(&mut self, len: usize) -> &mut [u8] {
        let start = self.len();
        let end = start + len;
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        self.ends.push(end);
        let packet = &mut self.bytes[start..end];
        if cfg!(debug_assertions) {
            // So that a byte nobody wrote is seen in the tests.
            packet.fill(0xA5);
        }
        packet
    }

    fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// All packets in order.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| &self.bytes[std::mem::replace(&mut start, end)..end])
    }

    /// All packets in order, each with its destination.
    pub fn addressed(&self) -> impl Iterator<Item = (u16, &[u8])> {
        let (mut turns, mut destination) = (self.turns.iter().peekable(), 0);
        self.iter().enumerate().map(move |(n, packet)| {
            while let Some(turn) = turns.next_if(|turn| turn.0 <= n) {
                destination = turn.1;
            }
            (destination, packet)
        })
    }

    /// All packets in order, to be changed in place; their lengths stay.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut [u8]> {
        let (mut rest, mut start) = (&mut self.bytes[..], 0);
        self.ends.iter().map(move |&end| {
            let (packet, after) =
                std::mem::take(&mut rest).split_at_mut(end - std::mem::replace(&mut start, end));
            rest = after;
            packet
        })
    }

    /// All bytes, packet after packet.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len()]
    }

    /// Where each packet ends in [`Packets::bytes`], in rising order.
    #[must_use]
    pub fn ends(&self) -> &[usize] {
        &self.ends
    }

    /// Whether there is nothing to send.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

impl PartialEq for Packets {
    fn eq(&self, other: &Self) -> bool {
        (self.bytes(), self.ends(), self.turns(), self.held)
            == (other.bytes(), other.ends(), other.turns(), other.held)
    }
}

impl Eq for Packets {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_keep_their_order_and_bounds_and_the_memory_is_used_again() {
        let mut packets = Packets::default();
        packets.push(2).copy_from_slice(b"ab");
        packets.push(0);
        packets.push(3).copy_from_slice(b"cde");
        assert_eq!(packets.iter().collect::<Vec<_>>(), [&b"ab"[..], b"", b"cde"]);
        assert_eq!((packets.bytes(), packets.ends()), (&b"abcde"[..], &[2, 2, 5][..]));
        packets.iter_mut().for_each(|packet| packet.reverse());
        assert_eq!(packets.bytes(), b"baedc");
        let before = packets.bytes().as_ptr();
        packets.turn_to(0);
        packets.turn_to(7);
        packets.turn_to(7);
        packets.hold();
        packets.push(0);
        assert_eq!((packets.turns(), packets.held()), (&[(3, 7)][..], Some(3)));
        packets.turn_to(1);
        packets.turn_to(2);
        packets.push(0);
        let to: Vec<u16> = packets.addressed().map(|(destination, _)| destination).collect();
        assert_eq!(to, [0, 0, 0, 7, 2]);
        packets.clear();
        assert!(packets.is_empty() && packets.turns().is_empty() && packets.held().is_none());
        packets.push(2).copy_from_slice(b"xy");
        assert_eq!(
            (packets.bytes(), packets.ends()),
            (&b"xy"[..], &[2][..]),
            "of the longer frame nothing is left"
        );
        assert_eq!(packets.bytes().as_ptr(), before);
        let mut other = Packets::default();
        other.push(2).copy_from_slice(b"xy");
        assert_eq!(packets, other);
    }
}
