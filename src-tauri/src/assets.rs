//! The window's own files, for browsers that come through the HTTP door.

use mini_aws_backend::gateway::{Asset, Assets};
use tauri::AppHandle;

/// The files that are in this program anyway.
pub(crate) struct WindowFiles(AppHandle);

impl WindowFiles {
    pub(crate) fn new(app: AppHandle) -> Self {
        Self(app)
    }
}

impl Assets for WindowFiles {
    fn get(&self, path: &str) -> Option<Asset> {
        // Tauri answers what it does not know with the page itself, which would hide that a file is missing.
        let resolver = self.0.asset_resolver();
        let is_known = resolver.iter().any(|(name, _)| name.trim_start_matches('/') == path);
        let file = resolver.get(path.to_owned()).filter(|_| is_known)?;
        Some(Asset { content: file.bytes.into(), is_gzipped: false })
    }
}
