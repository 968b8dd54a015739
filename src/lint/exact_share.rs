//! L0011: a share that must be met exactly.

use crate::source::Language;
use crate::syntax::tree::{Amount, Bound, Node, Quantifier};

use super::walk::{clauses, share, walk};
use super::{Found, Level, Rule, Rules, Text};

pub(super) const RULE: Rule = Rule {
    code: "L0011",
    name: "exact-share",
    level: Level::Warn,
    mends: false,
    en: Text {
        title: "A share that must be met exactly",
        means: "`exactly 15% of` holds for no group whose size isn't divisible: 3 of 20, but nothing of 19. Regulations nearly always \
                mean at least or at most.",
        wrong: "criterion 1.a \"A part is excellent\"\n  cites 1\n  «exactly 15% of persons have rating \"Excellent\"»\n",
        right: "criterion 1.a \"A part is excellent\"\n  cites 1\n  at most 15% of persons have rating \"Excellent\"\n",
    },
    vi: Text {
        title: "Tỷ lệ phải đúng bằng",
        means: "`đúng 15%` không thể đạt khi số bản ghi không chia hết: 20 thì là 3, còn 19 thì không số nào đúng. Văn bản hầu như luôn \
                có ý ít nhất hoặc không quá.",
        wrong: "tiêu chí 1.a \"Một phần loại tốt\"\n  căn cứ 1\n  «đúng 15% cá_nhân có xếp_loại \"Tốt\"»\n",
        right: "tiêu chí 1.a \"Một phần loại tốt\"\n  căn cứ 1\n  không quá 15% cá_nhân có xếp_loại \"Tốt\"\n",
    },
    find,
};

fn find(rules: &Rules<'_>, found: &mut Found) {
    walk(rules, &mut |expr, _| {
        let Node::Quantified(sentence) = &expr.node else { return };
        for clause in clauses(sentence) {
            let Quantifier::Share(Bound::Exactly, Amount::Fixed(value)) = &clause.quantifier else { continue };
            if value.is_integer() {
                continue;
            }
            let said = |language: Language| share(value, language.pick('.', ','));
            let of = value.denominator();
            found.add(
                RULE.code,
                clause.span,
                [
                    &format!("exactly {} can only be met where the number is divisible by {of}", said(Language::En)),
                    "at least or at most?",
                    "Write `at least` or `at most`, as the regulation means it.",
                ],
                [
                    &format!("đúng {} chỉ có thể đạt khi số bản ghi chia hết cho {of}", said(Language::Vi)),
                    "ít nhất hay không quá?",
                    "Hãy viết `ít nhất` hoặc `không quá` theo ý của văn bản.",
                ],
            );
        }
    });
}
