package dev.ballast.config;

import dev.ballast.json.BadInput;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns YAML nodes into JSON nodes and notes the rows of keys. */
final class YamlTree {
  /** Whether {@code 1.10} is the number 1.1 or the text that was written. */
  enum Scalars {
    TYPED,
    TEXT
  }

  /** Aliases can make a small file a huge tree, or a ring; no configuration is as large. */
  private static final int MOST_NODES = 1_000_000;

  private static final int DEEPEST = 100;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Scalars scalars;
  private final Map<String, Integer> rows;
  private int count;
  private int depth;

  YamlTree(Scalars scalars, Map<String, Integer> rows) {
    this.scalars = scalars;
    this.rows = rows;
  }

  Map<String, Integer> rows() {
    return rows;
  }

  JsonNode convert(Node node, String path) {
    count++;
    depth++;
    if (count > MOST_NODES || depth > DEEPEST) {
      throw fail(node, "not valid YAML: too large or too deep once its aliases are followed");
    }
    JsonNode result =
        switch (node) {
          case ScalarNode scalar -> scalar(scalar);
          case SequenceNode sequence when node.getTag().equals(Tag.SEQ) -> sequence(sequence, path);
          case MappingNode mapping when node.getTag().equals(Tag.MAP) -> mapping(mapping, path);
          default -> throw foreignTag(node);
        };
    depth--;
    return result;
  }

  private ArrayNode sequence(SequenceNode sequence, String path) {
    ArrayNode array = NODES.arrayNode();
    for (Node item : sequence.getValue()) {
      String place = path + "[" + array.size() + "]";
      rows.put(place, row(item));
      array.add(convert(item, place));
    }
    return array;
  }

  private ObjectNode mapping(MappingNode mapping, String path) {
    ObjectNode object = NODES.objectNode();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode name)) {
        throw fail(entry.getKeyNode(), "not valid YAML: a key must be a word");
      }
      String key = name.getValue();
      if (object.has(key)) {
        throw fail(name, "the key stands twice").key(key).fix("remove one of the two");
      }
      String place = path.isEmpty() ? key : path + "." + key;
      rows.put(place, row(name));
      object.set(key, convert(entry.getValueNode(), place));
    }
    return object;
  }

  private JsonNode scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.STR) || scalars == Scalars.TEXT) {
      return NODES.stringNode(text);
    } else if (tag.equals(Tag.NULL)) {
      return NODES.nullNode();
    } else if (tag.equals(Tag.BOOL)) {
      return NODES.booleanNode(text.equalsIgnoreCase("true"));
    } else if (tag.equals(Tag.INT)) {
      return integer(scalar);
    } else if (tag.equals(Tag.FLOAT)) {
      return NODES.numberNode(number(text.toLowerCase(Locale.ROOT)));
    }
    throw foreignTag(scalar);
  }

  private static BadInput foreignTag(Node node) {
    return fail(node, "YAML tags are not allowed here")
        .value(node.getTag().getValue())
        .fix("remove the tag");
  }

  private static JsonNode integer(ScalarNode scalar) {
    String text = scalar.getValue();
    BigInteger value =
        text.startsWith("0x")
            ? new BigInteger(text.substring(2), 16)
            : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    return value.bitLength() < 64 ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
  }

  private static double number(String text) {
    return switch (text) {
      case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
      case "-.inf" -> Double.NEGATIVE_INFINITY;
      case ".nan" -> Double.NaN;
      default -> Double.parseDouble(text);
    };
  }

  private static BadInput fail(Node node, String what) {
    return BadInput.of(what).row(row(node));
  }

  private static int row(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
