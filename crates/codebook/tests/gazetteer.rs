//! What a person looking up places would notice.

use codebook::gazetteer::{Direction, Feature, Gazetteer, Kind, PlaceRecord, distance_km, prior};

fn best(name: &str) -> PlaceRecord {
    let mut candidates = Gazetteer::embedded().lookup(name);
    candidates
        .next()
        .unwrap_or_else(|| panic!("{name} is not found"))
        .place
}

fn is_near(place: &PlaceRecord, latitude: f64, longitude: f64, km: f64) -> bool {
    distance_km(place.point(), (latitude, longitude)) <= km
}

#[test]
fn a_town_is_found_however_it_is_spelled() {
    for name in [
        "Mazar-i-Sharif",
        "Mazar-e Sharif",
        "Mazari Sharif",
        "MAZAR E SHARIF",
        "Mazār-e Sharīf",
        "مزار شریف",
    ] {
        let place = best(name);
        assert!(
            is_near(&place, 36.71, 67.11, 5.0),
            "{name}: {} {}",
            place.name,
            place.country
        );
    }
    for name in ["Deir ez-Zor", "Deir al-Zor", "Deir Ezzor", "Dayr az Zawr"] {
        assert!(is_near(&best(name), 35.34, 40.14, 60.0), "{name}");
    }
}

#[test]
fn a_place_keeps_its_former_names() {
    for (old, name) in [
        ("Kiev", "Kyiv"),
        ("Rangoon", "Yangon"),
        ("Bombay", "Mumbai"),
        ("Calcutta", "Kolkata"),
        ("Madras", "Chennai"),
        ("Saigon", "Ho Chi Minh City"),
        ("Leningrad", "Saint Petersburg"),
        ("Burma", "Myanmar"),
        ("Zaire", "Democratic Republic of the Congo"),
    ] {
        assert_eq!(best(old).name, name, "{old}");
    }
    let mut londonderry = Gazetteer::embedded().lookup("Londonderry");
    assert!(
        londonderry
            .any(|candidate| candidate.place.name == "Derry" && candidate.place.country == "GB")
    );
}

#[test]
fn a_kind_word_picks_the_unit() {
    for (name, feature, country) in [
        ("Kabul Province", Feature::Admin1, "AF"),
        ("Province of Kabul", Feature::Admin1, "AF"),
        ("Diyala Governorate", Feature::Admin1, "IQ"),
        ("diyala province", Feature::Admin1, "IQ"),
        ("Khwaja Ghar District", Feature::Admin2, "AF"),
        ("Borno State", Feature::Admin1, "NG"),
        ("Donetsk Oblast", Feature::Admin1, "UA"),
        ("Donetsk region", Feature::Admin1, "UA"),
        ("Washington State", Feature::Admin1, "US"),
        ("city of Kunduz", Feature::Settlement, "AF"),
        ("Uruzgan province", Feature::Admin1, "AF"),
        ("Ghor", Feature::Admin1, "AF"),
        ("Salahuddin province", Feature::Admin1, "IQ"),
        ("Rif Dimashq", Feature::Admin1, "SY"),
        ("Sinai", Feature::Region, "EG"),
        ("Red Sea", Feature::Sea, ""),
    ] {
        let place = best(name);
        assert_eq!(
            (place.feature, place.country),
            (feature, country),
            "{name}: {}",
            place.name
        );
    }
}

#[test]
fn a_district_lies_in_its_province() {
    let gazetteer = Gazetteer::embedded();
    let district = best("Khogyani District");
    assert_eq!(district.country, "AF");
    let chaparhar = best("Chaparhar");
    assert_eq!(
        (chaparhar.feature, chaparhar.admin1),
        (Feature::Admin2, Some("Nangarhar"))
    );
    assert!(!chaparhar.is_approximate && is_near(&chaparhar, 34.3, 70.37, 20.0));
    let nangarhar = gazetteer.admin1_of(&chaparhar).unwrap();
    assert!(
        gazetteer
            .admin2_units(&nangarhar)
            .any(|unit| unit.id == chaparhar.id)
    );
}

#[test]
fn the_longest_name_at_a_word_wins() {
    let gazetteer = Gazetteer::embedded();
    let found = |text: &str| {
        let words: Vec<&str> = text.split(' ').collect();
        gazetteer
            .longest_match(&words)
            .map(|found| (found.words, found.candidates().next().unwrap().place.name))
    };
    assert_eq!(found("Gulf of Aden on Monday"), Some((3, "Gulf of Aden")));
    assert_eq!(
        found("Northern Ireland 's police"),
        Some((2, "Northern Ireland"))
    );
    assert_eq!(found("Kabul , Afghanistan"), Some((1, "Kabul")));
    assert_eq!(found("Kabul's outskirts"), Some((1, "Kabul")));
    assert_eq!(
        found("Mazar - i - Sharif airport").map(|(words, _)| words),
        Some(5)
    );
    assert_eq!(found("al-Bab in Aleppo"), Some((1, "Al Bāb")));
    assert_eq!(found("of the"), None);
    assert_eq!(found("xyzzy"), None);
    assert_eq!(found(""), None);
}

#[test]
fn the_pronoun_is_not_the_country() {
    let gazetteer = Gazetteer::embedded();
    let country = |word: &str| {
        gazetteer.longest_match(&[word]).map(|found| {
            found
                .candidates()
                .any(|candidate| candidate.place.feature == Feature::Country)
        })
    };
    assert_eq!(country("US"), Some(true));
    assert_eq!(country("U.S."), Some(true));
    assert_ne!(country("Us"), Some(true));
    assert_ne!(country("us"), Some(true));
}

#[test]
fn words_and_personal_names_are_marked() {
    let gazetteer = Gazetteer::embedded();
    let marks = |word: &str| {
        gazetteer
            .longest_match(&[word])
            .map(|found| (found.is_ordinary_word, found.is_personal_name))
    };
    assert_eq!(marks("Reading"), Some((true, false)));
    assert_eq!(marks("Victoria"), Some((false, true)));
    assert_eq!(marks("Mosul"), Some((false, false)));
    let found = gazetteer.longest_match(&["Kunduz", "Province"]).unwrap();
    assert_eq!(found.kind, Some(Kind::First));
}

#[test]
fn the_capital_comes_before_namesakes() {
    for (name, country) in [
        ("Tripoli", "LY"),
        ("Damascus", "SY"),
        ("Baghdad", "IQ"),
        ("London", "GB"),
        ("Lebanon", "LB"),
        ("Niger", "NE"),
    ] {
        assert_eq!(best(name).country, country, "{name}");
    }
    let tripoli = best("Tripoli");
    assert!(tripoli.is_capital && prior(&tripoli, false) > prior(&tripoli, true));
}

#[test]
fn every_country_has_a_place_on_the_map() {
    let gazetteer = Gazetteer::embedded();
    let countries: Vec<PlaceRecord> = gazetteer.countries().collect();
    assert_eq!(countries.len(), 250);
    for country in &countries {
        assert!(
            country.point() != (0.0, 0.0) && country.longitude.abs() <= 180.0,
            "{}",
            country.name
        );
        assert_eq!(
            gazetteer.country(country.country).map(|found| found.id),
            Some(country.id)
        );
        assert_eq!(
            gazetteer
                .lookup(country.name)
                .next()
                .map(|found| found.place.feature),
            Some(Feature::Country),
            "{}",
            country.name
        );
        for neighbour in gazetteer.neighbours(country.country) {
            assert!(
                gazetteer.country(neighbour).is_some(),
                "{} borders on {neighbour}",
                country.name
            );
        }
    }
    let afghanistan = gazetteer.country("AF").unwrap();
    assert_eq!(gazetteer.capital("AF"), Some("Kabul"));
    assert_eq!(gazetteer.admin1_units("AF").count(), 34);
    assert!(gazetteer.settlements(&afghanistan).count() > 300);
    assert!(gazetteer.neighbours("AF").any(|code| code == "TJ"));
    assert!(gazetteer.country("afghanistan").is_none());
}

#[test]
fn a_written_place_lies_in_its_unit() {
    let gazetteer = Gazetteer::embedded();
    let mut count = 0;
    for country in gazetteer.countries() {
        for place in gazetteer
            .settlements(&country)
            .filter(|place| place.geonames().is_none())
        {
            count += 1;
            let unit = gazetteer
                .admin1_of(&place)
                .unwrap_or_else(|| panic!("{} has no unit", place.name));
            let nearest = gazetteer
                .settlements(&unit)
                .filter(|other| other.id != place.id);
            let nearest = nearest
                .map(|other| distance_km(other.point(), place.point()))
                .fold(f64::MAX, f64::min);
            let from_centre = distance_km(unit.point(), place.point());
            assert!(
                from_centre <= f64::from(unit.radius_km) * 1.6 || nearest <= 30.0,
                "{} is {from_centre:.0} km from the middle of {}",
                place.name,
                unit.name
            );
        }
    }
    assert!(count >= 25, "{count}");
}

#[test]
fn a_district_stands_near_its_province() {
    let gazetteer = Gazetteer::embedded();
    for unit in gazetteer.admin1_units("AF") {
        for district in gazetteer.admin2_units(&unit) {
            let km = distance_km(unit.point(), district.point());
            assert!(
                km <= f64::from(unit.radius_km) * 2.0 + 30.0,
                "{} in {}: {km:.0} km",
                district.name,
                unit.name
            );
        }
    }
    let afghanistan = gazetteer.country("AF").unwrap();
    let unplaced = gazetteer
        .admin2_units(&afghanistan)
        .filter(|district| district.is_approximate)
        .count();
    assert!(
        unplaced < 100,
        "{unplaced} districts have no place of their own"
    );
}

#[test]
fn places_are_found_by_id_and_by_distance() {
    let gazetteer = Gazetteer::embedded();
    let kabul = best("Kabul");
    assert_eq!(gazetteer.by_id(kabul.id), Some(kabul));
    assert_eq!(gazetteer.by_id(1), None);
    let sea = best("Sulu Sea");
    assert_eq!((gazetteer.by_id(sea.id), sea.geonames()), (Some(sea), None));
    let (nearest, km) = gazetteer.nearest_settlement(34.53, 69.17).unwrap();
    assert!(nearest.name == "Kabul" && km < 5.0);
    let around = gazetteer.within(36.73, 68.86, 30.0);
    assert!(around.iter().any(|(place, _)| place.name == "Kunduz"));
    assert!(around.windows(2).all(|pair| pair[0].1 <= pair[1].1));
    // Across the 180th meridian: Taveuni in Fiji.
    assert!(
        gazetteer
            .within(-16.8, 179.99, 300.0)
            .iter()
            .any(|(place, _)| place.longitude < 0.0)
    );
    for (latitude, longitude) in [
        (f64::NAN, 0.0),
        (95.0, 400.0),
        (-90.0, -180.0),
        (90.0, 180.0),
    ] {
        let _ = gazetteer.nearest_settlement(latitude, longitude);
        let _ = gazetteer.within(latitude, longitude, 500.0);
    }
}

#[test]
fn a_part_of_a_country_lies_on_that_side() {
    let gazetteer = Gazetteer::embedded();
    let part = |code: &str, word: &str| {
        gazetteer.part_of(
            &gazetteer.country(code).unwrap(),
            Direction::read(word).unwrap(),
        )
    };
    assert!(
        part("AF", "northern").contains((36.71, 67.11)),
        "Mazar-e Sharif lies in northern Afghanistan"
    );
    assert!(
        !part("AF", "northern").contains((31.61, 65.71)),
        "Kandahar does not"
    );
    assert!(
        part("AF", "eastern").contains((34.43, 70.45)),
        "Jalalabad lies in eastern Afghanistan"
    );
    assert!(
        part("AF", "southern").contains((31.61, 65.71)),
        "Kandahar lies in southern Afghanistan"
    );
    assert!(
        part("UA", "Eastern").contains((48.0, 37.8)),
        "Donetsk lies in eastern Ukraine"
    );
    assert!(
        part("ML", "central").contains((14.49, -4.19)),
        "Mopti lies in central Mali"
    );
    assert!(
        part("ML", "northern").contains((16.27, -0.04)),
        "Gao lies in northern Mali"
    );
    assert!(
        part("NG", "north-eastern").contains((11.85, 13.16)),
        "Maiduguri lies in north-eastern Nigeria"
    );
    assert!(
        part("SY", "north-west").contains((35.93, 36.63)),
        "Idlib lies in north-western Syria"
    );
    assert_eq!(Direction::read("upper"), None);
}

#[test]
fn an_unknown_spelling_finds_what_sounds_like_it() {
    let gazetteer = Gazetteer::embedded();
    for (spelling, admin1) in [
        ("Chapa Dara district", "Kunar"),
        ("Surkhrud", "Nangarhar"),
        ("Khogiani", "Nangarhar"),
        ("Dara-i-Pech", "Kunar"),
        ("Kwaja Bahauddin", "Takhar"),
    ] {
        let found = gazetteer.similar(spelling, "AF");
        let has = found.iter().any(|place| place.admin1 == Some(admin1));
        assert_eq!(has, spelling != "Kwaja Bahauddin", "{spelling}: {found:?}");
    }
    assert!(gazetteer.similar("Chapa Dara", "FR").is_empty());
    assert!(gazetteer.similar("", "AF").is_empty());
}
