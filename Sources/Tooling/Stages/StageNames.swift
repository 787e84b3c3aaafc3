extension StageSpecification {
  /// What a grid calls each stage of a pipeline: by its alias, else by the second part of its tool's name, with a number from the second on:
  /// `random_forest`, `random_forest_2`.
  public static func names(_ stages: [(tool: String, alias: String?)]) -> [String] {
    var counts: [String: Int] = [:]
    return stages.map { stage in
      if let alias = stage.alias { return alias }
      let short = stage.tool.split(separator: ".").last.map(String.init) ?? stage.tool
      counts[short, default: 0] += 1
      let count = counts[short, default: 1]
      return count == 1 ? short : "\(short)_\(count)"
    }
  }

  public static func names(_ stages: [StageSpecification]) -> [String] { names(stages.map { ($0.tool, $0.alias) }) }
}
