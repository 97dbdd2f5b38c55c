//! A week of the past on the screen, and what is left of it when the app is killed.

use crate::support::display::Desktop;
use crate::support::scenario;
use crate::support::window::{Launch, SOON, Window};
use serde_json::json;
use std::time::Duration;

/// The demo makes up its week first, which a build without optimisation takes a while for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A week in buckets of 45 minutes, at the width of the chart in this window, and some.
const STEPS: usize = 260;

#[test]
fn a_week_of_history_is_drawn_and_outlives_a_kill() {
    scenario::run("the window on a week of history", Duration::from_secs(240), async || {
        let desktop = Desktop::start()?;
        let data = desktop.new_folder("week");
        let launch = Launch::demo(24).data_dir(&data);
        let window = Window::open(&desktop, "week", &launch).await;
        window.resize(1280, 800).await;
        choose(&window, "7 d").await;
        drawn(&window, "chart-cpu", "7 days").await;
        drawn(&window, "chart-memory", "7 days").await;
        window.screenshot("week").await;

        let told = read_out(&window, "chart-cpu").await;
        for gap in ["the machine slept", "the console was closed"] {
            assert!(told.contains(gap), "a gap that says \"{gap}\":\n{told}");
        }
        assert!(told.contains(" died"), "what ended is marked:\n{told}");
        assert!(told.contains(" … "), "and a bucket tells its lowest and highest:\n{told}");

        zoom(&window, "chart-memory").await;
        drawn(&window, "chart-cpu", " – ").await;
        window.screenshot("week-zoomed").await;
        window.click("time-range-reset").await;
        drawn(&window, "chart-cpu", "7 days").await;

        what_is_gone_is_listed(&window).await;

        // In the middle of whatever it does, and with it all that it had in memory.
        window.kill();
        let again = Window::open(&desktop, "week-again", &launch).await;
        again.resize(1280, 800).await;
        choose(&again, "7 d").await;
        drawn(&again, "chart-cpu", "7 days").await;
        let told = read_out(&again, "chart-cpu").await;
        assert!(told.contains("the machine slept"), "it is all there still:\n{told}");
        let notices = again.page_text().await.unwrap_or_default();
        assert!(!notices.contains("could not be read"), "and no database was set aside: {notices}");
        again.close().await;
        Ok(())
    });
}

/// Removed instances are listed as terminated, and each has its page with the past that it had.
async fn what_is_gone_is_listed(window: &Window) {
    window.click("nav-instances").await;
    let follow = "const found = [...document.querySelectorAll(arguments[0])]
            .find((element) => element.innerText.trim().startsWith(arguments[1]));
        if (found) found.click();
        return Boolean(found);";
    for (among, words) in [
        ("[data-testid=\"instances-switch\"] a", "Terminated"),
        ("[data-testid=\"terminated-row\"] a", "etl-backfill"),
    ] {
        window
            .until(&format!("a click on {words}"), SOON, async || {
                match window.script(follow, &[json!(among), json!(words)]).await {
                    Ok(true) => Ok(()),
                    other => Err(format!("{other:?}")),
                }
            })
            .await;
    }
    window
        .wait_for("instance-page", SOON, |text| {
            text.contains("etl-backfill") && text.contains("terminated")
        })
        .await;
    window
        .until("its charts", SOON, async || {
            let chart = window.chart("chart-memory").await?;
            if chart.painted && chart.points > 50 { Ok(()) } else { Err(format!("{chart:?}")) }
        })
        .await;
    window.screenshot("terminated").await;
    window.click("nav-dashboard").await;
}

/// Chooses a time range by its label.
async fn choose(window: &Window, label: &str) {
    let press =
        "const button = [...document.querySelectorAll('[data-testid=\"time-range\"] button')]
            .find((button) => button.innerText.trim().replace(/\\s+/g, ' ') === arguments[0]);
        if (button && button.getAttribute('aria-pressed') !== 'true') button.click();
        return button ? button.getAttribute('aria-pressed') === 'true' : false;";
    window
        .until(&format!("the range {label}"), PATIENCE, async || {
            match window.script(press, &[json!(label)]).await {
                Ok(true) => Ok(()),
                other => Err(format!("{other:?}")),
            }
        })
        .await;
}

/// Waits until a chart has drawn a range that it describes so.
async fn drawn(window: &Window, id: &str, words: &str) {
    let describe = "const plot = document.querySelector(`[data-testid=\"${arguments[0]}\"] .plot-canvas`);
        const card = plot && plot.closest('section');
        return plot ? `${plot.getAttribute('aria-label')} ${card.getAttribute('aria-busy') || ''}` : '';";
    window
        .until(&format!("{id} of {words}"), PATIENCE, async || {
            let said: String = window.script(describe, &[json!(id)]).await?;
            let chart = window.chart(id).await?;
            if said.contains(words) && !said.contains("true") && chart.painted && chart.points > 300
            {
                Ok(())
            } else {
                Err(format!("{said} {chart:?}"))
            }
        })
        .await;
}

/// Everything that the chart reads out as the keyboard goes through it from the first moment to the last.
async fn read_out(window: &Window, id: &str) -> String {
    let press = "const plot = document.querySelector(`[data-testid=\"${arguments[0]}\"] .plot-canvas`);
        plot.focus();
        plot.dispatchEvent(new KeyboardEvent('keydown', { key: arguments[1], bubbles: true, cancelable: true }));
        return true;";
    let listen = "const card = document.querySelector(`[data-testid=\"${arguments[0]}\"]`);
        return card.querySelector('[aria-live]').innerText;";
    let mut told: Vec<String> = Vec::new();
    let mut key = "Home";
    // More than there are moments; all of a gap is told alike.
    for _ in 0..STEPS {
        let _: Result<bool, String> = window.script(press, &[json!(id), json!(key)]).await;
        key = "ArrowRight";
        let said: String = window.script(listen, &[json!(id)]).await.unwrap_or_default();
        if told.last() != Some(&said) {
            told.push(said);
        }
    }
    told.join("\n")
}

/// Drags over the middle of a chart.
async fn zoom(window: &Window, id: &str) {
    let drag = "const plot = document.querySelector(`[data-testid=\"${arguments[0]}\"] .plot-canvas`);
        const box = plot.getBoundingClientRect();
        const y = box.top + box.height / 2;
        const at = (share) => ({ clientX: box.left + box.width * share, clientY: y, bubbles: true, cancelable: true,
            pointerId: 1, isPrimary: true, button: 0, buttons: 1 });
        const target = document.elementFromPoint(box.left + box.width * 0.4, y) || plot;
        target.dispatchEvent(new PointerEvent('pointerdown', at(0.4)));
        for (const share of [0.45, 0.5, 0.55, 0.6]) target.dispatchEvent(new PointerEvent('pointermove', at(share)));
        target.dispatchEvent(new PointerEvent('pointerup', { ...at(0.6), buttons: 0 }));
        return true;";
    assert_eq!(window.script(drag, &[json!(id)]).await, Ok(true));
    window.wait_for("time-range-reset", SOON, |text| !text.is_empty()).await;
}
