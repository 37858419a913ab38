//! Many at once: what holds for one request after the other holds for all together.

use super::super::routes::{reads, serving};
use super::*;
use model::{AccountKey, DecisionKind};
use serde_json::json;
use std::collections::BTreeSet;

#[test]
fn passwords_cannot_be_tried_out_all_at_once() {
    let made = made_with_users();
    let page = made.get("/login").ok();
    let visitor = Browser {
        cookie: cookie_of(&page),
        csrf: csrf_of(&page.text),
    };
    let one = || {
        let form = "name=anna&password=wrong-wrong-wrong";
        made.form("/login", form, &visitor).status
    };
    let answers: Vec<StatusCode> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..24).map(|_| scope.spawn(one)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let count = |status| answers.iter().filter(|one| **one == status).count();
    assert_eq!(count(StatusCode::UNPROCESSABLE_ENTITY), 5, "{answers:?}");
    assert_eq!(count(StatusCode::TOO_MANY_REQUESTS), 19);
    made.sign_in("ben");
}

#[test]
fn who_knows_the_password_may_sign_in_as_often_as_they_like() {
    let made = made_with_users();
    for _ in 0..7 {
        made.sign_in("anna");
    }
}

#[test]
fn incidents_that_are_added_at_once_each_get_a_name() {
    let made = made();
    let browser = made.browser();
    let text = REPORTS[4].3;
    let body = json!({
        "report": "quiet",
        "evidence": [{"start": 0, "end": text.len()}],
        "fields": {"type": "bombing"},
    });
    let one = || made.post("/api/v1/accounts", &body, &browser).ok().json();
    let added: Vec<Value> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..6).map(|_| scope.spawn(one)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let names: BTreeSet<&str> = added
        .iter()
        .map(|one| one["account"].as_str().unwrap())
        .collect();
    let expected: Vec<String> = (1..=6)
        .map(|number| format!("quiet#p{number:02}"))
        .collect();
    assert_eq!(Vec::from_iter(names), expected);
    let report = made.get("/api/v1/reports/quiet").ok().json();
    assert_eq!(report["accounts"].as_array().unwrap().len(), 6);
}

#[test]
fn an_answer_does_not_bear_the_mark_of_what_was_written_while_it_was_made() {
    let made = made();
    // Somebody else decides between the reading and the answer.
    let slow = reads("/api/v1/slow", Role::Viewer, "", |desk, ask| {
        let seen = ask.base().decisions.len();
        let account = AccountKey {
            report: "wire-borno".into(),
            account: "i01".into(),
        };
        let kind = DecisionKind::Accept {
            account,
            shown: None,
        };
        desk.write(|casebook| casebook.decide(kind, "else", AT, None))?;
        desk.refresh()?;
        Ok(json!({"decisions": seen}))
    });
    let app = serving(Arc::clone(&made.desk), vec![slow]);
    let browser = made.browser();
    let request = made.request(Method::GET, "/api/v1/slow", &browser);
    let got = Made::send_to(app, request.body(Body::empty()).unwrap()).ok();
    assert_eq!(got.json()["decisions"], 0);
    let request = made
        .request(Method::GET, "/api/v1/decisions", &browser)
        .header(header::IF_NONE_MATCH, got.header(header::ETAG));
    let later = made.send(request.body(Body::empty()).unwrap());
    assert_eq!(later.status, StatusCode::OK, "what it says is no longer so");
    assert_eq!(later.json()["total"], 1);
}
