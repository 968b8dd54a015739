//! Why a file can't be read or written, in words.

use std::io::{Error, ErrorKind};

use tieuchi::source::Language;

/// What happened and what to do; what is rare is said in the system's own words.
pub fn disk_fault(error: &Error, language: Language) -> String {
    let (en, vi) = match error.kind() {
        ErrorKind::NotFound => (
            "there is no such file or folder; check the path",
            "không có tệp hoặc thư mục này; hãy kiểm tra lại đường dẫn",
        ),
        ErrorKind::PermissionDenied => (
            "permission is denied; ask for it, or use another folder",
            "không có quyền; hãy xin quyền hoặc dùng thư mục khác",
        ),
        ErrorKind::IsADirectory => (
            "this is a folder, not a file; name a file in it",
            "đây là thư mục, không phải tệp; hãy nêu tên tệp trong đó",
        ),
        ErrorKind::NotADirectory => (
            "a part of the path is a file, not a folder; check the path",
            "một phần của đường dẫn là tệp, không phải thư mục; hãy kiểm tra lại đường dẫn",
        ),
        ErrorKind::AlreadyExists => ("it exists already; name another", "đã có tệp này; hãy đặt tên khác"),
        ErrorKind::InvalidData => (
            "it is not a text in UTF-8; save it as UTF-8",
            "nội dung không phải là chữ theo bảng mã UTF-8; hãy lưu lại theo UTF-8",
        ),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::WriteZero => (
            "there is no space left; make room, or use another disk",
            "hết chỗ trống; hãy giải phóng dung lượng hoặc dùng ổ đĩa khác",
        ),
        ErrorKind::FileTooLarge => (
            "it would be too large for this disk; use another disk",
            "tệp quá lớn đối với ổ đĩa này; hãy dùng ổ đĩa khác",
        ),
        ErrorKind::ReadOnlyFilesystem => {
            ("the disk can only be read; use another folder", "ổ đĩa chỉ cho phép đọc; hãy dùng thư mục khác")
        }
        ErrorKind::InvalidFilename => (
            "this is no name for a file here; name it otherwise",
            "tên tệp này không dùng được ở đây; hãy đặt tên khác",
        ),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => (
            "another program is using it; close that first",
            "chương trình khác đang dùng tệp này; hãy đóng chương trình đó trước",
        ),
        ErrorKind::Interrupted | ErrorKind::TimedOut => {
            ("it took too long; try again", "mất quá nhiều thời gian; hãy thử lại")
        }
        _ => {
            let next = language
                .pick("check the path and the disk, and try again", "hãy kiểm tra đường dẫn và ổ đĩa rồi thử lại");
            return format!("{error}; {next}");
        }
    };
    language.pick(en, vi).to_owned()
}
