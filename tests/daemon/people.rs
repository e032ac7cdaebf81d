//! The first person of a site, and somebody who cannot sign in any more.

use crate::house::House;

/// The link at the end of a line, from the first `/` of its path on.
fn path(line: &str, kind: &str) -> String {
    let at = line.find(kind).unwrap_or_else(|| panic!("no {kind} in {line:?}"));
    line[at..].trim_end().to_owned()
}

#[test]
fn the_link_for_the_first_person_is_said_at_the_terminal_at_each_start_and_never_logged() {
    let house = House::new("");
    let mut links = Vec::new();
    for _ in 0..2 {
        let mut daemon = house.start();
        let line = daemon.line();
        assert!(line.contains("Chưa có người quản trị") && line.contains("No administrator yet"), "{line}");
        let link = path(&line, "/start/");
        let page = daemon.get(&link);
        assert!(page.starts_with("HTTP/1.1 200") && page.contains("Người quản trị đầu tiên"), "{page}");
        let log = std::fs::read_to_string(house.path("log")).unwrap();
        assert!(!log.contains(&link) && !log.contains("/start/"), "{log}");
        links.push(link);
    }
    let mut daemon = house.start();
    daemon.line();
    for link in links {
        assert!(daemon.get(&link).starts_with("HTTP/1.1 404"), "only the newest link can be used");
    }
}

#[test]
fn who_is_at_the_machine_makes_a_link_for_somebody_there_is_and_for_nobody_else() {
    let house = House::new("");
    let refused = house.run(&["person", "link", "lan"]);
    assert_eq!(refused.status.code(), Some(2), "there is no daemon");
    let mut daemon = house.start();
    let link = path(&daemon.line(), "/start/");
    daemon.post(&link, "login=lan&name=Lan&password=cay+da+ben+nuoc&again=cay+da+ben+nuoc");
    let made = house.run(&["person", "link", "lan"]);
    let said = String::from_utf8(made.stdout).unwrap();
    assert_eq!(made.status.code(), Some(0), "{said}");
    let page = daemon.get(&path(&said, "/ticket/"));
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("<code>lan</code>"), "{page}");
    let unknown = house.run(&["person", "link", "thu"]);
    let said = String::from_utf8(unknown.stderr).unwrap();
    assert!(unknown.status.code() == Some(2) && said.contains("Không có người dùng `thu`"), "{said}");
    let log = house.run(&["journal", "show", "--action", "person."]);
    let log = String::from_utf8(log.stdout).unwrap();
    assert!(log.contains("(local)") && log.contains("person.reset"), "{log}");
    assert_eq!(house.run(&["journal", "verify"]).status.code(), Some(0), "beside a daemon that writes");
}
