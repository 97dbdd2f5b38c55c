# Was die Beobachtung kostet: die Konsole, ihre Fragen an die Engine und was sie auf der Platte aufbewahrt.

cost-title = Was die Konsole kostet
    .pace = alle paar Sekunden gemessen
    .waiting = Wird gemessen …

cost-cpu = CPU der Konsole
    .note = eines Kerns
    .line = Die letzten 15 Minuten
cost-memory = Ihr Speicher
    .note = aller ihrer Prozesse
cost-engine-watching = Engine, für die Beobachtung
    .note = eines Kerns
cost-engine-cpu = CPU der Engine
    .unknown = hier nicht bekannt
    .note = wofür auch immer
cost-disk = Auf der Platte
    .cap = von höchstens { $size }
    .none = nichts wird aufbewahrt

cost-watched = Beobachtet
cost-watched-instances = { $count ->
    [one] { $shown } Instanz, alle { $interval } ein neues Bild
   *[other] { $shown } Instanzen, alle { $interval } ein neues Bild
}

cost-sources = Quellen
    .none = Zurzeit wird nichts gemessen
cost-kernel = { $count } aus den Dateien des Kernels
cost-kernel-network = { $count } aus den Dateien des Kernels (das Netz von { $network } von der Engine)
cost-kernel-network-asked = { $count } aus den Dateien des Kernels (das Netz von { $network } von der Engine, alle { $interval } abgefragt)
cost-streamed = { $count } von der Engine (laufend gesendet)
cost-asked = { $count } von der Engine (alle { $interval } abgefragt)
cost-streamed-and-asked = { $count } von der Engine ({ $streamed } laufend gesendet, { $asked } alle { $interval } abgefragt)

cost-pace = Tempo
cost-pace-nothing = Von der Engine wird nichts abgefragt
cost-pace-kernel = Jede Zahl ist in jedem Bild neu
cost-pace-streamed = Jede Zahl ist so neu, wie die Engine sie sendet
cost-pace-both = Was der Kernel sagt, ist in jedem Bild neu; das Übrige kommt, sooft die Engine es sendet
cost-pace-network = { $told }; ein Netz, das nur die Engine kennt, wird nur ab und zu abgefragt
cost-pace-watched = Jemand sieht zu, daher kommt zuerst, was zu sehen ist
cost-pace-unwatched = Niemand sieht zu, daher wird die Engine seltener gefragt
cost-pace-on-battery = Dieser Rechner läuft mit seinem Akku, daher wird die Engine seltener gefragt
cost-pace-engine-slow = Die Engine antwortet langsam, daher wird sie seltener gefragt

cost-each-second = Je Sekunde
cost-per-second = { $samples } Messungen und { $events } Ereignisse

cost-engine = Engine
    .unknown = Auf diesem System nicht bekannt, oder sie läuft auf einem anderen Rechner
cost-engine-more = { $all } eines Kerns, { $more } mehr als bei angehaltener Aufzeichnung
cost-engine-no-more = { $all } eines Kerns, nicht mehr als bei angehaltener Aufzeichnung
cost-engine-all = { $all } eines Kerns insgesamt; die Aufzeichnung anzuhalten zeigt, welcher Teil davon Beobachtung ist
cost-processes = { $count ->
    [one] { $shown } Prozess
   *[other] { $shown } Prozesse
}
cost-answers = { $often } Antworten je Sekunde
    .none = keine Antworten verlangt

cost-database = Datenbank
    .none = Keine: Nichts wird aufbewahrt
    .growth-unknown = wie schnell sie wächst, zeigt sich in einigen Minuten
    .steady = sie wächst nicht
cost-growing = wächst um { $size } am Tag
    .less = schrumpft um { $size } am Tag
