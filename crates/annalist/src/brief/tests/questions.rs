//! Blocks of questions: tables, cells in sentences, mistakes.

use super::*;
use crate::brief::writer::blocks;
use model::{Tally, Warning};

/// Two reports that disagree on a toll, a plot, an undated attack, and what reports state.
fn record() -> Record {
    let group = known("Islamic State Khorasan Province");
    let attack = |date: &str, country: &str, more: &[(Field, Value)]| {
        let mut fields = kabul(&[
            (Field::Date, Value::When(date.parse().unwrap())),
            (Field::Country, text(country)),
            (Field::Perpetrators, group.clone()),
            (
                Field::Attribution,
                Value::Attribution(Attribution::Attributed),
            ),
        ]);
        fields.extend(more.iter().cloned());
        fields
    };
    let killed = |count: u64| (Field::Killed, Value::Estimate(Estimate::exactly(count)));
    let mut undated = kabul(&[(Field::Perpetrators, group.clone())]);
    undated.retain(|(field, _)| *field != Field::Date);
    let mut record = Record::default()
        .add(
            "Six people died at the embassy.",
            &attack("2022-09-05", "AF", &[killed(6)]),
        )
        .add(
            "Rockets flew.",
            &attack("2022-04-18", "UZ", &[(Field::DeniedBy, known("Taliban"))]),
        )
        .add(
            "A plot was foiled.",
            &attack(
                "2022-05",
                "AF",
                &[(Field::Status, Value::Status(Status::Foiled))],
            ),
        )
        .add("One day, a bomb.", &undated)
        .told_again(0, "Eight people were killed, police said.", 8);
    record.stated = vec![
        stated("wire-1", "t01", "attacks", None, "2022-09", 33),
        stated("wire-2", "t01", "incidents", None, "2022", 20),
        stated("wire-2", "t02", "incidents", Some("Kabul"), "2022", 12),
        stated("wire-2", "t03", "incidents", Some("Herat"), "2022", 5),
    ];
    let words = |text: &str| Sourced::new(text.to_owned(), Span::new(0, 4), "test");
    record.warned = vec![Warning {
        report: "wire-1".into(),
        id: "w01".into(),
        issued_by: Sourced::new(
            ActorRef::named("Government of Elsewhere"),
            Span::new(0, 3),
            "test",
        ),
        issued_to: Some(words("Kabul")),
        date: Some(Sourced::new(
            "2022-09-01".parse().unwrap(),
            Span::new(0, 3),
            "test",
        )),
        about: Some("i01".into()),
        heeded: None,
        evidence: vec![Span::new(0, 10)],
    }];
    record
}

fn stated(
    report: &str,
    id: &str,
    what: &str,
    unit: Option<&str>,
    window: &str,
    count: u64,
) -> Stated {
    let words = |text: &str| Sourced::new(text.to_owned(), Span::new(0, 4), "test");
    Stated {
        tally: Tally {
            report: report.into(),
            id: id.into(),
            what: words(what),
            actor: None,
            countries: vec![words("AF")],
            admin1: unit.map(words),
            place: None,
            window: Some(Sourced::new(
                window.parse().unwrap(),
                Span::new(0, 4),
                "test",
            )),
            status: None,
            count: Sourced::new(Estimate::exactly(count), Span::new(0, 4), "test"),
            source: None,
            evidence: vec![Span::new(0, 4)],
        },
        quote: format!("some {count} {what} were counted"),
        source: Some("Daily Wire".into()),
        published: Some(jiff::civil::date(2022, 12, 1)),
    }
}

fn body(template: &str) -> String {
    let made = brief(template, &record());
    let text = made.markdown;
    text.split("\n## Appendix")
        .next()
        .unwrap()
        .split("\n[^1]:")
        .next()
        .unwrap()
        .to_owned()
}

#[test]
fn a_question_is_a_table_whose_rows_lead_to_their_words() {
    let made = brief("{{first by=country columns=\"country,first\"}}", &record());
    let text = &made.markdown;
    assert!(text.contains("| Country | First |"), "{text}");
    assert!(text.contains("| UZ | 18 April 2022[^1] |"), "{text}");
    assert!(text.contains("| Afghanistan | May 2022[^2] |"), "{text}");
    assert!(
        text.contains("[^1]: Counting policy: range. **I0000000002**"),
        "{text}"
    );
    assert!(text.contains("“Rockets flew.”"), "{text}");
}

#[test]
fn a_cell_stands_in_a_sentence_with_its_footnote() {
    let text = body(
        "The first in Uzbekistan was on {{first.first by=country row=UZ}}, {{first.in_all by=country row=UZ}} in all.",
    );
    assert_eq!(
        text,
        "The first in Uzbekistan was on 18 April 2022,[^1] one[^1] in all.\n"
    );
    let text = body("{{warnings.median_lead}} before; {{warnings.warnings}} warned.");
    assert_eq!(text, "Four days[^1] before; one[^2] warned.\n");
    let text = body("{{compare.ratio one=2022-09 other=2022-04}} times as often.");
    assert!(text.starts_with("1.00[^1] times"), "{text}");
    assert!(
        body("{{trend.peak every=month}}").starts_with("April 2022"),
        "the first of two peaks"
    );
}

#[test]
fn reports_are_listed_and_countries_of_counts_alone_are_named() {
    let text = body(
        "{{reports where=\"country = 'UZ'\"}}\n\nAlone: {{first.counted_only by=country none=none}}.",
    );
    assert!(text.starts_with("- *Report "), "{text}");
    assert!(
        text.contains("Alone: none"),
        "every country of a count has a row"
    );
    let mut record = record();
    for stated in &mut record.stated {
        stated.tally.countries[0].value = "PK".into();
    }
    let made = brief("In {{first.counted_only by=country}} too.", &record);
    assert!(
        made.markdown.starts_with("In PK[^1] too."),
        "{}",
        made.markdown
    );
}

#[test]
fn conflicting_tolls_stand_side_by_side() {
    let text = body("{{tolls top=3}}");
    assert!(text.contains("6–8") || text.contains("| 6"), "{text}");
    let rows: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains("Wire"))
        .collect();
    assert_eq!(rows.len(), 2, "{text}");
    assert!(
        rows[0].contains("| 6[^") && rows[0].contains("“Six”"),
        "{text}"
    );
    assert!(
        rows[1].starts_with("|  |") && rows[1].contains("| 8 |") && rows[1].contains("“Eight”"),
        "{text}"
    );
    assert!(body("{{tolls.conflicting}}").starts_with("One[^1]"));
}

#[test]
fn stated_counts_are_cited_with_their_words() {
    let made = brief("{{reconcile what=attacks}}", &record());
    assert!(
        made.markdown.contains("| 33[^1] | 1 |"),
        "{}",
        made.markdown
    );
    assert!(
        made.markdown
            .contains("may or may not belong to it. Counting policy: range. *Report 1*, Daily Wire, 6 September 2022: “Six”."),
        "{}",
        made.markdown
    );
    let text = body("{{list}}\n\n{{list.sum}} of {{list.stated}}, {{list.missing}} in no part.");
    assert!(text.contains("| Kabul | 12 |"), "{text}");
    assert!(text.contains("| Sum of 2 provinces | 17 |"), "{text}");
    assert!(text.contains("| Total stated | 20 |"), "{text}");
    assert!(text.contains("| In none of them | 3 |"), "{text}");
    assert!(
        text.contains("up to 17 of the 20 incidents stated: 3 are in none of those named.*[^1]"),
        "{text}"
    );
    assert!(
        text.contains("\n17[^2] of 20,[^2] three[^2] in no part."),
        "{text}"
    );
}

#[test]
fn a_table_may_have_its_second_field_across() {
    let text = body("{{table by=country across=month}}");
    assert!(
        text.contains("| Country | April 2022 | May 2022 | September 2022 | not told | All |"),
        "{text}"
    );
    assert!(
        text.contains("| Afghanistan | – | 1[^1] | 1[^2] | 1[^3] | 3 |"),
        "{text}"
    );
    assert!(text.contains("| **All** | 1 | 1 | 1 | 1 | 4 |"), "{text}");
}

#[test]
fn actor_and_period_narrow_every_block() {
    let text = body(
        "{{count actor=\"Islamic State Khorasan Province\" period=2022-09}}, {{count period=\"../..\"}}, {{count actor=\"\"}}",
    );
    assert_eq!(text, "One,[^1] four,[^2] four[^2]\n");
    let text = body("{{first.first by=country period=2022-05 row=Afghanistan}}");
    assert!(text.starts_with("May 2022"), "{text}");
}

#[test]
fn what_is_not_there_is_said_and_no_mistake() {
    for block in blocks() {
        let template = match block {
            "default" | "policy" | "map" => continue,
            "sum" => "{{sum killed}}".to_owned(),
            "table" | "tally" => format!("{{{{{block} by=country}}}}"),
            "compare" => "{{compare one=2022 other=2021}}".to_owned(),
            "chart" => "{{chart kind=timeline}}".to_owned(),
            block => format!("{{{{{block}}}}}"),
        };
        let text = brief(&template, &Record::default()).markdown;
        assert!(text.trim().len() > 10, "{template}: {text}");
        assert!(
            !text.contains("NaN") && !text.contains("inf"),
            "{template}: {text}"
        );
    }
    let text = body("{{first.where by=country row=Atlantis none=nowhere}}");
    assert!(text.starts_with("Nowhere"), "{text}");
    let made = brief("\n{{first.where by=country row=Atlantis}}", &record());
    assert_eq!(
        made.notes,
        ["a.md:2: the table `country` has no row `Atlantis`"]
    );
    let made = brief("{{reconcile what=atacks}}", &record());
    assert!(
        made.notes[0].contains("did you mean `attacks`?"),
        "{:?}",
        made.notes
    );
}

#[test]
fn mistakes_in_questions_show_what_would_be_right() {
    for (template, hint) in [
        ("{{frist by=country}}", "did you mean `first`?"),
        ("{{first buy=country}}", "did you mean `by`?"),
        ("{{first by=cuontry}}", "did you mean `country`?"),
        ("{{first by=country columns=frst}}", "did you mean `first`?"),
        (
            "{{first by=country part=contry}}",
            "did you mean `country`?",
        ),
        ("{{first.wher by=country}}", "did you mean `first.where`?"),
        ("{{trend every=actor}}", "write day, week, month or year"),
        ("{{trend until=2022-02-30}}", "write until=2022-05-01"),
        ("{{compare one=2022}}", "other=\"2022-05\""),
        ("{{compare one=2022 other=Atlantis}}", "write 2022-04"),
        ("{{count period=2022-13}}", "write 2022, 2022-04"),
        ("{{warnings days=many}}", "write days=30"),
        ("{{tolls conflicting=perhaps}}", "write conflicting=yes"),
        ("{{tolls top=0}}", "write top=5"),
        ("{{claims where=\"actr = 'x'\"}}", "did you mean `actor`?"),
        ("{{table by=country across=country,year}}", "take one out"),
        ("{{chart}}", "chart kind=\"timeline\""),
        ("{{chart kind=timline}}", "did you mean `timeline`?"),
        (
            "{{chart kind=map by=actor}}",
            "write by=admin1 or by=country",
        ),
        (
            "{{chart kind=bars every=actor}}",
            "write day, week, month or year",
        ),
        ("{{coverage period=\"{when}\"}}", "--set when="),
        ("{{list.smu}}", "did you mean `list.sum`?"),
    ] {
        let shown = match render(
            template,
            "a.md",
            &record().view(),
            "range",
            &Options::default(),
        ) {
            Ok(made) => panic!("{template} is no mistake: {}", made.markdown),
            Err(mistake) => mistake.to_string(),
        };
        assert!(shown.contains(hint), "{template}: {shown}");
        assert!(shown.contains("a.md:1:") && shown.contains('^'), "{shown}");
    }
}

#[test]
fn a_private_person_is_named_nowhere_unless_asked_for() {
    let by = [
        (Field::Perpetrators, Value::Actors(vec![person("Jon Roe")])),
        (Field::Killed, Value::Estimate(Estimate::exactly(1))),
    ];
    let mut record = Record::default()
        .add("Jon Roe shot Ann Poe dead.", &kabul(&by))
        .aimed_at("civilians", person("Ann Poe"))
        .told_again(0, "Roe killed Poe and a guard.", 2);
    record.stated = vec![stated("wire-1", "t01", "attacks", None, "2022-09", 3)];
    record.stated[0].quote = "Jon Roe was behind three attacks".into();
    let mut template = String::new();
    for block in blocks() {
        template.push_str(&match block {
            "default" | "policy" | "map" => continue,
            "sum" => "{{sum killed}}".to_owned(),
            "table" | "tally" => format!("{{{{{block} by=actor}}}}"),
            "compare" => "{{compare one=2022 other=2021}}".to_owned(),
            "chart" => "{{chart kind=timeline by=actor}}\n\n{{chart kind=multiples}}\n\n{{chart kind=tolls}}".to_owned(),
            block => format!("{{{{{block}}}}}"),
        });
        template.push_str("\n\n");
    }
    let all = |options: &Options<'_>| {
        let made = render(&template, "a.md", &record.view(), "range", options).unwrap();
        let svg: String = made.images.iter().map(|image| image.svg.clone()).collect();
        let figures = Figures::of(
            made.figures.clone(),
            &record.view(),
            "range",
            "",
            &BTreeMap::new(),
        );
        format!("{}{svg}{}", made.markdown, figures.to_json())
    };
    let hidden = all(&Options::default());
    for name in ["Roe", "Poe"] {
        let at = hidden
            .find(name)
            .map(|at| &hidden[at.saturating_sub(200)..at + 20]);
        assert_eq!(at, None);
    }
    let options = Options {
        names: true,
        ..Options::default()
    };
    assert!(all(&options).contains("Jon Roe shot Ann Poe"));
}

fn argument() -> impl Strategy<Value = String> + use<> {
    let keys = [
        "where",
        "actor",
        "period",
        "by",
        "across",
        "every",
        "until",
        "one",
        "other",
        "what",
        "place",
        "report",
        "days",
        "times",
        "seed",
        "conflicting",
        "part",
        "columns",
        "row",
        "top",
        "kind",
        "limit",
        "order",
        "n",
        "none",
        "title",
        "noun",
    ];
    let values = [
        "country",
        "actor",
        "year",
        "month",
        "day",
        "week",
        "target",
        "killed",
        "type",
        "2022",
        "2022-09",
        "2022-13",
        "../..",
        "9999-12-31",
        "-0001",
        "0",
        "1",
        "5",
        "99999999999",
        "yes",
        "no",
        "AF",
        "country = 'AF'",
        "killed > 5",
        "undated",
        "disputed",
        "",
        "timeline",
        "mix",
        "map",
        "band",
        "calendar",
        "tolls",
        "leads",
        "bars",
        "multiples",
        "ranks",
        "attacks",
        "contested",
        "lists",
        "Kabul",
        "{x}",
        "first,where",
    ];
    (
        prop::sample::select(keys.to_vec()),
        prop::sample::select(values.to_vec()),
    )
        .prop_map(|(key, value)| format!(" {key}=\"{value}\""))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn no_arguments_make_a_block_fall_over(
        block in prop::sample::select(blocks().filter(|block| *block != "default").collect::<Vec<_>>()),
        cell in prop_oneof![3 => Just(""), 1 => Just(".says"), 1 => Just(".incidents"), 1 => Just(".killed"), 1 => Just(".ratio")],
        arguments in prop::collection::vec(argument(), 0..4),
        which in 0..4,
    ) {
        let record = match which {
            0 => Record::default(),
            1 => embassy(),
            2 => {
                let mut undated = kabul(&[]);
                undated.retain(|(field, _)| !matches!(field, Field::Date | Field::Country));
                Record::default().add("x", &undated).add("y", &undated)
            }
            _ => record(),
        };
        let extra = if block == "sum" { " killed" } else { "" };
        let template = format!("A {{{{{block}{cell}{extra}{}}}}}.", arguments.concat());
        match render(&template, "a.md", &record.view(), "range", &Options::default()) {
            Ok(made) => {
                prop_assert!(!made.markdown.contains("NaN"), "{template}: {}", made.markdown);
                prop_assert!(!made.markdown.contains("inf "), "{template}: {}", made.markdown);
                prop_assert!(!made.images.iter().any(|image| image.svg.contains("NaN")), "{template}");
            }
            Err(mistake) => prop_assert!(mistake.to_string().contains('^')),
        }
    }
}
