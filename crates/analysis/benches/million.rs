//! Every question to a million incidents, from packed columns to the answer:
//! `cargo bench -p analysis`.
//!
//! What is aimed at: tallies under 300 ms, every other question under 2 s, permutation tests
//! under a minute.

mod generated;

use analysis::{Asked, By, Columns, Filter, NoContext, Settings, Side, Stated, TollTold};
use divan::Bencher;
use model::{ActorRef, Estimate, Sourced, Span, Tally};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

const INCIDENTS: u64 = 1_000_000;

fn main() {
    divan::main();
}

fn kept() -> Arc<BTreeMap<&'static str, Vec<u8>>> {
    static KEPT: OnceLock<Arc<BTreeMap<&'static str, Vec<u8>>>> = OnceLock::new();
    let made = || Arc::new(generated::packed(INCIDENTS).into_iter().collect());
    Arc::clone(KEPT.get_or_init(made))
}

/// Columns of which nothing is read yet, as a command opens them.
fn columns() -> Columns {
    let kept = kept();
    Columns::kept(Box::new(move |name| {
        kept.get(name).cloned().ok_or_else(|| "not kept".to_owned())
    }))
    .expect("packed by this program")
}

fn bench<T>(
    bencher: Bencher<'_, '_>,
    filter: Option<&str>,
    question: impl Fn(&Asked<'_>) -> T + Sync,
) {
    let filter: Option<Filter> = filter.map(|text| text.parse().expect("a filter of this file"));
    bencher.with_inputs(columns).bench_values(|columns| {
        let bound = filter.as_ref().map(|filter| {
            filter
                .bind(&NoContext)
                .expect("names are compared as written")
        });
        let mut asked = Asked::new(&columns, bound.as_ref(), &NoContext, "range");
        asked.with_ids = false;
        question(&asked)
    });
}

fn by(word: &str) -> By {
    word.parse().expect("a field of this file")
}

#[divan::bench(sample_count = 5)]
fn tally_country(bencher: Bencher<'_, '_>) {
    bench(bencher, None, |asked| {
        analysis::count(asked, &[by("country")])
    });
}

#[divan::bench(sample_count = 5)]
fn tally_actor_month(bencher: Bencher<'_, '_>) {
    bench(bencher, None, |asked| {
        analysis::count(asked, &[by("actor"), by("month")])
    });
}

#[divan::bench(sample_count = 5)]
fn tally_target_where(bencher: Bencher<'_, '_>) {
    let filter = "country in (AA, BB) and killed >= 3 and date in 2010/2020";
    bench(bencher, Some(filter), |asked| {
        analysis::count(asked, &[by("target")])
    });
}

#[divan::bench(sample_count = 5)]
fn tally_place(bencher: Bencher<'_, '_>) {
    bench(bencher, None, |asked| {
        analysis::count(asked, &[by("place")])
    });
}

#[divan::bench(sample_count = 5)]
fn trend_by_day(bencher: Bencher<'_, '_>) {
    bench(bencher, None, |asked| {
        analysis::trend(asked, by("day"), None)
    });
}

#[divan::bench(sample_count = 5)]
fn first(bencher: Bencher<'_, '_>) {
    let fields = ["country", "admin1", "target", "type", "weapon"].map(by);
    bench(bencher, None, move |asked| analysis::first(asked, &fields));
}

#[divan::bench(sample_count = 5)]
fn compare(bencher: Bencher<'_, '_>) {
    bench(bencher, None, |asked| {
        let side = |text: &str| Side::read(text, asked).expect("a year");
        analysis::compare(asked, &side("2010"), &side("2011"))
    });
}

#[divan::bench(sample_count = 5)]
fn claims(bencher: Bencher<'_, '_>) {
    bench(bencher, None, |asked| analysis::claims(asked, by("month")));
}

#[divan::bench(sample_count = 5)]
fn coverage(bencher: Bencher<'_, '_>) {
    bench(bencher, None, analysis::coverage);
}

#[divan::bench(sample_count = 5)]
fn actor(bencher: Bencher<'_, '_>) {
    bench(bencher, None, |asked| {
        analysis::actor_summary(asked, "Actor 3")
    });
}

#[divan::bench(sample_count = 5)]
fn tolls(bencher: Bencher<'_, '_>) {
    bench(bencher, None, |asked| {
        analysis::tolls(asked, 50, true, |key| {
            let killed = Estimate::exactly(u64::from(key.account.ends_with('1')) + 3);
            Some(TollTold {
                report: key.report.clone(),
                killed: Some(killed),
                ..TollTold::default()
            })
        })
    });
}

/// A thousand stated counts.
#[divan::bench(sample_count = 3)]
fn reconcile(bencher: Bencher<'_, '_>) {
    let read = |value: String| Sourced::new(value, Span::default(), "bench");
    let stated: Vec<Stated> = (0..1000)
        .map(|number| Stated {
            tally: Tally {
                report: format!("report-{number}"),
                id: "t01".into(),
                what: read("attacks".into()),
                actor: Some(Sourced::new(
                    ActorRef {
                        id: Some(format!("actor-{}", number % 40)),
                        ..ActorRef::named("")
                    },
                    Span::default(),
                    "bench",
                )),
                countries: vec![read("AA".into())],
                admin1: None,
                place: None,
                window: Some(Sourced::new(
                    format!("20{:02}", number % 25).parse().expect("a year"),
                    Span::default(),
                    "bench",
                )),
                status: None,
                count: Sourced::new(Estimate::exactly(33), Span::default(), "bench"),
                source: None,
                evidence: Vec::new(),
            },
            quote: String::new(),
            source: None,
            published: None,
        })
        .collect();
    bench(bencher, None, move |asked| {
        analysis::reconcile(asked, &stated)
    });
}

/// Five thousand threats, moved ten thousand times.
#[divan::bench(sample_count = 3)]
fn warnings(bencher: Bencher<'_, '_>) {
    bench(bencher, None, |asked| {
        analysis::warnings(asked, &[], &[], Settings::default(), |_| ())
    });
}
