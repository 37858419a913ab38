use codebook::Codebook;
use codebook::gazetteer::Gazetteer;
use model::Report;

/// Every name with the country and first decimal of where it was put: "Paris US 33.7".
fn read(text: &str) -> Vec<String> {
    let report = Report {
        id: "r".into(),
        text: text.into(),
        ..Report::default()
    };
    crate::named_places(&report, Codebook::embedded(), &Gazetteer::embedded())
        .iter()
        .map(|place| {
            let words = place.span.of(text);
            format!("{words} {} {:.1}", place.country, place.latitude)
        })
        .collect()
}

#[track_caller]
fn has(text: &str, wanted: &str) {
    let found = read(text);
    assert!(
        found.iter().any(|name| name == wanted),
        "{wanted}: {found:?}"
    );
}

#[track_caller]
fn lacks(text: &str, words: &str) {
    let found = read(text);
    let named = format!("{words} ");
    assert!(
        !found.iter().any(|name| name.starts_with(&named)),
        "{words}: {found:?}"
    );
}

#[test]
fn a_name_is_the_one_in_the_state_that_the_text_is_about() {
    has(
        "Deputies from Lamar County, Texas, searched a house in Paris. The two men were driven to Dallas.",
        "Paris US 33.7",
    );
    has(
        "The minister flew from Berlin to Paris. French police met him.",
        "Paris FR 48.9",
    );
}

#[test]
fn a_name_placed_once_stays_there() {
    has(
        "Police in Alexandria, Louisiana, arrested a man. The mayor of Alexandria spoke.",
        "Alexandria US 31.3",
    );
}

#[test]
fn a_doubted_name_is_believed_where_it_lies_among_the_others() {
    has(
        "Clashes broke out in Idlib and Saraqib. Binnish residents fled to Idlib Governorate's north.",
        "Binnish SY 36.0",
    );
}

#[test]
fn a_person_of_the_text_is_no_town() {
    let text = "Louis Trapani wrote the film. It was no surprise, according to Trapani.";
    lacks(text, "Trapani");
    lacks("Usman Khan was shot dead. People ran to Khan.", "Khan");
    lacks(
        "Flights left from Hamid Karzai International Airport.",
        "Hamid",
    );
}

#[test]
fn a_body_is_named_by_its_town_and_a_county_by_its_kind() {
    has("The Texas Department of Health met.", "Texas US 31.4");
    has(
        "The Laurel County clerk spoke in Kentucky.",
        "Laurel County US 37.0",
    );
    lacks("The Commissioner of Police spoke.", "Police");
}

#[test]
fn states_are_named_by_initials_and_adjectives() {
    has("A U.S. official met Georgian police.", "U.S. US 39.8");
    has("A U.S. official met Georgian police.", "Georgian GE 42.2");
}

#[test]
fn short_forms_of_states_count_behind_a_town() {
    let found = read(
        "HARRISBURG, Pa. — A man from Charleston, W. Va., was held in Topeka, Kan., on Monday.",
    );
    let words: Vec<&str> = found.iter().map(|name| &name[..name.len() - 8]).collect();
    assert_eq!(
        words,
        [
            "HARRISBURG",
            "Pa.",
            "Charleston",
            "W. Va.",
            "Topeka",
            "Kan."
        ]
    );
}
