//! The questions as an analyst asks them on the command line.

use crate::run::Desk;
use std::path::PathBuf;

const QUESTIONS: [&str; 12] = [
    "tally country",
    "tally actor month",
    "trend",
    "trend --every week",
    "first",
    "compare 2022-08 2022-09",
    "reconcile",
    "claims",
    "warnings --times 200",
    "coverage",
    "actor ISKP",
    "first --actor ISKP --by country",
];

/// Two papers that disagree on a toll, with their publishers.
fn disagreeing() -> Desk {
    let desk = Desk::new();
    desk.write(
        "papers/index.jsonl",
        "{\"id\": \"post\", \"published\": \"2022-09-06\", \"source\": \"Evening Post\", \"lang\": \"en\"}\n\
         {\"id\": \"wire\", \"published\": \"2022-09-07\", \"source\": \"Daily Wire\", \"lang\": \"en\"}\n",
    );
    desk.write(
        "papers/post.txt",
        "A suicide bomber struck outside the Russian embassy in Kabul on 5 September 2022, killing six people.\n",
    );
    desk.write(
        "papers/wire.txt",
        "Eight people were killed when a suicide bomber blew himself up at the Russian embassy in Kabul on 5 September 2022, officials said.\n",
    );
    desk.good("add papers");
    desk
}

#[test]
fn every_question_answers_as_table_csv_and_json() {
    let desk = Desk::with_casebook();
    for question in QUESTIONS {
        let table = desk.good(question);
        assert!(
            table.contains("Counting policy: range."),
            "{question}\n{table}"
        );
        let csv = desk.good(&format!("{question} --format csv --rows"));
        assert!(
            csv.lines().next().unwrap().contains(','),
            "{question}\n{csv}"
        );
        let json = desk.good(&format!("{question} --format json"));
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert!(json.is_object(), "{question}");
        assert_eq!(
            table,
            desk.good(question),
            "the same question, the same answer"
        );
    }
}

#[test]
fn a_filter_that_means_nothing_gets_a_clear_answer() {
    let desk = Desk::with_casebook();
    for question in QUESTIONS {
        let mut words: Vec<&str> = question.split(' ').collect();
        words.extend(["--where", "killed > 1000000"]);
        let text = desk.done(&words);
        assert!(text.contains("0 of "), "{question}\n{text}");
        assert!(
            !text.contains("NaN") && !text.contains("inf"),
            "{question}\n{text}"
        );
    }
}

#[test]
fn what_cannot_be_asked_is_said_with_what_would_be_right() {
    let desk = Desk::with_casebook();
    desk.run(&["trend", "--every", "country"])
        .refused("is no period");
    desk.run(&["claims", "--every", "actor"])
        .refused("is no period");
    desk.run(&["trend", "--every", "mnoth"])
        .says("did you mean `month`?");
    desk.run(&["trend", "--until", "2022-02-30"])
        .says("2022-02-30");
    desk.run(&["first", "--by", "colour"])
        .says("cannot count by `colour`");
    desk.run(&["compare", "2022", "Atlantis"])
        .refused("is no date, country, actor, place or filter");
    desk.run(&["compare", "2022", "actr = 'x'"])
        .refused("did you mean `actor`?");
    desk.run(&["coverage", "--format", "csv", "--part", "nothing"])
        .refused("it has independent, reports, sources");
    desk.run(&["warnings", "--where", "date in 2022-13"])
        .refused("2022-13");
    desk.run(&["first", "--actor", "ISKP", "--where", "kiled > 3"])
        .refused("did you mean `killed`?");
    desk.run(&["actor", "ISKP", "-o", "page.txt"])
        .refused("end its name in .html");
}

#[test]
fn the_best_graded_source_decides_under_authoritative() {
    let desk = disagreeing();
    let killed = |desk: &Desk, policy: &str| {
        let csv = desk.good(&format!("tally country --policy {policy} --format csv"));
        let total = csv.lines().last().unwrap();
        let cells: Vec<String> = total.split(',').map(str::to_owned).collect();
        format!("{} {} to {}", cells[1], cells[3], cells[5])
    };
    assert_eq!(
        killed(&desk, "authoritative"),
        "1 6 to 8",
        "nothing is graded yet"
    );
    desk.done(&["source", "grade", "Evening Post", "B2"]);
    desk.done(&["source", "grade", "daily wire", "C3"]);
    assert_eq!(killed(&desk, "authoritative"), "1 6 to 6");
    desk.done(&["source", "grade", "Daily Wire", "A1"]);
    assert_eq!(killed(&desk, "authoritative"), "1 8 to 8");
    desk.done(&["source", "grade", "Daily Wire", "--none"]);
    assert_eq!(killed(&desk, "authoritative"), "1 6 to 6");
    assert_eq!(killed(&desk, "lowest"), "1 6 to 6");
    assert_eq!(killed(&desk, "highest"), "1 8 to 8");
    assert_eq!(killed(&desk, "latest"), "1 8 to 8");
    let list = desk.good("source list");
    assert!(list.contains("Evening Post  1        B2"), "{list}");
    desk.run(&["source", "grade", "Evning Post", "B2"])
        .refused("did you mean `Evening Post`?");
    desk.run(&["source", "grade", "Evening Post", "Z9"])
        .says("for instance B2");
    assert!(desk.good("verify").contains("chain"), "the file is sound");
}

#[test]
fn coverage_names_what_one_source_would_miss() {
    let desk = disagreeing();
    let text = desk.good("coverage --part sources");
    assert!(text.contains("Daily Wire"), "{text}");
    let json: serde_json::Value =
        serde_json::from_str(&desk.good("coverage --format json")).unwrap();
    assert_eq!(json["sources"][0]["misses"], 0);
    assert_eq!(json["by_sources"][0]["label"], "2");
}

#[test]
fn an_actors_page_is_one_safe_file() {
    let desk = Desk::with_casebook();
    desk.done(&["actor", "ISKP", "-o", "page.html"]);
    let page = desk.read("page.html");
    assert!(page.starts_with("<!doctype html>"), "{page}");
    assert!(
        page.contains("<h1 id=") && page.contains("<table>"),
        "{page}"
    );
    assert!(
        !page.contains("<script") && !page.contains("http:") && !page.contains("https:"),
        "{page}"
    );
}

#[test]
fn the_seed_articles_are_reconciled() {
    let data = std::env::var_os("ANNALIST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let seeds = data.join("corpora/seeds");
    if !seeds.is_dir() {
        eprintln!("skipped: no {}; set ANNALIST_DATA", seeds.display());
        return;
    }
    let desk = Desk::new();
    desk.done(&["add", &seeds.to_string_lossy()]);
    let text = desk.good("reconcile");
    assert!(
        text.contains("14 provinces named add up to 1,388 of the 1,826 incidents stated"),
        "{text}"
    );
    let first = desk.good("first --actor ISKP --by country");
    assert!(first.contains("Uzbekistan   2022-04-18"), "{first}");
    let contested = desk.good("claims --part contested");
    assert!(
        contested.contains("Government of Tajikistan"),
        "{contested}"
    );
}

/// A desk whose casebook holds these reports.
fn holding(reports: &[&str]) -> Desk {
    let desk = Desk::new();
    for (at, report) in reports.iter().enumerate() {
        desk.write(&format!("reports/{at}.txt"), report);
    }
    desk.good("add reports");
    desk
}

#[test]
fn nothing_one_incident_and_all_undated_are_answered_on_every_command() {
    let desks = [
        holding(&["The weather was fine.\n"]),
        holding(&["A bomb exploded in Kabul on 5 March 2022, killing three people.\n"]),
        holding(&[
            "A bomb exploded in Kabul, killing three people.\n",
            "Gunmen shot dead a teacher in Lashkar Gah.\n",
        ]),
    ];
    for desk in &desks {
        for question in QUESTIONS
            .into_iter()
            .chain(["tolls", "tolls --conflicting"])
        {
            for format in ["table", "csv", "json"] {
                let text = desk.good(&format!("{question} --format {format}"));
                for word in text.split(|letter: char| !letter.is_alphanumeric()) {
                    assert!(!["NaN", "inf"].contains(&word), "{question}\n{text}");
                }
            }
        }
        for template in ["assessment", "situation", "campaign", "target-history"] {
            let text = desk.good(&format!("brief {template}"));
            assert!(!text.contains("NaN"), "{template}\n{text}");
        }
    }
    let text = desks[0].good("tally country");
    assert!(text.contains("There are no incidents."), "{text}");
    let text = desks[1].good("tally country");
    assert!(text.contains("The only incident."), "{text}");
}

#[test]
fn impossible_dates_and_unknown_fields_are_refused_on_every_command() {
    let desk = Desk::with_casebook();
    for question in QUESTIONS.into_iter().chain(["tolls", "brief situation"]) {
        for (filter, hint) in [
            ("kiled > 3", "did you mean `killed`?"),
            ("date in 2022-02-31", "`2022-02-31` is not a date"),
            ("date in 2022-13", "`2022-13` is not a date"),
            ("killed > 99999999999999999999", "write digits only"),
            ("", "write for instance"),
            ("country = ", "a value is missing here"),
        ] {
            let words = question.split(' ').chain(["--where", filter]);
            desk.run(&words.collect::<Vec<&str>>()).refused(hint);
        }
    }
    desk.run(&["claims", "--every", "decade"])
        .says("`decade` is no period: use day, week, month or year");
}
