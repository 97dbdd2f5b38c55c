//! The description that the door gives of itself, held against what it does: schemathesis asks everything that the description allows,
//! and much that it does not.

use crate::cloud::Cloud;
use crate::support::process;
use crate::support::scenario;
use crate::tools;
use std::process::Command;
use std::time::Duration;

/// So that a failure can be had again.
const SEED: &str = "20260412";
/// Questions about one route in each phase.
const EXAMPLES: &str = "100";
const LIMIT: Duration = Duration::from_secs(300);

#[test]
fn the_door_does_what_its_description_says() {
    scenario::run("schemathesis on the HTTP door", LIMIT + Duration::from_secs(60), async || {
        let schemathesis = tools::find("schemathesis", "schemathesis/bin/schemathesis")?;
        let mut cloud = Cloud::start(&["--demo", "3"]);
        let folder = cloud.new_folder("schemathesis");
        let place = tools::project().join("crates/cli/tests/door");
        let mut fuzz = Command::new(schemathesis);
        fuzz.arg("--config-file").arg(place.join("schemathesis.toml"));
        fuzz.args(["run", &format!("http://{}/api/openapi.json", cloud.address())]);
        fuzz.args(["--header", &cloud.key_header()]);
        fuzz.args(["--seed", SEED, "--max-examples", EXAMPLES, "--workers", "2", "--no-color"]);
        // It writes what it learnt into the folder that it runs in.
        fuzz.current_dir(&folder);
        fuzz.env("SCHEMATHESIS_HOOKS", "schemathesis_hooks").env("PYTHONPATH", &place);
        fuzz.env("PYTHONDONTWRITEBYTECODE", "1").env("NO_PROXY", "*");
        match process::run(LIMIT, &fuzz) {
            Ok(report) => println!("{report}"),
            Err(report) => panic!("{report}"),
        }
        cloud.assert_sound();
        Ok(())
    });
}
