use super::collect::{Collected, collected};
use crate::knowledge::Knowledge;
use crate::pipeline;
use codebook::Codebook;
use codebook::gazetteer::Gazetteer;
use model::{Policy, Report};
use std::collections::BTreeMap;

fn gaps(texts: &[(&str, &str)]) -> Collected {
    let knowledge = Knowledge {
        codebook: Codebook::embedded(),
        gazetteer: Gazetteer::embedded(),
    };
    let mut reports = BTreeMap::new();
    let mut accounts = Vec::new();
    for (id, text) in texts {
        let report = Report {
            id: (*id).to_owned(),
            text: (*text).to_owned(),
            ..Report::default()
        };
        let coded = coding::code(&report, knowledge.codebook, &knowledge.gazetteer);
        accounts.extend(coded.accounts);
        reports.insert(report.id.clone(), report);
    }
    let (_, settled) = pipeline::incidents(
        &accounts,
        &[],
        &pipeline::Told::default(),
        Policy::default(),
        &knowledge,
    );
    collected(&reports, &accounts, &settled.incidents, &knowledge)
}

const SONS: &str = "On 5 March 2021 a group calling itself the Sons of the Valley bombed a bridge in \
                    Mopti, Mali, killing two soldiers.";

#[test]
fn a_group_that_calls_itself_something_is_listed_with_its_incident() {
    let gaps = gaps(&[("a", SONS)]);
    let gap = &gaps.named[0];
    assert_eq!(
        (gap.name.as_str(), gap.noun.as_str()),
        ("Sons of the Valley", "group")
    );
    assert_eq!(gap.facts(), "1 report, 1 incident, 2021-03-05, ML");
    assert!(gap.sentence().starts_with("On 5 March 2021"));
}

#[test]
fn the_block_can_be_pasted_and_closes_the_gap() {
    let block = gaps(&[("a", SONS)]).toml(1);
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in Codebook::embedded_files() {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    std::fs::write(folder.path().join("actors/mine.toml"), block).unwrap();
    let book = Codebook::load(folder.path()).unwrap();
    assert_eq!(
        book.actor_named("Sons of the Valley").unwrap().countries,
        ["ML"]
    );
}

#[test]
fn known_actors_persons_and_headlines_are_no_gaps() {
    let gaps = gaps(&[(
        "a",
        "VALLEY FRONT ATTACKS\n\nBoko Haram attacked a village in Nigeria on 5 March 2021. John Smith said \
         the Nigerian army was slow. Islamic State claimed responsibility.",
    )]);
    assert!(gaps.named.is_empty(), "{:?}", gaps.named);
}

#[test]
fn gunmen_are_listed_without_a_block() {
    let gaps = gaps(&[
        (
            "a",
            "Gunmen killed three people in Mopti, Mali, on 5 March 2021.",
        ),
        (
            "b",
            "On 6 March 2021 gunmen killed four people in Gao, Mali.",
        ),
    ]);
    assert_eq!(gaps.bodies[0].reports.len(), 2);
    assert!(gaps.toml(1).is_empty());
}
