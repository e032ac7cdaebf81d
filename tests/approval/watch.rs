//! Plays a world and looks at every frame.

use crate::dice::Dice;
use crate::seen::{Seen, identity};
use crate::town::{BOARDS, PERCENTS, Town};
use bangtin::board::card::{Matter, Stock, Traits};
use bangtin::board::{Receiver, Session};
use bangtin::frame::Digest;
use bangtin::notice::Class;
use bangtin::player::{Event, Feed, Now, Player, Programme, Shown};
use bangtin::schedule::ClockTrust;
use bangtin::site::Board;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// How often what was seen; what was never seen is not proven.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    files: u64,
    emergencies: u64,
    orders: u64,
    resorts: u64,
    withheld: u64,
    kept: u64,
    wrong_files: u64,
}

impl Tally {
    fn all(&mut self) -> [&mut u64; 7] {
        let Self { files, emergencies, orders, resorts, withheld, kept, wrong_files } = self;
        [files, emergencies, orders, resorts, withheld, kept, wrong_files]
    }

    pub(crate) fn add(&mut self, other: &Self) {
        let mut other = other.clone();
        self.all().into_iter().zip(other.all()).for_each(|(sum, more)| *sum += *more);
    }

    pub(crate) fn least(&self) -> u64 {
        self.clone().all().into_iter().map(|count| *count).min().unwrap_or(0)
    }
}

/// A player with the board it speaks to.
struct Post {
    board: Board,
    player: Player,
    receiver: Receiver,
    mono: Duration,
}

/// Plays a world.
pub(crate) fn play(dice: &mut Dice, steps: usize) -> Tally {
    let mut town = Town::new(dice);
    let mut tally = Tally::default();
    let mut posts: BTreeMap<&str, Post> = BTreeMap::new();
    let mut wall: Timestamp = "2026-11-24T10:58:00Z".parse().expect("an instant");
    let mut trust = ClockTrust::Trusted;
    for _ in 0..steps {
        match dice.within(0, 9) {
            0..=2 => town.edit(dice),
            3..=4 => town.order(dice, wall),
            5..=7 => town.approve(dice),
            8 => wall += SignedDuration::from_secs(dice.within(0, 200_000) as i64 - 60_000),
            _ => trust = *dice.pick(&[ClockTrust::Trusted, ClockTrust::Untrusted, ClockTrust::Holdover]),
        }
        tally.wrong_files += u64::from(!town.right);
        for id in BOARDS {
            let Some(board) = town.library.board(id) else { continue };
            let programme = Arc::new(town.library.programme(board));
            let may = may(&town, board, &mut tally);
            lets_through_exactly_what_is_approved(&town, board, &programme, &mut tally);
            for day in ["2026-11-24", "2027-02-05"] {
                let day = day.parse().expect("a date");
                for covers in [true, false] {
                    let make = Traits {
                        lists: true,
                        reads: true,
                        covers,
                        pictures: false,
                        lights: true,
                        powers: true,
                    };
                    keeps(&programme.stock(day, make), &may, &mut tally);
                    keeps(&programme.timeless_stock(make), &may, &mut tally);
                }
            }
            let post = sit(&mut posts, id, board, &programme);
            watch(post, programme, &may, wall, trust, &mut tally);
        }
        wall += SignedDuration::from_secs(3);
    }
    tally
}

/// The board's player, told of the programme; another one where the board is another.
fn sit<'p>(
    posts: &'p mut BTreeMap<&'static str, Post>,
    id: &'static str,
    board: &Board,
    programme: &Arc<Programme>,
) -> &'p mut Post {
    if posts.get(id).is_none_or(|post| !post.board.wired_as(board)) {
        let session = Session::new(&board.protocol, board.panel()).expect("a good board");
        let feed = Feed {
            keepalive: Duration::from_millis(800),
            line_time: Duration::ZERO,
            byte_time: Duration::ZERO,
        };
        let player = Player::new(Arc::clone(programme), session, feed);
        let receiver = Receiver::new(&board.protocol, board.panel());
        posts.insert(id, Post { board: board.clone(), player, receiver, mono: Duration::from_secs(1) });
    }
    posts.get_mut(id).expect("just seated")
}

/// Every picture that may be seen on a board, worked out from what was approved.
fn may(town: &Town, board: &Board, tally: &mut Tally) -> Seen {
    let library = &town.library;
    let mut seen = Seen::free(board.face, board.palette, &PERCENTS);
    let stage = board.stage(&library.site);
    let none = Default::default();
    let approved = town.approved.get(&board.id.value).unwrap_or(&none);
    for playlist in library.playlists.values() {
        for index in stage.items(playlist) {
            if let Ok(laid) = stage.lay_out(playlist, index, &library.fonts)
                && approved.contains(&laid.seal())
            {
                seen.add(&laid.reel(), &PERCENTS);
            }
        }
    }
    for notice in library.orders.notices_of(&board.id.value) {
        let Ok(laid) = stage.lay_out(notice.playlist(), 0, &library.fonts) else { continue };
        let dots = laid.reel().digest();
        let known = approved.iter().any(|seal| seal.dots == dots);
        if known || notice.class == Class::Emergency {
            seen.add(&laid.reel(), &PERCENTS);
            let count =
                if notice.class == Class::Emergency { &mut tally.emergencies } else { &mut tally.orders };
            *count += 1;
        }
    }
    seen
}

/// Of the files exactly what is approved is part of the programme, and exactly the rest is withheld.
fn lets_through_exactly_what_is_approved(
    town: &Town,
    board: &Board,
    programme: &Programme,
    tally: &mut Tally,
) {
    let library = &town.library;
    let none = Default::default();
    let approved = town.approved.get(&board.id.value).unwrap_or(&none);
    let (mut lit, mut withheld) = (Vec::new(), Vec::new());
    for (id, playlist) in &library.playlists {
        for on in library.seals(playlist).into_iter().filter(|on| on.board == board.id.value) {
            let list = if approved.contains(&on.seal) { &mut lit } else { &mut withheld };
            list.push((id.clone(), on.index));
        }
    }
    let plan = programme.plan();
    let parts = (0..plan.len()).filter_map(|entry| plan.choice(entry));
    let mut found: Vec<_> = parts.map(|choice| (choice.playlist.id.clone(), choice.index)).collect();
    let mut missing: Vec<_> =
        programme.withheld().iter().map(|item| (item.playlist().to_owned(), item.index())).collect();
    tally.withheld += missing.len() as u64;
    tally.files += lit.len() as u64;
    for list in [&mut found, &mut missing] {
        list.retain(|(id, _)| !id.starts_with("notice-"));
        list.sort();
    }
    assert_eq!((found, missing), (lit, withheld), "{}", board.id.value);
}

/// What a card is to keep is made of what may be seen.
fn keeps(stock: &Stock, may: &Seen, tally: &mut Tally) {
    let holds = |digest: Digest| may.rasters.contains(&digest) || may.frames.contains(&digest);
    for show in &stock.shows {
        match &show.matter {
            Matter::Strip { picture, .. } => assert!(holds(identity(picture)), "a card keeps {picture:?}"),
            Matter::Pages(pages) => {
                pages
                    .iter()
                    .for_each(|page| assert!(holds(identity(&page.picture)), "a card keeps {page:?}"));
            }
        }
    }
    tally.kept += stock.shows.len() as u64;
}

/// Three seconds of a board.
fn watch(
    post: &mut Post,
    programme: Arc<Programme>,
    may: &Seen,
    wall: Timestamp,
    trust: ClockTrust,
    tally: &mut Tally,
) {
    let begun = post.mono;
    let mut event = Event::Programme(programme.clone());
    while post.mono < begun + Duration::from_secs(3) {
        let now = Now { mono: post.mono, wall: wall + (post.mono - begun), trust };
        let step = post.player.step(now, std::mem::replace(&mut event, Event::Tick));
        if step.send {
            post.receiver.take(post.player.packets()).expect("the board understands it");
            let frame = post.receiver.frame();
            assert!(may.frames.contains(&identity(frame)), "{} shows {frame:?}", post.board.id.value);
            let shown = programme.slot(now.wall).shown;
            tally.resorts += u64::from(shown == Shown::LastResort);
        }
        post.player.prepare();
        post.mono = step.wake.max(post.mono + Duration::from_millis(1));
    }
}
