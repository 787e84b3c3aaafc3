import LinearAlgebra

/// One value of all cells of a group that are not missing.
public enum Aggregate: Sendable, Hashable {
  /// How many there are.
  case count
  case sum, mean
  /// Over n - 1; missing for fewer than two.
  case variance, standardDeviation
  case min, max
  /// The first and the last in the order of the rows.
  case first, last
  /// How many different ones there are.
  case distinctCount
  /// Linear between the two nearest ranks, as numpy and R's type 7; 0.5 is the median.
  case quantile(Double)
}

extension Column.Values {
  /// One cell for each group, of its cells that are not missing. Without any, `count` and `sum` are 0 and the rest is missing.
  ///
  /// Sums of whole numbers are whole while they fit. Least and greatest are of the column's own order: numbers and times as such, text by code
  /// points, false before true; first and last keep its type.
  ///
  /// - Throws: `TableError` for what needs numbers of a column that has none.
  public func aggregated(_ aggregate: Aggregate, by groups: RowGroups) throws(TableError) -> Column.Values {
    switch aggregate {
    case .count: return .integer(Optionals(zeroed: presentCounts(groups), isPresent: []))
    case .first: return gathering(chosenRows(groups) { _, _ in false })
    case .last: return gathering(chosenRows(groups) { _, _ in true })
    case .min, .max:
      let precedes = order
      return gathering(chosenRows(groups) { best, row in aggregate == .min ? precedes(row, best) : precedes(best, row) })
    case .distinctCount:
      let values = CodedCells(self)
      let present = values.codes.indices.filter { values.codes[$0] >= 0 }
      let pairs = CodedCells(codes: present.map { groups.codes[$0] }, count: groups.count)
        .combined(with: CodedCells(codes: present.map { values.codes[$0] }, count: values.count))
      var counts = [Int64](repeating: 0, count: groups.count)
      var met = 0
      // Pairs are numbered as they appear: one that is greater than all before is new.
      for (place, code) in pairs.codes.enumerated() where Int(code) == met {
        counts[Int(groups.codes[present[place]])] += 1
        met += 1
      }
      return .integer(Optionals(zeroed: counts, isPresent: []))
    case .sum: return try sums(groups)
    case .mean:
      let (totals, counts) = (try totals(groups) { $0 }, presentCounts(groups))
      return .number(zip(totals, counts).map { $1 == 0 ? .nan : $0 / Double($1) })
    case .variance, .standardDeviation:
      let counts = presentCounts(groups)
      let means = zip(try totals(groups) { $0 }, counts).map { $0 / Double($1) }
      var squares = [Double](repeating: 0, count: groups.count)
      for (row, cell) in try cells().enumerated() where !cell.isNaN {
        let group = Int(groups.codes[row])
        squares[group] += (cell - means[group]) * (cell - means[group])
      }
      return .number(
        zip(squares, counts).map { square, count in
          let variance = count < 2 ? .nan : square / Double(count - 1)
          return aggregate == .variance ? variance : variance.squareRoot()
        })
    case .quantile(let share): return .number(try quantiles(groups, share))
    }
  }

  private func cells() throws(TableError) -> [Double] {
    guard let numbers else { throw TableError("a column of \(typeName) has no numbers") }
    return numbers
  }

  private func presentCounts(_ groups: RowGroups) -> [Int64] {
    var counts = [Int64](repeating: 0, count: groups.count)
    let missing = missing
    if missing.isEmpty {
      for code in groups.codes { counts[Int(code)] += 1 }
    } else {
      for (row, code) in groups.codes.enumerated() where !missing[row] { counts[Int(code)] += 1 }
    }
    return counts
  }

  /// In each group a row with a cell: the first, and any later one that `replaces` the one before; -1 where there is none.
  private func chosenRows(_ groups: RowGroups, _ replaces: (Int, Int) -> Bool) -> [Int32] {
    var rows = [Int32](repeating: -1, count: groups.count)
    let missing = missing
    for (row, code) in groups.codes.enumerated() where missing.isEmpty || !missing[row] {
      let best = rows[Int(code)]
      if best < 0 || replaces(Int(best), row) { rows[Int(code)] = Int32(truncatingIfNeeded: row) }
    }
    return rows
  }

  /// Whether the cell of one row stands before that of another; neither is missing.
  private var order: (Int, Int) -> Bool {
    switch self {
    case .number(let cells): { cells[$0] < cells[$1] }
    case .integer(let cells): { cells.values[$0] < cells.values[$1] }
    case .timestamp(let cells): { cells.ticks.values[$0] < cells.ticks.values[$1] }
    case .boolean(let cells): { !cells.values[$0] && cells.values[$1] }
    case .text(let cells):
      { a, b in
        cells.bytes[cells.offsets[a]..<cells.offsets[a + 1]].lexicographicallyPrecedes(cells.bytes[cells.offsets[b]..<cells.offsets[b + 1]])
      }
    case .dictionary(let cells):
      cells.isOrdered ? { cells.codes[$0] < cells.codes[$1] }
        : { cells.levels[Int(cells.codes[$0])].utf8.lexicographicallyPrecedes(cells.levels[Int(cells.codes[$1])].utf8) }
    }
  }

  private func sums(_ groups: RowGroups) throws(TableError) -> Column.Values {
    let wholes: [Int64]? =
      switch self {
      case .integer(let cells): cells.values
      case .boolean(let cells): cells.values.map { $0 ? 1 : 0 }
      default: nil
      }
    if let wholes {
      // A missing cell holds 0.
      var (totals, isOver) = ([Int64](repeating: 0, count: groups.count), false)
      for (row, code) in groups.codes.enumerated() {
        let (total, overflow) = totals[Int(code)].addingReportingOverflow(wholes[row])
        totals[Int(code)] = total
        isOver = isOver || overflow
      }
      if !isOver { return .integer(Optionals(zeroed: totals, isPresent: [])) }
    }
    return .number(try totals(groups) { $0 })
  }

  /// Sums with what each addition rounded off carried along (Kahan, Babuška, Neumaier), so that many rows lose nothing.
  private func totals(_ groups: RowGroups, _ term: (Double) -> Double) throws(TableError) -> [Double] {
    var sums = [Double](repeating: 0, count: groups.count)
    var rests = sums
    for (row, cell) in try cells().enumerated() where !cell.isNaN {
      let group = Int(groups.codes[row])
      let (sum, value) = (sums[group], term(cell))
      let next = sum + value
      rests[group] += sum.magnitude >= value.magnitude ? (sum - next) + value : (value - next) + sum
      sums[group] = next
    }
    return zip(sums, rests).map { $0.isFinite ? $0 + $1 : $0 }
  }

  private func quantiles(_ groups: RowGroups, _ share: Double) throws(TableError) -> [Double] {
    let cells = try cells()
    var ends = presentCounts(groups).map { Int($0) }
    var sum = 0
    for group in ends.indices { (ends[group], sum) = (sum, sum + ends[group]) }
    let starts = ends
    var sorted = [Double](repeating: 0, count: sum)
    for (row, cell) in cells.enumerated() where !cell.isNaN {
      sorted[ends[Int(groups.codes[row])]] = cell
      ends[Int(groups.codes[row])] += 1
    }
    return starts.indices.map { group in
      if starts[group] == ends[group] { return .nan }
      sorted[starts[group]..<ends[group]].sort()
      let place = share * Double(ends[group] - starts[group] - 1)
      let below = min(max(Int(place), 0), ends[group] - starts[group] - 1)
      let low = sorted[starts[group] + below]
      let high = sorted[min(starts[group] + below + 1, ends[group] - 1)]
      // The same value twice, infinite or not, is that value.
      return low == high ? low : low + (high - low) * (place - Double(below))
    }
  }
}
