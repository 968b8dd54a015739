//! What the program says in Vietnamese.

use super::Words;

/// All of it.
pub const WORDS: Words = Words {
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
    rules_sound: |criteria, awards, defined, kinds| {
        format!("Quy tắc hợp lệ: {criteria} tiêu chí, {awards} danh hiệu, {defined} định nghĩa, {kinds} loại bản ghi.")
    },
    numbers_too: |scores, ranks| format!("Nêu cho từng bản ghi: {scores} bảng điểm, {ranks} xếp hạng."),
    rules_only: "Chưa có hồ sơ nên chưa đánh giá: thêm --data và thư mục hoặc tệp hồ sơ.",
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
    only_old: "Chỉ có ở bên cũ",
    only_new: "Chỉ có ở bên mới",
    read_by_old: "Chỉ quy tắc cũ đọc",
    read_by_new: "Chỉ quy tắc mới đọc",
    other_records: "Hai bên áp dụng cho các bản ghi khác loại nên chỉ so sánh được kết luận chung.",
    nothing_asked: "không đặt ra điều kiện này",
    not_about: "không xét",
    no_record: "không có bản ghi này",
    no_line: "không có dòng này",
    no_report: |path| {
        format!(
            "{path} không phải là báo cáo đã lưu (cách lưu: tieuchi check … --format json --out báo-cáo.json); muốn so sánh hai bộ quy tắc thì nêu hồ sơ: --data"
        )
    },
    bad_report: |path, why| format!("{path} không phải là báo cáo hợp lệ: {why}"),
    other_version: |path, version, ours| {
        format!(
            "{path} là báo cáo phiên bản {version}, chương trình này so sánh phiên bản {ours}: hãy lập cả hai báo cáo bằng cùng một bản chương trình"
        )
    },
    nothing_changed: "Không có gì thay đổi: hai báo cáo cho cùng kết quả.",
    joined: "Mới trái điều kiện",
    left_it: "Không còn trái điều kiện",
    filled: "Không còn vướng",
    opened: "Mới vướng",
    not_all_named: "Có báo cáo không nêu hết các bản ghi nên thay đổi có thể nhiều hơn nêu ở đây.",
    wrong: "Sai",
    right: "Đúng",
};
