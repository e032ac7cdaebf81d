//! Boards as strangers would build them: they read the published formats and share no code with the project.

use bangtin::clock::{since_start, wall_now};
use ddp_rs::packet::PacketRef;
use jiff::Timestamp;
use std::io::Read;
use std::net::UdpSocket;
use std::time::Duration;

/// One picture a board showed, and when it did.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) at: Timestamp,
    pub(crate) rgb: Vec<u8>,
    /// Whether anything arrived that was not part of a whole frame.
    pub(crate) clean: bool,
}

/// A DDP display: a buffer of pixels that is shown at the push.
pub(crate) struct DdpBoard {
    socket: UdpSocket,
    buffer: Vec<u8>,
    next: usize,
    sequence: u8,
    /// Whether parts of the frame that is arriving were left out, and whether there was ever one without gaps: what is left
    /// out is what the board has already.
    gap: bool,
    whole: bool,
}

impl DdpBoard {
    pub(crate) fn new(width: usize, height: usize) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        Self { socket, buffer: vec![0; width * height * 3], next: 0, sequence: 0, gap: false, whole: false }
    }

    pub(crate) fn port(&self) -> u16 {
        self.socket.local_addr().unwrap().port()
    }

    /// Everything shown for a while.
    pub(crate) fn watch(&mut self, length: Duration) -> Vec<Seen> {
        let (now, mut seen) = (since_start(), Vec::new());
        while now() < length {
            seen.extend(self.receive());
        }
        seen
    }

    /// The first picture for which a question is answered with yes, within ten seconds.
    pub(crate) fn until(&mut self, what: &str, wanted: impl Fn(&Seen) -> bool) -> Seen {
        let now = since_start();
        while now() < Duration::from_secs(10) {
            if let Some(seen) = self.receive().filter(|seen| wanted(seen)) {
                return seen;
            }
        }
        panic!("{what} was not shown");
    }

    fn receive(&mut self) -> Option<Seen> {
        let mut packet = [0; 2048];
        let length = self.socket.recv(&mut packet).ok()?;
        let at = wall_now();
        let (header, body) = packet[..length].split_at(10);
        let parsed = PacketRef::from_bytes(&packet[..length]).expect("a DDP packet");
        let (offset, len) = (parsed.header.offset as usize, usize::from(parsed.header.length));
        let sequence = header[1] & 0x0F;
        self.gap |= offset != self.next;
        let clean = offset >= self.next
            && len == body.len()
            && len <= 1440
            && header[2] == 0x0B
            && sequence == if self.sequence == 0 { sequence } else { self.sequence % 15 + 1 };
        self.sequence = sequence;
        self.buffer[offset..offset + len].copy_from_slice(parsed.data);
        self.next = offset + len;
        let shown = parsed.header.packet_type.push;
        let end = self.next == self.buffer.len();
        if shown {
            self.whole |= !self.gap;
            (self.next, self.gap) = (0, false);
        }
        let clean_frame = clean && shown && end && self.whole;
        (shown || !clean).then(|| Seen { at, rgb: self.buffer.clone(), clean: clean_frame })
    }
}

/// An Adalight display at the other end of a line: header, count, check byte, pixels.
pub(crate) struct AdalightBoard<R> {
    line: R,
    dots: usize,
    bytes: Vec<u8>,
}

impl<R: Read> AdalightBoard<R> {
    pub(crate) fn new(line: R, dots: usize) -> Self {
        Self { line, dots, bytes: Vec::new() }
    }

    /// Everything shown for a while.
    pub(crate) fn watch(&mut self, length: Duration) -> Vec<Seen> {
        let (now, mut seen) = (since_start(), Vec::new());
        while now() < length {
            let mut more = [0; 4096];
            if let Ok(count) = self.line.read(&mut more) {
                self.bytes.extend_from_slice(&more[..count]);
            }
            while let Some(rgb) = self.frame() {
                seen.push(Seen { at: wall_now(), rgb, clean: true });
            }
        }
        seen
    }

    fn frame(&mut self) -> Option<Vec<u8>> {
        let start = self.bytes.windows(3).position(|three| three == b"Ada")?;
        self.bytes.drain(..start);
        let size = 6 + self.dots * 3;
        if self.bytes.len() < size {
            return None;
        }
        let count = usize::from(self.bytes[3]) << 8 | usize::from(self.bytes[4]);
        assert_eq!(count + 1, self.dots, "the count is one less than the dots");
        assert_eq!(self.bytes[3] ^ self.bytes[4] ^ 0x55, self.bytes[5]);
        let frame: Vec<u8> = self.bytes.drain(..size).collect();
        Some(frame[6..].to_vec())
    }
}
