# Die Seite einer Instanz, eines Namens, eines Projekts oder eines Dienstes.

instance-whose = Wessen Verlauf
instance-where = Wo dies ist
instance-facts = Angaben
instance-tabs = Teile dieser Seite
instance-back = Zurück zu den Instanzen
instance-absent = Über diese Instanz ist nichts bekannt
instance-absent-text = Die Engine hat sie nicht, und die Konsole kennt keinen Verlauf von ihr. Sie gehört vielleicht einer anderen Engine oder ist länger fort, als Verläufe aufbewahrt werden.

kind-project = Projekt
kind-service = Dienst
kind-name = alle dieses Namens

whose-all = alle Instanzen
whose-this = Diese Instanz
whose-newest = Neueste Instanz
whose-name = Alle namens { $name }
whose-service = Dienst { $project }/{ $service }
whose-project = Projekt { $project }

## Wie es ihr geht

instance-runs = Läuft seit { $time }
instance-runs-now = Läuft
instance-paused = Angehalten: ihre Prozesse sind eingefroren
instance-created = Vor { $time } angelegt, nie gestartet
instance-restarting = Startet neu, nachdem sie endete { $how }
instance-removing = Wird entfernt
instance-dead = Tot: die Engine konnte sie nicht entfernen
instance-exited = Vor { $time } geendet { $how }
instance-exited-once = Geendet { $how }
instance-unknown = In einem Zustand, den diese Version nicht kennt
instance-restarts = { $count ->
    [0] nie von der Engine neu gestartet
    [one] einmal von der Engine neu gestartet
   *[other] { $shown }-mal von der Engine neu gestartet
}
instance-privileged = privilegiert
instance-privileged-hint = Sie darf alles, was root auf dem Rechner der Engine darf.
instance-start-error = Die Engine konnte sie nicht starten:
instance-left = Sie verschwand, während diese Seite offen war: die Engine hat sie nicht mehr. Was bekannt war, bleibt hier stehen; ihr Verlauf ist bei den entfernten.
instance-gone = Die Engine hat sie nicht mehr; zuletzt gesehen vor { $time }. Messwerte und Ereignisse sind aufbewahrt.

exit-with = mit { $code }: { $why }
exit-memory = vom Kernel beendet, Speicher erschöpft
exit-memory-alone = vom Kernel beendet, Speicher erschöpft
exit-unsaid = und die Engine sagt nicht, wie
exit-fine = sie war fertig
exit-engine = die Engine konnte ihren Befehl nicht starten
exit-not-run = ihr Befehl ist nicht ausführbar
exit-not-found = ihr Befehl wurde nicht gefunden
exit-killed = beendet durch SIGKILL
exit-asked = durch SIGTERM um ein Ende gebeten, und gefolgt
exit-signal = beendet durch { $name }
exit-error = ein eigener Fehler

checked-title = Letzte Gesundheitsprüfungen
checked-none = keine Gesundheitsprüfung
checked-starting = Gesundheitsprüfung läuft an
checked-healthy = gesund
checked-unhealthy = nicht gesund
checked-unhealthy-streak = nicht gesund, { $count ->
    [one] einmal durchgefallen
   *[other] { $shown }-mal in Folge durchgefallen
}
checked-passed = bestanden
checked-failed = durchgefallen mit { $code }

policy-no = wird nach dem Ende nicht neu gestartet
policy-always = wird nach dem Ende immer neu gestartet
policy-unless-stopped = wird neu gestartet, außer sie wurde gestoppt
policy-on-failure = wird nach einem Fehler neu gestartet
policy-on-failure-most = wird nach einem Fehler neu gestartet, höchstens { $most }-mal
policy-other = Neustartregel { $policy }

limit-none = keine Grenzen
limit-one = höchstens { $limit }
limit-both = höchstens { $cores } und { $memory }
limit-cores = { $cores ->
    [one] { $shown } Kern
   *[other] { $shown } Kerne
}

## Die Angaben

fact-cpu = CPU
fact-memory = Speicher
fact-received = Netz ↓
fact-received-hint = Netzwerk, empfangen
fact-sent = Netz ↑
fact-sent-hint = Netzwerk, gesendet
fact-read = Disk r
fact-read-hint = Datenträger, gelesen
fact-written = Disk w
fact-written-hint = Datenträger, geschrieben
fact-stopped = Gestoppt
fact-started = Gestartet
fact-created = Angelegt
fact-restart = Neustart
fact-limits = Grenzen
fact-ports = Ports
fact-volumes = Volumes
fact-vpcs = VPCs
fact-first-seen = Zuerst gesehen
fact-last-seen = Zuletzt gesehen
fact-life = Bekannt für
fact-life-all = ganz zeigen
fact-life-hint = Ganz zeigen: { $when }
fact-running = { $n ->
    [one] { $count } läuft
   *[other] { $count } laufen
}
fact-stopped-count = { $count } gestoppt
fact-terminated = { $count } entfernt
fact-oldest = Älteste von
fact-newest = Neueste von
fact-image = Image
fact-images = { $count ->
    [one] Image
   *[other] Images
}
fact-services = Dienste
fact-project = Projekt
fact-id = Id
fact-none = keine
fact-ago = vor { $time }

## Ihr Verlauf

past-all = Instanzen
past-before = Frühere Instanzen
past-around = Davor und danach
past-nothing = Die Konsole kennt keine andere Instanz dieses Namens oder Dienstes.
past-limit = Die ersten { $count } sind aufgeführt.
past-since = seit { $time }
state-terminated = entfernt
state-terminated-hint = nicht mehr in der Engine, zuletzt gesehen vor { $time }
happened-nothing = In dieser Zeit geschah nichts.

## Die Teile

tab-overview = Übersicht
tab-logs = Logs
tab-environment = Umgebung
tab-mounts = Einbindungen
tab-networks = Netzwerke
tab-labels = Labels
tab-inspect = Inspect
tab-activity = Aktivität
tab-past = Verlauf

part-loading = Die Engine wird gefragt …
part-copy = { $value } kopieren
part-old = Dies ist der Stand von { $time }.
part-left = Die Engine hat diese Instanz nicht mehr. Das sagte sie um { $time }.
part-gone = Die Engine hat diese Instanz nicht mehr
part-gone-text = Ihre Messwerte, Ereignisse und Namensvettern sind aufbewahrt, unter Übersicht, Aktivität und Verlauf. Logs und Einstellungen gingen mit ihr.

pairs-shown = { $shown } von { $all }
pairs-none-match = Nichts passt. Weniger eingeben.
pairs-copy = Kopieren
pairs-copy-of = Den Wert von { $name } kopieren
pairs-copied = { $name } ist kopiert.
pairs-not-copied = { $name } konnte nicht kopiert werden: markieren und von Hand kopieren.

environment-filter = Nach Name oder Wert filtern
environment-nothing = Sie hat keine eigene Umgebung.
environment-masked = verborgen
environment-reveal = Geheimes zeigen
environment-reveal-hint = Fragt die Engine nach den Werten. Das Protokoll merkt sich das.
environment-hide = Geheimes verbergen

process-command = Befehl
process-directory = Verzeichnis
process-user = Benutzer
process-host = Rechnername
process-number = Prozess
process-image = Image-Id

mounts-nothing = Nichts ist eingebunden. Was sie schreibt, geht mit ihr.
mounts-destination = In der Instanz
mounts-kind = Art
mounts-source = Von
mounts-access = Zugriff
mounts-volume = Volume
mounts-bind = Ordner des Rechners
mounts-memory = Arbeitsspeicher
mounts-read = nur lesen
mounts-write = lesen und schreiben

ports-title = Ports
ports-nothing = Sie veröffentlicht keinen Port und gibt keinen an.
ports-inside = nicht veröffentlicht
ports-open = im Browser öffnen

networks-nothing = Sie ist in keinem Netzwerk.
networks-name = Netzwerk
networks-address = Adresse
networks-gateway = Gateway
networks-mac = MAC
networks-aliases = Heißt auch

labels-filter = Nach Name oder Wert filtern
labels-nothing = Sie hat keine Labels.

inspect-search = In dem suchen, was die Engine sagt
inspect-copied = Kopiert.
inspect-not-copied = Konnte nicht kopiert werden: markieren und von Hand kopieren.
