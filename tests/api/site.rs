//! A copy of the example site, the daemon on it, and somebody who may do everything.

use crate::client::{Answer, ask, over, raw};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};

pub(crate) const PASSWORD: &str = "cây đa bến nước";

pub(crate) struct Site {
    folder: tempfile::TempDir,
    daemon: Child,
    pub(crate) address: SocketAddr,
    cookie: String,
    /// A token with every right.
    pub(crate) all: String,
    made: AtomicU16,
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// A right.
pub(crate) fn grant(role: &str, scope: Value) -> Value {
    json!({ "role": role, "scope": scope })
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

impl Site {
    pub(crate) async fn open() -> Self {
        let (root, folder) = (Path::new(env!("CARGO_MANIFEST_DIR")), tempfile::tempdir().unwrap());
        for name in ["playlists", "fonts"] {
            copy(&root.join(name), &folder.path().join(name));
        }
        let text = std::fs::read_to_string(root.join("bangtin.toml")).unwrap();
        let text = text.replace("listen = \"127.0.0.1:8080\"", "listen = \"127.0.0.1:0\"");
        std::fs::write(folder.path().join("bangtin.toml"), text).unwrap();
        let mut daemon = Command::new(env!("CARGO_BIN_EXE_bangtin"))
            .args(["run"])
            .current_dir(folder.path())
            .env_remove("BANGTIN_CONFIG")
            .env_remove("BANGTIN_LANG")
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(folder.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(daemon.stdout.take().unwrap()).lines().map(Result::unwrap);
        let link = said.find(|line| line.contains("/start/")).expect("no link for the first administrator");
        // Whatever else it says is read, so that it never waits for us.
        std::thread::spawn(move || said.for_each(drop));
        let (_, link) = link.split_once("http://").unwrap();
        let (address, link) = link.trim().split_once('/').unwrap();
        let (address, all, made) = (address.parse().unwrap(), String::new(), AtomicU16::new(0));
        let mut site = Self { folder, daemon, address, cookie: String::new(), all, made };
        site.begin(link).await;
        site
    }

    /// The first administrator gives themselves every right and a token with it.
    async fn begin(&mut self, link: &str) {
        let password: String = PASSWORD.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let form = format!("login=quantri&name=Q&password={password}&again={password}");
        let (address, length) = (self.address, form.len());
        let head = format!("POST /{link} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
        let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
        let answer = raw(address, &format!("{head}{kind}Content-Length: {length}\r\n\r\n{form}")).await;
        let cookie = answer.header("set-cookie");
        self.cookie =
            cookie.split(';').next().filter(|cookie| cookie.starts_with("bangtin=")).unwrap().to_owned();
        let roles = ["view", "draft", "approve", "operate", "administer"];
        let grants: Vec<Value> = roles.iter().map(|role| grant(role, json!("all"))).collect();
        let me = json!({ "name": "Quản trị", "grants": grants });
        let (status, told) = self.send("PUT", "/people/quantri", &self.by_cookie(), &me).await;
        assert_eq!(status, 204, "{told}");
        self.all = self.token(&grants).await;
        // At its start the daemon tells the office of every file.
        let known = |lists: &Value| {
            lists["playlists"].as_array().unwrap().iter().all(|list| list["version"].is_i64())
        };
        while !known(&self.put("GET", "/playlists", &Value::Null).await) {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    pub(crate) fn by_cookie(&self) -> String {
        format!("Cookie: {}", self.cookie)
    }

    /// A token with these rights.
    pub(crate) async fn token(&self, grants: &[Value]) -> String {
        let name = format!("thử {}", self.made.fetch_add(1, Ordering::Relaxed));
        let wish = json!({ "name": name, "grants": grants, "days": 1 });
        let (status, told) = self.send("POST", "/me/tokens", &self.by_cookie(), &wish).await;
        assert_eq!(status, 200, "{told}");
        told["token"].as_str().unwrap().to_owned()
    }

    /// Asks, and gives the status and what was told.
    pub(crate) async fn ask(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &Value,
    ) -> (u16, Value) {
        let by =
            token.map_or_else(|| "X-Nobody: 1".to_owned(), |token| format!("Authorization: Bearer {token}"));
        self.send(method, path, &by, body).await
    }

    /// Asks as the person in their browser.
    pub(crate) async fn by_person(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        self.send(method, path, &self.by_cookie(), body).await
    }

    /// Asks with a token from another address of this machine.
    pub(crate) async fn from(&self, address: &str, token: &str, line: &str) -> Answer {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(format!("{address}:0").parse().unwrap()).unwrap();
        let stream = socket.connect(self.address).await.unwrap();
        let head = format!("{line} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        let more = format!("Authorization: Bearer {token}\r\nContent-Length: 0\r\n\r\n");
        over(stream, format!("{head}{more}").as_bytes()).await
    }

    /// Everything the daemon said to whoever runs it.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    async fn send(&self, method: &str, path: &str, by: &str, body: &Value) -> (u16, Value) {
        let (path, address) = (format!("/api/v1{path}"), self.address);
        let answer = if body.is_null() {
            ask(address, method, &path, &address.to_string(), &[by, "Content-Length: 0"]).await
        } else {
            let (body, head) = (body.to_string(), format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\n"));
            let more = format!("Connection: close\r\n{by}\r\nContent-Type: application/json\r\n");
            raw(address, &format!("{head}{more}Content-Length: {}\r\n\r\n{body}", body.len())).await
        };
        (answer.code, serde_json::from_slice(&answer.body).unwrap_or(Value::Null))
    }

    /// Has something done with every right.
    pub(crate) async fn put(&self, method: &str, path: &str, body: &Value) -> Value {
        let (status, told) = self.ask(method, path, Some(&self.all), body).await;
        assert!((200..300).contains(&status), "{method} {path}: {status} {told}");
        told
    }

    /// The file of a playlist.
    pub(crate) fn file(&self, playlist: &str) -> Option<String> {
        std::fs::read_to_string(self.folder.path().join(format!("playlists/{playlist}.toml"))).ok()
    }

    /// Everything that is kept: the files, the drafts, and the last row of the log.
    pub(crate) async fn state(&self) -> String {
        let files = std::fs::read_dir(self.folder.path().join("playlists")).unwrap();
        let mut files: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let texts: Vec<_> = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
        let lists = self.put("GET", "/playlists", &Value::Null).await;
        let log = self.put("GET", "/log?most=1", &Value::Null).await;
        let orders = self.put("GET", "/orders", &Value::Null).await;
        format!("{files:?} {texts:?} {lists} {log} {orders}")
    }
}
