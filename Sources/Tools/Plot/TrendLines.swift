import Learning
import Tabular
import Tooling

/// Lines through points, one a group.
struct TrendLines {
  private var xs: [Double] = [], ys: [Double] = []
  private var names: [String?] = []
  /// What the lines say, for an alt text: `trend: R² 0.91`.
  let words: String

  /// - Parameter groups: which points belong together; nil for all.
  init(_ points: Table, x: String, y: String, _ groups: ColumnLevels?, isSmooth: Bool) throws {
    guard let across = points.column(x)?.values.numbers, let up = points.column(y)?.values.numbers else {
      throw ToolError("a trend needs columns of numbers", remedy: "leave 'trend' out for times", parameter: "trend")
    }
    var told: [String] = []
    for (name, rows) in groups.map({ zip($0.names, $0.rows).map { (Optional($0), $1) } }) ?? [(nil, Array(across.indices))] {
      let chosen = rows.map { (x: across[$0], y: up[$0]) }
      var line: [(x: Double, y: Double)] = []
      if isSmooth {
        if let smooth = LocalRegression(chosen) { line = zip(smooth.x, smooth.y).map { ($0, $1) } }
      } else if let fit = CurveRegression(chosen) {
        line = fit.line(from: fit.extent.low, to: fit.extent.high)
        told.append((name.map { "\(shortened($0)) " } ?? "") + "R² \(shortNumber(fit.rSquared, digits: 2))")
      }
      xs += line.map(\.x)
      ys += line.map(\.y)
      names += line.map { _ in name }
    }
    words = isSmooth ? "with smooth lines" : "with straight lines" + (told.isEmpty ? "" : ", " + told.prefix(8).joined(separator: ", "))
  }

  func table(x: String, y: String, group: String?) throws -> Table {
    var columns = [Column(x, .number(xs))]
    if y != x { columns.append(Column(y, .number(ys))) }
    if let group, group != x, group != y { columns.append(Column(group, .text(TextValues(names)))) }
    return try Table(columns)
  }
}
