//! Drafts as the pages show them to who writes for some boards only.

use crate::client::get;
use crate::site::{Site, grant};
use serde_json::json;

#[tokio::test]
async fn a_draft_for_boards_of_others_is_read_without_a_button_and_with_the_reason() {
    let site = Site::open().await;
    let writes = site.token(&[grant("draft", json!({ "site": "hcc" }))]).await;
    for (playlist, of, mine) in [("cua-ho", "ubnd", false), ("cua-toi", "hcc", true), ("chung", "", true)] {
        site.put("POST", "/playlists", &json!({ "playlist": playlist, "title": "Thử" })).await;
        if !of.is_empty() {
            let head = json!({ "revision": 1, "fields": { "title": "Thử", "sites": [of] } });
            site.put("PUT", &format!("/playlists/{playlist}/draft/head"), &head).await;
        }
        let by = format!("Authorization: Bearer {writes}");
        let page = get(site.address, &format!("/playlists/{playlist}/draft"), &[&by]).await.text();
        assert!(page.contains("<h1>Bản nháp"), "{page}");
        assert_eq!(page.contains("ngoài phạm vi của bạn"), !mine, "{playlist}: {page}");
        for button in ["/draft/head\"", "/draft/undo\"", "/draft/add\"", "/draft/discard\""] {
            assert_eq!(page.contains(button), mine, "{playlist} {button}: {page}");
        }
    }
}
