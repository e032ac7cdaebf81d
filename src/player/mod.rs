//! (player: to be written)
