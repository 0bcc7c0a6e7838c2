package dev.ballast.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContrastsTest {
  @Test
  void linesAreFinishedAndTheSameAtEveryCall() {
    for (Contrasts contrasts : List.of(Contrasts.requests(), Contrasts.utterances())) {
      List<Contrasts.Line> lines = contrasts.lines(4);
      assertThat(lines).isEqualTo(contrasts.lines(4)).doesNotHaveDuplicates();
      assertThat(lines)
          .allSatisfy(
              line -> assertThat(line.text()).doesNotContain("{", "}", "|", "  ").isNotBlank());
    }
  }

  @Test
  void aTemplateIsHeldOutAsAWhole() {
    Map<String, Boolean> few =
        Contrasts.requests().lines(1).stream()
            .collect(Collectors.toMap(Contrasts.Line::text, Contrasts.Line::heldOut, (a, _) -> a));
    List<Contrasts.Line> many = Contrasts.requests().lines(8);
    assertThat(many.stream().filter(line -> few.containsKey(line.text())))
        .hasSizeGreaterThan(1000)
        .allSatisfy(line -> assertThat(line.heldOut()).isEqualTo(few.get(line.text())));
    double share = many.stream().filter(Contrasts.Line::heldOut).count() / (double) many.size();
    assertThat(share).isBetween(0.15, 0.25);
  }

  @Test
  void bothSidesOfEveryContrastAreThere() {
    List<Contrasts.Line> lines = Contrasts.requests().lines(1);
    for (String kind : List.of("homonym", "figurative", "safe_target", "fiction", "history")) {
      assertThat(lines.stream().filter(l -> l.kind().equals(kind)).map(Contrasts.Line::positive))
          .as(kind)
          .contains(true, false);
    }
  }
}
