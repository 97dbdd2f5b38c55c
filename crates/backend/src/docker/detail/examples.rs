//! What people write secrets into, and what looks like it and has none.

use super::*;
use proptest::prelude::*;
use serde_json::json;

/// A secret in each of these, which is the word that begins with `s3same`.
const SCRIPTS: [&str; 56] = [
    "mysql -ps3same shop",
    "mysql -uroot -ps3same -h db -P 3306",
    "exec /usr/bin/mysqldump --all-databases -ps3same | gzip",
    "mariadb -ps3same -e 'select 1'",
    "mariadb-dump -u root -p's3same with spaces' shop",
    "mysqladmin ping -h localhost -ps3same || exit 1",
    "redis-cli -a s3same ping",
    "redis-cli -h cache -a \"s3same\" --no-auth-warning info",
    "redis-cli auth s3same",
    "redis-cli config set requirepass s3same",
    "redis-server --requirepass s3same",
    "redis-server /etc/redis.conf --masterauth s3same --appendonly yes",
    "echo requirepass s3same >> /etc/redis.conf",
    "psql postgres://shop:s3same@db/shop",
    "psql \"host=db user=shop password=s3same\"",
    "PGPASSWORD=s3same psql -h db -U shop",
    "sh -c 'PGPASSWORD=s3same pg_dump shop > /backup/shop.sql'",
    "bash -c \"sleep 1; mysql -ps3same\"",
    "sh -c 'sh -c \"mysql -ps3same\"'",
    "curl -u shop:s3same https://example.com",
    "curl -fsSu shop:s3same https://example.com",
    "curl -ushop:s3same https://example.com",
    "curl --user shop:s3same --fail https://example.com",
    "curl -H 'Authorization: Bearer s3same' http://localhost/health",
    "curl -H \"authorization:Bearer s3same\" http://localhost/health",
    "curl -H 'X-Api-Key:s3same' http://localhost/health",
    "curl -H 'Authorization: ApiKey s3same' http://localhost",
    "curl --oauth2-bearer s3same https://example.com",
    "wget --header='Authorization: Basic s3same' http://localhost",
    "sshpass -p s3same ssh -p 22 shop@host",
    "sshpass -ps3same scp -P 22 a shop@host:",
    "mongosh -u root -p s3same --eval 'db.stats()'",
    "mongodump --host db -ps3same",
    "docker login -u shop -p s3same registry.example.com",
    "ldapsearch -D cn=admin -w s3same -b dc=example",
    "smbclient //nas/share -U shop%s3same",
    "sqlcmd -S db -U sa -P s3same -Q 'select 1'",
    "7z x -ps3same backup.7z",
    "app --password s3same",
    "app --password=s3same -v",
    "app --token s3same",
    "app --api-token=s3same",
    "shop:s3same@tcp(db:3306)/shop?parseTime=true",
    "app -dsn shop:s3same@tcp(db:3306)/shop",
    "DB=shop:s3same@unix(/run/mysqld.sock)/shop app",
    "AWS_SECRET_ACCESS_KEY=s3same aws s3 ls",
    "aws configure set aws_secret_access_key s3same",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzM3NhbWUifQ.s3same",
    "token eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.s3same-_x now",
    "-----BEGIN PRIVATE KEY-----\ns3same\n-----END PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY-----\\ns3same\\n-----END RSA PRIVATE KEY-----\\n",
    "-----BEGIN OPENSSH PRIVATE KEY-----\ns3same, and cut off",
    "git clone https://ghp_0123456789s3same@example.com/shop.git",
    "git clone https://x-access-token:s3same@example.com/shop.git",
    "glpat-0123456789s3same",
    r#"["mysql", "-ps3same", "shop"]"#,
];

/// Nothing to hide.
const HARMLESS: [&str; 33] = [
    "docker run -p 8080:80 nginx",
    "docker run --name mongo -p 27017:27017 mongo:7",
    "podman run -p 127.0.0.1:8080:80/tcp web",
    "mkdir -p /var/lib/app",
    "mkdir -p /var/lib/mysql && chown mysql /var/lib/mysql",
    "mysql -h db -P 3306 -u root -p",
    "mysqladmin ping -h localhost | grep -p alive",
    "ssh -p 22 ada@host",
    "sshpass -e ssh -p 22 ada@host",
    "redis-cli -h cache -p 6379 ping",
    "redis-cli ping | tee -a /var/log/ping.log",
    "redis-server --port 6379 --appendonly yes",
    "psql -h db -p 5432 -U shop",
    "pg_isready -p 5432",
    "curl -fsS http://localhost:8080/health",
    "curl -u shop https://example.com",
    "curl -o /tmp/u:x https://example.com",
    "tar -cvpf /backup/a.tar /data",
    "nc -z -w 3 localhost 5432",
    "unzip -p a.zip",
    "mysql -p$MYSQL_ROOT_PASSWORD",
    "mysql -p\"${MYSQL_ROOT_PASSWORD}\" -e 'select 1'",
    "redis-cli -a $REDIS ping",
    "the bearer of this letter, and of others",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    "hf_transformers_cache_directory",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "/usr/share/App3/Versions2/Libs1/thing.jar",
    "ada@example.com (mail)",
    "tcp(db:3306)",
    "eyJ is how they begin",
    "auth:service_started:false",
];

fn text_of(detail: &InstanceDetail) -> String {
    serde_json::to_string(detail).unwrap()
}

fn hidden(inspected: Value) -> InstanceDetail {
    detail(inspected, &InstanceId::new("asked"), DateTime::UNIX_EPOCH, false)
}

/// An instance that has this text in each of the places where people write.
fn everywhere(script: &str) -> Value {
    json!({
        "Path": "sh",
        "Args": ["-c", script],
        "State": { "Error": script, "Health": { "Status": "healthy", "Log": [{ "Output": script }] } },
        "Config": {
            "Cmd": ["-c", script],
            "Entrypoint": ["sh"],
            "Env": [format!("STARTED={script}")],
            "Labels": { "started.by": script },
            "Healthcheck": { "Test": ["CMD-SHELL", script] },
        },
    })
}

#[test]
fn what_people_write_secrets_into_is_known() {
    for script in SCRIPTS {
        let detail = hidden(everywhere(script));
        let told = text_of(&detail);
        assert!(!told.contains("s3same"), "{script}\n{told}");
        let label = shown_label("started.by", script);
        assert!(label.contains("<hidden>") && !label.contains("s3same"), "{script}: {label}");
        assert_eq!(detail.environment[0].value, None, "{script}");
    }
    // The one of AWS's own documents.
    let aws = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    assert_eq!(shown_label("note", &format!("it is {aws}, keep it")), "it is <hidden>, keep it");
}

#[test]
fn what_only_looks_like_a_secret_is_shown() {
    for script in HARMLESS {
        let told = hidden(everywhere(script));
        assert_eq!(told.command.last().unwrap(), script);
        assert_eq!(shown_label("started.by", script), script);
        assert_eq!(told.environment[0].value.as_deref(), Some(script));
    }
}

#[test]
fn of_arguments_the_program_is_named_beside_them() {
    let told = |path: &str, arguments: &[&str]| {
        hidden(json!({ "Path": path, "Args": arguments })).command[1..].join(" ")
    };
    assert_eq!(told("/usr/bin/mysql", &["-uroot", "-p$ecret", "shop"]), "-uroot -p<hidden> shop");
    assert_eq!(told("redis-cli", &["-a", "abc", "ping"]), "-a <hidden> ping");
    assert_eq!(told("timeout", &["5", "mongosh", "-p", "a b"]), "5 mongosh -p <hidden>");
    assert_eq!(told("curl", &["-u", "shop:a:b", "x"]), "-u shop:<hidden> x");
    assert_eq!(told("sshpass", &["-p", "abc", "ssh", "-p", "22"]), "-p <hidden> ssh -p 22");
    assert_eq!(told("mkdir", &["-p", "/data"]), "-p /data");
    assert_eq!(told("mysql", &["-p", "shop"]), "-p shop", "mysql asks for it then");
    let config = json!({ "Config": { "Entrypoint": ["mysql"], "Cmd": ["-pabc", "shop"] } });
    assert_eq!(hidden(config).command, ["mysql", "-p<hidden>", "shop"]);
    let check =
        json!({ "Config": { "Healthcheck": { "Test": ["CMD", "mysqladmin", "-pabc", "ping"] } } });
    assert!(!hidden(check).inspect.contains("-pabc"));
}

#[test]
fn what_is_a_secret_in_one_place_is_one_in_all() {
    let secret = "pa\"s s/w0rd";
    let inspected = json!({
        "Name": format!("/web-{secret}"),
        "Config": {
            "Env": [
                format!("DB_PASSWORD={secret}"),
                format!("GREETING=hello {secret}"),
                "PLACE=/srv",
            ],
            "Labels": {
                "json": json!({ "note": secret }).to_string(),
                "address": "https://example.com/?q=pa%22s%20s%2Fw0rd",
                format!("x.{secret}"): "in a name",
            },
        },
        "HostConfig": { "Binds": [format!("/srv/{secret}:/data")] },
    });
    let shown = hidden(inspected.clone());
    let told = text_of(&shown);
    assert!(!told.contains("w0rd"), "{told}");
    let values: Vec<_> = shown.environment.iter().map(|it| it.value.as_deref()).collect();
    assert_eq!(values, [None, None, Some("/srv")]);
    assert!(shown.environment[1].is_secret);
    let revealed = detail(inspected, &InstanceId::new("asked"), DateTime::UNIX_EPOCH, true);
    assert!(revealed.environment[1].is_secret && revealed.environment[1].value.is_some());
}

#[test]
fn very_long_texts_are_looked_through_soon() {
    for part in
        ["@(", "-----BEGIN ", "'", "\"a ", "mysql -p", "eyJ.", "://", "password:'", "\\", "("]
    {
        let text = part.repeat(200_000 / part.len());
        let began = std::time::Instant::now();
        shown_label("note", &text);
        assert!(began.elapsed().as_secs() < 10, "{part:?}: {:?}", began.elapsed());
    }
}

proptest! {
    #[test]
    fn a_secret_that_is_known_is_nowhere(
        secret in "[A-Za-z0-9][A-Za-z0-9_!%*+,.:;=?^~@/-]{6,30}[a-z][0-9]",
        name in "(DB_PASSWORD|API_TOKEN|SECRET_KEY|AUTH)",
        before in "[a-z =:/-]{0,12}", after in "[ a-z:/@]{0,8}",
        place in 0_usize..12,
    ) {
        let text = format!("{before}{secret}{after}");
        let put = |at: usize| if at == place { text.clone() } else { "nothing".to_owned() };
        let inspected = json!({
            "Name": put(0),
            "Path": "app",
            "Args": ["-x", put(1)],
            "State": { "Error": put(2), "Health": { "Status": "unhealthy", "Log": [{ "Output": put(3) }] } },
            "HostConfig": { "Binds": [put(4)], "LogConfig": { "Config": { "tag": put(5) } } },
            "Mounts": [{ "Type": "bind", "Source": put(6), "Destination": "/data" }],
            "NetworkSettings": { "Networks": { "shop": { "Aliases": [put(7)] } } },
            "Config": {
                "Env": [format!("{name}={secret}"), format!("OTHER={}", put(8))],
                "Labels": { "a": put(9), put(10): "b" },
                "Hostname": put(11),
            },
        });
        let told = text_of(&hidden(inspected));
        prop_assert!(!told.contains(&secret), "{told}");
    }

    #[test]
    fn whatever_is_written_can_be_looked_through(
        text in "([a-zA-Z0-9 '\"\\\\;|&()$=:/@.\u{a0}\u{e4}\u{1f600}\n,<>{}\\[\\]-]|mysql|curl|-u|-p|redis-cli|auth|://|@tcp\\(|eyJ|-----BEGIN |-----END |PRIVATE KEY|Bearer|password){0,40}",
    ) {
        let once = shown_label("note", &text);
        prop_assert!(once.len() <= text.len() + 8 * text.len().max(1));
        hidden(everywhere(&text));
    }
}
