package dev.ballast.cli;

import dev.ballast.config.Config;
import dev.ballast.ledger.Manifest;
import dev.ballast.ledger.Run;
import dev.ballast.tensor.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Finds, opens and sets aside the folders of runs. */
final class RunFolders {
  private RunFolders() {}

  /** Return the folder of a run: as named, or {@code runs/<verb>-<fingerprint>}. */
  static Path of(String verb, RunKeys keys, Object config) {
    return keys.outputDir()
        .orElseGet(() -> Path.of("runs", verb + "-" + Config.fingerprint(config).substring(0, 8)));
  }

  /** Tell whether a run in that folder came to its end. */
  static boolean finished(Path folder) {
    return Files.exists(folder.resolve("manifest.json")) && Run.manifest(folder).sealed();
  }

  /** Create the run, or go on with it. */
  static Run open(Call call, RunKeys keys, Object config, Map<String, String> inputs) {
    Path folder = of(call.verb(), keys, config);
    if (keys.again() && Files.exists(folder)) {
      call.terminal().say("the run that stood there is now " + Run.setAside(folder));
    }
    return Run.open(folder, manifest(call.verb(), config, inputs));
  }

  /** Return what a run of this verb would record. */
  static Manifest manifest(String verb, Object config, Map<String, String> inputs) {
    return Manifest.of(verb, Config.fingerprint(config), Config.flat(config), seed(config))
        .withInputs(inputs)
        .withVersions(versions())
        .withKernels(kernels());
  }

  private static long seed(Object config) {
    return Config.flat(config).get("seed") instanceof Number number ? number.longValue() : 0;
  }

  /** Return what a resumed run has to keep. */
  static Map<String, String> kernels() {
    return kernels(GenerationKeys.standard());
  }

  /**
   * Return what a resumed run has to keep; a run on the CPU in F32 says no more than it ever did.
   */
  static Map<String, String> kernels(GenerationKeys how) {
    ComputeKeys compute = how.compute();
    Map<String, String> kernels = new LinkedHashMap<>();
    kernels.put("threads", String.valueOf(Machine.threads()));
    if (!compute.equals(ComputeKeys.cpu())) {
      kernels.put("device", compute.device());
      kernels.put("dtype", compute.dtype().name().toLowerCase(Locale.ROOT));
    }
    if (how.kernel() != GenerationKeys.Pin.MEASURED) {
      kernels.put("kernel", how.kernel().name().toLowerCase(Locale.ROOT));
    }
    return kernels;
  }

  static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("ballast", Help.version());
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    versions.put("cpu", Machine.cpu());
    return versions;
  }
}
