//! sACN boards: a frame is one data packet for each universe and, where it is wanted, a synchronization packet.
//!
//! Who ends says so three times in every universe, without slots, so that a receiver that does not know the word goes on
//! showing what it has until it misses us. Over multicast we say every ten seconds which universes are ours.
//!
//! The board's end is modelled on OLA, and on the crate `sacn` in holding data until their synchronization: packets that
//! come late are dropped, a source of lower priority is not heard while a higher one lives.

use super::receiver::Lit;
use super::session::{Change, SessionError, Speak};
use super::universes::{Fill, Universe, deal, destinations, find};
use crate::frame::{Frame, Window};
use crate::panel::Panel;
use crate::wire::sacn::{
    Cid, DISCOVERY_UNIVERSE, Discovery, HEADER_LEN, Header, LAST_UNIVERSE, MAX_LISTED, Repr, SYNC_LEN,
    Source, Sync, is_draft_discovery,
};
use crate::wire::{Packets, WireError};
use std::ops::Range;
use std::time::Duration;

/// How often a source says which universes it sends.
const DISCOVERY_EVERY: Duration = Duration::from_secs(10);
/// How often a source says that it ends.
const LAST_WORDS: usize = 3;
/// A source is lost after so long without a packet.
const SOURCE_LOST: Duration = Duration::from_millis(2500);
/// A packet so far behind the last one is late; one farther behind is the first of a stream begun anew.
const LATE: Range<i8> = -19..1;

/// How a board is spoken to by sACN.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sacn {
    /// The first universe, 1 to 63999; those that follow go on counting.
    pub universe: u16,
    /// How far universes are filled.
    pub fill: Fill,
    /// The universe on which the word to show a frame is sent, 1 to 63999; 0 for none.
    pub sync: u16,
    /// 0 to 200. Of two sources receivers follow the higher one.
    pub priority: u8,
    /// What people know us by.
    pub source: Source,
    /// Who we are, the same at every start.
    pub cid: Cid,
    /// Every universe goes to its multicast group: destination n of the link is that of the n-th of
    /// [`Session::universes`](super::Session::universes).
    pub groups: bool,
}

impl Sacn {
    /// How nobody in particular sends from this universe on: what a board needs to know, and not more.
    #[must_use]
    pub fn anonymous(universe: u16) -> Self {
        let (source, cid) = (Source::default(), Cid::default());
        Self { universe, fill: Fill::Whole, sync: 0, priority: 100, source, cid, groups: false }
    }
}

/// Our end.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    /// What all data packets of the next frame have in common; its sequence is theirs and that of the synchronization.
    header: Header,
    universes: Vec<Universe>,
    /// Which destinations are told to show a frame.
    told: Vec<u16>,
    groups: bool,
    /// When the universes are to be told again; only groups can be told.
    discovery: Option<Duration>,
}

impl Sender {
    pub(super) fn new(panel: &Panel, set: &Sacn) -> Result<Self, SessionError> {
        let mut universes = deal(panel, set.universe.max(1), LAST_UNIVERSE, set.fill)?;
        if set.groups {
            // There are fewer universes than numbers.
            universes.iter_mut().zip(0..).for_each(|(universe, place)| universe.destination = place);
        }
        let header = Header {
            cid: set.cid,
            source: set.source,
            priority: set.priority,
            sync: set.sync,
            sequence: 0,
            preview: false,
            terminated: false,
            // A board that hears no more of those words goes on without.
            force_sync: set.sync != 0,
            universe: set.universe,
        };
        let told = match (set.sync, set.groups) {
            (0, _) => Vec::new(),
            // The group behind those of the universes.
            (_, true) => vec![universes.len() as u16],
            (_, false) => destinations(&universes),
        };
        let (groups, discovery) = (set.groups, set.groups.then_some(Duration::ZERO));
        Ok(Self { header, universes, told, groups, discovery })
    }
}

impl Speak for Sender {
    fn show(&mut self, panel: &Panel, window: &Window<'_>, into: &mut Packets) {
        for universe in &self.universes {
            into.turn_to(universe.destination);
            let header = Header { universe: universe.number, ..self.header };
            panel.fold(window, universe.bytes.start, header.emit(universe.bytes.len(), into));
        }
        if !self.told.is_empty() {
            into.hold();
        }
        let Header { cid, sequence, sync: address, .. } = self.header;
        for destination in &self.told {
            into.turn_to(*destination);
            Sync { cid, sequence, address }.emit(into);
        }
        self.header.sequence = self.header.sequence.wrapping_add(1);
    }

    fn frame_bytes(&self, _panel: &Panel) -> usize {
        let data: usize = self.universes.iter().map(|universe| HEADER_LEN + universe.bytes.len()).sum();
        data + self.told.len() * SYNC_LEN
    }

    fn follow(&mut self, change: &Change<'_>, packets: &mut Packets) -> bool {
        let Change { panel, window, changed } = *change;
        if packets.bytes().len() != self.frame_bytes(panel) {
            return false;
        }
        let sequence = self.header.sequence;
        for (n, packet) in packets.iter_mut().enumerate() {
            match self.universes.get(n) {
                Some(universe) => {
                    universe.follow(panel, window, changed, Header::renumber(sequence, packet));
                }
                None => Sync::renumber(sequence, packet),
            }
        }
        self.header.sequence = sequence.wrapping_add(1);
        true
    }

    fn end(&mut self, into: &mut Packets) {
        for _ in 0..LAST_WORDS {
            for universe in &self.universes {
                into.turn_to(universe.destination);
                let header = Header { universe: universe.number, terminated: true, ..self.header };
                header.emit(0, into);
            }
            self.header.sequence = self.header.sequence.wrapping_add(1);
        }
        self.discovery = None;
    }

    fn due(&self) -> Option<Duration> {
        self.discovery
    }

    fn next(&mut self, _panel: &Panel, now: Duration, into: &mut Packets) {
        if self.discovery.is_none_or(|due| now < due) {
            return;
        }
        self.discovery = Some(now.saturating_add(DISCOVERY_EVERY));
        let mut ours = self.universes();
        ours.pop();
        ours.sort_unstable();
        ours.dedup();
        // Behind those of the universes and of the synchronization.
        into.turn_to((self.universes.len() + self.told.len()) as u16);
        let last = (ours.len().div_ceil(MAX_LISTED) - 1) as u8;
        let Header { cid, source, .. } = self.header;
        for (page, listed) in (0..).zip(ours.chunks(MAX_LISTED)) {
            Discovery { cid, source, page, last, universes: listed.to_vec() }.emit(into);
        }
    }

    fn universes(&self) -> Vec<u16> {
        if !self.groups {
            return Vec::new();
        }
        let sync = Some(self.header.sync).filter(|sync| *sync != 0);
        let numbers = self.universes.iter().map(|universe| universe.number);
        numbers.chain(sync).chain([DISCOVERY_UNIVERSE]).collect()
    }
}

/// Whom a board follows.
#[derive(Clone, Copy, Debug)]
struct Followed {
    cid: Cid,
    priority: u8,
    heard: Duration,
}

/// What a board knows of one universe.
#[derive(Clone, Copy, Debug, Default)]
struct Stream {
    sequence: Option<u8>,
    /// What arrived waits for the word on this universe.
    waits: Option<u16>,
}

/// The board's end.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    panel: Panel,
    universes: Vec<Universe>,
    streams: Vec<Stream>,
    arrived: Vec<u8>,
    followed: Option<Followed>,
    now: Duration,
    visible: Frame,
}

impl Screen {
    /// An unlit board; one that cannot be driven as it is set has no universes and shows nothing.
    pub(super) fn new(panel: Panel, first: u16, fill: Fill) -> Self {
        let universes = deal(&panel, first.max(1), LAST_UNIVERSE, fill).unwrap_or_default();
        Self {
            streams: vec![Stream::default(); universes.len()],
            universes,
            arrived: vec![0; panel.buffer_len()],
            followed: None,
            now: Duration::ZERO,
            visible: Frame::unlit(panel.face()),
            panel,
        }
    }

    fn data(&mut self, header: &Header, slots: &[u8]) -> bool {
        let Some(place) = find(&self.universes, header.universe) else { return false };
        if !self.follows(header) {
            return false;
        }
        let stream = &mut self.streams[place];
        if header.terminated {
            *stream = Stream::default();
            return false;
        }
        let ahead = |last: u8| header.sequence.wrapping_sub(last).cast_signed();
        if stream.sequence.is_some_and(|last| LATE.contains(&ahead(last))) {
            return false;
        }
        *stream =
            Stream { sequence: Some(header.sequence), waits: Some(header.sync).filter(|sync| *sync != 0) };
        let waits = stream.waits.is_some();
        self.universes[place].take(slots, &mut self.arrived);
        if !waits {
            self.show(place);
        }
        !waits
    }

    /// Whether the source of this packet is the one to be heard.
    fn follows(&mut self, header: &Header) -> bool {
        let lives = |followed: &Followed| self.now.saturating_sub(followed.heard) < SOURCE_LOST;
        match self.followed.filter(lives) {
            Some(followed) if followed.cid != header.cid && followed.priority > header.priority => {
                return false;
            }
            Some(followed) if followed.cid == header.cid => {}
            _ => self.streams.iter_mut().for_each(|stream| stream.sequence = None),
        }
        let Header { cid, priority, .. } = *header;
        self.followed = (!header.terminated).then_some(Followed { cid, priority, heard: self.now });
        true
    }

    /// Shows what waits for the word on this universe; whether something did.
    fn release(&mut self, address: u16) -> bool {
        let mut shown = false;
        for place in 0..self.universes.len() {
            if self.streams[place].waits == Some(address) {
                self.streams[place].waits = None;
                self.show(place);
                shown = true;
            }
        }
        shown
    }

    fn show(&mut self, place: usize) {
        let bytes = self.universes[place].bytes.clone();
        self.panel.unfold(bytes.start, &self.arrived[bytes], &mut self.visible);
    }
}

impl Lit for Screen {
    fn frame(&self) -> &Frame {
        &self.visible
    }

    fn receive(&mut self, bytes: &[u8], _replies: &mut Packets) -> Result<bool, WireError> {
        if is_draft_discovery(bytes) {
            return Ok(false);
        }
        Ok(match Repr::parse(bytes)? {
            Repr::Data { header, start_code: 0, slots } if !header.preview => self.data(&header, slots),
            Repr::Sync(Sync { address, .. }) => self.release(address),
            Repr::Data { .. } | Repr::Discovery(_) => false,
        })
    }

    fn tick(&mut self, now: Duration) -> bool {
        self.now = now;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Face;

    fn screen() -> Screen {
        Screen::new(Panel::new(Face::new(4, 1).unwrap()), 7, Fill::Dots(2))
    }

    fn header(universe: u16, sequence: u8) -> Header {
        Header {
            cid: Cid([1; 16]),
            source: Source::default(),
            priority: 100,
            sync: 0,
            sequence,
            preview: false,
            terminated: false,
            force_sync: false,
            universe,
        }
    }

    fn data(screen: &mut Screen, header: &Header, value: u8) -> bool {
        let mut packets = Packets::default();
        header.emit(6, &mut packets).fill(value);
        screen.receive(packets.bytes(), &mut Packets::default()).unwrap()
    }

    fn lit(screen: &Screen) -> [u8; 2] {
        [screen.frame().rgb()[0], screen.frame().rgb()[6]]
    }

    #[test]
    fn what_is_held_is_shown_together_at_its_word_and_at_no_other() {
        let mut screen = screen();
        for universe in [7, 8] {
            assert!(!data(&mut screen, &Header { sync: 50, ..header(universe, 1) }, 9));
        }
        let mut word = |address| {
            let mut packets = Packets::default();
            Sync { cid: Cid([1; 16]), sequence: 1, address }.emit(&mut packets);
            let shown = screen.receive(packets.bytes(), &mut Packets::default()).unwrap();
            (shown, lit(&screen))
        };
        assert_eq!(word(51), (false, [0, 0]));
        assert_eq!(word(50), (true, [9, 9]));
        assert_eq!(word(50), (false, [9, 9]), "nothing waits any more");
    }

    #[test]
    fn packets_that_come_late_are_dropped_and_a_stream_begun_anew_is_not_late() {
        let mut screen = screen();
        assert!(data(&mut screen, &header(7, 5), 1));
        for late in [5, 4, 242] {
            assert!(!data(&mut screen, &header(7, late), 2), "number {late} after 5");
        }
        assert!(data(&mut screen, &header(8, 4), 3), "every universe counts for itself");
        assert!(data(&mut screen, &header(7, 241), 4), "twenty behind: begun anew");
        assert!(data(&mut screen, &header(7, 250), 5));
        assert!(data(&mut screen, &header(7, 2), 6), "255 is followed by 0");
        assert_eq!(lit(&screen), [6, 3]);
    }

    #[test]
    fn a_source_of_lower_priority_is_not_heard_while_a_higher_one_lives() {
        let mut screen = screen();
        let other = |sequence| Header { cid: Cid([2; 16]), priority: 90, ..header(7, sequence) };
        assert!(data(&mut screen, &header(7, 1), 1));
        assert!(!data(&mut screen, &other(1), 2));
        screen.tick(Duration::from_millis(2499));
        assert!(!data(&mut screen, &other(2), 2));
        screen.tick(Duration::from_millis(2500));
        assert!(data(&mut screen, &other(3), 2), "the higher one is lost");
        assert!(data(&mut screen, &header(7, 2), 3), "and is heard again when it is back");
        assert!(
            !data(&mut screen, &Header { terminated: true, ..header(7, 3) }, 0),
            "its end lights nothing"
        );
        assert!(data(&mut screen, &other(4), 4), "after which the other one is heard at once");
        assert_eq!(lit(&screen), [4, 0]);
    }

    #[test]
    fn what_is_not_light_changes_nothing() {
        let mut screen = screen();
        assert!(!data(&mut screen, &Header { preview: true, ..header(7, 1) }, 9));
        assert!(!data(&mut screen, &header(9, 1), 9), "a universe of others");
        let mut packets = Packets::default();
        header(7, 1).emit_as(0xDD, 6, &mut packets).fill(9);
        assert_eq!(screen.receive(packets.bytes(), &mut Packets::default()), Ok(false));
        let mut draft = packets.bytes()[..117].to_vec();
        draft[43] = 4;
        assert_eq!(
            screen.receive(&draft, &mut Packets::default()),
            Ok(false),
            "OLA says this every ten seconds"
        );
        assert!(!screen.frame().is_lit());
    }
}
