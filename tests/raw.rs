//! Ethernet frames over a pair of virtual interfaces in two network namespaces: what arrives is the frame, and an interface
//! that goes down, loses its other end or disappears is told of and recovered from.
//!
//! Needs the feature `raw`, root and `ip` (iproute2); says so and passes where one of them is missing. The tests marked
//! `ignore` are not for themselves: the others start them inside a namespace.
#![cfg(feature = "raw")]

use bangtin::board::{Protocol, Receiver, Session};
use bangtin::clock::Clock;
use bangtin::frame::{Face, Frame};
use bangtin::link::{Event, Link, LinkError, Load, Outcome};
use bangtin::panel::Panel;
use bangtin::wire::Packets;
use bangtin::wire::colorlight::REPLY_ETHERTYPE;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

/// Every EtherType (`ETH_P_ALL`).
const ALL: u16 = 0x0003;
const FACE: (u16, u16) = (500, 20);
const FRAMES: u8 = 5;

/// Two namespaces with a cable between them, taken away with it.
struct Cable {
    names: [String; 2],
}

impl Cable {
    /// `None`, and said why, where that cannot be had.
    fn lay(test: &str) -> Option<Self> {
        let names = ["a", "b"].map(|end| format!("bt-{test}-{}-{end}", std::process::id()));
        let [a, b] = &names;
        for name in &names {
            if !ip(&["netns", "add", name]) {
                eprintln!("skipped: needs root, and `ip` to make network namespaces");
                return None;
            }
        }
        let cable = Self { names: names.clone() };
        let add = ["link", "add", "va", "netns", a, "type", "veth", "peer", "name", "vb", "netns", b];
        assert!(
            ip(&add)
                && ip(&["-n", a, "link", "set", "va", "up"])
                && ip(&["-n", b, "link", "set", "vb", "up"])
        );
        Some(cable)
    }

    /// Starts one of the ignored tests of this program at an end of the cable.
    fn start(&self, end: usize, test: &str, wanted: &Frame) -> Child {
        let mut command = self.at(end, &std::env::current_exe().unwrap());
        command.args(["--ignored", "--exact", "--nocapture", test]).env("BANGTIN_FAR_END", &self.names[1]);
        command.env("BANGTIN_WANTED", digest(wanted));
        command.stdout(Stdio::piped()).spawn().unwrap()
    }

    /// A program at an end of the cable.
    fn at(&self, end: usize, program: &Path) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.names[end]]).arg(program);
        command
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        for name in &self.names {
            ip(&["netns", "del", name]);
        }
    }
}

fn ip(args: &[&str]) -> bool {
    Command::new("ip").args(args).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn ended(child: Child) -> String {
    let Output { status, stdout, .. } = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&stdout).into_owned();
    assert!(status.success(), "{said}");
    said
}

fn protocol() -> Protocol {
    Protocol::Colorlight { light: 200, firmware: None }
}

fn panel() -> Panel {
    Panel::new(Face::new(FACE.0, FACE.1).unwrap())
}

fn picture(seed: u8) -> Frame {
    let face = panel().face();
    let rgb = (0..face.rgb_len()).map(|i| (i % 251) as u8 ^ seed).collect();
    Frame::from_rgb(face, rgb).unwrap()
}

fn digest(frame: &Frame) -> String {
    frame.as_window(panel().face()).unwrap().digest().to_string()
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

async fn next(link: &mut Link) -> Event {
    tokio::time::timeout(Duration::from_secs(8), link.event()).await.expect("something happens")
}

#[test]
fn what_arrives_at_the_card_is_the_frame_dot_for_dot() {
    let Some(cable) = Cable::lay("card") else { return };
    let last = picture(FRAMES - 1);
    let card = cable.start(1, "as_a_card", &last);
    let sender = ended(cable.start(0, "as_a_sender", &last));
    let seen = ended(card);
    for seed in 0..FRAMES {
        assert!(seen.contains(&digest(&picture(seed))), "frame {seed} in\n{seen}");
    }
    assert!(sender.contains("answered"), "{sender}");
}

#[test]
fn an_interface_that_goes_and_comes_is_told_of_and_used_again() {
    let Some(cable) = Cable::lay("fault") else { return };
    ended(cable.start(0, "as_a_sender_in_trouble", &picture(0)));
}

#[test]
fn a_frame_the_line_cannot_take_goes_out_in_parts_or_is_given_up_and_nobody_waits() {
    let Some(cable) = Cable::lay("full") else { return };
    ended(cable.start(0, "as_a_sender_on_a_slow_line", &picture(0)));
}

#[test]
fn a_card_shows_what_the_daemon_previews() {
    let Some(cable) = Cable::lay("day") else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    for name in ["fonts", "playlists"] {
        std::fs::create_dir(file(name)).unwrap();
    }
    let font = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/bangtin-16.bdf");
    std::fs::copy(font, file("fonts/bangtin-16.bdf")).unwrap();
    let (width, height) = FACE;
    let site = format!(
        "[[site]]\nid = \"x\"\n[[board]]\nid = \"b\"\nsite = \"x\"\nwidth = {width}\nheight = {height}\n\
         protocol = \"colorlight\"\nlink = \"raw://va\"\n"
    );
    std::fs::write(file("bangtin.toml"), site).unwrap();
    let playlist = "boards = [\"b\"]\n[[item]]\ntext = \"Một cửa, một cửa liên thông\"\n";
    std::fs::write(file("playlists/a.toml"), playlist).unwrap();

    let program = Path::new(env!("CARGO_BIN_EXE_bangtin"));
    let preview = ["preview", "--board", "b", "--at", "2026-03-02T09:00:00+07:00", "-o", "b.png"];
    let drawn = Command::new(program).current_dir(folder.path()).args(preview).output().unwrap();
    assert!(drawn.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&drawn.stderr));
    let rgb = image::open(file("b.png")).unwrap().into_rgb8().into_raw();
    let wanted = Frame::from_rgb(panel().face(), rgb).unwrap();
    assert!(wanted.is_lit());

    assert!(ip(&["-n", &cable.names[0], "link", "set", "lo", "up"]));
    let mut daemon = cable
        .at(0, program)
        .current_dir(folder.path())
        .args(["run", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(file("log")).unwrap())
        .spawn()
        .unwrap();
    let seen = cable.start(1, "as_a_card", &wanted).wait_with_output().unwrap();
    daemon.kill().unwrap();
    daemon.wait().unwrap();
    let log = std::fs::read_to_string(file("log")).unwrap();
    assert!(seen.status.success(), "{}\n{log}", String::from_utf8_lossy(&seen.stdout));
}

#[test]
#[ignore = "started by another test, at the far end of the cable"]
fn as_a_card() {
    let mut card = Receiver::new(&Protocol::Colorlight { light: 0, firmware: Some(13) }, panel());
    run(async {
        let mut link = Link::raw("vb", ALL);
        let wanted = std::env::var("BANGTIN_WANTED").unwrap();
        while digest(card.frame()) != wanted {
            let Event::Received(bytes) = next(&mut link).await else { continue };
            // Others speak on a cable too: the kernel itself, for one.
            if card.receive(&bytes).unwrap_or(false) {
                println!("{}", digest(card.frame()));
            }
            if let Some(bytes) = card.answer() {
                let _ = link.send(Load::plain(&bytes, &[bytes.len()]));
            }
        }
    });
}

#[test]
#[ignore = "started by another test, at the near end of the cable"]
fn as_a_sender() {
    run(async {
        let clock = Clock::start().unwrap();
        let mut link = Link::raw("va", REPLY_ETHERTYPE);
        let mut session = Session::new(&protocol(), panel()).unwrap();
        let mut packets = Packets::default();
        assert_eq!(next(&mut link).await, Event::Up);
        // Until the card listens, and has said what it is.
        let mut answered = false;
        for _ in 0..100 {
            session.next(clock.mono(), &mut packets);
            send(&mut link, &packets);
            if let Ok(Event::Received(bytes)) =
                tokio::time::timeout(Duration::from_millis(50), link.event()).await
            {
                session.receive(&bytes, clock.mono());
                println!("answered");
                answered = true;
                break;
            }
            if session.due().is_none_or(|due| due > clock.mono() + Duration::from_secs(1)) {
                session.resync(&mut packets);
            }
        }
        assert!(answered);
        for seed in 0..FRAMES {
            let (frame, face) = (picture(seed), panel().face());
            session.show(&frame.as_window(face).unwrap(), clock.mono(), &mut packets);
            let brightness = packets.iter().filter(|packet| packet[12] == 0x0A).count();
            assert_eq!(brightness, 2, "the card has firmware 13");
            assert_eq!(send(&mut link, &packets), Outcome::Sent);
            for _ in 0..2 {
                clock.sleep_until(session.due().unwrap()).await;
                session.next(clock.mono(), &mut packets);
                send(&mut link, &packets);
            }
            assert_eq!(packets.iter().map(|packet| packet[12]).collect::<Vec<_>>(), [0x01, 0x01]);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(link.dropped(), 0);
    });
}

fn send(link: &mut Link, packets: &Packets) -> Outcome {
    link.send(Load::plain(packets.bytes(), packets.ends()))
}

#[test]
#[ignore = "started by another test, at the near end of the cable"]
fn as_a_sender_in_trouble() {
    let far = std::env::var("BANGTIN_FAR_END").unwrap();
    let interface = || "va".to_owned();
    run(async {
        let mut link = Link::raw("va", REPLY_ETHERTYPE);
        let frame = [0x11; 60];
        let send = |link: &mut Link| link.send(Load::plain(&frame, &[60]));
        assert_eq!(next(&mut link).await, Event::Up);
        assert_eq!(send(&mut link), Outcome::Sent);

        assert!(ip(&["link", "set", "va", "down"]));
        assert_eq!(next(&mut link).await, Event::Down(LinkError::NoCarrier { interface: interface() }));
        assert_eq!(send(&mut link), Outcome::Down);
        assert!(ip(&["link", "set", "va", "up"]));
        assert_eq!(next(&mut link).await, Event::Up);
        assert_eq!(send(&mut link), Outcome::Sent);

        // The other end is switched off: the carrier is gone.
        assert!(ip(&["-n", &far, "link", "set", "vb", "down"]));
        assert_eq!(next(&mut link).await, Event::Down(LinkError::NoCarrier { interface: interface() }));
        assert!(ip(&["-n", &far, "link", "set", "vb", "up"]));
        assert_eq!(next(&mut link).await, Event::Up);

        // It is taken away, and another one gets its name.
        assert!(ip(&["link", "del", "va"]));
        assert_eq!(next(&mut link).await, Event::Down(LinkError::NoSuchInterface { interface: interface() }));
        assert!(ip(&["link", "add", "va", "type", "veth", "peer", "name", "vc"]));
        assert!(ip(&["link", "set", "va", "up"]) && ip(&["link", "set", "vc", "up"]));
        let mut event = next(&mut link).await;
        if event == Event::Down(LinkError::NoCarrier { interface: interface() }) {
            event = next(&mut link).await;
        }
        assert_eq!(event, Event::Up);
        assert_eq!(send(&mut link), Outcome::Sent);
    });
}

#[test]
#[ignore = "started by another test, at the near end of the cable"]
fn as_a_sender_on_a_slow_line() {
    let rate = |rate: &str| {
        let queue =
            ["qdisc", "replace", "dev", "va", "root", "tbf", "rate", rate, "burst", "16kb", "latency", "60s"];
        Command::new("tc").args(queue).status().is_ok_and(|status| status.success())
    };
    if !rate("1gbit") {
        eprintln!("skipped: needs `tc` with the token bucket filter");
        return;
    }
    run(async {
        let mut link = Link::raw("va", REPLY_ETHERTYPE);
        assert_eq!(next(&mut link).await, Event::Up);
        let frames =
            |count: usize| (vec![0x11; count * 1500], (1..=count).map(|n| n * 1500).collect::<Vec<_>>());
        // 600 kB are 5 ms of a gigabit, and more than most kernels keep for one socket; the others take it all at once.
        let (bytes, ends) = frames(400);
        assert!([Outcome::Queued, Outcome::Sent].contains(&link.send(Load::plain(&bytes, &ends))));
        let behind = link.send(Load::plain(&bytes[..60], &[60]));
        assert!([Outcome::Queued, Outcome::Sent].contains(&behind), "behind it");
        let quiet = tokio::time::timeout(Duration::from_millis(300), link.event()).await;
        assert!(quiet.is_err(), "{quiet:?}");
        assert_eq!(link.dropped(), 0);
        assert_eq!(link.send(Load::plain(&bytes[..60], &[60])), Outcome::Sent);

        // At a hundredth of that it cannot be done in time, and 7.5 MB are more than a kernel keeps.
        assert!(rate("10mbit"));
        let (bytes, ends) = frames(5000);
        assert_eq!(link.send(Load::plain(&bytes, &ends)), Outcome::Queued);
        let _ = tokio::time::timeout(Duration::from_millis(300), link.event()).await;
        assert_eq!(link.dropped(), 1);
        assert!(rate("1gbit"));
        let mut sent = link.send(Load::plain(&bytes[..60], &[60]));
        for _ in 0..200 {
            if sent == Outcome::Sent {
                break;
            }
            let _ = tokio::time::timeout(Duration::from_millis(100), link.event()).await;
            sent = link.send(Load::plain(&bytes[..60], &[60]));
        }
        assert_eq!(sent, Outcome::Sent, "and when there is room again frames go out");
    });
}

/// Without the right to it the link says so; where there is no other user, that cannot be tried.
#[test]
fn who_may_not_send_ethernet_frames_is_told_so() {
    let me = std::env::current_exe().unwrap();
    let mut command = Command::new(&me);
    if rustix::process::geteuid().is_root() {
        command = Command::new("setpriv");
        command.args(["--bounding-set", "-net_raw", "--inh-caps", "-net_raw", "--"]).arg(me);
    }
    command.args(["--ignored", "--exact", "as_somebody_without_rights"]);
    match command.stdout(Stdio::piped()).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout)),
        Err(_) => eprintln!("skipped: needs `setpriv` (util-linux)"),
    }
}

#[test]
#[ignore = "started by another test, without CAP_NET_RAW"]
fn as_somebody_without_rights() {
    let event = run(async { next(&mut Link::raw("lo", ALL)).await });
    assert_eq!(event, Event::Down(LinkError::NoRawRight { interface: "lo".to_owned() }));
}
