//! What the program says while it hunts for records that refute a claim.

use tieuchi::source::Language;

/// The texts of a language.
pub struct HuntWords {
    pub no_claims: fn(rules: &str) -> String,
    pub no_such_claim: fn(id: &str, nearest: Option<&str>) -> String,
    /// What came of a claim, in a few words.
    pub refuted: &'static str,
    pub not_refuted: &'static str,
    pub never_applied: &'static str,
    /// Of a question.
    pub example: &'static str,
    pub no_example: &'static str,
    pub counter: &'static str,
    pub no_counter: &'static str,
    /// The case that settled it, and how small it was made.
    pub found: fn(case: u32, first: usize, records: usize) -> String,
    pub tried: fn(tried: u32, applied: Option<u32>) -> String,
    pub given_up: fn(cases: u32) -> String,
    pub why: &'static str,
    pub as_a_test: &'static str,
    pub kept: fn(path: &str) -> String,
    /// What a hunt is and isn't.
    pub counted: fn(refuted: usize, claims: usize) -> String,
    pub closing: fn(seed: u64) -> String,
    pub stopped: fn(seconds: u64) -> String,
    pub title: fn(id: &str, claim: &str) -> String,
    pub hunting: &'static str,
    pub nowhere_to_keep: fn(rules: &str) -> String,
    pub not_kept: fn(id: &str) -> String,
}

/// The texts of a language.
pub fn hunt_words(language: Language) -> &'static HuntWords {
    match language {
        Language::En => &EN,
        Language::Vi => &VI,
    }
}

/// A number with its thousands parted.
pub fn count(number: u64, language: Language) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(language.pick(',', '.'));
        }
        out.push(digit);
    }
    out
}

fn en(number: impl Into<u64>) -> String {
    count(number.into(), Language::En)
}

fn vi(number: impl Into<u64>) -> String {
    count(number.into(), Language::Vi)
}

const EN: HuntWords = HuntWords {
    no_claims: |rules| {
        format!(
            "{rules} has no claims and no questions; write a claim in the rules, or ask with --ask \"does 1.a imply 1.b?\""
        )
    },
    no_such_claim: |id, nearest| match nearest {
        Some(nearest) => format!("there is no claim or question {id}; is {nearest} meant?"),
        None => format!("there is no claim or question {id}"),
    },
    refuted: "Refuted",
    not_refuted: "Not refuted",
    never_applied: "Never put to the test",
    example: "Yes, it is possible",
    no_example: "No example found",
    counter: "No, not always",
    no_counter: "No counter-example found",
    found: |case, first, records| format!("found in case {}, and made small: {records} of {first} records", en(case)),
    tried: |tried, applied| match applied {
        None => format!("{} cases tried", en(tried)),
        Some(applied) => format!("{} cases tried; in {} of them the first half held", en(tried), en(applied)),
    },
    given_up: |cases| format!("{} cases were given up: a number too large, or too much work", en(cases)),
    why: "Why",
    as_a_test: "As a test of the rules",
    kept: |path| format!("kept in {path}"),
    counted: |refuted, claims| format!("{refuted} of {claims} claims refuted. "),
    closing: |seed| format!("A hunt is a search and no proof: what isn't refuted may still not hold. Seed {seed}"),
    stopped: |seconds| format!("stopped after {seconds} s: how many cases that is depends on the machine"),
    title: |id, claim| format!("{id}: {claim} (found by a hunt)"),
    hunting: "hunting",
    nowhere_to_keep: |rules| format!("--keep writes into the tests beside rule files; {rules} is a compiled program"),
    not_kept: |id| format!("what was found of {id} can't be written as a test that passes, and was not kept"),
};

const VI: HuntWords = HuntWords {
    no_claims: |rules| {
        format!(
            "{rules} không có khẳng định hay câu hỏi nào; hãy viết một khẳng định trong quy tắc, hoặc hỏi bằng --ask \"liệu 1.a có kéo theo 1.b không?\""
        )
    },
    no_such_claim: |id, nearest| match nearest {
        Some(nearest) => format!("không có khẳng định hay câu hỏi {id}; có phải ý là {nearest}?"),
        None => format!("không có khẳng định hay câu hỏi {id}"),
    },
    refuted: "Bị bác bỏ",
    not_refuted: "Chưa bị bác bỏ",
    never_applied: "Chưa được thử lần nào",
    example: "Có thể xảy ra",
    no_example: "Chưa tìm thấy trường hợp nào",
    counter: "Không phải bao giờ cũng vậy",
    no_counter: "Chưa tìm thấy trường hợp trái lại",
    found: |case, first, records| {
        format!("tìm thấy ở trường hợp thứ {}, đã rút gọn từ {first} còn {records} bản ghi", vi(case))
    },
    tried: |tried, applied| match applied {
        None => format!("đã thử {} trường hợp", vi(tried)),
        Some(applied) => format!("đã thử {} trường hợp, trong đó {} trường hợp có vế đầu đúng", vi(tried), vi(applied)),
    },
    given_up: |cases| format!("{} trường hợp phải bỏ qua: có số quá lớn, hoặc khối lượng tính quá nhiều", vi(cases)),
    why: "Vì sao",
    as_a_test: "Viết thành tình huống kiểm thử",
    kept: |path| format!("đã lưu vào {path}"),
    counted: |refuted, claims| format!("{refuted}/{claims} khẳng định bị bác bỏ. "),
    closing: |seed| {
        format!(
            "Đây là tìm kiếm, không phải chứng minh: điều chưa bị bác bỏ vẫn có thể không đúng. Số khởi đầu: {seed}"
        )
    },
    stopped: |seconds| format!("đã dừng sau {seconds} giây: số trường hợp thử được tùy theo máy"),
    title: |id, claim| format!("{id}: {claim} (tìm thấy khi dò)"),
    hunting: "đang dò tìm",
    nowhere_to_keep: |rules| {
        format!("--keep ghi vào thư mục tình huống bên cạnh tệp quy tắc, còn {rules} là chương trình đã biên dịch")
    },
    not_kept: |id| {
        format!("trường hợp tìm thấy của {id} không viết được thành tình huống kiểm thử đúng, nên không lưu")
    },
};
