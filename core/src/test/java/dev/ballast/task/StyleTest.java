package dev.ballast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.json.BadInput;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Beside {@link LmEvalParityTest}: templates that change what a message says. */
class StyleTest {
  private static final List<Turn> TURNS =
      List.of(new Turn(Message.user("Why?"), " "), new Turn(Message.assistant("I say,  "), ""));

  private static String written(UnaryOperator<String> content) {
    ChatText text =
        new ChatText() {
          @Override
          public String opened(Conversation conversation) {
            throw new AssertionError("the answer has begun");
          }

          @Override
          public String whole(Conversation conversation) {
            return "<" + content.apply(conversation.last().content()) + ">";
          }
        };
    Style.Chat chat = new Style.Chat(Style.Examples.TURNS, text);
    return new Style("", Optional.of(chat)).write(TURNS);
  }

  @Test
  void whatIsBegunIsCutWhereItEnds() {
    assertThat(written(content -> content)).isEqualTo("<I say,  ");
  }

  /** As transformers does: a template that strips messages strips what is begun, too. */
  @Test
  void aTemplateThatStripsMessagesStripsWhatIsBegun() {
    assertThat(written(String::strip)).isEqualTo("<I say,");
  }

  @Test
  void aTemplateThatLeavesTheAnswerOutIsRefused() {
    assertThatThrownBy(() -> written(_ -> "nothing"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("gen_prefix");
  }
}
