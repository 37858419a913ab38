//! The walk-through in `docs/follow-one-report.md` shows what the program prints.
//!
//! `cargo xtask bless` writes the output anew.

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs one `$ …` line as a reader would type it, in a folder that holds the demo.
fn typed(line: &str, folder: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_annalist"));
    let path = format!(
        "{}:{}",
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let output = Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env("PATH", path)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .env("USER", "reader")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "`{line}` failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8_lossy(&output.stdout);
    let plain: Vec<String> = text.lines().map(|line| timeless(line.trim_end())).collect();
    plain.join("\n")
}

/// The hour of a coding, and the version and hash of the codebook, differ between runs.
fn timeless(line: &str) -> String {
    let hour = |word: &str| word.len() > 20 && word.as_bytes()[10] == b'T' && word.ends_with('Z');
    if !line.split_whitespace().any(hour) {
        return line.to_owned();
    }
    let line = line.split(" by ").next().unwrap_or(line);
    line.split(' ')
        .map(|word| {
            if hour(word) {
                "2031-03-15T12:00:00Z"
            } else {
                word
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(unix)]
#[test]
fn the_walk_through_shows_what_the_program_prints() {
    let page = root().join("docs/follow-one-report.md");
    let text = std::fs::read_to_string(&page).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("target")).unwrap();
    std::fs::create_dir(folder.path().join("demo")).unwrap();
    for entry in std::fs::read_dir(root().join("demo")).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(
            entry.path(),
            folder.path().join("demo").join(entry.file_name()),
        )
        .unwrap();
    }
    let mut now = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        now.push_str(line);
        now.push('\n');
        if line != "```console" {
            continue;
        }
        for line in lines.by_ref().take_while(|line| *line != "```") {
            let Some(command) = line.strip_prefix("$ ") else {
                continue;
            };
            now.push_str(line);
            now.push('\n');
            let printed = typed(command, folder.path());
            if !printed.is_empty() {
                now.push_str(&printed);
                now.push('\n');
            }
        }
        now.push_str("```\n");
    }
    if std::env::var_os("ANNALIST_BLESS").is_some() {
        std::fs::write(&page, &now).unwrap();
        return;
    }
    for (number, (expected, got)) in text.lines().zip(now.lines()).enumerate() {
        assert!(
            expected == got,
            "docs/follow-one-report.md:{} says\n  {expected}\nand the program prints\n  {got}\nrun cargo xtask bless and read the difference",
            number + 1
        );
    }
    assert_eq!(text.lines().count(), now.lines().count());
}
