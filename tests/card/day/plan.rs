//! What is wanted of a card in a day, and what people would see of it.

use super::Kind;
use bangtin::board::card::{Airing, Cover, Hours, Matter, Page, Show, Stock, Wish};
use bangtin::frame::{Face, Frame};
use jiff::SignedDuration;
use jiff::civil::{DateTime, date};
use std::sync::Arc;
use std::time::Duration;

impl Kind {
    pub(super) fn face(self) -> Face {
        let height = if matches!(self, Self::Onbon(..)) { 8 } else { 16 };
        Face::new(32, height).unwrap()
    }

    /// A picture of its own for each number: in red dots where the face has no other colours, in squares that a camera keeps
    /// where it gives pictures of itself.
    fn picture(self, number: u64) -> Arc<Frame> {
        let mut frame = Frame::unlit(self.face());
        let dice = |at: u64| (at + 1).wrapping_mul(0x9E37_79B9).wrapping_mul(number + 3) >> 17;
        let width = usize::from(self.face().width());
        for (at, dot) in frame.rgb_mut().chunks_exact_mut(3).enumerate() {
            if let Self::Onbon(..) = self {
                dot.copy_from_slice(if dice(at as u64) & 1 == 1 { &[255, 0, 0] } else { &[0; 3] });
            } else {
                let square = at / width / 8 * (width / 8) + at % width / 8;
                let colours = [[220, 0, 0], [0, 220, 0], [0, 0, 220], [220; 3]];
                dot.copy_from_slice(&colours[(dice(square as u64) % 4) as usize]);
            }
        }
        Arc::new(frame)
    }

    fn matter(self, number: u64) -> Matter {
        Matter::Pages(vec![Page { picture: self.picture(number), hold: Duration::from_secs(5) }])
    }

    fn show(self, number: u64, hours: &[(u32, u32)]) -> Show {
        Show {
            matter: self.matter(number),
            blank: Duration::ZERO,
            times: 1,
            airing: Airing {
                from: date(2026, 7, 1),
                to: date(2099, 12, 31),
                days: Airing::EVERY_DAY,
                hours: hours.iter().map(|(from, to)| Hours { from: from * 3600, to: to * 3600 }).collect(),
            },
        }
    }

    /// One item by day and one by night, both of this number, and one that stays for ever on a card of full colour.
    pub(super) fn wish(self, number: u64) -> Arc<Wish> {
        let last = if self.covers() { number * 10 + 2 } else { 7 };
        let always = self.show(last, &[]);
        let now = Arc::new(Cover { matters: vec![always.matter.clone()] });
        let day = self.show(number * 10, &[(7, 19)]);
        let night = self.show(number * 10 + 1, &[(0, 7), (19, 24)]);
        let stock = Stock { face: self.face(), shows: vec![day, night, always], light: None };
        Arc::new(Wish { stock: Arc::new(stock), now, urgent: false, on: true })
    }

    /// The same, and this number above everything at this hour of the day and in the next: out of the passing memory of a
    /// card that has one; any other keeps it, with its hours.
    pub(super) fn urgent(self, number: u64, above: u64, hour: u32) -> Arc<Wish> {
        let wish = self.wish(number);
        let now = Arc::new(Cover { matters: vec![self.matter(above)] });
        let mut stock = (*wish.stock).clone();
        if !self.covers() {
            let (begin, end) = (hour * 3600, (hour + 2) * 3600);
            for hours in stock.shows.iter_mut().map(|show| &mut show.airing.hours) {
                let whole = [Hours { from: 0, to: 86_400 }];
                let before = if hours.is_empty() { &whole[..] } else { &hours[..] };
                let rest = before
                    .iter()
                    .flat_map(|hours| [(hours.from, hours.to.min(begin)), (hours.from.max(end), hours.to)]);
                *hours = rest.filter(|(from, to)| from < to).map(|(from, to)| Hours { from, to }).collect();
            }
            stock.shows.push(self.show(above, &[(hour, hour + 2)]));
        }
        Arc::new(Wish { stock: Arc::new(stock), now, urgent: true, on: true })
    }

    /// What may be lit at this moment, one after the other.
    pub(super) fn expected(self, wish: &Wish, local: DateTime) -> Vec<Frame> {
        let face = self.face();
        if !wish.on {
            return vec![Frame::unlit(face)];
        }
        if wish.urgent && self.covers() {
            return wish.now.matters.iter().filter_map(|matter| matter.first(face)).collect();
        }
        let on_air = |show: &&Show| {
            [-5, 0, 5].into_iter().any(|slack| {
                let at = local.checked_add(SignedDuration::from_secs(slack)).unwrap();
                let second = at.duration_since(at.date().at(0, 0, 0, 0)).as_secs();
                show.airing.holds(at.date(), second as u32)
            })
        };
        wish.stock.shows.iter().filter(on_air).filter_map(|show| show.matter.first(face)).collect()
    }
}
