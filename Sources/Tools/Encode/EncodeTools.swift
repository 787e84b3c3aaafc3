public import Tooling

/// Tools that turn categories into numbers, and numbers into categories.
public let encodeTools = ToolFamily(
  "encode", "Turn categories into numbers, and numbers into bins.", manuals: Manuals.pages, [OneHotEncode.self, OrdinalEncode.self, DiscretizeEncode.self])
