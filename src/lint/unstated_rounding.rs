//! L0010: a quota in groups whose size makes it no whole number, and no word on how to round.

use crate::exact::{Exact, Rounding};
use crate::program::Constant;
use crate::source::Language;
use crate::syntax::tree::{Amount, Bound, Node, Quantifier};

use super::walk::{clauses, share, walk};
use super::{Found, Level, Rule, Rules, Text};

/// Groups below this size are looked at.
const SMALL: i64 = 20;

pub(super) const RULE: Rule = Rule {
    code: "L0010",
    name: "unstated-rounding",
    level: Level::Warn,
    mends: false,
    en: Text {
        title: "A quota in small groups without a word on rounding",
        means: "A share `at most 15% of` the records of each group is compared exactly: of 6 records none may be selected, since 1 is \
                more than 15%. Offices often round up. The finding says for which sizes below 20 that differs. Write `rounded up` or \
                `rounded down` (`rounded down` is what holds without it), as the regulation says.",
        wrong: "criterion 1.a \"Few in each unit are excellent\"\n  cites 1\n  for each unit:\n  \
                «at most 15% of persons in the unit have rating \"Excellent\"»\n",
        right: "criterion 1.a \"Few in each unit are excellent\"\n  cites 1\n  for each unit:\n  \
                at most 15% rounded up of persons in the unit have rating \"Excellent\"\n",
    },
    vi: Text {
        title: "Tỷ lệ khống chế trong nhóm nhỏ mà không nêu cách làm tròn",
        means: "Tỷ lệ `không quá 15%` số bản ghi của từng nhóm được so sánh chính xác: nhóm 6 bản ghi thì không được chọn ai, vì 1 đã \
                hơn 15%. Nhiều nơi lại làm tròn lên. Thông báo nêu với cỡ nhóm nào dưới 20 thì hai cách khác nhau. Hãy ghi `làm tròn \
                lên` hoặc `làm tròn xuống` (không ghi thì như làm tròn xuống) theo văn bản.",
        wrong: "tiêu chí 1.a \"Mỗi đơn vị ít người loại tốt\"\n  căn cứ 1\n  với mỗi đơn_vị:\n  \
                «không quá 15% cá_nhân thuộc đơn_vị có xếp_loại \"Tốt\"»\n",
        right: "tiêu chí 1.a \"Mỗi đơn vị ít người loại tốt\"\n  căn cứ 1\n  với mỗi đơn_vị:\n  \
                không quá 15% làm tròn lên số cá_nhân thuộc đơn_vị có xếp_loại \"Tốt\"\n",
    },
    find,
};

fn find(rules: &Rules<'_>, found: &mut Found) {
    walk(rules, &mut |expr, _| {
        let Node::Quantified(sentence) = &expr.node else { return };
        if sentence.population.scopes.is_empty() {
            return;
        }
        for clause in clauses(sentence) {
            let Quantifier::Share(Bound::AtMost | Bound::LessThan, amount) = &clause.quantifier else { continue };
            let Some(quota) = constant(rules, amount) else { continue };
            let whole = |size: i64| quota.mul(&Exact::from(size)).is_some_and(|part| part.is_integer());
            let open: Vec<i64> = (1..SMALL).filter(|size| !whole(*size)).collect();
            let part = |size: i64| quota.mul(&Exact::from(size)).map(|part| part.rounded(Rounding::Down, 0));
            let none = (1..SMALL).take_while(|size| part(*size).is_some_and(|part| part.is_zero())).last();
            if open.is_empty() {
                continue;
            }
            let said = |language: Language| share(&quota, language.pick('.', ','));
            let sizes = |language| sizes(&open, language);
            let nobody = |language: Language| match none {
                Some(most) => language.pick(
                    format!(" In a group of up to {most} nobody may be selected."),
                    format!(" Nhóm từ {most} trở xuống không được chọn ai."),
                ),
                None => String::new(),
            };
            let (en, vi) = (Language::En, Language::Vi);
            found.add(
                RULE.code,
                clause.span,
                [
                    &format!("{} of a small group is seldom a whole number, and nothing says how to round", said(en)),
                    "rounded up or down?",
                    &format!(
                        "It differs in groups of {}.{} Write `rounded up` or `rounded down` behind {}.",
                        sizes(en),
                        nobody(en),
                        said(en)
                    ),
                ],
                [
                    &format!("{} của một nhóm nhỏ ít khi là số nguyên, mà không nêu cách làm tròn", said(vi)),
                    "làm tròn lên hay xuống?",
                    &format!(
                        "Hai cách khác nhau với nhóm {}.{} Hãy ghi `làm tròn lên số` hoặc `làm tròn xuống số` sau {}.",
                        sizes(vi),
                        nobody(vi),
                        said(vi)
                    ),
                ],
            );
        }
    });
}

/// A threshold that is one number, stated or of a parameter.
fn constant(rules: &Rules<'_>, amount: &Amount) -> Option<Exact> {
    match amount {
        Amount::Fixed(value) => Some(value.clone()),
        Amount::Depends(expr) => {
            let Node::Path(path) = &expr.node else { return None };
            let [name] = &path[..] else { return None };
            let parameter = rules.program().parameters.iter().find(|one| one.name.is(&name.text))?;
            match &parameter.value {
                Constant::Number(value) => Some(value.clone()),
                Constant::Date(_) => None,
            }
        }
    }
}

/// `1 to 4, 6 to 9 and 11`.
fn sizes(open: &[i64], language: Language) -> String {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for size in open {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *size => *last = *size,
            _ => runs.push((*size, *size)),
        }
    }
    let to = language.pick("to", "đến");
    let one = |(from, upto): &(i64, i64)| if from == upto { from.to_string() } else { format!("{from} {to} {upto}") };
    let runs: Vec<String> = runs.iter().map(one).collect();
    match runs.split_last() {
        Some((last, before)) if !before.is_empty() => {
            format!("{} {} {last}", before.join(", "), language.pick("and", "và"))
        }
        _ => runs.concat(),
    }
}
