use serde::{Deserialize, Serialize};

/// How exactly a place is known. Ordered from exact to vague.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// A building or ground with its own coordinate.
    Site,
    /// A city, town or village: the coordinate is its centre.
    Settlement,
    /// A second-level unit (district).
    Admin2,
    /// A first-level unit (province, state, governorate).
    Admin1,
    /// A named region, or part of a country ("northern Afghanistan").
    Region,
    /// A country as a whole.
    Country,
    /// Open water.
    Sea,
}

impl Precision {
    /// The word used in tables and exports.
    pub fn word(self) -> &'static str {
        match self {
            Precision::Site => "site",
            Precision::Settlement => "settlement",
            Precision::Admin2 => "admin2",
            Precision::Admin1 => "admin1",
            Precision::Region => "region",
            Precision::Country => "country",
            Precision::Sea => "sea",
        }
    }
}

/// A place as the gazetteer knows it.
///
/// `latitude` and `longitude` are degrees (WGS 84) of the centre; everything closer than
/// `radius_km` may be meant. A country's centre is a centre, never a pin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Name as commonly written in English.
    pub name: String,
    /// GeoNames id, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geonames: Option<u64>,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// How exact.
    pub precision: Precision,
    /// Radius of what may be meant, in kilometres.
    pub radius_km: f64,
}
