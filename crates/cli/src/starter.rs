//! `tieuchi new`: a pack to begin with. Its files stand beside this one, in each language.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use tieuchi::source::Language;

use crate::words::file_words;
use crate::{Stop, output};

/// What the name of the pack is put in place of.
const NAME: &str = "⟨gói⟩";

const EN: &[(&str, &str)] = &[
    ("tieuchi.ron", include_str!("starter/en/tieuchi.ron")),
    ("rules.en.tieuchi", include_str!("starter/en/rules.en.tieuchi")),
    ("records/divisions.csv", include_str!("starter/en/divisions.csv")),
    ("records/people.csv", include_str!("starter/en/people.csv")),
    ("tests/sample.tieuchi", include_str!("starter/en/sample.tieuchi")),
    ("README.md", include_str!("starter/en/README.md")),
];

const VI: &[(&str, &str)] = &[
    ("tieuchi.ron", include_str!("starter/vi/tieuchi.ron")),
    ("rules.vi.tieuchi", include_str!("starter/vi/rules.vi.tieuchi")),
    ("ho-so/phong.csv", include_str!("starter/vi/phong.csv")),
    ("ho-so/ca-nhan.csv", include_str!("starter/vi/ca-nhan.csv")),
    ("tests/mau.tieuchi", include_str!("starter/vi/mau.tieuchi")),
    ("README.md", include_str!("starter/vi/README.md")),
];

/// Makes the pack in a folder, which isn't there yet or is empty.
pub fn begin(folder: &Path, language: Language) -> Result<u8, Stop> {
    let (words, shown) = (file_words(language), folder.display().to_string());
    let unwritten = |error: std::io::Error| Stop::Unwritten(Some(folder.to_owned()), error);
    if folder.is_file() {
        return Err(Stop::Say((words.no_folder)(&shown)));
    }
    fs::create_dir_all(folder).map_err(unwritten)?;
    if fs::read_dir(folder).map_err(unwritten)?.next().is_some() {
        return Err(Stop::Say((words.not_empty)(&shown)));
    }
    let own = folder.canonicalize().map_err(unwritten)?;
    let name = own.file_name().map_or_else(|| "pack".to_owned(), |name| name.to_string_lossy().into_owned());
    for (path, text) in language.pick(EN, VI) {
        let path = folder.join(path);
        let unwritten = |error: std::io::Error| Stop::Unwritten(Some(path.clone()), error);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above).map_err(unwritten)?;
        }
        let manifest = path.extension().is_some_and(|ending| ending == "ron");
        let name = if manifest { name.replace('\\', "\\\\").replace('"', "\\\"") } else { name.clone() };
        let mut file = File::create_new(&path).map_err(unwritten)?;
        file.write_all(text.replace(NAME, &name).as_bytes()).map_err(unwritten)?;
    }
    output::write(&format!("{}\n", (words.begun)(&shown)), None)?;
    Ok(0)
}
