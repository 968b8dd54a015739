//! Problems of packs, their manifests and the files that they use, and their prose in both languages.

use super::{Prose, Unreadable};
use crate::source::{Language, Position};

/// A problem of a pack and where it is. One with a place in a rule file has its span in the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackProblem {
    /// The file or folder, as the user named it.
    pub file: Option<String>,
    /// Where in a manifest.
    pub position: Option<Position>,
    /// What.
    pub fault: PackFault,
}

/// Why a path of a pack is refused as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadPath {
    /// It starts at the root of the disk.
    Absolute,
    /// It goes up by `..`.
    Upwards,
    /// It has a backslash, or parts that are empty.
    Shape,
    /// It doesn't end in `.tieuchi`.
    Ending,
}

/// What is wrong with a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PackFault {
    /// A folder without a manifest.
    NoManifest,
    /// A file that can't be opened.
    Unreadable(Unreadable),
    /// A manifest that isn't RON, or has something else than asked for at this place.
    Malformed {
        /// Whether it just ends too early.
        ends_early: bool,
    },
    /// An entry that a manifest doesn't have.
    UnknownEntry {
        /// As written.
        name: String,
        /// The entry that may be meant.
        nearest: Option<String>,
    },
    /// An entry that a manifest must have.
    MissingEntry {
        /// Its name.
        name: String,
    },
    /// The same name twice where each may stand once.
    RepeatedEntry {
        /// The name.
        name: String,
    },
    /// A manifest of an edition that isn't known.
    Edition {
        /// As written.
        found: u32,
    },
    /// No rule file under `main`.
    NoMain,
    /// A language under `main` that isn't `vi` or `en`.
    UnknownLanguage {
        /// As written.
        code: String,
    },
    /// A decimal sign that is none.
    DecimalSign {
        /// As written.
        found: String,
    },
    /// A path that may not be written so.
    Path {
        /// As written.
        path: String,
        /// Why.
        why: BadPath,
    },
    /// A path that leads out of the pack by a symbolic link.
    OutsidePack {
        /// As written.
        path: String,
    },
    /// A rule file that isn't there.
    MissingFile {
        /// As written.
        name: String,
        /// The file that may be meant.
        nearest: Option<String>,
    },
    /// A pack that the manifest doesn't name.
    UnknownPack {
        /// As written.
        name: String,
        /// The pack that may be meant.
        nearest: Option<String>,
    },
    /// Files that use each other in a circle.
    Cycle {
        /// The files, each using the next, and the last the first.
        files: Vec<String>,
    },
    /// More files than are read.
    TooManyFiles {
        /// The limit.
        limit: u64,
    },
    /// A file larger than is read.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Not UTF-8.
    NotUtf8,
}

impl PackProblem {
    /// A problem of a file.
    pub fn of(file: impl Into<String>, fault: PackFault) -> PackProblem {
        PackProblem { file: Some(file.into()), position: None, fault }
    }

    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match &self.fault {
            PackFault::NoManifest => "E0501",
            PackFault::Unreadable(_) => "E0502",
            PackFault::Malformed { .. } => "E0503",
            PackFault::UnknownEntry { .. } => "E0504",
            PackFault::MissingEntry { .. } => "E0505",
            PackFault::RepeatedEntry { .. } => "E0506",
            PackFault::Edition { .. } => "E0507",
            PackFault::NoMain => "E0508",
            PackFault::UnknownLanguage { .. } => "E0509",
            PackFault::DecimalSign { .. } => "E0510",
            PackFault::Path { .. } => "E0511",
            PackFault::OutsidePack { .. } => "E0512",
            PackFault::MissingFile { .. } => "E0513",
            PackFault::UnknownPack { .. } => "E0514",
            PackFault::Cycle { .. } => "E0515",
            PackFault::TooManyFiles { .. } => "E0516",
            PackFault::TooLarge { .. } => "E0517",
            PackFault::NotUtf8 => "E0518",
        }
    }

    /// The file and the place in it, in words: `tieuchi.ron, line 3, character 5`. Empty where nothing is known.
    pub fn shown(&self, language: Language) -> String {
        let mut parts: Vec<String> = self.file.iter().cloned().collect();
        if let Some(Position { line, column }) = self.position {
            parts.push(
                language.pick(format!("line {line}, character {column}"), format!("dòng {line}, ký tự {column}")),
            );
        }
        parts.join(", ")
    }

    /// In words. The place is not part of it: see [`PackProblem::shown`].
    pub fn prose(&self, language: Language) -> Prose {
        let (title, help) = match language {
            Language::En => english(&self.fault),
            Language::Vi => vietnamese(&self.fault),
        };
        Prose::new(title, "", help)
    }
}

fn english(fault: &PackFault) -> (String, String) {
    let mean = |nearest: &Option<String>| match nearest {
        Some(name) => format!("Did you mean “{name}”? "),
        None => String::new(),
    };
    match fault {
        PackFault::NoManifest => (
            "this folder is no pack: it has no file tieuchi.ron".to_owned(),
            "Name a folder with a tieuchi.ron, or a rule file that ends in .tieuchi.".to_owned(),
        ),
        PackFault::Unreadable(why) => match why {
            Unreadable::Missing => ("there is no such file or folder".to_owned(), "Check the path.".to_owned()),
            Unreadable::Forbidden => {
                ("the file may not be read".to_owned(), "Give yourself permission to read it.".to_owned())
            }
            Unreadable::Other => (
                "the file can't be read".to_owned(),
                "Check that it is a file and that its disk is there.".to_owned(),
            ),
        },
        PackFault::Malformed { ends_early: true } => (
            "the manifest ends too early".to_owned(),
            "Add the closing bracket or quotation mark that is missing.".to_owned(),
        ),
        PackFault::Malformed { ends_early: false } => (
            "the manifest can't be read from here on".to_owned(),
            "Look for a missing comma, quotation mark or bracket just before this place, or for a value of the wrong kind.".to_owned(),
        ),
        PackFault::UnknownEntry { name, nearest } => (
            format!("a manifest has no entry “{name}” here"),
            format!("{}Correct the name or leave the entry out.", mean(nearest)),
        ),
        PackFault::MissingEntry { name } => {
            (format!("the manifest lacks the entry “{name}”"), format!("Add “{name}: …”."))
        }
        PackFault::RepeatedEntry { name } => {
            (format!("“{name}” stands twice in the manifest"), "Keep one of them.".to_owned())
        }
        PackFault::Edition { found } => (
            format!("the manifest is of edition {found}, which this program doesn't know"),
            "Write “tieuchi: 1”, or use a newer program.".to_owned(),
        ),
        PackFault::NoMain => (
            "the manifest names no main rule file".to_owned(),
            "Name one for each language: main: { \"vi\": \"….vi.tieuchi\", \"en\": \"….en.tieuchi\" }.".to_owned(),
        ),
        PackFault::UnknownLanguage { code } => {
            (format!("“{code}” is not a language of rule files"), "Write “vi” or “en”.".to_owned())
        }
        PackFault::DecimalSign { found } => {
            (format!("“{found}” is not a decimal sign"), "Write “,” or “.”.".to_owned())
        }
        PackFault::Path { path, why } => (
            format!("the path “{path}” may not be used here"),
            match why {
                BadPath::Absolute => "Write a path that starts at the pack's own folder.",
                BadPath::Upwards => "A pack uses its own files only. To build on another pack, name it under “packs” in tieuchi.ron.",
                BadPath::Shape => "Write the parts of the path with a single “/” between them.",
                BadPath::Ending => "Give the rule file a name that ends in .tieuchi, and a table one that ends in .csv.",
            }
            .to_owned(),
        ),
        PackFault::OutsidePack { path } => (
            format!("“{path}” leads out of its pack"),
            "It is a link to a place outside. Put the file itself into the pack's folder.".to_owned(),
        ),
        PackFault::MissingFile { name, nearest } => (
            format!("the pack has no file “{name}”"),
            format!("{}Correct the name, or add the file.", mean(nearest)),
        ),
        PackFault::UnknownPack { name, nearest } => (
            format!("no pack “{name}” is named in tieuchi.ron"),
            format!(
                "{}Add it there: packs: {{ \"{name}\": \"../{name}\" }}. To use a file of this pack, write its name with .tieuchi.",
                mean(nearest)
            ),
        ),
        PackFault::Cycle { files } => (
            "these files use each other in a circle".to_owned(),
            format!("{}. Take one of these uses out.", chain(files, "uses")),
        ),
        PackFault::TooManyFiles { limit } => {
            (format!("the pack uses more than {limit} files"), "Put rules together in fewer files.".to_owned())
        }
        PackFault::TooLarge { limit } => (format!("the file is larger than {limit} bytes"), "Split it into several files.".to_owned()),
        PackFault::NotUtf8 => (
            "the file is not in UTF-8".to_owned(),
            "In the text editor choose the encoding UTF-8 and save the file again.".to_owned(),
        ),
    }
}

fn vietnamese(fault: &PackFault) -> (String, String) {
    let mean = |nearest: &Option<String>| match nearest {
        Some(name) => format!("Có phải ý bạn là “{name}”? "),
        None => String::new(),
    };
    match fault {
        PackFault::NoManifest => (
            "thư mục này không phải là gói tiêu chí: không có tệp tieuchi.ron".to_owned(),
            "Hãy chọn thư mục có tệp tieuchi.ron, hoặc một tệp tiêu chí có đuôi .tieuchi.".to_owned(),
        ),
        PackFault::Unreadable(why) => match why {
            Unreadable::Missing => {
                ("không có tệp hoặc thư mục này".to_owned(), "Hãy kiểm tra lại đường dẫn.".to_owned())
            }
            Unreadable::Forbidden => ("không có quyền đọc tệp này".to_owned(), "Hãy cấp quyền đọc tệp.".to_owned()),
            Unreadable::Other => (
                "không đọc được tệp này".to_owned(),
                "Hãy kiểm tra xem đây có phải là tệp và ổ đĩa chứa nó có sẵn sàng không.".to_owned(),
            ),
        },
        PackFault::Malformed { ends_early: true } => (
            "tệp khai báo gói kết thúc quá sớm".to_owned(),
            "Hãy bổ sung dấu đóng ngoặc hoặc dấu ngoặc kép còn thiếu.".to_owned(),
        ),
        PackFault::Malformed { ends_early: false } => (
            "từ chỗ này trở đi không đọc được tệp khai báo gói".to_owned(),
            "Hãy xem ngay trước chỗ này có thiếu dấu phẩy, dấu ngoặc kép hoặc dấu đóng mở ngoặc không, hoặc giá trị có sai kiểu không.".to_owned(),
        ),
        PackFault::UnknownEntry { name, nearest } => (
            format!("tệp khai báo gói không có mục “{name}” ở đây"),
            format!("{}Hãy sửa tên mục hoặc bỏ mục này.", mean(nearest)),
        ),
        PackFault::MissingEntry { name } => {
            (format!("tệp khai báo gói thiếu mục “{name}”"), format!("Hãy thêm “{name}: …”."))
        }
        PackFault::RepeatedEntry { name } => {
            (format!("“{name}” xuất hiện hai lần trong tệp khai báo gói"), "Chỉ giữ lại một mục.".to_owned())
        }
        PackFault::Edition { found } => (
            format!("tệp khai báo gói thuộc phiên bản {found}, chương trình này chưa biết phiên bản đó"),
            "Hãy ghi “tieuchi: 1”, hoặc dùng chương trình mới hơn.".to_owned(),
        ),
        PackFault::NoMain => (
            "tệp khai báo gói chưa nêu tệp tiêu chí chính".to_owned(),
            "Hãy nêu cho từng ngôn ngữ: main: { \"vi\": \"….vi.tieuchi\", \"en\": \"….en.tieuchi\" }.".to_owned(),
        ),
        PackFault::UnknownLanguage { code } => {
            (format!("“{code}” không phải là ngôn ngữ của tệp tiêu chí"), "Hãy ghi “vi” hoặc “en”.".to_owned())
        }
        PackFault::DecimalSign { found } => {
            (format!("“{found}” không phải là dấu thập phân"), "Hãy ghi “,” hoặc “.”.".to_owned())
        }
        PackFault::Path { path, why } => (
            format!("không được dùng đường dẫn “{path}” ở đây"),
            match why {
                BadPath::Absolute => "Hãy ghi đường dẫn tính từ thư mục của gói.",
                BadPath::Upwards => "Gói chỉ dùng tệp của chính nó. Để dựa trên một gói khác, hãy nêu gói đó ở mục “packs” trong tệp tieuchi.ron.",
                BadPath::Shape => "Hãy ghi các phần của đường dẫn, giữa hai phần có đúng một dấu “/”.",
                BadPath::Ending => "Hãy đặt tên tệp tiêu chí có đuôi .tieuchi, tên tệp bảng có đuôi .csv.",
            }
            .to_owned(),
        ),
        PackFault::OutsidePack { path } => (
            format!("“{path}” dẫn ra ngoài gói"),
            "Đây là liên kết đến một nơi khác. Hãy đặt chính tệp đó vào thư mục của gói.".to_owned(),
        ),
        PackFault::MissingFile { name, nearest } => (
            format!("gói không có tệp “{name}”"),
            format!("{}Hãy sửa tên, hoặc bổ sung tệp.", mean(nearest)),
        ),
        PackFault::UnknownPack { name, nearest } => (
            format!("tệp tieuchi.ron không nêu gói nào tên là “{name}”"),
            format!(
                "{}Hãy bổ sung: packs: {{ \"{name}\": \"../{name}\" }}. Để dùng một tệp của chính gói này, hãy ghi tên tệp kèm đuôi .tieuchi.",
                mean(nearest)
            ),
        ),
        PackFault::Cycle { files } => (
            "các tệp này dùng lẫn nhau theo vòng tròn".to_owned(),
            format!("{}. Hãy bỏ một trong các chỗ dùng đó.", chain(files, "dùng")),
        ),
        PackFault::TooManyFiles { limit } => {
            (format!("gói dùng quá {limit} tệp"), "Hãy gộp các tiêu chí vào ít tệp hơn.".to_owned())
        }
        PackFault::TooLarge { limit } => (format!("tệp lớn hơn {limit} byte"), "Hãy chia nhỏ tệp.".to_owned()),
        PackFault::NotUtf8 => (
            "tệp không dùng bảng mã UTF-8".to_owned(),
            "Trong trình soạn thảo, hãy chọn bảng mã UTF-8 rồi lưu lại tệp.".to_owned(),
        ),
    }
}

/// “a” uses “b”, “b” uses “a”.
fn chain(files: &[String], uses: &str) -> String {
    let next = files.iter().skip(1).chain(files.first());
    let pairs: Vec<String> = files.iter().zip(next).map(|(file, used)| format!("“{file}” {uses} “{used}”")).collect();
    pairs.join(", ")
}
