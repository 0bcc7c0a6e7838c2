package dev.ballast.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rounds of this program and of a peer in turn: more is better. */
final class Comparison {
  static final String WORK = "work";
  static final String RATIO = "ratio, median of rounds";
  static final String MEMORY_RATIO = "ratio of peak RSS";
  static final String SGEMM_SHARE = "share of the best sgemm";
  static final String MEMORY_BOUND_SHARE = "share of the bound by memory";

  private final String unit;
  private final List<Double> ours = new ArrayList<>();
  private final List<Double> theirs = new ArrayList<>();
  private long memory;
  private long peerMemory;

  Comparison(String unit) {
    this.unit = unit;
  }

  void add(double rate, Optional<Double> peer) {
    ours.add(rate);
    peer.ifPresent(theirs::add);
  }

  /** Note this program's peak RSS so far, in MiB. */
  void memory(long mib) {
    memory = Math.max(memory, mib);
  }

  /** Note the peer's peak RSS, in MiB. */
  void peerMemory(long mib) {
    peerMemory = Math.max(peerMemory, mib);
  }

  Map<String, Object> result(String work) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put(WORK, work);
    result.put("ours, " + unit, median(ours));
    if (theirs.isEmpty()) {
      result.put("peer", "not run: name a folder with --peers");
    } else {
      result.put("peer, " + unit, median(theirs));
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < theirs.size(); i++) {
        ratios.add(ours.get(i) / theirs.get(i));
      }
      result.put(RATIO, median(ratios));
    }
    if (memory > 0) {
      result.put("ours, peak RSS MiB", memory);
    }
    if (peerMemory > 0) {
      result.put("peer, peak RSS MiB", peerMemory);
      result.put(MEMORY_RATIO, median(List.of((double) memory / peerMemory)));
    }
    return result;
  }

  /** Return the middle one, to three digits behind the point. */
  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return Math.round(sorted.get(sorted.size() / 2) * 1000) / 1000.0;
  }
}
