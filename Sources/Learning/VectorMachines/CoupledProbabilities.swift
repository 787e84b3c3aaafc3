/// The classes' probabilities that agree best with those of the first of every two (Wu, Lin and Weng, 2004, their second approach).
///
/// - Parameter pairs: of classes 0 and 1, 0 and 2, …, 1 and 2, …
func coupledProbabilities(_ pairs: [Double], classCount: Int) -> [Double] {
  if classCount == 2 { return [pairs[0], 1 - pairs[0]] }
  // r[i, j]: how likely i is, of i and j; kept off 0 and 1.
  var r = [Double](repeating: 0, count: classCount * classCount)
  var pair = 0
  for first in 0..<classCount {
    for second in (first + 1)..<max(first + 1, classCount) {
      let share = min(max(pairs[pair], 1e-7), 1 - 1e-7)
      r[first * classCount + second] = share
      r[second * classCount + first] = 1 - share
      pair += 1
    }
  }
  var q = r
  for i in 0..<classCount {
    q[i * classCount + i] = 0
    for j in 0..<classCount where j != i {
      q[i * classCount + i] += r[j * classCount + i] * r[j * classCount + i]
      q[i * classCount + j] = -r[j * classCount + i] * r[i * classCount + j]
    }
  }
  var shares = [Double](repeating: 1 / Double(classCount), count: classCount)
  for _ in 0..<max(100, classCount) {
    var products = (0..<classCount).map { i in (0..<classCount).reduce(0) { $0 + q[i * classCount + $1] * shares[$1] } }
    var whole = zip(shares, products).reduce(0) { $0 + $1.0 * $1.1 }
    if products.allSatisfy({ abs($0 - whole) < 0.005 / Double(classCount) }) { break }
    for i in 0..<classCount {
      let change = (whole - products[i]) / q[i * classCount + i]
      shares[i] += change
      whole = (whole + change * (change * q[i * classCount + i] + 2 * products[i])) / (1 + change) / (1 + change)
      for j in 0..<classCount {
        products[j] = (products[j] + change * q[i * classCount + j]) / (1 + change)
        shares[j] /= 1 + change
      }
    }
  }
  return shares
}
