//! `cargo xtask train`: treebanks to `models/english.weights`; `cargo xtask train score`: what the weights are worth.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use language::train::{Example, Plan, learn, read_treebank};
use language::{Sentence, Token};
use sha2::{Digest, Sha256};

/// Where the treebanks lie, seen from the repository's root.
const TREEBANKS: &str = "../shared/corpora/ud-english";
/// What is learned from: EWT, and of GUM only what stems from Wikimedia's projects, for its licence.
const LEARNED: [&str; 2] = [
    "ewt/en_ewt-ud-train.conllu",
    "gum/en_gum-ud-train.wikimedia-only.conllu",
];
/// What is measured on.
const MEASURED: [&str; 2] = ["ewt/en_ewt-ud-dev.conllu", "gum/en_gum-ud-dev.conllu"];
const WEIGHTS: &str = "models/english.weights";

/// Learns the weights and writes them: `cargo xtask train [TREEBANKS]`. The same treebanks give the same bytes.
/// `cargo xtask train score [TREEBANKS]` measures instead.
pub fn run(args: &[String]) -> Result<()> {
    if args.first().is_some_and(|arg| arg == "score") {
        return score(&args[1..]);
    }
    let folder = treebanks(args)?;
    let mut examples: Vec<Example> = Vec::new();
    for file in LEARNED {
        examples.extend(read_treebank(&read(&folder.join(file))?));
    }
    println!("{} sentences", examples.len());
    let plan = Plan::default();
    let weights = learn(&examples, &plan, &mut |line| println!("{line}")).pack(&plan);
    let path = root().join(WEIGHTS);
    fs::write(&path, &weights).with_context(|| format!("could not write {}", path.display()))?;
    println!(
        "{}: {} bytes, SHA-256 {}",
        WEIGHTS,
        weights.len(),
        checksum(&weights)
    );
    println!("`cargo xtask train score` measures them; put the figures into models/README.md");
    Ok(())
}

/// Runs raw text of the treebanks' development parts through the embedded model, and the treebanks' own scorer over
/// the outcome; then the treebanks' own words: `cargo xtask train score [TREEBANKS]`.
pub fn score(args: &[String]) -> Result<()> {
    let folder = treebanks(args)?;
    let scorer = folder.join("score_conllu.py");
    for file in MEASURED {
        let gold = folder.join(file);
        let inputs = python(&scorer, &gold, &["--inputs"])?;
        let mut answers = String::new();
        for line in inputs.lines() {
            let document: serde_json::Value =
                serde_json::from_str(line).context("the scorer's input line is no JSON")?;
            let text = document["text"]
                .as_str()
                .context("the scorer's input line has no text")?;
            answers += &serde_json::json!({"id": document["id"], "conllu": language::conllu(text)})
                .to_string();
            answers.push('\n');
        }
        let path =
            std::env::temp_dir().join(format!("annalist-score-{}.jsonl", std::process::id()));
        fs::write(&path, answers).with_context(|| format!("could not write {}", path.display()))?;
        let figures = python(&scorer, &gold, &["--pred", &path.to_string_lossy()]);
        fs::remove_file(&path).ok();
        println!("{file}, from raw text\n{}", figures?);
        let examples = read_treebank(&read(&gold)?);
        println!("{file}, gold tokens: {}", gold_tokens(&examples, false));
        println!(
            "{file}, gold tokens in capitals: {}\n",
            gold_tokens(&examples, true)
        );
    }
    Ok(())
}

/// How many words are rightly tagged and hung when the sentences and words are the treebank's.
fn gold_tokens(examples: &[Example], capitals: bool) -> String {
    let (mut words, mut tagged, mut hung, mut related) = (0, 0, 0, 0);
    for example in examples {
        let (text, sentence) = written(&example.words, capitals);
        let tags = language::tag(&text, &sentence);
        let tree = language::parse(&text, &sentence, &tags);
        for (word, tag) in tags.iter().enumerate() {
            let head = tree.heads[word] == example.tree.heads[word];
            let relation = tree.relations[word].main() == example.tree.relations[word].main();
            words += 1;
            tagged += u32::from(tag.pos == example.tags[word].pos);
            hung += u32::from(head);
            related += u32::from(head && relation);
        }
    }
    let percent = |right: u32| 100.0 * f64::from(right) / f64::from(words.max(1));
    format!(
        "UPOS {:.2}, UAS {:.2}, LAS {:.2} of {words} words",
        percent(tagged),
        percent(hung),
        percent(related)
    )
}

/// The words of a sentence as a text with spaces between them.
fn written(words: &[String], capitals: bool) -> (String, Sentence) {
    let mut text = String::new();
    let mut tokens = Vec::new();
    for word in words {
        let start = text.len() as u32;
        text += &if capitals {
            word.to_uppercase()
        } else {
            word.clone()
        };
        tokens.push(Token {
            start,
            end: text.len() as u32,
            joined: false,
        });
        text.push(' ');
    }
    let end = tokens.last().map_or(0, |token| token.end);
    (
        text,
        Sentence {
            start: 0,
            end,
            tokens,
        },
    )
}

fn python(scorer: &Path, gold: &Path, rest: &[&str]) -> Result<String> {
    let output = Command::new("python3")
        .arg(scorer)
        .arg("--gold")
        .arg(gold)
        .args(rest)
        .output()
        .context("could not start python3")?;
    if !output.status.success() {
        bail!(
            "{}: {}",
            scorer.display(),
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    String::from_utf8(output.stdout).context("the scorer wrote something that is no UTF-8")
}

fn treebanks(args: &[String]) -> Result<PathBuf> {
    let folder = args
        .first()
        .map_or_else(|| root().join(TREEBANKS), PathBuf::from);
    if !folder.is_dir() {
        bail!(
            "no treebanks at {}: give the folder that holds ewt/ and gum/ (UD_English-EWT and UD_English-GUM, from universaldependencies.org) as argument",
            folder.display()
        );
    }
    Ok(folder)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("could not read {}", path.display()))
}

/// The repository's root, wherever the task is run from.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn checksum(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        write!(text, "{byte:02x}").expect("a string takes any text");
    }
    text
}
