//! Double coding: what is assigned, how far coders agree, who settles it.

use super::{Shell, filters};
use crate::desk::agreement::{Agreements, agreement_of};
use crate::desk::answers::page;
use crate::desk::coding::Coding;
use crate::desk::markup::spans_text;
use crate::desk::problem::Done;
use crate::desk::quoted::words_of;
use crate::desk::recall::Share;
use crate::desk::routes::Ask;
use crate::desk::users::UserLine;
use crate::desk::{Desk, adjudicate, coding, users};
use askama::Template;
use axum::response::Response;
use model::Span;
use serde_json::json;
use store::desk::Role::{Admin, Reviewer};

#[derive(Template)]
#[template(path = "coding.html")]
struct CodingPage {
    shell: Shell,
    list: coding::Lines,
    coders: Vec<UserLine>,
    /// Reports that somebody has coded, with those who have not finished.
    done: Vec<(String, Vec<String>)>,
}

pub(super) fn coding_list(desk: &Desk, ask: &Ask) -> Done<Response> {
    let list = coding::list(desk, ask)?;
    let coders = if ask.person.may(Admin) {
        let users = users::list(desk)?.into_iter();
        users
            .filter(|user| user.active && user.role != "viewer")
            .collect()
    } else {
        Vec::new()
    };
    let done = if ask.person.may(Reviewer) {
        coding::to_be_adjudicated(desk, ask)?
    } else {
        Vec::new()
    };
    page(&CodingPage {
        shell: Shell::of(desk, ask, "coding", "Coding", json!({"assignments": &list})),
        list,
        coders,
        done,
    })
}

#[derive(Template)]
#[template(path = "coding-report.html")]
struct CodingReportPage {
    shell: Shell,
    coding: Coding,
    blank: [usize; 2],
}

impl CodingReportPage {
    fn given(&self, at: &usize, field: &str) -> String {
        let incident = self.coding.incidents.get(*at);
        let given = incident.and_then(|incident| {
            let field = field.parse().ok()?;
            incident.fields.get(&field)
        });
        given.map_or_else(String::new, |given| given.value.clone())
    }

    /// The words behind a value, as they are filled in, and where they stand.
    fn words(&self, at: &usize, field: &str) -> (String, String) {
        let incident = self.coding.incidents.get(*at);
        let given = incident.and_then(|incident| {
            let field = field.parse().ok()?;
            incident.fields.get(&field)
        });
        self.filled(given.map_or(&[], |given| &given.spans))
    }

    fn evidence(&self, at: &usize) -> (String, String) {
        let incident = self.coding.incidents.get(*at);
        self.filled(incident.map_or(&[], |incident| &incident.evidence))
    }

    fn filled(&self, spans: &[Span]) -> (String, String) {
        let text = &self.coding.report.text;
        (words_of(spans, text), spans_text(spans))
    }

    fn places(&self) -> Vec<usize> {
        (0..self.coding.incidents.len() + self.blank.len()).collect()
    }
}

pub(super) fn coding_report(desk: &Desk, ask: &Ask) -> Done<Response> {
    let coding = coding::own(desk, &ask.person, ask.part("report"))?;
    let title = coding.report.title.clone();
    let title = title.unwrap_or_else(|| coding.report.id.clone());
    let state = serde_json::to_value(&coding).unwrap_or_default();
    page(&CodingReportPage {
        shell: Shell::of(desk, ask, "coding-report", format!("Code: {title}"), state),
        coding,
        blank: [0, 1],
    })
}

#[derive(Template)]
#[template(path = "agreement.html")]
struct AgreementPage {
    shell: Shell,
    found: Agreements,
}

impl AgreementPage {
    fn number(&self, value: &Option<f64>) -> String {
        value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"))
    }

    fn share(&self, share: &Option<Share>) -> String {
        share.map_or_else(
            || "–".to_owned(),
            |share| {
                let [value, low, high] =
                    [share.value, share.low, share.high].map(|part| part * 100.0);
                format!("{value:.0} % (95 % interval {low:.0} to {high:.0} %)")
            },
        )
    }

    fn percent(&self, value: &Option<f64>) -> String {
        value.map_or_else(|| "–".to_owned(), |value| format!("{:.0} %", value * 100.0))
    }
}

pub(super) fn agreement(desk: &Desk, ask: &Ask) -> Done<Response> {
    let found = agreement_of(desk, ask)?;
    page(&AgreementPage {
        shell: Shell::of(
            desk,
            ask,
            "agreement",
            "Agreement",
            json!({"agreement": &found}),
        ),
        found,
    })
}

#[derive(Template)]
#[template(path = "adjudicate.html")]
struct AdjudicatePage {
    shell: Shell,
    found: adjudicate::Adjudication,
}

pub(super) fn adjudicate_page(desk: &Desk, ask: &Ask) -> Done<Response> {
    let found = adjudicate::adjudication(desk, ask, ask.part("report"))?;
    let title = format!("Adjudicate: {}", found.report.id);
    let state = serde_json::to_value(&found).unwrap_or_default();
    page(&AdjudicatePage {
        shell: Shell::of(desk, ask, "adjudicate", title, state),
        found,
    })
}
