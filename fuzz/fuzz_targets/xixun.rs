//! Any bytes as what a Xixun player and its sender say to each other.

#![no_main]
#![allow(dead_code)]

#[path = "../../tests/parsers/checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|given: &[u8]| checks::xixun(given));
