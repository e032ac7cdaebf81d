//! What is ordered through pages: how many presses it takes, who may, and what the pages say after each of them.

use super::client::{Answer, form, get};
use super::house::{House, NOW, library, now, open};
use super::staff::{PASSWORD, let_in, signed_in};
use bangtin::alarm::{Kind, Known, Raised, Sheet};
use bangtin::control::{Answer as Told, Order, Outcome, Places};
use bangtin::editorial::{Grant, Role, Scope};
use bangtin::notice::Orders;
use bangtin::report::Message;
use bangtin::web::SiteView;
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const SITE: &str = "
[[site]]
id = 'ubnd'
name = 'Trụ sở'
[[site]]
id = 'hcc'
name = 'Trung tâm'
[[board]]
id = 'b0'
name = 'Bảng cổng'
site = 'ubnd'
width = 128
height = 32
link = 'virtual'
[[board]]
id = 'b1'
name = 'Bảng sảnh'
site = 'hcc'
width = 64
height = 32
link = 'virtual'
";

/// What a form sends.
type Fields<'a> = &'a [(&'a str, &'a str)];

/// A house, what was ordered in it, and a clock that can be moved on.
struct Desk {
    house: House,
    given: Arc<Mutex<Vec<Order>>>,
    later: Arc<AtomicI64>,
}

/// A site with two boards whose daemon does what it is told, but for texts with the word "từ chối".
async fn desk() -> Desk {
    let later = Arc::new(AtomicI64::new(0));
    let seconds = Arc::clone(&later);
    let clock = move || now() + SignedDuration::from_secs(seconds.load(Ordering::Relaxed));
    let house = open(&[("Bảng cổng", 128, 32), ("Bảng sảnh", 64, 32)], clock).await;
    house.library.send_replace(library(SITE));
    let given = Arc::<Mutex<Vec<Order>>>::default();
    let (mut asked, site, log) =
        (house.orders.lock().unwrap().take().unwrap(), house.site.clone(), Arc::clone(&given));
    tokio::spawn(async move {
        while let Some(asked) = asked.recv().await {
            let answer = obey(&site, &asked.request.order, asked.request.by.as_deref().unwrap_or_default());
            if answer.outcome != Outcome::Refused {
                log.lock().unwrap().push(asked.request.order);
            }
            let _ = asked.reply.send(answer);
        }
    });
    Desk { house, given, later }
}

/// What the daemon does, as far as the page shows it.
fn obey(site: &tokio::sync::watch::Sender<Arc<SiteView>>, order: &Order, by: &str) -> Told {
    let said = |outcome, say: &str, findings: &str| {
        let (says, findings) = (vec![say.to_owned()], findings.to_owned());
        Told { outcome, says, findings, orders: None, board: None, cause: None }
    };
    let boards =
        |places: &Places| if places.all { vec!["b0".into(), "b1".into()] } else { places.boards.clone() };
    let before = site.borrow().clone();
    let mut orders = Orders::clone(&before.orders);
    let at: Timestamp = NOW.parse().unwrap();
    let answer = match order {
        Order::Notice { wish, .. } if wish.text.contains("từ chối") => {
            return said(Outcome::Refused, "Không bảng nào hiện được lời này.", "");
        }
        Order::Notice { wish, .. } => {
            said(Outcome::Findings, &format!("Đã phát: {}", wish.text), "lời hơi dài")
        }
        Order::Blackout { places, reason } => {
            orders.black_out(&boards(places), at, by, reason).unwrap();
            said(Outcome::Done, "Đã tắt.", "")
        }
        Order::Resume { places, reason } => {
            orders.resume(&boards(places), at, by, reason).unwrap();
            said(Outcome::Done, "Đã mở lại.", "")
        }
        _ => said(Outcome::Done, "Xong.", ""),
    };
    let (title, zone, boards) = (before.title.clone(), before.zone.clone(), before.boards.clone());
    site.send_replace(Arc::new(SiteView { title, zone, orders: Arc::new(orders), boards }));
    answer
}

impl Desk {
    async fn page(&self, path: &str, cookie: &str) -> String {
        let answer = get(self.house.address, path, &[cookie]).await;
        assert_eq!(answer.code, 200, "{path}: {}", answer.text());
        answer.text()
    }

    async fn send(&self, path: &str, cookie: &str, fields: Fields<'_>) -> Answer {
        form(self.house.address, path, &[cookie], fields).await
    }

    /// Presses the button of a form, as the page has it.
    async fn press(&self, page: &str, button: &str, cookie: &str) -> Answer {
        let (action, fields) = filled(page, button);
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.send(&action, cookie, &fields).await
    }

    fn orders(&self) -> usize {
        self.given.lock().unwrap().len()
    }
}

/// Where the form with a button leads, and what a browser would send.
fn filled(page: &str, button: &str) -> (String, Vec<(String, String)>) {
    let at = page.find(button).unwrap_or_else(|| panic!("no {button} in {page}"));
    let begin = page[..at].rfind("<form").expect("it is in no form");
    let form = &page[begin..at + page[at..].find("</form>").unwrap()];
    let value = |tag: &str, name: &str| {
        let value = tag.split_once(&format!("{name}=\"")).map(|(_, rest)| rest.split('"').next().unwrap());
        value.map(|value| {
            value.replace("&#34;", "\"").replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&")
        })
    };
    let mut fields = Vec::new();
    for tag in form.split('<').filter(|tag| tag.starts_with("input")) {
        fields.push((value(tag, "name").unwrap(), value(tag, "value").unwrap_or_default()));
    }
    let own = form.split("<button").find(|tag| tag.contains(button)).expect("it is no button");
    if let Some(name) = value(own, "name") {
        fields.push((name, value(own, "value").unwrap_or_default()));
    }
    (value(form, "action").unwrap(), fields)
}

/// The part of the page that is about a board.
fn card<'p>(page: &'p str, id: &str) -> &'p str {
    let part = &page[page.find(&format!("data-id=\"{id}\"")).unwrap()..];
    &part[..part.find("</live-board>").unwrap()]
}

const EMERGENCY: [(&str, &str); 5] =
    [("template", "bao"), ("text", "Bão số 9"), ("place", "all"), ("hours", "2"), ("reason", "Diễn tập")];

#[tokio::test]
async fn a_board_is_dark_by_two_presses_on_the_page_of_boards_and_lit_by_two_more() {
    let desk = desk().await;
    let cookie = signed_in(&desk.house, "tuan", &[Role::Operate]).await;
    for (button, confirm, dark) in
        [("Tắt bảng", "TẮT BẢNG NGAY", true), ("Mở lại bảng", "MỞ LẠI NGAY", false)]
    {
        let page = desk.page("/", &cookie).await;
        let (before, orders) = (card(&page, "b0"), desk.orders());
        let first = desk.press(before, &format!(">{button}<"), &cookie).await;
        assert_eq!(first.code, 200, "{}", first.text());
        let sure = first.text();
        assert!(
            sure.contains("Bảng cổng") && !sure.contains("Bảng sảnh") && sure.contains("Chưa ra lệnh gì"),
            "{sure}"
        );
        assert_eq!(desk.orders(), orders, "one press orders nothing");
        let second = desk.press(&sure, confirm, &cookie).await;
        assert_eq!(second.code, 303, "{}", second.text());
        let told = desk.page(&second.header("location"), &cookie).await;
        assert!(
            told.contains("Đã ra lệnh")
                && told.contains(if dark { "Đã tắt." } else { "Đã mở lại." }),
            "{told}"
        );
        let page = desk.page("/", &cookie).await;
        let lies_dark = "<div class=\"blackout\" data-show=\"blackout\">";
        assert_eq!(
            (card(&page, "b0").contains(lies_dark), card(&page, "b1").contains(lies_dark)),
            (dark, false)
        );
        assert_eq!(page.contains("id=\"all-light\" hidden"), !dark, "what is not dark need not be lit again");
    }
    assert_eq!(desk.orders(), 2);
}

#[tokio::test]
async fn all_boards_are_dark_or_show_prepared_words_by_two_presses_with_nothing_typed() {
    let desk = desk().await;
    let cookie = signed_in(&desk.house, "tuan", &[Role::Operate]).await;
    let page = desk.page("/", &cookie).await;
    let sure = desk.press(&page, "Tắt mọi bảng", &cookie).await.text();
    assert!(sure.contains("Bảng cổng") && sure.contains("Bảng sảnh"), "{sure}");
    assert_eq!(desk.press(&sure, "TẮT BẢNG NGAY", &cookie).await.code, 303);
    let sure = desk.press(&page, ">Bão<", &cookie).await.text();
    assert!(sure.contains("Chưa phát gì"), "{sure}");
    let done = desk.press(&sure, "PHÁT NGAY", &cookie).await;
    assert_eq!(done.code, 303, "{}", done.text());
    let given = desk.given.lock().unwrap();
    let [Order::Blackout { places, reason }, Order::Notice { class, places: on, end, .. }] = &given[..]
    else {
        panic!("{given:?}");
    };
    assert!(places.all && on.all && class == "emergency" && end.lasting.is_some());
    assert_eq!(reason, "Lệnh gấp từ trang bảng điện tử");
}

#[tokio::test]
async fn only_who_operates_a_board_has_controls_over_it_and_all_others_have_none() {
    let desk = desk().await;
    let viewer = signed_in(&desk.house, "xem", &[Role::View, Role::Draft]).await;
    for page in
        [desk.page("/", "X: y").await, desk.page("/", &viewer).await, desk.page("/board/b0", &viewer).await]
    {
        assert!(!page.contains("action=\"/emergency") && !page.contains("Lệnh gấp"), "{page}");
    }
    let scope = Scope::Site("hcc".into());
    let grants = vec![Grant::all(Role::View), Grant { role: Role::Operate, scope, networks: Vec::new() }];
    let some = let_in(&desk.house, "hoa", grants).await;
    let page = desk.page("/", &some).await;
    assert!(!card(&page, "b0").contains("Tắt bảng") && card(&page, "b1").contains("Tắt bảng"), "{page}");
    assert!(page.contains("Tắt mọi bảng của bạn") && !page.contains("value=\"all\""), "{page}");
    let sure = desk.press(&page, "Tắt mọi bảng của bạn", &some).await.text();
    assert!(sure.contains("Bảng sảnh") && !sure.contains("Bảng cổng"), "{sure}");
}

#[tokio::test]
async fn the_first_page_of_an_operator_and_all_it_loads_is_under_100_kb() {
    let desk = desk().await;
    let cookie = signed_in(&desk.house, "tuan", &Role::ALL).await;
    let page = get(desk.house.address, "/", &[&cookie]).await;
    let weight = |answer: &Answer| answer.head.len() + answer.body.len();
    let (mut bytes, mut seen) = (weight(&page), std::collections::BTreeSet::new());
    let mut open = vec![page.text()];
    while let Some(text) = open.pop() {
        // Of pages, style sheets, scripts and the icon; of scripts, what they import.
        let names = text.split(['"', '(', ')']).filter_map(|part| {
            let name = part.strip_prefix("/assets/").or_else(|| part.strip_prefix("./"))?;
            (name.contains('.') && !name.contains(' ')).then(|| name.to_owned())
        });
        for name in names.collect::<Vec<_>>() {
            if seen.insert(name.clone()) {
                let asset = get(desk.house.address, &format!("/assets/{name}"), &[]).await;
                assert_eq!(asset.code, 200, "{name}");
                bytes += weight(&asset);
                open.push(asset.text());
            }
        }
    }
    assert!(seen.len() >= 8, "{seen:?}");
    assert!(bytes < 100_000, "{bytes} bytes: {seen:?}");
}

#[tokio::test]
async fn who_may_not_is_told_so_at_the_first_press_and_nothing_is_ordered() {
    let desk = desk().await;
    let viewer = signed_in(&desk.house, "xem", &[Role::View]).await;
    let dark = [("place", "board:b0"), ("what", "dark"), ("reason", "Sửa điện")];
    let all: [(&str, Fields<'_>); 6] = [
        ("/emergency/check", &EMERGENCY),
        ("/emergency/order", &EMERGENCY),
        ("/emergency/dark", &dark),
        ("/emergency/end", &[("id", "1"), ("reason", "xong")]),
        ("/emergency/extend", &[("id", "1"), ("hours", "2")]),
        ("/board/b0/show", &[("sight", "identify")]),
    ];
    for (path, fields) in all {
        let answer = desk.send(path, &viewer, fields).await;
        assert_eq!(answer.code, 403, "{path}: {}", answer.text());
        assert!(answer.text().contains("không được điều khiển các bảng này"), "{path}: {}", answer.text());
    }
    let scope = Scope::Site("hcc".into());
    let some =
        let_in(&desk.house, "hoa", vec![Grant { role: Role::Operate, scope, networks: Vec::new() }]).await;
    for path in ["/emergency/check", "/emergency/dark"] {
        let fields: Fields<'_> = if path.ends_with("dark") { &dark } else { &EMERGENCY };
        let answer = desk.send(path, &some, fields).await;
        assert!(answer.text().contains("không được điều khiển các bảng này"), "{path}: {}", answer.text());
        assert!(!answer.text().contains("name=\"armed\""), "{path} offers a second press");
    }
    assert_eq!(desk.orders(), 0);
}

#[tokio::test]
async fn an_emergency_is_ordered_once_however_often_it_is_pressed_and_its_page_loaded() {
    let desk = desk().await;
    let cookie = signed_in(&desk.house, "tuan", &[Role::Operate]).await;
    let sure = desk.send("/emergency/check", &cookie, &EMERGENCY).await.text();
    assert_eq!(desk.orders(), 0);
    let (one, two) =
        tokio::join!(desk.press(&sure, "PHÁT NGAY", &cookie), desk.press(&sure, "PHÁT NGAY", &cookie));
    let three = desk.press(&sure, "PHÁT NGAY", &cookie).await;
    let to = one.header("location");
    assert!(to.starts_with("/emergency/ordered/"), "{to}");
    for answer in [one, two, three] {
        assert_eq!((answer.code, answer.header("location")), (303, to.clone()), "{}", answer.text());
    }
    for _ in 0..2 {
        let told = desk.page(&to, &cookie).await;
        assert!(told.contains("Đã phát: Bão số 9") && told.contains("lời hơi dài"), "{told}");
    }
    assert_eq!(desk.orders(), 1);
    let other = signed_in(&desk.house, "minh", &[Role::Operate]).await;
    let away = get(desk.house.address, &to, &[&other]).await;
    assert_eq!((away.code, away.header("location").as_str()), (303, "/emergency#now"));
    // Somebody who means it a second time begins anew.
    let sure = desk.send("/emergency/check", &cookie, &EMERGENCY).await.text();
    desk.press(&sure, "PHÁT NGAY", &cookie).await;
    assert_eq!(desk.orders(), 2);
}

#[tokio::test]
async fn a_second_press_that_comes_too_late_orders_nothing_and_can_be_pressed_again() {
    let desk = desk().await;
    let cookie = signed_in(&desk.house, "tuan", &[Role::Operate]).await;
    let dark = [("place", "board:b0"), ("what", "dark"), ("reason", "Sửa điện")];
    let first = [
        (desk.send("/emergency/check", &cookie, &EMERGENCY).await.text(), "PHÁT NGAY"),
        (desk.send("/emergency/dark", &cookie, &dark).await.text(), "TẮT BẢNG NGAY"),
    ];
    desk.later.store(61, Ordering::Relaxed);
    for (at, (sure, button)) in first.into_iter().enumerate() {
        let late = desk.press(&sure, button, &cookie).await;
        assert_eq!((late.code, desk.orders()), (200, at));
        assert!(late.text().contains("quá 60 giây"), "{}", late.text());
        assert_eq!(desk.press(&late.text(), button, &cookie).await.code, 303);
        assert_eq!(desk.orders(), at + 1);
    }
}

#[tokio::test]
async fn an_emergency_without_words_boards_end_or_reason_is_refused_at_its_field_and_keeps_what_was_typed() {
    let desk = desk().await;
    let cookie = signed_in(&desk.house, "tuan", &[Role::Operate]).await;
    for (field, wrong, why) in [
        ("text", " ", "Chưa có lời nào."),
        ("place", "", "Chưa chọn bảng nào."),
        ("hours", "", "Số giờ phải từ 1 đến 72."),
        ("hours", "73", "Số giờ phải từ 1 đến 72."),
        ("hours", "0", "Số giờ phải từ 1 đến 72."),
        ("reason", " ", "Hãy ghi lý do."),
    ] {
        let changed =
            EMERGENCY.iter().map(|(name, value)| (*name, if *name == field { wrong } else { value }));
        let fields: Vec<_> = changed.filter(|(name, value)| *name != "place" || !value.is_empty()).collect();
        for path in ["/emergency/check", "/emergency/order"] {
            let answer = desk.send(path, &cookie, &fields).await;
            let page = answer.text();
            assert!(answer.code == 400 && page.contains(why), "{path} {field}: {page}");
            assert!(field == "text" || page.contains("Bão số 9</textarea>"), "{field}: {page}");
        }
    }
    let refused = [("text", "xin từ chối"), ("place", "all"), ("hours", "2"), ("reason", "Diễn tập")];
    let sure = desk.send("/emergency/check", &cookie, &refused).await.text();
    let answer = desk.press(&sure, "PHÁT NGAY", &cookie).await;
    assert!(answer.text().contains("Không bảng nào hiện được lời này."), "{}", answer.text());
    assert!(answer.code == 400 && answer.text().contains("xin từ chối</textarea>"), "{}", answer.text());
    assert_eq!(desk.orders(), 0);
}

#[tokio::test]
async fn who_types_longer_than_their_session_lasts_goes_on_with_the_same_words() {
    let desk = desk().await;
    signed_in(&desk.house, "tuan", &[Role::Operate]).await;
    let why = "Nội dung lạ \"chữ vỡ\" & <b>";
    let all: [(&str, Fields<'_>, &str); 3] = [
        ("/emergency/dark", &[("place", "board:b0"), ("what", "dark"), ("reason", why)], "TẮT BẢNG NGAY"),
        ("/emergency/dark", &[("place", "board:b0"), ("what", "light"), ("reason", why)], "MỞ LẠI NGAY"),
        ("/emergency/end", &[("id", "7"), ("reason", why)], ""),
    ];
    for (path, fields, second) in all {
        let over = desk.send(path, "X: y", fields).await;
        assert_eq!(over.code, 401, "{path}: {}", over.text());
        let (action, mut typed) = filled(&over.text(), "Đăng nhập</button>");
        assert_eq!(action, "/sign-in");
        for (name, value) in &mut typed {
            match name.as_str() {
                "login" => *value = "tuan".to_owned(),
                "password" => *value = PASSWORD.to_owned(),
                _ => {}
            }
        }
        let typed: Vec<(&str, &str)> =
            typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let signed = desk.send(&action, "X: y", &typed).await;
        assert_eq!(signed.code, 200, "{}", signed.text());
        let cookie = format!("Cookie: {}", signed.header("set-cookie").split(';').next().unwrap());
        let (orders, page) = (desk.orders(), signed.text());
        let again = desk.press(&page, "</button>", &cookie).await;
        if second.is_empty() {
            assert_eq!((again.code, desk.orders()), (303, orders + 1), "{}", again.text());
        } else {
            assert_eq!((again.code, desk.orders()), (200, orders), "it still takes a second press");
            assert_eq!(desk.press(&again.text(), second, &cookie).await.code, 303);
        }
        let given = desk.given.lock().unwrap();
        let (Order::Blackout { reason, .. } | Order::Resume { reason, .. } | Order::End { reason, .. }) =
            given.last().unwrap()
        else {
            panic!("{given:?}");
        };
        assert_eq!(reason, why);
    }
}

#[tokio::test]
async fn what_stands_around_one_board_is_told_anew_with_its_own_alarms_and_no_others() {
    let desk = desk().await;
    let alarm = |kind, says| Raised { kind, says, since: Duration::from_secs(40) };
    let silent = |address: &str| alarm(Kind::HostSilent, Message::LinkSilent { address: address.into() });
    let known = |alarm| Known { alarms: vec![alarm], reach: None, control: None };
    let (here, there) = (silent("192.0.2.10:4048"), silent("192.0.2.99:4048"));
    let boards = [("b0".to_owned(), known(here)), ("b1".to_owned(), known(there))].into();
    let site = vec![alarm(Kind::FilesWrong, Message::AlarmFilesWrong { count: 2 })];
    let before = desk.page("/board/b0", "X: y").await;
    assert!(before.contains("aria-labelledby=\"alarms-title\" aria-live=\"polite\" hidden"), "{before}");
    desk.house.sheet.send_replace(Arc::new(Sheet { looked: super::house::MONO, site, boards }));
    let page = desk.page("/board/b0", "X: y").await;
    assert!(page.contains("192.0.2.10:4048") && !page.contains("192.0.2.99"), "{page}");
    let told = super::json(&get(desk.house.address, "/board/b0/now.json?lang=en", &[]).await);
    let ids: Vec<_> = told["alarms"].as_array().unwrap().iter().map(|alarm| alarm["id"].clone()).collect();
    assert_eq!(ids, ["A03", "A53"]);
    assert_eq!(told["now"], NOW);
    desk.later.store(5, Ordering::Relaxed);
    let told = super::json(&get(desk.house.address, "/board/b0/now.json", &[]).await);
    assert_eq!(told["now_words"], "12:03:16, 24/11/2026");
    assert_eq!(get(desk.house.address, "/board/zz/now.json", &[]).await.code, 404);
}
