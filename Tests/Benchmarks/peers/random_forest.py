"""Fits scikit-learn's forest: `random_forest.py DATA TREES THREADS`. Prints seconds of the fit, and the accuracy."""

import json
import sys
import time
from pathlib import Path

import numpy
from sklearn.ensemble import RandomForestClassifier

data = Path(sys.argv[1])
features, classes = numpy.load(data / "train_features.npy"), numpy.load(data / "train_classes.npy")
forest = RandomForestClassifier(n_estimators=int(sys.argv[2]), n_jobs=int(sys.argv[3]), random_state=0)
started = time.perf_counter()
forest.fit(features, classes)
seconds = time.perf_counter() - started
accuracy = forest.score(numpy.load(data / "test_features.npy"), numpy.load(data / "test_classes.npy"))
print(json.dumps({"seconds": seconds, "accuracy": accuracy}))
