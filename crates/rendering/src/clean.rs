//! Characters that are no text.

/// The sign for a character that can't be shown.
const SIGN: char = '\u{fffd}';

/// A rendering without characters that are no text: control characters, which no document may have, and those that turn
/// the direction of what follows, by which a text would look like another.
///
/// It is asked once about all that was written: no part of a report can get round it.
pub fn clean(written: String) -> String {
    let wrong = |c: char| match c {
        '\n' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => true,
        c => c.is_control(),
    };
    if written.contains(wrong) { written.replace(wrong, SIGN.encode_utf8(&mut [0; 4])) } else { written }
}
