public import Tooling

/// Tools that draw tables.
public let plotTools = ToolFamily(
  "plot", "Draw tables.", manuals: Manuals.pages,
  [
    PlotChart.self, ScatterPlot.self, LinePlot.self, AreaPlot.self, BarChart.self, HistogramPlot.self, DensityPlot.self, BoxPlot.self, ViolinPlot.self,
    BeeswarmPlot.self, HeatmapPlot.self, HexbinPlot.self, PairsPlot.self, ParallelCoordinatesPlot.self, VolcanoPlot.self, ResidualsPlot.self, ROCPlot.self,
    PrecisionRecallPlot.self, CalibrationPlot.self, DecisionCurvePlot.self, ConfusionMatrixPlot.self,
  ])
