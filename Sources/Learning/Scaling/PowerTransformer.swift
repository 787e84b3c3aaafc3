import LinearAlgebra
import RealModule

/// Columns made as near to normal as a power can: by Yeo and Johnson's family, or Box and Cox's, with the exponent of greatest
/// likelihood, and then to mean 0 and standard deviation 1.
///
/// Equal to scikit-learn's `PowerTransformer`: missing values (NaN) are left out when fitted and stay missing, and a constant
/// column keeps its values. scikit-learn ends its search where the likelihood stands still, at half of a number's digits; here the
/// root of its derivative is found, so exponents agree to some 1e-6.
public struct PowerTransformer: Sendable, Equatable {
  public enum Method: String, Sendable {
    /// Of any numbers (Yeo and Johnson, 2000).
    case yeoJohnson = "yeo_johnson"
    /// Of numbers above 0 (Box and Cox, 1964).
    case boxCox = "box_cox"
  }

  public let method: Method
  /// One a column; 1 changes nothing but the mean. NaN where nothing could be fitted.
  public let exponents: [Double]
  /// Of the changed columns; nil where they are not standardised.
  public let standard: StandardScaler?

  public init(method: Method, exponents: [Double], standard: StandardScaler?) {
    self.method = method
    self.exponents = exponents
    self.standard = standard
  }

  /// - Parameter columns: finite or missing; by Box and Cox's method above 0, and what is not counts as missing.
  /// - Complexity: some ten exponentials a value.
  public init(fitting columns: [[Double]], method: Method = .yeoJohnson, standardizes: Bool = true, cores: Int = 1) {
    let fitted = mapPieces(columns.count, cores: cores) { place in
      let exponent = PowerLikelihood(of: columns[place], method).greatest
      guard standardizes else { return (exponent, 0.0, 1.0) }
      let scaler = StandardScaler(fitting: [Self.transform(columns[place], method, exponent)])
      return (exponent, scaler.means[0], scaler.scales[0])
    }
    self.init(
      method: method, exponents: fitted.map(\.0),
      standard: standardizes ? StandardScaler(means: fitted.map(\.1), scales: fitted.map(\.2)) : nil)
  }

  /// One column changed; as it is where there is no such column.
  public func transform(_ values: [Double], column: Int) -> [Double] {
    guard exponents.indices.contains(column) else { return values }
    let changed = Self.transform(values, method, exponents[column])
    return standard?.transform(changed, column: column) ?? changed
  }

  private static func transform(_ values: [Double], _ method: Method, _ exponent: Double) -> [Double] {
    switch method {
    case .boxCox: return values.map { power(Double.log($0), exponent) }
    case .yeoJohnson:
      let other = 2 - exponent
      // A power of 1 is exact without logarithms.
      if exponent == 1 { return values }
      return values.map { $0 >= 0 ? power(Double.log(onePlus: $0), exponent) : -power(Double.log(onePlus: -$0), other) }
    }
  }

  /// `(e^(exponent · logarithm) − 1) / exponent`, and the logarithm for an exponent of 0.
  private static func power(_ logarithm: Double, _ exponent: Double) -> Double {
    exponent == 0 ? logarithm : Double.expMinusOne(exponent * logarithm) / exponent
  }
}
