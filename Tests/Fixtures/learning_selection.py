"""References for the tools that select, reduce and balance, by scikit-learn and imbalanced-learn, and of distributions, by scipy.

Needs numpy==2.4.6, pandas==3.1.1, scikit-learn==1.9.1, imbalanced-learn==0.14.2 and scipy==1.17.1. Writes learning_selection.json
(see preparation_references.py) and learning_distributions.json beside itself. NaN stands as null.
"""

import json

import numpy as np
import pandas as pd
import sklearn
from imblearn import over_sampling, under_sampling
from preparation_references import folder, plain, write
from scipy import stats
from sklearn import decomposition
from sklearn import feature_selection as fs
from sklearn.linear_model import Lasso, LinearRegression, Ridge

assert sklearn.__version__ == "1.9.1", sklearn.__version__
rng = np.random.default_rng(11)
tables, cases = {}, []

count = 90
classes = rng.choice(["I", "II", "III"], count)
features = pd.DataFrame(
    {
        "shifted": rng.normal(0, 1, count) + (classes == "II"),
        "spread": rng.normal(0, 1, count) * (1 + 3 * (classes == "III")),
        "noise": rng.normal(1e4, 1, count),
        "counts": rng.poisson(3 + 4 * (classes == "I"), count),
        "positive": rng.gamma(2, 1, count),
    }
).round(6)
dose = np.sin(features["spread"]) + 0.5 * features["shifted"] + rng.normal(0, 0.2, count)
dose = dose.round(6)
flags = pd.DataFrame({"flag": rng.random(count) < np.where(classes == "I", 0.8, 0.2)})
tables |= {
    "classes": features.assign(stage=classes),
    "doses": features.assign(dose=dose),
    "flagged": features.drop(columns="counts").assign(flag=flags["flag"], dose=dose),
    "positives": pd.concat([features[["counts", "positive"]], flags], axis=1).assign(stage=classes),
    "constants": features.assign(still=1.5, nearly=np.where(np.arange(count) == 5, 1e-3, 0.0), gap=np.where(np.arange(count) % 7 == 0, np.nan, 2.0)),
}


def selected(tool, arguments, selector, table, target=None, score="score", tolerance=1e-9):
    X = tables[table].drop(columns=target) if target else tables[table]
    selector.fit(X, tables[table][target] if target else None)
    scores = {"feature": list(X.columns), "kept": selector.get_support()}
    if score == "variance":
        scores["variance"] = selector.variances_
    elif score == "importance":
        weights = selector.estimator_.coef_ if hasattr(selector.estimator_, "coef_") else selector.estimator_.feature_importances_
        scores["importance"] = np.abs(np.atleast_2d(weights)).sum(0)
    elif score == "rank":
        scores["rank"] = selector.ranking_
    else:
        scores["score"] = selector.scores_
        if selector.pvalues_ is not None:
            scores["p_value"] = selector.pvalues_
    kept = list(X.columns[selector.get_support()])
    cases.append(
        {
            "tool": tool,
            "arguments": arguments | ({"target": target} if target else {}),
            "input": "data" if target else "table",
            "table": table,
            "names": kept + ([target] if target else []),
            "outputs": {"ranking" if score == "rank" else "scores": scores},
            "tolerance": tolerance,
        }
    )


selected("select.variance", {}, fs.VarianceThreshold(), "constants", score="variance")
selected("select.variance", {"threshold": 1.2}, fs.VarianceThreshold(1.2), "constants", score="variance")
# scikit-learn's sums of squares and correlations lose digits to the large mean of one feature.
selected("select.k_best", {"k": 2}, fs.SelectKBest(fs.f_classif, k=2), "classes", "stage", tolerance=1e-5)
selected("select.k_best", {"k": 3}, fs.SelectKBest(fs.f_regression, k=3), "doses", "dose", tolerance=1e-6)
selected("select.k_best", {"k": 1, "score_func": "chi2"}, fs.SelectKBest(fs.chi2, k=1), "positives", "stage")
selected("select.percentile", {"percentile": 55}, fs.SelectPercentile(fs.f_classif, percentile=55), "classes", "stage", tolerance=1e-5)
whole = lambda X, y: fs.mutual_info_classif(X, y, discrete_features=[3], random_state=0)
selected(
    "select.k_best",
    {"k": 2, "score_func": "mutual_info_classif", "discrete_features": ["counts"]},
    fs.SelectKBest(whole, k=2),
    "classes",
    "stage",
)
# Of groups no larger than twice the neighbours scikit-learn's distances are rounded, and its scores with them.
for neighbours in (3, 7):
    numbers = lambda X, y: fs.mutual_info_regression(X, y, discrete_features=[4], n_neighbors=neighbours, random_state=0)
    selected(
        "select.percentile",
        {"percentile": 40, "score_func": "mutual_info_regression", "n_neighbors": neighbours},
        fs.SelectPercentile(numbers, percentile=40),
        "flagged",
        "dose",
    )
ridge = {"model.ridge": {"alpha": 1.0}}
selected("select.from_model", {"estimator": ridge}, fs.SelectFromModel(Ridge(alpha=1.0)), "doses", "dose", "importance", 1e-6)
selected(
    "select.from_model",
    {"estimator": ridge, "threshold": "0.5*median", "max_features": 2},
    fs.SelectFromModel(Ridge(alpha=1.0), threshold="0.5*median", max_features=2),
    "doses",
    "dose",
    "importance",
    1e-6,
)
selected(
    "select.from_model",
    {"estimator": {"model.lasso": {"alpha": 0.1}}},
    fs.SelectFromModel(Lasso(alpha=0.1, tol=1e-12)),
    "doses",
    "dose",
    "importance",
    1e-5,
)
selected("select.rfe", {"estimator": "model.linear_regression"}, fs.RFE(LinearRegression()), "doses", "dose", "rank")
selected(
    "select.rfe",
    {"estimator": "model.linear_regression", "n_features_to_select": 1, "step": 0.4},
    fs.RFE(LinearRegression(), n_features_to_select=1, step=0.4),
    "doses",
    "dose",
    "rank",
)


def reduced(arguments, n, p, rank=None, tolerance=1e-9, **parameters):
    name = f"points_{n}_{p}_{len(tables)}"
    X = rng.normal(size=(n, rank or p)) @ rng.normal(size=(rank or p, p)) * (1 + np.arange(p)) + 5
    X = X if rank else X.round(6)
    tables[name] = pd.DataFrame(X, columns=[f"x{place}" for place in range(p)])
    tables[f"{name}_held"] = tables[name].iloc[:3] * 1.5 - 1
    pca = decomposition.PCA(svd_solver="full", **parameters).fit(X)
    # Components of no variance are arbitrary, and are left out.
    kept = pca.explained_variance_ > 1e-20 * pca.explained_variance_[0]
    names = [f"pc{place + 1}" for place in range(kept.sum())]
    columns = lambda values: dict(zip(names, values.T))
    cases.append(
        {
            "tool": "reduce.pca",
            "arguments": arguments,
            "table": name,
            "names": names,
            "expected": columns(pca.transform(X)[:, kept]),
            "held": f"{name}_held",
            "expected_held": columns(pca.transform(tables[f"{name}_held"].to_numpy())[:, kept]),
            "outputs": {
                "components": {"feature": list(tables[name].columns)} | columns(pca.components_[kept].T),
                "variance": {
                    "component": names,
                    "explained_variance": pca.explained_variance_[kept],
                    "explained_variance_ratio": pca.explained_variance_ratio_[kept],
                },
            },
            "tolerance": tolerance,
        }
    )


# Tall, by the covariances; less tall, and wide, by singular values.
reduced({}, 60, 4)
reduced({"n_components": 2, "whiten": True}, 60, 4, n_components=2, whiten=True)
reduced({"n_components": 0.8}, 60, 5, n_components=0.8)
reduced({}, 12, 6)
reduced({"n_components": 3}, 8, 30, n_components=3)
reduced({"n_components": 7, "whiten": True}, 8, 30, n_components=7, whiten=True)
reduced({"n_components": 0.9}, 10, 20, n_components=0.9)
reduced({"n_components": 3}, 9, 20, rank=3, tolerance=1e-8, n_components=3)

labels = np.repeat(["a", "b", "c"], [50, 20, 12])
tables["imbalanced"] = pd.DataFrame(rng.normal(size=(82, 3)).round(6), columns=list("xyz")).assign(label=labels)
pair = labels != "c"
tables["imbalanced_pair"] = tables["imbalanced"][pair]


def balanced(tool, sampler, strategy, table="imbalanced"):
    X, y = tables[table][list("xyz")], tables[table]["label"]
    after = pd.Series(sampler(sampling_strategy=strategy.replace("_", " ") if isinstance(strategy, str) else strategy, random_state=0).fit_resample(X, y)[1]).value_counts()
    names = sorted(y.unique())
    cases.append(
        {
            "tool": tool,
            "input": "data",
            "arguments": {"target": "label", "sampling_strategy": strategy},
            "table": table,
            "outputs": {"counts": {"class": names, "before": [int((y == name).sum()) for name in names], "after": [int(after.get(name, 0)) for name in names]}},
        }
    )


for tool, sampler in (("balance.random_over", over_sampling.RandomOverSampler), ("balance.smote", over_sampling.SMOTE)):
    for strategy in ("auto", "minority", "not_minority", "all", {"b": 33, "c": 12}):
        balanced(tool, sampler, strategy)
    balanced(tool, sampler, 0.77, "imbalanced_pair")
for strategy in ("auto", "majority", "not_majority", "all", {"a": 30, "b": 5}):
    balanced("balance.random_under", under_sampling.RandomUnderSampler, strategy)
balanced("balance.random_under", under_sampling.RandomUnderSampler, 0.61, "imbalanced_pair")

shares = [1e-300, 1e-30, 1e-12, 1e-5, 0.01, 0.07, 0.075, 0.2, 0.5, 0.9, 0.925, 0.93, 0.999, 1 - 1e-10]
degrees = [(1, 1), (1, 30), (2, 5.5), (3, 116), (9, 2), (40, 40), (1, 99_998), (2, 1e6), (500, 700)]
values = [1e-12, 0.01, 0.5, 0.99, 1.01, 3.0, 17.0, 200.0, 5e4]
distributions = {
    "normal": [{"share": share, "quantile": stats.norm.ppf(share)} for share in shares],
    "fisher": [{"value": x, "degrees": pair, "upper": stats.f.sf(x, *pair)} for x in values for pair in degrees],
    "chi_square": [{"value": x, "degrees": d, "upper": stats.chi2.sf(x, d)} for x in values for d in (1, 2, 7.5, 60, 1000)],
}
(folder / "learning_distributions.json").write_text(json.dumps(plain(distributions), indent=1) + "\n")
write("learning_selection.json", tables, cases)
