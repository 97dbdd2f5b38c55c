//! The description of the API, made from the code that serves it.

use super::problem::ProblemBody;
use mini_aws_domain::{ClientMessage, Event, Reply};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, SecurityRequirement};
use utoipa::{Modify, OpenApi};

/// What is the same for all of it.
#[derive(OpenApi)]
#[openapi(
    info(title = "Mini AWS Console", description = "The small cloud on your own machine: instances are containers, volumes are Docker \
        volumes, VPCs are Docker networks. Times are RFC 3339 in UTC, sizes are bytes, CPU is percent of one core as docker stats shows \
        it. Live events come from GET /api/dashboard/stream (server-sent events) and GET /ws (WebSocket)."),
    tags(
        (name = "dashboard", description = "What is there now."),
        (name = "resources", description = "Instances, volumes, VPCs."),
        (name = "history", description = "What was, and what happened."),
        (name = "engine", description = "The container engine."),
        (name = "door", description = "The HTTP door itself."),
    ),
    components(schemas(Event, ClientMessage, ProblemBody, Reply)),
    modifiers(&Security),
)]
pub(super) struct Description;

/// A key, by one of two headers.
struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let by_header = ApiKey::Header(ApiKeyValue::with_description(
            "X-API-Key",
            "The content of the file api-key in the console's data directory.",
        ));
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The same key as a bearer token."));
        let components = document.components.get_or_insert_with(Components::new);
        components.add_security_scheme("api_key", SecurityScheme::ApiKey(by_header));
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer.build()));
        let either = ["api_key", "bearer"].map(|name| SecurityRequirement::new(name, [""; 0]));
        document.security = Some(either.to_vec());
    }
}
