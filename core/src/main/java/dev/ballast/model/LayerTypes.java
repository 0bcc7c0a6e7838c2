package dev.ballast.model;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Which layers see a window of their row only. */
final class LayerTypes {
  private static final String KEY = "layer_types";
  private static final List<String> LOCAL_OR_NOT = List.of("sliding_attention", "full_attention");

  private LayerTypes() {}

  /**
   * Read {@code layer_types}.
   *
   * @param local the rule where that key is missing: tells whether a layer is local
   * @throws dev.ballast.json.BadInput for other types, another number of them, or local layers
   *     without a window
   */
  static List<LayerKind> read(
      ConfigKeys keys, int layers, IntPredicate local, LayerKind ofLocal, LayerKind ofGlobal) {
    List<Boolean> types =
        keys.has(KEY)
            ? listed(keys, layers)
            : IntStream.range(0, layers).mapToObj(local::test).toList();
    if (types.contains(true) && ofLocal.window() == LayerKind.ALL) {
      throw keys.bad("layers of sliding_attention need a window", "sliding_window");
    }
    return types.stream().map(isLocal -> isLocal ? ofLocal : ofGlobal).toList();
  }

  private static List<Boolean> listed(ConfigKeys keys, int layers) {
    List<String> types = keys.texts(KEY);
    if (types.size() != layers || !LOCAL_OR_NOT.containsAll(types)) {
      throw keys.bad("needs one of " + LOCAL_OR_NOT + " for each of " + layers + " layers", KEY);
    }
    return types.stream().map(LOCAL_OR_NOT.getFirst()::equals).toList();
  }

  /**
   * Read {@code sliding_window}.
   *
   * @param missing what a config without the key has; null in it means no window
   */
  static int window(ConfigKeys keys, int missing) {
    int window =
        keys.lacks("sliding_window") ? missing : keys.integer("sliding_window", LayerKind.ALL);
    if (window < 1) {
      throw keys.bad("must be >= 1", "sliding_window");
    }
    return window;
  }
}
