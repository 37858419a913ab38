//! People decide; undoing brings back what was before.

use crate::run::Desk;

#[test]
fn splitting_merging_and_undoing_come_back_to_the_beginning() {
    let desk = Desk::with_casebook();
    let before = desk.good("export jsonl -");
    let count = desk.incidents().len();
    let id = desk.id_of("wire-kabul#i01");
    let out = desk.done(&["split", &id, "weekly-kabul#i01", "--note", "two blasts"]);
    assert!(out.contains("decision 1: split weekly-kabul#i01"), "{out}");
    assert!(out.contains("by anna: two blasts"), "{out}");
    assert_eq!(desk.incidents().len(), count + 1);

    desk.good("merge wire-kabul#i01 weekly-kabul#i01");
    assert_eq!(desk.incidents().len(), count);
    desk.good("undo");
    assert_eq!(desk.incidents().len(), count + 1);
    let out = desk.good("undo");
    assert!(out.contains("undo decision 1"), "{out}");
    assert_eq!(desk.good("export jsonl -"), before);
    desk.run(&["undo"]).refused("no decision to undo");
    let log = desk.good("history");
    assert_eq!(log.matches("(undone)").count(), 2, "{log}");
    assert!(desk.good("verify").contains("4 decisions"));
}

#[test]
fn unlike_incidents_are_merged_when_a_person_says_so() {
    let desk = Desk::with_casebook();
    let count = desk.incidents().len();
    let (a, b) = (desk.id_of("maiduguri#i01"), desk.id_of("wire-kabul#i01"));
    let out = desk.good(&format!("merge {a} {b}"));
    assert!(out.contains("3 accounts"), "{out}");
    assert_eq!(desk.incidents().len(), count - 1);
    desk.run(&["merge", "maiduguri#i01", "wire-kabul#i01"])
        .refused("one incident already");
    desk.good("undo 1");
    assert_eq!(desk.incidents().len(), count);
}

#[test]
fn nothing_is_accepted_while_a_corrected_value_has_no_words() {
    let desk = Desk::with_casebook();
    let id = desk.id_of("maiduguri#i01");
    desk.good(&format!("decide {id} accept"));
    desk.good(&format!("decide {id} correct killed 44"));
    assert_eq!(desk.incident_of("maiduguri#i01")["accepted"], false);
    let shown = desk.good(&format!("show {id}"));
    assert!(shown.contains("no words stand behind killed"), "{shown}");
    desk.run(&["decide", &id, "accept"])
        .refused("no words stand behind killed");
    let correct = ["decide", &id, "correct", "killed", "44", "--quote"];
    let with = |words: &str| desk.run(&[&correct[..], &[words]].concat());
    with("no such words").refused("does not stand in maiduguri");
    with("e").refused("stands several times");
    let text = desk.read("reports/maiduguri.txt");
    let words = text.lines().rev().find(|line| line.len() > 20).unwrap();
    desk.done(&[&correct[..], &[words.trim()]].concat());
    desk.good(&format!("decide {id} accept"));
    assert_eq!(desk.incident_of("maiduguri#i01")["accepted"], true);
}

#[test]
fn a_correction_shows_everywhere_and_outlives_recoding() {
    let desk = Desk::with_casebook();
    let id = desk.id_of("maiduguri#i01");
    desk.good(&format!("decide {id} correct killed 14+ --by ben"));
    desk.good(&format!("decide {id} correct country Nigeria"));
    let check = || {
        let incident = desk.incident_of("maiduguri#i01");
        assert_eq!(incident["killed"]["min"], 14, "{incident}");
        assert_eq!(incident["country"], "NG");
        assert_eq!(incident["settled"]["killed"]["policy"], "decided");
        let list = desk.good("list");
        assert!(list.contains("14+"), "{list}");
        assert!(desk.good("export csv -").contains("14"));
    };
    check();
    desk.good("recode");
    check();
    let shown = desk.good(&format!("show {id}"));
    assert!(
        shown.contains("decided") && shown.contains("by ben"),
        "{shown}"
    );
    assert!(shown.contains("killing twelve people"), "{shown}");
}

#[test]
fn accepting_and_rejecting_are_kept() {
    let desk = Desk::with_casebook();
    let id = desk.id_of("lahore#i01");
    desk.good(&format!("decide {id} accept"));
    assert_eq!(desk.incident_of("lahore#i01")["accepted"], true);
    let out = desk.good("decide lahore#i01 reject");
    assert!(out.contains("in no incident"), "{out}");
    assert!(!desk.good("list").contains("Lahore"));
    assert!(desk.good("show lahore#i01").contains("was rejected"));
    desk.good("undo");
    assert_eq!(desk.id_of("lahore#i01"), id);
}

#[test]
fn a_value_that_does_not_fit_is_refused_before_it_is_written() {
    let desk = Desk::with_casebook();
    let wrong = [
        (["killed", "many"], "write 8, 8+, 6-8"),
        (["date", "yesterday"], "yesterday"),
        (["type", "bombng"], "did you mean `bombing`?"),
        (["country", "Atlantis"], "two letters"),
        (["kiled", "3"], "kiled"),
    ];
    for ([field, value], said) in wrong {
        desk.run(&["decide", "lahore#i01", "correct", field, value])
            .refused(said);
    }
    assert!(desk.good("history").contains("nothing has been decided"));
}

#[test]
fn a_decision_on_what_is_read_otherwise_since_is_a_conflict_until_it_is_made_again() {
    let desk = Desk::with_casebook();
    assert_eq!(desk.good("list --conflicts"), "no conflicts\n");
    desk.good("decide maiduguri#i01 accept");
    assert_eq!(desk.good("list --conflicts"), "no conflicts\n");
    desk.good("recode");
    assert_eq!(desk.good("list --conflicts"), "no conflicts\n");
    let changed = crate::reports::MAIDUGURI.replace("twelve", "nineteen");
    desk.write("reports/maiduguri.txt", changed);
    desk.good("add reports");
    let conflicts = desk.good("list --conflicts");
    assert!(conflicts.contains("maiduguri#i01"), "{conflicts}");
    assert!(
        conflicts.contains("killed read otherwise since"),
        "{conflicts}"
    );
    desk.good("decide maiduguri#i01 accept");
    assert_eq!(desk.good("list --conflicts"), "no conflicts\n");
}

#[test]
fn who_is_behind_each_shown_value_is_told_with_the_rule_that_chose() {
    let desk = Desk::with_casebook();
    let id = desk.id_of("wire-kabul#i01");
    let behind = |policy: &str| {
        let shown = desk.good(&format!("show {id} --policy {policy}"));
        let (_, behind) = shown
            .split_once("Who is behind each value, and why\n")
            .unwrap();
        let killed = behind
            .lines()
            .find(|line| line.trim().starts_with("killed"));
        let words: Vec<&str> = killed.unwrap().split_whitespace().collect();
        words.join(" ")
    };
    assert_eq!(
        behind("range"),
        "killed [1] [2] from the lowest to the highest that is told"
    );
    assert_eq!(
        behind("latest"),
        "killed [1] the report published last, on 2022-09-09"
    );
    desk.done(&["source", "grade", "Kabul Weekly", "B2"]);
    assert_eq!(
        behind("authoritative"),
        "killed [1] the best graded source (Kabul Weekly, B2)"
    );
}

#[test]
fn with_read_only_questions_are_answered_and_nothing_is_written() {
    let desk = Desk::with_casebook();
    let id = desk.id_of("wire-kabul#i01");
    let before = std::fs::read(desk.path("casebook.annalist")).unwrap();
    assert!(desk.good("tally type --read-only").contains("bombing"));
    assert!(desk.good("--read-only verify").contains("is sound"));
    for words in [
        "add reports".to_owned(),
        "recode".into(),
        format!("decide {id} accept"),
        "merge wire-kabul#i01 maiduguri#i01".into(),
        format!("split {id} weekly-kabul#i01"),
        "undo".into(),
        "verify --forget".into(),
    ] {
        let words = format!("--read-only {words}");
        let words: Vec<&str> = words.split(' ').collect();
        desk.run(&words).refused("--read-only was given");
    }
    assert_eq!(
        std::fs::read(desk.path("casebook.annalist")).unwrap(),
        before
    );
}
