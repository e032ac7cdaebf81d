//! The second factor of a person, set up by a program of theirs.

use crate::site::{PASSWORD, Site};
use serde_json::{Value, json};

/// The code that an app on the phone shows now.
fn code(secret: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let generator = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    let now = bangtin::clock::wall_now().as_second();
    generator.generate(now.try_into().unwrap()).to_string()
}

#[tokio::test]
async fn a_second_factor_is_set_up_and_ended_and_its_secret_is_told_once_and_logged_nowhere() {
    let site = Site::open().await;
    let known = json!({ "password": PASSWORD });
    let begin = "/me/second-factor";
    let ask = async |path: &str, body: &Value| site.by_person("POST", path, body).await;
    let has = async || site.by_person("GET", "/me", &Value::Null).await.1["has_second_factor"].clone();

    assert_eq!(site.ask("POST", begin, Some(&site.all), &known).await.0, 403, "a token is no person");
    let (status, told) = ask("/me/second-factor/confirm", &json!({ "code": "123456" })).await;
    assert_eq!((status, &told["code"]), (409, &"FactorNotBegun".into()));
    let (status, told) = ask(begin, &json!({ "password": "không phải mật khẩu" })).await;
    assert_eq!((status, &told["field"]), (400, &"password".into()), "{told}");

    let (status, first) = ask(begin, &known).await;
    assert_eq!(status, 200, "{first}");
    let (_, begun) = ask(begin, &known).await;
    let secret = begun["secret"].as_str().unwrap();
    assert_ne!(first["secret"], secret, "who lost a secret gets another");
    assert!(begun["address"].as_str().unwrap().starts_with("otpauth://totp/bangtin:quantri?secret="));
    assert_eq!(has().await, false);
    let (status, told) = ask("/me/second-factor/confirm", &json!({ "code": "12345a" })).await;
    assert_eq!((status, &told["field"]), (400, &"code".into()), "{told}");
    let now = code(secret);
    let spaced = format!("{} {}", &now[..3], &now[3..]);
    assert_eq!(ask("/me/second-factor/confirm", &json!({ "code": spaced })).await.0, 204);
    assert_eq!(has().await, true);

    let log = site.put("GET", "/log?most=100", &Value::Null).await.to_string();
    assert!(log.contains("person.factor-begin") && log.contains("person.factor-confirm"));
    let people = site.put("GET", "/people", &Value::Null).await.to_string();
    for (place, words) in [("log", log), ("people", people), ("daemon", site.log())] {
        for hidden in [secret, first["secret"].as_str().unwrap(), PASSWORD] {
            assert!(!words.contains(hidden), "the {place} tells {hidden}");
        }
    }
    assert_eq!(ask("/me/second-factor/end", &json!({ "password": "x" })).await.0, 400);
    assert_eq!((ask("/me/second-factor/end", &known).await.0, has().await), (204, false.into()));
}

#[tokio::test]
async fn whoever_sits_down_at_an_open_session_cannot_guess_the_password_at_leisure() {
    let site = Site::open().await;
    let guess = json!({ "password": "một mật khẩu đoán mò" });
    let other = json!({ "old": "một mật khẩu đoán mò", "new": "một mật khẩu khác hẳn" });
    let mut codes = Vec::new();
    for _ in 0..3 {
        codes.push(site.by_person("POST", "/me/second-factor", &guess).await.0);
        codes.push(site.by_person("POST", "/me/password", &other).await.0);
    }
    assert_eq!(codes, [400, 400, 400, 400, 400, 429]);
    let right = json!({ "password": PASSWORD });
    let (status, told) = site.by_person("POST", "/me/second-factor", &right).await;
    assert_eq!((status, &told["code"]), (429, &"SignInLater".into()), "{told}");
}
