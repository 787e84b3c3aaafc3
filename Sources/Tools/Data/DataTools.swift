public import Tooling

/// Tools that bring data from elsewhere.
public let dataTools = ToolFamily("data", "Bring data from elsewhere.", manuals: Manuals.pages, [FetchFile.self])
