//! Two coders who do not see each other's work.

use super::*;
use serde_json::json;

fn reading(kind: &str, killed: &str) -> Value {
    let text = REPORTS[2].3;
    let words = |words: &str| {
        let start = text.find(words).unwrap();
        json!([{"start": start, "end": start + words.len()}])
    };
    json!({
        "state": "done",
        "incidents": [{
            "id": "c01",
            "evidence": words("Gunmen killed four farmers"),
            "fields": {
                "type": {"value": kind, "spans": words("Gunmen killed")},
                "killed": {"value": killed, "spans": words("four farmers")},
            },
        }],
    })
}

fn kinds(made: &Made, browser: &Browser) -> Vec<String> {
    let form = made
        .get_as("/api/v1/codings/wire-borno", browser)
        .ok()
        .json();
    let fields = form["form"]["fields"].as_array().unwrap().clone();
    let types = fields
        .into_iter()
        .find(|field| field["field"] == "type")
        .unwrap();
    let codes = types["codes"].as_array().unwrap().iter();
    codes
        .map(|code| code["code"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn coders_work_blindly_agree_or_not_and_are_adjudicated() {
    let made = made_with_users();
    let (root, anna, ben) = (
        made.sign_in("root"),
        made.sign_in("anna"),
        made.sign_in("ben"),
    );
    let rita = made.sign_in("rita");
    let assign = json!({"reports": ["wire-borno"], "coders": ["anna", "ben"]});
    made.post("/api/v1/assignments", &assign, &root).ok();

    // Neither the machine's reading nor the other's is to be seen.
    for path in [
        "/reports/wire-borno",
        "/review/wire-borno",
        "/api/v1/reports/wire-borno",
        "/api/v1/review/wire-borno",
    ] {
        assert_eq!(
            made.get_as(path, &anna).status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    let list = made
        .get_as("/api/v1/incidents?country=NG", &anna)
        .ok()
        .json();
    assert_eq!(list["total"], 0);
    let own = made.get_as("/api/v1/codings/wire-borno", &anna).ok().json();
    assert_eq!(own["report"]["accounts"], json!([]));
    assert!(
        own["report"]["text"]
            .as_str()
            .unwrap()
            .starts_with("MAIDUGURI")
    );
    assert_eq!(
        made.get_as("/api/v1/codings/wire-kabul", &anna).status,
        StatusCode::NOT_FOUND
    );

    let kinds = kinds(&made, &anna);
    let mut bare = reading(&kinds[0], "4");
    bare["incidents"][0]["fields"]["killed"]["spans"] = json!([]);
    let got = made.write(Method::PUT, "/api/v1/codings/wire-borno", &bare, &anna);
    assert_eq!(
        got.status,
        StatusCode::CONFLICT,
        "a value without words is not done"
    );
    let path = "/api/v1/codings/wire-borno";
    made.write(Method::PUT, path, &reading(&kinds[0], "4"), &anna)
        .ok();
    made.write(Method::PUT, path, &reading(&kinds[1], "4"), &ben)
        .ok();
    let seen = made.get_as("/api/v1/assignments", &anna).ok().json();
    assert_eq!(seen["items"].as_array().unwrap().len(), 1, "only their own");
    assert_eq!(
        made.get_as("/api/v1/agreement", &anna).status,
        StatusCode::FORBIDDEN
    );

    let found = made.get_as("/api/v1/agreement", &rita).ok().json();
    let pair = &found["pairs"][0];
    let of = |field: &str| {
        pair["fields"]
            .as_array()
            .unwrap()
            .iter()
            .find(|f| f["field"] == field)
            .unwrap()
            .clone()
    };
    assert_eq!(of("killed")["percent"], 1.0, "{pair}");
    assert_eq!(of("type")["percent"], 0.0);
    assert_eq!(of("found")["percent"], 1.0);
    assert_eq!(
        found["machine"].as_array().unwrap().len(),
        2,
        "each coder against the machine"
    );
    made.get_as("/agreement", &rita).ok();

    let rows = made
        .get_as("/api/v1/adjudication/wire-borno", &rita)
        .ok()
        .json();
    let row = &rows["rows"][0];
    assert_eq!(row["account"], "wire-borno#i01", "{row}");
    let field = |name: &str| {
        row["fields"]
            .as_array()
            .unwrap()
            .iter()
            .find(|f| f["field"] == name)
            .unwrap()
            .clone()
    };
    assert_eq!(
        field("killed")["value"],
        "4",
        "what they agree on is filled in"
    );
    assert_eq!(field("type")["value"], Value::Null);
    made.get_as("/adjudicate/wire-borno", &rita).ok();
    let settled = json!({"rows": [{
        "account": row["account"],
        "evidence": row["evidence"],
        "fields": {
            "killed": {"value": "4", "spans": field("killed")["spans"]},
            "type": {"value": kinds[0], "spans": field("type")["spans"]},
        },
    }]});
    made.post("/api/v1/adjudication/wire-borno", &settled, &rita)
        .ok();
    let list = made
        .get_as("/api/v1/incidents?country=NG", &anna)
        .ok()
        .json();
    assert_eq!(list["items"][0]["accepted"], true, "now it is open to all");
    assert_eq!(list["items"][0]["type"], kinds[0]);
    let report = made.get_as("/api/v1/reports/wire-borno", &anna).ok().json();
    assert_eq!(
        (report["state"].as_str(), report["state_by"].as_str()),
        (Some("coded"), Some("rita"))
    );
}

/// Both coders have read the report; what adjudication fills in, as it is sent back.
fn both_done(made: &Made) -> (Browser, Browser, Value) {
    let (root, anna, ben) = (
        made.sign_in("root"),
        made.sign_in("anna"),
        made.sign_in("ben"),
    );
    let assign = json!({"reports": ["wire-borno"], "coders": ["anna", "ben"]});
    made.post("/api/v1/assignments", &assign, &root).ok();
    let kind = kinds(made, &anna)[0].clone();
    let mut two = reading(&kind, "4");
    let text = REPORTS[2].3;
    let start = text.find("Two of the victims were beheaded").unwrap();
    let words = json!([{"start": start, "end": start + 18}]);
    two["incidents"].as_array_mut().unwrap().push(json!({
        "id": "c02",
        "evidence": words,
        "fields": {"type": {"value": kind, "spans": words}},
    }));
    for who in [&anna, &ben] {
        made.write(Method::PUT, "/api/v1/codings/wire-borno", &two, who)
            .ok();
    }
    let rita = made.sign_in("rita");
    (anna, rita, two)
}

/// The rows of an adjudication as they are sent back; those of new incidents first.
fn rows(made: &Made, rita: &Browser) -> Vec<Value> {
    let page = made
        .get_as("/api/v1/adjudication/wire-borno", rita)
        .ok()
        .json();
    let row = |row: &Value| {
        let fields = row["fields"].as_array().unwrap().iter();
        let fields: serde_json::Map<String, Value> = fields
            .map(|field| {
                let given = json!({"value": field["value"], "spans": field["spans"]});
                (field["field"].as_str().unwrap().to_owned(), given)
            })
            .collect();
        json!({"account": row["account"], "evidence": row["evidence"], "fields": fields})
    };
    let mut rows: Vec<Value> = page["rows"].as_array().unwrap().iter().map(row).collect();
    rows.sort_by_key(|row| !row["account"].is_null());
    rows
}

#[test]
fn adjudication_is_one_act_written_whole_or_not_and_taken_back_by_one_undo() {
    let made = made_with_users();
    let (_, rita, _) = both_done(&made);
    let rows = rows(&made, &rita);
    assert_eq!(rows.len(), 2, "{rows:?}");
    let path = "/api/v1/adjudication/wire-borno";
    let log = |made: &Made| made.get_as("/api/v1/decisions", &rita).ok().json()["items"].clone();
    // One of its accounts is rejected: whatever else is settled, nothing is written, however often.
    let reject = json!({"account": "wire-borno#i01"});
    made.post("/api/v1/decisions/reject", &reject, &rita).ok();
    let before = log(&made);
    for _ in 0..3 {
        let got = made.post(path, &json!({"rows": rows}), &rita);
        assert_eq!(got.status, StatusCode::CONFLICT, "{}", got.text);
        assert_eq!(log(&made), before);
    }
    made.post("/api/v1/decisions/undo", &json!({}), &rita).ok();
    let before = log(&made).as_array().unwrap().len();
    let incidents = |made: &Made| {
        let list = made.get_as("/api/v1/incidents?country=NG", &rita).ok();
        let items = list.json()["items"].as_array().unwrap().clone();
        let accepted = items.iter().filter(|item| item["accepted"] == true);
        (items.len(), accepted.count())
    };
    let state =
        |made: &Made| made.get_as("/api/v1/reports/wire-borno", &rita).ok().json()["state"].clone();
    let found = incidents(&made);
    made.post(path, &json!({"rows": rows}), &rita).ok();
    let accounts = made.get_as("/api/v1/reports/wire-borno", &rita).ok().json();
    let accounts = accounts["accounts"].as_array().unwrap().clone();
    let kept = accounts.iter().filter(|one| one["accepted"] == true);
    assert_eq!(kept.count(), 2, "{accounts:?}");
    assert_eq!(state(&made), "coded");
    let all = log(&made).as_array().unwrap().clone();
    let new = &all[..all.len() - before];
    assert!(new.len() > 2 && new.iter().all(|one| one["at"] == new[0]["at"]));
    made.post("/api/v1/decisions/undo", &json!({}), &rita).ok();
    assert_eq!(incidents(&made), found);
    assert_eq!(state(&made), "open");
    // And sent once more it is there once.
    made.post(path, &json!({"rows": rows}), &rita).ok();
    let accounts = made.get_as("/api/v1/reports/wire-borno", &rita).ok().json();
    let there = accounts["accounts"].as_array().unwrap().iter();
    let there = there.filter(|one| one["rejected"] == false);
    assert_eq!(there.count(), 2);
}

#[test]
fn a_blind_reading_stays_as_it_was_when_it_opened_up() {
    let made = made_with_users();
    let (anna, rita, given) = both_done(&made);
    let path = "/api/v1/codings/wire-borno";
    let settled = json!({"rows": rows(&made, &rita)});
    made.post("/api/v1/adjudication/wire-borno", &settled, &rita)
        .ok();
    made.get_as("/api/v1/reports/wire-borno", &anna).ok();
    let coding = |made: &Made| made.get_as(path, &anna).ok().json();
    let before = coding(&made);
    for state in ["open", "done"] {
        let mut again = given.clone();
        again["state"] = state.into();
        again["incidents"].as_array_mut().unwrap().pop();
        let got = made.write(Method::PUT, path, &again, &anna);
        assert_eq!(got.status, StatusCode::CONFLICT, "{}", got.text);
    }
    // Nor when somebody opens the report again.
    let open = json!({"state": "open"});
    let address = "/api/v1/reports/wire-borno/state";
    made.write(Method::PUT, address, &open, &rita).ok();
    let got = made.write(Method::PUT, path, &given, &anna);
    assert_eq!(got.status, StatusCode::CONFLICT, "{}", got.text);
    assert_eq!(coding(&made), before);
}

#[test]
fn a_report_is_neither_settled_nor_closed_while_somebody_codes_it() {
    let made = made_with_users();
    let (root, anna, rita) = (
        made.sign_in("root"),
        made.sign_in("anna"),
        made.sign_in("rita"),
    );
    let assign = json!({"reports": ["wire-borno"], "coders": ["anna", "ben"]});
    made.post("/api/v1/assignments", &assign, &root).ok();
    let kind = kinds(&made, &anna)[0].clone();
    let path = "/api/v1/codings/wire-borno";
    made.write(Method::PUT, path, &reading(&kind, "4"), &anna)
        .ok();
    let settled = json!({"rows": rows(&made, &rita)});
    let state = json!({"state": "coded"});
    let address = "/api/v1/reports/wire-borno/state";
    for got in [
        made.post("/api/v1/adjudication/wire-borno", &settled, &rita),
        made.write(Method::PUT, address, &state, &rita),
    ] {
        assert_eq!(got.status, StatusCode::CONFLICT, "{}", got.text);
        assert!(got.text.contains("still coded by ben"), "{}", got.text);
    }
    let ben = made.sign_in("ben");
    let got = made.get_as("/api/v1/reports/wire-borno", &ben);
    assert_eq!(got.status, StatusCode::FORBIDDEN);
    let none = json!([]);
    let decided = made.get_as("/api/v1/decisions", &rita).ok().json();
    assert_eq!(decided["items"], none);
}

#[test]
fn lists_in_another_order_are_agreed_on() {
    let made = made_with_users();
    let (root, anna, ben) = (
        made.sign_in("root"),
        made.sign_in("anna"),
        made.sign_in("ben"),
    );
    let assign = json!({"reports": ["wire-borno"], "coders": ["anna", "ben"]});
    made.post("/api/v1/assignments", &assign, &root).ok();
    let kind = kinds(&made, &anna)[0].clone();
    for (who, names) in [(&anna, "Boko Haram; Ansaru"), (&ben, "Ansaru; Boko Haram")] {
        let mut given = reading(&kind, "4");
        let fields = &mut given["incidents"][0]["fields"];
        let spans = fields["type"]["spans"].clone();
        fields["perpetrators"] = json!({"value": names, "spans": spans});
        made.write(Method::PUT, "/api/v1/codings/wire-borno", &given, who)
            .ok();
    }
    let rita = made.sign_in("rita");
    let page = made.get_as("/api/v1/adjudication/wire-borno", &rita);
    let page = page.ok().json();
    let fields = page["rows"][0]["fields"].as_array().unwrap().clone();
    let field = fields.iter().find(|one| one["field"] == "perpetrators");
    assert_eq!(field.unwrap()["agreed"], true, "{field:?}");
}
