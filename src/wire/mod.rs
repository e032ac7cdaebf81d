//! (wire: to be written)
