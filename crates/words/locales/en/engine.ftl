# The engine: its page, the doctor, and the choice among engines.

doctor-title = No container engine answers
doctor-retry = Try again
doctor-tried = What was tried, in this order
doctor-named = named by you

command-copy-label = Copy { $command }

engine-title = Engine
engine-looking = Looking for an engine…
    .meaning = Every endpoint that is known is being tried, which takes a few seconds.
engine-connected = Connected since { $since }
engine-look-again = Look again
engine-paused = Collecting is paused since { $since }
    .meaning = Nothing is asked of the engine until you resume, or the console starts anew.
engine-resume = Resume
engine-unsaid = not said
engine-make = Engine
engine-endpoint-fact = Endpoint
engine-found-by = Found by
engine-machine = Machine
engine-api = API version
engine-containers = Containers
engine-cgroups = Control groups
engine-cgroup = version { $version }
engine-cores = Cores
engine-memory = Memory

engine-choice-title = Which engine to show
engine-choice-waiting = The engines are being looked up…
engine-choice-retry = Try again
engine-overruled = What is chosen here counts when it starts without that.
engine-automatic = Automatic
    .meaning = The first that answers, as the Docker CLI would find it.
engine-cli-current = the Docker CLI’s current context
engine-chosen = Chosen
engine-use = Use
engine-use-label = Use { $name }
engine-switching = Switching…
engine-no-context = The Docker CLI has no context of that name any more. Choose another one.
engine-endpoint-chosen = An endpoint of your own
engine-endpoint = Another endpoint
    .hint = For example
engine-endpoint-malformed = That is no endpoint. Write it with what it begins with, such as unix:///run/docker.sock or ssh://user@host.
engine-kept-automatic = The first that answers is shown, from now on.
engine-kept-context = The engine of the context { $name } is shown, from now on.
engine-kept-endpoint = The engine at { $endpoint } is shown, from now on.

transport-unix = Socket
transport-pipe = Named pipe
transport-tcp = TCP, not encrypted
transport-tls = TLS
transport-ssh = SSH
transport-unknown = Unknown way
