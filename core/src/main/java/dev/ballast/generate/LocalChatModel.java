package dev.ballast.generate;

import dev.ballast.chat.ChatModel;
import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Completion;
import dev.ballast.chat.LikelihoodModel;
import dev.ballast.chat.OpeningModel;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.ScoredText;
import dev.ballast.chat.TokenLogProbs;
import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.json.BadInput;
import dev.ballast.model.Decoder;
import dev.ballast.model.Families;
import dev.ballast.model.Inference;
import dev.ballast.model.PrecisionLoss;
import dev.ballast.model.TokenScores;
import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.KernelChooser;
import dev.ballast.tensor.LinearKernel;
import dev.ballast.tensor.Placement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A model in this process. Calls from several threads wait for each other: one model, one platform
 * thread at a time.
 */
public final class LocalChatModel implements ChatModel, LikelihoodModel, OpeningModel {
  private final String id;
  private final Decoder decoder;
  private final Codec codec;
  private final Tuning tuning;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<KernelChoice> choice = Optional.empty();
  private Optional<Inference> inference = Optional.empty();
  private Optional<PrecisionLoss> loss = Optional.empty();
  private BatchStatistics statistics = BatchStatistics.none();

  /** Wrap a decoder and a codec, both of which the new model closes. */
  LocalChatModel(String id, Decoder decoder, Codec codec, Tuning tuning) {
    this.id = id;
    this.decoder = decoder;
    this.codec = codec;
    this.tuning = tuning;
  }

  /**
   * How answers are computed. With {@link Precision#FP32} nothing here changes them beyond
   * rounding.
   *
   * @param kernels that FP32 uses
   */
  public record Tuning(KernelChooser kernels, BatchLimits limits, Precision precision) {
    public Tuning(KernelChooser kernels, BatchLimits limits) {
      this(kernels, limits, Precision.FP32);
    }

    /** Return kernels measured at the first answer, and the standard limits. */
    public static Tuning standard() {
      return new Tuning(KernelChooser.measured(), BatchLimits.standard());
    }
  }

  /** Open a folder or GGUF file with {@linkplain Tuning#standard() standard tuning}. */
  public static LocalChatModel open(Path path) {
    return open(path, Tuning.standard());
  }

  /**
   * Open a folder or GGUF file; its name is the model's id.
   *
   * @throws BadInput when it is damaged, or of a family that is not known
   */
  public static LocalChatModel open(Path path, Tuning tuning) {
    try (Checkpoint checkpoint = Checkpoint.open(path)) {
      return open(checkpoint, tuning);
    }
  }

  /** As {@link #open(Checkpoint, Tuning, Placement)}, in F32 on the CPU. */
  public static LocalChatModel open(Checkpoint checkpoint, Tuning tuning) {
    return open(checkpoint, tuning, Placement.CPU);
  }

  /** Open a checkpoint, which may close then; the name of its source is the model's id. */
  public static LocalChatModel open(Checkpoint checkpoint, Tuning tuning, Placement placement) {
    return open(checkpoint, tuning, placement, id(checkpoint));
  }

  /** As {@link #open(Checkpoint, Tuning, Placement)}, under another id. */
  public static LocalChatModel open(
      Checkpoint checkpoint, Tuning tuning, Placement placement, String id) {
    // Building a tokenizer keeps one core busy, and so does reading weights.
    try (Beside<Codec> codec = Beside.of(() -> TokenizerCodec.of(checkpoint), Codec::close)) {
      Decoder decoder = Families.read(checkpoint, placement);
      try {
        return new LocalChatModel(id, decoder, codec.take(), tuning);
      } catch (RuntimeException e) {
        decoder.close();
        throw e;
      }
    }
  }

  /** Return the id of a model that is opened from a checkpoint. */
  public static String id(Checkpoint checkpoint) {
    Path source = checkpoint.source().toAbsolutePath().normalize();
    return String.valueOf(source.getFileName());
  }

  @Override
  public String id() {
    return id;
  }

  /** Return the model's weights and shape; the model still owns them. */
  public Decoder decoder() {
    return decoder;
  }

  @Override
  public List<Completion> complete(List<ChatRequest> requests, Progress progress) {
    return complete(requests, progress, _ -> {}, Optional.empty());
  }

  @Override
  public List<Completion> complete(
      List<ChatRequest> requests, Progress progress, Consumer<Completion> finished) {
    return complete(requests, progress, finished, Optional.empty());
  }

  /** Answer all requests, each token shown to a tap as it is chosen. */
  public List<Completion> complete(List<ChatRequest> requests, Progress progress, TokenTap tap) {
    int last = decoder.config().layers();
    if (tap.layers().stream().anyMatch(layer -> layer < 0 || layer > last)) {
      throw new IllegalArgumentException(
          "this model's layers are 0 to " + last + ", were " + tap.layers());
    }
    return complete(requests, progress, _ -> {}, Optional.of(tap));
  }

  private List<Completion> complete(
      List<ChatRequest> requests,
      Progress progress,
      Consumer<Completion> finished,
      Optional<TokenTap> tap) {
    lock.lock();
    try {
      List<Job> jobs = jobs(requests);
      Completions completions = new Completions(requests, jobs.size(), progress, finished);
      run(new Generator.Order(jobs, job -> row(job, Optional.empty()), completions::add, tap));
      return completions.inOrder();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Completion stream(ChatRequest request, Predicate<String> listener) {
    lock.lock();
    try {
      Job job = new Job(0, 0, prompt(request), request.sampling());
      Completions completions = new Completions(List.of(request), 1, Progress.none(), _ -> {});
      run(
          new Generator.Order(
              List.of(job),
              one -> row(one, Optional.of(listener)),
              completions::add,
              Optional.empty()));
      return completions.inOrder().getFirst();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<TokenLogProbs> logProbs(List<ScoredText> rows, Progress progress) {
    return logProbs(rows, this::whole, progress);
  }

  @Override
  public List<TokenLogProbs> openings(List<ScoredText> rows, Progress progress) {
    return logProbs(rows, row -> codec.opening(row.prompt(), row.completion()), progress);
  }

  private Codec.Scored whole(ScoredText row) {
    return switch (row.extent()) {
      case WINDOWS -> codec.document(row.completion());
      case ONE_PASS -> codec.scored(row.prompt(), row.completion());
    };
  }

  private List<TokenLogProbs> logProbs(
      List<ScoredText> rows, Likelihoods.Reader reader, Progress progress) {
    lock.lock();
    try {
      int budget = tuning.limits().tokenBudget() / 4;
      return new Likelihoods(decoder.config(), scorer(), reader, budget).of(rows, progress);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int context() {
    return decoder.config().context();
  }

  @Override
  public int length(Prompt prompt) {
    return codec.prompt(prompt).length;
  }

  private void run(Generator.Order order) {
    statistics = Generator.run(inference(), tuning.limits(), order);
  }

  /** Return what the last answers took; zeros before the first. */
  public BatchStatistics statistics() {
    lock.lock();
    try {
      return statistics;
    } finally {
      lock.unlock();
    }
  }

  private Likelihoods.Scorer scorer() {
    return switch (tuning.precision()) {
      case FP32 -> (tokens, wanted) -> TokenScores.of(decoder, tokens, wanted);
      case INT8 -> (tokens, wanted) -> TokenScores.of(inference(), tokens, wanted);
    };
  }

  private List<Job> jobs(List<ChatRequest> requests) {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      int[] prompt = prompt(requests.get(i));
      for (int answer = 0; answer < requests.get(i).sampling().n(); answer++) {
        jobs.add(new Job(i, answer, prompt, requests.get(i).sampling()));
      }
    }
    return jobs;
  }

  private int[] prompt(ChatRequest request) {
    int[] prompt = codec.prompt(request.prompt());
    int context = decoder.config().context();
    if (prompt.length == 0 || prompt.length >= context) {
      throw BadInput.of("the prompt must have 1 to " + (context - 1) + " tokens for this model")
          .key("prompt")
          .value(prompt.length + " tokens in " + request.id())
          .fix("shorten it; the answer needs room in the model's context too");
    }
    int vocabulary = decoder.config().vocabulary();
    if (Arrays.stream(prompt).anyMatch(token -> token >= vocabulary)) {
      throw BadInput.of("the tokenizer gives ids beyond the model's vocabulary of " + vocabulary)
          .fix("use the tokenizer that belongs to the model");
    }
    return prompt;
  }

  private Row row(Job job, Optional<Predicate<String>> listener) {
    return new Row(job, codec, decoder.config().context(), listener);
  }

  private Inference inference() {
    Inference ready = inference.orElseGet(() -> decoder.inference(choice()));
    inference = Optional.of(ready);
    return ready;
  }

  /** Return the kernels in use, for a run's manifest; measures them where that is still to do. */
  public KernelChoice choice() {
    KernelChoice made = choice.orElseGet(this::choose);
    choice = Optional.of(made);
    return made;
  }

  private KernelChoice choose() {
    if (!decoder.placement().equals(Placement.CPU)) {
      return KernelChoice.always(LinearKernel.BLAS);
    }
    return switch (tuning.precision()) {
      case FP32 -> exact(tuning.kernels().choose(Families.generationShapes(decoder.config())));
      case INT8 -> KernelChoice.always(LinearKernel.INT8);
    };
  }

  private static KernelChoice exact(KernelChoice chosen) {
    if (!chosen.isExact()) {
      throw new IllegalArgumentException("fp32 is asked for, and a kernel that rounds is pinned");
    }
    return chosen;
  }

  /**
   * Return what rounding costs this model, measured once on a fixed text; empty with {@link
   * Precision#FP32}.
   */
  public Optional<PrecisionLoss> precisionLoss() {
    lock.lock();
    try {
      if (tuning.precision() == Precision.INT8 && loss.isEmpty()) {
        loss =
            Optional.of(
                FixedText.loss(decoder, inference(), text -> codec.prompt(new Prompt.Raw(text))));
      }
      return loss;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      inference.ifPresent(Inference::close);
      inference = Optional.empty();
      decoder.close();
      codec.close();
    } finally {
      lock.unlock();
    }
  }
}
