use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// How far a source is trusted: reliability A to F and credibility 1 to 6, as NATO grades
/// sources (AJP-2.1; the Admiralty code).
///
/// A is completely reliable, E unreliable, F cannot be judged; 1 is confirmed by other sources,
/// 5 improbable, 6 cannot be judged. Ordered from the best to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grade {
    reliability: char,
    credibility: u8,
}

impl Grade {
    /// Its place among grades, 0 the best; `None` for a source that cannot be judged (F), which
    /// is no grade at all.
    pub fn rank(self) -> Option<u8> {
        let letter = self.reliability as u8 - b'A';
        (self.reliability != 'F').then_some(letter * 6 + self.credibility - 1)
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.reliability, self.credibility)
    }
}

impl FromStr for Grade {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut letters = text.trim().chars();
        let read = (letters.next(), letters.next(), letters.next());
        if let (Some(letter), Some(digit), None) = read {
            let reliability = letter.to_ascii_uppercase();
            if let (true, Some(credibility @ 1..=6)) =
                (matches!(reliability, 'A'..='F'), digit.to_digit(10))
            {
                return Ok(Grade {
                    reliability,
                    credibility: credibility as u8,
                });
            }
        }
        Err(format!(
            "`{text}` is no grade: write a letter from A (reliable) to F (cannot be judged) and a digit from 1 (confirmed) to 6 (cannot be judged), for instance B2"
        ))
    }
}

impl Serialize for Grade {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Grade {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reliability_goes_before_credibility_and_f_is_no_grade() {
        let rank = |text: &str| text.parse::<Grade>().unwrap().rank();
        assert!(rank("A6") < rank("B1"));
        assert!(rank("b2") < rank("B3"));
        assert_eq!(rank("F1"), None);
        assert_eq!(rank("A1"), Some(0));
    }

    #[test]
    fn what_is_no_grade_is_refused_with_a_hint() {
        for text in ["", "B", "B7", "G1", "B22", "2B", "Ä1"] {
            let error = text.parse::<Grade>().unwrap_err();
            assert!(error.contains("for instance B2"), "{text}");
        }
    }
}
