//! Deciding: what is written, what it does, and that it can be taken back.

use super::*;
use serde_json::json;

fn span_of(report: &str, words: &str) -> Value {
    let text = REPORTS.iter().find(|(id, ..)| *id == report).unwrap().3;
    let start = text.find(words).unwrap();
    json!({"start": start, "end": start + words.len()})
}

#[test]
fn a_correction_without_words_blocks_acceptance_until_they_are_shown() {
    let made = made();
    let browser = made.browser();
    let id = made.incident_in("NG")["id"].clone();
    let correct = json!({"account": "wire-borno#i01", "field": "injured", "value": "2"});
    made.post("/api/v1/decisions/correct", &correct, &browser)
        .ok();
    let got = made.post(
        "/api/v1/decisions/accept",
        &json!({"incident": id}),
        &browser,
    );
    assert_eq!(got.status, StatusCode::CONFLICT);
    assert_eq!(got.json()["unsupported"], json!(["injured"]));
    let state = json!({"state": "coded"});
    let got = made.write(
        Method::PUT,
        "/api/v1/reports/wire-borno/state",
        &state,
        &browser,
    );
    assert_eq!(got.status, StatusCode::CONFLICT);
    let page = made.get("/review/wire-borno").ok().text;
    assert!(page.contains("unsupported") && page.contains("No words stand behind injured"));
    let words = span_of("wire-borno", "Two of the victims");
    let shown =
        json!({"account": "wire-borno#i01", "field": "injured", "value": "2", "spans": [words]});
    made.post("/api/v1/decisions/correct", &shown, &browser)
        .ok();
    made.post(
        "/api/v1/decisions/accept",
        &json!({"incident": id}),
        &browser,
    )
    .ok();
    assert_eq!(made.incident_in("NG")["accepted"], true);
    made.write(
        Method::PUT,
        "/api/v1/reports/wire-borno/state",
        &state,
        &browser,
    )
    .ok();
    let queue = made.get("/api/v1/queue?state=done").ok().json();
    assert_eq!(queue["items"][0]["id"], id);
}

/// The queue's line of an incident, where it is open.
fn open_line(made: &Made, id: &Value) -> Option<Value> {
    let queue = made.get("/api/v1/queue?per=500").ok().json();
    let items = queue["items"].as_array().unwrap().clone();
    items.into_iter().find(|item| item["id"] == *id)
}

#[test]
fn what_is_corrected_without_words_after_it_was_accepted_is_open_again() {
    let made = made();
    let browser = made.browser();
    let id = made.incident_in("NG")["id"].clone();
    let accept = json!({"incident": id});
    made.post("/api/v1/decisions/accept", &accept, &browser)
        .ok();
    let state = json!({"state": "coded"});
    let address = "/api/v1/reports/wire-borno/state";
    made.write(Method::PUT, address, &state, &browser).ok();
    assert_eq!(open_line(&made, &id), None);
    let state_of =
        |made: &Made| made.get("/api/v1/reports/wire-borno").ok().json()["state"].clone();
    assert_eq!(state_of(&made), "coded");
    let correct = json!({"account": "wire-borno#i01", "field": "killed", "value": "44"});
    made.post("/api/v1/decisions/correct", &correct, &browser)
        .ok();
    assert_eq!(made.incident_in("NG")["accepted"], false);
    assert_eq!(state_of(&made), "open");
    let line = open_line(&made, &id).expect("it is open again");
    assert_eq!(line["unsupported"], json!(["killed"]), "{line}");
    assert!(
        line["conflict"].as_str().unwrap().contains("no words"),
        "{line}"
    );
    made.post("/api/v1/decisions/undo", &json!({}), &browser)
        .ok();
    assert_eq!(made.incident_in("NG")["accepted"], true);
    assert_eq!(
        (state_of(&made), open_line(&made, &id)),
        ("coded".into(), None)
    );
}

#[test]
fn a_report_that_changes_what_was_accepted_opens_it_again() {
    let made = made();
    let browser = made.browser();
    let id = made.incident_in("AF")["id"].clone();
    let accept = json!({"account": "wire-kabul#i01"});
    made.post("/api/v1/decisions/accept", &accept, &browser)
        .ok();
    assert_eq!(made.incident_in("AF")["accepted"], true);
    assert_eq!(open_line(&made, &id), None);
    // Its other report is left out; what the first says alone is something else.
    made.post(
        "/api/v1/decisions/reject",
        &json!({"account": "weekly-kabul#i01"}),
        &browser,
    )
    .ok();
    let line = open_line(&made, &id).expect("it is open again");
    let why = line["conflict"].as_str().unwrap();
    assert!(why.contains("changed since it was accepted"), "{why}");
    assert!(why.contains("killed was 8 and is 6+"), "{why}");
    let page = made.get(&format!("/incidents/{}", id.as_str().unwrap()));
    assert!(page.ok().text.contains("changed since it was accepted"));
    made.post("/api/v1/decisions/accept", &accept, &browser)
        .ok();
    assert_eq!(open_line(&made, &id), None);
    // Merged with another, it shows that one's as well.
    let other = made.incident_in("NG")["id"].clone();
    let two = json!({"a": id, "b": other});
    made.post("/api/v1/decisions/merge", &two, &browser).ok();
    let merged = made.get("/api/v1/queue?per=500").ok().json();
    let mut merged = merged["items"].as_array().unwrap().iter();
    let why = merged.find_map(|item| item["conflict"].as_str()).unwrap();
    assert!(why.contains("killed was 6+ and is "), "{why}");
}

#[test]
fn values_that_a_field_does_not_take_and_words_that_are_none_are_refused() {
    let made = made();
    let browser = made.browser();
    let account = "wire-borno#i01";
    for (body, status) in [
        (
            json!({"account": account, "field": "killed", "value": "many"}),
            422,
        ),
        (
            json!({"account": account, "field": "weight", "value": "8"}),
            422,
        ),
        (
            json!({"account": account, "field": "type", "value": "bombng"}),
            422,
        ),
        (
            json!({"account": account, "field": "killed", "value": "8", "spans": [{"start": 5, "end": 9000}]}),
            409,
        ),
        (
            json!({"account": "nobody#i01", "field": "killed", "value": "8"}),
            404,
        ),
        (
            json!({"account": "nobody", "field": "killed", "value": "8"}),
            400,
        ),
        (json!({"field": "killed"}), 400),
    ] {
        let got = made.post("/api/v1/decisions/correct", &body, &browser);
        assert_eq!(got.status.as_u16(), status, "{body} {}", got.text);
    }
    assert_eq!(made.get("/api/v1/decisions").json()["total"], 0);
}

#[test]
fn undoing_many_levels_brings_everything_back() {
    let made = made();
    let browser = made.browser();
    let before = made.get("/api/v1/incidents").json();
    let id = made.incident_in("AF")["id"].clone();
    made.post(
        "/api/v1/decisions/split",
        &json!({"account": "weekly-kabul#i01"}),
        &browser,
    )
    .ok();
    let two = made.get("/api/v1/incidents?country=AF").json();
    assert_eq!(two["total"], 2);
    let ids: Vec<&str> = two["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["id"].as_str().unwrap())
        .collect();
    let related = json!({"a": ids[0], "b": ids[1], "relation": "part_of"});
    made.post("/api/v1/decisions/relate", &related, &browser)
        .ok();
    let whole = made
        .get(&format!("/api/v1/incidents/{}", ids[0]))
        .ok()
        .json();
    assert_eq!(whole["links"][0]["relation"], "part_of");
    let other = made
        .get(&format!("/api/v1/incidents/{}", ids[1]))
        .ok()
        .json();
    assert_eq!(other["links"][0]["relation"], "has_part");
    let merged = made
        .post(
            "/api/v1/decisions/merge",
            &json!({"a": ids[0], "b": ids[1]}),
            &browser,
        )
        .ok()
        .json();
    assert_eq!(merged["gone"].as_array().unwrap().len(), 1);
    assert_eq!(made.incident_in("AF")["accounts"], 2);
    made.post(
        "/api/v1/decisions/reject",
        &json!({"incident": id}),
        &browser,
    )
    .ok();
    assert_eq!(made.get("/api/v1/incidents?country=AF").json()["total"], 0);
    loop {
        let got = made.post("/api/v1/decisions/undo", &json!({}), &browser);
        if got.status == StatusCode::CONFLICT {
            break;
        }
        got.ok();
    }
    assert_eq!(
        made.get("/api/v1/incidents").json()["items"],
        before["items"]
    );
    let history = made
        .get(&format!(
            "/api/v1/incidents/{}/history",
            id.as_str().unwrap()
        ))
        .ok()
        .json();
    let undone = history
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["undone"] == true);
    assert_eq!(undone.count(), 5, "{history}");
}

#[test]
fn a_plain_form_does_what_the_api_does_and_comes_back() {
    let made = made();
    let browser = made.browser();
    let id = made.incident_in("AF")["id"].as_str().unwrap().to_owned();
    let form = format!("incident={id}&back=%2Fincidents%2F{id}%23history");
    let got = made.form("/do/accept", &form, &browser);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    assert_eq!(
        got.header(header::LOCATION),
        format!("/incidents/{id}?done=1#history")
    );
    let page = made.get(&format!("/incidents/{id}?done=1")).ok().text;
    assert!(page.contains("decision 1: accept") && page.contains("Undo decision 1"));
    let got = made.form("/do/undo", "decision=1&back=//evil.example", &browser);
    assert_eq!(got.header(header::LOCATION), "/?done=2");
    assert_eq!(made.incident_in("AF")["accepted"], false);
    let form = "account=wire-kabul%23i01&field=killed&value=9&spans=";
    made.form("/do/correct", form, &browser);
    assert_eq!(made.incident_in("AF")["killed"]["text"], "9");
}

#[test]
fn what_the_machine_missed_is_added_from_the_text_and_survives_a_new_reading() {
    let made = made();
    let browser = made.browser();
    let words = "ended without goals";
    let body = json!({
        "report": "quiet",
        "evidence": [span_of("quiet", words)],
        "fields": {"type": "armed_attack", "country": "Nigeria", "killed": "2"},
        "spans": {"country": [span_of("quiet", "Lagos")]},
    });
    let kinds = made.get("/api/v1/review/quiet").ok().json();
    let types = kinds["form"]["fields"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["field"] == "type")
        .unwrap();
    let code = types["codes"][0]["code"].clone();
    let mut body = body;
    body["fields"]["type"] = code.clone();
    let added = made.post("/api/v1/accounts", &body, &browser).ok().json();
    assert_eq!(added["account"], "quiet#p01");
    let id = added["incidents"][0].as_str().unwrap();
    let whole = made.get(&format!("/api/v1/incidents/{id}")).ok().json();
    assert_eq!(whole["accounts"][0]["by_person"], true);
    assert_eq!(whole["accounts"][0]["evidence"][0]["quote"], words);
    let path = made.folder.path().join("test.annalist");
    let mut casebook = Casebook::open(&path).unwrap();
    let coded = casebook.coded("quiet").unwrap();
    let stamp = Stamp {
        at: AT.into(),
        coder: "another".into(),
    };
    casebook.recode("quiet", &coded, &stamp).unwrap();
    assert_eq!(casebook.verify().unwrap(), []);
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    made.get(&format!("/api/v1/incidents/{id}")).ok();
    let got = made.write(
        Method::PUT,
        "/api/v1/reports/quiet/state",
        &json!({"state": "nothing"}),
        &browser,
    );
    assert_eq!(
        got.status,
        StatusCode::CONFLICT,
        "it tells of something now"
    );
    made.post("/api/v1/decisions/undo", &json!({}), &browser)
        .ok();
    assert_eq!(
        made.get(&format!("/api/v1/incidents/{id}")).status,
        StatusCode::NOT_FOUND
    );
    made.write(
        Method::PUT,
        "/api/v1/reports/quiet/state",
        &json!({"state": "nothing"}),
        &browser,
    )
    .ok();
}

#[test]
fn a_pinned_figure_stands_in_the_brief_with_its_footnotes() {
    let made = made();
    let browser = made.browser();
    let figure = made
        .get("/api/v1/figures/tally?by=type&country=AF")
        .ok()
        .json();
    assert!(
        figure["sentence"].as_str().unwrap().contains("[^"),
        "{figure}"
    );
    assert!(
        figure["command"]
            .as_str()
            .unwrap()
            .starts_with("annalist tally type --where='")
    );
    let pin = json!({"question": "tally", "query": "by=type&country=AF", "title": "Kabul"});
    made.post("/api/v1/pins", &pin, &browser).ok();
    let brief = made.get("/pins.md").ok().text;
    assert!(
        brief.contains("## Kabul") && brief.contains("[^1-"),
        "{brief}"
    );
    assert!(
        brief.contains("wire-kabul") || brief.contains("Daily Wire"),
        "{brief}"
    );
    made.write(Method::DELETE, "/api/v1/pins/1", &json!({}), &browser)
        .ok();
    assert_eq!(made.get("/api/v1/pins").json()["items"], json!([]));
}

#[test]
fn one_undo_takes_back_all_of_one_act() {
    let made = made();
    let browser = made.browser();
    let before = made.incident_in("AF");
    assert_eq!(before["accounts"], 2);
    let incident = json!({"incident": before["id"]});
    let rejected = made
        .post("/api/v1/decisions/reject", &incident, &browser)
        .ok()
        .json();
    assert_eq!(rejected["decisions"].as_array().unwrap().len(), 2);
    let gone = made.get("/api/v1/incidents?country=AF").json();
    assert_eq!(gone["total"], 0);
    made.post("/api/v1/decisions/undo", &json!({}), &browser)
        .ok();
    assert_eq!(made.incident_in("AF"), before);
    // The undoing is one act as well.
    let last = made.get("/api/v1/decisions").json()["items"][0]["number"].clone();
    made.post(
        "/api/v1/decisions/undo",
        &json!({"decision": last}),
        &browser,
    )
    .ok();
    let again = made.get("/api/v1/incidents?country=AF").json();
    assert_eq!(again["total"], 0);
}

/// Another version of a report comes in, read as a program with this codebook reads it.
fn comes_in_again(made: &Made, id: &str, text: &str) {
    comes_in(made, id, text, "2099-01-01T00:00:00.000000Z");
}

/// A report comes in.
pub fn arrives(made: &Made, id: &str, text: &str) {
    comes_in(made, id, text, AT);
}

fn comes_in(made: &Made, id: &str, text: &str, at: &str) {
    let mut casebook = Casebook::open(made.folder.path().join("test.annalist")).unwrap();
    let before = casebook.report(id).unwrap_or_else(|_| Report {
        id: id.into(),
        title: Some(id.into()),
        source: Some("The Copyist".into()),
        published: Some("2022-09-10".parse().unwrap()),
        published_from: PublishedFrom::Metadata,
        ..Report::default()
    });
    let report = Report {
        text: text.into(),
        sha256: sha256_of(text.as_bytes()),
        ..before
    };
    let knowledge = &made.desk.knowledge;
    let coded = ::coding::code(&report, knowledge.codebook, &knowledge.gazetteer);
    let entry = Entry {
        report: &report,
        original: text.as_bytes(),
        coded: &coded,
        sketch: &merging::sketch(text),
    };
    let stamp = Stamp {
        at: at.into(),
        coder: knowledge.coder(),
    };
    casebook.add(entry, &stamp).unwrap();
    drop(casebook);
    made.desk.refresh().unwrap_or_else(|_| panic!("it is read"));
}

#[test]
fn what_is_read_otherwise_is_seen_though_the_clock_was_set_back() {
    let made = made();
    let browser = made.browser();
    let id = made.incident_in("NG")["id"].clone();
    made.post(
        "/api/v1/decisions/accept",
        &json!({"incident": id}),
        &browser,
    )
    .ok();
    let state = json!({"state": "coded"});
    let address = "/api/v1/reports/wire-borno/state";
    made.write(Method::PUT, address, &state, &browser).ok();
    // The new version is of long before the decision, by its clock.
    let text = REPORTS[2].3.replace("killed four", "killed nine");
    comes_in(&made, "wire-borno", &text, AT);
    let report = made.get("/api/v1/reports/wire-borno").ok().json();
    assert_eq!(report["state"], "open");
    let id = made.incident_in("NG")["id"].clone();
    let line = open_line(&made, &id).expect("it is open again");
    let conflict = line["conflict"].as_str().unwrap();
    assert!(
        conflict.contains("killed read otherwise since"),
        "{conflict}"
    );
    made.post(
        "/api/v1/decisions/accept",
        &json!({"incident": id}),
        &browser,
    )
    .ok();
    assert_eq!(made.incident_in("NG")["accepted"], true);
    assert_eq!(open_line(&made, &id), None);
}

#[test]
fn what_was_accepted_and_is_read_otherwise_since_is_open_again() {
    let made = made();
    let browser = made.browser();
    let id = made.incident_in("NG")["id"].clone();
    made.post(
        "/api/v1/decisions/accept",
        &json!({"incident": id}),
        &browser,
    )
    .ok();
    let state = json!({"state": "coded"});
    let address = "/api/v1/reports/wire-borno/state";
    made.write(Method::PUT, address, &state, &browser).ok();
    let open = |made: &Made| {
        let queue = made.get("/api/v1/queue").ok().json();
        let items = queue["items"].as_array().unwrap().clone();
        items
            .into_iter()
            .find(|item| item["report"] == "wire-borno")
    };
    assert_eq!(open(&made), None);
    let text = REPORTS[2].3.replace("killed four", "killed nine");
    comes_in_again(&made, "wire-borno", &text);
    let item = open(&made).expect("it is open again");
    let conflict = item["conflict"].as_str().unwrap();
    assert!(
        conflict.contains("killed read otherwise since"),
        "{conflict}"
    );
    assert!(
        made.get("/review")
            .ok()
            .text
            .contains("read otherwise since")
    );
    // Accepting it again settles it.
    let id = made.incident_in("NG")["id"].clone();
    made.post(
        "/api/v1/decisions/accept",
        &json!({"incident": id}),
        &browser,
    )
    .ok();
    assert_eq!(open(&made), None);
}

#[test]
fn a_decision_on_what_is_no_longer_read_is_told_of() {
    let made = made();
    let browser = made.browser();
    let id = made.incident_in("NG")["id"].clone();
    made.post(
        "/api/v1/decisions/accept",
        &json!({"incident": id}),
        &browser,
    )
    .ok();
    comes_in_again(&made, "wire-borno", "The market in Borno state was busy.");
    let queue = made.get("/api/v1/queue").ok().json();
    assert_eq!(queue["lost"][0]["account"], "wire-borno#i01", "{queue}");
    assert!(
        made.get("/review")
            .ok()
            .text
            .contains("no longer found in its report")
    );
}

#[test]
fn closed_reports_tell_how_much_the_machine_had_read() {
    let made = made();
    let browser = made.browser();
    let words = span_of("wire-borno", "Two of the victims were beheaded");
    let new =
        json!({"report": "wire-borno", "evidence": [words], "fields": {"type": "armed_assault"}});
    made.post("/api/v1/accounts", &new, &browser).ok();
    let closed = |made: &Made| made.get("/api/v1/agreement").ok().json()["closed"].clone();
    assert_eq!(closed(&made)["reports"], 0);
    for (report, state) in [("wire-borno", "coded"), ("quiet", "nothing")] {
        let address = format!("/api/v1/reports/{report}/state");
        let state = json!({"state": state});
        made.write(Method::PUT, &address, &state, &browser).ok();
    }
    let found = closed(&made);
    let counts = ["reports", "kept", "added", "rejected"].map(|name| found[name].as_u64());
    assert_eq!(counts, [Some(2), Some(1), Some(1), Some(0)], "{found}");
    assert_eq!(found["recall"]["value"], 0.5);
    assert_eq!(found["precision"]["value"], 1.0);
    let page = made.get("/agreement").ok().text;
    assert!(page.contains("50 % (95 % interval 1 to 99 %)"), "{page}");
}
