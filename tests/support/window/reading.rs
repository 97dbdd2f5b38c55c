//! What a person can read in the window, and see of it.

use super::{SOON, Window};
use crate::support::figures;
use crate::support::scenario;
use crate::support::screenshot::{self, Area, Picture};
use serde::Deserialize;
use serde_json::json;
use std::cell::Cell;
use std::time::Duration;

/// One row of the table of instances, as it can be read.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    name: String,
    cpu: String,
    memory: String,
}

impl Row {
    /// Percent of one core, if the row has a reading.
    pub fn cpu_percent(&self) -> Result<f64, String> {
        figures::percent(&self.cpu).ok_or_else(|| format!("{} has CPU {:?}", self.name, self.cpu))
    }

    /// Bytes in use, if the row has a reading.
    pub fn memory_bytes(&self) -> Result<f64, String> {
        figures::size(&self.memory)
            .ok_or_else(|| format!("{} has memory {:?}", self.name, self.memory))
    }
}

/// What a chart shows.
#[derive(Debug, Clone, Deserialize)]
pub struct Chart {
    /// What can be read in its card: heading, usage and legend.
    pub text: String,
    /// How many values all lines have together, without gaps.
    pub points: usize,
    /// Whether anything is on the canvas.
    pub painted: bool,
}

impl Window {
    /// Waits until the text of an element meets a condition.
    pub async fn wait_for(
        &self,
        id: &str,
        limit: Duration,
        is_it: impl Fn(&str) -> bool,
    ) -> String {
        self.until(id, limit, async || {
            let text = self.text(id).await?;
            if is_it(&text) { Ok(text) } else { Err(format!("{text:?}")) }
        })
        .await
    }

    /// The text of the first element with this test id.
    pub async fn text(&self, id: &str) -> Result<String, String> {
        let script = "const found = document.querySelector(`[data-testid=\"${arguments[0]}\"]`);
            return found && found.innerText;";
        let text: Option<String> = self.script(script, &[json!(id)]).await?;
        text.ok_or_else(|| format!("there is no {id}"))
    }

    /// The texts of all elements with this test id.
    pub async fn texts(&self, id: &str) -> Result<Vec<String>, String> {
        let script = "return [...document.querySelectorAll(`[data-testid=\"${arguments[0]}\"]`)]
            .map((found) => found.innerText);";
        self.script(script, &[json!(id)]).await
    }

    /// How many elements have this test id.
    pub async fn count(&self, id: &str) -> Result<usize, String> {
        Ok(self.texts(id).await?.len())
    }

    /// Everything that can be read in the window.
    pub async fn page_text(&self) -> Result<String, String> {
        self.script("return document.body ? document.body.innerText : '';", &[]).await
    }

    /// Waits until the window shows each of these texts, in whatever case.
    pub async fn wait_for_texts(&self, limit: Duration, wanted: &[&str]) -> String {
        self.until(&format!("{wanted:?} on the page"), limit, async || {
            let page = self.page_text().await?;
            let lower = page.to_lowercase();
            let lacking: Vec<_> =
                wanted.iter().filter(|text| !lower.contains(&text.to_lowercase())).collect();
            if lacking.is_empty() { Ok(page) } else { Err(format!("{lacking:?} is missing")) }
        })
        .await
    }

    /// The headline number of a card.
    pub async fn card(&self, id: &str) -> Result<usize, String> {
        let script = "const found = document.querySelector(
                `[data-testid=\"${arguments[0]}\"] [data-testid=\"card-value\"]`);
            return found && found.innerText;";
        let text: Option<String> = self.script(script, &[json!(id)]).await?;
        let text = text.ok_or_else(|| format!("{id} shows no number"))?;
        text.trim().parse().map_err(|_| format!("{id} shows {text:?}"))
    }

    /// The row of the instance with this name, on the page of instances.
    pub async fn row(&self, name: &str) -> Result<Row, String> {
        let script = "return [...document.querySelectorAll('[data-testid=\"instance-row\"]')].map((row) => {
                const headings = [...row.closest('table').querySelectorAll('thead th')];
                const cell = (title) => {
                    const place = headings.findIndex((heading) => heading.innerText.startsWith(title));
                    return place < 0 ? 'no such column' : row.cells[place].innerText.trim();
                };
                return { name: cell('Name'), cpu: cell('CPU'), memory: cell('Memory') };
            });";
        let rows: Vec<Row> = self.script(script, &[]).await?;
        let names: Vec<_> = rows.iter().map(|row| row.name.clone()).collect();
        rows.into_iter()
            .find(|row| row.name == name)
            .ok_or_else(|| format!("no row of {name} among {names:?}"))
    }

    /// What a chart shows. Its lines are painted, and so are asked of the chart itself.
    pub async fn chart(&self, id: &str) -> Result<Chart, String> {
        let script = "const frame = document.querySelector(`[data-testid=\"${arguments[0]}\"]`);
            if (!frame) return null;
            const own = '[_echarts_instance_]';
            const place = frame.matches(own) ? frame : frame.querySelector(own);
            const chart = place && window.echarts && window.echarts.getInstanceByDom(place);
            const canvas = frame.querySelector('canvas');
            if (!chart || !canvas) return null;
            const value = (item) => Array.isArray(item) ? item[item.length - 1]
                : item !== null && typeof item === 'object' ? item.value : item;
            const known = (item) => {
                const found = value(item);
                return found !== null && found !== undefined && found !== '-';
            };
            const option = chart.getOption();
            const area = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            return {
                text: frame.innerText,
                points: (option.series || [])
                    .map((series) => [...(series.data || [])].filter(known).length)
                    .reduce((sum, length) => sum + length, 0),
                painted: area.some((part) => part !== 0),
            };";
        let chart: Option<Chart> = self.script(script, &[json!(id)]).await?;
        chart.ok_or_else(|| format!("{id} has no chart"))
    }

    /// How light the page's background is, from 0 (black) to 255 (white).
    pub async fn lightness(&self) -> Result<f64, String> {
        // The canvas turns any notation of a colour into red, green and blue.
        let script = "const pen = document.createElement('canvas').getContext('2d');
            for (const part of [document.documentElement, document.body]) {
                pen.fillStyle = getComputedStyle(part).backgroundColor;
                pen.fillRect(0, 0, 1, 1);
            }
            const [red, green, blue, opacity] = pen.getImageData(0, 0, 1, 1).data;
            return opacity === 0 ? 255 : 0.2126 * red + 0.7152 * green + 0.0722 * blue;";
        self.script(script, &[]).await
    }

    /// Whether the document is still the one that was marked.
    pub async fn is_marked(&self) -> Result<bool, String> {
        self.script("return window.markOfTheTest === true;", &[]).await
    }

    /// Takes a picture into the folder of artefacts, once what was last asked for has reached the screen.
    pub async fn screenshot(&self, name: &str) -> Picture {
        let last = Cell::new(None::<Picture>);
        self.until(&format!("a steady picture, {name}"), SOON, async || {
            let dark_page = self.lightness().await? < 128.0;
            let picture = self.try_screenshot(name).await?;
            let before = last.replace(Some(picture));
            // Frames are drawn all the time, but no longer all over the window.
            let is_steady = before.is_some_and(|before| {
                (before.lightness - picture.lightness).abs() < 1.0
                    && (before.width, before.height) == (picture.width, picture.height)
            });
            if is_steady && (picture.lightness < 128.0) == dark_page {
                Ok(picture)
            } else {
                Err(format!("{picture:?}"))
            }
        })
        .await
    }

    // WebDriver's own pictures need a compositor, so this one is of the screen, which is what a person would see anyway.
    pub(super) async fn try_screenshot(&self, name: &str) -> Result<Picture, String> {
        let place: Area = self
            .script(
                "return { left: Math.max(0, window.screenX), top: Math.max(0, window.screenY),
                    width: window.innerWidth, height: window.innerHeight };",
                &[],
            )
            .await
            // A page that does not answer may still be seen.
            .unwrap_or(Area { left: 0, top: 0, width: usize::MAX, height: usize::MAX });
        screenshot::take(&self.screen, place, &scenario::artefacts().join(format!("{name}.png")))
            .map_err(|error| error.to_string())
    }
}
