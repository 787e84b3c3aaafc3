import PlotTools
import Tabular
import TestSupport
import Testing
import Tooling

private func plot(_ name: String, _ csv: String, _ arguments: JSON) throws -> Figure {
  try runTool(plotTools.tool(name), inputs: ["table": Table(csv: csv)], arguments: arguments).value("figure")
}

extension Figure {
  fileprivate func numbers(_ dataset: String, _ column: String) -> [Double] {
    datasets.first { $0.name == dataset }?.table.column(column)?.values.numbers ?? []
  }
  fileprivate func texts(_ dataset: String, _ column: String) -> [String?] {
    datasets.first { $0.name == dataset }?.table.column(column)?.values.strings ?? []
  }
  fileprivate var alt: String? { specification["description"]?.string }
}

/// The rows that plots compute, and what their alt texts say.
struct PlotToolTests {
  @Test func linesJoinMeans() throws {
    let csv = "x,y,g\n1,2,a\n1,4,a\n2,5,a\n1,7,b\n"
    let figure = try plot("plot.line", csv, ["x": "x", "y": "y", "color": "g", "aggregate": "mean"])
    #expect(figure.numbers("lines", "x") == [1, 2, 1])
    #expect(figure.numbers("lines", "y") == [3, 5, 7])
    #expect(figure.alt == "Line plot of mean of y against x: 4 rows; x from 1 to 2; by g: a (3), b (1).")
    #expect(try plot("plot.line", csv, ["x": "x", "y": "y"]).numbers("lines", "y") == [2, 4, 5, 7])
    let error = ToolError.thrown { try plot("plot.line", csv, ["x": "g", "y": "y"]) }
    #expect(error?.message == "'x' needs a column of numbers or times, and 'g' is text")
  }

  @Test func densitiesHaveAreaOne() throws {
    let figure = try plot("plot.density", "v\n1\n2\n4\n8\n9\n", ["x": "v"])
    let (places, heights) = (figure.numbers("curves", "value"), figure.numbers("curves", "density"))
    let step = places[1] - places[0]
    #expect(abs(heights.reduce(0, +) * step - 1) < 0.01)
    #expect(figure.alt == "Density of v: 5 values; median 4.")
  }

  @Test func violinsEndAtTheirValues() throws {
    let figure = try plot("plot.violin", "g,v\na,1\na,3\na,2\nb,10\nb,20\n", ["y": "v", "x": "g"])
    let rows = zip(figure.texts("curves", "group"), figure.numbers("curves", "value"))
    #expect(rows.filter { $0.0 == "a" }.map(\.1).max() == 3)
    #expect(rows.filter { $0.0 == "b" }.map(\.1).min() == 10)
    #expect(figure.specification["encoding"]?["column"]?["field"] == "group")
  }

  @Test func swarmsDoNotHideTheirPoints() throws {
    let values = "v\n" + (0..<40).map { "\($0 / 10)\n" }.joined()
    let figure = try plot("plot.beeswarm", values, ["y": "v"])
    let (heights, offsets) = (figure.numbers("points", "value"), figure.numbers("points", "offset"))
    for a in heights.indices { for b in heights.indices where a < b && heights[a] == heights[b] { #expect(abs(offsets[a] - offsets[b]) >= 0.999) } }
    #expect(offsets[0] == 0)
  }

  @Test func hexagonsHoldAllRows() throws {
    let csv = "x,y\n" + (0..<300).map { "\(($0 * 37) % 101),\(($0 * 53) % 89)\n" }.joined()
    let figure = try plot("plot.hexbin", csv, ["x": "x", "y": "y", "gridsize": 6])
    let counts = figure.numbers("hexagons", "count")
    #expect(counts.reduce(0, +) == 6 * 300)
    #expect(Set(figure.numbers("hexagons", "corner")) == [0, 1, 2, 3, 4, 5])
  }

  @Test func heatmapsAreOrderedByLikeness() throws {
    let csv = "id,a,b,c\np,1,9,1\nq,8,1,8\nr,1,8,1\ns,9,1,8\n"
    let figure = try plot("plot.heatmap", csv, ["label": "id", "cluster": "both"])
    let order = figure.texts("cells", "row").compactMap { $0 }
    let rows = order.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
    #expect(Set(rows.prefix(2)) == ["p", "r"] || Set(rows.prefix(2)) == ["q", "s"])
    #expect(figure.specification["concat"]?.array?.count == 4)
    #expect(figure.alt == "Heatmap of 3 columns in 4 rows; rows and columns ordered by average linkage, with their tree.")
    #expect(try plot("plot.heatmap", csv, ["features": ["a"]]).specification["layer"] == nil)
  }

  @Test func volcanoesCountBothSides() throws {
    let csv = "gene,effect,p\na,2,0.001\nb,-3,0.01\nc,2,0.2\nd,0.1,0.0001\n"
    let figure = try plot("plot.volcano", csv, ["x": "effect", "p": "p", "label": "gene"])
    #expect(figure.texts("points", "kind") == ["up", "down", "not significant", "not significant"])
    #expect(figure.texts("named", "name") == ["a", "b"])
    #expect(figure.alt == "Volcano plot of 4 rows: 1 up and 1 down, of effects of at least 1 and p below 0.05.")
    let error = ToolError.thrown { try plot("plot.volcano", "e,p\n1,2\n", ["x": "e", "p": "p"]) }
    #expect(error?.message == "'p' needs p-values, from 0 to 1, and 'p' has 2")
  }

  @Test func scoresAreJudged() throws {
    let csv = "truth,good,poor\nno,0.1,0.6\nno,0.2,0.4\nyes,0.8,0.5\nyes,0.9,0.3\n"
    let roc = try plot("plot.roc", csv, ["truth": "truth", "scores": ["good", "poor"]])
    #expect(roc.alt == "ROC curves of the class 'yes', 4 rows; areas: good 1, poor 0.25.")
    let precision = try plot("plot.precision_recall", csv, ["truth": "truth", "scores": ["good"], "positive": "yes"])
    #expect(precision.alt == "Precision against recall of the class 'yes', 4 rows; average precision: good 1.")
    let calibration = try plot("plot.calibration", csv, ["truth": "truth", "scores": ["good"], "bins": 2])
    #expect(calibration.numbers("curves", "y") == [0, 1])
    let error = ToolError.thrown { try plot("plot.roc", csv, ["truth": "truth", "scores": ["good"], "positive": "yess"]) }
    #expect(error?.message == "'truth' has no class 'yess'; did you mean 'yes'?")
  }

  @Test func confusionIsCounted() throws {
    let figure = try plot("plot.confusion_matrix", "t,p\na,a\na,b\nb,b\nb,c\n", ["truth": "t", "predicted": "p"])
    #expect(figure.numbers("cells", "count") == [1, 1, 0, 0, 1, 1, 0, 0, 0])
    #expect(figure.alt == "Confusion matrix of 3 classes: 2 of 4 right.")
  }

  @Test func residualsAreTruthLessPrediction() throws {
    let figure = try plot("plot.residuals", "t,p\n1,2\n4,3\n", ["truth": "t", "predicted": "p"])
    #expect(figure.numbers("rows", "residual") == [-1, 1])
    #expect(figure.alt == "Residuals of t against predictions: 2 rows; from -1 to 1, root mean squared error 1.")
  }

  @Test func trendsGoThroughEachGroup() throws {
    let figure = try plot("plot.scatter", "x,y,g\n0,0,a\n1,2,a\n0,5,b\n1,4,b\n", ["x": "x", "y": "y", "color": "g", "trend": "linear"])
    #expect(figure.numbers("trend", "y") == [0, 2, 5, 4])
    #expect(figure.texts("trend", "g") == ["a", "a", "b", "b"])
    #expect(figure.alt?.hasSuffix("with straight lines, a R² 1, b R² 1.") == true)
  }

  @Test func pairsAndProfilesHaveAllRows() throws {
    let csv = "a,b,g\n1,5,x\n2,7,y\n3,6,x\n"
    let pairs = try plot("plot.pairs", csv, ["features": ["a", "b"], "color": "g"])
    #expect(pairs.specification["concat"]?.array?.count == 4)
    #expect(pairs.numbers("rows", "a") == [1, 2, 3])
    #expect(pairs.alt == "Pair plot of a, b: 3 rows; the strongest correlation is 0.5, of a and b; coloured by g: x (2), y (1).")
    #expect(ToolError.thrown { try plot("plot.pairs", csv, ["features": ["a"]]) }?.message == "'features' must be two to six different columns, not 1")
    let profiles = try plot("plot.parallel_coordinates", csv, ["features": ["a", "b"]])
    #expect(profiles.numbers("lines", "share") == [0, 0, 0.5, 1, 1, 0.5])
  }
}
