//! Records from a folder or a file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tieuchi::diagnostic::{Bilingual, DataFault, DataPlace, Finding, Notation, Unreadable};
use tieuchi::engine::comes_in_parts;
use tieuchi::program::{KindId, Program};
use tieuchi::roster::{Builder, Roster, kind_named, nearest_kind};

use crate::columnar;
use crate::input::Input;
use crate::lines::read_ndjson;
use crate::manifest::{MANIFEST, Records};
use crate::objects::{is_list, read_json, read_ron};
use crate::packed::plain_name;
use crate::progress::Progress;
use crate::table::read_csv;
use crate::workbooks;

/// The largest file of records that is read whole, in bytes: JSON, RON and UTF-16. CSV and NDJSON are read block by block.
pub const MAX_FILE_BYTES: u64 = 2 << 30;

/// Reads all records under a path: a folder with a file for each kind of
/// record, or one file.
///
/// In a folder each file is named like its kind, in either language, or by
/// the English plural, or as `records` says, and ends in `csv`, `tsv`,
/// `json`, `ndjson`, `jsonl` or `ron`, with `.gz` or `.zst` behind it where it is packed. A single JSON or RON file holds a list
/// under each kind's name, or else one list of the kind that it is named like. With the feature `columnar` there are
/// `parquet` and, for Arrow, `arrow`, `arrows`, `feather` and `ipc`; with the feature `spreadsheets` there are `xlsx` and
/// `xlsm`. A single workbook has a sheet for each kind, named like it; in a folder a workbook has one kind.
///
/// Texts that no criterion reads are not kept, keys aside: see [`Builder::only_what_is_read`].
///
/// # Errors
///
/// Everything that is wrong with the records (at most
/// [`tieuchi::roster::MAX_PROBLEMS`] are kept), warnings last. On success the
/// warnings come with the roster.
pub fn read_path(program: &Program, records: &Records, path: &Path) -> Result<(Roster, Vec<Finding>), Vec<Finding>> {
    read_path_showing(program, records, path, &Progress::default())
}

/// As [`read_path`], telling how far it is.
///
/// # Errors
///
/// As [`read_path`].
pub fn read_path_showing(
    program: &Program,
    records: &Records,
    path: &Path,
    progress: &Progress,
) -> Result<(Roster, Vec<Finding>), Vec<Finding>> {
    read_path_beside(program, records, None, path, progress)
}

/// As [`read_path_showing`], of records that another program reads too, as its own manifest says: kinds, files and columns
/// that it alone knows are passed over. See [`Builder::beside`].
///
/// # Errors
///
/// As [`read_path`]; what neither program knows is a problem.
pub fn read_path_beside(
    program: &Program,
    records: &Records,
    other: Option<(&Program, &Records)>,
    path: &Path,
    progress: &Progress,
) -> Result<(Roster, Vec<Finding>), Vec<Finding>> {
    let mut builder = Builder::new(program).only_what_is_read();
    tell(&mut builder, records);
    if let Some((other, told)) = other {
        tell_beside(&mut builder, other, told);
    }
    if path.is_dir() {
        let parts = None::<(u32, fn(KindId, Roster))>;
        read_folder(&mut builder, records, other, path, progress, parts);
    } else {
        progress.expect(std::iter::once(path));
        progress.within(path, || read_single(&mut builder, records, path, progress));
    }
    builder.finish_with_warnings()
}

/// As [`read_path_showing`], into a builder that may have records already and was [told](tell) what the manifest says.
pub fn read_into(builder: &mut Builder<'_>, records: &Records, path: &Path, progress: &Progress) {
    if path.is_dir() {
        let parts = None::<(u32, fn(KindId, Roster))>;
        read_folder(builder, records, None, path, progress, parts);
    } else {
        read_single(builder, records, path, progress);
    }
}

/// As [`read_path`], for whoever has no use for records once they are tallied: those of one kind are handed on, at
/// least `many` at a time, and not kept. It is the kind with the largest file among those that [can come in
/// parts](comes_in_parts); there may be none, and then all records are in the roster that is returned. See
/// [`Builder::hand_on`] for what each roster has.
///
/// Files of that kind are read last. Memory is that of one part, of all other records, and of the keys.
///
/// # Errors
///
/// As [`read_path`]: what was handed on by then is to be forgotten.
pub fn read_path_in_parts<'p>(
    program: &'p Program,
    records: &Records,
    path: &Path,
    progress: &Progress,
    many: u32,
    hand_on: impl FnMut(KindId, Roster) + 'p,
) -> Result<(Roster, Vec<Finding>), Vec<Finding>> {
    let mut builder = Builder::new(program).only_what_is_read();
    tell(&mut builder, records);
    if path.is_dir() {
        read_folder(&mut builder, records, None, path, progress, Some((many, hand_on)));
    } else {
        progress.expect(std::iter::once(path));
        progress.within(path, || read_single(&mut builder, records, path, progress));
    }
    builder.finish_with_warnings()
}

/// The file's name as findings show it.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn at(path: &Path) -> DataPlace {
    DataPlace { file: Some(shown(path)), ..DataPlace::default() }
}

/// Hands the options of a manifest on to a builder, behind those of the packs that the rules use: what comes later holds.
pub fn tell(builder: &mut Builder<'_>, records: &Records) {
    records.nearest_first().rev().for_each(|records| tell_one(builder, records));
}

fn tell_one(builder: &mut Builder<'_>, records: &Records) {
    for (name, options) in &records.kinds {
        let program = builder.program();
        let Some(kind) = kind_named(program, name) else {
            let place = DataPlace { file: records.file.clone(), ..DataPlace::default() };
            let fault = DataFault::UnknownKind { name: name.clone(), nearest: nearest_kind(program, name) };
            builder.problem(place, fault);
            continue;
        };
        for (column, field) in &options.columns {
            builder.rename(kind, column, field);
        }
        for column in &options.ignore {
            builder.ignore(kind, column);
        }
        if let Some(sign) = options.decimal {
            builder.decimal_sign(kind, sign);
        }
    }
}

/// Hands on what another program knows of the same records.
fn tell_beside<'p>(builder: &mut Builder<'p>, other: &'p Program, told: &Records) {
    builder.beside(other);
    for (name, options) in told.nearest_first().flat_map(|records| &records.kinds) {
        let declared = kind_named(other, name).and_then(|kind| other.kinds.get(kind.at()));
        let names = declared.into_iter().flat_map(|kind| [&kind.name.en, &kind.name.vi]).flatten();
        let Some(kind) = names.into_iter().find_map(|name| kind_named(builder.program(), name)) else { continue };
        for column in options.columns.iter().map(|(column, _)| column).chain(&options.ignore) {
            builder.pass_over(kind, column);
        }
    }
}

/// Whether another program reads a file, whichever kind it is there.
fn others_file((other, told): (&Program, &Records), path: &Path) -> bool {
    let kinds = told.nearest_first().flat_map(|records| &records.kinds);
    let listed = kinds.flat_map(|(_, options)| &options.files);
    let named = |file: &String| path.file_name().is_some_and(|name| name == file.as_str());
    named_kind(other, path).is_some() || listed.into_iter().any(named)
}

fn notation(path: &Path) -> Option<Notation> {
    match plain_name(path).extension()?.to_str()?.to_lowercase().as_str() {
        "csv" | "tsv" => Some(Notation::Csv),
        "json" => Some(Notation::Json),
        "ndjson" | "jsonl" => Some(Notation::NdJson),
        "ron" => Some(Notation::Ron),
        "xlsx" | "xlsm" => Some(Notation::Workbook),
        "parquet" => Some(Notation::Parquet),
        "arrow" | "arrows" | "feather" | "ipc" => Some(Notation::Arrow),
        _ => None,
    }
}

/// Endings of files that an author may believe to be read.
fn looks_like_records(path: &Path) -> bool {
    let plain = plain_name(path);
    let ending = plain.extension().and_then(|ending| ending.to_str()).unwrap_or("").to_lowercase();
    notation(path).is_some() || matches!(ending.as_str(), "xls" | "ods" | "txt" | "db")
}

fn named_kind(program: &Program, path: &Path) -> Option<KindId> {
    kind_named(program, plain_name(path).file_stem()?.to_str()?)
}

/// Reads a file whose bytes are in memory as [`read_path`] reads one on the disk, into a builder that may have records already
/// and was [told](tell) what the manifest says. `kind` names the kind of its records where its own name doesn't.
pub fn read_bytes(builder: &mut Builder<'_>, records: &Records, name: &str, kind: Option<&str>, bytes: &Arc<[u8]>) {
    let (path, progress) = (Path::new(name), Progress::default());
    let kind = kind.and_then(|kind| kind_named(builder.program(), kind));
    read_file(builder, records, kind, Input { path, memory: Some(bytes), progress: &progress });
}

/// Reads a file of a kind.
fn read_kind(builder: &mut Builder<'_>, kind: KindId, input: Input<'_>, notation: Notation) {
    builder.given(kind);
    let (name, before) = (input.shown(), builder.len(kind));
    let read = match notation {
        Notation::Csv => input.open().map(|file| read_csv(builder, kind, &name, file)),
        Notation::NdJson => input.open().map(|file| read_ndjson(builder, kind, &name, file)),
        Notation::Json => input.bytes().map(|bytes| read_json(builder, Some(kind), &name, &bytes)),
        Notation::Ron => input.bytes().map(|bytes| read_ron(builder, Some(kind), &name, &bytes)),
        Notation::Parquet | Notation::Arrow => columnar::read(builder, kind, input, notation),
        Notation::Workbook => workbooks::of_kind(builder, kind, input),
    };
    if let Err(fault) = read {
        builder.give_up(kind, before, &name, at(input.path), fault);
    }
}

fn read_single(builder: &mut Builder<'_>, records: &Records, path: &Path, progress: &Progress) {
    read_file(builder, records, None, Input::disk(path, progress));
}

/// Reads a file, of the kind that is said or of those that it names.
fn read_file(builder: &mut Builder<'_>, records: &Records, said: Option<KindId>, input: Input<'_>) {
    let path = input.path;
    let Some(notation) = notation(path) else {
        let fault =
            if input.exists() { DataFault::UnknownNotation } else { DataFault::Unreadable(Unreadable::Missing) };
        return builder.problem(at(path), fault);
    };
    let program = builder.program();
    let listed = records.nearest_first().flat_map(|records| &records.kinds).find(|(_, options)| {
        options.files.iter().any(|file| path.file_name().is_some_and(|name| name == file.as_str()))
    });
    let listed = listed.and_then(|(name, _)| kind_named(program, name));
    let kind = said.or(listed).or_else(|| named_kind(program, path));
    let whole = match notation {
        Notation::Workbook => {
            kind.into_iter().for_each(|kind| builder.given(kind));
            if let Err(fault) = workbooks::all_kinds(builder, kind, input) {
                builder.problem(at(path), fault);
            }
            return;
        }
        Notation::Csv | Notation::NdJson | Notation::Parquet | Notation::Arrow => {
            if let Some(kind) = kind {
                return read_kind(builder, kind, input, notation);
            }
            if let Err(fault) = input.open() {
                return builder.problem(at(path), fault);
            }
            let stem = plain_name(path).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let nearest = nearest_kind(program, &stem);
            return builder.problem(at(path), DataFault::UnknownKind { name: stem, nearest });
        }
        Notation::Json | Notation::Ron => input.bytes(),
    };
    match whole {
        Ok(bytes) => {
            let kind = kind.filter(|_| is_list(&bytes, notation));
            let read = if notation == Notation::Ron { read_ron } else { read_json };
            read(builder, kind, &input.shown(), &bytes);
        }
        Err(fault) => builder.problem(at(path), fault),
    }
}

/// Which file of a folder is read as what.
struct Choice {
    kind: KindId,
    path: PathBuf,
    notation: Notation,
}

fn read_folder<'p>(
    builder: &mut Builder<'p>,
    records: &Records,
    other: Option<(&Program, &Records)>,
    folder: &Path,
    progress: &Progress,
    parts: Option<(u32, impl FnMut(KindId, Roster) + 'p)>,
) {
    let program = builder.program();
    let mut files = match files_of(folder) {
        Ok(files) => files,
        Err(fault) => return builder.problem(at(folder), fault),
    };
    let mut chosen: Vec<Choice> = Vec::new();
    let mut told: Vec<PathBuf> = Vec::new();
    // What a used pack calls a kind's file counts if no nearer manifest names one, and it is there.
    let mut named: Vec<KindId> = Vec::new();
    let all = records.nearest_first().zip(std::iter::once(true).chain(std::iter::repeat(false)));
    for (own, (name, options)) in all.flat_map(|(records, own)| records.kinds.iter().map(move |of| (own, of))) {
        let Some(kind) = kind_named(program, name).filter(|kind| own || !named.contains(kind)) else { continue };
        for listed in &options.files {
            let path = folder.join(listed);
            if !own && !path.is_file() {
                continue;
            }
            named.push(kind);
            let by_kind = files.iter().any(|file| named_kind(program, file) == Some(kind) && notation(file).is_some());
            match notation(&path) {
                // A file named like the kind stands in for one that isn't there.
                _ if !path.is_file() && by_kind => {}
                Some(notation) => chosen.push(Choice { kind, path, notation }),
                None => {
                    builder.problem(at(&path), DataFault::UnknownNotation);
                    told.push(path);
                }
            }
        }
    }
    files.retain(|file| !told.contains(file) && !chosen.iter().any(|choice| choice.path == *file));
    let listed: Vec<KindId> = chosen.iter().map(|choice| choice.kind).collect();
    for path in files {
        match (named_kind(program, &path), notation(&path)) {
            (Some(kind), Some(notation)) if !listed.contains(&kind) => {
                match chosen.iter().find(|choice| choice.kind == kind) {
                    Some(other) => {
                        let named = program.kinds.get(kind.at()).map(|kind| Bilingual::from(&kind.name));
                        let other = shown(&other.path);
                        if let Some(kind) = named {
                            builder.problem(at(&path), DataFault::TwoFiles { kind, other });
                        }
                    }
                    None => chosen.push(Choice { kind, path, notation }),
                }
            }
            _ if other.is_some_and(|other| others_file(other, &path)) => {}
            (kind, _) if kind.is_some() || looks_like_records(&path) => {
                builder.problem(at(&path), DataFault::UnusedFile);
            }
            _ => {}
        }
    }
    if chosen.is_empty() {
        let kinds = program.kinds.iter().map(|kind| Bilingual::from(&kind.name)).collect();
        builder.problem(at(folder), DataFault::NoRecords { kinds });
    }
    if let Some((many, mut hand_on)) = parts
        && let Some(kind) = largest_in_parts(program, &chosen)
    {
        chosen.sort_by_key(|choice| choice.kind == kind);
        builder.hand_on(kind, many, move |part| hand_on(kind, part));
    }
    progress.expect(chosen.iter().map(|choice| choice.path.as_path()));
    for Choice { kind, path, notation } in chosen {
        progress.within(&path, || read_kind(builder, kind, Input::disk(&path, progress), notation));
    }
}

/// The kind whose records need not stay that has the largest file.
fn largest_in_parts(program: &Program, chosen: &[Choice]) -> Option<KindId> {
    let size = |choice: &Choice| std::fs::metadata(&choice.path).map_or(0, |file| file.len());
    let fits = chosen.iter().filter(|choice| comes_in_parts(program, choice.kind));
    fits.max_by_key(|choice| size(choice)).map(|choice| choice.kind)
}

/// The files of a folder by name, but for hidden ones and a manifest.
pub(crate) fn files_of(folder: &Path) -> Result<Vec<PathBuf>, DataFault> {
    let entries = std::fs::read_dir(folder).map_err(|_| DataFault::Unreadable(Unreadable::Other))?;
    let mut files: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.retain(|path| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        path.is_file() && name != MANIFEST && !name.starts_with(['.', '~'])
    });
    files.sort();
    Ok(files)
}
