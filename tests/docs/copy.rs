//! A copy of the example site, in which the commands of a page are run with the program that was built.

use std::path::Path;
use std::process::{Command, Output};

/// The copy; it goes when it is dropped.
pub(super) struct Copy {
    folder: tempfile::TempDir,
}

impl Copy {
    /// A fresh copy.
    pub(super) fn new(root: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a folder for trials");
        for name in ["playlists", "fonts", "docs"] {
            std::fs::create_dir(folder.path().join(name)).expect("an empty folder");
        }
        let files = ["playlists", "fonts"].iter().flat_map(|name| {
            let entries = std::fs::read_dir(root.join(name)).expect("a folder of the example");
            entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file())
        });
        for path in files.chain([root.join("bangtin.toml")]) {
            let name = path.strip_prefix(root).expect("inside");
            std::fs::copy(&path, folder.path().join(name)).expect("a copy");
        }
        Self { folder }
    }

    /// Its folder.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a script while a daemon of its own takes orders in the copy.
    pub(super) fn run_with_daemon(&self, script: &str) -> Output {
        let start = "bangtin run --listen 127.0.0.1:0 > /dev/null 2>&1 & trap \"kill $!; wait\" EXIT\n\
            until [ -S state/control.sock ]; do sleep 0.1; done";
        let output = self.run(&format!("{start}\n{script}"));
        let _ = std::fs::remove_dir_all(self.path().join("state"));
        output
    }

    /// Runs a script; everything it says comes on standard output.
    pub(super) fn run(&self, script: &str) -> Output {
        let binary = Path::new(env!("CARGO_BIN_EXE_bangtin")).parent().expect("a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        Command::new("timeout")
            .args(["60", "bash", "-euo", "pipefail", "-c", &format!("exec 2>&1\n{script}")])
            .current_dir(self.path())
            .env("PATH", format!("{}:{path}", binary.display()))
            .env_remove("BANGTIN_CONFIG")
            .env_remove("BANGTIN_LANG")
            .output()
            .expect("bash and timeout")
    }
}
