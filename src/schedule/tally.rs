//! How campaigns fare on a day, for people: what each was owed and what it had.

use super::Agenda;
use super::plan::Plan;
use super::quota::Want;

/// What a campaign was owed on a day, and what it had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Its playlist, by its number in [`Plan::playlists`].
    pub list: usize,
    /// Whether it is owed per cent of the time in which it may be lit; whole showings else.
    pub share: bool,
    /// Showings or per cent.
    pub owed: i64,
    /// Showings or whole per cent.
    pub had: i64,
}

impl Agenda {
    /// How the campaigns of the plan fare that are owed something on this day.
    #[must_use]
    pub fn tallies(&self, plan: &Plan) -> Vec<Tally> {
        let campaigns = plan.campaigns.iter().zip(self.campaigns());
        let tally =
            |(drive, (owed, had)): (&super::plan::Drive, (&super::quota::Owed, &super::quota::Had))| {
                let (share, due, had) = match owed.want {
                    Want::Nothing => return None,
                    Want::Showings(want) => (false, want, had.showings),
                    Want::Percent(percent) => {
                        (true, percent, had.lit.saturating_mul(100) / owed.total.max(1))
                    }
                };
                Some(Tally { list: drive.list, share, owed: due, had })
            };
        campaigns.filter_map(tally).collect()
    }
}
