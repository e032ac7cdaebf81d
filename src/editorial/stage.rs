//! The states a draft goes through, and who may take it from one to the next.

/// Where a draft stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It is being written.
    Draft,
    /// Somebody else is asked to approve it.
    Submitted,
    /// It was sent back with a reason; writing goes on.
    Rejected,
    /// It was approved and published.
    Approved,
    /// It was given up.
    Discarded,
}

/// What is done with a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Words, order or anything else of it is changed.
    Write,
    /// It is submitted.
    Submit,
    /// It is taken back by who writes.
    Recall,
    /// It is approved.
    Approve,
    /// It is sent back.
    Reject,
    /// It is given up.
    Discard,
}

impl Stage {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Rejected => "rejected",
            Self::Approved => "approved",
            Self::Discarded => "discarded",
        }
    }

    /// The stage of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let all = [Self::Draft, Self::Submitted, Self::Rejected, Self::Approved, Self::Discarded];
        all.into_iter().find(|stage| stage.word() == word)
    }

    /// Whether work on it goes on.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Submitted | Self::Rejected)
    }

    /// Where a step leads from here; `None` if it cannot be taken. `asked` is whether this site wants approval: where it
    /// does not, who writes publishes.
    #[must_use]
    pub fn after(self, step: Step, asked: bool) -> Option<Self> {
        match (self, step) {
            // What was submitted is what is looked at: nobody changes it meanwhile.
            (Self::Draft | Self::Rejected, Step::Write) => Some(Self::Draft),
            (Self::Draft | Self::Rejected, Step::Submit) => Some(Self::Submitted),
            (Self::Submitted, Step::Recall) => Some(Self::Draft),
            (Self::Submitted, Step::Approve) => Some(Self::Approved),
            (Self::Draft | Self::Rejected, Step::Approve) if !asked => Some(Self::Approved),
            (Self::Submitted, Step::Reject) => Some(Self::Rejected),
            (Self::Draft | Self::Submitted | Self::Rejected, Step::Discard) => Some(Self::Discarded),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAGES: [Stage; 5] =
        [Stage::Draft, Stage::Submitted, Stage::Rejected, Stage::Approved, Stage::Discarded];
    const STEPS: [Step; 6] =
        [Step::Write, Step::Submit, Step::Recall, Step::Approve, Step::Reject, Step::Discard];

    #[test]
    fn what_is_over_stays_over_and_what_is_submitted_is_not_written_to() {
        for step in STEPS {
            assert_eq!(Stage::Approved.after(step, true), None, "{step:?}");
            assert_eq!(Stage::Discarded.after(step, false), None, "{step:?}");
        }
        assert_eq!(Stage::Submitted.after(Step::Write, true), None);
    }

    #[test]
    fn only_what_was_submitted_is_approved_where_approval_is_asked_for() {
        for stage in STAGES {
            let may = stage == Stage::Submitted;
            assert_eq!(stage.after(Step::Approve, true).is_some(), may, "{stage:?}");
            assert_eq!(Stage::parse(stage.word()), Some(stage));
        }
        assert_eq!(Stage::Draft.after(Step::Approve, false), Some(Stage::Approved));
    }
}
