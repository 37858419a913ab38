use serde::Deserialize;
use toml::Spanned;

/// A type of event: one file of `codebook/events/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventType {
    /// Type code: `bombing`.
    pub code: String,
    /// Class code: `attack`.
    pub class: String,
    /// Heading.
    pub name: String,
    /// What it is, in one sentence.
    pub means: String,
    /// What it is not.
    pub not: Vec<String>,
    /// Which type wins where words of several stand together: the higher.
    pub rank: u8,
    /// Weapon codes that hold unless the text names a more exact one.
    pub weapons: Vec<String>,
    /// The words that tell of it.
    pub triggers: Vec<Trigger>,
    /// Sentences that are coded so.
    pub examples: Vec<Example>,
    /// Sentences that are not.
    pub counterexamples: Vec<String>,
}

/// A sentence and the types it is coded as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// Type codes, sorted.
    pub codes: Vec<String>,
}

/// Which kind of word a trigger is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TriggerForm {
    /// Inflects as a verb; takes subject and object.
    Verb,
    /// Inflects as a noun; takes "of", "on", "by".
    Noun,
}

/// What a trigger must be said of, to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Argument {
    /// A weapon of the codebook.
    Weapon,
    /// A person or group of persons.
    Person,
    /// A place, building or person: anything that can be a target.
    Target,
}

/// Words that tell of an event.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about a word, as its block lists them"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// The word or phrase as listed: `blow up`.
    pub phrase: String,
    /// How it inflects.
    pub form: TriggerForm,
    /// Index of its event type.
    pub event: usize,
    /// Weapon codes it names.
    pub weapons: Vec<String>,
    /// It tells of an attacker who meant to die.
    pub suicide: bool,
    /// It counts only where the subject, or what the noun is of, is such.
    pub subject: Option<Argument>,
    /// It counts only where the object is such.
    pub object: Option<Argument>,
    /// The subject is whom it happened to ("died in").
    pub victim_subject: bool,
    /// It tells of deaths.
    pub kills: bool,
    /// It tells of injuries.
    pub injures: bool,
    /// It needs a named actor, a weapon or victims beside it.
    pub weak: bool,
    /// It tells of what was meant, not done ("plot against").
    pub planned: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventFile {
    pub class: ClassBlock,
    #[serde(default)]
    pub trigger: Vec<TriggerBlock>,
    #[serde(default)]
    pub example: Vec<ExampleBlock>,
    #[serde(default)]
    pub counterexample: Vec<CounterexampleBlock>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClassBlock {
    pub id: Spanned<String>,
    pub class: Spanned<String>,
    pub name: String,
    pub means: String,
    #[serde(default)]
    pub not: Vec<String>,
    pub rank: u8,
    #[serde(default)]
    pub weapons: Vec<Spanned<String>>,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about a word, as its block lists them"
)]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TriggerBlock {
    #[serde(default)]
    pub verbs: Vec<Spanned<String>>,
    #[serde(default)]
    pub nouns: Vec<Spanned<String>>,
    #[serde(default)]
    pub weapons: Vec<Spanned<String>>,
    #[serde(default)]
    pub suicide: bool,
    #[serde(default)]
    pub subject: Option<Argument>,
    #[serde(default)]
    pub object: Option<Argument>,
    #[serde(default)]
    pub victim_subject: bool,
    #[serde(default)]
    pub kills: bool,
    #[serde(default)]
    pub injures: bool,
    #[serde(default)]
    pub weak: bool,
    #[serde(default)]
    pub planned: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExampleBlock {
    pub text: String,
    pub codes: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CounterexampleBlock {
    pub text: String,
}

impl EventFile {
    pub fn into_event(self, index: usize) -> EventType {
        let plain = |list: Vec<Spanned<String>>| -> Vec<String> {
            list.into_iter().map(Spanned::into_inner).collect()
        };
        let mut triggers = Vec::new();
        for block in self.trigger {
            let weapons = plain(block.weapons);
            let verbs = block
                .verbs
                .into_iter()
                .map(|verb| (verb, TriggerForm::Verb));
            let nouns = block
                .nouns
                .into_iter()
                .map(|noun| (noun, TriggerForm::Noun));
            for (phrase, form) in verbs.chain(nouns) {
                triggers.push(Trigger {
                    phrase: phrase.into_inner(),
                    form,
                    event: index,
                    weapons: weapons.clone(),
                    suicide: block.suicide,
                    subject: block.subject,
                    object: block.object,
                    victim_subject: block.victim_subject,
                    kills: block.kills,
                    injures: block.injures,
                    weak: block.weak,
                    planned: block.planned,
                });
            }
        }
        EventType {
            code: self.class.id.into_inner(),
            class: self.class.class.into_inner(),
            name: self.class.name,
            means: self.class.means,
            not: self.class.not,
            rank: self.class.rank,
            weapons: plain(self.class.weapons),
            triggers,
            examples: self
                .example
                .into_iter()
                .map(|example| {
                    let mut codes = plain(example.codes);
                    codes.sort();
                    Example {
                        text: example.text,
                        codes,
                    }
                })
                .collect(),
            counterexamples: self
                .counterexample
                .into_iter()
                .map(|counterexample| counterexample.text)
                .collect(),
        }
    }
}
