//! Words a second of each stage, on one core: `cargo bench -p language`.

use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// A report as agencies write them, repeated.
fn text() -> String {
    let report = "Gunmen on motorcycles opened fire on a convoy of humanitarian workers near the town of Gorom on Tuesday evening, \
        killing at least four people and wounding two others, local officials said. \"They came out of the forest and shot at the \
        first car,\" said Moussa Diallo, a driver who survived the attack. No group has claimed responsibility, but the army's \
        spokesman, Col. Ibrahim Sawadogo, blamed fighters who fled across the border after last week's raid.\n\n\
        The U.N. mission condemned the killings and called on the government to protect aid agencies. It was the third attack in \
        the province since January; in April a roadside bomb destroyed a military vehicle and 12 soldiers were killed.\n\n";
    report.repeat(40)
}

#[divan::bench]
fn sentences_and_words(bencher: Bencher) {
    let text = text();
    let words: usize = language::sentences(&text)
        .iter()
        .map(|sentence| sentence.tokens.len())
        .sum();
    bencher
        .counter(ItemsCount::new(words))
        .bench(|| language::sentences(&text));
}

#[divan::bench]
fn tags(bencher: Bencher) {
    let text = text();
    let sentences = language::sentences(&text);
    let words: usize = sentences.iter().map(|sentence| sentence.tokens.len()).sum();
    bencher.counter(ItemsCount::new(words)).bench(|| {
        sentences
            .iter()
            .map(|sentence| language::tag(&text, sentence).len())
            .sum::<usize>()
    });
}

#[divan::bench]
fn trees(bencher: Bencher) {
    let text = text();
    let sentences = language::sentences(&text);
    let words: usize = sentences.iter().map(|sentence| sentence.tokens.len()).sum();
    let tagged: Vec<_> = sentences
        .iter()
        .map(|sentence| (sentence, language::tag(&text, sentence)))
        .collect();
    bencher.counter(ItemsCount::new(words)).bench(|| {
        tagged
            .iter()
            .map(|(sentence, tags)| language::parse(&text, sentence, tags).heads.len())
            .sum::<usize>()
    });
}

#[divan::bench]
fn dictionary_forms(bencher: Bencher) {
    let text = text();
    let sentences = language::sentences(&text);
    let words: usize = sentences.iter().map(|sentence| sentence.tokens.len()).sum();
    let tagged: Vec<_> = sentences
        .iter()
        .flat_map(|sentence| sentence.tokens.iter().zip(language::tag(&text, sentence)))
        .collect();
    bencher.counter(ItemsCount::new(words)).bench(|| {
        tagged
            .iter()
            .map(|(token, tag)| language::lemma(token.of(&text), *tag).len())
            .sum::<usize>()
    });
}
