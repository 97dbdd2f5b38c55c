# The dashboard: its cards, the hottest instances, the feed; and what of it other pages show as well.

dashboard-hottest = Hottest instances
dashboard-by-cpu = by CPU
dashboard-all = all
dashboard-nothing-runs = Nothing runs
    .text = The engine has containers, and none of them runs. Start one, and it shows up here by itself.

card-running = { $n ->
   *[other] { $figure } running
}
card-stopped = { $figure } stopped
card-failing = { $figure } failing
    .hint = Among the others: ended with an error, or the health check fails
card-paused = { $figure } paused
card-not-measured = not measured
card-attached = { $figure } attached
card-unused = { $figure } unused
card-members = { $count ->
    [one] { $figure } member
   *[other] { $figure } members
}
card-empty = { $figure } empty
card-more = { $figure } more
card-among-them = { $words } among them

hot-instance = Instance
hot-cpu = CPU
hot-cpu-line = CPU in the last two minutes
hot-memory = Memory
hot-rx = Net ↓
    .hint = Network, received
hot-tx = Net ↑
    .hint = Network, sent
hot-read = Disk r
    .hint = Disk, read
hot-write = Disk w
    .hint = Disk, written

feed-nothing = Nothing happened yet. What the engine does shows up here as it happens.
feed-volume = volume { $verb }
feed-vpc = VPC { $verb }

link-project = All of the project { $project }
link-service = All of the service { $project }/{ $service }

state-out-of-memory = out of memory
state-exited-with = exited, { $code }
state-up = { $state }, up { $time }
state-ended = { $state } { $time } ago
state-ended-with = { $state } with exit code { $code } { $time } ago
state-made = { $state }, created { $time } ago

why-this = Why this number?
why-figure = Why { $figure }?
why-of = { $what } of { $name }
why-counter = Counter
why-before = Before
why-now = Now
why-difference = Difference
why-hold = Hold
    .hint = Keep this reading
why-read = read { $time } ago
why-from-kernel = from the kernel's files
why-from-stream = from the engine's stream
why-from-poll = asked of the engine
why-no-cgroup = no cgroup known
why-of-machine = { $core } of one core are { $machine } of the { $cores } cores of the machine.

no-instances = No instances yet
    .text = The engine answers and has no containers. Start one, and it shows up here by itself:
