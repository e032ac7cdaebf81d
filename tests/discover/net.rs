//! Two network namespaces with a cable between them: the program in one, devices as strangers would build them in the
//! other. Needs root and `ip`.

use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};
use std::fs::File;
use std::os::fd::AsFd as _;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::JoinHandle;

/// Where the program is.
pub(crate) const HERE: &str = "10.99.0.1";
/// Where the devices are.
pub(crate) const THERE: &str = "10.99.0.2";

static COUNT: AtomicU32 = AtomicU32::new(0);

/// The two namespaces; they go when it is dropped.
pub(crate) struct Net {
    here: String,
    there: String,
}

impl Net {
    /// Makes them; `None`, with a word on standard error, where that cannot be done.
    pub(crate) fn new() -> Option<Self> {
        if !rustix::process::geteuid().is_root() {
            eprintln!("SKIPPED: network namespaces need root");
            return None;
        }
        let number = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let net = Self { here: format!("bth{number}"), there: format!("btt{number}") };
        let steps = format!(
            "ip netns add {here}\nip netns add {there}\n\
             ip -n {here} link add va type veth peer name vb netns {there}\n\
             ip -n {here} link add va2 type veth peer name vb2 netns {there}\n\
             ip netns exec {here} sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1\n\
             ip netns exec {there} sysctl -qw net.ipv6.conf.all.disable_ipv6=1\n\
             ip -n {here} addr add {HERE}/24 brd + dev va\nip -n {there} addr add {THERE}/24 brd + dev vb\n\
             ip -n {here} addr add 10.98.0.1/24 brd + dev va2\nip -n {there} addr add 10.98.0.2/24 brd + dev vb2\n\
             ip -n {here} link set lo up\nip -n {there} link set lo up\n\
             ip -n {here} link set va up\nip -n {there} link set vb up\n\
             ip -n {here} link set va2 up\nip -n {there} link set vb2 up",
            here = net.here,
            there = net.there,
        );
        for step in steps.lines() {
            let mut words = step.split_whitespace();
            let ran = Command::new(words.next().unwrap()).args(words).output();
            let fine = ran.as_ref().is_ok_and(|ran| ran.status.success());
            if !fine {
                eprintln!("SKIPPED: no network namespaces here: `{step}`: {ran:?}");
                return None;
            }
        }
        Some(net)
    }

    /// Runs the program where the person is.
    pub(crate) fn run(&self, folder: &Path, args: &[&str]) -> Output {
        let program = env!("CARGO_BIN_EXE_bangtin");
        let mut command = Command::new("ip");
        command.current_dir(folder).args(["netns", "exec", &self.here, program, "--lang", "en"]).args(args);
        command.output().unwrap()
    }

    /// How many packets have left by an interface of the person's.
    pub(crate) fn sent(&self, interface: &str) -> u64 {
        let path = format!("/sys/class/net/{interface}/statistics/tx_packets");
        let ran = Command::new("ip").args(["netns", "exec", &self.here, "cat", &path]).output().unwrap();
        String::from_utf8(ran.stdout).unwrap().trim().parse().unwrap()
    }

    /// Does something where the devices are, in a thread of its own.
    pub(crate) fn there(&self, work: impl FnOnce() + Send + 'static) -> JoinHandle<()> {
        inside(self.there.clone(), work)
    }

    /// Does something where the person is, in a thread of its own.
    pub(crate) fn here(&self, work: impl FnOnce() + Send + 'static) -> JoinHandle<()> {
        inside(self.here.clone(), work)
    }
}

fn inside(name: String, work: impl FnOnce() + Send + 'static) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let space = File::open(format!("/run/netns/{name}")).unwrap();
        move_into_link_name_space(space.as_fd(), Some(LinkNameSpaceType::Network)).unwrap();
        work();
    })
}

impl Drop for Net {
    fn drop(&mut self) {
        for name in [&self.here, &self.there] {
            let _ = Command::new("ip").args(["netns", "del", name]).output();
        }
    }
}
