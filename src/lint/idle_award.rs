//! L0007: an award, a score or a rank that is read by nothing and founded on nothing.

use crate::syntax::tree::{Body, Derived};

use super::{Found, Level, Rule, Rules, Text};

pub(super) const RULE: Rule = Rule {
    code: "L0007",
    name: "idle-award",
    level: Level::Warn,
    mends: false,
    en: Text {
        title: "An award, score or rank that is read by nothing and cites nothing",
        means: "What the regulation gives is founded on an item and says so with `cites`; what is only a step on the way is read \
                by something. This is neither.",
        wrong: "scale standing\n  \"Low\" < \"High\"\n\n\
                award unit.«standing»: standing\n  \"High\" when all persons in the unit are certified\n  otherwise \"Low\"\n",
        right: "scale standing\n  \"Low\" < \"High\"\n\n\
                award unit.standing: standing\n  cites 1\n  \"High\" when all persons in the unit are certified\n  otherwise \"Low\"\n",
    },
    vi: Text {
        title: "Xét tặng, bảng điểm hoặc xếp hạng không nơi nào dùng và không có căn cứ",
        means: "Cái mà văn bản xét cho thì có căn cứ ở một mục và nêu bằng `căn cứ`; cái chỉ là bước trung gian thì có nơi dùng. Ở \
                đây không có cả hai.",
        wrong: "thang mức\n  \"Thấp\" < \"Cao\"\n\n\
                xét tặng đơn_vị.«mức»: mức\n  \"Cao\" khi tất cả cá_nhân thuộc đơn_vị có chứng_chỉ\n  còn lại \"Thấp\"\n",
        right: "thang mức\n  \"Thấp\" < \"Cao\"\n\n\
                xét tặng đơn_vị.mức: mức\n  căn cứ 1\n  \"Cao\" khi tất cả cá_nhân thuộc đơn_vị có chứng_chỉ\n  còn lại \"Thấp\"\n",
    },
    find,
};

fn find(rules: &Rules<'_>, found: &mut Found) {
    for (_, declaration) in rules.declarations() {
        let Body::Derive(derive) = &declaration.body else { continue };
        let cites = match &derive.what {
            Derived::Define(_) | Derived::Table(_) => continue,
            Derived::Award { cites, .. } => cites,
            Derived::Bands(bands) => &bands.cites,
            Derived::Rank(rank) => &rank.cites,
            Derived::Score(score) => &score.cites,
        };
        let name = &derive.naming.name;
        let Some(kind) = rules.names.kind(&derive.kind.text) else { continue };
        let Some((field, _)) = rules.names.field(kind, &name.text) else { continue };
        if !cites.is_empty() || rules.names.is_read(kind, field) {
            continue;
        }
        let text = &name.text;
        found.add(
            RULE.code,
            name.span,
            [
                &format!("nothing reads `{text}`, and it cites nothing"),
                "",
                "Say with `cites` which item gives it, or take it out.",
            ],
            [
                &format!("không nơi nào dùng `{text}`, và nó không có căn cứ"),
                "",
                "Hãy nêu `căn cứ` là mục nào, hoặc bỏ đi.",
            ],
        );
    }
}
