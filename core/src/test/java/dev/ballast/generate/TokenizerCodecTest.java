package dev.ballast.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.chat.Prompt;
import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.json.BadInput;
import dev.ballast.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is scored and where it begins, with the embedded model's tokenizer. */
class TokenizerCodecTest {
  private final Checkpoint checkpoint =
      Checkpoint.open(Path.of("src/main/resources/dev/ballast/embedded"));
  private final Tokenizer tokenizer = Tokenizer.of(checkpoint);
  private final TokenizerCodec codec = TokenizerCodec.of(checkpoint);
  private final String bos = tokenizer.bos().orElseThrow();
  private final int first = tokenizer.id(bos).orElseThrow();

  @AfterEach
  void close() {
    codec.close();
    tokenizer.close();
    checkpoint.close();
  }

  @Test
  void theFirstTokenStandsInThePlaceOfAnEmptyPrompt() {
    Codec.Scored scored = codec.scored(new Prompt.Raw(""), "It rains.");
    assertThat(scored.promptLength()).isEqualTo(1);
    assertThat(scored.ids()).isEqualTo(after(first, tokenizer.encode("It rains.")));
    assertThat(codec.scored(new Prompt.Raw(""), bos + "It rains.").ids()).isEqualTo(scored.ids());
  }

  @Test
  void aDocumentIsScoredAsTheTokenizerStartsIt() {
    Codec.Scored scored = codec.document("It rains.");
    assertThat(scored.promptLength()).isEqualTo(1);
    assertThat(scored.ids()).isEqualTo(after(first, tokenizer.encodeFromStart("It rains.")));
  }

  /** As lm-eval's {@code _encode_pair}: the prompt's own tokens, then as many as are left. */
  @Test
  void aBoundaryThatMovesIsWhereThePromptsTokensEnd() {
    String text = "the weather and the mountains";
    int moved = 0;
    for (int cut = 1; cut < text.length(); cut++) {
      int[] start = tokenizer.encodeFromStart(text.substring(0, cut));
      int[] all = tokenizer.encodeFromStart(text);
      if (all.length <= start.length) {
        continue;
      }
      moved += Arrays.equals(start, Arrays.copyOf(all, start.length)) ? 0 : 1;
      Codec.Scored scored =
          codec.scored(new Prompt.Raw(text.substring(0, cut)), text.substring(cut));
      assertThat(scored.promptLength()).isEqualTo(start.length);
      assertThat(Arrays.copyOf(scored.ids(), start.length)).isEqualTo(start);
      assertThat(Arrays.copyOfRange(scored.ids(), start.length, all.length))
          .isEqualTo(Arrays.copyOfRange(all, start.length, all.length));
    }
    assertThat(moved).isPositive();
  }

  @Test
  void whatHasNoTokenOfItsOwnIsRefused() {
    assertThatThrownBy(() -> codec.scored(new Prompt.Raw("It rains."), ""))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("completion");
    assertThatThrownBy(() -> codec.scored(new Prompt.Raw(""), bos)).isInstanceOf(BadInput.class);
  }

  private static int[] after(int token, int[] ids) {
    return IntStream.concat(IntStream.of(token), Arrays.stream(ids)).toArray();
  }
}
