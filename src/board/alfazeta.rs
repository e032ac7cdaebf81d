//! AlfaZeta flip-dot panels: a face is panels of 28 × 7 dots, each with an address of its own.
//!
//! One panel shows at once what it gets. Several are loaded one after the other and then shown together. Only panels that
//! changed are sent: a dot that is turned makes a noise and wears. A frame that changes nothing is therefore a wish to have
//! everything again, and everything is sent.
//!
//! The line may drop a frame that has not been begun for a newer one, and then the panels of the older one have to be in the
//! newer one. So a panel that changed is sent with every frame for a while.

use super::dots::{Dots, size};
use super::receiver::Lit;
use super::session::{SessionError, Speak};
use crate::frame::{Face, Frame, Window};
use crate::panel::Panel;
use crate::wire::alfazeta::{self, Decoder, HEIGHT, MAX_ADDRESS, PANEL_LEN, REFRESH_LEN, Repr, WIDTH};
use crate::wire::{Packets, WireError};
use std::time::Duration;

/// For so long a panel that changed goes with every frame: longer than a line may take no byte before it counts as down,
/// after which everything is sent.
const LATE: Duration = Duration::from_secs(30);

/// One panel of the wall, as it was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Module {
    address: u8,
    columns: [u8; WIDTH as usize],
    fresh: Fresh,
}

/// Whether a panel has changed lately.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Fresh {
    #[default]
    No,
    /// With the last frame; what time that was is known at the next turn.
    Now,
    Until(Duration),
}

/// Where the modules of a face lie, and which dots each has.
fn place(face: Face, index: usize) -> (usize, usize) {
    let across = usize::from(face.width() / WIDTH).max(1);
    (index % across * usize::from(WIDTH), index / across * usize::from(HEIGHT))
}

/// The addresses of a face's modules, row by row from the top left: those that are given, or 0, 1, 2 and so on.
fn addresses(given: &[u8], face: Face) -> Result<Vec<u8>, SessionError> {
    let (width, height) = size(face);
    if width % WIDTH != 0 || height % HEIGHT != 0 {
        return Err(SessionError::Modules { width: WIDTH, height: HEIGHT });
    }
    let wanted = usize::from(width / WIDTH) * usize::from(height / HEIGHT);
    let most = usize::from(MAX_ADDRESS) + 1;
    if wanted > most {
        return Err(SessionError::TooManyModules { panels: wanted, most });
    }
    if given.is_empty() {
        return Ok((0..=MAX_ADDRESS).take(wanted).collect());
    }
    if given.len() != wanted {
        return Err(SessionError::Panels { panels: wanted, given: given.len() });
    }
    Ok(given.to_vec())
}

/// Our end.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    face: Face,
    dots: Dots,
    modules: Vec<Module>,
    /// Nothing was sent yet since the line was opened.
    unknown: bool,
    due: Option<Duration>,
}

impl Sender {
    pub(super) fn new(panels: &[u8], panel: &Panel) -> Result<Self, SessionError> {
        let face = panel.face();
        let module = |address| Module { address, ..Module::default() };
        let modules = addresses(panels, face)?.into_iter().map(module).collect();
        Ok(Self { face, dots: Dots::of_rows(panel)?, modules, unknown: true, due: None })
    }

    /// Takes the columns of the frame and marks the panels that changed; whether any did.
    fn compare(&mut self) -> bool {
        let mut changed = false;
        for (index, module) in self.modules.iter_mut().enumerate() {
            let (left, top) = place(self.face, index);
            let mut columns = [0; WIDTH as usize];
            for (x, column) in columns.iter_mut().enumerate() {
                let rows = (0..usize::from(HEIGHT)).filter(|y| self.dots.lit(left + x, top + y));
                *column = rows.fold(0_u8, |column, y| column | 1 << y);
            }
            if std::mem::replace(&mut module.columns, columns) != columns {
                (module.fresh, changed) = (Fresh::Now, true);
            }
        }
        changed
    }
}

impl Speak for Sender {
    fn show(&mut self, panel: &Panel, window: &Window<'_>, into: &mut Packets) {
        self.dots.read(panel, window);
        let changed = self.compare();
        let unknown = std::mem::take(&mut self.unknown);
        if unknown {
            self.modules.iter_mut().for_each(|module| module.fresh = Fresh::Now);
        }
        let all = unknown || !changed;
        let sent = |module: &&Module| all || module.fresh != Fresh::No;
        let alone = self.modules.iter().filter(sent).count() == 1;
        for module in self.modules.iter().filter(sent) {
            alfazeta::panel(module.address, alone, |x, y| module.columns[x] >> y & 1 == 1, into);
        }
        if !alone {
            alfazeta::refresh(into);
        }
        if changed || unknown {
            self.due = Some(Duration::ZERO);
        }
    }

    fn frame_bytes(&self, _panel: &Panel) -> usize {
        let refresh = if self.modules.len() > 1 { REFRESH_LEN } else { 0 };
        self.modules.len() * PANEL_LEN + refresh
    }

    fn resync(&mut self, _panel: &Panel, _into: &mut Packets) {
        self.unknown = true;
    }

    fn due(&self) -> Option<Duration> {
        self.due
    }

    /// Says nothing, and lets go by what changed long ago.
    fn next(&mut self, _panel: &Panel, now: Duration, _into: &mut Packets) {
        self.due = None;
        for module in &mut self.modules {
            module.fresh = match module.fresh {
                Fresh::Now => Fresh::Until(now + LATE),
                Fresh::Until(end) if end <= now => Fresh::No,
                as_it_is => as_it_is,
            };
            if let Fresh::Until(end) = module.fresh {
                self.due = Some(self.due.map_or(end, |due| due.min(end)));
            }
        }
    }
}

/// The board's end: the panels of a wall.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    panel: Panel,
    /// Their addresses; none if the face cannot be made of panels.
    addresses: Vec<u8>,
    decoder: Decoder,
    /// What was loaded, shown or not.
    loaded: Dots,
    shown: Dots,
    visible: Frame,
}

impl Screen {
    pub(super) fn new(panels: &[u8], panel: Panel) -> Self {
        Self {
            addresses: addresses(panels, panel.face()).unwrap_or_default(),
            decoder: Decoder::default(),
            loaded: Dots::new(&panel),
            shown: Dots::new(&panel),
            visible: Frame::unlit(panel.face()),
            panel,
        }
    }

    fn take(&mut self, frame: Repr<'_>) -> bool {
        if frame.refreshes() {
            self.shown.clone_from(&self.loaded);
            return true;
        }
        // How longer frames lie on panels is not known.
        let whole = frame.columns.len() == usize::from(WIDTH);
        let mut hit = false;
        let addressed = |at: &u8| whole && frame.is_for(*at);
        for index in (0..self.addresses.len()).filter(|index| addressed(&self.addresses[*index])) {
            let (left, top) = place(self.panel.face(), index);
            for (x, column) in frame.columns.iter().enumerate() {
                for y in 0..usize::from(HEIGHT) {
                    let lit = column >> y & 1 == 1;
                    self.loaded.set(left + x, top + y, lit);
                    if frame.shows() {
                        self.shown.set(left + x, top + y, lit);
                    }
                }
            }
            hit |= frame.shows();
        }
        hit
    }
}

impl Lit for Screen {
    fn frame(&self) -> &Frame {
        &self.visible
    }

    fn receive(&mut self, bytes: &[u8], _replies: &mut Packets) -> Result<bool, WireError> {
        let mut decoder = std::mem::take(&mut self.decoder);
        let mut changed = false;
        decoder.feed(bytes, |frame| changed |= self.take(frame));
        if changed {
            self.shown.show(&self.panel, &mut self.visible);
        }
        self.decoder = decoder;
        Ok(changed)
    }
}
