//! What the program says when it opens the page for authors.

use tieuchi::source::Language;

/// The texts of a language.
pub struct StudioWords {
    pub open_at: fn(address: &str) -> String,
    pub no_browser: &'static str,
    pub no_pack: fn(path: &str) -> String,
    pub cant_start: fn(why: &str) -> String,
    pub port_taken: fn(port: u16) -> String,
}

/// The texts of a language.
pub fn studio_words(language: Language) -> &'static StudioWords {
    match language {
        Language::En => &EN,
        Language::Vi => &VI,
    }
}

const EN: StudioWords = StudioWords {
    open_at: |address| {
        format!(
            "The page is at {address}\nWhoever has this address can change the pack: keep it to yourself. Ctrl+C ends it."
        )
    },
    no_browser: "no browser could be opened: open the address above in one",
    no_pack: |path| format!("{path} is no pack: name a folder with tieuchi.ron, or a rule file that ends in .tieuchi"),
    cant_start: |why| format!("the page can't be served: {why}"),
    port_taken: |port| {
        format!(
            "the page can't be served at port {port}: another program has it, or may have it alone; leave --port out"
        )
    },
};

const VI: StudioWords = StudioWords {
    open_at: |address| {
        format!(
            "Trang soạn thảo ở địa chỉ {address}\nAi có địa chỉ này đều sửa được gói quy tắc: không chia sẻ địa chỉ. Nhấn Ctrl+C để kết thúc."
        )
    },
    no_browser: "không mở được trình duyệt: hãy mở địa chỉ nêu trên",
    no_pack: |path| {
        format!(
            "{path} không phải là gói quy tắc: hãy nêu thư mục có tệp tieuchi.ron hoặc tệp quy tắc có đuôi .tieuchi"
        )
    },
    cant_start: |why| format!("không mở được trang soạn thảo: {why}"),
    port_taken: |port| {
        format!(
            "không mở được trang soạn thảo ở cổng {port}: cổng đã có chương trình khác dùng hoặc không được phép dùng; hãy bỏ --port"
        )
    },
};
