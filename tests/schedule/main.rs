//! The schedule as people rely on it: truth tables row by row, and thousands of random plans against a reading of the
//! rules that shares no code with the engine.

mod airtimes;
mod campaigns;
mod naive;
mod plans;
mod random;
mod tables;
