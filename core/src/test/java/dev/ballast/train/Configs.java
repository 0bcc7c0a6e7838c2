package dev.ballast.train;

import dev.ballast.config.Config;
import dev.ballast.config.Yaml;

/** Training configurations for tests. */
final class Configs {
  private Configs() {}

  static TrainConfig of(String yaml) {
    return Config.decode(TrainConfig.class, Yaml.tree(yaml), "test").value();
  }
}
