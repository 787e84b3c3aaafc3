"""References for the tools that scale, fill in, encode and make features, by scikit-learn.

Needs numpy==2.4.6, pandas==3.1.1 and scikit-learn==1.9.1. Writes learning_preparation.json beside itself: see
preparation_references.py. NaN stands as null.
"""

import numpy as np
import pandas as pd
import sklearn
from preparation_references import write
from sklearn import impute, preprocessing

assert sklearn.__version__ == "1.9.1", sklearn.__version__


def measurements(rng, count):
    table = pd.DataFrame(
        {
            "normal": rng.normal(5, 2, count),
            "skewed": rng.gamma(1.2, 30, count) + 0.01,
            "signed": rng.standard_t(2, count) * 10,
            "whole": rng.poisson(4, count),
            "constant": np.full(count, 0.1),
            "far": rng.normal(1e6, 3, count),
            "zero": np.zeros(count),
        }
    )
    table.loc[rng.choice(count, count // 8, replace=False), "normal"] = np.nan
    table.loc[rng.choice(count, count // 8, replace=False), "skewed"] = np.nan
    return table.round(6)


rng = np.random.default_rng(7)
tables = {"measurements": measurements(rng, 50), "measurements_held": measurements(rng, 12)}
tables["measurements_held"].iloc[:2, 0] = [-40.0, 60.0]
cases = []


def scaled(tool, arguments, transformer, columns=None, tolerance=1e-9):
    names = columns or list(tables["measurements"].columns)
    transformer.set_output(transform="pandas").fit(tables["measurements"][names].astype(float))
    cases.append(
        {
            "tool": tool,
            "arguments": arguments | ({"columns": columns} if columns else {}),
            "table": "measurements",
            "expected": transformer.transform(tables["measurements"][names].astype(float)).to_dict("list"),
            "held": "measurements_held",
            "expected_held": transformer.transform(tables["measurements_held"][names].astype(float)).to_dict("list"),
            "tolerance": tolerance,
        }
    )


scaled("scale.min_max", {}, preprocessing.MinMaxScaler())
scaled("scale.min_max", {"feature_range": [-1, 3], "clip": True}, preprocessing.MinMaxScaler(feature_range=(-1, 3), clip=True))
scaled("scale.max_abs", {}, preprocessing.MaxAbsScaler())
scaled("scale.max_abs", {"clip": True}, preprocessing.MaxAbsScaler(clip=True))
scaled("scale.robust", {}, preprocessing.RobustScaler())
scaled("scale.robust", {"with_centering": False}, preprocessing.RobustScaler(with_centering=False))
scaled("scale.robust", {"with_scaling": False}, preprocessing.RobustScaler(with_scaling=False))
scaled(
    "scale.robust",
    {"quantile_range": [10, 80], "unit_variance": True},
    preprocessing.RobustScaler(quantile_range=(10.0, 80.0), unit_variance=True),
)
# scikit-learn's exponents are good to half of a number's digits: its search minimises.
bent = ["normal", "skewed", "signed", "whole", "constant", "zero"]
scaled("scale.power", {}, preprocessing.PowerTransformer(), bent, 1e-5)
scaled("scale.power", {"standardize": False}, preprocessing.PowerTransformer(standardize=False), bent, 1e-5)
scaled("scale.power", {"method": "box_cox"}, preprocessing.PowerTransformer(method="box-cox"), ["skewed"], 1e-5)
# Of repeated values scikit-learn's quantiles are off by rounding where there are as many as rows.
distinct = ["normal", "skewed", "signed", "constant", "far", "zero"]
scaled("scale.quantile", {}, preprocessing.QuantileTransformer(n_quantiles=1000), distinct)
scaled("scale.quantile", {"n_quantiles": 7}, preprocessing.QuantileTransformer(n_quantiles=7))
scaled(
    "scale.quantile",
    {"output_distribution": "normal", "n_quantiles": 50},
    preprocessing.QuantileTransformer(n_quantiles=50, output_distribution="normal"),
    distinct,
)
for norm in ("l1", "l2", "max"):
    scaled("scale.normalizer", {"norm": norm}, preprocessing.Normalizer(norm=norm), ["signed", "whole", "zero"])


def imputed(tool, arguments, imputer, table="gaps", columns=None):
    names = columns or list(tables[table].columns)
    imputer.set_output(transform="pandas").fit(tables[table][names])
    cases.append(
        {
            "tool": tool,
            "arguments": arguments | ({"columns": columns} if columns else {}),
            "table": table,
            "expected": imputer.transform(tables[table][names]).to_dict("list"),
            "held": f"{table}_held",
            "expected_held": imputer.transform(tables[f"{table}_held"][names]).to_dict("list"),
        }
    )


def gaps(count):
    table = pd.DataFrame(rng.normal(0, 1, (count, 2)) @ [[1, 2, 0.5, 3], [0.1, 1, 1, -1]] + rng.normal(0, 0.3, (count, 4)), columns=list("abcd"))
    table["count"] = rng.integers(0, 4, count).astype(float)
    table = table.mask(rng.random(table.shape) < 0.2)
    table.loc[3, :] = np.nan
    return table.round(6)


tables |= {"gaps": gaps(60), "gaps_held": gaps(12)}
for strategy in ("mean", "median", "most_frequent"):
    imputed("impute.simple", {"strategy": strategy, "add_indicator": True}, impute.SimpleImputer(strategy=strategy, add_indicator=True))
imputed("impute.simple", {"strategy": "constant", "fill_value": -1.5}, impute.SimpleImputer(strategy="constant", fill_value=-1.5))
for weights in ("uniform", "distance"):
    for count in (1, 5, 70):
        imputed("impute.knn", {"n_neighbors": count, "weights": weights}, impute.KNNImputer(n_neighbors=count, weights=weights), columns=list("abcd"))
imputed("impute.knn", {"add_indicator": True}, impute.KNNImputer(add_indicator=True), columns=["a", "d"])

texts = pd.DataFrame({"site": ["b", None, "a", "a", "b", None, "c"], "stage": ["I", "II", None, "II", "III", "I", "II"]}, dtype=object)
tables |= {"texts": texts, "texts_held": texts.iloc[::-1]}
imputed("impute.simple", {"strategy": "most_frequent"}, impute.SimpleImputer(missing_values=None, strategy="most_frequent"), "texts")
imputed("impute.simple", {"strategy": "constant"}, impute.SimpleImputer(missing_values=None, strategy="constant"), "texts")


def encoded(tool, arguments, encoder, table, held=None):
    encoder.fit(tables[table])
    names = [name.replace("_nan", "_missing").replace("_sklearn", "") for name in encoder.get_feature_names_out()]

    def columns(name):
        values = encoder.transform(tables[name])
        return {column: values[:, place] for place, column in enumerate(names)}

    cases.append(
        {"tool": tool, "arguments": arguments, "table": table, "expected": columns(table), "names": names}
        | ({"held": held, "expected_held": columns(held)} if held else {})
    )


def categories(count, levels):
    table = pd.DataFrame(
        {
            "site": rng.choice(levels, count, p=np.arange(1, len(levels) + 1) / np.arange(1, len(levels) + 1).sum()),
            "sex": rng.choice(["f", "m"], count),
            "grade": rng.choice(["low", "mid", "high"], count),
        },
        dtype=object,
    )
    table.loc[rng.choice(count, count // 6, replace=False), "site"] = np.nan
    return table


tables |= {
    "categories": categories(60, list("aebdc")),
    "categories_held": categories(12, list("aebdc")),
    "categories_new": categories(20, list("xaebdc")),
}
one_hot, ordinal = "encode.one_hot", "encode.ordinal"
OneHot, Ordinal = preprocessing.OneHotEncoder, preprocessing.OrdinalEncoder
encoded(one_hot, {}, OneHot(sparse_output=False), "categories", "categories_held")
encoded(one_hot, {"drop": "first"}, OneHot(sparse_output=False, drop="first"), "categories", "categories_held")
encoded(one_hot, {"drop": "if_binary"}, OneHot(sparse_output=False, drop="if_binary"), "categories", "categories_held")
encoded(one_hot, {"handle_unknown": "ignore"}, OneHot(sparse_output=False, handle_unknown="ignore"), "categories", "categories_new")
tables |= {name.replace("categories", "sites"): tables[name][["site", "sex"]] for name in ("categories", "categories_new")}
for name, value in (("min_frequency", 12), ("min_frequency", 0.15), ("max_categories", 4), ("max_categories", 1)):
    # scikit-learn makes a group of one category where there are exactly as many as may be: no column here has 4.
    encoded(
        one_hot,
        {name: value, "handle_unknown": "infrequent_if_exist"},
        OneHot(sparse_output=False, handle_unknown="infrequent_if_exist", **{name: value}),
        "sites",
        "sites_new",
    )
encoded(
    one_hot,
    {"max_categories": 4, "min_frequency": 10, "drop": "first", "handle_unknown": "infrequent_if_exist"},
    OneHot(sparse_output=False, max_categories=4, min_frequency=10, drop="first", handle_unknown="infrequent_if_exist"),
    "categories",
    "categories_new",
)
encoded(ordinal, {}, Ordinal(encoded_missing_value=np.nan), "categories", "categories_held")
order = ["low", "mid", "high"]
tables |= {name.replace("categories", "grades"): tables[name][["grade"]] for name in ("categories", "categories_held")}
encoded(ordinal, {"categories": {"grade": order}}, Ordinal(categories=[order]), "grades", "grades_held")
encoded(
    ordinal,
    {"handle_unknown": "use_encoded_value", "unknown_value": -1, "encoded_missing_value": -2},
    Ordinal(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2),
    "categories",
    "categories_new",
)
encoded(
    ordinal,
    {"max_categories": 2, "handle_unknown": "use_encoded_value", "unknown_value": 9},
    Ordinal(max_categories=2, handle_unknown="use_encoded_value", unknown_value=9),
    "categories",
)


def made(tool, arguments, transformer, table, columns, named=None, held=None):
    X = tables[table][columns]
    transformer.fit(X)
    names = named or list(transformer.get_feature_names_out())
    dense = lambda values: values.toarray() if hasattr(values, "toarray") else values
    columns_of = lambda name: dict(zip(names, dense(transformer.transform(tables[name][columns])).T))
    cases.append(
        {
            "tool": tool,
            "arguments": arguments | {"columns": columns},
            "table": table,
            "expected": columns_of(table),
            "held": held or table,
            "expected_held": columns_of(held or table),
        }
    )


whole = ["signed", "whole", "far", "zero"]
held = "measurements_held"
for strategy in ("uniform", "quantile", "kmeans"):
    for bins in (3, 5):
        made(
            "encode.discretize",
            {"n_bins": bins, "strategy": strategy, "encode": "ordinal"},
            preprocessing.KBinsDiscretizer(n_bins=bins, strategy=strategy, encode="ordinal"),
            "measurements",
            whole,
            held=held,
        )
made(
    "encode.discretize",
    {"n_bins": 4, "strategy": "uniform"},
    preprocessing.KBinsDiscretizer(n_bins=4, strategy="uniform"),
    "measurements",
    ["signed", "far"],
    [f"{column}_{place}" for column in ("signed", "far") for place in range(4)],
    held,
)
polynomial, abc = preprocessing.PolynomialFeatures, ["signed", "whole", "constant"]
made("features.polynomial", {}, polynomial(), "measurements", abc, held=held)
made("features.polynomial", {"degree": 4, "include_bias": False}, polynomial(4, include_bias=False), "measurements", abc, held=held)
made("features.polynomial", {"degree": 3, "interaction_only": True}, polynomial(3, interaction_only=True), "measurements", abc, held=held)

write("learning_preparation.json", tables, cases)
