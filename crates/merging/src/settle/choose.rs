//! One shown value a field.

use super::{SourceInfo, actors, figures};
use crate::profile::site_words;
use codebook::merging::MergingRules;
use model::{
    Account, AccountKey, Attribution, Field, Place, Policy, Settled, Sourced, Status, Value, When,
};
use std::collections::{BTreeMap, BTreeSet};

/// An account with what is known of its report.
#[derive(Clone)]
pub(super) struct Telling<'a> {
    pub key: AccountKey,
    pub account: &'a Account,
    /// The report, or the first of the reports it is a copy of.
    pub source: String,
    pub info: &'a SourceInfo,
}

/// All fields that anybody tells, settled.
pub(super) fn fields(
    tellings: &[Telling],
    policy: Policy,
    rules: &MergingRules,
) -> BTreeMap<Field, Settled> {
    let mut fields = BTreeMap::new();
    let hear = |tells: &dyn Fn(&Account) -> bool,
                settle: &dyn Fn(&[Telling]) -> Option<Settled>| {
        heard(tellings, policy, tells, settle)
    };
    let mut put = |field: Field, settled: Option<Settled>| {
        if let Some(settled) = settled {
            fields.insert(field, settled);
        }
    };
    put(
        Field::Date,
        hear(&|account| account.date.is_some(), &|tellings| {
            date(tellings, policy)
        }),
    );
    let class = hear(&|_| true, &|tellings| {
        let class = code(tellings, |account| Some(&account.class.value), |_| false);
        class.as_ref().map(Choice::text)
    });
    let fits = |account: &Account| match class.as_ref().map(|class| &class.value) {
        Some(Value::Text(class)) => account.class.value == *class,
        _ => true,
    };
    put(
        Field::Type,
        hear(&fits, &|tellings| {
            code(
                tellings,
                |account| fits(account).then_some(&account.kind.value),
                |kind| rules.kind.generic.contains(kind),
            )
            .as_ref()
            .map(Choice::text)
        }),
    );
    put(Field::Class, class.clone());
    put(Field::Status, hear(&|_| true, &status));
    for (field, get) in TEXTS {
        put(
            field,
            hear(&|account| get(account).is_some(), &|tellings| {
                text(tellings, get)
            }),
        );
    }
    put(
        Field::Place,
        hear(&|account| account.place.is_some(), &place),
    );
    put(Field::Site, hear(&|account| account.site.is_some(), &site));
    put(
        Field::Location,
        hear(&|account| account.location.is_some(), &location),
    );
    put(
        Field::Perpetrators,
        hear(&|account| !account.perpetrators.is_empty(), &|tellings| {
            actors::perpetrators(tellings, policy, rules)
        }),
    );
    put(
        Field::Attribution,
        hear(&|account| account.attribution.is_some(), &|tellings| {
            attribution(tellings, policy)
        }),
    );
    for (field, get) in actors::CLAIMS {
        put(
            field,
            hear(&|account| !get(account).is_empty(), &|tellings| {
                actors::claims(tellings, get, policy, rules)
            }),
        );
    }
    for (field, get) in CODES {
        put(
            field,
            hear(&|account| !get(account).is_empty(), &|tellings| {
                codes(tellings, get)
            }),
        );
    }
    for (field, get) in FLAGS {
        put(
            field,
            hear(&|account| get(account).is_some(), &|tellings| {
                flag(tellings, get, policy)
            }),
        );
    }
    for (field, get) in figures::FIELDS {
        put(field, figures::settle(tellings, get, policy));
    }
    fields
}

/// Fields of one code or name that are settled alike.
type Text = fn(&Account) -> Option<&Sourced<String>>;
const TEXTS: [(Field, Text); 3] = [
    (Field::Country, |account| account.country.as_ref()),
    (Field::Admin1, |account| account.admin1.as_ref()),
    (Field::FromCountry, |account| account.from_country.as_ref()),
];

/// Fields of several codes.
type Codes = fn(&Account) -> Vec<&str>;
const CODES: [(Field, Codes); 2] = [
    (Field::Targets, |account| {
        let targets = account.targets.iter();
        targets.map(|target| target.kind.value.as_str()).collect()
    }),
    (Field::Weapons, |account| {
        let weapons = account.weapons.iter();
        weapons.map(|weapon| weapon.value.as_str()).collect()
    }),
];

/// Fields of yes and no.
type YesOrNo = fn(&Account) -> Option<&Sourced<bool>>;
const FLAGS: [(Field, YesOrNo); 2] = [
    (Field::Suicide, |account| account.suicide.as_ref()),
    (Field::Multiple, |account| account.multiple.as_ref()),
];

/// Settles a field from those accounts alone that a policy listens to: of the report published
/// last, or of the best graded sources. Other policies, and these where nothing is known to go
/// by, listen to all. Whether the accounts can all be right is asked of all.
fn heard(
    tellings: &[Telling],
    policy: Policy,
    tells: &dyn Fn(&Account) -> bool,
    settle: &dyn Fn(&[Telling]) -> Option<Settled>,
) -> Option<Settled> {
    let all = settle(tellings)?;
    let told: Vec<&Telling> = tellings
        .iter()
        .filter(|telling| tells(telling.account))
        .collect();
    let heard: Vec<Telling> = match policy {
        Policy::Latest => {
            let last = told.iter().filter_map(|telling| telling.info.published);
            let Some(last) = last.max() else {
                return Some(all);
            };
            let is_last = |telling: &&&Telling| telling.info.published == Some(last);
            told.iter().filter(is_last).copied().cloned().collect()
        }
        Policy::Authoritative => {
            let Some(best) = best_standing(told.iter().copied()) else {
                return Some(all);
            };
            let is_best = |telling: &&&Telling| telling.info.standing() == best;
            told.iter().filter(is_best).copied().cloned().collect()
        }
        _ => return Some(all),
    };
    let settled = settle(&heard)?;
    Some(Settled {
        policy: policy.word().into(),
        disputed: all.disputed,
        ..settled
    })
}

/// The standing of those that `authoritative` listens to; `None` where no source is graded.
pub(super) fn best_standing<'t>(told: impl Iterator<Item = &'t Telling<'t>> + Clone) -> Option<u8> {
    let graded = told.clone().any(|telling| telling.info.grade.is_some());
    let best = told.map(|telling| telling.info.standing()).min()?;
    graded.then_some(best)
}

/// A value that a rule chose among those told.
struct Choice<T> {
    value: T,
    from: Vec<AccountKey>,
    disputed: bool,
}

impl<T> Choice<T> {
    fn settled(self, policy: &str, wrap: impl FnOnce(T) -> Value) -> Settled {
        Settled {
            value: wrap(self.value),
            from: self.from,
            policy: policy.into(),
            disputed: self.disputed,
        }
    }
}

impl Choice<String> {
    fn text(&self) -> Settled {
        Settled {
            value: Value::Text(self.value.clone()),
            from: self.from.clone(),
            policy: "majority".into(),
            disputed: self.disputed,
        }
    }
}

/// The value that most independent sources give, ties to the fullest account, then to the
/// first by key. `agree` says which told values are no dispute with the chosen one.
fn majority<'t, T: Ord + Clone + 't>(
    told: &[(&'t Telling<'t>, T)],
    agree: impl Fn(&T, &T) -> bool,
) -> Option<Choice<T>> {
    let mut sources: BTreeMap<&T, BTreeSet<&str>> = BTreeMap::new();
    for (telling, value) in told {
        sources.entry(value).or_default().insert(&telling.source);
    }
    let (_, chosen) = told.iter().min_by_key(|(telling, value)| {
        let votes = sources.get(value).map_or(0, BTreeSet::len);
        (
            std::cmp::Reverse(votes),
            std::cmp::Reverse(fullness(telling.account)),
            &telling.key,
        )
    })?;
    Some(Choice {
        value: chosen.clone(),
        from: told
            .iter()
            .filter(|(_, value)| value == chosen)
            .map(|(telling, _)| telling.key.clone())
            .collect(),
        disputed: told.iter().any(|(_, value)| !agree(value, chosen)),
    })
}

/// How much an account tells: the number of fields it gives.
fn fullness(account: &Account) -> usize {
    [
        account
            .date
            .as_ref()
            .is_some_and(|date| date.value.is_day()),
        account.country.is_some(),
        account.admin1.is_some(),
        account.place.is_some(),
        account.site.is_some(),
        account.killed.is_some(),
        account.injured.is_some(),
        !account.perpetrators.is_empty(),
        !account.targets.is_empty(),
        !account.weapons.is_empty(),
    ]
    .into_iter()
    .filter(|given| *given)
    .count()
}

/// A code; those that leave the matter open count only where nobody says more.
fn code(
    tellings: &[Telling],
    get: impl Fn(&Account) -> Option<&String>,
    open: impl Fn(&str) -> bool,
) -> Option<Choice<String>> {
    let mut told: Vec<(&Telling, String)> = tellings
        .iter()
        .filter_map(|telling| Some((telling, get(telling.account)?.clone())))
        .collect();
    if told.iter().any(|(_, value)| !open(value)) {
        told.retain(|(_, value)| !open(value));
    }
    majority(&told, |a, b| a == b)
}

fn text(tellings: &[Telling], get: Text) -> Option<Settled> {
    code(
        tellings,
        |account| get(account).map(|text| &text.value),
        |_| false,
    )
    .as_ref()
    .map(Choice::text)
}

/// A quarter ("Karrada, Baghdad") says more than its city and is no dispute with it.
fn place(tellings: &[Telling]) -> Option<Settled> {
    let within = |long: &str, short: &str| {
        long.rsplit_once(',')
            .is_some_and(|(_, city)| city.trim() == short)
    };
    finest(
        tellings,
        |account| account.place.as_ref(),
        |a, b| a == b,
        within,
    )
}

/// A name that has all words of another ("Uzbek consulate", "the consulate") says more than it and is
/// no dispute with it.
fn site(tellings: &[Telling]) -> Option<Settled> {
    let words = |name: &str| -> BTreeSet<String> { site_words(name).into_iter().collect() };
    let within = |long: &str, short: &str| {
        let (long, short) = (words(long), words(short));
        long.len() > short.len() && short.is_subset(&long)
    };
    let same = |a: &str, b: &str| words(a) == words(b);
    finest(tellings, |account| account.site.as_ref(), same, within)
}

/// Of the names that no other says more than (`within(long, short)`), the one that most sources give;
/// disputed where a name is neither the same nor less.
fn finest(
    tellings: &[Telling],
    get: Text,
    same: impl Fn(&str, &str) -> bool,
    within: impl Fn(&str, &str) -> bool,
) -> Option<Settled> {
    let told: Vec<(&Telling, String)> = tellings
        .iter()
        .filter_map(|telling| Some((telling, get(telling.account)?.value.clone())))
        .collect();
    let finest: Vec<(&Telling, String)> = told
        .iter()
        .filter(|(_, short)| !told.iter().any(|(_, long)| within(long, short)))
        .cloned()
        .collect();
    let mut choice = majority(&finest, |a, b| a == b)?;
    choice.disputed = told
        .iter()
        .any(|(_, value)| !same(value, &choice.value) && !within(&choice.value, value));
    Some(choice.text())
}

fn status(tellings: &[Telling]) -> Option<Settled> {
    let told: Vec<(&Telling, Status)> = tellings
        .iter()
        .map(|telling| (telling, telling.account.status.value))
        .collect();
    majority(&told, |a, b| a == b).map(|choice| choice.settled("majority", Value::Status))
}

/// The surest that anybody gives: a claim goes before the word of an authority. Under `lowest`
/// the least sure, under `majority` what most independent sources give.
fn attribution(tellings: &[Telling], policy: Policy) -> Option<Settled> {
    let told: Vec<(&Telling, Attribution)> = tellings
        .iter()
        .filter_map(|telling| Some((telling, telling.account.attribution.as_ref()?.value)))
        .collect();
    let (value, how) = match policy {
        Policy::Lowest => (told.iter().map(|(_, value)| *value).min()?, "least sure"),
        Policy::Majority => (majority(&told, |a, b| a == b)?.value, "majority"),
        _ => (told.iter().map(|(_, value)| *value).max()?, "surest"),
    };
    Some(Settled {
        value: Value::Attribution(value),
        from: told
            .iter()
            .filter(|(_, told)| *told == value)
            .map(|(telling, _)| telling.key.clone())
            .collect(),
        policy: how.into(),
        disputed: false,
    })
}

/// Yes where anybody says yes; under `majority` what most independent sources say.
fn flag(tellings: &[Telling], get: YesOrNo, policy: Policy) -> Option<Settled> {
    let told: Vec<(&Telling, bool)> = tellings
        .iter()
        .filter_map(|telling| Some((telling, get(telling.account)?.value)))
        .collect();
    let (value, how) = match policy {
        Policy::Majority => (majority(&told, |a, b| a == b)?.value, "majority"),
        _ => (told.iter().map(|(_, value)| *value).max()?, "any"),
    };
    Some(Settled {
        value: Value::Flag(value),
        from: told
            .iter()
            .filter(|(_, told)| *told == value)
            .map(|(telling, _)| telling.key.clone())
            .collect(),
        policy: how.into(),
        disputed: told.iter().any(|(_, told)| *told != value),
    })
}

/// All codes that anybody gives, those that most independent sources give first.
fn codes(tellings: &[Telling], get: Codes) -> Option<Settled> {
    let mut sources: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut from = Vec::new();
    for telling in tellings {
        let given = get(telling.account);
        if !given.is_empty() {
            from.push(telling.key.clone());
        }
        for code in given {
            sources.entry(code).or_default().insert(&telling.source);
        }
    }
    let mut codes: Vec<(&str, usize)> = sources
        .iter()
        .map(|(code, sources)| (*code, sources.len()))
        .collect();
    codes.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    (!codes.is_empty()).then(|| Settled {
        value: Value::Texts(codes.into_iter().map(|(code, _)| code.to_owned()).collect()),
        from,
        policy: "all".into(),
        disputed: false,
    })
}

/// The days that all accounts allow. Where there are none: under `lowest` and `highest` the
/// earliest and the latest date told, under `majority` the date that most sources give, else the
/// most exact date that most sources give.
fn date(tellings: &[Telling], policy: Policy) -> Option<Settled> {
    let told: Vec<(&Telling, When)> = tellings
        .iter()
        .filter_map(|telling| Some((telling, telling.account.date.as_ref()?.value)))
        .collect();
    let (_, first) = told.first()?;
    let shared = told
        .iter()
        .skip(1)
        .try_fold(*first, |days, (_, other)| days.intersect(other));
    if let Some(value) = shared {
        let rests = |other: &When| {
            other.first == value.first && value.first.is_some()
                || other.last == value.last && value.last.is_some()
        };
        return Some(Settled {
            value: Value::When(value),
            from: told
                .iter()
                .filter(|(_, other)| rests(other))
                .map(|(telling, _)| telling.key.clone())
                .collect(),
            policy: "shared days".into(),
            disputed: false,
        });
    }
    let outermost = match policy {
        Policy::Lowest => told
            .iter()
            .map(|(_, when)| *when)
            .min_by_key(|when| (when.first, when.last)),
        Policy::Highest => {
            // An open end is the latest of all.
            let end = |when: &When| (when.last.is_none(), when.last, when.first);
            told.iter().map(|(_, when)| *when).max_by_key(end)
        }
        Policy::Majority => majority(&told, |a, b| a == b).map(|choice| choice.value),
        _ => None,
    };
    if let Some(value) = outermost {
        return Some(Settled {
            value: Value::When(value),
            from: told
                .iter()
                .filter(|(_, other)| *other == value)
                .map(|(telling, _)| telling.key.clone())
                .collect(),
            policy: policy.word().into(),
            disputed: true,
        });
    }
    let width = |when: &When| when.days().unwrap_or(u32::MAX);
    let narrowest = told.iter().map(|(_, when)| width(when)).min()?;
    let exact: Vec<(&Telling, When)> = told
        .iter()
        .filter(|(_, when)| width(when) == narrowest)
        .copied()
        .collect();
    let choice = majority(&exact, |a, b| a == b)?;
    Some(
        Choice {
            disputed: true,
            ..choice
        }
        .settled("majority", Value::When),
    )
}

/// The most exact coordinates, ties to what most sources give.
fn location(tellings: &[Telling]) -> Option<Settled> {
    let told: Vec<(&Telling, &Place)> = tellings
        .iter()
        .filter_map(|telling| Some((telling, &telling.account.location.as_ref()?.value)))
        .collect();
    let exactest = told.iter().map(|(_, place)| place.precision).min()?;
    let named: Vec<(&Telling, (String, Option<u64>))> = told
        .iter()
        .filter(|(_, place)| place.precision == exactest)
        .map(|(telling, place)| (*telling, (place.name.clone(), place.geonames)))
        .collect();
    let choice = majority(&named, |a, b| a == b)?;
    let place = told.iter().map(|(_, place)| *place).find(|place| {
        place.precision == exactest
            && (&place.name, place.geonames) == (&choice.value.0, choice.value.1)
    })?;
    Some(choice.settled("most exact", |_| Value::Place(place.clone())))
}
