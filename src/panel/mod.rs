//! (panel: to be written)
