# What the page itself says of a console that cannot be reached or understood.

no-console = This page needs the console around it, and there is none.
    .next = Open it with the Mini AWS Console app, or with the link that the command cloud serve prints.
no-reason = no reason was given

answer-unauthorized = The console does not let this page in.
    .next = Open a new link.
answer-forbidden = The console does not take requests from this address.
    .next = Open the link it printed.
answer-not-found = The console does not know what this page asks for.
answer-other-version = Page and console are of different versions: load the page anew.
answer-too-many = The console was asked too often.
    .next = Wait a minute.
answer-between = Something between this page and the console cannot reach it.
    .next = See whether it runs.
answer-failed = The console failed to answer.
    .next = Try again; its log says more.
answer-senseless = The console's answer makes no sense to this page.
answer-load-anew = Load the page anew.
answer-unreachable = The console at { $origin } does not answer.
    .next = See whether it still runs there.
answer-late = The console at { $origin } takes too long to answer.
    .next = Try again.
answer-no-events = The console at { $origin } answers, but its live connection fails.
    .next = If something stands between, such as a proxy, it has to let WebSockets through.
answer-refused = The console does not let this browser in any more.
    .next = Its key was replaced, or this browser was not here for long. Open a new link (the command cloud serve prints one when it starts, and the app's own window gives one under Settings, Web access), or give the key.
answer-not-here = This can be changed in the console's own window only.
answer-garbled = The console's answer to { $place } could not be read: { $error }.
answer-broken = { $name } broke off, and nothing was saved: { $error }.
    .next = Try again, or choose a shorter time.

browser-ask = The browser could not ask: { $error }.
browser-save = The browser could not save the file: { $error }.
browser-wait = The browser could not wait for the console: { $error }.

ipc-lost = The window could not reach the console: { $reason }.
    .next = Try again; if that does not help, restart the app and look into its log.
ipc-garbled = The console's answer to "{ $command }" could not be read: { $error }.
    .next = Window and console are of different versions: install the app again.

shell-not-started = { $title } could not be started: { $reason }.
    .next = Start it by hand; the console then finds it by itself.
shell-ended-with = it ended with exit code { $code }
shell-ended-by-signal = it was ended by a signal
