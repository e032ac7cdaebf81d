//! When something is on air: its windows, its beginning and its end.

use crate::calendar::read::{Edge, Sun, Windows, date, moment};
use crate::calendar::{Moment, Window};
use crate::report::{At, Fields, Message};
use jiff::civil::Date;

/// When a playlist or an item is on air. Nothing of it given: always.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {
    /// It is on air while one of them is open; empty if always.
    pub windows: Vec<Window>,
    /// Not before this instant.
    pub starts_at: Option<At<Moment>>,
    /// Not from this instant on.
    pub expires_at: Option<At<Moment>>,
    /// The day by which somebody should look whether it is still right.
    pub review_by: Option<At<Date>>,
}

impl When {
    pub(super) fn read(fields: &mut Fields<'_, '_>, windows: &mut Windows) -> Self {
        let windows = windows.list(fields, "windows", Sun::NotHere);
        let starts_at = moment(fields, "starts_at", Edge::Begins);
        let expires_at = moment(fields, "expires_at", Edge::Ends);
        let review_by = date(fields, "review_by");
        let when = Self { windows, starts_at, expires_at, review_by };
        when.ends_after_beginning(fields, when.starts_at.as_ref());
        when
    }

    /// Says so if it expires before something begins: nothing would ever be lit.
    pub(super) fn ends_after_beginning(&self, fields: &mut Fields<'_, '_>, begins: Option<&At<Moment>>) {
        let ended = |ends: &&At<Moment>| begins.is_some_and(|begins| ends.value.is_not_after(&begins.value));
        if let Some(ends) = self.expires_at.as_ref().filter(ended) {
            let (end, begin) = ("expires_at".to_owned(), "starts_at".to_owned());
            fields.fault(ends.span.clone(), Message::EndsBeforeItBegins { end, begin });
        }
    }
}
