//! Files are written on command alone, whole or not at all, inside the pack, and over nothing that somebody else has written.

mod common;

use std::fs;

use common::{MANIFEST, RULES, school, serve};
use serde_json::{Value, json};

fn digest(state: &Value, path: &str) -> String {
    let files = state["files"].as_array().expect("files");
    let file = files.iter().find(|file| file["path"] == path).expect("it is listed");
    file["digest"].as_str().expect("a digest").to_owned()
}

#[test]
fn a_draft_is_written_whole_with_what_the_file_had() {
    let rules = format!("\u{feff}{}", RULES.replace('\n', "\r\n"));
    let served = serve(&[("pack/tieuchi.ron", MANIFEST), ("pack/school.tieuchi", &rules)]);
    let file = served.pack().join("school.tieuchi");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("they can be set");
    }
    let state = served.get("state");
    assert_eq!(state["files"][0]["changed"], false);
    let typed = RULES.replace("at most 30", "at most 29");
    served.ask("PUT", "draft/school.tieuchi", typed.as_bytes());
    assert_eq!(fs::read_to_string(&file).expect("it is there"), rules);
    let answer = served.post("save/school.tieuchi", &json!({ "digest": digest(&state, "school.tieuchi") }));
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(fs::read_to_string(&file).expect("it is there"), format!("\u{feff}{}", typed.replace('\n', "\r\n")));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o640);
    }
    let state = served.get("state");
    assert_eq!(answer.json()["digest"], digest(&state, "school.tieuchi"));
    assert_eq!(served.get("board")["drafts"], json!([]));
    // Nothing else lies about.
    assert_eq!(fs::read_dir(served.pack()).expect("a folder").count(), 2);
}

#[test]
fn what_somebody_else_has_written_is_not_written_over() {
    let served = school();
    let state = served.get("state");
    let typed = RULES.replace("at most 30", "at most 29");
    served.ask("PUT", "draft/school.tieuchi", typed.as_bytes());
    let theirs = RULES.replace("at most 30", "at most 28");
    let file = served.pack().join("school.tieuchi");
    fs::write(&file, &theirs).expect("it can be written");
    let answer = served.post("save/school.tieuchi", &json!({ "digest": digest(&state, "school.tieuchi") }));
    assert_eq!(answer.status, 409);
    let told = answer.json();
    assert_eq!((&told["disk"], &told["draft"]), (&json!(theirs), &json!(typed)));
    assert!(told["findings"][0]["message"].is_string());
    assert_eq!(fs::read_to_string(&file).expect("it is there"), theirs);
    // Who has seen it may write over it.
    let answer = served.post("save/school.tieuchi", &json!({ "digest": told["digest"] }));
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(fs::read_to_string(&file).expect("it is there"), typed);
    // A file that has gone is a conflict, too.
    served.ask("PUT", "draft/school.tieuchi", theirs.as_bytes());
    let digest = answer.json()["digest"].clone();
    fs::remove_file(&file).expect("it is there");
    let answer = served.post("save/school.tieuchi", &json!({ "digest": digest }));
    assert_eq!((answer.status, &answer.json()["disk"]), (409, &json!("")));
    let answer = served.post("save/school.tieuchi", &json!({ "digest": "" }));
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(fs::read_to_string(&file).expect("it is there"), theirs);
}

#[test]
fn two_who_save_at_once_don_t_mix() {
    let served = school();
    let state = served.get("state");
    let digest = digest(&state, "school.tieuchi");
    let long = |letter: &str| format!("{RULES}# {}\n", letter.repeat(500_000));
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let workers: Vec<_> = ["a", "b", "c", "d"]
            .map(|letter| {
                let (served, digest) = (&served, &digest);
                scope.spawn(move || {
                    served.ask("PUT", "draft/school.tieuchi", long(letter).as_bytes());
                    served.post("save/school.tieuchi", &json!({ "digest": digest })).status
                })
            })
            .into();
        workers.into_iter().map(|worker| worker.join().expect("it is done")).collect()
    });
    // The first one has what it began with; the others don't.
    assert!(statuses.contains(&200), "{statuses:?}");
    let text = fs::read_to_string(served.pack().join("school.tieuchi")).expect("it is there");
    let whole = ["a", "b", "c", "d"].iter().any(|letter| text == long(letter));
    assert!(whole, "{}", text.len());
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_followed_by_nobody() {
    use std::os::unix::fs::symlink;
    let served = school();
    let outside = served.folder.path().join("outside.tieuchi");
    fs::write(&outside, RULES).expect("it can be written");
    let pack = served.pack();
    symlink(&outside, pack.join("linked.tieuchi")).expect("it can be laid");
    symlink("/dev/zero", pack.join("device.tieuchi")).expect("it can be laid");
    symlink(served.folder.path(), pack.join("tests")).expect("it can be laid");
    symlink(pack.join("school.tieuchi"), pack.join("inside.tieuchi")).expect("it can be laid");
    fs::create_dir(pack.join("folder.tieuchi")).expect("it can be made");
    let state = served.get("state");
    let paths: Vec<&str> =
        state["files"].as_array().expect("files").iter().filter_map(|file| file["path"].as_str()).collect();
    assert_eq!(paths, ["school.tieuchi", "tieuchi.ron"]);
    for path in ["linked.tieuchi", "device.tieuchi", "tests/outside.tieuchi", "folder.tieuchi", "inside.tieuchi"] {
        assert_eq!(served.ask("PUT", &format!("draft/{path}"), b"x").status, 404, "{path}");
        assert_eq!(served.post(&format!("save/{path}"), &json!({ "digest": "" })).status, 404, "{path}");
    }
    assert_eq!(served.post("new", &json!({ "path": "tests/new.tieuchi" })).status, 404);
    assert!(!served.folder.path().join("new.tieuchi").exists());
    // A link that is laid while somebody types.
    let digest = digest(&state, "school.tieuchi");
    served.ask("PUT", "draft/school.tieuchi", b"tieuchi 1, en\n");
    fs::remove_file(pack.join("school.tieuchi")).expect("it is there");
    symlink(&outside, pack.join("school.tieuchi")).expect("it can be laid");
    assert_eq!(served.post("save/school.tieuchi", &json!({ "digest": digest })).status, 403);
    assert_eq!(fs::read_to_string(&outside).expect("it is there"), RULES);
}

#[test]
fn files_of_other_packs_are_shown_and_not_changed() {
    let rules = RULES
        .replace("tieuchi 1, en\n", "tieuchi 1, en\n\nuse \"base\"\n")
        .replace("record class, plural classes\n  name: text key\n", "");
    let served = serve(&[
        (
            "pack/tieuchi.ron",
            "(tieuchi: 1, name: \"school\", main: { \"en\": \"school.tieuchi\" }, packs: { \"base\": \"../base\" })",
        ),
        ("pack/school.tieuchi", &rules),
        ("base/tieuchi.ron", "(tieuchi: 1, name: \"base\", main: { \"en\": \"base.tieuchi\" })"),
        ("base/base.tieuchi", "tieuchi 1, en\n\nrecord class, plural classes\n  name: text key\n"),
    ]);
    let state = served.get("state");
    let last = state["files"].as_array().and_then(|files| files.last()).expect("files");
    assert_eq!((&last["path"], &last["read_only"]), (&json!("../base/base.tieuchi"), &json!(true)));
    assert_eq!(served.get("board")["sound"], true);
    for path in ["..%2Fbase%2Fbase.tieuchi", "../base/base.tieuchi"] {
        let status = served.ask("PUT", &format!("draft/{path}"), b"tieuchi 1, en\n").status;
        assert!(matches!(status, 403 | 404), "{path}: {status}");
        let status = served.post(&format!("save/{path}"), &json!({ "digest": last["digest"] })).status;
        assert!(matches!(status, 403 | 404), "{path}: {status}");
    }
    assert_eq!(served.get("board")["sound"], true);
}

#[test]
fn a_new_file_is_begun_and_never_written_over() {
    let served = school();
    for path in ["more.tieuchi", "tests/cases.tieuchi"] {
        let answer = served.post("new", &json!({ "path": path }));
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!((&answer.json()["path"], &answer.json()["text"]), (&json!(path), &json!("tieuchi 1, en\n")));
        assert_eq!(served.post("new", &json!({ "path": path })).status, 409);
        assert!(served.pack().join(path).is_file());
    }
    let state = served.get("state");
    let kinds: Vec<_> = state["files"]
        .as_array()
        .expect("files")
        .iter()
        .map(|file| (file["path"].clone(), file["kind"].clone()))
        .collect();
    assert!(kinds.contains(&(json!("tests/cases.tieuchi"), json!("tests"))));
    // What it says counts from the moment that something uses it.
    served.ask("PUT", "draft/more.tieuchi", b"tieuchi 1, en\n\ndefine pupil.away: yes/no days_absent above 0\n");
    let rules = RULES.replace("tieuchi 1, en\n", "tieuchi 1, en\n\nuse \"more.tieuchi\"\n");
    let board = served.ask("PUT", "draft/school.tieuchi", rules.as_bytes()).json();
    assert!(
        board["findings"]
            .as_array()
            .is_some_and(|found| found.iter().all(|finding| finding["place"]["path"] != "school.tieuchi")),
        "{board}"
    );
}

#[test]
fn what_others_do_on_the_disk_is_seen() {
    let served = school();
    assert_eq!(served.get("board")["sound"], true);
    fs::write(served.pack().join("school.tieuchi"), "tieuchi 1, en\n\nrecrd x\n").expect("it can be written");
    served.get("state");
    assert_eq!(served.get("board")["sound"], false);
    // A draft stays, whatever happens below it.
    served.ask("PUT", "draft/school.tieuchi", RULES.as_bytes());
    fs::write(served.pack().join("school.tieuchi"), "tieuchi 1, en\n").expect("it can be written");
    let state = served.get("state");
    assert_eq!((&state["files"][0]["text"], &state["files"][0]["changed"]), (&json!(RULES), &json!(true)));
    assert_eq!(served.get("board")["sound"], true);
}
