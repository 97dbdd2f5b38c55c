# Die Seite des Designsystems, in Debug-Builds.

design-title = Designsystem
design-about = { $count } Komponenten in jedem ihrer Zustände, und die Tokens, aus denen sie bestehen.
design-colors = Farben
design-sizes = Abstände und Schrift
design-theme = Thema { $name }
design-token = Token
design-value = Wert
design-on = auf { $surface }
