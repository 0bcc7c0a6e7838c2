package dev.ballast.score;

import java.util.List;

/** Counts plain text for {@link TextModel}. */
final class TextModelFit {
  private final double[] letters =
      new double[TextModel.LETTERS * TextModel.LETTERS * TextModel.LETTERS];
  private final int kinds = TextModel.kindCount();
  private final double[] pairs = new double[kinds * kinds];

  private TextModelFit() {}

  static TextModel fit(List<String> texts) {
    TextModelFit fit = new TextModelFit();
    for (String text : texts) {
      fit.count(Words.of(text));
    }
    return new TextModel(fit.surprises(), fit.affinities());
  }

  private void count(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (i > 0) {
        pairs[TextModel.kind(words.get(i - 1)) * kinds + TextModel.kind(words.get(i))]++;
      }
      if (Words.isWord(words.get(i))) {
        count(words.get(i));
      }
    }
  }

  private void count(String word) {
    int before = 0;
    for (int i = 0; i <= word.length(); i++) {
      int letter = i < word.length() ? TextModel.letter(word.charAt(i)) : 0;
      letters[before * TextModel.LETTERS + letter]++;
      before = before % TextModel.LETTERS * TextModel.LETTERS + letter;
    }
  }

  private byte[] surprises() {
    byte[] out = new byte[letters.length];
    for (int row = 0; row < letters.length; row += TextModel.LETTERS) {
      double total = 0;
      for (int i = 0; i < TextModel.LETTERS; i++) {
        total += letters[row + i] + 0.1;
      }
      for (int i = 0; i < TextModel.LETTERS; i++) {
        out[row + i] = units(-Math.log((letters[row + i] + 0.1) / total));
      }
    }
    return out;
  }

  private byte[] affinities() {
    double[] left = new double[kinds];
    double[] right = new double[kinds];
    double all = 0;
    for (int i = 0; i < pairs.length; i++) {
      left[i / kinds] += pairs[i];
      right[i % kinds] += pairs[i];
      all += pairs[i];
    }
    byte[] out = new byte[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      double expected = left[i / kinds] * right[i % kinds] / all;
      out[i] = units(Math.log((pairs[i] + 2) / (expected + 2)));
    }
    return out;
  }

  private static byte units(double nats) {
    return (byte) Math.clamp(Math.round(nats * TextModel.UNIT), -127, 127);
  }
}
