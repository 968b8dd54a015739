//! L0015: a criterion that bears the number of one item and cites another.

use crate::syntax::tree::{Body, Cite};

use super::{Found, Level, Rule, Rules, Text};

pub(super) const RULE: Rule = Rule {
    code: "L0015",
    name: "misplaced-id",
    level: Level::Warn,
    mends: false,
    en: Text {
        title: "A criterion that bears the number of one item and cites another",
        means: "A criterion `2.b` is looked for under item 2. If it cites only other items, its number or its cite was mistyped.",
        wrong: "criterion «2.b» \"Certificates\"\n  cites 1\n  at least 70% of persons are certified\n",
        right: "criterion 1.b \"Certificates\"\n  cites 1\n  at least 70% of persons are certified\n",
    },
    vi: Text {
        title: "Tiêu chí mang số của mục này mà căn cứ mục khác",
        means: "Tiêu chí `2.b` được tìm ở mục 2. Nếu nó chỉ căn cứ các mục khác thì mã số hoặc căn cứ đã ghi nhầm.",
        wrong: "tiêu chí «2.b» \"Chứng chỉ\"\n  căn cứ 1\n  ít nhất 70% cá_nhân có chứng_chỉ\n",
        right: "tiêu chí 1.b \"Chứng chỉ\"\n  căn cứ 1\n  ít nhất 70% cá_nhân có chứng_chỉ\n",
    },
    find,
};

/// Whether one number is another or stands below it: `II.2.a` below `II.2`.
fn is_within(id: &str, item: &str) -> bool {
    id.strip_prefix(item).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
}

fn find(rules: &Rules<'_>, found: &mut Found) {
    for (_, _, tree) in rules.own_files() {
        let documents = tree.declarations.iter().filter_map(|declaration| {
            let Body::Document(document) = &declaration.body else { return None };
            Some(document)
        });
        let items: Vec<&str> =
            documents.flat_map(|document| &document.items).map(|item| item.id.text.as_str()).collect();
        for declaration in &tree.declarations {
            let Body::Criterion(criterion) = &declaration.body else { continue };
            let id = &criterion.id;
            let own = items.iter().filter(|item| is_within(&id.text, item)).max_by_key(|item| item.len());
            let Some(own) = own else { continue };
            let related = |cite: &Cite| is_within(&cite.item.text, own) || is_within(own, &cite.item.text);
            // A cite of another document says so, and its numbers mean nothing here.
            let mut plain = criterion.cites.iter().filter(|cite| cite.document.is_none()).peekable();
            let Some(cited) = plain.peek().map(|cite| cite.item.text.clone()) else { continue };
            if plain.any(related) {
                continue;
            }
            found.add(
                RULE.code,
                id.span,
                [
                    &format!("{} bears the number of item {own}, and cites {cited}", id.text),
                    "",
                    &format!("Cite {own}, or give it a number of item {cited}."),
                ],
                [
                    &format!("{} mang số của mục {own} mà căn cứ mục {cited}", id.text),
                    "",
                    &format!("Hãy căn cứ mục {own}, hoặc đặt mã số theo mục {cited}."),
                ],
            );
        }
    }
}
