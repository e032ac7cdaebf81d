//! What is sent with a request, read whole, bounded, and refused with the field and the reason if it is not as it should be.
//!
//! Types that are read here carry `deny_unknown_fields`: a misspelled field must not be as if it were absent.

use super::Problem;
use crate::report::{Lang, Message, shortened};
use crate::web::ask::Asked;
use crate::web::{Shared, refusal};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::de::DeserializeOwned;
use std::fmt::Display;
use std::time::Duration;

/// The most bytes of a body.
pub(in crate::web) const MAX_BODY: usize = 256 << 10;
/// How long a body may take to come.
const PATIENCE: Duration = Duration::from_secs(30);

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// A body of JSON. Refusals are a [`Problem`].
#[derive(Debug)]
pub(in crate::web) struct Body<T>(pub(in crate::web) T);

/// A body as forms of the page send it; a field that comes several times can be a list. Refusals are a page.
#[derive(Debug)]
pub(in crate::web) struct Form<T>(pub(in crate::web) T);

/// The type of a body without its parameters, if it is one that is taken at all.
pub(in crate::web) fn kind(headers: &HeaderMap) -> Option<&'static str> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let essence = kind.split(';').next().unwrap_or_default().trim();
    [JSON, FORM].into_iter().find(|known| essence.eq_ignore_ascii_case(known))
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let lang = Asked::read(request.uri().query(), request.headers()).lang;
        let bytes = read(request, JSON, lang).await?;
        from_json(&bytes).map(Self).map_err(|wrong| wrong.problem(lang))
    }
}

impl<T: DeserializeOwned> FromRequest<Shared> for Form<T> {
    type Rejection = Response;

    async fn from_request(request: Request, shared: &Shared) -> Result<Self, Response> {
        let asked = Asked::read(request.uri().query(), request.headers());
        let taken = async {
            let bytes = read(request, FORM, asked.lang).await?;
            from_form(&bytes).map(Self).map_err(|wrong| wrong.problem(asked.lang))
        };
        taken.await.map_err(|problem| refusal::page(shared, asked, &problem))
    }
}

async fn read(request: Request, wanted: &str, lang: Lang) -> Result<Bytes, Problem> {
    let problem = |status, message| Err(Problem::new(status, &message, lang));
    if kind(request.headers()) != Some(wanted) {
        let message = Message::BodyKind { wanted: wanted.to_owned() };
        return problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, message);
    }
    match tokio::time::timeout(PATIENCE, Bytes::from_request(request, &())).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(refused)) if refused.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            problem(StatusCode::PAYLOAD_TOO_LARGE, Message::BodyTooLarge { most: MAX_BODY >> 10 })
        }
        Ok(Err(_)) => problem(StatusCode::BAD_REQUEST, Message::BodyCut {}),
        Err(_) => problem(StatusCode::REQUEST_TIMEOUT, Message::BodyCut {}),
    }
}

/// Why a body is not taken, and which field is to blame.
#[derive(Debug, PartialEq)]
struct Wrong {
    message: Message,
    field: Option<String>,
}

impl Wrong {
    fn whole(message: Message) -> Box<Self> {
        Box::new(Self { message, field: None })
    }

    /// What a deserializer says of the value at `path`. serde has no other form for it than its words.
    fn of(path: &serde_path_to_error::Path, said: &impl Display) -> Box<Self> {
        let said = said.to_string();
        let path = if path.iter().len() == 0 { String::new() } else { shortened(&path.to_string()) };
        let named = |words: &str| {
            let name = said.strip_prefix(words)?.strip_prefix('`')?.split('`').next()?;
            // The place of a field that is not there is the table it would stand in.
            let inside = path == name || path.ends_with(&format!(".{name}"));
            let whole = if path.is_empty() || inside { path.clone() } else { format!("{path}.") };
            Some(if inside { whole } else { whole + &shortened(name) })
        };
        let (message, field) = if let Some(field) = named("unknown field ") {
            (Message::FieldUnknown { field: field.clone() }, field)
        } else if let Some(field) = named("missing field ") {
            (Message::FieldMissing { field: field.clone() }, field)
        } else if let Some(field) = named("duplicate field ") {
            (Message::FieldTwice { field: field.clone() }, field)
        } else if path.is_empty() {
            return Self::whole(Message::BodyShape { detail: shortened(&said) });
        } else {
            (Message::FieldWrong { field: path.clone(), detail: shortened(&said) }, path)
        };
        Box::new(Self { message, field: Some(field) })
    }

    fn problem(self, lang: Lang) -> Problem {
        let problem = Problem::new(StatusCode::BAD_REQUEST, &self.message, lang);
        match self.field {
            Some(field) => problem.about(field),
            None => problem,
        }
    }
}

fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Box<Wrong>> {
    let text = std::str::from_utf8(bytes).map_err(|_| Wrong::whole(Message::BodyNotUnicode {}))?;
    let syntax = |error: &serde_json::Error| {
        Wrong::whole(Message::BodyNotJson { line: error.line(), column: error.column() })
    };
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().clone();
        let error = error.into_inner();
        if !error.is_data() {
            return syntax(&error);
        }
        let said = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        Wrong::of(&path, &said.strip_suffix(&place).unwrap_or(&said))
    })?;
    json.end().map_err(|error| syntax(&error))?;
    Ok(value)
}

fn from_form<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Box<Wrong>> {
    // The decoder puts a stand-in for what is no UTF-8; here that is a reason to take nothing.
    if percent_encoding::percent_decode(bytes).decode_utf8().is_err() {
        return Err(Wrong::whole(Message::BodyNotUnicode {}));
    }
    let pairs = serde_html_form::Deserializer::from_bytes(bytes);
    serde_path_to_error::deserialize(pairs).map_err(|error| Wrong::of(error.path(), &error.inner()))
}

/// A query, read as a form is.
pub(in crate::web) fn query<T: DeserializeOwned>(text: &str, lang: Lang) -> Result<T, Problem> {
    from_form(text.as_bytes()).map_err(|wrong| wrong.problem(lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Item {
        text: String,
        weight: Option<u8>,
        #[serde(default)]
        boards: Vec<String>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Playlist {
        #[expect(dead_code, reason = "only its errors are looked at")]
        items: Vec<Item>,
    }

    fn wrong<T: DeserializeOwned + std::fmt::Debug>(json: &str) -> (&'static str, Option<String>) {
        let wrong = from_json::<T>(json.as_bytes()).unwrap_err();
        (wrong.message.code(), wrong.field)
    }

    #[test]
    fn a_wrong_body_is_refused_with_the_field_it_is_about() {
        let field = |name: &str| Some(name.to_owned());
        for (json, code, about) in [
            (r#"{"text":"a","txet":1}"#, "FieldUnknown", field("txet")),
            (r#"{"weight":1}"#, "FieldMissing", field("text")),
            (r#"{"text":"a","text":"b"}"#, "FieldTwice", field("text")),
            (r#"{"text":"a","weight":300}"#, "FieldWrong", field("weight")),
            (r#"{"text":["a"]}"#, "FieldWrong", field("text")),
            (r#"{"text":"a","boards":["x",2]}"#, "FieldWrong", field("boards[1]")),
            (r#"{"text":"a""#, "BodyNotJson", None),
            (r#"{"text":"a"} {}"#, "BodyNotJson", None),
            ("", "BodyNotJson", None),
            ("7", "BodyShape", None),
        ] {
            assert_eq!(wrong::<Item>(json), (code, about), "{json}");
        }
        let inside = [
            (r#"{"items":[{"text":"a"},{"text":"b","mau":"đỏ"}]}"#, "FieldUnknown", field("items[1].mau")),
            (r#"{"items":[{}]}"#, "FieldMissing", field("items[0].text")),
            (r#"{"items":[{"text":"a","weight":"1"}]}"#, "FieldWrong", field("items[0].weight")),
        ];
        for (json, code, about) in inside {
            assert_eq!(wrong::<Playlist>(json), (code, about), "{json}");
        }
        assert_eq!(
            from_json::<Item>(b"{\"text\":\"\xFF\"}").unwrap_err().message,
            Message::BodyNotUnicode {}
        );
    }

    #[test]
    fn a_form_may_say_a_field_several_times_and_must_be_unicode() {
        let item: Item = from_form("text=D%E1%BB%8Bch+v%E1%BB%A5&boards=a&boards=b".as_bytes()).unwrap();
        let boards = vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(item, Item { text: "Dịch vụ".to_owned(), weight: None, boards });
        let wrong = |form: &[u8]| {
            let wrong = from_form::<Item>(form).unwrap_err();
            (wrong.message.code(), wrong.field)
        };
        assert_eq!(wrong(b"text=a&mau=x"), ("FieldUnknown", Some("mau".to_owned())));
        assert_eq!(wrong(b"weight=1"), ("FieldMissing", Some("text".to_owned())));
        assert_eq!(wrong(b"text=a&weight=nhe"), ("FieldWrong", Some("weight".to_owned())));
        assert_eq!(wrong(b"text=%FF"), ("BodyNotUnicode", None));
        assert_eq!(wrong(b"text=\xFF"), ("BodyNotUnicode", None));
    }

    #[test]
    fn a_json_as_deep_as_it_likes_is_refused_and_ends_nothing() {
        let deep = format!("{{\"text\":\"a\",\"boards\":{}", "[".repeat(200_000));
        assert!(from_json::<Item>(deep.as_bytes()).is_err());
        assert!(from_json::<serde_json::Value>("[".repeat(200_000).as_bytes()).is_err());
    }

    /// Sends one request to a page that takes an [`Item`], and gives the status and what came after the headers.
    async fn post(head: &str, body: &[u8]) -> (u16, String) {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let take = |Body(item): Body<Item>| async move { item.text };
        let router = axum::Router::new()
            .route("/", axum::routing::post(take))
            .layer(axum::extract::DefaultBodyLimit::max(MAX_BODY));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut stream = tokio::net::TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let served = tokio::spawn(async move { axum::serve(listener, router).await });
        let head = format!("POST /?lang=en HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{head}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        // The other side may have had enough before the end.
        let _ = stream.write_all(body).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        served.abort();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    #[tokio::test]
    async fn a_body_that_is_not_taken_is_answered_with_code_sentence_and_field() {
        let json = "Content-Type: application/json\r\nContent-Length:";
        let good = "{\"text\":\"Dịch vụ\"}";
        assert_eq!(
            post(&format!("{json} {}", good.len()), good.as_bytes()).await,
            (200, "Dịch vụ".to_owned())
        );
        let (status, told) = post(&format!("{json} 26"), b"{\"text\":\"a\",\"weight\":-1.5}").await;
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        assert_eq!((status, &told["code"], &told["field"]), (400, &"FieldWrong".into(), &"weight".into()));
        assert!(
            told["sentence"].as_str().unwrap().starts_with("The value of the field `weight` cannot be used")
        );
        assert_eq!(told["faults"], serde_json::json!([]));
        let (status, told) =
            post("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 6", b"text=a").await;
        assert!(status == 415 && told.contains("\"BodyKind\""), "{told}");
    }

    #[tokio::test]
    async fn a_body_without_an_announced_end_is_cut_at_the_limit() {
        let mut chunks = Vec::new();
        for _ in 0..=MAX_BODY / 4096 {
            chunks.extend_from_slice(b"1000\r\n");
            chunks.extend_from_slice(&[b' '; 4096]);
            chunks.extend_from_slice(b"\r\n");
        }
        let (status, told) =
            post("Content-Type: application/json\r\nTransfer-Encoding: chunked", &chunks).await;
        assert!(status == 413 && told.contains("\"BodyTooLarge\""), "{status} {told}");
    }

    #[test]
    fn only_two_types_of_bodies_are_known() {
        let kind = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, value.parse().unwrap());
            kind(&headers)
        };
        assert_eq!(kind("application/json"), Some(JSON));
        assert_eq!(kind("Application/JSON; charset=utf-8"), Some(JSON));
        assert_eq!(kind("application/x-www-form-urlencoded"), Some(FORM));
        for other in ["text/plain", "multipart/form-data; boundary=x", "application/jsonx", "", ";"] {
            assert_eq!(kind(other), None, "{other}");
        }
    }
}
