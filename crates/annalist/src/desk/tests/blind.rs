//! What a coder must not see anywhere: what the machine and others read in a report they code.

use super::super::query::escaped;
use super::super::routes::table;
use super::*;
use serde_json::json;

/// The report that is coded blindly, and words that only its reading holds.
const REPORT: &str = "wire-borno";
const VALUES: [&str; 3] = ["97135531", "Zyxwv", "Qwertyville"];
const NOTE: &str = "ask-about-the-farm";

/// A casebook with decisions on the report, and what must not be seen of them.
fn decided() -> (Made, Vec<String>) {
    let made = made_with_users();
    let rita = made.sign_in("rita");
    let incident_in = |country: &str| {
        let path = format!("/api/v1/incidents?country={country}");
        let list = made.get_as(&path, &rita).ok().json();
        list["items"][0]["id"].as_str().unwrap().to_owned()
    };
    let account = format!("{REPORT}#i01");
    for (field, value) in [
        ("killed", VALUES[0]),
        ("perpetrators", "Zyxwv Front"),
        ("place", VALUES[2]),
    ] {
        let body = json!({"account": account, "field": field, "value": value});
        made.post("/api/v1/decisions/correct", &body, &rita).ok();
    }
    let (kabul, borno) = (incident_in("AF"), incident_in("NG"));
    let two = json!({"a": kabul, "b": borno, "relation": "part_of"});
    made.post("/api/v1/decisions/relate", &two, &rita).ok();
    made.post("/api/v1/decisions/apart", &two, &rita).ok();
    for about in [REPORT, &account] {
        let note = json!({"about": about, "text": NOTE});
        made.post("/api/v1/notes", &note, &rita).ok();
    }
    made.post(
        "/api/v1/pins",
        &json!({"question": "tally", "query": "by=actor"}),
        &rita,
    )
    .ok();
    let mut secrets: Vec<String> = VALUES.map(str::to_owned).to_vec();
    secrets.extend([incident_in("NG"), account, NOTE.to_owned()]);
    // Words of the evidence; they are to be read where the report is coded.
    secrets.push("Gunmen killed four farmers".to_owned());
    (made, secrets)
}

fn assign(made: &Made, coders: &[&str]) {
    let assign = json!({"reports": [REPORT], "coders": coders});
    let root = made.sign_in("root");
    made.post("/api/v1/assignments", &assign, &root).ok();
}

/// Every address that is read, with pieces and parameters that would show the report's reading.
fn addresses(kabul: &str) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    let questions: Vec<&str> = super::super::figures::questions()
        .iter()
        .map(|question| question.id)
        .collect();
    for route in table() {
        if route.method != Method::GET {
            continue;
        }
        let pieces: Vec<String> = if route.path.contains("{question}") {
            questions.iter().map(|id| (*id).to_owned()).collect()
        } else if route.path.contains("incidents/{id}") {
            vec![kabul.to_owned(), escaped("wire-kabul#i01")]
        } else if route.path.contains("actors/{id}") {
            vec!["islamic-state".to_owned(), escaped("Islamic State")]
        } else {
            REPORTS.map(|(id, ..)| escaped(id)).to_vec()
        };
        match route.path.split_once('{') {
            None => paths.push(route.path.to_owned()),
            Some((before, rest)) => {
                let after = rest.split_once('}').unwrap().1;
                assert!(!after.contains('{'), "{}", route.path);
                paths.extend(pieces.iter().map(|piece| format!("{before}{piece}{after}")));
            }
        }
    }
    let queries = [
        "",
        "?country=AF&type=bombing&per=500",
        "?country=NG&state=all&order=report&by=actor",
        "?by=country,place&every=day&sort=-killed&policy=lowest",
        "?by=actor&one=country%3DNG&other=country%3DAF&done=1,2,3,4,5",
        "?where=killed%20%3E%209000&clock=reported&bin=day",
    ];
    let both = paths.iter().flat_map(|path| {
        let queries = queries.iter();
        queries.map(move |query| format!("{path}{query}"))
    });
    both.collect()
}

/// Which of the secrets stand in an answer somewhere, with the address.
fn found(made: &Made, who: &Browser, secrets: &[String]) -> Vec<(String, String)> {
    let root = made.get_as("/api/v1/incidents?country=AF", who).ok().json();
    let kabul = root["items"][0]["id"].as_str().unwrap().to_owned();
    let mut found = Vec::new();
    for address in addresses(&kabul) {
        let got = made.get_as(&address, who);
        assert!(!got.status.is_server_error(), "{address}: {}", got.text);
        let own = address.starts_with(&format!("/coding/{REPORT}"))
            || address.starts_with(&format!("/api/v1/codings/{REPORT}"));
        for secret in secrets {
            if got.text.contains(secret.as_str()) && !(own && secret.contains(' ')) {
                found.push((secret.clone(), address.clone()));
            }
        }
    }
    found
}

#[test]
fn no_address_shows_a_blind_coder_what_was_read_in_their_report() {
    let (made, secrets) = decided();
    assign(&made, &["anna", "ben"]);
    let rita = made.sign_in("rita");
    let open = found(&made, &rita, &secrets);
    for secret in &secrets {
        let places = open.iter().filter(|(one, _)| one == secret).count();
        assert!(places > 5, "{secret} is seen by others at {places} places");
    }
    let anna = made.sign_in("anna");
    assert_eq!(found(&made, &anna, &secrets), []);

    let borno = &secrets[VALUES.len()];
    for path in [
        format!("/incidents/{borno}"),
        format!("/api/v1/incidents/{borno}/history"),
        format!("/api/v1/actors/{}", escaped("Zyxwv Front")),
    ] {
        made.get_as(&path, &rita).ok();
        let got = made.get_as(&path, &anna);
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn counts_do_not_tell_a_blind_coder_that_something_was_found() {
    let (made, _) = decided();
    let rita = made.sign_in("rita");
    let anna = made.sign_in("anna");
    assign(&made, &["anna"]);
    let both = |path: &str| {
        let get = |who: &Browser| made.get_as(path, who).ok().json();
        (get(&rita), get(&anna))
    };
    let (all, seen) = both("/api/v1/incidents");
    assert_eq!(seen["of"], all["of"].as_u64().unwrap() - 1);
    let (all, seen) = both("/api/v1/queue?state=all");
    assert_eq!(seen["total"], all["total"].as_u64().unwrap() - 1);
    assert_eq!(seen["empty_reports"], all["empty_reports"]);
    let (all, seen) = both("/api/v1/decisions");
    assert_eq!((&all["total"], &seen["total"]), (&json!(5), &json!(0)));
    let (_, facets) = both("/api/v1/facets?country=AF");
    assert!(!facets.to_string().contains("\"NG\""), "{facets}");
    let (_, map) = both("/api/v1/map");
    assert!(!map.to_string().contains("\"NG\""), "{map}");
    let (all, seen) = both("/api/v1/reports");
    let accounts = |list: &Value| {
        let mut items = list["items"].as_array().unwrap().iter();
        items.find(|one| one["id"] == REPORT).unwrap()["accounts"].clone()
    };
    assert_eq!((accounts(&all), accounts(&seen)), (json!(1), Value::Null));
}

#[test]
fn a_reviewer_who_codes_is_blind_until_they_are_done_and_others_adjudicate() {
    let (made, secrets) = decided();
    assign(&made, &["rita", "anna"]);
    let (root, rita) = (made.sign_in("root"), made.sign_in("rita"));
    assert_eq!(found(&made, &rita, &secrets), []);
    let adjudication = format!("/api/v1/adjudication/{REPORT}");
    let refused = |path: &str| {
        let got = made.get_as(path, &rita);
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{path}");
    };
    refused(&adjudication);
    refused(&format!("/review/{REPORT}"));
    made.get_as(&adjudication, &root).ok();

    // They cannot decide on it either, nor take back what was decided on it, nor close it.
    let account = format!("{REPORT}#i01");
    for (path, body) in [
        ("accept", json!({"account": account})),
        ("reject", json!({"account": account})),
        (
            "correct",
            json!({"account": account, "field": "killed", "value": "4"}),
        ),
        ("undo", json!({"decision": 1})),
    ] {
        let got = made.post(&format!("/api/v1/decisions/{path}"), &body, &rita);
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{path}: {}", got.text);
    }
    let state = format!("/api/v1/reports/{REPORT}/state");
    let got = made.write(Method::PUT, &state, &json!({"state": "coded"}), &rita);
    assert_eq!(got.status, StatusCode::FORBIDDEN);

    let path = format!("/api/v1/codings/{REPORT}");
    let done = json!({"state": "done", "incidents": []});
    made.write(Method::PUT, &path, &done, &rita).ok();
    made.get_as(&adjudication, &rita).ok();
    let again = json!({"state": "open", "incidents": []});
    let got = made.write(Method::PUT, &path, &again, &rita);
    assert_eq!(got.status, StatusCode::CONFLICT, "they have seen the rest");
}

#[test]
fn an_admin_who_codes_does_not_see_how_much_others_found() {
    let made = made_with_users();
    assign(&made, &["root", "anna"]);
    let (root, anna) = (made.sign_in("root"), made.sign_in("anna"));
    let text = REPORTS[2].3;
    let start = text.find("Gunmen killed").unwrap();
    let reading = json!({"state": "done", "incidents": [
        {"id": "c01", "evidence": [{"start": start, "end": start + 13}], "fields": {}},
    ]});
    let path = format!("/api/v1/codings/{REPORT}");
    made.write(Method::PUT, &path, &reading, &anna).ok();
    let told = || {
        let lines = made.get_as("/api/v1/assignments", &root).ok().json();
        let lines = lines["items"].as_array().unwrap().clone();
        let line = lines.into_iter().find(|line| line["coder"] == "anna");
        line.unwrap()["incidents"].clone()
    };
    assert_eq!(told(), Value::Null);
    let own = json!({"state": "done", "incidents": []});
    made.write(Method::PUT, &path, &own, &root).ok();
    assert_eq!(told(), 1);
}

#[test]
fn what_one_person_has_at_hand_is_not_taken_for_anothers_answer() {
    let (made, _) = decided();
    assign(&made, &["anna"]);
    let (rita, anna) = (made.sign_in("rita"), made.sign_in("anna"));
    let first = made.get_as("/api/v1/incidents", &rita).ok();
    let request = made
        .request(Method::GET, "/api/v1/incidents", &anna)
        .header(header::IF_NONE_MATCH, first.header(header::ETAG));
    let got = made.send(request.body(Body::empty()).unwrap());
    assert_eq!(got.status, StatusCode::OK);
    assert_ne!(got.text, first.text);
}

#[test]
fn a_near_copy_does_not_show_a_blind_coder_what_was_read() {
    let made = made_with_users();
    let (rita, anna) = (made.sign_in("rita"), made.sign_in("anna"));
    let text = REPORTS[2].3.replace("on Wednesday", "Wednesday");
    super::review::arrives(&made, "copy-borno", &text);
    super::review::arrives(
        &made,
        "other-borno",
        "Troops in Borno state said that they had killed two gunmen on September 20, 2022.",
    );
    assign(&made, &["anna"]);
    for path in [
        "/reports/copy-borno",
        "/api/v1/reports/copy-borno",
        "/review/copy-borno",
    ] {
        made.get_as(path, &rita).ok();
        let got = made.get_as(path, &anna);
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{path}");
        assert!(!got.text.contains("#i01"), "{path}");
    }
    for path in [
        "/api/v1/incidents?per=500",
        "/api/v1/queue?state=all",
        "/api/v1/reports",
    ] {
        let got = made.get_as(path, &anna).ok().text;
        assert!(!got.contains("copy-borno#i01"), "{path}");
    }
    made.get_as("/api/v1/reports/other-borno", &anna).ok();
}
