//! Any bytes as what comes from a card: on the line, and out of its memory.

#![no_main]
#![allow(dead_code)]

#[path = "../../tests/parsers/checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|given: &[u8]| checks::onbon(given));
