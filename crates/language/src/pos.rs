//! Parts of speech, as Universal Dependencies name them, and the forms of verbs, nouns and adjectives.

macro_rules! names {
    ($(#[$outer:meta])* $name:ident, $all:ident: $($(#[$inner:meta])* $variant:ident = $text:literal,)+) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $name { $($(#[$inner])* $variant,)+ }

        impl $name {
            /// All of them, in order.
            pub const $all: &'static [Self] = &[$(Self::$variant,)+];

            /// The name as the treebanks write it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The one of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}
pub(crate) use names;

names! {
    /// The part of speech of a word: the seventeen universal ones.
    Pos, ALL:
    /// "heavy", "armed".
    Adj = "ADJ",
    /// "of", "near"; "up" in "blew up".
    Adp = "ADP",
    /// "reportedly", "when".
    Adv = "ADV",
    /// "was", "had", "could".
    Aux = "AUX",
    /// "and".
    Cconj = "CCONJ",
    /// "the", "some".
    Det = "DET",
    /// "yes".
    Intj = "INTJ",
    /// "convoy".
    Noun = "NOUN",
    /// "six", "1,200".
    Num = "NUM",
    /// "not", "to" before a verb, "'s".
    Part = "PART",
    /// "they", "which", "his".
    Pron = "PRON",
    /// "Kabul".
    Propn = "PROPN",
    /// Marks.
    Punct = "PUNCT",
    /// "that" before a clause, "after" before one.
    Sconj = "SCONJ",
    /// "$", "%".
    Sym = "SYM",
    /// "killed".
    Verb = "VERB",
    /// Foreign words, parts of broken ones, web addresses.
    X = "X",
}

names! {
    /// The form of a verb, noun, adjective or adverb. Written as features: "VerbForm=Fin|Tense=Past" is `Past`.
    Form, ALL:
    /// Words without forms.
    None = "_",
    /// "attack" in "to attack", "will attack".
    Base = "Base",
    /// "attack" in "they attack".
    Present = "Present",
    /// "attacks" in "he attacks".
    PresentThird = "PresentThird",
    /// "attacked" in "they attacked".
    Past = "Past",
    /// "attacked" in "was attacked", "the attacked village".
    PastParticiple = "PastParticiple",
    /// "attacking".
    Ing = "Ing",
    /// "could".
    Modal = "Modal",
    /// "soldier", "Kabul".
    Singular = "Singular",
    /// "soldiers", "Philippines".
    Plural = "Plural",
    /// "heavier".
    Comparative = "Comparative",
    /// "heaviest".
    Superlative = "Superlative",
    /// "his", "'s".
    Possessive = "Possessive",
    /// "up" in "blew up".
    Particle = "Particle",
    /// "who", "which", "when".
    Wh = "Wh",
}

/// What kind of word a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tag {
    /// Its part of speech.
    pub pos: Pos,
    /// Its form.
    pub form: Form,
}
