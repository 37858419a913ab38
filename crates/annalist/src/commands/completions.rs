use crate::cli;
use crate::output::{self, Ending};
use anyhow::Result;
use clap::Args;
use clap_complete::Shell;

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist completions bash > ~/.local/share/bash-completion/completions/annalist
  annalist completions zsh > ~/.zfunc/_annalist
  annalist completions fish > ~/.config/fish/completions/annalist.fish")]
pub struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

pub fn run(args: &Completions) -> Result<Ending> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut cli::command(), "annalist", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Ending::Done)
}
