//! How long `bangtin check` takes with many items, and whether ten times the items take ten times as long: the library is
//! opened on files in memory, as the command and the daemon do after reading them. And what approval costs: laying out every
//! board with and without it, and working out what an approval is bound to.

use bangtin::clock::wall_now;
use bangtin::editorial::{Permits, Seal};
use bangtin::report::Source;
use bangtin::site::{Files, Library, Permitted};
use std::collections::{BTreeMap, BTreeSet};
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
    let few = seconds(most / 4, &files(most / 4), short);
    let many = seconds(most, &files(most), short);
    println!("  {:>6} items {few:.2} s", most / 4);
    println!(
        "  {most:>6} items {many:.2} s (target: 10000 in 2 s), {:.2} times as long for 4 times as many",
        many / few
    );
    let number = if short { 10 } else { 100 };
    let took = seconds(number * EACH / 2, &boards(number), true);
    println!(
        "  {number} boards, each with 500 items of its own and a campaign: {took:.2} s (target: 100 in 60 s)"
    );
    approval(if short { 100 } else { 1000 });
}

/// What approval costs, where boards of one shape show one playlist of 12 items.
fn approval(number: usize) {
    let board = |n: usize| {
        format!(
            "[[board]]\nid = \"b{n}\"\nsite = \"s\"\nwidth = 192\nheight = 64\nlink = \"virtual\"\ntags = [\"t\"]\n"
        )
    };
    let boards: String = (0..number).map(board).collect();
    let items: String =
        SLOGANS.lines().take(12).map(|text| format!("[[item]]\ntext = \"{text}\"\n")).collect();
    let list = source("playlists/p.toml".to_owned(), format!("tags = [\"t\"]\n{items}"));
    let site = Some(source("bangtin.toml".to_owned(), format!("[[site]]\nid = \"s\"\n{boards}")));
    let files = Files { site, playlists: vec![list], ..files(0) };
    let mut library = Library::open(&files, None).0;
    let laid = |library: &Library| {
        let begun = wall_now();
        let withheld: usize =
            library.site.boards.iter().map(|board| library.programme(board).withheld().len()).sum();
        assert_eq!(withheld, 0, "everything is approved");
        wall_now().duration_since(begun).as_secs_f64()
    };
    let without = laid(&library);
    let begun = wall_now();
    let mut seals: BTreeMap<String, BTreeSet<Seal>> = BTreeMap::new();
    for on in library.seals(&library.playlists["p"]) {
        seals.entry(on.board).or_default().insert(on.seal);
    }
    let sealed = wall_now().duration_since(begun).as_secs_f64();
    let only = seals.into_iter().map(|(board, seals)| (board, Arc::new(Permits::Only(seals))));
    library.permits = Arc::new(Permitted::Only(only.collect()));
    let with = laid(&library);
    println!(
        "  {number} boards with 12 items: laid out in {without:.2} s, {with:.2} s where approval is asked for;"
    );
    println!("    what an approval of them is bound to: {:.0} ms", sealed * 1000.0);
}

/// Boards that have nothing in common: each has a playlist of its own with 500 items in their hours, and a campaign.
fn boards(boards: usize) -> Files {
    let slogans: Vec<&str> = SLOGANS.lines().collect();
    let board = |n: usize| {
        format!(
            "[[board]]\nid = \"b{n}\"\nsite = \"s\"\nwidth = {}\nheight = 64\nlink = \"virtual\"\n",
            192 + n % 7
        )
    };
    let playlist = |n: usize| {
        let item = |i: usize| {
            let (from, text) = (i % 23, slogans[i % slogans.len()]);
            format!(
                "[[item]]\ntext = \"{text}\"\nwindows = [{{ from = \"{from:02}:00\", to = \"{:02}:30\" }}]\n",
                from + 1
            )
        };
        let items: String = (0..EACH / 2).map(item).collect();
        let campaign = "[campaign]\ndirective = \"47/KH-UBND\"\nper_week = 2000\n";
        source(format!("playlists/p{n}.toml"), format!("boards = [\"b{n}\"]\n{campaign}{items}"))
    };
    let site = (0..boards).map(board).collect::<String>();
    Files {
        site: Some(source("bangtin.toml".to_owned(), format!("[[site]]\nid = \"s\"\n{site}"))),
        playlists: (0..boards).map(playlist).collect(),
        ..files(0)
    }
}

/// The shortest of some runs, in seconds.
fn seconds(items: usize, files: &Files, short: bool) -> f64 {
    let run = |_| {
        let begun = wall_now();
        let (library, faults) = Library::open(files, Some(begun));
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
