# Was um das Fenster herum ist: der Infobereich, Mitteilungen, die Menüleiste und die Dialoge für Dateien.

tray-looking = Engine wird gesucht
tray-away = Keine Engine: { $reason }
tray-paused = Die Erfassung ist angehalten
tray-instances = { $n ->
    [one] { $running } läuft, { $stopped } gestoppt
   *[other] { $running } laufen, { $stopped } gestoppt
}
tray-cpu = CPU { $cpu }
tray-memory = Speicher { $memory }
tray-open = Konsole öffnen
tray-pause = Erfassung anhalten
tray-resume = Erfassung fortsetzen
tray-settings = Einstellungen
tray-quit = Beenden

tray-no-bus = Der Sitzungsbus, über den der Infobereich erreicht wird, antwortet nicht: { $said }.
tray-bus-silent = Der Sitzungsbus, über den der Infobereich erreicht wird, antwortet nicht.
tray-bus-ended = Der Sitzungsbus, über den der Infobereich erreicht wird, hat sich beendet.
tray-none = Diese Arbeitsumgebung hat keinen Infobereich; in GNOME ergänzt ihn die Erweiterung „AppIndicator and KStatusNotifierItem Support“.
tray-unheard = Ein Infobereich hat sich noch nicht gemeldet.
tray-no-panel = Diese Arbeitsumgebung hat einen Infobereich, aber keine Leiste, die ihn zeigt.
tray-not-taken = Der Infobereich nimmt das Symbol nicht an: { $said }.
tray-silent = Der Infobereich antwortet nicht.
tray-unsaid = Der Infobereich sagt nicht, ob er zu sehen ist: { $said }.
tray-ended = Der Infobereich hat sich beendet.
tray-no-place = Das System hat keinen Platz für ein Symbol: { $said }.

news-lost = Die Engine ist weg
news-back = Die Engine ist wieder da
    .text = { $engine } { $version } antwortet wieder.
news-in-tray = Die Konsole läuft weiter
    .text = Sie erfasst weiter. Ihr Symbol im Infobereich öffnet das Fenster wieder und beendet sie. In den Einstellungen lässt sich das abschalten.

save-history = Verlauf exportieren
save-activity = Aktivität exportieren
save-log = Log speichern
file-csv = Kommagetrennte Werte
file-json = JSON
file-text = Text

# Der Buchstabe nach einem Und-Zeichen ist unter Windows die Taste des Eintrags.
menu-console = &Konsole
menu-edit = Bearbeiten
menu-view = &Ansicht
menu-window = Fenster
menu-help = &Hilfe
menu-settings = &Einstellungen …
menu-close = Fenster &schließen
menu-quit = Mini AWS Console &beenden
menu-logs = Ordner mit den &Protokollen öffnen
menu-full-screen = &Vollbild
menu-about = Über Mini AWS Console
menu-services = Dienste
menu-hide = Mini AWS Console ausblenden
menu-hide-others = Andere ausblenden
menu-show-all = Alle einblenden
menu-undo = Widerrufen
menu-redo = Wiederholen
menu-cut = Ausschneiden
menu-copy = Kopieren
menu-paste = Einsetzen
menu-select-all = Alles auswählen
menu-minimize = Im Dock ablegen
menu-zoom = Zoomen

# In der Liste dessen, was beim Anmelden startet.
autostart-comment = Die kleine Cloud auf dem eigenen Rechner
