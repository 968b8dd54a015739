//! Why a program is refused, in Vietnamese.

/// A sentence of the validation in Vietnamese; a test sees to it that there is one for each.
pub(super) fn said(english: &str) -> Option<&'static str> {
    SENTENCES.iter().find(|(said, _)| *said == english).map(|(_, vietnamese)| *vietnamese)
}

pub(super) const SENTENCES: &[(&str, &str)] = &[
    ("`none` is the empty first label", "`không có` phải là nhãn đầu tiên và để trống"),
    ("a condition is yes or no", "một điều kiện phải cho kết quả có hoặc không"),
    ("a date is wanted", "ở đây cần một ngày"),
    (
        "a definition is a condition, a number, a date or a label",
        "một định nghĩa phải là điều kiện, số, ngày hoặc nhãn",
    ),
    ("a key is a text", "khóa phải là chữ"),
    ("a label is empty", "có nhãn để trống"),
    ("a number is wanted", "ở đây cần một số"),
    ("a number of records is of no value", "số lượng bản ghi thì không lấy theo giá trị nào"),
    ("a rounded share has a side", "tỷ lệ làm tròn phải là ít nhất, không quá, trên hoặc dưới"),
    ("this is no reference to the record before", "đây không phải là tham chiếu đến bản ghi kỳ trước"),
    ("the record before is a reference", "bản ghi kỳ trước phải là một tham chiếu"),
    ("the record before is of the same kind", "bản ghi kỳ trước phải cùng loại"),
    ("there is no such field in the data", "dữ liệu không có trường này"),
    ("there are no owners, or too many", "không nêu chuỗi là của ai, hoặc nêu quá nhiều"),
    ("an owner is a reference, a label or a text", "chuỗi phải là của một tham chiếu, một nhãn hoặc một trường chữ"),
    ("an owner stands twice", "một trường được nêu hai lần"),
    (
        "a period is a whole number, or a date with months that divide a year",
        "kỳ phải là số nguyên, hoặc ngày kèm số tháng chia hết một năm",
    ),
    ("a kind is one series", "mỗi loại chỉ là một chuỗi"),
    ("an award gives a label", "một mục xét tặng phải cho một nhãn"),
    ("field {} of kind {} is no reference", "trường {} của loại {} không phải là tham chiếu"),
    ("format {} is not format {}", "định dạng {} không phải là định dạng {}"),
    ("it comes to too many conditions", "tổng số điều kiện vượt quá giới hạn"),
    ("it contains itself", "phần này chứa chính nó"),
    ("it reads what is computed later", "phần này đọc giá trị được tính sau nó"),
    ("kind {} has no field {}", "loại {} không có trường {}"),
    ("more parts are asked for than there are", "số phần phải đạt nhiều hơn số phần hiện có"),
    ("no step computes {}", "không bước nào tính {}"),
    ("only a field of the data can be missing", "chỉ trường của dữ liệu mới có thể thiếu"),
    ("only a number of the data has a range", "chỉ số của dữ liệu mới có khoảng giá trị"),
    ("only a reference is optional or may be unknown", "chỉ tham chiếu mới có thể không bắt buộc hoặc có thể chưa rõ"),
    ("only an optional reference can be absent", "chỉ tham chiếu không bắt buộc mới có thể không tồn tại"),
    ("only two numbers or two dates have a smaller one", "chỉ so được hai số hoặc hai ngày để lấy giá trị nhỏ hơn"),
    ("the number is not of the parameter's type", "số này không đúng kiểu của tham số"),
    ("the parameter is out of its range", "tham số nằm ngoài khoảng cho phép"),
    ("set {} has no label {}", "tập nhãn {} không có nhãn {}"),
    ("the aggregate has other records in hand", "phép tổng hợp xét theo những bản ghi khác"),
    ("the base is no earlier part", "cơ sở không phải là một phần đứng trước"),
    ("the cases are of several types", "các trường hợp có kiểu khác nhau"),
    ("the clause has other records in hand", "mệnh đề xét theo những bản ghi khác"),
    ("the criterion is about records that are not in hand", "tiêu chí xét những bản ghi không có ở đây"),
    ("the date is moved out of the calendar", "ngày bị dời ra ngoài lịch"),
    (
        "the key is the field of origin Key, and no other is",
        "khóa phải là trường có nguồn gốc Key, và chỉ một trường đó",
    ),
    ("the labels do not ascend", "các nhãn không theo thứ tự tăng dần"),
    ("the least value is above the greatest", "giá trị nhỏ nhất lớn hơn giá trị lớn nhất"),
    ("the lower number is above the upper one", "số dưới lớn hơn số trên"),
    ("the name {} of entry {} is given twice", "tên {} của mục {} được đặt hai lần"),
    ("the nesting is too deep", "lồng nhau quá sâu"),
    ("the number is too long", "số có quá nhiều chữ số"),
    ("the parent is no reference to the same kind", "cấp trên không phải là tham chiếu đến cùng loại"),
    ("the period ends before it begins", "thời gian kết thúc trước khi bắt đầu"),
    ("the points do not ascend", "các mốc không theo thứ tự tăng dần"),
    ("the reference does not lead to its own kind", "tham chiếu không dẫn đến chính loại của nó"),
    ("the references lead to another kind than the one in hand", "các tham chiếu dẫn đến loại khác với loại đang xét"),
    ("the set is not of the field's type", "tập giá trị không cùng kiểu với trường"),
    ("the term is not of the field's type", "biểu thức không cùng kiểu với trường"),
    ("the text is empty", "đoạn chữ để trống"),
    ("the text is not in NFC", "đoạn chữ không theo dạng Unicode dựng sẵn (NFC)"),
    ("the text is too long", "đoạn chữ quá dài"),
    ("the threshold is no count", "ngưỡng không phải là số đếm"),
    ("the threshold is no share from 0 to 1", "ngưỡng không phải là tỷ lệ từ 0 đến 1"),
    ("there are no cases", "không có trường hợp nào"),
    ("there are no labels", "không có nhãn nào"),
    ("there is no aggregate {}", "không có phép tổng hợp {}"),
    ("there is no clause {}", "không có mệnh đề {}"),
    ("there is no criterion {}", "không có tiêu chí {}"),
    ("there is no head clause", "thiếu mệnh đề chính"),
    ("there is no kind {}", "không có loại bản ghi {}"),
    ("there is no name", "thiếu tên"),
    ("there is no record {} in hand", "không có bản ghi thứ {} đang xét"),
    ("there is no reference to follow", "không có tham chiếu nào để đi theo"),
    ("there is no set of labels {}", "không có tập nhãn {}"),
    ("there is no such field", "không có trường này"),
    ("there is no such item", "không có mục này"),
    ("points are a number that the rules define", "điểm phải là một số do quy tắc định nghĩa"),
    ("a line stands on one of three levels", "dòng chỉ nằm ở một trong ba cấp"),
    ("there is no such place", "không có vị trí này"),
    ("there is no such record in hand", "không có bản ghi này trong những bản ghi đang xét"),
    ("there is nothing that a share must have", "thiếu điều kiện mà một tỷ lệ phải đạt"),
    ("there is nothing that all must have", "thiếu điều kiện mà tất cả phải đạt"),
    ("there is nothing to take it of", "thiếu giá trị để tổng hợp"),
    ("there must be one for each point", "mỗi mốc phải có một giá trị"),
    ("there must be one more than points", "số khoảng phải nhiều hơn số mốc một đơn vị"),
    ("this is computed twice", "phần này được tính hai lần"),
    ("too many decimal places", "quá nhiều chữ số thập phân"),
    ("too many entries", "quá nhiều mục"),
    ("too many labels", "quá nhiều nhãn"),
    ("too many records in hand", "quá nhiều bản ghi đang xét"),
    ("too many steps", "quá nhiều bước tính"),
    ("two records of one kind are in hand", "hai bản ghi đang xét cùng một loại"),
    ("two types are compared", "so sánh hai kiểu khác nhau"),
    ("what has no order is compared by order", "so sánh hơn kém những thứ không có thứ tự"),
    ("yes or no is no value", "có hoặc không thì không phải là giá trị"),
    ("{} is not about the records right below", "{} không xét các bản ghi ngay bên dưới"),
    ("{} is to be computed and is not there", "{} phải được tính nhưng không có"),
    ("{} reads what is not yet known of the records below", "{} đọc giá trị chưa biết của các bản ghi bên dưới"),
    ("{} stands twice", "{} xuất hiện hai lần"),
    (
        "a group is told by a reference, a label, a whole number, a day, or yes and no",
        "nhóm phải được xác định bằng tham chiếu, nhãn, số nguyên, ngày hoặc có và không",
    ),
    ("a rank is a count", "hạng phải là số đếm"),
    (
        "a rank reads all records and is not computed level by level",
        "xếp hạng xét mọi bản ghi nên không tính lần lượt theo từng cấp",
    ),
    ("there is nothing to rank by", "không có tiêu thức nào để xếp hạng"),
    (
        "ties are decided by a number of the record's own data",
        "khi bằng nhau phải phân định theo một số trong dữ liệu của chính bản ghi",
    ),
    ("what has no order ranks nobody", "giá trị không có thứ tự thì không dùng để xếp hạng"),
];

#[cfg(test)]
mod tests {
    use super::said;

    const SOURCES: [&str; 7] = [
        include_str!("expressions.rs"),
        include_str!("mod.rs"),
        include_str!("nesting.rs"),
        include_str!("plan.rs"),
        include_str!("schema.rs"),
        include_str!("sentences.rs"),
        include_str!("texts.rs"),
    ];

    /// Every sentence in quotation marks of the validation is said in Vietnamese too, with as many values.
    #[test]
    fn every_sentence_is_said_in_vietnamese() {
        let mut found = 0;
        for line in SOURCES.iter().flat_map(|source| source.lines()).filter(|line| !line.trim().starts_with("//")) {
            for text in line.split('"').skip(1).step_by(2).filter(|text| text.contains(' ')) {
                if text == "{}: {}" {
                    continue;
                }
                let Some(vietnamese) = said(text) else { panic!("not said in Vietnamese: {text}") };
                assert_eq!(text.matches("{}").count(), vietnamese.matches("{}").count(), "{text}");
                found += 1;
            }
        }
        assert!(found >= super::SENTENCES.len(), "{found}");
    }
}
