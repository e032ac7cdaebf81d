//! People at the door: who is let in where, and what becomes of sessions, links and forms.

use super::client::{Answer, form, form_request, get, raw};
use super::house::{House, now, open, open_by_tls};
use bangtin::editorial::{Actor, Command, Grant, Role, Scope, Who};
use bangtin::journal::{Entry, Wanted};
use bangtin::office::Reply;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const PASSWORD: &str = "cây đa bến nước";
const OTHER: &str = "tám giờ sáng thứ hai";

async fn house() -> House {
    open(&[("Bảng cổng trụ sở", 8, 4)], now).await
}

fn owned(text: &str) -> String {
    text.to_owned()
}

/// The link that the daemon prints while there is no administrator.
async fn first_link(house: &House) -> String {
    let program = Actor { who: Who::Program, from: None, grants: Vec::new() };
    match house.office.ask(program, Command::OfferBegin {}).await.unwrap() {
        Reply::Ticket { ticket, .. } => format!("/start/{ticket}"),
        other => panic!("{other:?}"),
    }
}

fn root() -> Actor {
    Actor { who: Who::Local(owned("root")), from: None, grants: Role::ALL.map(Grant::all).to_vec() }
}

/// The link of somebody who is let in with these rights.
async fn invited(house: &House, login: &str, grants: Vec<Grant>) -> String {
    let invite = Command::Invite { login: owned(login), name: owned("Trần Thu"), grants };
    match house.office.ask(root(), invite).await.unwrap() {
        Reply::Ticket { ticket, .. } => format!("/ticket/{ticket}"),
        other => panic!("{other:?}"),
    }
}

/// The `Cookie` line of whoever signed in by this answer.
fn cookie(answer: &Answer) -> String {
    let set = answer.header("set-cookie");
    let pair = set.split(';').next().unwrap_or_default();
    assert!(pair.starts_with("bangtin=") && pair.len() > 40, "{}: {set}", answer.code);
    format!("Cookie: {pair}")
}

/// Lets somebody in and signs them in.
async fn inside(house: &House, login: &str, grants: Vec<Grant>) -> String {
    let link = invited(house, login, grants).await;
    cookie(&form(house.address, &link, &[], &[("password", PASSWORD), ("again", PASSWORD)]).await)
}

async fn sign_in(house: &House, login: &str, password: &str, more: &[(&str, &str)]) -> Answer {
    let fields = [&[("login", login), ("password", password)], more].concat();
    form(house.address, "/sign-in", &[], &fields).await
}

fn log(house: &House) -> Vec<Entry> {
    let wanted = Wanted { most: 500, ..Wanted::default() };
    house.office.reader().look(|look| look.log(&wanted)).unwrap()
}

fn leads_to(answer: &Answer, place: &str) {
    assert_eq!((answer.code, answer.header("location").as_str()), (303, place), "{}", answer.text());
}

#[tokio::test]
async fn the_first_administrator_begins_with_the_link_that_was_printed_and_it_works_once() {
    let house = house().await;
    let link = first_link(&house).await;
    assert!(get(house.address, &link, &[]).await.text().contains("Người quản trị đầu tiên"));
    let name = ("name", "Nguyễn \"Lan\" <b>");
    let slip = [("login", "lan"), name, ("password", PASSWORD), ("again", OTHER)];
    let refused = form(house.address, &link, &[], &slip).await;
    let text = refused.text();
    assert_eq!(refused.code, 400);
    assert!(text.contains("aria-describedby=\"start-again-wrong\"") && text.contains("không giống nhau"));
    assert!(text.contains("value=\"lan\"") && !text.contains("<b>"), "what was typed is kept, as text");
    assert!(!text.contains(PASSWORD) && !text.contains(OTHER), "but for passwords");
    for bad in ["12345678", "matkhau123456"] {
        let weak = [("login", "lan"), name, ("password", bad), ("again", bad)];
        let refused = form(house.address, &link, &[], &weak).await;
        assert_eq!(refused.code, 400);
        assert!(refused.text().contains("id=\"start-password-wrong\""), "{bad}");
    }
    let good = [("login", "lan"), name, ("password", PASSWORD), ("again", PASSWORD)];
    let begun = form(house.address, &link, &[], &good).await;
    leads_to(&begun, "/account?said=begun");
    let lan = cookie(&begun);
    let page = get(house.address, "/account?said=begun", &[&lan]).await.text();
    assert!(
        page.contains("Quản trị: mọi bảng") && page.contains("&#60;b&#62;") || page.contains("&lt;b&gt;")
    );
    assert_eq!(get(house.address, &link, &[]).await.code, 404);
    assert_eq!(form(house.address, &link, &[], &good).await.code, 404);
    assert_eq!(get(house.address, "/start/x", &[]).await.code, 404);
    assert_eq!(get(house.address, "/ticket/..%2F..%2Fetc", &[]).await.code, 404);
}

#[tokio::test]
async fn a_link_for_a_password_works_once_and_signs_its_person_in() {
    let house = house().await;
    let link = invited(&house, "thu", vec![Grant::all(Role::View)]).await;
    let chosen = [("password", PASSWORD), ("again", PASSWORD)];
    let page = get(house.address, &link, &[]).await;
    assert!(page.text().contains("Trần Thu") && page.header("cache-control") == "no-store");
    leads_to(&form(house.address, &link, &[], &chosen).await, "/account?said=chosen");
    assert_eq!(form(house.address, &link, &[], &chosen).await.code, 404);
    assert_eq!(get(house.address, &link, &[]).await.code, 404);
    leads_to(&sign_in(&house, "thu", PASSWORD, &[("to", "/log?who=thu")]).await, "/log?who=thu");
}

#[tokio::test]
async fn signing_in_gives_a_new_cookie_that_no_script_sees_and_leads_nowhere_else() {
    let house = house().await;
    inside(&house, "thu", vec![Grant::all(Role::View)]).await;
    let planted = "Cookie: bangtin=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let known = [("login", "thu"), ("password", PASSWORD), ("to", "//example.com/")];
    let first = form(house.address, "/sign-in", &[planted], &known).await;
    leads_to(&first, "/");
    let set = first.header("set-cookie");
    assert!(
        set.contains("; HttpOnly; SameSite=Lax") && set.contains("Path=/") && !set.contains("AAAA"),
        "{set}"
    );
    let first = cookie(&first);
    // Signing in again in the same browser ends the session before.
    let second = cookie(&form(house.address, "/sign-in", &[&first], &known).await);
    assert_ne!(first, second);
    assert_eq!(get(house.address, "/account", &[&first]).await.code, 303);
    assert_eq!(get(house.address, "/account", &[&second]).await.code, 200);
    let out = form(house.address, "/sign-out", &[&second], &[]).await;
    leads_to(&out, "/sign-in?said=out");
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    leads_to(&get(house.address, "/account", &[&second]).await, "/sign-in?to=%2Faccount");
}

#[tokio::test]
async fn over_tls_the_cookie_never_leaves_without() {
    let (house, _, pem) = open_by_tls().await;
    let link = invited(&house, "thu", vec![Grant::all(Role::View)]).await;
    let body = [("password", PASSWORD), ("again", PASSWORD)];
    let request = form_request(house.address, &link, &[], &body);
    let answer = super::tls::send(&house, &pem, &request).await;
    assert!(answer.header("set-cookie").contains("; Secure"), "{}", answer.head);
}

#[tokio::test]
async fn after_some_wrong_passwords_everybody_waits_and_is_told_how_long() {
    let house = house().await;
    inside(&house, "thu", vec![Grant::all(Role::View)]).await;
    for _ in 0..5 {
        let refused = sign_in(&house, "thu", OTHER, &[]).await;
        assert_eq!(refused.code, 401);
        assert!(refused.text().contains("Sai tên đăng nhập") && refused.text().contains("value=\"thu\""));
    }
    let later = sign_in(&house, "thu", PASSWORD, &[]).await;
    assert_eq!((later.code, later.header("retry-after").is_empty()), (429, false));
    assert!(later.text().contains("Đăng nhập sai quá nhiều lần"));
    assert_eq!(log(&house).iter().filter(|row| row.action == "session.refused").count(), 5);
    // Nobody learns whether there is such a person.
    let stranger = self::house().await;
    let unknown = sign_in(&stranger, "khong-co", PASSWORD, &[]).await;
    assert!(unknown.code == 401 && unknown.text().contains("Sai tên đăng nhập"));
}

#[tokio::test]
async fn whoever_has_a_second_factor_is_asked_for_its_code_and_that_is_no_failure() {
    let house = house().await;
    let thu = inside(&house, "thu", vec![Grant::all(Role::View)]).await;
    let wrong = form(house.address, "/account/factor", &[&thu], &[("password", OTHER)]).await;
    assert!(wrong.code == 400 && wrong.text().contains("id=\"factor-password-wrong\""));
    leads_to(
        &form(house.address, "/account/factor", &[&thu], &[("password", PASSWORD)]).await,
        "/account/factor",
    );
    let page = get(house.address, "/account/factor", &[&thu]).await.text();
    assert!(page.contains("<svg class=\"qr\"") && !page.contains("style="));
    let secret =
        house.office.reader().look(|look| look.person("thu")).unwrap().unwrap().factor_wanted.unwrap();
    let code = |at: i64| {
        let secret = totp_rs::Secret::try_from_base32(&secret).unwrap();
        let generator = totp_rs::Builder::new().with_secret(secret).build().unwrap();
        generator.generate(u64::try_from(at).unwrap()).to_string()
    };
    let (at, other) = (now().as_second(), now().as_second() + 3000);
    assert_eq!(
        form(house.address, "/account/factor/confirm", &[&thu], &[("code", &code(other))]).await.code,
        400
    );
    leads_to(
        &form(house.address, "/account/factor/confirm", &[&thu], &[("code", &code(at))]).await,
        "/account?said=factor-on",
    );
    for _ in 0..8 {
        let asked = sign_in(&house, "thu", PASSWORD, &[]).await;
        assert_eq!(asked.code, 401, "asked for, and never made to wait");
        assert!(asked.text().contains("name=\"code\"") && asked.text().contains("one-time-code"));
    }
    let next = code(at + 30);
    leads_to(&sign_in(&house, "thu", PASSWORD, &[("code", &next)]).await, "/");
    assert_eq!(sign_in(&house, "thu", PASSWORD, &[("code", &next)]).await.code, 401, "each code once");
}

#[tokio::test]
async fn rights_for_some_networks_are_none_elsewhere_but_the_account_is_ones_own() {
    let house = house().await;
    let grant =
        |network: &str| Grant { networks: vec![network.parse().unwrap()], ..Grant::all(Role::Administer) };
    let far = inside(&house, "thu", vec![grant("10.0.0.0/8")]).await;
    let near = inside(&house, "lan", vec![grant("127.0.0.0/8")]).await;
    for page in ["/people", "/log"] {
        assert_eq!(get(house.address, page, &[&far]).await.code, 403, "{page}");
        assert_eq!(get(house.address, page, &[&near]).await.code, 200, "{page}");
    }
    let own = get(house.address, "/account", &[&far]).await.text();
    assert!(own.contains("chỉ từ mạng 10.0.0.0/8"), "{own}");
}

#[tokio::test]
async fn each_page_opens_for_the_roles_it_is_for_and_no_form_of_it_for_others() {
    let house = house().await;
    for role in Role::ALL {
        let cookie = inside(&house, role.word(), vec![Grant::all(role)]).await;
        let administers = role == Role::Administer;
        for (page, may) in
            [("/account", true), ("/log", true), ("/log?verify=1", true), ("/people", administers)]
        {
            let code = get(house.address, page, &[&cookie]).await.code;
            assert_eq!(code, if may { 200 } else { 403 }, "{page} for {}", role.word());
        }
        let before = log(&house).len();
        let login = format!("by-{}", role.word());
        let invite = [
            ("login", login.as_str()),
            ("name", "Ai đó"),
            ("role", "view"),
            ("scope", "all"),
            ("networks", ""),
        ];
        let forms: [(&str, &[(&str, &str)]); 5] = [
            ("/people", &invite),
            ("/people/view", &[("name", "Khác"), ("role", "view"), ("scope", "all"), ("networks", "")]),
            ("/people/view/password", &[]),
            ("/people/view/factor/end", &[]),
            ("/people/view/sign-out", &[]),
        ];
        for (path, fields) in forms {
            let code = form(house.address, path, &[&cookie], fields).await.code;
            assert_eq!(code < 400, administers, "{path} for {}: {code}", role.word());
        }
        assert_eq!(log(&house).len() > before, administers, "{}", role.word());
    }
    // Who administers some boards only does not say who may do what.
    let some = Grant { scope: Scope::Site(owned("ubnd")), ..Grant::all(Role::Administer) };
    let some = inside(&house, "some", vec![some]).await;
    assert_eq!(get(house.address, "/people", &[&some]).await.code, 403);
}

#[tokio::test]
async fn who_is_removed_is_out_at_once_and_what_they_made_stays() {
    let house = house().await;
    let lan = inside(&house, "lan", vec![Grant::all(Role::Administer)]).await;
    let thu = inside(&house, "thu", vec![Grant::all(Role::Draft)]).await;
    let grants = vec![Grant::all(Role::Draft)];
    let who = Actor { who: Who::Person(owned("thu")), from: None, grants };
    let made = Command::CreatePlaylist { playlist: owned("mua-bao"), title: owned("Mưa bão") };
    house.office.ask(who, made).await.unwrap();
    let wish = [("name", "lịch"), ("days", "9"), ("grants", "0")];
    let token = form(house.address, "/account/tokens", &[&thu], &wish).await.text();
    let token =
        token.split("class=\"once\" tabindex=\"0\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let bearer = format!("Authorization: Bearer {token}");
    assert_eq!(get(house.address, "/log", &[&bearer]).await.code, 200);
    let no_reason = form(house.address, "/people/thu/remove", &[&lan], &[("reason", " ")]).await;
    assert!(no_reason.code == 400 && no_reason.text().contains("id=\"remove-reason-wrong\""));
    let removed = form(house.address, "/people/thu/remove", &[&lan], &[("reason", "chuyển công tác")]).await;
    leads_to(&removed, "/people?said=removed");
    assert_eq!(get(house.address, "/account", &[&thu]).await.code, 303);
    assert_eq!(get(house.address, "/log", &[&bearer]).await.code, 401);
    assert_eq!(sign_in(&house, "thu", PASSWORD, &[]).await.code, 401);
    let draft = house.office.reader().look(|look| look.draft("mua-bao")).unwrap();
    assert!(draft.is_some());
    let page = get(house.address, "/log?who=thu", &[&lan]).await.text();
    assert!(page.contains("Tạo danh sách phát") && page.contains("Trần Thu (thu)"), "{page}");
    let own = form(house.address, "/people/lan/remove", &[&lan], &[("reason", "thử")]).await;
    assert!(own.code == 409 && own.text().contains("người quản trị cuối cùng"));
}

#[tokio::test]
async fn what_was_typed_into_a_form_outlives_the_session() {
    let clock = Arc::new(AtomicI64::new(now().as_second()));
    let time = Arc::clone(&clock);
    let clockwork = move || Timestamp::from_second(time.load(Ordering::Relaxed)).unwrap();
    let house = open(&[("Bảng cổng trụ sở", 8, 4)], clockwork).await;
    let lan = inside(&house, "lan", vec![Grant::all(Role::Administer)]).await;
    assert_eq!(get(house.address, "/people", &[&lan]).await.code, 200);
    clock.fetch_add(SignedDuration::from_mins(61).as_secs(), Ordering::Relaxed);
    let typed = [
        ("login", "minh"),
        ("name", "Lê \"Minh\""),
        ("role", "draft"),
        ("scope", "all"),
        ("networks", "10.0.0.0/8"),
    ];
    let over = form(house.address, "/people", &[&lan], &typed).await;
    assert_eq!(over.code, 401);
    let page = over.text();
    assert!(page.contains("vẫn còn nguyên") && page.contains("name=\"kept\""), "{page}");
    let kept = page.split("name=\"kept\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let kept = kept.replace("&#34;", "\"").replace("&quot;", "\"").replace("&amp;", "&");
    let waiting = [("to", "/people"), ("action", "/people"), ("kept", kept.as_str())];
    let wrong = sign_in(&house, "lan", OTHER, &waiting).await;
    assert!(wrong.code == 401 && wrong.text().contains("name=\"kept\""), "nor is it lost by a slip");
    let back = sign_in(&house, "lan", PASSWORD, &waiting).await;
    let page = back.text();
    assert_eq!(back.code, 200);
    assert!(page.contains("Lưu tiếp") && page.contains("action=\"/people\""));
    for (name, value) in typed {
        let value = value.replace('"', "&#34;");
        assert!(page.contains(&format!("name=\"{name}\" value=\"{value}\"")), "{name}: {page}");
    }
    assert!(
        house.office.reader().look(|look| look.person("minh")).unwrap().is_none(),
        "nothing is saved yet"
    );
    assert_eq!(form(house.address, "/people", &[&cookie(&back)], &typed).await.code, 200);
    assert!(house.office.reader().look(|look| look.person("minh")).unwrap().is_some());
    // Nor can such a form be led elsewhere.
    let evil = sign_in(&house, "lan", PASSWORD, &[("action", "https://example.com/"), ("kept", "[]")]).await;
    leads_to(&evil, "/");
}

/// Every address that the sources name, with something in the place of what varies.
fn addresses() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web")];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for word in [".route(", "path = "] {
            let after = text.split(word).skip(1).map(str::trim_start);
            let quoted = after.filter_map(|rest| rest.strip_prefix('"')?.split('"').next());
            found.extend(quoted.filter(|path| path.starts_with('/')).map(str::to_owned));
        }
    }
    found
}

/// What anybody may look at.
const PUBLIC: [&str; 20] = [
    "/",
    "/api/status",
    "/api/v1/boards",
    "/api/v1/boards/{board}",
    "/api/v1/boards/{board}/at",
    "/api/v1/boards/{board}/explain",
    "/api/v1/boards/{board}/plan",
    "/api/v1/openapi.json",
    "/board/{board}",
    "/board/{board}/at.png",
    "/board/{id}",
    "/board/{id}/now.json",
    "/board/{id}/plan",
    // Leads to the page of the board.
    "/board/{id}/show",
    "/board/{picture}",
    "/health",
    "/live/{id}",
    "/metrics",
    "/sign-in",
    "/sign-out",
];

#[tokio::test]
async fn without_a_session_nothing_but_what_is_for_everybody_opens_and_nothing_changes() {
    let addresses = addresses();
    assert!(addresses.len() > 25 && addresses.contains("/people/{login}"), "{addresses:?}");
    let house = house().await;
    inside(&house, "thu", Role::ALL.map(Grant::all).to_vec()).await;
    let before = log(&house).len();
    let mut wrong = Vec::new();
    for address in addresses {
        let path: String = address
            .split('/')
            .map(
                |step| {
                    if step.starts_with('{') { if step == "{login}" { "thu" } else { "b0" } } else { step }
                },
            )
            .collect::<Vec<_>>()
            .join("/");
        let open = PUBLIC.contains(&address.as_str());
        let looked = patient(&house, "GET", &path).await;
        let refused = match looked.code {
            // Some lead to the page of which they are a part, and that one to signing in.
            303 => ["/sign-in", "/approvals", "/emergency"]
                .iter()
                .any(|place| looked.header("location").starts_with(place)),
            code => matches!(code, 400 | 401 | 403 | 404 | 405),
        };
        if !open && !refused {
            wrong.push(format!("GET {address}: {} {}", looked.code, looked.header("location")));
        }
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let sent = patient(&house, method, &path).await;
            let refused = match sent.code {
                303 => sent.header("location").starts_with("/sign-in"),
                code => matches!(code, 400 | 401 | 403 | 404 | 405 | 415 | 422),
            };
            if !refused {
                wrong.push(format!("{method} {address}: {} {}", sent.code, sent.header("location")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(log(&house).len(), before, "nothing was written down, for nothing was done");
}

/// Asks without a session; lets time go by where too much was asked before.
async fn patient(house: &House, method: &str, path: &str) -> Answer {
    let to = house.address;
    let kind =
        if path.starts_with("/api/") { "application/json" } else { "application/x-www-form-urlencoded" };
    let body = if path.starts_with("/api/") { "{}" } else { "" };
    let length = body.len();
    let head =
        format!("{method} {path} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\nContent-Type: {kind}\r\n");
    loop {
        let answer = raw(to, &format!("{head}Content-Length: {length}\r\n\r\n{body}")).await;
        if answer.code != 429 {
            return answer;
        }
        house.mono.fetch_add(10_000, Ordering::Relaxed);
    }
}
