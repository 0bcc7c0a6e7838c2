package dev.ballast.score;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The shipped weights of the scorers that read a text's subject.
 *
 * @param promptHarm does a request ask for harm
 * @param toxicity is an utterance toxic
 * @param hazards which hazard a harmful request belongs to
 */
record TextModels(LinearModel promptHarm, LinearModel toxicity, HazardModel hazards) {
  private static final int MAGIC = 0x42545854;
  static final String RESOURCE = "texts.bin";

  /** Read once, as {@link ScoringModel#shipped}. */
  private static final class Shipped {
    static final TextModels MODELS = decode(Resources.bytes(RESOURCE));
  }

  static TextModels shipped() {
    return Shipped.MODELS;
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      promptHarm.write(out);
      toxicity.write(out);
      hazards.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static TextModels decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC) {
        throw new IllegalArgumentException("not the weights of the scorers of texts");
      }
      return new TextModels(LinearModel.read(in), LinearModel.read(in), HazardModel.read(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
