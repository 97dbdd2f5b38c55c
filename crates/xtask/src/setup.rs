//! Installing what is missing, where that may be done without asking; saying what to type where not.

mod browser;
pub mod bundler;
pub mod cross;
mod prometheus;
mod schemathesis;

use std::time::Duration;

use crate::command::Cmd;
use crate::error::Error;
use crate::host::{Administrator, Project, System, which};
use crate::llvm::LlvmTools;
use crate::step::{Steps, note};
use crate::ui::wasm::{self, WasmToolchain};

/// A rustup that cannot reach its server may try for ever.
const RUSTUP_LIMIT: Duration = Duration::from_secs(180);
/// The same goes for what fetches a test's tools.
const FETCH_LIMIT: Duration = Duration::from_secs(300);

/// A Debian package, and the program that makes it needless when it is there from elsewhere: whoever has Docker's own
/// packages must not have them replaced by Debian's.
#[derive(Debug, Clone, Copy)]
struct Package {
    name: &'static str,
    or_program: Option<&'static str>,
}

const fn package(name: &'static str) -> Package {
    Package { name, or_program: None }
}

const fn program(name: &'static str, program: &'static str) -> Package {
    Package { name, or_program: Some(program) }
}

/// What the desktop app links.
const WINDOW: [Package; 3] =
    [package("libwebkit2gtk-4.1-dev"), package("build-essential"), package("pkg-config")];

/// Rust's standard library for wasm32 from Debian, for where rustup's server is out of reach.
const WASM: [Package; 4] =
    [package("rustc-web"), package("cargo-web"), package("rust-web-src"), package("lld-22")];

/// What the test of the native window starts: an engine with an image, a screen, a bus, a driver, a window manager and its hand.
const TEST: [Package; 9] = [
    program("docker.io", "dockerd"),
    program("iptables", "iptables"),
    package("busybox-static"),
    program("xvfb", "Xvfb"),
    program("dbus", "dbus-run-session"),
    program("webkit2gtk-driver", "WebKitWebDriver"),
    package("fonts-dejavu-core"),
    program("openbox", "openbox"),
    program("xdotool", "xdotool"),
];

/// The tools that read what instrumented tests wrote.
const COVERAGE: [Package; 1] = [package("rust-web-llvm")];

/// All groups: for `cargo xtask setup`.
pub fn everything(project: &Project, steps: &mut Steps) -> Result<(), Error> {
    for_app(steps)?;
    test_tools(project, steps)
}

/// What building the frontend needs.
pub fn for_ui(steps: &mut Steps) -> Result<(), Error> {
    steps.run("set up: wasm standard library", wasm_std)
}

/// What building the app needs.
pub fn for_app(steps: &mut Steps) -> Result<(), Error> {
    window_libraries(steps)?;
    for_ui(steps)
}

/// What linking a window needs.
pub fn window_libraries(steps: &mut Steps) -> Result<(), Error> {
    steps.run("set up: window libraries", || match System::here() {
        System::Apt => install(&WINDOW, "the window libraries"),
        System::MacOs if Cmd::new("xcode-select").arg("-p").succeeds() => Ok(()),
        System::Windows => Ok(()),
        System::Dnf | System::Pacman | System::OtherLinux if pkg_config_has_all() => Ok(()),
        system => Err(Error::NotInstalled {
            what: "the window libraries".to_owned(),
            how: window_hint(system),
        }),
    })
}

/// What the tests need that start more than the project's own programs. Without it such a test is left out, and the others still
/// run.
pub fn test_tools(project: &Project, steps: &mut Steps) -> Result<(), Error> {
    const NAME: &str = "set up: test tools";
    if !cfg!(target_os = "linux") {
        steps.skip(NAME, "the native window and the HTTP door are tested on Linux only");
        return Ok(());
    }
    native_tools(steps, NAME)?;
    steps.attempt("set up: browser and Playwright", || browser::set_up(project));
    steps.attempt("set up: Prometheus", || prometheus::set_up(project));
    steps.attempt("set up: schemathesis", || schemathesis::set_up(project));
    Ok(())
}

/// What the test of the native window needs, and every test on a real engine.
fn native_tools(steps: &mut Steps, name: &str) -> Result<(), Error> {
    let on_debian = System::here() == System::Apt;
    let lacking = if on_debian { missing(&TEST) } else { without_program(&TEST) };
    if lacking.is_empty() || (on_debian && Administrator::here() != Administrator::No) {
        return steps.run(name, || {
            if lacking.is_empty() { Ok(()) } else { apt_install(&lacking, "the test tools") }
        });
    }
    let names = lacking.join(" ");
    let how = if on_debian {
        format!("; to have it: sudo apt-get install {names}")
    } else {
        String::new()
    };
    steps.skip(name, format!("the test of the native window lacks {names}{how}"));
    Ok(())
}

/// What reading coverage needs.
pub fn coverage_tools(steps: &mut Steps) -> Result<LlvmTools, Error> {
    steps.run("set up: LLVM tools", || {
        if let Some(tools) = LlvmTools::find() {
            return Ok(tools);
        }
        let add = Cmd::new("rustup").args(["component", "add", "llvm-tools"]);
        if which("rustup").is_some()
            && let Err(error) = add.run_for(RUSTUP_LIMIT)
        {
            note(&error.to_string());
        }
        if let Some(tools) = LlvmTools::find() {
            return Ok(tools);
        }
        if System::here() == System::Apt {
            install(&COVERAGE, "the LLVM tools")?;
        }
        LlvmTools::find().ok_or_else(|| Error::NotInstalled {
            what: "the LLVM tools".to_owned(),
            how: add.line(),
        })
    })
}

fn wasm_std() -> Result<(), Error> {
    if WasmToolchain::find().is_some() {
        return Ok(());
    }
    let add = Cmd::new("rustup").args(["target", "add", wasm::TARGET]);
    if which("rustup").is_some()
        && let Err(error) = add.run_for(RUSTUP_LIMIT)
    {
        note(&error.to_string());
    }
    if WasmToolchain::find().is_some() {
        return Ok(());
    }
    if System::here() == System::Apt {
        install(&WASM, "the wasm standard library")?;
    }
    let lacking =
        || Error::NotInstalled { what: "the wasm standard library".to_owned(), how: add.line() };
    WasmToolchain::find().map(|_| ()).ok_or_else(lacking)
}

fn install(packages: &[Package], what: &str) -> Result<(), Error> {
    let lacking = missing(packages);
    if lacking.is_empty() { Ok(()) } else { apt_install(&lacking, what) }
}

fn apt_install(names: &[&str], what: &str) -> Result<(), Error> {
    let administrator = Administrator::here();
    if administrator == Administrator::No {
        let how = format!("sudo apt-get install --no-install-recommends {}", names.join(" "));
        return Err(Error::NotInstalled { what: what.to_owned(), how });
    }
    note(&format!("installing {}", names.join(" ")));
    apt(administrator, &["update"]).run()?;
    // `--no-remove`: never at the price of something that the person has.
    apt(administrator, &["install", "--yes", "--no-remove", "--no-install-recommends"])
        .args(names)
        .run()
}

fn apt(administrator: Administrator, args: &[&str]) -> Cmd {
    const OPTIONS: [&str; 3] = ["-qq", "-o", "DPkg::Lock::Timeout=120"];
    let quiet = "DEBIAN_FRONTEND=noninteractive";
    let command = match administrator {
        Administrator::BySudo => Cmd::new("sudo").args(["-n", "env", quiet, "apt-get"]),
        Administrator::Already | Administrator::No => Cmd::new("env").args([quiet, "apt-get"]),
    };
    command.args(OPTIONS).args(args)
}

/// Which packages neither dpkg nor a program on `PATH` vouches for.
fn missing(packages: &[Package]) -> Vec<&'static str> {
    let names = packages.iter().map(|package| package.name);
    // dpkg-query ends with 1 when it does not know a package; the ones it knows are listed all the same.
    let known = Cmd::new("dpkg-query")
        .args(["-W", "-f", "${Package} ${db:Status-Status}\n"])
        .args(names)
        .quiet_output();
    let known = known.unwrap_or_default();
    without_program(packages).into_iter().filter(|name| !is_installed(&known, name)).collect()
}

fn without_program(packages: &[Package]) -> Vec<&'static str> {
    let absent =
        |package: &&Package| package.or_program.is_none_or(|program| which(program).is_none());
    packages.iter().filter(absent).map(|package| package.name).collect()
}

/// Reads lines of `dpkg-query -W -f '${Package} ${db:Status-Status}\n'`.
fn is_installed(known: &str, name: &str) -> bool {
    known.lines().any(|line| line.split_once(' ') == Some((name, "installed")))
}

fn pkg_config_has_all() -> bool {
    Cmd::new("pkg-config").args(["--exists", "webkit2gtk-4.1"]).succeeds()
}

fn window_hint(system: System) -> String {
    match system {
        System::Apt => {
            let names: Vec<_> = WINDOW.iter().map(|package| package.name).collect();
            format!("sudo apt-get install --no-install-recommends {}", names.join(" "))
        }
        System::Dnf => "sudo dnf install webkit2gtk4.1-devel gcc pkgconf-pkg-config".to_owned(),
        System::Pacman => "sudo pacman -S --needed webkit2gtk-4.1 base-devel pkgconf".to_owned(),
        System::OtherLinux => {
            "install the development files of WebKitGTK 4.1, a C compiler and pkg-config".to_owned()
        }
        System::MacOs => "xcode-select --install".to_owned(),
        System::Windows => {
            "install the Microsoft C++ Build Tools, and before Windows 11 also the WebView2 runtime"
                .to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_installed_package_counts() {
        let known = "xvfb installed\nlibxdo-dev config-files\nlld-22-doc installed\n";
        assert!(is_installed(known, "xvfb"));
        assert!(!is_installed(known, "libxdo-dev"));
        assert!(!is_installed(known, "lld-22"));
        assert!(!is_installed("", "xvfb"));
    }

    #[test]
    fn a_program_stands_for_its_package() {
        let packages = [
            program("cargo-from-elsewhere", "cargo"),
            program("other", "no-such-program-here"),
            package("third"),
        ];
        assert_eq!(without_program(&packages), ["other", "third"]);
    }

    #[test]
    fn every_system_gets_a_hint() {
        for system in [
            System::Apt,
            System::Dnf,
            System::Pacman,
            System::OtherLinux,
            System::MacOs,
            System::Windows,
        ] {
            assert!(!window_hint(system).is_empty());
        }
        assert!(window_hint(System::Apt).contains("libwebkit2gtk-4.1-dev"));
    }

    #[test]
    fn sudo_is_used_only_where_it_is_needed_and_never_asks() {
        assert!(
            apt(Administrator::Already, &["update"])
                .line()
                .starts_with("env DEBIAN_FRONTEND=noninteractive apt-get")
        );
        assert!(
            apt(Administrator::BySudo, &["update"])
                .line()
                .starts_with("sudo -n env DEBIAN_FRONTEND=noninteractive")
        );
    }
}
