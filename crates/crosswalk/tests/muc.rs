//! Accounts, made by hand from invented wires, as templates of MUC-4.

use codebook::Codebook;
use crosswalk::muc::{Template, templates};
use model::{
    Account, ActorRef, Attribution, Coded, Estimate, Mention, MentionRole, Report, Sourced, Span,
    Status, Target,
};

/// A wire and one account of it.
struct Wire {
    report: Report,
    account: Account,
}

impl Wire {
    fn new(text: &str, class: &str, kind: &str) -> Self {
        let report = Report {
            id: "wire".into(),
            published: Some(jiff::civil::date(1990, 2, 4)),
            text: text.into(),
            ..Report::default()
        };
        let read = |value: &str| Sourced::new(value.to_owned(), Span::default(), "class/trigger");
        let account = Account::new(
            "wire",
            "i01",
            read(class),
            read(kind),
            Sourced::new(Status::Completed, Span::default(), "status/words"),
        );
        Wire { report, account }
    }

    fn span(&self, words: &str) -> Span {
        let start = self.report.text.find(words).expect("words of the wire");
        Span::new(start, start + words.len())
    }

    fn mention(mut self, role: MentionRole, words: &str) -> Self {
        let span = self.span(words);
        self.account.mentions.push(Mention::new(role, span));
        self
    }

    fn target(mut self, kind: &str, words: &str) -> Self {
        let span = self.span(words);
        self.account.targets.push(Target {
            kind: Sourced::new(kind.into(), span, "target/noun"),
            name: Some(Sourced::new(ActorRef::named(words), span, "target/phrase")),
            nationality: None,
        });
        self.mention(MentionRole::Target, words)
    }

    fn perpetrator(mut self, id: Option<&str>, words: &str) -> Self {
        let actor = ActorRef {
            id: id.map(str::to_owned),
            ..ActorRef::named(words)
        };
        let span = self.span(words);
        self.account
            .perpetrators
            .push(Sourced::new(actor, span, "role/subject"));
        self
    }

    fn date(mut self, value: &str, rule: &str) -> Self {
        self.account.date = Some(Sourced::new(
            value.parse().expect("a date"),
            Span::default(),
            rule,
        ));
        self
    }

    fn country(mut self, code: &str) -> Self {
        self.account.country = Some(Sourced::new(code.into(), Span::default(), "place/named"));
        self
    }

    fn killed(mut self, count: u64, words: &str) -> Self {
        let span = self.span(words);
        self.account.killed = Some(Sourced::new(
            Estimate::exactly(count),
            span,
            "figure/counted",
        ));
        self.mention(MentionRole::Victim, words)
    }

    fn templates(self) -> Vec<Template> {
        let coded = Coded {
            accounts: vec![self.account],
            ..Coded::default()
        };
        templates(&self.report, &coded, Codebook::embedded())
    }

    fn template(self) -> Template {
        let mut all = self.templates();
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }
}

fn one(words: &str) -> Vec<Vec<String>> {
    vec![vec![words.to_owned()]]
}

const WIRE: &str = "FMLN GUERRILLAS BLEW UP A POWER STATION WITH DYNAMITE ON 2 FEBRUARY. \
                    THREE FARMERS WERE KILLED AND MAYOR ANA RUIZ ESCAPED.";

fn blast() -> Wire {
    Wire::new(WIRE, "attack", "bombing")
        .perpetrator(
            Some("farabundo-marti-national-liberation-front"),
            "FMLN GUERRILLAS",
        )
        .target("utility", "A POWER STATION")
        .mention(MentionRole::Weapon, "DYNAMITE")
        .killed(3, "THREE FARMERS")
        .date("1990-02-02", "date/day-month")
        .country("SV")
}

#[test]
fn a_group_and_its_people_are_an_organisation_and_individuals() {
    let template = blast().template();
    assert_eq!(template.incident_type, "bombing");
    assert_eq!(template.organisations, one("FMLN"));
    assert_eq!(template.individuals, one("GUERRILLAS"));
    assert_eq!(
        template.org_confidence,
        [("REPORTED AS FACT", "FMLN".to_owned())]
    );
    assert_eq!(template.category, "TERRORIST ACT");
}

#[test]
fn things_people_and_instruments_are_given_as_printed_without_article_and_number() {
    let template = blast().template();
    assert_eq!(template.targets, one("POWER STATION"));
    assert_eq!(template.weapons, one("DYNAMITE"));
    assert_eq!(template.victims, one("FARMERS"));
    assert_eq!(template.victim_effect, [("DEATH", "FARMERS".to_owned())]);
    assert_eq!(
        template.victim_number,
        [("3".to_owned(), "FARMERS".to_owned())]
    );
}

#[test]
fn a_named_person_is_shown_by_name() {
    let mut wire = blast().mention(MentionRole::Target, "MAYOR");
    let name = Mention {
        person: true,
        ..Mention::new(MentionRole::Victim, wire.span("ANA RUIZ"))
    };
    wire.account.mentions.push(name);
    let template = wire.template();
    assert_eq!(template.named_victims, one("ANA RUIZ"));
    assert!(
        template
            .victim_number
            .contains(&("1".to_owned(), "ANA RUIZ".to_owned()))
    );
}

#[test]
fn a_weekday_or_no_date_is_up_to_the_day_of_publication() {
    assert_eq!(blast().template().date.as_deref(), Some("02 FEB 90"));
    let weekday = blast().date("1990-02-02", "date/weekday").template();
    assert_eq!(weekday.date.as_deref(), Some("- 04 FEB 90"));
    let range = blast()
        .date("1990-01-28/1990-02-03", "date/range")
        .template();
    assert_eq!(range.date.as_deref(), Some("28 JAN 90 - 03 FEB 90"));
}

#[test]
fn the_country_is_named_in_capitals() {
    assert_eq!(blast().template().country.as_deref(), Some("EL SALVADOR"));
}

#[test]
fn what_the_scheme_leaves_out_gives_no_template() {
    assert!(
        blast().country("PH").templates().len() == 1,
        "a Salvadoran group"
    );
    let elsewhere = Wire::new(WIRE, "attack", "bombing")
        .target("utility", "A POWER STATION")
        .country("PH");
    assert!(elsewhere.templates().is_empty(), "elsewhere");
    let old = blast().date("1989-10-02", "date/day-month");
    assert!(old.templates().is_empty(), "more than two months ago");
    let protest = Wire::new(WIRE, "unrest", "protest").country("SV");
    assert!(protest.templates().is_empty(), "unrest");
}

#[test]
fn a_dateline_abroad_does_not_make_it_foreign() {
    let text = "MEXICO CITY, 4 FEB 90 -- A BOMB WENT OFF AT A BANK.";
    let abroad = |words: &str| {
        let mut wire = Wire::new(text, "attack", "bombing").target("business", "A BANK");
        let span = wire.span(words);
        wire.account.country = Some(Sourced::new("MX".into(), span, "place/named"));
        wire.templates().len()
    };
    assert_eq!(abroad("MEXICO"), 1, "where it was written");
    assert_eq!(abroad("A BANK"), 0, "where it happened");
}

#[test]
fn soldiers_alone_are_fighting_and_a_civilian_makes_it_an_incident() {
    let text = "REBELS SHOT AT A PATROL AND AT A BUS.";
    let patrol = || {
        Wire::new(text, "attack", "armed_assault")
            .target("military", "A PATROL")
            .country("SV")
    };
    assert!(patrol().templates().is_empty());
    let bus = patrol().target("transport", "A BUS").template();
    assert!(bus.targets.contains(&vec!["BUS".to_owned()]), "{bus:?}");
}

#[test]
fn a_claim_is_told_apart_from_a_suspicion() {
    let mut claimed = blast();
    let actor = claimed.account.perpetrators[0].clone();
    claimed.account.claimed_by.push(actor);
    assert_eq!(
        claimed.template().org_confidence[0].0,
        "CLAIMED OR ADMITTED"
    );
    let mut suspected = blast();
    let span = Span::default();
    suspected.account.attribution = Some(Sourced::new(
        Attribution::Suspected,
        span,
        "attribution/told",
    ));
    assert_eq!(
        suspected.template().org_confidence[0].0,
        "SUSPECTED OR ACCUSED"
    );
}

#[test]
fn a_kidnapping_by_nobody_is_by_the_only_group_that_is_named() {
    let told = |kind: &str, text: &str| {
        let wire = Wire::new(text, "attack", kind).country("SV");
        let judge = wire.span("JUDGE ANA RUIZ");
        let mut wire = wire;
        wire.account.mentions.push(Mention {
            person: true,
            ..Mention::new(MentionRole::Victim, judge)
        });
        wire.template().organisations
    };
    let one_group = "JUDGE ANA RUIZ WAS KIDNAPPED. THE FMLN WANTS MONEY.";
    assert_eq!(told("kidnapping", one_group), one("FMLN"));
    assert!(told("armed_assault", one_group).is_empty());
    let two = "JUDGE ANA RUIZ WAS KIDNAPPED. THE FMLN AND SHINING PATH KNOW NOTHING.";
    assert!(told("kidnapping", two).is_empty());
}

#[test]
fn a_country_that_is_only_guessed_gives_way_to_one_that_the_wire_names() {
    let text = "GUNMEN KILLED THREE SALVADORAN FARMERS.";
    let guessed = |code: &str, text: &str| {
        let mut wire = Wire::new(text, "attack", "attack").killed(3, "THREE SALVADORAN FARMERS");
        let spans = Span::default();
        let country = Sourced::new(code.to_owned(), spans, "place/country-of-text");
        wire.account.country = Some(country);
        wire.template().country
    };
    assert_eq!(guessed("US", text).as_deref(), Some("EL SALVADOR"));
    assert_eq!(guessed("CO", text).as_deref(), Some("COLOMBIA"));
}

#[test]
fn several_are_no_number_and_an_age_is_none() {
    let text = "GUNMEN KILLED SEVERAL MAYORS AND HER 15-YEAR-OLD DAUGHTER.";
    let mut wire = Wire::new(text, "attack", "attack").country("SV");
    let counted = |words: &str, count: Estimate| Mention {
        count: Some(count),
        ..Mention::new(MentionRole::Victim, wire.span(words))
    };
    let several = Estimate {
        min: Some(3),
        ..Estimate::default()
    };
    let mentions = [
        counted("MAYORS", several),
        counted("-YEAR-OLD DAUGHTER", Estimate::exactly(15)),
    ];
    wire.account.mentions.extend(mentions);
    assert_eq!(
        wire.template().victim_number,
        [
            ("PLURAL".to_owned(), "MAYORS".to_owned()),
            ("1".to_owned(), "DAUGHTER".to_owned())
        ]
    );
}
