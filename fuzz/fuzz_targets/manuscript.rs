//! Any text as a playlist file that is changed.

#![no_main]
#![allow(dead_code)]

#[path = "../../tests/parsers/checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|given: &str| checks::manuscript(given));
