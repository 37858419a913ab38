//! Questions asked by choosing: what they say, what they rest on, and the same on the command line.

use super::super::figures::questions;
use super::super::query::escaped;
use super::*;
use serde_json::json;

/// One or more addresses of a question that between them take every option it has.
fn asked(question: &str) -> Vec<String> {
    let mut all: Vec<String> = match question {
        "tally" | "first" => vec!["", "by=country", "by=type&by=month", "by=target,weapon"],
        "trend" => vec!["", "every=week", "every=year&until_day=2022-09-08"],
        "compare" => vec![
            "one=AF&other=NG",
            "one=2022-09&other=2022-08-01%2F2022-08-31",
            "one=actor+%3D+%27Islamic+State%27&other=not+suicide",
        ],
        "claims" => vec!["", "every=year"],
        "tolls" => vec!["", "top=2", "top=20&conflicting=yes"],
        "warnings" => vec!["", "days=7"],
        _ => vec![""],
    }
    .into_iter()
    .map(str::to_owned)
    .collect();
    let scoped: Vec<String> = all
        .iter()
        .map(|query| {
            let name = escaped("O'Brien \"–x\" $HOME `ls`");
            format!(
                "{query}&policy=highest&since=2022-09-01&actor={name}&killed_min=1&near=50,Kabul"
            )
        })
        .collect();
    all.extend(scoped);
    all
}

/// The words of a command as a shell splits them: blanks part, single quotes hold together, a
/// backslash takes the next letter as it is.
fn split(line: &str) -> Vec<String> {
    let (mut words, mut word, mut open) = (Vec::new(), None::<String>, false);
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => {
                open = !open;
                word.get_or_insert_default();
            }
            '\\' if !open => word.get_or_insert_default().extend(letters.next()),
            ' ' if !open => words.extend(word.take()),
            letter => {
                let plain = letter.is_ascii_alphanumeric() || "-_=./,:".contains(letter);
                assert!(open || plain, "{letter} means something to a shell: {line}");
                word.get_or_insert_default().push(letter);
            }
        }
    }
    assert!(!open, "{line}");
    words.extend(word);
    words
}

#[test]
fn every_command_shown_is_one_that_the_command_line_takes() {
    let made = made();
    for question in questions() {
        for query in asked(question.id) {
            let at = format!("/api/v1/figures/{}?{query}", question.id);
            let figure = made.get(&at).ok().json();
            let line = figure["command"].as_str().unwrap_or_else(|| panic!("{at}"));
            let words = split(line);
            let matches = crate::cli::command()
                .try_get_matches_from(&words)
                .unwrap_or_else(|error| panic!("{at}\n{line}\n{error}"));
            let (name, given) = matches.subcommand().unwrap();
            assert_eq!(name, question.id, "{line}");
            if let Some(filter) = given.get_one::<String>("filter") {
                let filter: Result<analysis::Filter, _> = filter.parse();
                assert!(filter.is_ok(), "{line}");
            }
        }
    }
    let line = |at: &str| made.get(at).ok().json()["command"].clone();
    assert_eq!(
        line("/api/v1/figures/first?by=type&by=target"),
        "annalist first --by=type --by=target"
    );
    assert_eq!(
        line("/api/v1/figures/trend?every=week&until_day=2022-09-08"),
        "annalist trend --every=week --until=2022-09-08"
    );
    assert_eq!(
        line("/api/v1/figures/warnings?days=7"),
        "annalist warnings --days=7 --times=999 --seed=1"
    );
    assert_eq!(line("/api/v1/figures/tally?q=embassy"), Value::Null);
}

#[test]
fn each_question_says_its_own_answer_with_a_footnote() {
    let made = made();
    for (at, words) in [
        ("tally?by=type", "By type: "),
        ("trend", "30 days up to 2022-09-10: "),
        (
            "first?by=country",
            "First by country: Afghanistan, 5 September 2022",
        ),
        ("compare?one=AF&other=NG", "AF: 1 incident; NG: 1 incident."),
        ("claims", "1 claimed"),
        ("tolls", "Deadliest: "),
        ("warnings", "can be tested."),
        ("reconcile", "No report states a count."),
        ("coverage", "rest on one independent source."),
    ] {
        let figure = made.get(&format!("/api/v1/figures/{at}")).ok().json();
        let sentence = figure["sentence"].as_str().unwrap();
        let (said, notes) = sentence
            .split_once("[^1]")
            .unwrap_or_else(|| panic!("{at}"));
        let shown = said.replace('\\', "");
        assert!(shown.contains(words), "{at}: {sentence}");
        for own in figure["sentences"].as_array().unwrap() {
            assert!(shown.contains(own.as_str().unwrap()), "{at}: {sentence}");
        }
        assert!(notes.contains("[^1]: "), "{at}: {sentence}");
        assert!(
            notes.contains("Counting policy: range."),
            "{at}: {sentence}"
        );
    }
    let figure = made.get("/api/v1/figures/tolls?country=AF").ok().json();
    let sentence = figure["sentence"].as_str().unwrap();
    assert!(
        sentence.contains("where `country in ('AF')`")
            || sentence.contains("where `country = 'AF'`"),
        "{sentence}"
    );
    assert!(sentence.contains("killing eight people"), "{sentence}");
}

#[test]
fn what_is_pinned_tells_what_was_asked() {
    let made = made();
    let browser = made.browser();
    for (question, query) in [
        ("trend", "every=year"),
        ("tally", "by=country"),
        ("tolls", ""),
    ] {
        let pin = json!({"question": question, "query": query, "title": question});
        made.post("/api/v1/pins", &pin, &browser).ok();
    }
    let text = made.get("/pins.md").ok().text;
    assert!(text.contains("By year: "), "{text}");
    assert!(text.contains("30 days up to 2022"), "{text}");
    assert!(text.contains("By country: "), "{text}");
    assert!(text.contains("Deadliest: "), "{text}");
    let mark = text.find("[^3-1]").expect("the third has its own notes");
    assert!(text[mark + 6..].contains("[^3-1]: "), "{text}");
}

#[test]
fn every_question_with_something_to_draw_has_a_chart() {
    let made = made();
    for at in [
        "tally?by=type",
        "tally?by=country",
        "tally?by=month",
        "tally?by=type&by=month",
        "tally?by=year&by=target",
        "tally?by=type&by=country",
        "trend?every=day",
        "first?by=type",
        "first?by=type&by=country",
        "compare?one=AF&other=NG",
        "claims",
        "coverage",
        "tolls",
    ] {
        let (question, query) = at.split_once('?').unwrap_or((at, ""));
        let svg = made
            .get(&format!("/figures/{question}/chart.svg?{query}"))
            .ok();
        assert!(svg.text.starts_with("<svg "), "{at}");
        assert!(svg.text.contains("Counting policy: range."), "{at}");
        let page = made.get(&format!("/figures/{at}")).ok().text;
        assert!(page.contains("<img src=\"/figures/"), "{at}");
    }
    let got = made.get("/figures/tally/chart.svg?killed_min=1000");
    assert_eq!(
        got.status,
        StatusCode::NOT_FOUND,
        "of nothing there is none"
    );
}

#[test]
fn a_question_is_held_to_the_days_that_were_chosen() {
    let made = made();
    let trend = |query: &str| {
        let at = format!("/api/v1/figures/trend?{query}");
        made.get(&at).ok().json()["sentences"].to_string()
    };
    // As `annalist trend --where "date in 2022-09-01/2022-09-06"` says it.
    let held = trend("since=2022-09-01&until=2022-09-06");
    assert!(held.contains("30 days up to 2022-09-06"), "{held}");
    assert!(trend("").contains("30 days up to 2022-09-10"));
}

#[test]
fn a_caption_names_words_and_boxes_that_no_filter_can_say() {
    let made = made();
    let figure = made.get("/api/v1/figures/tally?q=embassy").ok().json();
    let caption = figure["caption"].to_string();
    assert!(caption.contains("have the words “embassy”"), "{caption}");
    let sentence = figure["sentence"].as_str().unwrap();
    assert!(sentence.contains("have the words “embassy”"), "{sentence}");
}

#[test]
fn options_that_cannot_be_read_are_named() {
    let made = made();
    for (at, field) in [
        ("tolls?top=0", "top"),
        ("tolls?top=many", "top"),
        ("tolls?conflicting=perhaps", "conflicting"),
        ("warnings?days=99999", "days"),
        ("trend?until_day=soon", "until_day"),
        ("first?by=colour", "by"),
    ] {
        let got = made.get(&format!("/api/v1/figures/{at}"));
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{at}");
        assert_eq!(got.json()["field"], field, "{at}");
    }
}

#[test]
fn the_sentence_stands_in_a_field_and_its_button_waits_for_the_script() {
    let made = made();
    let page = made.get("/figures/coverage").ok().text;
    let (_, field) = page
        .split_once("<textarea id=\"sentence\"")
        .expect("a field");
    let (field, rest) = field.split_once("</textarea>").unwrap();
    assert!(
        field.contains("readonly") && field.contains("[^1]"),
        "{field}"
    );
    let (_, button) = rest.split_once("id=\"copy\"").expect("a button");
    assert!(button.split('>').next().unwrap().contains("hidden"));
}

#[test]
fn actors_are_counted_by_kind_and_country_and_narrowed_by_them() {
    let made = made();
    let facet = |query: &str, name: &str| {
        let list = made.get(&format!("/api/v1/actors?{query}")).ok().json();
        let facets = list["facets"].as_array().unwrap().clone();
        let found = facets.into_iter().find(|facet| facet["field"] == name);
        let values = found.expect("a facet")["values"]
            .as_array()
            .unwrap()
            .clone();
        let values = values.into_iter().map(|value| {
            let code = value["code"].as_str().unwrap().to_owned();
            (code, value["count"].as_u64().unwrap())
        });
        (values.collect::<Vec<_>>(), list)
    };
    let (kinds, all) = facet("", "kind");
    let total = all["total"].as_u64().unwrap();
    let counted: u64 = kinds.iter().map(|(_, count)| count).sum();
    assert_eq!(counted, total, "an actor is of one kind: {kinds:?}");
    assert!(kinds.contains(&("armed group".to_owned(), 1)), "{kinds:?}");
    let (countries, _) = facet("", "country");
    assert!(countries.contains(&("AF".to_owned(), 1)), "{countries:?}");
    let (still, narrowed) = facet("country=AF", "country");
    assert_eq!(narrowed["total"], 1, "{narrowed}");
    assert_eq!(narrowed["items"][0]["name"], "Islamic State");
    assert_eq!(
        still.len(),
        countries.len(),
        "counted without its own choice"
    );
    let (kinds, _) = facet("country=AF", "kind");
    assert_eq!(kinds, [("armed group".to_owned(), 1)]);
    let (_, none) = facet("country=AF&kind=police", "kind");
    assert_eq!(none["total"], 0);
    let page = made.get("/actors?kind=armed+group").ok().text;
    assert!(
        page.contains("href=\"/actors?kind=armed%20group&#38;country=AF\""),
        "{page}"
    );
    assert!(
        page.contains("name=\"kind\" value=\"armed group\""),
        "the name keeps the choice"
    );
    assert!(page.contains("aria-current=\"true\""));
}
