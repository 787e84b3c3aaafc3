import Glibc

/// Programs that are built beside the tests.
public enum Program {
  public static func path(_ name: String) -> String {
    var parts = #filePath.split(separator: "/")
    parts.removeLast(3)
    let path = "/\(parts.joined(separator: "/"))/.build/release/\(name)"
    if access(path, X_OK) == 0 { return path }
    guard let own = realpath("/proc/self/exe", nil) else { return path }
    defer { free(own) }
    return String(cString: own).split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/\(name)"
  }

  /// Whether a program of that name is installed.
  public static func exists(_ name: String) -> Bool {
    (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
  }
}
