//! Records from any serde value.
