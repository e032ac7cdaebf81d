//! `bangtin discover`: lists what answers on one network interface, and prints how it would be declared as boards.

use super::output::{self, Format};
use super::{BROKEN, FINDINGS};
use crate::report::{Fault, Lang, Message, is_id};
use crate::scout::{Answers, Draft, Found, Interface, Method, Place, search};
use crate::site::{Site, read};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

#[derive(Debug, clap::Args)]
#[command(after_help = "Ví dụ / Examples:\n  bangtin discover\n  \
    bangtin discover --interface eth0 --protocol artnet,ddp\n  \
    bangtin discover --interface 192.168.1.10 --protocol wled --seconds 6 --format json")]
pub(super) struct Args {
    /// Cổng mạng được phép hỏi: tên hoặc địa chỉ. The only interface that is asked on: its name or address.
    #[arg(long, value_name = "NAME|ADDR")]
    interface: Option<String>,
    /// Hỏi bằng giao thức nào; không nêu thì không gửi gì. How to ask; nothing is sent without this.
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = method)]
    protocol: Vec<Method>,
    /// Chờ trả lời bao nhiêu giây; mặc định tùy giao thức. How many seconds to wait; by protocol if left out.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=300))]
    seconds: Option<u64>,
    /// Cách in kết quả. How answers are printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

fn method(word: &str) -> Result<Method, String> {
    let words = || Method::ALL.map(Method::word).join(", ");
    Method::ALL.into_iter().find(|method| method.word() == word).ok_or_else(words)
}

pub(super) fn run(args: &Args, config: &Path, lang: Lang) -> anyhow::Result<ExitCode> {
    let (Some(interface), false) = (&args.interface, args.protocol.is_empty()) else {
        output::answer(&format!("{}\n", Message::ScoutExplained {}.say(lang)))?;
        return Ok(ExitCode::SUCCESS);
    };
    let interface = match Interface::find(interface) {
        Ok(interface) => interface,
        Err(message) => {
            output::faults(&[Fault::unplaced(message)], lang);
            return Ok(ExitCode::from(BROKEN));
        }
    };
    let length = |method: Method| args.seconds.map_or(method.usual(), Duration::from_secs);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let all = runtime.block_on(async {
        // All at the same time: each of them mostly waits.
        let ask = |&method: &Method| {
            let (interface, length) = (interface.clone(), length(method));
            (method, tokio::spawn(async move { search(method, &interface, length).await }))
        };
        let asked: Vec<_> = args.protocol.iter().map(ask).collect();
        let mut all = Vec::new();
        for (method, answers) in asked {
            all.push((method, answers.await?));
        }
        anyhow::Ok(all)
    })?;
    let troubles = all.iter().filter_map(|(_, answers)| answers.trouble.clone());
    let troubles: Vec<Fault> = troubles.map(Fault::unplaced).collect();
    match args.format {
        Format::Json => output::answer(&format!("{}\n", serde_json::to_string_pretty(&rows(&all))?))?,
        Format::Text => output::answer(&text(&all, config, lang))?,
    }
    output::faults(&troubles, lang);
    Ok(if troubles.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FINDINGS) })
}

fn rows(all: &[(Method, Answers)]) -> Vec<Value> {
    let row = |method: Method, found: &Found| {
        let (address, receiver) = match found.place {
            Place::Ip(address) => (Some(address.to_string()), None),
            Place::Receiver(number) => (None, Some(number)),
        };
        let draft = found.draft.as_ref();
        json!({
            "protocol": method.word(), "address": address, "receiver": receiver, "name": found.name,
            "says": found.says, "link": draft.map(|draft| &draft.link),
            "width": draft.and_then(|draft| draft.size).map(|(width, _)| width),
            "height": draft.and_then(|draft| draft.size).map(|(_, height)| height),
        })
    };
    all.iter()
        .flat_map(|(method, answers)| answers.found.iter().map(move |found| row(*method, found)))
        .collect()
}

/// What answered as comments, and each board as a block, so that all of it can be put into a site file.
fn text(all: &[(Method, Answers)], config: &Path, lang: Lang) -> String {
    let known = read(config).site.map(|source| Site::parse(&source).0);
    let site = known.as_ref().and_then(|site| site.places.first()).map(|place| place.id.clone());
    let mut ids: BTreeSet<String> =
        known.iter().flat_map(|site| &site.boards).map(|board| board.id.value.clone()).collect();
    let mut lines = Vec::new();
    let count: usize = all.iter().map(|(_, answers)| answers.found.len()).sum();
    let drafts = || all.iter().flat_map(|(_, answers)| &answers.found).filter(|found| found.draft.is_some());
    if site.is_none() && drafts().next().is_some() {
        lines.push("[[site]]\nid = \"site\"\nname = \"Site\"\n".to_owned());
    }
    for (method, answers) in all {
        for found in &answers.found {
            let place = match found.place {
                Place::Ip(address) => address.to_string(),
                Place::Receiver(number) => number.to_string(),
            };
            let says = [&[found.name.clone()][..], &found.says].concat();
            let says = says.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ");
            lines.push(format!("# {}: {place}: {says}", method.word()));
            match &found.draft {
                Some(draft) => {
                    let id = fresh(&found.name, method.word(), &mut ids);
                    lines.push(block(draft, &found.name, &id, site.as_deref().unwrap_or("site"), lang));
                }
                None if *method == Method::Sacn => {
                    lines.push(format!("# {}\n", Message::ScoutSender {}.say(lang)));
                }
                None => lines.push(String::new()),
            }
        }
    }
    let noise = all.iter().map(|(_, answers)| answers.noise).sum();
    lines.push(format!("# {}\n", Message::ScoutSummary { found: count, noise }.say(lang)));
    lines.join("\n")
}

/// An id made of a name, that no other board has.
fn fresh(name: &str, kind: &str, ids: &mut BTreeSet<String>) -> String {
    let letter =
        |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    let words: String = name.chars().map(letter).collect();
    let parts: Vec<&str> = words.split('-').filter(|part| !part.is_empty()).collect();
    let mut stem: String = parts.join("-").chars().take(30).collect();
    if !is_id(&stem) {
        stem = kind.to_owned();
    }
    let all = std::iter::once(stem.clone()).chain((2u32..).map(|n| format!("{stem}-{n}")));
    let id = all.into_iter().find(|id| !ids.contains(id)).unwrap_or(stem);
    ids.insert(id.clone());
    id
}

fn block(draft: &Draft, name: &str, id: &str, site: &str, lang: Lang) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let name = if name.is_empty() { id } else { name };
    let mut lines = vec![
        "[[board]]".to_owned(),
        format!("id = {}", quoted(id)),
        format!("name = {}", quoted(name)),
        format!("site = {}", quoted(site)),
    ];
    let mend = Message::ScoutMendSize {}.say(lang);
    match draft.size {
        Some((width, height)) => lines.extend([format!("width = {width}"), format!("height = {height}")]),
        None => lines.extend([format!("width = 64 # {mend}"), format!("height = 32 # {mend}")]),
    }
    lines.push(format!("protocol = {}", quoted(draft.protocol)));
    lines.push(format!("link = {}", quoted(&draft.link)));
    lines.extend(draft.more.iter().map(|(key, value)| format!("{key} = {value}")));
    lines.push(String::new());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_any_name_and_no_two_boards_have_the_same() {
        let mut ids = BTreeSet::from(["hall".to_owned()]);
        assert_eq!(fresh("Hall", "ddp", &mut ids), "hall-2");
        assert_eq!(fresh("Hall", "ddp", &mut ids), "hall-3");
        assert_eq!(fresh("WLED  Sảnh #1", "wled", &mut ids), "wled-s-nh-1");
        assert_eq!(fresh("", "ddp", &mut ids), "ddp");
        assert_eq!(fresh("«»", "ddp", &mut ids), "ddp-2");
        assert!(ids.iter().all(|id| is_id(id)));
        assert!(is_id(&fresh(&"x".repeat(300), "ddp", &mut ids)));
    }

    #[test]
    fn a_block_is_toml_whatever_a_device_calls_itself() {
        let draft =
            Draft { protocol: "ddp", link: "udp://10.0.0.1".to_owned(), size: None, more: Vec::new() };
        let name = "a\"b\\c'''#\u{85}]";
        let text = block(&draft, name, "a", "site", Lang::Vi);
        let read: toml::Table = text.parse().unwrap();
        assert_eq!(read["board"][0]["name"].as_str(), Some(name));
    }
}
