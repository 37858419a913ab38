use crate::error::Trouble;
use crate::{Casebook, Error, Result, add};
use jiff::civil::Date;
use model::{PublishedFrom, Report};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// A line of the list of reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportLine {
    /// Its id.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// The current version, from 1.
    pub version: u32,
    /// When that version was added.
    pub at: String,
    /// How many accounts were read in it.
    pub accounts: usize,
    /// Its number in the order in which reports came in, whatever the clock said.
    pub order: u64,
}

/// The columns that [`line_of`] reads.
pub(crate) const LINE: &str = "SELECT report.id, title, source, url, published, version.version,
        version.at, (SELECT count(*) FROM account WHERE coding = report.current_coding),
        report.number
     FROM report JOIN version ON version.number = report.current_version";

pub(crate) fn line_of(row: &Row<'_>) -> Result<ReportLine, Trouble> {
    let id: String = row.get(0)?;
    Ok(ReportLine {
        title: row.get(1)?,
        source: row.get(2)?,
        url: row.get(3)?,
        published: day(row.get(4)?, &id)?,
        version: row.get(5)?,
        at: row.get(6)?,
        accounts: row.get::<_, i64>(7)? as usize,
        order: row.get::<_, i64>(8)? as u64,
        id,
    })
}

/// A version of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub version: u32,
    /// When it was added.
    pub at: String,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
}

impl Casebook {
    /// All reports, sorted by id.
    pub fn reports(&self) -> Result<Vec<ReportLine>> {
        self.read(|connection| {
            let query = format!("{LINE} ORDER BY report.id");
            let mut statement = connection.prepare_cached(&query)?;
            let mut rows = statement.query([])?;
            let mut reports = Vec::new();
            while let Some(row) = rows.next()? {
                reports.push(line_of(row)?);
            }
            Ok(reports)
        })
    }

    /// How many reports there are. None is ever taken out, so the last number tells.
    pub fn report_count(&self) -> Result<usize> {
        self.read(|connection| {
            let count = "SELECT coalesce(max(number), 0) FROM report";
            let count: i64 = connection.query_row(count, [], |row| row.get(0))?;
            Ok(count as usize)
        })
    }

    /// How many reports, and how many accounts in their current versions.
    pub fn size(&self) -> Result<(usize, usize)> {
        self.read(|connection| {
            let count = "SELECT (SELECT count(*) FROM report),
                (SELECT count(*) FROM account WHERE current = 1)";
            let count = connection.query_row(count, [], |row| {
                Ok((
                    row.get::<_, i64>(0)? as usize,
                    row.get::<_, i64>(1)? as usize,
                ))
            })?;
            Ok(count)
        })
    }

    /// A report as it is now, by its id or one it is also known by.
    pub fn report(&self, id: &str) -> Result<Report> {
        self.read(|connection| {
            let (number, id) = add::find(connection, id)?;
            report(connection, number, &id, None)
        })
    }

    /// The id a report stands under, where this is its id or one it is also known by.
    pub fn filed_as(&self, id: &str) -> Result<Option<String>> {
        self.read(|connection| Ok(add::lookup(connection, id)?.map(|(_, id)| id)))
    }

    /// A report as it was in a version, from 1.
    pub fn report_version(&self, id: &str, version: u32) -> Result<Report> {
        self.read(|connection| {
            let (number, id) = add::find(connection, id)?;
            report(connection, number, &id, Some(version))
        })
    }

    /// The versions of a report, first to last.
    pub fn versions(&self, id: &str) -> Result<Vec<Version>> {
        self.read(|connection| {
            let (number, id) = add::find(connection, id)?;
            let mut statement = connection.prepare_cached(
                "SELECT version, at, version.sha256, bytes, title, published FROM version
                 JOIN original ON original.sha256 = version.sha256
                 WHERE report = ?1 ORDER BY version",
            )?;
            let mut rows = statement.query([number])?;
            let mut versions = Vec::new();
            while let Some(row) = rows.next()? {
                versions.push(Version {
                    version: row.get(0)?,
                    at: row.get(1)?,
                    sha256: row.get(2)?,
                    bytes: row.get::<_, i64>(3)? as u64,
                    title: row.get(4)?,
                    published: day(row.get(5)?, &id)?,
                });
            }
            Ok(versions)
        })
    }

    /// The bytes a report was read from; of the current version where none is named.
    pub fn original(&self, id: &str, version: Option<u32>) -> Result<Vec<u8>> {
        self.read(|connection| {
            let (number, id) = add::find(connection, id)?;
            let report = report(connection, number, &id, version)?;
            let row = connection.query_row(
                "SELECT zstd, bytes FROM original WHERE sha256 = ?1",
                [&report.sha256],
                |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?)),
            );
            let (packed, bytes) = row.optional()?.ok_or_else(|| {
                Trouble::Damaged(format!("the original bytes of report {id} are missing"))
            })?;
            unpack(&packed, bytes)
                .map_err(|why| Trouble::Damaged(format!("original bytes of report {id}: {why}")))
        })
    }

    /// The near-copy numbers of every report that was added with some, sorted by id.
    pub fn sketches(&self) -> Result<Vec<(String, Vec<u64>)>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT report.id, sketch.numbers FROM report
                 JOIN sketch ON sketch.version = report.current_version ORDER BY report.id",
            )?;
            let rows = statement.query_map([], |row| {
                let numbers: Vec<u8> = row.get(1)?;
                let (numbers, _) = numbers.as_chunks::<8>();
                let numbers = numbers.iter().copied().map(u64::from_le_bytes).collect();
                Ok((row.get(0)?, numbers))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

/// Unpacks stored bytes; never more than are said to be there.
pub(crate) fn unpack(packed: &[u8], bytes: i64) -> Result<Vec<u8>, String> {
    let bytes = usize::try_from(bytes).map_err(|_| "their number is negative".to_owned())?;
    let claimed = zstd::zstd_safe::get_frame_content_size(packed);
    if !matches!(claimed, Ok(Some(claimed)) if claimed == bytes as u64) {
        return Err("they are not as many as noted".to_owned());
    }
    zstd::bulk::decompress(packed, bytes).map_err(|error| format!("cannot be unpacked: {error}"))
}

fn report(
    connection: &Connection,
    number: i64,
    id: &str,
    version: Option<u32>,
) -> Result<Report, Trouble> {
    let found = connection
        .prepare_cached(
            "SELECT title, url, source, published, published_from, lang, sha256, text
             FROM version WHERE report = ?1 AND version =
                coalesce(?2, (SELECT max(version) FROM version WHERE report = ?1))",
        )?
        .query_row(params![number, version], |row| Ok(report_of(row, id)))
        .optional()?;
    if let Some(report) = found {
        return report;
    }
    let last = connection.query_row(
        "SELECT max(version) FROM version WHERE report = ?1",
        [number],
        |row| row.get::<_, Option<u32>>(0),
    )?;
    Err(Trouble::Told(Error::NoVersion {
        id: id.to_owned(),
        version: version.unwrap_or_default(),
        last: last.unwrap_or_default(),
    }))
}

fn report_of(row: &Row<'_>, id: &str) -> Result<Report, Trouble> {
    Ok(Report {
        id: id.to_owned(),
        title: row.get(0)?,
        url: row.get(1)?,
        source: row.get(2)?,
        published: day(row.get(3)?, id)?,
        published_from: from(row.get_ref(4)?, id)?,
        lang: row.get(5)?,
        sha256: row.get(6)?,
        text: row.get(7)?,
    })
}

fn day(text: Option<String>, id: &str) -> Result<Option<Date>, Trouble> {
    text.map(|text| text.parse())
        .transpose()
        .map_err(|error| Trouble::Damaged(format!("day of publication of report {id}: {error}")))
}

fn from(word: ValueRef<'_>, id: &str) -> Result<PublishedFrom, Trouble> {
    let damaged = || Trouble::Damaged(format!("origin of the publication day of report {id}"));
    let word = word.as_str().map_err(|_| damaged())?;
    serde_json::from_value(serde_json::Value::from(word)).map_err(|_| damaged())
}
