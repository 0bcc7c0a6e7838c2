package dev.ballast.score;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How likely requests ask for harm; the last ones are remembered, since campaigns and suites ask
 * the same again.
 */
final class RequestHarm {
  private static final int REMEMBERED = 4096;

  /** Requests that are embedded at once. */
  private static final int BATCH = 256;

  private final TextClassifier classifier;
  private final Map<String, Double> known = Collections.synchronizedMap(new Remembered());

  private static final class Remembered extends LinkedHashMap<String, Double> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Double> eldest) {
      return size() > REMEMBERED;
    }
  }

  RequestHarm(TextClassifier classifier) {
    this.classifier = classifier;
  }

  static RequestHarm shipped() {
    return new RequestHarm(PromptHarmScorer.classifier(TextModels.shipped()));
  }

  /** Return one probability per request; each request has a letter. */
  List<Double> of(List<String> requests) {
    List<Double> all = new ArrayList<>();
    for (int from = 0; from < requests.size(); from += BATCH) {
      all.addAll(batch(requests.subList(from, Math.min(requests.size(), from + BATCH))));
    }
    return all;
  }

  private List<Double> batch(List<String> requests) {
    Map<String, Double> own = new LinkedHashMap<>();
    List<String> unread = new ArrayList<>();
    for (String request : requests.stream().distinct().toList()) {
      Double probability = known.get(request);
      if (probability == null) {
        unread.add(request);
      } else {
        own.put(request, probability);
      }
    }
    List<TextClassifier.Found> found = classifier.of(unread);
    for (int i = 0; i < unread.size(); i++) {
      own.put(unread.get(i), found.get(i).probability());
    }
    known.putAll(own);
    return requests.stream().map(request -> Objects.requireNonNull(own.get(request))).toList();
  }
}
