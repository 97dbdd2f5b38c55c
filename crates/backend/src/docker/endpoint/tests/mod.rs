//! A person's home in a temporary folder; nothing here looks at the sockets or the variables of the machine that runs it.

mod order;
mod words;

use super::{Environment, Platform};
use sha2::{Digest, Sha256};
use std::path::Path;
use tempfile::TempDir;

/// A home with the Docker CLI's folder in it, on a machine of one platform.
struct Home {
    folder: TempDir,
    environment: Environment,
}

impl Home {
    fn new(platform: Platform) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let environment = Environment {
            home: Some(folder.path().to_owned()),
            platform,
            ..Environment::default()
        };
        Self { folder, environment }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, path: &str, content: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    fn use_context(&self, name: &str) {
        self.write(
            ".docker/config.json",
            &format!(r#"{{"auths": {{}}, "currentContext": "{name}"}}"#),
        );
    }

    fn add_context(&self, name: &str, host: &str) {
        let meta = format!(
            r#"{{"Name": "{name}", "Metadata": {{}},
                 "Endpoints": {{"docker": {{"Host": "{host}", "SkipTLSVerify": false}}}}}}"#
        );
        self.write(&format!(".docker/contexts/meta/{}/meta.json", id(name)), &meta);
    }
}

fn id(name: &str) -> String {
    format!("{:x}", Sha256::digest(name))
}
