package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chooses name, type and order of each weight in a GGUF file. */
record GgufTensors(WeightSource weights, GgufKeys keys, GgufNames names, GgufFormat format) {
  static final String EMBEDDING = "token_embd.weight";

  private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d+)\\..*");
  private static final String HEAD = "lm_head.weight";
  private static final String FOLDER = "write a Hugging Face folder";

  static GgufTensors of(WeightSource weights, GgufKeys keys, GgufFormat format) {
    GgufNames names = GgufNames.of(keys.architecture(), weights.names());
    return new GgufTensors(weights, keys, names, format);
  }

  /**
   * Return the tensors layer by layer, in an order that only their names decide.
   *
   * @throws BadInput when one is missing, has no place, or does not divide into blocks
   */
  List<GgufTensor> all() {
    requireAll();
    List<GgufTensor> tensors = new ArrayList<>();
    for (String hf : weights.names()) {
      // Old exports store the table of frequencies, and a tied head may be stored once more.
      if (!hf.endsWith("rotary_emb.inv_freq") && !(keys.tied() && hf.equals(HEAD))) {
        tensors.add(tensor(hf));
      }
    }
    tensors.sort(
        Comparator.comparingInt((GgufTensor t) -> place(t.name())).thenComparing(GgufTensor::name));
    return tensors;
  }

  private static int place(String name) {
    Matcher block = BLOCK.matcher(name);
    return block.matches()
        ? Integer.parseInt(block.group(1))
        : name.equals(EMBEDDING) ? -1 : Integer.MAX_VALUE;
  }

  private GgufTensor tensor(String hf) {
    String name =
        names
            .gguf(hf)
            .orElseThrow(
                () -> BadInput.of("tensor " + hf + " has no place in a GGUF file").fix(FOLDER));
    TensorEntry entry = weights.entry(hf);
    String output = keys.tied() ? EMBEDDING : "output.weight";
    GgufType type = format.type(name, entry.shape(), output);
    if (entry.shape().isEmpty() || entry.shape().getLast() % type.blockSize() != 0) {
      throw BadInput.of("tensor " + hf + ": rows do not divide into blocks of " + type.blockSize())
          .value(entry.shape())
          .fix("write the file as bf16 or f16");
    }
    GgufRows rows =
        GgufRows.of(keys.architecture(), name, keys.heads(), entry.shape(), "the weights");
    boolean plusOne = keys.architecture().addsOneToNorms() && name.endsWith("norm.weight");
    return new GgufTensor.Stored(name, type, entry, hf, rows, plusOne ? 1 : 0);
  }

  /** llama.cpp wants every matrix and norm of every layer. */
  private void requireAll() {
    Set<String> found = weights.names();
    if (keys.layers() > found.size()) {
      throw BadInput.of("more layers than tensors")
          .key("num_hidden_layers")
          .value(keys.layers())
          .fix("copy or download the whole checkpoint");
    }
    List<String> wanted = new ArrayList<>();
    names.outer().values().forEach(stem -> wanted.add(stem + ".weight"));
    for (int layer = 0; layer < keys.layers(); layer++) {
      String before = names.layers() + layer + ".";
      names.inner().values().forEach(stem -> wanted.add(before + stem + ".weight"));
    }
    wanted.removeIf(name -> found.contains(name) || (keys.tied() && name.equals(HEAD)));
    if (!wanted.isEmpty()) {
      throw BadInput.of("the weights lack " + wanted.size() + " tensors")
          .value(wanted.stream().sorted().findFirst().orElseThrow())
          .fix("copy or download the whole checkpoint");
    }
  }
}
