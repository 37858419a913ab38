//! Writes `codebook_files.rs`: every TOML file of `codebook/` as (path, contents).

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Lists the folder, in sorted order, into a constant that `src/source.rs` includes.
pub fn embed() {
    let manifest = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let root = Path::new(&manifest).join("../../codebook");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let mut state = 0xcbf2_9ce4_8422_2325u64;
    let mut code = String::from("pub(crate) const FILES: &[(&str, &str)] = &[\n");
    for file in files {
        let name = file
            .strip_prefix(&root)
            .expect("found below the root")
            .to_string_lossy()
            .replace('\\', "/");
        println!("cargo::rerun-if-changed={}", file.display());
        writeln!(code, "    ({name:?}, include_str!({:?})),", file.display())
            .expect("writing to a string");
        let text = std::fs::read(&file).expect("found below the root");
        for byte in name.bytes().chain([0]).chain(text).chain([0]) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
    code.push_str("];\n");
    writeln!(
        code,
        "/// FNV-1a of all of them, as `hash` makes it.\npub(crate) const HASH: &str = \"{state:016x}\";"
    )
    .expect("writing to a string");
    let out = std::env::var("OUT_DIR").expect("cargo sets it");
    std::fs::write(Path::new(&out).join("codebook_files.rs"), code).expect("OUT_DIR is writable");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            println!("cargo::rerun-if-changed={}", path.display());
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(path);
        }
    }
}
