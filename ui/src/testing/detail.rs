//! One instance in full.

use super::now;
use mini_aws_domain::*;

/// Everything about the instance of that name, with one of each thing.
pub(crate) fn detail(name: &str) -> InstanceDetail {
    InstanceDetail {
        id: InstanceId::new(name),
        read_at: now(),
        command: vec!["nginx".to_owned(), "-g".to_owned(), "daemon off;".to_owned()],
        working_dir: "/app".to_owned(),
        user: "www".to_owned(),
        hostname: name.to_owned(),
        image_id: "sha256:0123456789abcdef".to_owned(),
        restart_policy: "unless-stopped".to_owned(),
        restarts: 2,
        error: String::new(),
        pid: Some(4242),
        privileged: false,
        memory_limit_bytes: Some(512 << 20),
        cpu_limit: Some(1.5),
        health: None,
        environment: vec![
            Variable { name: "PATH".to_owned(), value: Some("/bin".to_owned()), is_secret: false },
            Variable { name: "DB_PASSWORD".to_owned(), value: None, is_secret: true },
        ],
        mounts: vec![Mount {
            kind: "volume".to_owned(),
            volume: Some("data".to_owned()),
            source: "/var/lib/docker/volumes/data/_data".to_owned(),
            destination: "/data".to_owned(),
            read_only: false,
        }],
        networks: vec![NetworkPlace {
            name: "shop".to_owned(),
            id: "n1".to_owned(),
            ipv4: Some("172.18.0.3/16".to_owned()),
            ipv6: None,
            gateway: Some("172.18.0.1".to_owned()),
            mac: None,
            aliases: vec!["web".to_owned()],
        }],
        labels: [("team".to_owned(), "shop".to_owned())].into(),
        inspect: "{\n  \"Id\": \"api\"\n}".to_owned(),
        revealed: false,
    }
}
