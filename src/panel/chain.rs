//! Lays modules along their chains: which dot of the face every dot of what is sent is.

use super::layout::{Layout, Module, Output, PanelError};
use super::mapper::Grid;
use crate::frame::Face;
use std::ops::Range;

/// A dot of the face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) x: u16,
    pub(super) y: u16,
}

impl Place {
    /// Sent, and not on the face: always dark.
    pub(super) const NOWHERE: Self = Self { x: u16::MAX, y: u16::MAX };
}

/// Where a module hangs and how people find it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its leftmost column.
    pub x: u16,
    /// Its uppermost row.
    pub y: u16,
    /// Width in dots.
    pub width: u16,
    /// Height in dots.
    pub height: u16,
    /// Its output, from 1.
    pub output: u16,
    /// The how many-th module on the cable of its output, from 1.
    pub number: u16,
}

/// All dots in the order they are sent.
#[derive(Debug)]
pub(super) struct Chain {
    /// `None`: row by row, the whole face.
    pub(super) places: Option<Vec<Place>>,
    /// Which dots each controller gets, rising.
    pub(super) parts: Vec<(Range<usize>, u16)>,
    pub(super) areas: Vec<Area>,
    /// What is sent has the width and height of the face.
    pub(super) as_face: bool,
    /// How many dots of the face no module has.
    pub(super) uncovered: usize,
}

impl Chain {
    pub(super) fn lay(face: Face, layout: &Layout) -> Result<Self, PanelError> {
        let one = [Module { width: face.width(), height: face.height(), ..Module::default() }];
        let modules = if layout.modules.is_empty() { &one } else { &layout.modules[..] };
        let alone = [Output::default()];
        let outputs = if layout.outputs.is_empty() { &alone } else { &layout.outputs[..] };
        let uncovered = uncovered(face, modules)?;
        if let Some(module) = modules.iter().position(|module| usize::from(module.output) >= outputs.len()) {
            return Err(PanelError::NoOutput { module });
        }
        let mut areas = Vec::new();
        let mut as_face = layout.modules.is_empty();
        let mut strings = Vec::new();
        for (n, output) in outputs.iter().enumerate() {
            let mut hung: Vec<(usize, &Module)> =
                modules.iter().enumerate().filter(|(_, module)| usize::from(module.output) == n).collect();
            if output.reversed {
                hung.reverse();
            }
            let mut string = Vec::new();
            for (number, (index, module)) in (1u16..).zip(hung) {
                let grid = wired(index, module, layout)?;
                as_face &= (grid.width, grid.height) == (face.width().into(), face.height().into());
                string.extend(grid.dots);
                let Module { x, y, width, height, output, .. } = *module;
                areas.push(Area { x, y, width, height, output: output + 1, number });
            }
            strings.push(string);
        }
        let (places, parts) = join(outputs, &strings)?;
        let plain = places.len() == face.dots() && places.iter().copied().eq(row_by_row(face));
        as_face &= places.len() == face.dots();
        Ok(Self { places: (!plain).then_some(places), parts, areas, as_face, uncovered })
    }
}

/// The dots of a face in reading order.
pub(super) fn row_by_row(face: Face) -> impl Iterator<Item = Place> {
    (0..face.height()).flat_map(move |y| (0..face.width()).map(move |x| Place { x, y }))
}

/// How many dots no module has; an error if one is had twice or is not on the face.
fn uncovered(face: Face, modules: &[Module]) -> Result<usize, PanelError> {
    // Which module has a dot, counted from 1.
    let mut owner = vec![0u32; face.dots()];
    for (index, module) in modules.iter().enumerate() {
        let within = |at: u16, len: u16, end: u16| len > 0 && u32::from(at) + u32::from(len) <= end.into();
        if !within(module.x, module.width, face.width()) || !within(module.y, module.height, face.height()) {
            return Err(PanelError::Outside { module: index, face });
        }
        for y in module.y..module.y + module.height {
            for x in module.x..module.x + module.width {
                let dot = &mut owner[usize::from(y) * usize::from(face.width()) + usize::from(x)];
                if *dot != 0 {
                    return Err(PanelError::Overlap { module: index, other: *dot as usize - 1, x, y });
                }
                *dot = index as u32 + 1;
            }
        }
    }
    Ok(owner.iter().filter(|owner| **owner == 0).count())
}

/// The dots of a module as its map has them.
fn wired(index: usize, module: &Module, layout: &Layout) -> Result<Grid<Place>, PanelError> {
    let rows = (module.y..module.y + module.height)
        .flat_map(|y| (module.x..module.x + module.width).map(move |x| Place { x, y }));
    let grid = Grid { width: module.width.into(), height: module.height.into(), dots: rows.collect() };
    let map = module.map.as_ref().unwrap_or(&layout.map);
    map.iter().try_fold(grid, |grid, mapper| grid.step(*mapper, index))
}

type Joined = (Vec<Place>, Vec<(Range<usize>, u16)>);

/// Puts the outputs' strings of dots into the pictures of their controllers, and these one after the other.
fn join(outputs: &[Output], strings: &[Vec<Place>]) -> Result<Joined, PanelError> {
    let mut destinations: Vec<u16> = outputs.iter().map(|output| output.destination).collect();
    destinations.sort_unstable();
    destinations.dedup();
    let (mut places, mut parts) = (Vec::new(), Vec::new());
    for destination in destinations {
        let first = places.len();
        let mut taken: Vec<(usize, Range<usize>)> = Vec::new();
        for (n, (output, string)) in outputs.iter().zip(strings).enumerate() {
            if output.destination != destination {
                continue;
            }
            let dots = output.dots.map_or(string.len(), |dots| dots as usize);
            if dots < string.len() {
                return Err(PanelError::Short { output: n, dots, modules: string.len() });
            }
            let behind = taken.iter().map(|(_, range)| range.end).next_back().unwrap_or(0);
            let start = output.start.map_or(behind, |start| start as usize);
            let range = start..start.saturating_add(dots);
            let end = first.saturating_add(range.end);
            if end > Face::MAX_DOTS {
                return Err(PanelError::TooMany { dots: end, most: Face::MAX_DOTS });
            }
            let meets = |other: &Range<usize>| other.start < range.end && range.start < other.end;
            if let Some((other, _)) = taken.iter().find(|(_, other)| meets(other)) {
                return Err(PanelError::Shared { output: n, other: *other });
            }
            if places.len() < end {
                places.resize(end, Place::NOWHERE);
            }
            places[first + start..][..string.len()].copy_from_slice(string);
            taken.push((n, range));
        }
        if places.len() > first {
            parts.push((first..places.len(), destination));
        }
    }
    Ok((places, parts))
}
