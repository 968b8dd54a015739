//! The help of the command line in Vietnamese; in English it stands with the arguments.

use clap::{Arg, ArgAction, Command};

const AFTER: &str = "Mã kết thúc: 0 mọi tiêu chí đạt hoặc không áp dụng; 1 có tiêu chí không đạt; 2 không có tiêu chí không đạt nhưng có \
                     tiêu chí chưa xác định; 3 quy tắc, hồ sơ hoặc câu lệnh sai. Riêng diff: 0 không có gì khác; 1 có khác; 3 như \
                     trên. Riêng lint: 0 không có điều nào bị từ chối; 1 có; 3 như trên. Riêng hunt: 0 không khẳng định nào bị bác bỏ; 1 có; 2 không \
                     có, nhưng có khẳng định chưa được thử lần nào; 3 như trên. Riêng prove: 0 mọi điều như mong đợi; 1 có điều \
                     không như mong đợi; 2 có điều chưa kết luận được; 3 như trên. Riêng plan: 0 các tiêu chí đã đạt hoặc có phương \
                     án để đạt; 1 không có phương án nào; 2 chưa xác định; 3 như trên.";

const OPTIONS: &str = "Tùy chọn";

const TEMPLATE: &str = "{about}\n\nCách dùng: {usage}\n\n{all-args}{after-help}";

/// What each argument is, by name.
const ARGUMENTS: &[(&str, &str)] = &[
    ("rules", "Gói quy tắc (thư mục có tệp tieuchi.ron), tệp quy tắc, hoặc chương trình đã biên dịch (.ron, .json)"),
    (
        "old",
        "Gói quy tắc, tệp quy tắc hoặc chương trình đã biên dịch: quy tắc cũ; nếu không có --data: báo cáo cũ đã lưu (.json, .ron)",
    ),
    ("new", "Quy tắc mới, hoặc báo cáo mới"),
    ("packs", "Các gói quy tắc (thư mục có tệp tieuchi.ron) hoặc tệp quy tắc"),
    ("fix", "Sửa luôn trong tệp quy tắc những chỗ chỉ có một cách sửa"),
    ("coverage_only", "Chỉ cho biết bao nhiêu mục của văn bản được đo"),
    ("allow", "Bỏ qua mã này, hoặc all là mọi mã; dùng được nhiều lần"),
    ("deny", "Có mã này thì quy tắc không qua, hoặc all là mọi mã; dùng được nhiều lần"),
    ("set_old", "Đặt giá trị cho một tham số của quy tắc cũ, chẳng hạn chỉ_tiêu=20%; dùng được nhiều lần"),
    ("set_new", "Đặt giá trị cho một tham số của quy tắc mới"),
    ("diff", "In JSON Schema của kết quả lệnh diff"),
    ("test_files", "Chỉ chạy các tệp tình huống này"),
    ("coverage", "Nêu những gì chưa tình huống nào thấy đúng, hoặc chưa thấy sai; kết thúc với mã 1 nếu có"),
    ("watch", "Chạy lại mỗi khi có tệp thay đổi"),
    ("test", "In JSON Schema của kết quả lệnh test"),
    ("criterion", "Mã số của tiêu chí, chẳng hạn II.3, hoặc bảng điểm, chẳng hạn đơn_vị.điểm"),
    ("code", "Mã, chẳng hạn E0203"),
    ("data", "Hồ sơ: thư mục có mỗi loại bản ghi một tệp, hoặc một tệp"),
    ("lang", "Ngôn ngữ của quy tắc và báo cáo, nếu gói có cả hai: vi hoặc en"),
    ("set", "Đặt giá trị cho một tham số của quy tắc, chẳng hạn chỉ_tiêu=20%; dùng được nhiều lần"),
    (
        "format",
        "Dạng ghi ra: text (mặc định), json, ron, html (trang web để trình, in), md (Markdown), junit hoặc xlsx (cần --out); với diff: text, json hoặc ron; với compile và tally: ron (mặc định) hoặc json; với lint: text, json hoặc sarif",
    ),
    ("only", "Chỉ dò khẳng định hoặc câu hỏi này; dùng được nhiều lần"),
    ("ask", "Chỉ dò câu trả lời cho câu hỏi này, chẳng hạn \"liệu II.3 có kéo theo II.4 không?\""),
    ("cases", "Thử bao nhiêu trường hợp cho mỗi khẳng định (mặc định: 2000)"),
    ("seed", "Số khởi đầu: cùng số này thì thử cùng những trường hợp (mặc định: 0)"),
    ("most", "Mỗi trường hợp có nhiều nhất bao nhiêu bản ghi của một loại (mặc định: 24)"),
    ("missing", "Bao nhiêu phần trăm giá trị để trống (mặc định: 0)"),
    (
        "time",
        "Dừng sau số giây này: hunt dù đã thử được bao nhiêu trường hợp; prove thì không xét thêm câu hỏi nào (mặc định: 120); plan thì không tìm nữa (mặc định: 120)",
    ),
    ("keep", "Ghi những gì tìm thấy vào thư mục tình huống bên cạnh quy tắc, mỗi trường hợp một tệp"),
    ("source", "Tên của nguồn hồ sơ, chẳng hạn “Cao Bằng”"),
    (
        "secret",
        "Tệp chứa khóa bí mật dùng chung cho mọi nguồn: ai không có khóa này thì không dò được mã trong kết quả kiểm đếm",
    ),
    ("files", "Các tệp do lệnh tally hoặc merge ghi ra (.ron, .json)"),
    ("may_change", "Các trường được phép thay đổi, chẳng hạn xếp_loại,danh_hiệu hoặc cá_nhân.xếp_loại"),
    (
        "cost",
        "Chi phí mỗi lần thay đổi một trường: xếp_loại=2, hoặc tính theo bậc của thang: danh_hiệu=1/bậc; cả hai: 1+0,5/bậc. Dùng được nhiều lần; nếu không nêu: 1",
    ),
    ("fixed", "Các bản ghi giữ nguyên, theo khóa"),
    ("goal", "Các tiêu chí phải cùng đạt, chẳng hạn II.2.a,II.3; nếu không nêu: tất cả"),
    ("save", "Ghi kết quả kiểm đếm đã gộp vào tệp này (.ron, .json) để gộp tiếp"),
    ("witnesses", "Ghi mọi bản ghi khiến kết quả không phải là “đạt” vào tệp này (.csv, .ndjson), bao nhiêu cũng được"),
    ("no_names", "Báo cáo chỉ nêu số lượng, không nêu từng bản ghi"),
    ("names", "Mỗi danh sách trong báo cáo nêu nhiều nhất chừng này bản ghi (mặc định: 1000), số còn lại chỉ đếm"),
    ("out", "Ghi vào tệp này"),
    ("record", "Chỉ xét bản ghi này, theo khóa"),
    ("part", "Chỉ xét điểm này, chẳng hạn b"),
    (
        "implies",
        "Hồ sơ nào không vi phạm quy tắc này thì có chắc cũng không vi phạm bộ quy tắc kia không; nếu không, nêu hồ sơ nhỏ nhất",
    ),
    ("equivalent", "Hai bộ quy tắc có được cùng những hồ sơ đáp ứng hay không"),
    ("claims", "Chỉ xét các khẳng định và câu hỏi trong quy tắc"),
    (
        "steps",
        "Số bước tính toán được phép; khoảng mười triệu bước là một giây (mặc định: prove 20000000 cho mỗi câu hỏi, plan 1000000000)",
    ),
    ("cells", "Phân biệt nhiều nhất chừng này trường hợp của một bản ghi (mặc định: 4000)"),
    ("tries", "Thử chừng này bộ hồ sơ khi chưa kết luận được (mặc định: 2000)"),
    ("from", "Chuyển nội dung đã điền trong bảng tính này sang các cột hiện nay; không bỏ nội dung nào"),
    ("force", "Ghi đè lên tệp đã có"),
    ("list", "Liệt kê mọi mã"),
    ("stdio", "Dùng đầu vào và đầu ra chuẩn; đó là cách duy nhất, các trình soạn thảo thường ghi rõ"),
    ("paths", "Các tệp quy tắc, các gói (mọi tệp quy tắc của gói), hoặc - để đọc từ đầu vào chuẩn"),
    ("check", "Không ghi gì; hiện những chỗ sẽ thay đổi, kết thúc với mã 1 nếu có"),
    ("show", "Không ghi gì; chỉ hiện những chỗ sẽ thay đổi"),
    ("to", "Dịch một tệp quy tắc sang ngôn ngữ này (vi hoặc en): các từ và những tên đã khai báo tên gọi kia"),
    ("folder", "Thư mục chưa có hoặc còn trống"),
    ("shell", "Trình lệnh: bash, zsh, fish, powershell hoặc elvish"),
    ("pack", "Gói quy tắc (thư mục có tệp tieuchi.ron) hoặc tệp quy tắc"),
    ("port", "Cổng trong địa chỉ của trang; 0 là cổng bất kỳ còn trống"),
    ("no_open", "Chỉ in địa chỉ, không mở trình duyệt"),
    ("pages", "Ghi trang hướng dẫn của mọi lệnh vào thư mục này"),
    ("color", "Dùng màu: auto (mặc định: chỉ trên màn hình, trừ khi có NO_COLOR), always (luôn) hoặc never (không)"),
];

/// What each command does, by name.
const COMMANDS: &[(&str, &str)] = &[
    ("check", "Kiểm tra quy tắc, và đối chiếu hồ sơ với quy tắc"),
    ("template", "Lập bảng tính mẫu (.xlsx) để điền hồ sơ theo quy tắc"),
    ("tally", "Kiểm đếm hồ sơ của một nguồn để gửi đi và gộp lại: chỉ có số đếm, không có bản ghi nào"),
    ("merge", "Gộp kết quả kiểm đếm của nhiều nguồn thành báo cáo chung cho toàn bộ hồ sơ"),
    (
        "diff",
        "So sánh kết quả của hai bộ quy tắc trên cùng hồ sơ, hoặc hai báo cáo đã lưu: điều gì khác, của ai, vì sao",
    ),
    ("explain", "Giải thích một tiêu chí: toàn bộ các điều kiện, kèm số liệu đã đọc; hoặc một bảng điểm: bảng đã điền"),
    ("test", "Chạy các tình huống kiểm tra quy tắc: bảng hồ sơ nhỏ và kết quả phải có"),
    ("hunt", "Dò những hồ sơ bác bỏ điều khẳng định về quy tắc, và câu trả lời cho câu hỏi về quy tắc"),
    (
        "prove",
        "Cho biết quy tắc có nghĩa gì với mọi hồ sơ: tiêu chí có thể đạt không, cùng đạt không, suy ra từ đâu; trả lời khẳng định và câu hỏi",
    ),
    ("lint", "Tìm chỗ quy tắc viết có thể không đúng ý, và mục của văn bản chưa được đo"),
    ("plan", "Tìm thay đổi ít nhất trong hồ sơ để các tiêu chí cùng đạt, hoặc chứng minh là không thể"),
    ("compile", "Biến quy tắc thành chương trình dạng dữ liệu, chạy được mà không cần văn bản quy tắc"),
    ("explain-code", "Giải thích thêm về mã của một lỗi, kèm ví dụ sai và ví dụ đúng"),
    ("lsp", "Phục vụ trình soạn thảo qua đầu vào và đầu ra chuẩn, theo giao thức Language Server Protocol"),
    ("studio", "Mở trang soạn thảo trên máy này: quy tắc, hồ sơ và kết luận cạnh nhau; không có gì rời khỏi máy"),
    ("fmt", "Trình bày lại tệp quy tắc theo một thể thức chung; lời văn và ghi chú giữ nguyên"),
    ("new", "Lập một gói quy tắc mới: tệp khai báo, quy tắc có ghi chú, hồ sơ mẫu và việc cần làm tiếp"),
    ("completions", "In phần tự hoàn thành câu lệnh cho trình lệnh"),
    ("man", "In trang hướng dẫn, hoặc ghi trang hướng dẫn của từng lệnh"),
    ("schema", "In JSON Schema của báo cáo"),
];

/// The command line with its help in Vietnamese.
pub fn vietnamese(command: Command) -> Command {
    let mut command = dressed(command)
        .about("Đối chiếu hồ sơ với các tiêu chí của văn bản: chính xác, có căn cứ, có giải thích")
        .after_help(AFTER)
        .subcommand_help_heading("Các lệnh")
        .disable_help_subcommand(true)
        .disable_version_flag(true);
    let version = Arg::new("version").long("version").short('V').action(ArgAction::Version).help("Hiện phiên bản");
    command = command.arg(version.help_heading(OPTIONS));
    // What wasn't built in isn't there.
    let there: Vec<_> = COMMANDS.iter().filter(|(name, _)| command.find_subcommand(name).is_some()).collect();
    for (name, about) in there {
        command = command.mut_subcommand(name, |sub| dressed(sub).about(*about));
    }
    command
}

fn dressed(command: Command) -> Command {
    let help = Arg::new("help").long("help").short('h').action(ArgAction::Help).help("Hiện hướng dẫn này");
    let mut command = command.help_template(TEMPLATE).disable_help_flag(true).arg(help);
    let known: Vec<String> = command.get_arguments().map(|argument| argument.get_id().to_string()).collect();
    for name in known {
        let text = ARGUMENTS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
        command = command.mut_arg(name, |argument| {
            let heading = if argument.is_positional() { "Tham số" } else { OPTIONS };
            let mut argument = argument.help_heading(heading);
            if argument.get_action().takes_values() {
                argument = argument.hide_possible_values(true).hide_default_value(true);
            }
            match text {
                Some(text) => argument.help(text),
                None => argument,
            }
        });
    }
    command
}
