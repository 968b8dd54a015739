//! What is found of parameters and of what they are set to: E0340 to E0344.

use super::super::Prose;
use super::listed;

/// What a parameter may hold, for prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingSort {
    /// A whole number from 0.
    Count,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A percentage.
    Percent,
    /// A day.
    Date,
}

/// What is wrong with a parameter, or with what it is set to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SettingProblem {
    /// A field has the parameter's name.
    Clash {
        /// The name.
        name: String,
    },
    /// A value that is not of the parameter's type.
    Value {
        /// The parameter.
        name: String,
        /// As written.
        value: String,
        /// What is needed.
        wanted: SettingSort,
        /// Whether it could be read in two ways.
        ambiguous: bool,
    },
    /// A value out of the parameter's range.
    Range {
        /// The parameter.
        name: String,
        /// As written.
        value: String,
        /// The least that it may be.
        low: String,
        /// The most.
        high: String,
    },
    /// A parameter is set that isn't there.
    Unknown {
        /// As written.
        name: String,
        /// What may have been meant.
        nearest: Option<String>,
        /// The parameters there are.
        known: Vec<String>,
    },
    /// A parameter is set twice.
    Twice {
        /// As written the second time.
        name: String,
    },
}

impl SettingProblem {
    pub(super) fn code(&self) -> &'static str {
        match self {
            SettingProblem::Clash { .. } => "E0340",
            SettingProblem::Value { .. } => "E0341",
            SettingProblem::Range { .. } => "E0342",
            SettingProblem::Unknown { .. } => "E0343",
            SettingProblem::Twice { .. } => "E0344",
        }
    }

    pub(super) fn en(&self) -> Prose {
        match self {
            SettingProblem::Clash { name } => Prose::new(
                format!("`{name}` is the name of a field already"),
                "also a field",
                "A name that stands alone must say one thing. Give the parameter another name.",
            ),
            SettingProblem::Value { name, value, wanted, ambiguous: true } => Prose::new(
                format!("`{value}` could be read in two ways"),
                "which number?",
                format!(
                    "`{name}` is {}. Leave the thousands separator out, or write one digit more.",
                    sort_en(*wanted)
                ),
            ),
            SettingProblem::Value { name, value, wanted, ambiguous: false } => Prose::new(
                format!("`{name}` is {}, and `{value}` is not", sort_en(*wanted)),
                format!("not {}", sort_en(*wanted)),
                match wanted {
                    SettingSort::Percent => "Write it with its sign, such as 15%.",
                    SettingSort::Date => "Write it as 2022-12-31.",
                    SettingSort::Count | SettingSort::Integer | SettingSort::Number => "Write a number.",
                },
            ),
            SettingProblem::Range { name, value, low, high } => Prose::new(
                format!("`{name}` may be from {low} to {high}, not {value}"),
                "out of its range",
                "Write a value within the range, or declare another range.",
            ),
            SettingProblem::Unknown { name, nearest, known } => Prose::new(
                format!("there is no parameter `{name}` to be set"),
                "unknown parameter",
                match nearest {
                    Some(name) => format!("Did you mean `{name}`?"),
                    None if known.is_empty() => "These rules have no parameters.".to_owned(),
                    None => format!("Parameters: {}.", listed(known, "`", "`")),
                },
            ),
            SettingProblem::Twice { name } => Prose::new(
                format!("`{name}` is set twice"),
                "set twice",
                "Set it once. Its two names are the same parameter.",
            ),
        }
    }

    pub(super) fn vi(&self) -> Prose {
        match self {
            SettingProblem::Clash { name } => Prose::new(
                format!("`{name}` đã là tên của một trường"),
                "cũng là trường",
                "Một tên đứng riêng chỉ được nói một điều. Hãy đặt tên khác cho tham số.",
            ),
            SettingProblem::Value { name, value, wanted, ambiguous: true } => Prose::new(
                format!("`{value}` có thể đọc theo hai cách"),
                "số nào?",
                format!(
                    "`{name}` là {}. Hãy bỏ dấu phân cách hàng nghìn, hoặc viết thêm một chữ số.",
                    sort_vi(*wanted)
                ),
            ),
            SettingProblem::Value { name, value, wanted, ambiguous: false } => Prose::new(
                format!("`{name}` là {}, còn `{value}` thì không phải", sort_vi(*wanted)),
                format!("không phải {}", sort_vi(*wanted)),
                match wanted {
                    SettingSort::Percent => "Hãy viết kèm dấu phần trăm, chẳng hạn 15%.",
                    SettingSort::Date => "Hãy viết theo mẫu 31/12/2022.",
                    SettingSort::Count | SettingSort::Integer | SettingSort::Number => "Hãy viết một số.",
                },
            ),
            SettingProblem::Range { name, value, low, high } => Prose::new(
                format!("`{name}` chỉ được từ {low} đến {high}, không được là {value}"),
                "ngoài khoảng cho phép",
                "Hãy ghi giá trị trong khoảng đó, hoặc khai báo khoảng khác.",
            ),
            SettingProblem::Unknown { name, nearest, known } => Prose::new(
                format!("không có tham số `{name}` để đặt giá trị"),
                "không có tham số này",
                match nearest {
                    Some(name) => format!("Có phải ý bạn là `{name}`?"),
                    None if known.is_empty() => "Bộ quy tắc này không có tham số.".to_owned(),
                    None => format!("Các tham số: {}.", listed(known, "`", "`")),
                },
            ),
            SettingProblem::Twice { name } => Prose::new(
                format!("`{name}` được đặt giá trị hai lần"),
                "đặt hai lần",
                "Chỉ đặt một lần. Hai tên của tham số là cùng một tham số.",
            ),
        }
    }
}

fn sort_en(sort: SettingSort) -> &'static str {
    match sort {
        SettingSort::Count => "a whole number from 0",
        SettingSort::Integer => "a whole number",
        SettingSort::Number => "a number",
        SettingSort::Percent => "a percentage",
        SettingSort::Date => "a date",
    }
}

fn sort_vi(sort: SettingSort) -> &'static str {
    match sort {
        SettingSort::Count => "số nguyên từ 0 trở lên",
        SettingSort::Integer => "số nguyên",
        SettingSort::Number => "số",
        SettingSort::Percent => "tỷ lệ phần trăm",
        SettingSort::Date => "ngày",
    }
}
