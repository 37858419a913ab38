//! Figures, their footnotes and the appendix, and what is left out of them.

use super::*;

#[test]
fn a_figure_leads_to_incident_report_quote_and_policy() {
    let brief = brief(
        "We know of {{count where=\"killed >= 1\" noun=attack}}.\n",
        &embassy(),
    );
    assert_eq!(
        brief.markdown,
        "We know of one attack.[^1]\n\n\
         [^1]: One incident where `killed >= 1`. Counting policy: range. **I0000000001** (5 September 2022, \
         Kabul, Afghanistan): *Report 1*, Daily Wire, 6 September 2022: “At least six people died at the embassy.”\n"
    );
}

#[test]
fn equal_notes_share_a_number_and_lead_back_to_both_places() {
    let brief = brief(
        "{{count}} and {{count}}, then {{count where=suicide}}",
        &embassy(),
    );
    assert!(
        brief
            .markdown
            .starts_with("One[^1] and one,[^1] then one[^2]\n"),
        "{}",
        brief.markdown
    );
    for part in [
        "href=\"#note-1\"",
        "id=\"note-1\"",
        "href=\"#ref-1-1\"",
        "href=\"#ref-1-2\"",
        "id=\"ref-1-2\"",
    ] {
        assert!(brief.html().contains(part), "{part}");
    }
    assert!(!brief.html().contains("#ref-2-2"));
}

#[test]
fn a_number_that_begins_a_sentence_begins_large() {
    let record = embassy();
    for (template, begins) in [
        (
            "{{default x=y}}\n{{count where=multiple none=\"not one\"}} was",
            "Not one",
        ),
        ("{{count}} died", "One"),
        ("It was\n{{count}} day", "It was\none"),
        ("- {{count}} day", "- One"),
        ("## {{count}} day", "## One"),
        ("It ended. {{count}} day", "It ended. One"),
        ("It was {{count}}. {{count}} day", "It was one.[^1] One"),
        ("about 3.{{count}} day", "about 3.one"),
    ] {
        let brief = brief(template, &record);
        assert!(brief.markdown.starts_with(begins), "{}", brief.markdown);
    }
}

#[test]
fn tolls_and_sums_say_what_is_not_told() {
    let record = embassy().add("A blast.", &kabul(&[]));
    let brief = brief(
        "{{toll}}. {{sum killed noun=person plural=people}}; {{sum arrested}}.",
        &record,
    );
    assert!(
        brief.markdown.starts_with(
            "At least six people were killed and ten injured.[^1] At least six people;[^2] no figure.[^3]"
        ),
        "{}",
        brief.markdown
    );
    assert!(
        brief
            .markdown
            .contains("1 of 2 tell a figure of killed; 1 tells none.")
    );
}

#[test]
fn many_incidents_are_listed_in_an_appendix() {
    let mut record = Record::default();
    for _ in 0..9 {
        record = record.add("A blast.", &kabul(&[]));
    }
    let brief = brief("{{count}} blasts.", &record);
    let note = brief.markdown.split("[^1]: ").nth(1).unwrap();
    assert!(
        note.ends_with("They stand in the [appendix](#appendix).\n"),
        "{note}"
    );
    assert!(
        brief
            .markdown
            .contains("- Footnote 1: [I0000000001](#i0000000001), ")
    );
    for number in 1..=9 {
        assert!(
            brief.html().contains(&format!("id=\"i000000000{number}\"")),
            "{number}"
        );
    }
    assert!(brief.html().contains("id=\"appendix\""));
}

#[test]
fn a_footnote_names_several_incidents_and_leaves_their_words_to_the_appendix() {
    let mut record = Record::default();
    for _ in 0..3 {
        record = record.add("A blast shook the town.", &kabul(&[]));
    }
    let brief = brief("{{count}} blasts.", &record);
    let (text, note) = brief.markdown.split_once("[^1]: ").unwrap();
    assert!(
        note.contains("[I0000000001](#i0000000001) (5 September 2022, Kabul, Afghanistan); ["),
        "{note}"
    );
    assert!(!note.contains("shook"), "{note}");
    assert_eq!(
        text.matches("“A blast shook the town.”").count(),
        3,
        "{text}"
    );
}

#[test]
fn words_in_a_footnote_are_cut_to_what_fits_at_the_foot_of_a_page() {
    let record = Record::default().add(&"word ".repeat(200), &kabul(&[]));
    let brief = brief("{{count}} blast.", &record);
    let note = brief.markdown.split("[^1]: ").nth(1).unwrap();
    let quote = note.split(['“', '”']).nth(1).unwrap();
    assert!((290..=320).contains(&quote.chars().count()), "{quote}");
}

#[test]
fn what_a_report_says_cannot_become_markup() {
    let evil = "<script>alert(1)</script> [x](javascript:a) **b** {{count}} | c";
    let mut record = Record::default().add(evil, &kabul(&[(Field::Place, text("<img src=x>"))]));
    let report = record.reports.get_mut("wire-1").unwrap();
    report.title = Some("<b onload=x>\n# big".into());
    report.url = Some("javascript:alert(1)".into());
    let brief = brief(
        "# T\n\n{{quote}}\n\n{{incidents}}\n\n{{table by=place}}\n\n<i>mine</i> [a](javascript:b)",
        &record,
    );
    for bad in ["<script", "<img", "<b ", "href=\"javascript", "<i>"] {
        assert!(!brief.html().contains(bad), "{bad} in {}", brief.html());
    }
    assert!(
        brief.html().contains(
            "“&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:a) **b** {{count}} | c”"
        )
    );
}

#[test]
fn private_persons_are_not_named() {
    let by = [(Field::Perpetrators, Value::Actors(vec![person("Jon Roe")]))];
    let record = Record::default()
        .add(
            "Jon Roe, called Roe, shot Ann Poe. Roed fjord.",
            &kabul(&by),
        )
        .aimed_at("diplomatic", person("Ann Poe"));
    let template = "{{quote}}\n\n{{incidents}}\n\n{{table by=actor}}";
    let hidden = brief(template, &record);
    for name in ["Roe,", "Poe", "Jon"] {
        assert!(
            !hidden.markdown.contains(name),
            "{name} in {}",
            hidden.markdown
        );
    }
    assert!(hidden.markdown.contains("Roed fjord"));
    assert!(hidden.markdown.contains("a bombing by an individual"));
    let options = Options {
        names: true,
        ..Options::default()
    };
    let shown = render(template, "a.md", &record.view(), "range", &options).unwrap();
    assert!(shown.markdown.contains("Jon Roe") && shown.markdown.contains("Ann Poe"));
}

#[test]
fn more_of_a_name_behind_what_the_coder_took_for_it_is_left_out_too() {
    let by = [(Field::Perpetrators, Value::Actors(vec![person("Jon Amin")]))];
    let record = Record::default().add("Jon Amin Haqqani shot at Kabul police.", &kabul(&by));
    let brief = brief("{{quote}}", &record);
    assert!(
        brief
            .markdown
            .contains("“\\[name left out\\] shot at Kabul police.”"),
        "{}",
        brief.markdown
    );
}

#[test]
fn a_quote_has_at_most_300_characters() {
    let record = Record::default().add(&"word ".repeat(200), &kabul(&[]));
    let brief = brief("{{quote}}", &record);
    let start = brief.markdown.find('“').unwrap() + '“'.len_utf8();
    let end = brief.markdown.find('”').unwrap();
    let count = brief.markdown[start..end].chars().count();
    assert!((250..=300).contains(&count), "{count}");
}
