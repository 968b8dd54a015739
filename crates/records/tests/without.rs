//! A build without the readers of columnar files or workbooks says so.

use tieuchi::source::{Language, Source};
use tieuchi_records::{Records, read_path};

#[test]
fn what_is_not_built_in_is_a_finding() {
    let rules = "tieuchi 1, en\nrecord unit\n  id: text key\n  staff: count\ncriterion 1 \"All\"\n  100% of units have staff at least 1\n";
    let Ok((program, _)) = tieuchi::compile(&[Source::new("rules", rules)]) else { panic!("sound rules") };
    let folder = tempfile::tempdir().unwrap();
    let kinds = [("parquet", cfg!(feature = "columnar")), ("arrow", cfg!(feature = "columnar"))];
    for (ending, built_in) in kinds.into_iter().chain([("xlsx", cfg!(feature = "spreadsheets"))]) {
        let path = folder.path().join("unit").with_extension(ending);
        std::fs::write(&path, "no such file").unwrap();
        let found = read_path(&program, &Records::default(), &path).unwrap_err();
        let codes: Vec<&str> = found.iter().map(|finding| finding.code()).collect();
        assert_eq!(codes, [if built_in { "E0435" } else { "E0438" }], "{ending}");
        if !built_in {
            assert!(found[0].prose(Language::En).help.contains("feature"), "{found:?}");
            assert!(found[0].prose(Language::Vi).help.contains("tính năng"), "{found:?}");
        }
    }
}
