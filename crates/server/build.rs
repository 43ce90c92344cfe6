//! The folder of browser files must exist for the embedding to compile; a binary built before the
//! browser files says so on its pages.

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=../../web/dist");
    std::fs::create_dir_all("../../web/dist")
}
