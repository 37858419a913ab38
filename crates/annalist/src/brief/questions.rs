//! Blocks that ask what the commands ask: `{{first by="country"}}`, `{{reconcile}}`, ….

use super::footnotes::quote;
use super::named::{self, Named};
use super::scope::{Chosen, SCOPE};
use super::template::Call;
use super::writer::Writer;
use analysis::{Answer, Asked, By, Mistake, Settings, Sheet, Side, TollTold};
use model::AccountKey;
use std::rc::Rc;

/// A question as a block.
pub(super) struct Question {
    /// The block's name, which is the command's.
    pub name: &'static str,
    /// Its arguments beside the scope and those of all questions.
    keys: &'static [&'static str],
    /// Its tables that are shown where `part` asks for none.
    pub shown: &'static [&'static str],
}

/// How an answer is shown: the same for all questions.
const SHOW: [&str; 6] = ["part", "columns", "row", "top", "caption", "none"];

const fn question(
    name: &'static str,
    keys: &'static [&'static str],
    shown: &'static [&'static str],
) -> Question {
    Question { name, keys, shown }
}

/// All questions that a block can ask.
pub(super) const QUESTIONS: [Question; 10] = [
    question("tally", &["by"], &[]),
    question("first", &["by"], &[]),
    question("trend", &["every", "until"], &[]),
    question("compare", &["one", "other", "by"], &["counts"]),
    question("reconcile", &["what", "place", "report"], &["counts"]),
    question("list", &["what", "place", "report"], &[]),
    question("claims", &["every"], &["actors"]),
    question("warnings", &["days", "times", "seed"], &["signals"]),
    question("coverage", &[], &["sources"]),
    question("tolls", &["conflicting"], &["sources"]),
];

/// A question worked out: what a block shows of it and what a sentence takes from it.
pub(super) struct Answered {
    /// Its tables.
    pub sheets: Vec<Sheet>,
    /// What it says in words.
    pub said: Vec<String>,
    /// Its single figures.
    pub named: Vec<Named>,
    /// The filter in its fixed spelling.
    pub filter: Option<String>,
    /// Ids of the incidents that it is about.
    pub about: Vec<String>,
    /// What it leaves out, as sentences.
    pub leaves_out: Vec<String>,
}

impl Writer<'_> {
    /// A block of a question: its table, or with `question.figure` one of its figures.
    pub(super) fn question(&mut self, call: &Call) -> Result<(), Mistake> {
        let (name, cell) = match call.name.split_once('.') {
            Some((name, cell)) => (name, Some(cell)),
            None => (call.name.as_str(), None),
        };
        let Some(question) = QUESTIONS.iter().find(|question| question.name == name) else {
            return Ok(());
        };
        let keys: Vec<&str> = (question.keys.iter())
            .chain(&SCOPE)
            .chain(&SHOW)
            .copied()
            .collect();
        call.check(self.source, &keys, 0)?;
        let answered = self.answer(question, call)?;
        match cell {
            Some(cell) => self.figure_of(call, question, cell, &answered),
            None => self.sheets(call, question, &answered),
        }
    }

    /// The answer, worked out once for all blocks that ask the same.
    fn answer(&mut self, question: &Question, call: &Call) -> Result<Rc<Answered>, Mistake> {
        let mut key = question.name.to_owned();
        for arg in call.args.iter().filter(|arg| !SHOW.contains(&&*arg.key)) {
            key.push_str(&format!("\n{}={}", arg.key, self.filled(arg)?));
        }
        // A list of tolls is as long as it is shown.
        if question.name == "tolls" {
            key.push_str(&format!("\ntop={}", self.count_arg(call, "top", 10)?));
        }
        if let Some(known) = self.answers.get(&key) {
            return Ok(Rc::clone(known));
        }
        let answered = Rc::new(self.ask(question, call)?);
        self.answers.insert(key, Rc::clone(&answered));
        Ok(answered)
    }

    fn ask(&mut self, question: &Question, call: &Call) -> Result<Answered, Mistake> {
        if ["reconcile", "list"].contains(&question.name) {
            return self.reconcile(question.name, call);
        }
        let chosen = self.chosen(call)?;
        let asked = self.asked(&chosen);
        Ok(match question.name {
            "tally" => {
                let by = self.one_field(call, "tally by=\"country\"")?;
                let table = analysis::count(&asked, &[by]);
                Answered {
                    sheets: vec![table.sheet(by.word())],
                    said: Vec::new(),
                    named: named::tally(&table),
                    leaves_out: table.caption.notes.clone(),
                    ..about(&chosen)
                }
            }
            "first" => {
                let fields = self.fields(call, "by", Some("country"))?;
                let firsts = analysis::first(&asked, &fields);
                let actor = call.arg("actor").map(|arg| self.filled(arg)).transpose()?;
                let mut named = named::first(&firsts);
                named.push(self.counted_only(&firsts, actor.as_deref().unwrap_or_default()));
                whole(&firsts, named, &chosen)
            }
            "trend" => {
                let every = self.step(call, "every", By::Month)?;
                let until = self.until(call)?;
                let trend = analysis::trend(&asked, every, until)
                    .map_err(|mistake| self.at_block(call, &mistake))?;
                whole(&trend, named::trend(&trend), &chosen)
            }
            "compare" => {
                let one = self.side(call, "one", &asked)?;
                let other = self.side(call, "other", &asked)?;
                let compared = analysis::compare(&asked, &one, &other)
                    .map_err(|mistake| self.at_block(call, &mistake))?;
                whole(&compared, named::compare(&compared), &chosen)
            }
            "claims" => {
                let every = self.step(call, "every", By::Year)?;
                let claims = analysis::claims(&asked, every);
                whole(
                    &claims,
                    named::claims(&claims, |id| self.short_of(id)),
                    &chosen,
                )
            }
            "warnings" => {
                let standard = Settings::default();
                let settings = Settings {
                    days: self.whole(call, "days", u64::from(standard.days), 0..=3650)? as u32,
                    times: self.whole(call, "times", u64::from(standard.times), 1..=1_000_000)?
                        as u32,
                    seed: self.whole(call, "seed", standard.seed, 0..=u64::MAX)?,
                };
                let warned = self.view.warned;
                let found =
                    analysis::warnings(&asked, warned, &self.view.announced(), settings, |_| ());
                whole(&found, super::leads::warnings(&found), &chosen)
            }
            "coverage" => {
                let coverage = analysis::coverage(&asked);
                whole(&coverage, named::coverage(&coverage), &chosen)
            }
            _ => {
                let top = self.count_arg(call, "top", 10)?;
                let conflicting = self.yes(call, "conflicting")?;
                let tolls = analysis::tolls(&asked, top, conflicting, |key| self.told(key));
                whole(&tolls, named::tolls(&tolls), &chosen)
            }
        })
    }

    /// What an account says of the toll; names of private persons are left out.
    pub(super) fn told(&self, key: &AccountKey) -> Option<TollTold> {
        let account = self.view.accounts.get(key)?;
        let report = self.view.reports.get(&key.report)?;
        let hidden = self.footnotes.hidden_in(&key.report);
        let told = crate::tolls::told(account, report);
        Some(TollTold {
            words: super::persons::hide(&told.words, &hidden),
            source: super::persons::hide(&told.source, &hidden),
            quote: quote(account, report, &hidden),
            ..told
        })
    }

    /// An incident in a few words, by its id.
    fn short_of(&self, id: &str) -> String {
        let incidents = self.incidents_of([&id.to_owned()]);
        let told = incidents.first();
        told.map_or(String::new(), |incident| {
            super::sentences::short(incident, self.view)
        })
    }

    fn side(&self, call: &Call, key: &str, asked: &Asked<'_>) -> Result<Side, Mistake> {
        let Some(arg) = call.arg(key) else {
            let hint = "write {{compare one=\"2022-04\" other=\"2022-05\"}}";
            let problem = format!("`{key}` is missing: a comparison has two sides");
            return Err(self.source.mistake(&call.at, problem, hint));
        };
        let text = self.filled(arg)?;
        let side = Side::read(&text, asked).map_err(|mistake| {
            let hint = mistake.hint.clone();
            self.source.mistake(&arg.value_at, mistake.problem, hint)
        })?;
        // Its filter is looked up here, so that a mistake in it is shown where it stands.
        let bound = side.filter.bind(self.view.context).map(|_| ());
        bound.map_err(|mistake| self.in_template(arg, &text, &mistake))?;
        Ok(side)
    }

    fn until(&self, call: &Call) -> Result<Option<jiff::civil::Date>, Mistake> {
        let Some(arg) = call.arg("until") else {
            return Ok(None);
        };
        let text = self.filled(arg)?;
        let day = text.trim().parse().ok();
        let problem = || format!("`{text}` is no day");
        day.map(Some).ok_or_else(|| {
            self.source
                .mistake(&arg.value_at, problem(), "write until=2022-05-01")
        })
    }

    fn one_field(&self, call: &Call, example: &str) -> Result<By, Mistake> {
        match self.fields(call, "by", None)?.as_slice() {
            [by] => Ok(*by),
            fields => {
                let at = call.arg("by").map_or(&call.at, |arg| &arg.value_at);
                let problem = match fields {
                    [] => "what to count by is missing",
                    _ => "this counts by one field",
                };
                let hint = format!("write {{{{{example}}}}}");
                Err(self.source.mistake(at, problem, hint))
            }
        }
    }

    /// A mistake of a question, shown at its block.
    fn at_block(&self, call: &Call, mistake: &Mistake) -> Mistake {
        self.source
            .mistake(&call.at, &*mistake.problem, &*mistake.hint)
    }
}

fn about(chosen: &Chosen<'_>) -> Answered {
    Answered {
        sheets: Vec::new(),
        said: Vec::new(),
        named: Vec::new(),
        filter: chosen.filter.clone(),
        about: (chosen.incidents.iter())
            .map(|incident| incident.id.clone())
            .collect(),
        leaves_out: Vec::new(),
    }
}

pub(super) fn whole(answer: &impl Answer, named: Vec<Named>, chosen: &Chosen<'_>) -> Answered {
    Answered {
        sheets: answer.sheets(),
        said: answer.sentences(),
        named,
        leaves_out: answer.caption().notes.clone(),
        ..about(chosen)
    }
}
