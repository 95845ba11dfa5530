// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adyton.server.chat.jinja.TemplateException.Reason;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What hostile templates try, and the limit or refusal that each meets. */
class TemplateAttackTest {
  private static void assertEnds(String template, Reason reason) {
    assertThatExceptionOfType(TemplateException.class)
        .as(template.substring(0, Math.min(template.length(), 100)))
        .isThrownBy(() -> Renders.render(template, Map.of("s", TemplateValue.known("some words"))))
        .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(reason))
        .withMessageStartingWith("template line ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ s.__class__ }}",
        "{{ s['__class__'] }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ().__class__.__bases__[0] }}",
        "{{ s|attr('__class__') }}",
        "{{ s|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
        "{{ s['\\x5f\\x5fclass\\x5f\\x5f'] }}",
        "{{ s['_' * 2 ~ 'class' ~ '_' * 2] }}",
        "{{ s|attr(['__', 'class', '__']|join) }}",
        "{{ [s]|map(attribute='__class__')|list }}",
        "{{ [s]|sort(attribute='__class__') }}",
        "{{ [s]|selectattr('__class__')|list }}",
        "{{ '{0.__class__}'.format(s) }}",
        "{{ '{x[__globals__]}'.format(x=s) }}",
        "{{ range.__globals__ }}",
        "{{ range['__globals__'] }}",
        "{{ namespace.__init__.__globals__ }}",
        "{% set ns = namespace() %}{% set ns.__class__ = 1 %}",
        "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% from 'os' import system %}",
        "{% extends 'base' %}",
        "{% block content %}{% endblock %}",
      })
  void refusesToReachForInsides(String template) {
    assertEnds(template, Reason.FORBIDDEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ ____int3rpr3t3r____.getContext() }}",
        "{{ ____int3rpr3t3r____.getConfig().enableRecursiveMacroCalls() }}",
        "{{ s.getClass().forName('java.lang.Runtime') }}",
        "{{ s.class.forName('java.lang.Runtime') }}",
        "{{ s.hashCode() }}",
        "{{ s.bytes.limit() }}",
        "{{ 1.getClass() }}",
        "{{ request.application.open('x') }}",
        "{{ lipsum.func() }}",
        "{{ cycler.next() }}",
        "{{ self.context.vars }}",
        "{{ config.items() }}",
        "{{ raise_exception.body.call() }}",
        "{{ s.format_map({}) }}",
        "{{ [].append(1) }}",
        "{{ {}.update({}) }}",
      })
  void knowsNoMethodsOfJava(String template) {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> Renders.render(template, Map.of("s", TemplateValue.known("words"))))
        .satisfies(
            refusal ->
                assertThat(refusal.reason())
                    .isIn(Reason.INVALID_OPERATION, Reason.FORBIDDEN, Reason.SYNTAX));
  }

  @Test
  void seesNothingInNamesThatOtherEnginesReactTo() {
    assertThat(Renders.render("{{ ____int3rpr3t3r____ }}{{ ().class }}{{ ''.getClass }}"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}"
            + "{% endfor %}{% endfor %}{% endfor %}",
        "{% macro f(n) %}{% for i in range(9) %}{% if n %}{{ f(n - 1) }}{% endif %}{% endfor %}"
            + "{% endmacro %}{{ f(9) }}",
        "{% for i in range(100000) %}{{ [1, 2, 3]|sort|map('string')|join }}{% endfor %}",
        "{% set ns = namespace(x=(1, 2)) %}{% for i in range(40) %}{% set ns.x = (ns.x, ns.x) %}"
            + "{% endfor %}{{ ns.x == ns.x }}",
        "{% set ns = namespace(x=(1, 2)) %}{% for i in range(40) %}{% set ns.x = (ns.x, ns.x) %}"
            + "{% endfor %}{% if ns.x < ns.x %}{% endif %}",
        "{% set long = 'a' * 500000 %}{{ long.find('a' * 250000 + 'b') }}",
        "{% set long = 'a' * 500000 %}{% for i in range(9999) %}{{ long.count('aab') }}{% endfor %}",
        "{% set long = 'a' * 900000 %}{% for i in range(9999) %}{% if {}[long] %}{% endif %}"
            + "{% endfor %}",
        "{% set long = '%Y' * 400000 %}{{ strftime_now(long) }}",
        "{% for i in range(100000) %}{{ '%.90f' % 0.1 }}{% endfor %}",
        "{% for c in 'a' * 200000 %}{% endfor %}",
        "{% set d = dict(('k' ~ i, i) for i in x) %}",
      })
  void stopsWorkThatDoesNotEnd(String template) {
    assertThatExceptionOfType(TemplateException.class)
        .as(template)
        .isThrownBy(() -> Renders.render(template))
        .satisfies(
            refusal ->
                assertThat(refusal.reason())
                    .isIn(Reason.TOO_MANY_STEPS, Reason.OUTPUT_TOO_LARGE, Reason.SYNTAX));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}"
            + "{% endfor %}",
        "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}"
            + "{% endfor %}",
        "{% set ns = namespace(s='xx') %}{% for i in range(99) %}"
            + "{% set ns.s = ns.s|replace('x', ns.s) %}{% endfor %}",
        "{% set ns = namespace(s='x') %}{% for i in range(99) %}"
            + "{% set ns.s = [ns.s, ns.s]|join %}{% endfor %}",
        "{% set ns = namespace(s='x') %}{% for i in range(99) %}"
            + "{% set ns.s = '%s%s' % (ns.s, ns.s) %}{% endfor %}",
        "{{ 'x' * 1000000000 }}",
        "{{ 'x' * 9223372036854775807 }}",
        "{{ 9223372036854775807 * 'xx' }}",
        "{{ 'x'.center(1000000000) }}",
        "{{ 'x'.rjust(1000000000) }}",
        "{{ 'x'.zfill(1000000000) }}",
        "{{ 'x'|indent(1000000000) }}",
        "{{ [1]|tojson(indent=1000000000) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%01000000000d' % 1 }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{{ '{:0=1000000000}'.format(1) }}",
      })
  void stopsStringsThatGrow(String template) {
    assertEnds(template, Reason.STRING_TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ range(1000000000) }}",
        "{{ range(-9223372036854775807, 9223372036854775807) }}",
        "{{ range(0, 9223372036854775807, 9223372036854775806) }}",
        "{{ [0] * 1000000000 }}",
        "{{ 9223372036854775807 * [0, 1] }}",
        "{{ (0,) * 1000000000 }}",
        "{% set ns = namespace(l=[1]) %}{% for i in range(99) %}{% set ns.l = ns.l + ns.l %}"
            + "{% endfor %}",
        "{{ [1]|batch(1000000000, 0)|list }}",
        "{{ [1]|slice(1000000000)|list }}",
        "{{ ('a,' * 200000).split(',') }}",
      })
  void stopsListsThatGrow(String template) {
    assertEnds(template, Reason.TOO_MANY_ENTRIES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for i in range(99999) %}{{ 'x' * 1000 }}{% endfor %}",
        "{% set x = 'x' * 600000 %}{{ x }}{{ x }}",
        "{% set x = 'x' * 1000000 %}{{ [x, x] }}",
      })
  void stopsOutputThatGrows(String template) {
    assertEnds(template, Reason.OUTPUT_TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% macro f() %}{{ g() }}{% endmacro %}{% macro g() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% macro f() %}{% call f() %}{{ caller() }}{% endcall %}{% endmacro %}{{ f() }}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{% set ns = namespace(x=[]) %}{% for i in range(9999) %}{% set ns.x = [ns.x] %}"
            + "{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x=[]) %}{% for i in range(9999) %}{% set ns.x = [ns.x] %}"
            + "{% endfor %}{{ ns.x|tojson }}",
        "{% set ns = namespace(x=[]) %}{% for i in range(9999) %}{% set ns.x = {'a': ns.x} %}"
            + "{% endfor %}{{ ns.x == ns.x }}",
      })
  void stopsRecursion(String template) {
    assertEnds(template, Reason.NESTED_TOO_DEEPLY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~~",
      value = {
        "( ~~ 1 ~~ )",
        "[ ~~ 1 ~~ ]",
        "{1: ~~ 1 ~~ }",
        "not_ ~~ 1 ~~ _",
        "- ~~ 1 ~~ _",
        "1+ ~~ 1 ~~ _",
        "1*1- ~~ 1 ~~ _",
        "1 and_ ~~ 1 ~~ _",
        "1 or_ ~~ 1 ~~ _",
        "1 ** ~~ 1 ~~ _",
        "_ ~~ a ~~ .b",
        "_ ~~ a ~~ [0]",
        "_ ~~ a ~~ (1)",
        "_ ~~ a ~~ |trim",
        "_ ~~ 1 ~~ _if 1 else 1",
        "1 if 1 else_ ~~ 1 ~~ _",
        "f( ~~ 1 ~~ )",
        "a[ ~~ 1 ~~ ]",
        "a|default( ~~ 1 ~~ )",
      })
  void refusesExpressionsThatNestTooDeeply(String before, String core, String after) {
    int times = 5_000;
    String expression =
        before.replace('_', ' ').repeat(times) + core + after.replace('_', ' ').repeat(times);
    assertEnds("{{ " + expression + " }}", Reason.NESTED_TOO_DEEPLY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% if 1 %}",
        "{% for x in [1] %}",
        "{% macro m() %}",
        "{% call m() %}",
        "{% filter trim %}",
        "{% with %}",
        "{% set x %}",
        "{% generation %}",
        "{% set ((",
      })
  void refusesBlocksThatNestTooDeeply(String block) {
    String template =
        block.endsWith("%}")
            ? block.repeat(5_000)
            : "{% set " + "(".repeat(5_000) + "a" + ")".repeat(5_000) + " = 1 %}";
    assertEnds(template, Reason.NESTED_TOO_DEEPLY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ 99999999999999999999 }}",
        "{{ 0xFFFFFFFFFFFFFFFFFF }}",
        "{{ 2 ** 64 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 9223372036854775807 + 1 }}",
        "{{ -9223372036854775807 - 2 }}",
        "{{ 9223372036854775807 * 2 }}",
        "{{ 10.0 ** 400 }}",
        "{{ (-1) ** 0.5 }}",
        "{{ 1e300|int }}",
        "{{ '%d' % 1e300 }}",
      })
  void refusesNumbersBeyondSixtyFourBits(String template) {
    assertEnds(template, Reason.NUMBER_OUT_OF_RANGE);
  }

  @Test
  void refusesSourcesThatAreTooLarge() {
    assertEnds("x".repeat(JinjaTemplate.SOURCE_LIMIT + 1), Reason.SOURCE_TOO_LARGE);
    assertEnds("{{ '" + "x".repeat(JinjaTemplate.SOURCE_LIMIT) + "' }}", Reason.SOURCE_TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ " + "1, ",
        "{%",
        "{{",
        "{#",
        "{% raw %}",
        "{% raw %}{% ",
        "  {%",
        "{{ '",
        "{{ a",
        "{% if x %}",
        "{% macro",
      })
  void readsLongGarbageToItsEnd(String unit) {
    String template = unit.repeat(JinjaTemplate.SOURCE_LIMIT / unit.length());
    assertThatExceptionOfType(TemplateException.class).isThrownBy(() -> Renders.render(template));
  }

  @Test
  void reportsLineAndExpectationButNoContent() {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> Renders.render("a\n\n{{ 1 +\n }}"))
        .withMessage("template line 4: expected an expression, found '}}'");
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> Renders.render("{% if x %}\n"))
        .withMessageContaining("endif");
  }
}
