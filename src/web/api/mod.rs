//! What all addresses under `/api/` have in common: how they take what is sent and how they say no.

pub(super) mod body;
mod problem;
pub(super) mod v1;

pub(super) use body::{Body, Form, MAX_BODY, kind};
pub(super) use problem::Problem;
