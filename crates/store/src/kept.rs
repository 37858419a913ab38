use crate::error::Trouble;
use crate::{Casebook, Result};
use rusqlite::{Connection, OptionalExtension, params};
use std::time::Duration;

impl Casebook {
    /// How many changes the casebook has seen: another number, another content.
    pub fn changes(&self) -> Result<u64> {
        self.read(|connection| {
            let query = "SELECT changes FROM state";
            let changes: i64 = connection.query_row(query, [], |row| row.get(0))?;
            Ok(changes as u64)
        })
    }

    /// What was kept under a stamp and a name.
    pub fn kept(&self, stamp: &str, name: &str) -> Result<Option<Vec<u8>>> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT bytes FROM kept WHERE stamp = ?1 AND name = ?2")?;
            Ok(statement
                .query_row([stamp, name], |row| row.get(0))
                .optional()?)
        })
    }

    /// Keeps what was worked out from the casebook, so that it need not be worked out again;
    /// what is kept under stamps that do not begin with `state` goes.
    ///
    /// Nothing is lost with it: whoever does not find it works it out. Gives false, and keeps
    /// nothing, where the casebook has changed since (`changes`), where another process is
    /// writing, or where the file cannot be written to.
    pub fn keep(
        path: impl AsRef<std::path::Path>,
        changes: u64,
        state: &str,
        stamp: &str,
        kept: &[(&str, Vec<u8>)],
    ) -> bool {
        let Ok(mut casebook) = Casebook::open(path) else {
            return false;
        };
        if casebook.wait_up_to(Duration::ZERO).is_err() {
            return false;
        }
        let written = casebook.write_unchanging(|connection| {
            let now: i64 =
                connection.query_row("SELECT changes FROM state", [], |row| row.get(0))?;
            if now as u64 != changes {
                return Ok(false);
            }
            store(connection, state, stamp, kept)?;
            Ok(true)
        });
        written.unwrap_or(false)
    }
}

fn store(
    connection: &Connection,
    state: &str,
    stamp: &str,
    kept: &[(&str, Vec<u8>)],
) -> Result<(), Trouble> {
    connection.execute(
        "DELETE FROM kept WHERE stamp = ?1 OR substr(stamp, 1, length(?2)) <> ?2",
        [stamp, state],
    )?;
    let mut insert =
        connection.prepare_cached("INSERT INTO kept (stamp, name, bytes) VALUES (?1, ?2, ?3)")?;
    for (name, bytes) in kept {
        insert.execute(params![stamp, name, bytes])?;
    }
    Ok(())
}
