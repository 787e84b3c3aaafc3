/// A view with its room: a plot with axes, or panels in rows and columns.
indirect enum Panel {
  case plot(PlotPanel)
  case grid(GridPanel)

  /// - Parameter siblings: for each channel the layers of the whole that share its scale.
  init(_ view: FigureView, siblings: [String: [LayerData]] = [:]) {
    switch view {
    case .plot(let plot): self = .plot(PlotPanel(plot, siblings: siblings))
    case .grid(let grid): self = .grid(GridPanel(grid, siblings: siblings))
    }
  }

  /// The plots in it.
  var plots: [Plot] {
    switch self {
    case .plot(let panel): [panel.plot]
    case .grid(let grid): grid.cells.flatMap { $0?.plots ?? [] }
    }
  }

  var margins: PlotPanel.Margins {
    switch self {
    case .plot(let panel): panel.margins
    case .grid: PlotPanel.Margins()
    }
  }

  /// Of the plot area, or of a whole grid.
  var size: (width: Double, height: Double) {
    switch self {
    case .plot(let panel): (panel.width, panel.height)
    case .grid(let grid): (grid.width, grid.height)
    }
  }

  mutating func draw(left: Double, top: Double, identifier: String, _ svg: inout SVGText) {
    switch self {
    case .plot(var panel): panel.draw(left: left, top: top, identifier: identifier, &svg)
    case .grid(var grid): grid.draw(left: left, top: top, identifier: identifier, &svg)
    }
  }
}
