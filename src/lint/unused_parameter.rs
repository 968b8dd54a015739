//! L0004: a parameter that changes nothing.

use std::collections::HashSet;

use crate::syntax::tree::{Body, Node};

use super::walk::walk_all;
use super::{Found, Level, Rule, Rules, Text, fix};

pub(super) const RULE: Rule = Rule {
    code: "L0004",
    name: "unused-parameter",
    level: Level::Warn,
    mends: true,
    en: Text {
        title: "A parameter that changes nothing",
        means: "Whoever sets it believes that the rules heed it. Use it, or take it out.",
        wrong: "parameter «quota»: percent 0% to 100% = 15%\n",
        right: "parameter quota: percent 0% to 100% = 15%\n\n\
                criterion 1.a \"Few are excellent\"\n  cites 1\n  at most (quota) of persons have rating \"Excellent\"\n",
    },
    vi: Text {
        title: "Tham số không làm thay đổi gì",
        means: "Người đặt giá trị tưởng rằng quy tắc có dùng đến. Hãy dùng, hoặc bỏ đi.",
        wrong: "tham số «chỉ_tiêu»: phần trăm 0% đến 100% = 15%\n",
        right: "tham số chỉ_tiêu: phần trăm 0% đến 100% = 15%\n\n\
                tiêu chí 1.a \"Ít người loại tốt\"\n  căn cứ 1\n  không quá tỷ lệ (chỉ_tiêu) cá_nhân có xếp_loại \"Tốt\"\n",
    },
    find,
};

fn find(rules: &Rules<'_>, found: &mut Found) {
    let mut used: HashSet<&str> = HashSet::new();
    walk_all(rules, &mut |expr, _| {
        if let Node::Path(path) = &expr.node {
            used.extend(path.first().map(|first| first.text.as_str()));
        }
    });
    for (_, declaration) in rules.declarations() {
        let Body::Parameter(parameter) = &declaration.body else { continue };
        let naming = &parameter.naming;
        let known = rules.program().parameters.iter().find(|known| known.name.is(&naming.name.text));
        let is_used = known.is_none_or(|known| used.iter().any(|name| known.name.is(name)));
        if is_used {
            continue;
        }
        let text = &naming.name.text;
        found.add(
            RULE.code,
            naming.name.span,
            [&format!("`{text}` changes nothing"), "", "Use it where its number is meant, or take it out."],
            [&format!("`{text}` không làm thay đổi gì"), "", "Hãy dùng ở chỗ cần con số này, hoặc bỏ đi."],
        );
        found.mend(fix::without(rules, declaration, text));
    }
}
