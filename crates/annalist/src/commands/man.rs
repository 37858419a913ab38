use crate::cli;
use crate::output::{self, Ending};
use anyhow::Result;
use clap::{Args, Command};
use std::fmt::Write as _;

/// Print the manual page
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist man > ~/.local/share/man/man1/annalist.1
  annalist man --markdown > docs/commands.md")]
pub struct Man {
    /// Print the reference page of all commands, in Markdown
    #[arg(long)]
    markdown: bool,
}

pub fn run(args: &Man) -> Result<Ending> {
    let text = if args.markdown { reference() } else { pages()? };
    output::print(&text)?;
    Ok(Ending::Done)
}

/// The program's page and, behind it, one for every command, in roff.
fn pages() -> Result<String> {
    let mut command = cli::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for sub in shown(&command) {
        let name = format!("annalist-{}", sub.get_name());
        clap_mangen::Man::new(sub.clone())
            .title(name)
            .render(&mut page)?;
    }
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// All commands' help as one page.
fn reference() -> String {
    let mut command = cli::command()
        .term_width(100)
        .color(clap::ColorChoice::Never);
    command.build();
    let mut out = "# Commands\n\n\
        This page is made by `annalist man --markdown`; a test fails when it is out of date.\n\n"
        .to_owned();
    help(&mut out, &command, "annalist", 2);
    out
}

fn help(out: &mut String, command: &Command, name: &str, level: usize) {
    let mut page = command.clone().bin_name(name).term_width(100);
    let text = page.render_long_help().to_string();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let _ = write!(
        out,
        "{} {name}\n\n```text\n{}\n```\n\n",
        "#".repeat(level),
        lines.join("\n").trim_end()
    );
    for sub in shown(command) {
        help(out, sub, &format!("{name} {}", sub.get_name()), 3);
    }
    if level == 2 {
        let kept = out.trim_end().len();
        out.truncate(kept);
        out.push('\n');
    }
}

fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    let subs = command.get_subcommands();
    subs.filter(|sub| !sub.is_hide_set() && sub.get_name() != "help")
}
