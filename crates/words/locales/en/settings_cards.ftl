# The cards of the settings about the desktop and the door to browsers, and starting an engine.

card-waiting = It is being looked up…

desktop-autostart = Start with the desktop
    .meaning = It then collects from the moment you log in.
desktop-hidden = Start hidden in the tray
    .meaning = When it starts with the desktop, its window stays closed.
desktop-no-autostart = It cannot be started with this desktop.
desktop-keep = Keep running in the tray
    .meaning = When its window is closed it goes on to collect, and its icon stays.
desktop-notifications = Notifications
    .meaning = When the engine is lost, and when it is found again.
desktop-logs = Logs
    .open = Open the folder

web-inside = You are in through it, so it can be changed only where the console runs.
web-opening = Opening…
web-closing = Closing…
web-off = Off
web-on = On
web-failed = Not open
web-meaning = Browsers and scripts that have the key, or a link from here, see what this window shows. They can also pause collecting, see secrets, read and save logs, choose the engine, and set how much is remembered.
web-closed = It is closed.
web-exposed = Other machines can reach it, and what goes over the network is not encrypted.
    .next = Put a proxy with TLS before it, or listen on 127.0.0.1 only.
web-address = Address
web-key-file = Key, in the file
web-copying = Copying…
web-copy = Copy link for a browser
web-copied = Copied. The link lets one browser in, once, until { $until }.
web-copy-by-hand = Copy this link. It lets one browser in, once, until { $until }.
web-replace = Replace key…
web-replace-meaning = Everyone who is in is shut out at once: browsers need a new link, and scripts the new key.
web-replace-keep = Keep the key
web-replace-confirm = Replace the key
web-replaced = The key was replaced. Whoever was in has to come in anew.

start-engine = Start { $engine }…
start-engine-running = Starting { $engine }… this can take a minute.
start-engine-done = It was started, and is being looked for.
start-engine-question = Start { $engine }?
start-engine-command = This command is run for you:
start-engine-cancel = Cancel
start-engine-confirm = Start
