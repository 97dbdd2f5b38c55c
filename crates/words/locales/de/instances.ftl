# Die Tabelle der Instanzen.

instances-title = Instanzen
instances-which = Welche Instanzen
instances-present = Laufend und gestoppt
instances-terminated = Entfernt
instances-terminated-count = Entfernt ({ $count })
instances-count = { $count } · { $n ->
    [one] { $running } läuft
   *[other] { $running } laufen
}
instances-shown = { $shown } von { $total }
instances-nothing = Keine Instanz passt zum Filter.

instances-filter = Instanzen filtern
    .example = Nach Name, Image, Zustand, Label filtern …
    .hint = Jedes Wort muss vorkommen: in Name, Image, Zustand, Projekt, VPC, Label oder am Anfang der Id. Auch team=shop, label:team, state:failing, project:shop.
    .clear = Filter leeren

instances-group = Nach Projekt
instances-no-project = Ohne Projekt
instances-in-group = { $count ->
    [one] { $all } Instanz · { $n ->
        [one] { $running } läuft
       *[other] { $running } laufen
    }
   *[other] { $all } Instanzen · { $n ->
        [one] { $running } läuft
       *[other] { $running } laufen
    }
}
instances-in-failing-group = { $count ->
    [one] { $all } Instanz · { $n ->
        [one] { $running } läuft
       *[other] { $running } laufen
    } · { $failing } fehlerhaft
   *[other] { $all } Instanzen · { $n ->
        [one] { $running } läuft
       *[other] { $running } laufen
    } · { $failing } fehlerhaft
}

instances-columns = Spalten
    .list = Spalten der Tabelle
    .fitting = Was Platz hat. Eine eigene Wahl bleibt erhalten.
    .chosen = Eigene Wahl. Was keinen Platz hat, lässt sich seitlich rollen.
    .reset = Zeigen, was Platz hat

instances-name = Name
instances-project = Projekt
instances-state = Zustand
instances-image = Image
instances-cpu = CPU
    .hint = Prozent eines Kerns
    .of-machine = Prozent des ganzen Rechners
instances-memory = Speicher
    .hint = Belegt, wie docker stats zählt
instances-network-rx = Netz ↓
    .hint = Netzwerk, empfangen
instances-network-tx = Netz ↑
    .hint = Netzwerk, gesendet
instances-disk-read = Platte L
    .hint = Platte, gelesen
instances-disk-write = Platte S
    .hint = Platte, geschrieben
instances-ports = Ports
instances-vpcs = VPCs


port-open = { $url } im Browser öffnen
ports-exposed = { $ports } (nicht veröffentlicht)
