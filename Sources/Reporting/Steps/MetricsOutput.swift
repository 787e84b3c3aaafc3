import Tooling

/// Metrics: a grid of numbers with their intervals, and a table a class.
extension PageDrawing {
  func drawMetrics(_ metrics: Metrics, _ slot: OutputSlot) {
    // A deviation stands with what it is the deviation of.
    let allNames = Set(metrics.values.map(\.name))
    func isDeviation(_ name: String) -> Bool { name.hasSuffix("_sd") && allNames.contains(String(name.dropLast(3))) }
    let confidence = (slot.arguments?["confidence"] ?? slot.arguments?["confidence_level"])?.double.flatMap { $0 > 0 && $0 < 1 ? $0 : nil }
    let values = metrics.values.filter { !isDeviation($0.name) }.map { metric -> TemplateFields in
      let deviation = metrics[metric.name + "_sd"].flatMap { $0.isFinite ? $0 : nil }
      let interval = metrics.intervals.first { $0.name == metric.name && $0.low.isFinite && $0.high.isFinite }
      return [
        "name": Self.metricName(metric.name), "isUndefined": metric.value.isNaN, "undefined": PageWords.undefined,
        "value": metric.value.isNaN ? "–" : NumberText.significant(metric.value), "exact": TypedValue.shortest(metric.value),
        "interval": interval.map { Self.interval($0.low, $0.high) } ?? "", "hasInterval": interval != nil,
        "deviation": deviation.map { PageWords.deviation(NumberText.significant($0, digits: 2)) } ?? "", "hasDeviation": deviation != nil,
      ]
    }
    var names: [String] = []
    for group in metrics.classes { for value in group.values where !names.contains(value.name) { names.append(value.name) } }
    let formats = names.map { name in
      (name, NumberColumnFormat(metrics.classes.compactMap { group in group.values.first { $0.name == name }?.value }))
    }
    let classes = metrics.classes.map { group -> TemplateFields in
      [
        "name": group.name,
        "values": formats.map { name, format in
          group.values.first { $0.name == name }.map { $0.value.isNaN ? "–" : format.text($0.value) } ?? "–"
        },
      ]
    }
    out.write(
      templates.render(
        "metrics",
        [
          "heading": slot.heading.text, "anchor": partAnchor(slot).text, "values": values, "hasValues": !values.isEmpty, "hasClasses": !classes.isEmpty, "classes": classes,
          "classWord": PageWords.classColumn, "columns": names.map(Self.metricName), "intervalWord": confidence.map(PageWords.interval(confidence:)) ?? PageWords.interval,
        ]))
  }

  /// `balanced_accuracy` → `balanced accuracy`; the field's abbreviations keep their capitals.
  static func metricName(_ name: String) -> String {
    let capitals = ["auc": "AUC", "roc": "ROC", "rmse": "RMSE", "mae": "MAE", "mse": "MSE", "f1": "F1", "r2": "R²", "mape": "MAPE"]
    return name.split(separator: "_").map { capitals[String($0)] ?? String($0) }.joined(separator: " ")
  }

  private static func interval(_ low: Double, _ high: Double) -> String {
    "\(NumberText.significant(low, digits: 3)) – \(NumberText.significant(high, digits: 3))"
  }
}
