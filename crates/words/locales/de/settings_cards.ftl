# Die Karten der Einstellungen über den Desktop und den Zugang für Browser, und das Starten einer Engine.

card-waiting = Es wird nachgeschlagen …

desktop-autostart = Mit dem Desktop starten
    .meaning = Die Konsole zeichnet dann ab der Anmeldung auf.
desktop-hidden = Verborgen im Infobereich starten
    .meaning = Beim Start mit dem Desktop bleibt das Fenster geschlossen.
desktop-no-autostart = Mit diesem Desktop kann die Konsole nicht gestartet werden.
desktop-keep = Im Infobereich weiterlaufen
    .meaning = Ist das Fenster geschlossen, wird weiter aufgezeichnet, und das Symbol bleibt.
desktop-notifications = Benachrichtigungen
    .meaning = Wenn die Engine verloren geht und wenn sie wiedergefunden wird.
desktop-logs = Protokolle
    .open = Ordner öffnen

web-inside = Die Verbindung läuft darüber, daher lässt es sich nur dort ändern, wo die Konsole läuft.
web-opening = Wird geöffnet …
web-closing = Wird geschlossen …
web-off = Aus
web-on = An
web-failed = Nicht offen
web-meaning = Browser und Skripte mit dem Schlüssel oder einem Link von hier sehen, was dieses Fenster zeigt. Sie können auch die Aufzeichnung anhalten, Geheimes ansehen, Logs lesen und sichern, die Engine wählen und festlegen, wie viel behalten wird.
web-closed = Geschlossen.
web-exposed = Andere Rechner erreichen den Zugang, und was über das Netz geht, ist nicht verschlüsselt.
    .next = Einen Proxy mit TLS davorsetzen oder nur auf 127.0.0.1 lauschen.
web-address = Adresse
web-key-file = Schlüssel, in der Datei
web-copying = Wird kopiert …
web-copy = Link für einen Browser kopieren
web-copied = Kopiert. Der Link lässt einen Browser ein, einmal, bis { $until }.
web-copy-by-hand = Diesen Link kopieren. Er lässt einen Browser ein, einmal, bis { $until }.
web-replace = Schlüssel ersetzen …
web-replace-meaning = Alle, die verbunden sind, werden sofort ausgesperrt: Browser brauchen einen neuen Link, Skripte den neuen Schlüssel.
web-replace-keep = Schlüssel behalten
web-replace-confirm = Schlüssel ersetzen
web-replaced = Der Schlüssel wurde ersetzt. Wer verbunden war, muss neu eintreten.

start-engine = { $engine } starten …
start-engine-running = { $engine } wird gestartet … das kann eine Minute dauern.
start-engine-done = Gestartet, die Suche läuft.
start-engine-question = { $engine } starten?
start-engine-command = Dieser Befehl wird ausgeführt:
start-engine-cancel = Abbrechen
start-engine-confirm = Starten
