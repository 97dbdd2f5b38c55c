//! One engine that answered: what the console asks of it, each question with an end.

mod failing;
mod logging;
mod looking;
mod raw;
mod refreshing;

pub(crate) use logging::LogPart;
pub(crate) use refreshing::Inspected;

use super::endpoint::{self, Candidate, ConnectFailure, Endpoint, Environment};
use super::events::{self, EngineEvent};
use super::inventory::{self, Listed};
use super::transport::{Connector, Pool};
use bollard::models::{ContainerStatsResponse, ContainerSummary, SystemInfo};
use bollard::query_parameters::{
    EventsOptionsBuilder, ListContainersOptionsBuilder, ListNetworksOptions, ListVolumesOptions,
    StatsOptionsBuilder,
};
use bollard::{ClientVersion, Docker};
use failing::{failure, root_cause};
use futures_util::{Stream, StreamExt};
use mini_aws_domain::{
    CgroupVersion, ContainerOs, EndpointAttempt, EngineInfo, EngineKind, InstanceId, Volume, Vpc,
};
use std::collections::HashMap;
use std::time::Duration;
use tracing::warn;

/// How long any single answer may take. An engine that is busy pulling an image can be slow; one that is stuck must not hold us.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);
/// How long measuring all volumes may take: the engine walks through every file.
const MEASURE_TIMEOUT: Duration = Duration::from_secs(120);
const LIST_INSTANCES: &str = "list containers";
/// Some Docker Desktop versions answer slowly to clients that do not introduce themselves in this way.
pub(super) const USER_AGENT: &str =
    concat!("Docker-Client/mini-aws-console-", env!("CARGO_PKG_VERSION"));
/// The newest API whose `system/df` lists volumes under `Volumes`; later ones nest them differently.
const FLAT_DISK_USAGE_API: ClientVersion = ClientVersion { major_version: 1, minor_version: 44 };

/// Why the engine did not give what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// It took longer than it may.
    #[error("the engine did not answer “{question}” within {} s", .limit.as_secs())]
    TimedOut {
        /// What it was asked.
        question: &'static str,
        /// How long it had.
        limit: Duration,
    },
    /// It answered with an error of its own, or not in Docker's language, or the connection broke.
    #[error("the engine could not answer “{question}”: {}", root_cause(.source))]
    Failed {
        /// What it was asked.
        question: &'static str,
        /// What came instead.
        source: bollard::errors::Error,
    },
    /// The connection that carries its events broke.
    #[error("its event stream broke off: {}", root_cause(.source))]
    Cut {
        /// What came instead of an event.
        source: bollard::errors::Error,
    },
    /// The console's own work on its answer broke off.
    #[error("the console could not follow the engine: {0}")]
    Broken(String),
    /// It closed its event stream, as an engine does that shuts down.
    #[error("the engine ended its event stream")]
    Ended,
}

impl EngineError {
    /// Whether the answer was not in Docker's language.
    fn is_nonsense(&self) -> bool {
        use bollard::errors::Error::{JsonDataError, JsonSerdeError};
        matches!(self, Self::Failed { source: JsonDataError { .. } | JsonSerdeError { .. }, .. })
    }

    /// Whether the engine said that there is no such thing (any more).
    pub(crate) fn is_not_found(&self) -> bool {
        matches!(
            self,
            Self::Failed {
                source: bollard::errors::Error::DockerResponseServerError { status_code: 404, .. },
                ..
            }
        )
    }
}

/// A connection to an engine that has answered at least once.
#[derive(Debug, Clone)]
pub struct EngineClient {
    docker: Docker,
    endpoint: Endpoint,
    info: EngineInfo,
}

/// Tries the candidates in their order and returns the first that answers, with those that failed before it.
///
/// # Errors
/// Every candidate's reason, if none answers.
pub async fn connect_first(
    environment: &Environment,
    candidates: Vec<Candidate>,
) -> Result<(EngineClient, Vec<EndpointAttempt>), Vec<EndpointAttempt>> {
    let mut attempts = Vec::new();
    for candidate in candidates {
        match &candidate.target {
            Err(attempt) => attempts.push(attempt.clone()),
            Ok(endpoint) => match EngineClient::connect(endpoint, &candidate.found_by).await {
                Ok(client) => return Ok((client, attempts)),
                Err(failure) => {
                    let environment = environment.clone();
                    let candidate = candidate.clone();
                    // Explaining reads the socket's owner from the file system, which may block.
                    let explained = tokio::task::spawn_blocking(move || {
                        endpoint::explain(&environment, &candidate, &failure)
                    })
                    .await;
                    attempts.extend(explained.ok());
                }
            },
        }
    }
    Err(attempts)
}

impl EngineClient {
    /// Connects to one endpoint and asks what it is.
    async fn connect(endpoint: &Endpoint, found_by: &str) -> Result<Self, ConnectFailure> {
        let preflight = {
            let endpoint = endpoint.clone();
            tokio::task::spawn_blocking(move || endpoint::preflight(&endpoint))
        };
        let limit = endpoint.patience();
        match tokio::time::timeout(limit, preflight).await {
            Err(_) => return Err(ConnectFailure::TimedOut(limit)),
            Ok(Err(join)) => return Err(ConnectFailure::Other(join.to_string())),
            Ok(Ok(found)) => found?,
        }
        let introduce = async {
            let docker = open(endpoint, bollard::API_DEFAULT_VERSION)?.negotiate_version().await?;
            let version = docker.version().await?;
            Ok::<_, bollard::errors::Error>((docker, version))
        };
        let (docker, version) = tokio::time::timeout(limit, introduce)
            .await
            .map_err(|_| ConnectFailure::TimedOut(limit))?
            .map_err(|error| failure(error, limit))?;

        // An engine with much to count takes its time for this, and a proxy before it may forbid it. It works all the same.
        let system = answer("info", docker.info()).await.unwrap_or_else(|error| {
            warn!(%error, "the engine did not describe its machine");
            SystemInfo::default()
        });
        let text = |value: Option<String>| value.unwrap_or_default();
        let podman =
            version.components.iter().flatten().any(|component| component.name == "Podman Engine");
        let client_version = docker.client_version();
        let info = EngineInfo {
            kind: if podman { EngineKind::Podman } else { EngineKind::Docker },
            version: text(version.version),
            api_version: format!(
                "{}.{}",
                client_version.major_version, client_version.minor_version
            ),
            endpoint: endpoint.to_string(),
            found_by: found_by.to_owned(),
            host: text(system.name),
            os: match system.os_type.as_deref().or(version.os.as_deref()) {
                Some("windows") => ContainerOs::Windows,
                _ => ContainerOs::Linux,
            },
            cgroup: match system.cgroup_version.map(|version| version.to_string()).as_deref() {
                Some("1") => CgroupVersion::V1,
                Some("2") => CgroupVersion::V2,
                _ => CgroupVersion::Unknown,
            },
            cpus: system.ncpu.and_then(|count| u64::try_from(count).ok()).unwrap_or(0),
            memory_bytes: system.mem_total.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(0),
        };
        Ok(Self { docker, endpoint: endpoint.clone(), info })
    }

    /// What the engine said about itself.
    #[must_use]
    pub fn info(&self) -> &EngineInfo {
        &self.info
    }

    /// Where it listens.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Whether the engine still answers.
    ///
    /// # Errors
    /// If it does not, within `limit`.
    pub async fn ping(&self, limit: Duration) -> Result<(), EngineError> {
        answer_within(limit, "ping", self.docker.ping()).await.map(drop)
    }

    /// Lists instances of any state. Their sizes are never asked for: that is expensive for the engine.
    ///
    /// # Errors
    /// If the engine fails to list them.
    pub(crate) async fn list_instances(&self) -> Result<Vec<Listed>, EngineError> {
        let options = ListContainersOptionsBuilder::new().all(true).build();
        let listed = answer(LIST_INSTANCES, self.docker.list_containers(Some(options))).await;
        let listed = match listed {
            Err(error) if error.is_nonsense() => self.list_of_known_states().await?,
            listed => listed?,
        };
        Ok(listed.into_iter().filter_map(inventory::instance).collect())
    }

    /// Podman has states for the moments after a process ended that Docker's API does not know, and one instance in such a state
    /// would make the whole list unreadable. It is left out until it is in another state.
    async fn list_of_known_states(&self) -> Result<Vec<ContainerSummary>, EngineError> {
        const KNOWN: [&str; 4] = ["created", "running", "paused", "exited"];
        let states = KNOWN.map(str::to_owned).to_vec();
        let filters = HashMap::from([("status".to_owned(), states)]);
        let options = ListContainersOptionsBuilder::new().all(true).filters(&filters).build();
        answer(LIST_INSTANCES, self.docker.list_containers(Some(options))).await
    }

    /// Lists all volumes, without their sizes.
    ///
    /// # Errors
    /// If the engine fails to list them.
    pub async fn list_volumes(&self) -> Result<Vec<Volume>, EngineError> {
        let listed =
            answer("list volumes", self.docker.list_volumes(None::<ListVolumesOptions>)).await?;
        Ok(listed.volumes.into_iter().flatten().map(inventory::volume).collect())
    }

    /// Lists all user-defined networks.
    ///
    /// # Errors
    /// If the engine fails to list them.
    pub async fn list_vpcs(&self) -> Result<Vec<Vpc>, EngineError> {
        let listed =
            answer("list networks", self.docker.list_networks(None::<ListNetworksOptions>)).await?;
        Ok(listed
            .into_iter()
            .filter_map(|network| inventory::vpc(network, self.info.kind))
            .collect())
    }

    /// Measures all volumes: bytes by name. The engine walks through every file, so this can take minutes; dropping the future
    /// cancels it.
    ///
    /// # Errors
    /// If the engine fails to, or needs longer than two minutes.
    pub async fn measure_volumes(&self) -> Result<HashMap<String, u64>, EngineError> {
        const QUESTION: &str = "measure volumes";
        // bollard reads just the newest shape of `system/df`, and cannot ask for one type of object. The older shape, which every
        // engine still speaks when it is asked in an older version of the API, is that of a volume list. So this asks for a volume
        // list at another address.
        let version = self.docker.client_version();
        let version = if version < FLAT_DISK_USAGE_API { version } else { FLAT_DISK_USAGE_API };
        let path =
            format!("/v{}.{}/system/df?type=volume", version.major_version, version.minor_version);
        let docker = open(&self.endpoint, bollard::API_DEFAULT_VERSION)
            .map_err(|source| EngineError::Failed { question: QUESTION, source })?
            .with_request_modifier(move |mut request| {
                let address = request.uri().to_string();
                let place =
                    address.strip_suffix(request.uri().path_and_query().map_or("", |p| p.as_str()));
                if let Ok(uri) = format!("{}{path}", place.unwrap_or_default()).parse() {
                    *request.uri_mut() = uri;
                }
                introduce(request)
            });
        let measured = answer_within(
            MEASURE_TIMEOUT,
            QUESTION,
            docker.list_volumes(None::<ListVolumesOptions>),
        )
        .await?;
        Ok(measured.volumes.into_iter().flatten().filter_map(inventory::volume_size).collect())
    }

    /// What happens to containers, volumes and networks from now on, after a replay of what happened since `since_nanos`
    /// (nanoseconds since the epoch, by the engine's clock). The stream ends with the connection.
    pub fn events(
        &self,
        since_nanos: i64,
    ) -> impl Stream<Item = Result<EngineEvent, EngineError>> + Send + use<> {
        let options = EventsOptionsBuilder::new()
            .since(&seconds(since_nanos))
            .filters(&events::filters(self.info.kind))
            .build();
        self.docker.events(Some(options)).filter_map(|message| async {
            match message {
                Ok(message) => events::read(message).map(Ok),
                Err(source) => Some(Err(EngineError::Cut { source })),
            }
        })
    }

    /// One stats body a second for as long as the instance runs. A stopped instance's stream stays silent, so who reads it
    /// must bound each wait.
    pub fn stats(
        &self,
        id: &InstanceId,
    ) -> impl Stream<Item = Result<ContainerStatsResponse, EngineError>> + Send + use<> {
        let options = StatsOptionsBuilder::new().stream(true).build();
        self.docker
            .stats(id.as_str(), Some(options))
            .map(|body| body.map_err(|source| EngineError::Failed { question: "stats", source }))
    }
}

/// A moment as the engine reads it: seconds and, after a dot, nanoseconds.
fn seconds(nanos: i64) -> String {
    const SECOND: i64 = 1_000_000_000;
    format!("{}.{:09}", nanos.div_euclid(SECOND), nanos.rem_euclid(SECOND))
}

/// A client for `endpoint`, which has not been spoken to yet.
fn open(endpoint: &Endpoint, version: &ClientVersion) -> Result<Docker, bollard::errors::Error> {
    // bollard counts whole seconds, and only until the response's headers.
    let limit = MEASURE_TIMEOUT.as_secs();
    let docker = match endpoint {
        #[cfg(unix)]
        Endpoint::Unix(path) => Docker::connect_with_unix(&path.to_string_lossy(), limit, version),
        #[cfg(windows)]
        Endpoint::NamedPipe(name) => Docker::connect_with_named_pipe(name, limit, version),
        Endpoint::Tls { .. } | Endpoint::Ssh(_) => over(Connector::new(endpoint.clone()), version),
        other => Docker::connect_with_http(&other.to_string(), limit, version),
    }?;
    Ok(docker.with_request_modifier(introduce))
}

/// A client over connections that bollard does not know.
pub(super) fn over(
    connector: Connector,
    version: &ClientVersion,
) -> Result<Docker, bollard::errors::Error> {
    let pool = Pool::new(connector);
    let ask = move |request: bollard::BollardRequest| {
        let answer = pool.clone().ask(request);
        async move { answer.await.map_err(bollard::errors::Error::from) }
    };
    // Where it is the connector knows; bollard wants an address to write requests for.
    let limit = MEASURE_TIMEOUT.as_secs();
    Docker::connect_with_custom_transport(ask, Some("http://engine"), limit, version)
}

/// Adds the header by which Docker Desktop knows a client.
fn introduce(mut request: bollard::BollardRequest) -> bollard::BollardRequest {
    if let Ok(value) = USER_AGENT.parse() {
        request.headers_mut().insert("user-agent", value);
    }
    request
}

/// Waits for an answer, but not for ever.
async fn answer<T>(
    question: &'static str,
    asked: impl Future<Output = Result<T, bollard::errors::Error>>,
) -> Result<T, EngineError> {
    answer_within(ANSWER_TIMEOUT, question, asked).await
}

async fn answer_within<T>(
    limit: Duration,
    question: &'static str,
    asked: impl Future<Output = Result<T, bollard::errors::Error>>,
) -> Result<T, EngineError> {
    match tokio::time::timeout(limit, asked).await {
        Err(_) => Err(EngineError::TimedOut { question, limit }),
        Ok(Err(source)) => Err(EngineError::Failed { question, source }),
        Ok(Ok(answer)) => Ok(answer),
    }
}
