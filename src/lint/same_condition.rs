//! L0013: two criteria that ask for the same.

use std::collections::HashMap;

use crate::source::Span;
use crate::syntax::print::print_expr;
use crate::syntax::tree::{Body, Criterion, Node};

use super::{Found, Level, Rule, Rules, Text};

pub(super) const RULE: Rule = Rule {
    code: "L0013",
    name: "same-condition",
    level: Level::Deny,
    mends: false,
    en: Text {
        title: "Two criteria with the same condition",
        means: "They can never differ, so one of them was to say something else, or one is there twice. Where the regulation asks \
                for the same in two places, the second criterion says `meets` and the first one's number.",
        wrong: "criterion 1.a \"Most have a certificate\"\n  cites 1\n  at least 70% of persons are certified\n\n\
                criterion «2.a» \"Most are certified\"\n  cites 2\n  at least 70% of persons are certified\n",
        right: "criterion 1.a \"Most have a certificate\"\n  cites 1\n  at least 70% of persons are certified\n\n\
                criterion 2.a \"Most are certified\"\n  cites 2\n  meets 1.a\n",
    },
    vi: Text {
        title: "Hai tiêu chí có cùng điều kiện",
        means: "Hai tiêu chí này không bao giờ khác nhau: một trong hai lẽ ra nói điều khác, hoặc bị ghi hai lần. Nếu văn bản đòi hỏi \
                cùng một điều ở hai chỗ, tiêu chí sau ghi `đạt tiêu chí` và mã số của tiêu chí trước.",
        wrong: "tiêu chí 1.a \"Đa số có chứng chỉ\"\n  căn cứ 1\n  ít nhất 70% cá_nhân có chứng_chỉ\n\n\
                tiêu chí «2.a» \"Phần lớn có chứng chỉ\"\n  căn cứ 2\n  ít nhất 70% cá_nhân có chứng_chỉ\n",
        right: "tiêu chí 1.a \"Đa số có chứng chỉ\"\n  căn cứ 1\n  ít nhất 70% cá_nhân có chứng_chỉ\n\n\
                tiêu chí 2.a \"Phần lớn có chứng chỉ\"\n  căn cứ 2\n  đạt tiêu chí 1.a\n",
    },
    find,
};

fn find(rules: &Rules<'_>, found: &mut Found) {
    let mut first: HashMap<(String, Option<bool>), (&str, Span)> = HashMap::new();
    for (file, declaration) in rules.declarations() {
        let Body::Criterion(criterion) = &declaration.body else { continue };
        // What another criterion says is repeated knowingly.
        if matches!(criterion.condition.node, Node::Meets(_) | Node::MeetsEvery(_)) {
            continue;
        }
        let id = &criterion.id;
        match first.get(&(said(rules, criterion, file), criterion.if_none)) {
            Some((other, at)) => found.see(
                RULE.code,
                id.span,
                Some(*at),
                [
                    &format!("{} asks for the same as {other}", id.text),
                    "",
                    &format!("Write what it asks for, or `meets {other}`."),
                ],
                [
                    &format!("{} đòi hỏi đúng như {other}", id.text),
                    "",
                    &format!("Hãy viết điều mà tiêu chí này đòi hỏi, hoặc `đạt tiêu chí {other}`."),
                ],
            ),
            None => {
                first.insert((said(rules, criterion, file), criterion.if_none), (&id.text, id.span));
            }
        }
    }
}

/// What a criterion asks for, on one line.
fn said(rules: &Rules<'_>, criterion: &Criterion, file: u32) -> String {
    let language = rules.language(file);
    let mut said = String::new();
    for each in &criterion.for_each {
        let filter = each.filter.as_ref().map_or(String::new(), |filter| print_expr(filter, language));
        said += &format!("{} {filter}: ", each.kind.text);
    }
    said + &print_expr(&criterion.condition, language)
}
