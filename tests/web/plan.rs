//! The page of a board's plan.

use super::client::get;
use super::house::{now, open};

#[tokio::test]
async fn the_week_is_drawn_and_told_in_words_and_the_present_is_explained() {
    let house = open(&[("Bảng cổng trụ sở", 192, 64)], now).await;
    assert!(get(house.address, "/", &[]).await.text().contains("<a href=\"/board/b0/plan\">"));
    let page = get(house.address, "/board/b0/plan", &[]).await;
    assert_eq!((page.code, page.header("content-type")), (200, "text/html; charset=utf-8".into()));
    let text = page.text();
    for part in [
        "T3 24/11/2026 · Hôm nay",
        "T2 30/11/2026",
        "class=\"k-priority\" x=\"37.5%\"",
        "class=\"k-emergency\"",
        "class=\"k-quiet\"",
        "class=\"k-blackout\"",
        "class=\"k-standby\"",
        "class=\"k-last-resort\"",
        "Bảng đang tắt theo lệnh của Lan: sửa điện.",
        "T3 09:00, 24/11/2026</a> – 15:00",
        "href=\"?from=2026-11-24&amp;at=2026-11-24T02:00:00Z#why\"",
        "Vì sao đang hiện dòng này?",
        "T3 12:03:11, 24/11/2026",
        "Cảnh báo &#60;b&#62;mưa lớn&#60;/b&#62;",
        "nhường cho bản tin ưu tiên",
        "chưa bắt đầu; bắt đầu lúc 13:00, 25/11/2026",
        "<code>playlists/so-tan.toml</code>",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    // The policy forbids them, so a browser would drop what they say.
    assert_eq!(text.matches("<script").count(), 1);
    assert!(text.contains("<script type=\"module\" src=\"/assets/then."));
    for forbidden in ["style=", "<style", "onload", "<b>"] {
        assert!(!text.contains(forbidden), "{forbidden} is in:\n{text}");
    }
}

#[tokio::test]
async fn any_minute_can_be_looked_at_with_its_picture_without_a_script() {
    let house = open(&[("Bảng cổng trụ sở", 192, 64)], now).await;
    let text = get(house.address, "/board/b0/plan?at=2026-11-24T10:05", &[]).await.text();
    for part in [
        "value=\"2026-11-24T10:05\"",
        "max=\"1439\" step=\"1\" value=\"605\"",
        "src=\"/board/b0/at.png?at=2026-11-24T03:05:00Z\"",
        "<p class=\"words\" lang=\"vi\" data-fill=\"text\">Mưa lớn, hạn chế ra đường</p>",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
}

/// Whether a page says of the chosen moment that it is past, and of the days that some of them are.
fn past(page: &str) -> (bool, bool) {
    let hidden = page.contains("data-show=\"past\" hidden>");
    (
        !hidden && page.contains("data-show=\"past\""),
        page.contains("Phần đã qua được tính lại từ các tệp hôm nay"),
    )
}

#[tokio::test]
async fn of_every_moment_that_is_past_it_is_said_that_it_is_what_todays_files_would_have_shown() {
    let house = open(&[("Bảng cổng trụ sở", 192, 64)], now).await;
    for (query, moment, days) in [
        ("", false, true),
        ("?at=2026-11-24T12:03", true, true),
        ("?at=2026-11-24T12:04", false, true),
        ("?at=2026-11-23T10:05", true, true),
        ("?from=2026-11-25&at=2026-11-25T10:05", false, false),
        ("?from=2026-11-25&at=2026-11-23T10:05", true, false),
    ] {
        let page = get(house.address, &format!("/board/b0/plan{query}"), &[]).await.text();
        assert_eq!(past(&page), (moment, days), "{query}");
    }
    for (at, said) in [("2026-11-24T12:03", true), ("2026-11-24T12:04", false)] {
        let told = get(house.address, &format!("/api/v1/boards/b0/at?at={at}"), &[]).await.text();
        assert!(told.contains(&format!("\"past\":{said}")), "{told}");
    }
}

#[tokio::test]
async fn the_page_of_a_board_says_what_comes_and_when_programme_and_hours_change() {
    let house = open(&[("Bảng cổng trụ sở", 192, 64)], now).await;
    let page = get(house.address, "/board/b0", &[]).await.text();
    let coming = &page[page.find("id=\"coming\"").unwrap()..];
    let at = |words: &str| coming.find(words).unwrap_or_else(|| panic!("{words} is not in:\n{coming}"));
    let turns = [
        at("Các mục sắp tới lượt"),
        at("Nộp hồ sơ trực tuyến</span> <em>Danh sách &#34;Dịch vụ công trực tuyến&#34;"),
        at("Tra cứu hồ sơ"),
        at("Thay đổi trong 24 giờ tới"),
    ];
    assert!(turns.is_sorted(), "{turns:?}");
    let changes = [
        at("<span class=\"place\">15:00:00</span>"),
        at("<span class=\"place\">22:00:00</span>"),
        at("<span class=\"place\">23:00:00</span>"),
        at("Đang trong giờ nghỉ của bảng"),
        at("<span class=\"place\">05:00:00 ngày 25/11/2026</span>"),
    ];
    assert!(changes.is_sorted(), "{changes:?}");
}

#[tokio::test]
async fn another_week_and_another_moment_can_be_asked_for_and_nonsense_is_refused() {
    let house = open(&[("Bảng cổng trụ sở", 192, 64)], now).await;
    let page = get(house.address, "/board/b0/plan?from=2026-11-25&at=2026-11-25T14:00&lang=en", &[]).await;
    let text = page.text();
    for part in [
        "Wed 25/11/2026",
        "Tue 01/12/2026",
        "Why would it show this?",
        "Wed 14:00, 25/11/2026",
        "Sơ tán khỏi vùng trũng",
        "href=\"?lang=vi&#38;from=2026-11-25&#38;at=2026-11-25T07:00:00Z\"",
        "href=\"?from=2026-11-18\"",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    assert!(!text.contains("24/11/2026</text>") && !text.contains("· Today"));
    for bad in
        ["?from=mai", "?at=", "?from=%FF", "?from=99999-01-01", "?at=2026-02-30", "?from=2026-11-24&from=1"]
    {
        let answer = get(house.address, &format!("/board/b0/plan{bad}"), &[]).await;
        assert_eq!(answer.code, 400, "{bad}");
        assert!(answer.text().starts_with("Không hiểu ngày giờ"), "{bad}: {}", answer.text());
    }
    for first in ["1900-01-01", "2199-12-31"] {
        assert_eq!(
            get(house.address, &format!("/board/b0/plan?from={first}"), &[]).await.code,
            200,
            "{first}"
        );
    }
    assert_eq!(get(house.address, "/board/zz/plan", &[]).await.code, 404);
}

#[tokio::test]
async fn dark_times_and_times_without_content_are_explained_with_what_comes_after_them() {
    let house = open(&[("Bảng cổng trụ sở", 192, 64)], now).await;
    let cases = [
        (
            "2026-11-26T10:30",
            [
                "Bảng đang tắt theo lệnh của Lan",
                "không phát vì bảng đang tắt theo lệnh",
                "Tiếp theo: T5 11:30, 26/11/2026",
            ],
        ),
        (
            "2026-11-25T02:00",
            [
                "T3 23:00, 24/11/2026</dd>",
                "không phát vì bảng đang trong giờ nghỉ",
                "Tiếp theo: T4 05:00, 25/11/2026",
            ],
        ),
        (
            "2026-11-29T12:00",
            [
                "Không có dòng chữ nào",
                "đã hết hạn lúc 00:00, 29/11/2026",
                "Tiếp theo: CN 23:00, 29/11/2026</dt><dd lang=\"vi\">Giờ nghỉ",
            ],
        ),
        (
            "2026-11-24T05:30",
            [
                "đây là danh sách mặc định",
                "ngoài khung giờ phát; lần tới lúc 06:00, 24/11/2026",
                "Tiếp theo: T3 05:30:0",
            ],
        ),
        ("1900-01-01T00:00", ["Giờ nghỉ", "chưa bắt đầu", "Tiếp theo"]),
        ("2199-12-31T23:59", ["giờ nghỉ", "đã hết hạn", "Độ sáng"]),
    ];
    for (at, said) in cases {
        let page = get(house.address, &format!("/board/b0/plan?at={at}"), &[]).await;
        assert_eq!(page.code, 200, "{at}");
        let text = page.text();
        for part in said {
            assert!(text.contains(part), "{at}: {part} is not in:\n{text}");
        }
    }
}

#[tokio::test]
async fn many_who_ask_at_once_are_all_answered() {
    let house = open(&[("Bảng cổng trụ sở", 192, 64)], now).await;
    let asking = (0..24).map(|_| get(house.address, "/board/b0/plan", &[]));
    for answer in futures_util::future::join_all(asking).await {
        assert_eq!(answer.code, 200);
    }
}
