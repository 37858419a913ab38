use model::AccountKey;
use std::path::{Path, PathBuf};

/// What went wrong with a casebook, and what to do about it.
///
/// Whatever the error, the file is as it was before the call: every write is one
/// transaction.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no file.
    #[error("there is no casebook at {path}; adding a report makes one")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A folder stands where the file should.
    #[error("{path} is a folder; name a file in it, for instance {path}/casebook.annalist")]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{path} is no casebook: {why}; name another file, or move this one away")]
    NotACasebook {
        /// The file.
        path: PathBuf,
        /// What it looks like.
        why: String,
    },
    /// The file has a schema of the future.
    #[error(
        "{path} was written by a newer Annalist (schema {schema}, this one reads up to {reads}); update Annalist"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        schema: u32,
        /// The last schema this program knows.
        reads: u32,
    },
    /// The file has a schema of the past and may not be written to.
    #[error(
        "{path} was written by an older Annalist (schema {schema}, this one reads {reads}) and cannot be brought up to date where it may only be read; run `annalist verify -c {path}` where it may be written to and without --read-only, or on a copy of it"
    )]
    Older {
        /// The file.
        path: PathBuf,
        /// Its schema.
        schema: u32,
        /// The schema this program reads.
        reads: u32,
    },
    /// File or folder may not be written to.
    #[error(
        "cannot write to {path}: {why}; change its permissions, copy the casebook elsewhere, or open it for reading only"
    )]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// File or folder.
        why: String,
    },
    /// File or folder may not be read.
    #[error("cannot open {path}: {why}; check the permissions of the file and its folder")]
    Closed {
        /// The file.
        path: PathBuf,
        /// The system's words.
        why: String,
    },
    /// Another process is writing.
    #[error(
        "{path} is being written to by another program (another annalist, or a database tool), which did not finish within {seconds} s; wait for it or stop it, then try again: nothing was changed"
    )]
    Locked {
        /// The file.
        path: PathBuf,
        /// How long was waited.
        seconds: f64,
    },
    /// No room.
    #[error(
        "no room to write to {path}: the disk or quota is full; make room and try again: nothing was changed, what was added before is safe"
    )]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error(
        "{path} is damaged: {what}; `annalist verify` says where, a backup can stand in for it"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        what: String,
    },
    /// What was worked out and kept cannot be read back.
    #[error(
        "what {path} keeps of its incidents cannot be used: {what}; `annalist verify --forget` throws it away, and it is worked out again: reports and decisions are not touched"
    )]
    Kept {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        what: String,
    },
    /// A file stands where a copy should go.
    #[error("{path} exists already; name another file, or move it away")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A backup of that name is being written, or was broken off.
    #[error(
        "{path} exists: another backup to {to} is being written, or one was broken off; if none is running, delete {path} and try again, or name another file"
    )]
    HalfBackup {
        /// What there is of it.
        path: PathBuf,
        /// Where the copy should go.
        to: PathBuf,
    },
    /// No report of that id.
    #[error("there is no report `{id}` in the casebook; `annalist list` shows those there are")]
    NoReport {
        /// What was asked for.
        id: String,
    },
    /// No such version of a report.
    #[error("report `{id}` has no version {version}; it has 1 to {last}")]
    NoVersion {
        /// The report.
        id: String,
        /// What was asked for.
        version: u32,
        /// The current version.
        last: u32,
    },
    /// No such account, now or ever.
    #[error(
        "there is no account `{key}` in the casebook; `annalist show {}` lists those of its report",
        key.report
    )]
    NoAccount {
        /// What was asked for.
        key: AccountKey,
    },
    /// A decision that cannot be.
    #[error("cannot record that decision: {why}")]
    Decision {
        /// What does not fit and what would.
        why: String,
    },
    /// A write that was done before under the same key.
    #[error("this was written before, under the key {key}")]
    Repeated {
        /// The key.
        key: String,
    },
    /// The casebook is not as the writer saw it.
    #[error("somebody else has changed the casebook meanwhile; load again")]
    Changed,
    /// A report that cannot be stored.
    #[error("cannot add report `{id}`: {why}")]
    Report {
        /// The report.
        id: String,
        /// What does not fit.
        why: String,
    },
    /// A time that is none.
    #[error("`{at}` is no time: write it as RFC 3339 in UTC, for instance 2022-09-05T07:30:00Z")]
    Time {
        /// What was given.
        at: String,
    },
    /// A file operation beside the database failed.
    #[error("cannot write {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// Something else in SQLite.
    #[error("{path}: {source}")]
    Sqlite {
        /// The casebook.
        path: PathBuf,
        /// SQLite's words.
        source: rusqlite::Error,
    },
}

/// A result with a casebook [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Turns SQLite's error codes into words a user can act on.
pub(crate) fn explain(path: &Path, seconds: f64, source: rusqlite::Error) -> Error {
    use rusqlite::ErrorCode as Code;
    let path = path.to_owned();
    let rusqlite::Error::SqliteFailure(failure, message) = &source else {
        return Error::Sqlite { path, source };
    };
    let words = message.clone().unwrap_or_else(|| failure.to_string());
    // A file limit or a full quota shows as a failed write (SQLITE_IOERR_WRITE and kin), a full
    // disk as SQLITE_FULL.
    let no_room = [
        rusqlite::ffi::SQLITE_IOERR_WRITE,
        rusqlite::ffi::SQLITE_IOERR_TRUNCATE,
        rusqlite::ffi::SQLITE_IOERR_SHMSIZE,
    ];
    match failure.code {
        Code::DatabaseBusy | Code::DatabaseLocked => Error::Locked { path, seconds },
        Code::DiskFull => Error::Full { path },
        Code::SystemIoFailure if no_room.contains(&failure.extended_code) => Error::Full { path },
        Code::ReadOnly => Error::ReadOnly { path, why: words },
        Code::CannotOpen | Code::PermissionDenied => Error::Closed { path, why: words },
        Code::DatabaseCorrupt => Error::Damaged { path, what: words },
        Code::NotADatabase => Error::NotACasebook {
            path,
            why: "its first bytes are not those of a casebook".to_owned(),
        },
        _ => Error::Sqlite { path, source },
    }
}

/// What the inner functions fail with: they know no path, the outer ones add it.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// To be explained.
    Sqlite(rusqlite::Error),
    /// What is stored cannot be read back.
    Damaged(String),
    /// Said already.
    Told(Error),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Trouble::Sqlite(error)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Trouble::Told(error)
    }
}
