# Die Seite der VPCs: die Tabelle und das Bild.

vpcs-none = Noch keine VPCs
vpcs-none-text = Instanzen in einem eigenen Netz erreichen einander beim Namen, andere nicht. Ein neues erscheint hier von selbst:
vpcs-nothing = Kein VPC passt zum Filter.
vpcs-filter = VPCs filtern
vpcs-filter-hint = Nach Name, Subnetz, Instanz …
vpcs-views = Tabelle oder Bild
vpcs-table = Tabelle
vpcs-picture = Bild

vpcs-name = Name
vpcs-subnets = Subnetze
vpcs-driver = Treiber
vpcs-project = Projekt
vpcs-members = Mitglieder
vpcs-instances = Instanzen
vpcs-created = Erstellt

vpcs-internal = { $driver }, intern
vpcs-internal-word = intern
vpcs-internal-hint = Von außen abgeschnitten
vpcs-empty = leer
vpcs-more = +{ $count }
vpcs-shown = { $count } von { $all }
vpcs-empty-count = { $count } leer

vpcs-picture-label = Bild der VPCs
vpcs-picture-content = VPCs und ihre Instanzen
vpcs-help = Ziehen oder Pfeiltasten verschieben, Mausrad oder + und − vergrößern, 0 zeigt alles. Tab führt hinein, Pfeiltasten weiter.
vpcs-zoom = Vergrößerung
vpcs-zoom-in = Näher (+)
vpcs-zoom-out = Weiter weg (−)
vpcs-fit = Alles zeigen (0)
vpcs-count = { $n ->
    [one] { $count } Mitglied
   *[other] { $count } Mitglieder
}
vpcs-gathered = { $n ->
    [one] { $count } Instanz
   *[other] { $count } Instanzen
}
vpcs-running = { $n ->
    [one] { $count } läuft
   *[other] { $count } laufen
}
vpcs-in-several = in { $count } VPCs
vpcs-summary = { $v ->
    [one] { $vpcs } VPC
   *[other] { $vpcs } VPCs
} mit { $i ->
    [one] { $instances } Instanz
   *[other] { $instances } Instanzen
}, { $shared } davon in mehreren
vpcs-open-picture = { $name } im Bild zeigen
vpcs-open-members = Instanzen von { $name } auflisten
vpcs-close = schließen
vpcs-hidden = und { $count } weitere
vpcs-group-label = { $title }, { $note }, in { $places }
vpcs-instance-label = { $name }, { $state }, in { $places }
vpcs-gone-label = { $name }, in { $places }
