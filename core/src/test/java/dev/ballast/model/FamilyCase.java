package dev.ballast.model;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.WeightSource;
import dev.ballast.json.Json;
import dev.ballast.tensor.Placement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/**
 * A tiny checkpoint and what transformers computes with it; written by tools/reference/families.py.
 *
 * @param weights folder of the checkpoint, which several cases may share
 * @param older the config as transformers 4 spells it
 */
record FamilyCase(String name, String weights, JsonNode config, JsonNode older, List<Row> rows) {
  /**
   * One row.
   *
   * @param logprobs of all tokens but the first, the row computed in one pass
   * @param prompt so many tokens are computed at once, the others one by one
   * @param cached log-probs of the tokens behind the prompt, computed so
   * @param greedy the tokens that then follow
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Row(int[] ids, int prompt, double[] logprobs, double[] cached, int[] greedy) {
    int[] start() {
      return Arrays.copyOf(ids, prompt);
    }

    /** Return how often a row's next token is known, in the file or as a greedy one. */
    int steps() {
      return cached.length + greedy.length;
    }

    /** Return the token that is appended in a step. */
    int next(int step) {
      return step < cached.length ? ids[prompt + step] : greedy[step - cached.length];
    }
  }

  static List<FamilyCase> all() {
    try (InputStream in = FamilyCase.class.getResourceAsStream("families/cases.json.gz");
        InputStream plain = new GZIPInputStream(Objects.requireNonNull(in))) {
      String text = new String(plain.readAllBytes(), StandardCharsets.UTF_8);
      return List.of(Json.decode(text, FamilyCase[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Decoder decoder() {
    return decoder(Placement.CPU, Use.FROZEN);
  }

  Decoder decoder(Placement placement, Use use) {
    try (Checkpoint checkpoint = Checkpoint.open(Path.of(folder()))) {
      WeightSource source = checkpoint.weights();
      return new Families.Building(placement, use).read(config, source.names(), source::read);
    }
  }

  List<int[]> ids() {
    return rows.stream().map(Row::ids).toList();
  }

  private URI folder() {
    try {
      return Objects.requireNonNull(FamilyCase.class.getResource("families/" + weights)).toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
