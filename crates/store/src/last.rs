use crate::{Casebook, Result};
use jiff::civil::Date;

impl Casebook {
    /// Day of publication of the last of all reports; `None` where none tells its day.
    pub fn last_published(&self) -> Result<Option<Date>> {
        self.read(|connection| {
            let last: Option<String> = connection.query_row(
                "SELECT max(published) FROM report
                 JOIN version ON version.number = report.current_version",
                [],
                |row| row.get(0),
            )?;
            Ok(last.and_then(|day| day.parse().ok()))
        })
    }
}
