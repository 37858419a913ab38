//! The columns beside the records, by which other queries and other tools find them.

use crate::write::word_of;
use jiff::civil::Date;
use model::{Account, ActorRef, Estimate, Sourced, Tally};
use rusqlite::{Connection, params};

/// What stands in `first_day` where the beginning of a date is open.
pub(crate) const FIRST_DAY: &str = "0000-01-01";
/// What stands in `last_day` where the end of a date is open.
pub(crate) const LAST_DAY: &str = "9999-12-31";

/// One account with its actors, codes and box.
pub(crate) fn account(
    connection: &Connection,
    coding: i64,
    report: i64,
    position: usize,
    account: &Account,
    record: &str,
) -> rusqlite::Result<()> {
    let date = account.date.as_ref().map(|date| date.value);
    let day = |day: Option<Date>, open: &str| day.map_or(open.to_owned(), |day| day.to_string());
    let place = account.location.as_ref().map(|location| &location.value);
    let (killed_min, killed_max) = ends(account.killed.as_ref());
    let (injured_min, injured_max) = ends(account.injured.as_ref());
    let (casualties_min, casualties_max) = ends(account.casualties.as_ref());
    connection
        .prepare_cached(
            "INSERT INTO account (coding, report, current, position, id, class, type, status,
                date, first_day, last_day, country, admin1, place, site,
                latitude, longitude, precision, radius_km, attribution,
                killed_min, killed_max, injured_min, injured_max,
                casualties_min, casualties_max, record)
             VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)",
        )?
        .execute(params![
            coding,
            report,
            position as i64,
            account.id,
            account.class.value,
            account.kind.value,
            word_of(&account.status.value),
            date.map(|date| date.to_string()),
            date.map(|date| day(date.first, FIRST_DAY)),
            date.map(|date| day(date.last, LAST_DAY)),
            text(account.country.as_ref()),
            text(account.admin1.as_ref()),
            text(account.place.as_ref()),
            text(account.site.as_ref()),
            place.map(|place| place.latitude),
            place.map(|place| place.longitude),
            place.map(|place| place.precision.word()),
            place.map(|place| place.radius_km),
            (account.attribution.as_ref()).map(|attribution| attribution.value.word()),
            killed_min,
            killed_max,
            injured_min,
            injured_max,
            casualties_min,
            casualties_max,
            record,
        ])?;
    let number = connection.last_insert_rowid();
    if let Some(place) = place {
        connection
            .prepare_cached("INSERT INTO account_box VALUES (?1, ?2, ?2, ?3, ?3)")?
            .execute(params![number, place.latitude, place.longitude])?;
    }
    actors(connection, number, account)?;
    codes(connection, number, account)
}

/// One stated count.
pub(crate) fn tally(
    connection: &Connection,
    coding: i64,
    position: usize,
    tally: &Tally,
    record: &str,
) -> rusqlite::Result<()> {
    let (min, max) = ends(Some(&tally.count));
    connection
        .prepare_cached(
            "INSERT INTO tally (coding, position, id, what, count_min, count_max, record)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            coding,
            position as i64,
            tally.id,
            tally.what.value,
            min,
            max,
            record
        ])?;
    Ok(())
}

pub(crate) fn text(field: Option<&Sourced<String>>) -> Option<&str> {
    field.map(|field| field.value.as_str())
}

pub(crate) fn ends(field: Option<&Sourced<Estimate>>) -> (Option<i64>, Option<i64>) {
    let end = |end: Option<u64>| end.map(|end| i64::try_from(end).unwrap_or(i64::MAX));
    match field {
        Some(field) => (end(field.value.min), end(field.value.max)),
        None => (None, None),
    }
}

fn actors(connection: &Connection, number: i64, account: &Account) -> rusqlite::Result<()> {
    let list = |role: &'static str, actors: &[Sourced<ActorRef>]| {
        let actors: Vec<(&str, usize, ActorRef)> = (actors.iter().enumerate())
            .map(|(position, actor)| (role, position, actor.value.clone()))
            .collect();
        actors
    };
    let named = (account.targets.iter().enumerate()).filter_map(|(position, target)| {
        let name = target.name.as_ref()?;
        Some(("target", position, name.value.clone()))
    });
    let all = list("perpetrator", &account.perpetrators)
        .into_iter()
        .chain(list("claimed_by", &account.claimed_by))
        .chain(list("denied_by", &account.denied_by))
        .chain(named);
    let mut statement = connection.prepare_cached(
        "INSERT INTO account_actor (account, role, position, actor, name, name_folded, person)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (role, position, actor) in all {
        let folded = actor.name.to_lowercase();
        statement.execute(params![
            number,
            role,
            position as i64,
            actor.id,
            actor.name,
            folded,
            actor.person
        ])?;
    }
    Ok(())
}

fn codes(connection: &Connection, number: i64, account: &Account) -> rusqlite::Result<()> {
    let weapons = (account.weapons.iter().enumerate())
        .map(|(position, weapon)| ("weapon", position, weapon.value.as_str()));
    let targets = (account.targets.iter().enumerate())
        .map(|(position, target)| ("target", position, target.kind.value.as_str()));
    let nationalities = (account.targets.iter().enumerate()).filter_map(|(position, target)| {
        let nationality = target.nationality.as_ref()?;
        Some(("nationality", position, nationality.value.as_str()))
    });
    let mut statement = connection.prepare_cached(
        "INSERT INTO account_code (account, field, position, code) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (field, position, code) in weapons.chain(targets).chain(nationalities) {
        statement.execute(params![number, field, position as i64, code])?;
    }
    Ok(())
}
