//! Writes a generated record of so many incidents as packed columns, one file each, for
//! measuring: `cargo run --release -p analysis --example generate -- 1000000 FOLDER`.

#[path = "../benches/generated/mod.rs"]
mod generated;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let count = arguments.next().and_then(|count| count.parse().ok());
    let (Some(count), Some(folder)) = (count, arguments.next()) else {
        eprintln!("usage: generate COUNT FOLDER");
        std::process::exit(2);
    };
    std::fs::create_dir_all(&folder)?;
    for (name, bytes) in generated::packed(count) {
        std::fs::write(std::path::Path::new(&folder).join(name), bytes)?;
    }
    Ok(())
}
