//! `tieuchi fmt`, `new`, `completions` and `man` as a user runs them.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The program in a folder, with nothing of the environment that changes its language or its colours.
fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("tieuchi").expect("the program is built");
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command.current_dir(folder).args(args);
    command
}

fn run_with(folder: &Path, args: &[&str], input: &str) -> (i32, String, String) {
    let output = command(folder, args).write_stdin(input).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    run_with(folder, args, "")
}

const LOOSE: &str = "tieuchi 1, en\nscale grade # of a pupil\n\"low\"<\"high\"\n";
const TIDY: &str = "tieuchi 1, en\n\nscale grade  # of a pupil\n  \"low\" < \"high\"\n";

#[test]
fn the_packs_are_formatted() {
    let (code, out, err) = run(
        &root(),
        &[
            "fmt",
            "--check",
            "rules/an-toan-an-ninh-trat-tu",
            "rules/cao-bang-2022",
            "rules/co-quan-van-hoa",
            "rules/cong-doan/tieuchi.ron",
            "rules/danh-hieu-2022",
            "rules/danh-hieu-2024",
            "rules/khoi-thi-dua",
            "rules/to-chuc-co-so-dang",
        ],
    );
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    // Two languages each, and of the packs that they build on nothing.
    assert!(err.contains("all 16 files are formatted"), "{err}");
}

#[test]
fn files_are_checked_shown_and_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let (at, file) = (folder.path(), folder.path().join("a.tieuchi"));
    fs::write(&file, LOOSE).expect("written");
    fs::write(at.join("b.tieuchi"), TIDY).expect("written");
    let (code, out, err) = run(at, &["fmt", "--check", "a.tieuchi", "b.tieuchi"]);
    assert_eq!(code, 1);
    assert!(
        out.starts_with("--- a.tieuchi (as it is)\n+++ a.tieuchi (formatted)\n@@ -1,3 +1,4 @@\n tieuchi 1, en\n"),
        "{out}"
    );
    assert!(out.contains("\n-\"low\"<\"high\"\n") && out.contains("\n+  \"low\" < \"high\"\n"), "{out}");
    assert!(!out.contains("b.tieuchi") && err.contains("1 of 2 files"), "{out}{err}");
    let (code, shown, err) = run(at, &["fmt", "--diff", "a.tieuchi", "b.tieuchi"]);
    assert_eq!((code, shown.as_str(), err.as_str()), (0, out.as_str(), ""));
    assert_eq!(fs::read_to_string(&file).expect("it is there"), LOOSE);
    let (code, out, err) = run(at, &["fmt", "a.tieuchi", "b.tieuchi", "./b.tieuchi"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "formatted a.tieuchi\n", ""));
    assert_eq!(fs::read_to_string(&file).expect("it is there"), TIDY);
    let (code, out, err) = run(at, &["fmt", "a.tieuchi", "--check", "--lang", "vi"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "", "tieuchi: tệp đã đúng thể thức\n"));
    // Nothing but the files is left in the folder.
    assert_eq!(fs::read_dir(at).expect("a folder").count(), 2);
}

#[test]
fn what_does_not_read_is_left_alone_and_the_rest_is_formatted() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let broken = "tieuchi 1, vi\nthang  mức\n \"thấp\" <\n";
    fs::write(at.join("a.tieuchi"), broken).expect("written");
    fs::write(at.join("b.tieuchi"), LOOSE).expect("written");
    fs::write(at.join("c.tieuchi"), [b't', 0xff]).expect("written");
    let (code, out, err) = run(at, &["fmt", "a.tieuchi", "b.tieuchi", "c.tieuchi", "d.tieuchi", "."]);
    assert_eq!((code, out.as_str()), (3, "formatted b.tieuchi\n"));
    for told in ["lỗi[E0106]", "a.tieuchi:3", "E0518", "c.tieuchi", "E0502", "d.tieuchi", "E0501"] {
        assert!(err.contains(told), "{told}\n{err}");
    }
    assert_eq!(fs::read_to_string(at.join("a.tieuchi")).expect("it is there"), broken);
}

#[test]
fn line_ends_stay_and_links_are_followed() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.tieuchi");
    fs::write(&file, LOOSE.replace('\n', "\r\n")).expect("written");
    assert_eq!(run(folder.path(), &["fmt", "a.tieuchi"]).0, 0);
    assert_eq!(fs::read_to_string(&file).expect("it is there"), TIDY.replace('\n', "\r\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::write(&file, LOOSE).expect("written");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("set");
        std::os::unix::fs::symlink("a.tieuchi", folder.path().join("link.tieuchi")).expect("a link");
        assert_eq!(run(folder.path(), &["fmt", "link.tieuchi"]).0, 0);
        assert_eq!(fs::read_to_string(&file).expect("it is there"), TIDY);
        assert!(folder.path().join("link.tieuchi").is_symlink());
        assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o640);
    }
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = tempfile::tempdir().expect("a folder");
    let (code, out, err) = run_with(folder.path(), &["fmt", "-"], LOOSE);
    assert_eq!((code, out.as_str(), err.as_str()), (0, TIDY, ""));
    let (code, out, _) = run_with(folder.path(), &["fmt", "-", "--to", "vi"], LOOSE);
    assert_eq!((code, out.as_str()), (0, "tieuchi 1, vi\n\nthang grade  # of a pupil\n  \"low\" < \"high\"\n"));
    let (code, out, err) = run_with(folder.path(), &["fmt", "-"], "scale");
    assert!(code == 3 && out.is_empty() && err.contains("E0101"), "{err}");
}

#[test]
fn a_file_is_translated_with_the_names_of_what_it_uses() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("campaign.vi.tieuchi").display().to_string();
    let file = "rules/cao-bang-2022/campaign.en.tieuchi";
    let (code, printed, err) = run(&root(), &["fmt", "--to", "vi", file, "--out", &out]);
    assert_eq!((code, printed.as_str(), err.as_str()), (0, "", ""));
    let text = fs::read_to_string(&out).expect("it is written");
    assert!(text.starts_with("tieuchi 1, vi\n\n# "), "{text}");
    assert!(text.contains("100% cá_nhân mà thuộc_diện_xếp_loại có xếp_loại từ"), "{text}");
    assert_eq!(run(folder.path(), &["fmt", "--check", &out]).0, 0);
    // Names that have no other name are told with their places.
    let rules = "tieuchi 1, vi\n\nthang mức còn gọi grade\n  \"a\" < \"b\"\n\nbản ghi phòng\n  mã: chữ khóa\n";
    let (code, printed, err) = run_with(folder.path(), &["fmt", "--to", "en", "-", "--lang", "vi"], rules);
    assert!(code == 0 && printed.contains("record phòng\n  mã: text key\n"), "{printed}");
    assert!(err.contains("đầu vào chuẩn:6:9: “phòng”") && err.contains(":7:3: “mã”"), "{err}");
    assert!(err.contains("còn gọi"), "{err}");
    // One at a time.
    for args in [&["fmt", "--to", "vi", "rules/cong-doan"][..], &["fmt", "--to", "vi", file, file]] {
        let (code, _, err) = run(&root(), args);
        assert!(code == 3 && err.contains("one rule file at a time"), "{err}");
    }
}

#[test]
fn a_new_pack_is_sound_in_both_languages() {
    let folder = tempfile::tempdir().expect("a folder");
    for (language, records, other) in [("vi", "ho-so", "en"), ("en", "records", "vi")] {
        let at = folder.path().join(format!("gói {language}"));
        let name = at.display().to_string();
        let (code, out, err) = run(folder.path(), &["new", &name, "--lang", language]);
        assert!(code == 0 && err.is_empty() && out.contains("README.md"), "{out}{err}");
        let (code, out, err) = run(&at, &["check", "."]);
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        let (code, out, err) = run(&at, &["check", ".", "--data", records]);
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        assert_eq!(run(&at, &["fmt", "--check", "."]).0, 0);
        let (code, out, err) = run(&at, &["test", ".", "--coverage"]);
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        let (code, out, err) = run(&at, &["lint", ".", "--deny", "all"]);
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        // Names of a test are those of the rules beside it.
        let test = fs::read_dir(at.join("tests")).expect("tests").next().expect("a test").expect("a file").path();
        assert_eq!(run(&at, &["fmt", "--check", &test.display().to_string()]).0, 0);
        let (code, out, err) = run(&at, &["fmt", "--to", other, &test.display().to_string()]);
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        // What the next steps say works.
        let (own, translated) = (format!("rules.{language}.tieuchi"), format!("rules.{other}.tieuchi"));
        let (code, _, err) = run(&at, &["fmt", "--to", other, &own, "--out", &translated]);
        assert_eq!((code, err.as_str()), (0, ""));
        let manifest = fs::read_to_string(at.join("tieuchi.ron")).expect("a manifest");
        let main = format!("\"{language}\": \"{own}\"");
        let both = manifest.replace(&main, &format!("{main}, \"{other}\": \"{translated}\""));
        assert!(both != manifest && both.contains(&format!("name: \"gói {language}\"")), "{both}");
        fs::write(at.join("tieuchi.ron"), both).expect("written");
        let (code, out, err) = run(&at, &["check", ".", "--data", records, "--lang", other]);
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        // What is there is never written over.
        let (code, out, err) = run(folder.path(), &["new", &name, "--lang", language]);
        assert!(code == 3 && out.is_empty() && err.contains(&name), "{err}");
    }
    fs::write(folder.path().join("file"), "").expect("written");
    let (code, _, err) = run(folder.path(), &["new", "file"]);
    assert!(code == 3 && err.contains("is a file"), "{err}");
}

#[test]
fn shells_and_manuals_know_every_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, help, _) = run(folder.path(), &["--help"]);
    let behind = help.split("Commands:").nth(1).expect("the commands");
    let listed = behind.lines().skip(1).take_while(|line| !line.trim().is_empty());
    let commands: Vec<&str> = listed.filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    let commands: Vec<&str> = commands.into_iter().filter(|name| !name.is_empty() && *name != "help").collect();
    assert!(commands.contains(&"fmt") && commands.len() >= 12, "{help}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, out, err) = run(folder.path(), &["completions", shell]);
        assert_eq!((code, err.as_str()), (0, ""));
        for name in &commands {
            assert!(out.contains(name), "{shell} lacks {name}");
        }
    }
    let (code, page, _) = run(folder.path(), &["man"]);
    assert!(code == 0 && page.contains(".TH tieuchi 1"), "{page}");
    for language in ["en", "vi"] {
        let pages = folder.path().join(format!("pages/{language}"));
        let (code, _, err) = run(folder.path(), &["man", "--out", &pages.display().to_string(), "--lang", language]);
        assert_eq!((code, err.as_str()), (0, ""));
        for name in &commands {
            let page = fs::read_to_string(pages.join(format!("tieuchi-{name}.1"))).expect("a page for each command");
            assert!(page.contains(".TH"), "{page}");
        }
    }
    let (code, _, err) = run(folder.path(), &["completions", "basch"]);
    assert!(code == 3 && err.contains("bash"), "{err}");
}
