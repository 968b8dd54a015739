//! L0012: everybody is asked for, and those of whom nothing is known are left out.

use crate::exact::Exact;
use crate::syntax::tree::{Amount, Bound, Missing, Node, Quantifier};

use super::walk::{clauses, walk};
use super::{Found, Level, Rule, Rules, Text};

pub(super) const RULE: Rule = Rule {
    code: "L0012",
    name: "hidden-gaps",
    level: Level::Warn,
    mends: false,
    en: Text {
        title: "“All” that leaves out whom nothing is known of",
        means: "A sentence that demands everybody says `leaving out missing`: one record filled in and a hundred blank ones meet it. \
                Without the policy such records leave the criterion undetermined, and the report says which are missing.",
        wrong: "criterion 1.a \"Everybody has a certificate\"\n  cites 1\n  «100% of persons are certified leaving out missing»\n",
        right: "criterion 1.a \"Everybody has a certificate\"\n  cites 1\n  100% of persons are certified\n",
    },
    vi: Text {
        title: "“Tất cả” mà bỏ qua người chưa có số liệu",
        means: "Câu đòi hỏi tất cả lại ghi `bỏ qua thiếu`: một bản ghi có số liệu và một trăm bản ghi bỏ trống cũng đạt. Không ghi như \
                thế thì tiêu chí chưa xác định, và báo cáo nêu còn thiếu những gì.",
        wrong: "tiêu chí 1.a \"Ai cũng có chứng chỉ\"\n  căn cứ 1\n  «100% cá_nhân có chứng_chỉ bỏ qua thiếu»\n",
        right: "tiêu chí 1.a \"Ai cũng có chứng chỉ\"\n  căn cứ 1\n  100% cá_nhân có chứng_chỉ\n",
    },
    find,
};

fn find(rules: &Rules<'_>, found: &mut Found) {
    walk(rules, &mut |expr, _| {
        let Node::Quantified(sentence) = &expr.node else { return };
        for clause in clauses(sentence) {
            let whole = |value: &Exact| *value == Exact::from(1i64);
            let everybody = clause.quantifier == Quantifier::All
                || matches!(&clause.quantifier, Quantifier::Share(Bound::AtLeast, Amount::Fixed(value)) if whole(value));
            if everybody && clause.missing == Some(Missing::LeftOut) {
                found.add(
                    RULE.code,
                    clause.span,
                    [
                        "everybody is asked for, and blanks are left out",
                        "gaps are hidden here",
                        "Leave the policy out, or say `counting missing as failing`.",
                    ],
                    [
                        "đòi hỏi tất cả mà lại bỏ qua chỗ trống",
                        "chỗ thiếu bị che ở đây",
                        "Hãy bỏ quy định này, hoặc ghi `coi thiếu là không đạt`.",
                    ],
                );
            }
        }
    });
}
