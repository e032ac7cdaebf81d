//! Any text as a BDF font.

#![no_main]
#![allow(dead_code)]

#[path = "../../tests/parsers/checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|given: &str| checks::bdf(given));
