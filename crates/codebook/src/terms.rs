use serde::Deserialize;
use toml::Spanned;

/// What a target word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermForm {
    /// People: "soldiers".
    Person,
    /// A building or ground: "embassy".
    Site,
    /// A body or thing that is neither: "convoy", "government".
    Body,
}

/// A class of targets: one block of `codebook/targets.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetType {
    /// Code: `diplomatic`.
    pub code: String,
    /// Heading.
    pub name: String,
    /// What it is, in one sentence.
    pub means: String,
    /// Which type wins where two words of one phrase give two: the higher.
    pub rank: u8,
    /// One person of this kind who is killed was chosen: an assassination.
    pub singled_out: bool,
    /// The words for it, singular.
    pub words: Vec<(TermForm, String)>,
    /// Sentences whose target is of this type.
    pub examples: Vec<String>,
}

/// A class of weapons: one block of `codebook/weapons.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeaponType {
    /// Code: `vehicle_bomb`.
    pub code: String,
    /// Heading.
    pub name: String,
    /// What it is, in one sentence.
    pub means: String,
    /// The weapon code that this one is a closer word for (`vehicle_bomb` of `explosives`).
    pub closer_than: Option<String>,
    /// Type of the attack where nothing else tells one.
    pub event: Option<String>,
    /// The words for it, singular.
    pub words: Vec<String>,
    /// It tells of an attacker who meant to die.
    pub suicide_words: Vec<String>,
    /// Sentences that name it.
    pub examples: Vec<String>,
}

/// What a noun for people tells of who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonNoun {
    /// Acts as a body: "gunmen", "militants".
    Body,
    /// Tells nobody: "attackers", "suspects".
    Nobody,
    /// People of a crowd: "protesters".
    Crowd,
    /// Acts for a state: "police", "troops".
    State,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TermFile {
    #[serde(default)]
    pub target: Vec<TargetBlock>,
    #[serde(default)]
    pub weapon: Vec<WeaponBlock>,
    #[serde(default)]
    pub people: Vec<PeopleBlock>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TargetBlock {
    pub id: Spanned<String>,
    pub name: String,
    pub means: String,
    pub rank: u8,
    #[serde(default)]
    pub singled_out: bool,
    #[serde(default)]
    pub persons: Vec<Spanned<String>>,
    #[serde(default)]
    pub sites: Vec<Spanned<String>>,
    #[serde(default)]
    pub bodies: Vec<Spanned<String>>,
    #[serde(default)]
    pub examples: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WeaponBlock {
    pub id: Spanned<String>,
    pub name: String,
    pub means: String,
    #[serde(default)]
    pub closer_than: Option<Spanned<String>>,
    #[serde(default)]
    pub event: Option<Spanned<String>>,
    #[serde(default)]
    pub words: Vec<Spanned<String>>,
    #[serde(default)]
    pub suicide_words: Vec<Spanned<String>>,
    #[serde(default)]
    pub examples: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeopleBlock {
    pub kind: PersonNoun,
    pub nouns: Vec<Spanned<String>>,
}

impl TargetBlock {
    pub fn into_target(self) -> TargetType {
        let words = |form, list: Vec<Spanned<String>>| {
            list.into_iter().map(move |word| (form, word.into_inner()))
        };
        TargetType {
            code: self.id.into_inner(),
            name: self.name,
            means: self.means,
            rank: self.rank,
            singled_out: self.singled_out,
            words: words(TermForm::Person, self.persons)
                .chain(words(TermForm::Site, self.sites))
                .chain(words(TermForm::Body, self.bodies))
                .collect(),
            examples: self.examples,
        }
    }
}

impl WeaponBlock {
    pub fn into_weapon(self) -> WeaponType {
        let plain = |list: Vec<Spanned<String>>| -> Vec<String> {
            list.into_iter().map(Spanned::into_inner).collect()
        };
        WeaponType {
            code: self.id.into_inner(),
            name: self.name,
            means: self.means,
            closer_than: self.closer_than.map(Spanned::into_inner),
            event: self.event.map(Spanned::into_inner),
            words: plain(self.words),
            suicide_words: plain(self.suicide_words),
            examples: self.examples,
        }
    }
}
