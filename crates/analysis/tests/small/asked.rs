//! What is asked of programs, and what every small roster says to that.

use tieuchi::compile;
use tieuchi::program::{
    Cond, CriterionId, FieldId, KindId, Origin, Path, Program, Says, Set, Stated, Statement, Test, Type,
};
use tieuchi::source::Source;
use tieuchi_analysis::fact::Fact;
use tieuchi_analysis::join::join;
use tieuchi_analysis::prove::{Asked, ClaimAnswer, Wanted, implies, prove};

use super::ground::{Effort, Ground, Small, Tally, Wish};
use super::rules::Rules;

/// A program of a text; none where it is refused, as what speaks of the rest of all.
fn compiled(text: &str) -> Option<Program> {
    compile(&[Source::new("rules.tieuchi", text)]).ok().map(|(program, _)| program.with_claims())
}

fn ids(program: &Program) -> Vec<CriterionId> {
    (0..program.criteria.len() as u32).map(CriterionId).collect()
}

/// All that is proven of rules: criteria each and together, cases, letters, claims and questions; or claims and questions
/// alone.
pub fn hold_alone(rules: &Rules, claims_only: bool, effort: &Effort, tally: &mut Tally) {
    let text = rules.text();
    let Some(program) = compiled(&text) else { return };
    tally.programs += 1;
    let small = Small::read(&[&program], effort);
    let mut ground = Ground::new(&text, &program, vec![&program], &small, effort);
    for id in ids(&program) {
        ground.criterion(&program.criteria[id.at()].id, 0, id, id);
    }
    for stated in program.claims.list.iter().flat_map(|claim| claim.says.statements()) {
        ground.statement(&stated.text, &stated.what);
    }
    let proof = prove(&program, &Asked { rules: !claims_only, bounds: effort.bounds, threads: 1 }, &|| true);
    let all = |fact: fn(CriterionId) -> Fact| ids(&program).into_iter().map(move |id| Wish::of(fact(id)));
    if let Some(together) = &proof.together {
        ground.held(&all(Fact::met).collect::<Vec<_>>(), together, tally);
    }
    for clash in &proof.clashes {
        let clash: Vec<Wish> = clash.iter().map(|said| ground.meant(said)).collect();
        ground.clashes(&clash, false, &|| format!("{:?}\n{text}", proof.clashes));
    }
    for (id, proof) in ids(&program).into_iter().zip(&proof.criteria) {
        ground.held(&[Wish::of(Fact::met(id))], &proof.can_be_met, tally);
        ground.held(&[Wish::of(Fact::not_met(id))], &proof.can_fail, tally);
        if let Some(alone) = &proof.fails_alone {
            let others = ids(&program).into_iter().filter(|other| *other != id).map(Fact::kept);
            let wishes: Vec<Wish> = std::iter::once(Fact::not_met(id)).chain(others).map(Wish::of).collect();
            ground.held(&wishes, alone, tally);
        }
    }
    if !claims_only {
        for (of, said, [holds, fails]) in parts(&program) {
            let proof = proof.parts.iter().find(|part| (&part.of, &part.text) == (&of, &said));
            let proof = proof.unwrap_or_else(|| panic!("nothing is said of {of} {said}\n{text}"));
            ground.held(&[Wish::of(holds)], &proof.can_hold, tally);
            if let Some(can_fail) = &proof.can_fail {
                ground.held(&[Wish::of(fails)], can_fail, tally);
            }
        }
    }
    assert_eq!(program.claims.list.len(), proof.claims.len());
    for (claim, proof) in program.claims.list.iter().zip(&proof.claims) {
        let wish = |stated: &Stated, yes: bool| Wish::of(Fact::Said(stated.what.clone(), yes));
        let asked: Vec<Vec<Wish>> = match &claim.says {
            Says::Possible(what) => vec![vec![wish(what, true)]],
            Says::Always(None, then) => vec![vec![wish(then, false)]],
            Says::Always(Some(one), other) | Says::Implies(one, other) => {
                vec![vec![wish(one, true), wish(other, false)]]
            }
            Says::Equivalent(one, other) => {
                vec![vec![wish(one, true), wish(other, false)], vec![wish(other, true), wish(one, false)]]
            }
        };
        assert_eq!(asked.len(), proof.found.len());
        for (wishes, found) in asked.iter().zip(&proof.found) {
            ground.held(wishes, found, tally);
        }
        // What some small roster shows settles it; the answer may not say otherwise.
        let shown = asked.iter().any(|wishes| ground.least(wishes).is_some());
        let contrary = if matches!(claim.says, Says::Possible(_)) { ClaimAnswer::No } else { ClaimAnswer::Yes };
        assert!(!shown || proof.answer != contrary, "{proof:?}\n{text}");
    }
}

/// Whether what keeps the one rules keeps the others, both ways.
pub fn hold_against(one: &Rules, other: &Rules, effort: &Effort, tally: &mut Tally) {
    let texts = [one.text(), other.text()];
    let (Some(first), Some(second)) = (compiled(&texts[0]), compiled(&texts[1])) else { return };
    let joint = join(&first, &second).expect("rules for the same records");
    tally.programs += 1;
    let text = texts.join("\n");
    let programs = vec![&first, &second];
    let small = Small::read(&programs, effort);
    let mut ground = Ground::new(&text, &joint.program, programs.clone(), &small, effort);
    let asked = [&joint.first, &joint.second];
    for (by, program) in programs.iter().enumerate() {
        for (own, asked) in ids(program).into_iter().zip(asked[by]) {
            ground.criterion(&joint.program.criteria[asked.at()].id, by, own, *asked);
        }
    }
    for (old, new) in [(0, 1), (1, 0)] {
        let kept = ids(programs[old]).into_iter().zip(asked[old]);
        let kept = kept.map(|(own, asked)| Wish { by: old, own: Fact::kept(own), asked: Fact::kept(*asked) });
        let fails = |ids: &[CriterionId]| Fact::Any(ids.iter().map(|id| Fact::not_met(*id)).collect());
        let fails = Wish { by: new, own: fails(&ids(programs[new])), asked: fails(asked[new]) };
        let names: Vec<&str> = asked[new].iter().map(|id| joint.program.criteria[id.at()].id.as_str()).collect();
        ground.words.push((names.join(", "), Wanted::SomeNotMet, fails.clone()));
        let wishes: Vec<Wish> = std::iter::once(fails).chain(kept).collect();
        let found = implies(&joint.program, asked[old], asked[new], effort.bounds, &|| true);
        ground.held(&wishes, &found, tally);
    }
}

/// Cases of awards, and lettered conditions but for sentences, of which it matters whether they speak of anybody: what they are part of, how they are written, when they
/// hold and when they fail.
fn parts(program: &Program) -> Vec<(String, String, [Fact; 2])> {
    let mut found = Vec::new();
    for (kind, declared) in (0u32..).map(KindId).zip(&program.kinds) {
        for (place, field) in declared.fields.iter().enumerate() {
            let (Origin::Award { cases, otherwise, .. }, Type::Label(set)) = (&field.origin, field.ty) else {
                continue;
            };
            let of = format!("{}.{}", declared.name.canonical(), field.name.canonical());
            let labels = &program.labels[set.at()].labels;
            // Each label has one case: it comes to it where the field has the label.
            let titled = |label: u32| {
                let path = Path { hand: 0, via: Vec::new(), field: FieldId(place as u32) };
                let has = Cond::Test(Test { path, set: Set::Labels(vec![label]) });
                let fact = |yes: bool| Fact::Some(kind, vec![(has.clone(), yes)]);
                let text = match labels[label as usize].as_str() {
                    "" => "none",
                    text => text,
                };
                (of.clone(), text.to_owned(), [fact(true), fact(false)])
            };
            for case in cases {
                found.push(titled(case.label));
                letters(&case.when, &of, &|cond, yes| Fact::Some(kind, vec![(cond.clone(), yes)]), &mut found);
            }
            found.push(titled(*otherwise));
        }
    }
    for criterion in &program.criteria {
        let said = |cond: &Cond, yes: bool| match criterion.for_each.as_slice() {
            [] => Fact::Said(Statement::Cond(cond.clone()), yes),
            [each, ..] => {
                let filter = each.filter.iter().map(|filter| (filter.clone(), true));
                Fact::Some(each.kind, filter.chain([(cond.clone(), yes)]).collect())
            }
        };
        letters(&criterion.cond, &criterion.id, &said, &mut found);
    }
    found
}

/// Whether there is a sentence in a condition.
fn speaks(cond: &Cond) -> bool {
    match cond {
        Cond::Clause(_) | Cond::Meets(_) => true,
        Cond::Not(inner) => speaks(inner),
        Cond::List(list) => list.parts.iter().any(|part| speaks(&part.cond)),
        Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) => false,
    }
}

/// The lettered conditions in a condition, from the outside in.
fn letters(cond: &Cond, of: &str, said: &dyn Fn(&Cond, bool) -> Fact, into: &mut Vec<(String, String, [Fact; 2])>) {
    match cond {
        Cond::List(list) => {
            for part in &list.parts {
                if list.lettered && !speaks(&part.cond) {
                    into.push((of.to_owned(), part.text.clone(), [said(&part.cond, true), said(&part.cond, false)]));
                }
                letters(&part.cond, of, said, into);
            }
        }
        Cond::Not(inner) => letters(inner, of, said, into),
        Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) | Cond::Clause(_) | Cond::Meets(_) => {}
    }
}
