# The page of the design system, in debug builds.

design-title = Design system
design-about = { $count } components in each of their states, and the tokens that they are made of.
design-colors = Colours
design-sizes = Distances and type
design-theme = Theme { $name }
design-token = Token
design-value = Value
design-on = on { $surface }
