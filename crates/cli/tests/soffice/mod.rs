//! LibreOffice as an office has it, without a window.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Set where these tests must run and not be passed over.
const NEEDED: &str = "TIEUCHI_NEEDS_SOFFICE";

/// LibreOffice with settings of its own, if it is installed.
///
/// # Panics
///
/// If it isn't and the environment says that it is needed.
pub fn soffice() -> Option<LibreOffice> {
    let found = Command::new("soffice").arg("--version").output().is_ok_and(|output| output.status.success());
    assert!(found || std::env::var_os(NEEDED).is_none(), "{NEEDED} is set and there is no soffice");
    if !found {
        eprintln!("passed over: there is no soffice");
        return None;
    }
    Some(LibreOffice { home: tempfile::tempdir().expect("a folder") })
}

pub struct LibreOffice {
    home: tempfile::TempDir,
}

impl LibreOffice {
    /// Opens files and writes each to a folder in another form, such as `xlsx` or `ods`: the files that come of it.
    pub fn convert(&self, files: &[PathBuf], form: &str, folder: &Path) -> Vec<PathBuf> {
        let mut command = Command::new("soffice");
        command.arg(format!("-env:UserInstallation=file://{}", self.home.path().display()));
        command.args(["--headless", "--norestore", "--convert-to", form, "--outdir"]).arg(folder).args(files);
        let output = command.output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        let ending = form.split(':').next().expect("a form");
        let made = files.iter().map(|file| folder.join(file.file_name().expect("a name")).with_extension(ending));
        let made: Vec<PathBuf> = made.collect();
        assert!(made.iter().all(|file| file.is_file()), "{said}");
        made
    }
}
