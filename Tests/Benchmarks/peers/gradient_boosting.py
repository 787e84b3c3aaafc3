"""Boosts trees: `gradient_boosting.py xgboost|lightgbm DATA ITERATIONS THREADS`. Prints seconds of the fit and of the prediction, and the accuracy."""

import json
import sys
import time
from pathlib import Path

import numpy

library, data, iterations, threads = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
features, classes = numpy.load(data / "train_features.npy"), numpy.load(data / "train_classes.npy")
if library == "xgboost":
    from xgboost import XGBClassifier

    model = XGBClassifier(
        n_estimators=iterations, max_depth=6, learning_rate=0.3, max_bin=256, reg_lambda=1, min_child_weight=1, tree_method="hist", n_jobs=threads)
else:
    from lightgbm import LGBMClassifier

    # Trees of as many leaves as those of depth 6 may have.
    model = LGBMClassifier(
        n_estimators=iterations, num_leaves=64, max_depth=6, learning_rate=0.3, max_bin=255, reg_lambda=1, min_child_weight=1, min_child_samples=1,
        n_jobs=threads, verbose=-1)
started = time.perf_counter()
model.fit(features, classes)
seconds = time.perf_counter() - started
test_features, test_classes = numpy.load(data / "test_features.npy"), numpy.load(data / "test_classes.npy")
started = time.perf_counter()
predicted = model.predict_proba(test_features)
predict_seconds = time.perf_counter() - started
accuracy = float(((predicted[:, 1] > 0.5) == (test_classes == model.classes_[1])).mean())
print(json.dumps({"seconds": seconds, "predict_seconds": predict_seconds, "accuracy": accuracy}))
