//! Builds what Tauri generates: the permissions of each command, the capabilities, the platform's resources.

/// Every command of the window. Those that are named here need a permission, and `capabilities/main.json` gives it.
const COMMANDS: &[&str] = &[
    "acknowledge",
    "activity_between",
    "change_desktop",
    "desktop",
    "detail",
    "end_logs",
    "next_logs",
    "read_logs",
    "save_logs",
    "door",
    "door_key",
    "door_link",
    "engine_options",
    "engine_starters",
    "engine_status",
    "explain",
    "attend",
    "audit",
    "cancel_measure",
    "export_history",
    "history",
    "instances",
    "measure_storage",
    "next_visit",
    "open_logs",
    "open_port",
    "past_instances",
    "pick_engine",
    "recent_events",
    "retention",
    "retry_engine",
    "rotate_key",
    "save_audit",
    "set_collecting",
    "set_door",
    "set_retention",
    "set_watching",
    "snapshot",
    "speak",
    "sparklines",
    "stats",
    "subscribe",
    "summary",
    "unsubscribe",
    "volumes",
    "vpcs",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The window's files are embedded from there. Without them the crate still has to check; then there is nothing to show.
    std::fs::create_dir_all("ui/dist")?;
    println!("cargo:rerun-if-changed=ui/dist");
    if !std::path::Path::new("ui/dist/index.html").exists() {
        println!(
            "cargo:warning=ui/dist is empty, so the window will be blank: run `cargo xtask ui` first"
        );
    }
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/**/*")
        .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS));
    tauri_build::try_build(attributes)?;
    Ok(())
}
