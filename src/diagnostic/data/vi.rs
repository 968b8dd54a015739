//! Problems of records in Vietnamese.

use super::{DataFault, Notation, Prose, Unreadable, Wanted, around, number, some};
use crate::source::Language;

fn wanted(wanted: Wanted, sign: Option<char>) -> String {
    let text = match wanted {
        Wanted::Text => "Hãy ghi chữ vào đây.",
        Wanted::YesNo => "Hãy ghi có hoặc không (hoặc yes, no, true, false).",
        Wanted::Count => "Hãy ghi một số nguyên từ 0 trở lên, chỉ gồm chữ số.",
        Wanted::Integer => "Hãy ghi một số nguyên, chỉ gồm chữ số.",
        Wanted::Decimal => "Hãy ghi một số, chỉ gồm chữ số.",
        Wanted::Percent => "Hãy ghi tỷ lệ phần trăm, ví dụ 70%.",
        Wanted::Date => "Hãy ghi ngày theo dạng 31/12/2022 (ngày trước) hoặc 2022-12-31.",
        Wanted::Label => "Hãy ghi bằng chữ một trong các giá trị của trường này.",
        Wanted::Reference => "Hãy ghi mã của một bản ghi bằng chữ.",
    };
    match (sign, wanted) {
        (Some(sign), Wanted::Count | Wanted::Integer | Wanted::Decimal | Wanted::Percent) => {
            format!(
                "{text} Dấu thập phân của tệp này là “{sign}”; nếu phải là dấu kia, hãy khai báo trong tệp tieuchi.ron của gói."
            )
        }
        _ => text.to_owned(),
    }
}

fn kind_of_value(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Text => "chữ",
        Wanted::YesNo => "có hoặc không",
        Wanted::Count => "số nguyên từ 0 trở lên",
        Wanted::Integer => "số nguyên",
        Wanted::Decimal => "số",
        Wanted::Percent => "tỷ lệ phần trăm",
        Wanted::Date => "ngày",
        Wanted::Label => "một giá trị trong danh sách",
        Wanted::Reference => "mã",
    }
}

fn mean(nearest: Option<&str>) -> String {
    nearest.map(|name| format!("Có phải ý bạn là “{name}”? ")).unwrap_or_default()
}

pub(super) fn prose(fault: &DataFault) -> Prose {
    let (title, help) = match fault {
        DataFault::NotOfType { value, wanted: what, sign } => {
            (format!("“{value}” không phải là {}", kind_of_value(*what)), wanted(*what, *sign))
        }
        DataFault::UnknownLabel { value, nearest, known } => (
            format!("“{value}” không có trong danh sách giá trị của trường này"),
            format!("{}Các giá trị gồm: {}.", mean(nearest.as_deref()), some(known)),
        ),
        DataFault::AmbiguousNumber { value } => (
            format!("“{value}” có thể hiểu theo hai cách: số thập phân hoặc hàng nghìn"),
            "Hãy ghi số không có dấu phân cách hàng nghìn, hoặc khai báo dấu thập phân của tệp trong tệp tieuchi.ron của gói.".to_owned(),
        ),
        DataFault::NoSuchDay { value, month_first } => (
            format!("“{value}” không phải là một ngày có thật"),
            if *month_first {
                "Có vẻ tháng được ghi trước ngày. Hãy ghi ngày trước, ví dụ 31/12/2022, hoặc ghi 2022-12-31.".to_owned()
            } else {
                "Hãy kiểm tra lại ngày, tháng và năm.".to_owned()
            },
        ),
        DataFault::OutOfRange { value, range, percent } => (
            format!(
                "“{value}” nằm ngoài khoảng từ {} đến {}",
                number(&range.0, *percent, ','),
                number(&range.1, *percent, ',')
            ),
            "Hãy sửa giá trị này, hoặc sửa khoảng trong tệp tiêu chí.".to_owned(),
        ),
        DataFault::TooManyDigits { value } => (
            format!("“{value}” có quá nhiều chữ số"),
            "Một số, khi ghi đủ số chữ số thập phân như số dài nhất trong cột, chỉ được có tối đa 36 chữ số: hãy làm tròn."
                .to_owned(),
        ),
        DataFault::PercentWithoutSign { value } => (
            format!("“{value}” nằm trong cột tỷ lệ phần trăm nhưng không có dấu %"),
            format!("Nếu đúng là phần trăm, hãy ghi {value}%. Số không có dấu % được hiểu là phân số thập phân: 0,7 là 70%."),
        ),
        DataFault::MissingKey { kind } => (
            format!("bản ghi {} này không có mã", kind.vi),
            "Hãy điền mã: các bản ghi khác và báo cáo gọi bản ghi này bằng mã đó.".to_owned(),
        ),
        DataFault::DuplicateKey { key, first } => (
            format!("mã “{key}” bị trùng"),
            match first.shown(Language::Vi) {
                place if place.is_empty() => "Mỗi bản ghi phải có một mã riêng.".to_owned(),
                place => format!("Mã này đã có tại {place}. Mỗi bản ghi phải có một mã riêng."),
            },
        ),
        DataFault::DuplicatePeriod { kind, first } => (
            format!("đã có bản ghi {} của cùng một chủ thể trong cùng một kỳ", kind.vi),
            match first.shown(Language::Vi) {
                place if place.is_empty() => "Mỗi chủ thể chỉ có một bản ghi trong mỗi kỳ.".to_owned(),
                place => format!("Bản ghi đó ở {place}. Mỗi chủ thể chỉ có một bản ghi trong mỗi kỳ."),
            },
        ),
        DataFault::MissingReference { kind } => (
            format!("chưa điền {}", kind.vi),
            format!(
                "Hãy ghi mã của một {}. Nếu ở đây được phép để trống, hãy khai báo trường là “không bắt buộc” hoặc “có thể chưa rõ” trong tệp tiêu chí.",
                kind.vi
            ),
        ),
        DataFault::UnknownReference { key, kind, nearest } => (
            format!("không có {} nào mang mã “{key}”", kind.vi),
            format!("{}Hãy sửa mã, hoặc bổ sung {} đó.", mean(nearest.as_deref()), kind.vi),
        ),
        DataFault::Cycle { keys } => (
            "các bản ghi này là cấp trên của nhau theo vòng tròn".to_owned(),
            format!("{}. Hãy sửa một trong các bản ghi đó.", around(keys, "trực thuộc")),
        ),
        DataFault::UnknownColumn { kind, nearest } => (
            format!("{} không có trường này", kind.vi),
            format!(
                "{}Hãy đổi tên cột, bỏ cột, hoặc khai báo cột trong tệp tieuchi.ron của gói (ghép với một trường hoặc bỏ qua).",
                mean(nearest.as_ref().map(|name| name.vi.as_str()))
            ),
        ),
        DataFault::DerivedColumn { award } => (
            if *award {
                "cột này trùng tên với một mục xét tặng trong tệp tiêu chí".to_owned()
            } else {
                "cột này trùng tên với một định nghĩa trong tệp tiêu chí".to_owned()
            },
            "Giá trị của nó do tiêu chí tính ra, không nhập bằng dữ liệu. Hãy bỏ cột hoặc đổi tên cột.".to_owned(),
        ),
        DataFault::RepeatedColumn { field } => (
            format!("trường “{}” xuất hiện hai lần", field.vi),
            "Mỗi trường chỉ giữ lại một cột.".to_owned(),
        ),
        DataFault::MissingColumn { kind, field } => (
            format!("không có cột nào cho trường “{}” của {}", field.vi, kind.vi),
            "Mọi bản ghi đều phải có giá trị ở trường này. Hãy thêm cột, hoặc ghép một cột với trường này trong tệp tieuchi.ron của gói.".to_owned(),
        ),
        DataFault::NestedValue => (
            "ở đây có một danh sách hoặc một bản ghi, trong khi chỉ được ghi một giá trị".to_owned(),
            "Hãy ghi chữ, số, true hoặc false. Bản ghi thuộc loại khác phải nằm trong danh sách riêng.".to_owned(),
        ),
        DataFault::TooManyRecords { limit } => {
            (format!("có hơn {limit} bản ghi cùng một loại"), "Hãy chia nhỏ dữ liệu.".to_owned())
        }
        DataFault::UnknownTarget { kind, target, nearest } => (
            format!("cột được ghép với “{target}”, nhưng {} không có trường này", kind.vi),
            format!(
                "{}Hãy sửa phần ghép cột trong tệp tieuchi.ron của gói.",
                mean(nearest.as_ref().map(|name| name.vi.as_str()))
            ),
        ),
        DataFault::UnknownKind { name, nearest } => (
            format!("tệp tiêu chí không có loại bản ghi nào tên là “{name}”"),
            format!(
                "{}Hãy dùng tên một loại bản ghi trong tệp tiêu chí.",
                mean(nearest.as_ref().map(|name| name.vi.as_str()))
            ),
        ),
        DataFault::NotRecords => (
            "nội dung ở đây không phải là bản ghi".to_owned(),
            "Hãy ghi một danh sách bản ghi, mỗi bản ghi gồm các trường có tên; hoặc với mỗi loại bản ghi, ghi một danh sách như vậy dưới tên của loại đó.".to_owned(),
        ),
        DataFault::Malformed { notation, ends_early: false } => (
            format!("từ chỗ này trở đi không đọc được theo định dạng {}", notation.name()),
            "Hãy xem ngay trước chỗ này có thiếu dấu phẩy, dấu ngoặc kép hoặc dấu đóng mở ngoặc không.".to_owned(),
        ),
        DataFault::Malformed { notation, ends_early: true } => (
            format!("tệp kết thúc khi nội dung {} chưa trọn vẹn", notation.name()),
            "Hãy bổ sung dấu đóng ngoặc hoặc dấu ngoặc kép còn thiếu, hoặc sao chép lại tệp nếu tệp đã bị cắt cụt.".to_owned(),
        ),
        DataFault::TooDeep { limit } => (
            format!("giá trị lồng nhau quá {limit} tầng"),
            "Bản ghi là phẳng: hãy ghi mỗi bản ghi thành một danh sách trường, bản ghi loại khác ghi trong danh sách riêng.".to_owned(),
        ),
        DataFault::NotUtf8 { looks } => (
            match looks {
                Some(name) => format!("tệp không dùng bảng mã UTF-8; có vẻ là {name}"),
                None => "tệp không dùng bảng mã UTF-8".to_owned(),
            },
            match looks {
                Some("TCVN3") => "Trước hết hãy chuyển chữ sang Unicode (bằng công cụ của Unikey), sau đó lưu thành “CSV UTF-8”.".to_owned(),
                _ => "Trong bảng tính, hãy chọn Lưu thành (Save as) “CSV UTF-8”; trong trình soạn thảo, hãy chọn bảng mã UTF-8.".to_owned(),
            },
        ),
        DataFault::TooLarge { limit } => (
            format!("tệp, hoặc một dòng của tệp, dài hơn {limit} byte"),
            "Hãy đặt mỗi bản ghi trên một dòng riêng, hoặc chia nhỏ tệp.".to_owned(),
        ),
        DataFault::Unreadable(why) => match why {
            Unreadable::Missing => {
                ("không có tệp hoặc thư mục này".to_owned(), "Hãy kiểm tra lại đường dẫn.".to_owned())
            }
            Unreadable::Forbidden => ("không có quyền đọc tệp này".to_owned(), "Hãy cấp quyền đọc tệp.".to_owned()),
            Unreadable::Other => (
                "không đọc được tệp này".to_owned(),
                "Hãy kiểm tra xem đây có phải là tệp và ổ đĩa chứa nó có sẵn sàng không.".to_owned(),
            ),
        },
        DataFault::Damaged => (
            "tệp nén bị hỏng, hoặc không được nén đúng như tên tệp".to_owned(),
            "Hãy nén hoặc sao chép lại tệp; tệp không nén thì tên không được kết thúc bằng .gz hay .zst.".to_owned(),
        ),
        DataFault::Unsound { notation } => (
            format!("tệp bị hỏng, hoặc không phải tệp {} như tên tệp", notation.name()),
            match notation {
                Notation::Workbook => "Hãy mở tệp bằng phần mềm bảng tính rồi lưu lại, không đặt mật khẩu.".to_owned(),
                _ => "Hãy sao chép lại tệp, hoặc xuất lại tệp từ phần mềm đã tạo ra nó.".to_owned(),
            },
        ),
        DataFault::ForeignType { name } => (
            format!("không trường nào nhận giá trị kiểu {name}"),
            "Hãy ghi cột này thành chữ, số, ngày hoặc có và không; hoặc khai báo bỏ qua cột trong tệp tieuchi.ron của gói.".to_owned(),
        ),
        DataFault::ErrorCell { value } => (
            format!("ô này báo lỗi {value}"),
            "Hãy sửa công thức trong bảng tính rồi lưu lại, hoặc để trống ô.".to_owned(),
        ),
        DataFault::NotBuiltIn { notation } => (
            format!("bản cài đặt này của chương trình không đọc được tệp {}", notation.name()),
            match notation {
                Notation::Workbook => "Hãy lưu tệp thành CSV, hoặc dịch chương trình với tính năng spreadsheets.".to_owned(),
                _ => "Hãy lưu tệp thành CSV, hoặc dịch chương trình với tính năng columnar.".to_owned(),
            },
        ),
        DataFault::TwoFiles { kind, other } => (
            format!("có hai tệp cùng chứa bản ghi “{}”", kind.vi),
            format!("Tệp kia là {other}. Hãy giữ một tệp, hoặc liệt kê cả hai trong tệp tieuchi.ron của gói."),
        ),
        DataFault::NoRecords { kinds } => (
            "thư mục này không có tệp dữ liệu nào".to_owned(),
            format!(
                "Hãy đặt tên mỗi tệp theo loại bản ghi, ví dụ {}, với đuôi csv, json, ndjson, ron, xlsx hoặc parquet.",
                some(&kinds.iter().map(|kind| kind.vi.clone()).collect::<Vec<_>>())
            ),
        ),
        DataFault::Ragged { cells, columns } => (
            format!("dòng này có {cells} ô, trong khi dòng tiêu đề có {columns} cột"),
            "Hãy xem có thừa hoặc thiếu dấu phân cách không; chữ có chứa dấu phân cách phải đặt trong dấu ngoặc kép."
                .to_owned(),
        ),
        DataFault::UnnamedColumn { number } => (
            format!("cột thứ {number} có dữ liệu nhưng không có tên"),
            "Hãy ghi tên trường vào dòng tiêu đề, hoặc xóa dữ liệu của cột này.".to_owned(),
        ),
        DataFault::OpenQuote => (
            "dấu ngoặc kép mở ở đây nhưng không được đóng lại".to_owned(),
            "Hãy đóng dấu ngoặc kép; dấu ngoặc kép nằm trong chữ thì ghi hai lần liền nhau.".to_owned(),
        ),
        DataFault::RepeatedKind { kind } => (
            format!("bản ghi “{}” xuất hiện hai lần trong tệp này", kind.vi),
            "Hãy gộp vào một danh sách.".to_owned(),
        ),
        DataFault::UnknownNotation => (
            "tên tệp không cho biết bản ghi được viết theo định dạng nào".to_owned(),
            "Hãy lưu tệp với đuôi csv, json, ndjson, ron, xlsx hoặc parquet.".to_owned(),
        ),
        DataFault::More { left_out } => {
            (
                format!("còn {left_out} vấn đề khác của dữ liệu không được liệt kê"),
                "Hãy sửa các vấn đề đã liệt kê rồi chạy lại.".to_owned(),
            )
        }
        DataFault::AbsentColumn { kind, field } => (
            format!("không có cột cho trường “{}” của {}: mọi giá trị của trường này coi như thiếu", field.vi, kind.vi),
            "Nếu có số liệu, hãy thêm cột này.".to_owned(),
        ),
        DataFault::ReadAs { value, label, cells } => (
            format!("“{value}” được hiểu là “{label}” ({cells} ô)"),
            "Hai cách viết chỉ khác nhau ở vị trí dấu thanh, chữ hoa hoặc khoảng trắng. Nên viết như trong tệp tiêu chí."
                .to_owned(),
        ),
        DataFault::AbsentKind { kind } => (
            format!("không có bản ghi “{}” nào được cung cấp: tiêu chí về loại này không nói đến ai", kind.vi),
            "Hãy bổ sung tệp; một tệp chỉ có dòng tiêu đề nghĩa là không có bản ghi nào.".to_owned(),
        ),
        DataFault::UnusedSheet => (
            "trang tính này không được đọc: tên trang không phải là loại bản ghi nào".to_owned(),
            "Nếu trang chứa dữ liệu, hãy đặt tên trang theo loại bản ghi.".to_owned(),
        ),
        DataFault::UnusedFile => (
            "tệp này không được đọc: tên tệp không phải là loại bản ghi nào, hoặc không phải tệp csv, json, ndjson, ron, xlsx, parquet".to_owned(),
            "Nếu tệp chứa dữ liệu, hãy lưu với tên và đuôi như vậy, hoặc liệt kê trong tệp tieuchi.ron của gói.".to_owned(),
        ),
    };
    Prose::new(title, "", help.trim_end())
}
