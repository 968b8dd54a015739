//! What the program says while it writes rule files.

use tieuchi::source::Language;

/// The texts of a language.
pub struct FileWords {
    pub standard_input: &'static str,
    /// What a file is called in the head of a comparison.
    pub as_it_is: &'static str,
    pub as_formatted: &'static str,
    pub formatted: fn(file: &str) -> String,
    /// How many files have another layout, of how many.
    pub would_change: fn(changed: usize, all: usize) -> String,
    pub all_formatted: fn(all: usize) -> String,
    pub one_to_translate: &'static str,
    pub unnamed: fn(file: &str, line: u32, column: u32, name: &str) -> String,
    pub not_empty: fn(folder: &str) -> String,
    pub no_folder: fn(folder: &str) -> String,
    pub begun: fn(folder: &str) -> String,
    pub pages_written: fn(pages: usize, folder: &str) -> String,
}

/// The texts of a language.
pub fn file_words(language: Language) -> &'static FileWords {
    match language {
        Language::En => &EN,
        Language::Vi => &VI,
    }
}

const EN: FileWords = FileWords {
    standard_input: "standard input",
    as_it_is: "as it is",
    as_formatted: "formatted",
    formatted: |file| format!("formatted {file}"),
    would_change: |changed, all| format!("{changed} of {all} files are not formatted; run the command without --check"),
    all_formatted: |all| {
        if all == 1 { "the file is formatted".to_owned() } else { format!("all {all} files are formatted") }
    },
    one_to_translate: "--to translates one rule file at a time: name a single file that ends in .tieuchi, or -",
    unnamed: |file, line, column, name| {
        format!(
            "{file}:{line}:{column}: “{name}” stays as it is: write “aka …” with its name in the other language behind it where it is declared"
        )
    },
    not_empty: |folder| format!("the folder {folder} is not empty; name a folder that isn't there yet"),
    no_folder: |folder| format!("{folder} is a file; name a folder that isn't there yet"),
    begun: |folder| format!("the pack is in {folder}; its README.md says what to do next"),
    pages_written: |pages, folder| format!("{pages} pages written to {folder}"),
};

const VI: FileWords = FileWords {
    standard_input: "đầu vào chuẩn",
    as_it_is: "hiện tại",
    as_formatted: "trình bày lại",
    formatted: |file| format!("đã trình bày lại {file}"),
    would_change: |changed, all| {
        format!("{changed} trong {all} tệp chưa đúng thể thức; hãy chạy lại câu lệnh, bỏ --check")
    },
    all_formatted: |all| {
        if all == 1 {
            "tệp đã đúng thể thức".to_owned()
        } else {
            format!("cả {all} tệp đã đúng thể thức")
        }
    },
    one_to_translate: "--to dịch mỗi lần một tệp quy tắc: hãy nêu một tệp có đuôi .tieuchi, hoặc dấu -",
    unnamed: |file, line, column, name| {
        format!(
            "{file}:{line}:{column}: “{name}” được giữ nguyên: hãy ghi “còn gọi …” kèm tên trong ngôn ngữ kia ngay sau tên này ở chỗ khai báo"
        )
    },
    not_empty: |folder| format!("thư mục {folder} không trống; hãy nêu một thư mục chưa có"),
    no_folder: |folder| format!("{folder} là tệp; hãy nêu một thư mục chưa có"),
    begun: |folder| format!("gói quy tắc nằm trong {folder}; tệp README.md trong đó nêu việc cần làm tiếp"),
    pages_written: |pages, folder| format!("đã ghi {pages} trang vào {folder}"),
};
