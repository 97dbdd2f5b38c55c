# What is around the window: the tray, notifications, the menu bar, and the dialogs for files.

tray-looking = Looking for an engine
tray-away = No engine: { $reason }
tray-paused = Collecting is paused
tray-instances = { $n ->
   *[other] { $running } running, { $stopped } stopped
}
tray-cpu = CPU { $cpu }
tray-memory = Memory { $memory }
tray-open = Open console
tray-pause = Pause collecting
tray-resume = Resume collecting
tray-settings = Settings
tray-quit = Quit

tray-no-bus = The session bus, over which a tray is reached, does not answer: { $said }.
tray-bus-silent = The session bus, over which a tray is reached, does not answer.
tray-bus-ended = The session bus, over which a tray is reached, has ended.
tray-none = This desktop has no tray; on GNOME the extension "AppIndicator and KStatusNotifierItem Support" adds one.
tray-unheard = No tray was heard of yet.
tray-no-panel = This desktop has a tray, but no panel that shows it.
tray-not-taken = The desktop's tray does not take the icon: { $said }.
tray-silent = The desktop's tray does not answer.
tray-unsaid = The desktop's tray does not say whether it is shown: { $said }.
tray-ended = The desktop's tray has ended.
tray-no-place = The system has no place for an icon: { $said }.

news-lost = The engine was lost
news-back = The engine is back
    .text = { $engine } { $version } answers again.
news-in-tray = The console is still there
    .text = It goes on collecting. Its icon in the tray opens the window again, and quits it. The settings have a switch for this.

save-history = Export history
save-activity = Export activity
save-log = Save log
file-csv = Comma-separated values
file-json = JSON
file-text = Text

# The letter behind an ampersand is the item's key on Windows.
menu-console = &Console
menu-edit = Edit
menu-view = &View
menu-window = Window
menu-help = &Help
menu-settings = &Settings…
menu-close = &Close Window
menu-quit = &Quit Mini AWS Console
menu-logs = Open the Folder with &Logs
menu-full-screen = &Full Screen
menu-about = About Mini AWS Console
menu-services = Services
menu-hide = Hide Mini AWS Console
menu-hide-others = Hide Others
menu-show-all = Show All
menu-undo = Undo
menu-redo = Redo
menu-cut = Cut
menu-copy = Copy
menu-paste = Paste
menu-select-all = Select All
menu-minimize = Minimize
menu-zoom = Zoom

# In the list of what starts when the person logs in.
autostart-comment = The small cloud on your own machine
