//! Decoders of others at work on files that nobody vouches for.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static DECODING: Cell<bool> = const { Cell::new(false) };
}

/// Runs a decoder; nothing where it panics, as some do where a file contradicts itself.
///
/// Nobody is told of such a panic: the file is a finding. That takes a hook, which hands every other panic on to the one
/// that was there. What a decoder leaves half done isn't used again.
pub fn decoding<T>(decode: impl FnOnce() -> T) -> Option<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !DECODING.get() {
                others(info);
            }
        }));
    });
    let before = DECODING.replace(true);
    let decoded = panic::catch_unwind(AssertUnwindSafe(decode));
    DECODING.set(before);
    decoded.ok()
}

#[cfg(test)]
mod tests {
    use super::decoding;

    #[test]
    fn a_panic_is_nothing() {
        assert_eq!(decoding(|| 7), Some(7));
        assert_eq!(decoding(|| -> u8 { panic!("in the middle of a page") }), None);
    }
}
