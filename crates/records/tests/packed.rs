//! Packed files are the files that they unpack to.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use tieuchi::diagnostic::Finding;
use tieuchi::program::Program;
use tieuchi::roster::Roster;
use tieuchi::source::Source;
use tieuchi_records::{Records, read_path};

fn program() -> Program {
    let rules = "tieuchi 1, en\nrecord unit\n  id: text key\n  staff: count\n\
                 criterion 1 \"Not too many\"\n  100% of units have staff at most 50\n";
    tieuchi::compile(&[Source::new("rules", rules)]).expect("sound rules").0
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

fn read(name: &str, bytes: &[u8]) -> Result<Roster, Vec<Finding>> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(name), bytes).expect("a file");
    let single = read_path(&program(), &Records::default(), &folder.path().join(name)).map(|(roster, _)| roster);
    let all = read_path(&program(), &Records::default(), folder.path()).map(|(roster, _)| roster);
    assert_eq!(single.is_ok(), all.is_ok());
    all
}

fn csv(rows: usize) -> String {
    (0..rows).fold("id,staff\n".to_owned(), |text, row| text + &format!("U{row},{}\n", row * 7 % 90))
}

#[test]
fn packed_or_not_is_the_same() {
    let text = csv(20_000);
    let plain = read("unit.csv", text.as_bytes()).expect("sound records");
    assert_eq!(plain.len(tieuchi::program::KindId(0)), 20_000);
    let (first, second) = text.as_bytes().split_at(70_001);
    // A frame to be passed over: RFC 8878, section 3.1.2.
    let note = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
    for (name, bytes) in [
        ("unit.csv.gz", gzip(text.as_bytes())),
        ("units.CSV.GZ", gzip(text.as_bytes())),
        ("unit.csv.zst", zstandard(text.as_bytes())),
        ("unit.csv.gz", [gzip(first), gzip(second)].concat()),
        ("unit.csv.zst", [&note[..], &zstandard(first), &note, &zstandard(second), &note].concat()),
    ] {
        assert!(read(name, &bytes).as_ref() == Ok(&plain), "{name}");
    }
    let json = "[{\"id\": \"U0\", \"staff\": 0}]";
    let one = read("unit.json", json.as_bytes()).expect("sound records");
    for bytes in [gzip(json.as_bytes()), zstandard(json.as_bytes())] {
        let name = if bytes[0] == 0x1f { "unit.json.gz" } else { "unit.json.zst" };
        assert!(read(name, &bytes).as_ref() == Ok(&one), "{name}");
    }
}

#[test]
fn what_is_damaged_is_said_to_be_and_nothing_of_it_is_read() {
    let text = csv(20_000);
    for (name, bytes) in [("unit.csv.gz", gzip(text.as_bytes())), ("unit.csv.zst", zstandard(text.as_bytes()))] {
        for broken in [&bytes[..bytes.len() / 2], &bytes[..5], &bytes[..bytes.len() - 3], b"id,staff\nU1,2\n"] {
            let findings = read(name, broken).expect_err("a damaged file");
            let codes: Vec<&str> = findings.iter().map(Finding::code).collect();
            assert_eq!(codes, ["E0434"], "{name}, {} bytes", broken.len());
        }
        // A changed byte is found out, or it changed nothing.
        let whole = read(name, &bytes).expect("sound records");
        for at in (0..bytes.len()).step_by(bytes.len() / 40) {
            let mut changed = bytes.clone();
            changed[at] ^= 0x20;
            match read(name, &changed) {
                Ok(roster) => assert!(name.ends_with("zst") || roster == whole),
                Err(findings) => assert!(findings.iter().any(|finding| finding.code().starts_with('E'))),
            }
        }
    }
}

#[test]
fn a_small_file_that_unpacks_to_a_huge_one_is_refused() {
    let lines = "\n".repeat(80 << 20);
    let findings = read("unit.csv.gz", &gzip(lines.as_bytes())).expect_err("a bomb");
    assert_eq!(findings.iter().map(Finding::code).collect::<Vec<_>>(), ["E0425"]);
}
