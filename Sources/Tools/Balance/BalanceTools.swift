public import Tooling

/// Tools that change how many rows classes have, for training.
public let balanceTools = ToolFamily(
  "balance", "Balance classes among the rows to learn from.", manuals: Manuals.pages,
  [RandomOverSampling.self, RandomUnderSampling.self, SyntheticMinoritySampling.self])
