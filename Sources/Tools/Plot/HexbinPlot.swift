import Tabular
import Tooling

/// How many rows lie where: hexagons over two columns, coloured by the rows in them.
///
///     ```{plot.hexbin cells}
///     table: $cells
///     x: umap_1
///     y: umap_2
///     ```
///
/// For tables whose points would hide one another. Rows in which a plotted column is missing or infinite are left out, and their number is
/// noted. The figure holds hexagons, not rows.
struct HexbinPlot: Tool {
  static let name = "plot.hexbin"
  static let summary = "Draw how many rows lie where, as hexagons over two columns."
  static let version = "1"
  static let citations = [Citation("Carr DB, Littlefield RJ, Nicholson WL, Littlefield JS. Scatterplot matrix techniques for large N. JASA 82, 424–436 (1987).", doi: "10.2307/2289444")]

  @Input("The table to draw.") var table: Table
  @Param("The column across.", of: "table") var x: ColumnName
  @Param("The column upwards.", of: "table") var y: ColumnName
  @Param("How many hexagons stand beside one another.", .in(2...200)) var gridsize = 30
  @Param("Whether colours go by the logarithm of the counts.") var log = false
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    let across = try table.numbers(x, for: "x").column, upwards = try table.numbers(y, for: "y").column
    let plotted = PlottedColumns(table, [across, upwards], context)
    let xs = plotted.values(across).numbers ?? [], ys = plotted.values(upwards).numbers ?? []
    let hexagons = Hexagons(xs, ys, gridsize: gridsize)
    var columns: (x: [Double], y: [Double], count: [Double], corner: [Double], hexagon: [Double]) = ([], [], [], [], [])
    for (place, hexagon) in hexagons.filled.enumerated() {
      for corner in 0..<6 {
        let at = hexagons.corner(corner, of: hexagon)
        columns.x.append(at.x)
        columns.y.append(at.y)
        columns.count.append(Double(hexagon.count))
        columns.corner.append(Double(corner))
        columns.hexagon.append(Double(place))
      }
    }
    let cells = try Table([
      Column("x", .number(columns.x)), Column("y", .number(columns.y)), Column("count", .number(columns.count)), Column("corner", .number(columns.corner)),
      Column("hexagon", .number(columns.hexagon)),
    ])
    let scale = log ? Encoding.Scale.colours("viridis").and(.logarithmic) : .colours("viridis")
    let fullest = hexagons.filled.map(\.count).max() ?? 0
    figure = try Chart(
      title: title,
      description: "Hexagonal bins of \(y.name) against \(x.name): \(counted(xs.count, "row")) in \(counted(hexagons.filled.count, "hexagon")); the fullest holds \(fullest).",
      datasets: [("hexagons", cells)],
      layers: [
        ChartLayer(
          "hexagons", Mark.line().with("strokeWidth", 0).with("filled", true),
          [
            .x: .field("x", .quantitative, title: x.name, scale: .withoutZero), .y: .field("y", .quantitative, title: y.name, scale: .withoutZero),
            .fill: .field("count", .quantitative, title: "Rows", scale: scale), .detail: .field("hexagon", .nominal), .order: .field("corner", .quantitative),
          ])
      ]
    ).figure()
  }
}

/// A plane cut into hexagons that stand on a corner, in the proportions of a plot that is wider than high.
struct Hexagons {
  struct Filled {
    var column: Int, row: Int, count: Int
  }

  private(set) var filled: [Filled] = []
  private let origin: (x: Double, y: Double)
  /// From one hexagon's middle to the next beside it, and half of that between rows; from one row to the next.
  private let width: Double, rise: Double

  init(_ xs: [Double], _ ys: [Double], gridsize: Int) {
    let (left, right) = (xs.min() ?? 0, xs.max() ?? 1), (bottom, top) = (ys.min() ?? 0, ys.max() ?? 1)
    origin = (left, bottom)
    width = right > left ? (right - left) / Double(gridsize) : 1
    // Of a plot of 520 by 320 pixels regular hexagons are so much higher than wide in the columns' own units.
    let rows = max(1, Double(gridsize) * 320 / 520 / 0.866)
    rise = top > bottom ? (top - bottom) / rows : 1
    var counts: [[Int]: Int] = [:]
    for (x, y) in zip(xs, ys) {
      let (u, v) = ((x - left) / width, (y - bottom) / rise)
      guard u.isFinite, v.isFinite else { continue }
      // The nearest of the middles in the row below and the row above; odd rows are moved by a half.
      var best: (distance: Double, column: Int, row: Int)?
      for row in [Int(v.rounded(.down)), Int(v.rounded(.down)) + 1] {
        let shift = row % 2 == 0 ? 0 : 0.5
        let column = Int((u - shift).rounded())
        let (dx, dy) = (u - shift - Double(column), (v - Double(row)) * 0.866)
        let distance = dx * dx + dy * dy
        if distance < best?.distance ?? .infinity { best = (distance, column, row) }
      }
      if let best { counts[[best.row, best.column], default: 0] += 1 }
    }
    filled = counts.map { Filled(column: $0.key[1], row: $0.key[0], count: $0.value) }.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
  }

  func corner(_ corner: Int, of hexagon: Filled) -> (x: Double, y: Double) {
    let middle = (x: origin.x + (Double(hexagon.column) + (hexagon.row % 2 == 0 ? 0 : 0.5)) * width, y: origin.y + Double(hexagon.row) * rise)
    // From the top, clockwise: half a width sideways, a third and two thirds of the rise up.
    let sideways = [0, 0.5, 0.5, 0, -0.5, -0.5][corner % 6], up = [2.0 / 3, 1.0 / 3, -1.0 / 3, -2.0 / 3, -1.0 / 3, 1.0 / 3][corner % 6]
    return (middle.x + sideways * width, middle.y + up * rise)
  }
}
