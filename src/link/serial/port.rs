//! An open serial port: set up by the `serialport` crate, written to without ever waiting.
//!
//! The crate opens the device by its path, takes it for itself (TIOCEXCL and a lock) and sets speed and format. Its own
//! writes cannot be used: they poll and then write blocking, so on a device that stalls midway they hold for minutes
//! whatever time-out was set. O_NONBLOCK belongs to one opening of a device, and the crate clears it on its own;
//! therefore the device is opened here once more, before the crate closes the door behind it, and bytes go through that
//! opening. Its deadline is held by the worker. Never drains: that waits for the device.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::termios::{QueueSelector, isatty, tcflush};
use serialport::{DataBits, ErrorKind, FlowControl, Parity, StopBits, TTYPort};

use super::super::LinkError;

/// An open port. Closing it lets the device finish its last bytes, unless they were thrown away before.
#[derive(Debug)]
pub(super) struct Port {
    stream: OwnedFd,
    /// Holds the exclusive use and the settings.
    _settings: TTYPort,
}

impl Port {
    /// Opens the device at `path` with `baud` bits a second. Does not wait, not for a carrier either.
    ///
    /// # Errors
    /// Why it cannot be opened, in the operator's terms.
    pub(super) fn open(path: &str, baud: u32) -> Result<Self, LinkError> {
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let stream = rustix::fs::open(path, flags, Mode::empty()).map_err(|errno| from_errno(path, errno))?;
        if !isatty(&stream) {
            return Err(LinkError::Other {
                what: path.to_owned(),
                why: "this is not a serial device".to_owned(),
            });
        }
        let settings = serialport::new(path, baud)
            .data_bits(DataBits::Eight)
            .parity(Parity::None)
            .stop_bits(StopBits::One)
            .flow_control(FlowControl::None)
            .open_native()
            .map_err(|error| from_serialport(path, &error))?;
        let same = rustix::fs::fstat(&stream)
            .and_then(|ours| rustix::fs::stat(path).map(|now| now.st_rdev == ours.st_rdev))
            .map_err(|errno| from_errno(path, errno))?;
        if !same {
            // The path was pointed elsewhere between the two openings; it will be opened again.
            return Err(LinkError::Gone { path: path.to_owned() });
        }
        Ok(Self { stream, _settings: settings })
    }

    /// Writes as many of `bytes` as the device takes now, possibly none.
    pub(super) fn write(&self, bytes: &[u8]) -> Result<usize, Errno> {
        match rustix::io::write(&self.stream, bytes) {
            Err(Errno::AGAIN | Errno::INTR) => Ok(0),
            other => other,
        }
    }

    /// Reads some of what the board says. `None`: the device is gone.
    pub(super) fn read<'b>(&self, into: &'b mut [u8]) -> Option<&'b [u8]> {
        match rustix::io::read(&self.stream, &mut *into) {
            Ok(count) => into.get(..count).filter(|bytes| !bytes.is_empty()),
            Err(Errno::AGAIN | Errno::INTR) => Some(&[]),
            Err(_) => None,
        }
    }

    /// Throws away what the device has not sent yet, so that closing does not wait for it.
    pub(super) fn discard_output(&self) {
        // A device that is gone has nothing to throw away.
        let _ = tcflush(&self.stream, QueueSelector::OFlush);
    }
}

impl AsFd for Port {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.stream.as_fd()
    }
}

fn from_errno(path: &str, errno: Errno) -> LinkError {
    let path = path.to_owned();
    match errno {
        Errno::NOENT | Errno::NXIO | Errno::NODEV | Errno::IO => LinkError::NoSuchDevice { path },
        Errno::ACCESS | Errno::PERM => LinkError::NotAllowed { path },
        Errno::BUSY => LinkError::InUse { path },
        _ => LinkError::Other { what: path, why: errno.to_string() },
    }
}

fn from_serialport(path: &str, error: &serialport::Error) -> LinkError {
    let path = path.to_owned();
    match error.kind {
        // The crate's word for a port another program has locked; that the device exists was seen before.
        ErrorKind::NoDevice => LinkError::InUse { path },
        ErrorKind::Io(std::io::ErrorKind::NotFound) => LinkError::NoSuchDevice { path },
        ErrorKind::Io(std::io::ErrorKind::PermissionDenied) => LinkError::NotAllowed { path },
        _ => LinkError::Other { what: path, why: error.description.clone() },
    }
}
