//! What the webview of Linux is told before it starts.

/// Choices of JavaScriptCore, as it reads them from the environment.
///
/// Its optimising compilers take an eighth of the page's memory, and time besides. What they win comes back where the same code runs
/// for long; a page that draws once a second is no slower without them.
const CHOICES: [(&str, &str); 2] = [("JSC_useDFGJIT", "0"), ("JSC_useOMGJIT", "0")];

/// Tells it. What the person told it otherwise holds. Must be called before there is a second thread: the environment belongs to all.
pub(crate) fn prepare() {
    for (name, value) in CHOICES {
        // It fails for a name that is none.
        if let Err(error) = gtk::glib::setenv(name, value, false) {
            tracing::debug!(%error, name, "the webview keeps its own choice");
        }
    }
}
