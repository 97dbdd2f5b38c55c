//! What lets in and what does not, without a network.

use super::*;
use chrono::TimeDelta;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

struct Fixture {
    access: Access,
    told: mpsc::Receiver<News>,
    seconds: Arc<AtomicI64>,
}

impl Fixture {
    fn new() -> Self {
        let seconds = Arc::new(AtomicI64::new(0));
        let clock = Arc::clone(&seconds);
        let clock: Clock = Arc::new(move || {
            DateTime::UNIX_EPOCH + TimeDelta::seconds(clock.load(Ordering::Relaxed))
        });
        let (access, told) = Access::open(None, clock).unwrap();
        Self { access, told, seconds }
    }

    fn key(&self) -> String {
        self.access.key(|key| key.reveal().to_owned())
    }

    fn check(&self, name: &'static str, value: &str) -> Result<Pass, Denial> {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        self.access.check(&headers, 80)
    }
}

fn cookie_of(set_cookie: &HeaderValue) -> String {
    set_cookie.to_str().unwrap().split(';').next().unwrap().to_owned()
}

#[test]
fn the_key_lets_in_by_every_way() {
    let fixture = Fixture::new();
    let key = fixture.key();
    assert_eq!(fixture.check("x-api-key", &key), Ok(Pass::Key));
    assert_eq!(fixture.check("authorization", &format!("Bearer {key}")), Ok(Pass::Key));
    assert_eq!(fixture.check("authorization", &format!("bearer  {key}")), Ok(Pass::Key));
    let protocols = format!("mini-aws.v1, {WS_KEY_PREFIX}{key}");
    assert_eq!(fixture.check("sec-websocket-protocol", &protocols), Ok(Pass::Key));
    let bare = format!("mini-aws.v1, {key}");
    assert_eq!(fixture.check("sec-websocket-protocol", &bare), Ok(Pass::Key));
}

#[test]
fn nothing_else_does() {
    let fixture = Fixture::new();
    let key = fixture.key();
    assert_eq!(fixture.access.check(&HeaderMap::new(), 80), Err(Denial::Missing));
    assert_eq!(fixture.check("sec-websocket-protocol", "mini-aws.v1"), Err(Denial::Missing));
    for other in [key.as_str(), &format!("Basic {key}")] {
        assert_eq!(fixture.check("authorization", other), Err(Denial::Missing), "{other}");
    }
    for (name, value) in [
        ("x-api-key", "wrong"),
        ("x-api-key", ""),
        ("x-api-key", &key[..63]),
        ("authorization", "Bearer"),
        ("authorization", "Bearer wrong"),
        ("sec-websocket-protocol", "mini-aws.v1, mini-aws.key.wrong"),
        ("cookie", &format!("mini_aws_session_80={key}")),
    ] {
        assert_eq!(fixture.check(name, value), Err(Denial::Wrong), "{name}: {value}");
    }
}

#[test]
fn a_wrong_key_is_not_made_up_for_by_a_good_cookie() {
    let fixture = Fixture::new();
    let cookie = cookie_of(&fixture.access.enter_by_key(&fixture.key(), 80).unwrap());
    let mut headers = HeaderMap::new();
    headers.insert("cookie", cookie.parse().unwrap());
    assert!(fixture.access.check(&headers, 80).is_ok());
    headers.insert("x-api-key", HeaderValue::from_static("wrong"));
    assert_eq!(fixture.access.check(&headers, 80), Err(Denial::Wrong));
}

#[test]
fn a_link_lets_one_browser_in_until_its_session_ends() {
    let fixture = Fixture::new();
    let (token, _) = fixture.access.make_link().unwrap();
    let set = fixture.access.enter_by_link(&token, 80).unwrap();
    let text = set.to_str().unwrap();
    assert!(text.contains("HttpOnly") && text.contains("SameSite=Strict"), "{text}");
    let again = fixture.access.enter_by_link(&token, 80);
    assert!(matches!(again, Err(Entry::Denied(Denial::SpentLink))));

    let cookie = format!("theme=dark; {}", cookie_of(&set));
    assert_eq!(fixture.check("cookie", &cookie), Ok(Pass::Session { renewed: None }));
    fixture.seconds.store(2 * 86_400, Ordering::Relaxed);
    let Ok(Pass::Session { renewed: Some(renewed) }) = fixture.check("cookie", &cookie) else {
        panic!("not renewed");
    };
    fixture.seconds.store(8 * 86_400, Ordering::Relaxed);
    assert_eq!(fixture.check("cookie", &cookie), Err(Denial::Expired));
    assert!(fixture.check("cookie", &cookie_of(&renewed)).is_ok());
}

#[test]
fn a_new_key_shuts_everybody_out() {
    let fixture = Fixture::new();
    let key = fixture.key();
    let cookie = cookie_of(&fixture.access.enter_by_key(&key, 80).unwrap());
    let (token, _) = fixture.access.make_link().unwrap();
    fixture.access.rotate().unwrap();
    assert_eq!(fixture.check("x-api-key", &key), Err(Denial::Wrong));
    assert_eq!(fixture.check("cookie", &cookie), Err(Denial::Wrong));
    assert!(fixture.access.enter_by_link(&token, 80).is_err());
    assert_eq!(fixture.check("x-api-key", &fixture.key()), Ok(Pass::Key));
}

#[test]
fn refusals_are_told_without_the_key_and_slow_down() {
    let mut fixture = Fixture::new();
    let refuse = || fixture.access.refuse(Denial::Wrong, HERE, "at /api/instances").status();
    assert_eq!(refuse(), StatusCode::UNAUTHORIZED);
    for _ in 0..9 {
        assert_eq!(refuse(), StatusCode::UNAUTHORIZED);
    }
    assert_eq!(refuse(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        fixture.told.try_recv().unwrap().detail,
        "127.0.0.1 came with a wrong key, at /api/instances"
    );
    assert!(fixture.told.try_recv().is_err());
    fixture.seconds.store(61, Ordering::Relaxed);
    fixture.access.tell_overdue();
    assert_eq!(fixture.told.try_recv().unwrap().detail, "10 more of 127.0.0.1 within a minute");
    assert_eq!(fixture.access.refused(), 11);
    assert_eq!(fixture.check("x-api-key", &fixture.key()), Ok(Pass::Key), "at any time");
}
