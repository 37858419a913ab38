//! Words a second of each stage, on one core: `cargo bench -p coding`.

use codebook::{Codebook, gazetteer::Gazetteer};
use divan::Bencher;
use divan::counter::ItemsCount;
use language::{Sentence, Tag};
use model::Report;

/// A report of some six hundred words: news, background and a list.
const REPORT: &str = include_str!("report.txt");

fn main() {
    divan::main();
}

fn words(text: &str) -> ItemsCount {
    ItemsCount::new(text.split_whitespace().count())
}

fn tagged(text: &str) -> Vec<(Sentence, Vec<Tag>)> {
    language::sentences(text)
        .into_iter()
        .map(|sentence| {
            let tags = language::tag(text, &sentence);
            (sentence, tags)
        })
        .collect()
}

#[divan::bench]
fn sentences(bencher: Bencher) {
    bencher
        .counter(words(REPORT))
        .bench(|| language::sentences(REPORT));
}

#[divan::bench]
fn tags(bencher: Bencher) {
    let sentences = language::sentences(REPORT);
    bencher.counter(words(REPORT)).bench(|| {
        sentences
            .iter()
            .map(|sentence| language::tag(REPORT, sentence).len())
            .sum::<usize>()
    });
}

#[divan::bench]
fn trees(bencher: Bencher) {
    let tagged = tagged(REPORT);
    bencher.counter(words(REPORT)).bench(|| {
        tagged
            .iter()
            .map(|(sentence, tags)| language::parse(REPORT, sentence, tags).heads.len())
            .sum::<usize>()
    });
}

/// The whole stage; ten times the report shows whether time grows faster than the text.
#[divan::bench(args = [1, 10])]
fn code(bencher: Bencher, times: usize) {
    let codebook = Codebook::embedded();
    let gazetteer = Gazetteer::embedded();
    let report = Report {
        id: "report".to_owned(),
        text: REPORT.repeat(times),
        published: Some(jiff::civil::date(2022, 6, 15)),
        ..Report::default()
    };
    bencher
        .counter(words(&report.text))
        .bench(|| coding::code(&report, codebook, &gazetteer));
}
