use crate::cli::Everywhere;
use crate::desk::{self, Setup};
use crate::output::Ending;
use crate::stamp::user_of_system;
use anyhow::Result;
use clap::Args;
use std::net::{IpAddr, Ipv4Addr};

/// Open the review desk: explore, review and code the casebook in a browser
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist serve                              for this machine only, at http://127.0.0.1:8642/
  annalist serve --read-only                  to look, not to decide
  annalist serve --address 0.0.0.0            for others too; everybody signs in
  annalist user add anna --role reviewer      who may

Nobody has to sign in while the desk answers to this machine only and there are no users. Put it
behind a server that speaks HTTPS before others reach it over a network that is not yours.")]
pub struct Serve {
    /// Where to listen; anything but this machine's own address makes everybody sign in
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,

    /// The port; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = 8642)]
    port: u16,
}

pub fn run(args: &Serve, everywhere: &Everywhere) -> Result<Ending> {
    desk::run(Setup {
        path: everywhere.casebook.clone(),
        knowledge: everywhere.knowledge()?,
        address: args.address,
        port: args.port,
        read_only: everywhere.read_only,
        local_user: user_of_system(),
    })?;
    Ok(Ending::Done)
}
