//! Any bytes as a text somebody pasted.

#![no_main]
#![allow(dead_code)]

#[path = "../../tests/parsers/checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|given: &[u8]| checks::text(given));
