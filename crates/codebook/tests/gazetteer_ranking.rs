//! How far the population alone gets on published corpora; skipped where the corpora are not.

use std::path::PathBuf;

use codebook::gazetteer::{Gazetteer, distance_km};

/// What is called accurate in the literature, in kilometres (a hundred miles).
const ACCURATE_KM: f64 = 161.0;

/// One place name with the coordinates a person gave it.
struct Gold {
    phrase: String,
    point: (f64, f64),
}

fn corpus(name: &str) -> Option<String> {
    let folder = std::env::var_os("ANNALIST_GEO_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/geo"),
        PathBuf::from,
    );
    let text = std::fs::read_to_string(folder.join(name)).ok();
    if text.is_none() {
        eprintln!("skipped: {name} is not in {}", folder.display());
    }
    text
}

/// The toponyms of LGL and TR-News: `<toponym>` with `<phrase>`, `<lat>` and `<lon>`.
fn toponyms(xml: &str) -> Vec<Gold> {
    let inside = |text: &str, tag: &str| -> Option<String> {
        let (_, rest) = text.split_once(&format!("<{tag}>"))?;
        Some(rest.split_once(&format!("</{tag}>"))?.0.to_owned())
    };
    xml.split("<toponym>")
        .skip(1)
        .filter_map(|block| {
            let block = block.split("</toponym>").next()?;
            let point = (
                inside(block, "lat")?.parse().ok()?,
                inside(block, "lon")?.parse().ok()?,
            );
            Some(Gold {
                phrase: inside(block, "phrase")?,
                point,
            })
        })
        .collect()
}

/// Share of the names whose likeliest place lies near the gold, and of those that the gazetteer has at all.
fn accuracy(gold: &[Gold]) -> (f64, f64) {
    let gazetteer = Gazetteer::embedded();
    let (mut right, mut known) = (0, 0);
    let mut missed: std::collections::BTreeMap<&str, (usize, String)> =
        std::collections::BTreeMap::new();
    for name in gold {
        let mut candidates = gazetteer.lookup(&name.phrase);
        let best = candidates.next();
        let km = best.map(|found| distance_km(found.place.point(), name.point));
        known += usize::from(km.is_some());
        let is_right = km.is_some_and(|km| km <= ACCURATE_KM);
        right += usize::from(is_right);
        if !is_right {
            let said = best.map_or("nothing".to_owned(), |found| {
                format!(
                    "{} {} {} {:?} gold {:?}",
                    found.place.name,
                    found.place.country,
                    found.place.feature.word(),
                    found.place.point(),
                    name.point
                )
            });
            missed.entry(&name.phrase).or_insert((0, said)).0 += 1;
        }
    }
    let mut missed: Vec<_> = missed.into_iter().collect();
    missed.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    for (phrase, (count, said)) in missed.iter().take(25) {
        eprintln!("  {count} x {phrase}: {said}");
    }
    (
        right as f64 / known as f64,
        right as f64 / gold.len() as f64,
    )
}

#[test]
fn the_larger_place_is_right_more_often_than_not_in_local_news() {
    let Some(xml) = corpus("lgl.xml") else { return };
    let gold = toponyms(&xml);
    let (of_known, of_all) = accuracy(&gold);
    eprintln!(
        "LGL: {} names, {of_known:.3} of those found, {of_all:.3} of all within {ACCURATE_KM} km",
        gold.len()
    );
    assert!(of_known > 0.6, "{of_known:.3}");
}

#[test]
fn the_larger_place_is_nearly_always_right_in_world_news() {
    let Some(xml) = corpus("TR-News.xml") else {
        return;
    };
    let gold = toponyms(&xml);
    let (of_known, of_all) = accuracy(&gold);
    eprintln!(
        "TR-News: {} names, {of_known:.3} of those found, {of_all:.3} of all within {ACCURATE_KM} km",
        gold.len()
    );
    assert!(of_known > 0.7, "{of_known:.3}");
}
