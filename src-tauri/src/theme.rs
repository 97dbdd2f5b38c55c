//! Light or dark, as the desktop is, and as it becomes.
//!
//! macOS and Windows tell windows by themselves. On Linux the desktop portal tells whoever asks; the windowing library that we build on
//! would need libdbus for it, so it is asked here, over the session bus. Where there is no portal, GTK's own settings go on to hold.

#[cfg(target_os = "linux")]
pub(crate) use linux::follow;

/// Follows the desktop: it is followed already.
#[cfg(not(target_os = "linux"))]
pub(crate) fn follow(_app: tauri::AppHandle) {}

#[cfg(target_os = "linux")]
mod linux {
    use futures_util::StreamExt as _;
    use std::time::Duration;
    use tauri::{AppHandle, Theme};
    use tracing::info;
    use zbus::fdo::DBusProxy;
    use zbus::zvariant::{OwnedValue, Value};
    use zbus::{Connection, Proxy};

    const PORTAL: &str = "org.freedesktop.portal.Desktop";
    const PATH: &str = "/org/freedesktop/portal/desktop";
    const SETTINGS: &str = "org.freedesktop.portal.Settings";
    /// The setting's group and name.
    const SCHEME: (&str, &str) = ("org.freedesktop.appearance", "color-scheme");
    /// How long somebody on the bus may take to answer. The bus may have to start the portal first.
    const PATIENCE: Duration = Duration::from_secs(30);

    /// Follows the desktop's choice for as long as the app runs.
    pub(crate) fn follow(app: AppHandle) {
        tauri::async_runtime::spawn(async move {
            let ended = follow_portal(|theme| app.set_theme(theme)).await;
            match ended {
                Ok(()) => {
                    info!("light and dark are followed no more, for the session bus has ended");
                }
                Err(error) => info!(%error, "light and dark are not followed"),
            }
        });
    }

    /// Hands on what the desktop prefers, and every change of it. Returns when the bus ends.
    async fn follow_portal(set: impl Fn(Option<Theme>)) -> zbus::Result<()> {
        let bus = in_time(Connection::session()).await?;
        let settings: Proxy<'_> = zbus::proxy::Builder::new(&bus)
            .destination(PORTAL)?
            .path(PATH)?
            .interface(SETTINGS)?
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build()
            .await?;
        let names = in_time(DBusProxy::new(&bus)).await?;
        // Listening comes first, so that nothing changes between the answer and the first change that is heard.
        let group_and_name = [(0, SCHEME.0), (1, SCHEME.1)];
        let mut changes =
            in_time(settings.receive_signal_with_args("SettingChanged", &group_and_name)).await?;
        let mut owners =
            in_time(names.receive_name_owner_changed_with_args(&[(0, PORTAL)])).await?;
        let mut followed = Followed { known: None, set };
        followed.take(read(&settings).await);
        loop {
            tokio::select! {
                change = changes.next() => {
                    let Some(change) = change else { return Ok(()) };
                    let body = change.body();
                    let value = body.deserialize::<(&str, &str, Value<'_>)>();
                    followed.take(value.ok().and_then(|(_, _, value)| number(&value)));
                }
                owner = owners.next() => {
                    let Some(owner) = owner else { return Ok(()) };
                    // A portal that starts, or starts anew, may see it otherwise than the one before.
                    if owner.args().is_ok_and(|args| args.new_owner().is_some()) {
                        followed.take(read(&settings).await);
                    }
                }
            }
        }
    }

    /// What is preferred, as a number; `None` where nobody says.
    async fn read(settings: &Proxy<'_>) -> Option<u32> {
        let answer: zbus::Result<OwnedValue> = in_time(settings.call("Read", &SCHEME)).await;
        match answer {
            Ok(value) => number(&value),
            Err(error) => {
                info!(%error, "no portal says whether the desktop is light or dark");
                None
            }
        }
    }

    /// The number in a value, which older portals wrap twice.
    fn number(value: &Value<'_>) -> Option<u32> {
        match value {
            Value::U32(number) => Some(*number),
            Value::Value(inner) => number_within(inner),
            _ => None,
        }
    }

    fn number_within(value: &Value<'_>) -> Option<u32> {
        match value {
            Value::U32(number) => Some(*number),
            _ => None,
        }
    }

    /// What was handed on last.
    struct Followed<Set> {
        known: Option<Theme>,
        set: Set,
    }

    impl<Set: Fn(Option<Theme>)> Followed<Set> {
        /// Hands a preference on, if it is another than before.
        fn take(&mut self, preference: Option<u32>) {
            // "No preference" leaves it to GTK's own settings, and so does a desktop that does not say.
            let theme = match preference {
                Some(1) => Some(Theme::Dark),
                Some(2) => Some(Theme::Light),
                _ => None,
            };
            if theme != self.known {
                self.known = theme;
                (self.set)(theme);
            }
        }
    }

    async fn in_time<T>(answer: impl Future<Output = zbus::Result<T>>) -> zbus::Result<T> {
        match tokio::time::timeout(PATIENCE, answer).await {
            Ok(answer) => answer,
            Err(_) => Err(zbus::Error::Failure("no answer in time".to_owned())),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use std::cell::RefCell;

        #[test]
        fn only_changes_are_handed_on() {
            let told = RefCell::new(Vec::new());
            let mut followed = Followed { known: None, set: |theme| told.borrow_mut().push(theme) };
            // GTK may be dark by its own settings, and nobody said anything against it.
            followed.take(Some(0));
            followed.take(None);
            assert_eq!(*told.borrow(), []);
            for preference in [1, 1, 2, 7, 1] {
                followed.take(Some(preference));
            }
            let (dark, light) = (Some(Theme::Dark), Some(Theme::Light));
            assert_eq!(*told.borrow(), [dark, light, None, dark]);
        }

        #[test]
        fn a_number_is_found_however_it_is_wrapped() {
            let plain = Value::U32(1);
            let wrapped = Value::Value(Box::new(Value::U32(2)));
            assert_eq!((number(&plain), number(&wrapped)), (Some(1), Some(2)));
            assert_eq!(number(&Value::from("dark")), None);
        }
    }
}
