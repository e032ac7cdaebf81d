//! What is particular to simulated cards that keep what they show: what goes wrong with them, and what is said of them.

use super::SimulateArgs;
use crate::board::Receiver;
use crate::board::card::{Blow, Fault};
use crate::report::Message;
use std::time::Duration;

/// A fault comes in so many of a thousand questions.
const OFTEN: u16 = 20;

/// What goes wrong with a simulated card.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct CardArgs {
    /// Card: các lỗi cần tạo / Cards: what goes wrong with one question in fifty
    #[arg(long, value_name = "FAULT,…", value_delimiter = ',', value_parser = fault)]
    pub faults: Vec<Fault>,

    /// Card: số quyết định thứ tự các lỗi / Cards: the number that decides the order of faults
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,

    /// Card: sau S giây có người lạ ghi vào / Cards: after S seconds somebody else writes to it
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(..=86_400))]
    pub foreign_after: Option<u64>,

    /// Card: sau S giây mất điện rồi có lại / Cards: after S seconds its power goes and comes back
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(..=86_400))]
    pub power_cycle_after: Option<u64>,

    /// Card: đồng hồ của card chạy nhanh bao nhiêu phần triệu / Cards: its clock gains so many millionths
    #[arg(long, value_name = "N", allow_negative_numbers = true,
          value_parser = clap::value_parser!(i32).range(-500_000..=500_000))]
    pub drift_ppm: Option<i32>,
}

fn fault(word: &str) -> Result<Fault, String> {
    Fault::parse(word).ok_or_else(|| Fault::ALL.map(Fault::word).join(", "))
}

impl CardArgs {
    fn is_calm(&self) -> bool {
        let Self { faults, seed: _, foreign_after, power_cycle_after, drift_ppm } = self;
        faults.is_empty() && (foreign_after, power_cycle_after, drift_ppm) == (&None, &None, &None)
    }

    /// Has the card go wrong as asked.
    pub(super) fn upset(&self, args: &SimulateArgs, receiver: &mut Receiver) -> Result<(), Message> {
        let Some(upset) = receiver.upset() else {
            let protocol = args.protocol.to_string();
            return if self.is_calm() { Ok(()) } else { Err(Message::SimulateNoCard { protocol }) };
        };
        upset.reseed(self.seed);
        for fault in &self.faults {
            upset.often(*fault, OFTEN);
        }
        let blows = [
            (self.foreign_after, Blow::Foreign),
            (self.power_cycle_after, Blow::Power),
            (self.drift_ppm.map(|_| 0), Blow::Drift(self.drift_ppm.unwrap_or(0))),
        ];
        for (after, blow) in blows {
            if let Some(after) = after {
                upset.at(Duration::from_secs(after), blow);
            }
        }
        Ok(())
    }
}

/// What a card keeps, in one sentence.
pub(super) fn told(receiver: &Receiver) -> Option<Message> {
    let deck = receiver.deck()?;
    let clock = deck.clock().strftime("%Y-%m-%d %H:%M:%S").to_string();
    let (shows, writes) = (deck.shows().len(), deck.worn());
    Some(Message::SimulateCard { shows, writes, clock, percent: deck.percent() })
}
