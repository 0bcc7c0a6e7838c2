package dev.ballast.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a template can do to whoever renders it ends with an error that names its place. */
@Timeout(60)
class BudgetTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro f(n) %}{% if n %}{{ f(n-1) }}{{ f(n-1) }}{% endif %}{% endmacro %}{{ f(45) }}",
        "{% set n = namespace(x='ab') %}{% for i in range(60) %}"
            + "{% set n.x = n.x ~ n.x %}{% endfor %}",
        "{% set n = namespace(x=[]) %}{% for i in range(60) %}"
            + "{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}",
        "{{ ('a' * 4000000) | replace('a', 'b' * 4000000) }}",
        "{{ range(99999) | join('b' * 4000000) }}",
        "{{ 'ab' * 9223372036854775807 }}",
        "{{ 4 is divisibleby 0 }}",
        "{{ [1] | tojson(separators=[]) }}",
        "{{ '\\xzz' }}",
        "{{ '\\Uffffffff' }}",
        "{% for i in [1] %}{{ loop.cycle() }}{% endfor %}"
      })
  void whatHasNoEndIsTheTemplatesError(String source) {
    assertThatThrownBy(() -> render(source))
        .isInstanceOf(TemplateError.class)
        .hasMessageStartingWith("template line 1");
  }

  @Test
  void whatHasAnEndIsRendered() {
    assertThat(render("{{ 0 ** 9223372036854775807 }} {{ (-1) ** 3 }} {{ 1 ** 99 }} {{ 2 ** 10 }}"))
        .isEqualTo("0 -1 1 1024");
    assertThat(render("{{ [1, 2, 3][::9223372036854775807] }} {{ 'abc'[::-1] }}"))
        .isEqualTo("[1] cba");
    assertThat(render("{{ 'a😀b'[1:] }} {{ 'a😀b'[1] }} {{ 'a😀b'[-1] }} {{ 'abc'[2:1] }}|"))
        .isEqualTo("😀b 😀 b |");
    assertThat(render("{{ range(0, 9223372036854775807, 9223372036854775806) }}"))
        .isEqualTo("[0, 9223372036854775806]");
    assertThat(render("{{ 'a b'.rsplit(' ', 9223372036854775807) }}")).isEqualTo("['a', 'b']");
    assertThat(render("{{ 'xxabxx'.strip('yx') }} {{ 'a\\nb' | indent(-1) }}"))
        .isEqualTo("ab a\nb");
  }

  @Test
  void aNamespaceMayHoldItself() {
    assertThat(
            render(
                "{% set a = namespace() %}{% set b = namespace(a=a) %}{% set a.b = b %}"
                    + "{{ a == b }} {{ a == a }}"))
        .isEqualTo("False True");
  }

  @Test
  void equalListsThatShareTheirPartsAreNotComparedForEver() {
    assertThatThrownBy(
            () ->
                render(
                    "{% set n = namespace(x=[], y=[]) %}{% for i in range(60) %}"
                        + "{% set n.x = [n.x, n.x] %}{% set n.y = [n.y, n.y] %}{% endfor %}"
                        + "{{ n.x == n.y }}"))
        .isInstanceOf(TemplateError.class)
        .hasMessageContaining("too large to compare");
  }

  private static String render(String source) {
    return Template.parse(source).render(Map.of()).text();
  }
}
