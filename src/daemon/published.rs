//! What is published goes to the boards, and what somebody changed on disk by hand to the office.

use super::news::News;
use super::{State, boards};
use crate::editorial::{Actor, Command, Who};
use crate::office::{Office, Published, lit};
use crate::report::Fault;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the office knows already of files that are not what was published.
pub(super) fn noted(office: &Office) -> BTreeMap<String, Option<String>> {
    let found = office.reader().look(|look| look.on_disk()).unwrap_or_default();
    found.into_iter().map(|(playlist, text, _)| (playlist, text)).collect()
}

impl State {
    /// Tells the office of files that are not what was published.
    pub(super) async fn note_files(&mut self, news: &News) {
        let strange: BTreeMap<String, Option<String>> = news.strange.iter().cloned().collect();
        let ended = self.noted.keys().filter(|playlist| !strange.contains_key(*playlist));
        let ended = ended.map(|playlist| (playlist, news.published.texts.get(playlist).cloned().flatten()));
        let ended: Vec<_> = ended.map(|(id, text)| (id.clone(), text.map(|text| text.to_string()))).collect();
        let new = strange.iter().filter(|(id, text)| self.noted.get(*id) != Some(*text));
        let new: Vec<_> = new.map(|(id, text)| (id.clone(), text.clone())).collect();
        for (playlist, text) in ended.into_iter().chain(new) {
            let actor = Actor { who: Who::Disk, from: None, grants: Vec::new() };
            let command = Command::DiskChanged { playlist: playlist.clone(), text: text.clone() };
            match self.office.ask(actor, command).await {
                Ok(_) if strange.contains_key(&playlist) => {
                    self.noted.insert(playlist, text);
                }
                Ok(_) => {
                    self.noted.remove(&playlist);
                }
                // It is told again when files are next read.
                Err(refusal) => super::tell(&[Fault::unplaced(*refusal.message)], self.settings.lang),
            }
        }
    }

    /// Lights what was published just now, without reading every file again; that comes after.
    pub(super) async fn light_published(&mut self, published: Arc<Published>) {
        let before = std::mem::replace(&mut self.published, Arc::clone(&published));
        let (mut library, folder) =
            (self.library.clone(), lit::folder(&self.settings.config, &self.library.site));
        let work = tokio::task::spawn_blocking(move || {
            let touched = lit::lay(&mut library, &before, &published, &folder);
            let programmes = boards::programmes_of(&library, &touched);
            (library, programmes)
        });
        let Ok((library, programmes)) = work.await else { return };
        let orders = std::mem::replace(&mut self.library, library).orders;
        self.library.orders = orders;
        self.boards.redirect(&self.library, programmes);
        self.publish();
    }
}
