# What watching costs: the console, what it asks of the engine, and what it keeps on disk.

cost-title = What the console costs
    .pace = measured every few seconds
    .waiting = It is being measured…

cost-cpu = CPU of the console
    .note = of one core
    .line = The last 15 minutes
cost-memory = Its memory
    .note = of all its processes
cost-engine-watching = Engine, for watching
    .note = of one core
cost-engine-cpu = CPU of the engine
    .unknown = not told here
    .note = for whatever reason
cost-disk = On disk
    .cap = of at most { $size }
    .none = nothing is kept

cost-watched = Watched
cost-watched-instances = { $count ->
    [one] { $shown } instance, in a frame every { $interval }
   *[other] { $shown } instances, in a frame every { $interval }
}

cost-sources = Sources
    .none = Nothing is measured now
cost-kernel = { $count } from the kernel's files
cost-kernel-network = { $count } from the kernel's files (the network of { $network } from the engine)
cost-kernel-network-asked = { $count } from the kernel's files (the network of { $network } from the engine, asked every { $interval })
cost-streamed = { $count } from the engine (streamed)
cost-asked = { $count } from the engine (asked every { $interval })
cost-streamed-and-asked = { $count } from the engine ({ $streamed } streamed, { $asked } asked every { $interval })

cost-pace = Pace
cost-pace-nothing = The engine is asked for nothing
cost-pace-kernel = Every number is new in each frame
cost-pace-streamed = Every number is as new as the engine's streams bring it
cost-pace-both = What the kernel tells is new in each frame, and what is streamed as often as the engine sends it
cost-pace-network = { $told }, but a network that only the engine knows is asked for now and then
cost-pace-watched = Somebody looks, so what is on the screen comes first
cost-pace-unwatched = Nobody looks, so the engine is asked less often
cost-pace-on-battery = This machine runs on its battery, so the engine is asked less often
cost-pace-engine-slow = The engine is slow to answer, so it is asked less often

cost-each-second = Each second
cost-per-second = { $samples } samples and { $events } events

cost-engine = Engine
    .unknown = Not told on this system, or it runs on another machine
cost-engine-more = { $all } of a core, { $more } more than while collecting was paused
cost-engine-no-more = { $all } of a core, no more than while collecting was paused
cost-engine-all = { $all } of a core in all; pausing collecting tells which part of it is watching
cost-processes = { $count ->
    [one] { $shown } process
   *[other] { $shown } processes
}
cost-answers = { $often } answers a second
    .none = no answers asked of it

cost-database = Database
    .none = None: nothing is remembered
    .growth-unknown = how fast it grows is known in a few minutes
    .steady = it does not grow
cost-growing = growing by { $size } a day
    .less = shrinking by { $size } a day
