"""The main job: ask, retrain, wait until it took, ask again."""
