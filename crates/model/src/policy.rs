use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How the shown number is chosen where accounts give different ones.
///
/// A policy never changes what an account says: it chooses what a table shows, and its
/// name stands beside the number. Copies of one report count as one account wherever a
/// policy counts sources.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// From the lowest figure that any account allows to the highest that any tells, as
    /// UCDP gives a low and a high estimate (UCDP GED Codebook, "low" and "high"). The
    /// default, because it hides nothing.
    #[default]
    Range,
    /// The account with the lowest figure: the conservative rule of ACLED ("Fatality
    /// methodology": the lowest of conflicting estimates is used).
    Lowest,
    /// The account with the highest figure.
    Highest,
    /// The account of the report that was published last; where no day of publication is
    /// known, the range.
    Latest,
    /// The accounts of the best graded source, as the casebook grades its sources; where
    /// none is graded, the range.
    Authoritative,
    /// The figure that most independent sources give, the lower one where two have as
    /// many (the GTD codebook takes the majority figure of independent sources).
    Majority,
}

impl Policy {
    /// All policies, in the order in which help texts list them.
    pub const ALL: [Policy; 6] = [
        Policy::Range,
        Policy::Lowest,
        Policy::Highest,
        Policy::Latest,
        Policy::Authoritative,
        Policy::Majority,
    ];

    /// The word used on the command line, in tables and exports.
    pub fn word(self) -> &'static str {
        match self {
            Policy::Range => "range",
            Policy::Lowest => "lowest",
            Policy::Highest => "highest",
            Policy::Latest => "latest",
            Policy::Authoritative => "authoritative",
            Policy::Majority => "majority",
        }
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Policy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Policy::ALL
            .into_iter()
            .find(|policy| policy.word() == text)
            .ok_or_else(|| {
                let words: Vec<&str> = Policy::ALL.iter().map(|policy| policy.word()).collect();
                format!(
                    "`{text}` is no counting policy: use one of {}",
                    words.join(", ")
                )
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_is_read_by_its_word() {
        for policy in Policy::ALL {
            assert_eq!(policy.to_string().parse(), Ok(policy));
        }
        let error = "mean".parse::<Policy>().unwrap_err();
        assert!(error.contains("range, lowest"), "{error}");
    }
}
