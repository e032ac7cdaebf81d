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
