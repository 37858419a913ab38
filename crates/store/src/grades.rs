use crate::error::Trouble;
use crate::hash::sha256_of_parts;
use crate::{Casebook, Result, write};
use model::Grade;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

impl Casebook {
    /// Grades a source, or takes its grade back (`None`). Its earlier grades stay on record.
    ///
    /// `source` is a publisher's name as its reports give it, whatever its case.
    pub fn grade_source(
        &mut self,
        source: &str,
        grade: Option<Grade>,
        by: &str,
        at: &str,
    ) -> Result<()> {
        write::check_time(at)?;
        let grade = grade.map(|grade| grade.to_string());
        self.write(|connection| {
            let sha256 = hash(source.trim(), grade.as_deref(), at, by);
            connection.execute(
                "INSERT INTO source_grade (source, source_folded, grade, at, by, sha256)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![source.trim(), folded(source), grade, at, by, sha256],
            )?;
            Ok(())
        })
    }

    /// The grades in force, by the source's name in lower case.
    pub fn source_grades(&self) -> Result<BTreeMap<String, Grade>> {
        self.read(in_force)
    }
}

/// The grades in force, by the source's name in lower case.
pub(crate) fn in_force(connection: &Connection) -> Result<BTreeMap<String, Grade>, Trouble> {
    let mut statement = connection
        .prepare_cached("SELECT source_folded, grade FROM source_grade ORDER BY number")?;
    let mut rows = statement.query([])?;
    let mut grades = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let source: String = row.get(0)?;
        let grade: Option<String> = row.get(1)?;
        match grade.and_then(|grade| grade.parse().ok()) {
            Some(grade) => grades.insert(source, grade),
            None => grades.remove(&source),
        };
    }
    Ok(grades)
}

/// The hash of a grade as it was given.
pub(crate) fn hash(source: &str, grade: Option<&str>, at: &str, by: &str) -> String {
    let given = if grade.is_some() { "+" } else { "-" };
    let parts = [source, given, grade.unwrap_or_default(), at, by];
    sha256_of_parts(parts.iter().map(|part| part.as_bytes()))
}

/// Puts its hash to every grade that was given before grades had any.
pub(crate) fn seal(connection: &Connection) -> rusqlite::Result<()> {
    let mut statement =
        connection.prepare("SELECT number, source, grade, at, by FROM source_grade")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (number, source): (i64, String) = (row.get(0)?, row.get(1)?);
        let grade: Option<String> = row.get(2)?;
        let (at, by): (String, String) = (row.get(3)?, row.get(4)?);
        connection.execute(
            "UPDATE source_grade SET sha256 = ?2 WHERE number = ?1",
            params![number, hash(&source, grade.as_deref(), &at, &by)],
        )?;
    }
    Ok(())
}

/// A source's name as grades are looked up by.
pub fn folded(source: &str) -> String {
    let words: Vec<&str> = source.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
