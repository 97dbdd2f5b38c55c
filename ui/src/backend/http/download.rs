//! History saved by the browser.
//!
//! A plain link would save an error as if it were the file, and nobody would hear of one half way. So the file is read here, piece by
//! piece, and handed to the browser in parts that it keeps, on disk if they are large: this page holds one part at a time.

use super::{answer, client, client::Client, file, file::RowCount, request};
use crate::t;
use gloo_timers::callback::Timeout;
use js_sys::{Array, Reflect, Uint8Array};
use mini_aws_domain::{AuditExport, ExportRequest, Exported, Problem, Saved};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, HtmlAnchorElement, ReadableStream, ReadableStreamDefaultReader, Url,
};

use crate::platform;

/// How many bytes make a part.
const PART_BYTES: u32 = 4 << 20;
/// How long the browser gets to begin saving, in milliseconds. Until then the file must stay where it is.
const KEEP_MS: u32 = 60_000;

/// Saves what is asked for under the name that the server proposes.
pub(super) async fn save(client: &Client, wanted: &ExportRequest) -> Result<Exported, Problem> {
    let rows = RowCount::new(wanted.format);
    let saved = file(client, &request::export(wanted), rows, wanted.format.extension()).await?;
    // The length of the buckets is not told over HTTP; it is in the file.
    Ok(Exported { path: saved.path, rows: saved.rows, resolution_ms: 0 })
}

/// Saves the audit log.
pub(super) async fn save_audit(client: &Client, wanted: &AuditExport) -> Result<Saved, Problem> {
    let path = request::audit_file(wanted)
        .map_err(|error| answer::browser(answer::Wish::Save, &error.to_string()))?;
    file(client, &path, RowCount::new(wanted.format), wanted.format.extension()).await
}

/// Saves what comes in lines.
pub(super) async fn save_lines(client: &Client, path: &str) -> Result<Saved, Problem> {
    file(client, path, RowCount::lines(), "log").await
}

async fn file(
    client: &Client,
    path: &str,
    mut rows: RowCount,
    extension: &str,
) -> Result<Saved, Problem> {
    let response = client.open(path).await?;
    let proposed = client::header(&response, "content-disposition");
    let name = proposed.as_deref().and_then(file::proposed_name);
    let name = name.unwrap_or_else(|| format!("mini-aws.{extension}"));
    let media_type = client::header(&response, "content-type").unwrap_or_default();

    let mut parts = Parts::default();
    if let Some(stream) = response.body() {
        read_all(&stream, &mut rows, &mut parts).await.map_err(|error| broken(&name, &error))?;
    }
    parts
        .into_file(&media_type)
        .and_then(|file| hand_over(&file, &name))
        .map_err(|error| answer::browser(answer::Wish::Save, &client::reason(&error)))?;
    Ok(Saved { path: name, rows: rows.rows() })
}

async fn read_all(
    stream: &ReadableStream,
    rows: &mut RowCount,
    parts: &mut Parts,
) -> Result<(), JsValue> {
    let reader = ReadableStreamDefaultReader::new(stream)?;
    loop {
        let read = JsFuture::from(reader.read()).await?;
        if Reflect::get(&read, &"done".into())?.is_truthy() {
            return Ok(());
        }
        let piece: Uint8Array = Reflect::get(&read, &"value".into())?.dyn_into()?;
        rows.add(&piece.to_vec());
        parts.add(&piece)?;
    }
}

/// The file as far as it has come.
#[derive(Default)]
struct Parts {
    done: Array,
    pieces: Array,
    bytes: u32,
}

impl Parts {
    fn add(&mut self, piece: &Uint8Array) -> Result<(), JsValue> {
        self.pieces.push(piece);
        self.bytes = self.bytes.saturating_add(piece.length());
        if self.bytes >= PART_BYTES { self.end_part() } else { Ok(()) }
    }

    /// Hands the pieces to the browser.
    fn end_part(&mut self) -> Result<(), JsValue> {
        let pieces = std::mem::take(&mut self.pieces);
        self.bytes = 0;
        self.done.push(&Blob::new_with_u8_array_sequence(&pieces)?.into());
        Ok(())
    }

    fn into_file(mut self, media_type: &str) -> Result<Blob, JsValue> {
        self.end_part()?;
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        Blob::new_with_blob_sequence_and_options(&self.done, &options)
    }
}

/// Has the browser save the file, as if its link had been clicked.
fn hand_over(file: &Blob, name: &str) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.ok_or(JsValue::NULL)?;
    let link: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    let url = Url::create_object_url_with_blob(file)?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Timeout::new(KEEP_MS, move || {
        if Url::revoke_object_url(&url).is_err() {
            platform::log_error("a saved file could not be let go");
        }
    })
    .forget();
    Ok(())
}

fn broken(name: &str, error: &JsValue) -> Problem {
    Problem {
        code: "export_broken".to_owned(),
        message: t!("answer-broken", name = name, error = client::reason(error)),
        next_step: t!("answer-broken.next"),
    }
}
