"""References for baselines, naive Bayes, discriminant analyses, neighbours, trees and vector machines, by scikit-learn.

Needs numpy==2.4.6 and scikit-learn==1.9.1. Reads the data that learning_linear_trees.py wrote, and writes
learning_estimators.json beside itself: for each case the tool, its parameters, and the predictions of some of the rows held out:
every fourth is, from the first, and of these every seventh is written down.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor
from sklearn.metrics import r2_score, roc_auc_score
from sklearn.naive_bayes import BernoulliNB, GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.svm import SVC, SVR, LinearSVC, LinearSVR
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

assert sklearn.__version__ == "1.9.1", sklearn.__version__
folder = Path(__file__).parent


def read(name):
    rows = np.loadtxt(folder / "learning_linear_trees" / f"{name}.csv", delimiter=",")
    return rows[:, :-1], rows[:, -1]


def data(name):
    X, y = read(name.split("/")[0])
    match name.split("/")[1:]:
        case ["counts"]:  # whole numbers
            X = np.floor(X)
        case ["gaps"]:  # every fifth value of every feature is missing
            X = np.where((np.arange(X.size).reshape(X.shape) * 7) % 5 == 0, np.nan, X)
        case ["dependent"]:  # the last features are the sum of the first two, and constant
            X = np.column_stack([X, X[:, 0] + X[:, 1], np.full(len(y), 3.0)])
    return X, y


cases = []


def case(tool, name, model, weighted=False, **arguments):
    X, y = data(name)
    held = np.arange(len(y)) % 4 == 0
    weights = {"sample_weight": (1.0 + np.arange(len(y)) % 3)[~held]} if weighted else {}
    model.fit(X[~held], y[~held], **weights)
    predicted = model.predict_proba(X[held]) if hasattr(model, "predict_proba") else model.predict(X[held])
    found = {"tool": tool, "data": name, "arguments": arguments, "weighted": weighted, "predicted": predicted[::7].tolist()}
    if hasattr(model, "scalings_") and hasattr(model, "transform"):
        found["scores"] = np.abs(model.transform(X[~held]))[::37].tolist()
        found["explained"] = model.explained_variance_ratio_.tolist()
    cases.append(found)


for strategy in ["most_frequent", "prior"]:
    case("model.dummy", "wine", DummyClassifier(strategy=strategy), strategy=strategy)
case("model.dummy", "wine", DummyClassifier(strategy="constant", constant=2), strategy="constant", constant="wine2")
case("model.dummy", "wine", DummyClassifier(), weighted=True)
case("model.dummy", "diabetes", DummyRegressor())
case("model.dummy", "diabetes", DummyRegressor(strategy="median"), strategy="median")
case("model.dummy", "diabetes", DummyRegressor(strategy="median"), weighted=True, strategy="median")
case("model.dummy", "diabetes", DummyRegressor(strategy="quantile", quantile=0.2), strategy="quantile", quantile=0.2)
case("model.dummy", "diabetes", DummyRegressor(strategy="quantile", quantile=0.7), weighted=True, strategy="quantile", quantile=0.7)
case("model.dummy", "diabetes", DummyRegressor(strategy="constant", constant=7.5), strategy="constant", constant=7.5)

for name in ["breast_cancer", "wine"]:
    case("model.naive_bayes", name, GaussianNB())
    case("model.naive_bayes", name, GaussianNB(var_smoothing=1e-3), weighted=True, var_smoothing=1e-3)
    case("model.naive_bayes", f"{name}/counts", MultinomialNB(alpha=0.5), weighted=True, kind="multinomial", alpha=0.5)
    case("model.naive_bayes", f"{name}/counts", MultinomialNB(fit_prior=False), kind="multinomial", fit_prior=False)
    case("model.naive_bayes", name, BernoulliNB(binarize=2.0), weighted=True, kind="bernoulli", binarize=2.0)
    case("model.naive_bayes", name, BernoulliNB(alpha=0.1), kind="bernoulli", alpha=0.1)
case("model.naive_bayes", "wine", GaussianNB(priors=[0.2, 0.3, 0.5]), priors={"wine0": 0.2, "wine1": 0.3, "wine2": 0.5})

for name in ["breast_cancer", "wine", "wine/dependent"]:
    case("model.lda", name, LinearDiscriminantAnalysis())
    if "/" not in name:
        case("model.lda", name, LinearDiscriminantAnalysis(solver="lsqr"), solver="lsqr")
        case("model.lda", name, LinearDiscriminantAnalysis(solver="eigen"), solver="eigen")
    case("model.lda", name, LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"), solver="lsqr", shrinkage="auto")
    case("model.lda", name, LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.3), solver="lsqr", shrinkage=0.3)
case("model.lda", "wine", LinearDiscriminantAnalysis(solver="eigen", shrinkage="auto"), solver="eigen", shrinkage="auto")
case("model.lda", "wine", LinearDiscriminantAnalysis(priors=[0.2, 0.3, 0.5]), priors={"wine0": 0.2, "wine1": 0.3, "wine2": 0.5})
case("model.lda", "wine", LinearDiscriminantAnalysis(n_components=1), n_components=1)
case("model.qda", "wine", QuadraticDiscriminantAnalysis())
case("model.qda", "breast_cancer", QuadraticDiscriminantAnalysis(tol=0), tol=0)
case("model.qda", "wine", QuadraticDiscriminantAnalysis(reg_param=0.1), reg_param=0.1)
case("model.qda", "wine/dependent", QuadraticDiscriminantAnalysis(reg_param=0.01), reg_param=0.01)
case("model.qda", "wine", QuadraticDiscriminantAnalysis(solver="eigen", shrinkage="auto"), solver="eigen", shrinkage="auto")
case("model.qda", "wine", QuadraticDiscriminantAnalysis(priors=[0.2, 0.3, 0.5]), priors={"wine0": 0.2, "wine1": 0.3, "wine2": 0.5})

for name, Model in [("breast_cancer", KNeighborsClassifier), ("wine", KNeighborsClassifier), ("diabetes", KNeighborsRegressor)]:
    for metric, more in [("euclidean", {}), ("manhattan", {}), ("minkowski", {"p": 3.0}), ("cosine", {})]:
        for weights in ["uniform", "distance"]:
            arguments = {"n_neighbors": 7, "weights": weights, "metric": metric, **more}
            case("model.k_neighbors", name, Model(algorithm="brute", **arguments), **arguments)



def tree(name, Model, weighted=False, **arguments):
    """A case, where the tree does not hang on the order in which scikit-learn draws the features."""
    before = len(cases)
    kwargs = dict(arguments)
    if kwargs.pop("class_weight", None):
        kwargs["class_weight"] = "balanced"
    importances = []
    for seed in range(8):
        model = Model(random_state=seed, **kwargs)
        case("model.decision_tree", name, model, weighted=weighted, **arguments)
        importances.append(model.feature_importances_)
    found = cases[before:]
    del cases[before + 1 :]
    for other in found:
        np.testing.assert_allclose(other["predicted"], found[0]["predicted"], atol=1e-12, err_msg=f"{name} {arguments}")
    if np.ptp(importances, axis=0).max() < 1e-12:  # else two features cut the rows alike
        cases[-1]["importances"] = importances[0].tolist()


for name in ["breast_cancer", "wine"]:
    tree(name, DecisionTreeClassifier, max_depth=2)
    tree(name, DecisionTreeClassifier, max_depth=2, min_samples_leaf=9, criterion="entropy", weighted=True)
    tree(name, DecisionTreeClassifier, max_leaf_nodes=4, min_samples_leaf=5)
    tree(name, DecisionTreeClassifier, max_depth=2, min_samples_leaf=25, class_weight="balanced")
    tree(f"{name}/gaps", DecisionTreeClassifier, max_depth=2, min_samples_leaf=20)
    tree(name, DecisionTreeClassifier, ccp_alpha=0.03)
tree("diabetes", DecisionTreeRegressor, max_depth=4, min_samples_leaf=10)
tree("diabetes", DecisionTreeRegressor, max_leaf_nodes=12, min_samples_leaf=8, weighted=True)
tree("diabetes", DecisionTreeRegressor, min_samples_split=60, min_samples_leaf=10)
tree("diabetes", DecisionTreeRegressor, ccp_alpha=80.0, min_samples_leaf=4)
tree("diabetes/gaps", DecisionTreeRegressor, max_depth=3, min_samples_leaf=20)


def forests(name, Model, score):
    """The scores of ten seeds, and the means of their importances."""
    X, y = data(name)
    held = np.arange(len(y)) % 4 == 0
    scores, importances = [], []
    for seed in range(10):
        model = Model(random_state=seed).fit(X[~held], y[~held])
        scores.append(score(model, X[held], y[held]))
        importances.append(model.feature_importances_)
    cases.append({"forest": "model.extra_trees", "data": name, "scores": scores, "importances": np.mean(importances, 0).tolist()})


forests("breast_cancer", ExtraTreesClassifier, lambda model, X, y: roc_auc_score(y, model.predict_proba(X)[:, 1]))
forests("wine", ExtraTreesClassifier, lambda model, X, y: roc_auc_score(y, model.predict_proba(X), multi_class="ovr"))
forests("diabetes", ExtraTreesRegressor, lambda model, X, y: r2_score(y, model.predict(X)))


def machine(tool, name, model, weighted=False, **arguments):
    """A case on standardised features, with the decisions, to a small tolerance; of numbers the predictions."""
    X, y = data(name)
    held = np.arange(len(y)) % 4 == 0
    X = (X - X[~held].mean(0)) / X[~held].std(0)
    weights = {"sample_weight": (1.0 + np.arange(len(y)) % 3)[~held]} if weighted else {}
    model.fit(X[~held], y[~held], **weights)
    found = {"machine": tool, "data": name, "arguments": arguments, "weighted": weighted}
    if hasattr(model, "decision_function"):
        found["decisions"] = model.decision_function(X[held])[::7].tolist()
        found["classes"] = model.predict(X[held])[::7].tolist()
    else:
        found["predicted"] = model.predict(X[held])[::7].tolist()
    if hasattr(model, "support_"):
        found["support"] = len(model.support_)
    cases.append(found)


for name in ["breast_cancer", "wine"]:
    for kernel, more in [("linear", {}), ("rbf", {}), ("rbf", {"gamma": "auto"}), ("rbf", {"gamma": 0.3}), ("poly", {"degree": 2, "coef0": 1.0}),
                         ("sigmoid", {"gamma": 0.01})]:
        if (name, kernel) == ("breast_cancer", "sigmoid"):
            continue  # no true kernel: what the solver finds hangs on where it began
        arguments = {"kernel": kernel, "C": 2.0, "tol": 1e-6, **more}
        machine("model.svm", name, SVC(decision_function_shape="ovr", break_ties=True, **arguments), **arguments)
    machine("model.svm", name, SVC(tol=1e-6), weighted=True, tol=1e-6)
    machine("model.svm", name, SVC(tol=1e-6, class_weight="balanced"), tol=1e-6, class_weight="balanced")
    machine("model.linear_svm", name, LinearSVC(tol=1e-9, max_iter=100000))
    machine("model.linear_svm", name, LinearSVC(tol=1e-9, max_iter=100000, class_weight="balanced"), weighted=True, class_weight="balanced")
    machine("model.linear_svm", name, LinearSVC(tol=1e-9, max_iter=100000, C=0.1, loss="hinge"), C=0.1, loss="hinge", tol=1e-9, max_iter=100000)
    machine("model.linear_svm", name, LinearSVC(tol=1e-9, max_iter=100000, C=0.1, penalty="l1"), C=0.1, penalty="l1", tol=1e-9, max_iter=100000)
    machine("model.linear_svm", name, LinearSVC(tol=1e-9, max_iter=100000, fit_intercept=False), fit_intercept=False)
for kernel in ["linear", "rbf"]:
    arguments = {"kernel": kernel, "C": 10.0, "epsilon": 5.0, "tol": 1e-6}
    machine("model.svm", "diabetes", SVR(**arguments), **arguments)
machine("model.svm", "diabetes", SVR(tol=1e-6), weighted=True, tol=1e-6)
arguments = {"C": 0.5, "epsilon": 2.0, "tol": 1e-9, "max_iter": 100000}
machine("model.linear_svm", "diabetes", LinearSVR(**arguments), **arguments)
machine("model.linear_svm", "diabetes", LinearSVR(loss="squared_epsilon_insensitive", **arguments), loss="squared_epsilon_insensitive", **arguments)

(folder / "learning_estimators.json").write_text(
    "[\n" + ",\n".join(json.dumps(found, separators=(",", ":")) for found in cases) + "\n]\n")
