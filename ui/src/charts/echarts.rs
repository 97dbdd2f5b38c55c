//! The binding to ECharts, which the page loads as a script: the only file here that touches JavaScript.
//!
//! charming's own renderer for wasm cannot dispose a chart or update a part of it, so this calls the four methods that it takes.

use super::area::{self, Area};
use super::options;
use super::time_axis::time_labels;
use super::tip::{self, Tip};
use super::update::{Update, remembered};
use super::{ChartModel, ChartTheme};
use crate::t;
use crate::{format, words::Language};
use js_sys::{Array, Function, JSON, Object, Reflect};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, ResizeObserver};

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum PlotError {
    /// The page did not load ECharts.
    #[error(
        "This page came without its chart library, so charts cannot be drawn. Figures and lists work as ever."
    )]
    Missing,
    /// ECharts did not do as told.
    #[error("The chart could not be drawn: {0}")]
    Failed(String),
}

impl PlotError {
    /// It in the window's language.
    pub fn words(&self) -> String {
        match self {
            Self::Missing => t!("chart-library-missing"),
            Self::Failed(reason) => t!("chart-failed", reason = reason),
        }
    }
}

impl From<JsValue> for PlotError {
    fn from(error: JsValue) -> Self {
        let message = error
            .dyn_ref::<js_sys::Error>()
            .map(|error| String::from(error.message()))
            .or_else(|| error.as_string());
        Self::Failed(message.unwrap_or_else(|| "for no reason that was given".to_owned()))
    }
}

/// A chart in the page. It follows the size of its element, and is disposed when dropped.
#[derive(Debug)]
pub(super) struct Plot {
    chart: JsValue,
    element: HtmlElement,
    observer: ResizeObserver,
    shown: Rc<RefCell<Option<Rc<ChartModel>>>>,
    sent: RefCell<Option<Value>>,
    // JavaScript calls these for as long as the chart lives.
    _resized: Closure<dyn Fn()>,
    tip: Closure<dyn Fn(JsValue) -> JsValue>,
    tip_place: Closure<TipPlace>,
    label: Closure<dyn Fn(JsValue) -> JsValue>,
    /// How a label of the value axis is written: the option's own template, which knows no decimal point but the English one.
    template: Rc<RefCell<String>>,
    value_label: Closure<dyn Fn(JsValue) -> JsValue>,
}

/// Where an option has the template of the value axis' labels.
const VALUE_LABEL: [&str; 3] = ["yAxis", "axisLabel", "formatter"];

/// From the pointer's place, three things that do not matter, and the sizes of tooltip and plot.
type TipPlace = dyn Fn(JsValue, JsValue, JsValue, JsValue, JsValue) -> JsValue;

impl Plot {
    /// Makes an empty chart in `element`.
    pub fn new(element: &HtmlElement) -> Result<Self, PlotError> {
        let library = Reflect::get(&js_sys::global(), &"echarts".into())?;
        if library.is_undefined() || library.is_null() {
            return Err(PlotError::Missing);
        }
        let settings = parsed(&json!({"renderer": "canvas"}))?;
        let chart = call(&library, "init", &[element.into(), JsValue::NULL, settings])?;

        let resizing = chart.clone();
        let resized = Closure::<dyn Fn()>::new(move || {
            // A chart that was disposed meanwhile has nothing to resize.
            let _ = call(&resizing, "resize", &[]);
        });
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref())?;
        observer.observe(element);

        let shown: Rc<RefCell<Option<Rc<ChartModel>>>> = Rc::default();
        let model = Rc::clone(&shown);
        let tip = Closure::<dyn Fn(JsValue) -> JsValue>::new(move |hovered: JsValue| {
            let tip = pointed_at(&hovered)
                .and_then(|at| Tip::new(model.borrow().as_deref()?, at))
                .and_then(|tip| tip_element(&tip).ok());
            tip.map_or(JsValue::NULL, JsValue::from)
        });
        let tip_place = Closure::<TipPlace>::new(
            |pointer: JsValue, _: JsValue, _: JsValue, _: JsValue, sizes: JsValue| {
                let width = |of: &str| first(&Reflect::get(&sizes, &of.into()).ok()?);
                let place = || {
                    Some(tip::place(first(&pointer)?, width("contentSize")?, width("viewSize")?))
                };
                place().map_or(JsValue::NULL, |place| {
                    place.into_iter().map(JsValue::from_f64).collect::<Array>().into()
                })
            },
        );
        let model = Rc::clone(&shown);
        let label = Closure::<dyn Fn(JsValue) -> JsValue>::new(move |at: JsValue| {
            let text = model.borrow().as_deref().and_then(|model| {
                let labels = time_labels(model.start, model.end, model.utc_offset_ms);
                let at = at.as_f64()? as i64;
                labels.into_iter().find(|label| label.at == at).map(|label| label.text)
            });
            text.map_or(JsValue::from_str(""), JsValue::from)
        });
        let template: Rc<RefCell<String>> = Rc::default();
        let written = Rc::clone(&template);
        let value_label = Closure::<dyn Fn(JsValue) -> JsValue>::new(move |value: JsValue| {
            let number = value.as_f64().map(format::number).unwrap_or_default();
            JsValue::from(written.borrow().replace("{value}", &number))
        });
        let element = element.clone();
        Ok(Self {
            chart,
            element,
            observer,
            shown,
            sent: RefCell::default(),
            _resized: resized,
            tip,
            tip_place,
            label,
            template,
            value_label,
        })
    }

    /// Draws `model`. What is as it was is not sent again.
    pub fn draw(&self, model: Rc<ChartModel>, theme: &ChartTheme) -> Result<(), PlotError> {
        let option = options::build(&model, theme);
        // Forgotten until it was drawn: after a failure nobody knows what ECharts has.
        let before = self.sent.take();
        *self.shown.borrow_mut() = Some(model);
        let update = Update::new(before.as_ref(), &option);
        let (option_sent, how) = match &update {
            Update::Nothing => {
                self.sent.replace(before);
                return Ok(());
            }
            Update::Parts(parts) => (parsed(parts)?, json!({"lazyUpdate": true})),
            Update::Lines(parts) => {
                (parsed(parts)?, json!({"replaceMerge": ["series"], "lazyUpdate": true}))
            }
            Update::Whole(option) => {
                let option = parsed(option)?;
                set(&option, &["tooltip", "formatter"], self.tip.as_ref())?;
                set(&option, &["tooltip", "position"], self.tip_place.as_ref())?;
                set(&option, &["xAxis", "axisLabel", "formatter"], self.label.as_ref())?;
                (option, json!({"notMerge": true}))
            }
        };
        self.localise(&option, &option_sent)?;
        call(&self.chart, "setOption", &[option_sent, parsed(&how)?])?;
        self.sent.replace(Some(remembered(option)));
        Ok(())
    }

    /// Has the value axis written with the language's decimal point, if what is sent is about its labels.
    fn localise(&self, option: &Value, sent: &JsValue) -> Result<(), PlotError> {
        let [axis, label, formatter] = VALUE_LABEL;
        let Some(template) = option[axis][label][formatter].as_str() else { return Ok(()) };
        template.clone_into(&mut self.template.borrow_mut());
        // Not asked for below something that is not there: then nothing about the axis is new.
        let has_axis = Reflect::has(sent, &axis.into())?;
        if has_axis && Language::current().decimal_point() != '.' {
            set(sent, &VALUE_LABEL, self.value_label.as_ref())?;
        }
        Ok(())
    }

    /// The time axis as it is drawn, if there is one.
    pub fn area(&self) -> Option<Area> {
        let shown = self.shown.borrow();
        let model = shown.as_deref()?;
        let width = f64::from(self.element.client_width());
        Some(Area { width, start: model.start, end: model.end })
    }

    /// Puts the crosshair and the tooltip at a moment; takes them away where it is not on the axis.
    pub fn point_at(&self, at: i64) {
        let Some(area) = self.area().filter(|area| (area.start..=area.end).contains(&at)) else {
            self.unpoint();
            return;
        };
        self.act(&json!({"type": "showTip", "x": area.x(at), "y": area::TOP + 1}));
    }

    /// Takes crosshair and tooltip away.
    pub fn unpoint(&self) {
        self.act(&json!({"type": "hideTip"}));
        self.act(&json!({"type": "updateAxisPointer", "currTrigger": "leave"}));
    }

    fn act(&self, action: &Value) {
        // Where a crosshair cannot be drawn there is none, and nothing else is lost.
        let _ = parsed(action).and_then(|action| call(&self.chart, "dispatchAction", &[action]));
    }
}

impl Drop for Plot {
    fn drop(&mut self) {
        self.observer.disconnect();
        // There is nobody left to tell.
        let _ = call(&self.chart, "dispose", &[]);
    }
}

/// The theme that the style sheet has now.
pub(super) fn theme() -> ChartTheme {
    let style = web_sys::window().and_then(|window| {
        let root = window.document()?.document_element()?;
        window.get_computed_style(&root).ok()?
    });
    ChartTheme::from_tokens(|name| {
        style.as_ref().and_then(|style| style.get_property_value(name).ok()).unwrap_or_default()
    })
}

/// The first number of a list.
fn first(list: &JsValue) -> Option<f64> {
    Reflect::get_u32(list, 0).ok()?.as_f64()
}

/// The time under the pointer, of what ECharts tells a tooltip.
fn pointed_at(hovered: &JsValue) -> Option<i64> {
    let first = Reflect::get_u32(hovered, 0).ok()?;
    let at = Reflect::get(&first, &"axisValue".into()).ok()?.as_f64()?;
    Some(at as i64)
}

/// The tooltip as elements with classes: as text it would need style attributes, which the content security policy forbids.
fn tip_element(tip: &Tip) -> Result<Element, JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let element = |name: &str, class: &str, text: &str| {
        let element = document.create_element(name)?;
        element.set_class_name(class);
        element.set_text_content(Some(text));
        Ok::<_, JsValue>(element)
    };
    let table = element("table", "tip", "")?;
    table.append_child(&*element("caption", "tip-title", &tip.title)?)?;
    for (class, row) in tip
        .rows
        .iter()
        .map(|row| ("tip-row", row))
        .chain(tip.events.iter().map(|event| ("tip-event", event)))
    {
        let line = element("tr", class, "")?;
        let name = element("td", "tip-name", "")?;
        name.append_child(&*element("i", &format!("key {}", row.key), "")?)?;
        name.append_child(&*element("span", "", &row.name)?)?;
        line.append_child(&name)?;
        if row.value.is_empty() {
            name.set_attribute("colspan", "2")?;
        } else {
            line.append_child(&*element("td", "tip-value", &row.value)?)?;
        }
        table.append_child(&line)?;
    }
    Ok(table)
}

/// Goes through text: `serde_json` writes it fast, the browser reads it fast, and there is nothing to evaluate.
fn parsed(value: &Value) -> Result<JsValue, PlotError> {
    Ok(JSON::parse(&value.to_string())?)
}

/// Sets what lies deep in an object, and makes the objects on the way.
fn set(object: &JsValue, path: &[&str], value: &JsValue) -> Result<(), PlotError> {
    let Some((last, way)) = path.split_last() else {
        return Ok(());
    };
    let mut place = object.clone();
    for name in way {
        let mut next = Reflect::get(&place, &JsValue::from_str(name))?;
        if !next.is_object() {
            next = Object::new().into();
            Reflect::set(&place, &JsValue::from_str(name), &next)?;
        }
        place = next;
    }
    Reflect::set(&place, &JsValue::from_str(last), value)?;
    Ok(())
}

fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, PlotError> {
    let function: Function = Reflect::get(object, &JsValue::from_str(method))?
        .dyn_into()
        .map_err(|_| PlotError::Failed(format!("ECharts has no {method}")))?;
    Ok(function.apply(object, &arguments.iter().collect::<Array>())?)
}
