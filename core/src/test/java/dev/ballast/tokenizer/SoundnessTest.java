package dev.ballast.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Without these checks the native library ends the process, and with it the tests. */
class SoundnessTest {
  private static final String MODEL =
      "\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":1,\"ab\":2},"
          + "\"merges\":[[\"a\",\"b\"]]}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"pre_tokenizer\":{\"type\":\"FixedLength\",\"length\":0}",
        "\"pre_tokenizer\":{\"length\":0}",
        "\"normalizer\":{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA\"}",
        "\"decoder\":{\"type\":\"Strip\",\"content\":\"a\",\"start\":1,\"stop\":1}",
        "\"pre_tokenizer\":{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Nothing\"}]}",
        "\"post_processor\":{\"type\":\"TemplateProcessing\",\"single\":["
            + "{\"SpecialToken\":{\"id\":\"x\",\"type_id\":0}}],\"pair\":[],\"special_tokens\":{}}",
        "\"post_processor\":{\"type\":\"BertProcessing\",\"sep\":[\"a\",0],\"cls\":[\"b\",3]}",
        "\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(a|aa)+$z\"}}"
      })
  void whatTheLibraryPanicsOnIsRefused(String part) {
    JsonNode json = Json.tree("{" + part + "," + MODEL + "}");
    assertThatThrownBy(() -> new Soundness(Vocabulary.of(json)).check(json))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll("key ", "Fix: ");
  }

  @Test
  void aPrefixThatMergesLackIsRefused() {
    String prefix = "\"continuing_subword_prefix\":\"##\",";
    JsonNode json = Json.tree("{" + MODEL.replace("\"vocab\"", prefix + "\"vocab\"") + "}");
    assertThatThrownBy(() -> new Soundness(Vocabulary.of(json)).check(json))
        .hasMessageContaining("continuing_subword_prefix");
  }

  @Test
  void idsBeyondAnyVocabularyAreRefused() {
    assertThatThrownBy(() -> Vocabulary.of(Json.tree("{\"model\":{\"vocab\":{\"a\":2147483647}}}")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("a token without an id");
  }

  @Test
  void thePatternsOfModelsAreBounded() {
    for (PreTokenizer pre : PreTokenizer.values()) {
      for (JsonNode regex : Json.treeOf(pre.json()).findValues("Regex")) {
        assertThat(RegexCost.bounded(regex.stringValue())).as(regex.stringValue()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)",
        "(?:ab)+c",
        "(?<=x)a*",
        "[[:alpha:]&&[^a]]+",
        " {2,}",
        "(?<name>a)b{1,3}"
      })
  void otherPatternsMayBeBounded(String regex) {
    assertThat(RegexCost.bounded(regex)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+",
        "(a|aa)*b",
        "a*a*b",
        "(?:a*)*",
        "(a)\\1",
        "a{1,3}+b+c+d",
        "(?x) a # )",
        "(a",
        "a)",
        "(?:a*){40}",
        "((((((((((((((((((((((((a))))))))))))))))))))))))"
      })
  void theseAreNot(String regex) {
    assertThat(RegexCost.bounded(regex)).isFalse();
  }
}
