use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a word before or after a number does to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HedgeKind {
    /// "at least", "more than": opens the top.
    AtLeast,
    /// "up to", "as many as": opens the bottom.
    AtMost,
    /// "about", "some", "nearly".
    About,
}

/// A hedge: its words and what they do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hedge {
    /// What they do.
    pub kind: HedgeKind,
    /// The words.
    pub words: Vec<String>,
    /// They stand behind the number ("or more").
    #[serde(default)]
    pub after: bool,
}

/// A word that is a number: "seven", "dozens".
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberWord {
    /// The word.
    pub word: String,
    /// At least so many.
    pub min: u64,
    /// At most so many; the word is vague where absent.
    #[serde(default)]
    pub max: Option<u64>,
    /// It multiplies the number before it ("two hundred", "three dozen").
    #[serde(default)]
    pub multiplies: bool,
}

/// A day known by its numbers: "9/11".
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedDay {
    /// As printed.
    pub word: String,
    /// The day.
    pub date: model::When,
}

/// What a cue word tells of the incident in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cue {
    /// Somebody says they did it.
    Claim,
    /// Somebody says it was not so.
    Deny,
    /// The perpetrator is likely, not sure.
    Suspect,
    /// The perpetrator is told as fact.
    Blame,
    /// Somebody says something: the clause after it is theirs.
    Say,
    /// It was meant, not done.
    Plan,
    /// It was tried.
    Attempt,
    /// It did not work.
    Fail,
    /// It was stopped before.
    Foil,
    /// It was announced.
    Threaten,
    /// Somebody was told it might come.
    Warn,
    /// The warning was not acted on.
    Ignore,
    /// It was not so.
    Negate,
    /// It may be, would be, will be.
    Modal,
    /// It goes on as a habit.
    Habit,
    /// It is law, court, memory, film, sport or medicine, not an event.
    Elsewhere,
    /// Nature, traffic or chance did it, unless somebody is named.
    Accident,
    /// It is compared with another event: "similar to", "unlike".
    Compare,
    /// The text is about political violence: "terrorist", "insurgency".
    Political,
    /// Points back at an event already told ("the same", "this").
    Same,
    /// Another event than the one told ("another", "a second").
    Other,
    /// Several acts as one set ("a series of").
    Series,
    /// A count is of many incidents ("total", "so far this year").
    Tally,
    /// Dead, as a state or noun.
    Dead,
    /// Hurt, as a state or noun.
    Hurt,
    /// Dead and hurt together.
    Casualty,
    /// Taken by the state.
    Arrested,
    /// Taken by force.
    Abducted,
    /// Gave up.
    Surrendered,
    /// Made to leave home.
    Displaced,
    /// Carried out an act named by its object ("carried out", "conducted").
    CarryOut,
    /// Happened ("took place", "occurred").
    Happen,
    /// The first time.
    First,
    /// A group became known by it: "rose to prominence when".
    Debut,
    /// Was aimed at ("targeting", "aimed at").
    Target,
    /// Somebody counts ("recorded", "documented").
    Count,
    /// A noun that a number of things has: "total", "toll", "estimate".
    Measure,
    /// Ties somebody to an act named behind it: "involved in", "charged with".
    Involve,
}

/// What a column of a table holds, by the words over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    /// People taken by force, counted.
    Abducted,
    /// A first-level unit.
    Area,
    /// People taken by the state, counted.
    Arrested,
    /// Dead and hurt together, counted.
    Casualties,
    /// Who says they did it.
    Claimant,
    /// A country.
    Country,
    /// A day, month, year or other period.
    Date,
    /// The hurt, counted.
    Injured,
    /// The dead, counted.
    Killed,
    /// Dead attackers, counted.
    KilledPerpetrators,
    /// How: type, cause, circumstances.
    Kind,
    /// What the act or the victim is called.
    Name,
    /// What happened, in words.
    Notes,
    /// The number of the row.
    Ordinal,
    /// Who did it.
    Perpetrator,
    /// A settlement or a spot.
    Place,
    /// Who says so.
    Source,
    /// Whom or what it hit.
    Target,
    /// With what.
    Weapon,
}

/// What a cell or the head of a row says of the row itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowWord {
    /// The row sums up others.
    Total,
    /// As in the row above.
    Same,
    /// Nobody knows.
    Unknown,
    /// Chance, illness or a mistake did it, no enemy.
    Mishap,
}

/// The small words of one language: `codebook/words/en.toml`, `en-tables.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Number words.
    #[serde(default, rename = "number")]
    pub numbers: Vec<NumberWord>,
    /// Hedges.
    #[serde(default, rename = "hedge")]
    pub hedges: Vec<Hedge>,
    /// Days known by their numbers.
    #[serde(default, rename = "day")]
    pub days: Vec<NamedDay>,
    /// Cue verbs by what they tell (`claim`, `deny`, …); all forms count.
    #[serde(default)]
    pub verbs: BTreeMap<Cue, Vec<String>>,
    /// Cue nouns; singular and plural count.
    #[serde(default)]
    pub nouns: BTreeMap<Cue, Vec<String>>,
    /// Nouns that a stated count may count, by tally code (`attacks`, `killed`, …).
    #[serde(default)]
    pub tallies: BTreeMap<String, Vec<String>>,
    /// Cue phrases that stand as they are.
    #[serde(default)]
    pub phrases: BTreeMap<Cue, Vec<String>>,
    /// Word lists that single rules ask for, in lower case.
    #[serde(default)]
    pub lists: BTreeMap<List, BTreeSet<String>>,
    /// Words over the columns of tables, plain: in lower case, without marks.
    #[serde(default)]
    pub columns: BTreeMap<Column, Vec<String>>,
    /// Words that tell an event type where they stand alone in a cell, by the type's code, plain.
    #[serde(default)]
    pub cells: BTreeMap<String, Vec<String>>,
    /// Words that say something of their row, plain.
    #[serde(default)]
    pub rows: BTreeMap<RowWord, Vec<String>>,
}

/// The word lists that single rules ask for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum List {
    /// "the *towns* of A and B": nouns whose "of" names places.
    SettlementNouns,
    /// "Taliban *fighters*": nouns that make a name its members.
    MemberNouns,
    /// "the *group*": nouns that point back at the group named last.
    GroupNouns,
    /// "*suspected* militants", "*several* gunmen": words before a body of people that are no part of its name.
    LooseModifiers,
    /// "Iraqi *security* forces": words between a nation and its force.
    ForceModifiers,
    /// "the *second* attack": numbers in a set told one by one.
    Ordinals,
    /// "*destroyed* a mortar": what follows was hit, not used.
    DestroyingVerbs,
    /// "military *positions*": plurals that name no site, whatever stands before them.
    VagueSites,
    /// "Example City *Hall*": nouns that end the name of a building or ground.
    SiteNouns,
    /// "*director* of mines": nouns whose "of" names a subject, not a thing used.
    OfficeNouns,
    /// "captured all *positions*": what is ground, not people, when it is taken.
    TerritoryNouns,
    /// "the two *sides*": nouns that stand for both parties to a fight.
    SideNouns,
    /// "Example *Brigade*": nouns that end the name of a body, not of a person.
    OrganisationNouns,
    /// "*mainly* targets": what makes a verb a habit where it stands right before it.
    AtLargeAdverbs,
    /// "an attack on *democracy*": what words attack, not weapons.
    AbstractNouns,
    /// "*harshly* attacked the bill": how somebody is attacked in words.
    SpeechAdverbs,
    /// "*Meanwhile*, a bus was burned": words with which a wire turns to another story.
    TurnWords,
    /// "must *cease* all shelling": verbs that call for an end.
    CeasingVerbs,
    /// "40 *km*", "3 *years*": units, which count neither people nor incidents.
    MeasureNouns,
    /// "six *rockets*": things, which are no people.
    ThingNouns,
    /// "*citizens* of Tajikistan": nouns whose "of" names a nation, not a place.
    NationalNouns,
    /// "village", "base": buildings and grounds too common to name a site alone.
    BareSites,
    /// "a blast *rocks* the town": verbs that, in the present tense, tell news.
    HappeningVerbs,
    /// "*launches* missile strikes": verbs whose object is the act.
    LaunchingVerbs,
    /// "*gunmen* attacked the hotel": attackers whose name says how.
    GunmenNouns,
    /// "Ali *al*-Example", "Ali *bin* Example": small words inside a person's name.
    NameParticles,
    /// "claimed *similar* attacks": words that make a plural one of a kind, at no time.
    LikeActs,
    /// "claimed *earlier* attacks": words that set other acts apart from the one told.
    OtherActs,
    /// "Christmas *market*": nouns behind a feast's name that make it no date.
    FeastThings,
    /// "shouted in *Arabic*": languages, which are no places.
    LanguageNames,
    /// "the *region* of A": first-level units, whose "of" names them.
    UnitNouns,
    /// "Example *Avenue*": what ends the name of a road.
    RoadNouns,
    /// "*following* weeks of threats": words that say what came first.
    ComingAfter,
    /// "*Meanwhile*, 45 people were killed": words that turn to something else.
    TurningWords,
    /// "today", "this *evening*": times that are no part of the phrase before them.
    TimeNouns,
    /// "Montebello *municipality*": nouns behind the name of a small place.
    LocalityNouns,
    /// "The *incident* occurred in …": nouns for what was told before.
    IncidentNouns,
    /// "a *group* of armed men": nouns whose "of" names who they are made of.
    CollectiveNouns,
    /// "*alleged* gunmen", "*several* shops": words before a phrase that say nothing of whom or what it names.
    VagueModifiers,
    /// "*escaped* the attack", "was the *target* of an attack": words whose subject is whom or what it hit.
    UndergoingWords,
    /// "the *building*", "two *cars*": things that are hit, but tell no type of target.
    PlainThings,
    /// "two *members*", "the *employees*": people who are hit, but tell no type of target.
    PlainPeople,
    /// "*alleged* members": words before people that say it is not sure that they did it.
    DoubtingModifiers,
    /// "*hooded* individuals": words before people nobody knows that belong to what they are called.
    Manners,
    /// "village", "street": grounds that are where something happened, not what was hit.
    PlaceNouns,
    /// "*destroyed*": words that leave nothing of a thing.
    RuiningWords,
    /// "*damaged*": words that leave a thing in part.
    DamagingWords,
    /// "*fell* from 12 to five": verbs and nouns of a number that changes.
    ChangingVerbs,
    /// "the *home* of the mayor": things told apart only by whose they are.
    OwnedThings,
    /// "an *operation* executed by the army": what is carried out, and is nobody put to death.
    ExecutedThings,
    /// "*students* clashed with police": people who come together unarmed.
    AssemblingPeople,
    /// "the *mastermind* of the bombing": nouns for people by an act of theirs.
    Makers,
    /// "two *men*": nouns that tell nothing of people but their number.
    FacelessPeople,
    /// "killed in *violence*": nouns for armed conflict at large.
    ViolenceNouns,
    /// "an *offshoot* of the group": nouns for one group by another.
    KinNouns,
    /// "the *embassy* warned its citizens": bodies that warn, though no actor of the codebook.
    Institutions,
    /// "*Colonel* Diaz": titles before a name, which are no part of it.
    Titles,
    /// "Ana *de la* Cruz": words inside names.
    NameLinks,
    /// "Salinas *Brigade*": words that make a name in capitals that of a body or thing.
    BodyNouns,
    /// "a *faction* calling itself": nouns for whoever a text introduces by name.
    BandNouns,
    /// "a group *calling* itself": verbs that introduce a name.
    NamingVerbs,
    /// "Valley Liberation *Brigades*", "*Jaish* al-Wadi": words in the names of armed groups.
    BandNames,
    /// "the Harvest *campaign*", "*Operation* Dry Season": nouns for many acts under one name.
    CampaignNouns,
    /// "*during* the campaign": words that put an act into the time of something.
    DuringWords,
    /// "*launched* Operation Dry Season": verbs in the past for the beginning of something.
    OpeningVerbs,
    /// "arrested the *attackers*": nouns for whoever did an act that was told.
    Culprits,
    /// "*most* of the attacks": shares of many, which tell of none.
    ShareWords,
    /// "the *ability* to carry out attacks": nouns for what somebody could do.
    AbilityNouns,
    /// "*rumours* that the army is behind it": nouns for what some say and the report does not.
    HearsayNouns,
}

impl List {
    /// Every list; a codebook without words for one of them would silently do without the rule.
    pub const ALL: &[List] = &[
        List::SettlementNouns,
        List::MemberNouns,
        List::GroupNouns,
        List::LooseModifiers,
        List::ForceModifiers,
        List::Ordinals,
        List::DestroyingVerbs,
        List::VagueSites,
        List::SiteNouns,
        List::OfficeNouns,
        List::TerritoryNouns,
        List::SideNouns,
        List::OrganisationNouns,
        List::AtLargeAdverbs,
        List::AbstractNouns,
        List::SpeechAdverbs,
        List::TurnWords,
        List::CeasingVerbs,
        List::MeasureNouns,
        List::ThingNouns,
        List::NationalNouns,
        List::BareSites,
        List::HappeningVerbs,
        List::LaunchingVerbs,
        List::GunmenNouns,
        List::NameParticles,
        List::LikeActs,
        List::OtherActs,
        List::FeastThings,
        List::LanguageNames,
        List::UnitNouns,
        List::RoadNouns,
        List::ComingAfter,
        List::TurningWords,
        List::TimeNouns,
        List::LocalityNouns,
        List::IncidentNouns,
        List::CollectiveNouns,
        List::VagueModifiers,
        List::UndergoingWords,
        List::PlainThings,
        List::PlainPeople,
        List::DoubtingModifiers,
        List::Manners,
        List::PlaceNouns,
        List::RuiningWords,
        List::DamagingWords,
        List::ChangingVerbs,
        List::OwnedThings,
        List::ExecutedThings,
        List::AssemblingPeople,
        List::Makers,
        List::FacelessPeople,
        List::ViolenceNouns,
        List::KinNouns,
        List::Institutions,
        List::Titles,
        List::NameLinks,
        List::BodyNouns,
        List::BandNouns,
        List::NamingVerbs,
        List::BandNames,
        List::CampaignNouns,
        List::DuringWords,
        List::OpeningVerbs,
        List::Culprits,
        List::ShareWords,
        List::AbilityNouns,
        List::HearsayNouns,
    ];
}

impl Words {
    /// Whether a word (lower case) is in a list.
    pub fn listed(&self, list: List, word: &str) -> bool {
        self.lists
            .get(&list)
            .is_some_and(|words| words.contains(word))
    }
}

impl Words {
    /// What the column under a head holds: the longest listed words in it.
    ///
    /// ```
    /// use codebook::{Codebook, Column};
    /// let words = &Codebook::embedded().words;
    /// assert_eq!(words.column("Number of deaths"), Some(Column::Killed));
    /// assert_eq!(words.column("Location of death[3]"), Some(Column::Place));
    /// assert_eq!(words.column("Opening hours"), None);
    /// ```
    pub fn column(&self, head: &str) -> Option<Column> {
        longest(&self.columns, head).copied()
    }

    /// True where the words are a head as listed, with nothing more.
    pub fn is_column(&self, head: &str) -> bool {
        let head = plain(head);
        self.columns
            .values()
            .flatten()
            .any(|phrase| *phrase == head)
    }

    /// The event type that the words of a cell tell, as its code.
    pub fn cell(&self, cell: &str) -> Option<&str> {
        longest(&self.cells, cell).map(String::as_str)
    }

    /// True where a whole cell is a word of that sort.
    pub fn is_row_word(&self, sort: RowWord, cell: &str) -> bool {
        let cell = plain(cell);
        self.rows
            .get(&sort)
            .is_some_and(|list| list.contains(&cell))
    }

    /// True where a cell holds a word of that sort.
    pub fn has_row_word(&self, sort: RowWord, cell: &str) -> bool {
        let cell = format!(" {} ", plain(cell));
        self.rows
            .get(&sort)
            .is_some_and(|list| list.iter().any(|word| holds(&cell, word)))
    }
}

/// The key whose phrase stands in some words, the longest phrase first, then the first key.
fn longest<'m, K: Ord>(lists: &'m BTreeMap<K, Vec<String>>, words: &str) -> Option<&'m K> {
    let words = format!(" {} ", plain(words));
    let mut best: Option<(usize, &K)> = None;
    for (key, list) in lists {
        for phrase in list {
            if best.is_none_or(|(length, _)| phrase.len() > length) && holds(&words, phrase) {
                best = Some((phrase.len(), key));
            }
        }
    }
    best.map(|(_, key)| key)
}

/// True where a plain phrase stands in plain words, a space at both ends of them, as words of their own.
fn holds(words: &str, phrase: &str) -> bool {
    let space = |at: usize| words.as_bytes().get(at) == Some(&b' ');
    words
        .match_indices(phrase)
        .any(|(at, found)| at > 0 && space(at - 1) && space(at + found.len()))
}

/// Lower case, one space between words, without marks and notes in brackets.
pub(crate) fn plain(words: &str) -> String {
    let mut out = String::new();
    let mut inside = 0_usize;
    for letter in words.chars() {
        match letter {
            '[' => inside += 1,
            ']' => inside = inside.saturating_sub(1),
            _ if inside > 0 => {}
            _ if letter.is_alphanumeric() || letter == '#' => out.extend(letter.to_lowercase()),
            _ if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::{Column, RowWord};
    use crate::Codebook;

    #[test]
    fn every_word_of_a_cell_tells_a_known_event_type() {
        let codebook = Codebook::embedded();
        for code in codebook.words.cells.keys() {
            assert!(
                codebook.events.iter().any(|event| &event.code == code),
                "{code}"
            );
        }
    }

    #[test]
    fn the_longest_words_of_a_head_say_what_its_column_holds() {
        let words = &Codebook::embedded().words;
        for (head, column) in [
            ("Killed", Column::Killed),
            ("Killed by", Column::Perpetrator),
            ("Cause of death", Column::Kind),
            ("Date of death", Column::Date),
            ("No. of deaths", Column::Killed),
            ("Attackers killed", Column::KilledPerpetrators),
            ("Province", Column::Area),
        ] {
            assert_eq!(words.column(head), Some(column), "{head}");
        }
    }

    #[test]
    fn marks_and_case_do_not_hide_a_row_word() {
        let words = &Codebook::embedded().words;
        assert!(words.is_row_word(RowWord::Total, "TOTAL:"));
        assert!(!words.is_row_word(RowWord::Total, "Total war"));
        assert!(words.has_row_word(RowWord::Mishap, "Helicopter crash near the base"));
    }
}
