//! L0009: `of which` whose base isn't the whole that the sentence is about.

use crate::syntax::print::print_expr;
use crate::syntax::tree::{Clause, Node, Quantified, TailBody};

use super::walk::{Side, side, walk};
use super::{Found, Level, Rule, Rules, Text};

pub(super) const RULE: Rule = Rule {
    code: "L0009",
    name: "narrow-base",
    level: Level::Warn,
    mends: false,
    en: Text {
        title: "“Of which” counts among fewer than one may think",
        means: "`of which` speaks of those that the clause right before it selected. Behind `at most` or `fewer than` these are the \
                few, not the rest; behind another `of which` they are those that have both properties. The finding says in words \
                who the base is. To speak of everybody, or of the first clause's records, write a clause of its own; parts that \
                share a base are lettered.",
        wrong: "criterion 1.a \"Few are excellent; these have a certificate\"\n  cites 1\n  \
                at most 20% of persons have rating \"Excellent\"«, of which at least 50% are certified»\n",
        right: "criterion 1.a \"Few are excellent; half of all have a certificate\"\n  cites 1\n  all of\n    \
                a) at most 20% of persons have rating \"Excellent\"\n    b) at least 50% of persons are certified\n",
    },
    vi: Text {
        title: "“Trong đó” tính trên ít người hơn người đọc có thể tưởng",
        means: "`trong đó` nói về những bản ghi mà vế ngay trước đã chọn. Sau `không quá` hoặc `dưới`, đó là số ít ấy chứ không phải \
                số còn lại; sau một `trong đó` khác, đó là những bản ghi có cả hai tính chất. Thông báo nêu rõ mẫu số là ai. Muốn \
                nói về toàn bộ, hoặc về những bản ghi của vế đầu, hãy viết một vế riêng; các vế chung mẫu số thì ghi thành điểm a), b).",
        wrong: "tiêu chí 1.a \"Ít người loại tốt, số này có chứng chỉ\"\n  căn cứ 1\n  \
                không quá 20% cá_nhân có xếp_loại \"Tốt\"«, trong đó ít nhất 50% có chứng_chỉ»\n",
        right: "tiêu chí 1.a \"Ít người loại tốt, một nửa số người có chứng chỉ\"\n  căn cứ 1\n  đủ các điều kiện\n    \
                a) không quá 20% cá_nhân có xếp_loại \"Tốt\"\n    b) ít nhất 50% cá_nhân có chứng_chỉ\n",
    },
    find,
};

fn find(rules: &Rules<'_>, found: &mut Found) {
    walk(rules, &mut |expr, at| {
        if let Node::Quantified(sentence) = &expr.node {
            sentence_tails(rules, sentence, at.file, found);
        }
    });
}

fn sentence_tails(rules: &Rules<'_>, sentence: &Quantified, file: u32, found: &mut Found) {
    let language = rules.language(file);
    let kind = &sentence.population.kind.text;
    let said =
        |clause: &Clause| clause.property.as_ref().map_or(String::new(), |property| print_expr(property, language));
    // The clauses that the next `of which` narrows, the head first; `of the rest` begins anew.
    let mut chain: Vec<&Clause> = vec![&sentence.head];
    let mut rest = false;
    for tail in &sentence.tails {
        if tail.rest {
            chain.clear();
            rest = true;
        } else if let Some(before) = chain.last() {
            let properties =
                chain.iter().map(|clause| said(clause)).filter(|text| !text.is_empty()).collect::<Vec<_>>();
            let few = side(&before.quantifier) == Side::Few;
            if few || (chain.len() > 1 && properties.len() > 1) {
                let [first, all] = [properties.first().cloned().unwrap_or_default(), properties.join("”, “")];
                let (en, vi) = if chain.len() > 1 {
                    (
                        format!("this counts among those {kind} that have all of: “{all}”"),
                        format!("vế này tính trên những {kind} có đủ: “{all}”"),
                    )
                } else if first.is_empty() {
                    (
                        format!("this counts among the few {kind} before it"),
                        format!("vế này tính trên số ít {kind} ở vế trước"),
                    )
                } else {
                    (
                        format!("this counts among the few {kind} that have “{first}”"),
                        format!("vế này tính trên số ít {kind} có “{first}”"),
                    )
                };
                let (en, vi) = if rest {
                    (format!("{en}, of those that the first clause left"), format!("{vi}, trong số mà vế đầu để lại"))
                } else {
                    (en, vi)
                };
                found.see(
                    RULE.code,
                    tail.span,
                    Some(before.span),
                    [&en, "is this base meant?", "If another base is meant, write a clause of its own for it."],
                    [&vi, "có đúng là mẫu số này không?", "Nếu tính trên mẫu số khác, hãy viết thành một vế riêng."],
                );
            }
        }
        match &tail.body {
            TailBody::One(clause) => chain.push(clause),
            TailBody::Lettered(_) => return,
        }
    }
}
