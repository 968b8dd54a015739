//! L0014: two criteria of one title.

use std::collections::HashMap;

use crate::syntax::tree::{Body, Criterion, Node};

use super::{Found, Level, Rule, Rules, Text};

pub(super) const RULE: Rule = Rule {
    code: "L0014",
    name: "same-title",
    level: Level::Warn,
    mends: false,
    en: Text {
        title: "Two criteria with the same title",
        means: "A reader of the report can't tell them apart. Say in the title what differs, such as the reading of the \
                regulation. A criterion that says `meets` and the other's number isn't meant.",
        wrong: "criterion 1.a \"Certificates\"\n  cites 1\n  at least 70% of persons are certified\n\n\
                criterion 1.b «\"Certificates\"»\n  cites 1\n  at least 10 persons are certified\n",
        right: "criterion 1.a \"Certificates (reading 1: a share)\"\n  cites 1\n  at least 70% of persons are certified\n\n\
                criterion 1.b \"Certificates (reading 2: a number)\"\n  cites 1\n  at least 10 persons are certified\n",
    },
    vi: Text {
        title: "Hai tiêu chí trùng tên",
        means: "Người đọc báo cáo không phân biệt được. Hãy nêu chỗ khác nhau trong tên, chẳng hạn cách hiểu văn bản. Tiêu chí ghi \
                `đạt tiêu chí` và mã số của tiêu chí kia thì không tính.",
        wrong: "tiêu chí 1.a \"Chứng chỉ\"\n  căn cứ 1\n  ít nhất 70% cá_nhân có chứng_chỉ\n\n\
                tiêu chí 1.b «\"Chứng chỉ\"»\n  căn cứ 1\n  ít nhất 10 cá_nhân có chứng_chỉ\n",
        right: "tiêu chí 1.a \"Chứng chỉ (cách hiểu 1: theo tỷ lệ)\"\n  căn cứ 1\n  ít nhất 70% cá_nhân có chứng_chỉ\n\n\
                tiêu chí 1.b \"Chứng chỉ (cách hiểu 2: theo số người)\"\n  căn cứ 1\n  ít nhất 10 cá_nhân có chứng_chỉ\n",
    },
    find,
};

fn find(rules: &Rules<'_>, found: &mut Found) {
    let mut first: HashMap<String, &Criterion> = HashMap::new();
    for (_, declaration) in rules.declarations() {
        let Body::Criterion(criterion) = &declaration.body else { continue };
        let title = criterion.title.text.trim().to_lowercase();
        let Some(other) = first.get(&title) else {
            first.insert(title, criterion);
            continue;
        };
        let refers =
            |one: &Criterion, to: &Criterion| matches!(&one.condition.node, Node::Meets(id) if id.text == to.id.text);
        if refers(criterion, other) || refers(other, criterion) {
            continue;
        }
        let (id, title) = (&other.id.text, &criterion.title.text);
        found.see(
            RULE.code,
            criterion.title.span,
            Some(other.title.span),
            [&format!("criterion {id} is called “{title}” too"), "", "Say in the title what differs."],
            [&format!("tiêu chí {id} cũng có tên “{title}”"), "", "Hãy nêu chỗ khác nhau trong tên."],
        );
    }
}
