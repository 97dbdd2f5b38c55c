//! The API key: 256 random bits in a file that only its owner can read.

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use subtle::ConstantTimeEq;

/// Bytes of randomness in a key.
const KEY_BYTES: usize = 32;
/// A key that a person put there may be another text, but none that can be guessed.
const SHORTEST: usize = 32;
/// No key is longer; a file that is longer holds something else.
const LONGEST: u64 = 1024;

/// What lets a client in. It is never printed.
#[derive(Clone)]
pub struct ApiKey {
    text: String,
    digest: [u8; 32],
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or made.
    #[error("the API key {path} cannot be used: {source}", path = .path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file holds something else than a key.
    #[error("{path} holds no API key: a key has at least {SHORTEST} visible characters", path = .path.display())]
    NoKey {
        /// Which file.
        path: PathBuf,
    },
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {0}")]
    NoRandomness(getrandom::Error),
}

impl std::fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ApiKey(…)")
    }
}

impl ApiKey {
    /// The key in the file at `path`; at the first start a new one is put there. Blocks for as long as a disk takes.
    ///
    /// # Errors
    /// [`KeyError`]
    pub fn load_or_make(path: &Path) -> Result<Self, KeyError> {
        match Self::load(path) {
            Err(KeyError::File { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                Self::replace(path)
            }
            loaded => loaded,
        }
    }

    fn load(path: &Path) -> Result<Self, KeyError> {
        let failed = |source| KeyError::File { path: path.to_owned(), source };
        let file = File::open(path).map_err(failed)?;
        make_private(path, &file);
        let mut text = String::new();
        file.take(LONGEST + 1).read_to_string(&mut text).map_err(failed)?;
        let key = text.trim();
        if key.len() < SHORTEST
            || text.len() as u64 > LONGEST
            || !key.bytes().all(|byte| byte.is_ascii_graphic())
        {
            return Err(KeyError::NoKey { path: path.to_owned() });
        }
        Ok(Self::new(key.to_owned()))
    }

    /// Puts a new key into the file at `path`, in place of the one before. Blocks for as long as a disk takes.
    ///
    /// # Errors
    /// [`KeyError`]; the one before is in force then.
    pub fn replace(path: &Path) -> Result<Self, KeyError> {
        let failed = |source| KeyError::File { path: path.to_owned(), source };
        let key = Self::random()?;
        let part = path.with_extension("part");
        let _ = std::fs::remove_file(&part); // one that was left by a crash
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&part).map_err(failed)?;
        file.write_all(key.text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
        std::fs::rename(&part, path).map_err(failed)?;
        Ok(key)
    }

    /// A new key that is kept nowhere.
    ///
    /// # Errors
    /// [`KeyError::NoRandomness`]
    pub fn random() -> Result<Self, KeyError> {
        Ok(Self::new(random_hex::<KEY_BYTES>()?))
    }

    fn new(text: String) -> Self {
        let digest = Sha256::digest(&text).into();
        Self { text, digest }
    }

    /// The key itself, for the file and for a person who asks for it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// Whether this is the key. Takes the same time however much of it is right: digests are compared, of the same length always.
    pub(super) fn is(&self, offered: &str) -> bool {
        let offered: [u8; 32] = Sha256::digest(offered).into();
        self.digest.ct_eq(&offered).into()
    }

    /// Signs `message`, in hexadecimal: who has no key cannot, and a new key makes all signatures worthless.
    pub(super) fn sign(&self, message: &str) -> String {
        hex(&self.mac(message).finalize().into_bytes())
    }

    fn mac(&self, message: &str) -> Hmac<Sha256> {
        // Padded to a block, which is how HMAC takes a key without a way to fail.
        let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
        block[..self.digest.len()].copy_from_slice(&self.digest);
        let mut mac = Hmac::<Sha256>::new(&block);
        mac.update(message.as_bytes());
        mac
    }
}

/// `N` random bytes in hexadecimal.
pub(in crate::gateway) fn random_hex<const N: usize>() -> Result<String, KeyError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(KeyError::NoRandomness)?;
    Ok(hex(&bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing into a string never fails
        text
    })
}

/// Takes the file away from everybody else's eyes, should somebody have given it to them.
#[cfg(unix)]
fn make_private(path: &Path, file: &File) {
    use std::os::unix::fs::PermissionsExt;
    use tracing::warn;
    let Ok(mode) = file.metadata().map(|metadata| metadata.permissions().mode()) else { return };
    if mode & 0o077 == 0 {
        return;
    }
    warn!(path = %path.display(), "others could read the API key; it is its owner's only again");
    if let Err(error) = file.set_permissions(std::fs::Permissions::from_mode(0o600)) {
        warn!(%error, path = %path.display(), "others can read the API key");
    }
}

/// On Windows the profile's data directory is private by inheritance.
#[cfg(not(unix))]
fn make_private(_path: &Path, _file: &File) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("api-key");
        let made = ApiKey::load_or_make(&path).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), made.reveal());
        assert_eq!(made.reveal().len(), 64);
        let loaded = ApiKey::load_or_make(&path).unwrap();
        assert!(loaded.is(made.reveal()));
        let replaced = ApiKey::replace(&path).unwrap();
        assert!(!replaced.is(made.reveal()));
        assert!(ApiKey::load_or_make(&path).unwrap().is(replaced.reveal()));
    }

    #[test]
    #[cfg(unix)]
    fn only_its_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("api-key");
        let mode = || path.metadata().unwrap().permissions().mode() & 0o777;
        ApiKey::load_or_make(&path).unwrap();
        assert_eq!(mode(), 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        ApiKey::load_or_make(&path).unwrap();
        assert_eq!(mode(), 0o600);
    }

    #[test]
    fn only_the_whole_key_is_the_key() {
        let key = ApiKey::random().unwrap();
        let text = key.reveal().to_owned();
        assert!(key.is(&text));
        for wrong in ["", &text[..63], &format!("{text}0"), &text.to_uppercase(), &"0".repeat(64)] {
            assert!(!key.is(wrong), "{wrong}");
        }
        assert!(!ApiKey::random().unwrap().is(&text));
        assert!(!format!("{key:?}").contains(&text));
    }

    #[test]
    fn what_is_no_key_is_not_taken_for_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("api-key");
        for text in ["", "short", &"x".repeat(2_000), &format!("{}\n{}", "x".repeat(40), "y")] {
            std::fs::write(&path, text).unwrap();
            assert!(matches!(ApiKey::load_or_make(&path), Err(KeyError::NoKey { .. })), "{text}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "it stays as it is");
        }
        let own = "a-key-that-a-person-made-up-and-wrote-down\n";
        std::fs::write(&path, own).unwrap();
        assert!(ApiKey::load_or_make(&path).unwrap().is(own.trim()));
    }

    #[test]
    fn a_signature_is_of_the_key_and_the_message() {
        let (key, other) = (ApiKey::random().unwrap(), ApiKey::random().unwrap());
        assert_eq!(key.sign("a"), key.sign("a"));
        assert_ne!(key.sign("a"), key.sign("b"));
        assert_ne!(key.sign("a"), other.sign("a"));
    }
}
