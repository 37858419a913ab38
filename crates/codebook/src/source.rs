use crate::actors::{Actor, ActorFile};
use crate::check::{self, Spots};
use crate::countries::{Country, CountryFile};
use crate::error::{Error, Problem};
use crate::events::{EventFile, EventType, Trigger, TriggerForm};
use crate::inflect::{Form, noun_forms, plural, verb_forms};
use crate::phrases::{Phrases, fold};
use crate::terms::{PersonNoun, TargetType, TermFile, TermForm, WeaponType};
use crate::times::{TimeTable, Times};
use crate::words::{Cue, Words, plain};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/codebook_files.rs"));

/// What a phrase of a text may stand for. Numbers index the codebook's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// Words that tell of an event.
    Trigger {
        /// Index into [`Codebook::triggers`].
        trigger: u16,
        /// Which form of the word.
        form: Form,
    },
    /// An actor's name.
    Actor {
        /// Index into [`Codebook::actors`].
        actor: u16,
        /// Counts only beside a full name, or where the country fits.
        weak: bool,
    },
    /// A capital or palace that may stand for a government.
    Metonym {
        /// Index into [`Codebook::actors`].
        actor: u16,
    },
    /// A country's name.
    Country {
        /// Index into [`Codebook::countries`].
        country: u16,
        /// Often something else.
        ambiguous: bool,
    },
    /// Of a country or its people.
    Demonym {
        /// Index into [`Codebook::countries`].
        country: u16,
    },
    /// A weapon.
    Weapon {
        /// Index into [`Codebook::weapons`].
        weapon: u16,
        /// Its bearer meant to die.
        suicide: bool,
    },
    /// Somebody or something that can be a target.
    Target {
        /// Index into [`Codebook::targets`].
        target: u16,
        /// People, building or body.
        form: TermForm,
        /// More than one.
        plural: bool,
    },
    /// People who may have done it.
    People {
        /// What the noun tells.
        kind: PersonNoun,
        /// More than one.
        plural: bool,
    },
    /// A number word: index into [`Words::numbers`].
    Number(u16),
    /// A hedge: index into [`Words::hedges`].
    Hedge(u16),
    /// A noun that a stated count may count: index into [`Codebook::counted`].
    Counted(u16),
    /// A cue.
    Cue {
        /// What it tells.
        cue: Cue,
        /// Which form of the word.
        form: Form,
    },
}

/// Words that mark a disturbing passage.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disturbing {
    /// Words and runs of words; `*` at the end of a word stands for any ending.
    pub words: Vec<String>,
    /// Sentences that are marked.
    #[serde(default)]
    pub example: Vec<String>,
    /// Sentences that are not.
    #[serde(default)]
    pub counterexample: Vec<String>,
}

/// The codebook: everything an analyst could argue about.
#[derive(Debug)]
pub struct Codebook {
    /// Event types, sorted by code.
    pub events: Vec<EventType>,
    /// All triggers of all types.
    pub triggers: Vec<Trigger>,
    /// Actors, sorted by id.
    pub actors: Vec<Actor>,
    /// Countries, sorted by code.
    pub countries: Vec<Country>,
    /// Target types.
    pub targets: Vec<TargetType>,
    /// Weapon types.
    pub weapons: Vec<WeaponType>,
    /// People nouns by what they tell.
    pub people: Vec<(PersonNoun, Vec<String>)>,
    /// What marks a passage that is blurred until asked for.
    pub disturbing: Disturbing,
    /// Small words.
    pub words: Words,
    /// Words of time.
    pub times: Times,
    /// The words of time as one table.
    pub time_table: TimeTable,
    /// Codes of what a stated count may count, sorted.
    pub counted: Vec<String>,
    /// How accounts are compared.
    pub merging: crate::merging::MergingRules,
    /// Everything above as one table of phrases.
    pub phrases: Phrases<Sense>,
    /// FNV-1a of all files, 16 hexadecimal digits: stamped on outputs.
    pub hash: String,
    /// By country, how many of the listed armed groups are at home there.
    theatres: BTreeMap<String, u32>,
    names: BTreeMap<String, usize>,
}

impl Codebook {
    /// How many of the listed armed groups are at home in a country (ISO 3166-1 alpha-2).
    pub fn armed_groups_of(&self, country: &str) -> u32 {
        self.theatres.get(country).copied().unwrap_or(0)
    }

    /// The codebook built into the program.
    ///
    /// # Panics
    /// Never in a released program: a test loads it.
    pub fn embedded() -> &'static Codebook {
        static CODEBOOK: OnceLock<Codebook> = OnceLock::new();
        CODEBOOK.get_or_init(|| {
            // A test checks the built-in files: at each start they are only read.
            match Codebook::read(FILES, HASH.to_owned(), false) {
                Ok(codebook) => codebook,
                Err(error) => panic!("the built-in codebook is broken: {error}"),
            }
        })
    }

    /// Reads a folder laid out like the built-in codebook.
    ///
    /// # Errors
    /// A folder that cannot be read, or every mistake in its files with line and caret.
    pub fn load(folder: &Path) -> Result<Codebook, Error> {
        let mut files = Vec::new();
        read_folder(folder, folder, &mut files)?;
        files.sort();
        Codebook::parse(&files)
    }

    /// The files of the built-in codebook, as (path below `codebook/`, text), sorted.
    pub fn embedded_files() -> &'static [(&'static str, &'static str)] {
        FILES
    }

    /// Reads files given as (path below the codebook folder, text).
    ///
    /// # Errors
    /// Every mistake in the files, with line and caret.
    pub fn parse(files: &[(String, String)]) -> Result<Codebook, Error> {
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        Codebook::read(&files, hash(&files), true)
    }

    fn read(files: &[(&str, &str)], hash: String, checked: bool) -> Result<Codebook, Error> {
        let mut problems = Vec::new();
        let mut spots = Spots::default();
        let mut book = Codebook {
            events: Vec::new(),
            triggers: Vec::new(),
            actors: Vec::new(),
            countries: Vec::new(),
            targets: Vec::new(),
            weapons: Vec::new(),
            people: Vec::new(),
            disturbing: Disturbing::default(),
            words: Words::default(),
            times: Times::default(),
            time_table: TimeTable::default(),
            counted: Vec::new(),
            merging: crate::merging::MergingRules::default(),
            phrases: Phrases::default(),
            hash,
            theatres: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        let mut actors = actor_files(files);
        for (name, text) in files {
            if *name == "merging.toml" {
                match crate::merging::MergingRules::read(text) {
                    Ok(rules) => book.merging = rules,
                    Err(message) => problems.push(Problem::at(name, text, 0..0, message)),
                }
                continue;
            }
            let file = actors.remove(name);
            let spots = checked.then_some(&mut spots);
            if let Err(error) = book.read_file(name, text, file, spots) {
                let range = error.span().unwrap_or(0..0);
                let message = error.message().trim_end().replace('\n', "; ");
                problems.push(Problem::at(name, text, range, message));
            }
        }
        if checked {
            check::check(files, &spots, &mut problems);
        }
        if !problems.is_empty() {
            problems.sort();
            return Err(Error::Mistakes(problems));
        }
        book.actors.sort_by(|a, b| a.id.cmp(&b.id));
        book.countries.sort_by(|a, b| a.code.cmp(&b.code));
        book.triggers = book
            .events
            .iter()
            .flat_map(|event| event.triggers.iter().cloned())
            .collect();
        book.time_table = TimeTable::new(&book.times, &book.words.numbers);
        for actor in book
            .actors
            .iter()
            .filter(|actor| actor.kind.is_armed_group())
        {
            if let Some(home) = actor.countries.first() {
                *book.theatres.entry(home.clone()).or_default() += 1;
            }
        }
        book.fill_phrases();
        Ok(book)
    }

    fn read_file(
        &mut self,
        name: &str,
        text: &str,
        actors: Option<Result<ActorFile, toml::de::Error>>,
        mut spots: Option<&mut Spots>,
    ) -> Result<(), toml::de::Error> {
        let folder = name.split('/').next().unwrap_or("");
        match (folder, name) {
            ("actors", _) => {
                let file = actors.unwrap_or_else(|| toml::from_str(text))?;
                if let Some(spots) = &mut spots {
                    spots.actors(name, &file);
                }
                self.actors.extend(
                    file.actor
                        .into_iter()
                        .map(super::actors::ActorBlock::into_actor),
                );
            }
            ("events", _) => {
                let file: EventFile = toml::from_str(text)?;
                if let Some(spots) = &mut spots {
                    spots.event(name, &file);
                }
                let index = self.events.len();
                self.events.push(file.into_event(index));
            }
            ("words", _) if name.ends_with("-times.toml") => {
                self.times.extend(toml::from_str(text)?);
            }
            ("words", _) => {
                let words: Words = toml::from_str(text)?;
                self.words.numbers.extend(words.numbers);
                self.words.hedges.extend(words.hedges);
                self.words.days.extend(words.days);
                for (cue, list) in words.verbs {
                    self.words.verbs.entry(cue).or_default().extend(list);
                }
                for (cue, list) in words.nouns {
                    self.words.nouns.entry(cue).or_default().extend(list);
                }
                for (code, list) in words.tallies {
                    self.words.tallies.entry(code).or_default().extend(list);
                }
                for (name, list) in words.lists {
                    self.words.lists.entry(name).or_default().extend(list);
                }
                for (cue, list) in words.phrases {
                    self.words.phrases.entry(cue).or_default().extend(list);
                }
                // Compared with plain words, cell by cell and line by line: made plain once.
                let all = |list: Vec<String>| list.into_iter().map(|word| plain(&word));
                for (column, list) in words.columns {
                    let known = self.words.columns.entry(column).or_default();
                    known.extend(all(list));
                }
                for (code, list) in words.cells {
                    let known = self.words.cells.entry(code).or_default();
                    known.extend(all(list));
                }
                for (sort, list) in words.rows {
                    self.words.rows.entry(sort).or_default().extend(all(list));
                }
            }
            (_, "demonyms.toml") => {
                let file: CountryFile = toml::from_str(text)?;
                if let Some(spots) = &mut spots {
                    spots.countries(name, &file);
                }
                self.countries.extend(
                    file.country
                        .into_iter()
                        .map(super::countries::CountryBlock::into_country),
                );
            }
            (_, "targets.toml" | "weapons.toml" | "people.toml") => {
                let file: TermFile = toml::from_str(text)?;
                if let Some(spots) = &mut spots {
                    spots.terms(name, &file);
                }
                self.targets.extend(
                    file.target
                        .into_iter()
                        .map(super::terms::TargetBlock::into_target),
                );
                self.weapons.extend(
                    file.weapon
                        .into_iter()
                        .map(super::terms::WeaponBlock::into_weapon),
                );
                self.people.extend(file.people.into_iter().map(|block| {
                    let nouns = block
                        .nouns
                        .into_iter()
                        .map(toml::Spanned::into_inner)
                        .collect();
                    (block.kind, nouns)
                }));
            }
            (_, "disturbing.toml") => self.disturbing = toml::from_str(text)?,
            // regions.toml and the like belong to the gazetteer.
            _ => {}
        }
        Ok(())
    }

    /// The actor with that id.
    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.actors
            .binary_search_by(|actor| actor.id.as_str().cmp(id))
            .ok()
            .map(|index| &self.actors[index])
    }

    /// The actor that has that name, alias or id, however it is spelled.
    pub fn actor_named(&self, name: &str) -> Option<&Actor> {
        if let Some(actor) = self.actor(name) {
            return Some(actor);
        }
        self.names
            .get(&fold(name))
            .map(|index| &self.actors[*index])
    }

    /// The country with that ISO code.
    pub fn country(&self, code: &str) -> Option<&Country> {
        self.countries
            .binary_search_by(|country| country.code.as_str().cmp(code))
            .ok()
            .map(|index| &self.countries[index])
    }

    /// The country of that name, code or alias.
    pub fn country_named(&self, name: &str) -> Option<&Country> {
        let folded = fold(name);
        self.country(&name.to_uppercase()).or_else(|| {
            self.countries.iter().find(|country| {
                fold(&country.name) == folded
                    || country.names.iter().any(|other| fold(other) == folded)
            })
        })
    }

    /// The event type with that code and, where several classes share it, that class.
    pub fn event(&self, class: Option<&str>, code: &str) -> Option<&EventType> {
        self.events
            .iter()
            .find(|event| event.code == code && class.is_none_or(|class| event.class == class))
    }

    /// True where the actor is `ancestor` or belongs to it, however far down.
    pub fn is_under(&self, id: &str, ancestor: &str) -> bool {
        let mut at = Some(id);
        for _ in 0..8 {
            let Some(current) = at else { return false };
            if current == ancestor {
                return true;
            }
            at = self
                .actor(current)
                .and_then(|actor| actor.parent.as_deref());
        }
        false
    }

    fn fill_phrases(&mut self) {
        let table = &mut self.phrases;
        let names = |actor: &Actor| 1 + actor.aliases.len() + actor.weak_aliases.len();
        table.reserve(self.actors.iter().map(names).sum::<usize>() + 8_192);
        for (index, trigger) in self.triggers.iter().enumerate() {
            let forms = match trigger.form {
                TriggerForm::Verb => verb_forms(&trigger.phrase),
                TriggerForm::Noun => noun_forms(&trigger.phrase),
            };
            add_forms(table, forms, |form| Sense::Trigger {
                trigger: index as u16,
                form,
            });
        }
        for (index, actor) in self.actors.iter().enumerate() {
            let number = index as u16;
            let full = std::iter::once(&actor.name).chain(&actor.aliases);
            let mut seen = std::collections::BTreeSet::new();
            // "Kata'ib" is as often written "Kataib".
            let plain: Vec<String> = full
                .clone()
                .filter(|name| name.contains(['\'', '’', '‘', 'ʿ', 'ʼ', '`']))
                .map(|name| name.replace(['\'', '’', '‘', 'ʿ', 'ʼ', '`'], ""))
                .filter(|name| !name.contains(" s ") && !name.ends_with('s'))
                .collect();
            for name in full.chain(&plain) {
                let folded = fold(name);
                if seen.insert(folded.clone()) {
                    table.add(
                        name,
                        Sense::Actor {
                            actor: number,
                            weak: false,
                        },
                    );
                    self.names.insert(folded, index);
                }
            }
            for name in &actor.weak_aliases {
                table.add(
                    name,
                    Sense::Actor {
                        actor: number,
                        weak: true,
                    },
                );
            }
            for name in &actor.metonyms {
                table.add(name, Sense::Metonym { actor: number });
            }
        }
        for (index, country) in self.countries.iter().enumerate() {
            let number = index as u16;
            for name in std::iter::once(&country.name).chain(&country.names) {
                let ambiguous = country.ambiguous.contains(name);
                table.add(
                    name,
                    Sense::Country {
                        country: number,
                        ambiguous,
                    },
                );
            }
            for name in &country.demonyms {
                table.add(name, Sense::Demonym { country: number });
            }
        }
        for (index, weapon) in self.weapons.iter().enumerate() {
            let words = weapon.words.iter().map(|word| (word, false));
            let suicide = weapon.suicide_words.iter().map(|word| (word, true));
            for (word, suicide) in words.chain(suicide) {
                let sense = Sense::Weapon {
                    weapon: index as u16,
                    suicide,
                };
                add_forms(table, noun_forms(word), |_| sense);
            }
        }
        for (index, target) in self.targets.iter().enumerate() {
            for (form, word) in &target.words {
                add_forms(table, noun_forms(word), |noun| Sense::Target {
                    target: index as u16,
                    form: *form,
                    plural: noun == Form::Plural || plural(word) == *word,
                });
            }
        }
        for (kind, nouns) in &self.people {
            for noun in nouns {
                add_forms(table, noun_forms(noun), |form| Sense::People {
                    kind: *kind,
                    plural: form != Form::Singular,
                });
            }
        }
        for (index, number) in self.words.numbers.iter().enumerate() {
            table.add(&number.word, Sense::Number(index as u16));
        }
        for (index, hedge) in self.words.hedges.iter().enumerate() {
            for word in &hedge.words {
                table.add(word, Sense::Hedge(index as u16));
            }
        }
        self.counted = self.words.tallies.keys().cloned().collect();
        for (index, nouns) in self.words.tallies.values().enumerate() {
            for noun in nouns {
                add_forms(table, noun_forms(noun), |_| Sense::Counted(index as u16));
            }
        }
        for (cue, verbs) in &self.words.verbs {
            for verb in verbs {
                add_forms(table, verb_forms(verb), |form| Sense::Cue {
                    cue: *cue,
                    form,
                });
            }
        }
        for (cue, nouns) in &self.words.nouns {
            for noun in nouns {
                add_forms(table, noun_forms(noun), |form| Sense::Cue {
                    cue: *cue,
                    form,
                });
            }
        }
        for (cue, phrases) in &self.words.phrases {
            for phrase in phrases {
                table.add(
                    phrase,
                    Sense::Cue {
                        cue: *cue,
                        form: Form::Fixed,
                    },
                );
            }
        }
    }
}

/// Adds each form once; where two forms are spelled alike, the later (the participle) is kept
/// beside the earlier, since only a sentence tells them apart.
fn add_forms(
    table: &mut Phrases<Sense>,
    forms: Vec<(Form, String)>,
    sense: impl Fn(Form) -> Sense,
) {
    let mut added: Vec<String> = Vec::new();
    for (form, phrase) in forms {
        if !added.contains(&phrase) {
            table.add(&phrase, sense(form));
            added.push(phrase);
        }
    }
}

fn read_folder(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) -> Result<(), Error> {
    let wrap = |path: &Path, source| Error::Read {
        path: path.to_owned(),
        source,
    };
    for entry in std::fs::read_dir(folder).map_err(|error| wrap(folder, error))? {
        let path = entry.map_err(|error| wrap(folder, error))?.path();
        if path.is_dir() {
            read_folder(root, &path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            let text = std::fs::read_to_string(&path).map_err(|error| wrap(&path, error))?;
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            files.push((name, text));
        }
    }
    Ok(())
}

/// The files of actors, most of the codebook, read on two threads.
fn actor_files<'f>(
    files: &[(&'f str, &str)],
) -> BTreeMap<&'f str, Result<ActorFile, toml::de::Error>> {
    let actors: Vec<&(&str, &str)> = files
        .iter()
        .filter(|(name, _)| name.starts_with("actors/"))
        .collect();
    let whole: usize = actors.iter().map(|(_, text)| text.len()).sum();
    let mut sum = 0;
    let middle = actors
        .iter()
        .position(|(_, text)| {
            sum += text.len();
            sum * 2 > whole
        })
        .unwrap_or(0);
    let read = |part: &[&(&'f str, &str)]| -> Vec<_> {
        let part = part.iter();
        part.map(|(name, text)| (*name, toml::from_str(text)))
            .collect()
    };
    let (first, second) = actors.split_at(middle);
    std::thread::scope(|scope| {
        let beside = scope.spawn(|| read(second));
        let mut all = read(first);
        match beside.join() {
            Ok(others) => all.extend(others),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        all.into_iter().collect()
    })
}

fn hash(files: &[(&str, &str)]) -> String {
    let mut state = 0xcbf2_9ce4_8422_2325u64;
    for (name, text) in files {
        for byte in name.bytes().chain([0]).chain(text.bytes()).chain([0]) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
    format!("{state:016x}")
}
