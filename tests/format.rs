//! Rule files of the house are formatted; what is formatted says the same and keeps its comments.

#[path = "common/remarks.rs"]
mod remarks;
#[allow(dead_code)]
#[path = "suite_runner/format.rs"]
mod suite;

use std::fs;
use std::path::{Path, PathBuf};

use remarks::comments;
use tieuchi::source::{Language, Source};
use tieuchi::syntax::translate::Names;
use tieuchi::syntax::tree::{Body, File};
use tieuchi::syntax::{format, parse, translate_text};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The rule files of all packs, with their texts.
fn shipped() -> Vec<(PathBuf, String)> {
    let packs = fs::read_dir(root().join("rules")).expect("the packs");
    let folders = packs.map(|pack| pack.expect("a pack").path());
    let files =
        folders.flat_map(|folder| fs::read_dir(folder).expect("a pack").map(|file| file.expect("a file").path()));
    let mut rules: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|ending| ending == "tieuchi")).collect();
    rules.sort();
    rules.into_iter().map(|path| (path.clone(), fs::read_to_string(path).expect("a rule file"))).collect()
}

/// Every rule text that reads, with its tree: of the packs, the suite with its preludes, the documentation.
fn texts() -> Vec<(String, String, File)> {
    let mut texts: Vec<(String, String)> =
        shipped().into_iter().map(|(path, text)| (path.display().to_string(), text)).collect();
    let folder = root().join("tests/suite");
    for case in suite::load(&folder) {
        for language in [Language::En, Language::Vi] {
            let text = suite::rule_text(&case, language);
            texts.extend(text.map(|text| (format!("{} {}", case.file, case.name), text)));
        }
    }
    for name in ["prelude", "staff"] {
        for language in [Language::En, Language::Vi] {
            let text = fs::read_to_string(folder.join(format!("{name}.{language}.tieuchi"))).expect("a prelude");
            texts.push((name.to_owned(), format!("tieuchi 1, {language}\n{text}")));
        }
    }
    for page in ["docs/language.md", "README.md"] {
        let page = fs::read_to_string(root().join(page)).expect("a page");
        for block in page.split("\n```tieuchi").skip(1) {
            let (info, text) = block.split_once('\n').expect("a block has lines");
            let text = text.split("\n```").next().expect("a block ends");
            let vietnamese = info.contains("vi") || text.starts_with("tiêu chí");
            let head = if text.starts_with("tieuchi") {
                ""
            } else if vietnamese {
                "tieuchi 1, vi\n"
            } else {
                "tieuchi 1, en\n"
            };
            texts.push(("a sample".to_owned(), format!("{head}{text}\n")));
        }
    }
    let read = texts.into_iter().map(|(name, text)| (parse(&Source::new("", &text), 0), name, text));
    read.filter(|(parsed, ..)| parsed.findings.is_empty())
        .map(|(parsed, name, text)| (name, text, parsed.file))
        .collect()
}

fn tree(text: &str) -> File {
    let parsed = parse(&Source::new("formatted", text), 0);
    assert_eq!(parsed.findings, [], "{text}");
    parsed.file
}

/// A rule file with those of its language in the packs that it uses.
fn with_used(path: &Path, file: &File) -> Vec<File> {
    let mut found = vec![file.clone()];
    for declaration in &file.declarations {
        let Body::Use(pack) = &declaration.body else { continue };
        let folder = path.parent().expect("a pack").with_file_name(&pack.text);
        let ending = format!(".{}.tieuchi", file.language);
        let (path, text) = shipped()
            .into_iter()
            .find(|(path, _)| path.starts_with(&folder) && path.display().to_string().ends_with(&ending))
            .expect("the pack is there");
        found.extend(with_used(&path, &tree(&text)));
    }
    found
}

#[test]
fn the_packs_are_formatted() {
    for (path, text) in shipped() {
        let formatted = format(&Source::new("shipped", &text)).expect("it reads");
        assert!(formatted == text, "{}: run `tieuchi fmt {0}`", path.display());
    }
}

#[test]
fn every_text_says_the_same_and_keeps_its_comments() {
    let texts = texts();
    assert!(texts.len() > 900, "only {} texts were found", texts.len());
    for (name, text, file) in &texts {
        let formatted = format(&Source::new("text", text)).unwrap_or_else(|found| panic!("{name}: {found:?}\n{text}"));
        assert!(tree(&formatted) == *file, "{name}\n{formatted}");
        assert_eq!(comments(&formatted), comments(text), "{name}\n{formatted}");
        assert_eq!(format(&Source::new("again", &formatted)), Ok(formatted.clone()), "{name}");
        let solid = |text: &str| text.split_whitespace().collect::<String>();
        // Letters are composed.
        assert_eq!(solid(&formatted), solid(&Source::new("text", text).text().replace(" %", "%")), "{name}");
        // What could be broken is.
        let long = formatted.lines().find(|line| line.chars().count() > 120 && !line.contains(['"', '#']));
        assert_eq!(long, None, "{name}");
    }
}

#[test]
fn the_packs_are_translated_and_back() {
    for (path, text) in shipped() {
        let file = tree(&text);
        let names = Names::gather(&with_used(&path, &file).iter().collect::<Vec<_>>());
        let other = file.language.pick(Language::Vi, Language::En);
        let there = translate_text(&Source::new("there", &text), other, &names).expect("it is translated");
        assert_eq!(there.unnamed, [], "{}", path.display());
        assert_eq!(comments(&there.text), comments(&text), "{}", path.display());
        let back = translate_text(&Source::new("back", &there.text), file.language, &names).expect("it is translated");
        assert!(tree(&back.text) == file, "{}\n{}", path.display(), back.text);
        assert_eq!(format(&Source::new("there", &there.text)), Ok(there.text.clone()));
        // Paragraphs stay apart as they were.
        let paragraphs = |text: &str| text.lines().filter(|line| line.is_empty()).count();
        assert_eq!(paragraphs(&there.text), paragraphs(&text), "{}", path.display());
    }
}

#[test]
fn every_declaration_has_its_lines() {
    let (loose, tidy) = (include_str!("format/loose.tieuchi"), include_str!("format/tidy.tieuchi"));
    assert_eq!(format(&Source::new("loose", loose)).expect("it reads"), tidy);
}

#[test]
fn comments_stay_where_they_stand() {
    let text = r#"tieuchi   1 ,en   # header
#about all
use "a.tieuchi"
# b too
use "b.tieuchi"


# ---- part ----

scale rating # of people
  # none first
  none<"a"   # low

  < "b" # high
  # the tail of the scale
# of the record
record person aka người,plural people # p
  id : text   key
  # of the next field

  # and this too
  kind: one of "x", # an x
    # then
    "y"
  age: count 0 to 100# years
    # last
criterion 1.a "Title # not a comment"
  cites 1, # the first
    2
  all of # list
    # of a
    a) 70 % of people where age>=18 # grown
       have kind "x" # x
    b) ( # open
       age is missing or age > -1 ) # close
  # end
# after all
#
  # still after all
"#;
    let formatted = format(&Source::new("text", text)).expect("it reads");
    assert_eq!(
        formatted,
        r#"tieuchi 1, en  # header

# about all
use "a.tieuchi"
# b too
use "b.tieuchi"

# ---- part ----

scale rating  # of people
  # none first
  none < "a"  # low
  < "b"  # high
  # the tail of the scale

# of the record
record person aka người, plural people  # p
  id: text key
  # of the next field

  # and this too
  kind: one of "x",  # an x
    # then
    "y"
  age: count 0 to 100  # years
  # last

criterion 1.a "Title # not a comment"
  cites 1,  # the first
    2
  all of  # list
    # of a
    a) 70% of people where age >= 18  # grown
      have kind "x"  # x
    b) (  # open
      age is missing or age > -1)  # close
  # end
  # after all
  #
  # still after all
"#
    );
    assert_eq!(format(&Source::new("again", &formatted)).expect("it reads"), formatted);
}

#[test]
fn what_does_not_read_is_left_alone() {
    let source = Source::new("text", "tieuchi 1, en\nscale rating\n  \"a\" <\n");
    let found = format(&source).expect_err("a label is missing");
    assert_eq!(found, parse(&source, 0).findings);
}

#[test]
fn names_without_an_alias_are_told_with_their_places() {
    let text = "tieuchi 1, en\n\ndefine unit.big: size > 3\n\nrecord unit aka đơn_vị\n  id: text key\n  size: count\n";
    let source = Source::new("text", text);
    let names = Names::gather(&[&tree(text)]);
    let translation = translate_text(&source, Language::Vi, &names).expect("it reads");
    let told: Vec<String> = translation
        .unnamed
        .iter()
        .map(|name| {
            let at = source.position(name.span.start);
            format!("{}:{} {}", at.line, at.column, name.text)
        })
        .collect();
    // `size` is used before it is declared.
    assert_eq!(told, ["3:13 big", "7:3 size", "6:3 id"]);
    assert!(translation.text.contains("định nghĩa đơn_vị.big: size trên 3"), "{}", translation.text);
}

/// The work grows with the text, whatever a declaration holds many of.
#[test]
fn long_declarations_are_formatted() {
    let many = |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<String>();
    let texts = [
        format!("scale s \"a\"{}", many(8_000, &|number| format!(" <\"l{number}\""))),
        format!("record r\nid: text key\nk: one of \"a\"{}", many(8_000, &|number| format!(", \"l{number}\""))),
        format!("record r\n{}", many(4_000, &|number| format!("f{number}: count # {number}\n"))),
        format!("table r.t by k, n: first match\n{}", many(4_000, &|number| format!("\"a\", {number} -> {number}\n"))),
        format!("define r.x: 1{}", many(250, &|number| format!(" + {number}"))),
        format!("define r.x: {} 1 {}", "(".repeat(40), ")".repeat(40)),
        format!("criterion 1 \"t\" cites 1{} 100% of r have a", many(4_000, &|number| format!(", {number}"))),
        format!("criterion 1 \"t\" a{}", many(4_000, &|number| format!(" # {number}\n and a{number}"))),
    ];
    for text in texts {
        let source = Source::new("long", &format!("tieuchi 1, en\n{text}\n"));
        let start = std::time::Instant::now();
        let formatted = format(&source).unwrap_or_else(|found| panic!("{found:?}\n{}", &text[..60]));
        assert_eq!(format(&Source::new("again", &formatted)), Ok(formatted.clone()));
        let took = start.elapsed();
        assert!(took.as_secs() < 20, "{took:?}: {}", &text[..60]);
    }
}
