//! How the lamps behind a face are wired: `[board.panel]`, `[[board.module]]` and `[[board.output]]`.
//!
//! Keys become a [`Layout`], and everything it cannot be becomes a fault at the module or output it is about.

use super::Address;
use crate::board::Protocol;
use crate::frame::{Face, Palette};
use crate::panel::{ColourOrder, Depth, Layout, Mapper, Module, Output, Panel, PanelError, Supply};
use crate::report::{At, Fault, Fields, Message, offered, shortened};
use std::ops::Range;

/// The most blocks `[[board.module]]` of one board.
const MAX_BLOCKS: usize = 1000;
/// The most modules of one board, blocks repeated.
const MAX_MODULES: usize = 4096;
const MAX_OUTPUTS: usize = 64;
const MAX_STEPS: usize = 8;

/// What the tables say, before the face is known to be right.
pub(super) struct Wires {
    layout: Layout,
    /// Where each module and each output of the layout stands in the file.
    modules: Vec<Range<usize>>,
    outputs: Vec<Range<usize>>,
    /// Where anything else is said.
    place: Range<usize>,
    limit: Option<Range<usize>>,
    /// The controllers beside the board's own: destinations 1, 2, …
    pub(super) further: Vec<(String, u16)>,
}

/// Reads the tables of a board; `None` if they are wrong in themselves.
pub(super) fn read(
    fields: &mut Fields<'_, '_>,
    protocol: Option<&Protocol>,
    own: Option<&Address>,
) -> Option<Wires> {
    let before = fields.reader().faults.len();
    let place = fields.place();
    let mut wires = Wires {
        layout: Layout::default(),
        modules: Vec::new(),
        outputs: Vec::new(),
        place,
        limit: None,
        further: Vec::new(),
    };
    wires.layout.depth = protocol.and_then(Protocol::depth).unwrap_or_default();
    if let Some((table, place)) = fields.table("panel") {
        wires.place = place.clone();
        let mut panel = Fields::new(fields.reader(), "[board.panel]", table, place);
        wires.read_panel(&mut panel, protocol);
        panel.finish();
    }
    for (table, place) in fields.tables("output", MAX_OUTPUTS) {
        let mut output = Fields::new(fields.reader(), "[[board.output]]", table, place);
        wires.read_output(&mut output, protocol, own);
        output.finish();
    }
    for (table, place) in fields.tables("module", MAX_BLOCKS) {
        let mut module = Fields::new(fields.reader(), "[[board.module]]", table, place);
        wires.read_module(&mut module);
        module.finish();
    }
    (fields.reader().faults.len() == before).then_some(wires)
}

impl Wires {
    fn read_panel(&mut self, fields: &mut Fields<'_, '_>, protocol: Option<&Protocol>) {
        let layout = &mut self.layout;
        if let Some(depth) = fields.word("depth", &Depth::NAMES, Depth::parse) {
            if let (Some(protocol), Some(wanted)) = (protocol, protocol.and_then(Protocol::depth))
                && wanted != depth.value
            {
                let (protocol, wanted) = (protocol.to_string(), wanted.to_string());
                fields.fault(depth.span, Message::DepthForced { protocol, wanted });
            }
            layout.depth = depth.value;
        }
        if let Some(order) = fields.word("order", &ColourOrder::NAMES, ColourOrder::parse) {
            layout.order = order.value;
        }
        let mut gamma = |key| fields.decimal(key, 0.01..=50.0).map(|at| at.value as f32);
        let every = gamma("gamma").unwrap_or(1.0);
        layout.gamma = ["gamma_red", "gamma_green", "gamma_blue"].map(|key| gamma(key).unwrap_or(every));
        layout.floor = fields.integer("floor", 1..=128).map_or(1, |at| at.value as u8);
        layout.map = read_map(fields).unwrap_or_default();
        self.read_supply(fields);
    }

    fn read_supply(&mut self, fields: &mut Fields<'_, '_>) {
        let dot = fields.decimal("dot_ma", 0.001..=1000.0);
        if !fields.has("dot_ma") {
            for key in ["idle_ma", "volts", "limit_a"] {
                fields.misplaced(key, Some("`dot_ma = …`".to_owned()));
            }
            return;
        }
        let idle = fields.decimal("idle_ma", 0.0..=1000.0);
        let volts = fields.decimal("volts", 1.0..=60.0);
        let limit = fields.decimal("limit_a", 0.01..=2000.0);
        let Some(dot) = dot else { return };
        let thousandths = |at: &At<f64>| (at.value * 1000.0).round() as u32;
        self.layout.power = Some(Supply {
            dot_ua: thousandths(&dot),
            idle_ua: idle.as_ref().map_or(1000, thousandths),
            millivolts: volts.as_ref().map_or(5000, thousandths),
            limit_ma: limit.as_ref().map(thousandths),
        });
        self.limit = limit.map(|at| at.span);
    }

    fn read_output(
        &mut self,
        fields: &mut Fields<'_, '_>,
        protocol: Option<&Protocol>,
        own: Option<&Address>,
    ) {
        let most = Face::MAX_DOTS as i64;
        let dots = |at: Option<At<i64>>| at.map(|at| at.value as u32);
        let link = fields.text("link", 500);
        let output = Output {
            start: dots(fields.integer("start", 0..=most - 1)),
            dots: dots(fields.integer("dots", 1..=most)),
            reversed: fields.flag("reversed").unwrap_or(false),
            destination: link.and_then(|link| self.destination(fields, &link, protocol, own)).unwrap_or(0),
        };
        self.layout.outputs.push(output);
        self.outputs.push(fields.place());
    }

    /// Which destination a controller is; 0 the board's own.
    fn destination(
        &mut self,
        fields: &mut Fields<'_, '_>,
        link: &At<String>,
        protocol: Option<&Protocol>,
        own: Option<&Address>,
    ) -> Option<u16> {
        let port = protocol.and_then(Protocol::default_port);
        let Some(Address::Udp { host, port, .. }) = Address::parse(&link.value, port) else {
            fields.fault(link.span.clone(), Message::OutputLink { link: shortened(&link.value) });
            return None;
        };
        if matches!(own, Some(Address::Udp { host: own, port: at, .. }) if (own, *at) == (&host, port)) {
            return Some(0);
        }
        let controller = (host, port);
        let known = self.further.iter().position(|known| *known == controller);
        let index = known.unwrap_or_else(|| {
            self.further.push(controller);
            self.further.len() - 1
        });
        u16::try_from(index + 1).ok()
    }

    fn read_module(&mut self, fields: &mut Fields<'_, '_>) {
        for key in ["x", "y", "width", "height"] {
            if !fields.has(key) {
                fields.missing(key);
            }
        }
        let number = |at: Option<At<i64>>| at.map(|at| at.value as u16);
        let x = number(fields.integer("x", 0..=4095));
        let y = number(fields.integer("y", 0..=1023));
        let width = number(fields.integer("width", 1..=4096));
        let height = number(fields.integer("height", 1..=1024));
        let across = number(fields.integer("across", 1..=256)).unwrap_or(1);
        let down = number(fields.integer("down", 1..=256)).unwrap_or(1);
        let reversed = fields.flag("reversed").unwrap_or(false);
        let map = read_map(fields);
        let output = fields.integer("output", 1..=MAX_OUTPUTS as i64);
        let (Some(x), Some(y), Some(width), Some(height)) = (x, y, width, height) else { return };
        let outputs = self.layout.outputs.len().max(1);
        let output = match output {
            Some(at) if at.value as usize > outputs => {
                fields.fault(at.span, Message::NoSuchOutput { output: at.value, outputs });
                return;
            }
            Some(at) => at.value as u16 - 1,
            None => 0,
        };
        let total = self.layout.modules.len() + usize::from(across) * usize::from(down);
        if total > MAX_MODULES {
            fields.fault(fields.place(), Message::TooManyModules { modules: total, most: MAX_MODULES });
            return;
        }
        let mut block: Vec<Module> = (0..down)
            .flat_map(|row| (0..across).map(move |column| (column, row)))
            .map(|(column, row)| Module {
                // Beyond the largest number nothing is inside any face, which is found when it is laid.
                x: x.saturating_add(column.saturating_mul(width)),
                y: y.saturating_add(row.saturating_mul(height)),
                width,
                height,
                map: map.clone(),
                output,
            })
            .collect();
        if reversed {
            block.reverse();
        }
        self.modules.extend(block.iter().map(|_| fields.place()));
        self.layout.modules.extend(block);
    }

    /// The panel of a face with these lamps; `None` with a fault if it cannot be wired so, and a warning if a part of the
    /// face has no module.
    pub(super) fn build(self, fields: &mut Fields<'_, '_>, face: Face, palette: Palette) -> Option<Panel> {
        match Panel::build(face, palette, &self.layout) {
            Ok(panel) => {
                if panel.uncovered() > 0 {
                    let message = Message::DotsNotSent { dots: panel.uncovered() };
                    let reader = fields.reader();
                    let warning = Fault::warning(&reader.source, self.place, message);
                    reader.faults.push(warning);
                }
                Some(panel)
            }
            Err(error) => {
                let (place, message) = self.explain(error);
                fields.fault(place, message);
                None
            }
        }
    }

    /// The place and the sentence of what is wrong with the wiring.
    fn explain(&self, error: PanelError) -> (Range<usize>, Message) {
        let module = |n: usize| self.modules.get(n).unwrap_or(&self.place).clone();
        let output = |n: usize| self.outputs.get(n).unwrap_or(&self.place).clone();
        match error {
            PanelError::Outside { module: n, face } => {
                (module(n), Message::ModuleOutside { module: n + 1, face: face.to_string() })
            }
            PanelError::Overlap { module: n, other, x, y } => {
                (module(n), Message::ModulesOverlap { module: n + 1, other: other + 1, x, y })
            }
            PanelError::Odd { module: n, mapper, rows } => {
                (module(n), Message::FoldNeedsEven { map: mapper.to_string(), rows })
            }
            PanelError::NoOutput { module: n } => {
                let output = self.layout.modules.get(n).map_or(0, |module| i64::from(module.output) + 1);
                (module(n), Message::NoSuchOutput { output, outputs: self.layout.outputs.len().max(1) })
            }
            PanelError::Short { output: n, dots, modules } => {
                (output(n), Message::OutputShort { output: n + 1, dots, modules })
            }
            PanelError::Shared { output: n, other } => {
                (output(n), Message::OutputsShared { output: n + 1, other: other + 1 })
            }
            PanelError::TooMany { dots, most } => (self.place.clone(), Message::TooManyDots { dots, most }),
            PanelError::NotTwo => (self.place.clone(), Message::TwoNeedsTwo {}),
            PanelError::Gamma => {
                let (low, high) = (Layout::GAMMA.start().to_string(), Layout::GAMMA.end().to_string());
                (self.place.clone(), Message::WantsDecimal { key: "gamma".to_owned(), low, high })
            }
            PanelError::NotDimmable => (self.limit_place(), Message::LimitNeedsDimming {}),
            PanelError::Limit { limit_ma, least_ma } => {
                let amperes = |ma: u64| format!("{:.2}", (ma as f64 / 10.0).ceil() / 100.0);
                let (limit, least) = (amperes(limit_ma.into()), amperes(least_ma));
                (self.limit_place(), Message::LimitTooLow { limit, least })
            }
        }
    }

    fn limit_place(&self) -> Range<usize> {
        self.limit.as_ref().unwrap_or(&self.place).clone()
    }
}

/// Reads `map`: one step or a list of them.
fn read_map(fields: &mut Fields<'_, '_>) -> Option<Vec<Mapper>> {
    let words = fields.texts("map", MAX_STEPS)?;
    let mut map = Vec::new();
    for word in &words.value {
        let Some(mapper) = Mapper::parse(word) else {
            let offer = offered(word, &Mapper::NAMES);
            let message = Message::UnknownWord { key: "map".to_owned(), word: shortened(word), offer };
            fields.fault(words.span, message);
            return None;
        };
        map.push(mapper);
    }
    Some(map)
}
