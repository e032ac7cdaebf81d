//! One item laid out for a board, for whoever judges it before it is shown.

use super::{Part, Stage};
use crate::playlist::Playlist;
use crate::report::Fault;
use crate::scene::{Font, Fonts, Layout};
use crate::schedule::{Choice, Layer, line_up};
use std::sync::Arc;

/// An item as a board would show it.
#[derive(Clone, Debug)]
pub struct Laid(Part);

impl Laid {
    /// The font it is set in.
    #[must_use]
    pub fn font(&self) -> &Font {
        &self.0.font
    }

    /// How it is laid out.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.0.layout
    }
}

impl Stage {
    /// The items of a playlist that the board would show if there were no other, by their numbers from 0.
    #[must_use]
    pub fn items(&self, playlist: &Arc<Playlist>) -> Vec<usize> {
        let found = line_up(&self.reach, self.default.as_deref(), [playlist]);
        found.into_iter().map(|choice| choice.index).collect()
    }

    /// One of these items laid out.
    ///
    /// # Errors
    /// Why the board cannot show it.
    pub fn lay_out(&self, playlist: &Arc<Playlist>, index: usize, fonts: &Fonts) -> Result<Laid, Box<Fault>> {
        Part::new(self, Choice { playlist: Arc::clone(playlist), index, layer: Layer::Normal }, fonts)
            .map(Laid)
    }
}
