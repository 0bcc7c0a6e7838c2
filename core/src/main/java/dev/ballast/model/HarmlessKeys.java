package dev.ballast.model;

import java.util.List;
import java.util.Set;

/**
 * Keys of a {@code config.json} that change no log-prob: what transformers writes about files,
 * labels and outputs, settings of generation from before {@code generation_config.json}, and
 * dropout, which Ballast never applies to base weights (as TRL's {@code disable_dropout}).
 */
final class HarmlessKeys {
  private static final Set<String> FILES =
      Set.of(
          "architectures",
          "model_type",
          "transformers_version",
          "torch_dtype",
          "dtype",
          "name_or_path",
          "auto_map",
          "tokenizer_class",
          "initializer_range",
          "use_cache",
          "gradient_checkpointing",
          "attn_implementation",
          "torchscript",
          "use_bfloat16",
          "is_decoder",
          "is_llama_config",
          "neftune_noise_alpha",
          "max_sequence_length",
          "model_max_length");

  private static final Set<String> OUTPUTS =
      Set.of(
          "id2label",
          "label2id",
          "num_labels",
          "problem_type",
          "finetuning_task",
          "task_specific_params",
          "chunk_size_feed_forward",
          "output_attentions",
          "output_hidden_states",
          "output_scores",
          "return_dict",
          "return_dict_in_generate",
          "use_return_dict");

  private static final Set<String> GENERATION =
      Set.of(
          "bos_token_id",
          "unk_token_id",
          "sep_token_id",
          "decoder_start_token_id",
          "forced_bos_token_id",
          "forced_eos_token_id",
          "prefix",
          "max_length",
          "max_new_tokens",
          "min_length",
          "do_sample",
          "early_stopping",
          "num_beams",
          "num_beam_groups",
          "num_return_sequences",
          "diversity_penalty",
          "temperature",
          "top_k",
          "top_p",
          "typical_p",
          "repetition_penalty",
          "length_penalty",
          "no_repeat_ngram_size",
          "encoder_no_repeat_ngram_size",
          "bad_words_ids",
          "suppress_tokens",
          "begin_suppress_tokens",
          "exponential_decay_length_penalty",
          "remove_invalid_values",
          "cache_implementation");

  private static final Set<String> DROPOUT =
      Set.of("attention_dropout", "hidden_dropout", "resid_pdrop", "embd_pdrop");

  /** Names that tools put their notes under. */
  private static final List<String> PREFIXES = List.of("_", "transformers.", "unsloth");

  private HarmlessKeys() {}

  static boolean contains(String key) {
    return FILES.contains(key)
        || OUTPUTS.contains(key)
        || GENERATION.contains(key)
        || DROPOUT.contains(key)
        || PREFIXES.stream().anyMatch(key::startsWith);
  }
}
