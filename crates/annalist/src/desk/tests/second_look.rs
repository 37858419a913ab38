//! What a second reader found: work that was lost, words that were others, values that nobody settled.

use super::*;
use serde_json::json;

fn span(text: &str, words: &str) -> Value {
    let start = text.find(words).unwrap();
    json!({"start": start, "end": start + words.len()})
}

/// The words of spans in a report as it is now.
fn words(made: &Made, report: &str, spans: &Value) -> Vec<String> {
    let page = made.get(&format!("/api/v1/reports/{report}")).ok().json();
    let text = page["text"].as_str().unwrap().to_owned();
    let at = |span: &Value, end: &str| usize::try_from(span[end].as_u64().unwrap()).unwrap();
    let spans = spans.as_array().unwrap().iter();
    spans
        .map(|span| text[at(span, "start")..at(span, "end")].to_owned())
        .collect()
}

/// The desk notices what came in a second ago.
fn noticed(made: &Made) {
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    made.get("/api/v1/reports").ok();
}

#[test]
fn what_people_found_keeps_its_words_when_a_changed_page_comes_in() {
    let made = made();
    let browser = made.browser();
    let text = REPORTS[4].3;
    let body = json!({
        "report": "quiet", "evidence": [span(text, "The match in Lagos")],
        "fields": {"type": "riot", "place": "Lagos"}, "spans": {"place": [span(text, "Lagos")]},
    });
    made.post("/api/v1/accounts", &body, &browser).ok();
    let body = json!({"account": "wire-borno#i01", "field": "killed", "value": "5",
        "spans": [span(REPORTS[2].3, "four farmers")]});
    made.post("/api/v1/decisions/correct", &body, &browser).ok();
    for (id, text) in [("quiet", text), ("wire-borno", REPORTS[2].3)] {
        let changed = format!("CORRECTED, with a line that was not there. {text}");
        super::review::arrives(&made, id, &changed);
    }
    noticed(&made);
    let page = made.get("/api/v1/reports/quiet").ok().json();
    let account = page["accounts"][0].clone();
    assert_eq!(
        words(&made, "quiet", &account["evidence"]),
        ["The match in Lagos"]
    );
    let cells = account["cells"].as_array().unwrap();
    let place = cells.iter().find(|cell| cell["field"] == "place").unwrap();
    assert_eq!(words(&made, "quiet", &place["spans"]), ["Lagos"]);
    let page = made.get("/api/v1/reports/wire-borno").ok().json();
    let cells = page["accounts"][0]["cells"].as_array().unwrap().clone();
    let killed = cells.iter().find(|cell| cell["field"] == "killed").unwrap();
    assert_eq!(
        words(&made, "wire-borno", &killed["spans"]),
        ["four farmers"]
    );

    // Words that are gone leave the value without any, which opens it again and is said.
    super::review::arrives(
        &made,
        "wire-borno",
        "MAIDUGURI, Nigeria, Sept 7 - Gunmen killed people in Borno state on Wednesday.",
    );
    noticed(&made);
    let queue = made.get("/api/v1/queue?per=500").ok().json();
    let mut lines = queue["items"].as_array().unwrap().iter();
    let line = lines.find(|line| line["report"] == "wire-borno").unwrap();
    assert_eq!(line["unsupported"], json!(["killed"]), "{line}");
    let why = line["conflict"].as_str().unwrap();
    assert!(why.contains("no longer stand in the report"), "{why}");
}

#[test]
fn words_of_a_page_that_has_changed_meanwhile_are_not_taken_for_those_of_the_new_one() {
    let made = made();
    let browser = made.browser();
    let seen = made.get("/api/v1/review/wire-borno").ok().json();
    let version = seen["report"]["versions"][0]["version"].clone();
    super::review::arrives(&made, "wire-borno", &format!("Corrected. {}", REPORTS[2].3));
    let spans = json!([span(REPORTS[2].3, "four farmers")]);
    let body = json!({"account": "wire-borno#i01", "field": "killed", "value": "5",
        "spans": spans, "version": version});
    let got = made.post("/api/v1/decisions/correct", &body, &browser);
    assert_eq!(got.status, StatusCode::CONFLICT, "{}", got.text);
    assert!(
        got.text.contains("has changed since you opened it"),
        "{}",
        got.text
    );
    let body = json!({"report": "wire-borno", "evidence": spans,
        "fields": {"type": "riot"}, "version": version});
    let got = made.post("/api/v1/accounts", &body, &browser);
    assert_eq!(got.status, StatusCode::CONFLICT, "{}", got.text);
    assert_eq!(made.get("/api/v1/decisions").ok().json()["total"], 0);
}

fn coded(made: &Made, who: &Browser, fields: &Value) {
    let text = REPORTS[2].3;
    let spans = json!([span(text, "Gunmen killed four farmers")]);
    let fields = fields
        .as_object()
        .unwrap()
        .iter()
        .map(|(field, value)| (field.clone(), json!({"value": value, "spans": spans})));
    let fields: serde_json::Map<String, Value> = fields.collect();
    let body =
        json!({"state": "done", "incidents": [{"id": "c01", "evidence": spans, "fields": fields}]});
    made.write(Method::PUT, "/api/v1/codings/wire-borno", &body, who)
        .ok();
}

#[test]
fn nothing_that_only_the_machine_reads_is_settled_unseen() {
    let made = made_with_users();
    let [root, anna, ben, rita] = ["root", "anna", "ben", "rita"].map(|name| made.sign_in(name));
    let assign = json!({"reports": ["wire-borno"], "coders": ["anna", "ben"]});
    made.post("/api/v1/assignments", &assign, &root).ok();
    coded(
        &made,
        &anna,
        &json!({"type": "armed_assault", "site": "farm"}),
    );
    coded(&made, &ben, &json!({"type": "armed_assault"}));
    let path = "/api/v1/adjudication/wire-borno";
    let page = made.get_as(path, &rita).ok().json();
    let fields = page["rows"][0]["fields"].as_array().unwrap().clone();
    let field = |name: &str| fields.iter().find(|one| one["field"] == name).cloned();
    let killed = field("killed").expect("the machine reads it, so it is shown");
    assert_eq!(
        (&killed["machine"], &killed["agreed"]),
        (&json!("4"), &json!(false))
    );
    assert_eq!(killed["values"], json!({}));
    assert_eq!(field("site").unwrap()["silent"], json!(["ben"]));
    assert!(field("arrested").is_none(), "nobody reads it");

    // As a form sends it: what is left empty is settled as not told, what stays stays.
    let text = made.get_as("/adjudicate/wire-borno", &rita).ok().text;
    assert!(text.contains("(machine only)"));
    let names: Vec<&str> = fields
        .iter()
        .map(|one| one["field"].as_str().unwrap())
        .collect();
    let mut form = format!(
        "report=wire-borno&version=1&i1.account=wire-borno%23i01&i1.quote=Gunmen+killed+four+farmers&i1.fields={}",
        names.join("+")
    );
    for one in &fields {
        let (name, value) = (one["field"].as_str().unwrap(), one["value"].as_str());
        if let Some(value) = value.filter(|_| name != "killed") {
            let value = super::super::query::escaped(value);
            form += &format!("&i1.f.{name}={value}&i1.q.{name}=Gunmen+killed");
        }
    }
    let got = made.form("/do/settle", &form, &rita);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let shown = made
        .get_as("/api/v1/incidents?country=NG", &rita)
        .ok()
        .json()["items"][0]
        .clone();
    assert_eq!(shown["killed"], Value::Null, "{shown}");
    assert_eq!(
        (&shown["accepted"], &shown["country"]),
        (&json!(true), &json!("NG"))
    );
    // What the account says already is not written once more.
    let log = made.get_as("/api/v1/decisions", &rita).ok().json();
    assert_eq!(log["total"], 3, "two corrections and an acceptance: {log}");
    let coding = made.get_as("/coding", &rita).ok().text;
    assert!(!coding.contains("To be adjudicated"), "it is settled");
}

#[test]
fn adjudicating_one_report_does_not_settle_what_others_say_of_the_incident() {
    let made = made_with_users();
    let [root, anna, rita] = ["root", "anna", "rita"].map(|name| made.sign_in(name));
    let assign = json!({"reports": ["weekly-kabul"], "coders": ["anna"]});
    made.post("/api/v1/assignments", &assign, &root).ok();
    let spans = json!([span(REPORTS[1].3, "killing eight people")]);
    let body = json!({"state": "done", "incidents": [{"id": "c01", "evidence": spans,
        "fields": {"killed": {"value": "8", "spans": spans}}}]});
    made.write(Method::PUT, "/api/v1/codings/weekly-kabul", &body, &anna)
        .ok();
    let path = "/api/v1/adjudication/weekly-kabul";
    let page = made.get_as(path, &rita).ok().json();
    let row = &page["rows"][0];
    let settled = json!({"rows": [{"account": row["account"], "evidence": row["evidence"],
        "fields": {"killed": {"value": "8", "spans": spans}}}]});
    made.post(path, &settled, &rita).ok();
    let item = made
        .get_as("/api/v1/incidents?country=AF&policy=lowest", &rita)
        .ok()
        .json()["items"][0]
        .clone();
    assert_eq!(
        item["killed"]["text"], "6+",
        "the wire still says six: {item}"
    );
}

#[test]
fn an_assignment_that_is_taken_back_and_given_again_has_its_work() {
    let made = made_with_users();
    let (root, anna) = (made.sign_in("root"), made.sign_in("anna"));
    let assign = json!({"reports": ["wire-borno"], "coders": ["anna"]});
    made.post("/api/v1/assignments", &assign, &root).ok();
    coded(&made, &anna, &json!({"type": "armed_assault"}));
    let before = made.get_as("/api/v1/codings/wire-borno", &anna).ok().json()["incidents"].clone();
    let path = "/api/v1/assignments/wire-borno/anna";
    made.write(Method::DELETE, path, &json!({}), &root).ok();
    let got = made.get_as("/api/v1/codings/wire-borno", &anna);
    assert_eq!(got.status, StatusCode::NOT_FOUND);
    made.get_as("/api/v1/reports/wire-borno", &anna).ok();
    made.post("/api/v1/assignments", &assign, &root).ok();
    let back = made.get_as("/api/v1/codings/wire-borno", &anna).ok().json();
    assert_eq!(
        (&back["incidents"], &back["state"]),
        (&before, &json!("open"))
    );
}

#[test]
fn recall_leaves_out_what_its_reader_codes_blindly_and_says_so() {
    let made = made_with_users();
    let [root, rita] = ["root", "rita"].map(|name| made.sign_in(name));
    for report in ["wire-kabul", "weekly-kabul", "wire-borno"] {
        let path = format!("/api/v1/reports/{report}/state");
        made.write(Method::PUT, &path, &json!({"state": "coded"}), &root)
            .ok();
    }
    let closed = |who: &Browser| {
        let found = made.get_as("/api/v1/agreement", who).ok().json();
        let closed = found["closed"].clone();
        ["reports", "left_out", "kept", "rejected"].map(|name| closed[name].as_u64().unwrap())
    };
    let all = closed(&rita);
    assert_eq!((all[0], all[1], all[3]), (3, 0, 0));
    // The weekly tells of the same incident: what was made of it is kept from her as well.
    let assign = json!({"reports": ["wire-kabul"], "coders": ["rita"]});
    made.post("/api/v1/assignments", &assign, &root).ok();
    assert_eq!(closed(&rita), [1, 2, 1, 0]);
    assert_eq!(closed(&root), all);
    assert!(
        made.get_as("/agreement", &rita)
            .ok()
            .text
            .contains("2 more are left out")
    );
}

#[test]
fn incidents_in_the_tables_of_figures_lead_to_their_pages() {
    let made = made();
    let id = made.incident_in("AF")["id"].as_str().unwrap().to_owned();
    let page = made.get("/figures/first").ok().text;
    assert!(
        page.contains(&format!("<a href=\"/incidents/{id}\">{id}</a>")),
        "{page}"
    );
}

#[test]
fn what_is_unlocated_is_so_in_the_list_and_on_the_map() {
    let made = made();
    let browser = made.browser();
    let body = json!({"account": "wire-borno#i01", "field": "location", "value": null});
    made.post("/api/v1/decisions/correct", &body, &browser).ok();
    let item = made.incident_in("NG");
    assert_eq!(
        (&item["lat"], &item["country"]),
        (&Value::Null, &json!("NG"))
    );
    let page = made.get("/incidents").ok().text;
    let said: Vec<&str> = page
        .match_indices("unlocated: ")
        .map(|(at, words)| &page[at + words.len()..])
        .filter_map(|rest| rest.split(|letter: char| !letter.is_ascii_digit()).next())
        .collect();
    assert!(
        said.len() > 1 && said.iter().all(|count| *count == said[0]),
        "{said:?}"
    );
    let facets = made.get("/api/v1/facets").ok().json();
    assert_eq!(facets["unlocated"].to_string(), said[0]);
}

#[test]
fn a_coding_that_is_open_on_two_pages_is_not_written_over() {
    let made = made_with_users();
    let (root, anna) = (made.sign_in("root"), made.sign_in("anna"));
    let assign = json!({"reports": ["wire-borno"], "coders": ["anna"]});
    made.post("/api/v1/assignments", &assign, &root).ok();
    let path = "/api/v1/codings/wire-borno";
    let seen = made.get_as(path, &anna).ok().json()["changed"].clone();
    let spans = json!([span(REPORTS[2].3, "Gunmen killed")]);
    let send = |page: &str, seen: &Value, incidents: usize| {
        let one = json!({"id": "c01", "evidence": spans, "fields": {}});
        let body =
            json!({"state": "open", "incidents": vec![one; incidents], "page": page, "seen": seen});
        made.write(Method::PUT, path, &body, &anna)
    };
    // One page may send several before the first is answered.
    send("a", &seen, 1).ok();
    let now = send("a", &seen, 3).ok().json()["changed"].clone();
    let got = send("b", &seen, 0);
    assert_eq!(got.status, StatusCode::CONFLICT, "{}", got.text);
    assert!(got.text.contains("changed on another page"), "{}", got.text);
    let kept = made.get_as(path, &anna).ok().json();
    assert_eq!(kept["incidents"].as_array().unwrap().len(), 3);
    send("b", &now, 4).ok();
    assert_eq!(send("a", &seen, 1).status, StatusCode::CONFLICT);
}
