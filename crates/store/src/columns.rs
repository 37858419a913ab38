//! The columns beside the records, by which other queries and other tools find them.

use crate::write::word_of;
use jiff::civil::Date;
use model::{Account, ActorRef, Estimate, Sourced, Tally};
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

/// What stands in `first_day` where the beginning of a date is open.
pub(crate) const FIRST_DAY: &str = "0000-01-01";
/// What stands in `last_day` where the end of a date is open.
pub(crate) const LAST_DAY: &str = "9999-12-31";

/// The columns of table `account` that repeat parts of the record, in the order of [`row`].
pub(crate) const REPEATED: &str = "id, class, type, status, date, first_day, last_day, country,
    admin1, place, site, latitude, longitude, precision, radius_km, attribution,
    killed_min, killed_max, injured_min, injured_max, casualties_min, casualties_max";

/// What stands in those columns.
pub(crate) fn row(account: &Account) -> Vec<Value> {
    let date = account.date.as_ref().map(|date| date.value);
    let day = |day: Option<Date>, open: &str| day.map_or(open.to_owned(), |day| day.to_string());
    let place = account.location.as_ref().map(|location| &location.value);
    let words = |words: Option<&str>| Value::from(words.map(str::to_owned));
    let mut row = vec![
        Value::from(account.id.clone()),
        Value::from(account.class.value.clone()),
        Value::from(account.kind.value.clone()),
        Value::from(word_of(&account.status.value)),
        Value::from(date.map(|date| date.to_string())),
        Value::from(date.map(|date| day(date.first, FIRST_DAY))),
        Value::from(date.map(|date| day(date.last, LAST_DAY))),
        words(text(account.country.as_ref())),
        words(text(account.admin1.as_ref())),
        words(text(account.place.as_ref())),
        words(text(account.site.as_ref())),
        Value::from(place.map(|place| place.latitude)),
        Value::from(place.map(|place| place.longitude)),
        words(place.map(|place| place.precision.word())),
        Value::from(place.map(|place| place.radius_km)),
        words((account.attribution.as_ref()).map(|attribution| attribution.value.word())),
    ];
    for figure in [&account.killed, &account.injured, &account.casualties] {
        let (min, max) = ends(figure.as_ref());
        row.extend([Value::from(min), Value::from(max)]);
    }
    row
}

/// One account with its actors, codes and box.
pub(crate) fn account(
    connection: &Connection,
    coding: i64,
    report: i64,
    position: usize,
    account: &Account,
    record: &str,
) -> rusqlite::Result<()> {
    let mut values = vec![
        Value::from(coding),
        Value::from(report),
        Value::from(position as i64),
        Value::from(record.to_owned()),
    ];
    values.extend(row(account));
    connection
        .prepare_cached(&format!(
            "INSERT INTO account (coding, report, current, position, record, {REPEATED})
             VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)",
        ))?
        .execute(params_from_iter(values))?;
    let number = connection.last_insert_rowid();
    if let Some(place) = account.location.as_ref().map(|location| &location.value) {
        connection
            .prepare_cached("INSERT INTO account_box VALUES (?1, ?2, ?2, ?3, ?3)")?
            .execute(params![number, place.latitude, place.longitude])?;
    }
    insert(
        connection,
        "INSERT INTO account_actor (account, role, position, actor, name, name_folded, person)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        number,
        actors(account),
    )?;
    insert(
        connection,
        "INSERT INTO account_code (account, field, position, code) VALUES (?1, ?2, ?3, ?4)",
        number,
        codes(account),
    )
}

fn insert(
    connection: &Connection,
    query: &str,
    number: i64,
    rows: Vec<Vec<Value>>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(query)?;
    for row in rows {
        statement.execute(params_from_iter(
            std::iter::once(Value::from(number)).chain(row),
        ))?;
    }
    Ok(())
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

/// What stands of an account in `account_actor`: role, position, actor, name, folded name, person.
pub(crate) fn actors(account: &Account) -> Vec<Vec<Value>> {
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
    let row = |(role, position, actor): (&str, usize, ActorRef)| {
        vec![
            Value::from(role.to_owned()),
            Value::from(position as i64),
            Value::from(actor.id),
            Value::from(actor.name.clone()),
            Value::from(actor.name.to_lowercase()),
            Value::from(i64::from(actor.person)),
        ]
    };
    all.map(row).collect()
}

/// What stands of an account in `account_code`: field, position, code.
pub(crate) fn codes(account: &Account) -> Vec<Vec<Value>> {
    let weapons = (account.weapons.iter().enumerate())
        .map(|(position, weapon)| ("weapon", position, weapon.value.as_str()));
    let targets = (account.targets.iter().enumerate())
        .map(|(position, target)| ("target", position, target.kind.value.as_str()));
    let nationalities = (account.targets.iter().enumerate()).filter_map(|(position, target)| {
        let nationality = target.nationality.as_ref()?;
        Some(("nationality", position, nationality.value.as_str()))
    });
    let row = |(field, position, code): (&str, usize, &str)| {
        vec![
            Value::from(field.to_owned()),
            Value::from(position as i64),
            Value::from(code.to_owned()),
        ]
    };
    let all = weapons.chain(targets).chain(nationalities);
    all.map(row).collect()
}
