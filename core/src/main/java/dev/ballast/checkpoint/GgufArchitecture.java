package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The architectures of GGUF that are read and written, each with the HF family that it is. */
enum GgufArchitecture {
  LLAMA("LlamaForCausalLM", "llama", "mistral"),
  QWEN2("Qwen2ForCausalLM", "qwen2"),
  QWEN3("Qwen3ForCausalLM", "qwen3"),
  PHI3("Phi3ForCausalLM", "phi3"),
  GEMMA2("Gemma2ForCausalLM", "gemma2"),
  GEMMA3("Gemma3ForCausalLM", "gemma3_text"),
  FALCON("FalconForCausalLM", "falcon"),
  OLMO2("Olmo2ForCausalLM", "olmo2");

  static final String KEY = "general.architecture";

  private final String className;
  private final List<String> modelTypes;

  GgufArchitecture(String className, String... modelTypes) {
    this.className = className;
    this.modelTypes = List.of(modelTypes);
  }

  /**
   * Find that of a file.
   *
   * @throws BadInput naming the known ones
   */
  static GgufArchitecture of(GgufMetadata metadata) {
    String name = metadata.text(KEY).orElse("none");
    return Arrays.stream(values())
        .filter(a -> a.gguf().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                BadInput.of("a GGUF of an architecture that is not read")
                    .file(metadata.file())
                    .key(KEY)
                    .value(name)
                    .fix("use one of " + names() + ", or the Hugging Face folder"));
  }

  /** Find that of a family by {@code model_type}. */
  static GgufArchitecture ofModelType(String modelType) {
    return Arrays.stream(values())
        .filter(a -> a.modelTypes.contains(modelType))
        .findFirst()
        .orElseThrow(
            () ->
                BadInput.of("a family that is not written as GGUF")
                    .key("model_type")
                    .value(modelType)
                    .fix("use one of " + families() + ", or write a Hugging Face folder"));
  }

  /** Return llama.cpp's name, which also begins its keys. */
  String gguf() {
    return name().toLowerCase(Locale.ROOT);
  }

  String modelType() {
    return modelTypes.getFirst();
  }

  String className() {
    return className;
  }

  /** Tell whether the family multiplies by 1 + w in its norms, and llama.cpp stores the sum. */
  boolean addsOneToNorms() {
    return this == GEMMA2 || this == GEMMA3;
  }

  /** Tell whether layers may look at a window of the last tokens only. */
  boolean hasWindows() {
    return addsOneToNorms() || this == PHI3;
  }

  private static String names() {
    return Arrays.stream(values()).map(GgufArchitecture::gguf).collect(Collectors.joining(", "));
  }

  private static String families() {
    return Arrays.stream(values())
        .flatMap(a -> a.modelTypes.stream())
        .collect(Collectors.joining(", "));
  }
}
