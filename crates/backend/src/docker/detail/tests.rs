use super::*;
use serde_json::json;

/// What an engine said of an instance.
fn recorded(name: &str) -> Value {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/inspect");
    let text = std::fs::read_to_string(folder.join(name).with_extension("json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn read(inspected: Value, reveal: bool) -> InstanceDetail {
    detail(inspected, &InstanceId::new("asked"), DateTime::UNIX_EPOCH, reveal)
}

fn variables(detail: &InstanceDetail) -> Vec<(&str, Option<&str>, bool)> {
    let variables = detail.environment.iter();
    variables.map(|it| (it.name.as_str(), it.value.as_deref(), it.is_secret)).collect()
}

#[test]
fn docker_is_understood() {
    let detail = read(recorded("docker-20.10.json"), true);
    assert_eq!(detail.id.short(), "1b57cbe2e752");
    assert_eq!(detail.command[..2], ["sh", "-c"]);
    assert_eq!((detail.working_dir.as_str(), detail.user.as_str()), ("/tmp", "65534:65534"));
    assert_eq!(detail.hostname, "1b57cbe2e752");
    assert!(detail.image_id.starts_with("sha256:"));
    assert_eq!((detail.restart_policy.as_str(), detail.restarts), ("on-failure:3", 0));
    assert_eq!(detail.pid, Some(64));
    assert_eq!(detail.memory_limit_bytes, Some(64 << 20));
    assert_eq!(detail.cpu_limit, Some(1.5));
    assert!(!detail.privileged && detail.error.is_empty());
    let health = detail.health.unwrap();
    assert_eq!((health.failing_streak, health.probes.len()), (0, 4));
    let [newest, older, ..] = &health.probes[..] else { panic!("{health:?}") };
    assert!(newest.at > older.at && newest.exit_code == 0);
    assert_eq!(newest.output, "probed sesame-open\n");
    let mounts = detail.mounts.iter();
    let mounts: Vec<_> = mounts
        .map(|it| (it.kind.as_str(), it.volume.as_deref(), it.destination.as_str(), it.read_only))
        .collect();
    assert_eq!(
        mounts,
        [
            ("bind", None, "/etc/extra", true),
            ("tmpfs", None, "/run", true),
            ("volume", Some("data"), "/var/lib/data", false),
        ]
    );
    let [shop] = &detail.networks[..] else { panic!("{:?}", detail.networks) };
    assert_eq!(shop.name, "shop");
    assert_eq!(shop.ipv4.as_deref(), Some("172.18.0.2/16"));
    assert_eq!((shop.ipv6.as_deref(), shop.gateway.as_deref()), (None, Some("172.18.0.1")));
    assert_eq!(shop.mac.as_deref(), Some("02:42:ac:12:00:02"));
    assert_eq!(shop.aliases, ["db", "1b57cbe2e752"]);
    assert_eq!(detail.labels["com.example.team"], "shop");
}

#[test]
fn an_end_for_want_of_memory_is_in_what_the_engine_says() {
    let detail = read(recorded("docker-20.10-oom.json"), false);
    assert_eq!(detail.pid, None);
    assert!(detail.inspect.contains("\"OOMKilled\": true"), "{}", detail.inspect);
    assert_eq!(detail.restart_policy, "no");
    assert_eq!(detail.health, None);
}

#[test]
fn podman_is_understood() {
    let detail = read(recorded("podman-4.3.json"), false);
    assert_eq!(detail.command, ["sh", "-c", "echo hi"]);
    assert_eq!(detail.restart_policy, "on-failure:3");
    assert_eq!(detail.cpu_limit, Some(0.5));
    assert_eq!(detail.health, None, "an empty report is none");
    assert_eq!((detail.networks[0].name.as_str(), &detail.networks[0].ipv4), ("podman", &None));
    let hidden = variables(&detail).into_iter().filter(|variable| variable.2);
    let hidden: Vec<_> = hidden.map(|(name, value, _)| (name, value)).collect();
    assert_eq!(hidden, [("API_TOKEN", None), ("POSTGRES_PASSWORD", None)]);
    assert!(detail.inspect.contains("container=podman"));
}

#[test]
fn secrets_are_nowhere_unless_they_are_asked_for() {
    let inspected = recorded("docker-20.10.json");
    let detail = read(inspected.clone(), false);
    assert_eq!(
        variables(&detail),
        [
            ("POSTGRES_PASSWORD", None, true),
            ("DATABASE_URL", None, true),
            ("KEYBOARD", Some("de"), false),
            ("EMPTY_TOKEN", Some(""), false),
        ]
    );
    let told = serde_json::to_string(&detail).unwrap();
    assert!(!told.contains("sesame"), "{told}");
    assert!(detail.inspect.contains("\"POSTGRES_PASSWORD=<hidden>\""), "{}", detail.inspect);
    assert_eq!(detail.command.last().unwrap(), "<hidden>");
    assert_eq!(detail.health.unwrap().probes[0].output, "probed <hidden>\n");
    assert!(!detail.revealed);

    let revealed = read(inspected.clone(), true);
    assert!(revealed.revealed);
    assert_eq!(variables(&revealed)[0], ("POSTGRES_PASSWORD", Some("sesame-open"), true));
    let shown: Value = serde_json::from_str(&revealed.inspect).unwrap();
    assert_eq!(shown, inspected, "all that the engine said");
}

#[test]
fn secrets_in_arguments_are_hidden_by_what_they_follow() {
    let arguments = |arguments: Value| {
        read(json!({ "Path": "serve", "Args": arguments }), false).command[1..].join(" ")
    };
    assert_eq!(arguments(json!(["--api-token=abc", "-v"])), "--api-token=<hidden> -v");
    assert_eq!(arguments(json!(["--password", "abc", "abc"])), "--password <hidden> abc");
    assert_eq!(arguments(json!(["--password", "--verbose"])), "--password --verbose");
    assert_eq!(arguments(json!(["--token"])), "--token");
    assert_eq!(arguments(json!(["postgres://a:b@db"])), "postgres://a:<hidden>@db");
    assert_eq!(arguments(json!(["--listen", ":8080"])), "--listen :8080");
    assert_eq!(arguments(json!(["--requirepass", "s3cret"])), "--requirepass <hidden>");
    assert_eq!(
        arguments(json!(["-password=x", "-token", "y"])),
        "-password=<hidden> -token <hidden>"
    );
    assert_eq!(
        arguments(json!(["-Dspring.datasource.password=x", "-jar"])),
        "-Dspring.datasource.password=<hidden> -jar"
    );
    assert_eq!(arguments(json!(["env", "PASSWORD=x y", "app"])), "env PASSWORD=<hidden> app");
    assert_eq!(
        arguments(json!(["-c", "TOKEN=x exec app --password=y -v"])),
        "-c TOKEN=<hidden> exec app --password=<hidden> -v"
    );
    assert_eq!(arguments(json!(["--env=DB_PASSWORD=abc"])), "--env=DB_PASSWORD=<hidden>");
}

#[test]
fn secrets_are_hidden_by_the_name_of_their_field() {
    let inspected = json!({
        "Config": {
            "Image": "shop/s3cret-app:1",
            "Env": ["DB_PASS=s3c", "CACHE_URL=redis://:abc@cache"],
            "Labels": { "example.com/token": "sesame", "help": "https://u:sesame@h/" },
            "Healthcheck": { "Test": ["CMD-SHELL", "TOKEN=sesame check --password sesame || exit 1"] },
        },
        "State": { "Error": "mount: CACHE_URL=redis://:abc@cache, password=sesame: refused" },
        "HostConfig": {
            "LogConfig": { "Config": { "splunk-token": "sesame", "splunk-url": "https://splunk" } },
            "Mounts": [{ "VolumeOptions": { "DriverConfig": { "Options": { "o": "username=u,password=sesame" } } } }],
            "Tmpfs": { "/run/secrets": "ro" },
        },
    });
    let detail = read(inspected, false);
    let told = serde_json::to_string(&detail).unwrap();
    assert!(!told.contains("sesame") && !told.contains(":abc@"), "{told}");
    assert_eq!(detail.error, "mount: CACHE_URL=<hidden>, password=<hidden> refused");
    assert_eq!(detail.labels["help"], "https://u:<hidden>@h/");
    assert!(detail.inspect.contains("TOKEN=<hidden> check --password <hidden> || exit 1"));
    assert!(detail.inspect.contains("username=u,password=<hidden>"), "{}", detail.inspect);
    assert!(detail.inspect.contains("https://splunk"), "{}", detail.inspect);
    assert!(detail.mounts[0].read_only, "a path is no secret's name");
    assert_eq!(shown_label("api.token", "sesame"), "<hidden>");
    assert_eq!(shown_label("team", "shop"), "shop");
}

#[test]
fn a_password_that_is_a_common_word_does_not_hide_other_things() {
    let inspected = json!({
        "Path": "docker-entrypoint.sh",
        "Args": ["postgres"],
        "Config": {
            "Image": "postgres:17",
            "Env": ["POSTGRES_PASSWORD=postgres", "PIN_TOKEN=17", "OTHER_TOKEN=12"],
            "Labels": { "port": "5412", "pin": "12" },
        },
    });
    let detail = read(inspected, false);
    assert_eq!(detail.command, ["docker-entrypoint.sh", "postgres"]);
    assert_eq!(detail.labels["port"], "5412", "short values are parts of others by chance");
    assert_eq!(detail.labels["pin"], "<hidden>");
    assert!(variables(&detail).iter().all(|(_, value, _)| value.is_none()));
}

#[test]
fn whatever_an_engine_says_is_read() {
    for odd in [
        json!(null),
        json!([]),
        json!("words"),
        json!({ "Id": 1, "Config": [], "State": "running", "HostConfig": { "Memory": -1 } }),
        json!({ "Config": { "Env": "A=b", "Labels": { "a": null } }, "Mounts": [null, {}] }),
        json!({ "NetworkSettings": { "Networks": { "a": null } }, "State": { "Pid": 0 } }),
    ] {
        let detail = read(odd, false);
        assert_eq!(detail.id.as_str(), "asked");
        assert_eq!((detail.pid, detail.memory_limit_bytes), (None, None));
    }
    let many: serde_json::Map<_, _> = (0..500).map(|n| (format!("l{n}"), json!("v"))).collect();
    assert_eq!(read(json!({ "Config": { "Labels": many } }), false).labels.len(), 500);
}

#[test]
fn limits_and_policies_are_read_in_all_their_forms() {
    let host = |host: Value| read(json!({ "HostConfig": host }), false);
    assert_eq!(host(json!({ "NanoCpus": 250_000_000 })).cpu_limit, Some(0.25));
    assert_eq!(host(json!({ "CpuQuota": 50_000, "CpuPeriod": 25_000 })).cpu_limit, Some(2.0));
    assert_eq!(host(json!({ "CpuQuota": 50_000, "CpuPeriod": 0 })).cpu_limit, Some(0.5));
    assert_eq!(host(json!({ "CpuQuota": -1 })).cpu_limit, None);
    let policy = |name: &str, times: u64| {
        let policy = json!({ "Name": name, "MaximumRetryCount": times });
        host(json!({ "RestartPolicy": policy })).restart_policy
    };
    assert_eq!(policy("", 0), "no");
    assert_eq!(policy("always", 0), "always");
    assert_eq!(policy("on-failure", 0), "on-failure");
    assert_eq!(policy("on-failure", 5), "on-failure:5");
}

#[test]
fn a_description_that_is_too_long_is_cut() {
    let detail = read(json!({ "Name": "ü".repeat(2 << 20) }), false);
    assert!(detail.inspect.len() < LONGEST_INSPECT + 100);
    assert!(detail.inspect.ends_with("shown)"));
}
