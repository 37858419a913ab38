//! How the tables that the build script writes are laid out in bytes; both sides use this file.
//!
//! | table | content |
//! |---|---|
//! | `records.bin` | one [`Row`] of [`ROW_BYTES`] bytes a place: countries, first-level units, second-level units, settlements, regions and seas |
//! | `strings.txt` | the names the rows point to |
//! | `names.fst` | folded name → position of its first [`Posting`] |
//! | `postings.bin` | [`Posting`]s, the likeliest place of a name first |
//! | `ids.bin` | row numbers sorted by id |
//! | `cells.bin`, `nearby.bin` | settlements by one-degree cell |

/// Bytes of one row.
pub const ROW_BYTES: usize = 36;

/// "No such unit" in [`Row::admin1`] and [`Row::admin2`].
pub const NO_UNIT: u16 = u16::MAX;

/// The place is the capital of its country.
pub const CAPITAL: u16 = 1;
/// The centre is that of the unit around it, because no source places it.
pub const APPROXIMATE: u16 = 1 << 1;
/// A name that is no longer official stands for it ("Soviet Union", "Biafra").
pub const HISTORICAL: u16 = 1 << 2;

/// Steps per degree in which coordinates are stored (about a metre).
pub const STEPS: f64 = 100_000.0;

/// What kind of place a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// A country or territory with an ISO code.
    Country,
    /// A first-level unit: province, governorate, state.
    Admin1,
    /// A second-level unit: district, county, raion.
    Admin2,
    /// A city, town or village.
    Settlement,
    /// A named region ("Sahel", "Donbas").
    Region,
    /// A sea, gulf or strait.
    Sea,
}

impl Feature {
    const ALL: [Feature; 6] = [
        Feature::Country,
        Feature::Admin1,
        Feature::Admin2,
        Feature::Settlement,
        Feature::Region,
        Feature::Sea,
    ];

    /// The word used in tables.
    pub fn word(self) -> &'static str {
        match self {
            Feature::Country => "country",
            Feature::Admin1 => "admin1",
            Feature::Admin2 => "admin2",
            Feature::Settlement => "settlement",
            Feature::Region => "region",
            Feature::Sea => "sea",
        }
    }
}

/// One place as stored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    pub id: u64,
    pub latitude: f64,
    pub longitude: f64,
    pub population: u32,
    pub name_at: u32,
    pub name_bytes: u8,
    pub feature: Feature,
    /// ISO code, or two spaces.
    pub country: [u8; 2],
    /// Position among the first-level units, or [`NO_UNIT`].
    pub admin1: u16,
    /// Position among the second-level units, or [`NO_UNIT`].
    pub admin2: u16,
    pub radius_km: u16,
    pub flags: u16,
}

impl Row {
    /// The row number `at` of a table of rows; `None` past its end.
    pub fn read(rows: &[u8], at: usize) -> Option<Row> {
        let bytes: &[u8; ROW_BYTES] = rows.get(at * ROW_BYTES..)?.first_chunk()?;
        let half = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let word = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        Some(Row {
            id: u64::from(word(0)) | u64::from(word(4)) << 32,
            latitude: f64::from(word(8).cast_signed()) / STEPS,
            longitude: f64::from(word(12).cast_signed()) / STEPS,
            population: word(16),
            name_at: word(20),
            name_bytes: bytes[24],
            feature: *Feature::ALL.get(usize::from(bytes[25]))?,
            country: [bytes[26], bytes[27]],
            admin1: half(28),
            admin2: half(30),
            radius_km: half(32),
            flags: half(34),
        })
    }
}

/// One place that a name may mean, in 32 bits: the row number and what the name is to the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting(pub u32);

impl Posting {
    /// The name is another name of the place, not its main one.
    pub const ALTERNATE: u32 = 1 << 31;
    /// The name is a derived spelling ("Deir al Zor" of "Deir ez-Zor").
    pub const DERIVED: u32 = 1 << 30;
    /// The name counts only in capitals ("US").
    pub const ACRONYM: u32 = 1 << 29;
    /// The last posting of the name.
    pub const LAST: u32 = 1 << 28;
    /// The name is an ordinary English word as well ("Reading").
    pub const ORDINARY: u32 = 1 << 27;
    /// The name is a person's name as well ("Victoria").
    pub const PERSONAL: u32 = 1 << 26;

    const ROW: u32 = (1 << 24) - 1;

    /// The row number.
    pub fn row(self) -> usize {
        (self.0 & Self::ROW) as usize
    }

    /// Whether a mark is set.
    pub fn is(self, mark: u32) -> bool {
        self.0 & mark != 0
    }

    /// The posting number `at` of a table of postings.
    pub fn read(postings: &[u8], at: usize) -> Option<Posting> {
        number(postings, at).map(Posting)
    }
}

/// The 32-bit number at position `at` of a table of them.
pub fn number(table: &[u8], at: usize) -> Option<u32> {
    table
        .get(at * 4..)?
        .first_chunk()
        .map(|bytes| u32::from_le_bytes(*bytes))
}

/// Rows and columns of the grid of one-degree cells.
pub const CELL_COLUMNS: usize = 360;
/// See [`CELL_COLUMNS`].
pub const CELL_ROWS: usize = 180;

/// The cell of a point in degrees.
pub fn cell(latitude: f64, longitude: f64) -> usize {
    let row = ((latitude + 90.0).floor().max(0.0) as usize).min(CELL_ROWS - 1);
    let column = (longitude + 180.0).rem_euclid(360.0).floor() as usize;
    row * CELL_COLUMNS + column.min(CELL_COLUMNS - 1)
}
