//! L0019: one label is asked for, and the better ones don't do.

use crate::program::{Field, Labels, Type};
use crate::syntax::tree::{Comparison, Node, Value};

use super::walk::{Want, walk};
use super::{Found, Level, Rule, Rules, Text};

pub(super) const RULE: Rule = Rule {
    code: "L0019",
    name: "better-shut-out",
    level: Level::Warn,
    mends: false,
    en: Text {
        title: "A label is asked for, and better ones don't meet it",
        means: "`rating \"Good\"` is met by “Good” alone: whoever is excellent fails. Regulations mean at least good, even where they \
                say “good”. Only requirements are meant, not `where`, definitions or bans.",
        wrong: "criterion 1.a \"All do well\"\n  cites 1\n  100% of persons have «rating \"Good\"»\n",
        right: "criterion 1.a \"All do well\"\n  cites 1\n  100% of persons have rating at least \"Good\"\n",
    },
    vi: Text {
        title: "Đòi hỏi một nhãn mà nhãn cao hơn lại không đạt",
        means: "`xếp_loại \"Khá\"` thì chỉ “Khá” mới đạt: người loại tốt lại không đạt. Văn bản có ý từ khá trở lên, dù chỉ ghi “khá”. \
                Chỉ tính các yêu cầu, không tính điều kiện sau `mà`, định nghĩa hay điều cấm.",
        wrong: "tiêu chí 1.a \"Ai cũng làm tốt\"\n  căn cứ 1\n  100% cá_nhân có «xếp_loại \"Khá\"»\n",
        right: "tiêu chí 1.a \"Ai cũng làm tốt\"\n  căn cứ 1\n  100% cá_nhân có xếp_loại từ \"Khá\" trở lên\n",
    },
    find,
};

/// The scale of a field, where higher is better.
fn scale<'p>(rules: &Rules<'p>, field: &Field) -> Option<&'p Labels> {
    let Type::Label(labels) = field.ty else { return None };
    rules.program().labels.get(labels.at()).filter(|labels| labels.ordered && !field.less_is_better)
}

fn find(rules: &Rules<'_>, found: &mut Found) {
    walk(rules, &mut |expr, at| {
        let Node::Compare(left, Comparison::Is, right) = &expr.node else { return };
        let (Node::Path(path), Node::Literal(Value::Text(label))) = (&left.node, &right.node) else { return };
        if at.want != Want::Holds {
            return;
        }
        let Some(field) = rules.names.path(path, &at.hand) else { return };
        let Some(higher) = scale(rules, field).and_then(|labels| {
            let at = labels.labels.iter().position(|known| known == label)?;
            labels.labels.get(at + 1)
        }) else {
            return;
        };
        found.add(
            RULE.code,
            expr.span,
            [
                &format!("whoever has “{higher}” doesn't meet this"),
                "this label alone",
                &format!("Write `at least \"{label}\"` if better ones do."),
            ],
            [
                &format!("ai có “{higher}” thì không đạt điều này"),
                "chỉ đúng nhãn này",
                &format!("Nếu nhãn cao hơn cũng đạt, hãy viết `từ \"{label}\" trở lên`."),
            ],
        );
    });
}
