//! Identifiers that must not be mixed up.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// How many characters of an id the Docker CLI shows.
const SHORT_LENGTH: usize = 12;

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(value_type = String))]
        #[serde(transparent)]
        // Each sample of each tick has one, so a clone must not allocate.
        pub struct $name(Arc<str>);

        impl $name {
            /// Wraps the full id as the engine gave it.
            pub fn new(id: impl Into<String>) -> Self {
                Self(Arc::from(id.into()))
            }

            /// The full id.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The first twelve characters, as the Docker CLI shows them.
            #[must_use]
            pub fn short(&self) -> &str {
                match self.0.char_indices().nth(SHORT_LENGTH) {
                    Some((end, _)) => &self.0[..end],
                    None => &self.0,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

id! {
    /// The engine's id of a container. It outlives renames, not re-creation.
    InstanceId
}

id! {
    /// The engine's id of a network.
    VpcId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_is_the_first_twelve_characters_and_never_splits_one() {
        assert_eq!(InstanceId::new("0123456789abcdef").short(), "0123456789ab");
        assert_eq!(InstanceId::new("abc").short(), "abc");
        assert_eq!(InstanceId::new("ééééééééééééé").short(), "éééééééééééé");
    }
}
