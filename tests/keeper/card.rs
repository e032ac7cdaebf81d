//! A card in memory with the simplest driver there is: it is asked nothing over a wire, keeps shows as they are, and lights
//! them as cards do.

use crate::house::face;
use bangtin::board::card::{
    Answer, Deck, Driver, Failure, Held, Identity, Make, Mark, Moment, Op, Part, Shelf, Show, State, Stock,
    Traits, Unfit,
};
use bangtin::wire::Packets;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What the driver and the test have in common: the card.
#[derive(Clone, Debug)]
pub(crate) struct Card(Arc<Mutex<Inner>>);

#[derive(Debug)]
struct Inner {
    deck: Deck,
    files: BTreeMap<String, (Part, Show)>,
    /// How each mark came to be.
    made: BTreeMap<Mark, Show>,
    /// What it was told, by name.
    said: Vec<&'static str>,
}

impl Card {
    pub(crate) fn new() -> Self {
        let deck = Deck::new(face(), 0);
        let inner = Inner { deck, files: BTreeMap::new(), made: BTreeMap::new(), said: Vec::new() };
        Self(Arc::new(Mutex::new(inner)))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something to it, or looks at it.
    pub(crate) fn deck<T>(&self, look: impl FnOnce(&mut Deck) -> T) -> T {
        look(&mut self.lock().deck)
    }

    /// What it was told since this was last asked.
    pub(crate) fn said(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.lock().said)
    }

    /// Somebody else writes another thing on it.
    pub(crate) fn overwrite(&self, show: Show) {
        let mut inner = self.lock();
        let part = part("S000", &show);
        inner.files.clear();
        inner.files.insert(part.name.clone(), (part, show));
        inner.play();
    }

    /// Does an operation.
    pub(crate) fn execute(&self, op: Op, now: Moment) -> Result<Answer, Failure> {
        let mut inner = self.lock();
        inner.deck.tick(now.mono);
        let answer = inner.execute(op, now);
        inner.deck.tick(now.mono);
        answer
    }

    pub(crate) fn driver(&self, make: Traits) -> Box<dyn Driver> {
        Box::new(Words { card: self.clone(), make, op: None })
    }
}

impl Inner {
    fn play(&mut self) {
        self.deck.keep(self.files.values().map(|(_, show)| show.clone()).collect());
    }

    fn execute(&mut self, op: Op, now: Moment) -> Result<Answer, Failure> {
        match op {
            Op::Identify => {
                let size = Some((face().width(), face().height()));
                return Ok(Answer::Identity(Identity { size, ..Identity::default() }));
            }
            Op::Look => return Ok(Answer::Held(self.files.values().map(|(part, _)| held(part)).collect())),
            Op::Status => {
                let (on, clock) = (Some(self.deck.is_on()), Some(self.deck.clock()));
                let clock_lost = self.deck.clock_is_lost();
                return Ok(Answer::State(State { on, clock, clock_lost, ..State::default() }));
            }
            Op::Read(held) => {
                let read = self.files.get(&held.name).map(|(part, _)| part.bytes.to_vec());
                return read.map(Answer::Bytes).ok_or(Failure::Refused("no such file"));
            }
            Op::Write(part) => {
                let show = self.made.get(&part.mark).cloned().ok_or(Failure::Refused("what is this"))?;
                self.deck.wear();
                self.files.insert(part.name.clone(), (part, show));
                self.play();
            }
            Op::Drop(parts) => {
                self.deck.wear();
                self.files.retain(|name, _| parts.iter().all(|part| part.name != *name));
                self.play();
            }
            Op::SetClock => self.deck.set_clock(now.local.ok_or(Failure::NoTime)?),
            Op::Power(on) => self.deck.power(on),
            Op::Light(table) => self.deck.light(Some(table)),
            Op::Cover(cover, seconds) => self.deck.cover(cover, Duration::from_secs(seconds.into())),
            Op::Uncover => self.deck.uncover(),
            Op::Switch(_) | Op::Picture => return Err(Failure::Unable),
        }
        Ok(Answer::Done)
    }
}

/// The driver.
#[derive(Debug)]
struct Words {
    card: Card,
    make: Traits,
    op: Option<(Op, Duration)>,
}

impl Make for Words {
    fn traits(&self) -> Traits {
        self.make
    }

    fn pack(&self, stock: &Stock, on: &[Held]) -> Result<Shelf, Unfit> {
        let mut inner = self.card.lock();
        let mut free = (0..).map(|number| format!("S{number:03}"));
        let mut parts = Vec::new();
        for show in &stock.shows {
            let wanted = part("", show);
            let same =
                on.iter().find(|held| held.mark == wanted.mark && held.len as usize == wanted.bytes.len());
            let name = same.map(|held| held.name.clone());
            let name = name.or_else(|| free.find(|name| on.iter().all(|held| held.name != *name)));
            inner.made.insert(wanted.mark, show.clone());
            parts.push(Part { name: name.unwrap_or_default(), ..wanted });
        }
        Ok(Shelf { parts, script: None })
    }
}

impl Driver for Words {
    fn begin(&mut self, op: Op, now: Moment) {
        self.card.lock().said.push(word(&op));
        self.op = Some((op, now.mono));
    }

    fn opened(&mut self, _now: Moment) {
        self.op = None;
    }

    fn receive(&mut self, _bytes: &[u8], _now: Moment) -> Option<Result<Answer, Failure>> {
        None
    }

    fn due(&self) -> Option<Duration> {
        self.op.as_ref().map(|(_, at)| *at)
    }

    fn next(&mut self, now: Moment, _into: &mut Packets) -> Option<Result<Answer, Failure>> {
        let (op, _) = self.op.take()?;
        Some(self.card.execute(op, now))
    }
}

fn word(op: &Op) -> &'static str {
    match op {
        Op::Identify => "identify",
        Op::Look => "look",
        Op::Status => "status",
        Op::Write(_) => "write",
        Op::Switch(_) => "switch",
        Op::Read(_) => "read",
        Op::Drop(_) => "drop",
        Op::SetClock => "clock",
        Op::Power(_) => "power",
        Op::Light(_) => "light",
        Op::Cover(..) => "cover",
        Op::Uncover => "uncover",
        Op::Picture => "picture",
    }
}

/// A show as a file: its bytes are its description.
fn part(name: &str, show: &Show) -> Part {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let text = format!("{show:?}");
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    Part { name: name.to_owned(), kind: 0, bytes: text.into_bytes().into(), mark: hasher.finish().into() }
}

fn held(part: &Part) -> Held {
    Held { name: part.name.clone(), kind: part.kind, len: part.bytes.len() as u32, mark: part.mark }
}
