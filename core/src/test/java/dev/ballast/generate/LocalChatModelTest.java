package dev.ballast.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Completion;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.Sampling;
import dev.ballast.chat.ScoredText;
import dev.ballast.chat.Stop;
import dev.ballast.json.BadInput;
import dev.ballast.model.PackedTokens;
import dev.ballast.model.PrecisionLoss;
import dev.ballast.model.TinyLlama;
import dev.ballast.model.TokenScores;
import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.KernelChooser;
import dev.ballast.tensor.LinearKernel;
import dev.ballast.tensor.Live;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalChatModelTest {
  private final long before = Live.count();

  @AfterEach
  void nothingLeaks() {
    assertThat(Live.count()).isEqualTo(before);
  }

  @Test
  void aGreedyRowDoesNotDependOnItsNeighbours() {
    List<ChatRequest> requests = ragged(Sampling.greedy(24));
    List<List<Integer>> alone;
    try (LocalChatModel model = model(1, 100_000)) {
      alone = ids(model.complete(requests, Progress.none()));
    }
    for (int batch : new int[] {3, 16}) {
      try (LocalChatModel model = model(batch, 100_000)) {
        assertThat(ids(model.complete(requests, Progress.none()))).isEqualTo(alone);
      }
    }
    try (LocalChatModel model = model(16, 100)) {
      assertThat(ids(model.complete(requests, Progress.none()))).isEqualTo(alone);
    }
    assertThat(alone.stream().distinct().count()).isGreaterThan(10);
  }

  @Test
  void sampledAnswersDependOnSeedAndIndexAlone() {
    Sampling sampling = new Sampling(1, 0.9, 20, 0.01, 1.2, 12, List.of(), 7, 3);
    List<ChatRequest> requests = ragged(sampling);
    try (LocalChatModel wide = model(16, 100_000);
        LocalChatModel narrow = model(1, 100_000)) {
      List<Completion> all = wide.complete(requests, Progress.none());
      assertThat(all).hasSize(48);
      assertThat(narrow.complete(requests, Progress.none())).isEqualTo(all);
      assertThat(wide.complete(requests.subList(5, 6), Progress.none()))
          .isEqualTo(all.subList(15, 18));
      assertThat(all.subList(15, 18)).extracting(Completion::index).containsExactly(0, 1, 2);
      assertThat(all.get(15).text()).isNotEqualTo(all.get(16).text());
      List<ChatRequest> reseeded = ragged(sampling.withSeed(8));
      assertThat(wide.complete(reseeded, Progress.none())).isNotEqualTo(all);
    }
  }

  @Test
  void anAnswerStopsAtAStopStringThatSpansTokens() {
    ChatRequest open = request("abc", Sampling.greedy(30));
    try (LocalChatModel model = model(4, 100_000)) {
      String text = only(model, open).text();
      String stop = text.substring(5, 8);
      int first = text.indexOf(stop);
      Completion cut =
          only(model, request("abc", new Sampling(0, 1, 0, 0, 1, 30, List.of(stop), 0, 1)));
      assertThat(cut.text()).isEqualTo(text.substring(0, first));
      assertThat(cut.stop()).isEqualTo(new Stop.StopString(stop));
      assertThat(cut.tokenIds()).hasSizeGreaterThanOrEqualTo(first + 3);
    }
  }

  @Test
  void anEndTokenIsReportedAndNotShown() {
    Sampling wild = new Sampling(50, 1, 0, 0, 1, 200, List.of(), 3, 8);
    try (LocalChatModel model = model(8, 100_000)) {
      List<Completion> answers = model.complete(List.of(request("abc", wild)), Progress.none());
      Completion ended =
          answers.stream().filter(a -> a.stop() instanceof Stop.EndToken).findFirst().orElseThrow();
      assertThat(ended.tokenIds().getLast()).isEqualTo(2);
      assertThat(ended.tokenIds().subList(0, ended.tokenIds().size() - 1)).doesNotContain(2);
      assertThat(ended.stop().finishReason()).isEqualTo("stop");
    }
  }

  @Test
  void theContextEndsAnAnswer() {
    try (LocalChatModel model = model(2, 100_000)) {
      Completion answer = only(model, request("x".repeat(250), Sampling.greedy(100)));
      assertThat(answer.tokenIds()).hasSizeLessThanOrEqualTo(6);
      assertThat(answer.promptTokens()).isEqualTo(250);
      ChatRequest tooLong = request("x".repeat(256), Sampling.greedy(1));
      assertThatThrownBy(() -> only(model, tooLong))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("255")
          .hasMessageContaining("256 tokens");
    }
  }

  @Test
  void aStreamGivesTheSameAnswerAndCanBeCancelled() {
    ChatRequest request = request("hello", Sampling.greedy(25));
    try (LocalChatModel model = model(4, 100_000)) {
      Completion whole = only(model, request);
      List<String> pieces = new ArrayList<>();
      assertThat(model.stream(request, pieces::add)).isEqualTo(whole);
      assertThat(String.join("", pieces)).isEqualTo(whole.text());
      Completion cancelled = model.stream(request, piece -> !piece.equals(pieces.get(0)));
      assertThat(cancelled.stop()).isEqualTo(new Stop.Cancelled());
      assertThat(whole.text()).startsWith(cancelled.text());
    }
  }

  @Test
  void greedyTokensAreTheLikeliestOfTheScores() {
    try (LocalChatModel model = model(4, 64)) {
      Completion answer = only(model, request("score", Sampling.greedy(6)));
      List<ScoredText> rows =
          List.of(
              new ScoredText("a", new Prompt.Raw("score"), answer.text()),
              new ScoredText("b", new Prompt.Raw("score"), "zzzzzz"),
              new ScoredText("c", new Prompt.Raw("other"), "zz"));
      var scores = model.logProbs(rows, Progress.none());
      assertThat(scores).extracting(s -> s.id()).containsExactly("a", "b", "c");
      assertThat(scores.get(0).count()).isEqualTo(answer.text().length());
      assertThat(scores.get(0).logProbs()[4]).isNaN();
      assertThat(scores.get(0).greedy()).isTrue();
      assertThat(scores.get(1).greedy()).isFalse();
      assertThat(scores.get(0).sum()).isGreaterThan(scores.get(1).sum());
    }
  }

  /** Choices of one question, some of them equal, and other rows between: each as it is alone. */
  @Test
  void whatRowsShareChangesNoScore() {
    String question = "whatIsTheCapitalOfFrance";
    List<ScoredText> rows = new ArrayList<>();
    for (String choice : List.of("paris", "p", "x", "parishes", "paris")) {
      rows.add(new ScoredText("a" + rows.size(), new Prompt.Raw(question), choice));
      rows.add(new ScoredText("b" + rows.size(), new Prompt.Raw("another" + choice), "yes"));
    }
    try (LocalChatModel together = model(4, 100_000);
        LocalChatModel apart = model(4, 4)) {
      var scores = together.logProbs(rows, Progress.none());
      assertThat(scores).extracting(s -> s.id()).isEqualTo(rows.stream().map(r -> r.id()).toList());
      for (int i = 0; i < rows.size(); i++) {
        var alone = apart.logProbs(rows.subList(i, i + 1), Progress.none()).getFirst();
        assertThat(scores.get(i).sum()).isCloseTo(alone.sum(), within(1e-4));
        int[] ids = alone.tokenIds();
        double[] all = TokenScores.logProbs(apart.decoder(), PackedTokens.rows(List.of(ids)));
        for (int k = 0; k < ids.length; k++) {
          if (alone.mask()[k] == 1) {
            assertThat(scores.get(i).logProbs()[k]).isCloseTo(all[k], within(1e-4));
          }
        }
      }
    }
  }

  /** The model's context is 256 tokens: one token is read before each window but the last. */
  @Test
  void aLongTextIsScoredInWindowsOfTheContext() {
    String text = new CharCodec().decode(TinyLlama.row(3, 600));
    try (LocalChatModel model = model(4, 100_000)) {
      var whole =
          model.logProbs(List.of(ScoredText.document("d", text)), Progress.none()).getFirst();
      assertThat(whole.count()).isEqualTo(text.length());
      int[] ids = whole.tokenIds();
      double sum = 0;
      for (int[] window : new int[][] {{0, 1, 257}, {256, 257, 513}, {344, 513, 601}}) {
        int[] row = Arrays.copyOfRange(ids, window[0], window[2] - 1);
        double[] scores = TokenScores.logProbs(model.decoder(), PackedTokens.rows(List.of(row)));
        int last = window[2] - 1;
        for (int i = window[1]; i < last; i++) {
          sum += scores[i - window[0]];
          assertThat(whole.logProbs()[i]).isCloseTo(scores[i - window[0]], within(1e-4));
        }
        sum += whole.logProbs()[last];
      }
      assertThat(whole.sum()).isCloseTo(sum, within(1e-3));
      ScoredText refused = new ScoredText("r", new Prompt.Raw("a"), text);
      assertThatThrownBy(() -> model.logProbs(List.of(refused), Progress.none()))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("256")
          .hasMessageContaining("601 tokens in r");
    }
  }

  @Test
  void anOpeningIsTheChanceOfItsTokensAlone() {
    try (LocalChatModel model = model(4, 64)) {
      String answer = only(model, request("open", Sampling.greedy(1))).text();
      Prompt prompt = new Prompt.Raw("open");
      List<ScoredText> rows = new ArrayList<>();
      for (char c : "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ012345678".toCharArray()) {
        rows.add(new ScoredText("" + c, prompt, "" + c));
      }
      var scores = model.openings(rows, Progress.none());
      double all = scores.stream().mapToDouble(s -> Math.exp(s.sum())).sum();
      // Three tokens of the vocabulary have no letter.
      assertThat(all).isBetween(0.5, 1.0);
      assertThat(scores).allMatch(s -> s.count() == 1);
      var best = scores.stream().max(java.util.Comparator.comparingDouble(s -> s.sum()));
      assertThat(best.orElseThrow().id()).isEqualTo(answer);
      assertThat(model.length(prompt)).isEqualTo(4);
      assertThat(model.context()).isEqualTo(256);
    }
  }

  @Test
  void aTapSeesEachTokensLogProbAndStates() {
    Sampling sampling = new Sampling(1, 1, 0, 0, 1, 6, List.of(), 3, 2);
    List<ChatRequest> requests = ragged(sampling);
    Noted all = new Noted();
    Noted alone = new Noted();
    try (LocalChatModel wide = model(5, 100_000);
        LocalChatModel narrow = model(1, 100_000)) {
      List<Completion> answers = wide.complete(requests, Progress.none(), all);
      assertThat(narrow.complete(requests, Progress.none(), alone)).isEqualTo(answers);
      for (int i = 0; i < answers.size(); i++) {
        List<TokenTap.Token> tokens = all.of(i / 2, i % 2);
        assertThat(tokens).extracting(TokenTap.Token::id).isEqualTo(answers.get(i).tokenIds());
        assertThat(tokens)
            .extracting(TokenTap.Token::position)
            .isEqualTo(IntStream.range(0, tokens.size()).boxed().toList());
        int[] prompt = new CharCodec().prompt(requests.get(i / 2).prompt());
        int[] row = TinyLlama.concat(prompt, ints(tokens));
        double[] scores = TokenScores.logProbs(wide.decoder(), PackedTokens.rows(List.of(row)));
        for (int k = 0; k < tokens.size(); k++) {
          assertThat(tokens.get(k).logProb()).isCloseTo(scores[prompt.length + k], within(1e-4));
          float[] states = tokens.get(k).states().getOrDefault(1, new float[0]);
          assertThat(states).hasSize(wide.decoder().config().hidden());
          assertThat(states)
              .containsExactly(
                  alone.of(i / 2, i % 2).get(k).states().getOrDefault(1, new float[0]),
                  within(1e-4f));
        }
      }
      assertThatThrownBy(() -> wide.complete(requests, Progress.none(), new Noted(99)))
          .hasMessageContaining("layers are 0 to");
    }
  }

  private static int[] ints(List<TokenTap.Token> tokens) {
    return tokens.stream().mapToInt(TokenTap.Token::id).toArray();
  }

  /** Keeps all tokens, with the states of one layer. */
  private record Noted(List<TokenTap.Token> tokens, Set<Integer> layers) implements TokenTap {
    Noted(int... layers) {
      this(new ArrayList<>(), layers.length == 0 ? Set.of(1) : Set.of(layers[0]));
    }

    @Override
    public void see(Token token) {
      tokens.add(token);
    }

    List<Token> of(int request, int answer) {
      return tokens.stream().filter(t -> t.request() == request && t.answer() == answer).toList();
    }
  }

  @Test
  void int8TellsItsLossAndScoresWithIt() {
    ScoredText row = new ScoredText("a", new Prompt.Raw("score"), "zzzzzz");
    try (LocalChatModel exact = model(4, 100_000);
        LocalChatModel rounding = rounding(4)) {
      assertThat(exact.precisionLoss()).isEmpty();
      PrecisionLoss loss = rounding.precisionLoss().orElseThrow();
      assertThat(loss.positions()).isGreaterThan(100);
      assertThat(loss.agreement()).isBetween(0.5, 1.0);
      assertThat(loss.mean()).isBetween(1e-6, 0.5);
      assertThat(loss.largest()).isGreaterThanOrEqualTo(loss.mean());
      assertThat(loss.toString()).contains("nats");
      double fine = exact.logProbs(List.of(row), Progress.none()).getFirst().sum();
      double coarse = rounding.logProbs(List.of(row), Progress.none()).getFirst().sum();
      assertThat(coarse).isNotEqualTo(fine).isCloseTo(fine, within(6 * loss.largest() + 1));
      assertThat(rounding.choice().encode()).containsEntry("*", "INT8");
    }
  }

  @Test
  void anInt8RowDoesNotDependOnItsNeighbours() {
    List<ChatRequest> requests = ragged(Sampling.greedy(24));
    List<List<Integer>> alone;
    try (LocalChatModel model = rounding(1)) {
      alone = ids(model.complete(requests, Progress.none()));
    }
    try (LocalChatModel model = rounding(7)) {
      assertThat(ids(model.complete(requests, Progress.none()))).isEqualTo(alone);
    }
  }

  @Test
  void aKernelThatRoundsIsRefusedWhereFp32IsAskedFor() {
    LocalChatModel.Tuning tuning =
        new LocalChatModel.Tuning(
            KernelChooser.pinned(KernelChoice.always(LinearKernel.INT8)), BatchLimits.standard());
    try (LocalChatModel model =
        new LocalChatModel("tiny", TinyLlama.decoder(11, ""), new CharCodec(), tuning)) {
      assertThatThrownBy(model::choice)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("fp32");
    }
  }

  private static LocalChatModel rounding(int batch) {
    return new LocalChatModel(
        "tiny",
        TinyLlama.decoder(11, ""),
        new CharCodec(),
        new LocalChatModel.Tuning(
            KernelChooser.measured(), new BatchLimits(batch, 100_000), Precision.INT8));
  }

  private static LocalChatModel model(int batch, int budget) {
    return new LocalChatModel(
        "tiny",
        TinyLlama.decoder(11, ""),
        new CharCodec(),
        new LocalChatModel.Tuning(
            KernelChooser.pinned(KernelChoice.always(LinearKernel.ONEDNN)),
            new BatchLimits(batch, budget)));
  }

  private static List<ChatRequest> ragged(Sampling sampling) {
    return IntStream.range(0, 16)
        .mapToObj(
            i -> request(new CharCodec().decode(TinyLlama.row(i, 1 + (i * 7) % 40)), sampling))
        .toList();
  }

  private static ChatRequest request(String text, Sampling sampling) {
    return new ChatRequest("id-" + text.length(), new Prompt.Raw(text), sampling);
  }

  private static Completion only(LocalChatModel model, ChatRequest request) {
    return model.complete(List.of(request), Progress.none()).getFirst();
  }

  private static List<List<Integer>> ids(List<Completion> completions) {
    return completions.stream().map(Completion::tokenIds).toList();
  }
}
