//! Templates of records and reports as workbooks, where workbooks are built in.

use std::path::Path;

#[cfg(not(feature = "spreadsheets"))]
use tieuchi::report::Report;
use tieuchi::source::Language;

use crate::Stop;
#[cfg(not(feature = "spreadsheets"))]
use tieuchi_rendering::Heading;

/// Where a template goes, and what it takes over.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// The file to write.
    pub out: &'a Path,
    /// A workbook that was filled in.
    pub from: Option<&'a Path>,
    /// Whether a file that is there is written over.
    pub force: bool,
}

/// Whether a workbook has a file to go to: it is nothing for a terminal or a pipe.
pub fn needs_a_file(out: Option<&Path>, language: Language) -> Result<(), Stop> {
    match out {
        Some(_) => Ok(()),
        None => Err(Stop::Say(
            language
                .pick(
                    "a workbook isn't written to the terminal: name a file, such as --out report.xlsx",
                    "không in được bảng tính ra màn hình: hãy nêu tệp, chẳng hạn --out bao-cao.xlsx",
                )
                .to_owned(),
        )),
    }
}

#[cfg(not(feature = "spreadsheets"))]
fn not_built_in(language: Language) -> Stop {
    Stop::Say(
        language
            .pick(
                "workbooks are not built in: build tieuchi with the feature spreadsheets",
                "bản này không có chức năng bảng tính: hãy biên dịch tieuchi với tính năng spreadsheets",
            )
            .to_owned(),
    )
}

#[cfg(not(feature = "spreadsheets"))]
pub fn template(_: &Path, _: Target<'_>, language: Option<Language>) -> Result<u8, Stop> {
    Err(not_built_in(language.unwrap_or_default()))
}

#[cfg(not(feature = "spreadsheets"))]
pub fn report(_: &Report, language: Language, _: &Heading, _: Option<&Path>) -> Result<(), Stop> {
    Err(not_built_in(language))
}

#[cfg(feature = "spreadsheets")]
pub use built_in::{report, template};

#[cfg(feature = "spreadsheets")]
mod built_in {
    use std::fs;
    use std::io::Write;
    use std::path::Path;

    use tieuchi::report::Report;
    use tieuchi::source::Language;
    use tieuchi_spreadsheets::{Unfit, filled};
    use tieuchi_workbooks::{Carried, Change};

    use super::{Target, needs_a_file};
    use crate::text::Speech;
    use crate::words::{disk_fault, words};
    use crate::{Stop, input, output};
    use tieuchi_rendering::Heading;

    /// Writes a template, and says what was carried over.
    pub fn template(rules: &Path, target: Target<'_>, language: Option<Language>) -> Result<u8, Stop> {
        let loaded = input::rules(rules, language, &tieuchi::check::Settings::new())?;
        let language = language.unwrap_or(loaded.program.language);
        let Target { out, from, force } = target;
        may_write(target, language)?;
        let refused = |why: tieuchi_workbooks::Unwritten| Stop::Say(why.say(language));
        let Some(from) = from else {
            let bytes = tieuchi_workbooks::template(&loaded.program, &loaded.records, language).map_err(refused)?;
            put(&bytes, out, force)?;
            return Ok(0);
        };
        let shown = from.display().to_string();
        let say = |why: &str| Stop::Say((words(language).cant_read)(&shown, why));
        let limit = tieuchi_records::MAX_FILE_BYTES;
        let size = fs::metadata(from).map_err(|error| say(&disk_fault(&error, language)))?.len();
        if size > limit {
            return Err(say(&too_large(limit, language)));
        }
        let bytes = fs::read(from).map_err(|error| say(&disk_fault(&error, language)))?;
        let sheets =
            filled(&bytes).map_err(|unfit| match unfit {
                Unfit::TooLarge(limit) => say(&too_large(limit, language)),
                Unfit::Unsound => say(language
                    .pick("it is damaged, or no workbook (.xlsx)", "tệp bị hỏng hoặc không phải bảng tính .xlsx")),
            })?;
        let carried =
            tieuchi_workbooks::refilled(&loaded.program, &loaded.records, language, &sheets).map_err(refused)?;
        put(&carried.bytes, out, force)?;
        output::write(&told(&carried, language), None)?;
        Ok(0)
    }

    fn too_large(limit: u64, language: Language) -> String {
        language.pick(
            format!("it has more than {limit} bytes, packed or unpacked"),
            format!("tệp lớn hơn {limit} byte (kể cả khi giải nén)"),
        )
    }

    /// Refuses to write over what somebody has filled in.
    fn may_write(target: Target<'_>, language: Language) -> Result<(), Stop> {
        let Target { out, from, force } = target;
        let shown = out.display();
        let same =
            |from: &Path| fs::canonicalize(from).ok().is_some_and(|from| fs::canonicalize(out).ok() == Some(from));
        if from.is_some_and(same) {
            return Err(Stop::Say(language.pick(
                format!(
                    "{shown} is the workbook that is carried over, which stays as it is: name another file with --out"
                ),
                format!("{shown} chính là bảng tính đã điền, cần giữ nguyên: hãy nêu tệp khác sau --out"),
            )));
        }
        if out.exists() && !force {
            return Err(Stop::Say(language.pick(
                format!("{shown} is there already and may have been filled in: name another file, or write over it with --force"),
                format!("đã có tệp {shown}, có thể đã được điền: hãy nêu tệp khác, hoặc dùng --force để ghi đè"),
            )));
        }
        let ending = out.extension().and_then(|ending| ending.to_str()).unwrap_or("");
        if !ending.eq_ignore_ascii_case("xlsx") {
            return Err(Stop::Say(language.pick(
                format!("{shown} doesn't end in .xlsx, so that nobody would know it for a workbook"),
                format!("tên tệp {shown} không kết thúc bằng .xlsx nên không nhận ra được là bảng tính"),
            )));
        }
        Ok(())
    }

    /// Writes a file that is there when all of it is. One that has come in the meantime isn't written over.
    fn put(bytes: &[u8], out: &Path, force: bool) -> Result<(), Stop> {
        let unwritten = |error: std::io::Error| Stop::Unwritten(Some(out.to_owned()), error);
        let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if out.is_dir() {
            return Err(unwritten(std::io::ErrorKind::IsADirectory.into()));
        }
        let mut file = output::beside(folder).map_err(unwritten)?;
        file.write_all(bytes).map_err(unwritten)?;
        let put = if force { file.persist(out) } else { file.persist_noclobber(out) };
        put.map_err(|error| unwritten(error.error))?;
        Ok(())
    }

    /// What was done, sheet by sheet.
    fn told(carried: &Carried, language: Language) -> String {
        let mut text = String::new();
        for change in &carried.changes {
            let Change { sheet, rows, kept, added, set_aside, formulas, marked } = change;
            let head = language.pick(
                format!("{sheet}: {rows} {} kept", if *rows == 1 { "row" } else { "rows" }),
                format!("{sheet}: giữ {rows} dòng"),
            );
            text.push_str(&head);
            text.push('\n');
            let lists = [
                (language.pick("kept", "giữ các cột"), kept),
                (language.pick("added", "thêm các cột"), added),
                (language.pick("set aside", "chuyển sang trang riêng các cột"), set_aside),
            ];
            for (word, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
                text.push_str(&format!("  {word}: {}\n", list.join(", ")));
            }
            if *formulas > 0 {
                text.push_str(&language.pick(
                    format!("  formulas replaced by their values: {formulas}\n"),
                    format!("  công thức đã thay bằng giá trị: {formulas}\n"),
                ));
            }
            if *marked > 0 {
                text.push_str(&language.pick(
                    format!("  kept and marked, since the rules refuse them: {marked} cells\n"),
                    format!("  giữ lại và đánh dấu vì không hợp quy tắc: {marked} ô\n"),
                ));
            }
        }
        if !carried.sheets_aside.is_empty() {
            let sheets = carried.sheets_aside.join(", ");
            text.push_str(&language.pick(
                format!("Sheets that the rules don't know, kept as notes: {sheets}\n"),
                format!("Trang tính không có trong quy tắc, giữ làm ghi chú: {sheets}\n"),
            ));
        }
        text
    }

    /// Writes a report as a workbook.
    pub fn report(report: &Report, language: Language, heading: &Heading, out: Option<&Path>) -> Result<(), Stop> {
        needs_a_file(out, language)?;
        let Some(out) = out else { return Ok(()) };
        let heading = tieuchi_workbooks::Heading { rules: heading.rules.clone(), records: heading.records.clone() };
        let speech = Speech::new(language, true);
        let bytes = tieuchi_workbooks::report(report, &heading, &speech).map_err(|why| Stop::Say(why.say(language)))?;
        put(&bytes, out, true)
    }
}
