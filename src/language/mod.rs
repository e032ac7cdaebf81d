//! (language: to be written)
