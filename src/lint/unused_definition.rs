//! L0001: a definition or a table that nobody reads.

use crate::syntax::tree::{Body, Derived};

use super::{Found, Level, Rule, Rules, Text, fix};

pub(super) const RULE: Rule = Rule {
    code: "L0001",
    name: "unused-definition",
    level: Level::Warn,
    mends: true,
    en: Text {
        title: "A definition that nothing reads",
        means: "A `define` or a `table` is there for other declarations to read. One that none reads may be left over, or a \
                criterion that was to read it reads something else. Take it out, or read it.",
        wrong: "define person.«sound»: rating at least \"Good\" and certified\n",
        right: "define person.sound: rating at least \"Good\" and certified\n\n\
                criterion 1.a \"Most are sound\"\n  cites 1\n  at least 70% of persons are sound\n",
    },
    vi: Text {
        title: "Định nghĩa không được dùng ở đâu",
        means: "Một `định nghĩa` hoặc `bảng` đặt ra để nơi khác dùng. Nếu không nơi nào dùng thì có thể là phần còn sót, hoặc \
                tiêu chí cần dùng nó lại đang dùng cái khác. Hãy bỏ đi, hoặc dùng đến nó.",
        wrong: "định nghĩa cá_nhân.«vững_vàng»: xếp_loại từ \"Khá\" trở lên và chứng_chỉ\n",
        right: "định nghĩa cá_nhân.vững_vàng: xếp_loại từ \"Khá\" trở lên và chứng_chỉ\n\n\
                tiêu chí 1.a \"Đa số vững vàng\"\n  căn cứ 1\n  ít nhất 70% cá_nhân có vững_vàng\n",
    },
    find,
};

fn find(rules: &Rules<'_>, found: &mut Found) {
    for (_, declaration) in rules.declarations() {
        let Body::Derive(derive) = &declaration.body else { continue };
        let defined = match &derive.what {
            Derived::Define(_) | Derived::Table(_) => true,
            Derived::Award { .. } | Derived::Rank(_) | Derived::Bands(_) | Derived::Score(_) => false,
        };
        let name = &derive.naming.name;
        let Some(kind) = rules.names.kind(&derive.kind.text) else { continue };
        let Some((field, _)) = rules.names.field(kind, &name.text) else { continue };
        if !defined || rules.names.is_read(kind, field) {
            continue;
        }
        let text = &name.text;
        found.add(
            RULE.code,
            name.span,
            [
                &format!("nothing reads `{text}`"),
                "defined here",
                "Take it out, or read it in a criterion, an award or another definition.",
            ],
            [
                &format!("không nơi nào dùng `{text}`"),
                "định nghĩa ở đây",
                "Hãy bỏ đi, hoặc dùng trong một tiêu chí, xét tặng hay định nghĩa khác.",
            ],
        );
        found.mend(fix::without(rules, declaration, text));
    }
}
