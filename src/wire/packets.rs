//! What is to be sent, in order: packets in one buffer that is filled again for every frame.

/// Packets of one frame, back to back in one allocation. Cleared and filled again, it allocates only while it grows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packets {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Packets {
    /// Forgets all packets and keeps the memory.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// Appends one packet of `len` bytes, zeroed, and gives it to be filled.
    pub fn push(&mut self, len: usize) -> &mut [u8] {
        let start = self.bytes.len();
        self.bytes.resize(start + len, 0);
        self.ends.push(self.bytes.len());
        &mut self.bytes[start..]
    }

    /// All packets in order.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| &self.bytes[std::mem::replace(&mut start, end)..end])
    }

    /// All bytes, packet after packet.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
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
        packets.clear();
        assert!(packets.is_empty());
        assert_eq!(packets.push(2), [0, 0], "old bytes are gone");
    }
}
