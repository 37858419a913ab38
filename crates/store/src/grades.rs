use crate::{Casebook, Result, write};
use model::Grade;
use rusqlite::params;
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
            connection.execute(
                "INSERT INTO source_grade (source, source_folded, grade, at, by)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![source.trim(), folded(source), grade, at, by],
            )?;
            Ok(())
        })
    }

    /// The grades in force, by the source's name in lower case.
    pub fn source_grades(&self) -> Result<BTreeMap<String, Grade>> {
        self.read(|connection| {
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
        })
    }
}

/// A source's name as grades are looked up by.
pub fn folded(source: &str) -> String {
    let words: Vec<&str> = source.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
