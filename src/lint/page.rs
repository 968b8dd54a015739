//! The page of all lints, for `docs/lints.md`.

use std::fmt::Write;

use crate::source::Language;

use super::{Level, RULES, prelude};

const HEAD: &str = "\
# What lint finds · Những điều lint nhắc

`tieuchi lint` reads rules and points out what runs but may not be meant. Each lint has a code; one that is right about a
place and yet may stay is silenced there, with a reason, in either language:

```tieuchi
# lint: allow L0010 \"the decree rounds down\"
# lint: bỏ qua L0010 \"nghị định quy định làm tròn xuống\"
```

On a line of its own such a comment is about the declaration, field, item, row or lettered part behind it; at the end of a
line about the one that it stands in. It may name several codes, also warnings of the checker (`W0205`).

Lints of the level *deny*, and all warnings of the checker, make `tieuchi lint` exit with 1; those of the level *warn* are
shown and let the rules pass. `--deny L0005` and `--allow L0005` say otherwise, `all` stands for every code. `--fix` makes
the mends of lints that have one. The examples stand behind the rules at the end of this page.

*`tieuchi lint` đọc quy tắc và nhắc những chỗ chạy được nhưng có thể không đúng ý. Chỗ được nhắc mà vẫn giữ thì ghi lời chú
như trên, kèm lý do. Mức “deny” và mọi cảnh báo khi kiểm tra quy tắc khiến lệnh kết thúc với mã 1; mức “warn” chỉ nhắc.*

This page is made from the lints themselves, and a test keeps it so.
";

/// The page.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    for rule in RULES {
        let level = match rule.level {
            Level::Warn => "warn",
            Level::Deny => "deny",
        };
        let mends = if rule.mends { ", `--fix`" } else { "" };
        let _ = write!(page, "\n## {} `{}`\n\nLevel: {level}{mends}.\n", rule.code, rule.name);
        for language in [Language::En, Language::Vi] {
            let text = rule.text(language);
            let (wrong, right) = (language.pick("Wrong", "Sai"), language.pick("Right", "Đúng"));
            let _ = write!(page, "\n**{}.** {}\n", text.title, text.means);
            for (title, example) in [(wrong, text.wrong.replace(['«', '»'], "")), (right, text.right.to_owned())] {
                let _ = write!(page, "\n{title}:\n\n```tieuchi\n{}\n```\n", example.trim_end());
            }
        }
    }
    page += "\n## The rules that the examples stand behind\n";
    for language in [Language::En, Language::Vi] {
        let _ = write!(page, "\n```tieuchi\n{}\n```\n", prelude(language).trim_end());
    }
    page
}
