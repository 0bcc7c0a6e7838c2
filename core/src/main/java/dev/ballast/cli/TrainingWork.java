package dev.ballast.cli;

import dev.ballast.config.Config;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code bench train} trains, and how its peer is told to do the same. */
enum TrainingWork {
  /** DPO of all weights; the reference is scored meanwhile. */
  FULL("DPO, full", List.of()),
  /** The same with a reference that is known. */
  CACHED("DPO, full, reference known", List.of("--precompute")),
  /** DPO of an adapter of rank 8 on queries and values. */
  LORA("DPO, LoRA r 8", List.of("--mode", "lora")),
  /** BFPO of every {@code down_proj}; the peer trains the same weights with DPO. */
  BFPO("BFPO, down_proj", List.of("--mode", "down_proj"));

  private final String title;
  private final List<String> peerArguments;

  TrainingWork(String title, List<String> peerArguments) {
    this.title = title;
    this.peerArguments = peerArguments;
  }

  String title() {
    return title;
  }

  List<String> peerArguments() {
    return peerArguments;
  }

  /** Tell whether scoring the reference is a part of the work. */
  boolean scoresReference() {
    return this != CACHED;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Return the keys of DPO. */
  DpoKeys dpo() {
    return decoded(DpoKeys.class);
  }

  /** Return the keys of BFPO. */
  BfpoKeys bfpo() {
    return decoded(BfpoKeys.class);
  }

  private <K> K decoded(Class<K> type) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("learning_rate", "1e-6");
    keys.put("lr_scheduler_type", "constant");
    keys.put("num_train_epochs", "1");
    keys.put("per_device_train_batch_size", "4");
    keys.put("max_length", "512");
    keys.put("shuffle", "false");
    keys.put("logging_steps", "1");
    keys.put("save_strategy", "no");
    keys.put("reference_cache", "false");
    if (this == LORA) {
      keys.put("use_peft", "true");
      keys.put("lora_r", "8");
      keys.put("lora_alpha", "16");
      keys.put("lora_target_modules", "[q_proj, v_proj]");
    }
    if (this == BFPO) {
      keys.put("trainable", "['*.down_proj.weight']");
    }
    return Config.decode(type, Optional.empty(), keys).value();
  }
}
