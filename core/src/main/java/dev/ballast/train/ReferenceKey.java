package dev.ballast.train;

import dev.ballast.checkpoint.Extras;
import dev.ballast.json.Json;
import dev.ballast.ledger.Hashes;
import dev.ballast.model.Decoder;
import dev.ballast.tensor.Device;
import dev.ballast.tensor.Machine;
import dev.ballast.tensor.NoGrad;
import dev.ballast.tensor.Placement;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What decides a reference's log-probs beside the rows: weights, template, and the arithmetic that
 * rounds. Where a key is equal, so are the bits; {@code max_length} and its kin are in the rows'
 * own tokens.
 *
 * @param parts name → hash or word
 */
public record ReferenceKey(SortedMap<String, String> parts) {
  /** Raise it when the forward pass starts to round in another way. */
  private static final String ARITHMETIC = "1";

  private static final int HASHED_AT_ONCE = 1 << 24;

  public ReferenceKey {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }

  /**
   * Hash a model as it lies in memory, so that what was merged or changed after reading counts.
   *
   * @param files of the model: they hold the chat template
   */
  public static ReferenceKey of(Decoder reference, ModelFiles files) {
    SortedMap<String, String> parts = new TreeMap<>();
    parts.put("model", model(reference));
    parts.put("template", template(files.extras()));
    parts.put("dtype", dtypes(reference));
    if (!reference.placement().equals(Placement.CPU)) {
      parts.put("placement", reference.placement().toString());
    }
    parts.put("arithmetic", ARITHMETIC);
    parts.put("library", Hashes.of(Machine.torchConfig()));
    parts.put("blas", Machine.blas());
    parts.put("cpu", Machine.cpu());
    parts.put("threads", String.valueOf(Machine.threads()));
    return new ReferenceKey(parts);
  }

  /** Return a name for a folder, 32 hex digits. */
  public String hex() {
    return Hashes.of(Json.encode(parts)).substring(0, 32);
  }

  private static String model(Decoder model) {
    StringBuilder lines = new StringBuilder(model.config().toString()).append('\n');
    byte[] part = new byte[HASHED_AT_ONCE];
    for (Map.Entry<String, Tensor> weight : model.parameters().entrySet()) {
      lines
          .append(weight.getKey())
          .append(' ')
          .append(Arrays.toString(weight.getValue().shape()))
          .append(contentHashes(weight.getValue(), part))
          .append('\n');
    }
    return Hashes.of(lines.toString());
  }

  private static String contentHashes(Tensor weight, byte[] part) {
    StringBuilder hashes = new StringBuilder();
    try (Scope _ = Scope.open();
        NoGrad _ = NoGrad.open()) {
      Tensor whole = Device.CPU.take(weight).contiguous();
      long bytes = whole.numel() * whole.dtype().bytes();
      for (long at = 0; at < bytes; at += part.length) {
        int length = (int) Math.min(part.length, bytes - at);
        whole.bytes(at, length).get(part, 0, length);
        hashes
            .append(' ')
            .append(Hashes.of(length == part.length ? part : Arrays.copyOf(part, length)));
      }
    }
    return hashes.toString();
  }

  private static String dtypes(Decoder model) {
    return model.parameters().values().stream()
        .map(weight -> weight.dtype().name())
        .distinct()
        .sorted()
        .collect(Collectors.joining(" "));
  }

  /** Hash the files that may hold the chat template. */
  private static String template(Extras extras) {
    StringBuilder hashes = new StringBuilder();
    for (String name : List.of("chat_template.jinja", "tokenizer_config.json")) {
      Optional<String> copied =
          Optional.ofNullable(extras.copies().get(name)).map(file -> Hashes.of(file));
      Optional<String> written =
          Optional.ofNullable(extras.texts().get(name)).map(text -> Hashes.of(text));
      hashes.append(copied.or(() -> written).orElse("none")).append(' ');
    }
    return Hashes.of(hashes.toString());
  }
}
