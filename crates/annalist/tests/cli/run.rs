//! A folder of its own for each test, and the binary run in it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder with reports and, later, a casebook.
pub struct Desk {
    folder: TempDir,
}

/// What a run printed, and how it ended.
pub struct Ran {
    pub out: String,
    pub notes: String,
    pub code: Option<i32>,
}

impl Desk {
    /// An empty folder.
    pub fn new() -> Self {
        Desk {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A folder with reports in `reports/`, and nothing added yet.
    pub fn with_reports() -> Self {
        let desk = Desk::new();
        for (name, text) in crate::reports::ALL {
            desk.write(&format!("reports/{name}"), text);
        }
        desk
    }

    /// The same with the reports in the casebook.
    pub fn with_casebook() -> Self {
        let desk = Desk::with_reports();
        desk.good("add reports");
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The binary, in this folder, as if by anna, without colours from the environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_annalist"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("USER", "anna")
            .stdin(Stdio::null());
        command
    }

    /// Runs with these arguments.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(&self.command(arguments).output().unwrap())
    }

    /// Runs with words apart by spaces; it must succeed. Gives standard output.
    pub fn good(&self, words: &str) -> String {
        let words: Vec<&str> = words.split(' ').collect();
        self.done(&words)
    }

    /// The same with arguments that hold spaces.
    pub fn done(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.notes);
        ran.out
    }

    /// Runs with text on standard input.
    pub fn fed(&self, arguments: &[&str], text: &str) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(text.as_bytes()).unwrap();
        drop(stdin);
        Ran::of(&child.wait_with_output().unwrap())
    }

    /// The ids of all incidents.
    pub fn incidents(&self) -> Vec<serde_json::Value> {
        let lines = self.good("list --format jsonl");
        lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The incident that holds an account.
    pub fn incident_of(&self, key: &str) -> serde_json::Value {
        let all = self.incidents();
        let found = all.iter().find(|incident| {
            let accounts = incident["accounts"].as_array().unwrap();
            accounts.iter().any(|account| account_key(account) == key)
        });
        found
            .unwrap_or_else(|| panic!("no incident has {key}"))
            .clone()
    }

    /// The id of that incident.
    pub fn id_of(&self, key: &str) -> String {
        self.incident_of(key)["id"].as_str().unwrap().to_owned()
    }
}

fn account_key(account: &serde_json::Value) -> String {
    account["account"].as_str().unwrap_or_default().to_owned()
}

impl Ran {
    pub fn of(output: &Output) -> Self {
        Ran {
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            notes: String::from_utf8(output.stderr.clone()).unwrap(),
            code: output.status.code(),
        }
    }

    /// It failed altogether with this said, in one error, without a panic.
    pub fn refused(&self, said: &str) {
        assert_eq!(self.code, Some(2), "{}", self.notes);
        self.says(said);
    }

    /// Standard error has this, says it once, and no panic.
    pub fn says(&self, said: &str) {
        assert!(
            self.notes.contains(said),
            "{said:?} is not in: {}",
            self.notes
        );
        assert_eq!(self.notes.matches("error: ").count(), 1, "{}", self.notes);
        assert!(!self.notes.contains("panicked"), "{}", self.notes);
    }
}

/// True where the user may write anywhere, so that permissions cannot be tested.
pub fn is_root(folder: &Path) -> bool {
    let probe = folder.join("probe");
    std::fs::create_dir(&probe).unwrap();
    let mut permissions = std::fs::metadata(&probe).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&probe, permissions).unwrap();
    std::fs::write(probe.join("x"), "x").is_ok()
}
