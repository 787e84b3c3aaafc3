import Glibc
import Tabular
public import Tooling

/// A catalogue of one tool, which misbehaves when asked to.
public let faultyCatalogue = ToolCatalogue(families: [ToolFamily("test", "Tools that misbehave.", manuals: [:], [Misbehave.self])])

public struct Misbehave: Tool {
  public static let name = "test.misbehave", summary = "Does as it is told.", version = "1"

  @Param("What to do: well, trap, exit, abort, sleep, eat, gulp or stray.") var how = "well"
  @Param("Tells results apart.") var amount = 1.0
  @Output("One number: the amount.", named: "table") var table: Table?

  public init() {}

  public mutating func run(_ context: RunContext) throws {
    context.print("about to do: \(how)")
    context.progress(0.25, "a quarter of it")
    switch how {
    case "trap":
      let numbers = [Int](repeating: 0, count: Int(amount))
      print(numbers[Int(amount) + 1])
    case "exit": exit(7)
    case "abort": abort()
    case "sleep": usleep(useconds_t(amount * 1e6))
    // A little at a time, as a growing result would.
    case "eat":
      var eaten: [[UInt8]] = []
      for _ in 0..<400 {
        eaten.append([UInt8](repeating: 1, count: 10 << 20))
        usleep(2000)
      }
      context.print("\(eaten.count)")
    // All at once.
    case "gulp":
      let eaten = [UInt8](unsafeUninitializedCapacity: 8 << 30) { buffer, count in
        buffer.initialize(repeating: 1)
        count = buffer.count
      }
      context.print("\(eaten.count)")
    case "stray":
      let hello = Array("a library says hello on standard output\n".utf8)
      _ = hello.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
    default: break
    }
    table = try Table([Column("x", .number([amount]))])
  }
}
