//! The guide's pictures: a walk over every page in the real window, on a pretend engine, with a picture of each.
//!
//! `cargo xtask guide` puts the pictures into `docs/images/console/`; as a test it shows that they can be taken, so neither the guide nor
//! its pictures go stale unnoticed.

use crate::support::display::Desktop;
use crate::support::scenario;
use crate::support::window::{Launch, Window};
use serde_json::json;
use std::time::Duration;

/// The demo makes up its week first, which a build without optimisation takes a while for.
const PATIENCE: Duration = Duration::from_secs(60);
/// Fewer colours than this is a page on which something is missing.
const COLOURS: usize = 60;

/// One picture of the guide.
struct Picture {
    /// Its file, without `.png`.
    name: &'static str,
    /// The page, after `#/`; empty to stay.
    address: &'static str,
    /// What is done there, as a script that says whether it could be done yet.
    act: &'static str,
    /// What has to be seen in the end, as a CSS selector.
    ready: &'static str,
}

/// A picture of a page as it opens.
const fn page(name: &'static str, address: &'static str, ready: &'static str) -> Picture {
    Picture { name, address, act: "return true;", ready }
}

/// Opens the page of the instance `api`, from the table.
const OPEN_API: &str =
    "const row = [...document.querySelectorAll('[data-testid=\"instance-row\"]')]
    .find((row) => row.innerText.trim().startsWith('api'));
    const link = row && row.querySelector('a');
    if (link) link.click();
    return Boolean(link);";

/// Each page of the console, in the order of the guide.
const PICTURES: &[Picture] = &[
    page("dashboard", "dashboard?range=7d", "[data-testid=\"chart-memory\"] canvas"),
    page("instances", "instances", "[data-testid=\"instance-row\"]"),
    Picture {
        name: "instance",
        address: "instances",
        act: OPEN_API,
        ready: "[data-testid=\"instance-page\"] canvas",
    },
    Picture {
        name: "logs",
        address: "",
        act: "location.hash = `${location.hash}&tab=logs`; return true;",
        ready: "[data-testid=\"log-line\"]",
    },
    page("terminated", "instances?show=terminated", "[data-testid=\"terminated-row\"]"),
    page("volumes", "volumes", "[data-testid=\"volume-row\"]"),
    page("vpcs", "vpcs?show=picture", ".web-room svg"),
    page("activity", "activity", "[data-testid=\"activity-item\"]"),
    page("engine", "engine", "main h1"),
    page("settings", "settings", "main h1"),
    Picture {
        name: "palette",
        address: "dashboard",
        act: "document.querySelector('[data-testid=\"palette-open\"]').click(); return true;",
        ready: "[data-testid=\"palette-item\"]",
    },
];

#[test]
fn every_page_of_the_guide_is_there_and_has_its_picture() {
    scenario::run("the guide's pictures", Duration::from_secs(300), async || {
        let desktop = Desktop::start()?;
        let window = Window::open(&desktop, "guide", &Launch::demo(24)).await;
        window.resize(1280, 800).await;
        let dark =
            "localStorage.setItem('mini-aws-theme', 'dark'); location.reload(); return true;";
        let _: Result<bool, String> = window.script(dark, &[]).await;
        for picture in PICTURES {
            take(&window, picture).await;
        }
        window.close().await;
        Ok(())
    });
}

async fn take(window: &Window, picture: &Picture) {
    let what = format!("the picture {}", picture.name);
    if !picture.address.is_empty() {
        let go = "location.hash = `#/${arguments[0]}`; return true;";
        window
            .until(&what, PATIENCE, async || {
                window.script::<bool>(go, &[json!(picture.address)]).await
            })
            .await;
    }
    window
        .until(&what, PATIENCE, async || match window.script(picture.act, &[]).await? {
            true => Ok(()),
            false => Err(format!("{} cannot be done yet", picture.act)),
        })
        .await;
    // What is there but folded to nothing, cut off or behind something else is not seen: another engine lays pages out in another way.
    let seen = "const isSeen = (element) => {
            const box = element.getBoundingClientRect();
            const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return box.height > 8 && at !== null && element.contains(at);
        };
        const busy = document.querySelector('.skeleton, [aria-busy=\"true\"]');
        return [...document.querySelectorAll(arguments[0])].some(isSeen) && !busy;";
    window
        .until(&what, PATIENCE, async || {
            match window.script(seen, &[json!(picture.ready)]).await? {
                true => Ok(()),
                false => {
                    Err(format!("no {} to be seen, or the page is still loading", picture.ready))
                }
            }
        })
        .await;
    let taken = window.screenshot(&format!("guide-{}", picture.name)).await;
    assert!(taken.colours > COLOURS, "{what} is empty: {taken:?}");
}
