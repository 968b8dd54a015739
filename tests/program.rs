//! Programs as data: what is refused and why, and writing and reading back.

#[path = "common/schema.rs"]
mod schema;

use schema::{PERSON, UNIT};
use tieuchi::exact::Exact;
use tieuchi::program::{
    Aggregate, AggregateId, Base, Bound, Cite, Clause, ClauseId, ClausePart, Cond, Criterion, CriterionId, Definition,
    Document, FieldId, ForEach, Item, Link, List, MAX_DEPTH, Missing, Need, NumberSet, Order, Origin, Part, Path,
    Place, Population, Presence, Program, Quantifier, Set, Step, Summary, Term, Test, Type, Unread, validate,
};
use tieuchi::source::Language;

fn field(number: u32) -> Path {
    Path { hand: 0, via: vec![], field: FieldId(number) }
}

fn above_three(number: u32) -> Cond {
    let set = NumberSet { points: vec![Exact::from(3i64)], at: vec![false], gaps: vec![false, true] };
    Cond::Test(Test { path: field(number), set: Set::Numbers(set) })
}

fn part(cond: Cond) -> Part {
    Part { cond, text: "một phần".into(), place: None }
}

fn clause_part(base: Base, quantifier: Quantifier, property: Option<Cond>) -> ClausePart {
    let (text, property_text) = ("ít nhất 70%".into(), "tốt".into());
    ClausePart { base, quantifier, property, missing: Missing::Unknown, letter: None, text, property_text, place: None }
}

fn persons_in_unit() -> Population {
    let link = Link { via: vec![FieldId(2)], hand: 0, under: None };
    Population { kind: PERSON, hand: vec![UNIT], links: vec![link], filter: Some(above_three(6)) }
}

fn criterion(id: &str, for_each: Vec<ForEach>, cond: Cond) -> Criterion {
    let cites = vec![Cite { document: 0, item: 0 }];
    Criterion {
        id: id.into(), title: "…".into(), cites, for_each, cond, if_none: None, text: "…".into(), place: None
    }
}

/// A sound program with something of everything.
fn sample() -> Program {
    let mut program = schema::program();
    program.files = vec!["a.tieuchi".into()];
    let item = Item { id: "II.2".into(), title: "Mục tiêu".into(), waived: None };
    let days = ["2022-02-01", "2022-12-31"].map(|day| day.parse().expect("a day"));
    program.documents =
        vec![Document { code: "PĐTĐ".into(), title: None, period: Some((days[0], days[1])), items: vec![item] }];
    let share = Quantifier::Share(Bound::AtLeast, Term::Number("0.7".parse().expect("a number")));
    program.clauses = vec![
        Clause {
            population: persons_in_unit(),
            parts: vec![
                clause_part(Base::Population, share, Some(above_three(8))),
                clause_part(
                    Base::Holding(0),
                    Quantifier::Between(Term::Number(Exact::zero()), Term::Aggregate(AggregateId(0))),
                    None,
                ),
                clause_part(
                    Base::Rest,
                    Quantifier::No,
                    Some(Cond::Test(Test { path: field(5), set: Set::YesNo(true) })),
                ),
            ],
            text: "…".into(),
            place: Some(Place { file: 0, line: 3, column: 1 }),
        },
        Clause {
            population: Population {
                kind: UNIT,
                hand: vec![UNIT],
                links: vec![Link { via: vec![FieldId(2)], hand: 0, under: Some(FieldId(2)) }],
                filter: None,
            },
            parts: vec![clause_part(
                Base::Population,
                Quantifier::Count(Bound::MoreThan, Term::Number(Exact::zero())),
                Some(Cond::Test(Test { path: field(3), set: Set::Labels(vec![1, 2]) })),
            )],
            text: "…".into(),
            place: None,
        },
    ];
    program.aggregates = vec![Aggregate {
        what: Summary::Total,
        value: Some(Term::Field(field(9))),
        population: persons_in_unit(),
        leave_out_missing: true,
        text: "…".into(),
        place: None,
    }];
    // A unit's title waits for the titles of the units below it.
    if let Some(Origin::Award { cases, .. }) = program.kinds[0].fields.get_mut(3).map(|field| &mut field.origin) {
        cases[0].when = Cond::Clause(ClauseId(1));
    }
    let rated = Test { path: Path { hand: 0, via: vec![FieldId(2)], field: FieldId(3) }, set: Set::Labels(vec![0]) };
    let compared = Cond::Compare(Term::Field(field(8)), Order::AtLeast, Term::Number(Exact::zero()));
    program.criteria = vec![
        criterion("II.2.a", vec![ForEach { kind: UNIT, filter: None }], Cond::Clause(ClauseId(0))),
        criterion(
            "II.2.b",
            vec![ForEach { kind: PERSON, filter: Some(above_three(6)) }],
            Cond::Not(Box::new(compared)),
        ),
        criterion(
            "II.2.c",
            vec![],
            Cond::List(List { need: Need::AtLeast(1), parts: vec![part(Cond::Meets(CriterionId(0)))], lettered: true }),
        ),
        criterion("II.2.d", vec![ForEach { kind: PERSON, filter: None }], Cond::Test(rated)),
    ];
    program.plan = vec![
        Step::Aggregate(AggregateId(0)),
        Step::DeriveUpwards {
            kind: UNIT,
            field: FieldId(3),
            parent: FieldId(2),
            clauses: vec![ClauseId(1)],
            aggregates: vec![],
        },
        Step::Derive(PERSON, FieldId(12)),
        Step::Clause(ClauseId(0)),
    ];
    program
}

#[test]
fn a_sound_program_passes() {
    assert_eq!(validate(&sample()), Ok(()));
    assert_eq!(
        validate(&Program {
            plan: vec![Step::Derive(UNIT, FieldId(3)), Step::Derive(PERSON, FieldId(12))],
            ..schema::program()
        }),
        Ok(())
    );
}

/// Breaks the sample and tells where the fault must be found.
macro_rules! refused {
    ($($name:ident: $at:literal $why:literal |$program:ident| $change:expr;)*) => {$(
        #[test]
        fn $name() {
            let mut $program = sample();
            $change;
            let fault = validate(&$program).expect_err("it must be refused");
            assert_eq!((fault.at.as_str(), fault.why(Language::En).as_str()), ($at, $why));
        }
    )*};
}

fn head(program: &mut Program) -> &mut ClausePart {
    &mut program.clauses[0].parts[0]
}

refused! {
    another_format: "format" "format 2 is not format 1" |p| p.format = 2;
    no_name: "kinds[0].name" "there is no name" |p| { p.kinds[0].name.en = None; p.kinds[0].name.vi = None };
    an_empty_name: "kinds[1].fields[4].name" "the text is empty" |p| p.kinds[1].fields[4].name.en = Some(" ".into());
    a_name_twice: "kinds[1].fields" "the name unit of entry 3 is given twice" |p| p.kinds[1].fields[3].name.vi = Some("unit".into());
    a_kind_twice: "kinds" "the name đơn_vị of entry 1 is given twice" |p| p.kinds[1].name.en = Some("đơn_vị".into());
    a_criterion_twice: "criteria" "II.2.a stands twice" |p| p.criteria[1].id = "II.2.a".into();
    decomposed: "labels[1].labels[0]" "the text is not in NFC" |p| p.labels[1].labels[0] = "pho\u{300}ng".into();
    a_label_twice: "labels[1].labels" "phòng stands twice" |p| p.labels[1].labels[1] = "phòng".into();
    none_without_saying: "labels[0]" "a label is empty" |p| p.labels[0].none = false;
    no_such_key: "kinds[0].key" "there is no such field" |p| p.kinds[0].key = FieldId(9);
    another_key: "kinds[0].fields[0].origin" "the key is the field of origin Key, and no other is" |p| p.kinds[0].key = FieldId(1);
    no_such_labels: "kinds[0].fields[1].ty" "there is no set of labels 7" |p| p.kinds[0].fields[1].ty = Type::Label(tieuchi::program::LabelsId(7));
    a_turned_range: "kinds[1].fields[9].range" "the least value is above the greatest" |p| p.kinds[1].fields[9].range = Some((Exact::from(2i64), Exact::from(1i64)));
    a_turned_period: "documents[0].period" "the period ends before it begins" |p| p.documents[0].period = p.documents[0].period.map(|(a, b)| (b, a));
    a_cite_to_nothing: "criteria[0].cites[0]" "there is no such item" |p| p.criteria[0].cites[0].item = 4;
    a_place_in_no_file: "clauses[0].place" "there is no such place" |p| p.clauses[0].place = Some(Place { file: 1, line: 1, column: 1 });
    an_award_of_no_label: "kinds[0].fields[3].otherwise" "set 0 has no label 9" |p| {
        if let Origin::Award { otherwise, .. } = &mut p.kinds[0].fields[3].origin { *otherwise = 9 }
    };
    a_condition_that_is_no_condition: "kinds[1].fields[12].ty" "a condition is yes or no" |p| p.kinds[1].fields[12].ty = Type::Date;
    a_term_of_another_type: "kinds[1].fields[12].define" "the term is not of the field's type" |p| {
        p.kinds[1].fields[12].ty = Type::Date;
        p.kinds[1].fields[12].origin = Origin::Define(Definition::Term(Term::Number(Exact::zero())));
    };
    a_set_of_another_type: "clauses[0].parts[0].property.set" "the set is not of the field's type" |p| head(&mut p).property = Some(above_three(5));
    points_that_fall: "clauses[0].parts[0].property.set.points" "the points do not ascend" |p| {
        let points = vec![Exact::from(3i64), Exact::from(3i64)];
        let set = NumberSet { points, at: vec![true; 2], gaps: vec![true; 3] };
        head(&mut p).property = Some(Cond::Test(Test { path: field(8), set: Set::Numbers(set) }));
    };
    a_gap_too_few: "clauses[0].parts[0].property.set.gaps" "there must be one more than points" |p| {
        let set = NumberSet { points: vec![], at: vec![], gaps: vec![] };
        head(&mut p).property = Some(Cond::Test(Test { path: field(8), set: Set::Numbers(set) }));
    };
    labels_that_fall: "clauses[1].parts[0].property.set" "the labels do not ascend" |p| {
        p.clauses[1].parts[0].property = Some(Cond::Test(Test { path: field(3), set: Set::Labels(vec![2, 1]) }));
    };
    two_types_compared: "criteria[1].cond.not" "two types are compared" |p| {
        p.criteria[1].cond = Cond::Not(Box::new(Cond::Compare(Term::Field(field(8)), Order::Is, Term::Field(field(11)))));
    };
    no_order: "criteria[1].cond" "what has no order is compared by order" |p| {
        p.criteria[1].cond = Cond::Compare(Term::Field(field(1)), Order::Above, Term::Field(field(1)));
    };
    presence_of_what_is_computed: "criteria[1].cond" "only a field of the data can be missing" |p| p.criteria[1].cond = Cond::Presence(field(12), Presence::Missing);
    absence_of_what_must_be_there: "criteria[1].cond" "only an optional reference can be absent" |p| p.criteria[1].cond = Cond::Presence(field(2), Presence::Absent);
    a_second_hand: "criteria[1].cond.path" "there is no record 1 in hand" |p| {
        p.criteria[1].cond = Cond::Presence(Path { hand: 1, ..field(2) }, Presence::Missing);
    };
    a_path_through_a_number: "criteria[3].cond.path.via" "field 8 of kind 1 is no reference" |p| {
        p.criteria[3].cond = Cond::Presence(Path { hand: 0, via: vec![FieldId(8)], field: FieldId(0) }, Presence::Missing);
    };
    a_clause_out_of_place: "criteria[1].cond" "the clause has other records in hand" |p| p.criteria[1].cond = Cond::Clause(ClauseId(0));
    a_criterion_out_of_place: "criteria[1].cond" "the criterion is about records that are not in hand" |p| p.criteria[1].cond = Cond::Meets(CriterionId(0));
    a_circle_of_criteria: "criteria[0]" "it contains itself" |p| p.criteria[0].cond = Cond::Meets(CriterionId(0));
    a_list_that_asks_too_much: "criteria[2].cond.need" "more parts are asked for than there are" |p| {
        if let Cond::List(list) = &mut p.criteria[2].cond { list.need = Need::Exactly(2) }
    };
    a_tail_of_a_later_part: "clauses[0].parts[1].base" "the base is no earlier part" |p| p.clauses[0].parts[1].base = Base::Holding(1);
    a_head_of_the_rest: "clauses[0].parts[0].base" "the base is no earlier part" |p| head(&mut p).base = Base::Rest;
    no_head: "clauses[0].parts" "there is no head clause" |p| p.clauses[0].parts.clear();
    all_of_nothing: "clauses[0].parts[1].quantifier" "there is nothing that all must have" |p| p.clauses[0].parts[1].quantifier = Quantifier::All;
    a_share_above_one: "clauses[0].parts[0].quantifier" "the threshold is no share from 0 to 1" |p| {
        head(&mut p).quantifier = Quantifier::Share(Bound::AtLeast, Term::Number("1.01".parse().expect("a number")));
    };
    a_broken_count: "clauses[1].parts[0].quantifier" "the threshold is no count" |p| {
        p.clauses[1].parts[0].quantifier = Quantifier::Count(Bound::AtLeast, Term::Number("1/2".parse().expect("a number")));
    };
    a_threshold_that_is_no_number: "clauses[1].parts[0].quantifier" "a number is wanted" |p| {
        p.clauses[1].parts[0].quantifier = Quantifier::Count(Bound::AtLeast, Term::Text("một".into()));
    };
    a_link_elsewhere: "clauses[0].population.links[0].via" "field 4 of kind 1 is no reference" |p| p.clauses[0].population.links[0].via = vec![FieldId(4)];
    a_link_too_far: "clauses[0].population.links[0].via" "there is no reference to follow" |p| p.clauses[0].population.links[0].via.clear();
    under_no_parent: "clauses[1].population.links[0].under" "field 1 of kind 0 is no reference" |p| p.clauses[1].population.links[0].under = Some(FieldId(1));
    a_total_of_nothing: "aggregates[0].value" "there is nothing to take it of" |p| p.aggregates[0].value = None;
    a_rounding_to_a_billion_places: "aggregates[0].value" "too many decimal places" |p| {
        let inner = Box::new(Term::Field(field(9)));
        p.aggregates[0].value = Some(Term::Rounded(inner, tieuchi::exact::Rounding::Up, 1_000_000_000));
    };
    nothing_computes_it: "plan" "no step computes clauses[0]" |p| { p.plan.pop(); };
    computed_twice: "plan[4]" "this is computed twice" |p| p.plan.push(Step::Aggregate(AggregateId(0)));
    computed_too_late: "plan[0]" "it reads what is computed later" |p| p.plan.rotate_right(1);
    upwards_along_no_parent: "plan[1].parent" "the parent is no reference to the same kind" |p| {
        if let Step::DeriveUpwards { parent, .. } = &mut p.plan[1] { *parent = FieldId(1) }
    };
    upwards_without_a_link: "plan[1]" "clauses[1] is not about the records right below" |p| p.clauses[1].population.links.clear();
    upwards_from_itself: "plan[1]" "kinds[0].fields[3] reads what is not yet known of the records below" |p| {
        if let Origin::Award { cases, .. } = &mut p.kinds[0].fields[3].origin {
            cases[0].when = Cond::Test(Test { path: field(3), set: Set::Labels(vec![1]) });
        }
    };
}

fn nested(depth: usize) -> Cond {
    (0..depth)
        .fold(above_three(8), |inner, _| Cond::List(List { need: Need::All, parts: vec![part(inner)], lettered: true }))
}

#[test]
fn nesting_is_bounded_and_what_is_allowed_can_be_written_and_read() {
    let mut program = sample();
    program.criteria[1].cond = nested(MAX_DEPTH - 1);
    assert_eq!(validate(&program), Ok(()));
    assert!(Program::from_ron(&program.to_ron().expect("RON")).expect("the RON is read") == program);
    assert!(Program::from_json(&program.to_json().expect("JSON")).expect("the JSON is read") == program);
    let zero = Term::Number(Exact::zero());
    let case = |inner, _| Term::Cases(vec![(above_three(8), inner)], Box::new(zero.clone()));
    let term = (0..MAX_DEPTH - 2).fold(zero.clone(), case);
    program.criteria[1].cond = Cond::Compare(term, Order::Is, zero.clone());
    assert!(Program::from_ron(&program.to_ron().expect("RON")).expect("the RON is read") == program);
    assert!(Program::from_json(&program.to_json().expect("JSON")).expect("the JSON is read") == program);
    for depth in [MAX_DEPTH, 10 * MAX_DEPTH] {
        program.criteria[1].cond = nested(depth);
        let fault = validate(&program).expect_err("it is too deep");
        assert_eq!((fault.at.as_str(), fault.why(Language::En).as_str()), ("criteria[1]", "the nesting is too deep"));
        assert_eq!(program.to_json(), Err(Unread::Invalid(fault)));
    }
}

#[test]
fn criteria_that_double_one_another_are_refused() {
    let mut program = sample();
    for _ in 0..40 {
        let last = CriterionId(program.criteria.len() as u32 - 1);
        let parts = vec![part(Cond::Meets(last)), part(Cond::Meets(last))];
        let cond = Cond::List(List { need: Need::All, parts, lettered: false });
        let id = format!("x{}", program.criteria.len());
        program.criteria.push(criterion(&id, vec![ForEach { kind: PERSON, filter: None }], cond));
    }
    assert_eq!(validate(&program).expect_err("too much").why(Language::En), "it comes to too many conditions");
}

#[test]
fn brackets_without_end_are_an_error_and_no_overflow() {
    for open in ["[", "{\"a\":", "(", "Some(", "/*", "\"", "[{(", "Not(", "(criteria:[(cond:Not("] {
        let text = open.repeat(100_000);
        assert!(Program::from_ron(&text).is_err());
        assert!(Program::from_json(&text).is_err());
    }
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    assert_eq!(Program::from_json(&deep("[", "]")), Err(Unread::TooDeep));
    let ron = sample().to_ron().expect("RON").replacen("Not(", &"Not(".repeat(5000), 1);
    assert_eq!(Program::from_ron(&ron), Err(Unread::TooDeep));
}

#[test]
fn another_format_is_named_before_anything_else() {
    let ron = sample().to_ron().expect("RON").replacen("format: 1", "format: 7, novelty: [Some(\"x\")]", 1);
    assert_eq!(Program::from_ron(&ron), Err(Unread::Format(7)));
    let vietnamese = Unread::Format(7).say(Language::Vi);
    assert!(vietnamese.starts_with("tệp có định dạng 7"), "{vietnamese}");
    let json = sample().to_json().expect("JSON").replacen("\"format\": 1", "\"format\": 7, \"novelty\": {}", 1);
    assert_eq!(Program::from_json(&json), Err(Unread::Format(7)));
}

#[test]
fn fields_that_nobody_knows_are_refused() {
    let ron = sample().to_ron().expect("RON");
    for (known, with) in [
        ("format: 1", "format: 1, colour: 3"),
        ("item: 0", "item: 0, page: 3"),
        ("may_be_unknown: false", "may_be_unknown: false, maybe: true"),
        ("cites: []", "cites: [], sites: []"),
        ("aggregates: [],", "aggregates: [], others: [],"),
    ] {
        assert!(ron.contains(known), "{known}");
        let Err(Unread::Shape { reason, .. }) = Program::from_ron(&ron.replacen(known, with, 1)) else {
            panic!("{with} is accepted");
        };
        assert!(reason.contains("Unexpected field"), "{reason}");
    }
    let json = sample().to_json().expect("JSON").replacen("\"item\": 0", "\"item\": 0, \"page\": 3", 1);
    assert!(matches!(Program::from_json(&json), Err(Unread::Shape { line: 2.., .. })));
}

#[test]
fn what_is_written_is_read_back() {
    let program = sample();
    assert_eq!(Program::from_ron(&program.to_ron().expect("RON")), Ok(program.clone()));
    assert_eq!(Program::from_json(&program.to_json().expect("JSON")), Ok(program));
}

#[test]
fn a_program_that_is_not_sound_is_not_read() {
    let mut program = sample();
    program.plan.clear();
    let fault = validate(&program).expect_err("nothing is computed");
    assert_eq!(Program::from_ron(&program.to_ron().expect("RON")), Err(Unread::Invalid(fault.clone())));
    assert_eq!(Program::from_json(&program.to_json().expect("JSON")), Err(Unread::Invalid(fault)));
}
