//! Art-Net and sACN before strangers' eyes: OLA records what a daemon sends over a virtual cable, tshark reads it, and two
//! receivers in Python and one in JavaScript hear it.
//!
//! Needs root for network namespaces, the Debian packages `ola`, `tshark`, `iproute2` and `util-linux`, and the PyPI packages
//! `sacn` and `stupidArtnet` in `target/oracle-python-stage` and the npm package `sacn` in `tests/oracle`. Where something is
//! missing the test says so and passes, but not where all tools have been promised (`BANGTIN_ALL_TOOLS`).

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

const PROGRAM: &str = env!("CARGO_BIN_EXE_bangtin");
/// Plugins of OLA that look for hardware or open ports of their own.
const PLUGINS: [&str; 22] = [
    "dummy",
    "espnet",
    "ftdidmx",
    "gpio",
    "karate",
    "kinet",
    "milinst",
    "openlightingdevice",
    "opendmx",
    "openpixelcontrol",
    "osc",
    "pathport",
    "renard",
    "sandnet",
    "shownet",
    "spi",
    "spidmx",
    "stageprofi",
    "uartdmx",
    "usbdmx",
    "usbpro",
    "usbserial",
];

/// A cable between two network namespaces, gone with the test.
struct Cable {
    ends: [String; 2],
    /// The card at the first end.
    card: String,
}

impl Cable {
    /// Lays one of its own for each test; `None` with a word where that cannot be done.
    fn lay(test: char) -> Option<Self> {
        let id = format!("{test}{}", std::process::id());
        let ends = [format!("bangtin-a{id}"), format!("bangtin-b{id}")];
        let cable = Self { ends, card: format!("va{id}") };
        let [a, b] = &cable.ends;
        let (va, vb) = (&cable.card, format!("vb{id}"));
        let laid = ip(&format!("netns add {a}"))
            && ip(&format!("netns add {b}"))
            && ip(&format!("link add {va} netns {a} type veth peer name {vb} netns {b}"));
        let up = |end: &str, card: &str, address: &str| {
            [
                "link set lo up".to_owned(),
                format!("addr add {address}/24 brd + dev {card}"),
                format!("link set {card} up multicast on"),
                format!("route add 224.0.0.0/4 dev {card}"),
            ]
            .iter()
            .all(|order| ip(&format!("-n {end} {order}")))
        };
        let ready = laid && up(a, va, "10.9.0.1") && up(b, &vb, "10.9.0.2");
        if !ready {
            println!("SKIPPED: there can be no network namespaces here; they need root");
        }
        ready.then_some(cable)
    }

    /// A command at one end.
    fn at(&self, end: usize, program: &str) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.ends[end], program]);
        command
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        for end in &self.ends {
            ip(&format!("netns del {end}"));
        }
    }
}

fn ip(order: &str) -> bool {
    let done = Command::new("ip").args(order.split(' ')).stderr(Stdio::null()).status();
    done.is_ok_and(|status| status.success())
}

/// Waits for at most twenty seconds.
fn wait_until(what: &str, done: impl Fn() -> bool) {
    for _ in 0..100 {
        if done() {
            return;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    panic!("{what}");
}

/// A program that ends with the test.
struct Running(Child);

impl Running {
    /// Asks it to end, and waits until it has.
    fn end(&mut self, signal: &str) {
        let asked = Command::new("kill").args(["-s", signal, &self.0.id().to_string()]).status().unwrap();
        assert!(asked.success());
        self.0.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _gone = self.0.kill();
        let _ended = self.0.wait();
    }
}

/// Whether a tool is there; says so if not.
fn have(what: &str, found: bool) -> bool {
    if !found {
        assert!(std::env::var_os("BANGTIN_ALL_TOOLS").is_none(), "{what} is missing");
        println!("SKIPPED: {what} is missing");
    }
    found
}

fn have_program(program: &str) -> bool {
    let found = Command::new("sh").args(["-c", &format!("command -v {program}")]).output();
    have(program, found.is_ok_and(|output| output.status.success()))
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Two boards with one text, one by each protocol. With `offload` the kernel cuts packets when they arrive, so that one who
/// looks at the cable sees none of them.
fn site(folder: &Path, offload: bool) {
    std::fs::create_dir(folder.join("playlists")).unwrap();
    std::fs::create_dir(folder.join("fonts")).unwrap();
    let font = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/bangtin-16.bdf");
    std::fs::copy(font, folder.join("fonts/bangtin-16.bdf")).unwrap();
    let board = |id: &str, keys: &str| {
        format!(
            "[[board]]\nid = \"{id}\"\nsite = \"x\"\nwidth = 32\nheight = 16\ndefault = \"a\"\noffload = {offload}\n{keys}\n"
        )
    };
    let artnet = board("san", "protocol = \"artnet\"\nlink = \"udp://10.9.0.1\"\nuniverse = 1\nsync = true");
    let keys = "protocol = \"sacn\"\nlink = \"udp://10.9.0.1\"\nuniverse = 7\npriority = 120\nsource = \"Cổng chính\"";
    let sacn = board("cong", keys);
    std::fs::write(folder.join("bangtin.toml"), format!("[[site]]\nid = \"x\"\n{artnet}{sacn}")).unwrap();
    std::fs::write(folder.join("playlists/a.toml"), "[[item]]\ntext = \"Ấm\"\ncolour = \"amber\"\n").unwrap();
}

/// OLA at the first end, listening to universes 1 to 4 (Art-Net) and 7 to 10 (sACN).
fn ola(cable: &Cable, folder: &Path) -> Running {
    let conf = folder.join("ola");
    std::fs::create_dir(&conf).unwrap();
    for plugin in PLUGINS {
        std::fs::write(conf.join(format!("ola-{plugin}.conf")), "enabled = false\n").unwrap();
    }
    let artnet = "enabled = true\nip = 10.9.0.1\nnet = 0\nsubnet = 0\n";
    std::fs::write(conf.join("ola-artnet.conf"), artnet).unwrap();
    std::fs::write(conf.join("ola-e131.conf"), "enabled = true\nip = 10.9.0.1\ninput_ports = 4\n").unwrap();
    // It refuses to run as root, and wants to write into its folder.
    let owned = Command::new("chown").args(["-R", "nobody:nogroup"]).arg(&conf).status().unwrap();
    assert!(owned.success());
    let open = Command::new("chmod").arg("755").arg(folder).status().unwrap();
    assert!(open.success());
    let mut daemon = cable.at(0, "setpriv");
    daemon.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups", "olad", "-l", "1", "-c"]);
    daemon.arg(&conf).args(["--no-http", "--no-register-with-dns-sd", "-r", "9010"]);
    let daemon = Running(daemon.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    let patch = |device: &str, port: u16, universe: u16| {
        let (port, universe) = (port.to_string(), universe.to_string());
        let args = ["-d", device, "-p", &port, "-i", "-u", &universe];
        let patched = cable.at(0, "ola_patch").args(args).output().unwrap();
        patched.status.success() && patched.stderr.is_empty()
    };
    for port in 0..4 {
        for (device, first) in [("1", 1), ("2", 7)] {
            wait_until("OLA listens to a universe", || patch(device, port, first + port));
        }
    }
    daemon
}

/// The last channels of every universe; a line is `number value,value,...`, others are passed over.
fn lines(recording: &str) -> BTreeMap<u16, Vec<u8>> {
    let line = |line: &str| {
        let (universe, channels) = line.split_once(' ')?;
        let channels = channels.split(',').map(|value| value.parse().ok()).collect::<Option<Vec<u8>>>()?;
        Some((universe.parse().ok()?, channels))
    };
    recording.lines().filter_map(line).collect()
}

/// The daemon at the second end, sending to 10.9.0.1.
fn daemon(cable: &Cable, folder: &Path) -> Running {
    let mut daemon = cable.at(1, PROGRAM);
    daemon.current_dir(folder).args(["run", "--listen", "127.0.0.1:0"]);
    Running(daemon.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
}

/// The dots of the preview of a board.
fn preview(folder: &Path, board: &str) -> Vec<u8> {
    let file = folder.join(format!("{board}.png"));
    let mut preview = Command::new(PROGRAM);
    preview.current_dir(folder).args(["preview", "--board", board, "-o"]).arg(&file);
    let output = preview.output().unwrap();
    // 1: drawn, and something else is wrong with the files.
    let drawn = output.status.code().is_some_and(|code| code < 2);
    assert!(drawn, "{}", String::from_utf8_lossy(&output.stderr));
    let rgb = image::open(&file).unwrap().into_rgb8().into_raw();
    assert!(rgb.iter().any(|&byte| byte > 0), "something is lit");
    rgb
}

#[test]
fn what_ola_records_and_tshark_reads_is_what_the_preview_shows() {
    let tools = ["olad", "ola_patch", "ola_recorder", "tshark", "setpriv", "ip"];
    if !tools.into_iter().all(have_program) {
        return;
    }
    let Some(cable) = Cable::lay('o') else { return };
    let folder = tempfile::tempdir().unwrap();
    site(folder.path(), false);
    let _ola = ola(&cable, folder.path());
    let mut daemon = daemon(&cable, folder.path());

    let capture = folder.path().join("cable.pcap");
    let mut tshark = cable.at(0, "tshark");
    tshark.args(["-q", "-i", &cable.card, "-a", "duration:60", "-w"]).arg(&capture);
    let mut tshark = Running(tshark.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    let recording = folder.path().join("show.ola");
    let mut recorder = cable.at(0, "ola_recorder");
    recorder.arg("--record").arg(&recording).args(["--universes", "1,2,3,4,7,8,9,10"]);
    let mut recorder = Running(recorder.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    // It begins to write when it hears of the first universe, and goes on until it is told to end.
    let all = || std::fs::read_to_string(&recording).is_ok_and(|show| lines(&show).len() == 8);
    wait_until("OLA hears all eight universes", all);
    wait_until("tshark hears packets", || capture.metadata().is_ok_and(|file| file.len() > 10_000));
    recorder.end("INT");
    daemon.end("TERM");
    std::thread::sleep(Duration::from_millis(500));
    tshark.end("INT");

    let show = lines(&std::fs::read_to_string(&recording).unwrap());
    for (board, first) in [("san", 1), ("cong", 7)] {
        let wanted = preview(folder.path(), board);
        let seen: Vec<u8> = show.range(first..first + 4).flat_map(|(_, channels)| channels.clone()).collect();
        assert!(seen == wanted, "{board}: OLA has {} channels of {}", seen.len(), wanted.len());
    }
    read_by_tshark(&capture);
}

#[test]
fn what_receivers_in_other_languages_hear_is_what_the_preview_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("target/oracle-python-stage");
    let node = root.join("tests/oracle/node_modules/sacn");
    let there = have("target/oracle-python-stage", python.is_dir()) && have("npm's sacn", node.is_dir());
    if !there || !["ip", "python3", "node"].into_iter().all(have_program) {
        return;
    }
    let Some(cable) = Cable::lay('p') else { return };
    let folder = tempfile::tempdir().unwrap();
    site(folder.path(), true);
    let _daemon = daemon(&cable, folder.path());
    let (script, other) = ("tests/oracle/stage_receivers.py", "tests/oracle/stage_receiver.js");
    for (board, program, script, about, universes) in [
        ("san", "python3", script, "artnet", ["1", "2", "3", "4"]),
        ("cong", "python3", script, "sacn", ["7", "8", "9", "10"]),
        ("cong", "node", other, "10.9.0.1", ["7", "8", "9", "10"]),
    ] {
        let mut receiver = cable.at(0, program);
        receiver.env("PYTHONPATH", &python).arg(root.join(script)).args([about, "20"]).args(universes);
        let heard = lines(&text(&receiver.output().unwrap()));
        let wanted = preview(folder.path(), board);
        assert_eq!(heard.len(), 4, "{program} {about}: all universes");
        for (channels, wanted) in heard.values().zip(wanted.chunks(510)) {
            let (own, filled) = channels.split_at(wanted.len());
            assert!(own == wanted && filled.iter().all(|&byte| byte == 0), "{program} {about}");
        }
    }
}

/// Names, numbers and lengths of everything that went over the cable.
fn read_by_tshark(capture: &Path) {
    let fields = |filter: &str, fields: &[&str]| {
        let mut tshark = Command::new("tshark");
        tshark.arg("-r").arg(capture).args(["--enable-heuristic", "acn", "-o", "acn.dmx_enable:TRUE"]);
        tshark.args(["-Y", filter, "-T", "fields", "-E", "separator=;"]);
        fields.iter().for_each(|field| {
            tshark.args(["-e", field]);
        });
        let out = text(&tshark.output().unwrap());
        out.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect::<Vec<Vec<String>>>()
    };
    let artnet = ["artnet.header.opcode", "artnet.output.universe", "artnet.output.length"];
    let dmx = fields("artnet.header.opcode == 0x5000 && ip.src == 10.9.0.2", &artnet);
    assert!(dmx.len() >= 4, "{dmx:?}");
    for (line, place) in dmx.iter().zip((0..4).cycle()) {
        let number = |word: &String| word.parse::<u16>().ok();
        let length = if place == 3 { 6 } else { 510 };
        assert_eq!((number(&line[1]), number(&line[2])), (Some(place + 1), Some(length)), "{line:?}");
    }
    assert!(!fields("artnet.header.opcode == 0x5200", &artnet).is_empty(), "the word to show it");
    let acn = ["acn.dmx.source_name", "acn.dmx.priority", "acn.dmx.universe"];
    let data = fields("acn && ip.src == 10.9.0.2", &acn);
    assert!(data.len() >= 4, "{data:?}");
    for (line, universe) in data.iter().zip((7..11).cycle()) {
        assert_eq!(line[..], ["Cổng chính".to_owned(), "120".to_owned(), universe.to_string()]);
    }
    let options = fields("acn && ip.src == 10.9.0.2", &["acn.dmx.options"]);
    let ended = |line: &[String]| matches!(line[0].as_str(), "0x40" | "64");
    assert_eq!(
        options.iter().filter(|line| ended(line)).count(),
        12,
        "three times in four universes: {options:?}"
    );
    assert!(options[options.len() - 12..].iter().all(|line| ended(line)), "and nothing after that");
}
