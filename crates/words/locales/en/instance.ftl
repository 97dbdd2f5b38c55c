# The page of an instance, of a name, a project or a service.

instance-whose = Whose history
instance-where = Where this is
instance-facts = Facts
instance-tabs = Parts of this page
instance-back = Back to Instances
instance-absent = Nothing is known of this instance
instance-absent-text = The engine does not have it, and the console has no history of it. It may be of another engine, or gone for longer than history is kept.

kind-project = project
kind-service = service
kind-name = all of this name

whose-all = all instances
whose-this = This instance
whose-newest = Newest instance
whose-name = All named { $name }
whose-service = Service { $project }/{ $service }
whose-project = Project { $project }

## How it is

instance-runs = Running for { $time }
instance-runs-now = Running
instance-paused = Paused: its processes are frozen
instance-created = Created { $time } ago, never started
instance-restarting = Restarting after it ended { $how }
instance-removing = Being removed
instance-dead = Dead: the engine failed to remove it
instance-exited = Exited { $time } ago { $how }
instance-exited-once = Exited { $how }
instance-unknown = In a state that this version does not know
instance-restarts = { $count ->
    [0] never restarted by the engine
    [one] restarted once by the engine
   *[other] restarted { $shown } times by the engine
}
instance-privileged = privileged
instance-privileged-hint = It may do everything that root on the engine’s machine may.
instance-start-error = The engine could not start it:
instance-left = It vanished while this page was open: the engine no longer has it. What was known of it stays here, and its past is among the terminated.
instance-gone = The engine no longer has it; it was last seen { $time } ago. Its metrics and events are kept.

exit-with = with { $code }: { $why }
exit-memory = killed by the kernel, out of memory
exit-memory-alone = killed by the kernel, out of memory
exit-unsaid = and the engine does not say how
exit-fine = it was done
exit-engine = the engine could not start its command
exit-not-run = its command cannot be run
exit-not-found = its command was not found
exit-killed = killed by SIGKILL
exit-asked = asked to stop by SIGTERM, and did
exit-signal = ended by { $name }
exit-error = an error of its own

checked-title = Last health checks
checked-none = no health check
checked-starting = health check is starting
checked-healthy = healthy
checked-unhealthy = unhealthy
checked-unhealthy-streak = unhealthy, { $count ->
    [one] failed once
   *[other] failed { $shown } times in a row
}
checked-passed = passed
checked-failed = failed with { $code }

policy-no = is not restarted when it ends
policy-always = always restarted when it ends
policy-unless-stopped = restarted unless it was stopped
policy-on-failure = restarted after an error
policy-on-failure-most = restarted after an error, at most { $most } times
policy-other = restart policy { $policy }

limit-none = no limits
limit-one = at most { $limit }
limit-both = at most { $cores } and { $memory }
limit-cores = { $cores ->
    [one] { $shown } core
   *[other] { $shown } cores
}

## The facts

fact-cpu = CPU
fact-memory = Memory
fact-received = Net ↓
fact-received-hint = Network, received
fact-sent = Net ↑
fact-sent-hint = Network, sent
fact-read = Disk r
fact-read-hint = Disk, read
fact-written = Disk w
fact-written-hint = Disk, written
fact-stopped = Stopped
fact-started = Started
fact-created = Created
fact-restart = Restart
fact-limits = Limits
fact-ports = Ports
fact-volumes = Volumes
fact-vpcs = VPCs
fact-first-seen = First seen
fact-last-seen = Last seen
fact-life = Known for
fact-life-all = show all of it
fact-life-hint = Show all of it: { $when }
fact-running = { $n ->
   *[other] { $count } running
}
fact-stopped-count = { $count } stopped
fact-terminated = { $count } terminated
fact-oldest = Oldest from
fact-newest = Newest from
fact-image = Image
fact-images = { $count ->
    [one] Image
   *[other] Images
}
fact-services = Services
fact-project = Project
fact-id = Id
fact-none = none
fact-ago = { $time } ago

## Its past

past-all = Instances
past-before = Earlier instances
past-around = Before and after
past-nothing = The console knows of no other instance of this name or service.
past-limit = The first { $count } are listed.
past-since = since { $time }
state-terminated = terminated
state-terminated-hint = gone from the engine, last seen { $time } ago
happened-nothing = Nothing happened in this time.

## The parts

tab-overview = Overview
tab-logs = Logs
tab-environment = Environment
tab-mounts = Mounts
tab-networks = Networks
tab-labels = Labels
tab-inspect = Inspect
tab-activity = Activity
tab-past = Past

part-loading = The engine is asked…
part-copy = Copy { $value }
part-old = This is of { $time }.
part-left = The engine no longer has this instance. This is what it said at { $time }.
part-gone = The engine no longer has this instance
part-gone-text = Its metrics, its events and its namesakes are kept, and are in Overview, Activity and Past. Its logs and its settings went with it.

pairs-shown = { $shown } of { $all }
pairs-none-match = Nothing matches. Type less.
pairs-copy = Copy
pairs-copy-of = Copy the value of { $name }
pairs-copied = { $name } is copied.
pairs-not-copied = { $name } could not be copied: mark it and copy it by hand.

environment-filter = Filter by name or value
environment-nothing = It has no environment of its own.
environment-masked = hidden
environment-reveal = Show secrets
environment-reveal-hint = Asks the engine for their values. The audit log remembers that.
environment-hide = Hide secrets

process-command = Command
process-directory = Directory
process-user = User
process-host = Host name
process-number = Process
process-image = Image id

mounts-nothing = Nothing is mounted into it. What it writes goes with it.
mounts-destination = In the instance
mounts-kind = Kind
mounts-source = From
mounts-access = Access
mounts-volume = volume
mounts-bind = folder of the machine
mounts-memory = memory
mounts-read = read only
mounts-write = read and write

ports-title = Ports
ports-nothing = It publishes and exposes no port.
ports-inside = not published
ports-open = open in browser

networks-nothing = It is in no network.
networks-name = Network
networks-address = Address
networks-gateway = Gateway
networks-mac = MAC
networks-aliases = Also called

labels-filter = Filter by name or value
labels-nothing = It has no labels.

inspect-search = Search in what the engine says
inspect-copied = Copied.
inspect-not-copied = Could not be copied: mark it and copy it by hand.
