package dev.ballast.model;

import dev.ballast.json.BadInput;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What an adapter's configuration names modules by. */
public sealed interface ModuleNames {
  /** Tell whether a module, as {@code model.layers.0.self_attn.q_proj}, is meant. */
  boolean match(String module);

  /** Names, whole or from any dot on: {@code q_proj}, {@code layers.3.self_attn.q_proj}. */
  record Listed(List<String> names) implements ModuleNames {
    public Listed {
      names = List.copyOf(names);
    }

    @Override
    public boolean match(String module) {
      return names.stream().anyMatch(name -> endsIn(module, name));
    }

    static boolean endsIn(String module, String name) {
      return module.equals(name) || module.endsWith("." + name);
    }
  }

  /** A regular expression for the whole name. */
  record Regex(Pattern pattern) implements ModuleNames {
    private static final int LONGEST = 1000;

    /**
     * Compile an expression of a file.
     *
     * @throws BadInput when it is none, or too long
     */
    static Regex of(String expression) {
      if (expression.length() > LONGEST) {
        throw BadInput.of("a pattern of more than " + LONGEST + " characters");
      }
      try {
        return new Regex(Pattern.compile(expression));
      } catch (PatternSyntaxException e) {
        throw BadInput.of("not a pattern that is understood here: " + e.getDescription())
            .value(expression)
            .because(e);
      }
    }

    @Override
    public boolean match(String module) {
      return pattern.matcher(new Counted(module)).matches();
    }

    /** Text that gives up its characters only so often: a pattern may not run for ever. */
    private static final class Counted implements CharSequence {
      private static final int MOST = 1_000_000;

      private final String text;
      private int given;

      Counted(String text) {
        this.text = text;
      }

      @Override
      public char charAt(int index) {
        if (++given > MOST) {
          throw BadInput.of("a pattern that takes too long").value(text).fix("list the modules");
        }
        return text.charAt(index);
      }

      @Override
      public int length() {
        return text.length();
      }

      @Override
      public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
      }

      @Override
      public String toString() {
        return text;
      }
    }
  }
}
