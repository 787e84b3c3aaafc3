public import Tooling

/// Tools that draw tables.
public let plotTools = ToolFamily(
  "plot", "Draw tables.", manuals: Manuals.pages, [ScatterPlot.self, HistogramPlot.self, BarChart.self, BoxPlot.self])
