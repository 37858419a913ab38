//! Briefs over a record made by hand.

mod changed;
mod questions;

use super::*;
use analysis::{Stated, TextField};
use model::{
    ActorRef, Attribution, Estimate, Field, Place, Precision, Settled, Sourced, Span, Status,
    Target, Value,
};
use proptest::prelude::*;
use std::borrow::Cow;

/// A record made by hand: reports, and incidents of one account each.
#[derive(Default)]
struct Record {
    incidents: Vec<Incident>,
    accounts: BTreeMap<AccountKey, Account>,
    reports: BTreeMap<String, Report>,
    stated: Vec<Stated>,
    warned: Vec<Warning>,
}

impl Brief {
    fn html(&self) -> String {
        let document = document(self, Vec::new());
        typeset::html(&document, &typeset::Options::default()).unwrap()
    }
}

struct Names;

impl Context for Names {
    fn name_of(&self, field: TextField, code: &str) -> Option<String> {
        (field == TextField::Country && code == "AF").then(|| "Afghanistan".into())
    }

    fn words<'a>(&'a self, _: &[AccountKey]) -> Vec<Cow<'a, str>> {
        Vec::new()
    }
}

impl Record {
    fn view(&self) -> View<'_> {
        View {
            incidents: &self.incidents,
            accounts: &self.accounts,
            reports: &self.reports,
            context: &Names,
            stated: &self.stated,
            warned: &self.warned,
        }
    }

    /// Adds a report with one incident coded from its whole text.
    fn add(mut self, text: &str, fields: &[(Field, Value)]) -> Self {
        let number = self.incidents.len() + 1;
        let report = Report {
            id: format!("wire-{number}"),
            title: Some(format!("Report {number}")),
            source: Some("Daily Wire".into()),
            published: Some(jiff::civil::date(2022, 9, 6)),
            text: text.into(),
            ..Report::default()
        };
        let span = Span::new(0, text.len());
        let code = |code: &str| Sourced::new(code.to_owned(), span, "test");
        let done = Sourced::new(Status::Completed, span, "test");
        let mut account = Account::new(&*report.id, "i01", code("attack"), code("bombing"), done);
        account.evidence = vec![span];
        let killed = fields.iter().find(|(field, _)| *field == Field::Killed);
        if let Some((_, Value::Estimate(killed))) = killed {
            let word = Span::new(0, text.find(' ').unwrap_or(text.len()));
            account.killed = Some(Sourced::new(*killed, word, "test"));
        }
        let key = account.key();
        let mut incident = Incident {
            id: format!("I{number:010}"),
            accounts: vec![key.clone()],
            independent_sources: 1,
            ..Incident::default()
        };
        for (field, value) in fields {
            let settled = Settled {
                value: value.clone(),
                from: vec![key.clone()],
                policy: "range".into(),
                disputed: false,
            };
            incident.fields.insert(*field, settled);
        }
        self.reports.insert(report.id.clone(), report);
        self.accounts.insert(key, account);
        self.incidents.push(incident);
        self
    }

    /// A further report of an incident, which it tells with another toll.
    fn told_again(mut self, at: usize, text: &str, killed: u64) -> Self {
        let number = self.reports.len() + 1;
        let report = Report {
            id: format!("wire-{number}"),
            title: Some(format!("Report {number}")),
            source: Some("Evening Wire".into()),
            published: Some(jiff::civil::date(2022, 9, 8)),
            text: text.into(),
            ..Report::default()
        };
        let word = text.find(' ').unwrap_or(text.len());
        let first = self.incidents[at].accounts[0].clone();
        let mut account = self.accounts[&first].clone();
        account.report.clone_from(&report.id);
        account.evidence = vec![Span::new(0, text.len())];
        account.killed = Some(Sourced::new(
            Estimate::exactly(killed),
            Span::new(0, word),
            "test",
        ));
        self.incidents[at].accounts.push(account.key());
        self.accounts.insert(account.key(), account);
        self.reports.insert(report.id.clone(), report);
        self
    }

    /// Names the target of the last incident.
    fn aimed_at(mut self, kind: &str, actor: ActorRef) -> Self {
        let span = Span::new(0, 1);
        let (_, account) = self.accounts.iter_mut().next_back().unwrap();
        account.targets.push(Target {
            kind: Sourced::new(kind.into(), span, "test"),
            name: Some(Sourced::new(actor, span, "test")),
            nationality: None,
        });
        self
    }
}

fn text(words: &str) -> Value {
    Value::Text(words.into())
}

fn actors(names: &[&str]) -> Value {
    Value::Actors(names.iter().map(|name| ActorRef::named(*name)).collect())
}

fn person(name: &str) -> ActorRef {
    ActorRef {
        person: true,
        ..ActorRef::named(name)
    }
}

fn known(name: &str) -> Value {
    Value::Actors(vec![ActorRef {
        id: Some(analysis::fold(name)),
        ..ActorRef::named(name)
    }])
}

/// The fields of an attack in Kabul on 5 September 2022.
fn kabul(more: &[(Field, Value)]) -> Vec<(Field, Value)> {
    let mut fields = vec![
        (Field::Class, text("attack")),
        (Field::Type, text("bombing")),
        (Field::Status, Value::Status(Status::Completed)),
        (Field::Date, Value::When("2022-09-05".parse().unwrap())),
        (Field::Country, text("AF")),
        (Field::Admin1, text("Kabul")),
        (Field::Place, text("Kabul")),
        (Field::Targets, Value::Texts(vec!["diplomatic".into()])),
    ];
    for (field, value) in more {
        fields.retain(|(had, _)| had != field);
        fields.push((*field, value.clone()));
    }
    fields
}

fn told(more: &[(Field, Value)]) -> String {
    let record = Record::default().add("x", &kabul(more));
    sentence(&record.incidents[0], &record.view(), false)
}

fn embassy() -> Record {
    let claimed = [
        (Field::Suicide, Value::Flag(true)),
        (
            Field::Perpetrators,
            known("Islamic State Khorasan Province"),
        ),
        (Field::ClaimedBy, known("Islamic State Khorasan Province")),
        (Field::Attribution, Value::Attribution(Attribution::Claimed)),
        (Field::Killed, Value::Estimate(Estimate::at_least(6))),
        (Field::Injured, Value::Estimate(Estimate::exactly(10))),
    ];
    Record::default()
        .add("At least six people died at the embassy.", &kabul(&claimed))
        .aimed_at("diplomatic", ActorRef::named("Russian Embassy"))
}

fn brief(template: &str, record: &Record) -> Brief {
    render(
        template,
        "a.md",
        &record.view(),
        "range",
        &Options::default(),
    )
    .unwrap_or_else(|mistake| panic!("{mistake}"))
}

fn mistake(template: &str) -> String {
    match render(
        template,
        "a.md",
        &embassy().view(),
        "range",
        &Options::default(),
    ) {
        Ok(brief) => panic!("{}", brief.markdown),
        Err(mistake) => mistake.to_string(),
    }
}

#[test]
fn a_claimed_attack_reads_as_one_sentence() {
    let record = embassy();
    assert_eq!(
        sentence(&record.incidents[0], &record.view(), false),
        "On 5 September 2022, a suicide bombing claimed by the Islamic State Khorasan Province \
         targeted the Russian Embassy in Kabul, Afghanistan, killing at least six people and injuring ten."
    );
}

#[test]
fn attribution_keeps_its_strength() {
    let by = |name: &str, attribution| {
        told(&[
            (Field::Perpetrators, known(name)),
            (Field::Attribution, Value::Attribution(attribution)),
            (Field::Killed, Value::Estimate(Estimate::between(6, 8))),
        ])
    };
    assert_eq!(
        by("Boko Haram", Attribution::Suspected),
        "On 5 September 2022, a bombing, for which suspicion fell on Boko Haram, targeted a diplomatic \
         target in Kabul, Afghanistan, killing between six and eight people."
    );
    assert!(
        by("Taliban", Attribution::Attributed)
            .contains("a bombing attributed to the Taliban targeted")
    );
    let gunmen = told(&[
        (Field::Perpetrators, actors(&["gunmen"])),
        (
            Field::Attribution,
            Value::Attribution(Attribution::Attributed),
        ),
        (Field::DeniedBy, known("Taliban")),
    ]);
    assert_eq!(
        gunmen,
        "On 5 September 2022, a bombing by gunmen targeted a diplomatic target in Kabul, Afghanistan; \
         no figure of dead or injured is given; the Taliban denied it."
    );
}

#[test]
fn plots_arrests_clashes_threats_and_protests_have_their_own_words() {
    assert_eq!(
        told(&[
            (Field::Status, Value::Status(Status::Foiled)),
            (Field::Perpetrators, known("Boko Haram")),
            (
                Field::Attribution,
                Value::Attribution(Attribution::Suspected)
            ),
            (Field::Arrested, Value::Estimate(Estimate::exactly(1))),
        ]),
        "On 5 September 2022, a plan for a bombing against a diplomatic target in Kabul, Afghanistan, \
         for which suspicion fell on Boko Haram, was foiled; one person was arrested."
    );
    assert_eq!(
        told(&[
            (Field::Class, text("operation")),
            (Field::Type, text("arrest")),
            (Field::Perpetrators, actors(&["police"])),
            (Field::Targets, Value::Texts(vec!["armed_group".into()])),
            (Field::Arrested, Value::Estimate(Estimate::exactly(12))),
        ]),
        "On 5 September 2022, police arrested 12 people in an operation against an armed group in Kabul, Afghanistan."
    );
    assert_eq!(
        told(&[
            (Field::Class, text("clash")),
            (Field::Type, text("clash")),
            (Field::Perpetrators, actors(&["rebels", "soldiers"])),
            (Field::Killed, Value::Estimate(Estimate::about(150))),
        ]),
        "On 5 September 2022, rebels and soldiers clashed in Kabul, Afghanistan, with about 150 people killed."
    );
    assert_eq!(
        told(&[
            (Field::Class, text("threat")),
            (Field::Perpetrators, known("Taliban")),
            (Field::Targets, Value::Texts(vec!["police".into()])),
        ]),
        "On 5 September 2022, the Taliban threatened police in Kabul, Afghanistan."
    );
    assert_eq!(
        told(&[
            (Field::Class, text("unrest")),
            (Field::Type, text("protest")),
            (Field::Multiple, Value::Flag(true)),
            (Field::Targets, Value::Texts(vec![])),
            (Field::Killed, Value::Estimate(Estimate::exactly(0))),
        ]),
        "On 5 September 2022, a series of protests took place in Kabul, Afghanistan, with nobody killed."
    );
}

#[test]
fn an_incident_of_which_nothing_is_told_still_reads() {
    let record = Record::default().add("x", &[]);
    assert_eq!(
        sentence(&record.incidents[0], &record.view(), false),
        "On a date that is not told, an attack took place."
    );
}

#[test]
fn figures_that_differ_are_said_to_differ() {
    let mut record = embassy();
    let settled = record.incidents[0].fields.get_mut(&Field::Killed).unwrap();
    settled.disputed = true;
    let told = sentence(&record.incidents[0], &record.view(), false);
    assert!(told.ends_with("; reports differ on the toll."), "{told}");
}

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
    for _ in 0..7 {
        record = record.add("A blast.", &kabul(&[]));
    }
    let brief = brief("{{count}} blasts.", &record);
    assert!(
        brief
            .markdown
            .contains("all 7 stand in the [appendix](#appendix)")
    );
    assert!(
        brief
            .markdown
            .contains("- Footnote 1: [I0000000001](#i0000000001), ")
    );
    for number in 1..=7 {
        assert!(
            brief.html().contains(&format!("id=\"i000000000{number}\"")),
            "{number}"
        );
    }
    assert!(brief.html().contains("id=\"appendix\""));
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
fn a_quote_has_at_most_300_characters() {
    let record = Record::default().add(&"word ".repeat(200), &kabul(&[]));
    let brief = brief("{{quote}}", &record);
    let start = brief.markdown.find('“').unwrap() + '“'.len_utf8();
    let end = brief.markdown.find('”').unwrap();
    let count = brief.markdown[start..end].chars().count();
    assert!((250..=300).contains(&count), "{count}");
}

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
