use crate::error::{Trouble, explain};
use crate::hash::hexadecimal;
use crate::schema::{self, Stands};
use crate::{Error, Result};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a call waits for another process's write before it says so.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open casebook.
///
/// Every method that changes something is one transaction and returns once the change is
/// on disk. Any number of processes may read while one writes; a second writer waits.
#[derive(Debug)]
pub struct Casebook {
    pub(crate) connection: Connection,
    path: PathBuf,
    patience: Duration,
    writable: bool,
    /// Writes are parts of one transaction, which is open.
    together: bool,
}

impl Casebook {
    /// Opens a casebook for reading and writing, and makes one where there is no file.
    ///
    /// A file of an older schema is brought up to date, in one transaction.
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Self> {
        open_to_write(path.as_ref(), true)
    }

    /// Opens a casebook that exists for reading and writing.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        open_to_write(path.as_ref(), false)
    }

    /// Opens a casebook that exists for reading. One of an older schema is brought up to date
    /// first, where it may be written to.
    pub fn open_to_read(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        match Self::open_read_only(path) {
            Err(older @ Error::Older { .. }) => match open_to_write(path, false) {
                Ok(migrated) => {
                    drop(migrated);
                    Self::open_read_only(path)
                }
                Err(Error::ReadOnly { .. } | Error::Closed { .. }) => Err(older),
                Err(other) => Err(other),
            },
            other => other,
        }
    }

    /// Opens a casebook that exists for reading only; nothing in it or beside it is
    /// needed to be writable, and nothing is written.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        look(path)?;
        let mut casebook = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, false)?;
        let stands = match casebook.stands() {
            Err(Error::Closed { .. } | Error::ReadOnly { .. }) => {
                casebook = open_unchanging(path)?;
                casebook.stands()?
            }
            other => other?,
        };
        casebook.check(stands)?;
        if let Stands::At(schema) = stands
            && (schema as usize) < schema::STEPS.len()
        {
            return Err(Error::Older {
                path: path.to_owned(),
                schema,
                reads: schema::STEPS.len() as u32,
            });
        }
        casebook.set_up()?;
        Ok(casebook)
    }

    /// Waits that long for another process's write; ten seconds where not said otherwise.
    pub fn wait_up_to(&mut self, patience: Duration) -> Result<()> {
        self.patience = patience;
        let set = self.connection.busy_timeout(patience);
        set.map_err(|error| self.explain(error))
    }

    /// From here on every read sees the casebook as it is now, whatever others write, until it
    /// is closed. For reading only: a write after it fails.
    pub fn hold_still(&self) -> Result<()> {
        let hold = "BEGIN; SELECT changes FROM state;";
        self.connection
            .execute_batch(hold)
            .map_err(|error| self.explain(error))
    }

    pub(crate) fn seconds(&self) -> f64 {
        self.patience.as_secs_f64()
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// True where it was opened for writing.
    pub fn is_writable(&self) -> bool {
        self.writable
    }

    /// Runs one write transaction: all of it or nothing. Afterwards the casebook is another.
    pub(crate) fn write<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T> {
        self.write_unchanging(|connection| {
            let value = work(connection)?;
            connection
                .prepare_cached("UPDATE state SET changes = changes + 1")?
                .execute([])?;
            Ok(value)
        })
    }

    /// The same for what changes nothing of what the casebook says.
    pub(crate) fn write_unchanging<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T> {
        if !self.writable {
            return Err(Error::ReadOnly {
                path: self.path.clone(),
                why: "it was opened for reading only".to_owned(),
            });
        }
        if self.together {
            return work(&self.connection).map_err(|trouble| self.told(trouble));
        }
        let connection = &mut self.connection;
        let result = (|| {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        })();
        result.map_err(|trouble| self.told(trouble))
    }

    /// Does several writes in one transaction: all of them or, on an error, none.
    pub(crate) fn together<T>(
        &mut self,
        work: impl FnOnce(&mut Casebook) -> Result<T>,
    ) -> Result<T> {
        if self.together {
            return work(self);
        }
        // A first write that does nothing says why there can be none.
        if !self.writable {
            self.write_unchanging(|_| Ok(()))?;
        }
        let begun = self.connection.execute_batch("BEGIN IMMEDIATE");
        begun.map_err(|error| self.explain(error))?;
        self.together = true;
        let open = Open(self);
        let value = work(open.0)?;
        let done = open.0.connection.execute_batch("COMMIT");
        done.map_err(|error| open.0.explain(error))?;
        Ok(value)
    }

    /// Runs several reads that see the same state.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T> {
        let result = (|| {
            // Held still: within the transaction that holds it.
            if !self.connection.is_autocommit() {
                return work(&self.connection);
            }
            let transaction = self.connection.unchecked_transaction()?;
            let value = work(&transaction)?;
            transaction.finish()?;
            Ok(value)
        })();
        result.map_err(|trouble| self.told(trouble))
    }

    fn told(&self, trouble: Trouble) -> Error {
        match trouble {
            Trouble::Sqlite(error) => self.explain(error),
            Trouble::Damaged(what) => Error::Damaged {
                path: self.path.clone(),
                what,
            },
            Trouble::Told(error) => error,
        }
    }

    pub(crate) fn explain(&self, error: rusqlite::Error) -> Error {
        explain(&self.path, self.patience.as_secs_f64(), error)
    }

    fn stands(&self) -> Result<Stands> {
        // In one transaction: another process may be making the casebook at this moment, and its
        // marks and tables belong together.
        let transaction = self.connection.unchecked_transaction();
        transaction
            .and_then(|transaction| schema::stands(&transaction))
            .map_err(|error| self.explain(error))
    }

    /// Refuses what is no casebook, or one of the future.
    fn check(&self, stands: Stands) -> Result<()> {
        let path = self.path.clone();
        let reads = schema::STEPS.len() as u32;
        match stands {
            Stands::At(schema) if schema > reads => Err(Error::Newer {
                path,
                schema,
                reads,
            }),
            Stands::At(_) => Ok(()),
            Stands::Blank => Err(Error::NotACasebook {
                path,
                why: "it is empty".to_owned(),
            }),
            Stands::Foreign => Err(Error::NotACasebook {
                path,
                why: "it is the database of another program".to_owned(),
            }),
        }
    }

    fn set_up(&mut self) -> Result<()> {
        let set = self
            .connection
            .execute_batch(
                "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON;
                 PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000;",
            )
            .and_then(|()| {
                self.connection
                    .set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)
            });
        self.connection.set_prepared_statement_cache_capacity(64);
        set.map(|_| ()).map_err(|error| self.explain(error))
    }

    /// Puts the file into write-ahead mode, in which readers and a writer do not meet.
    ///
    /// The switch needs the file for itself for a moment, and SQLite does not always wait
    /// for that of its own accord.
    fn use_write_ahead_log(&self) -> rusqlite::Result<()> {
        let pause = Duration::from_millis(20);
        let mut left = self.patience.as_millis() / pause.as_millis();
        loop {
            let mode = self
                .connection
                .query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()));
            match mode {
                Err(rusqlite::Error::SqliteFailure(failure, _))
                    if failure.code == ErrorCode::DatabaseBusy && left > 0 =>
                {
                    left -= 1;
                    std::thread::sleep(pause);
                }
                other => return other,
            }
        }
    }
}

/// A transaction of several writes; what is not committed when it goes was never written.
struct Open<'c>(&'c mut Casebook);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.together = false;
        if !self.0.connection.is_autocommit() {
            // It fails only where SQLite has rolled back by itself.
            let _ = self.0.connection.execute_batch("ROLLBACK");
        }
    }
}

fn open_to_write(path: &Path, create: bool) -> Result<Casebook> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    match look(path) {
        Err(Error::Missing { .. }) if create => flags |= OpenFlags::SQLITE_OPEN_CREATE,
        other => other?,
    }
    let mut casebook = connect(path, flags, true)?;
    let stands = casebook.stands()?;
    if !(create && stands == Stands::Blank) {
        casebook.check(stands)?;
    }
    let read_only = casebook
        .connection
        .is_readonly("main")
        .map_err(|error| casebook.explain(error))?;
    if read_only {
        return Err(Error::ReadOnly {
            path: path.to_owned(),
            why: "the file is read-only".to_owned(),
        });
    }
    casebook.set_up()?;
    casebook
        .use_write_ahead_log()
        .and_then(|()| match stands {
            Stands::At(schema) if schema as usize == schema::STEPS.len() => Ok(()),
            _ => schema::migrate(&mut casebook.connection, schema::STEPS),
        })
        .map_err(|error| casebook.explain(error))?;
    let stands = casebook.stands()?;
    casebook.check(stands)?;
    Ok(casebook)
}

/// Says what is wrong with the path before SQLite says it less clearly.
fn look(path: &Path) -> Result<()> {
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(Error::Folder {
            path: path.to_owned(),
        }),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Error::Missing {
            path: path.to_owned(),
        }),
        Err(error) => Err(Error::Closed {
            path: path.to_owned(),
            why: error.to_string(),
        }),
    }
}

fn connect(path: &Path, flags: OpenFlags, writable: bool) -> Result<Casebook> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // An absolute path is never taken for a URI.
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let parent = whole.parent().filter(|parent| !parent.is_dir());
    if let Some(parent) = parent {
        return Err(Error::Closed {
            path: path.to_owned(),
            why: format!("there is no folder {}", parent.display()),
        });
    }
    open_with(path, &whole, flags, writable)
}

fn open_with(path: &Path, whole: &Path, flags: OpenFlags, writable: bool) -> Result<Casebook> {
    let connection = Connection::open_with_flags(whole, flags)
        .and_then(|connection| {
            connection.busy_timeout(PATIENCE)?;
            Ok(connection)
        })
        .map_err(|error| explain(path, PATIENCE.as_secs_f64(), error))?;
    Ok(Casebook {
        connection,
        path: path.to_owned(),
        patience: PATIENCE,
        writable,
        together: false,
    })
}

/// Opens a file in a folder where SQLite may not keep its shared-memory file: only where
/// no log stands beside it, so that the file itself is all there is.
fn open_unchanging(path: &Path) -> Result<Casebook> {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut log = whole.clone().into_os_string();
    log.push("-wal");
    if std::fs::metadata(&log).is_ok_and(|metadata| metadata.len() > 0) {
        return Err(Error::ReadOnly {
            path: path.to_owned(),
            why: format!(
                "its last changes are still in {} and its folder is read-only",
                Path::new(&log).display()
            ),
        });
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    open_with(path, Path::new(&unchanging_uri(&whole)), flags, false)
}

fn unchanging_uri(whole: &Path) -> String {
    let text = whole.to_string_lossy().replace('\\', "/");
    let slash = if text.starts_with('/') { "" } else { "/" };
    let mut uri = format!("file:{slash}");
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' | b':' => {
                uri.push(byte as char);
            }
            _ => {
                uri.push('%');
                uri.push_str(&hexadecimal(&[byte]));
            }
        }
    }
    uri + "?immutable=1"
}
