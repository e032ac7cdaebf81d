//! (board: to be written)
