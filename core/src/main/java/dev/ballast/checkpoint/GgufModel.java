package dev.ballast.checkpoint;

import dev.ballast.checkpoint.GgufHeader.Slot;
import dev.ballast.checkpoint.GgufWeights.Part;
import dev.ballast.json.BadInput;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Turns the words of a GGUF file into those of the HF family that it is. */
final class GgufModel {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final String FOLDER = "use the Hugging Face folder of this model";

  /** More frequencies than any head has. */
  private static final int LONGEST_TABLE = 1 << 16;

  /** Keys that change the computation and are read for no architecture; 0 says nothing. */
  private static final List<String> REFUSED =
      List.of(
          "expert_count",
          "attention.clamp_kqv",
          "attention.max_alibi_bias",
          "attention.scale",
          "logit_scale",
          "residual_scale",
          "embedding_scale");

  private final MappedFile file;
  private final GgufHeader header;
  private final GgufSizes sizes;
  private final GgufNames names;

  GgufModel(MappedFile file, GgufHeader header) {
    this.file = file;
    this.header = header;
    GgufArchitecture architecture = GgufArchitecture.of(header.metadata());
    this.sizes = new GgufSizes(header.metadata(), architecture);
    this.names = GgufNames.of(architecture, header.slots().keySet());
    refuse();
  }

  private void refuse() {
    GgufMetadata metadata = header.metadata();
    if (metadata.integer("split.count").orElse(1) > 1) {
      throw BadInput.of("one of several GGUF files of a model, which are not read apart")
          .file(metadata.file())
          .key("split.count")
          .fix("merge them with llama.cpp's llama-gguf-split --merge");
    }
    REFUSED.forEach(this::refuseUnlessZero);
    if (!sizes.architecture().hasWindows()) {
      refuseUnlessZero("attention.sliding_window");
    }
    if (!metadata.flag(sizes.key("attention.causal")).orElse(true)) {
      throw unread("attention.causal");
    }
    if (sizes.optional("attention.value_length").orElseGet(sizes::headSize) != sizes.headSize()) {
      throw unread("attention.value_length");
    }
    if (sizes.rotating() != sizes.headSize() && sizes.architecture() != GgufArchitecture.PHI3) {
      throw unread("rope.dimension_count");
    }
  }

  private void refuseUnlessZero(String key) {
    JsonNode value = header.metadata().values().get(sizes.key(key));
    if (value != null && !(value.isNumber() && value.doubleValue() == 0)) {
      throw unread(key);
    }
  }

  private BadInput unread(String key) {
    return BadInput.of("a GGUF whose computation is not read")
        .file(file.path())
        .key(sizes.key(key))
        .fix(FOLDER);
  }

  /** Return HF's {@code config.json}. */
  JsonNode config() {
    Map<String, float[]> tables = new LinkedHashMap<>();
    GgufRope.TABLES.forEach(
        name ->
            Optional.ofNullable(header.slots().get(name))
                .ifPresent(slot -> tables.put(name, floats(name, slot))));
    GgufRope rope = new GgufRope(header.metadata(), sizes.key(""), sizes.rotating(), tables);
    return new GgufConfig(header, sizes, rope).tree();
  }

  private float[] floats(String name, Slot slot) {
    if (slot.type() != GgufType.F32 || slot.entry().shape().size() != 1) {
      throw Bad.tensor(file.path(), name, "must be a vector of F32");
    }
    if (slot.entry().numel() > LONGEST_TABLE) {
      throw Bad.tensor(file.path(), name, "more factors than a head has frequencies")
          .value(slot.entry().shape());
    }
    float[] values = new float[Math.toIntExact(slot.entry().numel())];
    for (int i = 0; i < values.length; i++) {
      values[i] = file.memory().get(FLOAT, slot.offset() + 4L * i);
    }
    return values;
  }

  /**
   * Return HF name → tensor, in file order.
   *
   * @throws BadInput for a tensor that the architecture does not have, or has twice
   */
  Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    for (Map.Entry<String, Slot> e : header.slots().entrySet()) {
      String name = e.getKey();
      boolean table = GgufRope.TABLES.contains(name);
      if (!table && parts.put(hf(name), part(name, e.getValue())) != null) {
        throw Bad.tensor(file.path(), name, "another tensor has its place");
      }
    }
    return parts;
  }

  private String hf(String name) {
    String where = " has no place in the " + sizes.architecture().gguf() + " architecture";
    return names
        .hf(name)
        .orElseThrow(() -> BadInput.of("tensor " + name + where).file(file.path()).fix(FOLDER));
  }

  private Part part(String name, Slot slot) {
    GgufArchitecture architecture = sizes.architecture();
    GgufRows rows =
        GgufRows.of(architecture, name, sizes.heads(), slot.entry().shape(), file.path());
    boolean vector = slot.entry().shape().size() == 1;
    if (vector && slot.type().quantised() && !(rows instanceof GgufRows.Same)) {
      throw Bad.tensor(file.path(), name, "is reordered, which blocks cannot be")
          .value(slot.entry().shape());
    }
    boolean plusOne = architecture.addsOneToNorms() && name.endsWith("norm.weight");
    return new Part(slot, rows, plusOne ? -1 : 0);
  }
}
