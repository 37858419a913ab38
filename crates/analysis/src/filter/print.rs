//! Printing a filter in its one fixed spelling.

use super::{Expr, Filter, Part, State, Test, Word};
use std::fmt::{self, Display, Formatter};

impl Display for Filter {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.expr.fmt(f)
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Expr::All(parts) => joined(f, parts, " and ", |part| matches!(part, Expr::Any(_))),
            Expr::Any(parts) => joined(f, parts, " or ", |_| false),
            Expr::Not(inner) => {
                let group = matches!(**inner, Expr::All(_) | Expr::Any(_));
                f.write_str("not ")?;
                grouped(f, inner, group)
            }
            Expr::Test(test) => test.fmt(f),
        }
    }
}

fn joined(
    f: &mut Formatter<'_>,
    parts: &[Expr],
    between: &str,
    group: impl Fn(&Expr) -> bool,
) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        grouped(f, part, group(part))?;
    }
    Ok(())
}

fn grouped(f: &mut Formatter<'_>, expr: &Expr, group: bool) -> fmt::Result {
    if group {
        write!(f, "({expr})")
    } else {
        expr.fmt(f)
    }
}

impl Display for Test {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Test::Flag(flag) => f.write_str(flag.word()),
            Test::Is {
                subject,
                state,
                negated,
            } => {
                let state = match state {
                    State::Told => "told",
                    State::Disputed => "disputed",
                };
                let not = if *negated { "not " } else { "" };
                write!(f, "{} is {not}{state}", subject.word())
            }
            Test::OneOf {
                field,
                values,
                negated,
            } => {
                let (one, many) = if *negated {
                    ("!=", "not in")
                } else {
                    ("=", "in")
                };
                let sign = if values.len() == 1 { one } else { many };
                write!(f, "{} {sign} {}", field.word(), Values(values))
            }
            Test::Under { field, values } => {
                write!(f, "{} under {}", field.word(), Values(values))
            }
            Test::Like { field, words } => {
                let field = field.map_or("text", super::TextField::word);
                write!(f, "{field} ~ {}", Quoted(&words.text))
            }
            Test::Number {
                field,
                part,
                compare,
                value,
            } => {
                let part = match part {
                    Part::Low => ".low",
                    Part::Best => "",
                    Part::High => ".high",
                };
                write!(f, "{}{part} {} {value}", field.word(), compare.sign())
            }
            Test::Date { relation, when } => write!(f, "date {} {when}", relation.word()),
            Test::Near { km, place } => write!(f, "within {km} km of {}", Quoted(&place.text)),
        }
    }
}

/// One value, or several in parentheses.
struct Values<'a>(&'a [Word]);

impl Display for Values<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let [only] = self.0 {
            return Quoted(&only.text).fmt(f);
        }
        let quoted: Vec<String> = self
            .0
            .iter()
            .map(|word| Quoted(&word.text).to_string())
            .collect();
        write!(f, "({})", quoted.join(", "))
    }
}

/// A value in quotes, its own quotes doubled.
struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "'{}'", self.0.replace('\'', "''"))
    }
}
