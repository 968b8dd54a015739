//! What the program says of plans.

use tieuchi::source::Language;
use tieuchi_analysis::plan::{Much, Unchangeable};

/// The texts of a language.
pub struct PlanWords {
    pub met: &'static str,
    /// How many changes, and what they cost; none where each costs 1.
    pub planned: fn(changes: usize, cost: Option<&str>) -> String,
    pub least: &'static str,
    pub at_most: fn(least: Option<&str>) -> String,
    pub impossible: &'static str,
    pub alone: &'static str,
    pub not_minimal: &'static str,
    pub unmoved: &'static str,
    pub undecided: &'static str,
    /// Why something isn't known.
    pub steps: &'static str,
    pub time: &'static str,
    pub numbers: &'static str,
    pub unbounded: &'static str,
    pub beyond: fn(fields: &str) -> String,
    pub not_confirmed: &'static str,
    pub confirmed: &'static str,
    pub serves: &'static str,
    pub together: &'static str,
    pub any_of: fn(chosen: usize, of: usize) -> String,
    pub others: fn(names: &str) -> String,
    pub rule: &'static str,
    /// Faults of the call.
    pub no_such_field: fn(&str, Option<&str>) -> String,
    pub several_fields: fn(&str, &str) -> String,
    pub unchangeable: fn(&str, Unchangeable) -> String,
    pub not_among: fn(&str) -> String,
    pub no_cost: fn(&str, &str) -> String,
    pub no_steps: fn(&str) -> String,
    pub no_such_key: fn(&str) -> String,
    pub json_only: fn(&str) -> String,
    pub too_many: fn(Much, usize) -> String,
}

/// The texts of a language.
pub fn plan_words(language: Language) -> &'static PlanWords {
    match language {
        Language::En => &EN,
        Language::Vi => &VI,
    }
}

const EN: PlanWords = PlanWords {
    met: "Nothing has to change: all of these criteria are met already, or speak of nobody.",
    planned: |changes, cost| {
        let changes = if changes == 1 { "1 change".to_owned() } else { format!("{changes} changes") };
        match cost {
            Some(cost) => format!("{changes}, cost {cost} in all"),
            None => changes,
        }
    },
    least: "No plan costs less: proven.",
    at_most: |least| match least {
        Some(least) => {
            format!("At most this much is needed; that nothing less would do isn't proven (at least {least} is).")
        }
        None => "At most this much is needed; that nothing less would do isn't proven.".to_owned(),
    },
    impossible: "There is no plan: whatever becomes of the fields that may change, these can't all hold (proven)",
    alone: "There is no plan: whatever becomes of the fields that may change, this can't hold (proven)",
    not_minimal: "Some of these may not be needed for the clash; the work ended before that was settled.",
    unmoved: "no field that may change is read for it",
    undecided: "It isn't known whether any plan would do.",
    steps: "The work came to its end before it was settled; --steps allows more.",
    time: "There was no more time before it was settled; --time allows more.",
    numbers: "Numbers became too long to be kept exactly.",
    unbounded: "What it costs has no least value that could be shown.",
    beyond: |fields| {
        let fields = if fields.is_empty() { String::new() } else { format!(": {fields}") };
        format!(
            "Something that the criteria read can't be said by sums of counts, such as a product of two numbers that may change, or a number that is missing without a range{fields}. It counted as unknown."
        )
    },
    not_confirmed: "What was found isn't confirmed by evaluating the records with it.",
    confirmed: "Evaluated with these changes, the criteria are met.",
    serves: "needed for",
    together: "not needed for any criterion by itself",
    any_of: |chosen, of| format!("any {chosen} of {of} that are alike here"),
    others: |names| format!("the others: {names}"),
    rule: "Rule",
    no_such_field: |name, near| match near {
        Some(near) => format!("there is no field “{name}”; did you mean “{near}”?"),
        None => format!("there is no field “{name}”; name one that the rules declare, such as rating or person.rating"),
    },
    several_fields: |name, names| format!("several kinds of records have a field “{name}”; name one of them: {names}"),
    unchangeable: |name, why| {
        let why = match why {
            Unchangeable::Derived => "it is derived and follows from others; name what it is derived from",
            Unchangeable::NoChoice => {
                "a key, a text or a reference isn't planned; name a label, a yes/no, a number or a date"
            }
            Unchangeable::Series => {
                "it puts records into their series, whose they are and of which period; name another field"
            }
            Unchangeable::Private => "it is private, and a plan would show its values",
        };
        format!("“{name}” can't be changed by a plan: {why}")
    },
    not_among: |name| format!("--cost is for a field that may change; add “{name}” to --may-change"),
    no_cost: |name, cost| {
        format!(
            "“{cost}” is no cost of {name}; write a number above 0, such as {name}=2, or for each step {name}=1/step"
        )
    },
    no_steps: |name| format!("“{name}” has no steps: only labels of a scale, numbers and dates have; write {name}=1"),
    no_such_key: |key| format!("there is no record “{key}”; check the key in the records"),
    json_only: |path| format!("records are written to a file that ends in .json; name another one than {path}"),
    too_many: |what, limit| {
        let what = match what {
            Much::Records => "records, each with what it may become",
            Much::Pairs => "pairs of records that a criterion is for",
            Much::Ranked => "records that are ranked in one group",
            Much::Definitions => "definitions that lead to one another",
            Much::Comparisons => "comparisons",
        };
        format!("a plan would have to look at more than {limit} {what}; let fewer fields change, or name fewer goals")
    },
};

const VI: PlanWords = PlanWords {
    met: "Không cần thay đổi gì: các tiêu chí này đều đã đạt, hoặc không áp dụng.",
    planned: |changes, cost| match cost {
        Some(cost) => format!("{changes} thay đổi, tổng chi phí {cost}"),
        None => format!("{changes} thay đổi"),
    },
    least: "Không có phương án nào ít tốn hơn: đã chứng minh.",
    at_most: |least| match least {
        Some(least) => {
            format!("Nhiều nhất cần chừng này; chưa chứng minh được là không thể ít hơn (ít nhất phải là {least}).")
        }
        None => "Nhiều nhất cần chừng này; chưa chứng minh được là không thể ít hơn.".to_owned(),
    },
    impossible: "Không có phương án nào: dù thay đổi thế nào các trường được phép, những yêu cầu sau không thể cùng đạt (đã chứng minh)",
    alone: "Không có phương án nào: dù thay đổi thế nào các trường được phép, yêu cầu sau không thể đạt (đã chứng minh)",
    not_minimal: "Có thể không phải yêu cầu nào ở đây cũng góp phần gây mâu thuẫn; đã hết giới hạn tính toán trước khi xác định được.",
    unmoved: "không trường nào được phép thay đổi có liên quan",
    undecided: "Chưa xác định được có phương án nào hay không.",
    steps: "Đã hết giới hạn tính toán trước khi có kết luận; --steps cho phép nhiều hơn.",
    time: "Đã hết thời gian trước khi có kết luận; --time cho phép nhiều hơn.",
    numbers: "Có số quá dài, không giữ được chính xác.",
    unbounded: "Không chỉ ra được mức chi phí nhỏ nhất.",
    beyond: |fields| {
        let fields = if fields.is_empty() { String::new() } else { format!(": {fields}") };
        format!(
            "Có điều mà tiêu chí cần đến nhưng không biểu diễn được bằng tổng số lượng, chẳng hạn tích của hai số cùng được thay đổi, hoặc số còn thiếu mà không khai báo khoảng giá trị{fields}. Điều đó được coi là chưa rõ."
        )
    },
    not_confirmed: "Kết quả tìm được không được xác nhận khi đối chiếu lại hồ sơ.",
    confirmed: "Đối chiếu lại hồ sơ với các thay đổi này, các tiêu chí đều đạt.",
    serves: "cần cho",
    together: "riêng thay đổi này chưa quyết định tiêu chí nào",
    any_of: |chosen, of| format!("{chosen} bất kỳ trong {of} bản ghi như nhau"),
    others: |names| format!("còn lại: {names}"),
    rule: "Quy tắc",
    no_such_field: |name, near| match near {
        Some(near) => format!("không có trường “{name}”; có phải ý là “{near}”?"),
        None => format!(
            "không có trường “{name}”; hãy nêu một trường mà quy tắc khai báo, chẳng hạn xếp_loại hoặc cá_nhân.xếp_loại"
        ),
    },
    several_fields: |name, names| format!("nhiều loại bản ghi có trường “{name}”; hãy nêu rõ một trong số: {names}"),
    unchangeable: |name, why| {
        let why = match why {
            Unchangeable::Derived => "trường này được suy ra từ trường khác; hãy nêu trường mà nó dựa vào",
            Unchangeable::NoChoice => {
                "không lập phương án cho khóa, chữ hoặc tham chiếu; hãy nêu một nhãn, có/không, số hoặc ngày"
            }
            Unchangeable::Series => "trường này xếp các bản ghi theo chuỗi kỳ, của ai và kỳ nào; hãy nêu trường khác",
            Unchangeable::Private => "trường này riêng tư, mà phương án thì phải nêu giá trị",
        };
        format!("không lập được phương án thay đổi “{name}”: {why}")
    },
    not_among: |name| format!("--cost chỉ dùng cho trường được phép thay đổi; hãy thêm “{name}” vào --may-change"),
    no_cost: |name, cost| {
        format!(
            "“{cost}” không phải là chi phí của {name}; hãy viết một số lớn hơn 0, chẳng hạn {name}=2, hoặc tính theo bậc: {name}=1/bậc"
        )
    },
    no_steps: |name| {
        format!("“{name}” không có bậc: chỉ nhãn của một thang, số và ngày mới tính được theo bậc; hãy viết {name}=1")
    },
    no_such_key: |key| format!("không có bản ghi “{key}”; hãy kiểm tra khóa trong hồ sơ"),
    json_only: |path| format!("hồ sơ được ghi vào tệp có đuôi .json; hãy nêu tên khác thay cho {path}"),
    too_many: |what, limit| {
        let what = match what {
            Much::Records => "bản ghi kèm các khả năng thay đổi",
            Much::Pairs => "cặp bản ghi của một tiêu chí",
            Much::Ranked => "bản ghi được xếp hạng trong một nhóm",
            Much::Definitions => "định nghĩa nối tiếp nhau",
            Much::Comparisons => "phép so sánh",
        };
        format!("phải xét hơn {limit} {what}; hãy cho phép ít trường thay đổi hơn, hoặc nêu ít tiêu chí hơn")
    },
};
