package dev.ballast.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void resultsComeInOrderAndFewWorkAtOnce() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Integer> items = IntStream.range(0, 40).boxed().toList();
    List<Integer> squares =
        new Workers(3)
            .each(
                items,
                item -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  Thread.onSpinWait();
                  now.decrementAndGet();
                  return item * item;
                });
    assertThat(squares).isEqualTo(items.stream().map(i -> i * i).toList());
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void theFirstFailureStopsTheOthersAndIsTold() {
    CountDownLatch never = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                new Workers(2)
                    .each(
                        List.of(1, 2, 3),
                        item -> {
                          if (item == 2) {
                            throw new IllegalArgumentException("two");
                          }
                          never.await();
                          return item;
                        }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two");
  }

  @Test
  void sizesForPeople() {
    assertThat(Sizes.text(0)).isEqualTo("0 bytes");
    assertThat(Sizes.text(1234)).isEqualTo("1.2 kB");
    assertThat(Sizes.text(271_000_000)).isEqualTo("271 MB");
    assertThat(Sizes.text(4_920_000_000L)).isEqualTo("4.9 GB");
  }
}
