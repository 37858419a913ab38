//! Pictures, values and mistakes of templates, and the templates that come along.

use super::*;

#[test]
fn a_map_stands_in_the_page_and_beside_the_markdown() {
    let located = Value::Place(Place {
        name: "Kabul".into(),
        geonames: None,
        latitude: 34.5,
        longitude: 69.2,
        precision: Precision::Settlement,
        radius_km: 10.0,
    });
    let record = Record::default()
        .add("x", &kabul(&[(Field::Location, located)]))
        .add("y", &kabul(&[]));
    let draw =
        |incidents: &[&Incident]| format!("<?xml version=\"1.0\"?><svg>{}</svg>", incidents.len());
    let options = Options {
        map: Some(&draw),
        ..Options::default()
    };
    let brief = render("{{map}}", "a.md", &record.view(), "range", &options).unwrap();
    assert_eq!(brief.images[0].name, "map-1");
    assert!(
        brief
            .markdown
            .starts_with("![One incident on the map](figure:map-1)")
    );
    assert!(
        brief
            .markdown_with(|image| format!("out-{}.svg", image.name))
            .starts_with("![One incident on the map](<out-map-1.svg>)")
    );
    assert!(
        brief
            .markdown
            .contains("Not on the map, as no place is known: 1.")
    );
    assert!(brief.html().contains("<svg>2</svg>") && !brief.html().contains("<?xml"));
}

#[test]
fn values_fill_text_and_filters() {
    let template =
        "{{default actor=\"X\" day=today}}{{actor}} {{day}}: {{count where=\"actor = '{actor}'\"}}";
    let options = Options {
        values: BTreeMap::from([("actor".to_owned(), "Children's *Front*".to_owned())]),
        ..Options::default()
    };
    let brief = render(template, "a.md", &embassy().view(), "range", &options).unwrap();
    assert!(
        brief
            .markdown
            .starts_with("Children's \\*Front\\* today: none[^1]"),
        "{}",
        brief.markdown
    );
    assert!(brief.markdown.contains("`actor = 'Children''s *Front*'`"));
    assert_eq!(brief.notes.len(), 1);
}

#[test]
fn mistakes_show_line_caret_and_what_would_be_right() {
    assert_eq!(
        mistake("# A\n\nThere were {{count where=\"kiled > 3\"}}."),
        "unknown field `kiled`\n \
         --> a.md:3:27\n  \
         |\n\
         3 | There were {{count where=\"kiled > 3\"}}.\n  \
         |                           ^^^^^ did you mean `killed`?"
    );
    for (template, hint) in [
        ("{{cuont}}", "did you mean `count`?"),
        ("{{count wher=\"x\"}}", "did you mean `where`?"),
        ("{{count where=\"a", "end the value with \""),
        ("{{count", "end the figure with }}"),
        ("{{}}", "for instance {{count}}"),
        ("{{count ?}}", "{{name key=\"value\"}}"),
        ("{{count where=}}", "write where=\"…\""),
        ("{{count many}}", "`count` takes noun"),
        ("{{sum}}", "write {{sum killed}}"),
        ("{{sum kild}}", "did you mean `killed`?"),
        ("{{table}}", "{{table by=\"month\"}}"),
        ("{{table by=mnth}}", "did you mean `month`?"),
        ("{{table by=\"type,year,month\"}}", "take one out"),
        ("{{incidents limit=0}}", "write limit=5"),
        ("{{incidents order=up}}", "order=newest"),
        ("{{map}}", "annalist brief"),
        ("{{count where=\"actor = '{who}'\"}}", "--set who="),
        ("{{timeline by=actor}}", "by=month or by=year"),
        ("{{count plural=attacks}}", "give both"),
        ("{{default count=3}}", "choose another name"),
        ("{{count where=suicide where=suicide}}", "keep one of them"),
    ] {
        let shown = mistake(template);
        assert!(shown.contains(hint), "{template}: {shown}");
        assert!(shown.contains("a.md:1:"), "{shown}");
    }
}

#[test]
fn a_value_that_is_a_date_reads_as_one() {
    let template = "{{default from=\"2022-04-17/2022-05-01\" ever=\"../..\"}}{{from}}, {{ever}}";
    assert_eq!(
        brief(template, &embassy()).markdown,
        "17 April to 1 May 2022, all dates\n"
    );
}

#[test]
fn two_braces_can_be_written() {
    assert_eq!(
        brief("a \\{{count}} b", &embassy()).markdown,
        "a {{count}} b\n"
    );
}

#[test]
fn the_shipped_briefs_come_out_of_any_record() {
    let draw = |_: &[&Incident]| "<svg></svg>".to_owned();
    let options = Options {
        map: Some(&draw),
        ..Options::default()
    };
    let mut large = embassy();
    for at in 0..12 {
        large = large.add(
            "A blast.",
            &kabul(&[(
                Field::Date,
                Value::When(format!("2022-{:02}", at + 1).parse().unwrap()),
            )]),
        );
    }
    for record in [Record::default(), embassy(), large] {
        for (name, _, template) in SHIPPED {
            let brief = render(template, name, &record.view(), "range", &options)
                .unwrap_or_else(|mistake| panic!("{mistake}"));
            assert!(brief.html().contains("<h1 id="), "{name}");
            assert!(!brief.markdown.contains("{{"), "{name}");
            for number in 1..=brief.markdown.matches("\n[^").count() {
                assert!(
                    brief.html().contains(&format!("id=\"ref-{number}-1\"")),
                    "{name} {number}"
                );
            }
        }
    }
}

proptest! {
    #[test]
    fn no_template_makes_the_renderer_fall_over(
        parts in prop::collection::vec(
            prop_oneof![
                "\\PC{0,12}",
                Just("{{".to_owned()), Just("}}".to_owned()), Just("\n\n".to_owned()),
                Just("{{count where=\"".to_owned()), Just("{{toll}}".to_owned()),
                Just("{{incidents}}".to_owned()), Just("{{quote n=2}}".to_owned()), Just("{{timeline}}".to_owned()),
                Just("{{table by=target,year}}".to_owned()), Just("killed > 3\"}}".to_owned()),
                Just("[^1]".to_owned()), Just("[^1]: x".to_owned()), Just("![".to_owned()), Just("](<".to_owned()),
                Just("# ".to_owned()), Just("> ".to_owned()), Just("| a |\n| - |\n".to_owned()), Just("{x}".to_owned()),
            ],
            0..12,
        )
    ) {
        let template = parts.concat();
        match render(&template, "a.md", &embassy().view(), "range", &Options::default()) {
            Ok(brief) => prop_assert!(brief.html().ends_with("</html>\n")),
            Err(mistake) => prop_assert!(mistake.to_string().contains('^')),
        }
    }
}

/// A template with every block of questions and figures, and every chart.
fn every_block() -> String {
    let mut template = String::from(
        "{{count}} {{sum killed}} {{toll}}\n\n{{table by=\"actor\" across=\"year\"}}\n\n\
         {{table by=\"country,month\"}}\n\n{{incidents}}\n\n{{quote}}\n\n{{timeline by=month}}\n\n\
         {{tally by=\"country\"}}\n\n{{compare one=\"2022\" other=\"2023\"}}\n\n",
    );
    for name in [
        "first",
        "trend",
        "reconcile",
        "list",
        "claims",
        "warnings",
        "coverage",
        "tolls",
    ] {
        template.push_str(&format!("{{{{{name}}}}}\n\n"));
    }
    for figure in [
        "claims.claimed",
        "claims.denials",
        "claims.claimed_within_days",
        "coverage.single_share",
        "coverage.most",
        "list.sum",
        "reconcile.stated",
        "tolls.conflicts",
        "trend.peak",
        "trend.ratio",
        "warnings.share",
        "warnings.base_rate",
        "warnings.p",
        "warnings.median_lead",
        "warnings.says",
        "coverage.says",
    ] {
        template.push_str(&format!("{{{{{figure}}}}}, "));
    }
    for (kind, _) in CHARTS {
        template.push_str(&format!("\n\n{{{{chart kind=\"{kind}\"}}}}"));
    }
    template
}

#[test]
fn every_block_answers_of_nothing_of_one_incident_and_of_undated_ones() {
    let undated: Vec<(Field, Value)> = kabul(&[])
        .into_iter()
        .filter(|(field, _)| *field != Field::Date)
        .collect();
    let mut many = Record::default();
    for _ in 0..4 {
        many = many.add("A blast.", &undated);
    }
    let records = [
        Record::default(),
        Record::default().add("x", &[]),
        Record::default().add("A blast.", &kabul(&[])),
        embassy(),
        many,
    ];
    for record in &records {
        let brief = brief(&every_block(), record);
        for image in &brief.images {
            assert!(
                !image.svg.contains("NaN") && !image.svg.contains("inf"),
                "{}",
                image.svg
            );
        }
        for word in brief
            .markdown
            .split(|letter: char| !letter.is_alphanumeric())
        {
            assert!(
                !["NaN", "inf", "infinity"].contains(&word),
                "{}",
                brief.markdown
            );
        }
        assert!(typeset::pdf(&document(&brief, Vec::new()), &typeset::Options::default()).is_ok());
    }
}

#[test]
fn impossible_dates_and_places_are_shown_where_they_stand() {
    for (template, hint) in [
        ("{{count period=\"2022-02-31\"}}", "2022-04-17/2022-05-01"),
        ("{{count where=\"date in 2022-13\"}}", "is not a date"),
        ("{{trend until=\"2022-02-30\"}}", "write until=2022-05-01"),
        ("{{trend every=decade}}", "month"),
        ("{{compare one=\"2022-02-31\" other=2023}}", "is no date"),
        ("{{compare one=2022}}", "two sides"),
        ("{{warnings days=99999}}", "3650"),
        ("{{warnings times=0}}", "1"),
        ("{{tolls top=0}}", "top"),
        ("{{chart kind=pie}}", "pie"),
        ("{{claims.claimd}}", "did you mean `claims.claimed`?"),
    ] {
        let shown = mistake(template);
        assert!(shown.contains(hint), "{template}: {shown}");
        assert!(shown.contains("a.md:1:"), "{shown}");
    }
}
