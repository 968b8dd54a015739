//! What is printed reads back as the same tree; a file translated there and back is itself.

use proptest::prelude::*;

use tieuchi::source::Language;
use tieuchi::syntax::translate::{Names, translate};
use tieuchi::syntax::tree::File;

use super::trees;

fn other(language: Language) -> Language {
    language.pick(Language::Vi, Language::En)
}

fn there_and_back(file: &File) {
    let (there, missing) = translate(file, other(file.language), &Names::gather(&[file]));
    assert_eq!(missing, [""; 0]);
    let (back, missing) = translate(&there, file.language, &Names::gather(&[&there]));
    assert_eq!(missing, [""; 0]);
    assert_eq!(&back, file);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn english_files_are_translated_and_back(file in trees::files(Language::En)) {
        there_and_back(&file);
    }

    #[test]
    fn vietnamese_files_are_translated_and_back(file in trees::files(Language::Vi)) {
        there_and_back(&file);
    }
}
