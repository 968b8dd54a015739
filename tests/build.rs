//! The builder, and the shape of the programs that the checker makes.

use tieuchi::build::*;
use tieuchi::check::Settings;
use tieuchi::compile;
use tieuchi::diagnostic::Severity;
use tieuchi::diagnostic::codes::{explain, explanations};
use tieuchi::exact::Exact;
use tieuchi::program::{Cond, Definition, NumberSet, Origin, Place, Program, Set, Step, Term, validate};
use tieuchi::source::{Language, Source};
use tieuchi::syntax::print::print;

fn base() -> Rules {
    Rules::new(Language::En)
        .document(document("D").item("1", "one"))
        .scale(scale("rating").with_none().labels(["Fair", "Good", "Excellent"]))
        .record(
            record("unit")
                .field(text("id").key())
                .field(of("parent", "unit").optional())
                .field(yes_no("effective"))
                .field(decimal("budget")),
        )
        .record(
            record("person")
                .field(text("id").key())
                .field(of("unit", "unit"))
                .field(of("rating", "rating"))
                .field(count("violations"))
                .field(date("born")),
        )
}

fn codes(rules: &Rules) -> Vec<&'static str> {
    match rules.check() {
        Ok((_, warnings)) => warnings.iter().map(|finding| finding.code()).collect(),
        Err(findings) => findings.iter().map(|finding| finding.code()).collect(),
    }
}

fn sound(rules: &Rules) -> Program {
    let (program, _) = rules.check().unwrap_or_else(|findings| panic!("{findings:?}"));
    assert_eq!(validate(&program), Ok(()));
    program
}

#[test]
fn ranks_are_those_of_a_rule_file() {
    let rules = base().rank(
        rank("unit", "place")
            .in_the_same("parent")
            .filter(field("parent").is_present())
            .cites("1")
            .by(field("budget"))
            .by_lowest(field("effective"))
            .ties_shared(),
    );
    let rules = rules.criterion(criterion("1", "one").cites("1").require(
        at_least(1, "unit").have(all_of([field("place").in_the_top(2), field("place").in_the_top_share(percent(50))])),
    ));
    let built = sound(&rules);
    let text = print(rules.tree());
    assert!(text.contains("rank unit.place: among unit in the same parent where parent is present"), "{text}");
    let (read, _) = compile(&[Source::new("rules", &text)]).expect("what is printed is read");
    let origins =
        |program: &Program| program.kinds[0].fields.iter().map(|field| field.origin.clone()).collect::<Vec<_>>();
    assert_eq!(origins(&built).len(), 7);
    assert_eq!(format!("{:?}", origins(&built)[4]), format!("{:?}", origins(&read)[4]));
    assert_eq!(codes(&base().rank(rank("unit", "place").by(field("budget")))), ["E0330", "W0205"]);
}

/// The definition `name` of a kind.
fn definition(program: &Program, name: &str) -> Definition {
    let field = program.kinds.iter().flat_map(|kind| &kind.fields).find(|field| field.name.is(name));
    match &field.expect("it is there").origin {
        Origin::Define(definition) => definition.clone(),
        other => panic!("no definition: {other:?}"),
    }
}

fn test_set(definition: Definition) -> Set {
    match definition {
        Definition::Cond(Cond::Test(test)) => test.set,
        other => panic!("no test: {other:?}"),
    }
}

fn numbers(points: &[i64], at: &[bool], gaps: &[bool]) -> Set {
    let points = points.iter().map(|point| Exact::from(*point)).collect();
    Set::Numbers(NumberSet { points, at: at.to_vec(), gaps: gaps.to_vec() })
}

fn violations() -> Expression {
    field("violations")
}

#[test]
fn tests_of_one_field_become_one_set() {
    let program = sound(
        &base()
            .define("person", "some", violations().above(2).and(violations().at_most(5)))
            .define("person", "ends", violations().below(2).or(violations().is(7)))
            .define("person", "others", not(violations().between(2, 5)))
            .define("person", "listed", field("rating").is_one_of(["Good", "Fair"]))
            .define("person", "high", field("rating").at_least("Good"))
            .define("person", "unlike", field("id").is_not("x").and(field("id").is_not("y"))),
    );
    assert_eq!(test_set(definition(&program, "some")), numbers(&[2, 5], &[false, true], &[false, true, false]));
    assert_eq!(test_set(definition(&program, "ends")), numbers(&[2, 7], &[false, true], &[true, false, false]));
    assert_eq!(test_set(definition(&program, "others")), numbers(&[2, 5], &[false, false], &[true, false, true]));
    assert_eq!(test_set(definition(&program, "listed")), Set::Labels(vec![1, 2]));
    assert_eq!(test_set(definition(&program, "high")), Set::Labels(vec![2, 3]));
    assert_eq!(test_set(definition(&program, "unlike")), Set::Texts(vec!["x".to_owned(), "y".to_owned()], true));
}

#[test]
fn what_is_read_is_planned_before_its_reader() {
    let program = sound(
        &base()
            .define("unit", "good", field("lawful").and(field("effective")))
            .define("unit", "lawful", no("person").in_the("unit").have(field("clean").is(false)))
            .define("person", "clean", violations().is(0)),
    );
    let place = |name: &str| {
        let named = |step: &Step| match step {
            Step::Derive(kind, field) => program.kinds[kind.at()].fields[field.at()].name.is(name),
            Step::Clause(_) | Step::Aggregate(_) | Step::DeriveUpwards { .. } | Step::DeriveOnwards { .. } => false,
        };
        program.plan.iter().position(named).expect("it is planned")
    };
    let clause = program.plan.iter().position(|step| matches!(step, Step::Clause(_))).expect("one clause");
    assert!(place("clean") < clause && clause < place("lawful") && place("lawful") < place("good"));
    assert_eq!(program.plan.len(), 4);
}

#[test]
fn a_value_of_the_records_below_is_computed_upwards() {
    let program = sound(
        &base()
            .define(
                "unit",
                "staff",
                records("person").in_the("unit").number().plus(records("unit").in_the("unit").total(field("staff"))),
            )
            .award(
                award("unit", "title", "rating")
                    .when("Good", all("unit").under_the("unit").have(field("title").at_least("Good")))
                    .otherwise(Label::NONE),
            ),
    );
    let upwards: Vec<(usize, usize)> = program
        .plan
        .iter()
        .filter_map(|step| match step {
            Step::DeriveUpwards { clauses, aggregates, .. } => Some((clauses.len(), aggregates.len())),
            Step::Clause(_) | Step::Aggregate(_) | Step::Derive(..) | Step::DeriveOnwards { .. } => None,
        })
        .collect();
    assert_eq!(upwards, [(0, 1), (1, 0)]);
}

#[test]
fn constants_are_reckoned_and_cases_keep_their_order() {
    let program =
        sound(&base().define("unit", "goal", cases([(60, field("effective")), (70, field("budget").above(5))], 85)));
    match definition(&program, "goal") {
        Definition::Term(Term::Cases(cases, last)) => {
            let values: Vec<&Term> = cases.iter().map(|(_, value)| value).chain([&*last]).collect();
            assert_eq!(values, [60, 70, 85].map(|n| Term::Number(Exact::from(n as i64))).iter().collect::<Vec<_>>());
        }
        other => panic!("no cases: {other:?}"),
    }
}

#[test]
fn a_program_of_the_builder_is_that_of_its_printed_text() {
    let rules = base().criterion(
        criterion("1", "all").cites("1").for_each_where("unit", field("parent").is_present()).require(all_of([
            Expression::from(
                at_least_part(percent(70), "person")
                    .in_the("unit")
                    .filter(violations().at_most(3))
                    .have(field("rating").at_least("Good"))
                    .of_which_all([
                        at_least_count(1).have(field("rating").is("Excellent")),
                        at_most_share(fraction(1, 3)).have(violations().above(1)),
                    ]),
            ),
            field("parent.budget").above(field("budget").but_at_most(100)),
        ])),
    );
    let (mut built, _) = rules.check().expect("sound");
    let (mut read, _) = compile(&[Source::new("rules", &print(rules.tree()))]).expect("sound");
    for program in [&mut built, &mut read] {
        strip_places(program);
    }
    assert_eq!(built, read);
}

/// A program without the places that only a text has.
fn strip_places(program: &mut Program) {
    let text = program.to_json().expect("it can be written");
    let mut value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    strip(&mut value);
    *program = serde_json::from_value(value).expect("it is a program still");
}

fn strip(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            if let Some(place) = map.get_mut("place") {
                *place = serde_json::Value::Null;
            }
            map.values_mut().for_each(strip);
        }
        serde_json::Value::Array(list) => list.iter_mut().for_each(strip),
        _ => {}
    }
}

#[test]
fn what_no_text_can_say_is_refused_too() {
    let nothing = base().criterion(criterion("1", "t").cites("1"));
    assert_eq!(codes(&nothing), ["E0237"]);
    let three = base().record(record("region").field(text("id").key())).criterion(
        criterion("1", "t")
            .cites("1")
            .for_each("unit")
            .for_each("region")
            .for_each("person")
            .require(violations().is(0)),
    );
    assert!(codes(&three).contains(&"E0308"));
    let labels_up_to = |count: usize| -> Vec<String> { (0..count).map(|n| format!("step {n}")).collect() };
    let labels = labels_up_to(70);
    let long = base()
        .scale(scale("long").labels(labels.iter().map(String::as_str)))
        .award(award("person", "prize", "long").when("step 1", violations().is(0)).otherwise("step 0"));
    assert!(codes(&long).contains(&"E0265"));
    // So many labels are fine in the data; what is defined or stands in a table is computed, as an award is.
    let scale = |labels: usize| {
        let labels: Vec<String> = labels_up_to(labels);
        base()
            .scale(scale("long").labels(labels.iter().map(String::as_str)))
            .record(record("step").field(text("id").key()).field(of("now", "long")).field(of("before", "long")))
    };
    for (count, refused) in [(64, false), (65, true)] {
        let defined =
            scale(count).define("step", "later", cases([(field("now"), field("now").is_known())], field("before")));
        assert_eq!(codes(&defined).contains(&"E0265"), refused, "{count}");
        assert_eq!(defined.check().is_err(), refused, "{count}");
    }
}

/// What `explain-code` shows in Rust: the same text stands here and runs.
#[test]
#[rustfmt::skip]
fn examples_in_rust_are_what_they_say() {
    type Example = fn(Rules) -> Rules;
    let examples: [(&str, Example, Example); 3] = [
        ("E0235", |rules|
            rules.define("unit", "deep", (0..250).fold(field("effective"), |inner, _| not(all_of([inner, field("effective")]))))
        , |rules|
            rules.define("unit", "shallow", (0..2).fold(field("effective"), |inner, _| not(all_of([inner, field("effective")]))))
        ),
        ("E0237", |rules|
            rules.criterion(criterion("1", "Nobody breaks the law").cites("1"))
        , |rules|
            rules.criterion(criterion("1", "Nobody breaks the law").cites("1").require(no("person").have(field("violations").above(0))))
        ),
        ("E0308", |rules|
            rules.criterion(criterion("1", "No violations").cites("1").for_each("unit").for_each("region").for_each("person").require(field("violations").is(0)))
        , |rules|
            rules.criterion(criterion("1", "No violations").cites("1").for_each("person").require(field("violations").is(0)))
        ),
    ];
    type Set = fn(Rules) -> (Rules, Settings);
    let set: [(&str, Set, Set); 2] = [
        ("E0343", |rules|
            (rules.parameter(count_parameter("most_absent", 3)), Settings::new().set("most_abset", "4"))
        , |rules|
            (rules.parameter(count_parameter("most_absent", 3)), Settings::new().set("most_absent", "4"))
        ),
        ("E0344", |rules|
            (rules.parameter(count_parameter("quota", 3).aka("chỉ_tiêu")), Settings::new().set("quota", "4").set("chỉ_tiêu", "5"))
        , |rules|
            (rules.parameter(count_parameter("quota", 3).aka("chỉ_tiêu")), Settings::new().set("chỉ_tiêu", "5"))
        ),
    ];
    assert!(Settings::new().is_empty() && !Settings::new().set("quota", "4").is_empty());
    let own: Vec<&str> = include_str!("build.rs").lines().map(str::trim).collect();
    for (code, wrong, right) in set {
        let found = |example: Set| {
            let (rules, settings) = example(base());
            rules.check_with(&settings).map_or_else(|found| found, |(_, warnings)| warnings)
        };
        assert!(found(wrong).iter().any(|finding| finding.code() == code), "{code}");
        assert!(found(right).iter().all(|finding| finding.severity() == Severity::Warning), "{code}");
        for language in [Language::En, Language::Vi] {
            let shown = explain(code, language).expect("it is explained");
            assert!(shown.rust && own.contains(&shown.wrong.trim()) && own.contains(&shown.right.trim()), "{code}");
        }
    }
    for (code, wrong, right) in examples {
        let rules = || base().record(record("region").field(text("id").key()));
        let (wrong, right) = (codes(&wrong(rules())), codes(&right(rules())));
        assert!(wrong.contains(&code), "{code}: {wrong:?}");
        assert!(right.iter().all(|found| found.starts_with('W')), "{code}: {right:?}");
        for language in [Language::En, Language::Vi] {
            let shown = explain(code, language).expect("it is explained");
            assert!(shown.rust && own.contains(&shown.wrong.trim()) && own.contains(&shown.right.trim()), "{code}");
        }
    }
    for explanation in explanations(Language::En).iter().filter(|explanation| explanation.rust) {
        let known = examples.iter().map(|(code, ..)| *code).chain(set.iter().map(|(code, ..)| *code));
        assert!(known.into_iter().any(|code| code == explanation.code), "{}", explanation.code);
    }
}

/// Each way of nesting, as deep as the checker lets it, gives a sound program or a finding.
#[test]
fn nesting_is_bounded() {
    type Way = fn(Expression) -> Expression;
    let ways: [(&str, Way); 7] = [
        ("not", |inner| not(all_of([inner, field("effective")]))),
        ("and", |inner| field("budget").above(1).and(any_of([inner]))),
        ("cases", |inner| field("budget").above(cases([(1, inner)], 2))),
        ("between", |inner| cases([(1, inner)], field("budget")).between(field("budget"), 5)),
        ("one of", |inner| cases([("Good", inner)], "Fair").is("Fair")),
        ("property", |inner| all("unit").have(inner).into()),
        ("filter", |inner| all("unit").filter(inner).have(field("effective")).into()),
    ];
    for (name, way) in ways {
        let mut refused = 0;
        for depth in [10, 60, 64, 65, 66, 67, 68, 96, 97, 98, 99, 100, 101, 198, 199, 200, 201, 300] {
            let mut inner = field("effective");
            for _ in 0..depth {
                inner = way(inner);
            }
            match base().define("unit", "deep", inner).check() {
                Ok((program, _)) => assert_eq!(validate(&program), Ok(()), "{name} {depth}"),
                Err(findings) => {
                    let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error);
                    assert!(
                        errors.clone().all(|finding| ["E0235", "E0223"].contains(&finding.code())),
                        "{name} {depth}: {findings:?}"
                    );
                    refused += 1;
                }
            }
        }
        assert!(refused > 0, "{name} is bounded");
    }
}

#[test]
fn long_chains_of_definitions_are_no_matter() {
    let mut rules = base().define("person", "d0", violations().plus(1));
    for n in 1..3000 {
        rules = rules.define("person", &format!("d{n}"), field(&format!("d{}", n - 1)).plus(1));
    }
    assert_eq!(sound(&rules).plan.len(), 3000);
}

/// Places on a long line are counted another way than on a short one.
#[test]
fn places_on_a_long_line_are_those_of_the_source() {
    let parts: Vec<String> = (0..200).map(|n| format!("(mã là \"đơn vị {n}\" hoặc số = {n})")).collect();
    let text =
        format!("tieuchi 1, vi\nbản ghi đv\n  mã: chữ khóa\n  số: số đếm\nđịnh nghĩa đv.d: {}\n", parts.join(" và "));
    let source = Source::new("rules", &text);
    let (program, _) = compile(std::slice::from_ref(&source)).expect("sound");
    let Definition::Cond(Cond::List(list)) = definition(&program, "d") else { panic!("a list") };
    for (n, part) in list.parts.iter().enumerate() {
        let start = source.text().find(&format!("mã là \"đơn vị {n}\"")).expect("it is there");
        let place = part.place.expect("it has a place");
        let position = source.position(start as u32);
        assert_eq!(place, Place { file: 0, line: position.line, column: position.column }, "part {n}");
    }
}

/// A table of points and bands, as text and as Rust.
#[test]
fn scores_and_bands_are_those_of_a_rule_file() {
    let rules_text = "tieuchi 1, en
document \"D\"
  item 1 \"…\"
scale level
  none < \"Fair\" < \"Good\"
record unit
  id: text key
  on_time: yes/no
  models: count
score unit.points: out of 50
  cites 1
  a) \"Work\" out of 30
    a.1) \"On time\" out of 20: 20 when on_time
    a.2) \"Models\" out of 10: 2 * models
  b) \"More\" out of 20: models
  c) bonus \"Up and down\" from -5 to 5: models - 3
  d) bonus beyond \"Extra\" out of 5: models
  e) minus \"Not on time\" out of 8: 8 when not on_time
award unit.level: level by points
  cites 1
  \"Good\" at least 40
  \"Fair\" from 20 to under 40
  none below 20
  drops one band when not every line of points at least 50% or line a.1 of points below 20
";
    let models = || field("models");
    let (en, _) = compile(&[Source::new("rules", rules_text)]).expect("sound rules");
    let low = not(every_line_at_least("points", Exact::fraction(1, 2).expect("a half")));
    let rules = Rules::new(Language::En)
        .document(document("D").item("1", "…"))
        .scale(scale("level").with_none().labels(["Fair", "Good"]))
        .record(record("unit").field(text("id").key()).field(yes_no("on_time")).field(count("models")))
        .score(
            score("unit", "points")
                .out_of(50i64)
                .cites("1")
                .line(
                    table(
                        "Work",
                        [
                            line_when("On time", 20, field("on_time")).out_of(20i64),
                            line("Models", Expression::from(2).times(models())).out_of(10i64),
                        ],
                    )
                    .out_of(30i64),
                )
                .line(line("More", models()).out_of(20i64))
                .line(line("Up and down", models().minus(3)).bonus().from_to(-5i64, 5i64))
                .line(line("Extra", models()).bonus_beyond().out_of(5i64))
                .line(line_when("Not on time", 8, not(field("on_time"))).minus().out_of(8i64)),
        )
        .award_by(
            award_by("unit", "level", "level", "points")
                .cites("1")
                .at_least("Good", 40)
                .from_to_under("Fair", 20, 40)
                .below(Label::NONE, 20)
                .drops_one_band_when(low.or(line_of(&[0, 0], "points").below(20))),
        );
    let (mut built, mut read) = (sound(&rules), en);
    strip_places(&mut built);
    strip_places(&mut read);
    read.files.clone_from(&built.files);
    assert_eq!(built, read);
}

/// A table of thresholds, a rounded share and an overall verdict, as text and as Rust.
#[test]
fn tables_and_rounded_shares_are_those_of_a_rule_file() {
    let rules_text = "tieuchi 1, en
document \"D\"
  item 1 \"…\"
record unit
  id: text key
  kind: one of \"office\", \"division\"
  size: count
  flag: yes/no
table unit.target by kind, size, flag: exactly one match
  \"office\", any, any -> 50%
  \"division\", under 10, yes -> 60%
  \"division\", from 10 to under 20, yes -> 65%
  \"division\", at least 20, yes -> 70%
  otherwise 75%
table unit.step by size: first match
  above 90 -> 3
  between 50 and 90 -> 2
  at most 49 -> 1
criterion 1.a \"Few\"
  cites 1
  at most 15% rounded up of units have target at least 70%
criterion 1.b \"All in all\"
  cites 1
  meets every criterion of 1
";
    let (mut read, _) = compile(&[Source::new("rules", rules_text)]).expect("sound rules");
    let yes = || Cell::is([true]);
    let target = exactly_one_match("unit", "target", &["kind", "size", "flag"])
        .row([Cell::is(["office"]), Cell::any(), Cell::any()], percent(50))
        .row([Cell::is(["division"]), Cell::under(10), yes()], percent(60))
        .row([Cell::is(["division"]), Cell::from_to_under(10, 20), yes()], percent(65))
        .row([Cell::is(["division"]), Cell::at_least(20), yes()], percent(70))
        .otherwise(percent(75));
    let step = first_match("unit", "step", &["size"])
        .row([Cell::above(90)], 3)
        .row([Cell::between(50, 90)], 2)
        .row([Cell::at_most(49)], 1);
    let few = at_most_share_rounded(percent(15), tieuchi::exact::Rounding::Up).of(records("units"));
    let rules = Rules::new(Language::En)
        .document(document("D").item("1", "…"))
        .record(
            record("unit")
                .field(text("id").key())
                .field(one_of("kind", ["office", "division"]))
                .field(count("size"))
                .field(yes_no("flag")),
        )
        .table(target)
        .table(step)
        .criterion(criterion("1.a", "Few").cites("1").require(few.have(field("target").at_least(percent(70)))))
        .criterion(criterion("1.b", "All in all").cites("1").require(meets_every_criterion_of("1")));
    let mut built = sound(&rules);
    strip_places(&mut built);
    strip_places(&mut read);
    read.files.clone_from(&built.files);
    assert_eq!(built, read);
}

/// Reports show them: what a line gives, a sentence without its tails, periods one by one, and how long a condition holds.
#[test]
fn parts_have_texts_of_their_own() {
    let long = "x".repeat(200);
    let text = format!(
        "tieuchi 1, en
document \"D\"
  item 1 \"…\"
record result
  id: text key
  owner: text
  year: integer
  models: count
  series of owner by year
score result.points
  cites 1
  a) \"Models\": 20 when models > 3; 2 * models when models > 1
define result.two: there are 2 previous periods
define result.lasting: models > 1 for 3 consecutive periods and models > 1 in each of the 2 periods before
define result.one: number of consecutive periods with (id is not \"{long}\" and models > 2)
define result.other: number of consecutive periods with (id is not \"{long}\" and models > 3)
criterion 1 \"t\"
  cites 1
  at least 1 result has models > 1, of which all have models > 2
"
    );
    let (program, _) = compile(&[Source::new("rules", &text)]).expect("sound rules");
    assert_eq!(program.scores[0].lines[0].text, "20 when models above 3; 2 * models when models above 1");
    let Definition::Cond(Cond::List(list)) = definition(&program, "two") else { panic!("a list") };
    let texts: Vec<&str> = list.parts.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(texts, ["there is a previous period", "there are 2 previous periods"]);
    let texts: Vec<&str> = program.clauses[0].parts.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(texts, ["at least 1 result has models above 1", "all have models above 2"]);
    // A run that is asked for twice is one; two whose names are cut alike are two.
    let fields = &program.kinds[0].fields;
    let runs: Vec<(u32, &str)> = (0..)
        .zip(fields)
        .filter_map(|(id, field)| Some((id, field.name.en.as_deref()?)).filter(|(_, name)| name.starts_with("number")))
        .collect();
    let [(_, lasting), (_, one), (id, other)] = runs[..] else { panic!("{runs:?}") };
    assert_eq!(lasting, "number of consecutive periods with (models above 1)");
    assert_eq!(other, format!("{one} ({id})"));
}
