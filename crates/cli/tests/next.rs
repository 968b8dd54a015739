//! What is wrong with a call is told with what to do next, in both languages.

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;

/// What the program says of a call that it refuses, where the machine speaks a language.
fn refused(args: &[&str], language: &str) -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::cargo_bin("tieuchi")
        .expect("the program")
        .current_dir(root)
        .env("LC_ALL", language)
        .args(args)
        .output();
    let output = output.expect("it runs");
    let err = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(3), "{args:?}: {err}");
    err
}

#[test]
fn every_refusal_says_what_to_do_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    fs::write(at("bad.ron"), "(").expect("written");
    fs::write(at("empty.tieuchi"), "tieuchi 1, en\n").expect("written");
    let (bad, file, none) = (at("bad.ron"), at("empty.tieuchi"), at("none"));
    let below = format!("{file}/below");
    let pack = "rules/cao-bang-2022";
    let data = "examples/cao-bang-2022/met";
    let cases: &[(&[&str], &str, &str)] = &[
        (&[], "name one, such as check", "hãy nêu một lệnh"),
        (&["chek"], "did you mean “check”", "có phải ý bạn là “check”"),
        (&["check"], "is missing; add it", "hãy bổ sung"),
        (&["check", pack, "--dat", data], "did you mean “--data", "có phải ý bạn là “--data"),
        (&["check", pack, data], "leave it out", "hãy bỏ đi"),
        (&["check", pack, "--format", "pdf"], "it takes text, json, ron", "các giá trị dùng được: text, json, ron"),
        (&["check", pack, "--set", "quota"], "NAME=VALUE, such as quota=20%", "TÊN=GIÁ_TRỊ, chẳng hạn"),
        (&["check", pack, "--names", "few"], "write a whole number", "hãy viết một số nguyên"),
        (&["check", pack, "--no-names", "--names", "3"], "leave one of the two out", "hãy bỏ một trong hai"),
        (&["check", &none], "Check the path", "Hãy kiểm tra lại đường dẫn"),
        (&["check", "src"], "Name a folder with a tieuchi.ron", "Hãy chọn thư mục có tệp tieuchi.ron"),
        (&["check", &bad], "compile the rules again", "hãy biên dịch lại"),
        (&["check", pack, "--data", &none], "Check the path", "Hãy kiểm tra lại đường dẫn"),
        (&["check", pack, "--data", data, "--out", &below], "check the path", "hãy kiểm tra lại đường dẫn"),
        (&["check", pack, "--data", data, "--out", "src"], "name a file in it", "hãy nêu tên tệp trong đó"),
        (&["explain", pack, "none at all", "--data", data], "name one that the rules declare", "hãy nêu một mã"),
        (&["explain", pack, "II.1", "--data", data, "--record", "?"], "check the key", "hãy kiểm tra lại mã"),
        (&["explain", pack, "II.1", "--data", data, "--part", "z"], "leave --part out", "hãy bỏ --part"),
        (&["merge", pack, &bad], "ask for it again", "yêu cầu gửi lại"),
        (&["explain-code", "E9999"], "--list", "--list"),
        (&["fmt"], "is missing; add it", "hãy bổ sung"),
        (&["fmt", "--check", "--diff", pack], "leave one of the two out", "hãy bỏ một trong hai"),
        (&["fmt", "--to", "en", pack], "name a single file", "hãy nêu một tệp"),
        (&["fmt", &none], "Check the path", "Hãy kiểm tra lại đường dẫn"),
        (&["new", "src"], "name a folder that isn't there yet", "hãy nêu một thư mục chưa có"),
    ];
    for (args, en, vi) in cases {
        for (language, next) in [("en", en), ("vi", vi)] {
            // Where a command is known, it may be told its language.
            let asked = if args.len() > 1 { vec!["--lang", language] } else { Vec::new() };
            let told = refused(&[*args, &asked].concat(), language);
            assert!(told.contains(next), "{args:?} {language}: {told}");
        }
    }
    // Help of the command that was meant.
    assert!(refused(&["fmt"], "en").contains("tieuchi fmt --help tells more"));
}
