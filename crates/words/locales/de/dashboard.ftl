# Die Übersicht: ihre Karten, die größten Verbraucher, das Geschehen; und was davon auch andere Seiten zeigen.

dashboard-hottest = Größte Verbraucher
dashboard-by-cpu = nach CPU
dashboard-all = alle
dashboard-nothing-runs = Nichts läuft
    .text = Die Engine hat Container, und keiner läuft. Sobald einer gestartet wird, erscheint er hier von selbst.

card-running = { $n ->
    [one] { $figure } läuft
   *[other] { $figure } laufen
}
card-stopped = { $figure } gestoppt
card-failing = { $figure } gestört
    .hint = Unter den anderen: mit Fehler beendet, oder die Zustandsprüfung schlägt fehl
card-paused = { $figure } angehalten
card-not-measured = nicht gemessen
card-attached = { $figure } in Gebrauch
card-unused = { $figure } ungenutzt
card-members = { $count ->
    [one] { $figure } Mitglied
   *[other] { $figure } Mitglieder
}
card-empty = { $figure } leer
card-more = { $figure } weitere
card-among-them = darunter { $words }

hot-instance = Instanz
hot-cpu = CPU
hot-cpu-line = CPU in den letzten zwei Minuten
hot-memory = Speicher
hot-rx = Netz ↓
    .hint = Netzwerk, empfangen
hot-tx = Netz ↑
    .hint = Netzwerk, gesendet
hot-read = Disk L
    .hint = Datenträger, gelesen
hot-write = Disk S
    .hint = Datenträger, geschrieben

feed-nothing = Noch ist nichts geschehen. Was die Engine tut, erscheint hier, sobald es geschieht.
feed-volume = Volume { $verb }
feed-vpc = VPC { $verb }

link-project = Alles aus dem Projekt { $project }
link-service = Alles aus dem Dienst { $project }/{ $service }

state-out-of-memory = Speicher voll
state-exited-with = beendet, { $code }
state-up = { $state }, seit { $time }
state-ended = { $state } vor { $time }
state-ended-with = { $state } mit Code { $code } vor { $time }
state-made = { $state }, erstellt vor { $time }

why-this = Woher diese Zahl?
why-figure = Woher { $figure }?
why-of = { $what } von { $name }
why-counter = Zähler
why-before = Vorher
why-now = Jetzt
why-difference = Unterschied
why-hold = Festhalten
    .hint = Diese Ablesung behalten
why-read = vor { $time } gelesen
why-from-kernel = aus den Dateien des Kernels
why-from-stream = aus dem Strom der Engine
why-from-poll = bei der Engine erfragt
why-no-cgroup = keine cgroup bekannt
why-of-machine = { $core } eines Kerns sind { $machine } der { $cores } Kerne des Rechners.

no-instances = Noch keine Instanzen
    .text = Die Engine antwortet und hat keine Container. Sobald einer gestartet wird, erscheint er hier von selbst:
