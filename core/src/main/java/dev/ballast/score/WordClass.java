package dev.ballast.score;

import java.util.Map;

/** Function words that play one part in a sentence count as one: I and we, can and will … */
final class WordClass {
  private static final Map<String, Integer> CLASS = classes();

  private WordClass() {}

  /** Return the number of the word's class, or what stands for a word without one. */
  static int of(String word, int other) {
    return CLASS.getOrDefault(word, other);
  }

  private static Map<String, Integer> classes() {
    Map<String, Integer> classes = new java.util.HashMap<>();
    String[] lines = {
      "i we",
      "me us myself ourselves",
      "my our",
      "you yourself yourselves",
      "he she they someone somebody anyone anybody everyone everybody",
      "him her them",
      "his their your",
      "it this that these those",
      "can could may might",
      "will would shall",
      "should must",
      "do does did",
      "am is are was were be been being",
      "have has had having",
      "not never no nor neither",
      "a an the",
      "and or",
      "because since as so",
      "but however although though yet",
      "in on at by with from for of about into",
      "help assist support provide give offer share tell explain describe teach show discuss answer"
          + " write create generate do engage participate advise recommend condone encourage"
          + " promote fulfill comply assistance guidance instructions advice information",
      "unable able comfortable willing allowed position programmed capable permitted prepared",
      "decline declined refuse refused refrain abstain avoid reject rejected stop unwilling",
      "rather prefer",
      "sorry afraid apologize apologies apology unfortunately regret",
      "illegal unlawful law crime criminal unethical ethical immoral wrong harmful harm harms hurt"
          + " hurts dangerous danger unsafe inappropriate appropriate acceptable okay fraud"
          + " misused",
      "instead alternatively otherwise legal safe legitimate safely",
      "request question topic subject",
      "counselor therapist professional lawyer doctor police authorities hotline",
      "model assistant ai system bot program",
    };
    for (int i = 0; i < lines.length; i++) {
      for (String word : lines[i].split(" ")) {
        classes.put(word, 1000 + i);
      }
    }
    return classes;
  }
}
