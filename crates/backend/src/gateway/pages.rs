//! The UI's own files: named by whoever has them, with the headers that browsers want.

use super::problem::Refusal;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Read;

/// Where the UI's files come from: each program that has a door has them in itself.
pub trait Assets: Send + Sync + 'static {
    /// The file at `path`, such as `index.html`; `None` if there is none.
    fn get(&self, path: &str) -> Option<Asset>;
}

/// One file of the UI.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its bytes, as they are stored.
    pub content: Cow<'static, [u8]>,
    /// Whether they are packed with gzip.
    pub is_gzipped: bool,
}

/// The file that a path of the address names.
pub(super) fn file(
    assets: &dyn Assets,
    path: &str,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let path = match path.trim_start_matches('/') {
        "" => "index.html",
        path => path,
    };
    let asset = assets.get(path).ok_or_else(|| {
        Refusal::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "There is nothing at this address.",
            "The console is at /, and /api/openapi.json says what else there is.",
        )
    })?;
    let etag = etag(&asset.content);
    let is_known =
        headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).any(
            |known| known.split(',').any(|known| known.trim().trim_start_matches("W/") == etag),
        );
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else if asset.is_gzipped && accepts_gzip(headers) {
        let mut response = Body::from(asset.content.into_owned()).into_response();
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        response
    } else {
        Body::from(unpacked(asset)?).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
    // Files keep their names from version to version, so a browser asks each time whether its own are still good.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::try_from(etag) {
        headers.insert(header::ETAG, etag);
    }
    Ok(response)
}

fn unpacked(asset: Asset) -> Result<Vec<u8>, Refusal> {
    if !asset.is_gzipped {
        return Ok(asset.content.into_owned());
    }
    let mut content = Vec::new();
    GzDecoder::new(&*asset.content).read_to_end(&mut content).map_err(|error| {
        Refusal::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "file_damaged",
            format!("A file of the console cannot be unpacked: {error}."),
            "Install the console again.",
        )
    })?;
    Ok(content)
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter();
    accepted.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(
        |part| {
            let (name, weight) = part.split_once(';').unwrap_or((part, ""));
            name.trim().eq_ignore_ascii_case("gzip") && !matches!(weight.trim(), "q=0" | "q=0.0")
        },
    )
}

/// Names the content, so that a browser that has it need not load it again.
fn etag(content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    let mut tag = String::from("\"");
    for byte in &digest[..12] {
        let _ = write!(tag, "{byte:02x}"); // writing into a string never fails
    }
    tag.push('"');
    tag
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    struct Files;

    impl Assets for Files {
        fn get(&self, path: &str) -> Option<Asset> {
            let plain =
                |content: &'static [u8]| Asset { content: content.into(), is_gzipped: false };
            match path {
                "index.html" => Some(plain(b"<!doctype html>")),
                "app.wasm" => {
                    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
                    packer.write_all(b"\0asm").unwrap();
                    Some(Asset { content: packer.finish().unwrap().into(), is_gzipped: true })
                }
                _ => None,
            }
        }
    }

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    async fn body(response: Response) -> Vec<u8> {
        axum::body::to_bytes(response.into_body(), 1_000).await.unwrap().to_vec()
    }

    #[tokio::test]
    async fn the_root_is_the_page() {
        let response = file(&Files, "/", &HeaderMap::new()).unwrap();
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
        assert_eq!(body(response).await, b"<!doctype html>");
        let refusal = file(&Files, "/../secret", &HeaderMap::new()).unwrap_err();
        assert_eq!(refusal.status(), StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn what_is_packed_goes_out_packed_to_who_can_unpack_it() {
        let packed =
            file(&Files, "/app.wasm", &headers(header::ACCEPT_ENCODING, "br, gzip;q=0.8")).unwrap();
        assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(packed.headers()[header::CONTENT_TYPE], "application/wasm");
        for cannot in ["identity", "gzip;q=0", "gzipped"] {
            let plain =
                file(&Files, "/app.wasm", &headers(header::ACCEPT_ENCODING, cannot)).unwrap();
            assert!(plain.headers().get(header::CONTENT_ENCODING).is_none(), "{cannot}");
            assert_eq!(body(plain).await, b"\0asm");
        }
    }

    #[test]
    fn what_a_browser_has_it_need_not_load_again() {
        let first = file(&Files, "/", &HeaderMap::new()).unwrap();
        let etag = first.headers()[header::ETAG].to_str().unwrap();
        for known in [etag.to_owned(), format!("W/{etag}"), format!("\"other\", {etag}")] {
            let again = file(&Files, "/", &headers(header::IF_NONE_MATCH, &known)).unwrap();
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{known}");
        }
        let changed = file(&Files, "/", &headers(header::IF_NONE_MATCH, "\"other\"")).unwrap();
        assert_eq!(changed.status(), StatusCode::OK);
    }
}
