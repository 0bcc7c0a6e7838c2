package dev.ballast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.config.Config;
import dev.ballast.config.Decoded;
import dev.ballast.json.BadInput;
import dev.ballast.train.ReferenceConfig;
import dev.ballast.train.ReferenceSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PairKeysTest {
  private static Decoded<DpoKeys> decode(Map<String, String> keys) {
    return Config.decode(DpoKeys.class, Optional.empty(), keys);
  }

  @Test
  void theReferenceIsCachedUnlessItIsSwitchedOff() {
    ReferenceConfig standard = decode(Map.of()).value().pair().reference();
    assertThat(standard.referenceCache()).isTrue();
    assertThat(standard.precomputeRefBatchSize()).isEmpty();
    ReferenceSource off =
        decode(Map.of("reference_cache", "false", "precompute_ref_batch_size", "4"))
            .value()
            .pair()
            .reference()
            .source(
                () -> {
                  throw new AssertionError("no cache is asked for");
                });
    assertThat(off).isEqualTo(new ReferenceSource(Optional.of(4), Optional.empty()));
    assertThatThrownBy(() -> decode(Map.of("precompute_ref_batch_size", "0")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("precompute_ref_batch_size must be >= 1");
  }

  @Test
  void trlsSwitchIsKnown() {
    assertThat(decode(Map.of("precompute_ref_log_probs", "true")).notices())
        .singleElement()
        .asString()
        .contains("precompute_ref_log_probs is ignored", "reference_cache");
  }

  @Test
  void aCacheIsNoPartOfTheFingerprint() {
    DpoKeys on = decode(Map.of()).value();
    assertThat(Config.fingerprint(decode(Map.of("reference_cache", "false")).value()))
        .isEqualTo(Config.fingerprint(on));
    assertThat(Config.fingerprint(decode(Map.of("precompute_ref_batch_size", "2")).value()))
        .isNotEqualTo(Config.fingerprint(on));
  }
}
