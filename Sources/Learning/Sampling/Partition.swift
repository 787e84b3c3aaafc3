/// Rows by their code: of class, or of group.
struct Partition: Sendable {
  /// The codes that occur, ascending.
  let codes: [Int32]
  /// Of each row, its code's place in `codes`.
  let memberships: [Int]
  /// Of each code, its rows, ascending.
  let members: [[Int]]

  init(codes rowCodes: [Int32]) {
    let codes = Set(rowCodes).sorted()
    let places = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, $0) })
    memberships = rowCodes.map { places[$0, default: 0] }
    var members = [[Int]](repeating: [], count: codes.count)
    for (row, place) in memberships.enumerated() { members[place].append(row) }
    self.members = members
    self.codes = codes
  }

  /// Of each code here, how many of its rows have each of the other's codes.
  func counts(of other: Partition) -> [[Double]] {
    members.map { rows in
      var counts = [Double](repeating: 0, count: other.codes.count)
      for row in rows { counts[other.memberships[row]] += 1 }
      return counts
    }
  }
}
