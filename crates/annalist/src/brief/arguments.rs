//! What stands behind a figure's name: filters, nouns, numbers.

use super::figures::Writer;
use super::footnotes::by_time;
use super::template::{Arg, Call};
use analysis::{Filter, Mistake, NumberField, nearest};
use model::Incident;

/// Incidents chosen by a figure's filter.
pub(super) struct Chosen<'a> {
    pub(super) incidents: Vec<&'a Incident>,
    pub(super) filter: Option<String>,
}

impl<'a> Writer<'a> {
    /// The incidents a figure is about, in time order.
    pub(super) fn chosen(&mut self, call: &Call) -> Result<Chosen<'a>, Mistake> {
        let view = self.view;
        let mut chosen = Chosen {
            incidents: view.incidents.iter().collect(),
            filter: None,
        };
        if let Some(arg) = call.arg("where") {
            let text = self.filled_filter(arg)?;
            let asked: Result<Filter, Mistake> = text.parse();
            let bound = asked
                .as_ref()
                .map_err(Clone::clone)
                .and_then(|filter| filter.bind(view.context));
            let bound = bound.map_err(|mistake| self.in_template(arg, &text, &mistake))?;
            chosen.incidents.retain(|incident| bound.matches(incident));
            chosen.filter = Some(bound.text().to_owned());
            self.notes.extend(bound.notes().iter().cloned());
        }
        chosen
            .incidents
            .sort_by_cached_key(|incident| by_time(incident));
        Ok(chosen)
    }

    /// A mistake in a filter, shown in the template where it stands.
    fn in_template(&self, arg: &Arg, filter: &str, mistake: &Mistake) -> Mistake {
        if filter == arg.value {
            let start = arg.value_at.start;
            let at = start + mistake.at.start..start + mistake.at.end;
            return self.source.mistake(&at, &*mistake.problem, &*mistake.hint);
        }
        let problem = format!("{} in the filter {filter}", mistake.problem);
        self.source.mistake(&arg.value_at, problem, &*mistake.hint)
    }

    pub(super) fn filled(&self, arg: &Arg) -> Result<String, Mistake> {
        self.fill(arg, str::to_owned)
    }

    /// Values inside a filter stand inside its quotes, so their own quotes are doubled.
    fn filled_filter(&self, arg: &Arg) -> Result<String, Mistake> {
        self.fill(arg, |value| value.replace('\'', "''"))
    }

    /// The argument's value with each `{name}` replaced.
    fn fill(&self, arg: &Arg, put: impl Fn(&str) -> String) -> Result<String, Mistake> {
        let mut out = String::new();
        let mut at = 0;
        let text = arg.value.as_str();
        while let Some(open) = text[at..].find('{').map(|offset| at + offset) {
            let Some(close) = text[open..].find('}').map(|offset| open + offset) else {
                break;
            };
            let name = &text[open + 1..close];
            let Some(value) = self.values.get(name) else {
                let start = arg.value_at.start;
                let problem = format!("no value `{name}` is given");
                let hint = format!(
                    "give one (--set {name}=…), or put {{{{default {name}=\"…\"}}}} at the top"
                );
                return Err(self
                    .source
                    .mistake(&(start + open..start + close + 1), problem, hint));
            };
            out.push_str(&text[at..open]);
            out.push_str(&put(value));
            at = close + 1;
        }
        out.push_str(&text[at..]);
        Ok(out)
    }

    pub(super) fn nouns(&self, call: &Call) -> Result<Option<(String, String)>, Mistake> {
        let Some(noun) = call.arg("noun") else {
            return match call.arg("plural") {
                Some(arg) => {
                    let hint = "give both: noun=\"attack\" plural=\"attacks\"";
                    Err(self
                        .source
                        .mistake(&arg.key_at, "`plural` needs a `noun`", hint))
                }
                None => Ok(None),
            };
        };
        let one = self.filled(noun)?;
        let many = match call.arg("plural") {
            Some(plural) => self.filled(plural)?,
            None => format!("{one}s"),
        };
        Ok(Some((one, many)))
    }

    pub(super) fn number_field(&self, call: &Call) -> Result<NumberField, Mistake> {
        let fields = NumberField::ALL
            .into_iter()
            .filter(|field| field.field().is_some());
        let words: Vec<&str> = fields.map(NumberField::word).collect();
        let Some(arg) = call.words().next() else {
            let hint = format!("write {{{{sum killed}}}}; there are {}", words.join(", "));
            return Err(self
                .source
                .mistake(&call.at, "what to add up is missing", hint));
        };
        let known = NumberField::of(&arg.value).filter(|field| field.field().is_some());
        known.ok_or_else(|| {
            let hint = match nearest(&arg.value, words.iter().copied()) {
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("use one of {}", words.join(", ")),
            };
            let problem = format!("`{}` cannot be added up", arg.value);
            self.source.mistake(&arg.value_at, problem, hint)
        })
    }

    pub(super) fn count_arg(
        &self,
        call: &Call,
        key: &str,
        otherwise: usize,
    ) -> Result<usize, Mistake> {
        let Some(arg) = call.arg(key) else {
            return Ok(otherwise);
        };
        let count = arg.value.parse().ok().filter(|count| *count > 0);
        count.ok_or_else(|| {
            let problem = format!("`{}` is not a number from 1", arg.value);
            self.source
                .mistake(&arg.value_at, problem, format!("write {key}=5"))
        })
    }

    pub(super) fn newest(&self, call: &Call) -> Result<bool, Mistake> {
        match call.arg("order") {
            None => Ok(false),
            Some(arg) if arg.value == "oldest" => Ok(false),
            Some(arg) if arg.value == "newest" => Ok(true),
            Some(arg) => {
                let problem = format!("unknown order `{}`", arg.value);
                let hint = "write order=oldest or order=newest";
                Err(self.source.mistake(&arg.value_at, problem, hint))
            }
        }
    }
}
