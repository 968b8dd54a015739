//! The language server as an editor meets it, over the real protocol.
#![cfg(feature = "lsp")]

mod authoring;
mod cases;
mod client;
mod editing;

use std::fs;

use client::{Client, packs, place, slices, uri};
use serde_json::{Value, json};

const TITLES: [&str; 2] = ["rules/danh-hieu-2022/titles.vi.tieuchi", "rules/danh-hieu-2022/titles.en.tieuchi"];
const CAMPAIGN: &str = "rules/cao-bang-2022/campaign.vi.tieuchi";

fn message(findings: &[Value], code: &str) -> String {
    let found =
        findings.iter().find(|finding| finding["code"] == code).unwrap_or_else(|| panic!("no {code}: {findings:?}"));
    found["message"].as_str().expect("a text").to_owned()
}

#[test]
fn shipped_packs_have_no_findings_and_one_broken_clause_leaves_the_rest_alive() {
    let folder = packs();
    let mut client = Client::start(folder.path());
    for (file, broken, kept) in [
        (TITLES[0], ("còn gọi rating\n", "còn gọi rating <<\n"), "đ«ơn_vị còn gọi unit"),
        (TITLES[1], ("scale rating", "scale rating <<"), "u«nit aka đơn_vị"),
    ] {
        let (uri, text) = client.open_file(&folder.path().join(file));
        assert_eq!(client.next_findings(&uri), Vec::<Value>::new(), "{file}");
        let typed = text.replacen(broken.0, broken.1, 1);
        client.replace(&uri, 2, &typed);
        let findings = client.next_findings(&uri);
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0]["code"].as_str().is_some_and(|code| code.starts_with("E01")), "{findings:?}");
        assert_eq!(findings[0]["severity"], 1);
        assert_eq!(findings[0]["source"], "tieuchi");
        // What stands elsewhere is known all the same.
        let hover = client.at("textDocument/hover", &uri, place(&typed, kept));
        assert!(hover["contents"]["value"].as_str().expect("a card").contains("unit"), "{hover}");
        client.replace(&uri, 3, &text);
        assert_eq!(client.next_findings(&uri), Vec::<Value>::new());
    }
    assert_eq!(client.leave(), 0);
}

#[test]
fn a_used_file_that_changes_refreshes_who_uses_it() {
    let folder = packs();
    let mut client = Client::start(folder.path());
    let (campaign, _) = client.open_file(&folder.path().join(CAMPAIGN));
    assert_eq!(client.next_findings(&campaign), Vec::<Value>::new());
    let (titles, text) = client.open_file(&folder.path().join(TITLES[0]));
    assert_eq!(client.next_findings(&titles), Vec::<Value>::new());
    // In the used file the label changes; who uses it is told, in its own file.
    let changed = text.replace("\"Tập thể lao động xuất sắc\"", "\"Tập thể lao động giỏi\"");
    client.replace(&titles, 2, &changed);
    let findings = client.next_findings(&campaign);
    assert!(message(&findings, "E0204").contains("Tập thể lao động xuất sắc"), "{findings:?}");
    client.tell("textDocument/didClose", json!({ "textDocument": { "uri": titles } }));
    assert_eq!(client.next_findings(&campaign), Vec::<Value>::new());
    assert_eq!(client.leave(), 0);
}

#[test]
fn what_may_have_been_meant_is_a_correction() {
    let folder = packs();
    let mut client = Client::start(folder.path());
    let (uri, text) = client.open_file(&folder.path().join(TITLES[0]));
    let typed = text.replacen("\"Lao động tiên tiến\" khi", "\"Lao động tiên tién\" khi", 1);
    assert_ne!(typed, text);
    client.replace(&uri, 2, &typed);
    let findings = client.next_findings(&uri);
    let wrong = findings.iter().find(|finding| finding["code"] == "E0204").expect("an unknown label");
    let range = wrong["range"].clone();
    let actions = client.result(
        "textDocument/codeAction",
        json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [wrong] } }),
    );
    let edit = &actions[0]["edit"]["changes"][&uri][0];
    assert_eq!(edit["newText"], "\"Lao động tiên tiến\"", "{actions}");
    assert_eq!(slices(&typed, &[edit["range"].clone()]), ["\"Lao động tiên tién\""]);
    // A second declaration is told with the place of the first.
    let twice = format!("{text}\nthang kỷ_luật\n  \"a\" < \"b\"\n");
    client.replace(&uri, 3, &twice);
    let findings = client.next_findings(&uri);
    let related = &findings.iter().find(|finding| finding.get("relatedInformation").is_some()).expect("a place")["relatedInformation"];
    assert_eq!(slices(&twice, &[related[0]["location"]["range"].clone()]), ["kỷ_luật"]);
    assert_eq!(client.leave(), 0);
}

#[test]
fn hover_says_what_a_name_and_a_word_mean() {
    let folder = packs();
    let mut client = Client::start(folder.path());
    let card = |client: &mut Client, uri: &str, at: Value| {
        client.at("textDocument/hover", uri, at)["contents"]["value"].as_str().unwrap_or("nothing").to_owned()
    };
    let (vi, text) = client.open_file(&folder.path().join(TITLES[0]));
    let field = card(&mut client, &vi, place(&text, "c«ấp_trên còn gọi parent"));
    assert!(
        field.contains("không bắt buộc")
            && field.contains("cơ quan thì để trống")
            && field.contains("`cấp_trên` ⇄ `parent`"),
        "{field}"
    );
    let label = card(&mut client, &vi, place(&text, "\"Lao độn«g tiên tiến\" khi"));
    assert!(label.contains("không có < **Lao động tiên tiến** < Chiến sĩ thi đua cơ sở"), "{label}");
    assert!(label.contains("bậc 1 trong 2"), "{label}");
    let award = card(&mut client, &vi, place(&text, "đơn_vị.danh_«hiệu"));
    assert!(award.contains("Căn cứ: ") && award.contains("mục "), "{award}");
    let word = card(&mut client, &vi, place(&text, "bản g«hi đơn_vị"));
    assert!(word.contains("**bản ghi** ⇄ *record*") && word.contains("loại bản ghi"), "{word}");
    let item = card(&mut client, &vi, place(&text, "mục 9«.3"));
    assert!(item.contains("Tỷ lệ Chiến sĩ thi đua cơ sở"), "{item}");
    let (en, text) = client.open_file(&folder.path().join(TITLES[1]));
    let word = card(&mut client, &en, place(&text, "rec«ord unit"));
    assert!(word.contains("**record** ⇄ *bản ghi*"), "{word}");
    assert_eq!(client.leave(), 0);
}

#[test]
fn texts_keep_their_line_ends_marks_and_letters() {
    let folder = packs();
    let mut client = Client::start(folder.path());
    let file = folder.path().join("a.tieuchi");
    // A byte-order mark, CRLF, a letter outside the first plane and one whose tone stands apart.
    let text = "\u{feff}tieuchi 1, vi\r\nthang loa\u{323}i\r\n  \"𝔸 to\u{302}\u{301}t\" < \"b\"\r\nbản ghi k\r\n  mã: chữ khóa\r\n  x: lòai\r\n";
    fs::write(&file, text).expect("written");
    let uri = uri(&file);
    client.open(&uri, text);
    let findings = client.next_findings(&uri);
    let wrong = findings.iter().find(|finding| finding["severity"] == 1).expect("an unknown type");
    assert_eq!(wrong["range"], json!({ "start": { "line": 5, "character": 5 }, "end": { "line": 5, "character": 9 } }));
    // The edit counts units of UTF-16 in the text as it was sent.
    client.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [
            { "range": wrong["range"], "text": "loa\u{323}i" },
            { "range": { "start": { "line": 2, "character": 3 }, "end": { "line": 2, "character": 5 } }, "text": "B" },
        ] }),
    );
    assert_eq!(client.next_findings(&uri).iter().filter(|finding| finding["severity"] == 1).count(), 0);
    let card = client.at("textDocument/hover", &uri, json!({ "line": 2, "character": 5 }));
    assert!(card["contents"]["value"].as_str().expect("a card").contains("**“B tốt”**"), "{card}");
    assert_eq!(card["range"]["end"], json!({ "line": 2, "character": 11 }));
    assert_eq!(client.leave(), 0);
    // Columns in bytes and in characters.
    for (encoding, column) in [("utf-8", 7), ("utf-32", 4)] {
        let mut client = Client::with(folder.path(), &[encoding]);
        client.open("untitled:x", "tieuchi 1, en\nscale s\n  \"𝔸\"< \"b\" \nscale s\n  \"𝔸\" < \"b\"\n");
        let findings = client.next_findings("untitled:x");
        assert!(!findings.is_empty());
        let card = client.at("textDocument/hover", "untitled:x", json!({ "line": 2, "character": column }));
        assert_eq!(card["range"]["start"]["character"], 2, "{encoding}: {card}");
        assert_eq!(client.leave(), 0);
    }
}

#[test]
fn what_is_no_message_is_told_and_the_server_goes_on() {
    let mut client = Client::silent();
    let early = client.ask("textDocument/hover", json!({}));
    assert_eq!(early["error"]["code"], -32002);
    client.bytes(b"Content-Length: 5\r\n\r\n{\"a\":");
    assert_eq!(client.receive()["error"]["code"], -32700);
    client.bytes(b"rubbish\r\nContent-Type: x\r\ncontent-length: 2\r\n\r\n{}");
    assert_eq!(client.receive()["error"]["code"], -32600);
    client.result("initialize", json!({ "capabilities": {} }));
    assert_eq!(client.ask("initialize", json!({}))["error"]["code"], -32600);
    assert_eq!(client.ask("no/such", json!({}))["error"]["code"], -32601);
    assert_eq!(client.ask("textDocument/hover", json!({ "position": 3 }))["error"]["code"], -32602);
    client.tell("no/such", json!([1, 2]));
    client.tell("textDocument/didOpen", json!({ "textDocument": 5 }));
    client.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": "untitled:never" }, "contentChanges": [{ "text": "x" }] }),
    );
    client.tell("textDocument/didClose", json!({ "textDocument": { "uri": "untitled:never" } }));
    // URIs of other kinds of places, of Windows, of files that are gone.
    for uri in [
        "untitled:A",
        "git:/a/b?x",
        "file:///C%3A/x/y.tieuchi",
        "file:///c:/x/y.tieuchi",
        "file://server/share/x.tieuchi",
        "file:///gone/x.tieuchi",
        "file:///%FF%",
        "",
        "x",
    ] {
        client.open(uri, "tieuchi 1, en\nscale s \"a\" <\n");
        assert_eq!(client.next_findings(uri).len(), 1, "{uri}");
        let far = json!({ "line": 4_000_000_000_u32, "character": 4_000_000_000_u32 });
        client.at("textDocument/hover", uri, far.clone());
        client.at("textDocument/completion", uri, far);
    }
    // Of what waits in the line, what is taken back is not worked on.
    let mut burst = Vec::new();
    let requests: Vec<Value> = (500..540)
        .map(|id| json!({ "jsonrpc": "2.0", "id": id, "method": "workspace/symbol", "params": { "query": "s" } }))
        .collect();
    let cancel = json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": 539 } });
    for message in requests.iter().chain([&cancel]) {
        let body = message.to_string();
        burst.extend(format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes());
    }
    client.bytes(&burst);
    let last = client.answer_to(539);
    assert!(last["error"]["code"] == -32800 || last.get("result").is_some(), "{last}");
    client.result("shutdown", Value::Null);
    assert_eq!(client.ask("textDocument/hover", json!({}))["error"]["code"], -32600);
    client.tell("exit", Value::Null);
    assert_eq!(client.hang_up(), 0);
    // Whoever leaves without a word is an error.
    let mut client = Client::silent();
    client.result("initialize", json!({ "capabilities": {} }));
    assert_eq!(client.hang_up(), 1);
}
