//! Briefs over a record made by hand.

mod changed;
mod notes;
mod questions;
mod sentences;
mod templates;

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
