/// A part of a figure's specification as a parameter: YAML of any shape that keeps to `FigureGrammar`.
public enum FigurePart: String, Sendable, Hashable {
  case mark, encoding, transforms, views, view, facet, `repeat`, resolve

  /// The part as a noun for a table.
  public var label: String {
    switch self {
    case .transforms: "list of transforms"
    case .views: "list of views"
    case .mark, .encoding, .view, .facet, .repeat, .resolve: rawValue
    }
  }

  /// What the part must be, after "must be".
  public var phrase: String {
    switch self {
    case .mark: "a mark, or a mapping with its type"
    case .encoding: "a mapping of channels"
    case .transforms: "a list of transforms"
    case .views: "a list of views"
    case .view: "a view: a mapping with mark and encoding, or layer"
    case .facet: "a mapping with field, or with row and column"
    case .repeat: "a list of columns, or a mapping with row, column or layer"
    case .resolve: "a mapping with scale"
    }
  }
}

/// A parameter that holds a part of a specification.
public protocol FigurePartParameter: ParameterValue {
  static var part: FigurePart { get }
  var json: JSON { get }
  init(json: JSON)
}

extension FigurePartParameter {
  public static var type: ParameterType { .figure(part) }
  public static var placeholder: Self { Self(json: .null) }
  public var typedValue: TypedValue { json.value }
  public init(_ value: TypedValue) throws { self.init(json: JSON(value)) }
}

public struct FigureMarkParameter: FigurePartParameter {
  public static let part = FigurePart.mark
  public let json: JSON
  public init(json: JSON) { self.json = json }
}

public struct FigureEncodingParameter: FigurePartParameter {
  public static let part = FigurePart.encoding
  public let json: JSON
  public init(json: JSON) { self.json = json }
}

public struct FigureTransformsParameter: FigurePartParameter {
  public static let part = FigurePart.transforms
  public let json: JSON
  public init(json: JSON) { self.json = json }
}

public struct FigureViewsParameter: FigurePartParameter {
  public static let part = FigurePart.views
  public let json: JSON
  public init(json: JSON) { self.json = json }
}

public struct FigureViewParameter: FigurePartParameter {
  public static let part = FigurePart.view
  public let json: JSON
  public init(json: JSON) { self.json = json }
}

public struct FigureFacetParameter: FigurePartParameter {
  public static let part = FigurePart.facet
  public let json: JSON
  public init(json: JSON) { self.json = json }
}

public struct FigureRepeatParameter: FigurePartParameter {
  public static let part = FigurePart.repeat
  public let json: JSON
  public init(json: JSON) { self.json = json }
}

public struct FigureResolveParameter: FigurePartParameter {
  public static let part = FigurePart.resolve
  public let json: JSON
  public init(json: JSON) { self.json = json }
}
