import Tabular
import TestSupport
import Testing

/// Rows gathered, ordered, grouped and joined, held to the plain way of doing it.
@Suite struct RowsTests {
  @Test func `gathered rows are those that were asked for, of every type`() throws {
    let table = try everyType(rows: 40)
    var random = SplitMix(seed: 1)
    // More than one piece of rows.
    let rows = (0..<70_000).map { _ in Int32(random.below(40)) }
    let gathered = table.gathering(rows, cores: 2)
    #expect(gathered == table.selecting(rows: rows.map(Int.init)))
    #expect(table.gathering([]) == table.slice(0..<0))
    #expect(table.slice(3..<9) == table.selecting(rows: Array(3..<9)))
    let absent = table.gathering([2, -1, 0])
    for column in absent.columns {
      #expect(column.values.text(at: 1) == nil)
      #expect(column.values.text(at: 2) == table.column(column.name)?.values.text(at: 0))
    }
  }

  @Test func `columns one after the other are those cells`() throws {
    let table = try everyType(rows: 10)
    for column in table.columns {
      let joined = try Column.Values.joined([column.values, column.values.selecting([]), column.values.selecting([3, 1])])
      #expect(joined == column.values.selecting(Array(0..<10) + [3, 1]))
    }
    let integers = Column.Values.integer(Optionals([1, nil], zero: 0))
    #expect(try Column.Values.joined([integers, .number([0.5])]) == .number([1, .nan, 0.5]))
    #expect(try Column.Values.joined([.number([.nan]), .text(TextValues(["a"]))]) == .text(TextValues([nil, "a"])))
    #expect(throws: TableError("integer and text do not go into one column")) { try Column.Values.joined([integers, .text(TextValues(["a"]))]) }
  }

  @Test func `rows stand in order, to the ends of their type`() throws {
    func order(_ values: Column.Values, _ isAscending: Bool = true, first: Bool = false) throws -> [Int32] {
      try Table.order(by: [SortKey(values, isAscending: isAscending, missingComesFirst: first)])
    }
    let numbers = Column.Values.number([.infinity, .nan, -0.0, 5e-324, -.infinity, 0, -1e308, .nan])
    #expect(try order(numbers) == [4, 6, 2, 5, 3, 0, 1, 7])
    #expect(try order(numbers, false) == [0, 3, 2, 5, 6, 4, 1, 7])
    #expect(try order(numbers, first: true) == [1, 7, 4, 6, 2, 5, 3, 0])
    let wholes = Column.Values.integer(Optionals([.max, nil, .min, 0, .max, nil, -1], zero: 0))
    #expect(try order(wholes) == [2, 6, 3, 0, 4, 1, 5])
    #expect(try order(wholes, false) == [0, 4, 3, 6, 2, 1, 5])
    #expect(try order(.text(TextValues(["b", "", nil, "aa", "a", "aaaaaaaab", "aaaaaaaaa", "ä", "B"]))) == [1, 8, 4, 3, 6, 5, 0, 7, 2])
    let levels = DictionaryValues(codes: [0, 1, -1, 2], levels: ["low", "mid", "high"])
    #expect(try order(.dictionary(levels)) == [3, 0, 1, 2])
    #expect(try order(.dictionary(DictionaryValues(codes: levels.codes, levels: levels.levels, isOrdered: true))) == [0, 1, 3, 2])
  }

  @Test func `a long column is sorted as Swift sorts it`() throws {
    var random = SplitMix(seed: 5)
    let numbers = (0..<100_000).map { _ in Double(bitPattern: random.next()) }.map { $0.isNaN ? 0 : $0 }
    let narrow = (0..<100_000).map { _ in Int64(random.below(1000)) - 500 }
    func stable<Value>(_ values: [Value], _ precedes: (Value, Value) -> Bool) -> [Int32] {
      values.indices.sorted { precedes(values[$0], values[$1]) || (!precedes(values[$1], values[$0]) && $0 < $1) }.map { Int32($0) }
    }
    #expect(try Table.order(by: [SortKey(.number(numbers))], cores: 2) == stable(numbers, <))
    #expect(try Table.order(by: [SortKey(.integer(Optionals(narrow, zero: 0)), isAscending: false)]) == stable(narrow, >))
    let pairs = Array(zip(narrow, numbers))
    let keys = [SortKey(.integer(Optionals(narrow, zero: 0))), SortKey(.number(numbers), isAscending: false)]
    #expect(try Table.order(by: keys, cores: 2) == stable(pairs) { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1 > $1.1 })
  }

  @Test func `groups are numbered in order of first appearance`() throws {
    let numbers = Column("x", .number([0, -0.0, .nan, 1, .nan, 0]))
    let texts = Column("t", .text(TextValues(["a", "a", nil, "", nil, "b"])))
    #expect(try RowGroups(of: [numbers]).codes == [0, 0, 1, 2, 1, 0])
    #expect(try RowGroups(of: [texts]).codes == [0, 0, 1, 2, 1, 3])
    let both = try RowGroups(of: [numbers, texts], cores: 2)
    #expect(both.codes == [0, 0, 1, 2, 1, 3])
    #expect(both.firstRows == [0, 2, 3, 5])
    #expect(both.sizes == [2, 2, 1, 1])
    #expect(both.rows == [[0, 1], [2, 4], [3], [5]])
    // A level that a file holds twice is one.
    #expect(try RowGroups(of: [Column("d", .dictionary(DictionaryValues(codes: [0, 2, 1, -1], levels: ["a", "b", "a"])))]).codes == [0, 0, 1, 2])
    #expect(try RowGroups(of: [Column("e", .number([]))]).count == 0)
  }

  /// Every row of the one side is compared with every row of the other.
  @Test func `joins are those of a loop in a loop`() throws {
    var random = SplitMix(seed: 9)
    for _ in 0..<60 {
      func side(_ name: String) throws -> Table {
        let count = random.below(30)
        let levels = random.pick([2, 5, 40])
        func cells<Cell>(_ make: (Int) -> Cell) -> [Cell?] { (0..<count).map { _ in random.below(6) == 0 ? nil : make(random.below(levels)) } }
        return try Table([
          Column("i", .integer(Optionals(cells { Int64($0) &* 1_000_003 }, zero: 0))), Column("t", .text(TextValues(cells { "text \($0)" }))),
          Column("d", .timestamp(TimestampValues(Optionals(cells { Int64($0) }, zero: 0), unit: .second))),
          Column(name, .integer(Optionals((0..<count).map { Int64($0) }, zero: 0))),
        ])
      }
      let (left, right) = (try side("l"), try side("r"))
      let keys = random.pick([["i"], ["t"], ["d", "i"], ["i", "t", "d"]])
      func key(_ table: Table, _ row: Int) -> [String?] { keys.map { table.column($0)?.values.text(at: row) } }
      let missingMatch = random.below(2) == 0
      let join = try TableJoin(left, right, on: keys.map { ($0, $0) }, missingMatch: missingMatch, cores: 2)
      var pairs: [Pair] = []
      for a in 0..<left.rowCount {
        let mayMatch = missingMatch || !key(left, a).contains(nil)
        let partners = (0..<right.rowCount).filter { mayMatch && key(left, a) == key(right, $0) }
        if partners.isEmpty { pairs.append(Pair(left: a, right: nil)) }
        for b in partners { pairs.append(Pair(left: a, right: b)) }
      }
      let matched = pairs.filter { $0.right != nil }
      #expect(try rows(join.table(.left)) == pairs)
      #expect(try rows(join.table(.inner)) == matched)
      #expect(join.matched.left == Set(matched.map(\.left)).count)
      #expect(join.matched.right == Set(matched.map(\.right)).count)
      // The right join is the left join from the other side, and the outer one has both.
      let fromRight = try rows(join.table(.right))
      #expect(Set(fromRight.filter { $0.left != nil }) == Set(matched))
      #expect(fromRight.count { $0.left == nil } == right.rowCount - join.matched.right)
      #expect(try Set(rows(join.table(.outer))) == Set(pairs + fromRight))
    }
  }

  /// A row of a join, by the rows that it is made of.
  private struct Pair: Hashable {
    var left: Int?
    var right: Int?
  }

  private func rows(_ joined: Table) -> [Pair] {
    func number(_ name: String, _ row: Int) -> Int? { joined.column(name)?.values.text(at: row).flatMap { Int($0) } }
    return (0..<joined.rowCount).map { Pair(left: number("l", $0), right: number("r", $0)) }
  }
}
