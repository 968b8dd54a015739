//! Every problem of records that files can have, in both languages.

#[path = "../../../tests/common/schema.rs"]
mod schema;

use std::path::Path;

use schema::program;
use tieuchi::diagnostic::{Finding, Problem};
use tieuchi::source::Language;
use tieuchi_records::{Manifest, Records, read_path};

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

/// Findings with the folder's own path taken out: `code place: title. help`.
fn told(findings: &[Finding], folder: &Path, language: Language) -> Vec<String> {
    let own = format!("{}/", folder.display());
    findings
        .iter()
        .filter(|finding| !matches!(finding.code(), "W0401" | "W0403"))
        .map(|finding| {
            let Problem::Data(problem) = &finding.problem else { panic!("{finding:?}") };
            let prose = finding.prose(language);
            let place = problem.place().shown(language);
            format!("{} {place}: {}. {}", finding.code(), prose.title, prose.help).replace(&own, "")
        })
        .collect()
}

fn read(files: &[(&str, &[u8])], records: &str) -> (Vec<String>, Vec<String>) {
    let folder = folder(files);
    let program = program();
    let records = if records.is_empty() {
        Records::default()
    } else {
        let text = format!("(tieuchi: 1, name: \"p\", main: {{\"vi\": \"a.tieuchi\"}}, records: {{{records}}})");
        Manifest::read("tieuchi.ron", &text).unwrap().records
    };
    let findings = match read_path(&program, &records, folder.path()) {
        Ok((_, warnings)) => warnings,
        Err(findings) => findings,
    };
    (told(&findings, folder.path(), Language::En), told(&findings, folder.path(), Language::Vi))
}

/// One problem and nothing else, told in English and in Vietnamese; `files` stand beside a sound `unit.csv`.
fn one(files: &[(&str, &[u8])], records: &str, en: &str, vi: &str) {
    let mut all: Vec<(&str, &[u8])> = files.to_vec();
    if !files.iter().any(|(name, _)| name.contains("unit") || name.contains("đơn_vị")) && !records.contains("unit")
    {
        all.push(("unit.csv", b"id,kind,parent\nU,ph\xc3\xb2ng,\n"));
    }
    let (english, vietnamese) = read(&all, records);
    assert_eq!(english, [en]);
    assert_eq!(vietnamese, [vi]);
}

/// A problem in the second line of `person.csv`, in a column.
fn cell(column: &str, value: &str, code: &str, en: &str, vi: &str) {
    let text = format!("id;unit;{column}\nP;U;{value}\n");
    let en = format!("{code} person.csv, row 2, column “{column}”: {en}");
    let vi = format!("{code} person.csv, dòng 2, cột “{column}”: {vi}");
    one(&[("person.csv", text.as_bytes())], "", &en, &vi);
}

#[test]
fn values() {
    let sign = "The decimal sign of this file is “,”; if it should be the other one, say so in the pack's tieuchi.ron.";
    let dấu = "Dấu thập phân của tệp này là “,”; nếu phải là dấu kia, hãy khai báo trong tệp tieuchi.ron của gói.";
    cell(
        "violations",
        "hai",
        "E0401",
        &format!("“hai” is not a whole number from 0. Write a whole number from 0, in digits only. {sign}"),
        &format!(
            "“hai” không phải là số nguyên từ 0 trở lên. Hãy ghi một số nguyên từ 0 trở lên, chỉ gồm chữ số. {dấu}"
        ),
    );
    cell(
        "đảng_viên",
        "1",
        "E0401",
        "“1” is not yes or no. Write yes or no (or có, không, true, false).",
        "“1” không phải là có hoặc không. Hãy ghi có hoặc không (hoặc yes, no, true, false).",
    );
    cell(
        "rating",
        "Hoàn thành tôt",
        "E0402",
        "“Hoàn thành tôt” is not a label of this field. Did you mean “Hoàn thành tốt”? The labels are “Hoàn thành”, “Hoàn thành tốt”, “Hòa bình”.",
        "“Hoàn thành tôt” không có trong danh sách giá trị của trường này. Có phải ý bạn là “Hoàn thành tốt”? Các giá trị gồm: “Hoàn thành”, “Hoàn thành tốt”, “Hòa bình”.",
    );
    cell(
        "born",
        "12/31/1990",
        "E0404",
        "“12/31/1990” is not a day of the calendar. It looks as if the month stands first. Write the day first, as 31/12/2022, or write 2022-12-31.",
        "“12/31/1990” không phải là một ngày có thật. Có vẻ tháng được ghi trước ngày. Hãy ghi ngày trước, ví dụ 31/12/2022, hoặc ghi 2022-12-31.",
    );
    cell(
        "score",
        "100,5",
        "E0405",
        "“100,5” is outside the range from 0 to 100. Correct the value, or the range in the rule file.",
        "“100,5” nằm ngoài khoảng từ 0 đến 100. Hãy sửa giá trị này, hoặc sửa khoảng trong tệp tiêu chí.",
    );
    cell(
        "income",
        "1234567890123456789012345678901234567",
        "E0406",
        "“1234567890123456789012345678901234567” has too many digits. A number, written with as many decimal places as the longest number of its column, may have 36 digits: round it.",
        "“1234567890123456789012345678901234567” có quá nhiều chữ số. Một số, khi ghi đủ số chữ số thập phân như số dài nhất trong cột, chỉ được có tối đa 36 chữ số: hãy làm tròn.",
    );
    cell(
        "share",
        "70",
        "E0407",
        "“70” stands in a field of percentages without a % sign. Write 70% if that is meant. A number without the sign is read as a fraction: 0.7 is 70%.",
        "“70” nằm trong cột tỷ lệ phần trăm nhưng không có dấu %. Nếu đúng là phần trăm, hãy ghi 70%. Số không có dấu % được hiểu là phân số thập phân: 0,7 là 70%.",
    );
    cell(
        "second_unit",
        "u",
        "E0411",
        "there is no unit with the key “u”. Did you mean “U”? Correct the key, or add that unit.",
        "không có đơn_vị nào mang mã “u”. Có phải ý bạn là “U”? Hãy sửa mã, hoặc bổ sung đơn_vị đó.",
    );
    one(
        &[("person.csv", b"id,unit,income\nP,U,1.234\n")],
        "",
        "E0403 person.csv, row 2, column “income”: “1.234” can be read in two ways: a decimal, or thousands. Write the number without a thousands sign, or state the file's decimal sign in the pack's tieuchi.ron.",
        "E0403 person.csv, dòng 2, cột “income”: “1.234” có thể hiểu theo hai cách: số thập phân hoặc hàng nghìn. Hãy ghi số không có dấu phân cách hàng nghìn, hoặc khai báo dấu thập phân của tệp trong tệp tieuchi.ron của gói.",
    );
}

#[test]
fn keys_and_references() {
    one(
        &[("person.csv", b"id,unit,member\n,U,yes\n")],
        "",
        "E0408 person.csv, row 2, column “id”: this person has no key. Fill in the key: it is how other records and the report name this record.",
        "E0408 person.csv, dòng 2, cột “id”: bản ghi cá_nhân này không có mã. Hãy điền mã: các bản ghi khác và báo cáo gọi bản ghi này bằng mã đó.",
    );
    one(
        &[("person.csv", b"id,unit\nP,U\nP,U\n")],
        "",
        "E0409 person.csv, row 3, column “id”: the key “P” is there twice. It is first at person.csv, row 2, column “id”. Give each record a key of its own.",
        "E0409 person.csv, dòng 3, cột “id”: mã “P” bị trùng. Mã này đã có tại person.csv, dòng 2, cột “id”. Mỗi bản ghi phải có một mã riêng.",
    );
    one(
        &[("person.csv", b"id,unit\nP,\n")],
        "",
        "E0410 person.csv, row 2, column “unit”: the unit is not filled in. Write the key of a unit. If a blank is right here, declare the field “optional” or “may be unknown” in the rule file.",
        "E0410 person.csv, dòng 2, cột “unit”: chưa điền đơn_vị. Hãy ghi mã của một đơn_vị. Nếu ở đây được phép để trống, hãy khai báo trường là “không bắt buộc” hoặc “có thể chưa rõ” trong tệp tiêu chí.",
    );
    one(
        &[("unit.csv", b"id,parent\nA,B\nB,A\n")],
        "",
        "E0412 unit.csv, row 2, column “parent”: these records stand above each other in a circle. “A” is under “B”, “B” is under “A”. Correct one of them.",
        "E0412 unit.csv, dòng 2, cột “parent”: các bản ghi này là cấp trên của nhau theo vòng tròn. “A” trực thuộc “B”, “B” trực thuộc “A”. Hãy sửa một trong các bản ghi đó.",
    );
}

#[test]
fn columns() {
    one(
        &[("person.csv", b"id,unit,raiting\n")],
        "",
        "E0413 person.csv, row 1, column “raiting”: a person has no such field. Did you mean “rating”? Rename the column, or leave it out, or map or ignore it in the pack's tieuchi.ron.",
        "E0413 person.csv, dòng 1, cột “raiting”: cá_nhân không có trường này. Có phải ý bạn là “xếp_loại”? Hãy đổi tên cột, bỏ cột, hoặc khai báo cột trong tệp tieuchi.ron của gói (ghép với một trường hoặc bỏ qua).",
    );
    one(
        &[("unit.csv", b"id,title\n")],
        "",
        "E0414 unit.csv, row 1, column “title”: this column is named like an award of the rules. Its values are worked out by the rules and can't be given as data. Leave the column out or rename it.",
        "E0414 unit.csv, dòng 1, cột “title”: cột này trùng tên với một mục xét tặng trong tệp tiêu chí. Giá trị của nó do tiêu chí tính ra, không nhập bằng dữ liệu. Hãy bỏ cột hoặc đổi tên cột.",
    );
    one(
        &[("person.csv", "id,unit,hard\n".as_bytes())],
        "",
        "E0414 person.csv, row 1, column “hard”: this column is named like a definition of the rules. Its values are worked out by the rules and can't be given as data. Leave the column out or rename it.",
        "E0414 person.csv, dòng 1, cột “hard”: cột này trùng tên với một định nghĩa trong tệp tiêu chí. Giá trị của nó do tiêu chí tính ra, không nhập bằng dữ liệu. Hãy bỏ cột hoặc đổi tên cột.",
    );
    one(
        &[("person.csv", "id,unit,rating,Xếp loại\n".as_bytes())],
        "",
        "E0415 person.csv, row 1, column “Xếp loại”: the field “rating” is there twice. Keep one column for each field.",
        "E0415 person.csv, dòng 1, cột “Xếp loại”: trường “xếp_loại” xuất hiện hai lần. Mỗi trường chỉ giữ lại một cột.",
    );
    one(
        &[("person.csv", b"id,rating\nP,\n")],
        "",
        "E0416 person.csv: there is no column for “unit” of person. Every record needs a value in it. Add the column, or map one to it in the pack's tieuchi.ron.",
        "E0416 person.csv: không có cột nào cho trường “đơn_vị” của cá_nhân. Mọi bản ghi đều phải có giá trị ở trường này. Hãy thêm cột, hoặc ghép một cột với trường này trong tệp tieuchi.ron của gói.",
    );
    one(
        &[("person.csv", b"id,unit\n")],
        r#""person": (columns: {"Mức": "ratting"})"#,
        "E0419 column “Mức”: the column is mapped to “ratting”, which is no field of person. Did you mean “rating”? Correct the mapping in the pack's tieuchi.ron.",
        "E0419 cột “Mức”: cột được ghép với “ratting”, nhưng cá_nhân không có trường này. Có phải ý bạn là “xếp_loại”? Hãy sửa phần ghép cột trong tệp tieuchi.ron của gói.",
    );
    one(
        &[("person.csv", b"id,unit\nP,U,\nQ,U,x\n")],
        "",
        "E0429 person.csv, row 3: this row has 3 cells, but the header has 2 columns. Look for a separator too many or too few; a text that contains the separator stands in quotation marks.",
        "E0429 person.csv, dòng 3: dòng này có 3 ô, trong khi dòng tiêu đề có 2 cột. Hãy xem có thừa hoặc thiếu dấu phân cách không; chữ có chứa dấu phân cách phải đặt trong dấu ngoặc kép.",
    );
    one(
        &[("person.csv", b"id,,unit\nP,,U\nQ,x,U\nR,y,U\n")],
        "",
        "E0430 person.csv, row 3: column 2 has values but no name. Write the field's name in the header, or empty the column.",
        "E0430 person.csv, dòng 3: cột thứ 2 có dữ liệu nhưng không có tên. Hãy ghi tên trường vào dòng tiêu đề, hoặc xóa dữ liệu của cột này.",
    );
    one(
        &[("person.csv", b"id,unit,full_name\nP,U,\"An\nQ,U,B\xc3\xacnh\n")],
        "",
        "E0431 person.csv, row 2: a quotation mark opens here and is never closed. Close it; a quotation mark inside such a text is written twice.",
        "E0431 person.csv, dòng 2: dấu ngoặc kép mở ở đây nhưng không được đóng lại. Hãy đóng dấu ngoặc kép; dấu ngoặc kép nằm trong chữ thì ghi hai lần liền nhau.",
    );
}

#[test]
fn json_and_ron() {
    one(
        &[("person.json", "[\n  {\"id\": \"P\", \"unit\": \"U\",\n   \"xếp_loại\": [1]}\n]".as_bytes())],
        "",
        "E0417 person.json, line 3, character 16 (record 1), column “xếp_loại”: there is a list or a record where a single value belongs. Write a text, a number, true or false. Records of another kind stand in a list of their own.",
        "E0417 person.json, dòng 3, ký tự 16 (bản ghi thứ 1), cột “xếp_loại”: ở đây có một danh sách hoặc một bản ghi, trong khi chỉ được ghi một giá trị. Hãy ghi chữ, số, true hoặc false. Bản ghi thuộc loại khác phải nằm trong danh sách riêng.",
    );
    one(
        &[("person.json", b"[7]")],
        "",
        "E0421 person.json, line 1, character 2: there is something other than records here. Write a list of records, each with its fields by name, or one such list for each kind of record under the kind's name.",
        "E0421 person.json, dòng 1, ký tự 2: nội dung ở đây không phải là bản ghi. Hãy ghi một danh sách bản ghi, mỗi bản ghi gồm các trường có tên; hoặc với mỗi loại bản ghi, ghi một danh sách như vậy dưới tên của loại đó.",
    );
    one(
        &[("person.ron", "[\n(id: \"P\" unit: \"U\")]".as_bytes())],
        "",
        "E0422 person.ron, line 2, character 10: from here on this can't be read as RON. Look for a missing comma, quotation mark or bracket just before this place.",
        "E0422 person.ron, dòng 2, ký tự 10: từ chỗ này trở đi không đọc được theo định dạng RON. Hãy xem ngay trước chỗ này có thiếu dấu phẩy, dấu ngoặc kép hoặc dấu đóng mở ngoặc không.",
    );
    one(
        &[("person.ndjson", b"{\"id\": \"P\", \"unit\": \"U\"}\n\n{\"id\": \"Q\", \"unit\": ")],
        "",
        "E0422 person.ndjson, row 3: the file ends in the middle of its NDJSON. Add the closing bracket or quotation mark that is missing, or copy the file again if it was cut off.",
        "E0422 person.ndjson, dòng 3: tệp kết thúc khi nội dung NDJSON chưa trọn vẹn. Hãy bổ sung dấu đóng ngoặc hoặc dấu ngoặc kép còn thiếu, hoặc sao chép lại tệp nếu tệp đã bị cắt cụt.",
    );
    let deep = format!("[{{\"id\": {}", "[".repeat(100_000));
    one(
        &[("person.json", deep.as_bytes())],
        "",
        "E0423 person.json, line 1, character 74: values are nested more than 64 deep. Records are flat: write each as a list of fields, and records of another kind in a list of their own.",
        "E0423 person.json, dòng 1, ký tự 74: giá trị lồng nhau quá 64 tầng. Bản ghi là phẳng: hãy ghi mỗi bản ghi thành một danh sách trường, bản ghi loại khác ghi trong danh sách riêng.",
    );
}

#[test]
fn files() {
    one(
        &[("person.csv", b"id,unit,full_name\nP,U,Nguy\xeaxn V\xe3n \xd0\xf4 \xf0\xfd\xf5ng\n")],
        "",
        "E0424 person.csv, row 2: the file is not in UTF-8; it looks like Windows-1258. In the spreadsheet choose Save as, “CSV UTF-8”; in a text editor choose the encoding UTF-8.",
        "E0424 person.csv, dòng 2: tệp không dùng bảng mã UTF-8; có vẻ là Windows-1258. Trong bảng tính, hãy chọn Lưu thành (Save as) “CSV UTF-8”; trong trình soạn thảo, hãy chọn bảng mã UTF-8.",
    );
    one(
        &[("person.csv", b"id,unit,full_name\nP,U,Nguy\xd4n V\xa8n \xae\xad\xeang\n")],
        "",
        "E0424 person.csv, row 2: the file is not in UTF-8; it looks like TCVN3. Convert the text to Unicode first (Unikey's tool does it), then save it as “CSV UTF-8”.",
        "E0424 person.csv, dòng 2: tệp không dùng bảng mã UTF-8; có vẻ là TCVN3. Trước hết hãy chuyển chữ sang Unicode (bằng công cụ của Unikey), sau đó lưu thành “CSV UTF-8”.",
    );
    one(
        &[("person.csv", b"id,unit\nP,\xff\n")],
        "",
        "E0424 person.csv, row 2: the file is not in UTF-8. In the spreadsheet choose Save as, “CSV UTF-8”; in a text editor choose the encoding UTF-8.",
        "E0424 person.csv, dòng 2: tệp không dùng bảng mã UTF-8. Trong bảng tính, hãy chọn Lưu thành (Save as) “CSV UTF-8”; trong trình soạn thảo, hãy chọn bảng mã UTF-8.",
    );
    one(
        &[],
        r#""person": (file: "can-bo.csv")"#,
        "E0426 can-bo.csv: there is no such file or folder. Check the path.",
        "E0426 can-bo.csv: không có tệp hoặc thư mục này. Hãy kiểm tra lại đường dẫn.",
    );
    one(
        &[("person.csv", b"id,unit\n"), ("people.json", b"[]")],
        "",
        "E0427 person.csv: two files hold the records “person”. The other one is people.json. Keep one, or list both in the pack's tieuchi.ron.",
        "E0427 person.csv: có hai tệp cùng chứa bản ghi “cá_nhân”. Tệp kia là people.json. Hãy giữ một tệp, hoặc liệt kê cả hai trong tệp tieuchi.ron của gói.",
    );
    one(
        &[("person.csv", b"id,unit\n")],
        r#""persn": (file: "person.csv")"#,
        "E0420 tieuchi.ron: the rules know no records named “persn”. Did you mean “person”? Use the name of a record of the rule file.",
        "E0420 tieuchi.ron: tệp tiêu chí không có loại bản ghi nào tên là “persn”. Có phải ý bạn là “cá_nhân”? Hãy dùng tên một loại bản ghi trong tệp tiêu chí.",
    );
    one(
        &[("can-bo.docx", b"id")],
        r#""person": (file: "can-bo.docx")"#,
        "E0433 can-bo.docx: the file's name doesn't say how its records are written. Save it with the ending csv, json, ndjson, ron, xlsx or parquet.",
        "E0433 can-bo.docx: tên tệp không cho biết bản ghi được viết theo định dạng nào. Hãy lưu tệp với đuôi csv, json, ndjson, ron, xlsx hoặc parquet.",
    );
    let (en, vi) = read(&[("readme.md", b"x")], "");
    assert_eq!(en.len(), 1);
    assert!(en[0].ends_with(": there is no file of records in this folder. Name each file by its records, such as “unit”, “person”, with the ending csv, json, ndjson, ron, xlsx or parquet."), "{en:?}");
    assert!(vi[0].ends_with(": thư mục này không có tệp dữ liệu nào. Hãy đặt tên mỗi tệp theo loại bản ghi, ví dụ “đơn_vị”, “cá_nhân”, với đuôi csv, json, ndjson, ron, xlsx hoặc parquet."), "{vi:?}");
}

#[test]
fn warnings() {
    one(
        &[("person.csv", "id,unit,rating\nP,U,Hoà bình\nQ,U,Hoà bình\n".as_bytes())],
        "",
        "W0402 person.csv, row 2, column “rating”: “Hoà bình” was read as the label “Hòa bình” (2 cells). They differ in the place of the tone mark, in capitals or in blanks only. Write it as the rule file does.",
        "W0402 person.csv, dòng 2, cột “rating”: “Hoà bình” được hiểu là “Hòa bình” (2 ô). Hai cách viết chỉ khác nhau ở vị trí dấu thanh, chữ hoa hoặc khoảng trắng. Nên viết như trong tệp tiêu chí.",
    );
    one(
        &[("person.csv", b"id,unit\n"), ("can bo.csv", b"x"), ("notes.md", b"x"), (".hidden.csv", b"x")],
        "",
        "W0404 can bo.csv: this file was not read: its name is no kind of record, or it is not a csv, json, ndjson, ron, xlsx or parquet file. If it holds records, save it under such a name, or list it in the pack's tieuchi.ron.",
        "W0404 can bo.csv: tệp này không được đọc: tên tệp không phải là loại bản ghi nào, hoặc không phải tệp csv, json, ndjson, ron, xlsx, parquet. Nếu tệp chứa dữ liệu, hãy lưu với tên và đuôi như vậy, hoặc liệt kê trong tệp tieuchi.ron của gói.",
    );
}

#[test]
fn one_file_with_all_kinds() {
    let program = program();
    let folder = folder(&[
        ("all.json", r#"{"unit": [{"id": "U"}], "đơn vị": [{"id": "V"}]}"#.as_bytes()),
        ("some.ron", "(units: [(id: \"U\")], school: [(id: 1)], people: [(id: \"P\", unit: \"W\")])".as_bytes()),
        ("person.txt", b"x"),
    ]);
    let read = |name: &str| {
        let findings = read_path(&program, &Records::default(), &folder.path().join(name)).unwrap_err();
        told(&findings, folder.path(), Language::En)
    };
    assert_eq!(
        read("all.json"),
        ["E0432 all.json, line 1, character 35: the records “unit” stand in this file twice. Put them in one list."]
    );
    assert_eq!(
        read("some.ron"),
        [
            "E0420 some.ron, line 1, character 30: the rules know no records named “school”. Use the name of a record of the rule file.",
            "E0411 some.ron, line 1, character 50 (record 1), column “unit”: there is no unit with the key “W”. Correct the key, or add that unit.",
        ]
    );
    assert_eq!(
        read("person.txt"),
        [
            "E0433 person.txt: the file's name doesn't say how its records are written. Save it with the ending csv, json, ndjson, ron, xlsx or parquet."
        ]
    );
    assert_eq!(read("none.csv"), ["E0426 none.csv: there is no such file or folder. Check the path."]);
}

#[test]
fn warnings_of_what_never_came() {
    let program = program();
    let folder = folder(&[("unit.csv", b"id\nU\n")]);
    let (_, warnings) = read_path(&program, &Records::default(), folder.path()).unwrap();
    let shown: Vec<_> = warnings.iter().map(|finding| (finding.code(), finding.prose(Language::Vi).title)).collect();
    let column = |field| {
        ("W0401", format!("không có cột cho trường “{field}” của đơn_vị: mọi giá trị của trường này coi như thiếu"))
    };
    let kind = "không có bản ghi “cá_nhân” nào được cung cấp: tiêu chí về loại này không nói đến ai".to_owned();
    assert_eq!(shown, [column("loại"), column("cấp_trên"), ("W0403", kind)]);
    assert_eq!(
        warnings[2].prose(Language::En).title,
        "no records “person” were given: what the rules say of them speaks of nobody"
    );
    assert_eq!(warnings[0].prose(Language::En).title, "no column for “kind” of unit: all its values count as missing");
}

#[test]
fn a_file_that_cannot_be_read_is_the_only_problem_of_those_that_refer_to_it() {
    let persons: &[u8] = b"id,unit\nP1,U1\nP2,U2\n";
    for unit in ["unit.csv", "unit.csv.gz", "unit.json"] {
        let (english, _) = read(&[(unit, b"\xff\xfe\xff id,parent"), ("person.csv", persons)], "");
        let about: Vec<&String> = english.iter().filter(|told| told.starts_with('E')).collect();
        assert!(matches!(about[..], [one] if one.contains(unit)), "{english:?}");
    }
}
