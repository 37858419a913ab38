//! Incidents as they were worked out last, by counting policy: columns, and what has changed since.

use crate::error::Trouble;
use crate::hash::sha256;
use crate::merging::Merging;
use crate::{Casebook, Error, Result, related};
use rusqlite::{Connection, OptionalExtension, params};

/// Columns of incidents to be kept under a counting policy.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    /// The columns by name.
    pub columns: &'a [(&'static str, Vec<u8>)],
    /// The ids of the incidents, in the order of their rows.
    pub incidents: &'a [String],
}

/// What has become of kept incidents since their columns were made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changed {
    /// Rows that no longer hold, sorted.
    pub gone: Vec<u32>,
    /// Records of incidents that came, by id.
    pub new: Vec<(String, String)>,
}

impl Casebook {
    /// How many changes the casebook has seen: another number, another content.
    pub fn changes(&self) -> Result<u64> {
        self.read(|connection| {
            let query = "SELECT changes FROM state";
            let changes: i64 = connection.query_row(query, [], |row| row.get(0))?;
            Ok(changes as u64)
        })
    }

    /// A column that is kept under a counting policy; `None` where none is.
    ///
    /// # Errors
    /// It is not what was kept.
    pub fn kept(&self, policy: &str, name: &str) -> Result<Option<Vec<u8>>> {
        self.look_at_merging(|merging| merging.kept(policy, name))
    }

    /// What has changed since the columns of a policy were made.
    ///
    /// # Errors
    /// It is not what was kept.
    pub fn changed(&self, policy: &str) -> Result<Changed> {
        self.look_at_merging(|merging| merging.changed(policy))
    }

    /// Throws away all that was worked out: kept columns and how far merging has got. It is
    /// worked out again when it is next asked for.
    pub fn forget(&mut self) -> Result<()> {
        self.write_unchanging(|connection| {
            for table in [
                "kept",
                "kept_row",
                "kept_gone",
                "kept_new",
                "merged",
                "filed",
                "tie",
                "related",
                "member",
            ] {
                connection.execute(&format!("DELETE FROM {table}"), [])?;
            }
            related::cleared(connection)?;
            connection.execute("INSERT INTO words (words) VALUES ('rebuild')", [])?;
            Ok(())
        })
    }
}

impl Merging<'_> {
    /// A column as [`Casebook::kept`] gives it.
    pub fn kept(&self, policy: &str, name: &str) -> Result<Option<Vec<u8>>> {
        let found: Option<(Vec<u8>, String)> = self.run(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT bytes, sha256 FROM kept WHERE policy = ?1 AND name = ?2")?;
            let found = statement.query_row([policy, name], |row| Ok((row.get(0)?, row.get(1)?)));
            Ok(found.optional()?)
        })?;
        match found {
            Some((bytes, hash)) if sha256(&bytes) != hash => {
                Err(self.unkept(format!("column `{name}` is not what was kept")))
            }
            found => Ok(found.map(|(bytes, _)| bytes)),
        }
    }

    /// What has changed, as [`Casebook::changed`] gives it.
    pub fn changed(&self, policy: &str) -> Result<Changed> {
        let (gone, new): (Vec<u32>, Vec<[String; 3]>) = self.run(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT row FROM kept_gone WHERE policy = ?1 ORDER BY row")?;
            let rows = statement.query_map([policy], |row| row.get(0))?;
            let gone = rows.collect::<rusqlite::Result<_>>()?;
            let mut statement = connection.prepare_cached(
                "SELECT incident, record, sha256 FROM kept_new WHERE policy = ?1 ORDER BY incident",
            )?;
            let rows =
                statement.query_map([policy], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?;
            Ok((gone, rows.collect::<rusqlite::Result<_>>()?))
        })?;
        let mut changed = Changed {
            gone,
            new: Vec::new(),
        };
        for [id, record, hash] in new {
            if sha256(record.as_bytes()) != hash {
                return Err(self.unkept(format!("incident {id} is not what was kept")));
            }
            changed.new.push((id, record));
        }
        Ok(changed)
    }

    fn unkept(&self, what: String) -> Error {
        Error::Kept {
            path: self.path().to_owned(),
            what,
        }
    }

    /// The counting policies under which incidents are kept.
    pub fn policies(&self) -> Result<Vec<String>> {
        self.run(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT policy FROM kept WHERE name = 'about'")?;
            let policies = statement.query_map([], |row| row.get(0))?;
            Ok(policies.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Keeps the incidents under a policy, in place of what was kept under it.
    pub fn keep(&self, policy: &str, kept: Kept<'_>) -> Result<()> {
        self.run(|connection| {
            clear(connection, policy)?;
            let mut insert = connection.prepare_cached(
                "INSERT INTO kept (policy, name, sha256, bytes) VALUES (?1, ?2, ?3, ?4)",
            )?;
            for (name, bytes) in kept.columns {
                insert.execute(params![policy, name, sha256(bytes), bytes])?;
            }
            let mut rows: Vec<(&str, usize)> = kept
                .incidents
                .iter()
                .enumerate()
                .map(|(row, id)| (id.as_str(), row))
                .collect();
            rows.sort_unstable();
            let mut insert = connection.prepare_cached(
                "INSERT INTO kept_row (policy, incident, row) VALUES (?1, ?2, ?3)",
            )?;
            for (id, row) in rows {
                insert.execute(params![policy, id, row as i64])?;
            }
            Ok(())
        })
    }

    /// Throws away what is kept under a policy.
    pub fn drop_kept(&self, policy: &str) -> Result<()> {
        self.run(|connection| clear(connection, policy))
    }

    /// Notes that incidents went and others came, each with its record; gives how many changes
    /// stand beside the columns of the policy now.
    pub fn change(&self, policy: &str, gone: &[String], new: &[(String, String)]) -> Result<usize> {
        self.run(|connection| {
            let mut unmake = connection
                .prepare_cached("DELETE FROM kept_new WHERE policy = ?1 AND incident = ?2")?;
            let mut hide = connection.prepare_cached(
                "INSERT OR IGNORE INTO kept_gone (policy, row)
                 SELECT policy, row FROM kept_row WHERE policy = ?1 AND incident = ?2",
            )?;
            for id in gone {
                unmake.execute([policy, id])?;
                hide.execute([policy, id])?;
            }
            let mut make = connection.prepare_cached(
                "INSERT OR REPLACE INTO kept_new (policy, incident, sha256, record)
                 VALUES (?1, ?2, ?3, ?4)",
            )?;
            for (id, record) in new {
                make.execute(params![policy, id, sha256(record.as_bytes()), record])?;
            }
            let count = connection
                .prepare_cached(
                    "SELECT (SELECT count(*) FROM kept_new WHERE policy = ?1)
                        + (SELECT count(*) FROM kept_gone WHERE policy = ?1)",
                )?
                .query_row([policy], |row| row.get::<_, i64>(0))?;
            Ok(count as usize)
        })
    }
}

fn clear(connection: &Connection, policy: &str) -> Result<(), Trouble> {
    for table in ["kept", "kept_row", "kept_gone", "kept_new"] {
        connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE policy = ?1"))?
            .execute([policy])?;
    }
    Ok(())
}
