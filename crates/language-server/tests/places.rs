//! Places go from the editor's text to the checker's and back, whatever the text is made of.

use proptest::prelude::*;
use tieuchi_language_server::text::{Encoding, Position, Range, Text};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Pieces of texts: letters with marks together and apart, outside the first plane, joined, line ends of all sorts.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("ế".to_owned()),
        Just("e\u{302}\u{301}".to_owned()),
        Just("𝔸".to_owned()),
        Just("👩‍👧".to_owned()),
        Just("đơn_vị".to_owned()),
        Just("a".to_owned()),
        Just("\u{301}".to_owned()),
        Just("\r\n".to_owned()),
        Just("\n".to_owned()),
        Just("\r".to_owned()),
        Just("\u{feff}".to_owned()),
        Just(" ".to_owned()),
        any::<char>().prop_map(String::from),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

fn encoding() -> impl Strategy<Value = Encoding> {
    prop_oneof![Just(Encoding::Utf8), Just(Encoding::Utf16), Just(Encoding::Utf32)]
}

fn units(encoding: Encoding, text: &str) -> usize {
    match encoding {
        Encoding::Utf8 => text.len(),
        Encoding::Utf16 => text.encode_utf16().count(),
        Encoding::Utf32 => text.chars().count(),
    }
}

proptest! {
    #[test]
    fn the_beginning_of_each_letter_goes_there_and_back(raw in text(), encoding in encoding()) {
        let text = Text::new("x", raw.as_str(), encoding);
        let composed = text.source().text().to_owned();
        let mut start = 0;
        for line in composed.split_inclusive('\n') {
            for (at, _) in line.trim_end_matches('\n').grapheme_indices(true) {
                let offset = (start + at) as u32;
                let position = text.position(offset);
                prop_assert_eq!(text.offset(position), offset, "{:?} {:?}", raw, position);
            }
            start += line.len();
        }
    }

    #[test]
    fn no_place_is_out_of_the_text(raw in text(), encoding in encoding(), line in 0u32..50, character in 0u32..80) {
        let text = Text::new("x", raw.as_str(), encoding);
        let offset = text.offset(Position { line, character });
        prop_assert!(text.source().text().is_char_boundary(offset as usize));
        let whole = text.whole();
        prop_assert!(text.position(offset) <= whole.end);
    }

    #[test]
    fn an_edit_is_what_the_units_say(before in text(), old in text(), after in text(), new in text(), encoding in encoding()) {
        // Pieces that run into one another at the seams would make other lines.
        let raw = format!("{before}|{old}|{after}");
        let text = Text::new("x", raw.as_str(), encoding);
        let place = |upto: &str| {
            let ends = upto.replace("\r\n", "\n").replace('\r', "\n");
            let line = ends.matches('\n').count();
            let last = upto.rfind(['\n', '\r']).map_or(0, |at| at + 1);
            Position { line: line as u32, character: units(encoding, &upto[last..]) as u32 }
        };
        let range = Range { start: place(&format!("{before}|")), end: place(&format!("{before}|{old}")) };
        prop_assert_eq!(text.edited(range, &new), format!("{before}|{new}|{after}"));
    }

    #[test]
    fn both_forms_of_a_text_are_the_same_to_the_checker(raw in text()) {
        let apart: String = raw.nfd().collect();
        let (one, other) = (Text::new("x", raw.as_str(), Encoding::Utf16), Text::new("x", apart.as_str(), Encoding::Utf16));
        prop_assert_eq!(one.source().text(), other.source().text());
    }
}
