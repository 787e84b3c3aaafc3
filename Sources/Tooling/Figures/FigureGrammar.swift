/// The words of Vega-Lite's vocabulary that figures use: what is checked when a chart is written, and what is drawn.
public enum FigureGrammar {
  public static let marks = [
    "point", "circle", "square", "line", "area", "bar", "tick", "rule", "rect", "text", "boxplot", "errorbar", "errorband",
  ]

  public static let channels = [
    "x", "y", "x2", "y2", "xOffset", "yOffset", "color", "fill", "stroke", "opacity", "size", "shape", "strokeDash", "strokeWidth", "text", "detail",
    "order", "tooltip", "row", "column", "facet",
  ]

  /// What a channel's definition may say.
  public static let channelProperties = [
    "field", "type", "aggregate", "bin", "timeUnit", "title", "scale", "axis", "legend", "sort", "stack", "format", "datum", "value", "header", "columns",
    "spacing", "bandPosition", "condition",
  ]

  public static let types = ["quantitative", "nominal", "ordinal", "temporal"]

  public static let aggregates = [
    "count", "valid", "missing", "distinct", "sum", "product", "mean", "average", "median", "min", "max", "q1", "q3", "stdev", "stdevp", "variance",
    "variancep", "stderr", "ci0", "ci1",
  ]

  public static let timeUnits = ["year", "yearquarter", "yearmonth", "yearmonthdate", "quarter", "month", "date", "day", "hours"]

  public static let scaleTypes = ["linear", "log", "symlog", "sqrt", "pow", "time", "utc", "band", "point", "ordinal", "sequential", "diverging"]

  public static let scaleProperties = ["type", "domain", "domainMid", "range", "scheme", "zero", "nice", "reverse", "exponent", "constant", "padding", "clamp"]

  public static let axisProperties = [
    "title", "format", "grid", "tickCount", "tickMinStep", "labelAngle", "values", "labels", "ticks", "domain", "labelLimit", "orient",
  ]

  public static let legendProperties = ["title", "format", "values", "tickCount", "orient", "direction", "columns", "type", "symbolType", "labelLimit"]

  /// Steps of `transform`, each named by its first key.
  public static let transforms = [
    "filter", "calculate", "aggregate", "joinaggregate", "window", "bin", "density", "regression", "loess", "quantile", "fold", "stack",
  ]

  /// What `window` says of a row among those before and after it; the aggregates too.
  public static let windowOperations = [
    "row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile", "lag", "lead", "first_value", "last_value", "nth_value",
  ]

  /// What a field predicate asks, beside its `field`.
  public static let predicates = ["equal", "lt", "lte", "gt", "gte", "range", "oneOf", "valid"]

  /// Channels that may differ by a `condition`.
  public static let conditionalChannels = ["color", "fill", "stroke", "opacity", "size", "shape", "text"]

  /// Channels whose scales the layers of a plot may have for themselves.
  public static let resolvedChannels = ["x", "y", "color", "fill", "stroke", "opacity", "size", "shape", "strokeDash"]

  /// What a view may say: a plot, layers, or views beside one another.
  public static let viewProperties = [
    "data", "transform", "mark", "encoding", "layer", "facet", "repeat", "spec", "hconcat", "vconcat", "concat", "columns", "resolve", "title", "description",
    "width", "height", "spacing", "name",
  ]

  public static let interpolations = ["linear", "step", "step-before", "step-after", "monotone", "cardinal", "basis"]
}
