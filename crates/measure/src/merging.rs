//! `cargo xtask score same_incident`: how well accounts of the same incident are put together.
//!
//! The folder (`--data`) holds `mentions.jsonl` or `incidents.jsonl` with labelled accounts; a `score.py` one
//! folder up gives the full figures. Coding is taken out of the first measure: accounts are made of the labelled
//! fields. The second goes from the texts ([`end_to_end`]). `--pairs` lists what went wrong, `--rules FILE` tries
//! other weights.

mod end_to_end;

use crate::score::{Figures, Settings, data, scorer};
use anyhow::Context as _;
use codebook::gazetteer::{Feature, Gazetteer};
use codebook::merging::MergingRules;
use merging::{Grouping, compare, group};
use model::{
    Account, AccountKey, ActorRef, Estimate, Place, Precision, Sourced, Span, Status, Target,
};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

const USUAL: &str = "corpora/same_incident";

/// Groups the labelled accounts of a folder and measures the groups.
pub fn score(settings: &Settings) -> anyhow::Result<Figures> {
    let rules = rules(settings)?;
    let mut folder = data::folder(settings, USUAL)?;
    if let Some(part) = ["dev", "test"]
        .iter()
        .find(|part| folder.join(part).is_dir())
    {
        folder.push(part);
    }
    let labelled = read(&folder)?;
    let accounts: Vec<Account> = labelled.iter().map(|row| row.account.clone()).collect();
    let grouping = group(&accounts, &[], &rules);
    let pairs = Pairs::of(&labelled, &grouping);
    if !settings.json && !settings.quiet {
        pairs.print();
        if settings.rest.iter().any(|arg| arg == "--pairs") {
            pairs.print_pairs(&accounts, &rules);
        }
    }
    let mut figures = official(&folder, &labelled, &grouping, settings)?;
    figures.insert("questions".into(), pairs.json());
    if folder.join("texts").is_dir() {
        if !settings.json && !settings.quiet {
            println!("\nend to end, with the coder's own records of the texts");
        }
        let whole = end_to_end::score(&folder, settings)?;
        figures.insert("end_to_end".into(), Json::Object(whole));
    }
    Ok(figures)
}

/// The weights of the codebook, or of a file that is tried.
fn rules(settings: &Settings) -> anyhow::Result<MergingRules> {
    let Some(file) = &settings.rules else {
        return Ok(MergingRules::shipped());
    };
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("could not read {}", file.display()))?;
    MergingRules::read(&text).map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))
}

/// An account with what the labellers said of it.
struct Labelled {
    account: Account,
    mention: String,
    incident: String,
}

fn read(folder: &Path) -> anyhow::Result<Vec<Labelled>> {
    let path = ["mentions.jsonl", "incidents.jsonl"]
        .iter()
        .map(|name| folder.join(name))
        .find(|path| path.is_file())
        .with_context(|| {
            format!(
                "{} holds neither mentions.jsonl nor incidents.jsonl",
                folder.display()
            )
        })?;
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("could not read {}", path.display()))?;
    let mut labelled = Vec::new();
    for (number, line) in (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let row: Json = serde_json::from_str(line)
            .with_context(|| format!("{}, line {number}", path.display()))?;
        labelled.push(row_of(&row).with_context(|| format!("{}, line {number}", path.display()))?);
    }
    Ok(labelled)
}

fn row_of(row: &Json) -> anyhow::Result<Labelled> {
    let text = |name: &str| row.get(name).and_then(Json::as_str);
    let doc = text("doc").context("no `doc`")?;
    let mention = text("mention")
        .or(text("id"))
        .context("neither `mention` nor `id`")?;
    let id = mention.rsplit('#').next().unwrap_or(mention);
    let incident = text("incident")
        .or(text("cluster"))
        .context("neither `incident` nor `cluster`")?;
    let status = match text("status") {
        Some("failed") => Status::Failed,
        Some("foiled") => Status::Foiled,
        Some("threatened") => Status::Threatened,
        _ => Status::Completed,
    };
    let mut account = Account::new(
        doc,
        id,
        labelled(text("class").unwrap_or("attack").to_owned()),
        labelled(text("type").unwrap_or("attack").to_owned()),
        labelled(status),
    );
    let string = |name: &str| text(name).map(|value| labelled(value.to_owned()));
    account.date = text("date")
        .and_then(|date| date.parse().ok())
        .map(labelled);
    account.country = string("country");
    account.admin1 = string("admin1");
    account.place = string("place");
    account.site = string("site");
    account.from_country = string("from_country");
    account.location = location(&account);
    let flag = |name: &str| row.get(name).and_then(Json::as_bool).map(labelled);
    account.suicide = flag("suicide");
    account.multiple = flag("multiple");
    let actors = |name: &str| {
        texts(row, name)
            .map(|name| labelled(ActorRef::named(name)))
            .collect()
    };
    account.perpetrators = actors("perpetrators");
    account.claimed_by = actors("claimed_by");
    account.weapons = texts(row, "weapons")
        .map(|code| labelled(code.to_owned()))
        .collect();
    account.targets = row
        .get("targets")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(target)
        .collect();
    let estimate = |name: &str| row.get(name).map(estimate_of).map(labelled);
    account.killed = estimate("killed");
    account.injured = estimate("injured");
    account.casualties = estimate("casualties");
    account.killed_perpetrators = estimate("killed_perpetrators");
    account.arrested = estimate("arrested");
    account.attackers = estimate("attackers");
    Ok(Labelled {
        account,
        mention: mention.to_owned(),
        incident: incident.to_owned(),
    })
}

/// The likeliest settlement of that name in the country, as a coder would find it.
fn location(account: &Account) -> Option<Sourced<Place>> {
    let country = &account.country.as_ref()?.value;
    let name = account.place.as_ref()?.value.rsplit(',').next()?.trim();
    let found = Gazetteer::embedded()
        .lookup(name)
        .find(|found| found.place.country == country && found.place.feature == Feature::Settlement)?
        .place;
    Some(labelled(Place {
        name: found.name.to_owned(),
        geonames: found.geonames(),
        latitude: found.latitude,
        longitude: found.longitude,
        precision: Precision::Settlement,
        radius_km: f64::from(found.radius_km),
    }))
}

fn labelled<T>(value: T) -> Sourced<T> {
    Sourced::new(value, Span::default(), "labelled")
}

fn texts<'r>(row: &'r Json, name: &str) -> impl Iterator<Item = &'r str> {
    row.get(name)
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
}

fn target(row: &Json) -> Option<Target> {
    let text = |name: &str| row.get(name).and_then(Json::as_str);
    Some(Target {
        kind: labelled(text("type")?.to_owned()),
        name: text("name").map(|name| labelled(ActorRef::named(name))),
        nationality: text("nationality").map(|code| labelled(code.to_owned())),
    })
}

fn estimate_of(row: &Json) -> Estimate {
    let number = |name: &str| row.get(name).and_then(Json::as_u64);
    Estimate {
        min: number("min"),
        max: number("max"),
        approx: row.get("approx").and_then(Json::as_bool).unwrap_or(false),
    }
}

/// Pairs of accounts of different reports, as labelled and as grouped.
struct Pairs {
    same_found: usize,
    missed: Vec<(usize, usize)>,
    wrong: Vec<(usize, usize)>,
    asked_same: usize,
    asks: usize,
}

impl Pairs {
    fn of(labelled: &[Labelled], grouping: &Grouping) -> Self {
        let group_of = groups(grouping);
        let keys: Vec<AccountKey> = labelled.iter().map(|row| row.account.key()).collect();
        let asked: BTreeSet<(usize, usize)> = grouping
            .asks
            .iter()
            .filter_map(|ask| Some((*group_of.get(&ask.a)?, *group_of.get(&ask.b)?)))
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect();
        let mut figures = Pairs {
            same_found: 0,
            missed: Vec::new(),
            wrong: Vec::new(),
            asked_same: 0,
            asks: grouping.asks.len(),
        };
        for a in 0..labelled.len() {
            for b in a + 1..labelled.len() {
                let same = labelled[a].incident == labelled[b].incident;
                let (x, y) = (
                    group_of.get(&keys[a]).copied(),
                    group_of.get(&keys[b]).copied(),
                );
                match (same, x == y) {
                    (true, true) => figures.same_found += 1,
                    (false, true) => figures.wrong.push((a, b)),
                    (true, false) => {
                        figures.missed.push((a, b));
                        let pair = (x.min(y).unwrap_or(0), x.max(y).unwrap_or(0));
                        figures.asked_same += usize::from(asked.contains(&pair));
                    }
                    (false, false) => {}
                }
            }
        }
        figures
    }

    fn json(&self) -> Json {
        let found = self.same_found;
        json!({
            "asked": self.asks,
            "asked_of_missed": self.asked_same,
            "missed": self.missed.len(),
            "pair_precision": percent(found, found + self.wrong.len()),
            "pair_recall": percent(found, found + self.missed.len()),
        })
    }

    fn print(&self) {
        let found = self.same_found;
        println!(
            "pairs: precision {:.1}, recall {:.1}; {} of the {} missed are asked about, {} questions in all",
            percent(found, found + self.wrong.len()),
            percent(found, found + self.missed.len()),
            self.asked_same,
            self.missed.len(),
            self.asks,
        );
    }

    fn print_pairs(&self, accounts: &[Account], rules: &MergingRules) {
        for (title, pairs) in [("wrong", &self.wrong), ("missed", &self.missed)] {
            for (a, b) in pairs {
                let (a, b) = (&accounts[*a], &accounts[*b]);
                let comparison = compare(a, b, rules);
                let parts: Vec<String> = comparison
                    .parts
                    .iter()
                    .map(|part| format!("{} {:+.1}", part.field, part.bits))
                    .collect();
                println!(
                    "{title} {:.1}  {}\n    {}\n    {}",
                    comparison.score,
                    parts.join(" "),
                    card(a),
                    card(b)
                );
            }
        }
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        100.0
    } else {
        100.0 * part as f64 / whole as f64
    }
}

/// The number of each account's group.
fn groups(grouping: &Grouping) -> BTreeMap<AccountKey, usize> {
    grouping
        .groups
        .iter()
        .enumerate()
        .flat_map(|(number, group)| group.accounts.iter().map(move |key| (key.clone(), number)))
        .collect()
}

fn card(account: &Account) -> String {
    let text = |value: &Option<Sourced<String>>| {
        value
            .as_ref()
            .map_or("-", |text| text.value.as_str())
            .to_owned()
    };
    format!(
        "{} | {} {} {} {} | {} {} | killed {}",
        account.key(),
        account
            .date
            .as_ref()
            .map_or("-".into(), |date| date.value.to_string()),
        text(&account.country),
        text(&account.place),
        text(&account.site),
        account.class.value,
        account.kind.value,
        account
            .killed
            .as_ref()
            .map_or("-".into(), |count| count.value.to_string()),
    )
}

/// The figures of the set's own `score.py`, where it stands beside the folder and knows its layout.
fn official(
    folder: &Path,
    labelled: &[Labelled],
    grouping: &Grouping,
    settings: &Settings,
) -> anyhow::Result<Figures> {
    if !folder.join("mentions.jsonl").is_file() {
        return Ok(Figures::new());
    }
    let script = data::scorer(folder, USUAL, "score.py")?;
    let group_of = groups(grouping);
    let mut lines = String::new();
    for row in labelled {
        let incident = group_of
            .get(&row.account.key())
            .map_or(String::new(), ToString::to_string);
        let line =
            json!({ "doc": row.account.report, "mention": row.mention, "incident": incident });
        let _ = writeln!(lines, "{line}");
    }
    let predicted = scorer::predictions("same_incident", &lines)?;
    scorer::figures(
        &script,
        &[folder.as_os_str(), predicted.as_os_str()],
        &Settings {
            rest: Vec::new(),
            ..settings.clone()
        },
    )
}
