//! `bangtin` (bảng tin điện tử công cộng): public LED boards, from a playlist file to lit dots.
//!
//! A **playlist** is put on a **schedule**; the item on air is drawn as a **scene** into a **frame**; the frame is folded
//! onto the **panel**, spoken in the **board**'s **wire** format and carried over a **link**. The **player** turns the
//! crank; the **site** says which boards there are; the **web** page shows them; the **daemon** keeps it all running.
//!
//! Which module may import which, and which are pure, stands in ARCHITECTURE.md and is enforced by a test.
#![forbid(unsafe_code)]

pub mod report;

pub mod language;

pub mod calendar;
pub mod playlist;
pub mod schedule;

pub mod notice;

pub mod frame;
pub mod scene;

pub mod lint;

pub mod editorial;

pub mod board;
pub mod panel;
pub mod wire;

pub mod link;

pub mod player;

pub mod alarm;

pub mod timetable;

pub mod site;

pub mod journal;
pub mod office;

pub mod control;
pub mod scout;
pub mod web;

pub mod cli;
pub mod clock;
pub mod daemon;
