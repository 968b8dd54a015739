//! The manifest of a pack, `tieuchi.ron`.

use std::fmt;
use std::marker::PhantomData;

use ron::extensions::Extensions;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use tieuchi::diagnostic::{BadPath, PackFault, PackProblem, nearest};
use tieuchi::roster::DecimalSign;
use tieuchi::source::{Language, Position};

/// The file name of a manifest.
pub const MANIFEST: &str = "tieuchi.ron";

/// The edition of manifests that is read.
const EDITION: u32 = 1;

/// A manifest.
///
/// ```
/// let text = r#"(
///     tieuchi: 1,
///     name: "campaign-2022",
///     title: "The campaign of 2022",
///     main: { "vi": "campaign.vi.tieuchi", "en": "campaign.en.tieuchi" },
///     packs: { "titles-2022": "../titles-2022" },
///     records: {
///         "person": (
///             file: "staff.csv",
///             columns: { "Họ và tên": "name" },
///             ignore: ["Ghi chú"],
///             decimal: ",",
///         ),
///     },
///     samples: ["../../examples/campaign-2022"],
/// )"#;
/// let manifest = tieuchi_records::Manifest::read("tieuchi.ron", text).unwrap();
/// assert_eq!(manifest.packs, [("titles-2022".to_owned(), "../titles-2022".to_owned())]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// `name`: a short name.
    pub name: String,
    /// `title`: what it is, for people.
    pub title: Option<String>,
    /// `main`: the main rule file of each language, in the order of the text.
    pub main: Vec<(Language, String)>,
    /// `packs`: packs that the rules build on, with their folders, relative to this one.
    pub packs: Vec<(String, String)>,
    /// `records`: how the records of each kind are written.
    pub records: Records,
    /// `samples`: folders or files of records, relative to this one, that an editor judges while the rules are written.
    pub samples: Vec<String>,
}

/// How records are written: kinds by name, each with its options.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records {
    /// The file that says so, for findings.
    pub file: Option<String>,
    /// Kinds in the order of the text.
    pub kinds: Vec<(String, RecordOptions)>,
    /// What the manifests of the packs say that the rules use, the one that is used first before the others. It holds where
    /// nothing nearer says otherwise.
    pub used: Vec<Records>,
}

impl Records {
    /// What each manifest says, the nearest first.
    pub(crate) fn nearest_first(&self) -> impl DoubleEndedIterator<Item = &Records> {
        std::iter::once(self).chain(&self.used)
    }

    /// The options of a kind, those of the nearest manifest first; `is` says whether a name is that kind's.
    pub fn of<'r>(&'r self, is: impl Fn(&str) -> bool + 'r) -> impl Iterator<Item = &'r RecordOptions> {
        let all = self.nearest_first().flat_map(|records| &records.kinds);
        all.filter(move |(name, _)| is(name)).map(|(_, options)| options)
    }
}

/// How the records of a kind are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordOptions {
    /// `file` or `files`: names of files in the folder of records; none: files named like the kind.
    pub files: Vec<String>,
    /// `columns`: a column's name in the data and the field that it is.
    pub columns: Vec<(String, String)>,
    /// `ignore`: columns to pass over.
    pub ignore: Vec<String>,
    /// `decimal`: the decimal sign of numbers in texts.
    pub decimal: Option<DecimalSign>,
}

/// A map as its pairs stand, so that a repeated name can be told.
struct Pairs<T>(Vec<(String, T)>);

impl<T> Default for Pairs<T> {
    fn default() -> Pairs<T> {
        Pairs(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pairs<T>, D::Error> {
        struct Collect<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Collect<T> {
            type Value = Pairs<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map with names")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<T>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(Collect(PhantomData))
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    tieuchi: u32,
    name: String,
    title: Option<String>,
    main: Pairs<String>,
    #[serde(default)]
    packs: Pairs<String>,
    #[serde(default)]
    records: Pairs<WrittenRecords>,
    #[serde(default)]
    samples: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRecords {
    file: Option<String>,
    #[serde(default)]
    files: Vec<String>,
    #[serde(default)]
    columns: Pairs<String>,
    #[serde(default)]
    ignore: Vec<String>,
    decimal: Option<String>,
}

impl Manifest {
    /// Reads a manifest's text; the file is called `file` in problems.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, or the first thing that keeps it from being read at all.
    pub fn read(file: &str, text: &str) -> Result<Manifest, Vec<PackProblem>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
        let written: Written = options.from_str(text).map_err(|error| vec![unreadable(file, &error)])?;
        let mut problems = Vec::new();
        let manifest = sound(written, file, &mut problems);
        if problems.is_empty() { Ok(manifest) } else { Err(problems) }
    }
}

/// The library's error in our terms.
fn unreadable(file: &str, error: &ron::error::SpannedError) -> PackProblem {
    // A name that isn't known is shown where it starts; anything else where reading stopped.
    let at = match &error.code {
        ron::Error::NoSuchStructField { .. } => error.span.start,
        _ => error.span.end,
    };
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let position = Position { line: number(at.line), column: number(at.col) };
    let fault = match &error.code {
        ron::Error::NoSuchStructField { expected, found, .. } => PackFault::UnknownEntry {
            name: found.clone(),
            nearest: nearest(found, expected.iter().copied()).map(str::to_owned),
        },
        ron::Error::MissingStructField { field, .. } => PackFault::MissingEntry { name: (*field).to_owned() },
        ron::Error::DuplicateStructField { field, .. } => PackFault::RepeatedEntry { name: (*field).to_owned() },
        ron::Error::Eof | ron::Error::ExpectedStringEnd => PackFault::Malformed { ends_early: true },
        _ => PackFault::Malformed { ends_early: false },
    };
    PackProblem { file: Some(file.to_owned()), position: Some(position), fault }
}

/// Names that stand more than once.
fn repeated<'a>(names: impl Iterator<Item = &'a str>, found: &mut Vec<PackFault>) {
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        if seen.contains(&name) {
            found.push(PackFault::RepeatedEntry { name: name.to_owned() });
        }
        seen.push(name);
    }
}

fn sound(written: Written, file: &str, problems: &mut Vec<PackProblem>) -> Manifest {
    let mut faults = Vec::new();
    if written.tieuchi != EDITION {
        faults.push(PackFault::Edition { found: written.tieuchi });
    }
    for path in &written.samples {
        if let Some(why) = crate::pack::bad_path(path).filter(|why| *why != BadPath::Upwards) {
            faults.push(PackFault::Path { path: path.clone(), why });
        }
    }
    repeated(written.main.0.iter().map(|(code, _)| code.as_str()), &mut faults);
    repeated(written.packs.0.iter().map(|(name, _)| name.as_str()), &mut faults);
    repeated(written.records.0.iter().map(|(kind, _)| kind.as_str()), &mut faults);
    if written.main.0.is_empty() {
        faults.push(PackFault::NoMain);
    }
    let mut main = Vec::new();
    for (code, path) in written.main.0 {
        match code.parse::<Language>() {
            Ok(language) => main.push((language, path)),
            Err(()) => faults.push(PackFault::UnknownLanguage { code }),
        }
    }
    let mut kinds = Vec::new();
    for (kind, options) in written.records.0 {
        repeated(options.columns.0.iter().map(|(column, _)| column.as_str()), &mut faults);
        let decimal = match options.decimal.as_deref() {
            None => None,
            Some(",") => Some(DecimalSign::Comma),
            Some(".") => Some(DecimalSign::Point),
            Some(found) => {
                faults.push(PackFault::DecimalSign { found: found.to_owned() });
                None
            }
        };
        let files: Vec<String> = options.file.into_iter().chain(options.files).collect();
        for path in &files {
            if let Some(why) = crate::pack::bad_path(path) {
                faults.push(PackFault::Path { path: path.clone(), why });
            }
        }
        let columns = options.columns.0;
        kinds.push((kind, RecordOptions { files, columns, ignore: options.ignore, decimal }));
    }
    problems.extend(faults.into_iter().map(|fault| PackProblem::of(file, fault)));
    Manifest {
        name: written.name,
        title: written.title,
        main,
        packs: written.packs.0,
        records: Records { file: Some(file.to_owned()), kinds, used: Vec::new() },
        samples: written.samples,
    }
}
