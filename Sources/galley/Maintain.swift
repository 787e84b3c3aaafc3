import ArgumentParser
import Execution
import Glibc

/// The commands that look after a store.
struct Maintain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store",
    abstract: "Look after the store of results.",
    subcommands: [Statistics.self, Verify.self, Collect.self])

  struct Statistics: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "stats", abstract: "Say what the store holds.")

    @OptionGroup var store: StoreOption

    func run() throws {
      let store = try store.openExisting()
      let inventory = try usingStore { try StoreInventory(store) }
      let rows = [
        ("artifacts", inventory.artifacts), ("results", inventory.results), ("runs", inventory.runs), ("leftovers", inventory.leftovers),
      ]
      writeResult("store      \(store.path)")
      for (name, files) in rows {
        writeResult("\(column(name, 9))  \(column(String(files.count), 8, atEnd: true))  \(column(byteText(files.byteCount), 9, atEnd: true))")
      }
      let tools = Dictionary(grouping: inventory.results.compactMap { store.summary(ofResult: $0.name) }, by: \.tool)
      let sums = tools.map { ($0.key, $0.value.count, $0.value.reduce(0) { $0 + $1.byteCount }) }
      for (tool, count, bytes) in sums.sorted(by: { ($0.2, $1.0) > ($1.2, $0.0) }) {
        writeResult("  \(column(tool, 28))  \(column(String(count), 6, atEnd: true)) results  \(column(byteText(bytes), 9, atEnd: true))")
      }
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify", abstract: "Read the whole store and tell what is damaged.",
      discussion: "What is damaged is taken out, and the next run makes it again. Exit code 1 where anything was.")

    @OptionGroup var store: StoreOption

    func run() throws {
      let store = try store.openExisting()
      let verification = try usingStore { try StoreVerification(store, cores: Host.coreCount) }
      for damage in verification.damages { writeResult("damaged: \(damage.subject): \(damage.problem)") }
      let looked = "\(verification.artifactCount) artifacts and \(verification.resultCount) results, \(byteText(verification.byteCount))"
      if verification.incompleteResults > 0, verification.unreadable.isEmpty {
        writeResult("\(verification.incompleteResults) results name artifacts that are gone; the next run that asks for them makes them again")
      }
      for damage in verification.unreadable { writeResult("cannot be read: \(damage.subject): \(damage.problem)") }
      if !verification.unreadable.isEmpty {
        Terminal.say("galley: \(verification.unreadable.count) files of the store cannot be read; nothing is known of them")
        throw ExitCode.noStore
      }
      guard verification.damages.isEmpty else {
        writeResult("\(looked): \(verification.damages.count) damaged and taken out; the next run makes them again")
        throw ExitCode.stepFailed
      }
      writeResult("\(looked): all whole")
    }
  }

  struct Collect: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "gc", abstract: "Remove what no kept run needs; without '--yes', say what would go.",
      discussion: """
        Kept are tagged runs, the newest runs of each notebook, all that they lead to, and what is younger than the grace time. \
        While a run is at work in the store nothing is removed.
        """)

    @Option(help: ArgumentHelp("How many runs of each notebook are kept.", valueName: "n")) var keep = 10
    @Option(help: ArgumentHelp("What is younger stays: '30min', '2h', '7d'.", valueName: "time")) var grace = "1h"
    @Flag(help: "Remove it.") var yes = false
    @Flag(help: "Name every file.") var verbose = false
    @OptionGroup var store: StoreOption

    func run() throws {
      var policy = GarbageCollection.Policy()
      guard keep >= 0 else { throw ValidationError("'--keep' must be at least 0, not \(keep)") }
      guard let seconds = seconds(of: grace) else { throw ValidationError("'--grace' must be an amount of time, such as 30min, 2h or 7d, not '\(grace)'") }
      (policy.runsPerNotebook, policy.grace) = (keep, seconds)
      let store = try store.openExisting(alone: yes)
      // Nobody else may come in before all is done.
      defer { withExtendedLifetime(store) {} }
      let garbage = try usingStore { try GarbageCollection(store, policy) }
      tell(garbage)
      guard yes, !garbage.all.isEmpty else { return }
      let failures = garbage.perform()
      for failure in failures { Terminal.say("galley: \(failure)") }
      if !failures.isEmpty { throw ExitCode.noStore }
    }

    private func tell(_ garbage: GarbageCollection) {
      writeResult("kept: \(garbage.keptRuns.count) \(garbage.keptRuns.count == 1 ? "run" : "runs") and what they lead to")
      for (name, departures) in [
        ("runs", garbage.runs), ("results", garbage.results), ("artifacts", garbage.artifacts), ("notes of pages", garbage.pages), ("leftovers", garbage.leftovers),
      ] {
        for (why, group) in Dictionary(grouping: departures, by: \.why).sorted(by: { $0.key < $1.key }) {
          let bytes = group.reduce(0) { $0 + $1.file.byteCount }
          writeResult("\(yes ? "goes" : "would go"): \(group.count) \(name), \(byteText(bytes)): \(why)")
          if verbose { for departure in group { writeResult("  \(departure.file.name)") } }
        }
      }
      if garbage.all.isEmpty { return writeResult("nothing to remove") }
      writeResult(yes ? "freed \(byteText(garbage.byteCount))" : "\(byteText(garbage.byteCount)) would be freed; '--yes' removes it")
    }
  }
}

extension StoreOption {
  /// Opens a store that is there. Looking after one makes none.
  /// - Parameter alone: whether nobody else may be at work in it.
  /// - Throws: `ExitCode.noStore`.
  func openExisting(alone: Bool = false) throws -> Store {
    let place = place(in: ".")
    guard FileSystem.exists(place + "/cas") else {
      Terminal.say("galley: there is no store at '\(place)'; name one with '--store'")
      throw ExitCode.noStore
    }
    return alone ? try usingStore { try Store(path: place, access: .alone) } : look(in: ".")
  }
}

/// `90s`, `30min`, `2h`, `7d` in seconds.
private func seconds(of text: String) -> Double? {
  for (unit, size) in [("min", 60.0), ("s", 1), ("h", 3600), ("d", 86400)] where text.hasSuffix(unit) {
    return Double(text.dropLast(unit.count)).flatMap { $0 >= 0 && $0.isFinite ? $0 * size : nil }
  }
  return nil
}

/// `1.2 GB`.
func byteText(_ count: Int) -> String {
  var (value, units) = (Double(count), ["bytes", "kB", "MB", "GB", "TB"][...])
  while value >= 1000, units.count > 1 { (value, units) = (value / 1000, units.dropFirst()) }
  let text = units.first == "bytes" ? String(count) : String(Int(value * 10) / 10) + "." + String(Int(value * 10) % 10)
  return "\(text) \(units.first ?? "")"
}

/// A text as wide as its column. Names, tools and times are ASCII.
func column(_ text: String, _ width: Int, atEnd: Bool = false) -> String {
  let space = String(repeating: " ", count: max(0, width - text.utf8.count))
  return atEnd ? space + text : text + space
}
