//! What is installed beside the program.

use crate::support::{answer, cloud, files, folder};
use std::process::Command;

#[test]
fn completions_and_manual_pages_are_written() {
    let place = folder();
    answer(cloud(place.path(), &["generate", place.path().to_str().unwrap()]));
    let completions = place.path().join("completions");
    assert_eq!(files(&completions), ["_cloud", "cloud.bash", "cloud.fish", "cloud.ps1"]);
    let bash = completions.join("cloud.bash");
    assert!(Command::new("bash").arg("-n").arg(&bash).status().unwrap().success());
    let script = std::fs::read_to_string(&bash).unwrap();
    assert!(script.contains("--page") && script.contains("volumes"));
    let pages = place.path().join("man");
    let named = files(&pages);
    for page in [
        "cloud.1",
        "cloud-dashboard.1",
        "cloud-dashboard-open.1",
        "cloud-dashboard-watch.1",
        "cloud-metrics-export.1",
        "cloud-serve.1",
    ] {
        assert!(named.iter().any(|name| name == page), "{page}: {named:?}");
    }
    assert!(!named.iter().any(|name| name.contains("generate")), "{named:?}");
    let page = std::fs::read_to_string(pages.join("cloud-events.1")).unwrap();
    assert!(page.contains(".SH NAME") && page.contains("follow"), "{page}");
}
