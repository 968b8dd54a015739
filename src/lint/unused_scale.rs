//! L0002: a scale that no field and no award has.

use crate::program::Type;
use crate::syntax::tree::Body;

use super::{Found, Level, Rule, Rules, Text, fix};

pub(super) const RULE: Rule = Rule {
    code: "L0002",
    name: "unused-scale",
    level: Level::Warn,
    mends: true,
    en: Text {
        title: "A scale that nothing is of",
        means: "No field, award or table gives a label of this scale. Take it out, or say what is of it.",
        wrong: "scale «standing»\n  \"Low\" < \"High\"\n",
        right: "scale standing\n  \"Low\" < \"High\"\n\n\
                award unit.standing: standing\n  cites 1\n  \"High\" when all persons in the unit are certified\n  otherwise \"Low\"\n",
    },
    vi: Text {
        title: "Thang không dùng cho cái gì",
        means: "Không có trường, xét tặng hay bảng nào cho ra nhãn của thang này. Hãy bỏ đi, hoặc nêu cái gì xếp theo thang này.",
        wrong: "thang «mức»\n  \"Thấp\" < \"Cao\"\n",
        right: "thang mức\n  \"Thấp\" < \"Cao\"\n\n\
                xét tặng đơn_vị.mức: mức\n  căn cứ 1\n  \"Cao\" khi tất cả cá_nhân thuộc đơn_vị có chứng_chỉ\n  còn lại \"Thấp\"\n",
    },
    find,
};

fn find(rules: &Rules<'_>, found: &mut Found) {
    let program = rules.program();
    let is_used = |name: &str| {
        let labels = (0u32..).zip(&program.labels);
        let named = labels.filter(|(_, labels)| labels.name.as_ref().is_some_and(|known| known.is(name)));
        let of = |id: u32| {
            let mut fields = program.kinds.iter().flat_map(|kind| &kind.fields);
            fields.any(|field| matches!(field.ty, Type::Label(of) if of.0 == id))
        };
        named.map(|(id, _)| id).any(of)
    };
    for (_, declaration) in rules.declarations() {
        let Body::Scale(scale) = &declaration.body else { continue };
        let name = &scale.naming.name;
        if is_used(&name.text) {
            continue;
        }
        let text = &name.text;
        found.add(
            RULE.code,
            name.span,
            [&format!("nothing is of the scale `{text}`"), "", "Take it out, or give a field or an award this scale."],
            [
                &format!("không có gì xếp theo thang `{text}`"),
                "",
                "Hãy bỏ đi, hoặc cho một trường hay xét tặng dùng thang này.",
            ],
        );
        found.mend(fix::without(rules, declaration, text));
    }
}
