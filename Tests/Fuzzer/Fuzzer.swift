import Glibc
import TestSupport

/// Reads damaged bytes with every reader of the house, each as long as the others, until the time is over.
///
///     fuzzer [--seconds 60] [--seed 1] [--corpus FOLDER] [SUBJECT…]
///
/// The input at hand lies in `fuzzer-input` beside the corpus's copy: where this process
/// traps, hangs (5 s) or outgrows its memory (2 GB), what ended it is there. Exit code 0: nothing was found.
@main struct Fuzzer {
  static func main() throws {
    var seconds = 60.0
    var seed: UInt64 = 1
    var corpus = #filePath.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/Corpus"
    var names: [String] = []
    var words = CommandLine.arguments.dropFirst()
    while let word = words.popFirst() {
      switch word {
      case "--seconds": seconds = words.popFirst().flatMap(Double.init) ?? seconds
      case "--seed": seed = words.popFirst().flatMap(UInt64.init) ?? seed
      case "--corpus": corpus = words.popFirst() ?? corpus
      default: names.append(word)
      }
    }
    limitMemory()
    let subjects = try Subject.all.filter { names.isEmpty || names.contains($0.name) }.map { subject in
      let files = try fileNames(in: "\(corpus)/\(subject.name)").map { try readFile("\(corpus)/\(subject.name)/\($0)") }
      // The corpus as it is, before anything is changed.
      for bytes in files { try subject.readOnWatch(bytes) }
      return (subject, files)
    }
    var random = SplitMix(seed: seed)
    var spent = [Duration](repeating: .zero, count: subjects.count)
    var counts = [Int](repeating: 0, count: subjects.count)
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while clock.now < end {
      // Each subject has the same time.
      guard let place = spent.indices.min(by: { spent[$0] < spent[$1] }) else { return }
      let (subject, files) = subjects[place]
      let bytes = Mutation.mutated(random.pick(files), among: files, subject.pieces, &random)
      spent[place] += try clock.measure { try subject.readOnWatch(bytes) }
      counts[place] += 1
    }
    for (subject, count) in zip(subjects, counts) { print("\(subject.0.name): \(count) inputs") }
  }

  private static func limitMemory() {
    var limit = rlimit(rlim_cur: 2 << 30, rlim_max: 2 << 30)
    setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limit)
  }

  private static func fileNames(in folder: String) throws -> [String] {
    try runProgram("/bin/ls", [folder]).stdout.split(separator: "\n").map(String.init)
  }
}

extension Subject {
  /// Reads the input where a watchdog ends the process if it takes 5 s.
  func readOnWatch(_ bytes: [UInt8]) throws {
    CurrentInput.note(name, bytes)
    alarm(5)
    read(bytes)
    alarm(0)
  }
}

/// The input at hand, in a file that outlives the process.
private enum CurrentInput {
  private static let path = (getenv("FUZZER_INPUT").map { String(cString: $0) }) ?? "/tmp/fuzzer-input-\(getpid())"
  private static let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)

  static func note(_ subject: String, _ bytes: [UInt8]) {
    let head = Array("\(subject)\n".utf8)
    _ = (head + bytes).withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    ftruncate(descriptor, off_t(head.count + bytes.count))
  }
}
