/// What a specification shows: a plot, or views beside and above one another.
indirect enum FigureView {
  case plot(PlotView)
  case grid(GridView)

  /// The plots in it, in the order in which they are drawn.
  var plots: [PlotView] {
    switch self {
    case .plot(let plot): [plot]
    case .grid(let grid): grid.cells.flatMap { $0?.plots ?? [] }
    }
  }
}

/// Marks over shared scales.
struct PlotView {
  var layers: [LayerData]
  /// Of the plot area, as the author has it: a proportion more than a size, since a page is as wide as it is.
  var width: Double?
  var height: Double?
  var title: String?
}

/// Views in rows and columns: the panels of a facet, or a concatenation.
struct GridView {
  /// Row by row; nil where a place is empty.
  var cells: [FigureView?]
  var columnCount: Int
  var isFacet: Bool
  /// Above each column, beside each row, or above each panel of a wrapped facet.
  var columnTitles: [String] = []
  var rowTitles: [String] = []
  var cellTitles: [String] = []
  var title: String?
  /// Pixels between panels; nil for what suits.
  var spacing: Double?
  /// Channels whose scale is one for all cells.
  var shared: Set<String>

  var rowCount: Int { columnCount > 0 ? (cells.count + columnCount - 1) / columnCount : 0 }
}
