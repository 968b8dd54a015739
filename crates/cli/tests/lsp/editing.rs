//! Completion, names, renaming, outline, layout, samples.

use std::fs;

use serde_json::{Value, json};

use crate::client::{Client, packs, place, slices, uri};
use crate::{CAMPAIGN, TITLES};

const PLAN: &str = "tieuchi 1, vi\n\nvăn bản \"KH\"\n  mục II.1 \"a\"\n  mục II.2 \"b\"\n\nthang xếp_loại còn gọi rating\n  không có < \"Hoàn thành\" < \"Hoàn thành tốt\"\n\nthang khác_nữa\n  \"Ngoài lề\" < \"Chẳng liên quan\"\n\nbản ghi cá_nhân còn gọi person, số nhiều people\n  mã: chữ khóa\n  xếp_loại còn gọi rating: xếp_loại\n  điểm: số thập phân 0 đến 100\n\ntiêu chí II.1 \"a\"\n  căn cứ II.1\n  100% cá_nhân có xếp_loại từ \"Hoàn thành\" trở lên\n";

/// The plan with a line behind it that is being typed, and the place of its `«`.
fn typed(line: &str) -> (String, Value) {
    let marked = format!("{PLAN}\n{line}\n");
    let at = place(&marked.replace('«', "\u{1}").replace('\u{1}', "«"), line);
    (marked.replace('«', ""), at)
}

#[test]
fn completion_knows_the_place_in_broken_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut client = Client::start(folder.path());
    let uri = "untitled:Plan-1";
    client.open(uri, PLAN);
    assert_eq!(client.next_findings(uri).iter().filter(|finding| finding["severity"] == 1).count(), 0);
    let mut version = 1;
    let mut ask = |line: &str| {
        let (text, at) = typed(line);
        version += 1;
        client.replace(uri, version, &text);
        client.proposals(uri, at)
    };
    // Labels of the right scale only, with or without an open quotation mark.
    let labels = ["không có", "\"Hoàn thành\"", "\"Hoàn thành tốt\""];
    assert_eq!(ask("tiêu chí II.2 \"b\"\n  căn cứ II.2\n  100% cá_nhân có xếp_loại từ «"), labels);
    assert_eq!(ask("tiêu chí II.2 \"b\"\n  căn cứ II.2\n  100% cá_nhân có xếp_loại từ \"Hoàn«"), labels);
    assert_eq!(ask("tiêu chí II.2 \"b\"\n  căn cứ «"), ["II.1", "II.2"]);
    assert_eq!(ask("tiêu chí II.2 \"b\"\n  căn cứ II.2\n  đạt tiêu chí II«"), ["II.1"]);
    let fields = ask("tiêu chí II.2 \"b\"\n  căn cứ II.2\n  100% cá_nhân có «");
    assert!(fields.contains(&"xếp_loại".to_owned()) && fields.contains(&"điểm".to_owned()), "{fields:?}");
    let points = ask("định nghĩa cá_nhân.giỏi: cá_nhân.«");
    assert_eq!(points, ["mã", "xếp_loại", "điểm"]);
    let types = ask("bản ghi đơn_vị\n  mã: «");
    assert!(
        types.contains(&"chữ".to_owned())
            && types.contains(&"cá_nhân".to_owned())
            && types.contains(&"xếp_loại".to_owned()),
        "{types:?}"
    );
    assert!(!types.contains(&"mọi".to_owned()), "{types:?}");
    let top = ask("tiêu«");
    assert!(top.iter().any(|new| new.starts_with("tiêu chí ${1")), "{top:?}");
    assert!(ask("# xế«").is_empty());
    assert_eq!(client.leave(), 0);
}

#[test]
fn what_is_proposed_replaces_what_is_typed_in_either_form_of_letters() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut client = Client::start(folder.path());
    let uri = "untitled:Plan-1";
    // The letters and tones of `xếp_lo` stand apart; an astral letter stands before.
    let decomposed = "xe\u{302}\u{301}p_lo";
    let text = format!("{PLAN}\ntiêu chí II.2 \"b 𝔸\"\n  căn cứ II.2\n  100% cá_nhân có {decomposed}");
    client.open(uri, &text);
    let line = text.split('\n').count() - 1;
    let start = text.rsplit('\n').next().expect("a line").find(decomposed).expect("it is there");
    let before = text.rsplit('\n').next().expect("a line")[..start].encode_utf16().count();
    let end = before + decomposed.encode_utf16().count();
    let items = client.at("textDocument/completion", uri, json!({ "line": line, "character": end }));
    let item =
        items["items"].as_array().expect("a list").iter().find(|item| item["label"] == "xếp_loại").expect("the field");
    assert_eq!(
        item["textEdit"]["range"],
        json!({ "start": { "line": line, "character": before }, "end": { "line": line, "character": end } })
    );
    // Words of a phrase that stand there already are replaced with it.
    let text =
        format!("{PLAN}\ntiêu chí II.2 \"b\"\n  căn cứ II.2\n  100% cá_nhân có xếp_loại từ \"Hoàn thành\" trở l");
    client.replace(uri, 2, &text);
    let at = place(&text, "\"Hoàn thành\" trở l«");
    let items = client.at("textDocument/completion", uri, at);
    let item =
        items["items"].as_array().expect("a list").iter().find(|item| item["label"] == "trở lên").expect("the words");
    assert_eq!(slices(&text, &[item["textEdit"]["range"].clone()]), ["trở l"]);
    assert_eq!(client.leave(), 0);
}

#[test]
fn names_lead_to_their_declarations_and_uses_in_all_packs() {
    let folder = packs();
    let mut client = Client::start(folder.path());
    let (campaign, text) = client.open_file(&folder.path().join(CAMPAIGN));
    let (titles, declared) = client.open_file(&folder.path().join(TITLES[0]));
    let found = client.at("textDocument/definition", &campaign, place(&text, "trong đó ít nhất 1 đạt danh_«hiệu"));
    assert_eq!(found[0]["uri"], titles);
    assert_eq!(slices(&declared, &[found[0]["range"].clone()]), ["danh_hiệu"]);
    let used = client.at("textDocument/definition", &campaign, place(&text, "dùng \"danh-hi«eu"));
    assert_eq!(used[0]["uri"], titles, "{used}");
    let all = client.at("textDocument/references", &titles, place(&declared, "bản ghi đơn_«vị"));
    let files: std::collections::BTreeSet<&str> =
        all.as_array().expect("a list").iter().filter_map(|one| one["uri"].as_str()).collect();
    assert!(files.contains(campaign.as_str()) && files.contains(titles.as_str()), "{files:?}");
    assert!(all.as_array().expect("a list").len() > 10);
    let here = client.at("textDocument/documentHighlight", &titles, place(&declared, "thang kỷ_«luật"));
    let ranges: Vec<Value> = here.as_array().expect("a list").iter().map(|one| one["range"].clone()).collect();
    assert!(
        ranges.len() >= 2
            && slices(&declared, &ranges).iter().all(|text| ["kỷ_luật", "discipline"].contains(&text.as_str())),
        "{here}"
    );
    assert_eq!(client.leave(), 0);
}

/// The text of a file after edits.
pub fn after(text: &str, edits: &Value) -> String {
    let mut lines: Vec<Vec<u16>> = text.split('\n').map(|line| line.encode_utf16().collect()).collect();
    let mut edits = edits.as_array().expect("a list").clone();
    let number =
        |edit: &Value, pointer: &str| edit.pointer(pointer).and_then(Value::as_u64).expect("a number") as usize;
    edits.sort_by_key(|edit| {
        std::cmp::Reverse((number(edit, "/range/start/line"), number(edit, "/range/start/character")))
    });
    for edit in edits {
        let line = &mut lines[number(&edit, "/range/start/line")];
        let stretch = number(&edit, "/range/start/character")..number(&edit, "/range/end/character");
        line.splice(stretch, edit["newText"].as_str().expect("a text").encode_utf16());
    }
    lines.iter().map(|line| String::from_utf16(line).expect("UTF-16")).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_name_is_changed_everywhere_or_not_at_all() {
    let folder = packs();
    let mut client = Client::start(folder.path());
    let (campaign, text) = client.open_file(&folder.path().join(CAMPAIGN));
    let (titles, declared) = client.open_file(&folder.path().join(TITLES[0]));
    let at = place(&declared, "thang kỷ_«luật");
    let rename = |at: &Value, new: &str| json!({ "textDocument": { "uri": titles }, "position": at, "newName": new });
    let prepared = client.at("textDocument/prepareRename", &titles, at.clone());
    assert_eq!(prepared["placeholder"], "kỷ_luật");
    // Words of the language, names that are taken, and what is no name.
    for (new, why) in [("không", "từ của ngôn ngữ"), ("xếp_loại", ""), ("a b", "không thể dùng làm tên")]
    {
        let refused = client.ask("textDocument/rename", rename(&at, new));
        assert_eq!(refused["error"]["code"], -32803, "{new}: {refused}");
        assert!(refused["error"]["message"].as_str().expect("why").contains(why), "{refused}");
    }
    // A kind, in the pack that declares it and in those that use it; the alias stays.
    let at = place(&declared, "bản ghi đơn_«vị");
    let edit = client.result("textDocument/rename", rename(&at, "phòng_ban"));
    let changes = edit["changes"].as_object().expect("changes");
    assert!(changes.contains_key(&titles) && changes.contains_key(&campaign), "{:?}", changes.keys());
    let renamed = after(&declared, &changes[&titles]);
    assert!(renamed.contains("bản ghi phòng_ban còn gọi unit") && !renamed.contains("bản ghi đơn_vị"), "{renamed}");
    // A name has one alias wherever it is declared: the fields that are called so go along.
    assert!(renamed.contains("phòng_ban còn gọi unit: phòng_ban"), "{renamed}");
    // The editor writes what isn't open, and says so.
    for (other, edits) in changes.iter().filter(|(uri, _)| **uri != titles && **uri != campaign) {
        let path = other.strip_prefix("file://").expect("a file");
        let text = fs::read_to_string(path).expect("a text");
        fs::write(path, after(&text, edits)).expect("written");
    }
    client.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    client.replace(&titles, 2, &renamed);
    client.replace(&campaign, 2, &after(&text, &changes[&campaign]));
    assert_eq!(client.next_findings(&campaign), Vec::<Value>::new());
    // A label, with its quotation marks left as they are.
    let at = place(&renamed, "< \"Lao động tiên tiế«n\"");
    let refused = client.ask("textDocument/rename", rename(&at, "Lao động giỏi"));
    let why = refused["error"]["message"].as_str().expect("why");
    assert!(why.contains("hồ sơ mà tình huống dùng có `Lao động tiên tiến`"), "{why}");
    let at = place(&renamed, "< \"Tập thể lao động xuất sắ«c\"");
    let edit = client.result("textDocument/rename", rename(&at, "Tập thể giỏi"));
    let labelled = after(&renamed, &edit["changes"][&titles]);
    assert!(labelled.contains("< \"Tập thể giỏi\"") && labelled.contains("\"Tập thể giỏi\" khi"), "{labelled}");
    // A criterion's number.
    let at = place(&renamed, "tiêu chí XL«.1");
    let edit = client.result("textDocument/rename", rename(&at, "XL.9"));
    assert!(after(&renamed, &edit["changes"][&titles]).contains("tiêu chí XL.9 "));
    assert!(
        !fs::read_to_string(folder.path().join(TITLES[0])).expect("a text").contains("phòng_ban"),
        "nothing is written"
    );
    assert_eq!(client.leave(), 0);
}

#[test]
fn the_plural_that_follows_from_a_name_goes_with_it() {
    let folder = packs();
    let mut client = Client::start(folder.path());
    let (uri, text) = client.open_file(&folder.path().join(TITLES[1]));
    let piece = text.lines().find(|line| line.contains("record unit")).expect("units");
    assert!(!piece.contains("plural"));
    let at = place(&text, "record u«nit");
    let edit = client
        .result("textDocument/rename", json!({ "textDocument": { "uri": uri }, "position": at, "newName": "office" }));
    let renamed = after(&text, &edit["changes"][&uri]);
    assert!(
        renamed.contains("record office aka đơn_vị")
            && renamed.contains("offices")
            && renamed.contains("in the office"),
        "{renamed}"
    );
    // The twin in the other language goes along by its alias, and the manifest by the name that it has.
    let changes = edit["changes"].as_object().expect("changes");
    let of = |name: &str| {
        let path = folder.path().join("rules/danh-hieu-2022").join(name);
        after(&fs::read_to_string(&path).expect("a text"), &changes[&crate::client::uri(&path)])
    };
    assert!(of("titles.vi.tieuchi").contains("bản ghi đơn_vị còn gọi office"));
    let manifest = of("tieuchi.ron");
    assert!(manifest.contains("\"office\": (") && manifest.contains("\"Đơn vị\": \"office\""), "{manifest}");
    assert!(!manifest.contains("\"unit\""), "{manifest}");
    assert_eq!(client.leave(), 0);
}

#[test]
fn the_outline_folds_and_colours_say_what_is_there() {
    let folder = packs();
    let mut client = Client::start(folder.path());
    for file in TITLES {
        let (uri, text) = client.open_file(&folder.path().join(file));
        let of = json!({ "textDocument": { "uri": uri } });
        let symbols = client.result("textDocument/documentSymbol", of.clone());
        let symbols = symbols.as_array().expect("a list");
        let unit = symbols.iter().find(|one| one["name"] == "đơn_vị" || one["name"] == "unit").expect("the record");
        assert!(unit["children"].as_array().expect("fields").len() >= 7, "{unit}");
        assert!(
            symbols.iter().any(|one| one["name"] == "XL.1" && !one["detail"].as_str().expect("a title").is_empty())
        );
        let folds = client.result("textDocument/foldingRange", of.clone());
        assert!(folds.as_array().expect("a list").len() > 10);
        let tokens = client.result("textDocument/semanticTokens/full", of);
        let data: Vec<u64> = tokens["data"].as_array().expect("numbers").iter().filter_map(Value::as_u64).collect();
        let (mut line, mut column, mut coloured) = (0, 0, Vec::new());
        for token in data.chunks(5) {
            column = if token[0] == 0 { column + token[1] } else { token[1] };
            line += token[0];
            let range = json!({ "start": { "line": line, "character": column }, "end": { "line": line, "character": column + token[2] } });
            coloured.push((slices(&text, &[range]).remove(0), token[3]));
        }
        let unit = if file.contains(".vi.") { "đơn_vị" } else { "unit" };
        assert!(coloured.contains(&(unit.to_owned(), 0)), "{coloured:?}");
        assert!(coloured.contains(&("\"Lao động tiên tiến\"".to_owned(), 3)));
    }
    // Letters without their marks find what has them; packs that aren't open are looked through.
    let found = client.result("workspace/symbol", json!({ "query": "to_chuc" }));
    assert!(
        found
            .as_array()
            .expect("a list")
            .iter()
            .any(|one| one["location"]["uri"].as_str().is_some_and(|uri| uri.contains("party.vi"))),
        "{found}"
    );
    assert_eq!(client.leave(), 0);
}

#[test]
fn a_criterion_has_its_verdict_on_the_samples_above_it() {
    let folder = packs();
    let mut client = Client::start(folder.path());
    let (file, text) = client.open_file(&folder.path().join(CAMPAIGN));
    let lenses = client.lines(&file, "6 trên 8");
    let lines = |id: &str| -> Vec<String> {
        let all = lenses.as_array().expect("a list").iter();
        let of = all.filter(|lens| slices(&text, &[lens["range"].clone()])[0] == id);
        of.map(|lens| lens["command"]["title"].as_str().expect("a line").to_owned()).collect()
    };
    let lines = lines("I.2.d.1");
    assert!(
        lines.contains(&"not-met: không đạt, 6 trên 8".to_owned()) && lines.contains(&"met: đạt, 8 trên 8".to_owned()),
        "{lines:?}"
    );
    // The records change, and nobody tells.
    let policies = folder.path().join("examples/cao-bang-2022/met");
    let file_of = fs::read_dir(&policies).expect("a folder").map(|entry| entry.expect("an entry").path());
    let table = file_of.into_iter().find(|path| path.to_string_lossy().contains("chinh-sach")).expect("policies");
    let kept = fs::read_to_string(&table).expect("a text");
    let all = kept.lines().count();
    // The last policy stands on two lines.
    let fewer: Vec<&str> = kept.lines().take(all - 2).collect();
    fs::write(&table, fewer.join("\n")).expect("written");
    client.lines(&file, "met: đạt, 7 trên 7");
    // Without records there are no lines.
    fs::remove_dir_all(folder.path().join("examples")).expect("removed");
    assert_eq!(client.leave(), 0);
}

#[test]
fn layout_keeps_comments_and_what_does_not_read() {
    let folder = packs();
    let mut client = Client::start(folder.path());
    let uri = uri(&folder.path().join("new.tieuchi"));
    let of = json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 2, "insertSpaces": true } });
    client.open(&uri, "tieuchi 1, en\nscale   a\n   \"x\"   <\"y\"\n");
    let edits = client.result("textDocument/formatting", of.clone());
    assert_eq!(edits[0]["newText"], "tieuchi 1, en\n\nscale a\n  \"x\" < \"y\"\n");
    client.replace(&uri, 2, "tieuchi 1, en\nscale a \"x\" <\n");
    assert_eq!(client.ask("textDocument/formatting", of.clone())["error"]["code"], -32803);
    client.replace(&uri, 3, "tieuchi 1, en\n\n# kept\nscale   a\n  \"x\" < \"y\" # too\n");
    let edits = client.result("textDocument/formatting", of);
    let new = edits[0]["newText"].as_str().expect("a text");
    assert!(new.contains("# kept\nscale a") && new.contains("# too"), "{new}");
    assert_eq!(client.leave(), 0);
}
