//! The desk without scripts: forms as a person fills them in.

use super::super::query::escaped;
use super::*;
use serde_json::json;

fn text() -> &'static str {
    REPORTS[2].3
}

/// A field of a page's form.
fn field_of(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    Some(rest.split('"').next()?.to_owned())
}

fn cell(made: &Made, account: &str, field: &str) -> Value {
    let report = account.split('#').next().unwrap();
    let page = made.get(&format!("/api/v1/reports/{report}")).ok().json();
    let accounts = page["accounts"].as_array().unwrap().clone();
    let one = accounts.into_iter().find(|one| one["key"] == account);
    let cells = one.unwrap()["cells"].as_array().unwrap().clone();
    let found = cells.into_iter().find(|cell| cell["field"] == field);
    found.unwrap_or_else(|| panic!("no {field}"))
}

#[test]
fn words_are_pasted_and_nobody_counts_bytes() {
    let made = made();
    let browser = made.browser();
    let page = made.get("/review/wire-borno").ok().text;
    assert!(!page.contains("as bytes"), "no page asks for bytes");
    assert!(
        page.contains("name=\"quote\" value=\"four farmers\""),
        "{page}"
    );
    let form =
        "account=wire-borno%23i01&field=killed&value=5&quote=KILLED+four&back=/review/wire-borno";
    let got = made.form("/do/correct", form, &browser);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let start = text().find("killed four").unwrap();
    let spans = json!([{"start": start, "end": start + "killed four".len()}]);
    let killed = cell(&made, "wire-borno#i01", "killed");
    assert_eq!((&killed["spans"], &killed["shown"]), (&spans, &json!("5")));
    // The words behind what a person gave are to be read where the value is.
    let id = made.incident_in("NG")["id"].as_str().unwrap().to_owned();
    let page = made.get(&format!("/incidents/{id}")).ok().text;
    assert!(
        page.contains("<q class=\"words\">killed four</q>"),
        "{page}"
    );

    let wrong = "account=wire-borno%23i01&field=killed&value=5&quote=nine+million&back=/";
    let got = made.form("/do/correct", wrong, &browser);
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        got.text.contains("does not stand in the report"),
        "{}",
        got.text
    );
}

#[test]
fn words_that_stand_more_than_once_are_asked_for_and_the_rest_of_the_form_is_kept() {
    let made = made();
    let browser = made.browser();
    let text = "Gunmen shot Musa in Baga on September 3, 2022. In Baga, two houses burned.";
    super::review::arrives(&made, "baga", text);
    let form = "report=baga&quote=Baga&f.type=arson&f.killed=2&q.killed=two+houses&note=why&back=/review/baga";
    let got = made.form("/do/add", form, &browser);
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = got.text;
    assert_eq!(asked.matches("type=\"radio\"").count(), 2, "{asked}");
    for (name, value) in [
        ("f.type", "arson"),
        ("note", "why"),
        ("q.killed", "two houses"),
    ] {
        assert_eq!(field_of(&asked, name).as_deref(), Some(value), "{asked}");
    }
    assert_eq!(made.get("/api/v1/decisions").ok().json()["total"], 0);
    let second = text.rfind("Baga").unwrap();
    let choice = format!("{form}&at.quote.0={second}-{}", second + 4);
    let got = made.form("/do/add", &choice, &browser);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let page = made.get("/api/v1/reports/baga").ok().json();
    let mut accounts = page["accounts"].as_array().unwrap().iter();
    let added = accounts.find(|one| one["by_person"] == true).unwrap();
    assert_eq!(added["evidence"][0]["start"], second);
}

#[test]
fn a_form_that_is_sent_twice_is_done_once() {
    let made = made();
    let browser = made.browser();
    let page = made.get_as("/review/quiet", &browser).ok().text;
    let key = field_of(&page, "key").unwrap();
    let form = format!("key={key}&report=quiet&quote=The+match&f.type=riot&back=/review/quiet");
    let twice = [(); 2].map(|()| made.form("/do/add", &form, &browser));
    let places = twice.map(|got| got.header(header::LOCATION).to_owned());
    assert_eq!(places, ["/review/quiet?done=1"; 2].map(str::to_owned));
    assert_eq!(made.get("/api/v1/decisions").ok().json()["total"], 1);
    // Filled in otherwise, the same form is another write; so is one that was drawn anew.
    let other = form.replace("f.type=riot", "f.type=arson");
    made.form("/do/add", &other, &browser);
    let page = made.get_as("/review/quiet", &browser).ok().text;
    let anew = form.replace(&key, &field_of(&page, "key").unwrap());
    made.form("/do/add", &anew, &browser);
    assert_eq!(made.get("/api/v1/decisions").ok().json()["total"], 3);
    let undo = format!("key={key}&back=/review/quiet");
    for _ in 0..2 {
        made.form("/do/undo", &undo, &browser);
    }
    let log = made.get("/api/v1/decisions").ok().json();
    let holding = log["items"].as_array().unwrap().iter();
    let holding = holding.filter(|one| one["in_force"] == true);
    assert_eq!(holding.count(), 2, "{log}");
    let note = format!("key={key}&about=quiet&text=seen&back=/review/quiet");
    let notes = [(); 2].map(|()| made.form("/do/note", &note, &browser));
    let notes = notes.map(|got| got.header(header::LOCATION).to_owned());
    assert_eq!(notes[0], notes[1]);
    let page = made.get("/api/v1/reports/quiet").ok().json();
    assert_eq!(page["notes"].as_array().unwrap().len(), 1);
}

#[test]
fn a_blind_coding_is_filled_in_with_words_and_comes_back_with_them() {
    let made = made_with_users();
    let (root, anna) = (made.sign_in("root"), made.sign_in("anna"));
    let assign = json!({"reports": ["wire-borno"], "coders": ["anna"]});
    made.post("/api/v1/assignments", &assign, &root).ok();
    let quote = escaped("Gunmen killed four farmers … Two of the victims");
    let form = format!(
        "report=wire-borno&version=1&i0.quote={quote}&i0.f.killed=4&i0.q.killed=four+farmers&state=done&back=/coding"
    );
    let got = made.form("/do/code", &form, &anna);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let own = made.get_as("/api/v1/codings/wire-borno", &anna).ok().json();
    assert_eq!(own["incidents"][0]["evidence"].as_array().unwrap().len(), 2);
    assert_eq!(own["state"], "done");
    let page = made.get_as("/coding/wire-borno", &anna).ok().text;
    let shown = "value=\"Gunmen killed four farmers … Two of the victims\"";
    assert!(page.contains(shown), "{page}");
}
