#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tieuchi_probes::analysis(bytes));
