package dev.ballast.ledger;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run was made from and what it made; {@code manifest.json}.
 *
 * @param command the verb
 * @param fingerprint sha256 of the keys that decide the result
 * @param config every key, for people and for showing differences
 * @param inputs path to sha256
 * @param outputs name in the run's folder to sha256; filled when the run is sealed
 * @param versions of Ballast, the JDK and the native libraries
 * @param kernels the measured choices and the thread count; a resumed run keeps them
 * @param sealed the run is finished: outputs are final
 */
public record Manifest(
    String command,
    String fingerprint,
    Map<String, Object> config,
    Map<String, String> inputs,
    Map<String, String> outputs,
    Map<String, String> versions,
    long seed,
    Map<String, String> kernels,
    boolean sealed) {
  public Manifest {
    config = ordered(config);
    inputs = ordered(inputs);
    outputs = ordered(outputs);
    versions = ordered(versions);
    kernels = ordered(kernels);
  }

  /**
   * Return the manifest of a run that has not begun; add the rest with the {@code with} methods.
   */
  public static Manifest of(
      String command, String fingerprint, Map<String, Object> config, long seed) {
    return new Manifest(
        command, fingerprint, config, Map.of(), Map.of(), Map.of(), seed, Map.of(), false);
  }

  public Manifest withInputs(Map<String, String> paths) {
    return new Manifest(
        command, fingerprint, config, paths, outputs, versions, seed, kernels, sealed);
  }

  public Manifest withVersions(Map<String, String> names) {
    return new Manifest(
        command, fingerprint, config, inputs, outputs, names, seed, kernels, sealed);
  }

  public Manifest withKernels(Map<String, String> choices) {
    return new Manifest(
        command, fingerprint, config, inputs, outputs, versions, seed, choices, sealed);
  }

  Manifest sealedWith(Map<String, String> hashes) {
    return new Manifest(
        command, fingerprint, config, inputs, hashes, versions, seed, kernels, true);
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
