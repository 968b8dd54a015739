//! What the program says in Vietnamese.

use tieuchi::report::RoundedReport;

use super::{Changes, Words};

/// Who must change, behind what it depends on.
fn changes(changes: &Changes, verb: &str, one: &str) -> String {
    let open = "tùy số liệu còn thiếu, ";
    match changes {
        Changes::Exactly(n) => format!("{verb} {n} {one}"),
        Changes::UpTo(n) => format!("{open}{verb} nhiều nhất {n} {one}"),
        Changes::Between(low, high) => format!("{open}{verb} từ {low} đến {high} {one}"),
        Changes::OrMore(n) => format!("{open}{verb} {n} {one} (hoặc không thể đạt)"),
    }
}

fn with(who: String, property: &str) -> String {
    if property.is_empty() { who } else { format!("{who} có {property}") }
}

/// All of it.
pub const WORDS: Words = Words {
    met: "Đạt",
    not_met: "Không đạt",
    undetermined: "Chưa xác định",
    not_applicable: "Không áp dụng",
    test_expected: "phải là",
    test_actual: "thực tế",
    tests_counted: |passed, failed| match failed {
        0 => format!("{passed} tình huống đúng"),
        _ => format!("{passed} tình huống đúng, {failed} tình huống sai"),
    },
    expectations: |n| format!("{n} kết quả"),
    places_covered: |have, all| format!("{have}/{all} vị trí trong quy tắc đã thấy cả lúc đúng và lúc sai"),
    never_seen_to_hold: "chưa thấy đúng lần nào",
    never_seen_to_fail: "chưa thấy sai lần nào",
    holds_after_all: "ghi là “luôn sai” nhưng có lúc đúng",
    fails_after_all: "ghi là “luôn đúng” nhưng có lúc sai",
    no_tests: |rules| {
        format!("không có tình huống kiểm tra nào cho {rules}: tình huống nằm trong thư mục tests cạnh quy tắc")
    },
    watching: "Đang chờ thay đổi …",
    yes: "có",
    no: "không",
    none: "không có",
    missing: "chưa có số liệu",
    absent: "không có",
    unknown: "chưa xác định",
    private: "riêng tư",
    against: "so với",
    or: "hoặc",
    half_open: |low, high| match (low, high) {
        (Some(low), _) => format!("từ {low} trở lên"),
        (None, Some(high)) => format!("từ {high} trở xuống"),
        (None, None) => "chưa xác định".into(),
    },
    criteria: |n| format!("{n} tiêu chí"),
    needs_all: "yêu cầu tất cả",
    needs_none: "không được có",
    needs_at_least: |n| format!("yêu cầu ít nhất {n}"),
    needs_more_than: |n| format!("yêu cầu trên {n}"),
    needs_at_most: |n| format!("cho phép không quá {n}"),
    needs_less_than: |n| format!("cho phép dưới {n}"),
    needs_exactly: |n| format!("yêu cầu đúng {n}"),
    needs_between: |low, high| format!("yêu cầu từ {low} đến {high}"),
    that_is: |n| format!("tức là {n}"),
    of_which: "trong đó",
    of_the_rest: "số còn lại",
    failing: "Chưa đạt",
    counted: "Thuộc diện tính",
    open_property: "Chưa rõ",
    perhaps_in: "Chưa rõ có thuộc diện xét",
    nearest: "Gần đạt nhất",
    to_be_met: "Để đạt",
    more: |n, one, _, property| with(changes(n, "cần thêm", one), property),
    fewer: |n, one, _, property| with(changes(n, "phải giảm", one), property),
    either: |n, one, _, property| with(changes(n, "phải tăng hoặc giảm", one), property),
    too_few: |many| format!("không thể đạt, vì không có đủ số {many} như yêu cầu"),
    beyond: "không thể đạt, vì yêu cầu nhiều hơn tất cả hoặc ít hơn không",
    indivisible: |many| format!("không thể đạt, vì số {many} không chia được đúng tỷ lệ này"),
    nobody: |many| format!("không thể đạt, vì không có {many} nào thuộc diện xét"),
    empty: |many| format!("không có {many} nào thuộc diện xét"),
    may_be_empty: |many| format!("có thể không có {many} nào thuộc diện xét"),
    left_out: |n| format!("bỏ qua {n} trường hợp thiếu số liệu"),
    nothing_left: "bỏ qua các trường hợp thiếu số liệu thì không còn ai",
    missing_fails: "thiếu số liệu được coi là không đạt",
    missing_passes: "thiếu số liệu được coi là đạt",
    without: "thiếu",
    all_with: "đều có",
    and_more: |n| format!("và {n} trường hợp khác"),
    list_need: |at_least, at_most, all| match (at_least, at_most) {
        (Some(low), None) if low as usize == all => "đủ các điều kiện".into(),
        (Some(1), None) => "ít nhất một trong các điều kiện".into(),
        (Some(low), None) => format!("ít nhất {low} trong các điều kiện"),
        (None, Some(high)) => format!("nhiều nhất {high} trong các điều kiện"),
        (Some(low), Some(high)) if low == high => format!("đúng {low} trong các điều kiện"),
        (Some(low), Some(high)) => format!("từ {low} đến {high} trong các điều kiện"),
        (None, None) => "tùy các điều kiện".into(),
    },
    open: "Số liệu cần bổ sung",
    of_record: |field, ids| format!("{field} của {ids}"),
    no_value: "Không tính được",
    division_by_zero: "phép chia cho 0",
    divided_by: |what| format!("{what} bằng 0 nhưng được dùng làm số chia"),
    of_nobody: |what| format!("{what}: không có ai"),
    cites: "Căn cứ",
    item: "mục",
    by_criterion: |id| format!("xem tiêu chí {id}"),
    not_this: "ngược lại của",
    each_of: |n, one, _| format!("Trong {n} {one}"),
    perhaps_also: |n| format!("có thể thêm {n}"),
    perhaps_about: "chưa rõ tiêu chí có xét trường hợp này hay không",
    requirement: "Yêu cầu",
    where_is: "Quy tắc",
    awards: "Kết quả xét theo quy tắc",
    undecided: "chưa xác định",
    ranks: "Xếp hạng theo quy tắc",
    ranked_by: |keys| format!("theo {}", keys.join(", rồi theo ")),
    lowest_first: "thấp trước",
    place: "Hạng",
    shares_with: "đồng hạng với",
    undecided_with: "chưa ghi kết quả phân định với",
    perhaps_ranked: "chưa rõ có thuộc diện xếp hạng hay không",
    would_be: "không thuộc diện xếp hạng; đây là hạng nếu được xếp",
    not_ranked: |n| format!("{n} không thuộc diện xếp hạng"),
    scores: "Kết quả chấm điểm theo quy tắc",
    score_total: "tổng điểm",
    short_by: |by, more| format!("còn thiếu {}{by}", if more { "hơn " } else { "" }),
    over_by: |by, more| format!("vượt {}{by}", if more { "hơn " } else { "" }),
    out_of: |most| format!("tối đa {most}"),
    period: |from, to| format!("từ {from} đến {to}"),
    overall: "Kết luận chung",
    rounded: |share, how| match how {
        RoundedReport::Down => format!("{share} làm tròn xuống"),
        RoundedReport::Up => format!("{share} làm tròn lên"),
        RoundedReport::Nearest => format!("{share} làm tròn gần nhất"),
    },
    parameter: "Tham số",
    instead_of: |default| format!("được đặt, thay cho {default}"),
    coverage: "Các mục của văn bản",
    encoded: |n, all| format!("{n}/{all} mục đã đưa vào quy tắc"),
    waived: "không đo",
    without_criterion: "chưa có tiêu chí",
    rules: "Quy tắc",
    records: "Hồ sơ",
    only_counted: "Báo cáo này chỉ nêu số lượng, không nêu từng bản ghi.",
    rules_sound: |criteria, awards, defined, kinds| {
        format!("Quy tắc hợp lệ: {criteria} tiêu chí, {awards} danh hiệu, {defined} định nghĩa, {kinds} loại bản ghi.")
    },
    numbers_too: |scores, ranks| format!("Nêu cho từng bản ghi: {scores} bảng điểm, {ranks} xếp hạng."),
    rules_only: "Chưa có hồ sơ nên chưa đánh giá: thêm --data và thư mục hoặc tệp hồ sơ.",
    no_criteria: "Quy tắc không có tiêu chí nào nên không có gì để kết luận.",
    cant_read: |path, why| format!("không đọc được {path}: {why}"),
    bad_program: |path, why| {
        format!(
            "{path} không phải là chương trình đã biên dịch hợp lệ: {why}; hãy biên dịch lại quy tắc: tieuchi compile QUY_TẮC --out TỆP"
        )
    },
    bad_tallies: |path, why| format!("không dùng được {path}: {why}"),
    settled: |path| {
        format!(
            "{path} là chương trình đã biên dịch, các tham số đã cố định; hãy đặt tham số khi biên dịch quy tắc: tieuchi compile QUY_TẮC --set TÊN=GIÁ_TRỊ"
        )
    },
    too_large: |place| format!("có số quá lớn, không thể tính chính xác{place}: hãy xem lại các phép nhân ở đó"),
    too_much: "quy tắc đòi hỏi quá nhiều phép tính trên hồ sơ này: hãy xem lại các tiêu chí áp dụng với mỗi cặp bản ghi",
    no_such_criterion: |id, near| match near {
        Some(near) => format!("không có tiêu chí hay bảng điểm “{id}”; có phải ý bạn là “{near}”?"),
        None => format!(
            "không có tiêu chí hay bảng điểm “{id}”; hãy nêu một mã có trong quy tắc, chẳng hạn II.3 hoặc đơn_vị.điểm"
        ),
    },
    no_such_record: |key, id| {
        format!("không có bản ghi “{key}” thuộc loại mà tiêu chí {id} xét đến; hãy kiểm tra lại mã trong hồ sơ")
    },
    no_such_part: |part| {
        format!("tiêu chí này không có điểm “{part}”; hãy bỏ --part để xem tiêu chí có những điểm nào")
    },
    no_such_code: |code, near| {
        let near = near.map_or_else(String::new, |near| format!("; có phải ý bạn là “{near}”?"));
        format!("không có mã “{code}”{near} (xem mọi mã: tieuchi explain-code --list)")
    },
    not_counted: |key, id| format!("tiêu chí {id} không tính “{key}”; hãy bỏ --record để xem tiêu chí tính những ai"),
    in_base: "thuộc diện xét",
    not_in_base: "không thuộc diện xét",
    perhaps_in_base: "chưa rõ có thuộc diện xét",
    property_holds: "thỏa điều kiện",
    property_fails: "không thỏa điều kiện",
    property_open: "chưa rõ có thỏa điều kiện",
    otherwise: "không thuộc trường hợp nào",
    in_clause: "Xét điều kiện",
    reading: "đang đọc",
    evaluating: "đang đánh giá",
    left: |time| format!("còn {time}"),
    decimal: ',',
    old: "Cũ",
    new: "Mới",
    nothing_differs: "Không có gì khác: hai bộ quy tắc cho cùng kết quả trên hồ sơ này.",
    differs: |criteria, fields| {
        let both = [(criteria, "tiêu chí"), (fields, "kết quả xét, chấm điểm, xếp hạng")];
        let told: Vec<String> = both.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        format!("Khác nhau: {}", told.join(", "))
    },
    only_old: "Chỉ có trong quy tắc cũ",
    only_new: "Chỉ có trong quy tắc mới",
    read_by_old: "Chỉ quy tắc cũ đọc",
    read_by_new: "Chỉ quy tắc mới đọc",
    other_records: "Hai bên áp dụng cho các bản ghi khác loại nên chỉ so sánh được kết luận chung.",
    nothing_asked: "không đặt ra điều kiện này",
    not_about: "không xét",
    no_record: "không có bản ghi này",
    no_line: "không có dòng này",
    wrong: "Sai",
    right: "Đúng",
};
