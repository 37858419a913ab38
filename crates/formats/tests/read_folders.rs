//! Which files of a folder are its reports, in what order, and what the others get.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

use formats::read::{Found, ReadOptions, read};
use formats::{ReadError, ReadProblem};
use model::PublishedFrom;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn run(inputs: &[PathBuf]) -> (Vec<Found>, Vec<ReadError>) {
    let (mut found, mut failed) = (Vec::new(), Vec::new());
    for result in read(inputs, &ReadOptions::default()) {
        match result {
            Ok(one) => found.push(one),
            Err(error) => failed.push(error),
        }
    }
    (found, failed)
}

fn ids(found: &[Found]) -> Vec<&str> {
    found.iter().map(|found| found.report.id.as_str()).collect()
}

fn at(folder: &TempDir, name: &str) -> PathBuf {
    folder.path().join(name)
}

#[test]
fn a_folder_is_read_in_the_order_of_its_names() {
    let folder = folder(&[
        ("b.txt", "Second report."),
        ("a.md", "# First"),
        ("c/d.txt", "Third report."),
        ("README.md", "About these files."),
        ("LICENSE", "Terms."),
        ("index.html", "<p>List</p>"),
        (".hidden.txt", "No."),
        ("labels.jsonl", "{\"id\":\"a\"}"),
        ("notes.xyz", "No."),
    ]);
    let (found, failed) = run(&[folder.path().into()]);
    assert_eq!(ids(&found), ["a", "b", "d"]);
    assert_eq!(failed, []);
}

#[test]
fn an_index_says_exactly_which_files_are_reports() {
    let folder = folder(&[
        (
            "index.jsonl",
            "{\"id\":\"two\",\"title\":\"The Second\",\"url\":\"https://example.org/2\",\"source\":\"Example Wire\",\"published\":\"2022-09-05\",\"lang\":\"en\",\"chars\":7}\n\n{\"id\":\"one\",\"published\":null}\n",
        ),
        ("one.txt", "The first report.\n"),
        ("two.txt", "A Headline Here\n\nThe second report.\n"),
        ("three.txt", "Not a report.\n"),
        ("README.md", "About.\n"),
        ("below/four.txt", "Not a report.\n"),
    ]);
    let (found, failed) = run(&[folder.path().into()]);
    assert_eq!(failed, []);
    assert_eq!(ids(&found), ["two", "one"]);
    let two = &found[0].report;
    assert_eq!(two.title.as_deref(), Some("The Second"));
    assert_eq!(two.url.as_deref(), Some("https://example.org/2"));
    assert_eq!(two.source.as_deref(), Some("Example Wire"));
    assert_eq!(
        two.published.map(|day| day.to_string()).as_deref(),
        Some("2022-09-05")
    );
    assert_eq!(two.published_from, PublishedFrom::Metadata);
    assert_eq!(two.lang.as_deref(), Some("en"));
    assert_eq!(two.text, "A Headline Here\n\nThe second report.\n");
    assert_eq!(found[1].report.published_from, PublishedFrom::Unknown);
}

#[test]
fn an_index_finds_files_by_id_in_folders_below_and_names_those_it_cannot() {
    let folder = folder(&[
        (
            "index.jsonl",
            "{\"id\":\"one\"}\n{\"id\":\"gone\"}\n{\"id\":\"one\"}\n{\"title\":\"x\"}\nnot json\n{\"id\":\"inline\",\"text\":\"Words in the row.\"}\n{\"id\":\"p/q\"}\n{\"id\":\"../secret\"}",
        ),
        ("texts/one.txt", "The first report."),
        ("p/q.md", "Words."),
    ]);
    fs::write(folder.path().parent().unwrap().join("secret.txt"), "x").unwrap();
    let (found, failed) = run(&[folder.path().into()]);
    assert_eq!(ids(&found), ["one", "inline", "p/q"]);
    let problems: Vec<_> = failed.iter().map(|error| error.problem.clone()).collect();
    assert_eq!(problems[0], ReadProblem::NoFileForId);
    assert_eq!(problems[1], ReadProblem::RepeatedId);
    assert_eq!(problems[2], ReadProblem::NoId);
    assert!(
        failed[3]
            .to_string()
            .contains("index.jsonl:5: is not a JSON object")
    );
    assert_eq!(
        problems[4],
        ReadProblem::NoFileForId,
        "an id never leaves its folder"
    );
    assert!(failed[0].to_string().contains("index.jsonl (gone): "));
}

#[test]
fn a_folder_below_with_an_index_of_its_own_is_read_by_it() {
    let folder = folder(&[
        ("index.jsonl", "{\"id\":\"one\"}\n"),
        ("one.txt", "The first report."),
        ("2021/index.jsonl", "{\"id\":\"old\"}\n"),
        ("2021/old.txt", "An old report."),
        ("2021/stray.txt", "No report."),
    ]);
    let (found, _) = run(&[folder.path().into()]);
    assert_eq!(ids(&found), ["one", "old"]);
}

#[test]
fn a_file_named_by_itself_still_has_its_row_of_the_index() {
    let folder = folder(&[
        (
            "index.jsonl",
            "{\"id\":\"one\",\"published\":\"2022-09-05\",\"title\":\"From the index\"}\n",
        ),
        ("texts/one.txt", "The first report."),
        ("two.txt", "Another report."),
        ("README.md", "About."),
    ]);
    let (found, failed) = run(&[
        at(&folder, "texts/one.txt"),
        at(&folder, "two.txt"),
        at(&folder, "README.md"),
    ]);
    assert_eq!(failed, []);
    assert_eq!(ids(&found), ["one", "two"]);
    assert_eq!(found[0].report.title.as_deref(), Some("From the index"));
    assert_eq!(found[0].report.published_from, PublishedFrom::Metadata);
}

#[test]
fn naming_the_index_is_naming_its_folder_and_nothing_is_read_twice() {
    let folder = folder(&[
        ("index.jsonl", "{\"id\":\"one\"}\n"),
        ("one.txt", "The first report."),
        ("two.txt", "Not in the index."),
    ]);
    let (found, failed) = run(&[
        at(&folder, "index.jsonl"),
        at(&folder, "one.txt"),
        folder.path().into(),
    ]);
    assert_eq!(ids(&found), ["one"]);
    assert_eq!(failed, []);
}

#[test]
fn the_same_name_in_two_folders_gives_two_ids() {
    let folder = folder(&[("a/x.txt", "One report."), ("b/x.txt", "Another report.")]);
    let (found, _) = run(&[folder.path().into()]);
    assert_eq!(ids(&found), ["x", "b/x"]);
    assert!(found[1].path.ends_with("b/x.txt"));
}

#[test]
fn each_bad_file_gets_one_line_and_the_others_go_on() {
    let folder = folder(&[
        ("a.txt", "A report."),
        ("empty.txt", ""),
        ("blank.txt", " \n\n"),
        ("old.doc", "x"),
        ("z.txt", "Another report."),
    ]);
    fs::write(
        at(&folder, "noise.txt"),
        [0, 1, 2, 3, 255, 254, 0, 7].repeat(40),
    )
    .unwrap();
    fs::write(at(&folder, "photo.pdf"), b"\x89PNG\r\n\x1a\n").unwrap();
    let (found, failed) = run(&[at(&folder, "missing.txt"), folder.path().into()]);
    assert_eq!(ids(&found), ["a", "z"]);
    let lines: Vec<String> = failed.iter().map(ToString::to_string).collect();
    let root = folder.path().display();
    assert_eq!(
        lines,
        [
            format!("{root}/missing.txt: there is no such file or folder; check the spelling"),
            format!("{root}/blank.txt: holds no words; save the report again or remove the file"),
            format!("{root}/empty.txt: is empty; save the report again or remove the file"),
            format!(
                "{root}/noise.txt: is not text (its bytes are those of a program or a picture); save it as txt, md, html, pdf, docx or jsonl"
            ),
            format!("{root}/old.doc: is an old Word file, which is not read; save it as docx"),
            format!(
                "{root}/photo.pdf: is not text (a PNG picture); save it as txt, md, html, pdf, docx or jsonl"
            ),
        ]
    );
}

#[test]
fn a_folder_without_reports_says_so() {
    let folder = folder(&[("README.md", "About.")]);
    let (found, failed) = run(&[folder.path().into()]);
    assert!(found.is_empty());
    assert_eq!(failed[0].problem, ReadProblem::NoReports);
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_in_circles_end() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("a.txt", "A report.")]);
    symlink(at(&folder, "gone.txt"), at(&folder, "b.txt")).unwrap();
    symlink(folder.path(), at(&folder, "circle")).unwrap();
    symlink(at(&folder, "a.txt"), at(&folder, "same.txt")).unwrap();
    let (found, failed) = run(&[folder.path().into()]);
    assert_eq!(ids(&found), ["a"]);
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].problem, ReadProblem::BrokenLink);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_and_not_waited_for() {
    let (found, failed) = run(&[Path::new("/dev/null").into()]);
    assert!(found.is_empty());
    assert_eq!(failed[0].problem, ReadProblem::NotAFile);
}

#[test]
fn a_record_file_gives_a_report_a_line_and_a_line_for_each_bad_one() {
    let folder = folder(&[(
        "wire.jsonl",
        "{\"id\":\"a\",\"text\":\"First words.\",\"date\":\"2022-09-05\"}\n{\"body\":\"Second words.\",\"title\":\"Two\"}\n\nnonsense\n{\"id\":\"c\"}\n{\"id\":\"a\",\"content\":\"Third words.\"}",
    )]);
    let (found, failed) = run(&[at(&folder, "wire.jsonl")]);
    assert_eq!(ids(&found)[..2], ["a", "wire-2"]);
    assert_eq!(found.len(), 3);
    assert_ne!(found[2].report.id, "a");
    assert_eq!(
        found[0]
            .report
            .published
            .map(|day| day.to_string())
            .as_deref(),
        Some("2022-09-05")
    );
    assert!(found[1].path.ends_with("wire.jsonl:2"));
    assert_eq!(
        found[1].original,
        b"{\"body\":\"Second words.\",\"title\":\"Two\"}"
    );
    assert!(
        failed[0]
            .to_string()
            .contains("wire.jsonl:4: is not a JSON object")
    );
    assert_eq!(failed[1].problem, ReadProblem::NoTextKey);
}
