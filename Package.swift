// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A module of the house. Imports go downward only; the order below is that of the house, from the ground up.
func module(_ name: String, path: String? = nil, _ dependencies: [Target.Dependency], plugins: [Target.PluginUsage] = []) -> Target {
  .target(name: name, dependencies: dependencies, path: path, swiftSettings: settings, plugins: plugins)
}

/// A family of tools: `Sources/Tools/Table` is `TableTools`. Docstrings of its tools become their manual pages.
func family(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  module(
    "\(name)Tools", path: "Sources/Tools/\(name)",
    ["Tooling", "Tabular", "LinearAlgebra"] + dependencies, plugins: ["EmbedManuals"])
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: "\(name)Tests", dependencies: ["TestSupport"] + dependencies, exclude: exclude, swiftSettings: settings)
}

/// Swift's runtime and Foundation inside the executable, which lies at a fixed address: it starts in half the time, without 120,000
/// pointers to adjust, and runs where no Swift is installed.
let staticRuntime: [LinkerSetting] = [
  .unsafeFlags([
    "-static-stdlib", "-Xclang-linker", "-no-pie", "-lFoundation", "-lCoreFoundation", "-lFoundationInternationalization", "-lFoundationEssentials",
    "-l_FoundationICU", "-l_FoundationCShims", "-l_FoundationCollections", "-lswiftSynchronization", "-lstdc++",
  ])
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let numerics = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let collections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

let package = Package(
  name: "galley",
  products: [.executable(name: "galley", targets: ["galley"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-numerics", exact: "1.1.1"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CMarkdown", providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CLZ4", providers: [.apt(["liblz4-dev"])]),
    .systemLibrary(name: "CXGBoost", providers: [.apt(["libxgboost-dev"])]),

    module("LinearAlgebra", ["COpenBLAS", numerics]),
    module("Tabular", ["LinearAlgebra", "CZlib", "CLZ4"]),
    module("Learning", ["LinearAlgebra", "CXGBoost", numerics]),
    module("Tooling", ["Tabular", "LinearAlgebra", "CZlib", collections, numerics]),
    module("Literate", ["Tooling", "LinearAlgebra", "CMarkdown", yams]),

    family("Data", [crypto]),
    family("Table", ["Learning"]),
    family("Scale", ["Learning"]),
    family("Impute", ["Learning"]),
    family("Encode", ["Learning"]),
    family("Features", ["Learning"]),
    family("Select", ["Learning"]),
    family("Reduce", ["Learning"]),
    family("Balance", ["Learning"]),
    family("Model", ["Learning"]),
    family("Plot", ["Learning", numerics]),
    module(
      "Catalogue", path: "Sources/Tools/Catalogue",
      [
        "Tooling", "DataTools", "TableTools", "ScaleTools", "ImputeTools", "EncodeTools", "FeaturesTools", "SelectTools", "ReduceTools", "BalanceTools",
        "ModelTools", "PlotTools",
      ]),

    module("Execution", ["Literate", "Tooling", "Tabular", "LinearAlgebra", "CLinux", crypto]),
    module("Reporting", ["Execution", "Literate", "Tooling", "Learning", "Tabular", "CZlib", mustache], plugins: ["EmbedTemplates"]),
    module("Serving", [hummingbird]),
    .executableTarget(
      name: "galley", dependencies: ["Reporting", "Serving", "Execution", "Catalogue", "Literate", "Tooling", arguments], swiftSettings: settings,
      linkerSettings: staticRuntime),

    .plugin(name: "EmbedTemplates", capability: .buildTool(), dependencies: ["embed-files"], path: "Sources/Plugins/EmbedTemplates"),
    .plugin(name: "EmbedManuals", capability: .buildTool(), dependencies: ["embed-files"], path: "Sources/Plugins/EmbedManuals"),
    .executableTarget(name: "embed-files", path: "Sources/Plugins/embed-files", swiftSettings: [.swiftLanguageMode(.v6)]),

    .target(name: "TestSupport", dependencies: ["Tooling", "Tabular", "LinearAlgebra"], path: "Tests/TestSupport", swiftSettings: settings),
    .executableTarget(
      name: "faulty-worker", dependencies: ["TestSupport", "Execution", "Tooling"], path: "Tests/FaultyWorker", swiftSettings: settings),
    .executableTarget(
      name: "fuzzer",
      dependencies: ["TestSupport", "Reporting", "Execution", "Catalogue", "Literate", "Tooling", "Tabular", "LinearAlgebra"],
      path: "Tests/Fuzzer", exclude: ["Corpus", "Models"], swiftSettings: settings),
    tests("LinearAlgebra", ["LinearAlgebra"]),
    tests("Tabular", ["Tabular"]),
    tests("Learning", ["Learning", "LinearAlgebra"]),
    tests("Tooling", ["Tooling", "Tabular"]),
    tests("Literate", ["Literate", "Tooling"]),
    tests("Catalogue", ["Catalogue", "TableTools", "ScaleTools", "PlotTools", "ModelTools", "Learning", "Tooling", "Tabular", "LinearAlgebra"]),
    tests("Execution", ["Execution", "faulty-worker", "Catalogue", "Literate", "Tooling", "Tabular"]),
    tests("Reporting", ["Reporting", "Execution", "Catalogue", "Literate", "Tooling", "Tabular"], exclude: ["Goldens"]),
    tests("Galley", ["fuzzer", "Tooling"]),
  ]
)
