use crate::{desk, grades, related, seal};
use rusqlite::{Connection, TransactionBehavior};

/// "ANNL": marks a SQLite file as a casebook (`PRAGMA application_id`).
pub(crate) const APPLICATION: i32 = 0x414E_4E4C;

/// The steps from an empty file to the present schema. Step `n` leads from schema `n` to
/// `n + 1`; a step that was released is never changed.
pub(crate) const STEPS: &[&str] = &[
    include_str!("schema/001.sql"),
    include_str!("schema/002.sql"),
    include_str!("schema/003.sql"),
    include_str!("schema/004.sql"),
    include_str!("schema/005.sql"),
    include_str!("schema/006.sql"),
    include_str!("schema/007.sql"),
    include_str!("schema/008.sql"),
];

/// The schema from which on grades and reports stand under hashes, which SQL alone cannot make.
const HASHED: usize = 3;

/// The schema from which on the rows of the desk stand under seals.
const DESK_SEALED: usize = 6;

/// The schema from which on assignments have more columns under their seals, and `related` has a sum.
const SUMMED: usize = 8;

/// What a SQLite file says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stands {
    /// Nothing in it yet: a new file, or one whose making was cut short.
    Blank,
    /// A casebook of that schema.
    At(u32),
    /// Somebody else's database.
    Foreign,
}

/// Reads the marks of a file.
pub(crate) fn stands(connection: &Connection) -> rusqlite::Result<Stands> {
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let schema: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (application, u32::try_from(schema)) {
        (APPLICATION, Ok(schema)) if schema > 0 => Stands::At(schema),
        (0, Ok(0)) if tables == 0 => Stands::Blank,
        _ => Stands::Foreign,
    })
}

/// Brings a blank or older file up to the last of the steps: all of it or nothing.
///
/// Another process may do the same at the same time; the second finds the work done.
pub(crate) fn migrate(connection: &mut Connection, steps: &[&str]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = match stands(&transaction)? {
        Stands::Blank => 0,
        Stands::At(schema) => schema as usize,
        Stands::Foreign => return Ok(()),
    };
    // What is sealed anew must have been whole, or its damage would be sealed with it.
    let whole = if (DESK_SEALED..SUMMED).contains(&from) {
        desk::whole_codings(&transaction)?
    } else {
        Vec::new()
    };
    for (number, step) in (1..).zip(steps).skip(from) {
        transaction.execute_batch(step)?;
        if number == HASHED {
            seal::all(&transaction)?;
            grades::seal(&transaction)?;
        }
        if number == SUMMED {
            related::sum_up(&transaction)?;
            if from < DESK_SEALED {
                desk::seal_all(&transaction)?;
            }
            desk::seal_codings(&transaction, &whole)?;
        }
    }
    if from < steps.len() {
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", steps.len() as i64)?;
    }
    transaction.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blank() -> Connection {
        Connection::open_in_memory().unwrap()
    }

    #[test]
    fn a_further_step_changes_an_older_casebook_and_keeps_what_it_holds() {
        let mut connection = blank();
        migrate(&mut connection, STEPS).unwrap();
        connection
            .execute("INSERT INTO original VALUES (1, 'ab', 0, x'')", [])
            .unwrap();
        let mut steps = STEPS.to_vec();
        steps.push("ALTER TABLE original ADD COLUMN media TEXT NOT NULL DEFAULT 'text/html'");
        migrate(&mut connection, &steps).unwrap();
        let media: String = connection
            .query_row(
                "SELECT media FROM original WHERE sha256 = 'ab'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(media, "text/html");
        assert_eq!(stands(&connection).unwrap(), Stands::At(steps.len() as u32));
        migrate(&mut connection, &steps).unwrap();
    }

    #[test]
    fn a_step_that_fails_leaves_the_casebook_at_its_old_schema() {
        let mut connection = blank();
        migrate(&mut connection, STEPS).unwrap();
        let mut steps = STEPS.to_vec();
        steps.push("CREATE TABLE half (a TEXT); CREATE TABLE half (a TEXT);");
        migrate(&mut connection, &steps).unwrap_err();
        assert_eq!(stands(&connection).unwrap(), Stands::At(STEPS.len() as u32));
        let half: i64 = connection
            .query_row(
                "SELECT count(*) FROM sqlite_schema WHERE name = 'half'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(half, 0);
    }

    #[test]
    fn a_database_of_others_is_told_apart() {
        let mut connection = blank();
        assert_eq!(stands(&connection).unwrap(), Stands::Blank);
        connection.execute_batch("CREATE TABLE theirs (a)").unwrap();
        assert_eq!(stands(&connection).unwrap(), Stands::Foreign);
        migrate(&mut connection, STEPS).unwrap();
        assert_eq!(stands(&connection).unwrap(), Stands::Foreign);
    }
}
