/// An operation that a notebook's steps invoke: declared once, in one struct in one file.
///
/// ```swift
/// /// Keeps some columns of a table, in the order named.
/// struct SelectColumns: Tool {
///   static let name = "table.select"
///   static let summary = "Keep some columns, in the order named."
///   static let version = "1"
///
///   @Input("The table to take columns from.") var table: Table
///   @Param("The columns to keep.", of: "table") var columns: [ColumnName]
///   @Output("The columns named.") var selected: Table?
///
///   mutating func run(_ context: RunContext) throws { … }
/// }
/// ```
///
/// From the declaration come validation, help, the JSON Schema, the manual and the conformance tests. The struct's
/// docstring is its manual page. Swift's `maxDepth` is the notebook's `max_depth`.
public protocol Tool: Decodable, Sendable {
  /// `family.tool_name`.
  static var name: String { get }
  /// One line, a sentence with a full stop.
  static var summary: String { get }
  /// Changes where the same inputs may give other outputs; a test that watches the outputs says when.
  static var version: String { get }
  /// The publications of the method.
  static var citations: [Citation] { get }

  /// Whether it holds out rows by which something else is judged.
  static var holdsOutRows: Bool { get }

  init()

  /// Reads the inputs, sets the outputs. Bytes in, bytes out: nothing else decides what it does.
  mutating func run(_ context: RunContext) throws
}

extension Tool {
  public static var citations: [Citation] { [] }
  public static var holdsOutRows: Bool { false }
}

/// A tool that fans out into sub-steps, which the engine keys, caches and schedules as it does steps.
public protocol ExpandingTool: Tool {
  /// The sub-steps, a function of inputs and parameters alone.
  func expand(_ context: RunContext) throws -> [SubStep]
  /// Sets the outputs from what the sub-steps gave.
  mutating func gather(_ results: SubStepResults, _ context: RunContext) throws
}

extension ExpandingTool {
  public mutating func run(_ context: RunContext) throws {
    throw ToolError("'\(Self.name)' runs as sub-steps")
  }
}

/// One piece of an expanding tool's work.
public struct SubStep: Sendable {
  /// Unique among its siblings: `fold 1`.
  public var name: String
  public var tool: String
  /// Given parameters; the engine fills in defaults.
  public var arguments: [TypedValue.Field]
  public var inputs: [(name: String, source: Source)]
  /// What of the step that expands each of the sub-step's parameters comes from, where it has another name there: `pipeline` from
  /// `pipelines.linear`, `pipeline[2]` from `grid.model[3]`. What goes wrong in the sub-step is told there.
  public var origins: [String: String]

  public enum Source: Sendable {
    /// An input of the step that expands; `place` counts within an input that takes a list.
    case input(String, place: Int = 0)
    /// An output of an earlier sibling.
    case output(of: String, String)
    /// A value made while expanding.
    case value(any ArtifactValue)
  }

  public init(
    _ name: String, tool: String, arguments: [TypedValue.Field], inputs: [(name: String, source: Source)], origins: [String: String] = [:]
  ) {
    self.name = name
    self.tool = tool
    self.arguments = arguments
    self.inputs = inputs
    self.origins = origins
  }
}

/// What the sub-steps of a step gave.
public struct SubStepResults: Sendable {
  private let artifacts: [String: [String: StoredArtifact]]

  /// - Parameter artifacts: by the sub-step's name and the output's.
  public init(_ artifacts: [String: [String: StoredArtifact]]) { self.artifacts = artifacts }

  /// The output `name` of the sub-step `subStep`, read as `V`.
  public func value<V: ArtifactValue>(_ name: String, of subStep: String, as _: V.Type = V.self) throws -> V {
    guard let artifact = artifacts[subStep]?[name] else { throw ToolError("'\(subStep)' gave no '\(name)'") }
    return try V(artifact)
  }
}

/// Why a tool cannot do what it was asked: what happened, what to do about it, and which parameter or input it is about.
public struct ToolError: Error, Sendable, Hashable, CustomStringConvertible {
  public var message: String
  public var remedy: String?
  /// The parameter or input to point at in the notebook.
  public var parameter: String?

  public init(_ message: String, remedy: String? = nil, parameter: String? = nil) {
    self.message = message
    self.remedy = remedy
    self.parameter = parameter
  }

  public var description: String { message }
}
