use std::str::FromStr;

/// How long a period of a chart is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Step {
    /// A calendar day.
    Day,
    /// An ISO week, Monday to Sunday.
    Week,
    /// A calendar month.
    #[default]
    Month,
    /// A calendar year.
    Year,
}

impl FromStr for Step {
    type Err = String;

    /// `day`, `week`, `month` or `year`.
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "day" => Ok(Step::Day),
            "week" => Ok(Step::Week),
            "month" => Ok(Step::Month),
            "year" => Ok(Step::Year),
            _ => Err(format!("`{text}` is no step: write day, week, month or year")),
        }
    }
}
