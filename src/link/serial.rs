//! (being written)

use super::{Event, Outcome};

/// A serial port.
#[derive(Debug)]
pub struct Serial {}

impl Serial {
    pub(super) fn new(_path: &str, _baud: u32) -> Self {
        Self {}
    }
    pub(super) fn dropped(&self) -> u64 {
        0
    }
    pub(super) fn send(&mut self, _bytes: &[u8]) -> Outcome {
        Outcome::Down
    }
    pub(super) async fn event(&mut self) -> Event {
        std::future::pending().await
    }
}
