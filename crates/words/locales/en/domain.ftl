# The vocabulary of the console.

# What is read after the name of what it happened to.
verb-created = created
verb-started = started
verb-stopped = stopped
verb-exited = exited
verb-died = died
verb-out-of-memory = ran out of memory
verb-paused = paused
verb-unpaused = resumed
verb-renamed = renamed
verb-terminated = terminated
verb-healthy = became healthy
verb-unhealthy = became unhealthy
verb-attached = attached
verb-detached = detached
verb-deleted = deleted
verb-connected = connected
verb-lost = lost
verb-set-aside = database set aside
verb-door-opened = opened to browsers
verb-door-closed = closed to browsers
verb-access-refused = refused access
verb-key-rotated = replaced its key
verb-collecting-paused = paused collecting
verb-collecting-resumed = resumed collecting
verb-key-used = let somebody in
verb-settings-changed = changed a setting
verb-engine-chosen = chose an engine
verb-secrets-shown = had secrets shown
verb-exported = exported

subject-instance = Instance
subject-volume = Volume
subject-vpc = VPC
subject-engine = Engine
subject-console = Console

outcome-ok = OK
outcome-warning = Warning
outcome-failed = Failed

state-created = created
state-running = running
state-paused = paused
state-restarting = restarting
state-removing = removing
state-exited = exited
state-dead = dead
state-unknown = unknown

health-none = no health check
health-starting = starting
health-healthy = healthy
health-unhealthy = unhealthy

gap-asleep = the machine slept
gap-closed = the console was closed
gap-engine-away = the engine was away
gap-paused = collecting was paused
gap-not-recorded = recording was paused
gap-unknown = no samples

metric-cpu = CPU
metric-memory = Memory
metric-network-rx = Network received
metric-network-tx = Network sent
metric-disk-read = Disk read
metric-disk-write = Disk written

cpu-of-core = 100 % is one core
cpu-of-machine = 100 % is the whole machine
