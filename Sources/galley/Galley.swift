import ArgumentParser

@main struct Galley: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "galley", version: "0.1.0")
}
