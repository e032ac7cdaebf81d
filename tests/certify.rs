//! A technician asks a card, and certifies it, with the simulated card in the place of a real one.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Output, Stdio};

/// A simulated card; it ends with this.
struct Card {
    child: Child,
    address: String,
}

impl Drop for Card {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn bangtin() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bangtin"));
    command.env("BANGTIN_LANG", "en");
    command
}

fn card(width: &str) -> Card {
    let mut child = bangtin()
        .args(["simulate", "onbon-bx6", "--listen", "tcp://127.0.0.1:0", "--height", "32", "--width", width])
        .args(["--key", "colour=red", "--seconds", "300"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    // It says where it listens on one of the two.
    let (sender, lines) = std::sync::mpsc::channel();
    for pipe in [Box::new(out) as Box<dyn std::io::Read + Send>, Box::new(err)] {
        let sender = sender.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
    }
    let place = |line: &str| {
        let at = line.find("127.0.0.1:")?;
        let place: String =
            line[at..].chars().take_while(|c| c.is_ascii_digit() || ".:".contains(*c)).collect();
        Some(place.trim_end_matches(['.', ':']).to_owned())
    };
    let address = lines.iter().find_map(|line| place(&line)).expect("a place");
    Card { child, address }
}

/// Runs a command about the board behind this card, in a folder with its site file; `says` is what the person types.
fn at(card: &Card, home: &std::path::Path, words: &[&str], says: &str) -> Output {
    let site = format!(
        "[[site]]\nid = \"ubnd\"\n[[board]]\nid = \"cong\"\nsite = \"ubnd\"\nwidth = 128\nheight = 32\ncolour = \"red\"\n\
         protocol = \"onbon-bx6\"\nlink = \"tcp://{}\"\n",
        card.address
    );
    std::fs::write(home.join("bangtin.toml"), site).unwrap();
    let mut child = bangtin()
        .current_dir(home)
        .args(["board", "cong"])
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(says.as_bytes());
    child.wait_with_output().unwrap()
}

#[test]
fn a_card_that_obeys_anybody_or_has_another_size_is_told_of_and_nothing_is_changed_on_it() {
    let home = tempfile::tempdir().unwrap();
    let open = card("128");
    let told = at(&open, home.path(), &["probe", "--format", "json"], "");
    assert_eq!(told.status.code(), Some(1));
    let rows: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let codes: Vec<&str> = rows.as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap()).collect();
    assert_eq!(
        codes,
        ["ProbePort", "ProbeAnswers", "AlarmNoSecret", "AlarmCardClockLost", "ProbeCardHolds"],
        "{rows:#}"
    );
    let other = card("64");
    let told = at(&other, home.path(), &["probe"], "");
    let text = String::from_utf8(told.stdout).unwrap();
    assert!(text.contains("64 × 32") && text.contains("bangtin.toml"), "{text}");
}

#[test]
fn a_walk_with_a_willing_person_is_a_report_for_programs_and_for_people_and_leaves_nothing_behind() {
    let home = tempfile::tempdir().unwrap();
    let card = card("128");
    let says = "y BX-6E2, 123\n".to_owned() + &"y\n".repeat(7) + "s no program here\n";
    let told = at(&card, home.path(), &["certify", "--by", "Trần Văn Bình"], &says);
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    assert_eq!(told.status.code(), Some(0), "{text}");
    let reports: Vec<_> =
        std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let with = |ending: &str| {
        let named = |path: &&std::path::PathBuf| {
            path.extension().is_some_and(|found| found == ending)
                && path.file_name().unwrap().to_str().unwrap().starts_with("certify-cong-")
        };
        std::fs::read_to_string(reports.iter().find(named).expect(ending)).unwrap()
    };
    let report: toml::Table = with("toml").parse().unwrap();
    let steps = report["step"].as_array().unwrap();
    let of = |code: &str, key: &str| {
        let step = steps.iter().find(|step| step["code"].as_str() == Some(code)).unwrap();
        step[key].as_str().unwrap().to_owned()
    };
    assert_eq!((report["failed"].as_integer(), report["skipped"].as_integer()), (Some(0), Some(2)), "{text}");
    assert_eq!((of("label", "note"), of("read", "outcome")), ("BX-6E2, 123".to_owned(), "passed".to_owned()));
    assert_eq!(
        (of("noticed", "outcome"), of("foreign", "note")),
        ("skipped".into(), "no program here".to_owned())
    );
    assert!(with("txt").contains("Trần Văn Bình") && with("txt").contains("“no program here”"));
    let left = at(&card, home.path(), &["probe"], "");
    assert!(String::from_utf8(left.stdout).unwrap().contains("holds 0 parts"));
}

#[test]
fn a_board_of_frames_is_not_certified() {
    let home = tempfile::tempdir().unwrap();
    let site = "[[site]]\nid = \"a\"\n[[board]]\nid = \"b\"\nsite = \"a\"\nwidth = 64\nheight = 32\nlink = \"virtual\"\n";
    std::fs::write(home.path().join("bangtin.toml"), site).unwrap();
    let told = bangtin().current_dir(home.path()).args(["board", "b", "certify"]).output().unwrap();
    assert_eq!(told.status.code(), Some(2));
    assert!(String::from_utf8(told.stderr).unwrap().contains("nothing to certify"));
}
