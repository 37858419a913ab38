//! Incidents as an SVG picture and as an HTML page.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod write_sample;

use formats::write::map::{BaseOutline, MapOptions, map_html, map_svg};
use model::{Field, Settled, Value};
use quick_xml::events::Event;
use sha2::{Digest, Sha256};
use write_sample::book::{Book, book};

/// Two square countries side by side, one of them with a hole.
fn outlines() -> Vec<BaseOutline> {
    let square = |west: f32, south: f32, side: f32| {
        vec![
            (west, south),
            (west + side, south),
            (west + side, south + side),
            (west, south + side),
            (west, south),
        ]
    };
    vec![
        BaseOutline {
            country: Some("AF".into()),
            name: "Afghanistan".into(),
            rings: vec![square(59.0, 28.0, 11.0), square(61.0, 30.0, 1.0)],
        },
        BaseOutline {
            country: Some("PK".into()),
            name: "Pakistan & more".into(),
            rings: vec![square(70.0, 28.0, 8.0)],
        },
    ]
}

fn options() -> MapOptions {
    MapOptions {
        title: "Attacks <2022>".into(),
        caption: "Everything in the sample.".into(),
        ..MapOptions::default()
    }
}

fn svg(book: &Book) -> String {
    map_svg(&book.view(), &outlines(), &options())
}

fn html(book: &Book) -> String {
    map_html(&book.view(), &outlines(), &options())
}

/// The text of all elements that are well formed; panics where they are not.
fn texts(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut texts = Vec::new();
    let mut text = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return texts,
            Event::Text(event) => text.push_str(&event),
            Event::GeneralRef(event) => {
                text.extend(["&", &event, ";"]);
            }
            Event::End(_) => texts.push(std::mem::take(&mut text).trim().to_owned()),
            _ => {}
        }
    }
}

fn set(book: &mut Book, field: Field, value: Value) {
    let settled = Settled {
        value,
        from: Vec::new(),
        policy: "lowest".into(),
        disputed: false,
    };
    book.incidents[0].fields.insert(field, settled);
}

#[test]
fn a_picture_is_well_formed_and_says_what_it_shows() {
    let texts = texts(&svg(&book()));
    let has = |text: &str| texts.iter().any(|found| found == text);
    assert!(has("Attacks &lt;2022&gt;"), "{texts:?}");
    assert!(has(
        "Everything in the sample. 4 incidents: 2 on the map, 1 known by country only, \
         1 unlocated. Figures by policy: lowest."
    ));
    assert!(has("AFGHANISTAN") && has("PAKISTAN &amp; MORE"));
    assert!(has("attack 1") && has("operation 1") && has("clash 1") && has("threat 1"));
}

#[test]
fn what_has_no_place_or_no_date_is_counted_in_sight_also_where_there_is_nothing() {
    let mut book = book();
    let all = "Afghanistan, no closer place: 1 · unlocated: 1 · undated: 2";
    assert!(texts(&svg(&book)).iter().any(|text| text == all));
    assert!(html(&book).contains("unlocated: 1  ·  undated: 2"));
    book.incidents.truncate(1);
    assert!(
        texts(&svg(&book))
            .iter()
            .any(|text| text == "unlocated: 0 · undated: 0")
    );
}

#[test]
fn a_country_is_no_pin_and_a_province_is_no_point() {
    let mut book = book();
    book.incidents.drain(..2);
    let country = svg(&book);
    assert!(!country.contains("class=\"pin\""));
    assert!(
        country.contains("class=\"vague\""),
        "the country is hatched"
    );
    assert!(
        texts(&country)
            .iter()
            .any(|text| text == "no closer place: 1")
    );
    let mut book = write_sample::book::book();
    book.incidents.drain(..1);
    book.incidents.truncate(1);
    let province = svg(&book);
    assert!(province.contains("class=\"area c-operation a-operation\""));
    assert!(province.contains("class=\"sign hollow c-operation\""));
    assert!(province.contains("somewhere within 80 km (admin1)"));
}

#[test]
fn several_incidents_at_one_place_are_one_sign_with_their_number() {
    let mut book = book();
    let again = book.incidents[0].clone();
    book.incidents = vec![again.clone(), again.clone(), again];
    let svg = svg(&book);
    assert_eq!(svg.matches("class=\"pin\"").count(), 1);
    assert!(svg.contains("Kabul: 3 incidents"));
    assert!(svg.contains("<text class=\"count\" y=\"3.6\">3</text>"));
}

#[test]
fn fire_across_a_border_has_an_arrow_from_the_other_country() {
    let mut book = book();
    assert!(!svg(&book).contains("class=\"arrow\""));
    set(&mut book, Field::FromCountry, Value::Text("PK".into()));
    let svg = svg(&book);
    assert!(svg.contains("class=\"arrow\""));
    assert!(svg.contains("<title>fired from Pakistan &amp; more</title>"));
}

#[test]
fn a_map_of_nothing_and_a_map_without_a_base_are_still_maps() {
    let mut book = book();
    for outlines in [Vec::new(), outlines()] {
        texts(&map_svg(&book.view(), &outlines, &options()));
    }
    book.incidents.clear();
    let empty = svg(&book);
    assert!(
        texts(&empty)
            .iter()
            .any(|text| text == "unlocated: 0 · undated: 0")
    );
    assert!(html(&book).contains("0 incidents: 0 on the map"));
}

#[test]
fn odd_coordinates_break_no_map() {
    for (latitude, longitude) in [
        (90.0, 180.0),
        (-90.0, -180.0),
        (f64::NAN, 0.0),
        (0.0, f64::INFINITY),
        (1e300, -1e300),
    ] {
        let mut book = book();
        let mut place = write_sample::kabul();
        (place.latitude, place.longitude) = (latitude, longitude);
        set(&mut book, Field::Location, Value::Place(place));
        let svg = svg(&book);
        texts(&svg);
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
}

#[test]
fn words_from_reports_cannot_become_markup_or_script() {
    let mut book = book();
    let evil = "</text></svg><script>alert(1)</script><a href=\"javascript:x\">\u{1b}[0m";
    set(&mut book, Field::Site, Value::Text(evil.into()));
    set(&mut book, Field::Type, Value::Text(evil.into()));
    let mut place = write_sample::kabul();
    place.name = evil.into();
    set(&mut book, Field::Location, Value::Place(place));
    for report in book.reports.values_mut() {
        report.title = Some(evil.into());
        report.text = report.text.replace("bomb", "<b onload=x>");
    }
    let svg = svg(&book);
    texts(&svg);
    assert!(!svg.contains("<script") && !svg.contains('\u{1b}'));
    let html = html(&book);
    assert_eq!(html.matches("<script").count(), 1, "only our own");
    assert!(!html.contains("<b ") && !html.contains("href=\"javascript"));
    assert!(!html.contains('\u{1b}'));
}

#[test]
fn a_page_loads_nothing_and_runs_only_its_own_script() {
    let html = html(&book());
    let base64 = |text: &str| {
        let digest = Sha256::digest(text.as_bytes());
        let bits: Vec<String> = digest.iter().map(|byte| format!("{byte:08b}")).collect();
        let mut bits = bits.concat();
        bits.push_str("00");
        let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let digit = |six: &[u8]| {
            let six = std::str::from_utf8(six).unwrap();
            char::from(digits[usize::from_str_radix(six, 2).unwrap()])
        };
        bits.as_bytes().chunks(6).map(digit).collect::<String>() + "="
    };
    let between = |open: &str, close: &str| {
        let rest = html.split_once(open).unwrap().1;
        rest.split_once(close).unwrap().0
    };
    let policy = between("Content-Security-Policy\" content=\"", "\"");
    let script = base64(between("<script>", "</script>"));
    let style = base64(between("<style>", "</style>"));
    assert!(policy.starts_with("default-src 'none'"));
    assert!(
        policy.contains(&format!("script-src 'sha256-{script}'")),
        "{policy}"
    );
    assert!(
        policy.contains(&format!("style-src 'sha256-{style}'")),
        "{policy}"
    );
    for outside in [
        "src=", "@import", "url(http", "<link", "<iframe", "style=\"", "onclick",
    ] {
        assert!(!html.contains(outside), "{outside}");
    }
    assert_eq!(html.matches("<style").count(), 1);
}

#[test]
fn a_page_quotes_each_account_with_its_words_underlined_and_its_source() {
    let html = html(&book());
    assert!(html.contains("killing <u>at least six people</u> and wounding"));
    assert!(html.contains("<u>Eight people died</u> when a <u>bomb</u>"));
    assert!(html.contains("The Daily &amp; Sons · 2022-09-07"));
    assert!(html.contains("href=\"https://example.org/wire?a=1&amp;b=2\""));
    assert!(html.contains("6–8 <small>lowest; accounts disagree</small>"));
}

#[test]
fn a_pin_leads_to_its_incident_also_without_script() {
    let html = html(&book());
    assert!(html.contains("<a class=\"pin\" href=\"#incident-I0000000001\" data-incidents=\"0\""));
    assert!(html.contains("<article id=\"incident-I0000000001\">"));
    assert!(html.contains("aria-label=\"Kabul: 1 incident. 2022-09-05 bombing"));
}

#[test]
fn a_private_person_is_named_on_no_map_unless_asked_for() {
    let book = book();
    let mut options = options();
    for map in [map_svg, map_html] {
        let public = map(&book.view(), &outlines(), &options);
        assert!(!public.contains("Doe") && public.contains("(person)"));
    }
    options.export.include_persons = true;
    for map in [map_svg, map_html] {
        assert!(map(&book.view(), &outlines(), &options).contains("Jan Doe"));
    }
}
