package dev.ballast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.chat.ChatModel;
import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Completion;
import dev.ballast.chat.LikelihoodModel;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.Sampling;
import dev.ballast.chat.ScoredText;
import dev.ballast.chat.Stop;
import dev.ballast.chat.TokenLogProbs;
import dev.ballast.json.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswersTest {
  @TempDir private Path folder;

  /** Notes what it computes, and is interrupted before that many answers. */
  private record Noting(List<String> computed, int most) implements ChatModel, LikelihoodModel {
    private void compute(String what) {
      if (computed.size() == most) {
        throw new IllegalStateException("interrupted");
      }
      computed.add(what);
    }

    @Override
    public List<TokenLogProbs> logProbs(List<ScoredText> rows, Progress progress) {
      List<TokenLogProbs> scores = new ArrayList<>();
      for (ScoredText row : rows) {
        compute(row.completion());
        double[] sum = {-row.completion().length() / 3.0};
        boolean greedy = row.completion().length() % 2 == 0;
        scores.add(new TokenLogProbs(row.id(), new int[1], sum, new int[] {1}, greedy));
      }
      return scores;
    }

    @Override
    public String id() {
      return "noting";
    }

    @Override
    public List<Completion> complete(List<ChatRequest> requests, Progress progress) {
      return complete(requests, progress, _ -> {});
    }

    @Override
    public List<Completion> complete(
        List<ChatRequest> requests, Progress progress, Consumer<Completion> finished) {
      List<Completion> all = new ArrayList<>();
      for (ChatRequest request : requests.reversed()) {
        String text = ((Prompt.Raw) request.prompt()).text();
        compute(text);
        all.addFirst(new Completion(request.id(), 0, text + "!", List.of(), 0, new Stop.Length()));
        finished.accept(all.getFirst());
      }
      return all;
    }

    @Override
    public Completion stream(ChatRequest request, Predicate<String> listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private static Noting model(int most) {
    return new Noting(new ArrayList<>(), most);
  }

  private static List<ScoredText> texts(int n) {
    return IntStream.range(0, n)
        .mapToObj(i -> new ScoredText("t" + i, new Prompt.Raw("q"), "x".repeat(i + 1)))
        .toList();
  }

  private static List<ChatRequest> requests(Sampling sampling) {
    return IntStream.range(0, 5)
        .mapToObj(i -> new ChatRequest("" + i, new Prompt.Raw("ask " + i), sampling))
        .toList();
  }

  private AnswerFile file() {
    return AnswerFile.open(folder.resolve("sub/answers.jsonl"));
  }

  @Test
  void anInterruptedRunGoesOnFromWhatWasFinished() {
    List<Answer.Likelihood> whole =
        Answers.of(model(999), Memory.none(), "m").likelihoods(texts(300), Progress.none());
    Noting first = model(200);
    try (AnswerFile file = file()) {
      Answers answers = Answers.of(first, file, "m");
      assertThatThrownBy(() -> answers.likelihoods(texts(300), Progress.none()))
          .hasMessage("interrupted");
    }
    Noting second = model(999);
    List<Integer> progress = new ArrayList<>();
    try (AnswerFile file = file()) {
      Answers answers = Answers.of(second, file, "m");
      assertThat(answers.likelihoods(texts(300), (done, total) -> progress.add(done)))
          .isEqualTo(whole);
      assertThat(answers.remembered()).isEqualTo(128);
    }
    assertThat(second.computed()).hasSize(172).doesNotContain("x", "x".repeat(128));
    Noting third = model(0);
    try (AnswerFile file = file()) {
      assertThat(Answers.of(third, file, "m").likelihoods(texts(300), Progress.none()))
          .isEqualTo(whole);
    }
  }

  /** Each generated text is kept by itself, whatever order the model finishes them in. */
  @Test
  void noFinishedTextIsGeneratedAgain() {
    Sampling greedy = Sampling.greedy(8);
    try (AnswerFile file = file()) {
      Answers answers = Answers.of(model(3), file, "m");
      assertThatThrownBy(() -> answers.texts(requests(greedy), Progress.none()))
          .hasMessage("interrupted");
    }
    Noting second = model(999);
    try (AnswerFile file = file()) {
      assertThat(Answers.of(second, file, "m").texts(requests(greedy), Progress.none()))
          .extracting(Answer.Text::text)
          .containsExactly("ask 0!", "ask 1!", "ask 2!", "ask 3!", "ask 4!");
    }
    assertThat(second.computed()).containsExactly("ask 1", "ask 0");
  }

  @Test
  void whatDecidesAnAnswerIsPartOfItsKey() {
    Sampling greedy = Sampling.greedy(8);
    Noting model = model(999);
    try (AnswerFile file = file()) {
      Answers answers = Answers.of(model, file, "m");
      var _ = answers.texts(requests(greedy), Progress.none());
      var _ = answers.texts(requests(Sampling.greedy(9)), Progress.none());
      var _ = answers.texts(requests(greedy.withSeed(1)), Progress.none());
      var _ = Answers.of(model, file, "other").texts(requests(greedy), Progress.none());
      assertThat(model.computed()).hasSize(20);
      List<ScoredText> alike =
          List.of(
              new ScoredText("a", new Prompt.Raw("q"), "xx"),
              new ScoredText("b", new Prompt.Raw("qx"), "x"),
              new ScoredText("c", new Prompt.Raw(""), "qxx"),
              ScoredText.document("d", "qxx"),
              new ScoredText("e", Prompt.user("q"), "xx"));
      var _ = answers.likelihoods(alike, Progress.none());
      assertThat(model.computed()).hasSize(25);
      assertThat(answers.remembered()).isZero();
    }
  }

  @Test
  void aHalfWrittenLineIsDroppedAndABadOneNamed() throws IOException {
    try (AnswerFile file = file()) {
      var _ = Answers.of(model(999), file, "m").likelihoods(texts(3), Progress.none());
    }
    Path path = folder.resolve("sub/answers.jsonl");
    String whole = Files.readString(path);
    Files.writeString(path, whole.substring(0, whole.length() - 9));
    Noting again = model(999);
    try (AnswerFile file = file()) {
      var _ = Answers.of(again, file, "m").likelihoods(texts(3), Progress.none());
    }
    assertThat(again.computed()).containsExactly("xxx");
    assertThat(Files.readString(path)).isEqualTo(whole);
    Files.writeString(path, "{\"key\": \"k\"}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(this::file)
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll("answers.jsonl", "row 4", "delete the file");
  }

  @Test
  void oneProcessAtATimeHasTheFile() {
    try (AnswerFile _ = file()) {
      assertThatThrownBy(this::file)
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("another process");
    }
  }
}
