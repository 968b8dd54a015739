//! Packs: what is found, and what is refused, in both languages.

use std::path::Path;

use tempfile::TempDir;
use tieuchi::diagnostic::{Finding, Problem};
use tieuchi::roster::DecimalSign;
use tieuchi::source::Language;
use tieuchi_records::{Manifest, Pack, Refused, load_pack, read_path};

/// A folder with these files, folders made as needed.
fn tree(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    folder
}

fn rules(uses: &[&str]) -> String {
    let uses: Vec<String> = uses.iter().map(|name| format!("use \"{name}\"\n")).collect();
    format!("tieuchi 1, en\n\n{}", uses.concat())
}

fn manifest(rest: &str) -> String {
    format!("(tieuchi: 1, name: \"p\", main: {{ \"en\": \"main.tieuchi\" }}, {rest})")
}

fn names(pack: &Pack, folder: &TempDir) -> Vec<String> {
    let own = format!("{}/", folder.path().display());
    pack.files.iter().map(|(source, _)| source.name().replace(&own, "")).collect()
}

/// `code place: title. help`, with the place of a use as line and column.
fn told(refused: &Refused, folder: &TempDir, language: Language) -> Vec<String> {
    let own = format!("{}/", folder.path().display());
    let tell = |finding: &Finding| {
        let Problem::Pack(problem) = &finding.problem else { panic!("{finding:?}") };
        let prose = finding.prose(language);
        let mut place = problem.shown(language);
        if finding.at.is_some() {
            let source = &refused.sources[finding.at.file as usize];
            let at = source.position(finding.at.start);
            assert!(source.slice(finding.at).starts_with('"') && source.slice(finding.at).ends_with('"'));
            place = format!("{place}:{}:{}", at.line, at.column);
        }
        format!("{} {place}: {}. {}", finding.code(), prose.title, prose.help).replace(&own, "")
    };
    refused.findings.iter().map(tell).collect()
}

/// A folder `p` that is refused, and how it is said.
fn refused(files: &[(&str, &str)], en: &str, vi: &str) {
    let folder = tree(files);
    let refused = load_pack(&folder.path().join("p"), None).unwrap_err();
    assert_eq!(told(&refused, &folder, Language::En), [en]);
    assert_eq!(told(&refused, &folder, Language::Vi), [vi]);
}

#[test]
fn files_in_order_and_each_once() {
    let folder = tree(&[
        ("p/tieuchi.ron", &manifest("packs: { \"law\": \"../q\" }")),
        ("p/main.tieuchi", &rules(&["scales.tieuchi", "law", "more/people.tieuchi"])),
        ("p/scales.tieuchi", &rules(&[])),
        ("p/more/people.tieuchi", &rules(&["scales.tieuchi", "law"])),
        ("q/tieuchi.ron", "(tieuchi: 1, name: \"q\", main: { \"vi\": \"vi.tieuchi\", \"en\": \"en.tieuchi\" })"),
        ("q/en.tieuchi", &rules(&["base.tieuchi"])),
        ("q/vi.tieuchi", "tieuchi 1, vi\ndùng \"base.tieuchi\"\n"),
        ("q/base.tieuchi", &rules(&[])),
    ]);
    let load = |path: &str, language| load_pack(&folder.path().join(path), language).unwrap();
    let english = ["p/main.tieuchi", "p/scales.tieuchi", "q/en.tieuchi", "q/base.tieuchi", "p/more/people.tieuchi"];
    assert_eq!(names(&load("p", None), &folder), english);
    assert_eq!(names(&load("p", Some(Language::Vi)), &folder), english, "it has one language only");
    assert_eq!(names(&load("p/tieuchi.ron", None), &folder), english);
    assert_eq!(names(&load("p/main.tieuchi", None), &folder), english, "a rule file in a pack");
    assert_eq!(names(&load("q", None), &folder), ["q/vi.tieuchi", "q/base.tieuchi"], "the first language listed");
    assert_eq!(names(&load("q", Some(Language::En)), &folder), ["q/en.tieuchi", "q/base.tieuchi"]);
}

#[test]
fn a_single_rule_file() {
    let folder =
        tree(&[("a.tieuchi", &rules(&["b.tieuchi"])), ("b.tieuchi", &rules(&[])), ("c.tieuchi", &rules(&["law"]))]);
    let pack = load_pack(&folder.path().join("a.tieuchi"), None).unwrap();
    assert_eq!(
        (pack.name.as_str(), names(&pack, &folder)),
        ("a.tieuchi", vec!["a.tieuchi".into(), "b.tieuchi".into()])
    );
    let refused = load_pack(&folder.path().join("c.tieuchi"), None).unwrap_err();
    assert_eq!(refused.findings[0].code(), "E0514");
    let missing = load_pack(&folder.path().join("d.tieuchi"), None).unwrap_err();
    assert_eq!(missing.findings[0].code(), "E0502");
}

#[test]
fn a_manifest_says_how_records_are_written() {
    let text = manifest(
        r#"records: { "person": (files: ["a.csv", "b.csv"], columns: {"Họ và tên": "name"}, ignore: ["Ghi chú"], decimal: "."), "unit": (file: "u.csv") }"#,
    );
    let kinds = Manifest::read("tieuchi.ron", &text).unwrap().records.kinds;
    let (name, person) = &kinds[0];
    assert_eq!((name.as_str(), person.files.join(" ").as_str()), ("person", "a.csv b.csv"));
    assert_eq!(person.columns, [("Họ và tên".to_owned(), "name".to_owned())]);
    assert_eq!(
        (person.ignore.as_slice(), person.decimal),
        (["Ghi chú".to_owned()].as_slice(), Some(DecimalSign::Point))
    );
    assert_eq!(kinds[1].1.files, ["u.csv"]);
}

#[test]
fn what_used_packs_say_of_records_holds_where_nothing_nearer_does() {
    let kinds = "record person aka cá_nhân\n  id: text key\n  name: one of \"Ann\", \"Bob\"\n  score: decimal\n  level: count\n\nrecord unit\n  id: text key\n  size: count\n";
    let used = r#"packs: { "deep": "../deep" }, records: {
        "cá_nhân": (file: "staff.csv", columns: { "Who": "name", "Grade": "score", "Step": "level" }, ignore: ["No"], decimal: ","),
        "unit": (file: "offices.csv"),
    }"#;
    let deep = r#"records: { "person": (file: "nowhere.csv", columns: { "Who": "id", "Key": "id" }, decimal: ".") }"#;
    let own =
        r#"packs: { "used": "../used" }, records: { "person": (columns: { "Grade": "level", "Points": "score" }) }"#;
    let folder = tree(&[
        ("p/tieuchi.ron", &manifest(own)),
        ("p/main.tieuchi", &rules(&["used"])),
        ("used/tieuchi.ron", &manifest(used)),
        ("used/main.tieuchi", &format!("{}\n{kinds}", rules(&["deep"]))),
        ("deep/tieuchi.ron", &manifest(deep)),
        ("deep/main.tieuchi", &rules(&[])),
        // The nearest file's name, own columns before those of used packs, the decimal sign of the one used first.
        ("data/staff.csv", "No;Key;Who;Grade;Points\n1;a;Ann;3;7,5\n"),
        ("data/unit.csv", "id,size\nu,2\n"),
    ]);
    let pack = load_pack(&folder.path().join("p"), None).unwrap();
    let program = tieuchi::check::check(&pack.files).program.unwrap();
    let (roster, warnings) = read_path(&program, &pack.records, &folder.path().join("data")).unwrap();
    assert!(warnings.is_empty(), "{warnings:?}");
    let person = tieuchi::roster::kind_named(&program, "person").unwrap();
    let field = |name: &str| {
        let place = program.kinds[person.0 as usize].fields.iter().position(|field| field.name.is(name)).unwrap();
        tieuchi::program::FieldId(place as u32)
    };
    assert_eq!(roster.text(person, field("id"), 0), Some("a"));
    assert_eq!(roster.label(person, field("name"), 0), Some(0));
    assert_eq!(roster.number(person, field("score"), 0).unwrap().to_string(), "7.5");
    assert_eq!(roster.number(person, field("level"), 0).unwrap().to_string(), "3");
    // A file that a used pack names is read if it is there.
    std::fs::rename(folder.path().join("data/unit.csv"), folder.path().join("data/offices.csv")).unwrap();
    let (roster, _) = read_path(&program, &pack.records, &folder.path().join("data")).unwrap();
    assert_eq!(roster.len(tieuchi::roster::kind_named(&program, "unit").unwrap()), 1);
}

#[test]
fn manifests_refused() {
    let main = ("p/main.tieuchi", "tieuchi 1, en\n");
    refused(
        &[main],
        "E0501 p: this folder is no pack: it has no file tieuchi.ron. Name a folder with a tieuchi.ron, or a rule file that ends in .tieuchi.",
        "E0501 p: thư mục này không phải là gói tiêu chí: không có tệp tieuchi.ron. Hãy chọn thư mục có tệp tieuchi.ron, hoặc một tệp tiêu chí có đuôi .tieuchi.",
    );
    refused(
        &[],
        "E0502 p: there is no such file or folder. Check the path.",
        "E0502 p: không có tệp hoặc thư mục này. Hãy kiểm tra lại đường dẫn.",
    );
    refused(
        &[main, ("p/tieuchi.ron", "(tieuchi: 1,\n  name: [])")],
        "E0503 p/tieuchi.ron, line 2, character 9: the manifest can't be read from here on. Look for a missing comma, quotation mark or bracket just before this place, or for a value of the wrong kind.",
        "E0503 p/tieuchi.ron, dòng 2, ký tự 9: từ chỗ này trở đi không đọc được tệp khai báo gói. Hãy xem ngay trước chỗ này có thiếu dấu phẩy, dấu ngoặc kép hoặc dấu đóng mở ngoặc không, hoặc giá trị có sai kiểu không.",
    );
    refused(
        &[main, ("p/tieuchi.ron", "(tieuchi: 1, name: \"p")],
        "E0503 p/tieuchi.ron, line 1, character 21: the manifest ends too early. Add the closing bracket or quotation mark that is missing.",
        "E0503 p/tieuchi.ron, dòng 1, ký tự 21: tệp khai báo gói kết thúc quá sớm. Hãy bổ sung dấu đóng ngoặc hoặc dấu ngoặc kép còn thiếu.",
    );
    refused(
        &[main, ("p/tieuchi.ron", &manifest("record: {}"))],
        "E0504 p/tieuchi.ron, line 1, character 57: a manifest has no entry “record” here. Did you mean “records”? Correct the name or leave the entry out.",
        "E0504 p/tieuchi.ron, dòng 1, ký tự 57: tệp khai báo gói không có mục “record” ở đây. Có phải ý bạn là “records”? Hãy sửa tên mục hoặc bỏ mục này.",
    );
    refused(
        &[main, ("p/tieuchi.ron", "(tieuchi: 1, main: { \"en\": \"main.tieuchi\" })")],
        "E0505 p/tieuchi.ron, line 1, character 44: the manifest lacks the entry “name”. Add “name: …”.",
        "E0505 p/tieuchi.ron, dòng 1, ký tự 44: tệp khai báo gói thiếu mục “name”. Hãy thêm “name: …”.",
    );
    refused(
        &[main, ("p/tieuchi.ron", &manifest("packs: { \"law\": \"../q\", \"law\": \"../r\" }"))],
        "E0506 p/tieuchi.ron: “law” stands twice in the manifest. Keep one of them.",
        "E0506 p/tieuchi.ron: “law” xuất hiện hai lần trong tệp khai báo gói. Chỉ giữ lại một mục.",
    );
    refused(
        &[main, ("p/tieuchi.ron", "(tieuchi: 2, name: \"p\", main: { \"en\": \"main.tieuchi\" })")],
        "E0507 p/tieuchi.ron: the manifest is of edition 2, which this program doesn't know. Write “tieuchi: 1”, or use a newer program.",
        "E0507 p/tieuchi.ron: tệp khai báo gói thuộc phiên bản 2, chương trình này chưa biết phiên bản đó. Hãy ghi “tieuchi: 1”, hoặc dùng chương trình mới hơn.",
    );
    refused(
        &[main, ("p/tieuchi.ron", "(tieuchi: 1, name: \"p\", main: {})")],
        "E0508 p/tieuchi.ron: the manifest names no main rule file. Name one for each language: main: { \"vi\": \"….vi.tieuchi\", \"en\": \"….en.tieuchi\" }.",
        "E0508 p/tieuchi.ron: tệp khai báo gói chưa nêu tệp tiêu chí chính. Hãy nêu cho từng ngôn ngữ: main: { \"vi\": \"….vi.tieuchi\", \"en\": \"….en.tieuchi\" }.",
    );
    refused(
        &[main, ("p/tieuchi.ron", "(tieuchi: 1, name: \"p\", main: {\"fr\": \"main.tieuchi\"})")],
        "E0509 p/tieuchi.ron: “fr” is not a language of rule files. Write “vi” or “en”.",
        "E0509 p/tieuchi.ron: “fr” không phải là ngôn ngữ của tệp tiêu chí. Hãy ghi “vi” hoặc “en”.",
    );
    refused(
        &[main, ("p/tieuchi.ron", &manifest("records: {\"unit\": (decimal: \"comma\")}"))],
        "E0510 p/tieuchi.ron: “comma” is not a decimal sign. Write “,” or “.”.",
        "E0510 p/tieuchi.ron: “comma” không phải là dấu thập phân. Hãy ghi “,” hoặc “.”.",
    );
    refused(
        &[main, ("p/tieuchi.ron", &manifest("records: {\"unit\": (file: \"../unit.csv\")}"))],
        "E0511 p/tieuchi.ron: the path “../unit.csv” may not be used here. A pack uses its own files only. To build on another pack, name it under “packs” in tieuchi.ron.",
        "E0511 p/tieuchi.ron: không được dùng đường dẫn “../unit.csv” ở đây. Gói chỉ dùng tệp của chính nó. Để dựa trên một gói khác, hãy nêu gói đó ở mục “packs” trong tệp tieuchi.ron.",
    );
}

/// A main file that uses `name` beside `others`.
fn use_refused(name: &str, others: &[(&str, &str)], en: &str, vi: &str) {
    let (pack, main) = (manifest("packs: { \"law\": \"../q\", \"root\": \"/etc\" }"), rules(&[name]));
    let mut files = vec![("p/tieuchi.ron", pack.as_str()), ("p/main.tieuchi", main.as_str())];
    files.extend(others);
    refused(&files, en, vi);
}

#[test]
fn uses_refused() {
    use_refused(
        "../q/a.tieuchi",
        &[("q/a.tieuchi", "tieuchi 1, en\n")],
        "E0511 p/main.tieuchi:3:5: the path “../q/a.tieuchi” may not be used here. A pack uses its own files only. To build on another pack, name it under “packs” in tieuchi.ron.",
        "E0511 p/main.tieuchi:3:5: không được dùng đường dẫn “../q/a.tieuchi” ở đây. Gói chỉ dùng tệp của chính nó. Để dựa trên một gói khác, hãy nêu gói đó ở mục “packs” trong tệp tieuchi.ron.",
    );
    use_refused(
        "/etc/passwd.tieuchi",
        &[],
        "E0511 p/main.tieuchi:3:5: the path “/etc/passwd.tieuchi” may not be used here. Write a path that starts at the pack's own folder.",
        "E0511 p/main.tieuchi:3:5: không được dùng đường dẫn “/etc/passwd.tieuchi” ở đây. Hãy ghi đường dẫn tính từ thư mục của gói.",
    );
    use_refused(
        "a//b.tieuchi",
        &[],
        "E0511 p/main.tieuchi:3:5: the path “a//b.tieuchi” may not be used here. Write the parts of the path with a single “/” between them.",
        "E0511 p/main.tieuchi:3:5: không được dùng đường dẫn “a//b.tieuchi” ở đây. Hãy ghi các phần của đường dẫn, giữa hai phần có đúng một dấu “/”.",
    );
    use_refused(
        "scale.tieuchi",
        &[("p/scales.tieuchi", "tieuchi 1, en\n")],
        "E0513 p/main.tieuchi:3:5: the pack has no file “scale.tieuchi”. Did you mean “scales.tieuchi”? Correct the name, or add the file.",
        "E0513 p/main.tieuchi:3:5: gói không có tệp “scale.tieuchi”. Có phải ý bạn là “scales.tieuchi”? Hãy sửa tên, hoặc bổ sung tệp.",
    );
    use_refused(
        "laws",
        &[],
        "E0514 p/main.tieuchi:3:5: no pack “laws” is named in tieuchi.ron. Did you mean “law”? Add it there: packs: { \"laws\": \"../laws\" }. To use a file of this pack, write its name with .tieuchi.",
        "E0514 p/main.tieuchi:3:5: tệp tieuchi.ron không nêu gói nào tên là “laws”. Có phải ý bạn là “law”? Hãy bổ sung: packs: { \"laws\": \"../laws\" }. Để dùng một tệp của chính gói này, hãy ghi tên tệp kèm đuôi .tieuchi.",
    );
    use_refused(
        "a.tieuchi",
        &[("p/a.tieuchi", &rules(&["b.tieuchi"])), ("p/b.tieuchi", &rules(&["a.tieuchi"]))],
        "E0515 p/b.tieuchi:3:5: these files use each other in a circle. “p/a.tieuchi” uses “p/b.tieuchi”, “p/b.tieuchi” uses “p/a.tieuchi”. Take one of these uses out.",
        "E0515 p/b.tieuchi:3:5: các tệp này dùng lẫn nhau theo vòng tròn. “p/a.tieuchi” dùng “p/b.tieuchi”, “p/b.tieuchi” dùng “p/a.tieuchi”. Hãy bỏ một trong các chỗ dùng đó.",
    );
    let back = "(tieuchi: 1, name: \"q\", main: { \"en\": \"q.tieuchi\" }, packs: { \"p\": \"../p\" })";
    use_refused(
        "law",
        &[("q/tieuchi.ron", back), ("q/q.tieuchi", &rules(&["p"]))],
        "E0515 q/q.tieuchi:3:5: these files use each other in a circle. “p/main.tieuchi” uses “q/q.tieuchi”, “q/q.tieuchi” uses “p/main.tieuchi”. Take one of these uses out.",
        "E0515 q/q.tieuchi:3:5: các tệp này dùng lẫn nhau theo vòng tròn. “p/main.tieuchi” dùng “q/q.tieuchi”, “q/q.tieuchi” dùng “p/main.tieuchi”. Hãy bỏ một trong các chỗ dùng đó.",
    );
    use_refused(
        "law",
        &[],
        "E0502 p/main.tieuchi:3:5: there is no such file or folder. Check the path.",
        "E0502 p/main.tieuchi:3:5: không có tệp hoặc thư mục này. Hãy kiểm tra lại đường dẫn.",
    );
    use_refused(
        "root",
        &[],
        "E0511 p/tieuchi.ron: the path “/etc” may not be used here. Write a path that starts at the pack's own folder.",
        "E0511 p/tieuchi.ron: không được dùng đường dẫn “/etc” ở đây. Hãy ghi đường dẫn tính từ thư mục của gói.",
    );
    let wrong_end = "(tieuchi: 1, name: \"q\", main: { \"en\": \"q.txt\" })";
    use_refused(
        "law",
        &[("q/tieuchi.ron", wrong_end), ("q/q.txt", "")],
        "E0511 p/main.tieuchi:3:5: the path “q.txt” may not be used here. Give the rule file a name that ends in .tieuchi, and a table one that ends in .csv.",
        "E0511 p/main.tieuchi:3:5: không được dùng đường dẫn “q.txt” ở đây. Hãy đặt tên tệp tiêu chí có đuôi .tieuchi, tên tệp bảng có đuôi .csv.",
    );
}

#[test]
fn every_problem_of_uses_at_once() {
    let folder = tree(&[
        ("p/tieuchi.ron", &manifest("")),
        ("p/main.tieuchi", &rules(&["x.tieuchi", "y", "../z.tieuchi", "a.tieuchi"])),
        ("p/a.tieuchi", &rules(&["w.tieuchi"])),
    ]);
    let refused = load_pack(&folder.path().join("p"), None).unwrap_err();
    let codes: Vec<_> = refused.findings.iter().map(Finding::code).collect();
    assert_eq!(codes, ["E0513", "E0514", "E0511", "E0513"]);
    assert_eq!(refused.findings[3].at.file, 1);
}

#[test]
#[cfg(unix)]
fn links_out_of_the_pack() {
    use std::os::unix::fs::symlink;
    let folder = tree(&[
        ("p/tieuchi.ron", &manifest("")),
        ("p/main.tieuchi", &rules(&["in.tieuchi", "out.tieuchi", "dir/secret.tieuchi"])),
        ("p/real.tieuchi", &rules(&[])),
        ("q/secret.tieuchi", &rules(&[])),
        ("r/main.tieuchi", &rules(&[])),
    ]);
    let at = |name: &str| folder.path().join(name);
    symlink(at("p/real.tieuchi"), at("p/in.tieuchi")).unwrap();
    symlink(at("q/secret.tieuchi"), at("p/out.tieuchi")).unwrap();
    symlink(at("q"), at("p/dir")).unwrap();
    symlink(at("p/tieuchi.ron"), at("r/tieuchi.ron")).unwrap();
    symlink(at("p"), at("s")).unwrap();
    let refused = load_pack(&at("p"), None).unwrap_err();
    assert_eq!(
        told(&refused, &folder, Language::En),
        [
            "E0512 p/main.tieuchi:4:5: “out.tieuchi” leads out of its pack. It is a link to a place outside. Put the file itself into the pack's folder.",
            "E0512 p/main.tieuchi:5:5: “dir/secret.tieuchi” leads out of its pack. It is a link to a place outside. Put the file itself into the pack's folder.",
        ]
    );
    assert_eq!(
        told(&refused, &folder, Language::Vi)[0],
        "E0512 p/main.tieuchi:4:5: “out.tieuchi” dẫn ra ngoài gói. Đây là liên kết đến một nơi khác. Hãy đặt chính tệp đó vào thư mục của gói."
    );
    let manifest = load_pack(&at("r"), None).unwrap_err();
    assert_eq!(manifest.findings[0].code(), "E0512");
    let linked = load_pack(&at("s"), None).unwrap_err();
    assert_eq!(linked.findings.len(), 2, "a link to the pack itself is as good as the pack");
}

#[test]
fn bounds_and_encodings() {
    let names: Vec<String> = (0..300).map(|n| format!("{n}.tieuchi")).collect();
    let uses: Vec<&str> = names.iter().map(String::as_str).collect();
    let (pack, main) = (manifest(""), rules(&uses));
    let paths: Vec<String> = names.iter().map(|name| format!("p/{name}")).collect();
    let mut files = vec![("p/tieuchi.ron", pack.as_str()), ("p/main.tieuchi", main.as_str())];
    files.extend(paths.iter().map(|path| (path.as_str(), "tieuchi 1, en\n")));
    refused(
        &files,
        "E0516 p/main.tieuchi:258:5: the pack uses more than 256 files. Put rules together in fewer files.",
        "E0516 p/main.tieuchi:258:5: gói dùng quá 256 tệp. Hãy gộp các tiêu chí vào ít tệp hơn.",
    );
    let chain: Vec<(String, String)> =
        (0..300).map(|n| (format!("p/{n}.tieuchi"), rules(&[&format!("{}.tieuchi", n + 1)]))).collect();
    let first = rules(&["0.tieuchi"]);
    let mut files = vec![("p/tieuchi.ron", pack.as_str()), ("p/main.tieuchi", first.as_str())];
    files.extend(chain.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let folder = tree(&files);
    assert_eq!(load_pack(&folder.path().join("p"), None).unwrap_err().findings[0].code(), "E0516");

    let folder = tree(&[("p/tieuchi.ron", &manifest(""))]);
    std::fs::write(folder.path().join("p/main.tieuchi"), b"tieuchi 1, vi\n\xff").unwrap();
    let refused = load_pack(&folder.path().join("p"), None).unwrap_err();
    assert_eq!(
        [told(&refused, &folder, Language::En), told(&refused, &folder, Language::Vi)].concat(),
        [
            "E0518 p/main.tieuchi: the file is not in UTF-8. In the text editor choose the encoding UTF-8 and save the file again.",
            "E0518 p/main.tieuchi: tệp không dùng bảng mã UTF-8. Trong trình soạn thảo, hãy chọn bảng mã UTF-8 rồi lưu lại tệp.",
        ]
    );
}

#[test]
fn the_packs_of_the_project_load() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    for (language, code) in [(Language::Vi, "vi"), (Language::En, "en")] {
        let pack = load_pack(&rules.join("cao-bang-2022"), Some(language)).unwrap();
        let files = pack.files.iter().map(|(source, _)| source.name().rsplit('/').next().unwrap());
        let used = ["campaign", "titles", "party", "union", "culture", "security"];
        assert_eq!(files.collect::<Vec<_>>(), used.map(|name| format!("{name}.{code}.tieuchi")));
        assert!(pack.records.kinds.iter().any(|(kind, _)| kind == "person"));
    }
}

#[test]
fn a_pack_opens_as_far_as_it_can_be_read_with_the_texts_of_an_editor() {
    /// An editor that has one file open.
    struct Editor(std::path::PathBuf, String);
    impl tieuchi_records::Texts for Editor {
        fn text(&self, real: &Path) -> Option<String> {
            (real == self.0).then(|| self.1.clone())
        }
    }
    let folder = tree(&[
        ("tieuchi.ron", &manifest("samples: [\"../records\", \"here.xlsx\"]")),
        ("main.tieuchi", &rules(&["other.tieuchi"])),
        ("other.tieuchi", "tieuchi 1, en\n"),
    ]);
    let other = folder.path().join("other.tieuchi").canonicalize().unwrap();
    let editor = Editor(other.clone(), rules(&["gone.tieuchi"]));
    let opened = tieuchi_records::open_pack(folder.path(), None, &editor);
    assert_eq!(opened.paths.last(), Some(&other));
    assert_eq!(opened.files.len(), 2);
    assert_eq!(opened.files[1].1.declarations.len(), 1);
    assert_eq!(opened.problems.iter().map(Finding::code).collect::<Vec<_>>(), ["E0513"]);
    assert_eq!(opened.manifest.unwrap().samples, ["../records", "here.xlsx"]);
    // From the disk it is sound.
    assert!(load_pack(folder.path(), None).is_ok());
    let bad = Manifest::read("tieuchi.ron", &manifest("samples: [\"/etc\"]")).unwrap_err();
    assert_eq!(bad.len(), 1);
}
