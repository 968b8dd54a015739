//! Time of a change in a session of a million persons in 50,000 units under ten criteria of the usual kinds, with the
//! verdicts that it changes.
//!
//! `cargo bench --bench session`. The roster is the one of `benches/rivals`, the same every time.

#[allow(dead_code)]
#[path = "rivals/src/synthetic.rs"]
mod synthetic;

use std::cell::RefCell;

use divan::Bencher;
use synthetic::{DISCIPLINES, NO_AMOUNT, NO_DAYS, POSITIONS, PROVINCES, RATINGS, Synthetic, TITLES, label};
use synthetic::{person_key, person_name, province_key, unit_key};
use tieuchi::engine::Options;
use tieuchi::roster::{Builder, Cell, Origin, kind_named};
use tieuchi::session::{Edits, Session};
use tieuchi::source::Source;

const RULES: &str = include_str!("rivals/rules/ten.en.tieuchi");
const PERSONS: usize = 1_000_000;

fn main() {
    divan::main();
}

fn text<'a>(value: Option<&'a str>) -> Cell<'a> {
    value.map_or(Cell::Blank, |value| Cell::Text(value.into()))
}

fn session() -> Session {
    let program = match tieuchi::compile(&[Source::new("ten.en.tieuchi", RULES)]) {
        Ok((program, _)) => program,
        Err(findings) => panic!("{findings:?}"),
    };
    let made = Synthetic::new(PERSONS);
    let mut builder = Builder::new(&program);
    let origin = Origin::default();
    let kind = |name: &str| kind_named(&program, name).expect("a kind of the rules");
    let header = builder.header(kind("province"), &origin, &["id"]);
    for row in 0..PROVINCES {
        builder.row(&header, &origin, [Cell::Text(province_key(row).into())]);
    }
    let header = builder.header(kind("unit"), &origin, &["id", "province", "planned", "disbursed"]);
    let money = |amount: i32| if amount == NO_AMOUNT { Cell::Blank } else { Cell::Number(amount.to_string().into()) };
    for row in 0..made.units() {
        let province = province_key(usize::from(made.province[row]));
        let cells = [Cell::Text(unit_key(row).into()), Cell::Text(province.into())];
        builder.row(&header, &origin, cells.into_iter().chain([money(made.planned[row]), money(made.disbursed[row])]));
    }
    let names = ["id", "name", "born", "unit", "position", "rating", "title", "discipline", "absent", "trained"];
    let header = builder.header(kind("person"), &origin, &names);
    for row in 0..PERSONS {
        let absent = made.absent[row];
        let cells = [
            Cell::Text(person_key(row).into()),
            Cell::Text(person_name(row).into()),
            Cell::Text("1980-01-31".into()),
            Cell::Text(unit_key(made.unit[row] as usize).into()),
            text(label(&POSITIONS, made.position[row])),
            text(label(&RATINGS, made.rating[row])),
            text(label(&TITLES, made.title[row])),
            text(label(&DISCIPLINES, made.discipline[row])),
            if absent == NO_DAYS { Cell::Blank } else { Cell::Number(absent.to_string().into()) },
            text(label(&["no", "yes"], made.trained[row])),
        ];
        builder.row(&header, &origin, cells);
    }
    let roster = builder.finish().expect("made records are sound");
    Session::new(program, roster, &Options::default()).expect("it is small enough")
}

thread_local! {
    static SESSION: RefCell<Session> = RefCell::new(session());
}

/// A small linear congruential generator: the same numbers every time.
fn below(state: &mut u64, bound: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize % bound
}

/// Has the one session make changes.
fn each(bencher: Bencher, mut change: impl FnMut(&mut Session, &mut u64)) {
    SESSION.with_borrow_mut(|session| {
        let mut state = 7;
        bencher.bench_local(|| change(session, &mut state));
    });
}

#[divan::bench(sample_count = 2_000, sample_size = 10)]
fn a_rating(bencher: Bencher) {
    each(bencher, |session, state| {
        let (key, rating) = (person_key(below(state, PERSONS)), RATINGS[below(state, 4)]);
        divan::black_box(session.set("person", &key, "rating", rating).expect("a sound change"));
    });
}

#[divan::bench(sample_count = 2_000, sample_size = 10)]
fn a_unit_of_a_person(bencher: Bencher) {
    each(bencher, |session, state| {
        let (key, unit) = (person_key(below(state, PERSONS)), unit_key(below(state, PERSONS / 20)));
        divan::black_box(session.set("person", &key, "unit", &unit).expect("a sound change"));
    });
}

#[divan::bench(sample_count = 2_000, sample_size = 10)]
fn money_of_a_unit(bencher: Bencher) {
    each(bencher, |session, state| {
        let (key, amount) = (unit_key(below(state, PERSONS / 20)), below(state, 9_000));
        divan::black_box(session.set("unit", &key, "disbursed", &amount).expect("a sound change"));
    });
}

#[divan::bench(sample_count = 2_000, sample_size = 10)]
fn a_person_comes_and_goes(bencher: Bencher) {
    each(bencher, |session, state| {
        let unit = unit_key(below(state, PERSONS / 20));
        let cells = |name: &'static str, value: &str| (name, Cell::Text(value.to_owned().into()));
        let person = [
            cells("id", "new"),
            cells("unit", &unit),
            cells("rating", RATINGS[2]),
            cells("title", TITLES[1]),
            cells("trained", "yes"),
        ];
        divan::black_box(session.apply(&Edits::new().insert_cells("person", person)).expect("a sound change"));
        divan::black_box(session.remove("person", "new").expect("nobody refers to it"));
    });
}

#[divan::bench(sample_count = 2_000, sample_size = 10)]
fn another_person_goes_and_comes_back(bencher: Bencher) {
    each(bencher, |session, state| {
        let key = person_key(below(state, PERSONS));
        let mark = session.what_if("without");
        divan::black_box(session.remove("person", &key).expect("nobody refers to it"));
        divan::black_box(session.roll_back(mark).expect("it is open"));
    });
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn a_unit_moves_to_another_province(bencher: Bencher) {
    each(bencher, |session, state| {
        let (key, province) = (unit_key(below(state, PERSONS / 20)), province_key(below(state, PROVINCES)));
        divan::black_box(session.set("unit", &key, "province", &province).expect("a sound change"));
    });
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn load(bencher: Bencher) {
    bencher.bench_local(session);
}
