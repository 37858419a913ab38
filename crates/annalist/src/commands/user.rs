use crate::cli::Everywhere;
use crate::desk::{hashed, one_time_password};
use crate::output::{self, Ending, columns_of, plain};
use crate::stamp::{now, user_of_system};
use anyhow::{Context as _, Result, bail};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use store::Casebook;
use store::desk::{Role, Signature};

/// Say who may sign in to the review desk, and what they may do
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  annalist user add anna --role reviewer      asks for a password, or takes a line of standard input
  annalist user add ben --role coder --new-password
  annalist user list
  annalist user role ben reviewer
  annalist user passwd ben --new-password
  annalist user close ben

Viewers read; coders code what is assigned to them; reviewers decide, merge and adjudicate; admins
manage users and assignments. As soon as there is a user, everybody signs in.")]
pub enum User {
    /// Add a user
    Add(Add),
    /// List users
    List,
    /// Give a user another role
    Role(Change),
    /// Set a password
    Passwd(Passwd),
    /// Let a user sign in no longer
    Close(Named),
    /// Let a user sign in again
    Open(Named),
}

/// A user to be added.
#[derive(Debug, Args)]
pub struct Add {
    /// By which they sign in
    #[arg(value_name = "NAME")]
    name: String,
    /// What they may do
    #[arg(long, value_name = "ROLE", default_value = "viewer", value_parser = roles())]
    role: Role,
    /// Make a password and print it once
    #[arg(long)]
    new_password: bool,
}

/// Another role.
#[derive(Debug, Args)]
pub struct Change {
    /// The user
    #[arg(value_name = "NAME")]
    name: String,
    /// What they may do
    #[arg(value_name = "ROLE", value_parser = roles())]
    role: Role,
}

/// Another password.
#[derive(Debug, Args)]
pub struct Passwd {
    /// The user
    #[arg(value_name = "NAME")]
    name: String,
    /// Make a password and print it once
    #[arg(long)]
    new_password: bool,
}

/// A user.
#[derive(Debug, Args)]
pub struct Named {
    /// The user
    #[arg(value_name = "NAME")]
    name: String,
}

fn roles() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::word)).try_map(|word| word.parse::<Role>())
}

pub fn run(args: &User, everywhere: &Everywhere) -> Result<Ending> {
    let mut casebook = everywhere.open_to_write()?;
    let (by, at) = (user_of_system(), now());
    let signature = Signature { by: &by, at: &at };
    match args {
        User::Add(add) => {
            let hash = password(&add.name, add.new_password)?;
            let first = !casebook.has_users()?;
            casebook.add_user(&add.name, add.role, &hash, signature)?;
            if first && add.role != Role::Admin {
                output::note("there is no admin yet: annalist user add NAME --role admin");
            }
        }
        User::List => list(&casebook)?,
        User::Role(change) => {
            casebook.change_user(&change.name, Some(change.role), None, None, signature)?;
        }
        User::Passwd(passwd) => {
            let hash = password(&passwd.name, passwd.new_password)?;
            casebook.change_user(&passwd.name, None, Some(&hash), None, signature)?;
        }
        User::Close(named) => {
            casebook.change_user(&named.name, None, None, Some(false), signature)?;
        }
        User::Open(named) => {
            casebook.change_user(&named.name, None, None, Some(true), signature)?;
        }
    }
    Ok(Ending::Done)
}

fn list(casebook: &Casebook) -> Result<()> {
    let mut rows = vec![
        ["Name", "Role", "May sign in", "Since"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for user in casebook.users()? {
        rows.push(vec![
            plain(&user.name),
            user.role.to_string(),
            if user.active { "yes" } else { "no" }.to_owned(),
            user.at,
        ]);
    }
    if rows.len() == 1 {
        output::print("there are no users: nobody has to sign in\n")
    } else {
        output::print(&columns_of(&rows, output::for_tables()))
    }
}

/// The hash of a password: a new one, printed once, or a line of standard input.
fn password(name: &str, new: bool) -> Result<String> {
    if new {
        let password = one_time_password()?;
        output::print(&format!("{password}\n"))?;
        return hashed(&password);
    }
    if io::stdin().is_terminal() {
        write!(io::stderr(), "password of {name} (shown as you type): ")?;
    }
    let mut line = String::new();
    io::stdin()
        .lock()
        .read_line(&mut line)
        .context("cannot read the password from standard input")?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.chars().count() < 10 {
        bail!("a password has at least ten letters; --new-password makes one");
    }
    hashed(password)
}
