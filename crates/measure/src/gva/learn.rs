//! `cargo xtask train merging`: how rare words are, and what words, days and places weigh, from reports filed by
//! incident.
//!
//! Weights are learned together by logistic regression (Newton's method, a light ridge), so that evidence that comes
//! twice counts once; the certainty from which reports are put together is the one that does best on the same reports.
//! No chance is in it: the same reports give the same bytes.

use super::{Filed, USUAL, read};
use crate::score::{Settings, data};
use ::codebook::gazetteer::Gazetteer;
use anyhow::{Context as _, ensure};
use codebook::merging::{MergingRules, Step};
use codebook::reports::ReportRules;
use merging::reports::{Alike, Rarity, alike, group_reports, row};
use model::{Gist, Report};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const RULES: &str = "codebook/merging.toml";
const WORDS: &str = "models/common-words.tsv";

/// Where words are counted: the treebanks that the tagger learns from, for their licences.
const TREEBANKS: [&str; 2] = [
    "ewt/en_ewt-ud-train.conllu",
    "gum/en_gum-ud-train.wikimedia-only.conllu",
];

/// Words in fewer texts are taken for the rarest.
const LEAST_REPORTS: u32 = 3;

/// The ridge: what a weight of one bit costs, in pairs.
const RIDGE: f64 = 1.0;

/// Learns from the reports of a folder (`--data`, `--split`; `train` where not given) and writes the weights.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let settings = Settings::read(args)?;
    let folder = data::folder(&settings, USUAL)?;
    let split = settings.split.first().map_or("train", String::as_str);
    let all = read(&folder.join(format!("{split}.docs.jsonl")))?;
    let table = words(&open_texts()?);
    std::fs::write(WORDS, &table).with_context(|| format!("could not write {WORDS}"))?;
    let rarity = Rarity::read(&table);
    let filed: Vec<&Filed> = all
        .iter()
        .filter(|filed| filed.incidents.len() == 1)
        .collect();
    let gists: Vec<&Gist> = filed.iter().map(|filed| &filed.gist).collect();

    let text = std::fs::read_to_string(RULES).with_context(|| format!("could not read {RULES}"))?;
    let rules = MergingRules::read(&text)
        .map_err(anyhow::Error::msg)?
        .reports;
    let floor = rules.wording.first().map_or(1.0, |knot| knot.at);
    let pairs = alike(&gists, &rarity, floor);
    let same = |pair: &Alike| filed[pair.0 as usize].incidents == filed[pair.1 as usize].incidents;
    let rows: Vec<(Vec<(usize, f64)>, bool)> = pairs
        .iter()
        .map(|pair| {
            let (a, b) = (gists[pair.0 as usize], gists[pair.1 as usize]);
            (row(a, b, pair.2, &rules), same(pair))
        })
        .collect();
    let told = rows.iter().filter(|(_, same)| *same).count();
    println!(
        "{} reports, {} pairs, {told} of the same incident",
        gists.len(),
        rows.len()
    );
    // What is shipped is a choice among half bits, as a person would set it; these reports only say which.
    let weights: Vec<f64> = logistic(&rows, rules.weights().len())?
        .into_iter()
        .map(|bits| (2.0 * bits).round() / 2.0)
        .collect();
    let mut rules = rules.with_weights(&weights);
    let owned: Vec<Gist> = gists.into_iter().cloned().collect();
    let mut best = (0.0, rules.same);
    for percent in (10..=60).step_by(5) {
        rules.same = f64::from(percent) / 100.0;
        let f1 = pair_f1(&group_reports(&owned, &rarity, &rules), &filed);
        println!("put together from {:.2}: pair F1 {f1:.1}", rules.same);
        if f1 > best.0 {
            best = (f1, rules.same);
        }
    }
    rules.same = best.1;
    let head = text.split("\n[reports]\n").next().unwrap_or(&text);
    let told = format!(
        "{} reports, {} pairs of them, {told} of the same incident",
        owned.len(),
        rows.len()
    );
    std::fs::write(RULES, format!("{head}\n{}", section(&rules, &told)))?;
    println!("{RULES} and {WORDS} are written; `cargo xtask score gva` measures them");
    Ok(())
}

/// Texts under open licences, in which words are counted: the training parts of the treebanks and the labelled reports.
/// The reports that weights are chosen on state no licence, and nothing of them is shipped.
fn open_texts() -> anyhow::Result<Vec<Gist>> {
    let root = data::root();
    let mut texts: Vec<String> = Vec::new();
    for name in TREEBANKS {
        let path = root.join("corpora/ud-english").join(name);
        ensure!(path.is_file(), "{}", data::missing(&path));
        texts.extend(documents(&std::fs::read_to_string(&path)?));
    }
    let folder = root.join("corpora/reports");
    ensure!(folder.is_dir(), "{}", data::missing(&folder));
    let mut files: Vec<_> = std::fs::read_dir(&folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    files.sort();
    for path in files {
        texts.push(std::fs::read_to_string(&path)?);
    }
    let (codebook, gazetteer) = (super::codebook()?, Gazetteer::embedded());
    Ok(texts
        .into_iter()
        .map(|text| {
            let report = Report {
                text,
                ..Report::default()
            };
            coding::gist(&report, &codebook, &gazetteer)
        })
        .collect())
}

/// The documents of a treebank as text.
fn documents(conllu: &str) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for line in conllu.lines() {
        if line.starts_with("# newdoc") {
            texts.push(String::new());
        } else if let (Some(text), Some(sentence)) =
            (texts.last_mut(), line.strip_prefix("# text = "))
        {
            text.push_str(sentence);
            text.push('\n');
        }
    }
    texts
}

/// In how many texts each word stands.
fn words(all: &[Gist]) -> String {
    let mut words: BTreeMap<&str, u32> = BTreeMap::new();
    for word in all.iter().flat_map(|gist| gist.words.keys()) {
        *words.entry(word).or_default() += 1;
    }
    Rarity::write(all.len(), words.into_iter(), LEAST_REPORTS)
}

/// F1 over pairs of reports.
fn pair_f1(groups: &[Vec<u32>], filed: &[&Filed]) -> f64 {
    let pairs = |count: usize| count * count.saturating_sub(1) / 2;
    let mut gold: BTreeMap<&str, usize> = BTreeMap::new();
    for one in filed {
        *gold.entry(&one.incidents[0]).or_default() += 1;
    }
    let (mut right, mut put) = (0, 0);
    for group in groups {
        let mut inside: BTreeMap<&str, usize> = BTreeMap::new();
        for member in group {
            *inside
                .entry(&filed[*member as usize].incidents[0])
                .or_default() += 1;
        }
        right += inside.values().map(|count| pairs(*count)).sum::<usize>();
        put += pairs(group.len());
    }
    let gold: usize = gold.values().map(|count| pairs(*count)).sum();
    200.0 * right as f64 / (put + gold).max(1) as f64
}

/// Weights in bits that make the labels likeliest.
fn logistic(rows: &[(Vec<(usize, f64)>, bool)], size: usize) -> anyhow::Result<Vec<f64>> {
    let mut weights = vec![0.0; size];
    for _ in 0..15 {
        let mut slope: Vec<f64> = weights.iter().map(|weight| -RIDGE * weight).collect();
        let mut bend = vec![vec![0.0; size]; size];
        for (at, line) in bend.iter_mut().enumerate() {
            line[at] = RIDGE;
        }
        for (row, same) in rows {
            let sum: f64 = row.iter().map(|(at, times)| weights[*at] * times).sum();
            let certain = 1.0 / (1.0 + (-sum).exp());
            let miss = f64::from(u8::from(*same)) - certain;
            let spread = certain * (1.0 - certain);
            for (at, times) in row {
                slope[*at] += miss * times;
                for (other, by) in row {
                    bend[*at][*other] += spread * times * by;
                }
            }
        }
        let step = solve(bend, slope)?;
        let largest = step.iter().fold(0.0_f64, |most, one| most.max(one.abs()));
        for (weight, by) in weights.iter_mut().zip(&step) {
            *weight += by * (3.0 / largest).min(1.0);
        }
        if largest < 1e-6 {
            break;
        }
    }
    // From natural logarithms to bits.
    Ok(weights
        .into_iter()
        .map(|weight| weight / std::f64::consts::LN_2)
        .collect())
}

/// Gauss with the largest pivot.
fn solve(mut lines: Vec<Vec<f64>>, mut right: Vec<f64>) -> anyhow::Result<Vec<f64>> {
    let size = right.len();
    for at in 0..size {
        let pivot = (at..size)
            .max_by(|x, y| lines[*x][at].abs().total_cmp(&lines[*y][at].abs()))
            .unwrap_or(at);
        lines.swap(at, pivot);
        right.swap(at, pivot);
        ensure!(
            lines[at][at].abs() > 1e-12,
            "the pairs do not settle the weights"
        );
        for below in at + 1..size {
            let by = lines[below][at] / lines[at][at];
            if by != 0.0 {
                let (upper, lower) = lines.split_at_mut(below);
                for (value, above) in lower[0].iter_mut().zip(&upper[at]).skip(at) {
                    *value -= by * above;
                }
                right[below] -= by * right[at];
            }
        }
    }
    for at in (0..size).rev() {
        let known: f64 = (at + 1..size)
            .map(|other| lines[at][other] * right[other])
            .sum();
        right[at] = (right[at] - known) / lines[at][at];
    }
    Ok(right)
}

/// The part of the file that is learned.
fn section(rules: &ReportRules, told: &str) -> String {
    let steps = |name: &str, steps: &[Step]| {
        let lines = steps.iter().fold(String::new(), |mut lines, step| {
            let _ = writeln!(
                lines,
                "  {{ upto = {:.0}, bits = {:.2} }},",
                step.upto, step.bits
            );
            lines
        });
        format!("{name} = [\n{lines}]\n")
    };
    let mut text = format!(
        "[reports]\n\
         # Two reports compared as wholes: the logarithm of the odds that they tell of the same incident, in bits. Chosen\n\
         # in half bits by `cargo xtask train merging`, which writes this part anew, on\n\
         # {told}.\n\
         # No name of a private person is in what is compared.\n\
         base = {:.2}\n\
         # How alike the words are, rare ones counting more (models/common-words.tsv); straight lines between.\n\
         wording = [\n",
        rules.base
    );
    for knot in &rules.wording {
        let _ = writeln!(text, "  {{ at = {}, bits = {:.2} }},", knot.at, knot.bits);
    }
    let _ = write!(
        text,
        "]\n# Days between the publications.\n{}days_beyond = {:.2}\nundated = {:.2}\n\
         # One of the two settlements most named in common; another; none.\n\
         settlement = {:.2}\nsettlement_else = {:.2}\nsettlement_other = {:.2}\n\
         # A first-level unit in common; none.\nunit = {:.2}\nunit_other = {:.2}\n\
         # Ages of people in common, where both tell some.\n{}ages_beyond = {:.2}\n\
         # Streets and facilities in common, where both name some.\n{}sites_beyond = {:.2}\n\
         # Put together while the mean certainty across two groups is this or more.\nsame = {:.2}\n\
         # Words that end the name of a street or ground; judged.\nways = [",
        steps("days", &rules.days),
        rules.days_beyond,
        rules.undated,
        rules.settlement,
        rules.settlement_else,
        rules.settlement_other,
        rules.unit,
        rules.unit_other,
        steps("ages", &rules.ages),
        rules.ages_beyond,
        steps("sites", &rules.sites),
        rules.sites_beyond,
        rules.same,
    );
    let ways: Vec<String> = rules.ways.iter().map(|way| format!("\"{way}\"")).collect();
    let _ = writeln!(text, "{}]", ways.join(", "));
    text
}
