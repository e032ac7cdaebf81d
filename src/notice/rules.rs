//! What may be ordered, and what an order does to those before it.

use super::wish::aimed;
use super::{
    Blackout, Class, Ended, Extended, KEPT, MAX_EXTENDED, MAX_ORDERS, MAX_WORDS, Notice, Orders, Wish, holds,
};
use crate::calendar::Moment;
use crate::playlist::Playlist;
use crate::report::{At, Message, shortened};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, civil::DateTime};
use std::sync::Arc;

/// Why an order is refused.
pub type Refused = Message;

/// A notice that may be ordered, but for the boards.
#[derive(Clone, Debug)]
pub struct Given {
    /// What it goes before.
    pub class: Class,
    /// What to show, as it was asked for.
    pub wish: Wish,
    /// The wish as it passed the gate.
    pub playlist: Playlist,
    /// The boards it is for.
    pub boards: Vec<String>,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// Whether it may end other overrides on its boards.
    pub replace: bool,
}

/// When an order ends by itself: `until` (a moment, or a time of day in the site's zone), or `lasting` (`30m`) from now
/// on, or what the class says.
///
/// # Errors
/// It cannot be read, is not said, is over already, or is further away than the class allows.
pub fn expiry(
    class: Class,
    until: Option<&str>,
    lasting: Option<&str>,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<Timestamp, Refused> {
    let hours = class.most_hours();
    let most = now + SignedDuration::from_hours(hours);
    let at = match (until, lasting) {
        (Some(text), _) => moment(text, zone).ok_or_else(|| Message::BadTime { text: shortened(text) })?,
        (None, Some(text)) => {
            let length = text.parse::<SignedDuration>().ok();
            let end = length.and_then(|length| now.checked_add(length).ok());
            end.ok_or_else(|| Message::OrderLasting { text: shortened(text) })?
        }
        (None, None) => {
            let class_word = class.word().to_owned();
            let hours = class.default_hours().ok_or(Message::OrderNeedsEnd { class: class_word })?;
            now + SignedDuration::from_hours(hours)
        }
    };
    if at <= now {
        return Err(Message::OrderPast { until: local(at, zone) });
    }
    if at > most {
        return Err(Message::OrderTooLong { class: class.word().to_owned(), hours });
    }
    Ok(at)
}

/// An instant with its offset, or a date and time of day in the site's zone.
fn moment(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    text.parse::<Timestamp>().ok().or_else(|| {
        let local: DateTime = text.parse().ok()?;
        zone.to_timestamp(local).ok()
    })
}

/// A moment as people of the site write it.
pub(crate) fn local(at: Timestamp, zone: &TimeZone) -> String {
    zone.to_datetime(at).strftime("%H:%M:%S %d/%m/%Y").to_string()
}

/// Who gives an order: the login that the system vouches for, and the name they say, if they say one.
///
/// # Errors
/// The name is too long, or would not stay on one line.
pub fn person(login: &str, said: Option<&str>) -> Result<String, Refused> {
    match said {
        None => Ok(login.to_owned()),
        Some(said) => Ok(format!("{} ({login})", words("by", said)?)),
    }
}

/// A reason or a name: one line, not blank, not too long.
///
/// # Errors
/// It is none of that.
pub(super) fn words(key: &str, text: &str) -> Result<String, Refused> {
    let text = text.trim();
    let length = text.chars().count();
    if length == 0 || length > MAX_WORDS || text.chars().any(char::is_control) {
        return Err(Message::OrderWords { key: format!("--{key}"), most: MAX_WORDS });
    }
    Ok(text.to_owned())
}

impl Orders {
    /// Orders a notice; its number. Overrides it takes the place of end for ever.
    ///
    /// # Errors
    /// An override is on one of the boards already and may not be replaced; too many notices are on.
    pub fn give(&mut self, given: Given, now: Timestamp, by: &str, reason: &str) -> Result<u32, Refused> {
        let reason = words("reason", reason)?;
        self.forget(now);
        if self.notices.len() >= MAX_ORDERS {
            return Err(Message::OrdersFull { most: MAX_ORDERS });
        }
        let Given { class, wish, playlist, boards, expires_at, replace } = given;
        let in_the_way = |notice: &Notice| {
            let same = notice.boards.iter().any(|board| holds(&boards, board));
            class == Class::Override && notice.class == class && notice.is_on(now) && same
        };
        if let Some(other) = self.notices.iter().find(|notice| in_the_way(notice)).filter(|_| !replace) {
            let shared = other.boards.iter().filter(|board| holds(&boards, board)).cloned();
            return Err(Message::OverrideThere { id: other.id, boards: list(shared) });
        }
        let last = self.last + 1;
        let ended = Ended { at: now, by: by.to_owned(), reason: format!("--replace: {last}") };
        self.part(|notice| in_the_way(notice).then(|| boards.clone()), &ended);
        self.last = last;
        let mut notice = Notice {
            id: last,
            class,
            wish,
            boards,
            given_at: now,
            expires_at,
            by: by.to_owned(),
            reason,
            extended: Vec::new(),
            ended: None,
            playlist: Arc::new(playlist),
        };
        notice.stamp();
        self.notices.push(notice);
        Ok(last)
    }

    /// Ends a notice before its time; the boards it was on.
    ///
    /// # Errors
    /// There is none of this number that is on.
    pub fn end(&mut self, id: u32, now: Timestamp, by: &str, reason: &str) -> Result<Vec<String>, Refused> {
        let reason = words("reason", reason)?;
        let boards = self.on(id, now)?.boards.clone();
        let ended = Ended { at: now, by: by.to_owned(), reason };
        self.part(|notice| (notice.id == id && notice.is_on(now)).then(|| boards.clone()), &ended);
        Ok(boards)
    }

    /// Makes a notice last until a later moment; when it would have ended, and its boards.
    ///
    /// # Errors
    /// There is none of this number that is on, the moment is not later, or it was extended too often.
    pub fn extend(
        &mut self,
        id: u32,
        to: Timestamp,
        now: Timestamp,
        by: &str,
    ) -> Result<(Timestamp, Vec<String>), Refused> {
        self.on(id, now)?;
        let on = self.notices.iter_mut().find(|notice| notice.id == id && notice.is_on(now));
        let notice = on.ok_or(Message::NoSuchNotice { id })?;
        let was = notice.expires_at;
        if to <= was {
            return Err(Message::OrderNotLater { id });
        }
        if notice.extended.len() >= MAX_EXTENDED {
            return Err(Message::OrdersFull { most: MAX_EXTENDED });
        }
        notice.extended.push(Extended { at: now, by: by.to_owned(), was });
        notice.expires_at = to;
        notice.stamp();
        Ok((was, notice.boards.clone()))
    }

    /// Orders boards dark; those that were not before. Never refused for want of room: the oldest end is forgotten.
    ///
    /// # Errors
    /// The reason is none.
    pub fn black_out(
        &mut self,
        boards: &[String],
        now: Timestamp,
        by: &str,
        reason: &str,
    ) -> Result<Vec<String>, Refused> {
        let reason = words("reason", reason)?;
        self.forget(now);
        let fresh = boards.iter().filter(|board| self.blackout_of(board).is_none());
        let boards: Vec<String> = fresh.cloned().collect();
        if !boards.is_empty() {
            let (by, boards) = (by.to_owned(), boards.clone());
            self.blackouts.push(Blackout { boards, since: now, by, reason, resumed: None });
        }
        Ok(boards)
    }

    /// Lights boards again; those that were dark by order.
    ///
    /// # Errors
    /// None of them was; the reason is none.
    pub fn resume(
        &mut self,
        boards: &[String],
        now: Timestamp,
        by: &str,
        reason: &str,
    ) -> Result<Vec<String>, Refused> {
        let ended = Ended { at: now, by: by.to_owned(), reason: words("reason", reason)? };
        let mut lit = Vec::new();
        for order in std::mem::take(&mut self.blackouts) {
            let (here, rest): (Vec<_>, Vec<_>) = order
                .boards
                .iter()
                .cloned()
                .partition(|board| order.resumed.is_none() && holds(boards, board));
            if !here.is_empty() {
                lit.extend(here.iter().cloned());
                let resumed = Some(ended.clone());
                self.blackouts.push(Blackout { boards: here, resumed, ..order.clone() });
            }
            if !rest.is_empty() {
                self.blackouts.push(Blackout { boards: rest, ..order });
            }
        }
        if lit.is_empty() { Err(Message::NotDark { boards: list(boards.iter().cloned()) }) } else { Ok(lit) }
    }

    /// The notice of this number that is on.
    ///
    /// # Errors
    /// There is none.
    pub fn on(&self, id: u32, now: Timestamp) -> Result<&Notice, Refused> {
        let on = self.notices.iter().find(|notice| notice.id == id && notice.is_on(now));
        on.ok_or(Message::NoSuchNotice { id })
    }

    /// Forgets what ended long ago; and what ended last, only if there is no room otherwise.
    pub fn forget(&mut self, now: Timestamp) {
        let long_ago = |end: Timestamp| now.duration_since(end) > KEPT;
        self.notices.retain(|notice| !long_ago(notice.end()));
        self.blackouts.retain(|order| order.resumed.as_ref().is_none_or(|ended| !long_ago(ended.at)));
        make_room(&mut self.notices, |notice| (notice.end() <= now).then(|| notice.end()));
        make_room(&mut self.blackouts, |order| order.resumed.as_ref().map(|ended| ended.at));
    }

    /// Ends notices on some of their boards: those `boards` names of each. The rest of it goes on.
    fn part(&mut self, boards: impl Fn(&Notice) -> Option<Vec<String>>, ended: &Ended) {
        for notice in std::mem::take(&mut self.notices) {
            let ending = boards(&notice).unwrap_or_default();
            let (here, rest): (Vec<_>, Vec<_>) =
                notice.boards.iter().cloned().partition(|board| holds(&ending, board));
            for (boards, ended) in [(here, Some(ended.clone())), (rest, notice.ended.clone())] {
                if !boards.is_empty() {
                    let mut part = Notice { boards, ended, ..notice.clone() };
                    part.stamp();
                    self.notices.push(part);
                }
            }
        }
    }
}

impl Notice {
    /// Makes the playlist say what the notice says.
    pub(super) fn stamp(&mut self) {
        let mut playlist = aimed(Playlist::clone(&self.playlist), &self.boards);
        let exact = |at| Some(At { value: Moment::Exact(at), span: 0..0 });
        playlist.id = format!("notice-{}", self.id);
        // What people at a board are told, in whatever language; its number is how they end it.
        playlist.title = format!("#{}", self.id);
        playlist.class = self.class.of_playlists();
        (playlist.when.starts_at, playlist.when.expires_at) = (exact(self.given_at), exact(self.end()));
        self.playlist = Arc::new(playlist);
    }
}

/// Makes room for one more by forgetting what ended first; nothing if nothing has ended.
fn make_room<T>(orders: &mut Vec<T>, ended: impl Fn(&T) -> Option<Timestamp>) {
    while orders.len() >= MAX_ORDERS {
        let ends = orders.iter().enumerate().filter_map(|(index, order)| Some((ended(order)?, index)));
        let Some((_, first)) = ends.min() else { return };
        orders.remove(first);
    }
}

/// Names in one line, the first ten of many.
pub(crate) fn list(names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<String> = names.into_iter().collect();
    let shown = names.iter().take(10).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if names.len() > 10 { format!("{shown}, … ({})", names.len()) } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::{read, write};
    use crate::report::{Lang, Source};

    fn at(minutes: i64) -> Timestamp {
        let start: Timestamp = "2026-11-24T05:00:00Z".parse().unwrap();
        start + SignedDuration::from_mins(minutes)
    }

    fn given(class: Class, boards: &[&str], minutes: i64) -> Given {
        let wish = Wish { text: "Tạm ngừng".to_owned(), ..Wish::default() };
        let boards: Vec<String> = boards.iter().map(|&id| id.to_owned()).collect();
        let playlist = wish.playlist_for("notice", &boards).unwrap();
        Given { class, wish, playlist, boards, expires_at: at(minutes), replace: false }
    }

    fn names(boards: &[&str]) -> Vec<String> {
        boards.iter().map(|&id| id.to_owned()).collect()
    }

    fn ends(class: Class, until: Option<&str>, lasting: Option<&str>) -> Result<Timestamp, &'static str> {
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        expiry(class, until, lasting, at(0), &zone).map_err(|message| message.code())
    }

    #[test]
    fn only_an_emergency_may_leave_out_its_end_and_none_lasts_longer_than_its_class_allows() {
        assert_eq!(ends(Class::Emergency, None, None), Ok(at(6 * 60)));
        for class in [Class::Override, Class::Priority] {
            assert_eq!(ends(class, None, None), Err("OrderNeedsEnd"));
        }
        for (class, hours) in [(Class::Override, 24), (Class::Priority, 168), (Class::Emergency, 72)] {
            let most = format!("{}m", hours * 60);
            assert_eq!(ends(class, None, Some(&most)), Ok(at(hours * 60)));
            let more = format!("{}m", hours * 60 + 1);
            assert_eq!(ends(class, None, Some(&more)), Err("OrderTooLong"));
        }
    }

    #[test]
    fn an_end_is_a_time_of_day_in_the_sites_zone_and_never_in_the_past() {
        assert_eq!(ends(Class::Override, Some("2026-11-24T12:30"), None), Ok(at(30)));
        assert_eq!(ends(Class::Override, Some("2026-11-24T05:30:00Z"), None), Ok(at(30)));
        assert_eq!(ends(Class::Override, Some("2026-11-24T12:00"), None), Err("OrderPast"));
        assert_eq!(ends(Class::Override, None, Some("-5m")), Err("OrderPast"));
        assert_eq!(ends(Class::Override, None, Some("0s")), Err("OrderPast"));
        for text in ["tomorrow", "", "99999999999999h"] {
            assert!(ends(Class::Override, None, Some(text)).is_err(), "{text}");
            assert_eq!(ends(Class::Override, Some(text), None), Err("BadTime"));
        }
    }

    #[test]
    fn a_second_override_needs_replace_and_ends_the_first_for_ever_where_they_meet() {
        let mut orders = Orders::default();
        let first = orders.give(given(Class::Override, &["a", "b"], 60), at(0), "lan", "x").unwrap();
        let refused = orders.give(given(Class::Override, &["b"], 10), at(1), "lan", "x").unwrap_err();
        assert_eq!(refused, Message::OverrideThere { id: first, boards: "`b`".to_owned() });
        let replacing = Given { replace: true, ..given(Class::Override, &["b"], 10) };
        let second = orders.give(replacing, at(1), "an", "x").unwrap();
        let on = |orders: &Orders, board: &str, minutes: i64| -> Vec<u32> {
            orders.notices_of(board).filter(|n| n.is_on(at(minutes))).map(|n| n.id).collect()
        };
        assert_eq!((on(&orders, "a", 2), on(&orders, "b", 2)), (vec![first], vec![second]));
        assert_eq!(on(&orders, "b", 11), Vec::<u32>::new(), "the first never comes back");
        assert_eq!(on(&orders, "a", 59), [first]);
        assert_eq!(on(&orders, "a", 60), Vec::<u32>::new(), "the end is not part of it");
    }

    #[test]
    fn an_override_leaves_emergencies_and_blackouts_alone() {
        let mut orders = Orders::default();
        orders.black_out(&names(&["a"]), at(0), "lan", "x").unwrap();
        orders.give(given(Class::Emergency, &["a"], 60), at(0), "lan", "x").unwrap();
        orders.give(Given { replace: true, ..given(Class::Override, &["a"], 60) }, at(1), "an", "x").unwrap();
        assert!(orders.notices().iter().all(|notice| notice.is_on(at(2))));
        assert!(orders.blackout_of("a").is_some());
    }

    #[test]
    fn a_blackout_lasts_until_a_person_resumes_it_and_each_board_is_resumed_by_itself() {
        let mut orders = Orders::default();
        assert_eq!(orders.black_out(&names(&["a", "b"]), at(0), "lan", "x").unwrap(), ["a", "b"]);
        assert_eq!(orders.black_out(&names(&["b", "c"]), at(1), "an", "y").unwrap(), ["c"]);
        orders.forget(at(60 * 24 * 365));
        assert!(["a", "b", "c"].iter().all(|board| orders.blackout_of(board).is_some()));
        assert_eq!(orders.resume(&names(&["b", "z"]), at(5), "an", "z").unwrap(), ["b"]);
        assert!(orders.blackout_of("b").is_none() && orders.blackout_of("a").is_some());
        assert_eq!(orders.blackouts_of("b")[0].until, Some(at(5)));
        assert!(orders.resume(&names(&["b"]), at(6), "an", "z").is_err());
        assert_eq!(orders.blackout_of("a").unwrap().by, "lan");
    }

    #[test]
    fn an_extension_keeps_the_old_end_and_only_a_later_end_is_one() {
        let mut orders = Orders::default();
        let id = orders.give(given(Class::Override, &["a"], 60), at(0), "lan", "x").unwrap();
        assert!(orders.extend(id, at(60), at(1), "an").is_err());
        assert_eq!(orders.extend(id, at(90), at(1), "an").unwrap(), (at(60), names(&["a"])));
        assert_eq!(orders.notices()[0].extended, [Extended { at: at(1), by: "an".to_owned(), was: at(60) }]);
        assert!(orders.notices()[0].is_on(at(89)));
        orders.end(id, at(30), "an", "x").unwrap();
        assert!(orders.extend(id, at(200), at(31), "an").is_err(), "what has ended has ended");
        assert!(orders.end(id, at(31), "an", "x").is_err());
    }

    #[test]
    fn what_ended_is_kept_for_two_days_and_numbers_are_never_given_again() {
        let mut orders = Orders::default();
        let id = orders.give(given(Class::Override, &["a"], 60), at(0), "lan", "x").unwrap();
        orders.forget(at(60) + KEPT);
        assert_eq!(orders.notices().len(), 1);
        orders.forget(at(61) + KEPT);
        assert!(orders.notices().is_empty());
        let later = at(61) + KEPT;
        let again = orders.give(given(Class::Priority, &["a"], 9999), later, "lan", "x").unwrap();
        assert_eq!(again, id + 1);
    }

    #[test]
    fn a_full_book_takes_no_notice_but_every_blackout() {
        let mut orders = Orders::default();
        for _ in 0..MAX_ORDERS {
            orders.give(given(Class::Priority, &["a"], 60), at(0), "lan", "x").unwrap();
        }
        assert!(orders.give(given(Class::Emergency, &["a"], 60), at(1), "lan", "x").is_err());
        assert!(orders.black_out(&names(&["a"]), at(1), "lan", "x").is_ok());
        assert!(orders.give(given(Class::Emergency, &["a"], 90), at(60), "lan", "x").is_ok(), "room is made");
    }

    #[test]
    fn a_reason_and_a_name_are_one_short_line() {
        for bad in ["", "  ", "a\nb", "\u{1b}[31m", &"x".repeat(MAX_WORDS + 1)] {
            assert!(words("reason", bad).is_err(), "{bad:?}");
            assert!(person("lan", Some(bad)).is_err(), "{bad:?}");
            assert!(Orders::default().black_out(&names(&["a"]), at(0), "lan", bad).is_err());
        }
        assert_eq!(person("lan", Some(" Nguyễn Thị Lan ")).unwrap(), "Nguyễn Thị Lan (lan)");
    }

    fn full() -> Orders {
        let mut orders = Orders::default();
        orders.black_out(&names(&["a", "b"]), at(0), "lan", "lý do \"lạ\" \\ 'x'").unwrap();
        orders.resume(&names(&["b"]), at(3), "an", "xong").unwrap();
        let id = orders.give(given(Class::Override, &["a", "b"], 60), at(0), "lan", "x").unwrap();
        orders.extend(id, at(90), at(1), "an").unwrap();
        orders.give(Given { replace: true, ..given(Class::Override, &["b"], 60) }, at(2), "an", "x").unwrap();
        orders
    }

    fn source(text: &str) -> Arc<Source> {
        Arc::new(Source { name: "orders.toml".to_owned(), text: text.to_owned() })
    }

    #[test]
    fn what_is_written_is_read_again_to_the_last_word() {
        let text = write(&full()).unwrap();
        let (orders, faults) = read(&source(&text));
        assert!(faults.is_empty(), "{}", faults[0].sentence(Lang::En));
        assert_eq!(write(&orders).unwrap(), text);
        assert_eq!(orders.blackouts(), full().blackouts());
    }

    #[test]
    fn a_file_cut_off_anywhere_says_so_or_is_whole_and_never_lights_a_dark_board_after_its_record() {
        let text = write(&full()).unwrap();
        let dark = text.find("[[notice]]").unwrap();
        for cut in (0..text.len()).filter(|&cut| text.is_char_boundary(cut)) {
            let (orders, faults) = read(&source(&text[..cut]));
            if cut >= dark {
                assert!(orders.blackout_of("a").is_some(), "cut at {cut}: {faults:?}");
            }
        }
    }

    #[test]
    fn a_record_that_is_broken_leaves_the_others_and_a_dark_board_stays_dark_without_its_author() {
        let text = write(&full()).unwrap().replace("class = \"override\"", "class = \"mighty\"");
        let (orders, faults) = read(&source(&text));
        assert!(orders.notices().is_empty() && orders.blackout_of("a").is_some() && !faults.is_empty());
        let (orders, faults) =
            read(&source("[[blackout]]\nboards = [\"a\"]\nsince = \"2026-11-24T05:00:00Z\"\n"));
        assert!(orders.blackout_of("a").is_some());
        assert_eq!(faults.len(), 2);
    }
}
