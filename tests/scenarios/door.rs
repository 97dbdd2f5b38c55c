//! The HTTP door of the window: switched on by hand, used by somebody else, and left as it was.

use crate::support::display::Desktop;
use crate::support::scenario;
use crate::support::window::{Launch, SOON, Window};
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long the demo may take to have instances, in a build without optimisation.
const LONG: Duration = Duration::from_secs(60);
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

#[test]
fn the_window_lets_a_browser_in_when_it_is_told_to() {
    scenario::run("the window's HTTP door", Duration::from_secs(180), async || {
        let desktop = Desktop::start()?;
        let data = desktop.new_folder("door");
        let launch = Launch::demo(8).data_dir(&data);
        let window = Window::open(&desktop, "door", &launch).await;
        window.resize(1280, 800).await;
        // The demo makes up its week before it looks at its engine.
        window.wait_for("card-instances", LONG, |text| text.contains('8')).await;
        window.click("nav-settings").await;
        window.wait_for("web-access", SOON, |text| text.contains("Off")).await;
        window.click("web-access-switch").await;
        let place = address(&window).await;
        window.screenshot("door-open").await;

        let refused = ask(place, "/api/dashboard/summary", "");
        assert!(refused.starts_with("HTTP/1.1 401 "), "{refused}");
        let link: Value = window
            .script("return window.__TAURI__.core.invoke('door_link');", &[])
            .await
            .expect("a link is given");
        let link = link["url"].as_str().expect("it has an address");
        let token = link.strip_prefix(&format!("http://{place}")).expect("it leads to the door");
        let entered = ask(place, token, "");
        assert!(entered.starts_with("HTTP/1.1 303 "), "{entered}");
        let cookie = entered
            .lines()
            .find_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next())
            .expect("a cookie is set");
        let cookie = format!("Cookie: {cookie}\r\n");
        let summary = ask(place, "/api/dashboard/summary", &cookie);
        assert!(summary.contains("\"total_instances\":8"), "{summary}");
        let page = ask(place, "/", &cookie);
        assert!(page.starts_with("HTTP/1.1 200 ") && page.contains("boot.js"), "{page}");
        let wasm = ask(place, "/mini_aws_ui_bg.wasm", &cookie);
        assert!(wasm.contains("content-type: application/wasm"), "the page's files are there");
        let missing = ask(place, "/no-such-file.js", &cookie);
        assert!(missing.starts_with("HTTP/1.1 404 "), "{missing}");

        // By hand: copied, or shown to be copied where the clipboard is out of reach.
        window.click("copy-link").await;
        window.wait_for("web-access", SOON, |text| text.contains("lets one browser in")).await;
        window.screenshot("door-link").await;
        replace_key(&window).await;
        let shut_out = ask(place, "/api/dashboard/summary", &cookie);
        assert!(shut_out.starts_with("HTTP/1.1 401 "), "{shut_out}");
        let key = std::fs::read_to_string(data.join("api-key")).expect("the key can be read");
        let with_key = ask(place, "/api/dashboard/summary", &format!("X-API-Key: {key}\r\n"));
        assert!(with_key.starts_with("HTTP/1.1 200 "), "{with_key}");

        // Left open, it is open the next time.
        window.close().await;
        let again = Window::open(&desktop, "door-again", &launch).await;
        again.resize(1280, 800).await;
        again.click("nav-settings").await;
        let place = address(&again).await;
        let still_good = ask(place, "/api/dashboard/summary", &format!("X-API-Key: {key}\r\n"));
        assert!(still_good.starts_with("HTTP/1.1 200 "), "{still_good}");
        again.click("web-access-switch").await;
        again.wait_for("web-access", SOON, |text| text.contains("Off")).await;
        assert!(TcpStream::connect_timeout(&place, PATIENCE).is_err(), "nobody listens");
        again.close().await;
        Ok(())
    });
}

/// Replaces the key, and means it.
async fn replace_key(window: &Window) {
    window.click("replace-key").await;
    let answer = "const found = [...document.querySelectorAll('.replace-question button')]
            .find((button) => button.innerText.trim() === 'Replace the key');
        if (found) found.click();
        return Boolean(found);";
    window
        .until("the question", SOON, async || match window.script(answer, &[]).await {
            Ok(true) => Ok(()),
            other => Err(format!("{other:?}")),
        })
        .await;
    window.wait_for("web-access", SOON, |text| text.contains("The key was replaced")).await;
}

/// Where the card says that the door is.
async fn address(window: &Window) -> SocketAddr {
    let card = window.wait_for("web-access", SOON, |text| text.contains("http://127.0.0.1:")).await;
    let rest = card.split("http://").nth(1).unwrap_or_default();
    let place = rest.split_whitespace().next().unwrap_or_default();
    place.parse().unwrap_or_else(|_| panic!("{card} names no address"))
}

/// Asks with these header lines; the whole answer, as far as it is text.
fn ask(place: SocketAddr, path: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect_timeout(&place, PATIENCE).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit can be set");
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: {place}\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).expect("it takes the request");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    String::from_utf8_lossy(&answer).into_owned()
}
