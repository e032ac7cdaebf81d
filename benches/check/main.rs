//! How long `bangtin check` takes with many items, and whether ten times the items take ten times as long: the library is
//! opened on files in memory, as the command and the daemon do after reading them.

use bangtin::clock::wall_now;
use bangtin::report::Source;
use bangtin::site::{Files, Library};
use std::path::Path;
use std::sync::Arc;

const SITE: &str = "[[site]]\nid = \"s\"\n[[board]]\nid = \"a\"\nsite = \"s\"\nwidth = 192\nheight = 64\nlink = \"virtual\"\n\
    [[board]]\nid = \"b\"\nsite = \"s\"\nwidth = 128\nheight = 32\ncolour = \"red\"\nlink = \"virtual\"\n";
const SLOGANS: &str = include_str!("../../examples/legibility/slogans.txt");
/// Items of one file, as many as a playlist may have.
const EACH: usize = 1000;

fn main() {
    let short = std::env::args().any(|argument| argument == "--short");
    let most = if short { 2_000 } else { 10_000 };
    println!(
        "check, {} cores, every item on two boards:",
        std::thread::available_parallelism().map_or(1, usize::from)
    );
    let few = seconds(most / 4, short);
    let many = seconds(most, short);
    println!("  {:>6} items {few:.2} s", most / 4);
    println!(
        "  {most:>6} items {many:.2} s (target: 10000 in 2 s), {:.2} times as long for 4 times as many",
        many / few
    );
}

/// The shortest of some runs, in seconds.
fn seconds(items: usize, short: bool) -> f64 {
    let files = files(items);
    let run = |_| {
        let begun = wall_now();
        let (library, faults) = Library::open(&files);
        let took = wall_now().duration_since(begun).as_secs_f64();
        let laid = library.playlists.values().map(|playlist| playlist.items.len()).sum::<usize>();
        assert!(laid == items && !faults.iter().any(bangtin::report::Fault::is_error), "the files are good");
        took
    };
    (0..if short { 1 } else { 5 }).map(run).fold(f64::INFINITY, f64::min)
}

fn files(items: usize) -> Files {
    let slogans: Vec<&str> = SLOGANS.lines().collect();
    let playlist = |file: usize| {
        let range = file * EACH..items.min((file + 1) * EACH);
        let item = |n: usize| format!("[[item]]\ntext = \"{} {n}\"\n", slogans[n % slogans.len()]);
        let text = format!("boards = [\"a\", \"b\"]\n{}", range.map(item).collect::<String>());
        source(format!("playlists/p{file}.toml"), text)
    };
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let font = |rows: &str| {
        let name = format!("bangtin-{rows}.bdf");
        let text = std::fs::read_to_string(fonts.join(&name)).expect("the fonts of the project");
        source(name, text)
    };
    Files {
        site: Some(source("bangtin.toml".to_owned(), SITE.to_owned())),
        playlists: (0..items.div_ceil(EACH)).map(playlist).collect(),
        fonts: ["8", "10", "12", "16", "16-bold", "24", "24-bold", "32", "32-bold"].map(font).to_vec(),
        ..Files::default()
    }
}

fn source(name: String, text: String) -> Arc<Source> {
    Arc::new(Source { name, text })
}
