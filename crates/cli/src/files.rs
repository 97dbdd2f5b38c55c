//! The UI's files, packed into this program when it was built.

use mini_aws_backend::gateway::{Asset, Assets};

/// Each file's name, and its bytes as gzip packed them.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The files in this program.
#[derive(Debug, Clone, Copy)]
pub struct Files;

impl Assets for Files {
    fn get(&self, path: &str) -> Option<Asset> {
        let (_, content) = FILES.iter().find(|(name, _)| *name == path)?;
        Some(Asset { content: (*content).into(), is_gzipped: true })
    }
}
