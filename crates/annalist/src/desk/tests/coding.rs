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
