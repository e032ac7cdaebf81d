//! The other end: loopback sockets that stand for boards, emptied without their cost being counted.

use rustix::net::{RecvFlags, recv};
use socket2::{Domain, Socket, Type};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, UdpSocket};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Asked for; the kernel gives what its administrator allows.
const BUFFER: usize = 4 << 20;
/// The kernel's own account of one full packet in a receive buffer, generously.
const ACCOUNT: usize = 4608;

/// One board's socket, emptied by the sender itself between its measured batches: nobody waits for the packets, so that
/// no waking of another thread is counted, and none are lost.
pub(crate) struct Board {
    socket: UdpSocket,
    room: usize,
}

impl Board {
    pub(crate) fn bind() -> Self {
        let socket = Socket::new(Domain::IPV4, Type::DGRAM, None).unwrap();
        let _ = socket.set_recv_buffer_size(BUFFER);
        socket.bind(&"127.0.0.1:0".parse::<SocketAddr>().unwrap().into()).unwrap();
        let room = socket.recv_buffer_size().unwrap();
        Self { socket: socket.into(), room }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.socket.local_addr().unwrap()
    }

    /// How many frames of so many packets it can keep, at most 8.
    pub(crate) fn frames(&self, packets: usize) -> usize {
        (self.room / ACCOUNT / packets).clamp(1, 8)
    }

    /// Takes everything out; how many packets there were.
    pub(crate) fn empty(&self) -> usize {
        self.take().0
    }

    /// Takes everything out: how many packets there were, and how many of them said "show it" in DDP's words.
    fn take(&self) -> (usize, u64) {
        let (mut packets, mut frames, mut head) = (0, 0, [0_u8; 16]);
        while recv(&self.socket, &mut head, RecvFlags::DONTWAIT | RecvFlags::TRUNC).is_ok() {
            packets += 1;
            frames += u64::from(head[0] & 1);
        }
        (packets, frames)
    }
}

/// The word that makes this program a [`Crowd`]'s other end.
pub(crate) const DRAIN: &str = "--drain";

/// Many boards' sockets in a process of their own.
pub(crate) struct Crowd {
    process: Child,
    said: BufReader<ChildStdout>,
    pub(crate) ports: Vec<u16>,
}

impl Crowd {
    pub(crate) fn start(boards: usize) -> Self {
        let program = std::env::current_exe().unwrap();
        let mut process = Command::new(program)
            .args([DRAIN, &boards.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let ports = line.split_whitespace().map(|port| port.parse().unwrap()).collect();
        Self { process, said, ports }
    }

    /// Frames are counted from now on.
    pub(crate) fn begin(&mut self) {
        if let Some(input) = &mut self.process.stdin {
            input.write_all(b"\n").unwrap();
        }
    }

    /// Ends the process; how many frames arrived in all.
    pub(crate) fn end(mut self) -> u64 {
        drop(self.process.stdin.take());
        let mut words = String::new();
        self.said.read_to_string(&mut words).unwrap();
        self.process.wait().unwrap();
        words.trim().parse().unwrap()
    }
}

/// The child's part: binds, says the ports, and empties all sockets every few milliseconds until its input ends; a line
/// of it begins the count anew.
pub(crate) fn drain_for_others() {
    let boards = std::env::args().nth(2).and_then(|word| word.parse().ok()).unwrap_or(1);
    let boards: Vec<Board> = (0..boards).map(|_| Board::bind()).collect();
    let ports: Vec<String> = boards.iter().map(|board| board.address().port().to_string()).collect();
    println!("{}", ports.join(" "));
    std::io::stdout().flush().unwrap();
    let begun = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&begun);
    let ended = std::thread::spawn(move || {
        while std::io::stdin().read(&mut [0]).is_ok_and(|count| count > 0) {
            seen.store(true, Ordering::Relaxed);
        }
    });
    let mut frames = 0;
    loop {
        let last = ended.is_finished();
        frames += boards.iter().map(|board| board.take().1).sum::<u64>();
        if begun.swap(false, Ordering::Relaxed) {
            frames = 0;
        }
        if last {
            break;
        }
        std::thread::sleep(Duration::from_millis(3));
    }
    println!("{frames}");
}
