//! (web: to be written)
