//! Notifications of Linux desktops, over the session bus.

use super::News;
use std::collections::HashMap;
use std::time::Duration;
use zbus::zvariant::Value;
use zbus::{Connection, Proxy};

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// How long the desktop may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Both are the user's own files' names, as an installed app has them.
const ICON: &str = "mini-aws-console";
const NAME: &str = "Mini AWS Console";

/// Why nothing is shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum DesktopError {
    /// There is no bus, or nobody on it who shows notifications.
    #[error("nobody shows notifications here: {0}")]
    Bus(#[from] zbus::Error),
    /// There is somebody who does not answer.
    #[error("whoever shows notifications does not answer")]
    Silent,
}

/// Whoever shows notifications.
#[derive(Debug, Default)]
pub(super) struct Desktop {
    /// Kept, for some desktops take back what was shown for somebody who left.
    bus: Option<Connection>,
    /// The number of the last one, which the next one replaces; zero before the first.
    shown: u32,
}

impl Desktop {
    /// Shows news in place of the last.
    pub(super) async fn show(&mut self, news: &News) -> Result<(), DesktopError> {
        let shown = tokio::time::timeout(PATIENCE, self.ask(news)).await;
        match shown {
            Ok(Ok(number)) => {
                self.shown = number;
                Ok(())
            }
            Ok(Err(error)) => {
                // Perhaps only this connection has ended.
                self.bus = None;
                Err(error.into())
            }
            Err(_) => Err(DesktopError::Silent),
        }
    }

    async fn ask(&mut self, news: &News) -> zbus::Result<u32> {
        let bus = match &self.bus {
            Some(bus) => bus,
            None => self.bus.insert(Connection::session().await?),
        };
        let service: Proxy<'_> = zbus::proxy::Builder::new(bus)
            .destination(SERVICE)?
            .path(PATH)?
            .interface(SERVICE)?
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build()
            .await?;
        let abilities: Vec<String> = service.call("GetCapabilities", &()).await?;
        let reads_markup = abilities.iter().any(|ability| ability == "body-markup");
        let body = if reads_markup { as_markup(&news.body) } else { news.body.clone() };
        let urgency: u8 = if news.is_good { 0 } else { 1 };
        let hints = HashMap::from([("urgency", Value::U8(urgency))]);
        let no_actions: [&str; 0] = [];
        // -1: for as long as the desktop shows such things.
        let message = (NAME, self.shown, ICON, &news.title, body, &no_actions[..], hints, -1_i32);
        service.call("Notify", &message).await
    }
}

fn as_markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
