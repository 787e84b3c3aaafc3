/// The name among `candidates` that `name` was most likely meant to be, or nil where none is near.
///
/// Near is a Damerau–Levenshtein distance (optimal string alignment) of at most a third of the longer name, letter case
/// apart; equal distances go to the earlier candidate. O(candidates × length²); names over 64 characters are not compared.
public func nearName(to name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.lowercased())
  guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let other = Array(candidate.lowercased())
    guard !other.isEmpty, other.count <= 64 else { continue }
    let allowed = max(1, max(wanted.count, other.count) / 3)
    guard abs(other.count - wanted.count) <= allowed else { continue }
    let distance = alignmentDistance(wanted, other)
    if distance <= allowed, distance < wanted.count, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}

/// `; did you mean 'path'?`, or nothing where no name is near.
public func didYouMean(_ name: String, among candidates: some Sequence<String>) -> String {
  nearName(to: name, among: candidates).map { "; did you mean '\($0)'?" } ?? ""
}

private func alignmentDistance(_ a: [Character], _ b: [Character]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in 1...a.count {
    var row = [i] + [Int](repeating: 0, count: b.count)
    for j in 1...b.count {
      row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], beforeLast[j - 2] + 1) }
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
