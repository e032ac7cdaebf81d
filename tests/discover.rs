//! `bangtin discover` and `bangtin board ID probe` against devices at the other end of a cable.

#[path = "discover/devices.rs"]
mod devices;
#[path = "discover/net.rs"]
mod net;

use net::{Net, THERE};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

fn said(output: &Output) -> (i32, String, String) {
    let words = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), words(&output.stdout), words(&output.stderr))
}

fn discover(net: &Net, folder: &Path, args: &[&str]) -> (i32, String, String) {
    said(&net.run(folder, &[&["discover"], args].concat()))
}

/// A folder for a site.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let fonts = folder.path().join("fonts");
    std::fs::create_dir(&fonts).unwrap();
    std::fs::create_dir(folder.path().join("playlists")).unwrap();
    let font = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/bangtin-16.bdf");
    std::fs::copy(font, fonts.join("bangtin-16.bdf")).unwrap();
    folder
}

#[test]
fn nothing_is_sent_before_somebody_says_where_and_how() {
    let Some(net) = Net::new() else { return };
    let folder = folder();
    let before = (net.sent("va"), net.sent("va2"));
    for args in [&[][..], &["--interface", "va"], &["--protocol", "artnet,ddp,wled"], &["--seconds", "3"]] {
        let (code, out, _) = discover(&net, folder.path(), args);
        assert!(code == 0 && out.contains("has sent nothing"), "{args:?}: {out}");
    }
    let (code, _, err) = discover(&net, folder.path(), &["--interface", "khong-co", "--protocol", "ddp"]);
    assert!(code == 2 && err.contains("`va` (10.99.0.1)"), "{err}");
    assert_eq!((net.sent("va"), net.sent("va2")), before);
    // Every way of asking keeps to the interface that was named.
    discover(
        &net,
        folder.path(),
        &["--interface", "va", "--protocol", "artnet,ddp,novastar,sacn,wled", "--seconds", "1"],
    );
    assert!(net.sent("va") >= before.0 + 4, "four of them ask, one listens");
    assert_eq!(net.sent("va2"), before.1);
}

#[test]
fn what_answers_is_listed_and_its_blocks_are_a_site_that_check_accepts() {
    let Some(net) = Net::new() else { return };
    let folder = folder();
    for device in [devices::artnet, devices::ddp, devices::novastar, devices::sacn] {
        net.there(device);
    }
    net.there(devices::wled_page);
    net.there(devices::wled_mdns);
    std::thread::sleep(std::time::Duration::from_millis(300));
    let asked = ["--interface", "va", "--protocol", "artnet,ddp,novastar,sacn,wled", "--seconds", "4"];
    let (code, out, err) = discover(&net, folder.path(), &asked);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    for words in [
        "# artnet: 10.99.0.2: Nut  [2J s",
        "Port-Address 293, 294",
        "universe = 293",
        "protocol = \"artnet\"",
        "# ddp: 10.99.0.2: P10-4, man Việt LED",
        "# novastar: 10.99.0.2: MCTRL300, control = \"novastar+tcp://10.99.0.2\"",
        "# sacn: 10.99.0.2: Ban Phim, universes 1-3, 9",
        "This is a sender and no board",
        "# wled: 10.99.0.2: Cong, WLED 0.15.0, 48 × 16",
        "width = 48",
        "Devices that answered: 5. Strange datagrams: 0.",
    ] {
        assert!(out.contains(words), "{words} is not in\n{out}");
    }
    assert!(!out.contains('\u{1b}'), "no device writes to the terminal");
    std::fs::write(folder.path().join("bangtin.toml"), &out).unwrap();
    // Boards without playlists are worth a warning, but nothing of what was printed is wrong.
    let mut check = Command::new(env!("CARGO_BIN_EXE_bangtin"));
    let (_, found, err) =
        said(&check.current_dir(folder.path()).args(["check", "--format", "json"]).output().unwrap());
    let found: Value = serde_json::from_str(&found).unwrap_or_else(|error| panic!("{error}: {err}"));
    assert!(found.as_array().unwrap().iter().all(|fault| fault["severity"] != "error"), "{found:#}\n{out}");

    // A second search makes no id anew that the site has.
    let asked = ["--interface", "10.99.0.1", "--protocol", "ddp", "--seconds", "1"];
    let (_, out, _) = discover(&net, folder.path(), &asked);
    assert!(out.contains("id = \"p10-4-2\"") && !out.contains("[[site]]"), "{out}");
    let (_, out, _) = discover(&net, folder.path(), &[&asked[..], &["--format", "json"]].concat());
    let rows: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&rows[0]["address"], &rows[0]["name"]), (&THERE.into(), &"P10-4".into()));
}

#[test]
fn ten_thousand_datagrams_of_garbage_harm_nothing() {
    let Some(net) = Net::new() else { return };
    let folder = folder();
    net.there(devices::artnet);
    net.there(devices::sacn);
    let throwing: Vec<_> = [6454, 5568, 3800]
        .map(|port| {
            net.there(move || {
                std::thread::sleep(std::time::Duration::from_millis(700));
                devices::garbage(port, 10_000);
            })
        })
        .into();
    std::thread::sleep(std::time::Duration::from_millis(300));
    let asked = ["--interface", "va", "--protocol", "artnet,sacn,novastar", "--seconds", "5"];
    let (code, out, err) = discover(&net, folder.path(), &asked);
    throwing.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("# artnet: 10.99.0.2: Nut") && out.contains("universes 1-3, 9"), "{out}");
    // What is as good as an answer is listed, and there is an end to it.
    let counts: Vec<u32> =
        out.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok()).collect();
    let [.., found, noise] = counts[..] else { panic!("{out}") };
    assert!(found <= 130 && noise > 1000, "{found} {noise}");
    assert!(
        out.chars().all(|letter| letter == '\n' || !letter.is_control()),
        "no device writes to the terminal"
    );
}

#[test]
fn a_port_that_another_program_holds_is_said_and_the_other_ways_go_on() {
    let Some(net) = Net::new() else { return };
    let folder = folder();
    net.there(devices::ddp);
    net.here(|| {
        let socket = std::net::UdpSocket::bind("0.0.0.0:6454").unwrap();
        std::thread::sleep(std::time::Duration::from_secs(4));
        drop(socket);
    });
    std::thread::sleep(std::time::Duration::from_millis(300));
    let (code, out, err) =
        discover(&net, folder.path(), &["--interface", "va", "--protocol", "artnet,ddp", "--seconds", "1"]);
    assert!(code == 1 && err.contains("Another program holds UDP port 6454"), "{err}");
    assert!(out.contains("# ddp: 10.99.0.2"), "{out}");
}

#[test]
fn a_probe_goes_along_the_way_to_a_board_and_says_where_it_ends() {
    let Some(net) = Net::new() else { return };
    let folder = folder();
    let board = |id: &str, more: &str| {
        format!("[[board]]\nid = \"{id}\"\nsite = \"x\"\nwidth = 48\nheight = 16\n{more}\n")
    };
    let site = "[[site]]\nid = \"x\"\nname = \"x\"\n".to_owned()
        + &board("good", "link = \"udp://10.99.0.2\"")
        + &board("refused", "link = \"udp://10.99.0.2:4099\"")
        + &board("nowhere", "link = \"udp://10.77.0.2\"")
        + &board("noname", "link = \"udp://khong-co.invalid\"")
        + &board("wall", "protocol = \"flaschen-taschen\"\nlink = \"udp://10.99.0.2\"")
        + &board("line", "protocol = \"adalight\"\nlink = \"serial:///dev/khong-co\"")
        + &board("own", "link = \"virtual\"");
    std::fs::write(folder.path().join("bangtin.toml"), &site).unwrap();
    net.there(devices::ddp);
    std::thread::sleep(std::time::Duration::from_millis(300));
    let probe = |id: &str| said(&net.run(folder.path(), &["board", id, "probe"]));
    for (id, code, words) in [
        (
            "good",
            0,
            &[
                "+ This machine knows a way to 10.99.0.2:4048, from its address 10.99.0.1",
                "answers the DDP question: man Việt LED",
            ][..],
        ),
        ("refused", 1, &["+ This machine", "! Nobody listens at 10.99.0.2:4099"]),
        ("nowhere", 1, &["! No way leads to 10.77.0.2:4048"]),
        ("noname", 1, &["! No host is known by the name `khong-co.invalid`"]),
        ("wall", 0, &["+ This machine", "? The protocol `flaschen-taschen` has no question"]),
        ("line", 1, &["! There is no device `/dev/khong-co`"]),
        ("own", 0, &["+ This board is built into the program"]),
        ("strange", 2, &[]),
    ] {
        let (ended, out, err) = probe(id);
        assert_eq!(ended, code, "{id}: {out}{err}");
        words.iter().for_each(|words| assert!(out.contains(words), "{id}: {words} is not in\n{out}"));
    }

    // The controller's own page tells more, also that it has another size than the site file says.
    net.there(devices::wled_page);
    std::thread::sleep(std::time::Duration::from_millis(300));
    let (code, out, _) = probe("good");
    assert!(code == 0 && out.contains("answers the WLED question: WLED 0.15.0, 48 × 16"), "{out}");
    std::fs::write(folder.path().join("bangtin.toml"), site.replace("width = 48", "width = 64")).unwrap();
    let (code, out, _) = probe("good");
    assert!(code == 1 && out.contains("! The device at 10.99.0.2 says it has 48 × 16 dots"), "{out}");
    let json: Value = serde_json::from_str(
        &said(&net.run(folder.path(), &["board", "good", "probe", "--format", "json"])).1,
    )
    .unwrap();
    assert_eq!(json[2]["code"], "ProbeSize");
}
