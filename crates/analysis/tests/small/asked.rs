//! What the analysis says of programs, held against every small roster.
//!
//! Each roster is evaluated once by each program. What some of them show must not be found impossible, nor be shown by more
//! records where it is said that no fewer do; what the analysis shows, the engine and the oracle say; of what clashes no
//! small roster shows all, and where each of it is needed, the others can be.

use std::cell::RefCell;
use std::rc::Rc;

use tieuchi::compile;
use tieuchi::engine::{Evaluation, Options, evaluate};
use tieuchi::program::{Cond, CriterionId, KindId, Origin, Path, Program, Says, Set, Stated, Statement, Test, Type};
use tieuchi::roster::Roster;
use tieuchi::source::Source;
use tieuchi_analysis::ask::{Answer, Bounds, possible};
use tieuchi_analysis::fact::Fact;
use tieuchi_analysis::join::join;
use tieuchi_analysis::prove::{Asked, ClaimAnswer, Found, Records, Said, Wanted, implies, prove};
use tieuchi_analysis::witness::Table;

use super::judged::{Judge, holds, shows};
use super::rosters::{self, is_small, size, table};
use super::rules::Rules;

/// What came of questions.
#[derive(Debug, Default)]
pub struct Tally {
    /// Programs, and pairs of them, that were asked about.
    pub programs: usize,
    /// What can be, as records show.
    pub possible: usize,
    /// How many of those are proven to be smallest.
    pub smallest: usize,
    /// What can't be.
    pub impossible: usize,
    /// How many of those are said to need each part of what clashes.
    pub minimal: usize,
    /// Parts of these of which neither a small roster nor the analysis shows that the others can be.
    pub unshown: usize,
    /// What is not decided.
    pub undecided: usize,
}

impl Tally {
    /// How much was asked.
    pub fn asked(&self) -> usize {
        self.possible + self.impossible + self.undecided
    }
}

/// How much is done for a program.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// The most persons of the rosters that are all tried.
    pub most: usize,
    /// Whether units lie below units.
    pub trees: bool,
    /// What the analysis may do.
    pub bounds: Bounds,
}

/// Something that is to hold: what one of the programs is to say of records, and what that is in the program that the
/// analysis is asked about.
#[derive(Debug, Clone)]
struct Wish {
    by: usize,
    own: Fact,
    asked: Fact,
}

impl Wish {
    fn of(fact: Fact) -> Wish {
        Wish { by: 0, asked: fact.clone(), own: fact }
    }
}

/// Programs, what each says of all small rosters, and what comes of asking about them.
struct Ground<'a> {
    /// What a failure is shown with.
    text: &'a str,
    /// The program that the analysis is asked about.
    whole: &'a Program,
    /// Those that say what holds.
    programs: Vec<&'a Program>,
    /// The rosters of each program, in one order, fewest records first.
    rosters: &'a [Vec<Roster>],
    evaluations: Vec<Vec<Evaluation<'a>>>,
    sizes: Vec<usize>,
    effort: &'a Effort,
    /// Which rosters show what.
    columns: RefCell<Vec<(usize, Fact, Rc<[bool]>)>>,
    /// What the words of a clash stand for.
    words: Vec<(String, Wanted, Wish)>,
}

impl<'a> Ground<'a> {
    fn new(
        text: &'a str,
        whole: &'a Program,
        programs: Vec<&'a Program>,
        rosters: &'a [Vec<Roster>],
        effort: &'a Effort,
    ) -> Ground<'a> {
        let evaluated = |(program, rosters): (&&'a Program, &'a Vec<Roster>)| {
            rosters.iter().map(|roster| evaluate(program, roster, &Options::default()).expect("sound")).collect()
        };
        Ground {
            evaluations: programs.iter().zip(rosters).map(evaluated).collect(),
            sizes: rosters[0]
                .iter()
                .map(|roster| {
                    programs[0].kinds.iter().enumerate().map(|(kind, _)| roster.len(KindId(kind as u32))).sum()
                })
                .collect(),
            columns: RefCell::default(),
            words: Vec::new(),
            text,
            whole,
            programs,
            rosters,
            effort,
        }
    }

    /// Which rosters show something.
    fn column(&self, wish: &Wish) -> Rc<[bool]> {
        let known = self
            .columns
            .borrow()
            .iter()
            .find(|(by, fact, _)| *by == wish.by && *fact == wish.own)
            .map(|(.., column)| column.clone());
        known.unwrap_or_else(|| {
            let judged = self.evaluations[wish.by].iter().zip(&self.rosters[wish.by]);
            let column: Rc<[bool]> = judged.map(|(judge, roster)| shows(judge, roster, &wish.own)).collect();
            self.columns.borrow_mut().push((wish.by, wish.own.clone(), column.clone()));
            column
        })
    }

    /// The fewest records of a small roster that shows all of it.
    fn least(&self, wishes: &[Wish]) -> Option<usize> {
        let columns: Vec<Rc<[bool]>> = wishes.iter().map(|wish| self.column(wish)).collect();
        let shown = (0..self.sizes.len()).find(|at| columns.iter().all(|column| column[*at]));
        shown.map(|at| self.sizes[at])
    }

    /// Records that are shown do show it, and as few as was said.
    fn shown(&self, wishes: &[Wish], records: &[Records], smallest: bool, what: &dyn Fn() -> String) {
        for wish in wishes {
            let program = self.programs[wish.by];
            let roster = rosters::roster(program, records);
            let said = |judge: &dyn Judge| shows(judge, &roster, &wish.own);
            assert!(holds(program, &roster, said), "the records don't show {wish:?}: {records:?}\n{}", what());
        }
        let least = self.least(wishes);
        let many = size(records);
        assert!(!smallest || least.is_none_or(|least| many <= least), "{least:?} do, not {many}\n{}", what());
        if is_small(records, self.effort.most) {
            assert!(least.is_some_and(|least| least <= many), "this roster wasn't among all small ones\n{}", what());
        }
    }

    /// What was found is so.
    fn held(&self, wishes: &[Wish], found: &Found, tally: &mut Tally) {
        let what = || format!("{wishes:?}\n{found:?}\n{}", self.text);
        match found {
            Found::Possible { smallest, records, verdicts } => {
                tally.possible += 1;
                tally.smallest += usize::from(*smallest);
                self.shown(wishes, records, *smallest, &what);
                let roster = rosters::roster(self.whole, records);
                let said = |judge: &dyn Judge| {
                    let ids = (0u32..).map(CriterionId).zip(verdicts);
                    ids.into_iter().all(|(id, said)| judge.verdict(id) == said.verdict)
                };
                assert!(holds(self.whole, &roster, said), "verdicts are others\n{}", what());
            }
            Found::Impossible { clash, minimal } => {
                tally.impossible += 1;
                tally.minimal += usize::from(*minimal);
                assert_eq!(self.least(wishes), None, "it is possible\n{}", what());
                let clash: Vec<Wish> = match wishes {
                    [one] if clash.len() == 1 => vec![one.clone()],
                    _ => clash.iter().map(|said| self.meant(said)).collect(),
                };
                tally.unshown += self.clashes(&clash, *minimal, &what);
            }
            Found::Undecided { .. } => {
                tally.undecided += 1;
                if std::env::var_os("SHOW").is_some() {
                    println!("undecided, {:?} show it: {}", self.least(wishes), what());
                }
            }
        }
    }

    /// What clashes can't be; and where each is needed, all but one can. Gives of how many that isn't shown.
    fn clashes(&self, clash: &[Wish], minimal: bool, what: &dyn Fn() -> String) -> usize {
        let mut unshown = 0;
        assert!(!clash.is_empty(), "nothing clashes\n{}", what());
        assert_eq!(self.least(clash), None, "{clash:?} is possible\n{}", what());
        for left_out in (0..clash.len()).filter(|_| minimal) {
            let mut rest = clash.to_vec();
            let one = rest.remove(left_out);
            if self.least(&rest).is_some() {
                continue;
            }
            let facts: Vec<Fact> = rest.iter().map(|wish| wish.asked.clone()).collect();
            match possible(self.whole, &facts, facts.len(), &self.effort.bounds) {
                Answer::Possible(witness) => {
                    self.shown(&rest, &named(self.whole, &witness.tables), witness.smallest, what);
                }
                Answer::Impossible { .. } => panic!("{one:?} isn't needed\n{}", what()),
                Answer::Undecided(_) => unshown += 1,
            }
        }
        unshown
    }

    /// What the words of a clash stand for.
    fn meant(&self, said: &Said) -> Wish {
        let words = self.words.iter().find(|(what, wanted, _)| (what, wanted) == (&said.what, &said.wanted));
        words.unwrap_or_else(|| panic!("{said:?} is nothing that was asked\n{}", self.text)).2.clone()
    }

    /// Takes up what may be said of a criterion.
    fn criterion(&mut self, id: &str, by: usize, own: CriterionId, asked: CriterionId) {
        let say = |fact: fn(CriterionId) -> Fact| Wish { by, own: fact(own), asked: fact(asked) };
        let said: [(Wanted, fn(CriterionId) -> Fact); 3] =
            [(Wanted::Met, Fact::met), (Wanted::Kept, Fact::kept), (Wanted::NotMet, Fact::not_met)];
        self.words.extend(said.map(|(wanted, fact)| (id.to_owned(), wanted, say(fact))));
    }

    /// Takes up a statement and its parts.
    fn statement(&mut self, text: &str, statement: &Statement) {
        for (wanted, yes) in [(Wanted::Holds, true), (Wanted::Fails, false)] {
            self.words.push((text.to_owned(), wanted, Wish::of(Fact::Said(statement.clone(), yes))));
        }
        let mut inner = statement;
        while let Statement::Not(further) = inner {
            inner = further;
        }
        match inner {
            Statement::List(_, parts) => parts.iter().for_each(|part| self.statement(&part.text, &part.what)),
            Statement::Cond(Cond::List(list)) => {
                list.parts.iter().for_each(|part| self.statement(&part.text, &Statement::Cond(part.cond.clone())));
            }
            Statement::Verdict(..) | Statement::Cond(_) | Statement::Not(_) => {}
        }
    }
}

/// A program of a text; none where it is refused, as what compares a share with itself.
fn compiled(text: &str) -> Option<Program> {
    match compile(&[Source::new("rules.tieuchi", text)]) {
        Ok((program, _)) => Some(program.with_claims()),
        Err(found) => {
            if std::env::var_os("SHOW").is_some() {
                println!(
                    "refused: {:?}\n{text}",
                    found.iter().map(|f| f.prose(tieuchi::source::Language::En)).collect::<Vec<_>>()
                );
            }
            None
        }
    }
}

fn ids(program: &Program) -> Vec<CriterionId> {
    (0..program.criteria.len() as u32).map(CriterionId).collect()
}

/// Records by the names that data have for them.
fn named(program: &Program, tables: &[Table]) -> Vec<Records> {
    let own = |made: &Table| {
        let kind = &program.kinds[made.kind.at()];
        let fields: Vec<&str> = made.fields.iter().map(|field| kind.fields[field.at()].name.canonical()).collect();
        table(kind.name.canonical(), &fields, made.rows.clone())
    };
    tables.iter().map(own).collect()
}

/// Every small roster, as each of some programs reads it.
fn read(programs: &[&Program], effort: &Effort) -> Vec<Vec<Roster>> {
    let all = rosters::all(effort.most, effort.trees);
    programs.iter().map(|program| all.iter().map(|records| rosters::roster(program, records)).collect()).collect()
}

/// All that is proven of rules: criteria each and together, cases, letters, claims and questions; or claims and questions
/// alone.
pub fn hold_alone(rules: &Rules, claims_only: bool, effort: &Effort, tally: &mut Tally) {
    let text = rules.text();
    let Some(program) = compiled(&text) else { return };
    tally.programs += 1;
    let rosters = read(&[&program], effort);
    let mut ground = Ground::new(&text, &program, vec![&program], &rosters, effort);
    for id in ids(&program) {
        ground.criterion(&program.criteria[id.at()].id, 0, id, id);
    }
    for stated in program.claims.list.iter().flat_map(|claim| claim.says.statements()) {
        ground.statement(&stated.text, &stated.what);
    }
    let proof = prove(&program, &Asked { rules: !claims_only, bounds: effort.bounds }, &|| true);
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
        let parts = parts(&program);
        assert_eq!(parts.len(), proof.parts.len(), "{:?}\n{text}", proof.parts);
        for ((of, said, [holds, fails]), proof) in parts.into_iter().zip(&proof.parts) {
            assert_eq!((&of, &said), (&proof.of, &proof.text), "{text}");
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
    let rosters = read(&programs, effort);
    let mut ground = Ground::new(&text, &joint.program, programs.clone(), &rosters, effort);
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
        ground.words.push((names.join(", "), Wanted::NotMet, fails.clone()));
        let wishes: Vec<Wish> = std::iter::once(fails).chain(kept).collect();
        let found = implies(&joint.program, asked[old], asked[new], effort.bounds);
        ground.held(&wishes, &found, tally);
    }
}

/// Cases of awards and lettered conditions in the order of the rules: what they are part of, how they are written, when they
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
                let path = Path { hand: 0, via: Vec::new(), field: tieuchi::program::FieldId(place as u32) };
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
            [] => Fact::Truth(cond.clone(), yes),
            [each, ..] => {
                let filter = each.filter.iter().map(|filter| (filter.clone(), true));
                Fact::Some(each.kind, filter.chain([(cond.clone(), yes)]).collect())
            }
        };
        letters(&criterion.cond, &criterion.id, &said, &mut found);
    }
    found
}

/// The lettered conditions in a condition, from the outside in.
fn letters(cond: &Cond, of: &str, said: &dyn Fn(&Cond, bool) -> Fact, into: &mut Vec<(String, String, [Fact; 2])>) {
    match cond {
        Cond::List(list) => {
            for part in &list.parts {
                if list.lettered {
                    into.push((of.to_owned(), part.text.clone(), [said(&part.cond, true), said(&part.cond, false)]));
                }
                letters(&part.cond, of, said, into);
            }
        }
        Cond::Not(inner) => letters(inner, of, said, into),
        Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) | Cond::Clause(_) | Cond::Meets(_) => {}
    }
}
