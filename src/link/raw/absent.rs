//! What stands in a build without the feature `raw`: a link that says so, and sends nothing.

use super::{Event, LinkError, Outcome};

/// A link of Ethernet frames that this build cannot have.
#[derive(Debug)]
pub struct Raw {
    interface: Option<String>,
}

impl Raw {
    pub(super) fn new(interface: &str, _ethertype: u16) -> Self {
        Self { interface: Some(interface.to_owned()) }
    }

    #[expect(clippy::unused_self, reason = "the same as where it can send")]
    pub(super) fn dropped(&self) -> u64 {
        0
    }

    #[expect(clippy::unused_self, reason = "the same as where it can send")]
    pub(super) fn send(&self, _bytes: &[u8], _ends: &[usize]) -> Outcome {
        Outcome::Down
    }

    pub(super) async fn event(&mut self) -> Event {
        match self.interface.take() {
            Some(interface) => Event::Down(LinkError::NoRaw { interface }),
            None => std::future::pending().await,
        }
    }
}
