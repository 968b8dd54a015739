//! How sheets look, and how they are printed.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, FormatUnderline, Workbook, Worksheet,
    XlsxError,
};

/// The last row of a sheet, from 0.
pub(crate) const LAST_ROW: u32 = 1_048_575;

/// A4, as the format numbers sizes of paper.
const A4: u8 = 9;

/// The most letters that a cell holds, as UTF-16 counts them.
const MAX_CELL: usize = 32_767;

/// The number format of days.
pub(crate) const DAY: &str = "dd/mm/yyyy";

/// The number format of percentages.
pub(crate) const PERCENT: &str = "0.00%";

/// A new workbook, which says of itself what doesn't change with the day.
pub(crate) fn workbook(title: &str) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_title(crate::columns::cut(title, 200)).set_creation_datetime(&created);
    book.set_properties(&properties);
    Ok(book)
}

/// A text as a cell takes it.
pub(crate) fn cell(text: &str) -> String {
    crate::columns::cut(text, MAX_CELL)
}

fn plain() -> Format {
    Format::new().set_align(FormatAlign::Top).set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xBF_BFBF))
}

/// A cell of a text that may be long.
pub(crate) fn wrapped() -> Format {
    plain().set_text_wrap()
}

/// A cell of anything else.
pub(crate) fn value() -> Format {
    plain()
}

/// A link.
pub(crate) fn link() -> Format {
    plain().set_font_color(Color::RGB(0x05_63C1)).set_underline(FormatUnderline::Single)
}

/// A title.
pub(crate) fn title() -> Format {
    Format::new().set_bold().set_font_size(14).set_text_wrap().set_align(FormatAlign::Top)
}

/// A word before what it is about.
pub(crate) fn label() -> Format {
    plain().set_bold()
}

/// The head of a column.
pub(crate) fn head() -> Format {
    let format = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
    format.set_font_color(Color::White).set_background_color(Color::RGB(0x1F_4E78))
}

/// The head of a column that may stay blank.
pub(crate) fn head_optional() -> Format {
    head().set_font_color(Color::RGB(0x1F_4E78)).set_background_color(Color::RGB(0xDD_EBF7))
}

/// A cell that somebody should look at.
pub(crate) fn marked() -> Format {
    Format::new().set_background_color(Color::RGB(0xFF_EB9C)).set_font_color(Color::RGB(0x9C_5700))
}

/// A good one.
pub(crate) fn good() -> Format {
    plain().set_background_color(Color::RGB(0xC6_EFCE)).set_font_color(Color::RGB(0x00_6100))
}

/// A bad one.
pub(crate) fn bad() -> Format {
    plain().set_background_color(Color::RGB(0xFF_C7CE)).set_font_color(Color::RGB(0x9C_0006))
}

/// An open one.
pub(crate) fn open() -> Format {
    plain().merge(&marked())
}

/// Sets a sheet up for printing: A4, as wide as the page, a row on every page, pages numbered.
pub(crate) fn printed(sheet: &mut Worksheet, wide: bool, repeated: Option<u32>) -> Result<(), XlsxError> {
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer("&L&A&R&P/&N");
    if wide {
        sheet.set_landscape();
    }
    if let Some(row) = repeated {
        sheet.set_repeat_rows(row, row)?;
    }
    Ok(())
}

/// The height of a row with so many lines; no row is higher than a spreadsheet has it.
pub(crate) fn height(lines: usize) -> f64 {
    (lines.clamp(1, 25) * 16) as f64
}
