//! Folders of files from one text.

use tempfile::TempDir;
use tieuchi::check::{Settings, check_parsed};
use tieuchi::compile;
use tieuchi::diagnostic::Finding;
use tieuchi::diagnostic::codes::in_full;
use tieuchi::source::Source;
use tieuchi_records::{MANIFEST, Manifest, Records, load_pack, read_path};

/// The size of the largest file that a test writes out; a larger one has a hole.
const LARGEST: u64 = 100_000_000;

/// An example's files, each behind a line `-- its name`.
pub fn unpack(example: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    if let Some((start, rest)) = example.split_once('⟦')
        && let Some((count, _)) = rest.split_once('|')
        && count.parse::<u64>().is_ok_and(|count| count > LARGEST)
    {
        let (name, content) = start.trim_start_matches("-- ").split_once('\n').unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        std::fs::File::options().write(true).open(path).unwrap().set_len(count.parse().unwrap()).unwrap();
        return folder;
    }
    let full = in_full(example);
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for line in full.split_inclusive(|byte| *byte == b'\n') {
        match (line.strip_prefix(b"-- "), files.last_mut()) {
            (Some(name), _) => files.push((String::from_utf8(name.to_vec()).unwrap().trim().to_owned(), Vec::new())),
            (None, Some((_, content))) => content.extend(line),
            (None, None) => panic!("a line before the first file"),
        }
    }
    for (name, content) in files {
        let (name, target) = name.split_once(" -> ").map_or((name.as_str(), None), |(name, to)| (name, Some(to)));
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        match target {
            Some(target) => std::os::unix::fs::symlink(target, path).unwrap(),
            None => std::fs::write(path, content).unwrap(),
        }
    }
    folder
}

/// What is found in a folder of records, by rules.
pub fn of_records(folder: &TempDir, rules: &str) -> Vec<Finding> {
    let (program, _) = compile(&[Source::new("rules", rules)]).unwrap();
    let manifest = std::fs::read_to_string(folder.path().join(MANIFEST));
    let records = manifest.map_or(Records::default(), |text| Manifest::read(MANIFEST, &text).unwrap().records);
    // A lone file with all kinds is read by itself.
    let alone = ["all.json", "tất_cả.json"].map(|name| folder.path().join(name)).into_iter().find(|path| path.exists());
    match read_path(&program, &records, alone.as_deref().unwrap_or(folder.path())) {
        Ok((_, warnings)) => warnings,
        Err(findings) => findings,
    }
}

/// What is found in the pack `p` of a folder.
pub fn of_packs(folder: &TempDir) -> Vec<Finding> {
    match load_pack(&folder.path().join("p"), None) {
        Ok(pack) => match check_parsed(&pack.files, pack.findings, &Settings::new()) {
            Ok((_, findings)) | Err(findings) => findings,
        },
        Err(refused) => refused.findings,
    }
}
