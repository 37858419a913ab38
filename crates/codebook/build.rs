//! Packs the data folders into the crate: `codebook/` as text, `gazetteer/` as a lookup table.
//! Each half stands in its own file under `build/`.

#[path = "build/codebook.rs"]
mod codebook_files;
#[path = "build/gazetteer.rs"]
mod gazetteer_files;

fn main() {
    codebook_files::embed();
    gazetteer_files::lay_out();
}
