//! Values that people type in place of the machine's.

use model::{ActorRef, Attribution, Correction, Estimate, Field, Place, Precision, Status, Value};

/// The value of a correction; `None` where it says that nothing is told.
///
/// # Errors
/// Says what the field takes.
pub(crate) fn read(correction: &Correction) -> Result<Option<Value>, String> {
    let Some(text) = correction
        .value
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
    else {
        return Ok(None);
    };
    let field = correction.field;
    let value = match field {
        Field::Date => Value::When(
            text.parse()
                .map_err(|error: model::WhenError| error.to_string())?,
        ),
        Field::Country | Field::FromCountry => Value::Text(country(text)?),
        Field::Class | Field::Type | Field::Admin1 | Field::Place | Field::Site => {
            Value::Text(text.to_owned())
        }
        Field::Status => Value::Status(status(text)?),
        Field::Attribution => Value::Attribution(attribution(text)?),
        Field::Location => Value::Place(location(text)?),
        Field::Perpetrators | Field::ClaimedBy | Field::DeniedBy => {
            Value::Actors(list(text, ';').into_iter().map(ActorRef::named).collect())
        }
        Field::Targets | Field::Weapons => Value::Texts(list(text, ',')),
        Field::Suicide | Field::Multiple => Value::Flag(flag(text)?),
        Field::Killed
        | Field::Injured
        | Field::Casualties
        | Field::KilledPerpetrators
        | Field::Arrested
        | Field::Attackers => Value::Estimate(estimate(text)?),
    };
    Ok(Some(value))
}

fn list(text: &str, between: char) -> Vec<String> {
    text.split(between)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

fn country(text: &str) -> Result<String, String> {
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        Ok(text.to_ascii_uppercase())
    } else {
        Err(format!(
            "`{text}` is no country code: write two letters, for instance AF"
        ))
    }
}

fn status(text: &str) -> Result<Status, String> {
    [
        Status::Completed,
        Status::Failed,
        Status::Foiled,
        Status::Threatened,
    ]
    .into_iter()
    .find(|status| status.word() == text)
    .ok_or_else(|| format!("`{text}` is no status: use completed, failed, foiled or threatened"))
}

fn attribution(text: &str) -> Result<Attribution, String> {
    [
        Attribution::Suspected,
        Attribution::Attributed,
        Attribution::Claimed,
    ]
    .into_iter()
    .find(|sure| sure.word() == text)
    .ok_or_else(|| format!("`{text}` is no attribution: use claimed, attributed or suspected"))
}

fn flag(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" => Ok(true),
        "no" | "false" => Ok(false),
        _ => Err(format!("`{text}` is neither yes nor no")),
    }
}

/// "8", "8+", "6-8", "6–8", "<=9", "≤9", "~150".
fn estimate(text: &str) -> Result<Estimate, String> {
    let error = || format!("`{text}` is no number: write 8, 8+, 6-8, <=9 or ~150");
    let number = |part: &str| part.trim().parse::<u64>().map_err(|_| error());
    let bare = text.strip_prefix('~');
    let approx = bare.is_some();
    let body = bare.unwrap_or(text);
    let mut estimate = if let Some(low) = body.strip_suffix('+') {
        Estimate::at_least(number(low)?)
    } else if let Some(high) = body.strip_prefix("<=").or_else(|| body.strip_prefix('≤')) {
        Estimate::at_most(number(high)?)
    } else if let Some((low, high)) = body.split_once(['-', '–']) {
        Estimate::between(number(low)?, number(high)?)
    } else {
        Estimate::exactly(number(body)?)
    };
    estimate.approx = approx;
    Ok(estimate)
}

/// "34.53, 69.17".
fn location(text: &str) -> Result<Place, String> {
    let error = || {
        format!(
            "`{text}` is no location: write latitude, longitude in degrees, for instance 34.53, 69.17"
        )
    };
    let (latitude, longitude) = text.split_once(',').ok_or_else(error)?;
    let degrees = |part: &str, most: f64| {
        part.trim()
            .parse::<f64>()
            .ok()
            .filter(|degrees| degrees.abs() <= most)
            .ok_or_else(error)
    };
    Ok(Place {
        name: text.to_owned(),
        geonames: None,
        latitude: degrees(latitude, 90.0)?,
        longitude: degrees(longitude, 180.0)?,
        precision: Precision::Site,
        radius_km: 0.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, printed) in [
            ("8", "8"),
            ("8+", "8+"),
            ("6-8", "6–8"),
            ("8–6", "6–8"),
            ("<=9", "≤9"),
            ("~150", "~150"),
        ] {
            assert_eq!(estimate(text).unwrap().to_string(), printed);
        }
        assert!(estimate("eight").unwrap_err().contains("write 8"));
        assert!(estimate("-3").is_err());
    }

    #[test]
    fn a_latitude_beyond_the_pole_is_refused() {
        assert!(location("95, 10").is_err());
        assert!(location("NaN, 10").is_err());
        assert!(location("34.53, 69.17").is_ok());
    }
}
