//! L0016: a part that stands twice.

use std::collections::HashMap;

use crate::source::Span;
use crate::syntax::print::print_expr;
use crate::syntax::tree::{Expr, Node};

use super::walk::walk;
use super::{Found, Level, Rule, Rules, Text};

pub(super) const RULE: Rule = Rule {
    code: "L0016",
    name: "repeated-part",
    level: Level::Deny,
    mends: false,
    en: Text {
        title: "A part of a condition that stands there twice",
        means: "Two parts of one list, or of one chain of `and` or `or`, say the same. One of them was to say something else; in a \
                list that asks for some of its parts it counts twice.",
        wrong: "criterion 1.a \"Two of three\"\n  cites 1\n  100% of persons have (at least 2 of a) certified \
                b) rating at least \"Good\" c) «certified»)\n",
        right: "criterion 1.a \"Two of three\"\n  cites 1\n  100% of persons have (at least 2 of a) certified \
                b) rating at least \"Good\" c) violations is 0)\n",
    },
    vi: Text {
        title: "Một vế được ghi hai lần",
        means: "Hai điểm của cùng một danh sách, hoặc hai vế nối bằng `và`, `hoặc`, nói cùng một điều. Một trong hai lẽ ra nói điều \
                khác; trong danh sách đòi hỏi một số điểm, điều ấy được tính hai lần.",
        wrong: "tiêu chí 1.a \"Hai trong ba\"\n  căn cứ 1\n  100% cá_nhân có (ít nhất 2 trong các điều kiện a) chứng_chỉ \
                b) xếp_loại từ \"Khá\" trở lên c) «chứng_chỉ»)\n",
        right: "tiêu chí 1.a \"Hai trong ba\"\n  căn cứ 1\n  100% cá_nhân có (ít nhất 2 trong các điều kiện a) chứng_chỉ \
                b) xếp_loại từ \"Khá\" trở lên c) số_vi_phạm là 0)\n",
    },
    find,
};

fn find(rules: &Rules<'_>, found: &mut Found) {
    walk(rules, &mut |expr, at| {
        let parts: Vec<&Expr> = if let Node::And(parts) | Node::Or(parts) = &expr.node {
            parts.iter().collect()
        } else if let Node::List(_, entries) = &expr.node {
            entries.iter().map(|entry| &entry.content).collect()
        } else {
            return;
        };
        let language = rules.language(at.file);
        let mut first: HashMap<String, Span> = HashMap::new();
        for part in parts {
            let text = print_expr(part, language);
            match first.get(&text) {
                Some(other) => found.see(
                    RULE.code,
                    part.span,
                    Some(*other),
                    [&format!("“{text}” stands here twice"), "", "Say what the second one should be, or leave it out."],
                    [
                        &format!("“{text}” được ghi hai lần"),
                        "",
                        "Hãy viết đúng điều mà vế thứ hai phải nói, hoặc bỏ đi.",
                    ],
                ),
                None => {
                    first.insert(text, part.span);
                }
            }
        }
    });
}
