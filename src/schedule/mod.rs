//! (schedule: to be written)
