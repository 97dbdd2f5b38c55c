# Zwei Messwerte in einem Diagramm.

pair-network = Netzwerk
pair-disk = Datenträger
pair-received = empfangen
pair-sent = gesendet
pair-read = gelesen
pair-written = geschrieben
pair-usage-network = ↓ { $one } ↑ { $other }
pair-usage-disk = r { $one } w { $other }
pair-average = im Mittel { $usage }
pair-said = { $one } { $first }, { $other } { $second }
