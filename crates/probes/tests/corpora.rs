//! What fuzzing has kept, through the same functions: whatever was found once stays mended.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tieuchi::source::Language;
use tieuchi::syntax::words::Word;
use tieuchi_probes::PROBES;

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

/// The names in a folder, without endings.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect()
}

#[test]
fn every_probe_has_a_target_and_a_corpus() {
    let probes: BTreeSet<String> = PROBES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names(&fuzz().join("fuzz_targets")), probes);
    assert_eq!(names(&fuzz().join("kept")), probes);
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).expect("a manifest");
    let bins = manifest.matches("\n[[bin]]\n").count();
    assert_eq!(bins, probes.len());
    for probe in probes {
        assert!(manifest.contains(&format!("name = \"{probe}\"\npath = \"fuzz_targets/{probe}.rs\"")), "{probe}");
        let target = fs::read_to_string(fuzz().join(format!("fuzz_targets/{probe}.rs"))).expect("a target");
        assert!(target.contains(&format!("tieuchi_probes::{probe}(bytes)")), "{probe}: {target}");
    }
}

#[test]
fn what_was_kept_passes() {
    let mut all = 0;
    for (name, probe) in PROBES {
        let mut files: Vec<PathBuf> = fs::read_dir(fuzz().join("kept").join(name))
            .expect("a folder of each")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        files.sort();
        assert!(!files.is_empty(), "{name}: nothing is kept");
        for file in files {
            let bytes = fs::read(&file).expect("a file");
            // Which file it is stands before what it fails with.
            println!("{}", file.display());
            probe(&bytes);
            all += 1;
        }
    }
    assert!(all > PROBES.len());
}

/// A word as a dictionary of libFuzzer has it.
fn quoted(word: &str) -> String {
    let escaped = word.bytes().map(|byte| match byte {
        b'"' | b'\\' => format!("\\{}", byte as char),
        b' '..=b'~' => (byte as char).to_string(),
        other => format!("\\x{other:02x}"),
    });
    format!("\"{}\"\n", escaped.collect::<String>())
}

#[test]
fn the_dictionary_has_every_word() {
    let mut words = BTreeSet::new();
    for language in [Language::En, Language::Vi] {
        let spellings = Word::ALL.iter().flat_map(|word| word.spellings(language));
        // A word that stands around something is two.
        words.extend(spellings.flat_map(|spelling| spelling.split('…')).map(str::trim).filter(|word| !word.is_empty()));
        words.insert(language.pick("tieuchi 1, en\n", "tieuchi 1, vi\n"));
    }
    words.extend(["\n", "\n  ", "\"", "`", "a)", "b)", "-> ", "70%", "1/3", "2022-12-31", "31/12/2022", "1.5", "1,5"]);
    let written: String = words.iter().map(|word| quoted(word)).collect();
    let path = fuzz().join("dictionaries/rules.dict");
    if std::env::var_os("TIEUCHI_WRITE").is_some() {
        fs::write(&path, &written).expect("a dictionary");
    }
    assert_eq!(fs::read_to_string(&path).expect("a dictionary"), written, "TIEUCHI_WRITE=1 writes it anew");
}
