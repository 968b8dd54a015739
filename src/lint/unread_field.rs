//! L0005: a field that is filled in for nothing.

use crate::syntax::tree::{Body, FieldType};

use super::{Found, Level, Rule, Rules, Text};

pub(super) const RULE: Rule = Rule {
    code: "L0005",
    name: "unread-field",
    level: Level::Warn,
    mends: false,
    en: Text {
        title: "A field that nothing reads",
        means: "Offices fill it in, and it decides nothing: it may be left over, or a condition has been forgotten. Keys and \
                texts, which are there to recognise a record by, aren't meant.",
        wrong: "extend person\n  «absences»: count\n",
        right: "extend person\n  absences: count\n\n\
                criterion 2.a \"Nobody is away for long\"\n  cites 2\n  no person has absences > 30\n",
    },
    vi: Text {
        title: "Trường không được dùng ở đâu",
        means: "Cơ quan phải ghi số liệu này mà nó không quyết định gì: có thể là phần còn sót, hoặc còn quên một điều kiện. Khóa \
                và trường chữ dùng để nhận ra bản ghi thì không tính.",
        wrong: "bổ sung cá_nhân\n  «số_ngày_nghỉ»: số đếm\n",
        right: "bổ sung cá_nhân\n  số_ngày_nghỉ: số đếm\n\n\
                tiêu chí 2.a \"Không ai nghỉ lâu\"\n  căn cứ 2\n  không có cá_nhân nào có số_ngày_nghỉ > 30\n",
    },
    find,
};

fn find(rules: &Rules<'_>, found: &mut Found) {
    for (_, declaration) in rules.declarations() {
        let Body::Record(record) = &declaration.body else { continue };
        let Some(kind) = rules.names.kind(&record.naming.name.text) else { continue };
        // Of a kind that nothing speaks of that is said once.
        if !rules.names.is_used(kind) {
            continue;
        }
        for field in &record.fields {
            let name = &field.naming.name;
            let Some((id, _)) = rules.names.field(kind, &name.text) else { continue };
            if field.key || field.ty == FieldType::Text || rules.names.is_read(kind, id) {
                continue;
            }
            let text = &name.text;
            found.add(
                RULE.code,
                name.span,
                [
                    &format!("nothing reads `{text}`"),
                    "filled in for nothing",
                    "Read it in a condition, or take it out of the records.",
                ],
                [
                    &format!("không nơi nào dùng `{text}`"),
                    "ghi mà không dùng",
                    "Hãy dùng trong một điều kiện, hoặc bỏ khỏi hồ sơ.",
                ],
            );
        }
    }
}
