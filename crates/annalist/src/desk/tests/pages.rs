//! What pages and the API show.

use super::super::query::escaped;
use super::super::routes::table;
use super::*;
use serde_json::json;

#[test]
fn every_page_answers_and_says_its_name() {
    let made = made();
    let id = made.incident_in("AF")["id"].as_str().unwrap().to_owned();
    for (page, name) in [
        ("/incidents".to_owned(), "incidents"),
        (format!("/incidents/{id}"), "incident"),
        ("/actors".to_owned(), "actors"),
        ("/actors/Islamic%20State".to_owned(), "actor"),
        ("/reports".to_owned(), "reports"),
        ("/reports/wire-kabul".to_owned(), "report"),
        ("/review".to_owned(), "review"),
        ("/review/wire-kabul".to_owned(), "review-report"),
        ("/candidates".to_owned(), "candidates"),
        ("/coding".to_owned(), "coding"),
        ("/agreement".to_owned(), "agreement"),
        ("/figures".to_owned(), "figures"),
        ("/figures/tally".to_owned(), "figure"),
        ("/figures/trend".to_owned(), "figure"),
        ("/figures/first".to_owned(), "figure"),
        ("/figures/compare".to_owned(), "figure"),
        ("/figures/claims".to_owned(), "figure"),
        ("/figures/tolls".to_owned(), "figure"),
        ("/figures/warnings".to_owned(), "figure"),
        ("/figures/reconcile".to_owned(), "figure"),
        ("/figures/coverage".to_owned(), "figure"),
        ("/pins".to_owned(), "pins"),
        ("/log".to_owned(), "log"),
        ("/users".to_owned(), "users"),
    ] {
        let got = made.get(&page).ok();
        assert!(
            got.text.contains(&format!("data-page=\"{name}\"")),
            "{page}"
        );
        let (_, state) = got
            .text
            .split_once("id=\"state\">")
            .expect("data for scripts");
        let state = state.split("</script>").next().unwrap();
        let state: Value = serde_json::from_str(state).unwrap();
        assert_eq!(state["me"]["name"], "ana", "{page}");
    }
    assert_eq!(made.get("/nothing").status, StatusCode::NOT_FOUND);
    assert!(made.get("/nothing").text.contains("<h1"));
    assert_eq!(made.get("/api/v1/nothing").json()["status"], 404);
}

#[test]
fn every_route_of_the_api_is_described() {
    let made = made();
    let document = made.get("/api/v1/openapi.json").ok().json();
    for route in table() {
        if !route.path.starts_with("/api/") {
            continue;
        }
        let method = route.method.as_str().to_lowercase();
        let operation = &document["paths"][route.path][&method];
        assert_eq!(
            operation["summary"], route.summary,
            "{method} {}",
            route.path
        );
    }
    let text = document.to_string();
    for (at, _) in text.match_indices("#/components/schemas/") {
        let name: String = text[at + 21..]
            .chars()
            .take_while(|l| l.is_alphanumeric() || *l == '_')
            .collect();
        assert!(
            !document["components"]["schemas"][&name].is_null(),
            "{name} is not described"
        );
    }
}

#[test]
fn two_accounts_of_one_attack_are_one_line_with_its_disagreement() {
    let made = made();
    let item = made.incident_in("AF");
    assert_eq!(item["accounts"], 2, "{item}");
    assert_eq!(item["sources"], 2);
    assert_eq!(item["date"], "2022-09-05");
    let id = item["id"].as_str().unwrap();
    let whole = made.get(&format!("/api/v1/incidents/{id}")).ok().json();
    let killed = whole["fields"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["field"] == "killed")
        .unwrap();
    assert_eq!(killed["said"].as_array().unwrap().len(), 2);
    assert_eq!(killed["supported"], true);
    assert!(
        killed["said"][0]["quotes"][0]
            .as_str()
            .unwrap()
            .contains("eight"),
        "{killed}"
    );
    assert_eq!(
        whole["claims"][0]["actor"], "Islamic State",
        "{}",
        whole["claims"]
    );
    let page = made.get(&format!("/incidents/{id}")).ok().text;
    assert!(page.contains("in Kabul") && page.contains("claimed it"));
    let latest = made
        .get(&format!("/api/v1/incidents/{id}?policy=lowest"))
        .ok()
        .json();
    assert_eq!(latest["policy"], "lowest");
}

#[test]
fn the_address_chooses_and_each_facet_counts_without_its_own_choice() {
    let made = made();
    let all = made.get("/api/v1/incidents").ok().json();
    let total = all["total"].as_u64().unwrap();
    assert!(total >= 3, "{all}");
    let count = |query: &str| {
        made.get(&format!("/api/v1/incidents?{query}")).ok().json()["total"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(count("country=AF"), 1);
    assert_eq!(
        count("country=AF&country=NG"),
        count("country=AF") + count("country=NG")
    );
    assert_eq!(count("q=embassy"), 1);
    assert_eq!(count("q=nowhere-to-be-found"), 0);
    assert_eq!(count("since=2022-09-06"), total - 1);
    assert_eq!(count("killed_min=6"), 1);
    assert_eq!(count("where=killed+%3E%3D+4+and+not+suicide&country=NG"), 1);
    assert_eq!(count("bbox=60,30,75,40"), 1);
    assert_eq!(count("near=50,Kabul"), 1);
    assert_eq!(
        count("actor=Islamic+State") + count("where=claimed_by+is+told"),
        count("actor=Islamic+State") + 1
    );
    let facets = made.get("/api/v1/facets?country=AF").ok().json();
    let countries = facets["facets"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["field"] == "country")
        .unwrap();
    assert_eq!(
        countries["values"].as_array().unwrap().len() as u64,
        3,
        "{countries}"
    );
    assert_eq!(countries["values"][0]["chosen"], true);
    let got = made.get("/api/v1/incidents?where=kiled+%3E+3");
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
    assert!(
        got.json()["hint"].as_str().unwrap().contains("killed"),
        "{}",
        got.text
    );
    assert_eq!(
        made.get("/api/v1/incidents?since=yesterday").json()["field"],
        "since"
    );
}

#[test]
fn the_text_of_a_report_stands_in_pieces_that_add_up_to_it() {
    let made = made();
    for (id, _, _, text) in REPORTS {
        let page = made.get(&format!("/reports/{}", escaped(id))).ok().text;
        let (_, inside) = page.split_once("<div id=\"text\"").unwrap();
        let (_, inside) = inside.split_once('>').unwrap();
        let inside = inside.split("</div>").next().unwrap();
        let mut words = String::new();
        let mut end = 0;
        for piece in inside.split("data-s=\"").skip(1) {
            let start: usize = piece.split('"').next().unwrap().parse().unwrap();
            assert_eq!(start, end, "{id}: without gaps");
            let (_, rest) = piece.split_once("data-e=\"").unwrap();
            end = rest.split('"').next().unwrap().parse().unwrap();
            let (_, rest) = piece.split_once('>').unwrap();
            let shown = rest.split("</").next().unwrap();
            words.push_str(
                &shown
                    .replace("&#60;", "<")
                    .replace("&#62;", ">")
                    .replace("&#34;", "\"")
                    .replace("&#39;", "'")
                    .replace("&#38;", "&"),
            );
        }
        assert_eq!(words, text);
        assert_eq!(end, text.len());
    }
    let page = made.get("/reports/wire-borno").ok().text;
    assert!(
        page.contains("class=\"harsh\"") || page.contains(" harsh\""),
        "what is cruel is blurred"
    );
}

#[test]
fn what_is_seen_can_be_taken_along_and_formulas_are_text() {
    let made = made();
    let csv = made.get("/incidents.csv?country=IQ").ok();
    assert!(
        csv.header(header::CONTENT_DISPOSITION)
            .contains("incidents.csv")
    );
    for line in csv.text.lines() {
        for cell in line.split(',') {
            let cell = cell.trim_matches('"');
            assert!(!cell.starts_with('=') && !cell.starts_with('@'), "{cell}");
        }
    }
    let json = made.get("/incidents.geojson?country=AF").ok().json();
    assert_eq!(json["features"].as_array().unwrap().len(), 1);
    let lines = made.get("/incidents.jsonl").ok().text;
    let total = made.get("/api/v1/incidents").json()["total"]
        .as_u64()
        .unwrap();
    assert_eq!(lines.lines().count() as u64, total);
    let table = made.get("/figures/coverage/table.csv").ok().text;
    assert!(
        !table.lines().any(|line| line.starts_with("=cmd")),
        "{table}"
    );
}

#[test]
fn an_answer_that_is_known_is_not_sent_again_until_something_changes() {
    let made = made();
    let browser = made.browser();
    let first = made.get("/api/v1/incidents").ok();
    let etag = first.header(header::ETAG).to_owned();
    let again = |made: &Made| {
        let request = made
            .request(Method::GET, "/api/v1/incidents", &browser)
            .header(header::IF_NONE_MATCH, &etag);
        made.send(request.body(Body::empty()).unwrap()).status
    };
    assert_eq!(again(&made), StatusCode::NOT_MODIFIED);
    let id = made.incident_in("AF")["id"].clone();
    made.post(
        "/api/v1/decisions/accept",
        &json!({"incident": id}),
        &browser,
    )
    .ok();
    assert_eq!(again(&made), StatusCode::OK);
    let request = made
        .request(Method::POST, "/api/v1/decisions/reject", &browser)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::IF_MATCH, &etag)
        .header("x-csrf-token", &browser.csrf);
    let body = json!({"incident": id}).to_string();
    let got = made.send(request.body(Body::from(body)).unwrap());
    assert_eq!(got.status, StatusCode::PRECONDITION_FAILED);
}

#[test]
fn map_and_timeline_hold_every_incident_or_say_how_many_they_leave_out() {
    let made = made();
    let map = made.get("/api/v1/map").ok().json();
    let on_map = map["ids"].as_array().unwrap().len() as u64;
    let areas = map["areas"]
        .as_array()
        .unwrap()
        .iter()
        .map(|area| area["count"].as_u64().unwrap());
    let total = map["total"].as_u64().unwrap();
    assert_eq!(
        on_map + areas.sum::<u64>() + map["unlocated"].as_u64().unwrap(),
        total
    );
    let line = made.get("/api/v1/timeline?bin=day").ok().json();
    let counted: u64 = line["bins"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bin| bin["exact"].as_u64().unwrap())
        .sum();
    assert!(counted >= 2, "{line}");
    let reported = made.get("/api/v1/timeline?clock=reported").ok().json();
    assert_eq!(reported["bins"][0]["exact"], total);
    let land = made.get("/api/v1/basemap").ok().json();
    assert!(land["features"].as_array().unwrap().len() > 150);
}
