/// The Python of the reference libraries: `GALLEY_PYTHON`, else `python3`.
///
/// Where `CI` is set a test must not be skipped for want of it: `reference(needing:)` then throws.
public enum Python {
  /// The Python, if it has `modules`; nil, with a line on standard output that says what is not tested, where it has not.
  public static func reference(needing modules: [String], for test: String = #function) throws -> String? {
    let environment = currentEnvironment()
    let python = environment["GALLEY_PYTHON"] ?? "python3"
    let result = try? runProgram(python, ["-c", "import " + modules.joined(separator: ", ")])
    if result?.status == 0 { return python }
    let reason = "\(python) lacks \(modules.joined(separator: ", ")): pip install -r Tests/Fixtures/requirements.txt, and set GALLEY_PYTHON"
    if environment["CI"] != nil { throw ProgramError(description: reason) }
    print("SKIPPED \(test): \(reason)")
    return nil
  }
}
