# Two metrics in one chart.

pair-network = Network
pair-disk = Disk
pair-received = received
pair-sent = sent
pair-read = read
pair-written = written
pair-usage-network = ↓ { $one } ↑ { $other }
pair-usage-disk = r { $one } w { $other }
pair-average = average { $usage }
pair-said = { $one } { $first }, { $other } { $second }
