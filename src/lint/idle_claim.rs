//! L0020: a claim or question that its own words settle.

use crate::syntax::print::print_expr;
use crate::syntax::tree::{Body, Expr, Joint, Judged, Need, Says};

use super::{Found, Level, Rule, Rules, Text};

pub(super) const RULE: Rule = Rule {
    code: "L0020",
    name: "idle-claim",
    level: Level::Warn,
    mends: false,
    en: Text {
        title: "A claim that says nothing of the rules",
        means: "It holds, or fails, whatever the criteria and conditions in it come to: the same stands on both sides, or what \
                excludes one another is joined. Whatever the rules become, it will never point out a mistake.",
        wrong: "claim «K1» \"Ratings and certificates\"\n  always: if 1.a is met then not (1.a is undetermined)\n\n\
                criterion 1.a \"Most are certified\"\n  cites 1\n  at least 70% of persons are certified\n",
        right: "claim K1 \"Ratings and certificates\"\n  always: if 1.a is met then not (no person is certified)\n\n\
                criterion 1.a \"Most are certified\"\n  cites 1\n  at least 70% of persons are certified\n",
    },
    vi: Text {
        title: "Khẳng định không nói gì về các quy tắc",
        means: "Các tiêu chí, điều kiện trong đó ra sao thì nó vẫn luôn đúng, hoặc luôn sai: hai vế như nhau, hoặc ghép những điều loại \
                trừ nhau. Quy tắc có sửa thế nào, nó cũng không chỉ ra được sai sót.",
        wrong: "khẳng định «K1» \"Xếp loại và chứng chỉ\"\n  luôn luôn: nếu 1.a đạt thì không phải (1.a chưa xác định)\n\n\
                tiêu chí 1.a \"Đa số có chứng chỉ\"\n  căn cứ 1\n  ít nhất 70% cá_nhân có chứng_chỉ\n",
        right: "khẳng định K1 \"Xếp loại và chứng chỉ\"\n  luôn luôn: nếu 1.a đạt thì không phải (không có cá_nhân nào có chứng_chỉ)\n\n\
                tiêu chí 1.a \"Đa số có chứng chỉ\"\n  căn cứ 1\n  ít nhất 70% cá_nhân có chứng_chỉ\n",
    },
    find,
};

/// How many ways for its parts to come out are looked at; a claim with more isn't.
const MOST: usize = 1 << 14;

fn find(rules: &Rules<'_>, found: &mut Found) {
    for (file, declaration) in rules.declarations() {
        let Body::Claim(claim) = &declaration.body else { continue };
        let language = rules.language(file);
        let mut parts = Parts { known: Vec::new(), said: &|expr| print_expr(expr, language) };
        let Some(formula) = parts.claim(&claim.says) else { continue };
        let Some((holds, fails)) = outcomes(&formula, &parts.known) else { continue };
        let id = &claim.id.text;
        match (holds, fails) {
            (true, false) => found.add(
                RULE.code,
                claim.id.span,
                [&format!("{id} holds whatever the rules say"), "", "Say what the rules should bring about."],
                [&format!("{id} luôn đúng, dù quy tắc nói gì"), "", "Hãy nêu điều mà các quy tắc phải đưa đến."],
            ),
            (false, true) => found.add(
                RULE.code,
                claim.id.span,
                [
                    &format!("{id} fails whatever the rules say"),
                    "",
                    "Its parts exclude one another: see what was meant.",
                ],
                [&format!("{id} luôn sai, dù quy tắc nói gì"), "", "Các phần loại trừ nhau: hãy xem lại ý định."],
            ),
            _ => {}
        }
    }
}

/// What a claim is made of, as far as its words go.
enum Formula {
    /// A part by its number has one of these outcomes.
    Part(usize, u8),
    Not(Box<Formula>),
    List(Need, Vec<Formula>),
}

/// A part that comes out in one of several ways.
struct Part {
    said: String,
    ways: u8,
}

struct Parts<'l> {
    known: Vec<Part>,
    said: &'l dyn Fn(&Expr) -> String,
}

impl Parts<'_> {
    fn claim(&mut self, says: &Says) -> Option<Formula> {
        let not = |formula: Formula| Formula::Not(Box::new(formula));
        let mut statements = says.statements().map(|one| self.formula(one)).collect::<Vec<_>>().into_iter();
        let first = statements.next()?;
        Some(match (says, statements.next()) {
            (Says::Equivalent(..), Some(second)) => {
                // Exactly one of them holds, or both: not exactly one.
                not(Formula::List(Need::Exactly(1), vec![first, second]))
            }
            (Says::Always(..) | Says::Implies(..), Some(second)) => Formula::List(Need::Any, vec![not(first), second]),
            (_, _) => first,
        })
    }

    fn formula(&mut self, expr: &Expr) -> Formula {
        match expr.joint() {
            Joint::Judged(id, fate) => {
                let way = match fate {
                    Judged::Met => 0,
                    Judged::NotMet => 1,
                    Judged::Undetermined => 2,
                    Judged::NotApplicable => 3,
                };
                Formula::Part(self.part(format!("meets {}", id.text), 4), way)
            }
            Joint::Not(inner) => Formula::Not(Box::new(self.formula(inner))),
            Joint::List(need, parts) => Formula::List(need, parts.into_iter().map(|part| self.formula(part)).collect()),
            Joint::Whole => {
                let said = (self.said)(expr);
                Formula::Part(self.part(said, 2), 0)
            }
        }
    }

    fn part(&mut self, said: String, ways: u8) -> usize {
        let known = self.known.iter().position(|part| part.said == said);
        known.unwrap_or_else(|| {
            self.known.push(Part { said, ways });
            self.known.len() - 1
        })
    }
}

/// Whether a formula holds, and whether it fails, in some way for its parts to come out; none where these are too many.
fn outcomes(formula: &Formula, parts: &[Part]) -> Option<(bool, bool)> {
    let ways = parts.iter().try_fold(1usize, |all, part| all.checked_mul(usize::from(part.ways)))?;
    let (mut holds, mut fails) = (false, false);
    for way in 0..Some(ways).filter(|ways| *ways <= MOST)? {
        let mut rest = way;
        let came_out: Vec<u8> = parts
            .iter()
            .map(|part| {
                let own = (rest % usize::from(part.ways)) as u8;
                rest /= usize::from(part.ways);
                own
            })
            .collect();
        if is(formula, &came_out) {
            holds = true;
        } else {
            fails = true;
        }
    }
    Some((holds, fails))
}

fn is(formula: &Formula, came_out: &[u8]) -> bool {
    match formula {
        Formula::Part(part, way) => came_out.get(*part) == Some(way),
        Formula::Not(inner) => !is(inner, came_out),
        Formula::List(need, parts) => {
            let count = parts.iter().filter(|part| is(part, came_out)).count();
            match need {
                Need::All => count == parts.len(),
                Need::Any => count > 0,
                Need::AtLeast(k) => count >= *k as usize,
                Need::AtMost(k) => count <= *k as usize,
                Need::Exactly(k) => count == *k as usize,
            }
        }
    }
}
