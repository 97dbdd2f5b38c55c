//! How large an element is, and where its content is scrolled to.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

/// An element's size in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ElementSize {
    /// Its width without the border.
    pub width: f64,
    /// Its height without the border.
    pub height: f64,
}

/// The size of the element that `node` is put on; `None` until it was measured.
#[hook]
pub fn use_element_size(node: &NodeRef) -> Option<ElementSize> {
    let size = use_state_eq(|| None);
    let setter = size.setter();
    let node = node.clone();
    use_effect_with((), move |()| {
        let observed = node.cast::<Element>().and_then(|element| {
            let measured = element.clone();
            let on_resize = Closure::<dyn FnMut()>::new(move || {
                setter.set(Some(ElementSize {
                    width: f64::from(measured.client_width()),
                    height: f64::from(measured.client_height()),
                }));
            });
            let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok()?;
            observer.observe(&element);
            Some((observer, on_resize))
        });
        move || {
            if let Some((observer, _on_resize)) = observed {
                observer.disconnect();
            }
        }
    });
    *size
}
