import Tabular
import Tooling

/// A metric over numbers, with a band of one standard deviation over the folds on either side: curves of learning, of validation, of a search.
struct ScoreCurve {
  struct Line {
    var name: String
    var x: [Double]
    var mean: [Double]
    var deviation: [Double]
  }

  let x: String
  let metric: String
  let lines: [Line]

  func figure() throws -> Figure? {
    var columns: (name: [String?], x: [Double], mean: [Double], low: [Double], high: [Double]) = ([], [], [], [], [])
    for line in lines {
      for place in line.x.indices where line.mean[place].isFinite {
        let margin = line.deviation[place].isFinite ? line.deviation[place] : 0
        columns.name.append(line.name)
        columns.x.append(line.x[place])
        columns.mean.append(line.mean[place])
        columns.low.append(line.mean[place] - margin)
        columns.high.append(line.mean[place] + margin)
      }
    }
    guard let least = columns.x.min(), let greatest = columns.x.max(), least < greatest else { return nil }
    let table = try Table([
      Column("rows", .text(TextValues(columns.name))), Column("x", .number(columns.x)), Column("mean", .number(columns.mean)),
      Column("low", .number(columns.low)), Column("high", .number(columns.high)),
    ])
    let across = Encoding.field("x", .quantitative, title: x, scale: least > 0 && greatest / least >= 100 ? .logarithmic : .withoutZero)
    var band = ChartLayer(
      "points", .area(opacity: 0.2),
      [.x: across, .y: .field("low", .quantitative, title: metric, scale: .withoutZero), .y2: .field("high", .quantitative)])
    var curve = ChartLayer("points", .line(hasPoints: true), [.x: across, .y: .field("mean", .quantitative, title: metric, scale: .withoutZero)])
    if lines.count > 1 {
      let colour = Encoding.field("rows", .nominal, title: "Rows", sort: .values(lines.map(\.name)))
      band.encode(.color, colour)
      curve.encode(.color, colour)
    }
    let told = lines.map { line in
      "\(line.name) from \(shortNumber(line.mean.first ?? .nan)) to \(shortNumber(line.mean.last ?? .nan))"
    }
    return try Chart(description: "\(metric) over \(x): \(told.joined(separator: "; ")).", datasets: [("points", table)], layers: [band, curve]).figure()
  }
}
