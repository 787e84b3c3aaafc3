import Synchronization

/// The tools that a notebook may invoke, by name.
///
/// A tool of a family is declared when it is first asked for: a notebook of three tools pays for three.
public final class ToolCatalogue: Sendable {
  /// In the order of the alphabet.
  public let names: [String]
  private let families: [String: ToolFamily]
  private let declared: Mutex<[String: ToolDeclaration]>

  public init(_ tools: [ToolDeclaration]) {
    names = tools.map(\.name).sorted()
    families = [:]
    declared = Mutex(Dictionary(tools.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }))
  }

  public init(families: [ToolFamily]) {
    self.families = Dictionary(families.flatMap { family in family.names.map { ($0, family) } }, uniquingKeysWith: { first, _ in first })
    names = self.families.keys.sorted()
    declared = Mutex([:])
  }

  /// Every tool, in the order of the names.
  public var tools: [ToolDeclaration] { names.compactMap { self[$0] } }

  public subscript(_ name: String) -> ToolDeclaration? {
    if let known = declared.withLock({ $0[name] }) { return known }
    guard let declaration = families[name]?.declaration(of: name) else { return nil }
    declared.withLock { $0[name] = declaration }
    return declaration
  }

  /// The near name for one that is not in the catalogue, the tool's own name counting most: `table.reed`, `tabel.read`.
  public func nearName(to name: String) -> String? {
    if let near = Tooling.nearName(to: name, among: names) { return near }
    let tail = name.split(separator: ".").last.map(String.init) ?? name
    return names.first { $0.hasSuffix("." + tail) }
  }
}
