//! The sockets in the data directory: what the HTTP door answers, for programs of the same user, and who is kept out.

use crate::support::{House, PATIENCE};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, StreamExt as _};
use mini_aws_backend::DataDir;
use mini_aws_backend::local::{
    AboutConsole, LocalClient, LocalError, LocalServer, Socket, WindowControl,
};
use mini_aws_domain::{
    DoorLink, DoorStatus, Instance, Page, Place, Problem, ResourceSummary, Snapshot,
};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

fn dir(path: &Path) -> DataDir {
    DataDir::open(Some(path), None).unwrap()
}

async fn client(dir: &DataDir, socket: Socket) -> LocalClient {
    LocalClient::connect(dir, socket).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_program_of_the_same_user_reads_what_the_door_serves_without_a_key() {
    let house = House::with(3).await;
    let local = LocalServer::console(&house.console, &house.door, true).unwrap().unwrap();
    let client = client(&dir(house.data.path()), Socket::Console).await;

    let about: AboutConsole = client.get("/local/console").await.unwrap();
    assert_eq!((about.pid, about.window), (std::process::id(), true));
    let whole = |snapshot: &Snapshot| {
        let known = snapshot.instances.iter().filter(|instance| instance.started_at.is_some());
        known.count() == 3
    };
    house.until("three instances with all that is known of them", whole).await;
    let summary: ResourceSummary = client.get("/api/dashboard/summary").await.unwrap();
    assert_eq!(summary.total_instances, 3);
    let instances: Vec<Instance> = client.get("/api/instances").await.unwrap();
    assert_eq!(instances, house.console.instances());
    let snapshot: Snapshot = client.get("/api/snapshot").await.unwrap();
    assert_eq!(snapshot.instances.len(), 3);
    let status: DoorStatus = client.get("/api/door").await.unwrap();
    assert_eq!(status, house.door.status());
    let link: DoorLink = client.post("/local/link", &(), PATIENCE).await.unwrap();
    assert!(link.url.starts_with(&format!("{}/open/", house.url)), "{}", link.url);

    let mut events = client.stream("/api/dashboard/stream", PATIENCE).await.unwrap();
    let mut told = String::new();
    while !told.contains("event: metrics") {
        told += std::str::from_utf8(&events.next().await.unwrap().unwrap()).unwrap();
    }
    local.close().await;
    // The stream ends with the server, cleanly or cut, and then nobody listens.
    while let Some(Ok(_)) = events.next().await {}
    let gone = LocalClient::connect(&dir(house.data.path()), Socket::Console).await.unwrap();
    assert!(gone.is_none());
    house.end().await;
}

#[tokio::test]
async fn what_is_asked_wrongly_is_refused_in_words() {
    let house = House::with(1).await;
    let local = LocalServer::console(&house.console, &house.door, false).unwrap().unwrap();
    let client = client(&dir(house.data.path()), Socket::Console).await;
    let refused = client.get::<ResourceSummary>("/api/dashboard/summary?what=1").await;
    let Err(LocalError::Refused(problem)) = refused else { panic!("{refused:?}") };
    assert_eq!(problem.code, "bad_request");
    house.door.close().await;
    let refused = client.post::<_, DoorLink>("/local/link", &(), PATIENCE).await;
    let Err(LocalError::Refused(problem)) = refused else { panic!("{refused:?}") };
    assert_eq!(problem.code, "door_closed");
    local.close().await;
    house.end().await;
}

/// A window that is where it is told, knows one instance, and hangs when asked for settings.
struct Pretended;

impl WindowControl for Pretended {
    fn show(&self, place: Place) -> BoxFuture<'_, Result<Place, Problem>> {
        async move {
            if place.page == Some(Page::Settings) {
                return std::future::pending().await;
            }
            match place.instance.as_deref() {
                None | Some("web") => Ok(place),
                Some(_) => Err(Problem {
                    code: "no_such_instance".to_owned(),
                    message: "There is none.".to_owned(),
                    next_step: "Look.".to_owned(),
                }),
            }
        }
        .boxed()
    }
}

#[tokio::test]
async fn the_window_is_asked_and_a_silent_one_is_not_waited_for_longer_than_agreed() {
    let data = tempfile::tempdir().unwrap();
    let dir = dir(data.path());
    assert!(LocalClient::connect(&dir, Socket::Window).await.unwrap().is_none());
    let local = LocalServer::window(&dir, Arc::new(Pretended)).unwrap();
    let show = async |place: Place, limit| {
        client(&dir, Socket::Window).await.post::<_, Place>("/local/show", &place, limit).await
    };
    let web = Place::new(None, Some("web")).unwrap();
    assert_eq!(show(web.clone(), PATIENCE).await.unwrap(), web);
    let refused = show(Place::new(None, Some("api")).unwrap(), PATIENCE).await;
    assert!(
        matches!(refused, Err(LocalError::Refused(problem)) if problem.code == "no_such_instance")
    );
    let settings = Place { page: Some(Page::Settings), instance: None };
    let silent = show(settings, Duration::from_millis(100)).await;
    assert!(matches!(silent, Err(LocalError::NoAnswer)), "{silent:?}");
    local.close().await;
}

#[tokio::test]
async fn the_socket_is_its_owners_alone_also_in_a_folder_that_is_not_and_however_deep_that_is() {
    let data = tempfile::tempdir().unwrap();
    let deep = data.path().join("a-name-of-some-length/".repeat(8));
    std::fs::create_dir_all(&deep).unwrap();
    std::fs::set_permissions(&deep, std::fs::Permissions::from_mode(0o755)).unwrap();
    let dir = dir(&deep);
    let file = deep.join(Socket::Window.file_name());
    // What a console left that was killed.
    std::fs::write(&file, "").unwrap();
    assert!(LocalClient::connect(&dir, Socket::Window).await.unwrap().is_none());
    let local = LocalServer::window(&dir, Arc::new(Pretended)).unwrap();
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let left: Vec<_> = deep.read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [Socket::Window.file_name()]);
    client(&dir, Socket::Window).await;
    local.close().await;
    assert!(!file.exists());
}
