//! L0003: a kind of record that nothing speaks of.

use crate::syntax::tree::Body;

use super::{Found, Level, Rule, Rules, Text};

pub(super) const RULE: Rule = Rule {
    code: "L0003",
    name: "unused-record",
    level: Level::Warn,
    mends: false,
    en: Text {
        title: "A kind of record that nothing speaks of",
        means: "No sentence, reference or definition is about this kind. Whoever keeps the records fills them in for nothing, or \
                a criterion has been forgotten.",
        wrong: "record «drive»\n  id: text key\n  joined: yes/no\n",
        right: "record drive\n  id: text key\n  joined: yes/no\n\n\
                criterion 1.a \"Every drive is joined\"\n  cites 1\n  100% of drives have joined\n",
    },
    vi: Text {
        title: "Loại bản ghi không được nhắc đến",
        means: "Không có câu, tham chiếu hay định nghĩa nào nói về loại bản ghi này. Người giữ hồ sơ phải ghi mà không để làm gì, \
                hoặc còn quên một tiêu chí.",
        wrong: "bản ghi «phong_trào»\n  mã: chữ khóa\n  đã_tham_gia: có/không\n",
        right: "bản ghi phong_trào\n  mã: chữ khóa\n  đã_tham_gia: có/không\n\n\
                tiêu chí 1.a \"Phong trào nào cũng tham gia\"\n  căn cứ 1\n  100% phong_trào có đã_tham_gia\n",
    },
    find,
};

fn find(rules: &Rules<'_>, found: &mut Found) {
    for (_, declaration) in rules.declarations() {
        let Body::Record(record) = &declaration.body else { continue };
        let name = &record.naming.name;
        let Some(kind) = rules.names.kind(&name.text) else { continue };
        if record.extends || rules.names.is_used(kind) {
            continue;
        }
        let text = &name.text;
        found.add(
            RULE.code,
            name.span,
            [&format!("nothing speaks of `{text}`"), "", "Take it out, or write the criterion that it is kept for."],
            [&format!("không có gì nói về `{text}`"), "", "Hãy bỏ đi, hoặc viết tiêu chí cần đến loại bản ghi này."],
        );
    }
}
