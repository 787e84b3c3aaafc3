import Learning
import LinearAlgebra
import Tabular
import Tooling

extension FittedDecisionTree {
  /// What a way down the tree asks of one feature.
  private struct Condition {
    let feature: Int
    var lower = -Double.infinity
    var upper = Double.infinity
    /// Whether missing values take this way; nil where no split saw any.
    var takesMissing: Bool?
    /// Whether values that are there take it.
    var takesValues = true

    /// `0.1 < gene ≤ 0.7 or is missing`.
    func text(_ name: String) -> String {
      guard takesValues else { return "\(name) is missing" }
      let (low, high) = (shortNumber(lower, digits: 6), shortNumber(upper, digits: 6))
      let bounds =
        switch (lower.isFinite, upper.isFinite) {
        case (true, true): "\(low) < \(name) ≤ \(high)"
        case (true, false): "\(name) > \(low)"
        case (false, true): "\(name) ≤ \(high)"
        case (false, false): takesMissing == false ? "\(name) is not missing" : ""
        }
      return takesMissing == true && !bounds.isEmpty ? "\(bounds) or is missing" : bounds
    }
  }

  /// A row a leaf, from left to right: `leaf`, `rule`, `depth`, `rows`, `prediction`, then each class's share, or `sd`.
  func ruleTable() throws -> Table {
    var rules: [String] = []
    var leaves: [(place: Int, depth: Int)] = []
    var pending: [(place: Int, depth: Int, conditions: [Condition])] = [(0, 0, [])]
    while let (place, depth, conditions) = pending.popLast() {
      let node = tree.nodes[place]
      guard !node.isLeaf else {
        leaves.append((place, depth))
        let parts = conditions.map { $0.text(features[$0.feature]) }.filter { !$0.isEmpty }
        rules.append(parts.isEmpty ? "every row" : parts.joined(separator: " and "))
        continue
      }
      pending.append((Int(node.left) + 1, depth + 1, Self.adding(node, goingLeft: false, to: conditions)))
      pending.append((Int(node.left), depth + 1, Self.adding(node, goingLeft: true, to: conditions)))
    }
    let places = leaves.map(\.place)
    let shares = signature.learnt.indices.map { label in places.map { tree.values[$0, label] } }
    let outcomes: [Column]
    if target.isClassification {
      let codes = places.indices.map { leaf in
        Int32(truncatingIfNeeded: signature.learnt[shares.indices.reduce(0) { shares[$1][leaf] > shares[$0][leaf] ? $1 : $0 }])
      }
      outcomes =
        [Column("prediction", .dictionary(DictionaryValues(codes: codes, levels: target.classes)))]
        + zip(signature.classNames, shares).map { Column("share_\($0)", .number($1)) }
    } else {
      outcomes = [
        Column("prediction", .number(places.map { tree.values[$0, 0] })), Column("sd", .number(places.map { max(0, tree.nodes[$0].impurity).squareRoot() })),
      ]
    }
    func counts(_ values: [Int]) -> Column.Values { .integer(Optionals(values.map { Int64($0) }, zero: 0)) }
    return try Table(
      [
        Column("leaf", counts(places.indices.map { $0 + 1 })), Column("rule", .text(TextValues(rules))), Column("depth", counts(leaves.map(\.depth))),
        Column("rows", counts(places.map { Int(tree.nodes[$0].rowCount) })),
      ] + outcomes)
  }

  private static func adding(_ node: ThresholdTree.Node, goingLeft: Bool, to conditions: [Condition]) -> [Condition] {
    var conditions = conditions
    let feature = Int(node.feature)
    let place = conditions.firstIndex { $0.feature == feature } ?? conditions.count
    if place == conditions.count { conditions.append(Condition(feature: feature)) }
    if goingLeft {
      conditions[place].upper = min(conditions[place].upper, node.threshold)
    } else if node.threshold == .infinity {
      conditions[place].takesValues = false
    } else {
      conditions[place].lower = max(conditions[place].lower, node.threshold)
    }
    if node.sawMissing { conditions[place].takesMissing = node.missingGoesLeft == goingLeft }
    return conditions
  }
}
