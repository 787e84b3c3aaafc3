import BalanceTools
import DataTools
import EncodeTools
import FeaturesTools
import ImputeTools
import ModelTools
import PlotTools
import ReduceTools
import ScaleTools
import SelectTools
import TableTools
public import Tooling

/// The families of tools that are built in, in the order in which a newcomer meets them.
public let toolFamilies: [ToolFamily] = [
  dataTools, tableTools, scaleTools, imputeTools, encodeTools, featuresTools, selectTools, reduceTools, balanceTools, modelTools, plotTools,
]

/// Every tool that is built in.
public let builtInTools = ToolCatalogue(families: toolFamilies)
