//! The first sheet of a template, which says what to fill in and where.

use rust_xlsxwriter::{Workbook, XlsxError};
use tieuchi::program::Origin;
use tieuchi::source::Language;

use crate::columns::Sheet;
use crate::notes::Notes;
use crate::style::{self, height};

/// How wide the columns are.
const WIDTHS: [f64; 6] = [22.0, 30.0, 12.0, 44.0, 44.0, 44.0];

fn steps(language: Language) -> [&'static str; 7] {
    match language {
        Language::En => [
            "Fill in the sheets behind this one, a row for each record, from the second row on. Columns may be moved, not renamed.",
            "Choose from the lists where there are some; days are written 31/12/2022, percentages 85%.",
            "Columns with a dark head must be filled in. Columns with a light head may stay blank, with the meaning that the note at the head says.",
            "A key that stands twice turns red. A key of another sheet is best entered there first: then it can be chosen.",
            "Sheets whose names begin with # are notes and are not read: keep what you like in a sheet of your own that is named so.",
            "To check the records: tieuchi check RULES --data this-file.xlsx",
            "When the rules have changed: tieuchi template RULES --from this-file.xlsx --out new-file.xlsx",
        ],
        Language::Vi => [
            "Điền vào các trang tính phía sau, mỗi bản ghi một dòng, từ dòng thứ hai. Có thể đổi chỗ các cột nhưng không đổi tên cột.",
            "Ô có danh sách thì chọn trong danh sách; ngày ghi như 31/12/2022, tỷ lệ ghi như 85%.",
            "Cột có đầu đề nền đậm là cột bắt buộc. Cột có đầu đề nền nhạt có thể để trống, ý nghĩa nêu trong ghi chú ở đầu đề.",
            "Mã bị trùng sẽ hiện màu đỏ. Nên nhập mã ở trang tính gốc trước để chọn được ở các trang tính khác.",
            "Trang tính có tên bắt đầu bằng dấu # là ghi chú, không được đọc: muốn lưu riêng nội dung gì, hãy đặt tên trang như vậy.",
            "Kiểm tra hồ sơ: tieuchi check QUY_TẮC --data tệp-này.xlsx",
            "Khi quy tắc thay đổi: tieuchi template QUY_TẮC --from tệp-này.xlsx --out tệp-mới.xlsx",
        ],
    }
}

/// Writes the sheet.
pub(crate) fn write(book: &mut Workbook, notes: &Notes<'_>, sheets: &[Sheet<'_>]) -> Result<(), XlsxError> {
    let language = notes.language;
    let sheet = book.add_worksheet();
    sheet.set_name(language.pick("# Read me", "# Hướng dẫn"))?;
    for (at, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width(at, width)?;
    }
    sheet.merge_range(0, 0, 0, 5, language.pick("Records to fill in", "Biểu mẫu hồ sơ"), &style::title())?;
    let mut row = 1;
    let documents = notes.documents();
    for line in documents.iter().map(String::as_str).chain(steps(language)) {
        sheet.merge_range(row, 0, row, 5, &style::cell(line), &style::wrapped())?;
        sheet.set_row_height(row, height(line.chars().count().div_ceil(WIDTHS.iter().sum::<f64>() as usize)))?;
        row += 1;
    }
    row += 1;
    let heads = language.pick(
        ["Sheet", "Column", "Required", "What it is", "What to fill in", "Read by"],
        ["Trang tính", "Cột", "Bắt buộc", "Ý nghĩa", "Cách điền", "Dùng cho"],
    );
    for (at, text) in (0u16..).zip(heads) {
        sheet.write_string_with_format(row, at, text, &style::head())?;
    }
    let head = row;
    for of in sheets {
        for column in &of.columns {
            row += 1;
            let field = column.field;
            let period = notes.period(of.kind, column.id).map(|told| format!(" {told}")).unwrap_or_default();
            let wanted = notes.wanted(field, field.origin == Origin::Key, sheets);
            let required = is_required(field);
            let cells = [
                of.name.clone(),
                column.header.clone(),
                if required { language.pick("yes", "có").to_owned() } else { String::new() },
                field.note.clone().unwrap_or_default(),
                format!("{wanted} {}{period}", notes.blank(field)),
                notes.read_by(of.id, column.id),
            ];
            let lines = cells.iter().zip(WIDTHS).map(|(text, width)| text.chars().count().div_ceil(width as usize - 2));
            sheet.set_row_height(row, height(lines.max().unwrap_or(1)))?;
            for (at, text) in (0u16..).zip(cells) {
                sheet.write_string_with_format(row, at, style::cell(&text), &style::wrapped())?;
            }
        }
    }
    sheet.autofilter(head, 0, row.max(head + 1), 5)?;
    style::printed(sheet, true, Some(head))
}

/// Whether a blank in a field is refused.
pub(crate) fn is_required(field: &tieuchi::program::Field) -> bool {
    match (&field.origin, field.ty) {
        (Origin::Key, _) => true,
        (Origin::Data { optional, may_be_unknown }, tieuchi::program::Type::Reference(_)) => {
            !optional && !may_be_unknown
        }
        (
            Origin::Data { .. } | Origin::Define(_) | Origin::Award { .. } | Origin::Previous { .. } | Origin::Rank(_),
            _,
        ) => false,
    }
}
