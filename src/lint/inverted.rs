//! L0008: more is asked of something of which less is better, or the other way round.

use crate::syntax::tree::{Body, Comparison, Derived, Expr, Node};

use super::walk::{At, Want, walk};
use super::{Found, Level, Rule, Rules, Text};

pub(super) const RULE: Rule = Rule {
    code: "L0008",
    name: "inverted-comparison",
    level: Level::Deny,
    mends: false,
    en: Text {
        title: "A comparison that looks inverted",
        means: "Of a field that says `less is better` a requirement asks for at least so much, or a ban forbids having little. \
                `no`, `at most` and `not` turn round what is asked; conditions behind `where` and in definitions ask for nothing \
                and aren't meant. A rank by such a field says `lowest first`.",
        wrong: "criterion 2.a \"Few violations\"\n  cites 2\n  100% of persons have «violations at least 3»\n",
        right: "criterion 2.a \"Few violations\"\n  cites 2\n  100% of persons have violations at most 3\n",
    },
    vi: Text {
        title: "Phép so sánh có vẻ ngược chiều",
        means: "Trường đã ghi `càng ít càng tốt` mà yêu cầu lại đòi từ chừng đó trở lên, hoặc điều cấm lại cấm có ít. `không có`, \
                `không quá` và `không phải` đảo chiều yêu cầu; điều kiện sau `mà` và trong định nghĩa không đòi hỏi gì nên không \
                tính. Xếp hạng theo trường như vậy thì ghi `thấp trước`.",
        wrong: "tiêu chí 2.a \"Ít vi phạm\"\n  căn cứ 2\n  100% cá_nhân có «số_vi_phạm từ 3 trở lên»\n",
        right: "tiêu chí 2.a \"Ít vi phạm\"\n  căn cứ 2\n  100% cá_nhân có số_vi_phạm từ 3 trở xuống\n",
    },
    find,
};

fn find(rules: &Rules<'_>, found: &mut Found) {
    let mut add = |name: &str, at: &Expr| {
        found.add(
            RULE.code,
            at.span,
            [
                &format!("of `{name}` less is better, and this asks for the other way round"),
                "is it meant so?",
                "Turn the comparison round, or say why it stands so.",
            ],
            [
                &format!("`{name}` càng ít càng tốt, mà chỗ này đòi hỏi ngược lại"),
                "có đúng ý không?",
                "Hãy đổi chiều so sánh, hoặc nêu lý do viết như vậy.",
            ],
        );
    };
    walk(rules, &mut |expr, at| {
        let Node::Compare(left, how, right) = &expr.node else { return };
        let asked = match (how, at.want) {
            (Comparison::Is | Comparison::IsNot, _) | (_, Want::Either) => return,
            (Comparison::AtLeast | Comparison::Above, want) => want == Want::Holds,
            (Comparison::AtMost | Comparison::Below, want) => want == Want::Fails,
        };
        // Against one another both sides may be of the kind.
        match (less_is_better(rules, left, at), less_is_better(rules, right, at)) {
            (Some(name), None) if asked => add(&name, expr),
            (None, Some(name)) if !asked => add(&name, expr),
            (Some(_) | None, Some(_) | None) => {}
        }
    });
    for (file, declaration) in rules.declarations() {
        let Body::Derive(derive) = &declaration.body else { continue };
        let Derived::Rank(rank) = &derive.what else { continue };
        let hand = rules.names.kind(&derive.kind.text).into_iter().collect();
        let at = At { file, hand, want: Want::Either };
        for key in rank.keys.iter().filter(|key| !key.lowest) {
            if let Some(name) = less_is_better(rules, &key.by, &at) {
                add(&name, &key.by);
            }
        }
    }
}

/// The name of a field of which less is better, where an expression is that field or something taken of it over records.
fn less_is_better(rules: &Rules<'_>, expr: &Expr, at: &At) -> Option<String> {
    if let Node::Path(path) = &expr.node {
        let field = rules.names.path(path, &at.hand)?;
        return field.less_is_better.then(|| field.name.shown(rules.language(at.file)).to_owned());
    }
    let Node::Aggregate(aggregate) = &expr.node else { return None };
    let hand = rules.names.kind(&aggregate.population.kind.text).into_iter().collect();
    less_is_better(rules, aggregate.value.as_ref()?, &At { hand, ..at.clone() })
}
