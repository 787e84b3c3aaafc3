import Testing
import Tooling

@Suite struct RunContextTests {
  private struct Failure: Error, Equatable { var piece: Int }

  @Test(arguments: [1, 2]) func `pieces come back in order, with what they said`(cores: Int) throws {
    let context = RunContext(cores: cores)
    let squares = try context.mapPieces(20, "piece") { piece, context in
      if piece.isMultiple(of: 7) { context.warn("piece \(piece)") }
      if piece > 10 { context.note("late") }
      return piece * piece
    }
    #expect(squares == (0..<20).map { $0 * $0 })
    #expect(context.remarks.map(\.message) == ["piece 0", "piece 7", "late", "piece 14"])
  }

  @Test(arguments: [1, 2]) func `the first piece that fails is the one that is told`(cores: Int) {
    #expect(throws: Failure(piece: 3)) {
      try RunContext(cores: cores).mapPieces(20, "piece") { piece, _ in if piece >= 3 { throw Failure(piece: piece) } }
    }
  }
}
